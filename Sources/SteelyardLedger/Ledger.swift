public import SteelyardDomain

/// Exact sums per person × institution × disease × month, and the days with a visit: what a period is counted from.
///
/// Entries are sorted by person, then institution, disease and month. The entries of a person lie together, so that
/// any set of persons is a part on its own and the tallies of parts add up.
///
/// Money is the model's compared cost, drug cost and fund payment in fen. A day is one bit: visits are unions of days,
/// never sums of rows.
public struct Ledger: Sendable {
  /// One person × institution × disease × month.
  struct Entry: Sendable, BitwiseCopyable {
    var institution: Int32
    var disease: Int32
    var month: Int32
    /// Bit d − 1 for a visit on the month's day d.
    var days: UInt32
    /// The first visit's day, or the first row's where there is no visit.
    var firstDay: Int32
    /// On that day: the scheme first in byte order, the greatest age given (−1 none).
    var scheme: Int32
    var age: Int16
    var costFen: Int64
    var drugFen: Int64
    var fundFen: Int64
  }

  /// Entries of person p: `entries[starts[p]..<starts[p + 1]]`.
  let starts: [Int]
  let entries: [Entry]
  /// The texts behind the codes; schemes hold `unknown`.
  public let identifiers: ClaimIdentifiers
  /// The months counted; entries outside it serve only to tell the first visit of a year.
  public private(set) var period: Period
  /// Rows by institution and month: refunds, settlements, digits.
  let rowCounts: RowCounts
  /// The place of each institution's code among the sorted, by code; the same for schemes.
  let institutionPositions, schemePositions: [Int32]

  /// The numbers of the months counted: asked of every entry.
  var monthNumbers: ClosedRange<Int32> {
    if case .months(let range) = period { return range.lowerBound.number...range.upperBound.number }
    return Int32.min...Int32.max
  }

  /// How many person codes there are; persons without entries count.
  public var persons: Int { starts.count - 1 }

  init(_ resolution: Resolution, identifiers: ClaimIdentifiers, scope: LedgerBuilder.Scope, threads: Int) {
    var identifiers = identifiers
    let unknownScheme = identifiers.schemes.code(of: Institution.unknown)
    let schemePositions = identifiers.schemes.sortedPositions
    let standing = Ledger.standing(resolution)
    let (persons, institutions) = (identifiers.persons.count, identifiers.institutions.count)
    let made: @Sendable () -> (starts: [Int], entries: [Entry]) = {
      let (order, rowStarts) = Ledger.rowsByPerson(resolution.rows.person, standing, persons: persons)
      let builder = EntryBuilder(
        resolution: resolution, order: order, rowStarts: rowStarts, schemePositions: schemePositions,
        unknownScheme: unknownScheme)
      return Ledger.entries(builder, persons: persons, most: standing.count, threads: threads)
    }
    let (joined, counts) = together(threads: threads, made) {
      RowCounts(resolution, standing: standing, institutions: institutions)
    }
    (starts, entries) = joined
    rowCounts = counts
    self.identifiers = identifiers
    period = scope.period
    institutionPositions = identifiers.institutions.sortedPositions
    self.schemePositions = schemePositions
  }

  /// Rows by person, each person's in the order given, and where those of each person start: a counting sort.
  private static func rowsByPerson(
    _ personOf: [Int32], _ rows: [Int32], persons: Int
  ) -> (order: [Int32], starts: [Int]) {
    var starts = [Int].large(repeating: 0, count: persons + 1)
    for row in rows { starts[Int(personOf[Int(row)]) + 1] += 1 }
    for person in 1..<max(1, starts.count) { starts[person] += starts[person - 1] }
    var next = starts
    var order = [Int32].large(repeating: 0, count: rows.count)
    for row in rows {
      let person = Int(personOf[Int(row)])
      order[next[person]] = row
      next[person] += 1
    }
    return (order, starts)
  }

  /// The rows that stand, in order: those outside the period tell the first visit of a year.
  private static func standing(_ resolution: Resolution) -> [Int32] {
    var rows: [Int32] = []
    rows.reserveLarge(resolution.rows.count)
    for row in 0..<resolution.rows.count {
      let rule = resolution.removal[row]
      if rule == nil || rule == .outsidePeriod { rows.append(Int32(row)) }
    }
    return rows
  }

  /// How many blocks of persons are worked on before their entries are put where they belong.
  private static let blocksAtOnce = 32

