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
