import Foundation
import SteelyardDomain

/// The published order: dearest first by one column, ties by excess, then by code (methods §17).
enum Ranking {
  /// Sorts institutions and gives them their ranks.
  ///
  /// The column is compared as it is printed, at six decimals, so that no reader sees two equal figures in an order
  /// that only unprinted digits explain. Institutions without the figure come last.
  static func sort(_ scores: inout [InstitutionScore], by order: ScoringPlan.Order) {
    let keyed = scores.map { score in
      (score: score, value: figure(score, order).map(printed), excess: excessFen(score))
    }
    scores = keyed.sorted { a, b in
      switch (a.value, b.value) {
      case (nil, _?): return false
      case (_?, nil): return true
      case (let x?, let y?) where x != y: return x > y
      case (nil, nil):
        return a.score.institution.id.utf8.lexicographicallyPrecedes(b.score.institution.id.utf8)
      default:
        if a.excess != b.excess { return a.excess > b.excess }
        return a.score.institution.id.utf8.lexicographicallyPrecedes(b.score.institution.id.utf8)
      }
    }.map(\.score)
    for row in scores.indices { scores[row].rank = row + 1 }
  }

  /// The figure an institution is ranked by.
  static func figure(_ score: InstitutionScore, _ order: ScoringPlan.Order) -> Double? {
    switch order {
    case .plain: score.indexPlain
    case .adjusted: score.indexAdjusted
    case .shrunk: score.indexShrunk
    case .conservative: score.indexEb05
    case .score: score.z
    case .excess: score.excessShrunk
    case .screen: score.screen
    }
  }

  private static func printed(_ value: Double) -> Double { Double(FixedDecimal.text(value, decimals: 6)) ?? 0 }

  private static func excessFen(_ score: InstitutionScore) -> Double {
    score.excess.map { ($0 * 100).rounded() } ?? -.infinity
  }
}
