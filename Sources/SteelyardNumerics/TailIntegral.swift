internal import Glibc

/// The integral of exp(−h(w)) from 0 to a limit, where h rises from 0 and is convex.
///
/// The tail of a distribution is its density at the tail's border times such an integral, whatever the size of its
/// parameters; series and continued fractions take ever more terms as those grow.
enum TailIntegral {
  /// Beyond this h the rest is below 1e-18 of the integral.
  private static let reach = 44.0
  private static let rule = GaussLegendre(points: 40)

  /// The integral of exp(−h) over 0 … `limit`.
  ///
  /// - Parameters:
  ///   - slope: h′(0), not negative.
  ///   - curvature: h″(0), positive; both only say how far the integrand reaches.
  static func of(_ h: (Double) -> Double, slope: Double, curvature: Double, limit: Double) -> Double {
    // Where slope·w + curvature·w²/2 is the reach; further while h grows more slowly than that.
    var end = 2 * reach / (slope + (slope * slope + 2 * reach * curvature).squareRoot())
    while end < limit, h(end) < reach { end *= 1.25 }
    end = min(end, limit)
    var sum = 0.0
    let panels = 3
    let half = end / Double(2 * panels)
    for panel in 0..<panels {
      let middle = half * Double(2 * panel + 1)
      for (node, weight) in zip(rule.nodes, rule.weights) { sum += weight * exp(-h(middle + half * node)) }
    }
    return sum * half
  }
}
