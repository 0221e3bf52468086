import SteelyardTestSupport
import Testing

@Suite("The options of run")
struct RunOptionTests {
  @Test(
    "Every form of --period takes the settlements of its months and counts the others out",
    arguments: [
      ("all", 48, "all"), ("2025", 48, "2025-01..2025-12"), ("2025-07", 16, "2025-07"), ("2025-08", 16, "2025-08"),
      ("2025-Q3", 48, "2025-07..2025-09"), ("2025-07..2025-08", 32, "2025-07..2025-08"),
      ("2025-08..2025-Q3", 32, "2025-08..2025-09"), ("2024..2025-07", 16, "2024-01..2025-07"),
    ])
  func period(text: String, rows: Int64, months: String) throws {
    let workshop = try Workshop.tiny()
    try workshop.score(["claims.csv", "--period", text])
    let manifest = try workshop.manifest()
    #expect(manifest.counts?.accepted.rows == rows)
    #expect(manifest.counts?.excluded["IN306 outsidePeriod"]?.rows ?? 0 == 48 - rows)
    #expect(manifest.options.period == months)
  }

  @Test("A period without settlements ranks nothing") func emptyPeriod() throws {
    let workshop = try Workshop.tiny()
    let outcome = try workshop.run(["claims.csv", "--period", "2024"])
    #expect(outcome.status == 3)
    #expect(outcome.stderr.contains("IN306"))
    #expect(try workshop.folder.names() == ["claims.csv", "person.key"])
  }

  @Test(
    "--area keeps the institutions of the districts it names",
    arguments: [("330106", ["330106"]), ("330105,330106", ["330105", "330106"]), ("330105", ["330105"])])
  func area(text: String, districts: [String]) throws {
    let workshop = try Workshop.tiny()
    try workshop.score(["claims.csv", "--area", text])
    #expect(Set(try workshop.table("ranking.csv")["district"]) == Set(districts))
    #expect(try workshop.manifest().options.area == districts)
  }

  @Test(
    "--cost decides which amount is ranked",
    arguments: [("total", "total_fee"), ("eligible", "in_scope"), ("fund", "fund_pay")])
  func cost(basis: String, column: String) throws {
    let workshop = try Workshop.tiny()
    try workshop.score(["claims.csv", "--cost", basis])
    let sum = ClaimsTable.tiny[column: column].reduce(0) { $0 + fen($1) }
    #expect(try workshop.table("ranking.csv")["cost"].reduce(0) { $0 + fen($1) } == sum)
    #expect(try workshop.manifest().options.cost == basis)
    // The account of the input is always in total cost.
    let total = ClaimsTable.tiny[column: "total_fee"].reduce(0) { $0 + fen($1) }
    #expect(try workshop.manifest().counts?.read.fen == total)
  }

  @Test(
    "--peers decides who is compared with whom",
    arguments: [
      ("class", ["medical", "pharmacy"]), ("kind", ["medical", "pharmacy"]), ("level", ["unknown"]),
      ("district", ["330105", "330106"]),
      ("kind,district", ["medical/330105", "pharmacy/330105", "pharmacy/330106"]),
    ])
  func peers(axes: String, groups: [String]) throws {
    let workshop = try Workshop.tiny()
    try workshop.score(["claims.csv", "--peers", axes])
    #expect(Set(try workshop.table("ranking.csv")["peer_group"]).sorted() == groups)
    #expect(try workshop.manifest().options.peers == axes.split(separator: ",").map(String.init))
  }

  @Test(
    "--order ranks by its column, the dearest first",
    arguments: ["index_plain", "index_adjusted", "index_shrunk", "index_eb05", "z", "excess_shrunk"])
  func order(column: String) throws {
    let workshop = try Workshop.city(seed: 4)
    try workshop.score(Workshop.cityInputs + ["--order", column])
    let ranking = try workshop.table("ranking.csv")
    let values = ranking[column].compactMap(Double.init)
    #expect(values.count > 10 && values == values.sorted(by: >))
    let ranked = ranking["rank"].compactMap(Int.init)
    #expect(ranked == ranked.sorted() && ranked.first == 1)
    #expect(try workshop.manifest().options.order == column)
  }

  @Test("--threads changes the manifest and nothing else", arguments: [1, 2, 5])
  func threads(count: Int) throws {
    let workshop = try Workshop.tiny()
    try workshop.score()
    try workshop.score(["claims.csv", "--threads", "\(count)"], out: "OTHER")
    let files = Workshop.runFiles.filter { $0 != "run.json" }
    #expect(try workshop.differing("RUN", "OTHER", among: files) == [])
    #expect(try workshop.manifest(of: "OTHER").threads == count)
  }

