import Foundation
import SteelyardTestSupport
import Testing

@Suite("report") struct ReportTests {
  /// A city's run with its report in English.
  private static func reported(seed: Int, _ options: [String] = ["--lang", "en"]) throws -> Workshop {
    let workshop = try Workshop.city(persons: 3_000, institutions: 30, seed: seed, strength: 4)
    try workshop.score(Workshop.cityInputs)
    let outcome = try workshop.command(["report", "RUN", "--out", "REPORT"] + options)
    try #require(outcome.status == 0, "\(outcome.stderr)")
    return workshop
  }

  /// The exact values of a table of a page, row by row; a cell without one is its text.
  private func values(_ id: String, of page: String) -> [[String]] {
    guard let pattern = try? Regex("<table id=\"\(id)\">([\\s\\S]*?)</table>"),
      let table = page.firstMatch(of: pattern)
    else { return [] }
    let body = table.output[1].substring ?? ""
    return body.matches(of: /<tr[^>]*>(<td[\s\S]*?)<\/tr>/).map { row in
      row.1.matches(of: /<td[^>]*>(?:<data value="([^"]*)">)?([^<]*)/).map { String($0.1 ?? $0.2) }
    }
  }

  /// The exact value of a named fact of a page.
  private func fact(_ name: String, of page: String) -> String? {
    page.matches(of: /<dt>([^<]*)<\/dt><dd><data value="([^"]*)">/).first { String($0.1) == name }.map { String($0.2) }
  }

  private func fen(_ yuan: String) -> Int { Int(yuan.replacing(".", with: "")) ?? .min }

  @Test(
    "Every figure of every dossier is added up again from the tally, and found in the run's files", arguments: 1...2)
  func figuresAddUp(seed: Int) throws {
    let workshop = try Self.reported(seed: seed)
    let ranking = try workshop.table("ranking.csv")
    let tally = try workshop.table("tally.csv")
    let factors = 4
    for row in ranking.rows {
      let cell = { (name: String) in row[ranking.header.firstIndex(of: name) ?? 0] }
      let page = try workshop.folder.text("REPORT/institutions/\(cell("institution_id")).html")
      let own = tally.rows.filter { $0[1] == cell("institution_id") }
      let strata = own.filter { $0[0] == "stratum" }
      let whole = try #require(own.first { $0[0] == "institution" })
      // Counts and cost: the tally's.
      #expect(fact("heads", of: page) == whole[3 + factors])
      #expect(fact("visits", of: page) == whole[4 + factors])
      #expect(fact("cost", of: page).map(fen) == Int(whole[5 + factors]))
      #expect(fact("cost", of: page) == cell("cost"))
      for (name, title) in [
        ("index_plain", "plain index"), ("index_adjusted", "adjusted index"), ("z", "z"), ("q", "adjusted p (q)"),
        ("excess", "excess over peers"), ("excess_shrunk", "shrunken excess"), ("rank", "rank"),
        ("expected", "expected cost, capped"), ("cost_per_head", "cost per head"),
      ] where !cell(name).isEmpty {
        #expect(fact(title, of: page) == cell(name), "\(name)")
      }
      // Strata: each one's row in the tally, the rest and the total their sums.
      let shown = values("stratum-values", of: page)
      guard let total = shown.last else { continue }
      var rest = (heads: 0, fen: 0)
      for stratum in strata {
        rest = (rest.heads + (Int(stratum[3 + factors]) ?? 0), rest.fen + (Int(stratum[5 + factors]) ?? 0))
      }
      #expect(Int(total[1]) == rest.heads && fen(total[2]) == rest.fen)
      var expected = 0
      for line in shown.dropLast() {
        expected += fen(line[3])
        #expect(abs(fen(line[2]) - fen(line[3]) - fen(line[4])) <= 1)
        rest = (rest.heads - (Int(line[1]) ?? 0), rest.fen - fen(line[2]))
        guard line[0].contains("|") else { continue }
        // A factor that the model does not use is `all` in a label, and no column of the tally.
        let found = strata.filter { $0[3..<(3 + factors)].joined(separator: "|") + "|all" == line[0] }
        #expect(found.count == 1 && found[0][3 + factors] == line[1] && Int(found[0][5 + factors]) == fen(line[2]))
      }
      #expect(rest == (0, 0))
      // Rounded amounts: half a fen a row.
      #expect(abs(expected - fen(total[3])) <= shown.count)
      if !cell("expected_untruncated").isEmpty { #expect(total[3] == cell("expected_untruncated")) }
      if !cell("excess").isEmpty { #expect(abs(fen(total[4]) - fen(cell("excess"))) <= 1) }
    }
  }

  @Test("Months, parts, features and persons of a dossier are the rows of their files")
  func partsAreTheFiles() throws {
    let workshop = try Self.reported(seed: 3)
    let (monthly, profile) = (try workshop.table("monthly.csv"), try workshop.table("profile.csv"))
    let (waterfall, bursts) = (try workshop.table("waterfall.csv"), try workshop.table("card-bursts.csv"))
    let persons = try workshop.table("persons.csv")
    func cell(_ table: CsvTable, _ row: [String], _ name: String) -> String {
      table.header.firstIndex(of: name).map { row[$0] } ?? "?"
    }
    let drill = try workshop.table("drill.csv")
    var (members, patients) = (0, 0)
    for code in try workshop.table("ranking.csv")["institution_id"] {
      let page = try workshop.folder.text("REPORT/institutions/\(code).html")
      let months = monthly.rows.filter { $0[1] == code }.map { [$0[0]] + $0[3...] }.sorted { $0[0] < $1[0] }
      #expect(values("month-values", of: page) == months)
      let parts = try #require(waterfall.rows.first { $0[0] == code })
      let steps = values("waterfall-values", of: page)
      if !steps.isEmpty {
        let difference =
          fen(cell(waterfall, parts, "cost_per_head")) - fen(cell(waterfall, parts, "peers_cost_per_head"))
        #expect(abs(steps.reduce(0) { $0 + fen($1[1]) } - difference) <= steps.count)
      }
      let own = try #require(profile.rows.first { $0[0] == code })
      let features = values("feature-values", of: page)
      if !features.isEmpty {
        let distance = try #require(Double(cell(profile, own, "distance")))
        let sum = features.reduce(0) { $0 + (Double($1[3]) ?? .nan) }
        // Six decimals a part.
        #expect(abs(sum - distance) <= 1e-6 * Double(features.count), "\(code)")
      }
      for patient in values("patient-values", of: page) {
        patients += 1
        let figures = ["visits", "cost", "expected", "excess"]
        #expect(
          drill.rows.contains { row in
            row[0] == code && cell(drill, row, "person") == patient[0]
              && figures.map { cell(drill, row, $0) } == Array(patient[2...])
          }, "\(code)")
      }
      for member in values("person-values", of: page) {
        members += 1
        let row = try #require(persons.rows.first { $0[0] == member[1] })
        #expect(
          Array(member[2...]) == ["institutions", "visits", "cost", "index", "z"].map { cell(persons, row, $0) })
        #expect(bursts.rows.contains { $0[0] == code && $0[8].contains(member[1]) })
      }
    }
    #expect(members > 0 || bursts.rows.isEmpty)
    #expect(patients > 0)
  }

  @Test("Gates stand with value and threshold as the clues have them")
  func gates() throws {
    let workshop = try Self.reported(seed: 4)
    struct Clue: Decodable {
      struct Subject: Decodable { let id: String }
      struct Evidence: Decodable { let name, value, threshold: String }
      let subject: Subject
      let evidence: [Evidence]
    }
    let clues = try workshop.folder.text("RUN/clues.jsonl").split(separator: "\n").map {
      try JSONDecoder().decode(Clue.self, from: Data($0.utf8))
    }
    #expect(!clues.isEmpty)
    for clue in clues {
      let page = try workshop.folder.text("REPORT/institutions/\(clue.subject.id).html")
      #expect(
        values("gate-values", of: page).map { [$0[1], $0[3]] } == clue.evidence.map { [$0.value, $0.threshold] })
    }
  }

  @Test("Two reports of a run are the same bytes whatever the machine's time, language and threads")
  func isDeterministic() throws {
    let workshop = try Self.reported(seed: 5, [])
    let again = try workshop.command(
      ["report", "RUN", "--out", "AGAIN", "--threads", "1"],
      environment: ["LC_ALL": "zh_CN.UTF-8", "TZ": "Asia/Shanghai", "STEELYARD_LANG": "zh"])
    #expect(again.status == 0)
    let names = try files(workshop, "REPORT")
    let others = try files(workshop, "AGAIN")
    #expect(names.count == 3 + 1 + 2 * (2 + 30) && names == others)
    #expect(try workshop.differing("REPORT", "AGAIN", among: names).isEmpty)
    let hash = String(
      decoding: try CommandRunner.system("sha256sum", [workshop.folder.path("RUN/run.json")]).prefix(64), as: UTF8.self)
    for name in names where name.hasSuffix(".html") {
      #expect(try workshop.folder.text("REPORT/\(name)").contains(hash), "\(name)")
    }
    #expect(try workshop.folder.names() == ["AGAIN", "REPORT", "RUN", "city", "person.key"])
  }

  @Test("A run from a tally is reported, what needs persons is missing and said")
  func tally() throws {
    let workshop = try Workshop.city(seed: 6)
    try workshop.score(Workshop.cityInputs)
    try workshop.score(["--tally", "RUN/tally.csv", "--institutions", "city/institutions.csv"], out: "OTHER")
    #expect(try workshop.command(["report", "OTHER", "--out", "REPORT", "--lang", "en"]).status == 0)
    let code = try #require(try workshop.table("ranking.csv")["institution_id"].first)
    let page = try workshop.folder.text("REPORT/institutions/\(code).html")
    #expect(page.contains("The run holds no months") && !page.contains("feature-values"))
    #expect(values("stratum-values", of: page).count > 1)
  }

  @Test("A folder that exists is left alone, a changed run is refused, and nothing is left behind")
  func refusals() throws {
    let workshop = try Workshop.tiny()
    try workshop.score()
    try FileManager.default.createDirectory(atPath: workshop.folder.path("THERE"), withIntermediateDirectories: false)
    #expect(try workshop.command(["report", "RUN", "--out", "THERE"]).status == 2)
    #expect(try workshop.folder.names(in: "THERE").isEmpty)
    #expect(try workshop.command(["report", "NONE", "--out", "REPORT"]).status == 3)
    #expect(try workshop.command(["report", "RUN", "--out", "REPORT", "--threads", "0"]).status == 2)
    for name in ["waterfall.csv", "quality.json", "monthly.csv"] {
      let whole = try workshop.folder.text("RUN/\(name)")
      try workshop.folder.write(whole + " ", to: "RUN/\(name)")
      #expect(try workshop.command(["report", "RUN", "--out", "REPORT"]).status == 9, "\(name)")
      try workshop.folder.write(whole, to: "RUN/\(name)")
    }
    #expect(try workshop.folder.names() == ["RUN", "THERE", "claims.csv", "person.key"])
  }

  /// All files of a report, by their paths in it.
  private func files(_ workshop: Workshop, _ folder: String) throws -> [String] {
    let walk = FileManager.default.enumerator(atPath: workshop.folder.path(folder))
    return (walk?.compactMap { $0 as? String } ?? []).filter { $0.contains(".") }.sorted()
  }
}
