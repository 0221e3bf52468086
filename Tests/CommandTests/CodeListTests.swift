import Foundation
import SteelyardTestSupport
import Testing

/// The bureau's own lists: diseases, and codes of institutions that others stand for now.
@Suite("The bureau's lists of codes") struct CodeListTests {
  static let header = "setl_id,psn_no,fixmedins_code,fixmedins_name,setl_time,dise_no,medfee_sumamt\n"

  private func workshop(_ rows: [String]) throws -> Workshop {
    let workshop = try Workshop()
    try workshop.folder.write(Self.header + rows.map { $0 + "\n" }.joined(), to: "claims.csv")
    return workshop
  }

  private struct Account: Decodable {
    struct Unknown: Decodable, Equatable {
      var code: String
      var rows, fen: Int64
    }

    struct Shared: Decodable, Equatable {
      var name: String
      var codes: [String]
    }

    struct File: Decodable { var name, table: String }

    var files: [File]
    var unknown_diseases: [Unknown]
    var institutions_renamed: [String]
    var institutions_sharing_a_name: [Shared]
  }

  private func account(_ workshop: Workshop, _ run: String = "RUN") throws -> Account {
    try JSONDecoder().decode(Account.self, from: Data(try workshop.folder.read("\(run)/quality.json")))
  }

  @Test("The national download goes before the built-in list, and what it lacks stays with its money")
  func diseases() throws {
    let workshop = try workshop([
      "S1,p1,P33010690001,甲,2025-07-01,M03900,10.00", "S2,p2,P33010690001,甲,2025-07-02,M99999,20.00",
      "S3,p3,P33010690001,甲,2025-07-03,M99999,0.50",
    ])
    try workshop.score()
    #expect(try account(workshop).unknown_diseases == [.init(code: "M99999", rows: 2, fen: 2050)])
    #expect(try workshop.quality().count("IN454", "disease_code") == 2)
    try workshop.folder.write(
      "OPSP_DISE_CODE,OPSP_DISE_NAME,VALI_FLAG\nM99999,某病,1\nM03900,高血压,0\n", to: "list.csv")
    try workshop.score(["claims.csv", "--disease-catalog", "list.csv"], out: "OWN")
    // Ours knows M03900 and theirs marks it invalid: theirs counts.
    let own = try account(workshop, "OWN")
    #expect(own.unknown_diseases == [.init(code: "M03900", rows: 1, fen: 1000)])
    #expect(own.files.map(\.table) == ["claims", "disease_catalog"])
    // The money is in the ranking either way.
    for run in ["RUN", "OWN"] { #expect(try workshop.table("ranking.csv", in: run)["cost"] == ["30.50"]) }
  }

  static let rows = [
    "S1,p1,0123,和睦药店,2025-07-01,M03900,10.00", "S2,p2,P33010690001,和睦药店,2025-08-02,M03900,20.00",
    "S3,p3,0124,康泰药房,2025-07-03,M03900,5.00", "S4,p4,P33010690002,老康泰,2025-07-04,M03900,6.00",
    "S5,p5,P33010690002,康泰药房,2025-08-04,M03900,7.00",
  ]

  @Test("Codes with several names and names with several codes are told by name and code")
  func names() throws {
    let workshop = try workshop(Self.rows)
    try workshop.score()
    let account = try account(workshop)
    #expect(account.institutions_renamed == ["P33010690002"])
    #expect(
      account.institutions_sharing_a_name == [
        .init(name: "和睦药店", codes: ["0123", "P33010690001"]), .init(name: "康泰药房", codes: ["0124", "P33010690002"]),
      ])
  }

  @Test("Local, changed and merged codes are one institution, through a chain of them, in claims and in its own table")
  func merged() throws {
    let workshop = try workshop(Self.rows)
    try workshop.folder.write("原编码,现编码\n0123,P33010690001\n0124,0125\n0125,P33010690002\n", to: "inst_merge.csv")
    try workshop.folder.write(
      "inst_code,inst_name,inst_level\n0123,旧名,一级\nP33010690001,新名,二级\n0125,只有旧码,一级\n", to: "institutions.csv")
    let arguments = ["claims.csv", "--institution-codes", "inst_merge.csv"]
    try workshop.score(arguments)
    let ranking = try workshop.table("ranking.csv")
    let costs = Dictionary(uniqueKeysWithValues: zip(ranking["institution_id"], ranking["cost"]))
    #expect(costs == ["P33010690001": "30.00", "P33010690002": "18.00"])
    #expect(try workshop.quality().count("IN466", "inst_code") == 2)
    #expect(try account(workshop).institutions_sharing_a_name == [])
    #expect(try account(workshop).files.map(\.table) == ["claims", "institution_codes"])
    try workshop.score(arguments + ["--institutions", "institutions.csv"], out: "NAMED")
    let named = try workshop.table("ranking.csv", in: "NAMED")
    let names = Dictionary(uniqueKeysWithValues: zip(named["institution_id"], named["name"]))
    #expect(names == ["P33010690001": "新名", "P33010690002": "只有旧码"])
  }

  @Test(
    "Two codes for one, a ring, an empty code and a missing column refuse the table",
    arguments: [
      ("old_code,inst_code\n1,2\n1,3\n", "IN214"), ("old_code,inst_code\n1,2\n2,3\n3,1\n", "IN214"),
      ("old_code,inst_code\n1,\n", "IN202"), ("old_code\n1\n", "IN103"), ("old_code,inst_code\n", "IN102"),
    ])
  func refused(table: String, code: String) throws {
    let workshop = try workshop(Self.rows)
    try workshop.folder.write(table, to: "inst_merge.csv")
    let outcome = try workshop.run(["claims.csv", "--institution-codes", "inst_merge.csv"])
    #expect(outcome.status == 3 && outcome.stderr.contains(code), "\(outcome.stderr)")
    #expect(!workshop.folder.has("RUN"))
  }
}
