import SteelyardLedger

/// What a head of each reference group costs on average among the peers, and how much heads vary about it
/// (methods §§3, 4).
///
/// All arrays are by group of the case mix; money in fen, variances in fen².
struct Reference: Sendable {
  /// R of capped cost; 0 where the group has no heads.
  let capped: [Double]
  /// R of untruncated cost.
  let untruncated: [Double]
  /// v: variance of a head's capped cost.
  let variance: [Double]
  /// Covariance of two capped costs of one person, by pair column of the panel, about the stratum means.
  let pairCovariance: [Double]
  /// φ̂ of `var.gamma`, used where a group has one head.
  let gammaDispersion: Double

  init(_ panel: CostPanel) {
    func mean(_ sums: TallySums, _ fen: Int64) -> Double { sums.heads > 0 ? Double(fen) / Double(sums.heads) : 0 }
    let capped = panel.sums.map { mean($0, $0.cappedFen) }
    let phi = Self.gammaDispersion(panel.sums, capped)
    self.capped = capped
    untruncated = panel.sums.map { mean($0, $0.costFen) }
    gammaDispersion = phi
    variance = zip(panel.sums, capped).map { sums, reference in
      if sums.heads < 1 { return 0 }
      if sums.heads == 1 { return phi * reference * reference }
      let numerator = CostPanel.varianceNumerator(
        heads: sums.heads, sumFen: sums.cappedFen, squares: sums.cappedSquares)
      return max(0, numerator / (Double(sums.heads) * Double(sums.heads - 1)))
    }
    pairCovariance = panel.pairColumns.map { pair in
      let (r, t) = (capped[pair.first], capped[pair.second])
      let heads = Double(pair.sums.heads)
      let residuals =
        Double(pair.sums.products) - t * Double(pair.sums.firstFen) - r * Double(pair.sums.secondFen) + heads * r * t
      return heads > 0 ? residuals / heads : 0
    }
  }

  /// φ = Σ (c − R)²/R² ÷ (N − S) over groups with heads and a positive reference; 1 where it cannot be had.
  private static func gammaDispersion(_ sums: [TallySums], _ references: [Double]) -> Double {
    var total = 0.0
    var heads: Int64 = 0
    var groups: Int64 = 0
    for (sums, reference) in zip(sums, references) where sums.heads > 0 && reference > 0 {
      total += CostPanel.residualSquares(sums, about: reference) / (reference * reference)
      heads += sums.heads
      groups += 1
    }
    return heads > groups && total > 0 ? total / Double(heads - groups) : 1
  }
}
