import Foundation
import SteelyardNumerics
import SteelyardStatistics
import Testing

/// Units of very different errors, so that weights matter.
private func units(_ count: Int, tau: Double, seed: UInt64) -> (y: [Double], s: [Double]) {
  var source = RandomSource(seed: seed, stream: 1)
  let s = (0..<count).map { _ in source.lognormal(meanLog: -2.3, sdLog: 1) }
  return (s.map { 0.2 + tau * source.normal() + $0 * source.normal() }, s)
}

/// Plain sums over the textbook's formulas.
private struct Naive {
  let y: [Double]
  let s: [Double]

  func weights(_ tauSquared: Double) -> [Double] { s.map { 1 / ($0 * $0 + tauSquared) } }

  func mean(_ tauSquared: Double) -> Double {
    let w = weights(tauSquared)
    return zip(w, y).reduce(0) { $0 + $1.0 * $1.1 } / w.reduce(0, +)
  }

  func squares(_ tauSquared: Double) -> Double {
    let m = mean(tauSquared)
    return zip(weights(tauSquared), y).reduce(0) { $0 + $1.0 * ($1.1 - m) * ($1.1 - m) }
  }

  func logLikelihood(_ tauSquared: Double, isRestricted: Bool) -> Double {
    let w = weights(tauSquared)
    let plain = w.reduce(0) { $0 + log($1) / 2 } - squares(tauSquared) / 2
    return isRestricted ? plain - log(w.reduce(0, +)) / 2 : plain
  }

  /// The highest point of the likelihood: a fine grid in the logarithm, and thirds closing in about its best.
  func likeliest(isRestricted: Bool) -> Double {
    let grid = [0] + stride(from: -12.0, through: 2, by: 0.005).map { pow(10, $0) }
    let values = grid.map { logLikelihood($0, isRestricted: isRestricted) }
    let best = values.indices.reduce(0) { values[$1] > values[$0] ? $1 : $0 }
    if best == 0 { return 0 }
    var (low, high) = (grid[best - 1], grid[min(best + 1, grid.count - 1)])
    for _ in 0..<200 {
      let (left, right) = (low + (high - low) / 3, high - (high - low) / 3)
      if logLikelihood(left, isRestricted: isRestricted) < logLikelihood(right, isRestricted: isRestricted) {
        low = left
      } else {
        high = right
      }
    }
    return (low + high) / 2
  }
}

@Suite struct MomentOverdispersionTests {
  @Test("DerSimonian and Laird by hand")
  func momentsByHand() {
    // w = 4, 4, 1; mean (0 + 4 + 4)/9… of y = 0, 1, 4: 8/9; Q = 4·64/81 + 4·1/81 + 784/81 = 1044/81.
    let fit = Overdispersion.derSimonianLaird(logRatios: [0, 1, 4], standardErrors: [0.5, 0.5, 1])
    let squares = 1044.0 / 81
    // (Q − 2)/(9 − 33/9); a few roundings.
    let tauSquared = (squares - 2) / (9 - 33.0 / 9)
    #expect(abs(fit.tauSquared - tauSquared) < 1e-14 && abs((fit.phi ?? 0) - squares / 2) < 1e-14)
    let (a, b) = (1 / (0.25 + tauSquared), 1 / (1 + tauSquared))
    #expect(abs(fit.centre - (a + 4 * b) / (2 * a + b)) < 1e-14)
    #expect(fit.status == .converged && fit.method == "od.log.dl")
  }

  @Test("One weight that dwarfs the others leaves their digits alone")
  func dwarfed() {
    // Σw − Σw²/Σw = 2Σ w_i w_j/Σw = 4 with weights 1e40, 1, 1; Q = 0 + 9 + 16 about the known unit.
    let fit = Overdispersion.derSimonianLaird(logRatios: [1, 4, 5], standardErrors: [1e-20, 1, 1])
    #expect(abs(fit.tauSquared - (25 - 2) / 4.0) < 1e-14)
    let published = Overdispersion.additiveWinsorised(logRatios: [0, 3, 4], standardErrors: [1e-20, 1, 1], share: 0)
    #expect(abs(published.tauSquared - 23.0 / 4) < 1e-14)
    // The same with the known unit last in order.
    let last = Overdispersion.derSimonianLaird(logRatios: [9, 4, 5], standardErrors: [1e-20, 1, 1])
    #expect(abs(last.tauSquared - (41 - 2) / 4.0) < 1e-14)
  }

  @Test("Equal units that are known almost exactly have no spread, whatever the shares of their mean round to")
  func knownExactly() {
    for ratio in [0.1, 0.3, 0.7, 1.1, 1.3] {
      let (y, s) = ([ratio, ratio, ratio, ratio + 0.3], [1e-20, 3e-20, 7e-20, 1])
      for method in [
        Overdispersion.Method.logDerSimonianLaird, .logPauleMandel, .logRestrictedMaximumLikelihood,
        .logMaximumLikelihood,
      ] {
        let fit = Overdispersion.estimate(method, logRatios: y, standardErrors: s)
        #expect(fit.status == .noSpread && fit.centre == ratio, "\(method.rawValue)")
        // Q = 0.3² over three degrees of freedom, a rounding of the sum in y away.
        #expect(abs((fit.phi ?? 0) - 0.03) < 1e-15, "\(method.rawValue)")
      }
    }
  }

