/// An amount of money in whole fen, a hundredth of a yuan.
///
/// Money stays an integer until the last division. Sums are checked: an overflow is an error of the caller's
/// bounds, never a wrapped number (see ``rowLimitFen``).
///
/// Edge cases: zero and negative amounts are ordinary (refunds are negative).
public struct Money: Hashable, Comparable, Sendable {
  /// The largest amount one row may hold, 10^14 fen (10^12 yuan).
  public static let rowLimitFen: Int64 = 100_000_000_000_000

  /// The amount in fen.
  public let fen: Int64

  /// Creates an amount.
  public init(fen: Int64) { self.fen = fen }

  /// Creates an amount from yuan by rounding to the nearest fen, halves away from zero.
  ///
  /// - Precondition: `yuan` is finite and its fen fit in 63 bits.
  public init(roundingYuan yuan: Double) {
    let fen = (yuan * 100).rounded()
    precondition(fen.magnitude < 9e18, "an amount of money must fit in 63 bits of fen")
    self.fen = Int64(fen)
  }

  /// Orders amounts.
  public static func < (a: Money, b: Money) -> Bool { a.fen < b.fen }

  /// The amount in yuan with two decimals and a point, the same in every locale: `-12.05`.
  public var yuanText: String {
    let magnitude = fen.magnitude
    let cents = magnitude % 100
    return "\(fen < 0 ? "-" : "")\(magnitude / 100).\(cents < 10 ? "0" : "")\(cents)"
  }
}
