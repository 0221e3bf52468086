public import SteelyardDomain
public import SteelyardScoring

/// Insured persons by pseudonym with cost, expected cost and score (`persons.csv`).
///
/// Sorted by z, the highest first and those without last; then by cost, the dearest first; then by pseudonym.
public enum PersonsTable {
  /// The table as CSV, in one piece: ``parts(_:factors:threads:pseudonym:)`` end to end.
  public static func csv(
    _ scores: [PersonScore], factors: [StratumFactor] = [.ageBand, .sex, .scheme], threads: Int = 1,
    pseudonym: @escaping @Sendable (Int32) -> String
  ) -> [UInt8] {
    Array(parts(scores, factors: factors, threads: threads, pseudonym: pseudonym).joined())
  }

  /// The table as CSV in parts that belong end to end: a city's persons are a hundred megabytes and more.
  ///
  /// - Parameters:
  ///   - scores: the persons, in any order.
  ///   - factors: what the labels after the disease in ``PersonScore/stratum`` are; one column each. A label that a
  ///     collapsed stratum has given up is `*`.
  ///   - threads: how many threads write; the bytes do not depend on it.
  ///   - pseudonym: the pseudonym of a person's code; called once a person, from any thread.
  public static func parts(
    _ scores: [PersonScore], factors: [StratumFactor] = [.ageBand, .sex, .scheme], threads: Int = 1,
    pseudonym: @escaping @Sendable (Int32) -> String
  ) -> [[UInt8]] {
    let blocks = stride(from: 0, to: scores.count, by: blockRows).map { $0..<min($0 + blockRows, scores.count) }
    let names = Names(
      concurrently(blocks.count, threads: threads) { block in
        var part = Names()
        for place in blocks[block] { part.append(pseudonym(scores[place].person)) }
        return part
      })
    let order = order(scores, names, threads: threads)
    let parts = concurrently(blocks.count, threads: threads) { block in
      var writer = CsvWriter(capacity: blocks[block].count * rowBytesUsual)
      for place in blocks[block] { write(scores, Int(order[place]), names, factors, to: &writer) }
      return writer.bytes
    }
    var writer = CsvWriter()
    writer.header(fixedNames + ["disease"] + factors.map(columnName))
    return [writer.bytes] + parts
  }

  /// How many rows are written at once, and how many bytes a row mostly has.
  private static let blockRows = 8_192, rowBytesUsual = 128

  /// What scores are sorted by, by place: no two are equal, so that every way to sort comes to the same.
  private struct Keys: Sendable {
    /// z as it is printed, so that no unprinted digit decides between two equal figures.
    let printed: [Int128]
    let costFen: [Int64]
    let names: Names

    func precedes(_ a: Int32, _ b: Int32) -> Bool {
      let (first, second) = (Int(a), Int(b))
      if printed[first] != printed[second] { return printed[first] > printed[second] }
      if costFen[first] != costFen[second] { return costFen[first] > costFen[second] }
      return names.precedes(first, second)
    }
  }

  /// The places of the scores in the order of the table: parts are sorted side by side, then put together.
  private static func order(_ scores: [PersonScore], _ names: Names, threads: Int) -> [Int32] {
    let keys = Keys(
      printed: scores.map { score in
        score.z.flatMap { FixedDecimal.units($0, decimals: NumberFormats.ratioDecimals) } ?? .min
      },
      costFen: scores.map(\.costFen), names: names)
    let size = (scores.count + threads - 1) / threads
    var parts = concurrently(threads, threads: threads) { part in
      (Int32(min(scores.count, part * size))..<Int32(min(scores.count, (part + 1) * size))).sorted(by: keys.precedes)
    }
    while parts.count > 1 {
      let halves = parts
      parts = concurrently((halves.count + 1) / 2, threads: threads) { pair in
        pair * 2 + 1 < halves.count ? merged(halves[pair * 2], halves[pair * 2 + 1], keys) : halves[pair * 2]
      }
    }
    return parts[0]
  }

  private static func merged(_ first: [Int32], _ second: [Int32], _ keys: Keys) -> [Int32] {
    var all: [Int32] = []
    all.reserveCapacity(first.count + second.count)
    var next = 0
    for place in first {
      while next < second.count, keys.precedes(second[next], place) {
        all.append(second[next])
        next += 1
      }
      all.append(place)
    }
    all.append(contentsOf: second[next...])
    return all
  }

  /// Writes one of the scores; by place, for a copy of one counts as an owner of its texts.
  private static func write(
    _ scores: [PersonScore], _ place: Int, _ names: Names, _ factors: [StratumFactor], to writer: inout CsvWriter
  ) {
    names.withBytes(of: place) { writer.text($0) }
    writer.number(String(scores[place].diseases))
    writer.number(String(scores[place].institutions))
    writer.number(String(scores[place].visits))
    writer.number(String(scores[place].sameDayVisits))
    writer.number(String(scores[place].bursts))
    writer.number(NumberFormats.yuan(fen: scores[place].costFen))
    writer.number(NumberFormats.yuan(scores[place].expected))
    writer.number(NumberFormats.ratio(scores[place].costIndex))
    writer.number(NumberFormats.ratio(scores[place].z))
    let supply = scores[place].supply
    writer.number(NumberFormats.whole(supply?.supplied))
    writer.number(NumberFormats.whole(supply?.overlapping))
    writer.number(NumberFormats.whole(supply?.acrossInstitutions))
    let labels = scores[place].stratum.count
    for position in 0...factors.count {
      writer.text(position < labels ? scores[place].stratum[position] : "")
    }
    writer.endRow()
  }

  private static let fixedNames = [
    "person", "diseases", "institutions", "visits", "same_day_visits", "card_bursts", "cost", "expected", "index", "z",
    "supply_days", "overlap_days", "overlap_days_across",
  ]

  /// Pseudonyms by place, laid end to end: a million texts of their own would each be looked up where they lie.
  private struct Names: Sendable {
    private var bytes: [UInt8] = []
    private var ends: [Int] = []

    init() {}

    /// Lays parts end to end.
    init(_ parts: [Names]) {
      bytes.reserveCapacity(parts.reduce(0) { $0 + $1.bytes.count })
      ends.reserveCapacity(parts.reduce(0) { $0 + $1.ends.count })
      for part in parts {
        let first = bytes.count
        bytes += part.bytes
        ends += part.ends.map { $0 + first }
      }
    }

    mutating func append(_ name: String) {
      bytes += name.utf8
      ends.append(bytes.count)
    }

    func withBytes<Result>(of place: Int, _ body: (UnsafeRawBufferPointer) -> Result) -> Result {
      bytes.withUnsafeBytes { body(UnsafeRawBufferPointer(rebasing: $0[range(of: place)])) }
    }

    /// Whether one name comes before another in the order of their bytes.
    func precedes(_ a: Int, _ b: Int) -> Bool {
      withBytes(of: a) { first in withBytes(of: b) { first.lexicographicallyPrecedes($0) } }
    }

    private func range(of place: Int) -> Range<Int> { (place == 0 ? 0 : ends[place - 1])..<ends[place] }
  }

  /// The column of a factor: its id with an underscore.
  private static func columnName(_ factor: StratumFactor) -> String {
    String(factor.rawValue.map { $0 == "-" ? "_" : $0 })
  }
}
