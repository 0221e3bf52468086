import Foundation
import SteelyardTestSupport
import Testing

@Suite("drill.csv, low-list.csv and year-on-year.csv")
struct ListCommandTests {
  /// The city's tables; amounts that were cut one by one need not add up to the fen any more.
  private static let inputs = Workshop.cityInputs + ["--max-identity-rate", "1"]

  /// A city with strong anomalies in which somebody is looked into, and the money of one large honest institution cut.
  private func scored() throws -> (workshop: Workshop, cheap: String) {
    let workshop = try Workshop.city(persons: 10_000, institutions: 120, seed: 5, strength: 3)
    let planted = Set(try workshop.table("truth.csv", in: "city")["institution_id"])
    let claims = try workshop.table("claims.csv", in: "city")
    let place = try #require(claims.header.firstIndex(of: "fixmedins_code"))
    var rows: [String: Int] = [:]
    for row in claims.rows where !planted.contains(row[place]) && row[place].hasPrefix("P") {
      rows[row[place], default: 0] += 1
    }
    let cheap = try #require(rows.max { ($0.value, $0.key) < ($1.value, $1.key) }?.key)
    let money = claims.header.indices.filter { (claims.rows.first?[$0] ?? "").firstMatch(of: /^-?\d+\.\d\d$/) != nil }
    let cut = claims.rows.map { row in
      row.enumerated().map { column, cell in
        guard row[place] == cheap, money.contains(column) else { return cell }
        return yuan((fen(cell) ?? 0) * 2 / 5)
      }.joined(separator: ",")
    }
    try workshop.folder.write(
      ([claims.header.joined(separator: ",")] + cut).map { $0 + "\n" }.joined(), to: "city/claims.csv")
    try workshop.score(Self.inputs)
    return (workshop, cheap)
  }

  private func fen(_ text: String) -> Int64? {
    guard let yuan = Double(text) else { return nil }
    return Int64((yuan * 100).rounded())
  }

  private func yuan(_ fen: Int64) -> String {
    let cents = String(fen.magnitude % 100 + 100).dropFirst()
    return "\(fen < 0 ? "-" : "")\(fen.magnitude / 100).\(cents)"
  }

  @Test("Strata of drill.csv add up to the excess of the ranking, and patients and others to their stratum")
  func drill() throws {
    let workshop = try scored().workshop
    let drill = try workshop.table("drill.csv")
    let ranking = try workshop.table("ranking.csv")
    func cell(_ row: [String], _ name: String) -> String { row[drill.header.firstIndex(of: name) ?? 0] }
    let wanted = Set(
      ranking.rows.indices.filter { row in
        ["interview", "watch"].contains(ranking["band"][row])
          || (ranking["band"][row] != "cannot-tell" && !ranking["gate"][row].contains("+")
            && ranking["gate"][row] != "pass")
      }.map { ranking["institution_id"][$0] })
    #expect(!wanted.isEmpty && Set(drill["institution_id"]) == wanted)
    let persons = Set(try workshop.table("persons.csv")["person"])
    for (code, rows) in Dictionary(grouping: drill.rows, by: { cell($0, "institution_id") }) {
      let strata = rows.filter { cell($0, "part") == "stratum" }
      let place = try #require(ranking["institution_id"].firstIndex(of: code))
      let excess = try #require(Double(ranking["excess"][place]))
      let sum = strata.compactMap { Double(cell($0, "excess")) }.reduce(0, +)
      // Every printed figure is off by half a fen at most.
      #expect(abs(sum - excess) <= 0.005 * Double(strata.count + 1) + 1e-6, "\(code)")
      #expect(strata.compactMap { fen(cell($0, "cost")) }.reduce(0, +) == fen(ranking["cost"][place]))
      let byStratum = Dictionary(grouping: rows) { row in
        ["disease", "age_band", "sex", "scheme", "attached"].map { cell(row, $0) }
      }
      for group in byStratum.values {
        let whole = try #require(group.first)
        let parts = group.dropFirst()
        #expect(cell(whole, "part") == "stratum" && parts.count { cell($0, "part") == "others" } <= 1)
        for column in ["heads", "visits"] {
          #expect(parts.compactMap { Int(cell($0, column)) }.reduce(0, +) == Int(cell(whole, column)))
        }
        #expect(parts.compactMap { fen(cell($0, "cost")) }.reduce(0, +) == fen(cell(whole, "cost")))
        let added = parts.compactMap { Double(cell($0, "excess")) }.reduce(0, +)
        #expect(abs(added - (Double(cell(whole, "excess")) ?? .nan)) <= 0.005 * Double(group.count) + 1e-6)
        let patients = parts.filter { cell($0, "part") == "patient" }
        #expect(patients.count <= 10 && patients.allSatisfy { persons.contains(cell($0, "person")) })
        let falling = patients.compactMap { Double(cell($0, "excess")) }
        #expect(zip(falling, falling.dropFirst()).allSatisfy { $0 >= $1 } && falling.allSatisfy { $0 >= 0 })
      }
    }
    #expect(drill["person"].contains { !$0.isEmpty } && drill["part"].contains("others"))
    let manifest = try workshop.folder.text("RUN/run.json")
    #expect(manifest.contains("drill.patients") && manifest.contains("low.mirrored"))
  }

