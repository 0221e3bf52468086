import Foundation
import SteelyardDomain
import SteelyardReports
import SteelyardTestSupport
import Testing

/// The tables of the page of diagnostics, made from the codes and their words; `$STEELYARD_RECORD=1` writes them.
@Suite("The page of diagnostics") struct DiagnosticsPageTests {
  private static let path = Checkout.path("Documentation/Reference/diagnostics.md")
  private static let sections: [(title: String, severity: Diagnostic.Severity)] = [
    ("Fatal", .fatal), ("Rejected", .rejected), ("Excluded", .excluded), ("Notes", .note),
  ]
  /// What stands behind the tables.
  private static let behind = "## Mistakes in model and mapping files"

  private static func table(_ title: String, _ severity: Diagnostic.Severity) -> String {
    let codes = Diagnostic.Code.allCases.filter { $0.severity == severity }.sorted { $0.rawValue < $1.rawValue }
    let rows = codes.map { code in
      let (meaning, advice) = (Wording.meaning(code), Wording.advice(code))
      let cells = [code.rawValue, "\(code)", "\(severity)", meaning.en, advice.en, meaning.zh, advice.zh]
      return "| " + cells.joined(separator: " | ") + " |\n"
    }
    return "## \(title)\n\n| number | name | severity | meaning | advice | 含义 | 怎么办 |\n|---|---|---|---|---|---|---|\n"
      + rows.joined() + "\n"
  }

  @Test("The tables are those of the codes, each with its meaning and advice in both languages") func tables() throws {
    let page = try String(contentsOfFile: Self.path, encoding: .utf8)
    let start = try #require(page.range(of: "## \(Self.sections[0].title)\n")?.lowerBound)
    let end = try #require(page.range(of: Self.behind)?.lowerBound)
    let made = Self.sections.map(Self.table).joined()
    if ProcessInfo.processInfo.environment["STEELYARD_RECORD"] == "1" {
      try (page[..<start] + made + page[end...]).write(toFile: Self.path, atomically: true, encoding: .utf8)
      return
    }
    #expect(page[start..<end] == made)
  }
}
