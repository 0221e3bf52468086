import Foundation
import SteelyardDomain
import SteelyardScoring
import SteelyardStatistics
import SteelyardTestSupport
import Testing

@testable import SteelyardReports

/// The paragraphs of a part of a DOCX as a reader sees them: entities resolved, breaks as line ends.
func paragraphs(_ part: String) -> [String] {
  // By scalars: a text may begin with a combining accent, which joins the bracket before it to one character.
  let paragraph = #/<w:p>(?s:.*?)</w:p>/#.matchingSemantics(.unicodeScalar)
  let piece = #/<w:t(?: [^>]*)?>((?s:.*?))</w:t>|<w:br/>/#.matchingSemantics(.unicodeScalar)
  return part.matches(of: paragraph).map { match in
    let pieces = part[match.range].matches(of: piece).map { $0.1.map(String.init) ?? "\n" }
    return [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&amp;", "&")].reduce(pieces.joined()) {
      $0.replacing($1.0, with: $1.1)
    }
  }
}

/// The details of a letter with everything in them.
let letterDetails: LetterDetails = {
  var details = LetterDetails()
  details.numbering = .init(prefix: "某医保约〔2026〕", first: 12, suffix: "号")
  details.issuer = "某市医疗保障局"
  details.date = Day(year: 2026, month: 1, day: 8)
  details.time = "1月15日上午9时"
  details.place = "三楼会议室"
  details.basis = ["条例第二条"]
  details.documents = ["台账", "处方"]
  details.contact = "监管处"
  details.phone = "0000-12345678"
  details.appointments = [.init(institution: "P33010600002", time: "1月16日上午9时")]
  return details
}()

/// A maker of letters about some institutions.
func letterMaker(
  _ scores: [InstitutionScore], details: LetterDetails = letterDetails, language: Language = .zh,
  _ change: (inout RunStatement) -> Void = { _ in }
) -> LetterMaker {
  LetterMaker(run: runStatement(change), scorecard: scorecard(scores), details: details, language: language)
}

@Suite("Letters") struct LetterTests {
  private func document(
    _ score: InstitutionScore, _ form: LetterForm, details: LetterDetails = letterDetails, language: Language = .zh,
    place: Int = 0
  ) throws -> [String] {
    let maker = letterMaker([score], details: details, language: language)
    let bytes = maker.docx(fullDossier(score), place: place, template: form.template(language))
    return paragraphs(try XlsxParts(bytes).texts["word/document.xml"] ?? "")
  }

  @Test(
    "A notice says number, addressee, time, place, matter, papers, contact, basis, issuer and day as they were given")
  func noticeIsComplete() throws {
    let text = try document(fullScore(), .notice)
    for part in [
      "某医保约〔2026〕12号", "康宁大药房（机构编码 P33010600001）：", "1月15日上午9时", "三楼会议室", "1. 台账\n2. 处方", "条例第二条",
      "监管处  0000-12345678", "某市医疗保障局（印章）", "2026年1月8日", "送达回证", "收件人签名或盖章",
    ] {
      #expect(text.contains(part), "\(part)")
    }
    #expect(text.contains { $0.contains("2025年第3季度“人均费用指数”") }, "what it is about comes from the run")
    #expect(text.contains { $0.contains("机构可在 15 日内提出申诉") })
  }

  @Test("What nobody said stays a blank, and the basis is then the model's")
  func blanks() throws {
    let text = try document(fullScore(), .notice, details: LetterDetails())
    #expect(text.filter { $0 == LetterValues.blank }.count >= 4)
    #expect(text.contains("条例第一条"))
    #expect(letterMaker([fullScore()], details: LetterDetails()).blanks == LetterField.details)
    #expect(letterMaker([fullScore()]).blanks.isEmpty)
  }

