internal import Glibc

// Draws that reject candidates: they take a varying number of uniforms each.
extension RandomSource {
  /// A gamma number of `shape` and scale 1: mean and variance are both `shape`.
  ///
  /// G. Marsaglia and W. Tsang, "A simple method for generating gamma variables" (2000). Below a shape
  /// of 1 it draws at shape + 1 and multiplies by u^(1/shape).
  ///
  /// Edge cases: for tiny shapes nearly all of the mass lies below the smallest double, and the result is 0.
  ///
  /// - Precondition: `shape` is positive and finite.
  public mutating func gamma(shape: Double) -> Double {
    precondition(shape > 0 && shape.isFinite, "a gamma shape must be positive and finite")
    if shape < 1 {
      let boosted = gamma(shape: shape + 1)
      return boosted * exp(log(uniform()) / shape)
    }
    let d = shape - 1.0 / 3
    let c = 1 / (9 * d).squareRoot()
    while true {
      let x = normal()
      let root = 1 + c * x
      guard root > 0 else { continue }
      let v = root * root * root
      if log(uniform()) < x * x / 2 + d * (1 - v + log(v)) { return d * v }
    }
  }

  /// A Poisson count of mean `mean`.
  ///
  /// Below 10 it multiplies uniforms until their product falls below exp(−mean); from 10 on it rejects
  /// from a transformed uniform: W. Hörmann, "The transformed rejection method for generating Poisson
  /// random variables" (1993), algorithm PTRS, whose constants these are.
  ///
  /// Edge cases: a mean of zero gives 0.
  ///
  /// - Precondition: `0 <= mean <= 1e15`; beyond it a double no longer tells neighbouring counts apart.
  public mutating func poisson(mean: Double) -> Int {
    precondition(mean >= 0 && mean <= 1e15, "a Poisson mean lies in 0 ... 1e15")
    if mean < 10 {
      let threshold = exp(-mean)
      var product = uniform()
      var count = 0
      while product > threshold {
        product *= uniform()
        count += 1
      }
      return count
    }
    let b = 0.931 + 2.53 * mean.squareRoot()
    let a = -0.059 + 0.02483 * b
    let inverseAlpha = 1.1239 + 1.1328 / (b - 3.4)
    let quick = 0.9277 - 3.6224 / (b - 2)
    while true {
      let u = uniform() - 0.5
      let v = uniform()
      let us = 0.5 - abs(u)
      let k = ((2 * a / us + b) * u + mean + 0.43).rounded(.down)
      if us >= 0.07 && v <= quick { return Int(k) }
      if k < 0 || (us < 0.013 && v > us) { continue }
      var sign: Int32 = 0
      if log(v * inverseAlpha / (a / (us * us) + b)) <= k * log(mean) - mean - lgamma_r(k + 1, &sign) { return Int(k) }
    }
  }
}
