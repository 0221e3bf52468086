import SteelyardDomain

/// What every person did at every institution for every disease over the period: what the screen is computed from.
///
/// A cell is a person × institution × disease with a visit. The cells of one person at one institution, a visitor, lie
/// together: institution j has the visitors `visitorStarts[j]..<visitorStarts[j + 1]`, visitor v the cells
/// `cellStarts[v]..<cellStarts[v + 1]`.
///
/// Institutions are in the order of their codes, a visitor's cells in that of their strata, and the visitors of an
/// institution in that of their cells' figures. So everything but ``person`` is the same for any order of the rows
/// and any numbering of the persons, and a sum in the table's order needs no further sorting.
public struct CellTable: Sendable {
  /// One person × institution × disease.
  public struct Cell: Equatable, Sendable, BitwiseCopyable {
    /// The position of the stratum among ``CellTable/strata``.
    public internal(set) var stratum: Int32
    /// Visits: days.
    public internal(set) var visits: Int32
    /// The visits of the same person for the same disease at all other institutions.
    public internal(set) var elsewhere: Int32
    /// The cost in fen, net of refunds.
    public internal(set) var costFen: Int64
    /// The drug cost in fen, net of refunds; 0 without the column.
    public internal(set) var drugFen: Int64

    /// The figures in the order that decides.
    fileprivate var key: (Int32, Int32, Int32, Int64, Int64) { (stratum, visits, elsewhere, costFen, drugFen) }

    /// The first two of them as one number in the same order; neither is negative.
    fileprivate var head: UInt64 { UInt64(UInt32(bitPattern: stratum)) << 32 | UInt64(UInt32(bitPattern: visits)) }
  }

  /// Codes of the institutions with a visit, in byte order.
  public internal(set) var institutions: [String] = []
  /// Where an institution's visitors start.
  public internal(set) var visitorStarts: [Int] = [0]
  /// For each visitor, the person's code.
  public internal(set) var person: [Int32] = []
  /// Where a visitor's cells start.
  public internal(set) var cellStarts: [Int] = [0]
  /// The cells.
  public internal(set) var cells: [Cell] = []
  /// The strata in order, `attached` always `all`.
  public internal(set) var strata: [Stratum] = []
  /// How many months the period has; of a period without bounds, how many have a visit.
  public internal(set) var months = 0
  /// Whether drug cost was given.
  public internal(set) var hasDrugCost = false

  init() {}

  /// The visitors of an institution by its position.
  public func visitors(of institution: Int) -> Range<Int> {
    visitorStarts[institution]..<visitorStarts[institution + 1]
  }

  /// The cells of a visitor.
  public func cells(of visitor: Int) -> Range<Int> { cellStarts[visitor]..<cellStarts[visitor + 1] }
}

extension Ledger {
  /// The cells of the period.
  ///
  /// *Edge cases*: cells without a visit, refunds of earlier settlements, are left out with their money.
  public func cellTable(_ plan: TallyPlan, threads: Int) -> CellTable {
    var plan = plan
    plan.factors.remove(.attached)
    let frame = StratumFrame(plan: plan, ledger: self)
    var parts = parts(
      threads: threads, ages: frame.ages, empty: { CellPart() }, add: { $0.add($1, person: $2, frame: frame) })
    var table = CellTable()
    let places: [[Int32]]
    (table.strata, places) = frame.ordered(parts.map(\.strata))
    table.hasDrugCost = plan.present.drug
    if case .months(let range) = period {
      table.months = Int(range.upperBound.number - range.lowerBound.number) + 1
    } else {
      table.months = monthsWithVisits(threads: threads).count
    }
    let sorter = CellSorter(&parts, places: places, threads: threads)
    var byInstitution = [[CellSorter.Place]](repeating: [], count: identifiers.institutions.count)
    sorter.forEach { byInstitution[Int(institutionPositions[Int($1)])].append($0) }
    let present = byInstitution.filter { !$0.isEmpty }
    byInstitution = []
    table.institutions = present.map { identifiers.institutions.text(of: sorter[$0[0]].institution) }
    table.take(present, sorter, threads: threads)
    return table
  }

  /// The months of the period with a visit, ascending.
  func monthsWithVisits(threads: Int) -> [Int32] {
    let blocks = Ledger.blocks(persons: persons)
    let months = concurrently(blocks.count, threads: threads) { block in
      var months: [Int32] = []
      var last: Int32 = -1
      for entry in entries[starts[blocks[block].lowerBound]..<starts[blocks[block].upperBound]]
      where entry.days != 0 && entry.month != last {
        last = entry.month
        // There are few, and a person has rows in each.
        if !months.contains(last), period.contains(Month(number: last)) { months.append(last) }
      }
      return months
    }
    return Set(months.joined()).sorted()
  }
}

extension CellTable {
  /// Takes the visitors of institutions, whose codes are there already.
  fileprivate mutating func take(_ visitors: [[CellSorter.Place]], _ sorter: CellSorter, threads: Int) {
    let counts = concurrently(visitors.count, threads: threads) { sorter.cellCount(visitors[$0]) }
    let offsets = counts.reduce(into: [0]) { $0.append($0[$0.count - 1] + $1) }
    let total = offsets[counts.count]
    var pages: [(person: [Int32], ends: [Int])] = []
    cells = [Cell](unsafeUninitializedCapacity: total) { buffer, count in
      // Every institution has a stretch of its own.
      nonisolated(unsafe) let start = buffer.baseAddress
      LargePages.advise(start, bytes: total * MemoryLayout<Cell>.stride)
      pages = concurrently(visitors.count, threads: threads) { institution in
        let places = sorter.sorted(visitors[institution])
        return (
          places.map { sorter[$0].person }, sorter.write(places, from: offsets[institution], to: start)
        )
      }
      count = total
    }
    person.reserveLarge(visitors.reduce(0) { $0 + $1.count })
    cellStarts.reserveLarge(person.capacity + 1)
    for page in pages {
      person += page.person
      cellStarts += page.ends
      visitorStarts.append(person.count)
    }
  }
}

