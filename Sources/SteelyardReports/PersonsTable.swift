public import SteelyardDomain
public import SteelyardScoring

/// Insured persons by pseudonym with cost, expected cost and score (`persons.csv`).
///
/// Sorted by z, the highest first and those without last; then by cost, the dearest first; then by pseudonym.
public enum PersonsTable {
  /// The table as CSV.
  ///
  /// - Parameters:
  ///   - scores: the persons, in any order.
  ///   - factors: what the labels after the disease in ``PersonScore/stratum`` are; one column each. A label that a
  ///     collapsed stratum has given up is `*`.
  ///   - pseudonym: the pseudonym of a person's code; called once a person.
  public static func csv(
    _ scores: [PersonScore], factors: [StratumFactor] = [.ageBand, .sex, .scheme],
    pseudonym: (Int32) -> String
  ) -> [UInt8] {
    // z is compared as it is printed, so that no unprinted digit decides between two equal figures.
    let named = scores.map { score in
      (name: pseudonym(score.person), z: Double(NumberFormats.ratio(score.z)) ?? -.infinity, score: score)
    }.sorted { a, b in
      if a.z != b.z { return a.z > b.z }
      if a.score.costFen != b.score.costFen { return a.score.costFen > b.score.costFen }
      return a.name.utf8.lexicographicallyPrecedes(b.name.utf8)
    }
    var writer = CsvWriter()
    writer.header(fixedNames + ["disease"] + factors.map(columnName))
    for (name, _, score) in named {
      writer.text(name)
      for count in [score.diseases, score.institutions, score.visits, score.sameDayVisits, score.bursts] {
        writer.number(String(count))
      }
      writer.number(NumberFormats.yuan(fen: score.costFen))
      writer.number(NumberFormats.yuan(score.expected))
      writer.number(NumberFormats.ratio(score.costIndex))
      writer.number(NumberFormats.ratio(score.z))
      for days in [score.supply?.supplied, score.supply?.overlapping, score.supply?.acrossInstitutions] {
        writer.number(NumberFormats.whole(days))
      }
      for position in 0...factors.count {
        writer.text(position < score.stratum.count ? score.stratum[position] : "")
      }
      writer.endRow()
    }
    return writer.bytes
  }

  private static let fixedNames = [
    "person", "diseases", "institutions", "visits", "same_day_visits", "card_bursts", "cost", "expected", "index", "z",
    "supply_days", "overlap_days", "overlap_days_across",
  ]

  /// The column of a factor: its id with an underscore.
  private static func columnName(_ factor: StratumFactor) -> String {
    String(factor.rawValue.map { $0 == "-" ? "_" : $0 })
  }
}
