public import SteelyardDomain

/// What was rejected, excluded or noted, and where (`rejects.csv`): the place and the rule; the row's content only where
/// the user asked for it.
public enum RejectsTable {
  /// The diagnostics as CSV, in the order of ``Diagnostic/precedes(_:_:)``.
  ///
  /// - Parameter showsTexts: whether a last column holds what stands at the place; a text that a spreadsheet would run
  ///   as a formula is guarded.
  public static func csv(_ diagnostics: [Diagnostic], showsTexts: Bool = false) -> [UInt8] {
    var writer = CsvWriter()
    let columns = ["outcome", "code", "rule", "file", "line", "byte_offset", "column", "reason_en", "reason_zh"]
    writer.header(columns + (showsTexts ? ["text"] : []))
    for diagnostic in diagnostics.sorted(by: Diagnostic.precedes) {
      let code = diagnostic.code
      writer.text("\(code.severity)")
      writer.text(code.rawValue)
      writer.text("\(code)")
      writer.text(diagnostic.location.file)
      writer.number(String(diagnostic.location.line))
      writer.number(NumberFormats.whole(diagnostic.location.byteOffset))
      writer.text(diagnostic.location.field ?? "")
      let reason = Wording.meaningAndAdvice(code)
      writer.text(reason.en)
      writer.text(reason.zh)
      if showsTexts { writer.text(diagnostic.text ?? "") }
      writer.endRow()
    }
    return writer.bytes
  }
}