  @Test("--lang speaks Chinese or English and leaves the files alone") func language() throws {
    let workshop = try Workshop.tiny()
    let english = try workshop.score(["claims.csv", "--lang", "en"], out: "EN")
    let chinese = try workshop.score(["claims.csv", "--lang", "zh"], out: "ZH")
    #expect(english.contains("Where the rows went") && !english.contains("约谈名单"))
    #expect(chinese.contains("约谈名单") && !chinese.contains("Where the rows went"))
    let files = Workshop.runFiles.filter { $0 != "run.json" }
    #expect(try workshop.differing("EN", "ZH", among: files) == [])
  }

  @Test(
    "Without --lang the variable decides, then the locale, then English",
    arguments: [
      (["STEELYARD_LANG": "zh"], true), (["LC_ALL": "zh_CN.UTF-8"], true),
      (["LC_ALL": "", "LANG": "zh_CN.UTF-8"], true),
      (["STEELYARD_LANG": "en", "LC_ALL": "zh_CN.UTF-8"], false), (["LC_ALL": "de_DE.UTF-8"], false),
      (["LC_ALL": "", "LANG": ""], false),
    ])
  func languageOfEnvironment(environment: [String: String], isChinese: Bool) throws {
    let workshop = try Workshop.tiny()
    #expect(try workshop.score(environment: environment).contains("约谈名单") == isChinese)
  }

  @Test("--json prints the manifest and nothing else") func json() throws {
    let workshop = try Workshop.tiny()
    let outcome = try workshop.run(["claims.csv", "--json"])
    #expect(outcome.status == 0 && outcome.stderr.isEmpty)
    #expect(outcome.outputBytes == (try workshop.folder.read("RUN/run.json")))
  }

  @Test("The summary names the folder, its files and where the rows went") func summary() throws {
    let workshop = try Workshop.tiny()
    let outcome = try workshop.run()
    #expect(outcome.stderr.isEmpty)
    #expect(Workshop.runFiles.allSatisfy { outcome.stdout.contains($0) })
    #expect(outcome.stdout.contains("12 distinct persons"))
    #expect(outcome.stdout.hasSuffix("\n"))
  }

  @Test("The distinct persons of the summary are those of the period") func personsOfPeriod() throws {
    var table = ClaimsTable.tiny
    table.rows = table.rows.filter { $0[ClaimsTable.position("settle_time")].hasPrefix("2025-07") }
    var late = ClaimsTable.tiny.rows[40]
    late[ClaimsTable.position("person_id")] = "99000000000000000999"
    table.rows.append(late)
    let workshop = try Workshop()
    try workshop.folder.write(table.csv(), to: "claims.csv")
    #expect(try workshop.score(["claims.csv", "--period", "2025-07"]).contains("12 distinct persons"))
  }

  private func fen(_ text: String) -> Int64 {
    let parts = text.split(separator: ".")
    return parts.count == 2 ? (Int64(parts[0] + parts[1]) ?? 0) : 0
  }

  @Test(
    "A district that no institution lies in is refused, and so is an empty --area", arguments: ["330105,33016", ""])
  func areaUnknown(text: String) throws {
    let outcome = try Workshop.tiny().run(["claims.csv", "--area", text])
    #expect(outcome.status == 2 && outcome.stderr.contains("--area"))
  }

  @Test(
    "The tally of another cost than the total holds no parts of the total, and ranks the same",
    arguments: ["eligible", "fund"])
  func tallyOfCost(basis: String) throws {
    let workshop = try Workshop.tiny()
    try workshop.score(["claims.csv", "--cost", basis])
    #expect(Set(try workshop.table("tally.csv")["drug_fen"]) == [""])
    #expect(try workshop.folder.text("RUN/run.json").contains("\"column\" : \"drug_cost_effect\""))
    let again = try workshop.command([
      "run", CommandRunner.model, "--tally", "RUN/tally.csv", "--key", "person.key", "--out", "AGAIN",
    ])
    #expect(again.status == 0)
    #expect(try workshop.differing("RUN", "AGAIN", among: ["tally.csv"]) == [])
    #expect(
      try workshop.table("ranking.csv", in: "AGAIN")["index_adjusted"]
        == workshop.table("ranking.csv")["index_adjusted"])
  }
}
