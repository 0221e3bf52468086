import Foundation

/// Card bursts of methods §12 by all ordered pairs of persons and sets of days.
public struct NaiveBurst: Equatable, Sendable {
  /// The institution.
  public var institution: String
  /// Persons' numbers and days, ascending.
  public var persons, days: [String]
  /// Person × day.
  public var visits: Int
  /// What the rule's probabilities add up to, and log10 of the bound on chance.
  public var expected, chance: Double

  /// Creates a burst, for comparison.
  public init(institution: String, persons: [String], days: [String], visits: Int, expected: Double, chance: Double) {
    self.institution = institution
    self.persons = persons
    self.days = days
    self.visits = visits
    self.expected = expected
    self.chance = chance
  }

  /// The bursts at every institution, by a rule.
  public static func all(
    _ text: String, _ options: NaiveOptions, groupMinimum: Int, daysMinimum: Int, chanceMaximum: Double
  ) -> [NaiveBurst] {
    let ledger = NaiveSignals.read(text, options).ledger
    return ledger.visitDays.keys.sorted(by: NaiveField.precedes).flatMap { institution in
      NaivePlace(
        institution: institution, visitors: ledger.visitDays[institution] ?? [:], groupMinimum: groupMinimum,
        daysMinimum: daysMinimum, chanceMaximum: chanceMaximum
      ).bursts()
    }
  }
}

/// One institution's visitors.
struct NaivePlace {
  let institution: String
  let visitors: [String: Set<String>]
  let groupMinimum, daysMinimum: Int
  let chanceMaximum: Double
  /// Heads by day.
  private let heads: [String: Int]
  /// The week and the weekday of each day, and the heads of each week.
  private let weeks, weekdays: [String: Int]
  private let weekHeads: [Int: Int]
  /// Persons who come on enough days.
  private let regulars: [String]

  init(
    institution: String, visitors: [String: Set<String>], groupMinimum: Int, daysMinimum: Int, chanceMaximum: Double
  ) {
    self.institution = institution
    self.visitors = visitors
    self.groupMinimum = groupMinimum
    self.daysMinimum = daysMinimum
    self.chanceMaximum = chanceMaximum
    heads = Dictionary(visitors.values.joined().map { ($0, 1) }, uniquingKeysWith: +)
    // Reading a date again for every pair would take most of the test's time.
    weeks = Dictionary(uniqueKeysWithValues: heads.keys.map { ($0, NaiveDay.week($0)) })
    weekdays = Dictionary(uniqueKeysWithValues: heads.keys.map { ($0, NaiveDay.weekday($0)) })
    weekHeads = Dictionary(heads.map { (NaiveDay.week($0.key), $0.value) }, uniquingKeysWith: +)
    regulars = visitors.filter { $0.value.count >= daysMinimum }.keys.sorted(by: NaiveField.precedes)
  }

  func bursts() -> [NaiveBurst] {
    var found: [NaiveBurst] = []
    for first in regulars {
      let shared = regulars.filter { $0 != first }.map { ($0, common(first, $0).count) }
      let companions = shared.filter { $0.1 >= daysMinimum }.sorted { a, b in
        let (x, y) = (visitors[a.0]?.count ?? 0, visitors[b.0]?.count ?? 0)
        if a.1 != b.1 { return a.1 > b.1 }
        return x == y ? NaiveField.precedes(a.0, b.0) : x < y
      }
      for (second, _) in companions.prefix(4) {
        if let burst = burst(first, second) { found.append(burst) }
      }
    }
    found.sort { a, b in
      if a.chance != b.chance { return a.chance < b.chance }
      return a.persons.lexicographicallyPrecedes(b.persons, by: NaiveField.precedes)
    }
    var kept: [NaiveBurst] = []
    for burst in found where kept.allSatisfy({ Set($0.persons).intersection(burst.persons).count < 2 }) {
      kept.append(burst)
    }
    return kept.sorted { a, b in
      ([a.days[0]] + a.persons).lexicographicallyPrecedes([b.days[0]] + b.persons, by: NaiveField.precedes)
    }
  }

  private func common(_ a: String, _ b: String) -> Set<String> {
    (visitors[a] ?? []).intersection(visitors[b] ?? [])
  }

  private func quorum(_ days: Int) -> Int { max(daysMinimum, days - days / 4) }

  /// Everybody on all but a quarter of some days.
  private func keepers(of days: Set<String>) -> [String] {
    regulars.filter { (visitors[$0] ?? []).intersection(days).count >= quorum(days.count) }
  }

