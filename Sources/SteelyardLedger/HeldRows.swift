import SteelyardDomain

/// The rows of all files as columns, held until it is known which of them stand: the largest thing in memory.
///
/// Row r is position r of every column, as in ``ClaimBatch``. What most rows do not tell takes no place: originals are
/// kept by row, since few rows are refunds, and the columns of updates and of the compared cost begin where a row first
/// tells an update, or a cost that is not the total. That leaves 79 bytes a row, 95 where both are told; a refund that names
/// its original takes some 50 more.
struct HeldRows: Sendable {
  private(set) var source: [Int32] = []
  private(set) var line: [Int32] = []
  private(set) var byteOffset: [Int64] = []
  private(set) var claim: [Fingerprint] = []
  private(set) var person: [Int32] = []
  private(set) var institution: [Int32] = []
  var disease: [Int32] = []
  var scheme: [Int32] = []
  var day: [Int32] = []
  var age: [Int16] = []
  private(set) var refund: [ClaimBatch.RefundMark] = []
  private(set) var totalFen: [Int64] = []
  private(set) var drugFen: [Int64] = []
  private(set) var fundFen: [Int64] = []
  private var originals: [Int32: Fingerprint] = [:]
  /// Empty where no row tells an update.
  private var updates: [Int64] = []
  /// Empty where every row's compared cost is its total.
  private var costs: [Int64] = []

  /// How many rows there are.
  var count: Int { person.count }

  /// The number of the settlement that a row takes back, or ``Fingerprint/none``.
  func original(of row: Int) -> Fingerprint { refund[row] == .none ? .none : originals[Int32(row)] ?? .none }

  /// When a row was last changed, 0 where not told.
  func updated(of row: Int) -> Int64 { updates.isEmpty ? 0 : updates[row] }

  /// The cost that is compared, in fen.
  @inline(__always) func costFen(of row: Int) -> Int64 { costs.isEmpty ? totalFen[row] : costs[row] }

  /// Adds the rows of a batch.
  ///
  /// - Precondition: fewer than 2^31 rows in all; only refunds have an original.
  mutating func append(_ batch: ClaimBatch) {
    let before = count
    for (row, original) in batch.original.enumerated() where original != .none {
      originals[Int32(before + row)] = original
    }
    if !updates.isEmpty || batch.updated.contains(where: { $0 != 0 }) {
      updates += Array(repeating: 0, count: before - updates.count) + batch.updated
    }
    if !costs.isEmpty || batch.costFen != batch.totalFen { costs += totalFen[costs.count...] + batch.costFen }
    source += batch.source
    line += batch.line
    byteOffset += batch.byteOffset
    claim += batch.claim
    person += batch.person
    institution += batch.institution
    disease += batch.disease
    scheme += batch.scheme
    day += batch.day
    age += batch.age
    refund += batch.refund
    totalFen += batch.totalFen
    drugFen += batch.drugFen
    fundFen += batch.fundFen
  }

  /// Makes room for some rows in all.
  mutating func reserve(_ rows: Int) {
    source.reserveLarge(rows)
    line.reserveLarge(rows)
    byteOffset.reserveLarge(rows)
    claim.reserveLarge(rows)
    person.reserveLarge(rows)
    institution.reserveLarge(rows)
    disease.reserveLarge(rows)
    scheme.reserveLarge(rows)
    day.reserveLarge(rows)
    age.reserveLarge(rows)
    refund.reserveLarge(rows)
    totalFen.reserveLarge(rows)
    drugFen.reserveLarge(rows)
    fundFen.reserveLarge(rows)
  }

  /// Lets go of what tells rows apart, once nothing asks for it any more.
  mutating func forgetIdentity() {
    claim = []
    originals = [:]
    updates = []
    byteOffset = []
    line = []
    source = []
  }

  /// What a row says, but for its number and when it was changed, as a hash: equal for rows that say the same, which
  /// tells a repetition from a conflict.
  ///
  /// Asked of the rows of settlements that stand more than once, which are few, and so not kept.
  func contentHash(of row: Int) -> UInt64 {
    func pair(_ a: Int32, _ b: Int32) -> UInt64 { UInt64(UInt32(bitPattern: a)) << 32 | UInt64(UInt32(bitPattern: b)) }
    let said = [
      UInt64(bitPattern: totalFen[row]), UInt64(bitPattern: costFen(of: row)), UInt64(bitPattern: drugFen[row]),
      UInt64(bitPattern: fundFen[row]), pair(person[row], institution[row]), pair(disease[row], scheme[row]),
      pair(day[row], Int32(age[row])), original(of: row).low ^ (refund[row] == .marked ? 1 : 0),
    ]
    return said.reduce(1, Fingerprint.mix)
  }
}
