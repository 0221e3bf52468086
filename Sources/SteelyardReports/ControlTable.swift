public import SteelyardDomain

/// The bureau's totals beside what the claim files hold (`control.csv`), and what of them differs.
///
/// Money is in yuan with two decimals, exact to the fen however large; a cell that a side does not have is empty there.
public enum ControlTable {
  /// The name of the file in a run's folder.
  public static let fileName = "control.csv"
  /// How many differences a message shows before the rest is counted.
  private static let rowsShown = 20
  /// The width that a message's table is laid out for.
  private static let width = 100

  /// The columns.
  public static let table = ResultTable<ControlComparison.Entry>([
    Column("month", zh: "月份", en: "month", .text) { $0.cell.month?.description ?? "" },
    Column("scheme", zh: "险种", en: "scheme", .text) { $0.cell.scheme },
    Column("figure", zh: "项目", en: "figure", .text, words: Wording.controlFigure) { $0.figure.rawValue },
    Column("stated", zh: "对账总额", en: "control total", .money) { text($0.stated, $0.figure) },
    Column("found", zh: "文件合计", en: "sum of the files", .money) { text($0.found, $0.figure) },
    Column("difference", zh: "差额", en: "difference", .money) { text($0.difference, $0.figure) },
  ])

  private typealias Column = ResultTable<ControlComparison.Entry>.Column

  /// What differs as lines for a person: the first differences as a table, how many more there are, and what may be the
  /// reason.
  ///
  /// - Parameter rejected: the rows that were rejected, and so are in none of the sums.
  public static func message(
    _ comparison: ControlComparison, rejected: Flow, language: Language
  ) -> String {
    let differences = comparison.differences
    let columns = table.columns.map { column in
      TerminalTable.Column(title: column.title.text(language), isNumber: column.kind.isNumber)
    }
    let rows = differences.prefix(rowsShown).map { entry in
      zip(table.columns, table.cells(entry)).map { column, cell in
        column.kind.isNumber ? NumberFormats.grouped(cell) : place(cell, column.name, comparison).text(language)
      }
    }
    var text = Wording.Failure.controlDiffers(comparison).text(language) + "\n"
    text += TerminalTable(columns: columns, rows: rows).text(width: width, language: language)
    if differences.count > rowsShown {
      text += Wording.Failure.moreDifferences(differences.count - rowsShown).text(language) + "\n"
    }
    let hints = [
      comparison.unitFactor.map { Wording.Failure.controlUnit(factor: $0) },
      rejected.rows > 0 ? Wording.Failure.controlWithoutRejected(rejected) : nil,
    ].compactMap(\.self)
    return text + hints.map { $0.text(language) + "\n" }.joined()
  }

  /// A text cell for a person: what is not told apart, and what is not told, in words.
  private static func place(_ cell: String, _ column: String, _ comparison: ControlComparison) -> LocalizedText {
    switch column {
    case "month" where cell.isEmpty: comparison.isByMonth ? Wording.controlMonthUnread : Wording.controlAllMonths
    case "scheme" where cell.isEmpty: comparison.isByScheme ? Wording.controlNoScheme : Wording.controlAllSchemes
    case "figure": Wording.controlFigure(cell)
    default: LocalizedText(zh: cell, en: cell)
    }
  }

  private static func text(_ value: Int128?, _ figure: ControlTotals.Figure) -> String {
    guard let value else { return "" }
    return figure == .count ? String(value) : NumberFormats.yuan(wideFen: value)
  }
}
