import SteelyardStatistics
import Testing

/// The gamma–Poisson model held to two maximum-likelihood fits in R and to Marshall's moments.
enum GammaPoissonChecks {
  static let all = ["pump", "medpar"].flatMap { [fit($0), generalisedLinear($0), posteriors($0), moments($0)] }

  private static let file = "empirical_bayes.json"

  /// The stored fit is where a minimiser in R stopped: α to 1e-7, the flat likelihood much closer.
  private static func fit(_ part: String) -> OracleCheck {
    OracleCheck(
      estimator: "GammaPoissonShrinkage.maximumLikelihood", oracle: "\(file), \(part), fit",
      figures: "α, β, mean, variance, log likelihood, posterior means, quantiles, P(> 1)",
      // A relative error of 2e-7 in α is one of 2e-6 in the smallest P(> 1), 1e-37, whose logarithm is −85.
      tolerance: 2e-6
    ) {
      let data = try read(part)
      let ours = GammaPoissonShrinkage.maximumLikelihood(observed: data.observed, expected: data.expected)
      return try figures(ours, data.fit)
    }
  }

  private static func generalisedLinear(_ part: String) -> OracleCheck {
    OracleCheck(
      estimator: "GammaPoissonShrinkage.maximumLikelihood", oracle: "\(file), \(part), glm_nb",
      figures: "α, mean, log likelihood",
      // glm.nb stops when the deviance changes by less than 1e-8.
      tolerance: 1e-6
    ) {
      let data = try read(part)
      let ours = GammaPoissonShrinkage.maximumLikelihood(observed: data.observed, expected: data.expected)
      return [
        (try #require(ours.shape), data.glm.theta), (ours.priorMean, data.glm.mean),
        (ours.logLikelihood, data.glm.loglik),
      ]
    }
  }

  private static func posteriors(_ part: String) -> OracleCheck {
    OracleCheck(
      estimator: "GammaPoissonShrinkage", oracle: "\(file), \(part), fit, given its α and β",
      figures: "mean, variance, log likelihood, posterior means, quantiles, P(> 1)",
      // α, β and the results have 15 digits; the 1e-37 of P(> 1) multiplies their rounding by 85, and pgamma's.
      tolerance: 1e-12
    ) {
      let data = try read(part)
      let ours = GammaPoissonShrinkage(
        observed: data.observed, expected: data.expected, shape: data.fit.alpha, rate: data.fit.beta)
      return Array(try figures(ours, data.fit).dropFirst(2))
    }
  }

  private static func moments(_ part: String) -> OracleCheck {
    OracleCheck(
      estimator: "GammaPoissonShrinkage.marshall", oracle: "\(file), \(part), marshall",
      figures: "m, A, posterior means",
      // A is a difference of numbers ten times as large, of inputs with 15 digits.
      tolerance: 1e-13
    ) {
      let data = try read(part)
      let stored = try #require(data.fit.marshall)
      let ours = GammaPoissonShrinkage.marshall(observed: data.observed, expected: data.expected)
      return [(ours.priorMean, stored.m), (ours.priorVariance, stored.A_unclamped)]
        + zip(ours.posteriorMeans, stored.shrunk).map { ($0, $1) }
    }
  }

  /// Every figure of a stored fit beside ours, α and β first.
  private static func figures(_ ours: GammaPoissonShrinkage, _ stored: Stored.Fit) throws -> [OracleCheck.Pair] {
    var pairs: [OracleCheck.Pair] = [
      (try #require(ours.shape), stored.alpha), (try #require(ours.rate), stored.beta),
      (ours.priorMean, stored.prior_mean), (ours.priorVariance, stored.prior_var),
      (ours.logLikelihood, stored.loglik),
    ]
    for (values, reference) in [
      (ours.posteriorMeans, stored.post_mean), (ours.quantiles(0.025), stored.q025),
      (ours.quantiles(0.975), stored.q975), (ours.probabilities(ratioAbove: 1), stored.p_gt_1),
    ] {
      pairs += zip(values, reference).map { ($0, $1) }
    }
    return pairs
  }

  private static func read(_ part: String) throws -> Data {
    let stored = try Oracle.json(file, as: Stored.self)
    if part == "pump" {
      return Data(observed: stored.pump.O, expected: stored.pump.E, fit: stored.pump.fit, glm: stored.pump.glm_nb)
    }
    let rows = try Oracle.rows("medpar_groups_input.csv")
    return Data(
      observed: try rows.map { Int(try Oracle.number($0, "observed")) },
      expected: try rows.map { try Oracle.number($0, "expected") }, fit: stored.medpar.fit, glm: stored.medpar.glm_nb)
  }

  private struct Data {
    let observed: [Int]
    let expected: [Double]
    let fit: Stored.Fit
    let glm: Stored.Linear
  }

  private struct Stored: Decodable {
    struct Marshall: Decodable {
      let m, s2, A_unclamped: Double
      let shrunk: [Double]
    }

    struct Fit: Decodable {
      let alpha, beta, prior_mean, prior_var, loglik: Double
      let post_mean, q025, q975, p_gt_1: [Double]
      let marshall: Marshall?
    }

    struct Linear: Decodable { let theta, mean, loglik: Double }

    struct Pump: Decodable {
      let O: [Int]
      let E: [Double]
      let fit: Fit
      let glm_nb: Linear
    }

    struct Medpar: Decodable {
      let fit: Fit
      let glm_nb: Linear
    }

    let pump: Pump
    let medpar: Medpar
  }
}
