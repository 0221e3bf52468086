import Glibc
import SteelyardNumerics
import Testing

private func relativeError(_ value: Double, _ reference: Double) -> Double {
  abs(value - reference) / abs(reference)
}

@Suite struct PoissonDistributionTests {
  @Test("Mass and both tails equal plain sums", arguments: [0.001, 0.7, 3, 25, 180])
  func naiveSums(mean: Double) {
    // Each term from the one before; 600 terms, so 600 roundings at most.
    var masses = [exp(-mean)]
    for count in 1..<600 { masses.append(masses[count - 1] * mean / Double(count)) }
    // Products below the smallest normal number have lost their digits.
    for count in [0, 1, 2, 7, 20, 60, 200] where masses[count] > 1e-290 {
      #expect(relativeError(PoissonDistribution.mass(count, mean: mean), masses[count]) < 1e-12)
      let below = masses[0...count].reduce(0, +)
      let above = masses[(count + 1)...].reversed().reduce(0, +)
      #expect(relativeError(PoissonDistribution.cumulative(count, mean: mean), below) < 1e-12)
      // Sums of numbers below the smallest normal one have lost their digits.
      if above > 1e-290 { #expect(relativeError(PoissonDistribution.upperTail(count, mean: mean), above) < 1e-12) }
    }
  }

  @Test(
    "The quantile is the least count that reaches the probability", arguments: [0, 1e-9, 0.4, 12, 999.5, 1e8, 1e14])
  func quantileIsLeast(mean: Double) {
    for p in [1e-12, 0.01, 0.5, 0.99, 1 - 1e-9] {
      let count = PoissonDistribution.quantile(p, mean: mean)
      #expect(PoissonDistribution.cumulative(count, mean: mean) >= p)
      #expect(count == 0 || PoissonDistribution.cumulative(count - 1, mean: mean) < p)
      let upper = PoissonDistribution.quantile(upperTail: p, mean: mean)
      #expect(PoissonDistribution.upperTail(upper, mean: mean) <= p)
      #expect(upper == 0 || PoissonDistribution.upperTail(upper - 1, mean: mean) > p)
    }
  }

  @Test("Negative counts, a mean of zero and far counts are ordinary answers")
  func extremes() {
    #expect(PoissonDistribution.mass(-1, mean: 2) == 0 && PoissonDistribution.cumulative(-1, mean: 2) == 0)
    #expect(PoissonDistribution.upperTail(-1, mean: 2) == 1)
    #expect(PoissonDistribution.mass(0, mean: 0) == 1 && PoissonDistribution.mass(3, mean: 0) == 0)
    #expect(PoissonDistribution.cumulative(0, mean: 0) == 1 && PoissonDistribution.upperTail(0, mean: 0) == 0)
    #expect(PoissonDistribution.quantile(0.999, mean: 0) == 0)
    #expect(PoissonDistribution.upperTail(1_000_000_000_000, mean: 1) == 0)
  }
}

@Suite struct NegativeBinomialDistributionTests {
  @Test("Mass and both tails equal plain sums", arguments: [(0.3, 2.0), (1, 5), (4.5, 30), (250, 60)])
  func naiveSums(size: Double, mean: Double) {
    let q = mean / (size + mean)
    var masses = [exp(-size * log1p(mean / size))]
    for count in 1..<4000 { masses.append(masses[count - 1] * q * (size + Double(count) - 1) / Double(count)) }
    for count in [0, 1, 2, 7, 20, 60, 200] {
      // At most 4,000 roundings, which do not all go one way.
      #expect(relativeError(NegativeBinomialDistribution.mass(count, size: size, mean: mean), masses[count]) < 1e-12)
      let below = masses[0...count].reduce(0, +)
      let above = masses[(count + 1)...].reversed().reduce(0, +)
      #expect(relativeError(NegativeBinomialDistribution.cumulative(count, size: size, mean: mean), below) < 1e-12)
      #expect(relativeError(NegativeBinomialDistribution.upperTail(count, size: size, mean: mean), above) < 1e-12)
    }
  }

