import Foundation
import SteelyardNumerics
import SteelyardStatistics
import Testing

/// One of the stored fits of robustbase.
struct McdExpected: Decodable, Sendable {
  /// One position or a list of them, as R writes it.
  struct Positions: Decodable, Sendable {
    let fromZero: [Int]

    init(from decoder: any Decoder) throws {
      let container = try decoder.singleValueContainer()
      let fromOne = try (try? container.decode([Int].self)) ?? [container.decode(Int.self)]
      fromZero = fromOne.map { $0 - 1 }
    }
  }

  let dataset: String
  let n: Int
  let p: Int
  let alpha: Double
  let h: Int
  let log_det_raw_best: Double
  let best_subset_1based: Positions
  let subset_mean: [Double]
  let subset_cov_nminus1: [[Double]]
  let raw_consistency: Double
  let raw_small_sample: Double
  let raw_center: [Double]
  let raw_cov: [[Double]]
  let raw_weights_zero_1based: Positions
  let rew_consistency_099: Double
  let rew_small_sample: Double
  let center: [Double]
  let cov: [[Double]]
  let cov_pre099: [[Double]]
  let d2: [Double]
  let cutoff_chi2_975: Double
  let outliers_1based: Positions

  private struct File: Decodable { let results: [String: McdExpected] }

  /// All stored fits, by name.
  static func all() throws -> [(name: String, fit: McdExpected)] {
    try Oracle.json("mcd_expected.json", as: File.self).results.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
  }

  static func named(_ name: String) throws -> McdExpected {
    try #require(all().first { $0.name == name }?.fit)
  }

  /// The names of the columns, as the files have them.
  private static let columnNames = [
    "heart": ["height", "weight"], "phosphor": ["inorg", "organic"], "salinity": ["X1", "X2", "X3"],
    "stackloss": ["Air.Flow", "Water.Temp", "Acid.Conc."], "wood": ["x1", "x2", "x3", "x4", "x5"],
  ]

  /// The rows of the data set.
  func table() throws -> Matrix {
    let rows = try Oracle.rows("mcd_data_\(dataset).csv")
    let names = try #require(Self.columnNames[dataset])
    let columns = try names.map { name in try rows.map { try Oracle.number($0, name) } }
    return Matrix(rows: rows.count, columns: p, elements: columns.flatMap { $0 })
  }

  /// Our fits of all sets, made once.
  private static let solutions = Result {
    try all().reduce(into: [String: MinimumCovariance.Solution]()) { solutions, entry in
      for convention in [ConsistencyConvention.current, .keptShare] {
        let fit = try MinimumCovariance.fit(
          entry.fit.table(), alpha: entry.fit.alpha, convention: convention, seed: 1, threads: 2)
        solutions["\(entry.name) \(convention)"] = fit.solution
      }
    }
  }

  static func ours(_ name: String, _ convention: ConsistencyConvention = .current) throws -> MinimumCovariance.Solution
  {
    try #require(solutions.get()["\(name) \(convention)"])
  }
}

/// The minimum covariance determinant held to robustbase.
enum McdChecks {
  static let names = ["heart", "phosphor", "salinity", "stackloss", "wood"].flatMap { ["\($0)_a0.5", "\($0)_a0.75"] }

  static let all: [OracleCheck] = names.flatMap(fit) + factors

  private static func pairs(_ ours: [Double], _ stored: [Double]) -> [OracleCheck.Pair] {
    // A missing number is no agreement.
    ours.count == stored.count ? zip(ours, stored).map { ($0, $1) } : [(.nan, 0)]
  }

  private static func pairs(_ ours: SymmetricMatrix, _ stored: [[Double]]) -> [OracleCheck.Pair] {
    pairs(ours.elements, stored.flatMap { $0 })
  }

  private static func fit(_ name: String) -> [OracleCheck] {
    [
      // Stored to 15 digits; the log determinant is near zero for no set, and an inverse loses what the condition
      // of the covariance takes: 4 digits in the wood set.
      OracleCheck(
        estimator: "MinimumCovariance.fit", oracle: "mcd_expected.json, \(name)",
        figures: "log determinant, raw centre and covariance, factors, cut-off", tolerance: 1e-12
      ) {
        let (stored, ours) = try (McdExpected.named(name), McdExpected.ours(name))
        let raw = ours.raw
        let scale = raw.consistencyFactor * raw.smallSampleFactor
        return pairs(
          [
            ours.subsetLogDeterminant, raw.consistencyFactor, raw.smallSampleFactor,
            ours.reweighted.consistencyFactor, ours.reweighted.smallSampleFactor, ours.cutoff,
          ],
          [
            stored.log_det_raw_best, stored.raw_consistency, stored.raw_small_sample, stored.rew_consistency_099,
            stored.rew_small_sample, stored.cutoff_chi2_975,
          ]) + pairs(raw.centre, stored.raw_center) + pairs(raw.centre, stored.subset_mean)
          + pairs(raw.covariance, stored.raw_cov)
          + pairs(raw.covariance.scaled(by: 1 / scale), stored.subset_cov_nminus1)
      },
      // As above.
      OracleCheck(
        estimator: "MinimumCovariance.fit", oracle: "mcd_expected.json, \(name)",
        figures: "reweighted centre and covariance, both conventions", tolerance: 1e-12
      ) {
        let stored = try McdExpected.named(name)
        let (current, older) = try (McdExpected.ours(name), McdExpected.ours(name, .keptShare))
        return pairs(current.reweighted.centre, stored.center) + pairs(current.reweighted.covariance, stored.cov)
          + pairs(older.reweighted.covariance, stored.cov_pre099)
      },
      // A distance passes through the inverse.
      OracleCheck(
        estimator: "MahalanobisDistances.squared", oracle: "mcd_expected.json, \(name)",
        figures: "squared distances", tolerance: 1e-11
      ) {
        let stored = try McdExpected.named(name)
        let ours = try McdExpected.ours(name)
        let again = try MahalanobisDistances.squared(
          stored.table(), centre: ours.reweighted.centre, covariance: ours.reweighted.covariance)
        return pairs(ours.distances, stored.d2) + pairs(again ?? [], stored.d2)
      },
    ]
  }

