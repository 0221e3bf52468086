import SteelyardDomain
import SteelyardLedger
import SteelyardTestSupport

/// Settlements of a quarter as batches, and the plain list they were made of.
struct MadeUpClaims: Sendable {
  /// A settlement that stands, net of its refund.
  struct Standing: Sendable {
    var person: Int32
    var institution: Int32
    var disease: Int32
    var day: Int32
    /// 0 where it was taken back.
    var fen: Int64
  }

  private(set) var batches: [ClaimBatch] = []
  private(set) var identifiers = ClaimIdentifiers()
  private(set) var standing: [Standing] = []
  /// How many rows repeat another.
  private(set) var repeated = 0

  static let firstDay = Day(year: 2025, month: 7, day: 1)?.number ?? 0
  private static let batchRows = 4_096

  /// How many rows all batches have.
  var count: Int { batches.reduce(0) { $0 + $1.count } }

  /// Institutions differ in how dear they are; one row in fifty is a refund, one in a hundred repeats another.
  init(rows: Int, persons: Int, institutions: Int, diseases: Int, seed: UInt64) {
    var source = Seeded(seed)
    for person in 0..<persons { _ = identifiers.persons.code(of: "99\(padded(person, 8))") }
    for institution in 0..<institutions { _ = identifiers.institutions.code(of: "P3301\(padded(institution, 5))") }
    for disease in 0..<diseases { _ = identifiers.diseases.code(of: "M\(padded(disease, 5))") }
    for scheme in ["employee", "resident"] { _ = identifiers.schemes.code(of: scheme) }
    var batch = ClaimBatch()
    for number in 0..<rows {
      let person = source.below(persons)
      // A person keeps to few institutions and diseases.
      let institution = (person * 7 + source.below(3)) % institutions
      let disease = (person + source.below(2)) % diseases
      let fen = Int64(2_000 + institution * 90 + source.below(30_000))
      let row = Standing(
        person: Int32(person), institution: Int32(institution), disease: Int32(disease),
        day: Self.firstDay + Int32(source.below(90)), fen: fen)
      let isReversed = number % 50 == 11
      batch.append(row, claim: number, fen: fen, place: number)
      if number % 100 == 3 {
        batch.append(row, claim: number, fen: fen, place: rows + number)
        repeated += 1
      }
      if isReversed { batch.append(row, claim: rows + number, takesBack: number, fen: -fen, place: 2 * rows + number) }
      standing.append(
        isReversed
          ? Standing(
            person: row.person, institution: row.institution, disease: row.disease, day: row.day, fen: 0) : row)
      if batch.count >= Self.batchRows || number == rows - 1 {
        batches.append(batch)
        batch = ClaimBatch()
      }
    }
  }

  /// Adds all batches.
  var builder: LedgerBuilder {
    var builder = LedgerBuilder()
    for batch in batches { builder.add(batch) }
    return builder
  }

  /// All that was read.
  var scope: LedgerBuilder.Scope {
    LedgerBuilder.Scope(period: .all, isInArea: [Bool](repeating: true, count: identifiers.institutions.count))
  }

  /// One peer group, strata of disease, age band and sex, two caps in a thousand.
  var plan: TallyPlan {
    TallyPlan(
      factors: [.ageBand, .sex, .scheme], ageBands: AgeBands(starts: [0, 18, 45, 60, 70, 80]),
      headRule: .distinctInPeriod, truncation: .none,
      peerGroups: [String](repeating: "pharmacy", count: identifiers.institutions.count),
      persons: (0..<identifiers.persons.count).map { InsuredPerson(sex: $0 % 2 == 0 ? .male : .female) },
      present: ClaimColumnsPresent(drug: true, fund: true))
  }
}

extension ClaimBatch {
  /// Appends a row; its line is its place counted from one.
  fileprivate mutating func append(
    _ row: MadeUpClaims.Standing, claim number: Int, takesBack: Int? = nil, fen: Int64, place: Int
  ) {
    func fingerprint(_ number: Int) -> Fingerprint {
      withUnsafeBytes(of: number) { Fingerprint(of: $0) }
    }
    source.append(0)
    line.append(Int32(place + 1))
    byteOffset.append(Int64(place * 200))
    claim.append(fingerprint(number))
    original.append(takesBack.map(fingerprint) ?? .none)
    updated.append(0)
    person.append(row.person)
    institution.append(row.institution)
    disease.append(row.disease)
    scheme.append(row.person % 3 == 0 ? 0 : 1)
    day.append(row.day)
    age.append(Int16(20 + row.person % 70))
    refund.append(takesBack == nil ? .none : .marked)
    totalFen.append(fen)
    costFen.append(fen)
    drugFen.append(fen / 2)
    fundFen.append(fen / 4)
  }
}
