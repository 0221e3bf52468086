public import SteelyardDomain
public import SteelyardScoring

/// One institution as the ranking prints it: the texts of its cells, by column name.
///
/// A row is had from a score or read back from `ranking.csv`; everything shown of a ranking is shown from rows, so the
/// file alone is enough.
public struct RankingRow: Equatable, Sendable {
  /// The `gate` cell of an institution that passes every gate.
  public static let allPassed = "pass"

  /// The cells in the order of ``RankingTable/columns``.
  let cells: [String]

  /// The text of a cell, without the apostrophe that guards a spreadsheet; empty where there is no value.
  ///
  /// - Precondition: `name` is the name of a column.
  public subscript(name: String) -> String {
    guard let position = RankingTable.positions[name] else {
      preconditionFailure("the ranking has no column \(name)")
    }
    return cells[position]
  }

  /// The value of a numeric cell, or `nil` where there is none.
  public func number(_ name: String) -> Double? { Double(self[name]) }

  /// The band, or `nil` where the cell is none of its names.
  public var band: InstitutionScore.Band? { InstitutionScore.Band(rawValue: self["band"]) }

  /// The one gate that keeps the institution off the interview list; the rule is that of
  /// ``InstitutionScore/nearGate``.
  public var nearGate: InstitutionScore.Gate? {
    band == .cannotTell ? nil : InstitutionScore.Gate(rawValue: self["gate"])
  }
}

/// The ranking as a table: its columns, and CSV and JSON of all its rows or of a list made of some.
public enum RankingTable {
  /// Which rows a file holds.
  public enum List: CaseIterable, Sendable {
    /// All institutions, in published order.
    case ranking
    /// Those of the band interview, in the order of the screen.
    case interview
    /// Those that fail exactly one gate, in the order of the screen; the first column names the gate.
    case near
  }

  /// Why a text is not a ranking.
  public enum ReadFailure: Error, Equatable, Sendable {
    /// A quote does not close, or stands inside a cell.
    case notCsv
    /// A column is missing from the header.
    case columnMissing(String)
    /// A record has another count of cells than the header; lines are counted as records, from one.
    case cellCountDiffers(record: Int)
    /// A cell that must hold a number holds something else.
    case notANumber(record: Int, column: String)
  }

  /// The name of the first column of the near list.
  public static let nearGateName = "near_gate"
  /// Its title.
  public static let nearGateTitle = LocalizedText(zh: "仅差一项", en: "the one gate failed")

  /// The place of each column, by name.
  static let positions = Dictionary(uniqueKeysWithValues: columns.enumerated().map { ($1.name, $0) })

  /// The rows of scores, in their order.
  public static func rows(_ institutions: [InstitutionScore]) -> [RankingRow] {
    institutions.map { score in RankingRow(cells: columns.map { $0.cell(score) }) }
  }

  /// The rows of a list.
  public static func rows(_ rows: [RankingRow], of list: List) -> [RankingRow] {
    switch list {
    case .ranking: rows
    case .interview: screenOrder(rows.filter { $0.band == .interview })
    case .near: screenOrder(rows.filter { $0.nearGate != nil })
    }
  }

  /// The order in which a list is worked: the highest screen first, those without one last; ties in published order.
  private static func screenOrder(_ rows: [RankingRow]) -> [RankingRow] {
    rows.enumerated().sorted { a, b in
      let (x, y) = (a.element.number("screen") ?? -.infinity, b.element.number("screen") ?? -.infinity)
      return x == y ? a.offset < b.offset : x > y
    }.map(\.element)
  }

  /// A list as CSV: machine names in the header, or titles and words in a language.
  public static func csv(
    _ institutions: [InstitutionScore], list: List = .ranking, language: Language? = nil
  ) -> [UInt8] {
    csv(rows: rows(institutions), list: list, language: language)
  }

  /// A list of rows as CSV; the same bytes as from the scores.
  public static func csv(rows all: [RankingRow], list: List = .ranking, language: Language? = nil) -> [UInt8] {
    table(of: list).csv(cells: cells(all, of: list), language: language)
  }

  /// The columns of a list: those of the ranking, and first the one gate where there is one.
  private static func table(of list: List) -> ResultTable<InstitutionScore> {
    ResultTable((list == .near ? [nearColumn] : []) + columns)
  }

  private static let nearColumn = Column(
    nearGateName, zh: nearGateTitle.zh, en: nearGateTitle.en, .word, words: Wording.gateWords
  ) { $0.nearGate?.rawValue ?? "" }

  private static func cells(_ all: [RankingRow], of list: List) -> [[String]] {
    rows(all, of: list).map { row in (list == .near ? [row.nearGate?.rawValue ?? ""] : []) + row.cells }
  }

  /// A list as JSON: an array of objects with the names, order and digits of the CSV; no value is `null`.
  public static func json(_ institutions: [InstitutionScore], list: List = .ranking) -> [UInt8] {
    json(rows: rows(institutions), list: list)
  }

  /// A list of rows as JSON; the same bytes as from the scores.
  public static func json(rows all: [RankingRow], list: List = .ranking) -> [UInt8] {
    table(of: list).json(cells: cells(all, of: list))
  }

  /// The rows of `ranking.csv`, `interview-list.csv` or `near-list.csv` with machine names in the header.
  ///
  /// Edge cases: columns may stand in another order, and unknown ones are passed over; a header alone gives no rows.
  ///
  /// - Throws: ``ReadFailure`` where the text is not such a table.
  public static func parse(csv bytes: [UInt8]) throws(ReadFailure) -> [RankingRow] {
    guard let records = CsvText.records(bytes) else { throw .notCsv }
    let header = records.first ?? []
    var places: [Int] = []
    for column in columns {
      guard let place = header.firstIndex(of: column.name) else { throw .columnMissing(column.name) }
      places.append(place)
    }
    var rows: [RankingRow] = []
    for (number, record) in records.enumerated().dropFirst() {
      guard record.count == header.count else { throw .cellCountDiffers(record: number + 1) }
      var cells: [String] = []
      for (column, place) in zip(columns, places) {
        let cell = column.kind.isNumber ? record[place] : CsvWriter.unguarded(record[place])
        guard !column.kind.isNumber || isNumber(cell) else {
          throw .notANumber(record: number + 1, column: column.name)
        }
        cells.append(cell)
      }
      rows.append(RankingRow(cells: cells))
    }
    return rows
  }

  /// A cell in the words of a language.
  static func shown(_ cell: String, of column: Column, in language: Language) -> String {
    ResultTable(columns).shown(cell, column, language)
  }

  /// Whether a text is a number as ``NumberFormats`` prints it, or empty.
  private static func isNumber(_ text: String) -> Bool {
    guard !text.isEmpty else { return true }
    let parts = text.drop { $0 == "-" }.split(separator: ".", omittingEmptySubsequences: false)
    let minuses = text.prefix { $0 == "-" }.count
    let first = parts.first ?? ""
    return minuses <= 1 && parts.count <= 2 && (first == "0" || !first.hasPrefix("0"))
      && parts.allSatisfy { !$0.isEmpty && $0.utf8.allSatisfy { (48...57).contains($0) } }
  }
}
