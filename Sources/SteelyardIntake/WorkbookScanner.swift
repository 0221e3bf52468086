import SteelyardDomain

/// Reads a table from a sheet of a workbook (XLSX), row by row: memory does not grow with the rows, only with the
/// texts they share.
///
/// The sheet is the one the user names, or else the only visible one with the wanted header. A cell is the text that
/// the spreadsheet shows of it, but dates, which are always `2025-07-01` or `2025-07-01 12:30:00`. The file's bytes were
/// hashed before; both hold the same file.
final class WorkbookScanner: RecordScanner {
  let source: ByteSource
  /// What is to be said of the workbook, by rule and sheet or column.
  private(set) var notes: [Diagnostic.Code: [String: Int64]] = [:]

  private let archive: WorkbookArchive
  private let package: WorkbookPackage
  private let strings: WorkbookStrings
  private let styles: WorkbookStyles
  private let wantedSheet: String?
  private let keepsTexts: Bool
  private(set) var damagedColumn: Int?
  private(set) var damagedText: String?
  private var sheet: Sheet?

  /// The sheet that is read, once its header is known.
  private struct Sheet {
    let name: String
    let part: WorkbookPart
    let stream: XmlStream
    let row: WorkbookRow
    let records: WorkbookRecords
    let header: Header
    let headerRow: Int
    let headerTexts: [String]
  }

  var format: FileFormat {
    FileFormat(
      compression: "xlsx", separator: "", quote: "", headerLine: sheet?.headerRow ?? 1, part: sheet?.name ?? "")
  }

  /// Opens a workbook that ``TableInput`` knows to be one.
  ///
  /// - Throws: ``IntakeFailure``.
  init(_ source: ByteSource, _ options: ReadingOptions) throws(IntakeFailure) {
    archive = try WorkbookArchive(source, unpackedMaximum: options.unpackedBytesMaximum)
    self.source = source
    wantedSheet = options.sheet
    keepsTexts = options.keepsTexts
    package = try WorkbookPackage(archive)
    if let part = package.stringsPart {
      strings = try WorkbookStrings(try archive.part(part))
    } else {
      strings = WorkbookStrings()
    }
    if let part = package.stylesPart {
      styles = try WorkbookStyles(try archive.part(part))
    } else {
      styles = WorkbookStyles()
    }
    if package.countsFrom1904 { note(.dateSystem1904, "workbook") }
  }

  func readHeader(_ request: Header.Request) throws(IntakeFailure) -> Header {
    let (chosen, candidate) = try choose(request)
    let header = try Header(names: candidate.names, request: request, file: source.name)
    let used = Set(header.columns.values)
    let part = try archive.part(chosen.part)
    let row = WorkbookRow()
    let stream = XmlStream(part, row)
    let records = WorkbookRecords(
      package, strings, styles, isUsed: candidate.names.indices.map { used.contains($0) || request.required.isEmpty })
    var isThere = false
    while !isThere, try stream.advance() { isThere = row.number == candidate.row }
    if !isThere { throw workbookRefusal(.workbookDamaged, source.name, part.name) }
    _ = records.lay(out: row)
    let texts = records.fields.indices.map { String(decoding: records.field($0), as: UTF8.self) }
    sheet = Sheet(
      name: chosen.name, part: part, stream: stream, row: row, records: records, header: header,
      headerRow: candidate.row, headerTexts: texts)
    return header
  }

  func next() throws(IntakeFailure) -> ScanFinding {
    guard let sheet else { preconditionFailure("the header is read first") }
    while try sheet.stream.advance() {
      report(sheet.part.bytesRead, of: sheet.part.size)
      let row = sheet.row
      let fault = sheet.records.lay(out: row)
      if sheet.records.isBlank { continue }
      try archive.count(sheet.records.buffer.count, of: sheet.part.name)
      if row.isHidden { note(.hiddenRowRead, sheet.name) }
      let record = TableRecord(
        buffer: sheet.records.buffer, fields: sheet.records.fields, line: row.number, byteOffset: row.byteOffset)
      // A sum that nobody computed is no row that was lost.
      if let fault, fault != .formulaWithoutValue || !record.isTotalRow {
        damagedColumn = sheet.records.faultColumn
        if keepsTexts { damagedText = RejectedText.of(record, nil) }
        return .damaged(fault, line: row.number, byteOffset: row.byteOffset)
      }
      damagedColumn = nil
      if isHeaderAgain(sheet) { return .damaged(.headerRepeated, line: row.number, byteOffset: row.byteOffset) }
      return .record(record)
    }
    try finish(sheet)
    return .end
  }

