import Foundation

/// One institution on its way through the scoring line; money in fen.
struct NaiveLine {
  var code: String
  var peer = ""
  var heads = 0
  var distinctHeads = 0
  var visits = 0
  var cost = 0
  var total = 0
  var drug = 0
  var fund = 0
  var indexPlain: Double?
  /// O: the cost after the caps.
  var observed = 0
  /// E, with and without caps.
  var expected = 0.0
  var expectedUntruncated = 0.0
  var variance = 0.0
  var indexDrg: Double?
  var outcome = "scored"
  /// Whether the fit's τ̂² is above zero: without spread nobody is watched.
  var hasSpread = false
  /// Whether the compared cost is the total: shares are shares of it.
  var comparesTotal = true
  var y: Double?
  var s2: Double?
  var z: Double?
  var p: Double?
  var q: Double?
  var posterior: NaivePosterior?
  var reliability: Double?
  var ranks: NaiveRank?
  var gate = ""
  var band = ""
  var rank = 0

  init(code: String) { self.code = code }

  /// §11 and Decision 1: cost − E_untruncated, where something was expected.
  var excess: Double? { expectedUntruncated > 0 ? Double(cost) - expectedUntruncated : nil }

  /// §5: E_untruncated · (exp(m) − 1).
  var excessShrunk: Double? { posterior.map { expectedUntruncated * (exp($0.mean) - 1) } }

  /// exp(m + quantile · sd).
  func limit(_ quantile: Double) -> Double? {
    posterior.map { exp($0.mean + quantile * $0.variance.squareRoot()) }
  }

  /// `index.eb05`.
  var eb05: Double? { limit(-1.6448536269514722) }

  /// P(index > 1).
  var aboveOne: Double? { posterior.map { NaiveNormal.below($0.mean / $0.variance.squareRoot()) } }

  static func ratio(_ above: Double, _ below: Double) -> NaiveValue {
    below > 0 ? .number(above / below) : .absent
  }

  /// Every column of the list, in yuan.
  var columns: [String: NaiveValue] {
    var columns: [String: NaiveValue] = [
      "rank": .integer(Int64(rank)), "heads": .integer(Int64(heads)), "visits": .integer(Int64(visits)),
      "cost": .number(Double(cost) / 100),
      "cost_per_head": NaiveLine.ratio(Double(cost) / 100, Double(heads)),
      "cost_per_visit": NaiveLine.ratio(Double(cost) / 100, Double(visits)),
      "visits_per_head": NaiveLine.ratio(Double(visits), Double(heads)),
      "drug_share": comparesTotal ? NaiveLine.ratio(Double(drug), Double(total)) : .absent,
      "fund_share": comparesTotal ? NaiveLine.ratio(Double(fund), Double(total)) : .absent,
      "index_plain": .optional(indexPlain),
      "index_adjusted": NaiveLine.ratio(Double(observed), expected),
      "index_adjusted_untruncated": NaiveLine.ratio(Double(cost), expectedUntruncated),
      "index_drg": .optional(indexDrg),
      "expected": .number(expected / 100),
      "expected_untruncated": .number(expectedUntruncated / 100),
      "excess": .optional(excess.map { $0 / 100 }),
      "truncated_cost": .number(Double(cost - observed) / 100),
      "peer_group": .text(peer), "band": .text(band), "gate": .text(gate), "outcome": .text(outcome),
    ]
    columns["index_shrunk"] = .optional(posterior.map { exp($0.mean) })
    columns["index_low"] = .optional(limit(-1.959963984540054))
    columns["index_high"] = .optional(limit(1.959963984540054))
    columns["index_eb05"] = .optional(eb05)
    columns["p_above_one"] = .optional(aboveOne)
    // The twin's models watch for an index above 1.
    columns["p_above_watched"] = .optional(aboveOne)
    columns["reliability"] = .optional(reliability)
    columns["excess_shrunk"] = .optional(excessShrunk.map { $0 / 100 })
    columns["y"] = .optional(y)
    columns["s"] = .optional(s2.map { $0.squareRoot() })
    columns["z"] = .optional(z)
    columns["p"] = .optional(p)
    columns["q"] = .optional(q)
    columns["rank_low"] = ranks.map { .integer(Int64($0.low)) } ?? .absent
    columns["rank_high"] = ranks.map { .integer(Int64($0.high)) } ?? .absent
    columns["p_top"] = .optional(ranks?.top)
    columns["expected_rank"] = .optional(ranks?.expected)
    return columns
  }
}
