import Foundation
import SteelyardTestSupport
import Testing

@Suite("columns")
struct ColumnsTests {
  private func columns(_ arguments: [String]) throws -> CommandRunner.Outcome {
    try CommandRunner.steelyard(["columns"] + arguments)
  }

  @Test("The page of the documentation is what the command prints") func page() throws {
    let path = Checkout.path("Documentation/Formats/columns.md")
    let printed = try columns(["--markdown", "--lang", "en"])
    #expect(printed.status == 0)
    if ProcessInfo.processInfo.environment["STEELYARD_RECORD"] == "1" {
      try printed.stdout.write(toFile: path, atomically: true, encoding: .utf8)
    }
    #expect(try String(contentsOfFile: path, encoding: .utf8) == printed.stdout)
  }

  private struct Dictionary: Decodable {
    struct Column: Decodable {
      var field, kind, need: String
      var national, chinese, legacy, short: [String]
    }
    struct Table: Decodable {
      var table: String
      var columns: [Column]
    }
    var schema: String
    var tables: [Table]
  }

  @Test("The JSON has every table, and a header it names is one that a run reads") func json() throws {
    let outcome = try columns(["--json"])
    let dictionary = try JSONDecoder().decode(Dictionary.self, from: Data(outcome.outputBytes))
    #expect(dictionary.schema == "steelyard.columns/1")
    #expect(
      dictionary.tables.map(\.table) == [
        "claims", "persons", "institutions", "claim_lines", "disease_catalog", "institution_codes", "control_totals",
      ])
    let claims = try #require(dictionary.tables.first).columns
    let required = claims.filter { $0.need == "required" }
    #expect(
      required.map(\.field) == ["claim_id", "person_id", "inst_code", "settle_time", "disease_code", "total_fee"])
    // One header of each origin a column.
    for headers in [
      required.map { $0.national[0] }, required.map { $0.chinese[0] }, required.map { $0.legacy.last ?? $0.field },
    ] {
      let workshop = try Workshop()
      try workshop.folder.write(
        headers.joined(separator: ",") + "\n1,P1,H33010600001,2025-07-01,M03900,10.00\n", to: "claims.csv")
      let check = try CommandRunner.steelyard(["check", "claims.csv"], in: workshop.folder.root)
      #expect(check.status == 0, "\(headers) \(check.stderr)")
    }
  }

  @Test("One table at a time, in Chinese, and not wider than the terminal") func terminal() throws {
    let all = try columns(["--lang", "zh"]).stdout
    for title in ["结算（claims）", "参保人员（--persons）", "机构（--institutions）", "费用明细（--lines）", "病种目录（--disease-catalog）"] {
      #expect(all.contains(title))
    }
    let one = try columns(["persons", "--lang", "en"]).stdout
    #expect(one.contains("death_date") && !one.contains("total_fee"))
  }

  @Test("A table that there is none of is a usage error", arguments: [["claim"], ["--json", "--markdown"]])
  func usage(arguments: [String]) throws {
    let outcome = try columns(arguments)
    #expect(outcome.status == 2 && outcome.stdout.isEmpty)
  }
}
