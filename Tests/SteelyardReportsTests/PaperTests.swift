import Foundation
import SteelyardDomain
import SteelyardScoring
import SteelyardTestSupport
import Testing

@testable import SteelyardReports

@Suite("Documents on paper") struct PaperTests {
  private func papers(
    _ scores: [InstitutionScore] = institutions(9), language: Language,
    _ change: (inout RunStatement) -> Void = { _ in }
  ) -> DossierPaper {
    DossierPaper(run: runStatement(change), scorecard: scorecard(scores), language: language)
  }

  private func document(_ blocks: [PaperBlock], watermark: String? = nil) -> PaperDocument {
    PaperDocument(
      blocks: blocks, frame: .init(head: "Head", foot: ["Foot"], watermark: watermark),
      properties: .init(title: "T", subject: "S", creator: "C", keywords: "K"), language: .en)
  }

  /// A text without blanks and line ends, since lines are broken wherever they are full.
  private func packed(_ text: String) -> String { text.filter { !$0.isWhitespace } }

  @Test(
    "A dossier has two or three pages that are numbered, embedded fonts, fixed dates, and the run in its properties")
  func dossier() throws {
    for language in Language.allCases {
      let score = institutions(9)[3]
      let made = try papers(language: language) { $0.watermark = "Copy 2" }.pdf(of: fullDossier(score))
      #expect(made.bytes.starts(with: Array("%PDF-1.5".utf8)))
      #expect((2...3).contains(made.pages) && made.missing == 0)
      let reader = try PdfReader(made.bytes)
      let properties = try reader.properties
      #expect(properties["Pages"] == "\(made.pages)" && properties["Page size"] == "595.276 x 841.89 pts (A4)")
      #expect(properties["CreationDate"] == "2000-01-01T00:00:00Z" && properties["ModDate"] == "2000-01-01T00:00:00Z")
      #expect(properties["Subject"] == runStatement().hash && properties["Creator"] == "steelyard 0.1.0")
      #expect(
        properties["Title"] == "\(score.institution.name)" + (language == .zh ? "（" : " (") + score.institution.id
          + (language == .zh ? "）" : ")"))
      let fonts = try reader.fonts
      #expect(!fonts.isEmpty && fonts.allSatisfy(\.isEmbedded), "\(fonts)")
      for (number, page) in try reader.pages.enumerated() {
        let text = packed(page)
        #expect(text.contains(packed(Wording.Paper.page(number + 1, of: made.pages).text(language))))
        #expect(text.contains(packed(Wording.listedMeans.text(language))), "page \(number + 1)")
        #expect(text.contains(runStatement().hash), "page \(number + 1)")
      }
    }
  }

  @Test("A dossier says everything a page of the report says of figures, gates, strata, reasons and methods")
  func dossierIsComplete() throws {
    for language in Language.allCases {
      let papers = papers(language: language)
      let dossier = fullDossier(institutions(9)[3])
      let view = papers.view(of: dossier)
      let text = packed(try PdfReader(papers.pdf(of: dossier).bytes).text)
      for fact in view.facts {
        #expect(text.contains(packed(fact.name)) && text.contains(packed(fact.text)), "\(fact.key): \(fact.text)")
      }
      let sentences = view.sections.flatMap { [$0.heading] + $0.sentences } + governance.innocentExplanations
      for sentence in sentences + governance.legalBasis {
        #expect(text.contains(packed(sentence.text(language))), "\(sentence.en)")
      }
      for cell in (view.gateRows + view.strataRows(6)).flatMap({ $0 }) {
        #expect(text.contains(packed(cell.text)), "\(cell.text)")
      }
      #expect(text.contains("od.log.huber(c=1.281552,n=3)"))
      // The funnel's own label and the waterfall's parts are letters of the page, not pixels.
      #expect(text.contains(packed(view.voice(Wording.waterfallPart(.caseMix)))))
    }
  }

  @Test("A dossier holds no person, neither in its text nor in its bytes")
  func noPersons() throws {
    let score = fullScore()
    var dossier = fullDossier(score)
    dossier.bursts[0]["members"] = "pseudonym-one;pseudonym-two"
    let bytes = try papers([score], language: .en).pdf(of: dossier).bytes
    #expect(try !PdfReader(bytes).text.contains("pseudonym"))
  }

  @Test("Equal documents are equal bytes")
  func isDeterministic() throws {
    for language in Language.allCases {
      let first = try papers(language: language).pdf(of: fullDossier(institutions(9)[3])).bytes
      #expect(try papers(language: language).pdf(of: fullDossier(institutions(9)[3])).bytes == first)
    }
    let letters = try LetterForm.allCases.map { form in
      try (0..<2).map { _ in try letterMaker([fullScore()]).pdf(fullDossier(fullScore()), place: 0, form: form).bytes }
    }
    #expect(letters.allSatisfy { $0[0] == $0[1] })
  }

  @Test("A letter as PDF says what its DOCX says, on one or two pages", arguments: Language.allCases)
  func letters(language: Language) throws {
    let score = fullScore()
    let maker = letterMaker([score], language: language) { $0.watermark = "Copy 2" }
    for form in LetterForm.allCases {
      let made = try maker.pdf(fullDossier(score), place: 0, form: form)
      #expect((1...2).contains(made.pages) && made.missing == 0, "\(form): \(made.pages)")
      let reader = try PdfReader(made.bytes)
      let text = packed(try reader.text)
      let docx = try XlsxParts(maker.docx(fullDossier(score), place: 0, template: form.template(language)))
      for paragraph in paragraphs(docx.texts["word/document.xml"] ?? "") {
        for line in paragraph.split(separator: "\n") {
          #expect(text.contains(packed(String(line))), "\(form): \(line)")
        }
      }
      #expect(try reader.fonts.allSatisfy(\.isEmbedded))
    }
  }

  @Test("Whatever a name holds, a dossier is made and its pages are numbered")
  func hostileNames() throws {
    for name in hostileTexts + [String(repeating: "长", count: 5_000), String(repeating: "x", count: 30_000)] {
      let score = fullScore(name: name)
      let made = try papers([score], language: .zh).pdf(of: fullDossier(score))
      let reader = try PdfReader(made.bytes)
      #expect(try reader.properties["Pages"] == "\(made.pages)")
      #expect(try reader.text.contains("第 \(made.pages) 页 共 \(made.pages) 页"))
      let letter = try letterMaker([score]).pdf(fullDossier(score), place: 0, form: .notice)
      #expect(try PdfReader(letter.bytes).properties["Pages"] == "\(letter.pages)")
    }
  }

  @Test("A name written from right to left does not turn the text about it, and a missing character is counted")
  func directions() throws {
    let made = try document([.paragraph("before \u{202E}abc after"), .paragraph("\u{12000}\u{12001}")]).pdf()
    #expect(made.missing >= 2)
    let text = try PdfReader(made.bytes).text
    #expect(text.contains("before") && text.contains("abc after"))
  }

  @Test("Lines, rows and figures go on to the next page and none is lost, cut or printed twice")
  func pages() throws {
    let lines = (1...200).map { PaperBlock.paragraph("paragraph-\($0)-end") }
    let table = PaperTable(
      titles: ["name", "value"], rows: (1...120).map { ["row-\($0)-end", "\($0 * 7)"] }, shares: [0.5, 0.5],
      numbers: [1])
    let long = (1...3_000).map { "word-\($0)-end" }.joined(separator: " ")
    let made = try document(lines + [.table(table), .paragraph(long)]).pdf()
    let reader = try PdfReader(made.bytes)
    // A line may break behind a hyphen.
    let text = packed(try reader.text)
    for (name, count) in [("paragraph", 200), ("row", 120), ("word", 3_000)] {
      let found = text.matches(of: try Regex("\(name)-([0-9]+)-end")).map { String($0.output[1].substring ?? "") }
      // 6,000 scalars of a text are laid out.
      let expected = (1...count).map(String.init)
      #expect(name == "word" ? found.count > 300 && expected.starts(with: found) : found == expected, "\(name)")
    }
    let tables = try reader.pages.filter { $0.contains("row-") }
    #expect(tables.count > 1 && tables.allSatisfy { $0.contains("name") && $0.contains("value") }, "titles come again")
    #expect(try reader.properties["Pages"] == "\(made.pages)")
  }

  @Test("A heading stands on the page of what follows it")
  func headingsStay() throws {
    for count in 30...60 {
      let filling = (0..<count).map { _ in PaperBlock.line("filling", .start) }
      let made = try document(filling + [.heading("HEADING"), .paragraph("FOLLOWS")]).pdf()
      for page in try PdfReader(made.bytes).pages {
        #expect(page.contains("HEADING") == page.contains("FOLLOWS"), "\(count)")
      }
    }
  }

  @Test("No character of GB 2312 is blank on paper, neither in text nor in headings")
  func noBlanks() throws {
    // Two bytes each from 0xA1; the parts with Chinese characters.
    var bytes: [UInt8] = []
    for high in UInt8(0xB0)...0xF7 {
      for low in UInt8(0xA1)...(high == 0xD7 ? 0xF9 : 0xFE) { bytes += [high, low] }
    }
    let text = String(
      decoding: try CommandRunner.system("iconv", ["-f", "GB2312", "-t", "UTF-8"], input: bytes),
      as: UTF8.self)
    let lines = stride(from: 0, to: text.count, by: 1_000).map { start in
      text.dropFirst(start).prefix(1_000).map(String.init).joined(separator: " ")
    }
    #expect(text.count == 6_763)
    for blocks in [lines.map(PaperBlock.paragraph), lines.map(PaperBlock.heading)] {
      let made = try document(blocks).pdf()
      #expect(made.missing == 0)
      let (found, blank) = try PdfReader(made.bytes).words(dotsPerInch: 72)
      #expect(found >= 6_763, "\(found)")
      #expect(blank.isEmpty, "\(blank.joined(separator: " "))")
    }
  }

  @Test("Figures are vectors: a page with the funnel has no picture in it")
  func figuresAreVectors() throws {
    let made = try papers(language: .zh).pdf(of: fullDossier(institutions(9)[3]))
    let folder = try TemporaryFolder()
    try folder.write(made.bytes, to: "a.pdf")
    let list = String(decoding: try CommandRunner.system("pdfimages", ["-list", folder.path("a.pdf")]), as: UTF8.self)
    #expect(list.split(separator: "\n").count == 2, "\(list)")
  }
}
