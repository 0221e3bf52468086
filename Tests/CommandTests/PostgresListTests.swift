import Foundation
import SteelyardTestSupport
import Testing

@Suite("Fee lines, totals and lists of codes from a PostgreSQL database") struct PostgresListTests {
  /// What may differ in a list or message: how the sources are called.
  private func unnamed(_ text: String, _ names: [String: String]) -> String {
    names.sorted { $0.key < $1.key }.reduce(text) { $0.replacing($1.key, with: $1.value) }
  }

  @Test("Fee lines of a table, of other types and of a query are those of their file, rejected ones at their lines")
  func lines() throws {
    let bureau = try Bureau(seed: 71, hasLines: true)
    let folder = bureau.workshop.folder
    // One whose quantity is a word, one of no settlement, one unreadable, one given twice, one that contradicts another.
    let rows = try folder.text("city/lines.csv").split(separator: "\n").map(String.init)
    var damaged = rows
    damaged[5].replace(rows[5].split(separator: ",")[2], with: "many")
    damaged[9].replace(rows[9].split(separator: ",")[1], with: "none")
    damaged[12].replace(rows[12].split(separator: ",")[4], with: "twelve")
    damaged += [rows[20], rows[21].replacing(rows[21].split(separator: ",")[4], with: "0.01")]
    let text = damaged.map { $0 + "\n" }.joined()
    try folder.write(text, to: "lines.csv")
    try bureau.load(text, as: "damaged")
    _ = try bureau.server.run(
      """
      SET client_encoding = 'UTF8';
      CREATE TABLE typed_lines AS SELECT bkkp_sn::smallint AS bkkp_sn, setl_id::char(30) AS setl_id,
        cnt::float8 AS cnt, pric::numeric(20, 6) AS pric, det_item_fee_sumamt::numeric AS "明细项目费用总额",
        medins_list_codg::varchar(50) AS medins_list_codg FROM lines ORDER BY md5(setl_id || bkkp_sn);
      """)
    let options = ["--period", "2025-Q3", "--max-reject-rate", "0.05"]
    func score(_ lines: String, out: String) throws {
      try bureau.score(["postgres:#claims", "--lines", lines] + options, out: out)
    }
    try bureau.score(["city/claims.csv", "--lines", "lines.csv"] + options, out: "DAMAGED")
    try score("postgres:#damaged", out: "FROM-DAMAGED")
    #expect(try bureau.workshop.differing("DAMAGED", "FROM-DAMAGED") == [])
    let names = ["postgres:#damaged": "lines.csv", "postgres:#claims": "city/claims.csv"]
    let list = try folder.text("DAMAGED/rejects.csv")
    #expect(try unnamed(folder.text("FROM-DAMAGED/rejects.csv"), names) == list)
    for code in ["IN202", "IN203", "IN216", "IN217"] { #expect(list.contains(code), "\(code)") }
    let (own, theirs) = (try bureau.workshop.manifest(of: "DAMAGED"), try bureau.workshop.manifest(of: "FROM-DAMAGED"))
    #expect(own.counts == theirs.counts && own.inputs.map(\.rows) == theirs.inputs.map(\.rows))
    // A table of texts comes as the very bytes of its file.
    #expect(own.inputs.last?.sha256 == theirs.inputs.last?.sha256)
    #expect(theirs.inputs.map(\.table) == ["claims", "claim_lines"])
    try bureau.score(["city/claims.csv", "--lines", "city/lines.csv"] + options, out: "WHOLE")
    for (number, lines) in ["lines", "typed_lines", "SELECT * FROM lines WHERE cnt <> ''"].enumerated() {
      try score("postgres:#\(lines)", out: "R\(number)")
      #expect(try bureau.workshop.differing("WHOLE", "R\(number)") == [], "\(lines)")
    }
  }

  @Test("Totals of a table are the bureau's books: equal ones are recorded, a fen too much is exit status 4")
  func totals() throws {
    let bureau = try Bureau(persons: 60, institutions: 3, seed: 72)
    let folder = bureau.workshop.folder
    var wrong = ControlTests.totals
    wrong[1] = wrong[1].replacing("150.05", with: "150.06")
    for (name, rows) in [
      ("books", [ControlTests.header] + ControlTests.rows), ("totals", ControlTests.totals), ("wrong", wrong),
    ] {
      let text = rows.map { $0 + "\n" }.joined()
      try folder.write(text, to: "\(name).csv")
      try bureau.load(text, as: name)
    }
    let typed = """
      SELECT insutype::int, month, medfee_sumamt::numeric(16, 4), fund_pay_sumamt::float8, acct_pay::money,
        fixmedins_setl_cnt::bigint FROM totals ORDER BY month DESC, insutype
      """
    try bureau.score(["books.csv", "--control", "totals.csv"])
    let files = Workshop.resultFiles + ["control.csv"]
    for (number, totals) in ["totals", "TABLE totals", typed].enumerated() {
      try bureau.score(["postgres:#books", "--control", "postgres:#\(totals)"], out: "R\(number)")
      #expect(try bureau.workshop.differing("RUN", "R\(number)", among: files) == [], "\(totals)")
    }
    let manifest = try folder.text("R0/run.json")
    #expect(manifest.contains("\"compared\" : 16") && manifest.contains("postgres:#totals"))
    for (language, name) in [("en", "EN"), ("zh", "ZH")] {
      let lists = try ["wrong.csv", "postgres:#wrong"].enumerated().map { number, totals in
        let list = "\(name)-\(number).csv"
        let outcome = try bureau.run(
          ["postgres:#books", "--control", totals, "--control-differences", list, "--lang", language], out: "NONE")
        #expect(outcome.status == 4 && outcome.stdout.isEmpty && !folder.has("NONE"))
        return (try folder.text(list), unnamed(outcome.stderr, ["postgres:#wrong": "wrong.csv"]))
      }
      #expect(lists[0] == lists[1] && lists[0].0.contains("150.06"))
    }
  }

  @Test("Lists of diseases and of institutions' codes in a table are those of a file, and refused like one")
  func codes()
    throws
  {
    let bureau = try Bureau(persons: 60, institutions: 3, seed: 73)
    let folder = bureau.workshop.folder
    let claims = CodeListTests.header + CodeListTests.rows.map { $0 + "\n" }.joined()
    for (name, text) in [
      ("own_claims", claims), ("diseases", "OPSP_DISE_CODE,OPSP_DISE_NAME,VALI_FLAG\nM99999,某病,1\nM03900,高血压,0\n"),
      ("merged", "原编码,现编码\n0123,P33010690001\n0124,0125\n0125,P33010690002\n"),
      ("ring", "old_code,inst_code\n1,2\n2,3\n3,1\n"),
    ] {
      try folder.write(text, to: "\(name).csv")
      try bureau.load(text, as: name)
    }
    func options(_ place: (String) -> String, _ codes: String = "merged") -> [String] {
      [place("own_claims"), "--disease-catalog", place("diseases"), "--institution-codes", place(codes)]
    }
    try bureau.score(options { "\($0).csv" })
    try bureau.score(options { "postgres:#\($0)" }, out: "TABLES")
    try bureau.score(options { "postgres:#SELECT * FROM \($0) -- all" }, out: "QUERIES")
    let account = try bureau.workshop.quality()
    #expect(account.count("IN466", "inst_code") == 2 && account.count("IN454", "disease_code") == 5)
    for run in ["TABLES", "QUERIES"] {
      #expect(try bureau.workshop.differing("RUN", run) == [])
      #expect(try bureau.workshop.quality(of: run).notes == account.notes)
      let tables = try bureau.workshop.manifest(of: run).inputs.map(\.table)
      #expect(tables == ["claims", "disease_catalog", "institution_codes"])
    }
    let refused = try [options({ "\($0).csv" }, "ring"), options({ "postgres:#\($0)" }, "ring")].map { arguments in
      let outcome = try bureau.run(arguments, out: "NONE")
      #expect(outcome.status == 3 && outcome.stderr.contains("IN214"))
      return unnamed(outcome.stderr, ["postgres:#ring": "ring.csv"])
    }
    #expect(refused[0] == refused[1])
    #expect(try bureau.run(["postgres:#own_claims", "--disease-catalog", "postgres:#none"], out: "NONE").status == 3)
  }
}
