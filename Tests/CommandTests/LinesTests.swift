import Foundation
import SteelyardTestSupport
import Testing

@Suite("run with fee lines")
struct LinesTests {
  /// A city with lines, and its run `RUN`.
  private static func scored(_ seed: Int) throws -> Workshop {
    let workshop = try Workshop()
    let outcome = try workshop.command([
      "simulate", "claims", "--out", "city", "--persons", "2000", "--institutions", "25", "--seed", "\(seed)",
      "--lines",
    ])
    try #require(outcome.status == 0, "\(outcome.stderr)")
    try workshop.score(Workshop.cityInputs + ["--lines", "city/lines.csv"])
    return workshop
  }

  /// A cell as a number, `nil` where it is empty.
  private static func number(_ row: [String], _ table: CsvTable, _ column: String) throws -> Double? {
    Double(row[try #require(table.header.firstIndex(of: column), "\(column)")])
  }

  private static let parts = ["case_mix", "visits", "cost", "drug_cost", "other_cost", "unattributed"]
  private static let costParts = ["cost", "drug_cost", "other_cost"]
  private static let itemParts = ["price", "quantity", "basket", "not_itemised"]

  @Test(
    "Parts add up to the index and to yuan a head, item parts to the cost parts, to the printed digits",
    arguments: 1...3)
  func sums(seed: Int) throws {
    let workshop = try Self.scored(seed)
    let table = try workshop.table("waterfall.csv")
    var split = 0
    for row in table.rows where row[3] == "split" {
      func sum(_ names: [String], _ suffix: String) throws -> Double {
        try names.reduce(0) { try $0 + (Self.number(row, table, "\($1)_\(suffix)") ?? 0) }
      }
      func figure(_ column: String) throws -> Double { try #require(try Self.number(row, table, column)) }
      split += 1
      // Each printed number is off by half a last digit at most: up to six parts, and what they add up to.
      let (effect, logIndex) = (try sum(Self.parts, "effect"), try figure("log_index"))
      #expect(abs(effect - logIndex) <= 7 * 0.5e-6 + 1e-12, "\(row[0])")
      let plain = try figure("index_plain")
      #expect(abs(log(plain) - logIndex) <= 2e-6, "\(row[0])")
      let difference = try figure("cost_per_head") - figure("peers_cost_per_head")
      let yuan = try sum(Self.parts, "yuan")
      #expect(abs(yuan - difference) <= 8 * 0.005 + 1e-9, "\(row[0])")
      guard row[try #require(table.header.firstIndex(of: "item_outcome"))] == "split" else { continue }
      let effects = try sum(Self.itemParts, "effect") - sum(Self.costParts, "effect")
      #expect(abs(effects) <= 7 * 0.5e-6 + 1e-12, "\(row[0])")
      let yuanLeft = try sum(Self.itemParts, "yuan") - sum(Self.costParts, "yuan")
      #expect(abs(yuanLeft) <= 7 * 0.005 + 1e-9, "\(row[0])")
      // All cost is itemised, but for refunds of more than was sold of an item.
      let (share, price) = (try figure("itemised_share"), try figure("price_effect"))
      #expect(abs(share - 1) < 0.05 && abs(price) < 1, "\(row[0])")
    }
    #expect(split >= 20 && table["item_outcome"].filter { $0 == "split" }.count >= 20)
    #expect(
      table["price_effect"].contains { ($0.first ?? "0") == "-" } && table["quantity_effect"].contains { $0 > "0.01" })
  }

  @Test("Without lines the item parts are empty and all else is the same") func without() throws {
    let workshop = try Self.scored(4)
    try workshop.score(Workshop.cityInputs, out: "BARE")
    #expect(try workshop.differing("RUN", "BARE") == ["waterfall.csv"])
    let (whole, bare) = (try workshop.table("waterfall.csv"), try workshop.table("waterfall.csv", in: "BARE"))
    let fromItems = Set(
      Self.itemParts.flatMap { ["\($0)_effect", "\($0)_yuan"] } + ["item_outcome", "itemised_share"])
    for column in whole.header where !fromItems.contains(column) { #expect(whole[column] == bare[column], "\(column)") }
    #expect(Set(bare["item_outcome"]) == ["notGiven"] && bare["price_effect"].allSatisfy { $0.isEmpty })
  }

  @Test("The account of the lines balances to the row and the fen") func account() throws {
    let workshop = try Self.scored(5)
    let file = try #require(try Files(workshop).files.first { $0.table == "claim_lines" })
    let account = file.reconciliation
    let out = [account.rejected_total, account.excluded_total]
    #expect(account.balances && file.name == "city/lines.csv")
    #expect(account.read.rows == account.accepted.rows + out.reduce(0) { $0 + $1.rows })
    #expect(account.read.fen == account.accepted.fen + out.reduce(0) { $0 + $1.fen })
    let text = try workshop.folder.text("city/lines.csv").split(separator: "\n").dropFirst()
    #expect(account.read.rows == Int64(text.count))
    // The lines' own money, added up here: the fifth column.
    let fen = text.reduce(Int64(0)) { sum, line in
      let amount = line.split(separator: ",", omittingEmptySubsequences: false)[4].split(separator: ".")
      let value = (Int64(amount[0]) ?? 0) * 100 + (amount[0].hasPrefix("-") ? -1 : 1) * (Int64(amount[1]) ?? 0)
      return sum + value
    }
    #expect(account.read.fen == fen)
    // Lines are no claims: the run's account is that of the claims alone.
    let claims = try #require(try Files(workshop).files.first { $0.table == "claims" })
    #expect(try workshop.quality().reconciliation.read == claims.reconciliation.read)
    #expect(account.accepted.fen == (try workshop.quality().reconciliation.accepted.fen))
    #expect(try workshop.manifest().inputs.map(\.table).contains("claim_lines"))
  }

  @Test("Gzipped, shuffled and split lines, and lines from standard input, give the same waterfall to the byte")
  func same() throws {
    let workshop = try Self.scored(6)
    let text = try workshop.folder.text("city/lines.csv")
    var rows = text.split(separator: "\n").map(String.init)
    let header = rows.removeFirst()
    var source = Seeded.announced()
    func csv(_ rows: some Sequence<String>) -> String { ([header] + rows).map { $0 + "\n" }.joined() }
    try workshop.folder.write(csv(rows.shuffled(using: &source)), to: "shuffled.csv")
    try workshop.folder.write(csv(rows.prefix(1000)), to: "first.csv")
    try workshop.folder.write(csv(rows.dropFirst(1000)), to: "rest.csv")
    try workshop.folder.write(try CommandRunner.system("gzip", ["-nc"], input: Array(text.utf8)), to: "lines.csv.gz")
    for (out, files) in [
      ("GZIPPED", ["lines.csv.gz"]), ("SHUFFLED", ["shuffled.csv"]), ("SPLIT", ["rest.csv", "first.csv"]),
      ("PIPED", ["-"]), ("THREADS", ["city/lines.csv", "--threads", "2"]),
    ] {
      try workshop.score(Workshop.cityInputs + ["--lines"] + files, out: out, input: Array(text.utf8))
      #expect(try workshop.differing("RUN", out) == [], "\(out)")
    }
    #expect(try workshop.manifest(of: "GZIPPED").inputs.last { $0.table == "claim_lines" }?.compression == "gzip")
  }

  @Test("Standard input cannot hold claims and lines, and a tally takes no lines") func refused() throws {
    let workshop = try Self.scored(7)
    for (language, words) in [("en", "Standard input (-) can be named once only"), ("zh", "标准输入（-）只能给一次")] {
      let twice = try workshop.run(["-", "--lang", language, "--lines", "-"], out: "TWICE")
      #expect(twice.status == 2 && twice.stderr.contains(words) && twice.stdout.isEmpty)
    }
    let tally = try workshop.run(["--tally", "RUN/tally.csv", "--lines", "city/lines.csv"], out: "TWICE")
    #expect(tally.status == 2 && tally.stderr.contains("--lines") && tally.stderr.contains("--tally"))
    #expect(!workshop.folder.has("TWICE"))
    let missing = try workshop.run(Workshop.cityInputs + ["--lines", "nothing.csv"], out: "TWICE")
    #expect(missing.status != 0 && missing.stderr.contains("nothing.csv") && !workshop.folder.has("TWICE"))
  }

  @Test("An explanation names price, quantity and basket, in both languages") func explained() throws {
    let workshop = try Self.scored(8)
    let table = try workshop.table("waterfall.csv")
    let outcome = try #require(table.header.firstIndex(of: "item_outcome"))
    let row = try #require(table.rows.first { $0[outcome] == "split" })
    for (language, words) in [
      ("en", ["of cost: price", "of cost: quantity", "of cost: basket"]), ("zh", ["其中价格", "其中用量", "其中品种结构"]),
    ] {
      let text = try workshop.command(["explain", "RUN", row[0], "--lang", language]).stdout
      for word in words { #expect(text.contains(word), "\(word)") }
      let effect = try #require(try Self.number(row, table, "price_effect"))
      #expect(text.contains(String(format: "× %.3f", exp(effect))))
    }
    try workshop.score(Workshop.cityInputs, out: "BARE")
    let bare = try workshop.command(["explain", "BARE", row[0], "--lang", "en"]).stdout
    #expect(bare.contains("drug cost per visit") && !bare.contains("of cost:"))
  }
}

/// The accounts of single files in `quality.json`.
private struct Files: Decodable {
  struct File: Decodable {
    var name, table: String
    var reconciliation: Quality.Account
  }

  var files: [File]

  init(_ workshop: Workshop) throws {
    self = try JSONDecoder().decode(Files.self, from: Data(try workshop.folder.read("RUN/quality.json")))
  }
}