  /// The entries of all persons one behind another, and where those of each start.
  ///
  /// Some blocks at a time, or all entries would be held twice while the rows are still there.
  ///
  /// - Parameter most: how many entries there can be; memory is only taken by those there are.
  private static func entries(
    _ builder: EntryBuilder, persons: Int, most: Int, threads: Int
  ) -> (starts: [Int], entries: [Entry]) {
    let blocks = Ledger.blocks(persons: persons)
    var starts: [Int] = []
    starts.reserveLarge(persons + 1)
    starts.append(0)
    let entries = [Entry](unsafeUninitializedCapacity: most) { buffer, count in
      // Every block has a stretch of its own.
      nonisolated(unsafe) let start = buffer.baseAddress
      LargePages.advise(start, bytes: most * MemoryLayout<Entry>.stride)
      for first in stride(from: 0, to: blocks.count, by: blocksAtOnce) {
        let some = blocks[first..<min(first + blocksAtOnce, blocks.count)]
        let parts = concurrently(some.count, threads: threads) { builder.entries(of: some[first + $0]) }
        var offsets: [Int] = []
        for part in parts {
          offsets.append(count)
          for end in part.ends { starts.append(count + end) }
          count += part.entries.count
        }
        _ = concurrently(parts.count, threads: threads) { [offsets] part in
          parts[part].entries.withUnsafeBufferPointer { own in
            if let from = own.baseAddress {
              start.map { $0 + offsets[part] }?.initialize(from: from, count: own.count)
            }
          }
        }
      }
    }
    return (starts, entries)
  }

  /// The same rows with another period: what a run of that period over these files would count.
  ///
  /// Storage is shared, so a lens costs nothing. Months outside the period still tell the first visit of a year, as
  /// they do in a run.
  public func restricted(to period: Period) -> Ledger {
    var lens = self
    lens.period = period
    return lens
  }

  /// The persons in blocks of a fixed size: the parts that are worked on at once.
  static func blocks(persons: Int) -> [Range<Int>] {
    stride(from: 0, to: persons, by: 8_192).map { $0..<min($0 + 8_192, persons) }
  }
}

/// Makes entries of the rows of some persons.
struct EntryBuilder: Sendable {
  let resolution: Resolution
  let order: [Int32]
  let rowStarts: [Int]
  let schemePositions: [Int32]
  let unknownScheme: Int32

  /// The entries of a block of persons, and for each person where its entries end within the block.
  func entries(of persons: Range<Int>) -> (entries: [Ledger.Entry], ends: [Int]) {
    var entries: [Ledger.Entry] = []
    var ends: [Int] = []
    var keyed: [(institution: Int32, disease: Int32, month: Int32, day: Int32, row: Int)] = []
    for person in persons {
      keyed.removeAll(keepingCapacity: true)
      for position in rowStarts[person]..<rowStarts[person + 1] {
        let row = Int(order[position])
        let day = resolution.rows.day[row]
        keyed.append(
          (
            resolution.rows.institution[row], resolution.rows.disease[row], Day(number: day).month.number, day, row
          ))
      }
      sort(&keyed)
      var start = 0
      while start < keyed.count {
        var end = start + 1
        while end < keyed.count, keyed[end].institution == keyed[start].institution,
          keyed[end].disease == keyed[start].disease, keyed[end].month == keyed[start].month
        { end += 1 }
        entries.append(entry(keyed[start..<end]))
        start = end
      }
      ends.append(entries.count)
    }
    return (entries, ends)
  }

  /// Sorts the rows of a person; most persons have few, nearly in order.
  private func sort(_ rows: inout [(institution: Int32, disease: Int32, month: Int32, day: Int32, row: Int)]) {
    if rows.count > Self.insertedMaximum {
      rows.sort { ($0.institution, $0.disease, $0.day) < ($1.institution, $1.disease, $1.day) }
      return
    }
    rows.withUnsafeMutableBufferPointer { rows in
      for place in rows.indices.dropFirst() {
        let row = rows[place]
        var free = place
        while free > 0,
          (row.institution, row.disease, row.day)
            < (rows[free - 1].institution, rows[free - 1].disease, rows[free - 1].day)
        {
          rows[free] = rows[free - 1]
          free -= 1
        }
        rows[free] = row
      }
    }
  }

  /// How many rows are sorted by insertion.
  private static let insertedMaximum = 48

  private func entry(
    _ rows: ArraySlice<(institution: Int32, disease: Int32, month: Int32, day: Int32, row: Int)>
  ) -> Ledger.Entry {
    let first = rows[rows.startIndex]
    var entry = Ledger.Entry(
      institution: first.institution, disease: first.disease, month: first.month, days: 0, firstDay: first.day,
      scheme: -1, age: -1, costFen: 0, drugFen: 0, fundFen: 0)
    let monthStart = Month(number: first.month).firstDay.number
    for item in rows {
      entry.costFen += resolution.rows.costFen(of: item.row)
      entry.drugFen += resolution.rows.drugFen[item.row]
      entry.fundFen += resolution.rows.fundFen[item.row]
      guard isVisit(item.row) else { continue }
      if entry.days == 0 { entry.firstDay = item.day }
      entry.days |= 1 << UInt32(item.day - monthStart)
    }
    for item in rows where item.day == entry.firstDay && (entry.days == 0 || isVisit(item.row)) {
      let told = resolution.rows.scheme[item.row]
      let scheme = told < 0 ? unknownScheme : told
      if entry.scheme < 0 || schemePositions[Int(scheme)] < schemePositions[Int(entry.scheme)] { entry.scheme = scheme }
      entry.age = max(entry.age, resolution.rows.age[item.row])
    }
    return entry
  }

  private func isVisit(_ row: Int) -> Bool {
    resolution.rows.refund[row] == .none && !resolution.isReversed[row]
  }
}
