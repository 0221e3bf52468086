import Foundation
import SteelyardNumerics
import SteelyardStatistics
import Testing

/// `within_variance_choice.json`: what the model of the variance within a hospital does to everything after it.
struct WithinVarianceChoice: Decodable {
  struct Result: Decodable {
    let tau2: Double
    let mu: Double
    let raw_hi: Int
    let od_hi: Int
    let eb975: Int
    let eb999: Int
    let median_reliability: Double
  }
  let pearson_dispersion: Double
  let results: [String: Result]

  static func stored() throws -> WithinVarianceChoice {
    try Oracle.json("within_variance_choice.json", as: WithinVarianceChoice.self)
  }

  /// The 54 hospitals fitted with s² = 1/E, dispersion/E, or Σ residual²/O².
  static func fit(
    _ name: String, dispersion: Double
  ) throws -> (y: [Double], s: [Double], fit: Overdispersion, shrinkage: NormalShrinkage) {
    let rows = try Oracle.rows("medpar_patient_variance_input.csv")
    let observed = try rows.map { try Oracle.number($0, "O") }
    let expected = try rows.map { try Oracle.number($0, "E") }
    let residuals = try rows.map { try Oracle.number($0, "sum_sq_resid") }
    let y = zip(observed, expected).map { log($0 / $1) }
    let s = try rows.indices.map { row in
      switch name {
      case "poisson": (1 / expected[row]).squareRoot()
      case "quasi": (dispersion / expected[row]).squareRoot()
      default: try #require(name == "sandwich" ? residuals[row].squareRoot() / observed[row] : nil)
      }
    }
    let fit = Overdispersion.estimate(.logDerSimonianLaird, logRatios: y, standardErrors: s)
    return (y, s, fit, NormalShrinkage(logRatios: y, standardErrors: s, tauSquared: fit.tauSquared))
  }
}
