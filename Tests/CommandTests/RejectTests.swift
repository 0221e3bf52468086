import SteelyardTestSupport
import Testing

@Suite("Rejected rows")
struct RejectTests {
  /// The tiny table with one amount that is none, on line 4.
  private func damaged() throws -> Workshop {
    let workshop = try Workshop()
    var table = ClaimsTable.tiny
    table.rows[2][ClaimsTable.position("total_fee")] = "12x"
    try workshop.folder.write(table.csv(), to: "claims.csv")
    return workshop
  }

  @Test("More than a thousandth of the rows ends the run, and nothing is written") func usualLimit() throws {
    let workshop = try damaged()
    let outcome = try workshop.run()
    #expect(outcome.status == 3)
    #expect(outcome.stderr.contains("1 of 48 rows"))
    #expect(outcome.stderr.contains("claims.csv:4: IN203 'medfee_sumamt'"))
    #expect(outcome.stdout.isEmpty)
    #expect(try workshop.folder.names() == ["claims.csv", "person.key"])
  }

  @Test(
    "The limit is a share: at it the run goes on, above it not",
    arguments: [("0.0208", 3), ("0.021", 0), ("0.5", 0), ("1", 0), ("0", 3)])
  func limit(rate: String, status: Int32) throws {
    let workshop = try damaged()
    #expect(try workshop.run(["claims.csv", "--max-reject-rate", rate]).status == status)
    #expect(workshop.folder.has("RUN") == (status == 0))
  }

  @Test("Within the limit the row is listed with its place and rule, and counted") func listed() throws {
    let workshop = try damaged()
    let summary = try workshop.score(["claims.csv", "--max-reject-rate", "0.5"])
    let rejects = try workshop.table("rejects.csv")
    let header = ["outcome", "code", "rule", "file", "line", "byte_offset", "column", "reason_en", "reason_zh"]
    #expect(rejects.header == header)
    let rows = rejects.rows.filter { $0[0] == "rejected" }
    let offset = ClaimsTable(rows: Array(ClaimsTable.tiny.rows.prefix(2))).csv().utf8.count
    let place = ["rejected", "IN203", "amountUnreadable", "claims.csv", "4", "\(offset)", "medfee_sumamt"]
    #expect(rows.map { Array($0.prefix(7)) } == [place])
    #expect(try workshop.manifest().counts?.rejected["IN203 amountUnreadable"]?.rows == 1)
    #expect(summary.contains("IN203"))
  }

  @Test("--rejects writes the list where the data are refused") func rejectsFile() throws {
    let workshop = try damaged()
    #expect(try workshop.run(["claims.csv", "--rejects", "rejects.csv"]).status == 3)
    #expect(try workshop.table("rejects.csv", in: ".")["line"] == ["4"])
    #expect(!workshop.folder.has("RUN"))
  }

  @Test("--rejects lists why a header is refused, too") func rejectsOfHeader() throws {
    let workshop = try Workshop()
    try workshop.folder.write("setl_id,psn_no\n1,2\n", to: "claims.csv")
    #expect(try workshop.run(["claims.csv", "--rejects", "rejects.csv"]).status == 3)
    #expect(Set(try workshop.table("rejects.csv", in: ".")["code"]) == ["IN103"])
  }

  @Test("A --rejects file that is there already is kept, and the reason of the refusal is still told")
  func rejectsFileThere() throws {
    let workshop = try damaged()
    try workshop.folder.write("mine\n", to: "rejects.csv")
    let outcome = try workshop.run(["claims.csv", "--rejects", "rejects.csv"])
    #expect(try workshop.folder.text("rejects.csv") == "mine\n")
    #expect(outcome.stderr.contains("IN203") && outcome.stderr.contains("rejects.csv"))
  }

  @Test("Broken identities refuse a file above a share of its settlements, and quality.json tells how many of how many")
  func identities() throws {
    let workshop = try Workshop()
    let rows = (0..<50).map { row in
      "S\(row),p\(row),P33010690001,2025-07-01,M03900,10.00,6.00,1.00,\(row == 7 ? "3.50" : "3.00"),0.00\n"
    }
    try workshop.folder.write(
      "setl_id,psn_no,fixmedins_code,setl_time,dise_no,medfee_sumamt,fund_pay_sumamt,acct_pay,cash_payamt,hosp_part\n"
        + rows.joined(), to: "claims.csv")
    let refused = try workshop.run()
    #expect(refused.status == 3 && refused.stderr.contains("IN145") && refused.stderr.contains("--max-identity-rate"))
    try workshop.score(["claims.csv", "--max-identity-rate", "0.02"])
    let quality = try workshop.folder.text("RUN/quality.json")
    #expect(quality.contains("\"rows_broken\": 1") && quality.contains("\"rows_checked\": 50"))
    #expect(try workshop.folder.text("RUN/run.json").contains("\"max-identity-rate\" : \"0.02\""))
    #expect(try workshop.run(["claims.csv", "--max-identity-rate", "2"], out: "NONE").status == 2)
  }

  @Test("--show-values adds the text of the field, or of the row, safe for a spreadsheet; the manifest records it")
  func values() throws {
    let workshop = try Workshop()
    var table = ClaimsTable.tiny
    let formula = "=1+2,\"x\""
    table.rows[1][ClaimsTable.position("settle_time")] = "\"=1+2,\"\"x\"\"\""
    table.rows[2][ClaimsTable.position("total_fee")] = "12x"
    table.rows[3].removeLast()
    try workshop.folder.write(table.csv(), to: "claims.csv")
    let arguments = ["claims.csv", "--max-reject-rate", "0.5"]
    try workshop.score(arguments, out: "PLAIN")
    try workshop.score(arguments + ["--show-values"])
    let rejects = try workshop.table("rejects.csv")
    #expect(rejects.header.last == "text")
    #expect(try workshop.table("rejects.csv", in: "PLAIN").header.last == "reason_zh")
    let texts = Dictionary(zip(rejects["code"], rejects["text"])) { first, _ in first }
    #expect(texts["IN203"] == "12x")
    // The reader of this test drops quotes; that they are doubled is the writer's test.
    #expect(texts["IN205"] == "'" + formula.filter { $0 != "\"" })
    #expect(texts["IN201"]?.hasPrefix(table.rows[3][0] + ",") == true)
    #expect(try workshop.folder.text("RUN/run.json").contains("\"show-values\" : \"true\""))
    #expect(try !workshop.folder.text("PLAIN/run.json").contains("show-values"))
    #expect(try workshop.run(["claims.csv", "--show-values", "--rejects", "r.csv"], out: "NONE").status == 3)
    #expect(try workshop.table("r.csv", in: ".")["text"].contains("12x"))
    #expect(try workshop.differing("RUN", "PLAIN") == [])
  }

  @Test("After twenty places the rest is counted") func manyPlaces() throws {
    let workshop = try Workshop()
    var table = ClaimsTable.tiny
    for row in 0..<25 { table.rows[row][ClaimsTable.position("settle_time")] = "2025-02-30" }
    try workshop.folder.write(table.csv(), to: "claims.csv")
    let stderr = try workshop.run().stderr
    #expect(stderr.split(separator: "\n").count { $0.contains("IN205") } == 20)
    #expect(stderr.contains("5 more places"))
  }
}
