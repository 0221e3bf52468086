public import SteelyardDomain

/// What was rejected, excluded or noted, and where (`rejects.csv`): the place and the rule, never the row's content.
public enum RejectsTable {
  /// The diagnostics as CSV, in the order of ``Diagnostic/precedes(_:_:)``.
  public static func csv(_ diagnostics: [Diagnostic]) -> [UInt8] {
    var writer = CsvWriter()
    writer.header([
      "outcome", "code", "rule", "file", "line", "byte_offset", "column", "reason_en", "reason_zh",
    ])
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
      writer.endRow()
    }
    return writer.bytes
  }
}
