import Foundation
import SteelyardDomain
import SteelyardTestSupport
import Testing

@testable import SteelyardReports

/// A DOCX with these runs, a paragraph an array, and everything that a template must carry in a last paragraph.
private func docx(
  _ paragraphs: [[String]], carried: Bool = true, header: String? = nil, prefix: String = "w"
) -> [UInt8] {
  let all = paragraphs + (carried ? [[LetterField.carried.map { "{{\($0.rawValue)}}" }.joined(separator: "|")]] : [])
  let body = all.map { runs in
    let inner = runs.map {
      "<\(prefix):r><\(prefix):rPr><\(prefix):b/></\(prefix):rPr><\(prefix):t>\($0)</\(prefix):t></\(prefix):r>"
    }
    return "<\(prefix):p><\(prefix):proofErr/>\(inner.joined(separator: "<\(prefix):bookmarkEnd/>"))</\(prefix):p>"
  }.joined()
  let word = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
  func part(_ name: String, _ inner: String) -> String {
    "<\(prefix):\(name) xmlns:\(prefix)=\"\(word)\">\(inner)</\(prefix):\(name)>"
  }
  var entries = [
    WorkbookZip.Entry("[Content_Types].xml", "<Types/>"),
    WorkbookZip.Entry("word/document.xml", part("document", body)),
  ]
  if let header {
    entries.append(
      .init(
        "word/header3.xml",
        part("hdr", "<\(prefix):p><\(prefix):r><\(prefix):t>\(header)</\(prefix):t></\(prefix):r></\(prefix):p>")))
  }
  entries.append(.init("word/media/image1.png", [0, 1, 2, 250]))
  return WorkbookZip.archive(entries)
}

/// Why a DOCX is refused.
private func fault(_ bytes: [UInt8]) -> WordTemplate.Fault? {
  do {
    _ = try WordTemplate(docx: bytes)
    return nil
  } catch { return error }
}

@Suite("DOCX templates") struct WordTemplateTests {
  private let values: [LetterField: String] = [
    .number: "12号", .institution: "<&\"'>", .time: "九时\n三楼", .meaning: "M", .run: "R", .model: "O", .period: "P",
    .methods: "{{number}}",
  ]

  /// The texts of the filled template's XML parts, by name.
  private func filled(_ bytes: [UInt8]) throws -> [String: String] {
    let parts = try OfficeArchive.parts(WordTemplate(docx: bytes).filled(values)).filter { $0.name.hasSuffix(".xml") }
    return Dictionary(uniqueKeysWithValues: parts.map { ($0.name, String(decoding: $0.bytes, as: UTF8.self)) })
  }

