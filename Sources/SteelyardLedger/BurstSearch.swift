import Glibc
import SteelyardDomain

/// Looks for card bursts at one institution (``CardBurstRule``).
///
/// For each person the common days of everybody are counted, 256 persons at a time (``PersonSets``), and only the few
/// companions met most often are looked at further.
struct BurstSearch {
  /// A group that passes, before groups that are one are put together.
  struct Candidate {
    /// Positions of persons, ascending.
    var members: [Int32]
    /// Slots, ascending.
    var slots: [Int]
    /// ln of the bound on chance.
    var chance: Double
  }

  let rule: CardBurstRule
  let calendar: BurstCalendar

  /// - Returns: `nil` where fewer persons than a group come often enough.
  init?(_ visits: VisitTable, at institution: Int, rule: CardBurstRule, persons: IdentifierTable) {
    guard let calendar = BurstCalendar(visits, at: institution, rule: rule, persons: persons) else { return nil }
    self.rule = rule
    self.calendar = calendar
  }

  /// The bursts, by first day and persons.
  func bursts(at institution: String) -> [CardBurst] {
    var candidates: [Candidate] = []
    var known = KnownTemplates()
    for person in 0..<calendar.count {
      for companion in companions(of: person) {
        if let candidate = candidate(person, companion, &known) { candidates.append(candidate) }
      }
    }
    return distinct(candidates).map { burst($0, at: institution) }
  }

  /// The persons met most often: by common days, then fewer own days, then number.
  private func companions(of person: Int) -> [Int] {
    // On a day that proposes no pairs they may have met too, and have more days in common than are counted here.
    let slots = calendar.slots(of: person).filter { calendar.crowds[$0] <= rule.crowdMaximum }
    let (daysMinimum, days) = (rule.daysMinimum, calendar.days)
    var best: [(common: Int, days: Int32, person: Int)] = []
    calendar.slotCrowds.forEach(inAtLeast: daysMinimum, of: slots) { other, common in
      let entry = (common: common, days: days[other], person: other)
      if other != person {
        let place = best.firstIndex { ($0.common, entry.days, other) < (common, $0.days, $0.person) } ?? best.count
        if place < CardBurstRule.companions { best.insert(entry, at: place) }
        if best.count > CardBurstRule.companions { best.removeLast() }
      }
      return best.count < CardBurstRule.companions ? daysMinimum : best[best.count - 1].common
    }
    return best.map(\.person)
  }

  /// The group of a pair, where chance does not explain it.
  private func candidate(_ a: Int, _ b: Int, _ known: inout KnownTemplates) -> Candidate? {
    let slots = calendar.slots(of: a)
    let template = slots.filter { calendar.isPresent(b, $0) }
    let members = calendar.slotCrowds.persons(inAtLeast: rule.quorum(template.count), of: template)
    guard members.count >= rule.groupMinimum else { return nil }
    let pair = BurstChance.logOfDays(template.count, calendar.likelihoods(b, slots))
    guard let chance = chance(of: a, b, template, pair: pair, others: members.count - 2, &known) else { return nil }
    return settled(members, template, chance: chance)
  }

  /// ln of the bound on the chance of a pair and of so many others on their template, `nil` where it is no evidence.
  private func chance(
    of a: Int, _ b: Int, _ template: [Int], pair: Double, others: Int, _ known: inout KnownTemplates
  ) -> Double? {
    let limit = log(rule.chanceMaximum)
    let quorum = rule.quorum(template.count)
    // Whoever came in all the weeks is expected at least as the institution's heads spread: this alone takes most pairs
    // out before each person is asked.
    let inAllWeeks = Double(max(0, calendar.countInAllWeeks(of: template) - 2))
    let least = inAllWeeks * BurstChance.ofDays(quorum, calendar.dayShares(template))
    guard least == 0 || bound(pair, others, expected: least) < limit else { return nil }
    let before = known.chances(template)
    let isNew = before == nil && known.isNew(template)
    var chances: [Double] = before == nil ? Array(repeating: 0, count: calendar.count) : []
    var expected = 0.0
    var asked = least
    for person in 0..<calendar.count {
      let isOfPair = person == a || person == b
      if let before {
        if !isOfPair { expected += before[person] }
        continue
      }
      let likelihoods = calendar.likelihoods(person, template)
      if likelihoods.count < quorum { continue }
      chances[person] = BurstChance.ofDays(quorum, likelihoods)
      if isOfPair { continue }
      expected += chances[person]
      // More persons only raise the bound; asking at every twentieth part more finds that out soon enough. A template
      // that comes back is asked about to the end, for those after it.
      if isNew, expected > asked * 1.05 {
        asked = expected
        guard bound(pair, others, expected: expected) < limit else { return nil }
      }
    }
    if before == nil { known.keep(chances, template) }
    let chance = bound(pair, others, expected: expected)
    return chance < limit ? chance : nil
  }