  @Test("explain shows strata and the patients who add most, in both languages", arguments: ["en", "zh"])
  func explained(language: String) throws {
    let workshop = try scored().workshop
    let drill = try workshop.table("drill.csv")
    let code = try #require(drill["institution_id"].first)
    let patients = drill.rows.indices.filter { drill["institution_id"][$0] == code && drill["part"][$0] == "patient" }
    let dearest = try #require(
      patients.max { (Double(drill["excess"][$0]) ?? 0) < (Double(drill["excess"][$1]) ?? 0) })
    let outcome = try workshop.command(["explain", "RUN", code, "--lang", language])
    #expect(outcome.status == 0)
    #expect(outcome.stdout.contains(language == "zh" ? "哪些病人对超出部分贡献最大" : "The patients who add most to the excess"))
    let lines = outcome.stdout.split(separator: "\n").filter { $0.contains(drill["person"][dearest]) }
    #expect(!lines.isEmpty && outcome.stdout.contains("drill.csv"))
    let shown = outcome.stdout.matches(of: /\b[0-9a-f]{32}\b/).count
    #expect(shown == min(10, patients.count))
    // One that nobody looks into has no patients listed.
    let other = try #require(
      try workshop.table("ranking.csv")["institution_id"].first { !drill["institution_id"].contains($0) })
    let plain = try workshop.command(["explain", "RUN", other, "--lang", language])
    #expect(plain.status == 0 && !plain.stdout.contains("drill.csv"))
  }

  @Test("An institution cut to two fifths is on the low list, which asks and does not accuse", arguments: ["en", "zh"])
  func lowList(language: String) throws {
    let (workshop, cheap) = try scored()
    let low = try workshop.table("low-list.csv")
    #expect(low["institution_id"].contains(cheap) && low.rows.count < 12)
    #expect(try !workshop.table("interview-list.csv")["institution_id"].contains(cheap))
    #expect(try !workshop.folder.text("RUN/clues.jsonl").contains(cheap))
    for row in low.rows.indices {
      func number(_ column: String) -> Double { Double(low[column][row]) ?? .nan }
      #expect(number("index_eb95") < 1 && number("q_low") <= 0.05 && number("z") < 0)
      #expect(number("shortfall_shrunk") >= 10_000 && number("reliability") >= 0.5 && number("heads") >= 30)
      #expect(number("shortfall_low") < number("shortfall_shrunk"))
      #expect(number("shortfall_shrunk") < number("shortfall_high"))
      #expect(number("index_high") > number("index_eb95") && number("index_shrunk") < number("index_eb95"))
    }
    let outcome = try workshop.command(["explain", "RUN", cheap, "--lang", language])
    let text = outcome.stdout.split { $0 == " " || $0 == "\n" }.joined(separator: language == "en" ? " " : "")
    #expect(outcome.status == 0)
    #expect(text.contains(language == "zh" ? "这是一个关于服务的问题" : "That asks about service"))
    #expect(text.contains(language == "zh" ? "不代表服务不足" : "not evidence of too little of it"))
    let dear = try #require(try workshop.table("interview-list.csv")["institution_id"].first)
    let other = try workshop.command(["explain", "RUN", dear, "--lang", language])
    #expect(other.status == 0 && !other.stdout.contains(language == "zh" ? "低侧名单上" : "the low list:"))
    let summary = try workshop.score(Self.inputs + ["--lang", language], out: "AGAIN")
    #expect(summary.contains(language == "zh" ? "低侧名单" : "low list"))
    // A run from the tally has the same list.
    try workshop.score(
      ["--tally", "RUN/tally.csv", "--institutions", "city/institutions.csv"], out: "FROM-TALLY")
    #expect(try workshop.differing("RUN", "FROM-TALLY", among: ["low-list.csv"]) == [])
    #expect(try !workshop.folder.names(in: "FROM-TALLY").contains("drill.csv"))
    // Without its pair sums it says how much that concerns, since chance is understated.
    try workshop.folder.write(try workshop.folder.text("RUN/tally.csv"), to: "alone.csv")
    let alone = try workshop.score(["--tally", "alone.csv", "--lang", language], out: "ALONE")
    #expect(alone.contains("IN467") && alone.contains("alone.csv"))
    let paired = try workshop.score(
      ["--tally", "alone.csv", "--tally-pairs", "RUN/tally-pairs.csv", "--lang", language], out: "PAIRED")
    #expect(!paired.contains("IN467"))
  }

  @Test("Where the model says that low is good, nobody is asked about it")
  func lowIsGood() throws {
    let (workshop, _) = try scored()
    let folder = "Models/\(CommandRunner.model)"
    let yaml = try String(contentsOfFile: Checkout.path("\(folder)/model.yaml"), encoding: .utf8)
    try FileManager.default.createDirectory(
      atPath: workshop.folder.path(folder), withIntermediateDirectories: true)
    try workshop.folder.write(
      yaml.replacing("low-is-good: neither", with: "low-is-good: yes"), to: "\(folder)/model.yaml")
    let summary = try workshop.score(
      Self.inputs + ["--lang", "en"], out: "GOOD", environment: ["STEELYARD_MODELS": "Models"])
    #expect(try workshop.table("low-list.csv", in: "GOOD").rows.isEmpty && !summary.contains("low list  "))
  }
}

