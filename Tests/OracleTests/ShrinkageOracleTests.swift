import SteelyardStatistics
import Testing

private struct Stored: Decodable {
  struct Fit: Decodable {
    let method: String
    let tau2: Double
    let mu: Double
    let se: Double
    let blup: [Double]
    let blup_se: [Double]
  }
  struct Family: Decodable {
    let yi: [Double]
    let vi: [Double]
    let fits: [Fit]
  }
  let bcg: Family
  let medpar_lognormal: Family
}

@Suite struct ShrinkageOracleTests {
  @Test("Means, posterior means and their errors equal metafor's for every stored variance")
  func posteriors() throws {
    let stored = try Oracle.json("empirical_bayes.json", as: Stored.self)
    for family in [stored.bcg, stored.medpar_lognormal] {
      let s = family.vi.map { $0.squareRoot() }
      #expect(family.fits.count >= 3)
      for fit in family.fits {
        let ours = NormalShrinkage(logRatios: family.yi, standardErrors: s, tauSquared: fit.tau2)
        // 15 stored digits in, 15 out; a posterior mean near zero is a difference of numbers up to 2.
        #expect(abs(ours.meanHat - fit.mu) < 1e-13, "\(fit.method)")
        #expect(close(ours.meanVariance.squareRoot(), fit.se, relative: 1e-12), "\(fit.method)")
        for unit in s.indices {
          #expect(abs(ours.posteriorMeans[unit] - fit.blup[unit]) < 1e-13, "\(fit.method), unit \(unit)")
          let error = ours.posteriorVariances[unit].squareRoot()
          #expect(close(error, fit.blup_se[unit], relative: 1e-12), "\(fit.method), unit \(unit)")
        }
      }
    }
  }
}