  @Test("A placeholder is filled wherever an editor cut it, and the cut stays where it was")
  func splitRuns() throws {
    let marks = [
      ["{{number}}"], ["{", "{number}}"], ["{{", "number", "}}"], ["{{num", "ber}}"], ["{{number}", "}"],
      ["a{{", "", " number ", "}}b"], ["{{number}}{{num", "ber}}"],
    ]
    let expected = ["12号", "12号", "12号", "12号", "12号", "a12号b", "12号12号"]
    for prefix in ["w", "x"] {
      let text = try filled(docx(marks, prefix: prefix))["word/document.xml"] ?? ""
      let seen = paragraphs(
        text.replacing("<x:", with: "<w:").replacing("</x:", with: "</w:").replacing("<w:proofErr/>", with: ""))
      #expect(Array(seen.prefix(marks.count)) == expected)
      #expect(
        text.matches(of: /<[wx]:rPr><[wx]:b\/>/).count == marks.reduce(1) { $0 + $1.count }, "every run keeps its form")
    }
  }

  @Test("Values are text: signs are escaped, line ends are breaks, what looks like a placeholder is not read again")
  func valuesAreText() throws {
    let parts = try filled(docx([["{{institution}}"], ["{{time}}"]], header: "Z {{number}}"))
    let text = parts["word/document.xml"] ?? ""
    let seen = paragraphs(text)
    #expect(seen[0] == "<&\"'>" && seen[1] == "九时\n三楼")
    #expect(text.contains("九时</w:t><w:br/><w:t xml:space=\"preserve\">三楼</w:t>"))
    #expect(seen[2] == "<&\"'>|M|R|O|P|{{number}}")
    #expect(paragraphs(parts["word/header3.xml"] ?? "") == ["Z 12号"])
  }

  @Test("All other bytes of the template are kept")
  func restIsKept() throws {
    let bytes = docx([["no placeholder &amp; {one} }} "], ["{{number}}"]])
    let before = try OfficeArchive.parts(bytes)
    let after = try OfficeArchive.parts(WordTemplate(docx: bytes).filled(values))
    #expect(before.map(\.name) == after.map(\.name))
    #expect(after.last?.bytes == [0, 1, 2, 250] && after[0] == before[0])
    let (text, other) = (
      String(decoding: before[1].bytes, as: UTF8.self), String(decoding: after[1].bytes, as: UTF8.self)
    )
    let tail = LetterField.carried.map { "{{\($0.rawValue)}}" }.joined(separator: "|")
    #expect(
      other
        == text.replacing(tail, with: "&lt;&amp;&quot;&#39;&gt;|M|R|O|P|{{number}}", maxReplacements: 1)
        .replacing(">{{number}}</w:t></w:r></w:p><w:p>", with: ">12号</w:t></w:r></w:p><w:p>", maxReplacements: 1))
  }

  @Test("What is wrong with a template is told with its place")
  func faults() {
    #expect(fault([]) == .notDocx && fault(Array("PK\u{3}\u{4} and no more".utf8)) == .notDocx)
    #expect(fault(WorkbookZip.archive([.init("word/other.xml", "<a/>")])) == .notDocx)
    #expect(fault(docx([["a"], ["{{nmber}}"]])) == .unknown(part: "word/document.xml", paragraph: 2, name: "nmber"))
    #expect(fault(docx([["a {{number"], ["}}"]])) == .open(part: "word/document.xml", paragraph: 1, text: "number"))
    #expect(
      fault(docx([], header: "{{{number}}}")) == .unknown(part: "word/header3.xml", paragraph: 1, name: "{number"))
    #expect(
      fault(docx([["{{institution}} {{run}}"]], carried: false)) == .missing([.meaning, .model, .period, .methods]))
    let bad: [(String, WordTemplate.Fault)] = [
      ("<a>\n<b></a>", .notXML(part: "word/document.xml", line: 2)),
      ("<!DOCTYPE a [<!ENTITY b \"c\">]><a>&b;</a>", .notXML(part: "word/document.xml", line: 1)),
      ("\u{0}", .notXML(part: "word/document.xml", line: 1)), ("", .notXML(part: "word/document.xml", line: 1)),
    ]
    for (text, expected) in bad { #expect(fault(WorkbookZip.archive([.init("word/document.xml", text)])) == expected) }
    let macros = WorkbookZip.archive([.init("word/document.xml", "<a/>"), .init("word/vbaProject.bin", "x")])
    #expect(fault(macros) == .macros)
    var damaged = docx([])
    // A byte of the first part's content, which its checksum tells.
    damaged[52] ^= 0xFF
    #expect(fault(damaged) != nil)
    var bomb = WorkbookZip.Entry("word/document.xml", "<a/>")
    bomb.size = 65 << 20
    #expect(fault(WorkbookZip.archive([bomb])) == .tooLarge)
  }

  @Test("Every fault has a sentence in both languages that names the file and the place")
  func faultsAreTold() {
    let faults: [WordTemplate.Fault] = [
      .notDocx, .tooLarge, .macros, .notXML(part: "word/document.xml", line: 7),
      .open(part: "word/document.xml", paragraph: 3, text: "num"),
      .unknown(part: "word/header1.xml", paragraph: 3, name: "x"), .missing([.run]),
    ]
    for fault in faults {
      let text = Wording.Failure.template(fault, file: "own.docx")
      #expect(text.zh.contains("own.docx") && text.en.contains("own.docx"))
      #expect(text.zh.contains(/\p{Han}/) && !text.en.contains(/\p{Han}/))
    }
  }

  @Test("The program's own templates hold every detail and everything carried, and are filled without a rest")
  func ownTemplates() throws {
    for language in Language.allCases {
      for form in LetterForm.allCases {
        let template = form.template(language)
        #expect(
          template.fields.isSuperset(of: LetterField.carried + [.watermark, .number, .time, .place, .matter, .basis]))
        let again = try WordTemplate(docx: template.docx)
        #expect(again.docx == template.docx && again.fields == template.fields)
        let maker = letterMaker([fullScore()], language: language)
        for (name, text) in try XlsxParts(maker.docx(fullDossier(fullScore()), place: 0, template: again)).texts {
          #expect(!text.contains("{{") && !text.contains("}}"), "\(name)")
        }
      }
    }
    #expect(LetterForm.notice.template(.zh).fields.isSuperset(of: LetterField.details))
  }

  @Test("Every placeholder has a value in every letter, and the page of formats names each")
  func fieldsAreComplete() throws {
    let papers = DossierPaper(run: runStatement(), scorecard: scorecard([fullScore()]), language: .en)
    let values = LetterValues(
      papers.view(of: fullDossier(fullScore())), run: runStatement { $0.watermark = "W" }, details: LetterDetails(),
      place: 0)
    for field in LetterField.allCases where field != .level {
      #expect(values.fields[field]?.isEmpty == false, "\(field)")
    }
    let page = try String(contentsOfFile: Checkout.path("Documentation/Formats/letter.md"), encoding: .utf8)
    for field in LetterField.allCases { #expect(page.contains("`\(field.rawValue)`"), "\(field.rawValue)") }
  }
}
