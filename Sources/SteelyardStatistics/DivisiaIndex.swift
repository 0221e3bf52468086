internal import Glibc
public import SteelyardNumerics

/// Splits the difference and the ratio of two sums of products into the effects of their factors, with nothing left over.
///
/// Two sums over the same cells s are given, own Σ_s Π_k x_sk and reference Σ_s Π_k r_sk. With the logarithmic mean
/// L(a, b) = (a − b)/ln(a/b) of a cell's two products, factor k gets Σ_s L_s · ln(x_sk/r_sk): the effects add up to
/// own − reference. Divided by L(own, reference) they add up to ln(own/reference). This is LMDI-I.
///
/// ```swift
/// // One cell, price × quantity: 6 · 4 against 2 · 3.
/// let split = DivisiaIndex(
///   own: Matrix(rows: 1, columns: 2, elements: [6, 4]), reference: Matrix(rows: 1, columns: 2, elements: [2, 3]))
/// split.logEffects  // [ln 3, ln 4/3], together ln 4
/// ```
///
/// Swapping the two sides turns every effect's sign; the unit of a factor does not matter.
///
/// Edge cases: a factor may be zero. Where it is positive and goes to zero together with m − 1 other factors of its cell
/// on the same side, each of the m gets the m-th part of what the cell loses, and the other factors get nothing: the
/// limit of the formula. A cell that is zero on both sides adds nothing.
///
/// See B. W. Ang, "The LMDI approach to decomposition analysis: a practical guide", Energy Policy 33 (2005); for zeros,
/// B. W. Ang & N. Liu, Energy Policy 35 (2007). Checked against the integral ∫ Π x(t) d ln x_k over geometric paths.
public struct DivisiaIndex: Equatable, Sendable {
  /// How the split came about.
  public enum Outcome: String, CaseIterable, Sendable {
    /// Every factor of every cell is positive.
    case positive
    /// Some cells have zeros and were split by the limit.
    case limit
    /// A side is zero, so there is no ratio: only differences.
    case noRatio
  }

  /// Σ_s Π_k x_sk.
  public let own: Double
  /// Σ_s Π_k r_sk.
  public let reference: Double
  /// The effect of each factor on the difference, in the unit of the products; together own − reference.
  public let differences: [Double]
  /// The effect of each factor on the logarithm of the ratio, together ln(own/reference); `nil` where there is none.
  public let logEffects: [Double]?
  /// How the split came about.
  public let outcome: Outcome

  /// Splits own against reference, both cells × factors.
  ///
  /// - Precondition: both have the same shape; every factor is 0 or positive and finite; a product of positive factors
  ///   is a normal number (not below 2^−1022, not beyond 1.8e308), and so is each side's sum.
  public init(own: Matrix, reference: Matrix) {
    precondition(
      own.rows == reference.rows && own.columns == reference.columns, "both sides have the same cells and factors")
    let factors = own.columns
    var parts = [[Double]](repeating: [], count: factors)
    var products: (own: [Double], reference: [Double]) = ([], [])
    var hasZeros = false
    for cell in 0..<own.rows {
      let x = (0..<factors).map { own[cell, $0] }
      let r = (0..<factors).map { reference[cell, $0] }
      let (a, b) = (Self.product(x), Self.product(r))
      products.own.append(a)
      products.reference.append(b)
      if a > 0, b > 0 {
        let mean = Self.logMean(a, b)
        for factor in 0..<factors { parts[factor].append(mean * Self.logRatio(x[factor], r[factor])) }
        continue
      }
      hasZeros = true
      if a == b { continue }
      let vanishing = a == 0 ? x : r
      let share = (a - b) / Double(vanishing.count { $0 == 0 })
      for factor in 0..<factors where vanishing[factor] == 0 { parts[factor].append(share) }
    }
    self.own = CompensatedSum.of(products.own)
    self.reference = CompensatedSum.of(products.reference)
    differences = parts.map { CompensatedSum.of($0) }
    if self.own > 0, self.reference > 0 {
      let mean = Self.logMean(self.own, self.reference)
      logEffects = differences.map { $0 / mean }
      outcome = hasZeros ? .limit : .positive
    } else {
      logEffects = nil
      outcome = .noRatio
    }
  }

  /// The logarithmic mean L(a, b) = (a − b)/ln(a/b), which lies between the geometric and the arithmetic mean.
  ///
  /// Edge cases: L(a, a) = a and L(a, 0) = 0, the limits.
  ///
  /// - Precondition: both are finite and not negative.
  public static func logMean(_ a: Double, _ b: Double) -> Double {
    precondition(a >= 0 && b >= 0 && a.isFinite && b.isFinite, "a logarithmic mean is of two numbers from zero up")
    let (low, high) = a <= b ? (a, b) : (b, a)
    if low == 0 || low == high { return low }
    // ln(1 + d) is exact for small d, where ln(high/low) would lose all digits.
    let excess = (high - low) / low
    let logarithm = excess.isFinite ? log1p(excess) : log(high) - log(low)
    return min(max((high - low) / logarithm, low), high)
  }

  /// ln(a/b), also where the quotient itself is no normal number.
  static func logRatio(_ a: Double, _ b: Double) -> Double {
    let ratio = a / b
    return ratio.isNormal ? log(ratio) : log(a) - log(b)
  }

  private static func product(_ factors: [Double]) -> Double {
    precondition(factors.allSatisfy { $0 >= 0 && $0.isFinite }, "a factor is a finite number from zero up")
    if factors.contains(0) { return 0 }
    let product = factors.reduce(1, *)
    precondition(product.isNormal, "a product of positive factors is a normal number")
    return product
  }
}
