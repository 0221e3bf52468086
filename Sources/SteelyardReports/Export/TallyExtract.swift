/// What the tally of a run tells of some institutions beside the ranking: what the fund paid, and on which diseases most was
/// spent.
///
/// The rows of all others are passed over by their code alone: a tally has a row for each stratum of an institution.
public struct TallyExtract: Sendable {
  /// How many diseases are named.
  static let diseasesShown = 3

  /// Fund payments in fen by institution; an institution is missing where the tally has none.
  public let fundFen: [String: Int128]
  /// The codes of the dearest diseases by institution, the dearest first.
  public let diseases: [String: [String]]

  /// Reads `tally.csv` for the institutions of a ranking that stand on a list, or `nil` where the bytes are no tally.
  public init?(tally bytes: [UInt8], listedIn rows: [RankingRow]) {
    self.init(tally: bytes, institutions: ListExport.listed(rows))
  }

  /// Reads `tally.csv` for some institutions, or `nil` where the bytes are no tally.
  init?(tally bytes: [UInt8], institutions wanted: Set<String>) {
    var position = 0
    guard let header = CsvText.record(bytes, &position) else { return nil }
    let names = ["row_type", "institution_id", "disease", "cost_fen", "fund_fen"]
    let places = names.map { header.firstIndex(of: $0) }
    guard let type = places[0], let code = places[1], let disease = places[2], let cost = places[3] else { return nil }
    var (strata, wholes) = ([String: Int128](), [String: Int128]())
    var spent: [String: [String: Int128]] = [:]
    while position < bytes.count {
      if Self.isOther(bytes, position, code, wanted), let end = StoredTable.end(bytes, from: position) {
        position = end
        continue
      }
      guard let cells = CsvText.record(bytes, &position), cells.count == header.count else { return nil }
      let institution = cells[code]
      guard wanted.contains(institution) else { continue }
      let fund = places[4].flatMap { Int128(cells[$0]) }
      if cells[type] == "institution" {
        if let fund { wholes[institution] = fund }
      } else {
        if let fund { strata[institution, default: 0] += fund }
        spent[institution, default: [:]][cells[disease], default: 0] += Int128(cells[cost]) ?? 0
      }
    }
    fundFen = strata.merging(wholes) { $1 }
    diseases = spent.mapValues { sums in
      let dearest = sums.filter { $0.value > 0 && !$0.key.isEmpty }.sorted { a, b in
        a.value == b.value ? a.key.utf8.lexicographicallyPrecedes(b.key.utf8) : a.value > b.value
      }
      return dearest.prefix(Self.diseasesShown).map(\.key)
    }
  }

  /// Whether a row is plainly of an institution that nobody asked for: its code stands in the second cell, unquoted.
  private static func isOther(_ bytes: [UInt8], _ start: Int, _ code: Int, _ wanted: Set<String>) -> Bool {
    guard code == 1, let comma = bytes[start...].firstIndex(of: UInt8(ascii: ",")) else { return false }
    var end = comma + 1
    while end < bytes.count, bytes[end] != UInt8(ascii: ",") {
      if bytes[end] == UInt8(ascii: "\"") || bytes[end] == UInt8(ascii: "\n") { return false }
      end += 1
    }
    return !wanted.contains(String(decoding: bytes[(comma + 1)..<end], as: UTF8.self))
  }
}
