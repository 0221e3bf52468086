import Foundation
import SteelyardStatistics
import Testing

/// `racusum.json`.
struct StoredCusum: Decodable {
  struct Steiner: Decodable {
    struct Row: Decodable {
      let parsonnet, p, w_RA2, w_RAhalf: Double
      let y: Int
    }

    let coef: [Double]
    let rows: [Row]
    let published_RA2, published_RAhalf: [Double]
  }

  struct Rigdon: Decodable {
    struct First: Decodable { let s1, s1_lower_5dp: Double }

    let coef, parsonnet, published_RA2_4dp, w: [Double]
    let y: [Int]
    let first_step: First
  }

  struct Package: Decodable {
    let risks, published_ct_2dp, ct: [Double]
    let outcomes: [Int]
    let odds_multiplier, limit: Double
  }

  struct Exact: Decodable {
    let failure_probability, odds_multiplier, alpha, published_limit_5dp: Double
    let n_patients: Int
  }

  struct Talk: Decodable {
    let limit_drawn: Double
    let died, trigger: [Int]
    let risk, Wt, Ct: [Double]
    let Ct_valid_through: Int
  }

  let steiner: Steiner
  let rigdon: Rigdon
  let cusum_pkg: Package
  let exact_limit: Exact
  let rss2019: Talk

  static func read() throws -> StoredCusum { try Oracle.json("racusum.json", as: StoredCusum.self) }

  /// What the author of the talk starts again from after the trigger, to the five decimals that are known.
  static let restart = 3.89178
}

/// `openprescribing_cusum.json`.
struct StoredSeries: Decodable {
  struct Alert: Decodable {
    let from_, to: Double
    let period: Int
  }

  struct Case: Decodable {
    let name, change_word: String
    let data, target_mean, alert_threshold: [Double?]
    let window: Int
    let sensitivity: Double
    let smax, smin: [Double]
    let expected_alerts: [String]
    let alert_indices: [Int]
    let last_alert: Alert?

    var ours: MovingTargetCusum { MovingTargetCusum(values: data, window: window, sensitivity: sensitivity) }
  }

  let cases: [Case]

  static func read() throws -> [Case] { try Oracle.json("openprescribing_cusum.json", as: StoredSeries.self).cases }
}