  /// ln of the bound over all ordered pairs of persons.
  private func bound(_ pair: Double, _ others: Int, expected: Double) -> Double {
    let product = pair + BurstChance.logOfPersons(others, expected: expected)
    let pairs = Double(calendar.count) * Double(calendar.count - 1)
    return product + log(1 - product) + log(pairs)
  }

  /// The whole group: the days on which half of the pair's group meet, and everybody who keeps them; where that is no
  /// group, the pair's own. A member who missed one of the pair's days, and a day the pair missed, come in by this.
  private func settled(_ members: [Int32], _ template: [Int], chance: Double) -> Candidate? {
    let half = max(rule.groupMinimum, (members.count + 1) / 2)
    let days = slots(ofAtLeast: half, of: members)
    let isLongEnough = days.count >= rule.daysMinimum
    let whole = isLongEnough ? calendar.slotCrowds.persons(inAtLeast: rule.quorum(days.count), of: days) : []
    for (group, slots) in [(whole, days), (members, template)] where group.count >= rule.groupMinimum {
      let met = slots.filter { slot in
        group.count { calendar.isPresent(Int($0), slot) } >= rule.groupMinimum
      }
      if met.count >= rule.daysMinimum { return Candidate(members: group, slots: met, chance: chance) }
    }
    return nil
  }

  /// The slots on which so many of the members come, ascending.
  private func slots(ofAtLeast least: Int, of members: [Int32]) -> [Int] {
    var counts = [Int](repeating: 0, count: calendar.slotCount)
    for member in members {
      for slot in calendar.slots(of: Int(member)) { counts[slot] += 1 }
    }
    return counts.indices.filter { counts[$0] >= least }
  }

  /// The strongest groups; one that shares two persons or more with a stronger one is the same seen from another pair.
  private func distinct(_ candidates: [Candidate]) -> [Candidate] {
    let sorted = candidates.sorted { a, b in
      if a.chance != b.chance { return a.chance < b.chance }
      if a.members != b.members { return a.members.lexicographicallyPrecedes(b.members) }
      return a.slots.lexicographicallyPrecedes(b.slots)
    }
    var kept: [Candidate] = []
    for candidate in sorted {
      let members = Set(candidate.members)
      if kept.allSatisfy({ $0.members.count(where: members.contains) < 2 }) { kept.append(candidate) }
    }
    return kept.sorted {
      ($0.slots[0], $0.members[0], $0.members[1]) < ($1.slots[0], $1.members[0], $1.members[1])
    }
  }

  private func burst(_ candidate: Candidate, at institution: String) -> CardBurst {
    var visits = 0
    var expected = 0.0
    for member in candidate.members {
      visits += candidate.slots.count { calendar.isPresent(Int(member), $0) }
      expected += calendar.likelihoods(Int(member), candidate.slots).reduce(0, +)
    }
    return CardBurst(
      institution: institution, persons: candidate.members.map { calendar.persons[Int($0)] },
      days: candidate.slots.map(calendar.day), visits: visits, visitsExpected: expected,
      chanceLog10: candidate.chance / log(10))
  }
}

/// The chance of each person on the latest templates: where many persons keep the same days, pair after pair has one of
/// them.
private struct KnownTemplates {
  /// Templates asked about; the chances are empty where that ended early.
  private var entries: [(template: [Int], chances: [Double])] = []

  /// How many are kept.
  private static let entriesMaximum = 8

  /// The chances, where a template was asked about to the end.
  func chances(_ template: [Int]) -> [Double]? {
    entries.last { $0.template == template && !$0.chances.isEmpty }?.chances
  }

  /// Whether a template was not asked about lately; from now on it was.
  mutating func isNew(_ template: [Int]) -> Bool {
    if entries.contains(where: { $0.template == template }) { return false }
    keep([], template)
    return true
  }

  mutating func keep(_ chances: [Double], _ template: [Int]) {
    if let place = entries.firstIndex(where: { $0.template == template }) { entries.remove(at: place) }
    if entries.count == Self.entriesMaximum { entries.removeFirst() }
    entries.append((template, chances))
  }
}
