import Foundation
import SteelyardNumerics
import SteelyardStatistics
import Testing

/// The stored examples of ShapleyOutlier.
struct ShapleyExpected: Decodable, Sendable {
  struct Split: Decodable, Sendable {
    let x: [Double]
    let mu: [Double]
    let Sigma: [[Double]]
    let phi: [Double]
    let md2: Double
    let brute_force: [Double]?

    var covariance: SymmetricMatrix {
      SymmetricMatrix(order: x.count, lowerElements: Sigma.flatMap { $0 })
    }
  }
  struct Cells: Decodable, Sendable {
    let cells: [Int]
    let phi: [Double]
    let mu_tilde: [Double]
    let non_centrality: Double
  }
  struct Path: Decodable, Sendable {
    let step_size: Double
    let q: Double
    let x_imputed: [Double]
    let mu_tilde: [Double]?
    let non_centrality: Double?
    let phi: [Double]?
  }

  let ex1: Split
  let ex2: Split
  let ex1_cells: Cells
  let ex1_interaction: [[Double]]
  let ex1_SCD: Path
  let ex1_MOE: Path

  static func stored() throws -> ShapleyExpected {
    try Oracle.json("shapley_mahalanobis.json", as: ShapleyExpected.self)
  }
}

/// The Shapley split of a distance held to ShapleyOutlier.
enum ShapleyChecks {
  private static func pairs(_ ours: [Double]?, _ stored: [Double]) -> [OracleCheck.Pair] {
    guard let ours, ours.count == stored.count else { return [(.nan, 0)] }
    return zip(ours, stored).map { ($0, $1) }
  }

  static let all = [
    // Stored to 15 digits; the covariance of the first example has condition 46.
    OracleCheck(
      estimator: "ShapleyDecomposition.about", oracle: "shapley_mahalanobis.json, ex1, ex2",
      figures: "φ, d², all coalitions", tolerance: 1e-12
    ) {
      let stored = try ShapleyExpected.stored()
      return [stored.ex1, stored.ex2].flatMap { example in
        let ours = ShapleyDecomposition.about(centre: example.mu, covariance: example.covariance, of: example.x)
        return pairs(ours?.contributions, example.phi) + [(ours?.squaredDistance ?? .nan, example.md2)]
          + (example.brute_force.map { pairs(ours?.contributions, $0) } ?? [])
      }
    },
    // As above.
    OracleCheck(
      estimator: "ShapleyDecomposition.interactions", oracle: "shapley_mahalanobis.json, ex1_interaction",
      figures: "the matrix", tolerance: 1e-12
    ) {
      let stored = try ShapleyExpected.stored()
      let ours = ShapleyDecomposition.interactions(
        centre: stored.ex1.mu, covariance: stored.ex1.covariance, of: stored.ex1.x)
      return pairs(ours?.elements, stored.ex1_interaction.flatMap { $0 })
    },
    // As above; the reference passes through one more solution.
    OracleCheck(
      estimator: "ShapleyDecomposition.aboutRegularCells", oracle: "shapley_mahalanobis.json, ex1_cells",
      figures: "φ, reference, non-centrality", tolerance: 1e-11
    ) {
      let stored = try ShapleyExpected.stored()
      let ours = ShapleyDecomposition.aboutRegularCells(
        centre: stored.ex1.mu, covariance: stored.ex1.covariance, of: stored.ex1.x,
        outlying: stored.ex1_cells.cells.map { $0 == 1 })
      return pairs(ours?.contributions, stored.ex1_cells.phi) + pairs(ours?.reference, stored.ex1_cells.mu_tilde)
        + [(ours?.nonCentrality ?? .nan, stored.ex1_cells.non_centrality)]
    },
    // Products of x and powers of 0.9, stored to 15 digits.
    OracleCheck(
      estimator: "ShapleyCounterfactual.scd", oracle: "shapley_mahalanobis.json, ex1_SCD", figures: "changed row",
      tolerance: 1e-14
    ) {
      let stored = try ShapleyExpected.stored()
      let ours = ShapleyCounterfactual.scd(
        centre: stored.ex1.mu, covariance: stored.ex1.covariance, of: stored.ex1.x)
      return pairs(ours?.values, stored.ex1_SCD.x_imputed)
        + [(ShapleyCounterfactual.step, stored.ex1_SCD.step_size)]
        + [(ShapleyCounterfactual.ordinaryProbability, stored.ex1_SCD.q)]
    },
    // As for the regular cells.
    OracleCheck(
      estimator: "ShapleyCounterfactual.moe", oracle: "shapley_mahalanobis.json, ex1_MOE",
      figures: "changed row, reference, non-centrality, φ", tolerance: 1e-11
    ) {
      let stored = try ShapleyExpected.stored()
      let path = stored.ex1_MOE
      let ours = ShapleyCounterfactual.moe(
        centre: stored.ex1.mu, covariance: stored.ex1.covariance, of: stored.ex1.x)
      return pairs(ours?.values, path.x_imputed) + pairs(ours?.decomposition.reference, path.mu_tilde ?? [])
        + pairs(ours?.decomposition.contributions, path.phi ?? [])
        + [(ours?.decomposition.nonCentrality ?? .nan, path.non_centrality ?? 0)]
    },
  ]
}
