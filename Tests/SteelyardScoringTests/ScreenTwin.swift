import Foundation
import SteelyardDomain
import SteelyardScoring
import SteelyardStatistics

/// The screen the slow and obvious way, straight from rows: dictionaries by text, no table, no order.
struct ScreenTwin {
  /// One person × institution × disease.
  struct Head {
    var person: String
    var institution: String
    var disease: String
    var group: String
    var days: Set<Int32> = []
    var cost = 0.0
    var drug = 0.0
    var age = 0
    var sex = ""
    var scheme = ""
    var elsewhere = 0
    var visits: Double { Double(days.count) }
  }

  /// y, s and z by signal and institution.
  typealias Figures = [Screen.Signal: [String: (y: Double, s: Double)]]

  let city: ScreenCity
  private(set) var heads: [Head] = []
  private(set) var figures: Figures = [:]
  private(set) var z: [Screen.Signal: [String: Double]] = [:]

  init(_ city: ScreenCity, months: Int) {
    self.city = city
    readHeads(months: months)
    figures[.visits] = visits()
    figures[.price] = price()
    figures[.drugs] = city.hasDrugColumn ? drugs() : [:]
    figures[.crowding] = CrowdingTwin.figures(city)
    for signal in Screen.Signal.allCases { judge(signal) }
  }

  private mutating func readHeads(months: Int) {
    var byKey: [[String]: Head] = [:]
    var firstDays: [String: Int32] = [:]
    for row in city.rows {
      let key = [row.person, row.institution, row.disease]
      let group = city.groups[row.institution] ?? ""
      var head =
        byKey[key] ?? Head(person: row.person, institution: row.institution, disease: row.disease, group: group)
      head.days.insert(row.day)
      head.cost += Double(row.fen)
      head.drug += Double(row.drugFen)
      byKey[key] = head
      firstDays[row.person] = min(firstDays[row.person] ?? .max, row.day)
    }
    heads = byKey.values.map { head in
      var head = head
      let person = city.persons[head.person] ?? ScreenCity.Person()
      head.sex = person.sex.rawValue
      head.scheme = person.scheme
      let first = Day(number: ScreenCity.firstDay + (firstDays[head.person] ?? 0))
      let years = person.birth.map { $0.wholeYears(to: first) } ?? -1
      head.age = city.plan.ageBandStarts.lastIndex { $0 <= years } ?? -1
      var others = 0
      for other in byKey.values
      where other.person == head.person && other.disease == head.disease && other.institution != head.institution {
        others += other.days.count
      }
      head.elsewhere = others == 0 ? 0 : others < months ? 1 : 2
      return head
    }
  }

  /// The sum of some figures of heads by a text.
  private func sums(_ heads: [Head], by key: (Head) -> String, _ value: (Head) -> Double) -> [String: Double] {
    var sums: [String: Double] = [:]
    for head in heads { sums[key(head), default: 0] += value(head) }
    return sums
  }

  /// The name of each head's stratum: whole at first, then the sparse give up one factor after another.
  private func strata(_ heads: [Head], _ factors: [(Head) -> String]) -> [String] {
    var names = [String](repeating: "", count: heads.count)
    var rest = Array(heads.indices)
    for given in 0...factors.count {
      func name(_ head: Head) -> String {
        ([head.group, head.disease, "\(given)"] + factors.dropFirst(given).map { $0(head) }).joined(separator: "|")
      }
      var members: [String: [Int]] = [:]
      for place in rest { members[name(heads[place]), default: []].append(place) }
      rest = []
      for (name, places) in members {
        if places.count >= city.plan.stratumHeadsMinimum || given == factors.count {
          for place in places { names[place] = name }
        } else {
          rest += places
        }
      }
    }
    return names
  }

  /// For each head, the mean of a figure over its stratum.
  private func means(_ heads: [Head], _ strata: [String], _ value: (Head) -> Double) -> [Double] {
    var sums: [String: (sum: Double, count: Double)] = [:]
    for (head, stratum) in zip(heads, strata) {
      sums[stratum, default: (0, 0)].sum += value(head)
      sums[stratum, default: (0, 0)].count += 1
    }
    return strata.map { sums[$0].map { $0.sum / $0.count } ?? 0 }
  }

  private func visits() -> [String: (y: Double, s: Double)] {
    let strata = strata(heads, [{ $0.scheme }, { $0.sex }, { "\($0.age)" }, { "\($0.elsewhere)" }])
    let expected = means(heads, strata) { $0.visits }
    var surplus: [[String]: Double] = [:]
    var (observedAt, expectedAt): ([String: Double], [String: Double]) = ([:], [:])
    var expectedIn: [String: Double] = [:]
    for (head, e) in zip(heads, expected) {
      surplus[[head.group, head.institution, head.person], default: 0] += head.visits - e
      observedAt[head.institution, default: 0] += head.visits
      expectedAt[head.institution, default: 0] += e
      expectedIn[head.group, default: 0] += e
    }
    var squares: [String: Double] = [:]
    for (key, value) in surplus { squares[key[0], default: 0] += value * value }
    return found { institution, group in
      guard let o = observedAt[institution], let e = expectedAt[institution], let all = expectedIn[group] else {
        return nil
      }
      return (log(o / e), ((squares[group] ?? 0) / all / e).squareRoot())
    }
  }

