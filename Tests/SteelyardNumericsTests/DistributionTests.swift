import Glibc
import SteelyardNumerics
import Testing

/// Shapes from far below 1 to far above the border between series and quadrature, and both sides of it.
private let shapes = [0.004, 0.3, 0.5, 1, 1.7, 4, 9.99, 10, 31.5, 99.999, 100.001, 640, 2e4, 3e6]
/// Probabilities from one far end to the other.
private let probabilities = [1e-12, 1e-6, 0.001, 0.025, 0.2, 0.5, 0.77, 0.975, 0.9999, 1 - 1e-9]

private func relativeError(_ value: Double, _ reference: Double) -> Double {
  abs(value - reference) / abs(reference)
}

@Suite struct GammaDistributionTests {
  @Test("Both tails together are one", arguments: shapes)
  func tailsAddToOne(shape: Double) {
    for factor in [1e-6, 0.01, 0.4, 0.9, 0.999, 1, 1.001, 1.2, 3, 40] {
      let x = shape * factor
      let sum =
        GammaDistribution.cumulative(x, shape: shape, rate: 1) + GammaDistribution.upperTail(x, shape: shape, rate: 1)
      // Each is right to 1e-14 here, and one of them at most 1.
      #expect(abs(sum - 1) < 2e-14, "x = \(x)")
    }
  }

  @Test("A quantile has the probability it was asked for, from either tail", arguments: shapes)
  func quantileIsTheInverse(shape: Double) {
    for p in probabilities {
      let x = GammaDistribution.quantile(p, shape: shape, rate: 2.5)
      let y = GammaDistribution.quantile(upperTail: p, shape: shape, rate: 2.5)
      // Two roundings of x, 2e-16, count x·density/tail-fold: up to 8·√shape at these probabilities; and 2e-14 of ours.
      let allowed = 2e-14 + 2e-15 * shape.squareRoot()
      if x > 1e-300 {
        #expect(relativeError(GammaDistribution.cumulative(x, shape: shape, rate: 2.5), p) < allowed, "p = \(p)")
      }
      if y > 1e-300 {
        #expect(relativeError(GammaDistribution.upperTail(y, shape: shape, rate: 2.5), p) < allowed, "q = \(p)")
      }
    }
  }

  @Test("Tails are monotone across the border between two ways of computing them")
  func monotone() {
    for shape in [99.999, 100.001, 0.999, 1.001] {
      var last = 0.0
      for step in 1...2000 {
        let value = GammaDistribution.cumulative(shape * Double(step) / 1000, shape: shape, rate: 1)
        #expect(value >= last, "shape \(shape), step \(step)")
        last = value
      }
    }
    // In the shape: one shape above, less lies below; the step of 2e-6 moves the share by 1e-7.
    #expect(
      GammaDistribution.cumulative(90, shape: 100.000001, rate: 1)
        < GammaDistribution.cumulative(90, shape: 99.999999, rate: 1))
  }

  @Test("Whole shapes equal the plain sum of Poisson terms", arguments: [1, 2, 5, 20, 130, 400])
  func naiveSum(shape: Int) {
    for factor in [0.3, 0.8, 1, 1.3, 2] {
      let mean = Double(shape) * factor
      var term = exp(-mean)
      var sum = 0.0
      for count in 0..<shape {
        sum += term
        term *= mean / Double(count + 1)
      }
      let tail = GammaDistribution.upperTail(mean, shape: Double(shape), rate: 1)
      // As many roundings as terms, and exp(−800) of the largest mean is still a normal number above 1e-308 only
      // up to 708.
      if mean < 700 { #expect(relativeError(tail, sum) < 1e-13, "mean \(mean)") }
    }
  }

  @Test("One degree is the square of a normal number, two degrees are an exponential")
  func knownMembers() {
    for x in [1e-9, 0.02, 0.5, 1, 3.8, 20, 300] {
      let normal = 2 * NormalDistribution.upperTail(x.squareRoot())
      // The square root's rounding counts x-fold: 300 · 1e-16.
      #expect(relativeError(ChiSquaredDistribution.upperTail(x, degrees: 1), normal) < 1e-13, "x = \(x)")
      #expect(relativeError(ChiSquaredDistribution.upperTail(x, degrees: 2), exp(-x / 2)) < 1e-14, "x = \(x)")
      #expect(relativeError(ChiSquaredDistribution.cumulative(x, degrees: 2), -expm1(-x / 2)) < 1e-14, "x = \(x)")
    }
  }

  @Test("The density is the slope of the cumulative probability", arguments: shapes)
  func densityIsTheSlope(shape: Double) {
    for p in [0.1, 0.5, 0.9] {
      let x = GammaDistribution.quantile(p, shape: shape, rate: 1)
      guard x > 1e-200 else { continue }
      let step = 1e-4 * x / (1 + shape.squareRoot())
      let rise =
        GammaDistribution.cumulative(x + step, shape: shape, rate: 1)
        - GammaDistribution.cumulative(x - step, shape: shape, rate: 1)
      // The curvature over the step, 1e-8, and the rounding of the difference, 1e-16/1e-4 and up to 1/shape more.
      #expect(relativeError(rise / (2 * step), GammaDistribution.density(x, shape: shape, rate: 1)) < 1e-6)
    }
  }

  @Test("Ends and extremes are numbers")
  func extremes() {
    #expect(ChiSquaredDistribution.cumulative(-1, degrees: 3) == 0)
    #expect(ChiSquaredDistribution.upperTail(-1, degrees: 3) == 1)
    #expect(ChiSquaredDistribution.cumulative(0, degrees: 3) == 0)
    #expect(ChiSquaredDistribution.cumulative(.infinity, degrees: 3) == 1)
    #expect(ChiSquaredDistribution.upperTail(.infinity, degrees: 3) == 0)
    #expect(ChiSquaredDistribution.density(0, degrees: 3) == 0)
    #expect(ChiSquaredDistribution.density(0, degrees: 2) == 0.5)
    #expect(ChiSquaredDistribution.density(0, degrees: 1) == .greatestFiniteMagnitude)
    #expect(ChiSquaredDistribution.density(-1, degrees: 1) == 0)
    #expect(GammaDistribution.quantile(0.5, shape: 1e-6, rate: 1) == 0)
    for shape in [1e-12, 1, 1e15] {
      for x in [.leastNonzeroMagnitude, 1, 1e15, 1e300, .greatestFiniteMagnitude] {
        let lower = GammaDistribution.cumulative(x, shape: shape, rate: 1)
        let upper = GammaDistribution.upperTail(x, shape: shape, rate: 1)
        #expect((0...1).contains(lower) && (0...1).contains(upper) && abs(lower + upper - 1) < 1e-14)
        #expect(GammaDistribution.density(x, shape: shape, rate: 1).isFinite)
      }
      for p in [.leastNonzeroMagnitude, 1e-300, 0.5, 1.0.nextDown] {
        #expect(GammaDistribution.quantile(p, shape: shape, rate: 1).isFinite)
        #expect(GammaDistribution.quantile(upperTail: p, shape: shape, rate: 1).isFinite)
      }
    }
  }
}