  @Test("Numbers run on in the order of the letters, and an appointment of its own goes before that of all")
  func numbering() throws {
    let second = try document(fullScore(id: "P33010600002"), .notice, place: 1)
    #expect(second.contains("某医保约〔2026〕13号"))
    #expect(second.contains("1月16日上午9时") && second.contains("三楼会议室") && !second.contains("1月15日上午9时"))
    let maker = letterMaker([fullScore()])
    let register = lines(maker.register([(fullScore(), ["a.docx", "b.docx"]), (fullScore(id: "=X"), ["c.docx"])]))
    #expect(
      register == [
        "number,institution_id,name,band,files", "某医保约〔2026〕12号,P33010600001,康宁大药房,interview,a.docx b.docx",
        "某医保约〔2026〕13号,'=X,康宁大药房,interview,c.docx",
      ])
  }

  @Test("The figures are those of the ranking, rounded as an explanation rounds them", arguments: Language.allCases)
  func figures(language: Language) throws {
    let score = fullScore()
    let row = try #require(RankingTable.rows([score]).first)
    let voice = Voice(language: language, currency: TableMapping.yuan)
    for form in LetterForm.allCases {
      let text = try document(score, form, language: language)
      for column in ["index_plain", "index_adjusted"] {
        let shown = try #require(row.number(column).map { voice.ratio($0) })
        #expect(text.contains(shown), "\(column): \(shown)")
      }
      for column in ["cost_per_head", "excess_shrunk"] {
        let shown = try #require(row.number(column).map { voice.money($0) })
        #expect(text.contains(shown), "\(column): \(shown)")
      }
      #expect(text.contains("120") && text.contains("480") && text.contains("1–17"))
      let interval = try ["index_shrunk", "index_low", "index_high"].map { name in
        voice.ratio(try #require(row.number(name)))
      }
      #expect(text.contains { $0.contains(interval[0]) && $0.contains(interval[1]) && $0.contains(interval[2]) })
    }
  }

  @Test("Every letter carries run, model, period, engine, methods with constants, and what a list means")
  func carriesTheRun() throws {
    for language in Language.allCases {
      for form in LetterForm.allCases {
        let maker = letterMaker([fullScore()], language: language) { $0.watermark = "Copy 2 & more" }
        let parts = try XlsxParts(maker.docx(fullDossier(fullScore()), place: 0, template: form.template(language)))
          .texts
        let text = paragraphs(parts["word/document.xml"] ?? "").joined(separator: "\n")
        for part in [
          runStatement().hash, "outpatient/per-capita-cost 1.0", Wording.periodName("2025-Q3").text(language),
          "steelyard 0.1.0", "od.log.huber (c = 1.281552, n = 3)", Wording.fixedSentence.text(language),
        ] {
          #expect(text.contains(part), "\(form) \(language): \(part)")
        }
        let footer = parts["word/footer1.xml"] ?? ""
        #expect(footer.contains("w:instr=\" PAGE \"") && footer.contains("w:instr=\" NUMPAGES \""))
        let page = paragraphs(footer).last ?? ""
        #expect(page == (language == .zh ? "第 1 页 共 1 页" : "Page 1 of 1"))
        #expect(paragraphs(footer).first?.contains(runStatement().hash) == true)
        #expect(paragraphs(parts["word/header1.xml"] ?? "").first?.hasSuffix("Copy 2 & more") == true)
      }
    }
  }

  @Test("A letter tells the constants of its own group where a run has several") func ownConstants() throws {
    let alone = scorecard([fullScore()])
    let clinics = DispersionFit.huber(
      "clinic", units: 3, centre: 0, tauSquared: 0.02, .converged, mean: 0, meanVariance: 0.0001)
    let scorecard = Scorecard(
      institutions: alone.institutions, peerGroups: alone.peerGroups, fits: alone.fits + [clinics],
      methods: alone.methods, absences: [], topCount: alone.topCount, order: .plain)
    let run = runStatement {
      $0.methods = [
        MethodStatement(
          role: "over-dispersion", id: "od.log.huber", constants: ["c = 1.281552", "clinic: n = 3", "pharmacy: n = 41"]),
        MethodStatement(role: "screen", id: "screen.max", constants: ["clinic: n = 3"]),
      ]
    }
    for form in LetterForm.allCases {
      let maker = LetterMaker(run: run, scorecard: scorecard, details: letterDetails, language: .en)
      let bytes = maker.docx(fullDossier(fullScore()), place: 0, template: form.template(.en))
      let text = paragraphs(try XlsxParts(bytes).texts["word/document.xml"] ?? "").joined(separator: "\n")
      #expect(text.contains("od.log.huber (c = 1.281552, pharmacy: n = 41)"), "\(form)")
      #expect(!text.contains("clinic: n = 3") && !text.contains("screen.max"), "\(form)")
    }
  }

  @Test("No letter names wrongdoing but in the sentence that denies it", arguments: Language.allCases)
  func neverAccuses(language: Language) throws {
    for score in [fullScore(), fullScore(band: .watch, failing: [.material]), fullScore(band: .watch)] {
      for form in LetterForm.allCases {
        let text = try document(score, form, language: language).joined(separator: "\n")
          .replacing(Wording.fixedSentence.text(language), with: "").lowercased()
        #expect(
          !text.contains(/违规|违法|欺诈|骗|套取|处罚|嫌疑|fraud|violation|wrongdoing|offence|illegal|guilt|punish|penalt|suspect/),
          "\(form)")
      }
    }
  }

  @Test("A letter to whom is not on the interview list says which list that is; to others none is written")
  func otherLists() throws {
    let near = fullScore(band: .watch, failing: [.material])
    let text = try document(near, .notice)
    #expect(text.joined().contains("未列入约谈名单；仅“金额重大”一项未通过，因此列入临界名单。"))
    #expect(LetterMaker.isListed(near) && LetterMaker.isListed(fullScore()))
    #expect(!LetterMaker.isListed(fullScore(band: .ordinary, failing: [.extreme, .material])))
    #expect(!LetterMaker.isListed(bareScore()))
  }

  @Test("Equal letters are equal bytes, and the parts stand in one order under one date")
  func isDeterministic() throws {
    for form in LetterForm.allCases {
      let first = letterMaker([fullScore()]).docx(fullDossier(fullScore()), place: 0, template: form.template(.zh))
      let second = letterMaker([fullScore()]).docx(fullDossier(fullScore()), place: 0, template: form.template(.zh))
      #expect(first == second && first.starts(with: Array("PK\u{3}\u{4}".utf8)))
      // Local header: time at 10, date at 12; 12:00 on 2000-01-01. The first part is the one that Word asks for first.
      #expect(Array(first[10..<14]) == [0x00, 0x60, 0x21, 0x28])
      #expect(first[30...].starts(with: Array("[Content_Types].xml".utf8)))
    }
  }

  @Test("Whatever a name holds stays a text in it, and no letter breaks")
  func hostileNames() throws {
    let long = String(repeating: "长", count: 5_000)
    let names =
      hostileTexts + [long, "{{number}}", "{{x}}", "}}{{", "{{{code}}}", "_x0041_", "\u{FFFE}\u{FFFF}", "\u{202E}abc"]
    for name in names {
      let score = fullScore(name: name)
      for form in LetterForm.allCases {
        let text = try document(score, form)
        let shown = DisplayWidth.harmless(name.isEmpty ? score.institution.id : name)
          .replacing("\u{FFFE}", with: "\u{FFFD}").replacing("\u{FFFF}", with: "\u{FFFD}")
        if !name.contains(where: \.isNewline) {
          #expect(text.contains { Array($0.unicodeScalars).starts(with: Array("\(shown)（".unicodeScalars)) }, "\(name)")
        }
        #expect(text.filter { $0 == "某医保约〔2026〕12号" }.count == 2, "\(name)")
      }
    }
  }
}
