import SteelyardTestSupport
import Testing

@Suite("explain")
struct ExplainTests {
  /// A scored city that has an institution of each band a test asks for; of the first seeds, the first that has.
  private func scored() throws -> Workshop {
    for seed in 1...12 {
      let workshop = try Workshop.city(persons: 4_000, institutions: 40, seed: seed, strength: 4)
      try workshop.score(Workshop.cityInputs)
      let bands = Set(try workshop.table("ranking.csv")["band"])
      let isWhole = bands.isSuperset(of: ["interview", "cannot-tell", "ordinary"])
      if isWhole, try !workshop.table("near-list.csv").rows.isEmpty { return workshop }
    }
    throw CommandRunnerFailure(description: "no city of the first twelve seeds has every band")
  }

  private func explain(_ institution: String, _ language: String, in workshop: Workshop) throws -> String {
    let outcome = try workshop.command(["explain", "RUN", institution, "--lang", language])
    #expect(outcome.status == 0 && outcome.stderr.isEmpty)
    return outcome.stdout
  }

  @Test("A listed, a near and an unclear institution are each told so, in both languages") func bands() throws {
    let workshop = try scored()
    let ranking = try workshop.table("ranking.csv")
    let listed = try #require(try workshop.table("interview-list.csv")["institution_id"].first)
    let near = try #require(try workshop.table("near-list.csv")["institution_id"].first)
    let unclear = try #require(ranking.rows.first { $0[29] == "cannot-tell" }?[1])
    for (institution, english, chinese) in [
      (listed, "It is on the interview list because every gate passes", "因此列入约谈名单"),
      (near, "near list", "因此列入临界名单"),
      (unclear, "there is too little data to say anything, good or bad", "数据太少，好坏都不能下结论"),
    ] {
      let row = try #require(ranking.rows.first { $0[1] == institution })
      for (language, word, closing) in [("en", english, "not evidence of wrongdoing"), ("zh", chinese, "不构成违规证据")] {
        // Lines are wrapped: at a space in English, anywhere in Chinese.
        let words = try explain(institution, language, in: workshop).split { $0 == " " || $0 == "\n" }
        let text = words.joined(separator: language == "en" ? " " : "")
        #expect(text.contains(institution) && text.contains(row[2]))
        #expect(text.contains(word), "\(institution) \(language)")
        #expect(text.contains(closing))
        // The figures are the ranking's: the plain index to three decimals, the heads.
        let column = try #require(ranking.header.firstIndex(of: "index_plain"))
        #expect(text.contains(String(row[column].dropLast(4))))
        #expect(text.contains(grouped(row[6])))
      }
    }
  }

  @Test("Every institution of a run can be explained") func all() throws {
    let workshop = try Workshop.city(seed: 9)
    try workshop.score(Workshop.cityInputs)
    for institution in try workshop.table("ranking.csv")["institution_id"] {
      #expect(try explain(institution, "en", in: workshop).contains(institution))
    }
  }

  @Test("A run in which no person has two diseases can be explained, too") func oneDisease() throws {
    let workshop = try Workshop.tiny()
    try workshop.score()
    let outcome = try workshop.command(["explain", "RUN", ClaimsTable.institutions[0]])
    #expect(outcome.status == 0, "\(outcome.stderr)")
  }

  @Test("The run's own order, peers and cost are explained, not the model's") func options() throws {
    let workshop = try Workshop.city(seed: 9)
    try workshop.score(Workshop.cityInputs + ["--peers", "kind,district", "--order", "z", "--cost", "fund"])
    let ranking = try workshop.table("ranking.csv")
    let row = try #require(ranking.rows.first { !$0[0].isEmpty })
    let text = try explain(row[1], "en", in: workshop)
    #expect(text.contains("place 1 of"))
    #expect(text.contains(grouped(row[8])))
  }

  @Test(
    "An institution that is not in the run is a usage error",
    arguments: [("en", "no institution"), ("zh", "没有机构")])
  func missing(language: String, words: String) throws {
    let workshop = try Workshop.city(seed: 9)
    try workshop.score(Workshop.cityInputs)
    let outcome = try workshop.command(["explain", "RUN", "P99999999999", "--lang", language])
    #expect(outcome.status == 2)
    #expect(outcome.stderr.contains(words) && outcome.stderr.contains("P99999999999"))
    #expect(outcome.stdout.isEmpty)
  }

  @Test("A code copied from a result file is taken with the apostrophe that guards it there") func guardedCode() throws
  {
    let workshop = try Workshop.tiny()
    let code = ClaimsTable.institutions[0]
    let claims = try workshop.folder.text("claims.csv").replacing(code, with: "-\(code)")
    try workshop.folder.write(claims, to: "claims.csv")
    try workshop.score()
    #expect(try workshop.table("ranking.csv")["institution_id"].contains("'-\(code)"))
    let guarded = try workshop.command(["explain", "RUN", "'-\(code)"])
    #expect(guarded.status == 0 && guarded.stdout.hasPrefix("-\(code)"), "\(guarded.stderr)")
    #expect(try workshop.command(["explain", "RUN", "--", "-\(code)"]).outputBytes == guarded.outputBytes)
  }

  /// A number with a comma before every third digit from the point.
  private func grouped(_ number: String) -> String {
    let parts = number.split(separator: ".", omittingEmptySubsequences: false)
    let digits = Array(parts[0])
    let whole = digits.enumerated().map { place, digit in
      place > 0 && (digits.count - place) % 3 == 0 ? ",\(digit)" : "\(digit)"
    }
    return ([whole.joined()] + parts.dropFirst().map(String.init)).joined(separator: ".")
  }
}