@Suite("run --last-year")
struct LastYearTests {
  /// The third quarter of two years of one city, scored.
  private func years() throws -> Workshop {
    let workshop = try Workshop()
    for (year, persons) in [("2024", 3_000), ("2025", 3_300)] {
      let made = try workshop.command([
        "simulate", "claims", "--out", "city\(year)", "--persons", "\(persons)", "--institutions", "40", "--seed", "5",
        "--period", "\(year)-Q3",
      ])
      try #require(made.status == 0, "\(made.stderr)")
    }
    try workshop.score(inputs("2024"), out: "Y24")
    return workshop
  }

  private func inputs(_ year: String) -> [String] {
    ["city\(year)/claims.csv", "--institutions", "city\(year)/institutions.csv", "--period", "\(year)-Q3"]
  }

  @Test("Each figure stands beside last year's as both rankings print them, with its change")
  func table() throws {
    let workshop = try years()
    try workshop.score(inputs("2025") + ["--last-year", "Y24"], out: "Y25")
    let table = try workshop.table("year-on-year.csv", in: "Y25")
    let (before, now) = (try workshop.table("ranking.csv", in: "Y24"), try workshop.table("ranking.csv", in: "Y25"))
    let codes = Set(before["institution_id"]).union(now["institution_id"])
    #expect(table["institution_id"] == codes.sorted() && codes.count > 30)
    var compared = 0
    for (row, code) in table["institution_id"].enumerated() {
      for figure in ["heads", "visits", "cost", "cost_per_head", "drug_share", "fund_share", "index_plain"] {
        func value(_ ranking: CsvTable) -> String {
          ranking["institution_id"].firstIndex(of: code).map { ranking[figure][$0] } ?? ""
        }
        #expect(table[figure][row] == value(now) && table["\(figure)_last_year"][row] == value(before))
        guard let new = Double(value(now)), let old = Double(value(before)), old > 0 else { continue }
        let change = figure.hasSuffix("share") ? new - old : new / old - 1
        // The change is of the figures before they were printed.
        #expect(abs((Double(table["\(figure)_change"][row]) ?? .nan) - change) < 1e-3, "\(code) \(figure)")
        compared += 1
      }
    }
    #expect(compared > 150)
    let manifest = try workshop.folder.text("Y25/run.json")
    #expect(manifest.contains("\"lastYear\"") && manifest.contains("\"period\" : \"2024-07..2024-09\""))
    // No gate is judged by it.
    #expect(try !workshop.folder.names(in: "Y25").contains("history.csv"))
    let code = try #require(now["institution_id"].first)
    for (language, words) in [("en", "Against the same months of last year:"), ("zh", "与去年同期相比：")] {
      #expect(try workshop.command(["explain", "Y25", code, "--lang", language]).stdout.contains(words))
    }
  }

  @Test("A run of --history that is about those months serves, and the gate of persistence is judged as ever")
  func fromHistory() throws {
    let workshop = try years()
    try workshop.score(inputs("2025") + ["--history", "Y24"], out: "A")
    try workshop.score(inputs("2025") + ["--history", "Y24", "--last-year", "Y24"], out: "B")
    #expect(try workshop.differing("A", "B", among: ["year-on-year.csv", "ranking.csv", "history.csv"]) == [])
    try workshop.score(inputs("2025"), out: "C")
    #expect(try !workshop.folder.names(in: "C").contains("year-on-year.csv"))
  }

  @Test("A run of other months, of no months, or measured otherwise is refused", arguments: ["en", "zh"])
  func refused(language: String) throws {
    let workshop = try years()
    func message(_ arguments: [String]) throws -> String {
      let outcome = try workshop.run(arguments + ["--lang", language], out: "X")
      #expect(outcome.status == 2 && !FileManager.default.fileExists(atPath: workshop.folder.path("X")))
      return outcome.stderr
    }
    try workshop.score(Array(inputs("2024").dropLast()) + ["2024-07"], out: "JULY")
    #expect(try message(inputs("2025") + ["--last-year", "JULY"]).contains("2024-07..2024-09"))
    #expect(try message(Array(inputs("2025").dropLast(2)) + ["--last-year", "Y24"]).contains("--period"))
    try workshop.score(inputs("2024") + ["--cost", "fund"], out: "FUND")
    #expect(try message(inputs("2025") + ["--last-year", "FUND"]).contains("FUND"))
  }
}