  private func note(_ code: Diagnostic.Code, _ subject: String, _ count: Int = 1) {
    notes[code, default: [:]][subject, default: 0] += Int64(count)
  }

  private func isHeaderAgain(_ sheet: Sheet) -> Bool {
    for (column, text) in sheet.headerTexts.enumerated()
    where !sheet.records.field(column).elementsEqual(text.utf8) { return false }
    return true
  }

  // MARK: The choice of the sheet

  private func choose(
    _ request: Header.Request
  ) throws(IntakeFailure) -> (WorkbookPackage.Sheet, WorkbookHeaderSearch.Candidate) {
    var found: [(sheet: WorkbookPackage.Sheet, candidate: WorkbookHeaderSearch.Candidate)] = []
    let asked = package.sheets.filter { $0.name == wantedSheet }
    if let wantedSheet, asked.isEmpty { throw workbookRefusal(.sheetUnknown, source.name, wantedSheet) }
    for sheet in wantedSheet == nil ? package.sheets.filter({ !$0.isHidden }) : asked {
      if let candidate = try header(of: sheet, request) { found.append((sheet, candidate)) }
    }
    let wanted = found.filter(\.candidate.isComplete)
    if wanted.count > 1 {
      throw .refused(
        wanted.map {
          Diagnostic(.sheetAmbiguous, at: .init(file: source.name, line: $0.candidate.row, field: $0.sheet.name))
        })
    }
    // Where no sheet has the header, the one that comes nearest says what is missing.
    guard let chosen = wanted.first ?? found.first(where: { $0.candidate.known == nearest(found) }) else {
      throw workbookRefusal(.sheetsEmpty, source.name)
    }
    for sheet in package.sheets where sheet.name != chosen.sheet.name {
      note(sheet.isHidden ? .sheetHidden : .sheetNotRead, sheet.name)
    }
    return chosen
  }

  private func nearest(_ found: [(sheet: WorkbookPackage.Sheet, candidate: WorkbookHeaderSearch.Candidate)]) -> Int {
    found.map(\.candidate.known).max() ?? 0
  }

  /// The row of a sheet that may be the header, `nil` in a sheet without rows.
  private func header(
    of sheet: WorkbookPackage.Sheet, _ request: Header.Request
  ) throws(IntakeFailure) -> WorkbookHeaderSearch.Candidate? {
    var search = WorkbookHeaderSearch(request)
    let row = WorkbookRow()
    let stream = XmlStream(try archive.part(sheet.part), row)
    let records = WorkbookRecords(package, strings, styles)
    while !search.isDone, try stream.advance() {
      let names = records.names(of: row)
      if !names.isEmpty { search.see(row.number, names) }
    }
    return search.best
  }

  // MARK: The end

  private func finish(_ sheet: Sheet) throws(IntakeFailure) {
    for (column, count) in sheet.records.shortened.enumerated() where count > 0 && sheet.header.isUsed(column) {
      note(.numberShortened, sheet.header.names[column], count)
    }
    if SpreadsheetLimit.isReached(lastRow: sheet.row.number) { note(.rowLimitReached, sheet.name) }
  }

  /// Tells how far the sheet is, in bytes of the file.
  private func report(_ done: Int, of size: Int) {
    guard size > 0 else { return }
    source.bytesPassed = Int(Double(source.bytesExpected) * min(1, Double(done) / Double(size)))
  }
}

extension Header {
  /// Whether a column is one of those that were asked for.
  fileprivate func isUsed(_ column: Int) -> Bool { columns.values.contains(column) }
}
