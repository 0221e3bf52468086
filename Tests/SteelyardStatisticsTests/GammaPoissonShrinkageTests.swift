import Glibc
import SteelyardNumerics
import SteelyardStatistics
import Testing

@Suite struct GammaPoissonShrinkageTests {
  /// Counts of units whose true ratios are gamma numbers of `shape` and mean 1.
  private func city(units: Int, shape: Double, seed: UInt64) -> (observed: [Int], expected: [Double]) {
    var source = RandomSource(seed: seed, stream: 0)
    let expected = (0..<units).map { _ in 1 + 60 * source.uniform() }
    return (expected.map { source.poisson(mean: $0 * source.gamma(shape: shape) / shape) }, expected)
  }

  @Test("The likelihood is a plain product of negative-binomial probabilities, and highest at the fit")
  func likelihood() throws {
    let (observed, expected) = city(units: 40, shape: 3, seed: 31)
    let fit = GammaPoissonShrinkage.maximumLikelihood(observed: observed, expected: expected)
    let (shape, rate) = (try #require(fit.shape), try #require(fit.rate))
    func naive(_ shape: Double, _ rate: Double) -> Double {
      zip(observed, expected).reduce(0) { sum, unit in
        let (p, q) = (rate / (rate + unit.1), unit.1 / (rate + unit.1))
        var term = pow(p, shape)
        for count in 0..<unit.0 { term *= q * (shape + Double(count)) / Double(count + 1) }
        return sum + log(term)
      }
    }
    // Some thousand roundings of numbers near 150.
    #expect(abs(fit.logLikelihood - naive(shape, rate)) < 1e-10)
    for (a, b) in [(1.01, 1.0), (0.99, 1), (1, 1.01), (1, 0.99), (1.01, 1.01), (0.99, 0.99)] {
      #expect(naive(shape * a, rate * b) < fit.logLikelihood)
    }
    #expect(fit.status == .converged && fit.method == "eb.gammapoisson.ml")
  }

  @Test("A planted spread is found by both estimators")
  func findsThePlantedSpread() throws {
    let seed: UInt64 = 32
    let (observed, expected) = city(units: 4000, shape: 4, seed: seed)
    let fit = GammaPoissonShrinkage.maximumLikelihood(observed: observed, expected: expected)
    let moments = GammaPoissonShrinkage.marshall(observed: observed, expected: expected)
    // The standard error of α is about α·√(2/4000) and more for the chance in the counts: 3 %; five of them.
    #expect(abs(try #require(fit.shape) / 4 - 1) < 0.15, "seed \(seed)")
    #expect(abs(fit.priorMean - 1) < 0.05 && abs(moments.priorMean - 1) < 0.05, "seed \(seed)")
    #expect(abs(moments.priorVariance / 0.25 - 1) < 0.25, "seed \(seed)")
  }

  @Test("Posterior means lie between the common mean and the unit's own ratio")
  func shrinks() {
    let (observed, expected) = city(units: 60, shape: 2, seed: 33)
    for fit in [
      GammaPoissonShrinkage.maximumLikelihood(observed: observed, expected: expected),
      GammaPoissonShrinkage.marshall(observed: observed, expected: expected),
    ] {
      for row in observed.indices {
        let own = Double(observed[row]) / expected[row]
        let posterior = fit.posteriorMeans[row]
        #expect(min(own, fit.priorMean) - 1e-15 <= posterior && posterior <= max(own, fit.priorMean) + 1e-15)
      }
      let (low, middle) = (fit.eb05, fit.quantiles(0.5))
      let at = fit.probabilities(ratioAbove: 1)
      for row in observed.indices {
        #expect(low[row] < middle[row])
        // The 5 % quantile exceeds 1 exactly where the ratio does with a probability above 0.95.
        #expect((low[row] > 1) == (at[row] > 0.95))
      }
    }
  }

  @Test("The order of the units changes no bit")
  func orderDoesNotMatter() {
    let (observed, expected) = city(units: 50, shape: 5, seed: 34)
    let fit = GammaPoissonShrinkage.maximumLikelihood(observed: observed, expected: expected)
    let turned = GammaPoissonShrinkage.maximumLikelihood(
      observed: observed.reversed(), expected: expected.reversed())
    #expect(fit.shape == turned.shape && fit.rate == turned.rate && fit.logLikelihood == turned.logLikelihood)
    #expect(fit.posteriorMeans == turned.posteriorMeans.reversed())
  }

  @Test("Counts that vary no more than chance have no spread, and all ratios are the common mean")
  func noSpread() {
    for estimator in [GammaPoissonShrinkage.maximumLikelihood, GammaPoissonShrinkage.marshall] {
      let fit = estimator([20, 21, 19, 20], [10, 10, 10, 10])
      #expect(fit.status == .noSpread && fit.shape == nil && fit.rate == nil && fit.priorVariance == 0)
      #expect(fit.posteriorMeans == [2, 2, 2, 2] && fit.eb05 == [2, 2, 2, 2])
      #expect(fit.probabilities(ratioAbove: 1) == [1, 1, 1, 1])
      #expect(fit.probabilities(ratioAbove: 2) == [0, 0, 0, 0])
      #expect(fit.logLikelihood.isFinite)
    }
  }

  @Test("No events, one unit and none have a named outcome and finite numbers")
  func tooLittle() {
    for estimator in [GammaPoissonShrinkage.maximumLikelihood, GammaPoissonShrinkage.marshall] {
      for (observed, expected) in [([0, 0, 0], [1.0, 5, 9]), ([7], [2]), ([], [])] {
        let fit = estimator(observed, expected)
        #expect(fit.status == .tooFewUnits && fit.shape == nil)
        #expect(fit.posteriorMeans.allSatisfy { $0 == fit.priorMean } && fit.logLikelihood.isFinite)
      }
      #expect(estimator([7], [2]).priorMean == 3.5)
    }
  }

  @Test("One unit with all the events, and huge counts, give finite numbers")
  func extremes() {
    for (observed, expected) in [
      ([0, 0, 0, 0, 1_000_000], [1.0, 1, 1, 1, 1]), ([1_000_000_000_000, 5], [1e12, 1e-6]),
      ([1, 0, 0, 0], [1e-6, 1e6, 1, 1]),
    ] {
      for estimator in [GammaPoissonShrinkage.maximumLikelihood, GammaPoissonShrinkage.marshall] {
        let fit = estimator(observed, expected)
        #expect(fit.posteriorMeans.allSatisfy(\.isFinite) && fit.logLikelihood.isFinite)
        #expect(fit.eb05.allSatisfy { $0.isFinite && $0 >= 0 })
        #expect(fit.probabilities(ratioAbove: 1).allSatisfy { (0...1).contains($0) })
      }
    }
  }
}

@Suite struct NormalShrinkageTailTests {
  @Test("The README's unit: shrunken index 1.140, five-per-cent quantile 1.029")
  func byHand() {
    let shrinkage = NormalShrinkage(logRatios: [log(1.4)], standardErrors: [0.1], tauSquared: 0.0064, centre: 0)
    // Three decimals as printed there.
    #expect(abs(shrinkage.eb05[0] - 1.029) < 5e-4)
    #expect(abs(exp(shrinkage.posteriorMeans[0]) - 1.140) < 5e-4)
    // (0.1313 − 0)/0.0625 = 2.10 standard deviations above a ratio of 1: 0.982.
    #expect(abs(shrinkage.probabilities(ratioAbove: 1)[0] - 0.982) < 5e-4)
  }

  @Test("Quantile and probability are inverses, and no variance is certainty")
  func inverses() {
    for (mean, variance) in [(0.2, 0.01), (-1.5, 4), (3, 1e-6)] {
      for p in [0.001, 0.05, 0.5, 0.9] {
        let ratio = NormalShrinkage.ratioQuantile(p, mean: mean, variance: variance)
        let above = NormalShrinkage.probability(ratioAbove: ratio, mean: mean, variance: variance)
        // exp and log round to 1e-16, which is 1e-12 of the smallest deviation, 1e-3 over a mean of 3.
        #expect(abs(above - (1 - p)) < 1e-12)
      }
    }
    #expect(NormalShrinkage.probability(ratioAbove: 1, mean: 0.1, variance: 0) == 1)
    #expect(NormalShrinkage.probability(ratioAbove: 1, mean: 0, variance: 0) == 0)
    #expect(NormalShrinkage.eb05(mean: 0, variance: 0) == 1)
    #expect(NormalShrinkage.eb05(mean: 1e6, variance: 1) == .greatestFiniteMagnitude)
    #expect(NormalShrinkage.eb05(mean: -1e6, variance: 1) == 0)
  }
}