  private func burst(_ a: String, _ b: String) -> NaiveBurst? {
    let template = common(a, b)
    let members = keepers(of: template)
    if members.count < groupMinimum { return nil }
    let pair = NaivePlace.tail(template.count, (visitors[a] ?? []).sorted().map { likelihood(b, $0) })
    var expected = 0.0
    for person in regulars where person != a && person != b {
      expected += NaivePlace.tail(quorum(template.count), template.sorted().map { likelihood(person, $0) })
    }
    let others = Double(members.count - 2)
    var factorial = 1.0
    for number in 1...(members.count - 2) { factorial *= Double(number) }
    let union = pow(expected, others) / factorial
    let chernoff = exp(others - expected) * pow(expected / others, others)
    let product = pair * (others <= expected ? 1 : min(union, chernoff))
    let chance = product * (1 - log(product)) * Double(regulars.count * (regulars.count - 1))
    if chance >= chanceMaximum { return nil }
    // The whole group: the days on which half of them meet, and who keeps those.
    let half = max(groupMinimum, (members.count + 1) / 2)
    let allDays = Set(visitors.values.joined())
    let days = allDays.filter { day in members.filter { visitors[$0]?.contains(day) == true }.count >= half }
    let whole = days.count >= daysMinimum ? keepers(of: days) : []
    for (group, days) in [(whole, days), (members, template)] where group.count >= groupMinimum {
      let met = days.filter { day in group.filter { visitors[$0]?.contains(day) == true }.count >= groupMinimum }
      if met.count < daysMinimum { continue }
      return NaiveBurst(
        institution: institution, persons: group, days: met.sorted(),
        visits: group.reduce(0) { $0 + (visitors[$1] ?? []).intersection(met).count },
        expected: group.reduce(0) { sum, person in met.sorted().reduce(sum) { $0 + likelihood(person, $1) } },
        chance: log10(chance))
    }
    return nil
  }

  /// How likely a person comes on a day, given the weeks and weekdays of the person and the days of the institution.
  private func likelihood(_ person: String, _ day: String) -> Double {
    let own = visitors[person] ?? []
    let inWeek = own.filter { weeks[$0] == weeks[day] }.count
    if inWeek == 0 { return 0 }
    let dayShare = Double(heads[day] ?? 0) / Double(weekHeads[weeks[day] ?? 0] ?? 0)
    let sameWeekday = own.filter { weekdays[$0] == weekdays[day] }.count
    var habits = [Double(max(0, sameWeekday - 1)) / Double(own.count - 1)]
    if own.contains(day) {
      habits.append(Double(own.filter { $0.suffix(2) == day.suffix(2) }.count - 1) / Double(own.count - 1))
      // Gaps between neighbouring days, each with the two days it lies between.
      let sorted = own.sorted()
      let gaps = zip(sorted, sorted.dropFirst()).map {
        (ends: [$0, $1], days: NaiveDay.number($1) - NaiveDay.number($0))
      }
      for gap in gaps where gap.ends.contains(day) && gaps.count > 1 {
        habits.append(Double(gaps.filter { $0.days == gap.days }.count - 1) / Double(gaps.count - 1))
      }
    }
    return min(1, Double(inWeek) * max(dayShare, habits.max() ?? 0))
  }

  /// A bound on so many or more of independent events.
  static func tail(_ least: Int, _ likelihoods: [Double]) -> Double {
    let possible = likelihoods.filter { $0 > 0 }
    if possible.count < least { return 0 }
    let expected = possible.reduce(0, +)
    if Double(least) <= expected { return 1 }
    let (seen, count) = (Double(least) / Double(possible.count), Double(possible.count))
    let mean = expected / count
    // Hoeffding's bound by the relative entropy of the shares.
    let missed = seen == 1 ? 0 : (1 - seen) * log((1 - seen) / (1 - mean))
    return min(exp(-count * (seen * log(seen / mean) + missed)), NaivePlace.subsets(least, possible[...]))
  }

  /// Σ over all subsets of so many of the product of their probabilities.
  private static func subsets(_ size: Int, _ likelihoods: ArraySlice<Double>) -> Double {
    if size == 0 { return 1 }
    guard likelihoods.count >= size, let first = likelihoods.first else { return 0 }
    let rest = likelihoods.dropFirst()
    return first * subsets(size - 1, rest) + subsets(size, rest)
  }
}
