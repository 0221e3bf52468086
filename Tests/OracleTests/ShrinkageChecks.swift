import SteelyardStatistics

/// Estimators of the variance between units, and shrinkage, held to metafor's figures.
enum ShrinkageChecks {
  static let all: [OracleCheck] = families.flatMap { family in
    family.methods.flatMap { [variance(family.name, $0), shrinkage(family.name, $0)] }
  }

  private struct Stored: Decodable {
    struct Fit: Decodable {
      let method: String
      let mu: Double
      let se: Double
      let tau2: Double
      let Q: Double
      let I2: Double
      let H2: Double
      let blup: [Double]
      let blup_se: [Double]
      let pi_lb: [Double]
      let pi_ub: [Double]
    }
    struct Family: Decodable {
      let yi: [Double]
      let vi: [Double]
      let fits: [String: Fit]

      var s: [Double] { vi.map { $0.squareRoot() } }
    }
    let bcg: Family
    let medpar_lognormal: Family

    static func family(_ name: String) throws -> Family {
      let stored = try Oracle.json("empirical_bayes.json", as: Stored.self)
      return name == "bcg" ? stored.bcg : stored.medpar_lognormal
    }
  }

  private static let families: [(name: String, methods: [String])] = [
    ("bcg", ["DL", "REML", "ML", "PM"]), ("medpar_lognormal", ["DL", "REML", "PM"]),
  ]

  private static func estimator(_ method: String) -> (name: String, method: Overdispersion.Method, tolerance: Double) {
    switch method {
    // In closed form: 15 stored digits, a difference of sums.
    case "DL": ("derSimonianLaird", .logDerSimonianLaird, 1e-12)
    // Fisher scoring at the source stops at steps of 1e-5, but converges in squares: 1e-12 and better is reached.
    case "REML": ("restrictedMaximumLikelihood", .logRestrictedMaximumLikelihood, 1e-11)
    case "ML": ("maximumLikelihood", .logMaximumLikelihood, 1e-11)
    // The source's root finder stops at 1.2e-4, the fourth root of a double's precision.
    default: ("pauleMandel", .logPauleMandel, 1.3e-4)
    }
  }

  private static func variance(_ family: String, _ method: String) -> OracleCheck {
    let (name, id, tolerance) = estimator(method)
    return OracleCheck(
      estimator: "Overdispersion.\(name)", oracle: "empirical_bayes.json, \(family) \(method)",
      figures: "τ², μ and its error, Q, I², H²", tolerance: tolerance
    ) {
      let data = try Stored.family(family)
      guard let stored = data.fits[method] else { return [] }
      let fit = Overdispersion.estimate(id, logRatios: data.yi, standardErrors: data.s)
      let shrinkage = NormalShrinkage(logRatios: data.yi, standardErrors: data.s, tauSquared: fit.tauSquared)
      let freedom = Double(data.yi.count - 1)
      // Higgins and Thompson's typical variance within.
      let weights = data.vi.map { 1 / $0 }
      let total = weights.reduce(0, +)
      let typical = freedom / (total - weights.reduce(0) { $0 + $1 * $1 } / total)
      return [
        (fit.tauSquared, stored.tau2), (fit.centre, stored.mu), (shrinkage.meanHat, stored.mu),
        (shrinkage.meanVariance.squareRoot(), stored.se), ((fit.phi ?? .nan) * freedom, stored.Q),
        (100 * fit.tauSquared / (fit.tauSquared + typical), stored.I2), (fit.tauSquared / typical + 1, stored.H2),
      ]
    }
  }

  private static func shrinkage(_ family: String, _ method: String) -> OracleCheck {
    OracleCheck(
      estimator: "NormalShrinkage", oracle: "empirical_bayes.json, \(family) \(method)",
      figures: "posterior means, their errors and 95 % intervals, given τ²",
      // 15 stored digits; a mean or a limit near zero is a difference of numbers up to 2.
      tolerance: 1e-13, measure: .absolute
    ) {
      let data = try Stored.family(family)
      guard let stored = data.fits[method] else { return [] }
      let ours = NormalShrinkage(logRatios: data.yi, standardErrors: data.s, tauSquared: stored.tau2)
      let intervals = ours.intervals(z: FunnelLimits.z95)
      return data.yi.indices.flatMap { unit -> [OracleCheck.Pair] in
        [
          (ours.posteriorMeans[unit], stored.blup[unit]),
          (ours.posteriorStandardErrors[unit], stored.blup_se[unit]),
          (intervals[unit].lower, stored.pi_lb[unit]), (intervals[unit].upper, stored.pi_ub[unit]),
        ]
      }
    }
  }
}
