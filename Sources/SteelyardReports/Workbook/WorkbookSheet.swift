import CXLSXWriter
internal import Foundation
import SteelyardDomain

/// Draws tables as sheets: a title, what the list means, a header that stays in sight and can be filtered, the rows; on paper
/// A4 landscape, one page wide, header rows on every page.
struct WorkbookSheet {
  let workbook: Workbook
  let source: ExportSource
  let language: Language
  let unit: ExportUnit
  /// How many rows a sheet holds at most, its head among them.
  let rowsMaximum: Int
  /// The lines above the header.
  private let headLines: [String]
  /// The row of the header: title, lines, header.
  private let headerRow: Int

  /// How many rows are looked at for the widths of columns.
  private static let rowsMeasured = 200
  /// The bytes that a page's head has for the watermark: it takes 255 in all.
  private static let watermarkBytes = 160
  /// Widths of columns in characters.
  private static let widths = 8.0...46.0

  private typealias Words = Wording.Export
  private typealias Sheet = UnsafeMutablePointer<lxw_worksheet>

  init(workbook: Workbook, source: ExportSource, language: Language, unit: ExportUnit, rowsMaximum: Int) {
    self.workbook = workbook
    self.source = source
    self.language = language
    self.unit = unit
    self.rowsMaximum = rowsMaximum
    let run = "\(Wording.Site.runNumber.text(language)) \(source.number)"
    let mark = source.watermark.map { Words.watermark.text(language) + Words.colon.text(language) + $0 }
    headLines = ["\(source.meaning.text(language)) · \(run)"] + (mark.map { [$0] } ?? [])
    headerRow = 1 + headLines.count
  }

  /// Adds a table, over several sheets where it has more rows than one holds.
  ///
  /// - Parameter facts: what stands below the rows: title and content.
  func add(_ table: ExportTable, facts: [(title: String, content: String)] = []) throws(WorkbookFailure) {
    let room = rowsMaximum - headerRow - 1
    precondition(room >= 1, "a sheet has room for its head and a row")
    let parts = max(1, (table.count + room - 1) / room)
    let name = Words.sheet(table.name).text(language)
    let (looks, widths) = (table.columns.map { Self.look($0, table.name) }, widths(table))
    for part in 0..<parts {
      let sheet = try workbook.sheet(part == 0 ? name : "\(name) \(part + 1)")
      let rows = (part * room)..<min(table.count, (part + 1) * room)
      let title = parts == 1 ? name : "\(name) \(part + 1)/\(parts)"
      drawHead(sheet, title: title, table)
      for (place, row) in rows.enumerated() { draw(sheet, headerRow + 1 + place, table, looks, row) }
      // Ranges must end at the row that is being written: the library keeps no earlier one.
      arrange(sheet, table, widths, rows: rows.count)
      for (column, place) in zip(table.columns, 0...) where rows.count > 0 {
        mark(sheet, column, place, rows: rows.count)
        validate(sheet, column, place, rows: rows.count)
      }
      for (place, fact) in facts.enumerated() {
        let row = headerRow + rows.count + 2 + place
        write(sheet, row, 0, fact.title, .factTitle)
        write(sheet, row, 1, fact.content, .fact)
      }
      setPage(sheet, table, lastRow: headerRow + rows.count + (facts.isEmpty ? 0 : facts.count + 1))
    }
  }

  // MARK: - Cells

  private func drawHead(_ sheet: Sheet, title: String, _ table: ExportTable) {
    let period = Wording.periodName(source.period).text(language)
    worksheet_set_row(sheet, 0, 24, nil)
    write(sheet, 0, 0, "\(title) · \(source.governance.title.text(language)) · \(period)", .title)
    for (place, line) in headLines.enumerated() { write(sheet, 1 + place, 0, line, .note) }
    worksheet_set_row(sheet, lxw_row_t(headerRow), 32, nil)
    for (place, column) in table.columns.enumerated() {
      write(sheet, headerRow, place, column.title(language, unit: unit, currency: source.currency), .header)
    }
  }

