public import SteelyardDomain

/// One input of claims as a file of a ledger: what it came to, and the terms under which it was read
/// (Formats/ledger.md).
///
/// Equal extracts under equal terms are equal bytes; the file is known by their SHA-256. Persons' numbers are in it: a
/// segment is secret.
public struct LedgerSegment: Sendable {
  /// How the input was read, as whoever reads it writes it down.
  public var terms: [UInt8]
  /// What the input came to; the content hashes of its rows are made again once the codes of a run are known.
  public var extract: ClaimExtract

  /// Creates a segment.
  public init(terms: [UInt8], extract: ClaimExtract) {
    self.terms = terms
    self.extract = extract
  }

  /// The bytes of the file.
  public func encoded() -> [UInt8] {
    var encoder = SegmentEncoder()
    var copy = self
    do { try copy.walk(&encoder) } catch { preconditionFailure("an encoder refuses nothing") }
    return SectionFile.encode(encoder.sections)
  }

  /// Reads a file. The sections' own hashes are not looked at (``damagedParts(of:)``): whoever reads holds the whole
  /// against the hash that it is known by.
  ///
  /// - Throws: ``SegmentDamage`` where a size, a code, a day, an amount or a sum is not one that reading claims gives.
  public init(decoding bytes: [UInt8]) throws(SegmentDamage) {
    self.init(terms: [], extract: ClaimExtract())
    var decoder = SegmentDecoder(try SectionFile(bytes))
    try walk(&decoder)
    try decoder.end()
    try SegmentChecks(extract).check()
  }

  /// The names of the parts whose bytes are not those that were written: sections, or `header`.
  public static func damagedParts(of bytes: [UInt8]) -> [String] {
    do { return try SectionFile(bytes).damaged } catch { return [error.part] }
  }

  /// Every part, in the order of the file.
  private mutating func walk(_ codec: inout some SegmentCodec) throws(SegmentDamage) {
    try codec.column("terms", &terms)
    try walkAccount(&codec)
    try codec.table("persons", &extract.identifiers.persons)
    try codec.table("institutions", &extract.identifiers.institutions)
    try codec.table("diseases", &extract.identifiers.diseases)
    try codec.table("schemes", &extract.identifiers.schemes)
    try codec.table("labels", &extract.told.labels)
    for (field, name) in ["name", "kind", "level", "district"].enumerated() {
      try codec.column("told.\(name)", &extract.told.institutions[field])
    }
    try codec.column("told.sex", &extract.told.sexes)
    try codec.column("told.birth", &extract.told.births)
    try codec.column("told.renamed", &extract.told.renamed)
    try walkRows(&codec)
  }

  private mutating func walkRows(_ codec: inout some SegmentCodec) throws(SegmentDamage) {
    try codec.column("row.source", &extract.rows.source)
    try codec.column("row.line", &extract.rows.line)
    try codec.column("row.offset", &extract.rows.byteOffset)
    try codec.column("row.claim", &extract.rows.claim)
    try codec.column("row.original", &extract.rows.original)
    try codec.column("row.updated", &extract.rows.updated)
    try codec.column("row.person", &extract.rows.person)
    try codec.column("row.institution", &extract.rows.institution)
    try codec.column("row.disease", &extract.rows.disease)
    try codec.column("row.scheme", &extract.rows.scheme)
    try codec.column("row.day", &extract.rows.day)
    try codec.column("row.age", &extract.rows.age)
    var marks = extract.rows.refund.map(\.rawValue)
    try codec.column("row.refund", &marks)
    extract.rows.refund = try marks.map { mark throws(SegmentDamage) in
      guard let mark = ClaimBatch.RefundMark(rawValue: mark) else { throw SegmentDamage("row.refund") }
      return mark
    }
    try codec.column("row.total", &extract.rows.totalFen)
    try codec.column("row.cost", &extract.rows.costFen)
    try codec.column("row.drug", &extract.rows.drugFen)
    try codec.column("row.fund", &extract.rows.fundFen)
  }
}
