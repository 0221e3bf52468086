import SteelyardDomain
import SteelyardLedger
import SteelyardNumerics

/// One peer group's part of a cell table: what three of the four signals are measured on.
struct PeerCells {
  let table: CellTable
  /// Positions of the peer group's institutions in the table.
  let institutions: [Int]
  /// Positions of the labels that sparse strata give up, in this order.
  let ladder: [Int]
  /// How many cells a stratum needs for a reference of its own.
  let headsMinimum: Int

  init(_ table: CellTable, institutions: [Int], plan: ScoringPlan) {
    self.table = table
    self.institutions = institutions
    ladder = plan.ladder.filter { $0 != .attached }.map(Stratum.position(of:))
    headsMinimum = plan.stratumHeadsMinimum
  }

  /// Calls `body` with every cell of the peer group, in the table's order.
  func forEachCell(_ body: (Int) -> Void) {
    for institution in institutions {
      let visitors = table.visitors(of: institution)
      for cell in table.cellStarts[visitors.lowerBound]..<table.cellStarts[visitors.upperBound] { body(cell) }
    }
  }

  /// What a signal makes of each visitor of an institution.
  func visitors<Value>(of position: Int, _ value: (Range<Int>) -> Value) -> [Value] {
    table.visitors(of: institutions[position]).map { value(table.cells(of: $0)) }
  }
}

/// What a signal found at one institution: how far it lies above or below its peers, and how surely.
public struct SignalScore: Equatable, Sendable {
  /// y: observed over expected as a logarithm (for `drugs` a difference of logits); 0 is as the peers.
  public let logValue: Double
  /// The standard error of ``logValue``, above 0.
  public let standardError: Double
  /// (y − μ)/√(s² + τ²) among the institutions of the fit; `nil` where the institution has too few heads.
  public internal(set) var z: Double?

  /// The least standard error that is more than what rounding leaves of none at all.
  static let errorMinimum = 1e-9

  /// - Returns: `nil` where the signal cannot be had: no logarithm, or no error to judge it by.
  init?(logValue: Double, standardError: Double) {
    guard logValue.isFinite, standardError.isFinite, standardError > Self.errorMinimum else { return nil }
    self.logValue = logValue
    self.standardError = standardError
  }
}