  @Test("The quantile is the least count that reaches the probability", arguments: [(0.01, 3.0), (2, 0.5), (40, 1e4)])
  func quantileIsLeast(size: Double, mean: Double) {
    for p in [1e-9, 0.2, 0.5, 0.99, 1 - 1e-7] {
      let count = NegativeBinomialDistribution.quantile(p, size: size, mean: mean)
      #expect(NegativeBinomialDistribution.cumulative(count, size: size, mean: mean) >= p)
      #expect(count == 0 || NegativeBinomialDistribution.cumulative(count - 1, size: size, mean: mean) < p)
      let upper = NegativeBinomialDistribution.quantile(upperTail: p, size: size, mean: mean)
      #expect(NegativeBinomialDistribution.upperTail(upper, size: size, mean: mean) <= p)
      #expect(upper == 0 || NegativeBinomialDistribution.upperTail(upper - 1, size: size, mean: mean) > p)
    }
  }

  @Test("A huge size makes it a Poisson distribution, and a mean of zero a certain zero")
  func limits() {
    for count in [0, 3, 10, 40] {
      let ours = NegativeBinomialDistribution.cumulative(count, size: 1e15, mean: 10)
      // They differ by mean²/size, 1e-13.
      #expect(abs(ours - PoissonDistribution.cumulative(count, mean: 10)) < 1e-12)
    }
    #expect(NegativeBinomialDistribution.mass(0, size: 2, mean: 0) == 1)
    #expect(NegativeBinomialDistribution.mass(1, size: 2, mean: 0) == 0)
    #expect(NegativeBinomialDistribution.cumulative(0, size: 2, mean: 0) == 1)
    #expect(NegativeBinomialDistribution.upperTail(-1, size: 2, mean: 3) == 1)
    #expect(NegativeBinomialDistribution.quantile(0.9, size: 2, mean: 0) == 0)
  }
}

@Suite struct IncompleteBetaTests {
  @Test("Both shares together are one, and the two parameters mirror each other")
  func tailsAddToOne() {
    for (a, b) in [(0.02, 0.5), (0.9, 40), (3, 7.5), (60, 2e3), (150, 120), (1e6, 3e5)] {
      for odds in [1e-6, 0.02, 0.5, 1, 3.33, 80] {
        let lower = IncompleteBeta.lower(a, b, odds: odds, to: 1)
        let upper = IncompleteBeta.upper(a, b, odds: odds, to: 1)
        // Each is right to 1e-13, and one of them at most 1.
        #expect(abs(lower + upper - 1) < 1e-13, "\(a), \(b), \(odds)")
        #expect(abs(upper - IncompleteBeta.lower(b, a, odds: 1, to: odds)) < 1e-13, "\(a), \(b), \(odds)")
      }
    }
    #expect(IncompleteBeta.lower(2, 3, odds: 0, to: 1) == 0 && IncompleteBeta.upper(2, 3, odds: 1, to: 0) == 0)
  }

  @Test("Whole parameters equal plain binomial sums", arguments: [(1, 1), (3, 5), (20, 14), (130, 160)])
  func naiveSum(a: Int, b: Int) {
    for x in [0.1, 0.35, 0.5, 0.8] {
      // I_x(a, b) is the probability of at least a successes in a + b − 1 trials.
      let trials = a + b - 1
      var term = pow(1 - x, Double(trials))
      var sum = 0.0
      for successes in 0...trials {
        if successes >= a { sum += term }
        term *= Double(trials - successes) / Double(successes + 1) * (x / (1 - x))
      }
      // 290 roundings, and the power of 1 − x, itself rounded, counts 290-fold.
      #expect(relativeError(IncompleteBeta.lower(Double(a), Double(b), odds: x, to: 1 - x), sum) < 2e-13)
    }
  }
}

@Suite struct NoncentralChiSquaredDistributionTests {
  @Test("Both tails equal the plain mixture, and together are one")
  func naiveMixture() {
    for (degrees, shift) in [(0.5, 3.0), (1, 0.01), (4, 12), (30, 90)] {
      for x in [0.01, 1, 9, 45, 130] {
        var (lower, weight) = (0.0, exp(-shift / 2))
        for j in 0..<300 {
          lower += weight * ChiSquaredDistribution.cumulative(x, degrees: degrees + Double(2 * j))
          weight *= shift / 2 / Double(j + 1)
        }
        let ours = NoncentralChiSquaredDistribution.cumulative(x, degrees: degrees, shift: shift)
        // 300 roundings of the weights.
        #expect(relativeError(ours, lower) < 1e-13, "\(degrees), \(shift), \(x)")
        let upper = NoncentralChiSquaredDistribution.upperTail(x, degrees: degrees, shift: shift)
        #expect(abs(ours + upper - 1) < 1e-13)
      }
    }
  }

