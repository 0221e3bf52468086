extension ClaimBatch {
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
    content += other.content
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

  /// The hash of what a row says: equal for rows that say the same, by the codes of one run.
  ///
  /// - Precondition: every column but ``content`` has the row.
  public func contentHash(of row: Int) -> UInt64 {
    func pair(_ a: Int32, _ b: Int32) -> UInt64 {
      UInt64(UInt32(bitPattern: a)) << 32 | UInt64(UInt32(bitPattern: b))
    }
    var hash = Fingerprint.mix(1, UInt64(bitPattern: totalFen[row]))
    hash = Fingerprint.mix(hash, UInt64(bitPattern: costFen[row]))
    hash = Fingerprint.mix(hash, UInt64(bitPattern: drugFen[row]))
    hash = Fingerprint.mix(hash, UInt64(bitPattern: fundFen[row]))
    hash = Fingerprint.mix(hash, pair(person[row], institution[row]))
    hash = Fingerprint.mix(hash, pair(disease[row], scheme[row]))
    hash = Fingerprint.mix(hash, pair(day[row], Int32(age[row])))
    return Fingerprint.mix(hash, original[row].low ^ (refund[row] == .marked ? 1 : 0))
  }

  /// Other codes for those of a batch.
  public struct Codes: Sendable {
    /// By old code the new one.
    public var persons, institutions, diseases, schemes: [Int32]

    /// The codes that the texts of some tables have in others, given one at first sight.
    public init(of other: ClaimIdentifiers, in tables: inout ClaimIdentifiers) {
      persons = tables.persons.codes(of: other.persons)
      institutions = tables.institutions.codes(of: other.institutions)
      diseases = tables.diseases.codes(of: other.diseases)
      schemes = tables.schemes.codes(of: other.schemes)
    }
  }

  /// Gives every row other codes and another number of its file, and hashes its content by them.
  ///
  /// - Precondition: every code of the rows has a new one.
  public mutating func recode(_ codes: Codes, firstSource: Int32) {
    for row in 0..<count { source[row] += firstSource }
    for row in 0..<count { person[row] = codes.persons[Int(person[row])] }
    for row in 0..<count { institution[row] = codes.institutions[Int(institution[row])] }
    for row in 0..<count { disease[row] = codes.diseases[Int(disease[row])] }
    for row in 0..<count where scheme[row] >= 0 { scheme[row] = codes.schemes[Int(scheme[row])] }
    content = (0..<count).map(contentHash)
  }
}