  private func price() -> [String: (y: Double, s: Double)] {
    let heads = heads.filter { $0.cost >= 100 * $0.visits }
    let strata = strata(heads, [{ $0.scheme }, { $0.sex }, { "\($0.age)" }])
    let mean = means(heads, strata) { log($0.cost / $0.visits) }
    var persons: [[String]: (r: Double, w: Double)] = [:]
    for (head, m) in zip(heads, mean) {
      let key = [head.group, head.institution, head.person]
      persons[key, default: (0, 0)].r += log(head.cost / head.visits) - m
      persons[key, default: (0, 0)].w += 1
    }
    return found { institution, group in
      let peers = persons.filter { $0.key[0] == group }.values
      let own = persons.filter { $0.key[1] == institution }.values
      let variance = peers.map { $0.r * $0.r }.reduce(0, +) / peers.map { $0.w * $0.w }.reduce(0, +)
      let weight = own.map(\.w).reduce(0, +)
      if weight == 0 { return nil }
      let error = (variance * own.map { $0.w * $0.w }.reduce(0, +)).squareRoot() / weight
      return (own.map(\.r).reduce(0, +) / weight, error)
    }
  }

  private func drugs() -> [String: (y: Double, s: Double)] {
    let heads = heads.filter { $0.cost > 0 }
    func drug(_ head: Head) -> Double { min(max(head.drug, 0), head.cost) }
    let drugOf = sums(heads, by: { "\($0.group)|\($0.disease)" }, drug)
    let costOf = sums(heads, by: { "\($0.group)|\($0.disease)" }, \.cost)
    func expected(_ head: Head) -> Double {
      let key = "\(head.group)|\(head.disease)"
      return head.cost * (drugOf[key] ?? 0) / (costOf[key] ?? 1)
    }
    return found { institution, group in
      let own = heads.filter { $0.institution == institution }
      if own.isEmpty { return nil }
      let peers = heads.filter { $0.group == group }
      let gaps = sums(peers, by: { "\($0.institution)|\($0.person)" }, { drug($0) - expected($0) })
      let costs = sums(peers, by: { "\($0.institution)|\($0.person)" }, \.cost)
      let phi = gaps.values.map { $0 * $0 }.reduce(0, +) / costs.values.map { $0 * $0 }.reduce(0, +)
      let (c, d, e) = (own.map(\.cost).reduce(0, +), own.map(drug).reduce(0, +), own.map(expected).reduce(0, +))
      let half = c / Double(own.count) / 2
      let (o, share) = ((d + half) / (c + 2 * half), (e + half) / (c + 2 * half))
      let squares = sums(own, by: { $0.person }, \.cost).values.map { $0 * $0 }.reduce(0, +)
      return (
        log(o / (1 - o)) - log(share / (1 - share)), (phi * squares).squareRoot() / (c + 2 * half) / share / (1 - share)
      )
    }
  }

  /// A signal's figures at every institution, those that cannot be had left out.
  private func found(
    _ figures: (_ institution: String, _ group: String) -> (Double, Double)?
  ) -> [String: (y: Double, s: Double)] {
    var found: [String: (y: Double, s: Double)] = [:]
    for (institution, group) in city.groups {
      // Below 1e-9 the error is what rounding left of none at all.
      if let (y, s) = figures(institution, group), y.isFinite, s > 1e-9 { found[institution] = (y, s) }
    }
    return found
  }

  private mutating func judge(_ signal: Screen.Signal) {
    var units: [String: [String]] = [:]
    for (institution, group) in city.groups where figures[signal]?[institution] != nil {
      let persons = Set(heads.filter { $0.institution == institution }.map(\.person))
      if persons.count >= city.plan.gates.headsMinimum { units[group, default: []].append(institution) }
    }
    let large = units.values.filter { $0.count >= city.plan.fitUnitsMinimum }
    let small = units.values.filter { $0.count < city.plan.fitUnitsMinimum }.flatMap { $0 }
    for members in large + [small] {
      let own = members.compactMap { figures[signal]?[$0] }
      let fit = Overdispersion.huberLog(logRatios: own.map(\.y), standardErrors: own.map(\.s))
      for (institution, own) in zip(members, own) {
        z[signal, default: [:]][institution] =
          (own.y - fit.centre) / (own.s * own.s + fit.tauSquared).squareRoot()
      }
    }
  }
}

/// The crowding of days, slowly.
enum CrowdingTwin {
  /// 2025-07-01 was a Tuesday; 0 is Monday.
  static func weekday(_ day: Int32) -> Int { Int(day + 1) % 7 }

  static func figures(_ city: ScreenCity) -> [String: (y: Double, s: Double)] {
    var seen: [String: [Int32: Set<String>]] = [:]
    for row in city.rows { seen[row.institution, default: [:]][row.day, default: []].insert(row.person) }
    func heads(_ institution: String, _ day: Int32) -> Double { Double(seen[institution]?[day]?.count ?? 0) }
    var found: [String: (y: Double, s: Double)] = [:]
    for institution in seen.keys {
      var others = seen.keys.filter { $0 != institution && city.groups[$0] == city.groups[institution] }
      if others.count < 20 { others = seen.keys.filter { $0 != institution } }
      func rest(_ day: Int32) -> Double { others.map { heads($0, day) }.reduce(0, +) }
      var (square, freedom) = (0.0, 0)
      for weekday in 0..<7 {
        let dates = (0..<92 as Range<Int32>).filter { Self.weekday($0) == weekday && rest($0) > 0 }
        let own = dates.map { heads(institution, $0) }.reduce(0, +)
        if own == 0 { continue }
        let whole = dates.map(rest).reduce(0, +)
        freedom += dates.count - 1
        for day in dates {
          let expected = own * rest(day) / whole
          square += (heads(institution, day) - expected) * (heads(institution, day) - expected) / expected
        }
      }
      let all = (0..<92 as Range<Int32>)
      let ratio = all.map { heads(institution, $0) }.reduce(0, +) / all.map(rest).reduce(0, +)
      if freedom > 0, square > 0 {
        found[institution] = (log(square / Double(freedom) / (1 + ratio)), (2 / Double(freedom)).squareRoot())
      }
    }
    return found
  }
}
