internal import SteelyardDomain
public import SteelyardScoring

/// Everything a run's folder holds of one institution, as one value: what its dossier shows, whatever it is printed on.
///
/// The figures are those of the run's files; none is computed anew. A part that the run does not have is empty.
public struct Dossier: Sendable {
  /// The institution's figures of the ranking, with its gates and strata.
  public var score: InstitutionScore
  /// Its rows of `waterfall.csv`, `profile.csv` and `interactions.csv`.
  public var details: ExplanationDetails
  /// Its rows of `monthly.csv`, in any order.
  public var months: [MonthlyFigure]
  /// Its rows of `card-bursts.csv`, by column.
  public var bursts: [[String: String]]
  /// Rows of `persons.csv` of those who are named in ``bursts``, by pseudonym.
  public var persons: [String: [String: String]]

  /// Creates a dossier.
  public init(
    score: InstitutionScore, details: ExplanationDetails = ExplanationDetails(), months: [MonthlyFigure] = [],
    bursts: [[String: String]] = [], persons: [String: [String: String]] = [:]
  ) {
    self.score = score
    self.details = details
    self.months = months
    self.bursts = bursts
    self.persons = persons
  }
}

extension Dossier {
  /// A share of an institution's strata as it is printed: the largest, and all others together, so that the rows add up.
  public struct Strata: Equatable, Sendable {
    /// The strata with the largest excess, the largest first.
    public var largest: [InstitutionScore.StratumContribution]
    /// All others added up; `nil` where there are none.
    public var others: InstitutionScore.StratumContribution?
    /// How many strata the others are.
    public var othersCount: Int
    /// All strata added up: heads of diseases, cost, expected cost.
    public var total: InstitutionScore.StratumContribution
  }

  /// The strata for a table of so many rows.
  public func strata(_ count: Int) -> Strata {
    func sum(_ parts: some Sequence<InstitutionScore.StratumContribution>) -> InstitutionScore.StratumContribution {
      parts.reduce(.init(labels: [], heads: 0, costFen: 0, expected: 0)) { sum, part in
        .init(
          labels: [], heads: sum.heads + part.heads, costFen: sum.costFen + part.costFen,
          expected: sum.expected + part.expected)
      }
    }
    let rest = score.strata.dropFirst(count)
    return Strata(
      largest: Array(score.strata.prefix(count)), others: rest.isEmpty ? nil : sum(rest), othersCount: rest.count,
      total: sum(score.strata))
  }
}

extension Dossier {
  /// The pseudonyms of a row of `card-bursts.csv`.
  public static func members(_ burst: [String: String]) -> [String] {
    (burst["members"] ?? "").split(separator: ";").map(String.init)
  }
}
