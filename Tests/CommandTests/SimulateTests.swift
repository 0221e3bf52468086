import SteelyardTestSupport
import Testing

@Suite("simulate claims")
struct SimulateTests {
  private static let files = ["claims.csv", "institutions.csv", "persons.csv", "truth.csv"]

  private func simulate(_ arguments: [String], in workshop: Workshop, out: String) throws -> CommandRunner.Outcome {
    try workshop.command(
      ["simulate", "claims", "--persons", "800", "--institutions", "20", "--out", out] + arguments)
  }

  @Test("One seed gives the same bytes, whatever the clock's zone and the language", arguments: [0, 1, 20_250_701])
  func sameSeed(seed: Int) throws {
    let workshop = try Workshop()
    let words = ["simulate", "claims", "--persons", "800", "--institutions", "20", "--seed", "\(seed)", "--out"]
    #expect(try workshop.command(words + ["A"]).status == 0)
    let elsewhere = ["TZ": "Asia/Shanghai", "LC_ALL": "tr_TR.UTF-8"]
    #expect(try workshop.command(words + ["B"], environment: elsewhere).status == 0)
    #expect(try workshop.differing("A", "B", among: Self.files) == [])
    #expect(try workshop.folder.names(in: "A") == Self.files)
  }

  @Test("Another seed gives another city") func otherSeed() throws {
    let workshop = try Workshop()
    #expect(try simulate(["--seed", "1"], in: workshop, out: "A").status == 0)
    #expect(try simulate(["--seed", "2"], in: workshop, out: "B").status == 0)
    #expect(try workshop.differing("A", "B", among: ["claims.csv", "persons.csv"]).count == 2)
  }

  @Test("The truth names planted institutions of the city with kind and strength") func truth() throws {
    let workshop = try Workshop()
    let words = ["simulate", "claims", "--persons", "3000", "--institutions", "40", "--out", "A"]
    #expect(try workshop.command(words).status == 0)
    let truth = try workshop.table("truth.csv", in: "A")
    #expect(truth.header == ["institution_id", "planted_kind", "strength"])
    #expect(!truth.rows.isEmpty)
    let institutions = Set(try workshop.table("institutions.csv", in: "A")["fixmedins_code"])
    #expect(institutions.count == 40 && institutions.isSuperset(of: truth["institution_id"]))
    #expect(truth["strength"].allSatisfy { (Double($0) ?? 0) > 1 })
  }

  @Test("A strength of zero plants nothing") func noStrength() throws {
    let workshop = try Workshop()
    // Large enough that something is planted at any other strength.
    let words = ["simulate", "claims", "--persons", "3000", "--institutions", "40", "--lang", "en", "--out"]
    let planted = try workshop.command(words + ["A"])
    let nothing = try workshop.command(words + ["B", "--strength", "0"])
    #expect(planted.status == 0 && !planted.stdout.contains(" 0 of them planted"))
    #expect(nothing.status == 0 && nothing.stdout.contains(" 0 of them planted"))
    #expect(try !workshop.table("truth.csv", in: "A").rows.isEmpty)
    #expect(try workshop.table("truth.csv", in: "B").rows.isEmpty)
  }

  @Test("Both layouts of the header hold the same city") func headers() throws {
    let workshop = try Workshop()
    #expect(try simulate(["--headers", "national"], in: workshop, out: "A").status == 0)
    #expect(try simulate(["--headers", "chinese"], in: workshop, out: "B").status == 0)
    for city in ["A", "B"] {
      try workshop.score(
        ["\(city)/claims.csv", "--persons", "\(city)/persons.csv", "--institutions", "\(city)/institutions.csv"],
        out: "RUN-\(city)")
    }
    #expect(try workshop.differing("RUN-A", "RUN-B") == [])
    #expect(try workshop.folder.text("B/claims.csv").prefix(40).contains("结算"))
  }