  private func draw(
    _ sheet: Sheet, _ row: Int, _ table: ExportTable, _ looks: [WorkbookFormats.Look], _ position: Int
  ) {
    for (place, pair) in zip(table.columns, table.row(position)).enumerated() {
      let (column, cell) = pair
      let shown = column.shown(cell, language, unit: unit)
      if column.isNumber, let number = Double(shown) {
        worksheet_write_number(sheet, lxw_row_t(row), lxw_col_t(place), number, workbook.formats.of(looks[place]))
      } else {
        write(sheet, row, place, shown, looks[place])
      }
    }
  }

  private func write(_ sheet: Sheet, _ row: Int, _ column: Int, _ text: String, _ look: WorkbookFormats.Look) {
    let format = workbook.formats.of(look)
    if text.isEmpty {
      worksheet_write_blank(sheet, lxw_row_t(row), lxw_col_t(column), format)
    } else {
      worksheet_write_string(sheet, lxw_row_t(row), lxw_col_t(column), WorkbookText.cell(text), format)
    }
  }

  private static func look(_ column: ExportColumn, _ table: ExportTable.Name) -> WorkbookFormats.Look {
    switch column.kind {
    case .whole: .number("#,##0")
    case .money, .rate: .number("#,##0.00")
    case .ratio(let decimals): .number("0." + String(repeating: "0", count: decimals))
    case .share: .number("0.0%")
    case .entry(let entry): .entry(isDate: entry == .date)
    case .text where [.summary, .methods, .quality, .clues].contains(table): .wrapped
    case .text, .exact, .word, .flag: .text
    }
  }

  // MARK: - What stays in sight, and the page

  /// The width of each column: that of its title on two lines, or of the widest of the first cells.
  private func widths(_ table: ExportTable) -> [Double] {
    let sample = (0..<min(table.count, Self.rowsMeasured)).map(table.row)
    return table.columns.enumerated().map { place, column in
      let title = DisplayWidth.of(column.title(language, unit: unit, currency: source.currency))
      let cells = sample.map { DisplayWidth.of(column.shown($0[place], language, unit: unit)) }
      let wide = Double(max((title + 1) / 2 + 2, (cells.max() ?? 0) + 2, column.isEntry ? 12 : 0))
      return min(max(wide, Self.widths.lowerBound), Self.widths.upperBound)
    }
  }

  private func arrange(_ sheet: Sheet, _ table: ExportTable, _ widths: [Double], rows: Int) {
    let last = (row: lxw_row_t(headerRow + rows), column: lxw_col_t(table.columns.count - 1))
    worksheet_autofilter(sheet, lxw_row_t(headerRow), 0, last.row, last.column)
    worksheet_freeze_panes(sheet, lxw_row_t(headerRow + 1), lxw_col_t(table.frozenColumns))
    for (place, width) in widths.enumerated() {
      worksheet_set_column(sheet, lxw_col_t(place), lxw_col_t(place), width, nil)
    }
    let exact = table.columns.enumerated().filter { $1.kind == .exact }.map { Self.letters($0.offset) }
    if rows > 0, !exact.isEmpty {
      let ranges = exact.map { "\($0)\(headerRow + 2):\($0)\(headerRow + 1 + rows)" }.joined(separator: " ")
      worksheet_ignore_errors(sheet, UInt8(LXW_IGNORE_NUMBER_STORED_AS_TEXT.rawValue), ranges)
    }
  }