  @Test("One degree is the square of a normal number with a mean")
  func oneDegree() {
    for (x, shift) in [(0.3, 1.0), (4, 9), (100, 25), (2, 64)] {
      let (root, mean) = (x.squareRoot(), shift.squareRoot())
      let reference = NormalDistribution.upperTail(root - mean) + NormalDistribution.cumulative(-root - mean)
      let ours = NoncentralChiSquaredDistribution.upperTail(x, degrees: 1, shift: shift)
      #expect(relativeError(ours, reference) < 1e-13)
    }
  }

  @Test("The quantile is the inverse; no shift is the central distribution; ends are numbers")
  func inverseAndEnds() {
    for (degrees, shift) in [(1.0, 2.0), (3, 0), (12, 300), (0.2, 5), (1e4, 1e5)] {
      for p in [1e-8, 0.05, 0.5, 0.9, 1 - 1e-6] {
        let x = NoncentralChiSquaredDistribution.quantile(p, degrees: degrees, shift: shift)
        let found = NoncentralChiSquaredDistribution.cumulative(x, degrees: degrees, shift: shift)
        // A rounding of x counts x·density/tail-fold: 1e-16 · 1,400 · 5 for the largest.
        #expect(relativeError(found, p) < 2e-12, "\(degrees), \(shift), \(p)")
      }
    }
    #expect(
      NoncentralChiSquaredDistribution.cumulative(3, degrees: 2, shift: 0)
        == ChiSquaredDistribution.cumulative(3, degrees: 2))
    #expect(NoncentralChiSquaredDistribution.cumulative(-1, degrees: 2, shift: 3) == 0)
    #expect(NoncentralChiSquaredDistribution.upperTail(0, degrees: 2, shift: 3) == 1)
    #expect(NoncentralChiSquaredDistribution.upperTail(.infinity, degrees: 2, shift: 3) == 0)
    #expect(NoncentralChiSquaredDistribution.cumulative(1e12, degrees: 2, shift: 3) == 1)
    #expect(NoncentralChiSquaredDistribution.quantile(1e-9, degrees: 1e-3, shift: 1e-3) == 0)
    #expect(NoncentralChiSquaredDistribution.density(0, degrees: 1, shift: 3).isFinite)
  }
}

@Suite struct SpecialFunctionsTests {
  @Test("Slopes are those of the log-gamma, and one step adds a reciprocal")
  func slopes() {
    for x in [0.01, 0.6, 1.4616, 4, 9.999, 50, 1e6] {
      #expect(abs(SpecialFunctions.digamma(x + 1) - SpecialFunctions.digamma(x) - 1 / x) < 1e-13 / min(1, x))
      let step = 1e-5 * x
      let rise = SpecialFunctions.logGammaRise(x - step, by: 2 * step) / (2 * step)
      // The third derivative times the step squared, 1e-10 of 1/x at most.
      #expect(abs(rise - SpecialFunctions.digamma(x)) < 1e-9 * (1 + 1 / x))
      let bend = (SpecialFunctions.digamma(x + step) - SpecialFunctions.digamma(x - step)) / (2 * step)
      // A difference of numbers near 14 that is 1e-5 at least: 1e-15/1e-5.
      #expect(relativeError(bend, SpecialFunctions.trigamma(x)) < 1e-8)
    }
  }

  @Test("A whole rise is a plain product")
  func naiveRise() {
    for x in [1e-8, 0.4, 3, 77.7] {
      let product = (0..<15).reduce(1.0) { $0 * (x + Double($1)) }
      #expect(abs(SpecialFunctions.logGammaRise(x, by: 15) - log(product)) < 1e-13)
    }
    #expect(SpecialFunctions.logGammaRise(5, by: 0) == 0)
    #expect(SpecialFunctions.logGammaOnePlus(0) == 0 && SpecialFunctions.logGammaOnePlus(1) == 0)
    // −γx + π²x²/12: the next term is 1e-24 of it.
    #expect(relativeError(SpecialFunctions.logGammaOnePlus(1e-12), -5.772156649007103e-13) < 1e-15)
  }
}
