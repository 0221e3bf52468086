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

  /// What a row says, but for its number and when it was changed: what tells a repetition from a conflict.
  public struct Content: Sendable {
    /// Fen: total, compared, drug, fund.
    public var amounts: (total: Int64, cost: Int64, drug: Int64, fund: Int64)
    /// Codes, and the day.
    public var person, institution, disease, scheme, day: Int32
    /// The age, −1 where not told.
    public var age: Int16
    /// The settlement that is taken back.
    public var original: Fingerprint
    /// The mark.
    public var refund: RefundMark

    /// Creates a content.
    public init(
      amounts: (total: Int64, cost: Int64, drug: Int64, fund: Int64), person: Int32, institution: Int32, disease: Int32,
      scheme: Int32, day: Int32, age: Int16, original: Fingerprint, refund: RefundMark
    ) {
      self.amounts = amounts
      self.person = person
      self.institution = institution
      self.disease = disease
      self.scheme = scheme
      self.day = day
      self.age = age
      self.original = original
      self.refund = refund
    }

    /// A hash of it: equal for rows that say the same, by the codes of one run.
    public var hash: UInt64 {
      func pair(_ a: Int32, _ b: Int32) -> UInt64 {
        UInt64(UInt32(bitPattern: a)) << 32 | UInt64(UInt32(bitPattern: b))
      }
      var hash = Fingerprint.mix(1, UInt64(bitPattern: amounts.total))
      hash = Fingerprint.mix(hash, UInt64(bitPattern: amounts.cost))
      hash = Fingerprint.mix(hash, UInt64(bitPattern: amounts.drug))
      hash = Fingerprint.mix(hash, UInt64(bitPattern: amounts.fund))
      hash = Fingerprint.mix(hash, pair(person, institution))
      hash = Fingerprint.mix(hash, pair(disease, scheme))
      hash = Fingerprint.mix(hash, pair(day, Int32(age)))
      return Fingerprint.mix(hash, original.low ^ (refund == .marked ? 1 : 0))
    }
  }

  /// What a row says.
  ///
  /// - Precondition: every column has the row.
  public func content(of row: Int) -> Content {
    Content(
      amounts: (totalFen[row], costFen[row], drugFen[row], fundFen[row]), person: person[row],
      institution: institution[row], disease: disease[row], scheme: scheme[row], day: day[row], age: age[row],
      original: original[row], refund: refund[row])
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