/// One person at one institution.
private struct Visitor: Sendable {
  let person, institution: Int32
  /// Where its cells begin and end in the part, which is one of few persons.
  private let first: Int32
  var end: Int32
  /// Positions of the cells.
  var cells: Range<Int> { Int(first)..<Int(end) }

  init(person: Int32, institution: Int32, first: Int) {
    self.person = person
    self.institution = institution
    self.first = Int32(first)
    end = self.first
  }
}

/// The cells of some persons.
private struct CellPart: Sendable {
  var visitors: [Visitor] = []
  /// By the part's numbers of strata until these are settled.
  var cells: [CellTable.Cell] = []
  var strata = StratumNumbers()

  mutating func add(_ period: PersonPeriod, person: Int, frame: StratumFrame) {
    var last: Int32 = -1
    // Cells lie by institution.
    for cell in period.cells where cell.visits > 0 {
      let all = period.cells.reduce(0) { $1.disease == cell.disease ? $0 + $1.visits : $0 }
      if cell.institution != last {
        visitors.append(Visitor(person: Int32(person), institution: cell.institution, first: cells.count))
        last = cell.institution
      }
      cells.append(
        CellTable.Cell(
          stratum: strata.number(of: frame.code(cell, period, person: person)), visits: cell.visits,
          elsewhere: all - cell.visits, costFen: cell.costFen, drugFen: cell.drugFen))
      visitors[visitors.count - 1].end = Int32(cells.count)
    }
  }

  /// Gives the cells the places of their strata among the sorted ones, and sorts each visitor's by them.
  mutating func settle(_ places: [Int32]) {
    for place in cells.indices { cells[place].stratum = places[Int(cells[place].stratum)] }
    for visitor in visitors where visitor.cells.count > 1 { cells[visitor.cells].sort { $0.stratum < $1.stratum } }
  }
}

/// Puts visitors in an order that knows nothing of how persons are numbered.
private struct CellSorter: Sendable {
  /// Where a visitor stands.
  struct Place {
    let part, visitor: Int32
  }

  /// A part that one thread has alone.
  private final class Held: @unchecked Sendable {
    var part: CellPart
    init(_ part: CellPart) { self.part = part }
  }

  private let parts: [CellPart]

  /// Takes parts over: a second owner would copy all cells.
  init(_ parts: inout [CellPart], places: [[Int32]], threads: Int) {
    let held = parts.map(Held.init)
    parts = []
    _ = concurrently(held.count, threads: threads) { held[$0].part.settle(places[$0]) }
    self.parts = held.map(\.part)
  }

  subscript(place: Place) -> Visitor { parts[Int(place.part)].visitors[Int(place.visitor)] }

  /// Hands on the place and the institution of every visitor.
  func forEach(_ body: (Place, Int32) -> Void) {
    for (part, own) in parts.enumerated() {
      for (visitor, place) in own.visitors.enumerated() {
        body(Place(part: Int32(part), visitor: Int32(visitor)), place.institution)
      }
    }
  }

  /// A visitor's cells by stratum.
  private func cells(_ place: Place) -> ArraySlice<CellTable.Cell> {
    let part = parts[Int(place.part)]
    return part.cells[part.visitors[Int(place.visitor)].cells]
  }

  /// Visitors by their cells' figures; those with the same figures are alike in all but the person.
  func sorted(_ some: [Place]) -> [Place] {
    // Most first cells differ in stratum, visits or visits elsewhere, and the others in cost.
    let keyed = some.map { place in
      let cell = parts[Int(place.part)].cells[self[place].cells.lowerBound]
      return (head: cell.head, elsewhere: cell.elsewhere, fen: cell.costFen, place: place)
    }
    return keyed.sorted { a, b in
      if a.head != b.head { return a.head < b.head }
      if a.elsewhere != b.elsewhere { return a.elsewhere < b.elsewhere }
      if a.fen != b.fen { return a.fen < b.fen }
      return precedes(a.place, b.place)
    }
    .map(\.place)
  }

  /// Whether the cells of a visitor come before those of another by all of their figures.
  private func precedes(_ a: Place, _ b: Place) -> Bool {
    cells(a).lexicographicallyPrecedes(cells(b)) { $0.key < $1.key }
  }

  /// How many cells some visitors have.
  func cellCount(_ some: [Place]) -> Int { some.reduce(0) { $0 + self[$1].cells.count } }

  /// Writes the cells of visitors, in the order given, from a position on.
  ///
  /// - Returns: where each visitor's cells end.
  func write(_ some: [Place], from position: Int, to start: UnsafeMutablePointer<CellTable.Cell>?) -> [Int] {
    var end = position
    return some.map { place in
      for cell in cells(place) {
        start.map { $0 + end }?.initialize(to: cell)
        end += 1
      }
      return end
    }
  }
}
