public import SteelyardDomain

/// A table as lines of text for a terminal: columns stand in line, Chinese characters taking two places.
///
/// Where the table is wider than the terminal, the one column that may shrink does, with `…`; then the columns that
/// matter least are left out, and a last line names them. Characters that would steer the terminal are shown as `�`.
public struct TerminalTable: Sendable {
  /// A column.
  public struct Column: Sendable {
    /// The title.
    public var title: String
    /// Whether cells stand at the right, as numbers do.
    public var isNumber: Bool
    /// The width below which the column does not shrink; `nil` where it does not shrink at all.
    public var widthMinimum: Int?
    /// Columns with a higher number are left out first; those with 0 never are.
    public var dispensable: Int

    /// Creates a column.
    public init(title: String, isNumber: Bool, widthMinimum: Int? = nil, dispensable: Int = 0) {
      self.title = title
      self.isNumber = isNumber
      self.widthMinimum = widthMinimum
      self.dispensable = dispensable
    }
  }

  private static let gap = "  "
  private static let bold = "\u{1B}[1m"
  private static let plain = "\u{1B}[0m"

  private let columns: [Column]
  private let rows: [[String]]

  /// Creates a table.
  ///
  /// - Precondition: every row has a cell a column.
  public init(columns: [Column], rows: [[String]]) {
    precondition(rows.allSatisfy { $0.count == columns.count }, "a row has one cell for each column")
    self.columns = columns
    self.rows = rows.map { $0.map(DisplayWidth.harmless) }
  }

  /// The table's lines, each ended, no wider than `width` unless the indispensable columns are.
  ///
  /// - Parameter colour: whether the titles are set bold; the text is the same without.
  public func text(width: Int, language: Language, colour: Bool = false) -> String {
    var widths = columns.enumerated().map { position, column in
      rows.reduce(DisplayWidth.of(column.title)) { max($0, DisplayWidth.of($1[position])) }
    }
    var shown = Array(columns.indices)
    let natural = widths
    fit(&widths, &shown, to: width)
    widen(&widths, shown, towards: natural, within: width)
    var lines = [line(columns.map(\.title), widths, shown)]
    if colour { lines[0] = Self.bold + lines[0] + Self.plain }
    lines += rows.map { line($0, widths, shown) }
    let hidden = columns.indices.filter { !shown.contains($0) }.map { columns[$0].title }
    if !hidden.isEmpty { lines.append(Wording.columnsLeftOut(hidden).text(language)) }
    return lines.map { $0 + "\n" }.joined()
  }

  /// Shrinks the shrinkable columns, then leaves out the dispensable ones, until the table fits.
  private func fit(_ widths: inout [Int], _ shown: inout [Int], to width: Int) {
    while true {
      let excess = total(widths, shown) - width
      guard excess > 0 else { return }
      if let position = shown.first(where: { widths[$0] > columns[$0].widthMinimum ?? .max }) {
        widths[position] = max(columns[position].widthMinimum ?? 0, widths[position] - excess)
      } else if let least = shown.max(by: { columns[$0].dispensable < columns[$1].dispensable }),
        columns[least].dispensable > 0
      {
        shown.removeAll { $0 == least }
      } else {
        return
      }
    }
  }

  /// Gives what room is left over to a column that has shrunk.
  private func widen(_ widths: inout [Int], _ shown: [Int], towards natural: [Int], within width: Int) {
    for position in shown where widths[position] < natural[position] {
      let spare = width - total(widths, shown)
      widths[position] = min(natural[position], widths[position] + max(0, spare))
    }
  }

  private func total(_ widths: [Int], _ shown: [Int]) -> Int {
    shown.reduce(-Self.gap.count) { $0 + widths[$1] + Self.gap.count }
  }

  private func line(_ cells: [String], _ widths: [Int], _ shown: [Int]) -> String {
    var line = shown.map { position in
      let cell = DisplayWidth.truncated(cells[position], to: widths[position])
      return DisplayWidth.padded(cell, to: widths[position], before: columns[position].isNumber)
    }.joined(separator: Self.gap)
    while line.last == " " { line.removeLast() }
    return line
  }
}
