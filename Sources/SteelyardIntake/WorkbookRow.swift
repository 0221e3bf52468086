import SteelyardDomain

/// A cell of a sheet as it is written, before its meaning.
struct WorkbookCell {
  /// What the cell's type makes of its value.
  enum Kind {
    case number, shared, text, boolean, error, date, unknown
  }

  var kind = Kind.number
  /// The number of its format.
  var style = 0
  /// Its value, or text, in the bytes of the row.
  var range = 0..<0
  var hasFormula = false
  /// Whether there is a value at all.
  var hasValue = false
}

/// Reads the rows of a sheet, one after another, each kept until the next.
///
/// Hidden rows are rows. Rows and cells without a place of their own stand behind the last one.
final class WorkbookRow: XmlHandler {
  /// The most columns a sheet has.
  static let columnsMaximum = 16_384

  private enum Place {
    case top, sheet, data, row, cell, formula, value, inline, inlineText, run, runText
  }

  /// The row's number in the sheet, from one.
  private(set) var number = 0
  /// Where it begins in the sheet's part.
  private(set) var byteOffset = 0
  private(set) var isHidden = false
  /// What makes the row useless as it stands: a column twice, a column that is none, or more bytes than a row may have.
  private(set) var fault: Diagnostic.Code?
  /// The columns up to the last that has a cell.
  private(set) var width = 0
  private let bytes = WorkbookBytes(capacity: 1 << 16)
  private let cells: UnsafeMutableBufferPointer<WorkbookCell>
  private let rowOfCell: UnsafeMutableBufferPointer<Int>
  private var cell = WorkbookCell()
  private var column = -1
  private var place = Place.top
  private var skipped = 0
  private var hasData = false

  init() {
    cells = .allocate(capacity: Self.columnsMaximum)
    cells.initialize(repeating: WorkbookCell())
    rowOfCell = .allocate(capacity: Self.columnsMaximum)
    rowOfCell.initialize(repeating: 0)
  }

  deinit {
    cells.deallocate()
    rowOfCell.deallocate()
  }

  /// The cell in a column, `nil` where there is none or nothing in it.
  subscript(column: Int) -> WorkbookCell? {
    guard column < width, rowOfCell[column] == number else { return nil }
    let cell = cells[column]
    return cell.hasValue || cell.hasFormula ? cell : nil
  }

  /// A cell's value as it is written.
  func value(_ cell: WorkbookCell) -> UnsafeRawBufferPointer { bytes[cell.range] }

  func start(_ element: XmlName, _ attributes: XmlAttributes, _ stream: XmlStream) {
    if skipped > 0 {
      skipped += 1
      return
    }
    switch place {
    case .cell where element == "v":
      if cell.hasValue { fault = fault ?? .cellUnreadable }
      cell.hasValue = true
      place = .value
    case .cell where element == "f":
      cell.hasFormula = true
      place = .formula
    case .cell where element == "is":
      if cell.hasValue { fault = fault ?? .cellUnreadable }
      cell.hasValue = true
      place = .inline
    case .row where element == "c": startCell(attributes)
    case .data where element == "row": startRow(attributes, stream)
    case .inline where element == "t": place = .inlineText
    case .inline where element == "r": place = .run
    case .run where element == "t": place = .runText
    case .sheet where element == "sheetData":
      place = .data
      hasData = true
    case .top where element == "worksheet": place = .sheet
    case .top: stream.stop(.workbookDamaged)
    default: skipped = 1
    }
  }

  func end(_ element: XmlName, _ stream: XmlStream) {
    if skipped > 0 {
      skipped -= 1
      return
    }
    switch place {
    case .formula, .value, .inline: place = .cell
    case .cell:
      endCell()
      place = .row
    case .row:
      place = .data
      stream.pause()
    case .inlineText, .run: place = .inline
    case .runText: place = .run
    case .data: place = .sheet
    case .sheet, .top:
      if !hasData { stream.stop(.workbookDamaged) }
    }
  }

  func text(_ text: UnsafeRawBufferPointer, _ stream: XmlStream) {
    guard skipped == 0 else { return }
    switch place {
    case .value, .inlineText, .runText:
      if bytes.count + text.count > CsvTokenizer.recordBytesMaximum { fault = .fieldTooLong }
      if fault != .fieldTooLong { bytes.append(text) }
    default: break
    }
  }

  private func startRow(_ attributes: XmlAttributes, _ stream: XmlStream) {
    place = .row
    let next = attributes["r"] == nil ? number + 1 : attributes.number("r") ?? 0
    // A row before the last one, or the same again: no spreadsheet opens such a sheet.
    guard next > number else { return stream.stop(.workbookDamaged) }
    number = next
    byteOffset = stream.byteOffset
    isHidden = attributes.flag("hidden") ?? false
    fault = nil
    width = 0
    column = -1
    bytes.truncate(to: 0)
  }

  private func startCell(_ attributes: XmlAttributes) {
    place = .cell
    cell = WorkbookCell()
    column += 1
    if let reference = attributes["r"] { column = Self.column(of: reference) ?? Self.columnsMaximum }
    if let style = attributes["s"] { cell.style = wholeNumber(style) ?? 0 }
    if let type = attributes["t"] { cell.kind = Self.kind(type) }
    cell.range = bytes.count..<bytes.count
  }

  private func endCell() {
    cell.range = cell.range.lowerBound..<bytes.count
    guard column < Self.columnsMaximum, !(column < width && rowOfCell[column] == number) else {
      fault = fault ?? .cellUnreadable
      return
    }
    if cell.kind == .text {
      bytes.unescape(from: cell.range.lowerBound)
      cell.range = cell.range.lowerBound..<bytes.count
    }
    cells[column] = cell
    rowOfCell[column] = number
    width = max(width, column + 1)
  }

  private static func kind(_ type: UnsafeRawBufferPointer) -> WorkbookCell.Kind {
    if sameBytes(type, "s") { return .shared }
    if sameBytes(type, "n") { return .number }
    if sameBytes(type, "str") || sameBytes(type, "inlineStr") { return .text }
    if sameBytes(type, "b") { return .boolean }
    if sameBytes(type, "e") { return .error }
    return sameBytes(type, "d") ? .date : .unknown
  }

  /// The column of a reference such as `AB12`, from zero.
  static func column(of reference: UnsafeRawBufferPointer) -> Int? {
    var column = 0
    for byte in reference {
      let letter = Int(byte & 0xDF) - 64
      guard byte >= 0x41, (1...26).contains(letter) else { break }
      column = column * 26 + letter
      if column > columnsMaximum { return nil }
    }
    return column > 0 ? column - 1 : nil
  }
}
