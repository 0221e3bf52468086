import SteelyardDomain

/// Whether an extract that was read from a file can be one that reading claims gave: every code has a text, every day
/// and amount is within its bounds, and the rows are those of the account.
///
/// A checksum tells damage; this tells a file that was made to mislead, before anything counts on it.
struct SegmentChecks {
  private let extract: ClaimExtract
  private let rows: ClaimBatch

  init(_ extract: ClaimExtract) {
    self.extract = extract
    rows = extract.rows
  }

  /// - Throws: ``SegmentDamage`` with the first part that cannot be.
  func check() throws(SegmentDamage) {
    try require("contents", extract.contents.count == extract.files.count && !extract.files.isEmpty)
    try require("flows", extract.diseaseFlows.count <= extract.identifiers.diseases.count)
    try checkTold()
    try checkSizes()
    try checkCodes()
    try checkAmounts()
    try checkAccounts()
  }

  private func require(_ part: String, _ holds: Bool) throws(SegmentDamage) {
    if !holds { throw SegmentDamage(part) }
  }

  private func checkTold() throws(SegmentDamage) {
    let (told, ids) = (extract.told, extract.identifiers)
    func areKnown(_ column: [ClaimExtract.Told.Sighting], most count: Int, _ values: Range<Int32>) -> Bool {
      column.count <= count
        && column.allSatisfy { $0.day == .min || ClaimBatch.days.contains($0.day) && values.contains($0.value) }
    }
    let labels = 0..<Int32(told.labels.count)
    for (column, name) in zip(told.institutions, ["name", "kind", "level", "district"]) {
      try require("told.\(name)", areKnown(column, most: ids.institutions.count, labels))
    }
    try require("told.sex", areKnown(told.sexes, most: ids.persons.count, labels))
    try require("told.birth", areKnown(told.births, most: ids.persons.count, Self.births))
    let institutions = 0..<Int32(ids.institutions.count)
    try require(
      "told.renamed",
      told.renamed.allSatisfy(institutions.contains) && zip(told.renamed, told.renamed.dropFirst()).allSatisfy(<))
  }

  /// The days of the years 1 to 9999, as numbers, and one more at either end: a time with a zone may be of the day beside.
  private static let births = (-719_163 as Int32)..<2_932_898

  /// More rows than any input has, and few enough to be added up for all that there can be.
  private static let rowsMaximum: Int64 = 1 << 40

  private func checkSizes() throws(SegmentDamage) {
    let sizes: [(String, Int)] = [
      ("source", rows.source.count), ("line", rows.line.count), ("offset", rows.byteOffset.count),
      ("claim", rows.claim.count), ("original", rows.original.count), ("updated", rows.updated.count),
      ("institution", rows.institution.count), ("disease", rows.disease.count), ("scheme", rows.scheme.count),
      ("day", rows.day.count), ("age", rows.age.count), ("refund", rows.refund.count), ("total", rows.totalFen.count),
      ("cost", rows.costFen.count), ("drug", rows.drugFen.count), ("fund", rows.fundFen.count),
    ]
    for (name, size) in sizes { try require("row.\(name)", size == rows.count) }
  }

  private func checkCodes() throws(SegmentDamage) {
    func are(_ name: String, _ column: [Int32], _ first: Int32 = 0, below count: Int) throws(SegmentDamage) {
      let range = first..<Int32(count)
      try require("row.\(name)", column.allSatisfy(range.contains))
    }
    try are("source", rows.source, below: extract.files.count)
    try are("person", rows.person, below: extract.identifiers.persons.count)
    try are("institution", rows.institution, below: extract.identifiers.institutions.count)
    try are("disease", rows.disease, below: extract.identifiers.diseases.count)
    try are("scheme", rows.scheme, ClaimBatch.absent, below: extract.identifiers.schemes.count)
    try require("row.line", rows.line.allSatisfy { $0 >= 1 })
    try require("row.offset", rows.byteOffset.allSatisfy { $0 >= 0 })
    try require("row.claim", !rows.claim.contains(.none))
    try require("row.day", rows.day.allSatisfy(ClaimBatch.days.contains))
    try require("row.age", rows.age.allSatisfy { (-1...ClaimBatch.ageMaximum).contains($0) })
  }

  private func checkAmounts() throws(SegmentDamage) {
    let limit = Money.rowLimitFen
    try require("row.total", rows.totalFen.allSatisfy { $0.magnitude <= limit.magnitude })
    // Eligible cost is the total less three parts.
    try require("row.cost", rows.costFen.allSatisfy { $0.magnitude <= 4 * limit.magnitude })
    try require("row.drug", rows.drugFen.allSatisfy { $0.magnitude <= limit.magnitude })
    try require("row.fund", rows.fundFen.allSatisfy { $0.magnitude <= limit.magnitude })
    let isRefund = rows.refund.map { $0 == .marked }
    try require("row.refund", zip(isRefund, rows.totalFen).allSatisfy { $0 == ($1 < 0) })
    try require("row.original", zip(isRefund, rows.original).allSatisfy { $0 || $1 == .none })
  }

  /// The rows of each table are the accepted ones of its account, in number and money.
  private func checkAccounts() throws(SegmentDamage) {
    var accepted = [Flow](repeating: Flow(), count: extract.files.count)
    for (source, fen) in zip(rows.source, rows.totalFen) { accepted[Int(source)].add(fen: fen) }
    var all: Int64 = 0
    for (file, flow) in zip(extract.files, accepted) {
      try require("files", file.reconciliation.balances && file.reconciliation.accepted == flow)
      all += file.reconciliation.read.rows
      try require("files", all <= Self.rowsMaximum)
    }
    var flows = [Flow](repeating: Flow(), count: extract.diseaseFlows.count)
    try require("flows", rows.disease.allSatisfy { $0 < flows.count })
    for (disease, fen) in zip(rows.disease, rows.totalFen) { flows[Int(disease)].add(fen: fen) }
    try require("flows", flows == extract.diseaseFlows)
  }
}