  @Test("Settlements lie in the period that was asked for", arguments: ["2024", "2025-02", "2025-11..2026-01"])
  func period(text: String) throws {
    let workshop = try Workshop()
    #expect(try simulate(["--period", text], in: workshop, out: "A").status == 0)
    let months = Set(try workshop.table("claims.csv", in: "A")["setl_time"].map { String($0.prefix(7)) })
    let bounds = text.split(separator: ".").map(String.init)
    let first = bounds[0].count == 4 ? "2024-01" : bounds[0]
    let last = bounds[0].count == 4 ? "2024-12" : bounds[bounds.count - 1]
    #expect(!months.isEmpty && months.allSatisfy { first <= $0 && $0 <= last })
  }

  @Test("It says what it made", arguments: ["en", "zh"])
  func summary(language: String) throws {
    let workshop = try Workshop()
    let outcome = try simulate(["--lang", language], in: workshop, out: "A")
    let rows = try workshop.table("claims.csv", in: "A").rows.count
    let count = "\(rows / 1_000),\(String(rows % 1_000 + 1_000).dropFirst())"
    #expect(outcome.stdout.contains(count) && outcome.stdout.contains("truth.csv"))
    #expect(outcome.stdout.contains(language == "zh" ? "参保人" : "persons"))
  }

  @Test(
    "Values that cannot be are usage errors",
    arguments: [
      ["--period", "all"], ["--period", "2025-13"], ["--persons", "0"], ["--institutions", "0"],
      ["--headers", "latin"],
      ["--strength", "-1"], ["--honest-variation", "2"], ["--seed", "-1"], ["--seed", "x"],
    ])
  func usage(arguments: [String]) throws {
    let workshop = try Workshop()
    let outcome = try simulate(arguments, in: workshop, out: "A")
    #expect(outcome.status == 2 && !outcome.stderr.isEmpty)
    #expect(try workshop.folder.names() == ["person.key"])
  }

  @Test(
    "A city larger than can be made, or out of the calendar, is refused before a folder is made",
    arguments: [
      ["--institutions", "20001"], ["--persons", "1000000000000"], ["--honest-variation", "0.6"],
      ["--period", "1850-01"],
    ])
  func bounds(options: [String]) throws {
    let folder = try TemporaryFolder()
    let outcome = try CommandRunner.steelyard(["simulate", "claims", "--out", "DATA"] + options, in: folder.root)
    #expect(outcome.status == 2 && outcome.stderr.contains(options[1]))
    #expect(try folder.names() == [])
  }
}

@Suite("simulate registers")
struct SimulateRegistersTests {
  private static let model = "elderly-subsidy/entitled-not-enjoyed"

  @Test("A file a register, the truth and the options of the run; the same seed gives the same bytes")
  func files() throws {
    let workshop = try Workshop()
    let words = ["simulate", "registers", Self.model, "--persons", "60", "--cases", "2", "--seed", "5", "--out"]
    #expect(try workshop.command(words + ["A"]).status == 0)
    #expect(try workshop.command(words + ["B"], environment: ["TZ": "Asia/Shanghai"]).status == 0)
    let files = ["args.txt", "deaths.csv", "payments.csv", "residents.csv", "truth.csv"]
    #expect(try workshop.folder.names(in: "A") == files)
    #expect(try workshop.differing("A", "B", among: files) == [])
    #expect(try workshop.folder.text("A/args.txt") == "--as-of\n2025-08-01\n--period\n2025-01..2025-06\n")
    #expect(try workshop.table("truth.csv", in: "A").header == ["rule", "kind", "subject", "case"])
  }

  @Test(
    "What makes no sense is a usage error, and nothing is written",
    arguments: [["no/such"], [model, "--persons", "0"], [model, "--months", "5"], [model, "--cases", "0"]])
  func usage(words: [String]) throws {
    let workshop = try Workshop()
    let outcome = try workshop.command(["simulate", "registers"] + words + ["--out", "A"])
    #expect(outcome.status == 2)
    #expect(!workshop.folder.has("A"))
  }
}
