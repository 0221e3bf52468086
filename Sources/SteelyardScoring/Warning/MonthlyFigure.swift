import Foundation
public import SteelyardDomain
public import SteelyardLedger

/// One institution in one month: what it cost against what its patients of that month would have cost at its peers of
/// that month (methods §14).
public struct MonthlyFigure: Equatable, Sendable {
  /// The month.
  public var month: Month
  /// The institution's code.
  public var institution: String
  /// Its peer group.
  public var peerGroup: String
  /// Distinct heads of the month.
  public var heads: Int64
  /// Visits of the month; `nil` where a tally does not tell.
  public var visits: Int64?
  /// Cost in fen, untruncated.
  public var costFen: Int64
  /// Expected capped cost in yuan.
  public var expected: Double?
  /// Observed over expected, capped cost.
  public var indexAdjusted: Double?
  /// Standard error of ln(index_adjusted).
  public var standardError: Double?

  /// Creates a figure.
  public init(
    month: Month, institution: String, peerGroup: String, heads: Int64, visits: Int64?, costFen: Int64,
    expected: Double?, indexAdjusted: Double?, standardError: Double?
  ) {
    self.month = month
    self.institution = institution
    self.peerGroup = peerGroup
    self.heads = heads
    self.visits = visits
    self.costFen = costFen
    self.expected = expected
    self.indexAdjusted = indexAdjusted
    self.standardError = standardError
  }
}

extension MonthlyFigure {
  /// The figures of every month by itself, by month and institution code: references, caps and variances are those of
  /// the month.
  public static func figures(_ tallies: [(month: Month, tally: Tally)], plan: ScoringPlan) -> [MonthlyFigure] {
    tallies.flatMap { month, tally in
      let scorer = GroupScorer(tally: tally, plan: plan, institutions: [:])
      let scores = Set(tally.peerGroups).sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }.flatMap { name in
        scorer.score(name, tally.institutions.indices.filter { tally.peerGroups[$0] == name }).scores
      }
      return scores.sorted { $0.institution.id.utf8.lexicographicallyPrecedes($1.institution.id.utf8) }.map { score in
        MonthlyFigure(
          month: month, institution: score.institution.id, peerGroup: score.peerGroup, heads: score.heads,
          visits: score.visits, costFen: score.costFen, expected: score.expected, indexAdjusted: score.indexAdjusted,
          standardError: score.standardError)
      }
    }
  }
}
