import SteelyardDomain

/// What each insured person did over the run, as columns: what person scores are computed from.
///
/// Rows are persons with at least one visit, by code. The diseases of row r are
/// `diseaseStarts[r]..<diseaseStarts[r + 1]` of the disease columns.
public struct PersonTable: Sendable {
  /// The person's code.
  public internal(set) var person: [Int32] = []
  /// How many institutions the person was seen at.
  public internal(set) var institutions: [Int32] = []
  /// Visits, summed over institutions.
  public internal(set) var visits: [Int32] = []
  /// Visits on days with visits at two institutions or more.
  public internal(set) var sameDayVisits: [Int32] = []
  /// How many card bursts the person is in, 0 where none were looked for.
  public internal(set) var bursts: [Int32] = []
  /// Cost in fen.
  public internal(set) var costFen: [Int64] = []
  /// Where a person's diseases start.
  public internal(set) var diseaseStarts: [Int] = [0]
  /// For each person × disease, the position of its stratum among ``strata``.
  public internal(set) var stratum: [Int32] = []
  /// For each person × disease, the cost over all institutions in fen.
  public internal(set) var diseaseCostFen: [Int64] = []
  /// The strata, `attached` always `all`: a person's disease has no one institution.
  public internal(set) var strata: [Stratum] = []

  init() {}
}

extension Ledger {
  /// The persons of the period.
  ///
  /// - Parameter bursts: card bursts of this ledger and period; the table counts each person's.
  public func personTable(_ plan: TallyPlan, bursts: [CardBurst] = [], threads: Int) -> PersonTable {
    var burstCounts: [Int32: Int32] = [:]
    for person in bursts.flatMap(\.persons) { burstCounts[person, default: 0] += 1 }
    var plan = plan
    plan.factors.remove(.attached)
    let frame = StratumFrame(plan: plan, ledger: self)
    let parts = parts(
      threads: threads, ages: frame.ages, empty: { PersonPart() }, add: { $0.add($1, person: $2, frame: frame) })
    var table = PersonTable()
    let places: [[Int32]]
    (table.strata, places) = frame.ordered(parts.map(\.strata))
    for (part, places) in zip(parts, places) {
      let offset = table.stratum.count
      table.diseaseStarts += part.table.diseaseStarts.dropFirst().map { $0 + offset }
      table.person += part.table.person
      table.institutions += part.table.institutions
      table.visits += part.table.visits
      table.sameDayVisits += part.table.sameDayVisits
      table.costFen += part.table.costFen
      table.diseaseCostFen += part.table.diseaseCostFen
      table.stratum += part.table.stratum.map { places[Int($0)] }
    }
    table.bursts = table.person.map { burstCounts[$0] ?? 0 }
    return table
  }
}

/// The rows of some persons.
private struct PersonPart: Sendable {
  /// Their strata by the part's numbers.
  var table = PersonTable()
  var strata = StratumNumbers()

  mutating func add(_ period: PersonPeriod, person: Int, frame: StratumFrame) {
    let visits = period.places.reduce(0) { $0 + $1.visits }
    if visits == 0 { return }
    table.person.append(Int32(person))
    table.institutions.append(Int32(period.places.count { $0.visits > 0 }))
    table.visits.append(visits)
    table.sameDayVisits.append(Int32(period.sameDayVisits))
    table.costFen.append(period.cells.reduce(0) { $0 + $1.costFen })
    // Cells are few and lie by institution; a disease may come again at the next one.
    var diseases: [(disease: Int32, costFen: Int64, visits: Int32, cell: PersonPeriod.Cell)] = []
    for cell in period.cells {
      if let known = diseases.firstIndex(where: { $0.disease == cell.disease }) {
        diseases[known].costFen += cell.costFen
        diseases[known].visits += cell.visits
      } else {
        diseases.append((cell.disease, cell.costFen, cell.visits, cell))
      }
    }
    for item in diseases where item.visits > 0 {
      table.stratum.append(strata.number(of: frame.code(item.cell, period, person: person)))
      table.diseaseCostFen.append(item.costFen)
    }
    table.diseaseStarts.append(table.stratum.count)
  }
}
