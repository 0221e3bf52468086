import Foundation

/// §12: what each person cost against persons of the same strata, over the whole run.
struct NaivePersons {
  /// What a person cost for one disease, over all institutions.
  struct Share {
    var disease: String
    var stratum: NaiveStratum
    var cost: Int
    var isHead: Bool
  }

  /// One person with what is printed of them.
  struct Line {
    var person: String
    var cost = 0
    var diseases = 0
    var institutions = 0
    var visits = 0
    var sameDayVisits = 0
    var expected = 0.0
    var main = ""
    var y: Double?
    var z: Double?
  }

  var lines: [Line] = []

  init(ledger: NaiveLedger, minimum: Int) {
    let shares = NaivePersons.shares(ledger)
    var heads: [NaiveStratum: Int] = [:]
    for share in shares.values.joined() where share.isHead { heads[share.stratum, default: 0] += 1 }
    let groupOf = NaiveStratum.collapse(heads: heads, minimum: minimum)
    // The mean over the heads of the disease: money of a person without a visit for it stays out.
    var costs: [String: Int] = [:]
    var counts: [String: Int] = [:]
    for share in shares.values.joined() where share.isHead {
      costs[groupOf[share.stratum] ?? "", default: 0] += share.cost
      counts[groupOf[share.stratum] ?? "", default: 0] += 1
    }
    for person in shares.keys.sorted(by: NaiveField.precedes) {
      let own = (shares[person] ?? []).filter(\.isHead)
      if own.isEmpty { continue }
      var line = Line(person: person)
      line.diseases = own.count
      line.cost = (shares[person] ?? []).reduce(0) { $0 + $1.cost }
      for share in own {
        let group = groupOf[share.stratum] ?? ""
        line.expected += Double(costs[group] ?? 0) / Double(counts[group] ?? 1)
      }
      // The main disease: greatest cost, then first code.
      let main = own.sorted {
        $0.cost != $1.cost ? $0.cost > $1.cost : NaiveField.precedes($0.disease, $1.disease)
      }
      line.main = main.first.flatMap { groupOf[$0.stratum] } ?? ""
      if line.cost > 0 && line.expected > 0 { line.y = log(Double(line.cost) / line.expected) }
      countVisits(&line, ledger: ledger)
      lines.append(line)
    }
    standardise()
  }

  static func shares(_ ledger: NaiveLedger) -> [String: [Share]] {
    var byKey: [[String]: Share] = [:]
    for cell in ledger.cells {
      let traits = ledger.traits[cell.person] ?? NaiveTraits()
      let stratum = NaiveStratum(disease: cell.disease, age: traits.age, sex: traits.sex, scheme: traits.scheme)
      let key = [cell.person, cell.disease]
      var share = byKey[key] ?? Share(disease: cell.disease, stratum: stratum, cost: 0, isHead: false)
      share.cost += cell.cost
      share.isHead = share.isHead || cell.isHead
      byKey[key] = share
    }
    var shares: [String: [Share]] = [:]
    for key in byKey.keys.sorted(by: { $0.lexicographicallyPrecedes($1, by: NaiveField.precedes) }) {
      if let share = byKey[key] { shares[key[0], default: []].append(share) }
    }
    return shares
  }

  /// Institutions, visits, and visits on days on which another institution was visited too.
  func countVisits(_ line: inout Line, ledger: NaiveLedger) {
    var institutionsOnDay: [String: Int] = [:]
    for (_, persons) in ledger.visitDays {
      guard let days = persons[line.person] else { continue }
      line.institutions += 1
      line.visits += days.count
      for day in days { institutionsOnDay[day, default: 0] += 1 }
    }
    for (_, count) in institutionsOnDay where count > 1 { line.sameDayVisits += count }
  }

  /// (y − median)/(1.4826·MAD) within the main stratum, where at least 30 persons have cost.
  mutating func standardise() {
    var ys: [String: [Double]] = [:]
    for line in lines { if let y = line.y { ys[line.main, default: []].append(y) } }
    for (position, line) in lines.enumerated() {
      guard let y = line.y, let peers = ys[line.main], peers.count >= 30 else { continue }
      let center = NaivePersons.median(peers)
      let mad = NaivePersons.median(peers.map { abs($0 - center) })
      if mad > 0 { lines[position].z = (y - center) / (1.4826 * mad) }
    }
  }

  static func median(_ values: [Double]) -> Double {
    let sorted = values.sorted()
    let half = sorted.count / 2
    return sorted.count % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2
  }

  var columns: [String: [String: NaiveValue]] {
    var columns: [String: [String: NaiveValue]] = [:]
    for line in lines {
      columns[line.person] = [
        "diseases": .integer(Int64(line.diseases)), "institutions": .integer(Int64(line.institutions)),
        "visits": .integer(Int64(line.visits)), "same_day_visits": .integer(Int64(line.sameDayVisits)),
        "cost": .number(Double(line.cost) / 100), "expected": .number(line.expected / 100),
        "index": line.expected > 0 ? .number(Double(line.cost) / line.expected) : .absent,
        "z": .optional(line.z), "stratum": .text(line.main),
      ]
    }
    return columns
  }
}
