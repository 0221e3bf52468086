import SteelyardDomain

/// What every person did at every institution for every disease over the period, as columns: what the screen is
/// computed from.
///
/// A cell is a person × institution × disease with a visit. The cells of one person at one institution, a visitor, lie
/// together: institution j has the visitors `visitorStarts[j]..<visitorStarts[j + 1]`, visitor v the cells
/// `cellStarts[v]..<cellStarts[v + 1]`.
///
/// Institutions are in the order of their codes, a visitor's cells in that of their strata, and the visitors of an
/// institution in that of their cells' figures. So every column but ``person`` is the same for any order of the rows
/// and any numbering of the persons, and a sum in the table's order needs no further sorting.
public struct CellTable: Sendable {
  /// Codes of the institutions with a visit, in byte order.
  public internal(set) var institutions: [String] = []
  /// Where an institution's visitors start.
  public internal(set) var visitorStarts: [Int] = [0]
  /// For each visitor, the person's code.
  public internal(set) var person: [Int32] = []
  /// Where a visitor's cells start.
  public internal(set) var cellStarts: [Int] = [0]
  /// For each cell, the position of its stratum among ``strata``.
  public internal(set) var stratum: [Int32] = []
  /// For each cell, its visits: days.
  public internal(set) var visits: [Int32] = []
  /// For each cell, the visits of the same person for the same disease at all other institutions.
  public internal(set) var elsewhere: [Int32] = []
  /// For each cell, its cost in fen, net of refunds.
  public internal(set) var costFen: [Int64] = []
  /// For each cell, its drug cost in fen, net of refunds; 0 without the column.
  public internal(set) var drugFen: [Int64] = []
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
    let parts = parts(
      threads: threads, ages: frame.ages, empty: { CellPart() }, add: { $0.add($1, person: $2, frame: frame) })
    var table = CellTable()
    let positions: [StratumCode: Int32]
    (table.strata, positions) = frame.ordered(parts.reduce(into: []) { $0.formUnion($1.strata) })
    table.hasDrugCost = plan.present.drug
    if case .months(let range) = period {
      table.months = Int(range.upperBound.number - range.lowerBound.number) + 1
    } else {
      table.months = monthsWithVisits.count
    }
    let sorter = CellSorter(parts, positions: positions)
    var byInstitution = [[Int32]](repeating: [], count: identifiers.institutions.count)
    for (visitor, place) in sorter.visitors.enumerated() {
      byInstitution[Int(institutionPositions[Int(place.institution)])].append(Int32(visitor))
    }
    let present = byInstitution.filter { !$0.isEmpty }
    let pages = concurrently(present.count, threads: threads) { sorter.page(sorter.sorted(present[$0])) }
    table.institutions = present.map { visitors in
      identifiers.institutions.text(of: sorter.visitors[Int(visitors[0])].institution)
    }
    table.append(pages)
    return table
  }

  /// The months of the period with a visit, ascending.
  var monthsWithVisits: [Int32] {
    var months: Set<Int32> = []
    var last: Int32 = -1
    for entry in entries where entry.days != 0 && entry.month != last {
      last = entry.month
      if period.contains(Month(number: entry.month)) { months.insert(entry.month) }
    }
    return months.sorted()
  }
}

extension CellTable {
  /// Appends the visitors of institutions, whose codes are there already.
  fileprivate mutating func append(_ pages: [CellTable]) {
    let visitors = pages.reduce(0) { $0 + $1.person.count }
    let cells = pages.reduce(0) { $0 + $1.stratum.count }
    person.reserveLarge(visitors)
    cellStarts.reserveLarge(visitors + 1)
    for reserve in [\CellTable.stratum, \.visits, \.elsewhere] { self[keyPath: reserve].reserveLarge(cells) }
    for reserve in [\CellTable.costFen, \.drugFen] { self[keyPath: reserve].reserveLarge(cells) }
    for page in pages {
      let first = stratum.count
      for end in page.cellStarts.dropFirst() { cellStarts.append(first + end) }
      person += page.person
      stratum += page.stratum
      visits += page.visits
      elsewhere += page.elsewhere
      costFen += page.costFen
      drugFen += page.drugFen
      visitorStarts.append(person.count)
    }
  }
}

/// One person at one institution.
private struct Visitor: Sendable {
  var person: Int32
  var institution: Int32
  /// Positions of the cells.
  var cells: Range<Int>
}

