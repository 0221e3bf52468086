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
  ///   - threads: how many threads write; the bytes do not depend on it.
  ///   - pseudonym: the pseudonym of a person's code; called once a person, from any thread.
  public static func csv(
    _ scores: [PersonScore], factors: [StratumFactor] = [.ageBand, .sex, .scheme], threads: Int = 1,
    pseudonym: @escaping @Sendable (Int32) -> String
  ) -> [UInt8] {
    let blocks = stride(from: 0, to: scores.count, by: blockRows).map { $0..<min($0 + blockRows, scores.count) }
    let names = concurrently(blocks.count, threads: threads) { blocks[$0].map { pseudonym(scores[$0].person) } }
      .flatMap { $0 }
    let order = order(scores, names)
    let parts = concurrently(blocks.count, threads: threads) { block in
      var writer = CsvWriter()
      for place in blocks[block] { write(scores[order[place]], names[order[place]], factors, to: &writer) }
      return writer.bytes
    }
    var writer = CsvWriter()
    writer.header(fixedNames + ["disease"] + factors.map(columnName))
    var bytes = writer.bytes
    bytes.reserveCapacity(bytes.count + parts.reduce(0) { $0 + $1.count })
    for part in parts { bytes += part }
    return bytes
  }

  /// How many rows are written at once.
  private static let blockRows = 8_192

  /// The places of the scores in the order of the table.
  private static func order(_ scores: [PersonScore], _ names: [String]) -> [Int] {
    // z is compared as it is printed, so that no unprinted digit decides between two equal figures.
    let printed = scores.map { score in
      score.z.flatMap { FixedDecimal.units($0, decimals: NumberFormats.ratioDecimals) } ?? .min
    }
    return scores.indices.sorted { a, b in
      if printed[a] != printed[b] { return printed[a] > printed[b] }
      if scores[a].costFen != scores[b].costFen { return scores[a].costFen > scores[b].costFen }
      return names[a].utf8.lexicographicallyPrecedes(names[b].utf8)
    }
  }

  private static func write(
    _ score: PersonScore, _ name: String, _ factors: [StratumFactor], to writer: inout CsvWriter
  ) {
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

  private static let fixedNames = [
    "person", "diseases", "institutions", "visits", "same_day_visits", "card_bursts", "cost", "expected", "index", "z",
    "supply_days", "overlap_days", "overlap_days_across",
  ]

  /// The column of a factor: its id with an underscore.
  private static func columnName(_ factor: StratumFactor) -> String {
    String(factor.rawValue.map { $0 == "-" ? "_" : $0 })
  }
}
