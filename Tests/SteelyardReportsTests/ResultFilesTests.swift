import Foundation
import SteelyardDomain
import SteelyardReports
import SteelyardScoring
import SteelyardTestSupport
import Testing

@Suite struct PersonsTableTests {
  private func person(
    _ code: Int32, cost: Int64, z: Double?, supply: SupplyDays? = nil,
    stratum: [String] = ["M1", "60-69", "male", "employee"]
  ) -> PersonScore {
    PersonScore(
      person: code, diseases: 2, institutions: 3, visits: 14, sameDayVisits: 4, costFen: cost, expected: 1_000,
      costIndex: 1.25, z: z, supply: supply, stratum: stratum)
  }

  @Test("Persons are sorted by z, then cost, then pseudonym, those without z last")
  func sorts() {
    let csv = PersonsTable.csv([
      person(0, cost: 900_000, z: nil), person(1, cost: 100, z: 2), person(2, cost: 100, z: 2),
      person(3, cost: 200, z: 2), person(4, cost: 5, z: -1),
    ]) { "p\(9 - $0)" }
    #expect(lines(csv).dropFirst().map { $0.prefix(2) } == ["p6", "p7", "p8", "p5", "p9"])
  }

  @Test("Any number of threads writes the same bytes, in the order of a plain sort", arguments: [1, 2, 3, 7])
  func threads(count: Int) {
    var generator = Seeded.announced()
    // Few figures, so that cost and pseudonym often decide.
    let scores = (0..<20_000 as Range<Int32>).map { code in
      person(
        code, cost: Int64(generator.below(5)),
        z: generator.chance(10) ? nil : Double(generator.below(30)) / 4 + (generator.chance(50) ? 1e-9 : 0))
    }
    let csv = PersonsTable.csv(scores, threads: count) { code in "p\(Int(code) * 7_919 % 20_011)" }
    let told = lines(csv).dropFirst().map { line -> (z: Double, cost: Double, name: String) in
      let cells = line.split(separator: ",", omittingEmptySubsequences: false)
      return (Double(cells[9]) ?? -.infinity, Double(cells[6]) ?? 0, String(cells[0]))
    }
    #expect(told.count == 20_000 && Set(told.map(\.name)).count == 20_000)
    #expect(zip(told, told.dropFirst()).allSatisfy { ($1.z, $1.cost, $0.name) < ($0.z, $0.cost, $1.name) })
  }

  @Test("The columns are those of the format, and a label given up in a collapse is empty")
  func isGolden() {
    let scores = [person(0, cost: 125_000, z: 1.5, stratum: ["M1", "60-69"])]
    #expect(
      lines(PersonsTable.csv(scores) { _ in "ab12" }) == [
        "person,diseases,institutions,visits,same_day_visits,card_bursts,cost,expected,index,z,supply_days,overlap_days,"
          + "overlap_days_across,disease,age_band,sex,scheme",
        "ab12,2,3,14,4,0,1250.00,1000.00,1.250000,1.500000,,,,M1,60-69,,",
      ])
    let supply = SupplyDays(supplied: 90, overlapping: 12, acrossInstitutions: 5)
    let told = lines(PersonsTable.csv([person(0, cost: 125_000, z: nil, supply: supply)]) { _ in "ab12" })
    #expect(told[1] == "ab12,2,3,14,4,0,1250.00,1000.00,1.250000,,90,12,5,M1,60-69,male,employee")
    let other = lines(PersonsTable.csv(scores, factors: [.ageBand, .attached]) { _ in "ab12" })
    #expect(other[0].hasSuffix(",disease,age_band,attached"))
  }
}

@Suite struct RejectsTableTests {
  @Test("Diagnostics are sorted by place and give rule and reason, never content")
  func isGolden() {
    let csv = RejectsTable.csv([
      Diagnostic(.fileEmpty, at: .init(file: "z.csv", line: 1)),
      Diagnostic(.valueRepaired, at: .init(file: "a.csv", line: 9, byteOffset: 900, field: "总费用")),
      Diagnostic(.careTypeOutOfScope, at: .init(file: "a.csv", line: 7, byteOffset: 700)),
      Diagnostic(.amountUnreadable, at: .init(file: "a.csv", line: 7, byteOffset: 700, field: "=fee")),
    ])
    let rows = lines(csv)
    #expect(rows[0] == "outcome,code,rule,file,line,byte_offset,column,reason_en,reason_zh")
    #expect(rows[1].hasPrefix("excluded,IN301,careTypeOutOfScope,a.csv,7,700,,"))
    #expect(
      rows[2] == "rejected,IN203,amountUnreadable,a.csv,7,700,'=fee,"
        + "The amount is not a number. Export amounts in yuan with a decimal point.,金额不是数字。请按小数点格式的元导出金额。")
    #expect(rows[3].hasPrefix("note,IN405,valueRepaired,a.csv,9,900,总费用,"))
    #expect(rows[4].hasPrefix("fatal,IN101,fileEmpty,z.csv,1,,,"))
  }
}