  private static func row(_ row: [String: String]) throws -> (p: Int, n: Int, alpha: Double) {
    (try Int(Oracle.number(row, "p")), try Int(Oracle.number(row, "n")), try Oracle.number(row, "alpha"))
  }

  private static let factors = [
    // Counts.
    OracleCheck(
      estimator: "MinimumCovarianceFactors.subsetSize", oracle: "mcd_factors.csv", figures: "h", tolerance: 0
    ) {
      try Oracle.rows("mcd_factors.csv").map { entry in
        let (p, n, alpha) = try row(entry)
        return (
          Double(MinimumCovarianceFactors.subsetSize(rows: n, columns: p, alpha: alpha)), try Oracle.number(entry, "h")
        )
      }
    },
    // Stored to 15 digits.
    OracleCheck(
      estimator: "MinimumCovarianceFactors.consistency", oracle: "mcd_factors.csv", figures: "raw and reweighted",
      tolerance: 1e-13
    ) {
      try Oracle.rows("mcd_factors.csv").flatMap { entry in
        let (p, n, _) = try row(entry)
        let share = try Oracle.number(entry, "h") / Double(n)
        return [
          (MinimumCovarianceFactors.consistency(columns: p, share: share), try Oracle.number(entry, "cons_raw")),
          (MinimumCovarianceFactors.consistency(columns: p, share: 0.975), try Oracle.number(entry, "cons_rew975")),
        ]
      }
    },
    // Stored to 15 digits; the curves take a difference of logarithms that costs one or two.
    OracleCheck(
      estimator: "MinimumCovarianceFactors.rawSmallSample", oracle: "mcd_factors.csv", figures: "raw and reweighted",
      tolerance: 1e-12
    ) {
      try Oracle.rows("mcd_factors.csv").flatMap { entry in
        let (p, n, alpha) = try row(entry)
        return [
          (
            MinimumCovarianceFactors.rawSmallSample(rows: n, columns: p, alpha: alpha) ?? .nan,
            try Oracle.number(entry, "cnp2_raw")
          ),
          (
            MinimumCovarianceFactors.reweightedSmallSample(rows: n, columns: p, alpha: alpha) ?? .nan,
            try Oracle.number(entry, "cnp2_rew")
          ),
        ]
      }
    },
    // Stored to 15 digits.
    OracleCheck(
      estimator: "MahalanobisDistances.adaptiveCutoff", oracle: "mcd_factors.csv", figures: "fixed and adaptive",
      tolerance: 1e-13
    ) {
      try Oracle.rows("mcd_factors.csv").flatMap { entry in
        let (p, n, _) = try row(entry)
        return [
          (MahalanobisDistances.cutoff(columns: p), try Oracle.number(entry, "cut975")),
          (MahalanobisDistances.adaptiveCutoff(columns: p, rows: n), try Oracle.number(entry, "cut_adapt")),
        ]
      }
    },
    // robustbase takes the distance in single precision: 6e-8 of it.
    OracleCheck(estimator: "RobustScale.qn", oracle: "robust_scale.json", figures: "Qn", tolerance: 6e-8) {
      try RobustScaleExpected.all().map { (RobustScale.qn($0.values) ?? .nan, $0.qn) }
    },
    // Stored to 15 digits.
    OracleCheck(estimator: "RobustScale.sn", oracle: "robust_scale.json", figures: "Sn", tolerance: 1e-13) {
      try RobustScaleExpected.all().map { (RobustScale.sn($0.values) ?? .nan, $0.sn) }
    },
  ]
}

/// A list of values with the scales that robustbase gives it.
struct RobustScaleExpected: Decodable, Sendable {
  let values: [Double]
  let qn: Double
  let sn: Double

  private struct File: Decodable { let results: [RobustScaleExpected] }

  static func all() throws -> [RobustScaleExpected] {
    try Oracle.json("robust_scale.json", as: File.self).results
  }
}