  @Test("Paule and Mandel's variance makes the weighted squares J − 1")
  func ownEquation() {
    for seed in UInt64(1)...20 {
      let (y, s) = units(5 + 3 * Int(seed), tau: 0.05 * Double(seed % 5), seed: seed)
      let fit = Overdispersion.pauleMandel(logRatios: y, standardErrors: s)
      let naive = Naive(y: y, s: s)
      let freedom = Double(y.count - 1)
      #expect((fit.status == .noSpread) == (naive.squares(0) <= freedom), "seed \(seed)")
      if fit.status == .converged {
        // Plain sums of up to 65 terms.
        #expect(abs(naive.squares(fit.tauSquared) / freedom - 1) < 1e-12, "seed \(seed)")
        #expect(abs(fit.centre - naive.mean(fit.tauSquared)) < 1e-13, "seed \(seed)")
      } else {
        #expect(fit.tauSquared == 0, "seed \(seed)")
      }
    }
  }

  @Test("Likelihoods are highest where a naive search finds them highest", arguments: [false, true])
  func likeliest(isRestricted: Bool) {
    for seed in UInt64(1)...20 {
      let (y, s) = units(4 + 3 * Int(seed), tau: 0.04 * Double(seed % 5), seed: seed)
      check(y, s, isRestricted: isRestricted, "seed \(seed)")
    }
  }

  @Test(
    "Where the likelihood has two peaks the higher one is taken, at zero too",
    arguments: [
      ([0.24, 0.14, 4.47, 0.11], [0.295, 0.007, 0.776, 0.002]),
      ([-0.18, -3.02, 0.33, 0.32], [0.323, 0.795, 0.004, 0.003]),
      ([1.32, -0.8, -0.16], [0.404, 0.439, 0.001]), ([4.23, 0, -1.7], [0.714, 0.001, 0.659]),
      ([-0.1, 0.51, -0.1, -0.26, 0.67], [0.005, 0.699, 0.007, 0.205, 0.215]),
      ([-0.84, 0.9, -0.89], [0.033, 0.639, 0.035]),
    ])
  func twoPeaks(y: [Double], s: [Double]) {
    check(y, s, isRestricted: false, "\(y)")
    check(y, s, isRestricted: true, "\(y)")
  }

  @Test("Restricted likelihood chooses the far peak and plain likelihood the near one of the same four units")
  func twoPeaksDiffer() {
    let (y, s) = ([-0.18, -3.02, 0.33, 0.32], [0.323, 0.795, 0.004, 0.003])
    #expect(Overdispersion.restrictedMaximumLikelihood(logRatios: y, standardErrors: s).tauSquared > 1)
    let plain = Overdispersion.maximumLikelihood(logRatios: y, standardErrors: s)
    #expect(plain.tauSquared > 0 && plain.tauSquared < 1e-4)
  }

  private func check(_ y: [Double], _ s: [Double], isRestricted: Bool, _ comment: Comment) {
    let fit =
      isRestricted
      ? Overdispersion.restrictedMaximumLikelihood(logRatios: y, standardErrors: s)
      : Overdispersion.maximumLikelihood(logRatios: y, standardErrors: s)
    let naive = Naive(y: y, s: s)
    let likeliest = naive.likeliest(isRestricted: isRestricted)
    // A search by values of a likelihood finds its flat top to the root of the precision of a double.
    #expect(abs(fit.tauSquared - likeliest) <= 1e-6 * likeliest, comment)
    #expect(fit.status == (likeliest == 0 ? .noSpread : .converged), comment)
    #expect(abs(fit.centre - naive.mean(fit.tauSquared)) < 1e-12, comment)
    let highest = naive.logLikelihood(likeliest, isRestricted: isRestricted)
    // Nowhere higher than ours but for rounding of sums near 100.
    #expect(naive.logLikelihood(fit.tauSquared, isRestricted: isRestricted) >= highest - 1e-12, comment)
  }

  @Test("Two units have closed forms")
  func twoUnits() {
    let (y, s) = ([-1.0, 1], [0.5, 0.5])
    // Q = 2/(τ² + 1/4) = 1; REML the same; ML 2 · 1/(τ² + 1/4)² = 2/(τ² + 1/4).
    #expect(abs(Overdispersion.pauleMandel(logRatios: y, standardErrors: s).tauSquared - 1.75) < 1e-15)
    #expect(abs(Overdispersion.restrictedMaximumLikelihood(logRatios: y, standardErrors: s).tauSquared - 1.75) < 1e-15)
    #expect(abs(Overdispersion.maximumLikelihood(logRatios: y, standardErrors: s).tauSquared - 0.75) < 1e-15)
  }
}