/// The sequential statistics held to stored numbers.
enum MonitorChecks {
  static let all: [OracleCheck] = [
    OracleCheck(
      estimator: "BernoulliCusum.weight", oracle: "racusum.json, steiner", figures: "risk, W for R = 2 and R = 1/2",
      // 15 stored digits; the difference of two logarithms loses one.
      tolerance: 1e-13
    ) {
      let stored = try StoredCusum.read().steiner
      return stored.rows.flatMap { row -> [OracleCheck.Pair] in
        let risk = logistic(stored.coef, row.parsonnet)
        return [
          (risk, row.p), (weight(2, row.y, risk), row.w_RA2), (weight(0.5, row.y, risk), row.w_RAhalf),
        ]
      }
    },
    OracleCheck(
      estimator: "BernoulliCusum.weight", oracle: "racusum.json, steiner as published", figures: "W to three decimals",
      // Half of the last decimal printed.
      tolerance: 0.0005, measure: .absolute
    ) {
      let stored = try StoredCusum.read().steiner
      return stored.rows.enumerated().flatMap { place, row -> [OracleCheck.Pair] in
        let risk = logistic(stored.coef, row.parsonnet)
        return [
          (weight(2, row.y, risk), stored.published_RA2[place]),
          (weight(0.5, row.y, risk), stored.published_RAhalf[place]),
        ]
      }
    },
    OracleCheck(
      estimator: "BernoulliCusum.weight", oracle: "racusum.json, rigdon", figures: "W for R = 2",
      // 15 stored digits; the difference of two logarithms loses one.
      tolerance: 1e-13
    ) {
      let stored = try StoredCusum.read().rigdon
      return stored.w.indices.map { place in
        (weight(2, stored.y[place], logistic(stored.coef, stored.parsonnet[place])), stored.w[place])
      }
    },
    OracleCheck(
      estimator: "BernoulliCusum.path", oracle: "racusum.json, rigdon first step", figures: "both sums",
      // Half of the last of five decimals printed.
      tolerance: 0.000005, measure: .absolute
    ) {
      let stored = try StoredCusum.read().rigdon
      let risk = logistic(stored.coef, stored.parsonnet[0])
      let sums = [2, 0.5].map { ratio in
        BernoulliCusum(oddsRatio: ratio).path(occurred: [stored.y[0] == 1], risks: [risk], limit: 100)[0].sum
      }
      return [(sums[0], stored.first_step.s1), (sums[1], stored.first_step.s1_lower_5dp)]
    },
    OracleCheck(
      estimator: "BernoulliCusum.path", oracle: "racusum.json, cusum_pkg", figures: "C of 10 cases",
      // 15 stored digits, ten sums.
      tolerance: 1e-13
    ) {
      let stored = try StoredCusum.read().cusum_pkg
      let steps = BernoulliCusum(oddsRatio: stored.odds_multiplier).path(
        occurred: stored.outcomes.map { $0 == 1 }, risks: stored.risks, limit: stored.limit)
      return zip(steps, stored.ct).map { ($0.sum, $1) }
    },
    OracleCheck(
      estimator: "BernoulliCusum.exactLimit", oracle: "racusum.json, exact_limit", figures: "limit",
      // Half of the last of five decimals printed.
      tolerance: 0.000005, measure: .absolute
    ) {
      let stored = try StoredCusum.read().exact_limit
      let found = BernoulliCusum(oddsRatio: stored.odds_multiplier).exactLimit(
        risk: stored.failure_probability, cases: stored.n_patients, alpha: stored.alpha)
      return [(try #require(found).limit, stored.published_limit_5dp)]
    },
    OracleCheck(
      estimator: "BernoulliCusum.path", oracle: "racusum.json, rss2019", figures: "W of 100 cases, C up to the trigger",
      // Nine stored decimals, each stored sum made of the author's own unrounded ones.
      tolerance: 1e-9, measure: .absolute
    ) {
      let stored = try StoredCusum.read().rss2019
      let steps = talk(stored)
      return zip(steps, stored.Wt).map { ($0.weight, $1) }
        + zip(steps, stored.Ct).prefix(stored.Ct_valid_through).map { ($0.sum, $1) }
    },
    OracleCheck(
      estimator: "BernoulliCusum.path", oracle: "racusum.json, rss2019 after the trigger",
      figures: "C from the author's own restart",
      // The restart is known to five decimals.
      tolerance: 0.000005, measure: .absolute
    ) {
      let stored = try StoredCusum.read().rss2019
      return zip(talk(stored), stored.Ct).dropFirst(stored.Ct_valid_through).map { ($0.sum, $1) }
    },
    OracleCheck(
      estimator: "Cusum.path", oracle: "cusum_agg_rss2019.csv", figures: "C of 24 months",
      // Weights of two decimals: sums of a few of them round in the last bits.
      tolerance: 1e-14, measure: .absolute
    ) {
      let rows = try Oracle.rows("cusum_agg_rss2019.csv")
      let steps = Cusum.path(weights: try rows.map { try Oracle.number($0, "Wt") }, limit: 5.5)
      return try zip(steps, rows).flatMap { step, row -> [OracleCheck.Pair] in
        [(step.weight, try Oracle.number(row, "Wt")), (step.sum, try Oracle.number(row, "Ct"))]
      }
    },
    OracleCheck(
      estimator: "MovingTargetCusum", oracle: "openprescribing_cusum.json, 25 series",
      figures: "both sums, target, threshold of every month; the last alert",
      // Means and deviations of three numbers, another order of rounding; sums are rounded to two decimals.
      tolerance: 1e-15, measure: .absolute
    ) {
      try StoredSeries.read().flatMap { stored -> [OracleCheck.Pair] in
        let states = stored.ours.states
        var pairs: [OracleCheck.Pair] = []
        for (month, state) in states.enumerated() {
          pairs.append((state.sumUp, stored.smax[month]))
          pairs.append((state.sumDown, stored.smin[month]))
          // Absent on one side only is no agreement.
          pairs.append((state.target ?? -1, stored.target_mean[month] ?? -1))
          pairs.append((state.threshold ?? -1, stored.alert_threshold[month] ?? -1))
        }
        if let alert = stored.last_alert, let ours = stored.ours.lastAlert {
          pairs += [(ours.from, alert.from_), (ours.to, alert.to), (Double(ours.months), Double(alert.period))]
        }
        return pairs
      }
    },
  ]

  /// The risk of a Parsonnet score by the logistic model with these coefficients.
  private static func logistic(_ coefficients: [Double], _ score: Double) -> Double {
    1 / (1 + exp(-(coefficients[0] + coefficients[1] * score)))
  }

  private static func weight(_ ratio: Double, _ outcome: Int, _ risk: Double) -> Double {
    BernoulliCusum(oddsRatio: ratio).weight(occurred: outcome == 1, risk: risk)
  }

  /// The steps of the talk's hundred patients, odds ratio 2.
  static func talk(_ stored: StoredCusum.Talk) -> [Cusum.Step] {
    BernoulliCusum(oddsRatio: 2).path(
      occurred: stored.died.map { $0 == 1 }, risks: stored.risk, limit: stored.limit_drawn,
      reset: .to(StoredCusum.restart))
  }
}
