import SteelyardDomain
import SteelyardReports
import SteelyardScoring
import Testing

private func explain(
  _ score: InstitutionScore, _ language: Language = .en, absences: [Absence] = [], currency: String = "yuan"
) -> String {
  Explanation.text(
    score: score, in: scorecard([score, bareScore()], absences: absences), governance: governance, period: "2025-07",
    currency: currency, language: language)
}

@Suite struct ExplanationTests {
  @Test("Every figure of the score is told, with peers, strata, gates, methods and the fixed sentence")
  func tellsEverything() {
    let text = explain(fullScore())
    let parts = [
      "P33010600001 康宁大药房, peer group: pharmacy", "period 2025-07",
      "120 heads, 480 visits, cost 360,000.12 yuan", "Cost per head 3,000.00 yuan", "Drug share 75.0 %",
      "its cost per head is 50.0 % above the peers' average", "place 1 of 1",
      "Observed cost after capping is 350,000.06 yuan", "The adjusted index is 1.400", "10,000.06 yuan, is left out",
      "1.420", "interval of 1.100 to 1.420", "1.120", ">99.9 %", "61.0 %", "z is 3.250", "0.000577", "0.012000",
      "between 1 and 17", "87.5 %", "106,478.92 yuan above", "63,380.30 yuan above",
      "M03900, 60-69, male, employee     40", "43,456.00 yuan", "- its patients are more severely ill",
      "within 15 days", "od.log.huber", "c = 1.281552", "1.120000  >", "63,380.30 yuan  >=  10,000.00 yuan",
      "because every gate passes",
    ]
    for part in parts { #expect(text.contains(part), "\(part)\n\(text)") }
    #expect(text.replacing("\n ", with: "").replacing("  ", with: " ").contains(Wording.fixedSentence.en))
    let zh = explain(fullScore(), .zh)
    #expect(zh.contains("比同类组平均高 50.0%"))
    #expect(zh.contains("36.00 万元"))
    #expect(zh.contains(Wording.fixedSentence.zh))
  }

  @Test("The five strata with the largest excess are shown, those below the peers are not")
  func showsCarryingStrata() {
    var score = fullScore()
    score.strata = (0..<8).map { number in
      .init(labels: ["D\(number)"], heads: 10, costFen: 200_000 - Int64(number) * 25_000, expected: 700)
    }
    let text = explain(score)
    for number in 0..<5 { #expect(text.contains("D\(number) ")) }
    for number in 5..<8 { #expect(!text.contains("D\(number) ")) }
    score.strata = [.init(labels: ["D0"], heads: 1, costFen: 100, expected: 5)]
    #expect(explain(score).contains("No stratum is above the peers."))
    score.strata = []
    #expect(explain(score).contains("The result holds no strata."))
  }

  @Test("Each band says why the institution is or is not on the list")
  func saysWhy() {
    #expect(
      explain(fullScore(band: .watch, failing: [.material])).contains(
        "only one gate fails, money material, so it is on the"))
    #expect(
      explain(fullScore(band: .cannotTell, failing: [.heads, .reliable])).contains("too little data to say anything"))
    let ordinary = explain(fullScore(band: .ordinary, failing: [.extreme, .significant]))
    #expect(ordinary.contains("because it fails: index high, beyond chance."))
    #expect(ordinary.contains("No interview is advised."))
  }

  @Test("What is missing is said in words with the reason", arguments: InstitutionScore.Outcome.allCases)
  func saysWhatIsMissing(outcome: InstitutionScore.Outcome) {
    for language in Language.allCases {
      let text = explain(bareScore(outcome: outcome), language)
      for word in ["nil", "nan", "inf", "Optional"] { #expect(!text.contains(word)) }
      #expect(!text.contains(": ,") && !text.contains("  yuan"))
    }
    let joined = explain(bareScore(outcome: outcome)).split(whereSeparator: \.isWhitespace).joined(separator: " ")
    #expect(joined.contains("There is no plain index"))
    #expect(!joined.contains("stands at place"), "no place without the figure it is taken by")
    #expect(joined.contains("There is no rank interval."))
    #expect(joined.contains(Wording.outcomeMeaning(outcome).en))
  }

  @Test("An institution without net spending is not compared, though a ratio could be formed")
  func negativeCostIsNotCompared() {
    var score = bareScore(outcome: .noSpend)
    score.expected = 1_000
    score.indexAdjusted = -0.005
    #expect(!explain(score).contains("-0.005"))
  }

  @Test("Result columns that are missing are named with the reason, and money has its unit")
  func namesAbsencesAndUnit() {
    let text = explain(fullScore(), absences: [Absence(column: "fund_share", reason: .noFundColumn)], currency: "EUR")
    #expect(text.contains("missing or limited  fund_share"))
    #expect(text.contains("360,000.12 EUR"))
  }

  @Test("A p value is never said to be nought, nor a probability certain")
  func neverSaysCertain() {
    var score = fullScore()
    score.p = 1e-12
    score.probabilityAboveOne = 1
    score.topProbability = 0
    let text = explain(score)
    #expect(text.contains("p <0.000001"))
    #expect(text.contains("is >99.9 %"))
    #expect(text.contains("is <0.1 %"))
  }
}

@Suite struct RunSummaryTests {
  private var summary: RunSummary {
    var quality = QualityReport()
    quality.reconciliation.read = Flow(rows: 1_000, fen: 1_000_000, absoluteFen: 1_000_000)
    quality.reconciliation.accepted = quality.reconciliation.read
    quality.reconciliation.withdraw(.amountUnreadable, fen: 0)
    quality.reconciliation.withdraw(.outsidePeriod, fen: 12_345)
    quality.notes = [.init(code: .zeroTotal, subject: "", count: 3)]
    quality.persons = 77
    return RunSummary(
      scorecard: scorecard(
        [fullScore(), fullScore(band: .watch, failing: [.material]), bareScore()],
        absences: [Absence(column: "drug_share", reason: .noDrugColumn)]),
      persons: 77, quality: quality, governance: governance, period: "2025-07", folder: "runs/a", files: ["ranking.csv"]
    )
  }

  @Test("The summary counts rows by rule, institutions, money and lists, and names the files")
  func isGolden() {
    #expect(
      summary.text(.en) == """
        Per-capita cost index (outpatient/per-capita-cost 1.0), period 2025-07

        Where the rows went
          read      1,000  10,000.00 yuan
          accepted    998   9,876.55 yuan
          rejected      1       0.00 yuan
            IN203       1       0.00 yuan  The amount is not a number.
          excluded      1     123.45 yuan
            IN306       1     123.45 yuan  The settlement lies outside the run's period.
          note
            IN403       3                  A settlement of zero money; accepted, it counts as a visit.

        What was ranked
          3 institutions, 240 heads summed over institutions (77 distinct persons), cost 719,995.24
          yuan.
          Observed cost after capping 700,000.12 yuan, expected 500,000.09 yuan; their ratio is
          1.400000.
          Note: P1 makes up 25.0 % of the expected cost of its peer group (pharmacy): much of its
          reference is itself.

        Lists
          interview list  1  every gate passes: an interview is advised
          near list       1  exactly one gate fails; its name is given
          watch           1  probably above its peers, but a gate fails
          cannot tell     1  too few heads or too little reliability: nothing can be said, good or bad
          ordinary        0  not clearly above its peers
          low list        0  clearly below their peers: do patients get what they need?
          What a list says of whoever is on it: higher than peers after adjustment; not evidence of
          wrongdoing. The low list: lower than peers after adjustment.

        What is missing or limited, and why
          drug_share  the claims have no drug cost

        The files are in runs/a
          ranking.csv  every institution with every figure, in published order

        """)
  }

  @Test("In Chinese the same counts are told, large money in ten thousands of yuan")
  func speaksChinese() {
    let text = summary.text(.zh)
    for part in ["约谈名单", "临界名单", "数据不足", "1.00 万元", "123.45 元", "72.00 万元", "runs/a"] {
      #expect(text.contains(part), "\(part)")
    }
  }

  @Test("A run from a tally has no rows to account for")
  func tallyHasNoRows() {
    let text = RunSummary(
      scorecard: scorecard([fullScore()]), persons: nil, quality: nil, governance: governance, period: "all",
      folder: "", files: []
    ).text(.en)
    #expect(!text.contains("Where the rows went"))
    #expect(!text.contains("distinct persons"))
    #expect(text.contains("period all months"))
  }
}
