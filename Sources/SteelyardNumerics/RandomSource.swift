internal import Glibc

/// A reproducible stream of random numbers: xoshiro256**, seeded by SplitMix64.
///
/// One seed names a family of streams; the streams of a family are independent for every practical
/// purpose, so that each block of a computation can own one and threads need share nothing.
/// The 64-bit outputs and everything made of them by whole-number arithmetic are the same on every
/// platform. Normals, gammas, Poissons and lognormals pass through the C library's `log` and `exp`
/// and may differ in the last bit between two versions of it.
///
/// ```swift
/// var source = RandomSource(seed: 20_240_601, stream: 3)
/// let draw = source.normal()
/// ```
///
/// Not for secrets. See D. Blackman and S. Vigna, "Scrambled linear pseudorandom number generators"
/// (2021). Checked against the published outputs of both generators.
public struct RandomSource: RandomNumberGenerator, Sendable {
  private var state: (UInt64, UInt64, UInt64, UInt64)

  /// Starts stream `stream` of the family `seed` at its beginning.
  ///
  /// SplitMix64, started at `seed` XOR its own mixing function of `stream`, fills the state. Stream 0
  /// is therefore xoshiro256** seeded the usual way.
  ///
  /// Edge cases: every pair of values is valid, zero included.
  public init(seed: UInt64, stream: UInt64) {
    var filler = SplitMix64(state: seed ^ SplitMix64.mixed(stream))
    self.init(state: (filler.next(), filler.next(), filler.next(), filler.next()))
  }

  init(state: (UInt64, UInt64, UInt64, UInt64)) {
    precondition(state.0 | state.1 | state.2 | state.3 != 0, "a state of zeros stays zero")
    self.state = state
  }

  /// The next 64 random bits.
  public mutating func next() -> UInt64 {
    let result = Self.rotated(state.1 &* 5, by: 7) &* 9
    let shifted = state.1 << 17
    state.2 ^= state.0
    state.3 ^= state.1
    state.1 ^= state.2
    state.0 ^= state.3
    state.2 ^= shifted
    state.3 = Self.rotated(state.3, by: 45)
    return result
  }

  /// A number strictly between 0 and 1, uniform on the odd multiples of 2⁻⁵³.
  public mutating func uniform() -> Double {
    // 52 bits and a half: with 53, the largest value would round to 1.
    (Double(next() >> 12) + 0.5) * 0x1p-52
  }

  /// A whole number from 0 to `bound` − 1, each equally likely.
  ///
  /// Multiplication with rejection: D. Lemire, "Fast random integer generation in an interval" (2019).
  ///
  /// - Precondition: `bound >= 1`.
  public mutating func uniform(below bound: Int) -> Int {
    precondition(bound >= 1, "there is no whole number below the bound")
    let range = UInt64(bound)
    var product = next().multipliedFullWidth(by: range)
    if product.low < range {
      let threshold = (0 &- range) % range
      while product.low < threshold { product = next().multipliedFullWidth(by: range) }
    }
    return Int(product.high)
  }

  /// A standard normal number: the normal quantile of one ``uniform()``.
  ///
  /// One uniform a draw, so draw n of a stream does not depend on the draws before it. Lies within ±8.3.
  public mutating func normal() -> Double { NormalDistribution.quantile(uniform()) }

  /// A lognormal number exp(`meanLog` + `sdLog` · normal).
  ///
  /// Edge cases: `sdLog` zero gives exp(`meanLog`). A result too large for a double is the largest one.
  ///
  /// - Precondition: both are finite and `sdLog >= 0`.
  public mutating func lognormal(meanLog: Double, sdLog: Double) -> Double {
    precondition(meanLog.isFinite && sdLog.isFinite && sdLog >= 0, "a lognormal needs a finite mean and spread")
    return min(exp(meanLog + sdLog * normal()), .greatestFiniteMagnitude)
  }

  /// Brings `values` into a random order, each order equally likely (Fisher and Yates).
  public mutating func shuffle<Element>(_ values: inout [Element]) {
    for last in stride(from: values.count - 1, to: 0, by: -1) {
      values.swapAt(last, uniform(below: last + 1))
    }
  }

  private static func rotated(_ bits: UInt64, by count: UInt64) -> UInt64 {
    (bits << count) | (bits >> (64 - count))
  }
}

/// The generator that fills the state of a better one: a counter and a mixing function.
///
/// See G. Steele, D. Lea and C. Flood, "Fast splittable pseudorandom number generators" (2014).
struct SplitMix64 {
  private var state: UInt64

  init(state: UInt64) { self.state = state }

  mutating func next() -> UInt64 {
    // The golden ratio in 64 bits: an odd step, so the counter visits every state.
    state &+= 0x9e37_79b9_7f4a_7c15
    return Self.mixed(state)
  }

  /// A one-to-one scrambling of 64 bits that maps zero to zero.
  static func mixed(_ bits: UInt64) -> UInt64 {
    var z = (bits ^ (bits >> 30)) &* 0xbf58_476d_1ce4_e5b9
    z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
    return z ^ (z >> 31)
  }
}
