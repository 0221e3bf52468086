import SteelyardDomain
import SteelyardReports
import SteelyardScoring
import Testing

/// Every text of a closed set of cases, with the name of the case.
private var enumeratedTexts: [(String, LocalizedText)] {
  var texts: [(String, LocalizedText)] = []
  for band in InstitutionScore.Band.allCases {
    texts += [("\(band)", Wording.band(band)), ("\(band)", Wording.bandMeaning(band))]
  }
  for gate in InstitutionScore.Gate.allCases {
    texts += [("\(gate)", Wording.gate(gate)), ("\(gate)", Wording.gateMeaning(gate))]
  }
  for outcome in InstitutionScore.Outcome.allCases {
    texts += [("\(outcome)", Wording.outcome(outcome)), ("\(outcome)", Wording.outcomeMeaning(outcome))]
  }
  texts += Absence.Reason.allCases.map { ("\($0)", Wording.absence($0)) }
  for code in Diagnostic.Code.allCases {
    texts += [(code.rawValue, Wording.meaning(code)), (code.rawValue, Wording.advice(code))]
  }
  texts += [Diagnostic.Severity.note, .excluded, .rejected, .fatal].map { ("\($0)", Wording.severity($0)) }
  texts += RankingTable.List.allCases.map { ("\($0)", Wording.list($0)) }
  texts += ScoringPlan.Order.allCases.filter { $0 != .score }.map { ("\($0)", Wording.order($0)) }
  texts += CostBasis.allCases.map { ("\($0)", Wording.cost($0)) }
  texts += [Clue.Severity.interview, .near].map { ("\($0)", Wording.suggestedCheck($0)) }
  texts += [Clue.Severity.interview, .near].map { ("\($0)", Wording.clue($0, period: "2025")) }
  texts += ["converged", "noSpread", "tooFewUnits"].map { ($0, Wording.fitOutcome($0)) }
  texts += rolesOfScoring.map { ($0, Wording.methodRole($0)) }
  return texts
}

/// The roles that scoring prints.
private let rolesOfScoring = [
  "heads", "cost", "peers", "reference", "truncation", "variance", "over-dispersion", "shrinkage", "ranks",
  "multiplicity", "gates", "waterfall", "low-side", "drill", "supply", "persons", "funnel",
]

private var failureTexts: [LocalizedText] {
  [
    Wording.Failure.inputUnreadable(file: "F"), Wording.Failure.inputChanged(file: "F"), Wording.Failure.inputRefused,
    Wording.Failure.tooManyRejected(rejecting(2, of: 10), limit: 0.001),
    Wording.Failure.nothingAccepted(rejecting(2, of: 2)), Wording.Failure.outputExists(folder: "F"),
    Wording.Failure.sumTooLarge, Wording.Failure.areaUnknown(district: "X"), Wording.Failure.orderUnknown(column: "z"),
    Wording.Failure.outputNotWritable(folder: "F"), Wording.Failure.writeFailed(file: "F"),
    Wording.Failure.keyUnusable(file: "F"), Wording.Failure.modelInvalid(file: "F"),
    Wording.Failure.modelUnknown(name: "N"), Wording.Failure.notARun(folder: "F"),
    Wording.Failure.fileChanged(file: "F"), Wording.Failure.institutionUnknown(code: "C"),
    Wording.Failure.internalFault(promise: "P"), Wording.Failure.more(3),
    Wording.Failure.optionInvalid("--top", "x", ["1"]), Wording.Failure.noInput, Wording.Failure.standardInputTwice,
    Wording.Failure.engineMissing(name: "spark-sql"), Wording.Failure.engineFailed(name: "spark-sql", log: "F"),
    Wording.Failure.notWithEngine("--lines"), Wording.Failure.tablesUnlike("F"), Wording.reductionInput,
    Wording.Failure.notWithTally("--cost"), Wording.Failure.lastYearNeedsPeriod, Wording.noneFits,
    Wording.Failure.lastYearPeriod("F", "2024", "2023"), Wording.lowList, Wording.lowListMeaning, Wording.lowSentence,
    Wording.usage("Error: Unknown option '--x'"),
    Wording.progress(file: "F", rows: 10, rowsPerSecond: 5, share: 0.5, secondsLeft: 2), Wording.verified(files: 3),
    Wording.simulated(rows: 1, persons: 1, institutions: 1, planted: 1, folder: "F"), Wording.modelBroken,
    Wording.modelChecked("F", isValid: true), Wording.modelChecked("F", isValid: false),
    Wording.modelTested("F", differing: []), Wording.modelTested("F", differing: ["a"]),
    Wording.modelsTested(passed: 1, failed: 0), Wording.Failure.exportExists(file: "F"),
    Wording.Failure.notWithFormat("--table", "xlsx"), Wording.Failure.previousUnlike("F"),
    Wording.Failure.letterNeeds(true), Wording.Failure.letterNeeds(false), Wording.Failure.listEmpty,
    Wording.Failure.letterUnlisted(fullScore(band: .ordinary, failing: [.extreme, .heads])), Wording.Failure.noFont,
    Wording.Failure.letterUnlisted(bareScore()), Wording.Failure.appointmentUnknown("C", file: "F"),
    Wording.Failure.watermarkLost("F"), Wording.lettersMade(files: 2, institutions: 1, folder: "F"),
    Wording.letterBlanks(LetterField.details), Wording.dossiersMade(1, pages: 2, folder: "F"),
    Wording.templateMade("F"), Wording.letterBeside(fullScore(band: .watch, failing: [.material])),
    Wording.glyphsMissing(2),
    Wording.Failure.databasesSeveral("S"),
  ] + ExportProfile.allCases.map { Wording.exported(file: "F", rows: 1, profile: $0) }
    + [
      DatabaseFault.sourceUnreadable, .passwordInName, .libraryMissing, .noConnection("R"), .tableMissing,
      .notPermitted,
      .queryRefused(state: "42601", position: 3), .queryRefused(state: "42601", position: nil), .noRows,
      .settingRefused(name: "N"), .failed(state: "22012"), .connectionLost,
    ].map { Wording.Failure.databaseFailed(source: "S", $0) }
}

