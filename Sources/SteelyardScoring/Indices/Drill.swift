import SteelyardDomain
public import SteelyardLedger

/// Where an institution's O − E comes from: its strata, and the patients of each (methods §11, `drill.patients`).
///
/// A patient adds c − R to a stratum, the patient's cost less what a head of it is expected to cost; money without a
/// head adds c. Patients add up to their stratum, and strata to the excess of the ranking.
public struct Drill: Sendable {
  /// One patient in one stratum; a person with two diseases is two of them.
  public struct Patient: Equatable, Sendable {
    /// The person's code in the run's identifier table; it leaves the run only as a pseudonym.
    public let person: Int32
    /// Heads: 1, or 0 for money without a visit.
    public let heads: Int64
    /// Visits for the disease.
    public let visits: Int64
    /// Cost in fen, untruncated.
    public let costFen: Int64

    /// Creates a patient.
    public init(person: Int32, heads: Int64, visits: Int64, costFen: Int64) {
      self.person = person
      self.heads = heads
      self.visits = visits
      self.costFen = costFen
    }
  }

  /// A stratum with its patients.
  public struct Part: Sendable {
    /// The stratum, as the score has it.
    public let stratum: InstitutionScore.StratumContribution
    /// Its patients, in no order that means anything.
    public let patients: [Patient]

    /// Creates a part.
    public init(stratum: InstitutionScore.StratumContribution, patients: [Patient]) {
      self.stratum = stratum
      self.patients = patients
    }

    /// What is expected of some heads of the stratum, yuan.
    public func expected(of heads: Int64) -> Double {
      stratum.heads > 0 ? stratum.expected / Double(stratum.heads) * Double(heads) : 0
    }

    /// The patients who add most, and all others together.
    ///
    /// - Parameters:
    ///   - most: how many at most; only those who add more than nothing.
    ///   - named: what a person is called in the results: it decides between equal patients, for codes follow the order
    ///     of the rows.
    public func leading(
      _ most: Int, named: (Int32) -> String
    ) -> (leading: [(name: String, patient: Patient)], others: [Patient]) {
      let adding = patients.map { (excess: excess($0), patient: $0) }.sorted { $0.excess > $1.excess }
      // Of those who add the least that is told one by one, all need a name; of the rest nobody does.
      let least = adding.count > most && most > 0 ? max(adding[most - 1].excess, 0) : 0
      let candidates = most > 0 ? adding.prefix { $0.excess > 0 && $0.excess >= least } : []
      let told = candidates.map { (name: named($0.patient.person), excess: $0.excess, patient: $0.patient) }.sorted {
        a, b in
        a.excess == b.excess ? a.name.utf8.lexicographicallyPrecedes(b.name.utf8) : a.excess > b.excess
      }
      return (
        told.prefix(most).map { ($0.name, $0.patient) },
        told.dropFirst(most).map(\.patient) + adding.dropFirst(candidates.count).map(\.patient)
      )
    }

    /// What a patient adds, yuan.
    private func excess(_ patient: Patient) -> Double {
      Double(patient.costFen) / 100 - expected(of: patient.heads)
    }
  }

  /// How many patients of a stratum are told one by one.
  public static let patientsShown = 10

  /// The institution's code.
  public let institution: String
  /// Strata by descending excess.
  public let parts: [Part]

  /// Creates a drill.
  public init(institution: String, parts: [Part]) {
    self.institution = institution
    self.parts = parts
  }
}

extension Drill {
  /// Whether an institution is one that somebody will look into: on the interview or the near list, or watched.
  public static func isWanted(_ score: InstitutionScore) -> Bool {
    score.band == .interview || score.band == .watch || score.nearGate != nil
  }

  /// The drills of some institutions, in their order.
  ///
  /// - Parameter cells: what their patients add, all of it, by the tally's strata.
  public static func all(_ scores: [InstitutionScore], cells: [PatientCell]) -> [Drill] {
    let byInstitution = Dictionary(grouping: cells, by: \.institution)
    return scores.map { score in
      let byStratum = Dictionary(grouping: byInstitution[score.institution.id] ?? [], by: \.stratum.labels)
      let parts = score.strata.map { stratum in
        let patients = (byStratum[stratum.labels] ?? []).map { cell in
          Patient(
            person: cell.person, heads: cell.visits > 0 ? 1 : 0, visits: Int64(cell.visits), costFen: cell.costFen)
        }
        return Part(stratum: stratum, patients: patients)
      }
      return Drill(institution: score.institution.id, parts: parts)
    }
  }
}
