import Foundation
import SteelyardTestSupport
import Testing

/// Odd shapes of input: one of everything, nothing that differs, ties, names of files, very many files.
@Suite("Odd shapes") struct ShapeTests {
  private static let header = "setl_id,psn_no,fixmedins_code,setl_time,dise_no,medfee_sumamt\n"

  private static func table(_ rows: [(person: String, institution: String, yuan: String)]) -> String {
    header
      + rows.enumerated().map { number, row in
        "S\(number),\(row.person),\(row.institution),2025-07-0\(1 + number % 9),M03900,\(row.yuan)\n"
      }.joined()
  }

  private static let shapes: [(String, String)] = [
    ("one row", table([("p1", "P33010690001", "10.00")])),
    ("one institution", table((0..<40).map { ("p\($0)", "P33010690001", "\(10 + $0).00") })),
    ("one person", table((0..<40).map { ("p1", "P3301069000\($0 % 7)", "\(10 + $0).00") })),
    ("all costs equal", table((0..<400).map { ("p\($0 % 80)", "P3301069000\($0 % 8)", "10.00") })),
    ("all costs zero", table((0..<60).map { ("p\($0)", "P3301069000\($0 % 6)", "0.00") })),
  ]

  @Test("Every institution has a rank, no figure is NaN or infinite, and each can be explained", arguments: shapes)
  func finite(name: String, text: String) throws {
    let workshop = try Workshop()
    try workshop.folder.write(text, to: "claims.csv")
    let outcome = try workshop.run()
    #expect(outcome.status == 0, "\(name): \(outcome.stderr)")
    let ranking = try workshop.table("ranking.csv")
    let institutions = Set(text.split(separator: "\n").dropFirst().map { $0.split(separator: ",")[2] }).count
    #expect(ranking.rows.count == institutions)
    #expect(ranking["rank"].allSatisfy { Int($0) != nil }, "\(name): \(ranking["rank"])")
    for file in try workshop.folder.names(in: "RUN") where file.hasSuffix(".csv") || file.hasSuffix(".svg") {
      let text = try workshop.folder.text("RUN/\(file)")
      #expect(!text.contains(/\b(?:nan|inf|infinity)\b/.ignoresCase()), "\(name): \(file)")
    }
    for institution in Set(ranking["institution_id"]) {
      for language in ["en", "zh"] {
        #expect(try workshop.command(["explain", "RUN", institution, "--lang", language]).status == 0)
      }
    }
  }

  @Test("Institutions that are equal in everything stand by their codes, in any order of rows")
  func ties() throws {
    var generator = Seeded.announced()
    var rows = (0..<240).map { number in
      (person: "p\(number)", institution: "P330106900\(10 + number % 12)", yuan: "\(10 + number / 12).00")
    }
    for _ in 0..<4 {
      let workshop = try Workshop()
      try workshop.folder.write(Self.table(rows), to: "claims.csv")
      try workshop.score()
      let ranking = try workshop.table("ranking.csv")
      #expect(Set(ranking["index_plain"]).count == 1)
      #expect(ranking["institution_id"] == ranking["institution_id"].sorted())
      rows.shuffle(using: &generator)
    }
  }

  @Test(
    "A file is read and named whatever its name is made of",
    arguments: ["结算 明细.csv", "a b.csv", "a\nb.csv", "a,\"b\".csv", "-x.csv", "=1+1.csv", "%41.csv", "é.csv"])
  func names(name: String) throws {
    let workshop = try Workshop()
    var table = ClaimsTable.tiny
    table.rows[2][ClaimsTable.position("total_fee")] = "12x"
    try workshop.folder.write(table.csv(), to: name)
    let path = name.hasPrefix("-") ? "./\(name)" : name
    let arguments = [path, "--max-reject-rate", "0.5"]
    let outcome = try workshop.run(arguments)
    #expect(outcome.status == 0, "\(outcome.stderr)")
    struct Account: Decodable {
      struct File: Decodable { var name: String }
      var files: [File]
    }
    let account = try JSONDecoder().decode(Account.self, from: Data(try workshop.folder.read("RUN/quality.json")))
    #expect(account.files.map(\.name) == [path])
    // One line a message, whatever stands in the name.
    let refused = try workshop.run([path], out: "NONE")
    #expect(refused.status == 3 && refused.stderr.contains(":4: IN203"))
    #expect(try workshop.command(["verify", "RUN"]).status == 0)
  }

  @Test("Two thousand files of a row each are one input, and their accounts add up")
  func manyFiles() throws {
    let workshop = try Workshop()
    let rows = ClaimsTable.tiny.csv().split(separator: "\n")
    let names = (0..<2000).map { "part-\($0).csv" }
    for (number, name) in names.enumerated() {
      let row = rows[1 + number % 48].replacing("T1", with: "T\(number)-1")
      try workshop.folder.write("\(rows[0])\n\(row)\n", to: name)
    }
    try workshop.score(names)
    let account = try workshop.quality().reconciliation
    #expect(account.read.rows == 2000 && account.accepted.rows == 2000 && account.balances)
    try workshop.folder.write(
      "\(rows[0])\n" + (0..<2000).map { "\(rows[1 + $0 % 48].replacing("T1", with: "T\($0)-1"))\n" }.joined(),
      to: "whole.csv")
    try workshop.score(["whole.csv"], out: "WHOLE")
    #expect(try workshop.differing("RUN", "WHOLE") == [])
  }
}
