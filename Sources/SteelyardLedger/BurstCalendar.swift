import SteelyardDomain

/// The days of the persons who come to one institution often enough to be in a burst, and how likely each day is.
///
/// A slot is a day: open week · 7 + weekday, Monday first. Persons have positions in the order of their numbers, so
/// nothing here depends on the order of rows.
struct BurstCalendar {
  /// Codes by position.
  let persons: [Int32]
  /// How many days each person came.
  let days: [Int32]
  /// Slots of person p: `slotList[slotStarts[p]..<slotStarts[p + 1]]`, ascending.
  private let slotList: [Int32]
  private let slotStarts: [Int]
  /// How many of the persons came on each slot.
  let crowds: [Int]
  /// The days of person p in week w as bits, Monday the lowest: `weekBits[p * weeks + w]`.
  private let weekBits: [UInt8]
  /// The persons of each slot.
  let slotCrowds: PersonSets
  /// The persons of each week.
  private let weekCrowds: PersonSets
  /// How often person p came on a weekday: `weekdays[p * 7 + weekday]`.
  private let weekdays: [Int32]
  /// How much of a habit each day of ``slotList`` is, 0 … 1.
  private let habits: [Double]
  /// Heads of the slot's day / heads of its week, all persons of the institution counted.
  private let dayShare: [Double]
  /// The Monday of each open week.
  private let mondays: [Int32]

  private var weeks: Int { mondays.count }
  /// How many persons.
  var count: Int { persons.count }
  /// How many slots.
  var slotCount: Int { mondays.count * 7 }

  /// - Returns: `nil` where fewer persons than a group come often enough.
  init?(_ visits: VisitTable, at institution: Int, rule: CardBurstRule, persons table: IdentifierTable) {
    let range = visits.visits(at: institution)
    var eligible: [(person: Int32, visits: Range<Int>)] = []
    var start = range.lowerBound
    while start < range.upperBound {
      var end = start + 1
      while end < range.upperBound, visits.person[end] == visits.person[start] { end += 1 }
      if end - start >= rule.daysMinimum { eligible.append((visits.person[start], start..<end)) }
      start = end
    }
    if eligible.count < rule.groupMinimum { return nil }
    eligible.sort { table.precedes($0.person, $1.person) }
    let weekly = OpenWeeks(visits.day[range])
    mondays = weekly.mondays
    dayShare = weekly.dayShare
    persons = eligible.map(\.person)
    days = eligible.map { Int32($0.visits.count) }
    let weeks = weekly.mondays.count
    var slotList: [Int32] = []
    var slotStarts = [0]
    var weekBits = [UInt8](repeating: 0, count: eligible.count * weeks)
    var weekdays = [Int32](repeating: 0, count: eligible.count * 7)
    var crowds = [Int](repeating: 0, count: weeks * 7)
    var weekCrowds = PersonSets(sets: weeks, persons: eligible.count)
    var slotCrowds = PersonSets(sets: weeks * 7, persons: eligible.count)
    for (position, entry) in eligible.enumerated() {
      for day in visits.day[entry.visits] {
        let slot = weekly.slot(of: day)
        slotList.append(Int32(slot))
        weekBits[position * weeks + slot / 7] |= 1 << UInt8(slot % 7)
        weekCrowds.insert(position, into: slot / 7)
        slotCrowds.insert(position, into: slot)
        weekdays[position * 7 + slot % 7] += 1
        crowds[slot] += 1
      }
      slotStarts.append(slotList.count)
    }
    self.slotList = slotList
    self.slotStarts = slotStarts
    self.weekBits = weekBits
    self.weekCrowds = weekCrowds
    self.slotCrowds = slotCrowds
    self.weekdays = weekdays
    habits = eligible.flatMap { Habits(Array(visits.day[$0.visits])).shares }
    self.crowds = crowds
  }

  /// The slots of a person, ascending.
  func slots(of person: Int) -> [Int] { slotList[slotStarts[person]..<slotStarts[person + 1]].map(Int.init) }

  /// Whether a person came on a slot's day.
  func isPresent(_ person: Int, _ slot: Int) -> Bool { weekBits[person * weeks + slot / 7] >> UInt8(slot % 7) & 1 == 1 }