/// An account in which some rows of one fen each are rejected.
private func rejecting(_ rejected: Int, of read: Int) -> Reconciliation {
  var account = Reconciliation()
  for row in 0..<read {
    account.read.add(fen: 1)
    if row < rejected { account.take(.dateUnreadable, fen: 1) } else { account.accepted.add(fen: 1) }
  }
  return account
}

private func isHan(_ scalar: Unicode.Scalar) -> Bool { (0x4E00...0x9FFF).contains(scalar.value) }

@Suite struct WordingTests {
  @Test("Every case has words in both languages, Chinese in Chinese and English without it")
  func isComplete() {
    for (name, text) in enumeratedTexts + failureTexts.map({ ("command", $0) }) {
      #expect(text.zh.unicodeScalars.contains(where: isHan), "\(name): \(text.zh)")
      #expect(!text.en.isEmpty && !text.en.unicodeScalars.contains(where: isHan), "\(name): \(text.en)")
    }
  }

  @Test("Cases of one set are told apart by their words")
  func isDistinct() {
    for language in Language.allCases {
      #expect(Set(InstitutionScore.Band.allCases.map { Wording.band($0).text(language) }).count == 4)
      #expect(Set(InstitutionScore.Gate.allCases.map { Wording.gate($0).text(language) }).count == 6)
      let meanings = Diagnostic.Code.allCases.map { Wording.meaning($0).text(language) }
      #expect(Set(meanings).count == meanings.count)
    }
  }

  @Test("Every column of the ranking has a title of its own in both languages")
  func columnsHaveTitles() {
    for language in Language.allCases {
      let titles = RankingTable.columns.map { $0.title.text(language) }
      #expect(!titles.contains(""))
      #expect(Set(titles).count == titles.count)
    }
  }

  @Test("No sentence accuses: wrongdoing is named only where it is denied")
  func neverAccuses() {
    let scores = [fullScore(), fullScore(band: .watch, failing: [.material]), bareScore()]
    let card = scorecard(scores)
    var texts = (enumeratedTexts.map(\.1) + failureTexts).flatMap { [$0.zh, $0.en] }
    for language in Language.allCases {
      texts += scores.map {
        Explanation.text(score: $0, in: card, governance: governance, period: "2025", language: language)
      }
      texts.append(
        RunSummary(
          scorecard: card, persons: 2, quality: QualityReport(), governance: governance, period: "all", folder: "F",
          files: []
        ).text(language))
      texts.append(text(FunnelPlot.svg(scorecard: card, title: governance.title, period: "all", language: language)))
    }
    for sentence in texts {
      // Lines are broken at blanks, and in Chinese anywhere.
      let plain = sentence.replacing("\n", with: " ").split(separator: " ").joined(separator: " ")
        .replacing(Wording.fixedSentence.en, with: "").replacing(" ", with: "")
        .replacing(Wording.fixedSentence.zh, with: "").lowercased()
      for word in ["违规", "违法", "欺诈", "骗保", "fraud", "violat", "wrongdoing", "abuse", "guilt", "suspect"] {
        #expect(!plain.contains(word), "\(word) in: \(sentence)")
      }
    }
  }

  @Test("A failure shows what it is given")
  func failuresShowTheirParameters() {
    let text = Wording.Failure.tooManyRejected(rejecting(3, of: 40), limit: 0.001)
    for part in ["3", "40", "0.075000", "0.001000"] {
      #expect(text.zh.contains(part))
      #expect(text.en.contains(part))
    }
    #expect(Wording.Failure.nothingAccepted(rejecting(2, of: 2)).en.contains("IN205 2"))
  }

  @Test("Our labels are translated part by part and a user's own are kept")
  func labelsAreTranslated() {
    #expect(Wording.label("pharmacy/330106") == LocalizedText(zh: "药店/330106", en: "pharmacy/330106"))
    #expect(Wording.label("某类") == LocalizedText(zh: "某类", en: "某类"))
    #expect(Wording.methodRole("something-new") == LocalizedText(zh: "something-new", en: "something-new"))
  }

  @Test("The gate cell is said in words, whatever it holds")
  func gateCellIsSaid() {
    #expect(Wording.gateWords("pass").en == "all passed")
    #expect(Wording.gateWords("extreme+heads").zh == "指数偏高、人头足够")
    #expect(Wording.gateWords("") == LocalizedText(zh: "", en: ""))
    #expect(Wording.gateWords("heads+new").en == "enough heads, new")
  }
}
