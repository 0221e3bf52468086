import SteelyardDomain

extension Ledger {
  /// The signals of all institutions over the period (methods §§10, 12).
  ///
  /// Exact integers throughout, the same for any order of rows, split of files and number of threads; only the chance
  /// of a card burst is a `Double`, and it is computed from integers in a fixed order.
  ///
  /// *Edge cases*: an institution whose rows are all refunds has no heads and no open days, and is listed.
  ///
  /// - Parameters:
  ///   - rule: what counts as a card burst.
  ///   - threads: how many threads.
  public func signals(_ rule: CardBurstRule = CardBurstRule(), threads: Int) -> SignalTable {
    let parts = parts(
      threads: threads, ages: nil, empty: { SignalPart(institutions: identifiers.institutions.count) },
      add: { $0.add($1, person: $2) })
    let visits = VisitTable(parts, institutions: identifiers.institutions.count)
    let days = daysOfPeriod(visits)
    let order = institutionPositions.indices.filter { code in parts.contains { $0.isPresent[code] } }
      .sorted { institutionPositions[$0] < institutionPositions[$1] }
    let found = concurrently(order.count, threads: threads) { position in
      let code = order[position]
      var signals = InstitutionSignals(institution: identifiers.institutions.text(of: Int32(code)))
      signals.countVisits(visits, at: code, days: days)
      signals.countRows(rowCounts.counts(of: code, in: period))
      for part in parts {
        signals.headsElsewhere += Int64(part.headsElsewhere[code])
        signals.sameDayVisits += Int64(part.sameDayVisits[code])
      }
      let bursts =
        BurstSearch(visits, at: code, rule: rule, persons: identifiers.persons)?
        .bursts(at: signals.institution) ?? []
      signals.count(bursts, visits, at: code)
      return (signals, bursts)
    }
    var table = SignalTable()
    table.institutions = found.map(\.0)
    table.bursts = found.flatMap(\.1)
    return table
  }

  /// The calendar days of the period; of a period without bounds those from the first visit to the last.
  private func daysOfPeriod(_ visits: VisitTable) -> ClosedRange<Int32>? {
    if case .months(let range) = period {
      return range.lowerBound.firstDay.number...(Month(number: range.upperBound.number + 1).firstDay.number - 1)
    }
    guard let first = visits.day.min(), let last = visits.day.max() else { return nil }
    return first...last
  }
}

/// What some persons add to the signals.
private struct SignalPart: Sendable {
  /// For each institution by code, whether a row of these persons lies there, persons seen elsewhere too, and visits
  /// on days with another institution.
  var isPresent: [Bool]
  var headsElsewhere, sameDayVisits: [Int32]
  /// Visits and heads in the order of persons.
  var visits: [(institution: Int32, person: Int32, day: Int32)] = []
  var heads: [(institution: Int32, costFen: Int64)] = []

  init(institutions: Int) {
    isPresent = Array(repeating: false, count: institutions)
    headsElsewhere = Array(repeating: 0, count: institutions)
    sameDayVisits = headsElsewhere
  }

  mutating func add(_ period: PersonPeriod, person: Int) {
    let seenAt = period.places.count { $0.visits > 0 }
    var cell = 0
    for place in period.places {
      isPresent[Int(place.institution)] = true
      // Cells lie by institution, as places do.
      var costFen: Int64 = 0
      while cell < period.cells.count, period.cells[cell].institution == place.institution {
        costFen += period.cells[cell].costFen
        cell += 1
      }
      guard place.visits > 0 else { continue }
      heads.append((place.institution, costFen))
      if seenAt > 1 { headsElsewhere[Int(place.institution)] += 1 }
    }
    let days = period.days
    for position in days.indices {
      let visit = days[position]
      visits.append((visit.institution, Int32(person), visit.day))
      let isShared =
        position > 0 && days[position - 1].day == visit.day
        || position + 1 < days.count && days[position + 1].day == visit.day
      if isShared { sameDayVisits[Int(visit.institution)] += 1 }
    }
  }
}

/// All visits of the period by institution, then person, then day; and the cost of each head by institution.
struct VisitTable: Sendable {
  /// Visits of institution i: positions `starts[i]..<starts[i + 1]`.
  let starts: [Int]
  let person, day: [Int32]
  /// Heads of institution i: `headStarts[i]..<headStarts[i + 1]`.
  let headStarts: [Int]
  let headCostFen: [Int64]

