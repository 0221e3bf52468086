internal import SteelyardDomain

extension ExportDocument {
  /// A table as CSV.
  ///
  /// Texts that a spreadsheet would run get an apostrophe (``CsvWriter``); codes, intervals and places, which it would turn
  /// into numbers or dates, end with a TAB, which keeps them texts and which readers trim. Below the table, after an empty
  /// row, stands what every export carries; every row has as many cells as the header.
  ///
  /// - Parameters:
  ///   - isPlain: for programs: machine names, words and numbers of the run's files, money in yuan, no TAB, the table alone.
  ///   - encoding: how the text is encoded.
  public func csv(_ table: ExportTable, isPlain: Bool, encoding: ExportEncoding) -> [UInt8] {
    var writer = CsvWriter()
    writer.header(
      table.columns.map { isPlain ? $0.name : $0.title(language, unit: unit, currency: source.currency) })
    for row in 0..<table.count {
      for (column, cell) in zip(table.columns, table.row(row)) {
        if column.isNumber {
          writer.number(isPlain ? cell : column.shown(cell, language, unit: unit))
        } else if isPlain {
          writer.text(cell)
        } else {
          let shown = column.shown(cell, language, unit: unit)
          writer.text(column.kind == .exact && !shown.isEmpty ? shown + "\t" : shown)
        }
      }
      writer.endRow()
    }
    if !isPlain { addFoot(to: &writer, width: table.columns.count) }
    return encoding.encoded(writer.bytes)
  }

  private func addFoot(to writer: inout CsvWriter, width: Int) {
    let lines = source.carried(language).map { line in
      line.title + Wording.Export.colon.text(language)
        + [line.id, line.content].filter { !$0.isEmpty }
        .joined(separator: "; ")
    }
    for line in [""] + lines {
      writer.text(line)
      for _ in 1..<max(1, width) { writer.text("") }
      writer.endRow()
    }
  }
}