  private func setPage(_ sheet: Sheet, _ table: ExportTable, lastRow: Int) {
    worksheet_set_landscape(sheet)
    worksheet_set_paper(sheet, 9)  // A4
    worksheet_fit_to_pages(sheet, 1, 0)
    worksheet_set_margins(sheet, 0.4, 0.4, 0.6, 0.6)
    worksheet_repeat_rows(sheet, 0, lxw_row_t(headerRow))
    let columns = table.printedColumns ?? table.columns.count
    worksheet_print_area(sheet, 0, 0, lxw_row_t(lastRow), lxw_col_t(columns - 1))
    let mark = source.watermark.map { WorkbookText.pageHead($0, bytesMaximum: Self.watermarkBytes) } ?? ""
    worksheet_set_header(sheet, "&L\(mark)&R\(source.number)")
    worksheet_set_footer(sheet, "&C\(Words.pageFoot.text(language))")
  }

  /// A column as spreadsheets call it: A, B, … Z, AA …
  static func letters(_ column: Int) -> String {
    let last = String(UnicodeScalar(UInt8(65 + column % 26)))
    return column < 26 ? last : letters(column / 26 - 1) + last
  }
}

// MARK: - Marks and what may be filled in

extension WorkbookSheet {
  /// How strongly words are marked, by the code in the cell.
  private static let strengths: [String: WorkbookFormats.Strength] = [
    "interview": .strong, "serious": .strong, "remind": .medium, "moderate": .medium, "watch": .light,
    "minor": .light, "cannot-tell": .pale,
  ]

  private func mark(_ sheet: Sheet, _ column: ExportColumn, _ place: Int, rows: Int) {
    guard let kind = column.mark else { return }
    let (first, last, place) = (lxw_row_t(headerRow + 1), lxw_row_t(headerRow + rows), lxw_col_t(place))
    switch kind {
    case .scale:
      var rule = lxw_conditional_format()
      rule.type = UInt8(LXW_CONDITIONAL_2_COLOR_SCALE.rawValue)
      rule.min_color = WorkbookFormats.scale.low
      rule.max_color = WorkbookFormats.scale.high
      worksheet_conditional_format_range(sheet, first, place, last, place, &rule)
    case .words(let codes):
      for code in codes {
        guard let strength = Self.strengths[code] else { continue }
        withTexts(["\"\(column.shown(code, language, unit: unit))\""]) { texts in
          var rule = lxw_conditional_format()
          rule.type = UInt8(LXW_CONDITIONAL_TYPE_CELL.rawValue)
          rule.criteria = UInt8(LXW_CONDITIONAL_CRITERIA_EQUAL_TO.rawValue)
          rule.value_string = texts[0]
          rule.format = workbook.formats.mark(strength)
          worksheet_conditional_format_range(sheet, first, place, last, place, &rule)
        }
      }
    }
  }

  private func validate(_ sheet: Sheet, _ column: ExportColumn, _ place: Int, rows: Int) {
    guard case .entry(let entry) = column.kind, entry != .text else { return }
    let choices: [String] = if case .choice(let words) = entry { words.map { $0.text(language) } } else { [] }
    let help = (entry == .date ? Words.dateHelp : Words.choiceHelp).text(language)
    withTexts([column.title.text(language), help] + choices) { texts in
      var rule = lxw_data_validation()
      rule.ignore_blank = UInt8(LXW_VALIDATION_ON.rawValue)
      rule.input_title = texts[0]
      rule.input_message = texts[1]
      rule.error_message = texts[1]
      var list = Array(texts.dropFirst(2)) + [nil]
      list.withUnsafeMutableBufferPointer { list in
        if entry == .date {
          rule.validate = UInt8(LXW_VALIDATION_TYPE_DATE.rawValue)
          rule.criteria = UInt8(LXW_VALIDATION_CRITERIA_GREATER_THAN_OR_EQUAL_TO.rawValue)
          rule.value_datetime = lxw_datetime(year: 2000, month: 1, day: 1, hour: 0, min: 0, sec: 0)
        } else {
          rule.validate = UInt8(LXW_VALIDATION_TYPE_LIST.rawValue)
          rule.value_list = list.baseAddress
        }
        worksheet_data_validation_range(
          sheet, lxw_row_t(headerRow + 1), lxw_col_t(place), lxw_row_t(headerRow + rows), lxw_col_t(place), &rule)
      }
    }
  }
}
