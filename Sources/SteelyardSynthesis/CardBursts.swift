internal import SteelyardNumerics

/// Groups of patients whose cards are settled together at one institution, again and again.
///
/// Members are home patients with hypertension or diabetes, taken in the order of the population until every group is
/// full, so that a later person changes no group.
struct CardBursts {
  /// One group.
  struct Group {
    /// The institution, by position.
    let institution: Int32
    /// How many members it takes, 5…12.
    let size: Int
    /// The days on which it is settled, ascending.
    let days: [Int32]
    /// The hour of each day, 8…19.
    let hours: [Int]
  }

  /// The groups.
  let groups: [Group]
  /// The group of each member, and the disease settled, by the person's position.
  let members: [Int: (group: Int, disease: Int)]

  /// Draws groups and finds their members.
  init(_ population: Population, planted: [(position: Int, planting: Planting)]) {
    var groups: [Group] = []
    var open: [Int: [Int]] = [:]
    for (position, planting) in planted where planting.kind == .cardBursts {
      let scenario = population.scenario
      var source = RandomSource(seed: scenario.seed, stream: scenario.stream(.bursts, position))
      for _ in 0..<Int(planting.strength) {
        open[position, default: []].append(groups.count)
        groups.append(CardBursts.group(at: position, days: scenario.days, &source))
      }
    }
    var members: [Int: (group: Int, disease: Int)] = [:]
    var filled = [Int](repeating: 0, count: groups.count)
    var person = 0
    while !open.isEmpty, person < population.scenario.persons {
      defer { person += 1 }
      let candidate = population.person(at: person).person
      guard let group = open[candidate.home]?.last,
        let disease = ChronicDisease.all.indices.first(where: { ChronicDisease.all[$0].isCommon && candidate.has($0) })
      else { continue }
      members[person] = (group, disease)
      filled[group] += 1
      guard filled[group] == groups[group].size else { continue }
      open[candidate.home]?.removeLast()
      if open[candidate.home]?.isEmpty == true { open[candidate.home] = nil }
    }
    self.groups = groups
    self.members = members
  }

  /// Seven to eleven days a quarter, at least seven whatever the period; a short period has fewer days to offer.
  private static func group(at position: Int, days: Range<Int32>, _ source: inout RandomSource) -> Group {
    let size = 5 + source.uniform(below: 8)
    let quarters = max(1, (days.count + 45) / 91)
    var all = Array(days)
    source.shuffle(&all)
    let chosen = all.prefix(quarters * (7 + source.uniform(below: 5))).sorted()
    let hour = 8 + source.uniform(below: 11)
    let hours = chosen.map { _ in source.happens(0.7) ? hour : hour + 1 }
    return Group(institution: Int32(position), size: size, days: chosen, hours: hours)
  }
}
