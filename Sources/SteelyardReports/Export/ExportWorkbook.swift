internal import SteelyardDomain

extension ExportDocument {
  /// How many rows a sheet of a workbook can have.
  public static let sheetRowsMaximum = 1_048_576

  /// The export as a workbook (.xlsx): a sheet for each table, more where one does not hold its rows.
  ///
  /// - Parameter rowsPerSheet: how many rows a sheet may have, its head among them.
  /// - Throws: ``WorkbookFailure``.
  public func workbook(rowsPerSheet: Int = sheetRowsMaximum) throws(WorkbookFailure) -> [UInt8] {
    let title = source.governance.title.text(language)
    let workbook = try Workbook(
      Workbook.Properties(
        title: title, subject: source.meaning.text(language), author: "Steelyard \(source.engine)",
        keywords: source.hash, comments: source.watermark ?? "",
        custom: [
          ("run", source.hash), ("model", source.model), ("period", source.period), ("profile", profile.rawValue),
        ]), font: Wording.Export.font.text(language))
    let sheets = WorkbookSheet(
      workbook: workbook, source: source, language: language, unit: unit, rowsMaximum: rowsPerSheet)
    for (place, table) in tables.enumerated() { try sheets.add(table, facts: place == 0 ? facts : []) }
    return try workbook.bytes()
  }

  /// What the first sheet says of the run below its figures.
  private var facts: [(title: String, content: String)] {
    source.carried(language).prefix {
      ![Wording.Export.methodSection, Wording.Export.ruleSection].contains($0.section)
    }
    .map { ($0.title, $0.content) }
  }
}
