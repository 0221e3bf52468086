import SteelyardDomain
import SteelyardLedger
import SteelyardNumerics

/// The variance of an institution's observed capped cost about what is expected of its heads, fen² (methods §4).
///
/// Never Poisson: limits on money would then depend on the unit. By row of the panel; `nil` where the tally has no
/// squares.
enum WithinVariance {
  /// V by the plan's method.
  ///
  /// - Parameter ofHeads: N times ``ofHead(_:_:plan:)`` where it has been computed with other products of N.
  static func of(
    _ panel: CostPanel, _ reference: Reference, _ tally: Tally, plan: ScoringPlan, ofHeads: [Double]? = nil
  ) -> [Double]? {
    guard tally.parts.contains(.squares) else { return nil }
    guard let ofHead = ofHead(reference, tally, plan: plan) else { return sandwich(panel, reference, tally) }
    let own = ofHeads ?? panel.heads.times(ofHead)
    guard plan.variance == .pooled, tally.parts.contains(.pairs) else { return own }
    // 2 Σ N_pair·v_pair: persons who are heads in two groups.
    let pairs = panel.pairHeads.times(reference.pairCovariance)
    return zip(own, pairs).map { $0 + 2 * $1 }
  }

  /// What one head of each group adds to V: v for `var.pooled`, φR² with one φ for the peer group for `var.gamma`.
  ///
  /// `nil` where V is no sum over heads, or the tally has no squares.
  static func ofHead(_ reference: Reference, _ tally: Tally, plan: ScoringPlan) -> [Double]? {
    guard tally.parts.contains(.squares) else { return nil }
    switch plan.variance {
    case .pooled: return reference.variance
    case .gamma: return reference.capped.map { reference.gammaDispersion * $0 * $0 }
    case .sandwich: return nil
    }
  }

  /// `var.sandwich`: the institution's own squared residuals by person, Σ_p (Σ_s (c_ps − R_s))².
  ///
  /// Residuals of one person in two strata go together where the tally has pairs. Unstable where heads are few.
  private static func sandwich(_ panel: CostPanel, _ reference: Reference, _ tally: Tally) -> [Double] {
    var rowOf = [Int](repeating: -1, count: tally.institutions.count)
    for (row, institution) in panel.institutions.enumerated() { rowOf[institution] = row }
    var terms = [[Double]](repeating: [], count: panel.institutions.count)
    for cell in tally.rows where rowOf[cell.institution] >= 0 {
      let mean = reference.capped[panel.caseMix.groupOfStratum[cell.stratum]]
      terms[rowOf[cell.institution]].append(CostPanel.residualSquares(cell.sums, about: mean))
    }
    for pair in tally.pairs where rowOf[pair.institution] >= 0 {
      let r = reference.capped[panel.caseMix.groupOfStratum[pair.first]]
      let t = reference.capped[panel.caseMix.groupOfStratum[pair.second]]
      let products = Double(pair.sums.products) - t * Double(pair.sums.firstFen) - r * Double(pair.sums.secondFen)
      terms[rowOf[pair.institution]].append(2 * (products + Double(pair.sums.heads) * r * t))
    }
    return terms.map { max(0, CompensatedSum.of($0)) }
  }
}
