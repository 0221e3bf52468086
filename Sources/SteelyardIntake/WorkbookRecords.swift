import SteelyardDomain

/// Lays the cells of a row out as the fields of a record, as UTF-8.
final class WorkbookRecords {
  /// The fields of the row last laid out.
  var fields: UnsafeBufferPointer<CsvTokenizer.Field> { laidOut.all }
  private var laidOut = FieldList()
  /// Whether the row last laid out shows nothing: formulas may give empty texts far below a table.
  private(set) var isBlank = true
  /// The column whose cell breaks the rule that the row last laid out breaks; `nil` where it is no used column's.
  private(set) var faultColumn: Int?
  /// Cells whose number was shown in fifteen digits, by column.
  private(set) var shortened: [Int]
  private let out = WorkbookBytes(capacity: 1 << 16)
  private let strings: WorkbookStrings
  private let styles: WorkbookStyles
  private let package: WorkbookPackage
  private let isUsed: [Bool]

  /// Creates the fields of a table.
  ///
  /// - Parameter isUsed: for each column of the header whether what stands in it matters.
  init(_ package: WorkbookPackage, _ strings: WorkbookStrings, _ styles: WorkbookStyles, isUsed: [Bool] = []) {
    self.package = package
    self.strings = strings
    self.styles = styles
    self.isUsed = isUsed
    shortened = [Int](repeating: 0, count: isUsed.count)
  }

  /// The buffer the fields lie in.
  var buffer: UnsafeRawBufferPointer { out.all }

  /// The bytes of a field.
  func field(_ column: Int) -> UnsafeRawBufferPointer { out[fields[column].start..<fields[column].end] }

  /// Lays a row out.
  ///
  /// - Returns: the rule that the row breaks, if any; the fields are laid out all the same, those to blame empty.
  func lay(out row: WorkbookRow) -> Diagnostic.Code? {
    out.truncate(to: 0)
    laidOut.removeAll()
    var fault = row.fault
    faultColumn = nil
    isBlank = fault == nil
    for column in isUsed.indices {
      let start = out.count
      if let cell = row[column], let code = append(cell, row, column) {
        out.truncate(to: start)
        isBlank = false
        if isUsed[column], fault == nil { (fault, faultColumn) = (code, column) }
      }
      if out.count > start { isBlank = false }
      laidOut.append(.init(start: start, end: out.count, hasDoubledQuotes: false))
    }
    for column in isUsed.count..<max(isUsed.count, row.width) where fault == nil {
      guard let cell = row[column] else { continue }
      let start = out.count
      let code = append(cell, row, nil)
      let isEmpty = code == nil && FieldDecoder.trimmed(out[start..<out.count]).isEmpty
      out.truncate(to: start)
      if !isEmpty { fault = .columnCountDiffers }
    }
    if fault != nil { isBlank = false }
    return fault ?? (out.all.contains(0) ? .nulByte : nil)
  }

  /// The texts of a row, as far as it reaches, as names of columns; a cell without a text has no name.
  func names(of row: WorkbookRow) -> [String] {
    var names = (0..<row.width).map { column -> String in
      out.truncate(to: 0)
      guard let cell = row[column], append(cell, row, nil) == nil else { return "" }
      return String(decoding: FieldDecoder.trimmed(out.all), as: UTF8.self)
    }
    while names.last == "" { names.removeLast() }
    return names
  }

  /// Appends a cell's text; a rule where it has none.
  private func append(_ cell: WorkbookCell, _ row: WorkbookRow, _ column: Int?) -> Diagnostic.Code? {
    var value = row.value(cell)
    if cell.hasFormula {
      // An empty text is a value, a number is not without digits.
      let hasValue = cell.hasValue && (cell.kind == .text || !value.isEmpty)
      if !hasValue || package.hasStaleFormulas { return .formulaWithoutValue }
    }
    if cell.kind != .text { value = Self.collapsed(value) }
    switch cell.kind {
    case .text, .date: break
    case .shared:
      if value.isEmpty { return nil }
      guard let number = wholeNumber(value), let text = strings[number] else { return .cellUnreadable }
      value = text
    case .number: return appendNumber(value, cell.style, column)
    case .boolean:
      guard sameBytes(value, "1") || sameBytes(value, "0") else { return value.isEmpty ? nil : .cellUnreadable }
      out.append(sameBytes(value, "1") ? "TRUE" : "FALSE")
      return nil
    case .error: return .cellError
    case .unknown: return .cellUnreadable
    }
    if value.count > CsvTokenizer.fieldBytesMaximum { return .fieldTooLong }
    if out.count + value.count > CsvTokenizer.recordBytesMaximum { return .fieldTooLong }
    out.append(value)
    return nil
  }

  private func appendNumber(_ value: UnsafeRawBufferPointer, _ style: Int, _ column: Int?) -> Diagnostic.Code? {
    if value.isEmpty { return nil }
    let kind = styles[style]
    // A number that is no day stays a number, which no column of dates takes.
    if kind != .number, let number = WorkbookNumber.double(value),
      WorkbookDate.append(number, from1904: package.countsFrom1904, showsTime: kind == .time, to: out)
    {
      return nil
    }
    switch WorkbookNumber.append(value, to: out) {
    case .written: break
    case .shortened: if let column { shortened[column] += 1 }
    case .unreadable: return .cellUnreadable
    }
    return nil
  }

  /// A value without the spaces that XML allows around a number.
  private static func collapsed(_ value: UnsafeRawBufferPointer) -> UnsafeRawBufferPointer {
    func isSpace(_ byte: UInt8) -> Bool { byte == 32 || byte == 9 || byte == 10 || byte == 13 }
    var rest = value[...]
    while let first = rest.first, isSpace(first) { rest.removeFirst() }
    while let last = rest.last, isSpace(last) { rest.removeLast() }
    return UnsafeRawBufferPointer(rebasing: rest)
  }
}