  fileprivate init(_ parts: [SignalPart], institutions: Int) {
    var starts = [Int](repeating: 0, count: institutions + 1)
    var headStarts = starts
    for part in parts {
      for visit in part.visits { starts[Int(visit.institution) + 1] += 1 }
      for head in part.heads { headStarts[Int(head.institution) + 1] += 1 }
    }
    for institution in 0..<institutions {
      starts[institution + 1] += starts[institution]
      headStarts[institution + 1] += headStarts[institution]
    }
    // Parts come in the order of persons, so each institution's visits stay in that order.
    var person = [Int32](repeating: 0, count: starts[institutions])
    var day = person
    var headCostFen = [Int64](repeating: 0, count: headStarts[institutions])
    var next = starts
    var nextHead = headStarts
    for part in parts {
      for visit in part.visits {
        let place = next[Int(visit.institution)]
        person[place] = visit.person
        day[place] = visit.day
        next[Int(visit.institution)] += 1
      }
      for head in part.heads {
        headCostFen[nextHead[Int(head.institution)]] = head.costFen
        nextHead[Int(head.institution)] += 1
      }
    }
    self.starts = starts
    self.person = person
    self.day = day
    self.headStarts = headStarts
    self.headCostFen = headCostFen
  }

  /// The positions of an institution's visits.
  func visits(at institution: Int) -> Range<Int> { starts[institution]..<starts[institution + 1] }
}

extension InstitutionSignals {
  /// Counts what the visits tell; `days` are the calendar days of the period.
  fileprivate mutating func countVisits(_ table: VisitTable, at institution: Int, days: ClosedRange<Int32>?) {
    let range = table.visits(at: institution)
    visits = Int64(range.count)
    let costs = table.headCostFen[table.headStarts[institution]..<table.headStarts[institution + 1]]
      .map { max(0, $0) }.sorted(by: >)
    heads = Int64(costs.count)
    headCostFen = costs.reduce(0, +)
    topDecileHeads = (heads + 9) / 10
    topDecileFen = costs.prefix(Int(topDecileHeads)).reduce(0, +)
    guard let days else { return }
    let length = Int64(days.upperBound) - Int64(days.lowerBound) + 1
    // Whole weeks have five working days; the rest is counted day by day.
    let rest = (0..<Int32(length % 7)).count { Day(number: days.lowerBound + $0).weekday < 5 }
    daily.days = length
    workingDaily.days = length / 7 * 5 + Int64(rest)
    for (day, heads) in Self.headsByDay(table.day[range]) {
      daily.headsByDay.append(heads)
      if Day(number: day).weekday < 5 {
        workingDaily.headsByDay.append(heads)
      } else {
        weekendVisits += Int64(heads)
      }
    }
    daily.headsByDay.sort()
    workingDaily.headsByDay.sort()
  }

  /// How often each day stands in a list, days ascending, those that do not left out.
  private static func headsByDay(_ days: ArraySlice<Int32>) -> [(day: Int32, heads: Int32)] {
    guard let first = days.min(), let last = days.max() else { return [] }
    // A span of days that has more days than visits is a few visits of years apart.
    guard Int(last - first) < 4 * days.count + 1_000 else {
      return Dictionary(grouping: days, by: \.self).map { ($0, Int32($1.count)) }.sorted { $0.day < $1.day }
    }
    var counts = [Int32](repeating: 0, count: Int(last - first) + 1)
    for day in days { counts[Int(day - first)] += 1 }
    return counts.enumerated().compactMap { $1 > 0 ? (first + Int32($0), $1) : nil }
  }

  fileprivate mutating func countRows(_ counts: RowCounts.Counts) {
    settlements = counts.settlements
    refunds = counts.refunds
    refundFen = counts.refundFen
    digits = counts.digits.map(Int64.init)
  }

  /// Counts the institution's bursts; a visit in two of them is one visit.
  fileprivate mutating func count(_ found: [CardBurst], _ table: VisitTable, at institution: Int) {
    if found.isEmpty { return }
    bursts = Int64(found.count)
    var daysOf: [Int32: Set<Int32>] = [:]
    for burst in found {
      for person in burst.persons { daysOf[person, default: []].formUnion(burst.days.map(\.number)) }
    }
    burstPersons = Int64(daysOf.count)
    for position in table.visits(at: institution) {
      if daysOf[table.person[position]]?.contains(table.day[position]) == true { burstVisits += 1 }
    }
  }
}
