internal import SteelyardNumerics

extension RandomSource {
  /// A standard normal number rounded to a multiple of 2⁻²⁰.
  ///
  /// The tails of a normal pass through the C library's `log`, whose last bit differs between its versions. Rounded,
  /// the difference shows in one draw of 10^10.
  mutating func roundedNormal() -> Double { (normal() * 0x1p20).rounded() * 0x1p-20 }

  /// A lognormal number of mean 1, `spread` being the standard deviation of its logarithm.
  mutating func lognormal(meanOne spread: Double) -> Double {
    exponential(spread * roundedNormal() - spread * spread / 2)
  }

  /// Whether an event of probability `share` happens.
  mutating func happens(_ share: Double) -> Bool { uniform() < share }
}

/// e to the power x by additions and multiplications alone, so that it is the same on every platform.
///
/// x = k·ln 2 + r with |r| ≤ ln 2 / 2, and e^r by its series to the 13th power; the relative error is below 1e-15 for
/// |x| ≤ 30.
///
/// - Precondition: |x| ≤ 700, so that the result is an ordinary number.
func exponential(_ x: Double) -> Double {
  precondition(x.magnitude <= 700, "an exponent lies within 700")
  let k = (x * 1.442_695_040_888_963_4).rounded()
  // ln 2 in two parts: the first has trailing zeros, so k times it is exact.
  let r = (x - k * 0x1.62e42feep-1) - k * 0x1.a39ef35793c76p-33
  var sum = 1.0
  for divisor in stride(from: 13.0, to: 0, by: -1) { sum = 1 + sum * r / divisor }
  return sum * Double(sign: .plus, exponent: Int(k), significand: 1)
}
