import SteelyardDomain

/// What one person adds to a stratum of an institution: a head of the disease, or money without a head.
public struct PatientCell: Equatable, Sendable {
  /// The institution's code.
  public let institution: String
  /// The stratum.
  public let stratum: Stratum
  /// The person's code.
  public let person: Int32
  /// Visits for the disease; 0 where the person is no head of it.
  public let visits: Int32
  /// Cost in fen, untruncated, net of refunds.
  public let costFen: Int64

  /// Creates a cell.
  public init(institution: String, stratum: Stratum, person: Int32, visits: Int32, costFen: Int64) {
    self.institution = institution
    self.stratum = stratum
    self.person = person
    self.visits = visits
    self.costFen = costFen
  }
}

extension Ledger {
  /// The cells of the period behind the tally's rows of some institutions, each once, in no order that means anything.
  ///
  /// Added up by institution and stratum they are the heads, visits and cost of ``tally(_:threads:)`` with the same plan.
  public func patientCells(of institutions: Set<String>, _ plan: TallyPlan, threads: Int) -> [PatientCell] {
    let isWanted = identifiers.institutions.texts.map(institutions.contains)
    let frame = StratumFrame(plan: plan, ledger: self)
    let parts = parts(threads: threads, ages: frame.ages, empty: { [PatientCell]() }) { part, period, person in
      for cell in period.cells where isWanted[Int(cell.institution)] {
        part.append(
          PatientCell(
            institution: frame.identifiers.institutions.text(of: cell.institution),
            stratum: Stratum(labels: frame.labels(frame.code(cell, period, person: person))), person: Int32(person),
            visits: cell.visits, costFen: cell.costFen))
      }
    }
    return parts.flatMap { $0 }
  }
}
