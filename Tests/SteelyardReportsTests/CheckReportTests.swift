import Foundation
import SteelyardDomain
import Testing

@testable import SteelyardReports

/// A report with a text of one's own in every place that a file, an option or a model can fill.
private func report(_ text: String, status: Bool = true) -> CheckReport {
  var quality = QualityReport()
  var account = Reconciliation()
  account.read.add(fen: 100)
  account.take(.dateUnreadable, fen: 100)
  var values = ColumnValues(column: text, field: text, unit: text)
  values.count(isFilled: true)
  values.forms = [.dashed: 1]
  var file = QualityReport.File(
    name: text, table: text, sha256: text,
    format: FileFormat(compression: text, encoding: text, converter: text, separator: text, quote: text, part: text),
    columns: [.init(column: text, field: text, source: .alias)], ignoredColumns: [text], reconciliation: account)
  file.values = [values]
  quality.files = [file]
  quality.reconciliation = account
  quality.notes = [.init(code: .zeroTotal, subject: text, count: 1)]
  let place = Diagnostic(.dateUnreadable, at: .init(file: text, line: 2, byteOffset: 10, field: text))
  var survey = ClaimSurvey()
  var codes = IdentifierTable()
  let institution = codes.code(of: text)
  for day in [0, 70] {
    survey.add(
      institution: institution, day: Day(number: 20_000 + Int32(day)), totalFen: 100, isRefund: false, cells: 10,
      filled: 5)
  }
  var governance = governance
  governance.title = LocalizedText(zh: text, en: text)
  governance.id = text
  return CheckReport(
    engine: text, governance: governance, period: text, currency: text, reading: [text: text],
    refusals: status ? [LocalizedText(zh: text, en: text)] : [], exitStatus: status ? 3 : 0, quality: quality,
    diagnostics: [place],
    checks: QualityCheck.ID.allCases.enumerated().map { position, id in
      switch position % 4 {
      case 0: QualityCheck(id, found: 5, of: 10, threshold: 0, details: [.init(text, 5, of: 10)])
      case 1: QualityCheck(id, found: 0, of: 10)
      case 2: QualityCheck(notApplicable: id)
      default: QualityCheck(error: id)
      }
    }, completeness: Completeness(survey, codes: codes, names: [text], period: .all))
}

@Suite("The check's report") struct CheckReportTests {
  private static let hostile = [
    "<script>alert(1)</script>", "\"><img src=x onerror=alert(1)>", "'><svg/onload=alert(1)>",
    "</style><style>*{background:url(//x)}", "<!--", "&lt;b&gt;", "=cmd|' /C calc'!A0", "javascript:alert(1)",
  ]

  @Test("What a file says can neither run nor open an element", arguments: hostile, Language.allCases)
  func escaped(text: String, language: Language) throws {
    let page = String(decoding: CheckPage.encode(report(text), language), as: UTF8.self)
    let plain = String(decoding: CheckPage.encode(report("harmless"), language), as: UTF8.self)
    #expect(page.contains(SvgText.escaped(text)))
    // Every angle bracket of the page is one of its own: the same elements as with a harmless text.
    func elements(_ page: String) -> [Substring] { page.matches(of: /<[^>]*>/).map { $0.output.prefix { $0 != " " } } }
    #expect(elements(page) == elements(plain))
    #expect(!page.contains("<script") && !page.contains("<img") && !page.contains("<!--"))
    #expect(page.components(separatedBy: "<style>").count == 2)
  }

  @Test("Every place that the text stands in is there: none is left out by the page") func everywhere() {
    let page = String(decoding: CheckPage.encode(report("MARK"), .en), as: UTF8.self)
    // Title twice; verdict; each failed check's detail; file name, its line, hash, column; account; institution; place.
    #expect(page.components(separatedBy: "MARK").count > 40)
  }

