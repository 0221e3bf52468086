import Foundation
import SteelyardTestSupport
import Testing

@Suite("rank")
struct RankTests {
  private func scored() throws -> Workshop {
    let workshop = try Workshop.city(seed: 6)
    try workshop.score(Workshop.cityInputs)
    return workshop
  }

  private func csv(_ arguments: [String], in workshop: Workshop) throws -> CsvTable {
    let outcome = try workshop.command(["rank", "RUN", "--format", "csv"] + arguments)
    #expect(outcome.status == 0 && outcome.stderr.isEmpty)
    return CsvTable(outcome.stdout)
  }

  @Test("Without a filter the CSV is ranking.csv") func whole() throws {
    let workshop = try scored()
    let outcome = try workshop.command(["rank", "RUN", "--format", "csv"])
    #expect(outcome.outputBytes == (try workshop.folder.read("RUN/ranking.csv")))
  }

  @Test("--top keeps the first rows", arguments: [0, 1, 5, 25, 1_000])
  func top(count: Int) throws {
    let workshop = try scored()
    let all = try workshop.table("ranking.csv").rows
    #expect(try csv(["--top", "\(count)"], in: workshop).rows == Array(all.prefix(count)))
  }

  @Test(
    "Each filter keeps its rows in the published order",
    arguments: [("--district", "district"), ("--kind", "kind"), ("--band", "band")])
  func filters(option: String, column: String) throws {
    let workshop = try scored()
    let ranking = try workshop.table("ranking.csv")
    let place = try #require(ranking.header.firstIndex(of: column))
    for value in Set(ranking[column]) {
      #expect(try csv([option, value], in: workshop).rows == ranking.rows.filter { $0[place] == value })
    }
  }

  @Test("A kind may be a Chinese word or a national code", arguments: ["药店", "零售药店", "2"])
  func kinds(word: String) throws {
    let workshop = try scored()
    let pharmacies = try csv(["--kind", "pharmacy"], in: workshop)
    #expect(!pharmacies.rows.isEmpty)
    #expect(try csv(["--kind", word], in: workshop).rows == pharmacies.rows)
  }

  @Test("Filters work together, --top last") func together() throws {
    let workshop = try scored()
    let ordinary = try workshop.table("ranking.csv").rows.filter { $0[3] == "pharmacy" && $0[29] == "ordinary" }
    try #require(ordinary.count >= 2)
    let rows = try csv(["--kind", "pharmacy", "--band", "ordinary", "--top", "2"], in: workshop).rows
    #expect(rows == Array(ordinary.prefix(2)))
  }

  @Test(
    "A district or kind that no institution has is a usage error that names those there are", arguments: ["en", "zh"])
  func unknown(language: String) throws {
    let workshop = try scored()
    for (option, value, known) in [("--district", "999999", "330106"), ("--kind", "bakery", "pharmacy")] {
      let outcome = try workshop.command(["rank", "RUN", option, value, "--lang", language])
      #expect(outcome.status == 2 && outcome.stdout.isEmpty)
      #expect(outcome.stderr.contains("\(option)") && outcome.stderr.contains(known), "\(outcome.stderr)")
    }
  }

  @Test("Filters that no institution passes together say so, and leave the header of the CSV") func none() throws {
    let workshop = try scored()
    let ranking = try workshop.table("ranking.csv")
    let kinds = Set(ranking["kind"])
    let pairs = kinds.flatMap { kind in InstitutionBands.all.map { (kind, $0) } }
    let missing = try #require(
      pairs.sorted { $0 < $1 }.first { kind, band in
        !zip(ranking["kind"], ranking["band"]).contains { $0 == kind && $1 == band }
      })
    let filters = ["--kind", missing.0, "--band", missing.1]
    let table = try csv(filters, in: workshop)
    #expect(table.rows.isEmpty && table.header.first == "rank")
    for (language, words) in [("en", "No institution of the run passes the filters."), ("zh", "没有符合筛选条件的机构。")] {
      let outcome = try workshop.command(["rank", "RUN", "--lang", language] + filters)
      #expect(outcome.status == 0 && outcome.stdout == words + "\n")
    }
  }

  @Test("JSON holds the names, order and digits of the CSV") func json() throws {
    let workshop = try scored()
    let outcome = try workshop.command(["rank", "RUN", "--format", "json", "--top", "3"])
    let objects = try #require(
      try JSONSerialization.jsonObject(with: Data(outcome.outputBytes)) as? [[String: Any]])
    let ranking = try workshop.table("ranking.csv")
    #expect(objects.map { $0["institution_id"] as? String } == ranking["institution_id"].prefix(3).map { $0 })
    #expect(objects.allSatisfy { Set($0.keys) == Set(ranking.header) })
    #expect(outcome.stdout.contains("\"cost\": \(ranking["cost"][0])"))
  }

  @Test("The table speaks its language and says what a place on it means", arguments: ["en", "zh"])
  func table(language: String) throws {
    let workshop = try scored()
    let outcome = try workshop.command(["rank", "RUN", "--top", "3", "--lang", language])
    #expect(outcome.status == 0 && outcome.stderr.isEmpty)
    #expect(outcome.stdout.contains(language == "zh" ? "不构成违规证据" : "not evidence of wrongdoing"))
    for institution in try workshop.table("ranking.csv")["institution_id"].prefix(3) {
      #expect(outcome.stdout.contains(institution))
    }
    #expect(!outcome.stdout.contains("\u{1B}"))
  }

  @Test("CSV in a language has its titles and words") func csvInLanguage() throws {
    let workshop = try scored()
    let table = try csv(["--lang", "zh"], in: workshop)
    #expect(table.header.contains("人均费用指数") && !table.header.contains("index_plain"))
    #expect(table.rows.count == 25)
  }

  @Test(
    "A filter's value that cannot be is a usage error",
    arguments: [["--band", "bad"], ["--top", "-1"], ["--top", "x"], ["--format", "xlsx"]])
  func usage(arguments: [String]) throws {
    let workshop = try scored()
    let outcome = try workshop.command(["rank", "RUN"] + arguments)
    #expect(outcome.status == 2 && !outcome.stderr.isEmpty && outcome.stdout.isEmpty)
  }
}

/// The words of `--band`.
private enum InstitutionBands {
  static let all = ["interview", "cannot-tell", "watch", "ordinary"]
}
