internal import Glibc

/// A rule for integrals over −1 … 1: nodes and weights that are exact for polynomials.
///
/// With n points it integrates every polynomial of degree 2n − 1 exactly, and an analytic function
/// with an error that falls faster than any power of n. An integral over a … b is
/// (b − a)/2 · Σ weight · f((a + b)/2 + (b − a)/2 · node).
///
/// Checked by integrating powers up to the exact degree.
public struct GaussLegendre: Sendable {
  /// The points, ascending, all strictly inside −1 … 1.
  public let nodes: [Double]
  /// The weight of each point, positive; together 2.
  public let weights: [Double]

  /// Creates the rule with `points` points by Newton's method on the Legendre polynomial.
  ///
  /// - Precondition: `1 <= points <= 100`.
  public init(points: Int) {
    precondition(points >= 1 && points <= 100, "a rule has 1 to 100 points")
    let n = Double(points)
    var nodes: [Double] = []
    var weights: [Double] = []
    for k in 0..<points {
      // Tricomi's first guess is near enough that Newton's method cannot go to a neighbouring root.
      var x = -cos(Double.pi * (Double(k) + 0.75) / (n + 0.5))
      var (value, slope) = Self.legendre(points, x)
      for _ in 0..<8 {
        x -= value / slope
        (value, slope) = Self.legendre(points, x)
      }
      nodes.append(x)
      weights.append(2 / ((1 - x * x) * slope * slope))
    }
    self.nodes = nodes
    self.weights = weights
  }

  /// The Legendre polynomial of `degree` and its slope at `x`, by the three-term recurrence.
  private static func legendre(_ degree: Int, _ x: Double) -> (value: Double, slope: Double) {
    var (last, value) = (1.0, x)
    for k in stride(from: 2, through: degree, by: 1) {
      (last, value) = (value, (Double(2 * k - 1) * x * value - Double(k - 1) * last) / Double(k))
    }
    return (value, Double(degree) * (x * value - last) / (x * x - 1))
  }
}
