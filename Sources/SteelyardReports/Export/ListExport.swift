internal import SteelyardDomain
internal import SteelyardScoring

/// The lists that are worked with: who is interviewed (约谈名单), who is reminded or watched (观察名单).
///
/// The columns are those of the sheets that bureaus keep; what a run does not hold is there, empty, to be filled in.
struct ListExport: Sendable {
  /// What is advised.
  enum Advice: String, CaseIterable {
    case interview, remind, watch

    /// The advice for a row; `nil` for who stands on no list.
    init?(_ row: RankingRow) {
      if row.band == .interview {
        self = .interview
      } else if row.nearGate != nil {
        self = .remind
      } else if row.band == .watch {
        self = .watch
      } else {
        return nil
      }
    }
  }

  let rows: [RankingRow]
  let source: ExportSource
  let extract: TallyExtract?
  let previousRanks: [String: String]
  private let ranked: Int
  private let medians: [String: String]

  init(
    _ rows: [RankingRow], source: ExportSource, extract: TallyExtract?, previousRanks: [String: String]
  ) {
    self.rows = rows
    self.source = source
    self.extract = extract
    self.previousRanks = previousRanks
    ranked = rows.count { !$0["rank"].isEmpty }
    medians = Self.medians(rows)
  }

  /// The interview list, in the order of the screen.
  var interview: ExportTable { table(.interview, RankingTable.rows(rows, of: .interview)) }

  /// Those to remind, in the order of the screen, then those to watch in published order.
  var watch: ExportTable {
    let near = RankingTable.rows(rows, of: .near)
    return table(.watch, near + rows.filter { Advice($0) == .watch })
  }

  /// The codes of all institutions on a list.
  static func listed(_ rows: [RankingRow]) -> Set<String> {
    Set(rows.filter { Advice($0) != nil }.map { $0["institution_id"] })
  }

  /// The median cost per head of each peer group's institutions, exact to the fen, halves away from zero.
  static func medians(_ rows: [RankingRow]) -> [String: String] {
    let groups = Dictionary(grouping: rows.filter { !$0["cost_per_head"].isEmpty }) { $0["peer_group"] }
    return groups.mapValues { rows in
      let fen = rows.compactMap { NumberFormats.fen(yuan: $0["cost_per_head"]) }.sorted()
      let (low, high) = (fen[(fen.count - 1) / 2], fen[fen.count / 2])
      let sum = low + high
      return NumberFormats.yuan(wideFen: (sum + sum.signum()) / 2)
    }
  }

  private func table(_ name: ExportTable.Name, _ listed: [RankingRow]) -> ExportTable {
    let columns = Self.columns
    return ExportTable(name, columns.map(\.column), count: listed.count, frozenColumns: 3) { position in
      columns.map { $0.cell(self, listed[position], position) }
    }
  }

  // MARK: - Columns

  struct Column: Sendable {
    let column: ExportColumn
    let cell: @Sendable (ListExport, RankingRow, Int) -> String
  }

  /// The columns of both lists.
  static let columns: [Column] = identity + figures + judgement + toFillIn

  private static func own(
    _ name: String, _ kind: ExportColumn.Kind, mark: ExportColumn.Mark? = nil,
    words: (@Sendable (String) -> LocalizedText)? = nil,
    _ cell: @escaping @Sendable (ListExport, RankingRow, Int) -> String
  ) -> Column {
    Column(
      column: ExportColumn(name, Wording.Export.listTitle(name), kind, mark: mark, words: words), cell: cell)
  }

  /// A column of the ranking as it stands there.
  private static func same(_ name: String) -> Column {
    Column(column: RankingExport.column(name)) { _, row, _ in row[name] }
  }

  private static let identity = [
    own("number", .whole) { _, _, position in String(position + 1) },
    same("institution_id"), same("name"), same("kind"), same("level"), same("district"), same("peer_group"),
    own("diseases", .text) { list, row, _ in
      list.extract?.diseases[row["institution_id"]]?.joined(separator: " ") ?? ""
    },
    own("period", .exact, words: Wording.periodText) { list, _, _ in list.source.period },
  ]

  private static let figures = [
    same("heads"), same("visits"), same("cost_per_visit"), same("cost_per_head"),
    own("peers_median", .rate) { list, row, _ in list.medians[row["peer_group"]] ?? "" },
    same("index_plain"),
    own("index_interval", .exact) { _, row, _ in
      let ends = ["index_low", "index_high"].compactMap { row.number($0) }
      return ends.count == 2 ? ends.map { NumberFormats.fixed($0, decimals: 3) }.joined(separator: "–") : ""
    },
    same("index_adjusted"),
    own("rank_of", .exact) { list, row, _ in row["rank"].isEmpty ? "" : "\(row["rank"])/\(list.ranked)" },
    own("rank_interval", .exact) { _, row, _ in
      row["rank_low"].isEmpty || row["rank_high"].isEmpty ? "" : "\(row["rank_low"])–\(row["rank_high"])"
    },
    own("previous_rank", .whole) { list, row, _ in list.previousRanks[row["institution_id"]] ?? "" },
    same("excess_shrunk"),
    own("fund_payment", .money) { list, row, _ in
      list.extract?.fundFen[row["institution_id"]].map { NumberFormats.yuan(wideFen: $0) } ?? ""
    },
    same("z"),
  ]

  private static let judgement = [
    own("rule", .word, words: Wording.Export.ruleWords) { _, row, _ in row["gate"] },
    own("small_sample", .flag) { _, row, _ in
      let failed = row["gate"].split(separator: "+").map(String.init)
      let small: [InstitutionScore.Gate] = [.heads, .reliable]
      return row["gate"].isEmpty ? "" : small.contains { failed.contains($0.rawValue) } ? "true" : "false"
    },
    own("advice", .word, mark: .words(Advice.allCases.map(\.rawValue)), words: Wording.Export.adviceWords) {
      _, row, _ in
      Advice(row)?.rawValue ?? ""
    },
  ]

  private static let toFillIn: [Column] =
    [
      ("officer", .text), ("state", .choice(Wording.Export.states)), ("interview_date", .date),
      ("conclusion", .choice(Wording.Export.conclusions)), ("due_date", .date),
      ("recheck", .choice(Wording.Export.rechecks)),
    ].map { (name: String, entry: ExportColumn.Entry) in own(name, .entry(entry)) { _, _, _ in "" } }
    + [own("run", .exact) { list, _, _ in list.source.number }]

  /// The columns that are empty because a run does not hold them.
  static let emptyColumns = columns.map(\.column).filter(\.isEntry).map(\.name)
}