@Suite struct QualityJSONTests {
  private var report: QualityReport {
    var account = Reconciliation()
    let wide = Int128(Int64.max) * 4
    account.read = Flow(rows: 10, fen: wide + 5, absoluteFen: wide + 5)
    account.accepted = account.read
    account.withdraw(.amountUnreadable, fen: 5)
    account.withdraw(.outsidePeriod, fen: 0)
    var report = QualityReport()
    report.reconciliation = account
    report.files = [
      QualityReport.File(
        name: "a\"b.csv", table: "claims", bytes: 12, sha256: "ab",
        columns: [.init(column: "总费用", field: "total_fee", source: .alias)],
        ignoredColumns: ["备注"], reconciliation: account)
    ]
    report.notes = [.init(code: .zeroTotal, subject: "", count: 3)]
    report.institutions = 4
    report.persons = 5
    return report
  }

  @Test("Everything in the report is in the JSON, and money beyond 64 bits is whole")
  func holdsEverything() throws {
    let bytes = QualityJSON.encode(report, absences: [Absence(column: "drug_share", reason: .noDrugColumn)])
    let json = text(bytes)
    #expect(json.contains("\"fen\": 36893488147419103228"))
    let root = try #require(try JSONSerialization.jsonObject(with: Data(bytes)) as? [String: Any])
    #expect(root["institutions"] as? Int == 4)
    #expect(root["persons"] as? Int == 5)
    let account = try #require(root["reconciliation"] as? [String: Any])
    #expect(account["balances"] as? Bool == true)
    let rejected = try #require((account["rejected"] as? [String: [String: Any]])?["IN203"])
    #expect(rejected["rows"] as? Int == 1)
    #expect(rejected["rule"] as? String == "amountUnreadable")
    let file = try #require((root["files"] as? [[String: Any]])?.first)
    #expect(file["name"] as? String == "a\"b.csv")
    #expect((file["columns"] as? [[String: String]])?.first?["field"] == "total_fee")
    #expect(file["ignored_columns"] as? [String] == ["备注"])
    #expect((root["notes"] as? [[String: Any]])?.first?["count"] as? Int == 3)
    #expect((root["absences"] as? [[String: Any]])?.first?["reason"] as? String == "noDrugColumn")
  }

  @Test("Members are sorted by name at the top and below")
  func isSorted() {
    let json = lines(QualityJSON.encode(report, absences: []))
    let top = json.filter { $0.hasPrefix("  \"") }.map { $0.dropFirst(3).prefix { $0 != "\"" } }
    #expect(top == top.sorted())
    #expect(top.count == 11)
  }
}

@Suite struct ClueLinesTests {
  private func clue(_ subject: Clue.Subject, _ severity: Clue.Severity) -> Clue {
    Clue(
      model: "m", modelVersion: "1.0", rule: "r", subject: subject, period: "2025-07", amountFen: 1_234,
      severity: severity,
      evidence: [.init(name: "q", value: "0.012000", threshold: "0.05"), .init(name: "other \"x\"\n", value: "1")])
  }

  @Test("A clue is one line and holds key, subject, evidence, wording, law and innocent explanations in both languages")
  func holdsEverything() throws {
    let clues = [clue(.institution("P1"), .interview), clue(.person("ab12"), .near)]
    let rows = lines(ClueLines.jsonl(clues, governance: governance))
    #expect(rows.count == 2)
    let first = try #require(try JSONSerialization.jsonObject(with: Data(rows[0].utf8)) as? [String: Any])
    #expect(first["key"] as? String == clues[0].stableKey)
    #expect(first["subject"] as? [String: String] == ["kind": "institution", "id": "P1"])
    #expect(first["amount_fen"] as? Int == 1_234)
    let wording = try #require(first["wording"] as? [String: String])
    #expect(wording["zh"]?.contains(Wording.fixedSentence.zh) == true)
    #expect(wording["en"]?.contains(Wording.fixedSentence.en) == true)
    let evidence = try #require(first["evidence"] as? [[String: Any]])
    #expect((evidence[0]["title"] as? [String: String])?["en"] == "adjusted p (q)")
    #expect(evidence[0]["threshold"] as? String == "0.05")
    #expect(evidence[1]["title"] is NSNull)
    #expect(evidence[1]["name"] as? String == "other \"x\"\n")
    #expect((first["innocent_explanations"] as? [[String: String]])?.first?["zh"] == "病人更重")
    #expect((first["legal_basis"] as? [[String: String]])?.first?["en"] == "Regulation, article 1")
    #expect(rows[1].contains(#""subject":{"kind":"person","id":"ab12"}"#))
  }
}
