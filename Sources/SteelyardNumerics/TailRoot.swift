internal import Glibc

/// Finds where the tail of a positive distribution has a given probability.
enum TailRoot {
  /// The x > 0 at which a tail is `p`, by Newton's method on ln(tail) against ln(x).
  ///
  /// There the tails of the distributions here are concave, so that each step from the near side stays on it and one
  /// from the far side crosses over once; a bracket guards against rounding and against tails that underflow.
  ///
  /// - Parameters:
  ///   - p: the probability, positive.
  ///   - start: a first guess, positive and finite.
  ///   - rising: whether the tail is the lower one.
  ///   - curve: the tail and the density at x.
  static func solve(
    _ p: Double, from start: Double, rising: Bool, _ curve: (Double) -> (tail: Double, density: Double)
  ) -> Double {
    var (low, high) = (0.0, Double.infinity)
    var x = start
    for _ in 0..<300 {
      let (tail, density) = curve(x)
      if tail == p { return x }
      if (tail < p) == rising { low = x } else { high = x }
      let slope = x * density / tail
      let step = (rising ? -1 : 1) * log(tail / p) / slope
      var next = x * exp(step)
      if !(next > low && next < high) {
        next =
          high == .infinity
          ? min(4 * x, .greatestFiniteMagnitude) : low > 0 ? low.squareRoot() * high.squareRoot() : x / 16
        if next <= low || next >= high || next == 0 { return x }
      } else if abs(step) < 1e-12 || next == x {
        return next
      }
      x = next
    }
    return x
  }
}