  /// The calendar day of a slot.
  func day(_ slot: Int) -> Day { Day(number: mondays[slot / 7] + Int32(slot % 7)) }

  /// How many persons came in all the weeks of some slots.
  func countInAllWeeks(of slots: [Int]) -> Int { weekCrowds.countInAll(slots.map { $0 / 7 }) }

  /// The day's share of its week's heads, for each slot: what ``likelihoods(_:_:)`` is at least for whoever came in the
  /// week.
  func dayShares(_ slots: [Int]) -> [Double] { slots.map { dayShare[$0] } }

  /// For each slot the probability that a person comes on it, slots of weeks without the person left out:
  /// min(1, days in the week · max(day's share of the week's heads, habit)).
  ///
  /// Ratios of counts, in the order of slots.
  ///
  /// - Precondition: the slots ascend.
  func likelihoods(_ person: Int, _ slots: [Int]) -> [Double] {
    var likelihoods: [Double] = []
    var place = slotStarts[person]
    let others = max(1, days[person] - 1)
    for slot in slots {
      let inWeek = weekBits[person * weeks + slot / 7].nonzeroBitCount
      if inWeek == 0 { continue }
      var habit = Double(max(0, weekdays[person * 7 + slot % 7] - 1)) / Double(others)
      if isPresent(person, slot) {
        while slotList[place] < slot { place += 1 }
        habit = habits[place]
      }
      likelihoods.append(min(1, Double(inWeek) * max(dayShare[slot], habit)))
    }
    return likelihoods
  }
}

/// How much of a habit each of a person's days was: the largest share that its weekday, its day of the month, or the gap
/// to the day before or after has among the person's other days and gaps.
struct Habits {
  /// By day, 0 … 1.
  let shares: [Double]

  /// - Parameter days: a person's days, ascending.
  init(_ days: [Int32]) {
    let weekdays = days.map { Day(number: $0).weekday }
    let dates = days.map { Day(number: $0).civil.day }
    let gaps = zip(days.dropFirst(), days).map { $0 - $1 }
    // Days are few: counting each against all takes no table.
    let gapShares = gaps.map { gap in Habits.share(gaps.count { $0 == gap }, of: gaps.count) }
    shares = days.indices.map { day in
      var share = max(
        Habits.share(weekdays.count { $0 == weekdays[day] }, of: days.count),
        Habits.share(dates.count { $0 == dates[day] }, of: days.count))
      if day > 0 { share = max(share, gapShares[day - 1]) }
      if day < gaps.count { share = max(share, gapShares[day]) }
      return share
    }
  }

  /// The share among all the others of those that are alike, `alike` and `all` counting the one itself.
  private static func share(_ alike: Int, of all: Int) -> Double { all > 1 ? Double(alike - 1) / Double(all - 1) : 0 }
}

/// The weeks in which an institution was open, and how its heads spread over their days.
private struct OpenWeeks {
  let mondays: [Int32]
  let dayShare: [Double]
  private let placeOfMonday: [Int32: Int]

  init(_ days: ArraySlice<Int32>) {
    func monday(_ day: Int32) -> Int32 { day - Int32(Day(number: day).weekday) }
    let mondays = Set(days.lazy.map(monday)).sorted()
    let placeOfMonday = Dictionary(uniqueKeysWithValues: mondays.enumerated().map { ($1, $0) })
    var heads = [Int](repeating: 0, count: mondays.count * 7)
    for day in days { heads[(placeOfMonday[monday(day)] ?? 0) * 7 + Day(number: day).weekday] += 1 }
    self.mondays = mondays
    self.placeOfMonday = placeOfMonday
    dayShare = heads.indices.map { slot in
      let week = slot / 7 * 7
      return Double(heads[slot]) / Double(heads[week..<(week + 7)].reduce(0, +))
    }
  }

  /// The slot of a day on which the institution was open.
  func slot(of day: Int32) -> Int {
    let weekday = Day(number: day).weekday
    return (placeOfMonday[day - Int32(weekday)] ?? 0) * 7 + weekday
  }
}
