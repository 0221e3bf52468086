internal import Glibc

/// How far the leading digits of many numbers lie from Benford's law.
///
/// The law expects the leading digits d in a share log₁₀(1 + 1/d) of numbers that spread over several powers of ten.
/// Numbers with a ceiling, a fixed price or a narrow range do not follow it, and that is no sign of anything: the
/// distance is a feature among others, not a finding.
///
/// The distance is MAD = mean over the cells of |share − expected|, with the cut-offs of Nigrini; the χ² statistic is
/// N Σ (share − expected)²/expected.
///
/// Edge cases: with few numbers chance alone reaches the cut-offs. ``distanceByChance``, the MAD expected of N numbers that
/// follow the law, mean over the cells of √(2 e (1 − e)/(π N)), stands beside it; where it reaches the last cut-off the
/// outcome is `tooFewNumbers` (up to 245 numbers for the first digit, 1,300 for the first two, 2,549 for three).
///
/// See F. Benford, "The law of anomalous numbers" (1938), and M. J. Nigrini, "Benford's Law" (2012). Checked against
/// `matching_and_digits.json`.
public struct DigitDistribution: Equatable, Sendable {
  /// How many leading digits make a cell.
  public enum Digits: Int, CaseIterable, Sendable {
    /// 1 … 9.
    case first = 1
    /// 10 … 99.
    case firstTwo = 2
    /// 100 … 999.
    case firstThree = 3

    /// The lowest leading digits: that of the first cell.
    public var lowest: Int { [1, 10, 100][rawValue - 1] }
    /// How many cells there are: 9, 90 or 900.
    public var count: Int { 9 * lowest }
    /// Nigrini's cut-offs between the four classes.
    public var cutoffs: [Double] {
      switch self {
      case .first: [0.006, 0.012, 0.015]
      case .firstTwo: [0.0012, 0.0018, 0.0022]
      case .firstThree: [0.00036, 0.00044, 0.0005]
      }
    }
    /// The share of every cell by Benford's law, log₁₀(1 + 1/d).
    public var expected: [Double] { (lowest..<10 * lowest).map { log1p(1 / Double($0)) / log(10) } }

    /// The cell of a number: its leading digits less ``lowest``; a number with fewer digits is taken as followed by zeros.
    ///
    /// Edge cases: the sign does not matter; `nil` for zero, which has no leading digit.
    public func cell(of number: Int64) -> Int? {
      guard number != 0 else { return nil }
      var leading = number.magnitude
      while leading >= UInt64(10 * lowest) { leading /= 10 }
      while leading < UInt64(lowest) { leading *= 10 }
      return Int(leading) - lowest
    }
  }

  /// Nigrini's classes by the MAD.
  public enum Conformity: String, CaseIterable, Sendable {
    /// At most the first cut-off.
    case close
    /// Up to the second.
    case acceptable
    /// Up to the third.
    case marginal
    /// Above it.
    case none
    /// Chance alone would reach the third cut-off, so that the distance tells nothing.
    case tooFewNumbers
  }

  /// Which digits make a cell.
  public let digits: Digits
  /// How many numbers there are.
  public let numbers: Int64
  /// The share of every cell; zeros without numbers.
  public let shares: [Double]
  /// The mean absolute distance of the shares from the law; zero without numbers.
  public let distance: Double
  /// The distance expected of as many numbers that follow the law; zero without numbers.
  public let distanceByChance: Double
  /// The χ² statistic, on one degree of freedom less than there are cells; zero without numbers.
  public let chiSquare: Double
  /// The class.
  public let conformity: Conformity

  /// Compares counts of leading digits with the law.
  ///
  /// - Parameters:
  ///   - counts: how many numbers fall into each cell, from the lowest leading digits up.
  ///   - digits: which digits make a cell.
  /// - Precondition: there is one count for each cell, each in 0 ..< 2⁵².
  public init(counts: [Int64], digits: Digits) {
    precondition(counts.count == digits.count, "every cell needs its count")
    precondition(counts.allSatisfy { $0 >= 0 && $0 < 1 << 52 }, "a count lies in 0 ..< 2^52")
    self.digits = digits
    let numbers = counts.reduce(0, +)
    self.numbers = numbers
    guard numbers > 0 else {
      shares = counts.map { _ in 0 }
      (distance, distanceByChance, chiSquare, conformity) = (0, 0, 0, .tooFewNumbers)
      return
    }
    let (cells, total) = (Double(digits.count), Double(numbers))
    let expected = digits.expected
    let shares = counts.map { Double($0) / total }
    self.shares = shares
    // At most 900 terms of one sign, none larger than one: a plain sum loses nothing that matters.
    let distance = zip(shares, expected).reduce(0) { $0 + abs($1.0 - $1.1) } / cells
    let byChance = expected.reduce(0) { $0 + (2 * $1 * (1 - $1) / (Double.pi * total)).squareRoot() } / cells
    self.distance = distance
    distanceByChance = byChance
    chiSquare = total * zip(shares, expected).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) / $1.1 }
    let classes: [Conformity] = [.close, .acceptable, .marginal]
    let place = digits.cutoffs.firstIndex { distance <= $0 }
    conformity = byChance >= digits.cutoffs[2] ? .tooFewNumbers : place.map { classes[$0] } ?? .none
  }
}
