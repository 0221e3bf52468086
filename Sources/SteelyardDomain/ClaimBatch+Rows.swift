extension ClaimBatch {
  /// Makes room for some rows in all.
  public mutating func reserve(_ rows: Int) {
    source.reserveCapacity(rows)
    line.reserveCapacity(rows)
    byteOffset.reserveCapacity(rows)
    claim.reserveCapacity(rows)
    original.reserveCapacity(rows)
    updated.reserveCapacity(rows)
    person.reserveCapacity(rows)
    institution.reserveCapacity(rows)
    disease.reserveCapacity(rows)
    scheme.reserveCapacity(rows)
    day.reserveCapacity(rows)
    age.reserveCapacity(rows)
    refund.reserveCapacity(rows)
    totalFen.reserveCapacity(rows)
    costFen.reserveCapacity(rows)
    drugFen.reserveCapacity(rows)
    fundFen.reserveCapacity(rows)
  }

  /// Adds the rows of another batch after these.
  public mutating func append(_ other: ClaimBatch) {
    // Taken over rather than copied: rows are the largest thing in memory.
    if count == 0 {
      self = other
      return
    }
    source += other.source
    line += other.line
    byteOffset += other.byteOffset
    claim += other.claim
    original += other.original
    updated += other.updated
    person += other.person
    institution += other.institution
    disease += other.disease
    scheme += other.scheme
    day += other.day
    age += other.age
    refund += other.refund
    totalFen += other.totalFen
    costFen += other.costFen
    drugFen += other.drugFen
    fundFen += other.fundFen
  }

  /// Other codes for those of a batch.
  public struct Codes: Sendable {
    /// By old code the new one.
    public var persons: [Int32] = []
    /// By old code the new one.
    public var institutions: [Int32] = []
    /// By old code the new one.
    public var diseases: [Int32] = []
    /// By old code the new one.
    public var schemes: [Int32] = []

    /// No codes.
    public init() {}

    /// The codes that the texts of some tables have in others, given one at first sight.
    public init(of other: ClaimIdentifiers, in tables: inout ClaimIdentifiers) {
      persons = tables.persons.codes(of: other.persons)
      institutions = tables.institutions.codes(of: other.institutions)
      diseases = tables.diseases.codes(of: other.diseases)
      schemes = tables.schemes.codes(of: other.schemes)
    }
  }

  /// Gives every row other codes and another number of its file.
  ///
  /// - Precondition: every code of the rows has a new one.
  public mutating func recode(_ codes: Codes, firstSource: Int32) {
    for row in 0..<count { source[row] += firstSource }
    for row in 0..<count { person[row] = codes.persons[Int(person[row])] }
    for row in 0..<count { institution[row] = codes.institutions[Int(institution[row])] }
    for row in 0..<count { disease[row] = codes.diseases[Int(disease[row])] }
    for row in 0..<count where scheme[row] >= 0 { scheme[row] = codes.schemes[Int(scheme[row])] }
  }
}
