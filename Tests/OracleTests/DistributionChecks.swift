import SteelyardNumerics

/// Special functions and distributions held to values of at least 60 digits; `distributions_mpmath.py` makes them.
///
/// The tolerance is 1e-12 relative in both tails down to 1e-300: there the exponent is near 700 and every rounding in
/// it counts 700-fold, 1e-13.
enum DistributionChecks {
  static let all = functions + normal + gamma + counts + noncentral

  private static let promised = 1e-12

  /// The numbers of one table of the file, a row an array.
  private static func table(_ name: String) throws -> [[Double]] {
    struct Tables: Decodable {
      let rows: [String: [[Double]]]

      init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: Key.self)
        var rows: [String: [[Double]]] = [:]
        for key in container.allKeys where key.stringValue != "source" {
          rows[key.stringValue] = try container.decode([[Double]].self, forKey: key)
        }
        self.rows = rows
      }
    }
    struct Key: CodingKey {
      let stringValue: String
      var intValue: Int? { nil }
      init(stringValue: String) { self.stringValue = stringValue }
      init?(intValue: Int) { nil }
    }
    return try Oracle.json("distributions_mpmath.json", as: Tables.self).rows[name] ?? []
  }

  /// A check of the functions in `ours`, whose values stand in `columns` of every row of `name`.
  private static func check(
    _ estimator: String, _ name: String, _ figures: String, columns: [Int], tolerance: Double = promised,
    measure: OracleCheck.Measure = .relative, _ ours: @escaping @Sendable ([Double]) -> [Double]
  ) -> OracleCheck {
    OracleCheck(
      estimator: estimator, oracle: "distributions_mpmath.json, \(name)", figures: figures, tolerance: tolerance,
      measure: measure
    ) {
      try table(name).flatMap { row in zip(ours(row), columns).map { (got: $0, stored: row[$1]) } }
    }
  }

  private static let functions: [OracleCheck] = [
    check("SpecialFunctions.logGamma", "log_gamma", "ln Γ(x), ln Γ(1 + x)", columns: [1, 2]) {
      [SpecialFunctions.logGamma($0[0]), SpecialFunctions.logGammaOnePlus($0[0])]
    },
    // ψ has a zero at 1.4616, one of the arguments: absolute there, and up to 1e8 elsewhere.
    check(
      "SpecialFunctions.digamma", "log_gamma", "ψ(x), over the larger of 1 and |ψ|", columns: [3], measure: .absolute
    ) {
      let scale = max(1, abs($0[3]))
      return [SpecialFunctions.digamma($0[0]) / scale + $0[3] * (1 - 1 / scale)]
    },
    check("SpecialFunctions.trigamma", "log_gamma", "ψ′(x)", columns: [4]) { [SpecialFunctions.trigamma($0[0])] },
    // The difference has a zero between 1 and 2, near which the smaller arguments end: 1e-12 relative even so.
    check("SpecialFunctions.logGammaRise", "log_gamma_rise", "ln Γ(x + r) − ln Γ(x)", columns: [2]) {
      [SpecialFunctions.logGammaRise($0[0], by: $0[1])]
    },
  ]

  private static let normal: [OracleCheck] = [
    check("NormalDistribution", "normal", "density, both tails to 37 deviations", columns: [1, 2, 3]) {
      [
        NormalDistribution.density($0[0]), NormalDistribution.cumulative($0[0]), NormalDistribution.upperTail($0[0]),
      ]
    },
    check("NormalDistribution.quantile", "normal_quantile", "quantiles, 1e-300 to 1 − 1e-10", columns: [1]) {
      [NormalDistribution.quantile($0[0])]
    },
  ]

  private static let gamma: [OracleCheck] = [
    check("GammaDistribution", "gamma", "both tails, shapes 1e-6 to 3e6", columns: [2, 3]) {
      [
        GammaDistribution.cumulative($0[1], shape: $0[0], rate: 1),
        GammaDistribution.upperTail($0[1], shape: $0[0], rate: 1),
      ]
    },
    check("GammaDistribution.quantile", "gamma_quantile", "quantiles, 1e-250 to 1 − 1e-10", columns: [2]) {
      [GammaDistribution.quantile($0[1], shape: $0[0], rate: 1)]
    },
    check("GammaDistribution.quantile", "gamma_upper_quantile", "upper quantiles, 1e-250 to 0.001", columns: [2]) {
      [GammaDistribution.quantile(upperTail: $0[1], shape: $0[0], rate: 1)]
    },
    // Twice a gamma number of half the shape: exact doublings and halvings.
    check("ChiSquaredDistribution", "gamma", "both tails, degrees 2e-6 to 6e6", columns: [2, 3]) {
      [
        ChiSquaredDistribution.cumulative(2 * $0[1], degrees: 2 * $0[0]),
        ChiSquaredDistribution.upperTail(2 * $0[1], degrees: 2 * $0[0]),
      ]
    },
    check("ChiSquaredDistribution.quantile", "gamma_quantile", "quantiles, 1e-250 to 1 − 1e-10", columns: [2]) {
      [ChiSquaredDistribution.quantile($0[1], degrees: 2 * $0[0]) / 2]
    },
    check("ChiSquaredDistribution.quantile", "gamma_upper_quantile", "upper quantiles", columns: [2]) {
      [ChiSquaredDistribution.quantile(upperTail: $0[1], degrees: 2 * $0[0]) / 2]
    },
  ]

  private static let counts: [OracleCheck] = [
    check("PoissonDistribution", "poisson", "mass, both tails, means 1e-5 to 1e6", columns: [2, 3, 4]) {
      let count = Int($0[0])
      return [
        PoissonDistribution.mass(count, mean: $0[1]), PoissonDistribution.cumulative(count, mean: $0[1]),
        PoissonDistribution.upperTail(count, mean: $0[1]),
      ]
    },
    check("IncompleteBeta", "beta", "both tails, parameters 1e-6 to 2e5", columns: [3, 4]) {
      [
        IncompleteBeta.lower($0[0], $0[1], odds: $0[2], to: 1 - $0[2]),
        IncompleteBeta.upper($0[0], $0[1], odds: $0[2], to: 1 - $0[2]),
      ]
    },
    check(
      "NegativeBinomialDistribution", "negative_binomial", "mass, both tails, sizes 1e-6 to 1e9", columns: [3, 4, 5]
    ) {
      let count = Int($0[0])
      return [
        NegativeBinomialDistribution.mass(count, size: $0[1], mean: $0[2]),
        NegativeBinomialDistribution.cumulative(count, size: $0[1], mean: $0[2]),
        NegativeBinomialDistribution.upperTail(count, size: $0[1], mean: $0[2]),
      ]
    },
  ]

  private static let noncentral: [OracleCheck] = [
    check(
      "NoncentralChiSquaredDistribution", "noncentral", "density, both tails, shifts 0 to 2e4", columns: [3, 4, 5]
    ) {
      [
        NoncentralChiSquaredDistribution.density($0[0], degrees: $0[1], shift: $0[2]),
        NoncentralChiSquaredDistribution.cumulative($0[0], degrees: $0[1], shift: $0[2]),
        NoncentralChiSquaredDistribution.upperTail($0[0], degrees: $0[1], shift: $0[2]),
      ]
    },
    check(
      "NoncentralChiSquaredDistribution.quantile", "noncentral_quantile", "quantiles, 1e-10 to 1 − 1e-10",
      columns: [3]
    ) { [NoncentralChiSquaredDistribution.quantile($0[0], degrees: $0[1], shift: $0[2])] },
  ]
}