/// One person × institution × disease.
private struct VisitedCell: Sendable {
  /// Position among the sorted strata, once these are known.
  var stratum: Int32 = 0
  var visits: Int32
  var elsewhere: Int32
  var costFen: Int64
  var drugFen: Int64

  /// The figures in the order that decides.
  var key: (Int32, Int32, Int32, Int64, Int64) { (stratum, visits, elsewhere, costFen, drugFen) }

  /// The first two of them as one number in the same order; neither is negative.
  var head: UInt64 { UInt64(UInt32(bitPattern: stratum)) << 32 | UInt64(UInt32(bitPattern: visits)) }
}

/// The cells of some persons.
private struct CellPart: Sendable {
  var visitors: [Visitor] = []
  var cells: [VisitedCell] = []
  /// For each cell.
  var strata: [StratumCode] = []

  mutating func add(_ period: PersonPeriod, person: Int, frame: StratumFrame) {
    var last: Int32 = -1
    // Cells lie by institution.
    for cell in period.cells where cell.visits > 0 {
      let all = period.cells.reduce(0) { $1.disease == cell.disease ? $0 + $1.visits : $0 }
      if cell.institution != last {
        visitors.append(
          Visitor(person: Int32(person), institution: cell.institution, cells: cells.count..<cells.count))
        last = cell.institution
      }
      strata.append(frame.code(cell, period, person: person))
      cells.append(
        VisitedCell(
          visits: cell.visits, elsewhere: all - cell.visits, costFen: cell.costFen, drugFen: cell.drugFen))
      visitors[visitors.count - 1].cells = visitors[visitors.count - 1].cells.lowerBound..<cells.count
    }
  }
}

/// Puts visitors in an order that knows nothing of how persons are numbered.
private struct CellSorter: Sendable {
  private(set) var visitors: [Visitor] = []
  /// Each visitor's by stratum.
  private(set) var cells: [VisitedCell] = []

  init(_ parts: [CellPart], positions: [StratumCode: Int32]) {
    for part in parts {
      let offset = cells.count
      for (cell, code) in zip(part.cells, part.strata) {
        var cell = cell
        cell.stratum = positions[code] ?? 0
        cells.append(cell)
      }
      for visitor in part.visitors {
        let own = visitor.cells.lowerBound + offset..<visitor.cells.upperBound + offset
        visitors.append(Visitor(person: visitor.person, institution: visitor.institution, cells: own))
        if own.count > 1 { cells[own].sort { $0.stratum < $1.stratum } }
      }
    }
  }

  /// Visitors by their cells' figures; those with the same figures are alike in all but the person.
  func sorted(_ some: [Int32]) -> [Int32] {
    // Most first cells differ in stratum, visits or visits elsewhere, and the others in cost.
    let keyed = some.map { visitor in
      let cell = cells[visitors[Int(visitor)].cells.lowerBound]
      return (head: cell.head, elsewhere: cell.elsewhere, fen: cell.costFen, visitor: visitor)
    }
    return keyed.sorted { a, b in
      if a.head != b.head { return a.head < b.head }
      if a.elsewhere != b.elsewhere { return a.elsewhere < b.elsewhere }
      if a.fen != b.fen { return a.fen < b.fen }
      return precedes(a.visitor, b.visitor)
    }
    .map(\.visitor)
  }

  /// Whether the cells of a visitor come before those of another by all of their figures.
  private func precedes(_ a: Int32, _ b: Int32) -> Bool {
    cells[visitors[Int(a)].cells].lexicographicallyPrecedes(cells[visitors[Int(b)].cells]) { $0.key < $1.key }
  }

  /// The columns of one institution's visitors, in the order given.
  func page(_ some: [Int32]) -> CellTable {
    var page = CellTable()
    page.person.reserveCapacity(some.count)
    page.cellStarts.reserveCapacity(some.count + 1)
    for visitor in some {
      page.person.append(visitors[Int(visitor)].person)
      for cell in visitors[Int(visitor)].cells {
        page.stratum.append(cells[cell].stratum)
        page.visits.append(cells[cell].visits)
        page.elsewhere.append(cells[cell].elsewhere)
        page.costFen.append(cells[cell].costFen)
        page.drugFen.append(cells[cell].drugFen)
      }
      page.cellStarts.append(page.stratum.count)
    }
    return page
  }
}