  @Test("Marks that turn the direction of writing are replaced") func direction() {
    let page = String(decoding: CheckPage.encode(report("a\u{202E}b\u{2066}c"), .en), as: UTF8.self)
    #expect(
      !page.unicodeScalars.contains { (0x202A...0x202E).contains($0.value) || (0x2066...0x2069).contains($0.value) })
  }

  @Test("The policy allows the page's own style and nothing else", arguments: Language.allCases)
  func policy(language: Language) throws {
    let page = String(decoding: CheckPage.encode(report("x"), language), as: UTF8.self)
    let style = try #require(page.firstMatch(of: /<style>([^<]*)<\/style>/)).1
    let digits = ContentHash.of(Array(style.utf8))
    let bytes = stride(from: 0, to: 64, by: 2).map { position in
      UInt8(digits.dropFirst(position).prefix(2), radix: 16) ?? 0
    }
    let policy =
      "default-src 'none'; style-src 'sha256-\(Data(bytes).base64EncodedString())'; base-uri 'none'; "
      + "form-action 'none'"
    #expect(page.contains("content=\"\(SvgText.escaped(policy))\""))
    #expect(!page.contains(" style=\"") && !page.contains("http:") && !page.contains("https:"))
    #expect(page.contains("<html lang=\"\(language == .zh ? "zh-CN" : "en")\">"))
  }

  @Test("The page is valid XML once the head's void elements are closed: every element ends where it must")
  func wellFormed()
    throws
  {
    let page = String(decoding: CheckPage.encode(report("a & b < c"), .en), as: UTF8.self)
    let body = try #require(page.firstMatch(of: /<body>[\s\S]*<\/body>/)).output
    var open: [Substring] = []
    for match in body.matches(of: /<(\/?)([a-z0-9]+)[^>]*>/) {
      if match.1.isEmpty { open.append(match.2) } else { #expect(open.popLast() == match.2) }
    }
    #expect(open.isEmpty)
  }

  @Test(
    "The terminal's text has no control character of a file, and says who was ranked: nobody",
    arguments: Language.allCases)
  func terminal(language: Language) {
    let text = report("a\u{1B}[31mb\u{7}").text(language, width: 80, all: true)
    #expect(!text.unicodeScalars.contains { $0.value < 0x20 && $0 != "\n" })
    #expect(text.contains(Wording.nothingRanked.text(language).prefix(20)))
    for id in QualityCheck.ID.allCases { #expect(text.contains(id.rawValue), "\(id.rawValue)") }
  }

  @Test("Without the option only what failed or was not reached is listed") func short() {
    let text = report("x").text(.en, width: 80)
    let checks = report("x").checks
    for check in checks {
      let isListed = check.status == .failed || check.status == .error
      #expect(text.contains("  \(check.id.rawValue)  ") == isListed, "\(check.id.rawValue)")
    }
  }

  @Test("The JSON is sorted, versioned and has every check") func json() throws {
    let bytes = CheckJSON.encode(report("<x>"))
    let object = try #require(try JSONSerialization.jsonObject(with: Data(bytes)) as? [String: Any])
    #expect(object["schema"] as? String == "steelyard.check/1" && object["verdict"] as? String == "refused")
    #expect(object["exit_status"] as? Int == 3)
    let checks = try #require(object["checks"] as? [[String: Any]])
    #expect(checks.compactMap { $0["id"] as? String } == QualityCheck.ID.allCases.map(\.rawValue))
    let keys = Set(checks.flatMap(\.keys))
    #expect(
      keys == [
        "id", "subject", "status", "severity", "found", "of", "base", "share", "threshold", "weakens", "title",
        "counts",
        "details", "details_left_out",
      ])
    let counts = try #require(object["counts"] as? [String: Int])
    #expect(counts.values.reduce(0, +) == checks.count && counts.count == 4)
    let places = try #require(object["places"] as? [[String: Any]])
    #expect(places.count == 1 && places[0]["line"] as? Int == 2)
  }

  @Test("Accepted data say so in every form") func accepted() {
    let accepted = report("x", status: false)
    #expect(accepted.text(.en, width: 80).contains("Verdict: accepted."))
    #expect(String(decoding: CheckJSON.encode(accepted), as: UTF8.self).contains("\"verdict\": \"accepted\""))
    #expect(String(decoding: CheckPage.encode(accepted, .zh), as: UTF8.self).contains("结论：可用"))
  }

  @Test("Every check, status, base and result has words in both languages") func words() {
    var texts = QualityCheck.ID.allCases.flatMap { [Wording.check($0), Wording.checkCounts($0)] }
    texts +=
      QualityCheck.Status.allCases.map(Wording.checkStatus) + QualityCheck.Severity.allCases.map(Wording.checkSeverity)
    texts += QualityCheck.Subject.allCases.map(Wording.checkSubject) + QualityCheck.Base.allCases.map(Wording.checkBase)
    texts += QualityCheck.Weakened.allCases.map(Wording.weakened) + DateForm.allCases.map(Wording.dateForm)
    texts += InputColumn.Kind.allCases.map(Wording.columnKind) + InputColumn.Need.allCases.map(Wording.columnNeed)
    texts += TableMapping.Table.allCases.map(Wording.columnTable)
    texts += Wording.monthTitles + Wording.institutionTitles + Wording.checkTitles + Wording.mappingTitles
    texts += Wording.placeTitles + Wording.accountTitles + Wording.columnTitles + Wording.columnPageTitles
    for text in texts {
      #expect(text.zh.unicodeScalars.contains { (0x4E00...0x9FFF).contains($0.value) }, "\(text.zh)")
      #expect(
        !text.en.isEmpty && !text.en.unicodeScalars.contains { (0x4E00...0x9FFF).contains($0.value) }, "\(text.en)")
    }
  }

  @Test("No two checks ask the same thing") func distinct() {
    for language in Language.allCases {
      let titles = QualityCheck.ID.allCases.map { Wording.check($0).text(language) }
      #expect(Set(titles).count == titles.count)
    }
  }

  @Test("The page of the format lists every check as it is defined") func page() throws {
    let path = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().appending(path: "Documentation/Formats/check.md")
    let page = try String(contentsOf: path, encoding: .utf8)
    let voice = Voice(language: .en, currency: TableMapping.yuan)
    let rows = QualityCheck.ID.allCases.map { id in
      let definition = id.definition
      let cells = [
        "`\(id.rawValue)`", Wording.check(id).en, Wording.checkCounts(id).en, Wording.checkBase(definition.base).en,
        voice.share(definition.threshold), definition.severity.rawValue,
        definition.weakens.map(\.rawValue).joined(separator: ", "),
      ]
      return "| " + cells.joined(separator: " | ") + " |"
    }
    let head = "|---|---|---|---|---|---|---|\n"
    let start = try #require(page.range(of: head)).upperBound
    let end = try #require(page.range(of: "\nTwo more limits")).lowerBound
    let table = rows.map { $0 + "\n" }.joined()
    if ProcessInfo.processInfo.environment["STEELYARD_RECORD"] == "1" {
      try Data(page.replacingCharacters(in: start..<end, with: table).utf8).write(to: path)
    } else {
      #expect(page[start..<end] == table)
    }
  }
}
