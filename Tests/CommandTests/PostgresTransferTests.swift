import Foundation
import SteelyardTestSupport
import Testing

@Suite("What comes over from a PostgreSQL database") struct PostgresTransferTests {
  @Test("is of one moment, from a transaction that may write nothing, in the order in which rows lie") func moment()
    throws
  {
    let bureau = try Bureau(persons: 200, institutions: 6, seed: 91)
    try bureau.score(["city/claims.csv"])
    func asked(_ settings: [(String, String)]) -> String {
      let conditions = settings.map { "current_setting('\($0.0)') = '\($0.1)'" }.joined(separator: " AND ")
      return "postgres:#SELECT * FROM claims WHERE \(conditions)"
    }
    let moment = [("transaction_isolation", "repeatable read"), ("synchronize_seqscans", "off")]
    try bureau.score([asked(moment + [("transaction_read_only", "on")])], out: "READ")
    #expect(try bureau.workshop.differing("RUN", "READ") == [])
    try bureau.score([asked(moment), "--engine", "postgresql"], out: "ENGINE")
    #expect(try bureau.workshop.differing("RUN", "ENGINE", among: ["tally.csv", "tally-pairs.csv"]) == [])
  }

  @Test("Floating point is told to its last digit: three tenths are 0.30, a tenth and two tenths are not") func floats()
    throws
  {
    let bureau = try Bureau(persons: 60, institutions: 3, seed: 92)
    func query(_ amount: String) -> String {
      """
      postgres:#SELECT setl_id, psn_no, fixmedins_code, dise_no, med_type, setl_time, \(amount) AS medfee_sumamt FROM claims
      """
    }
    try bureau.score([query("0.3::float8")])
    #expect(Set(try bureau.workshop.table("ranking.csv")["cost_per_head"]).isEmpty == false)
    for engine in [[], ["--engine", "postgresql"]] {
      let outcome = try bureau.run([query("0.1::float8 + 0.2::float8")] + engine, out: "NONE")
      #expect(outcome.status == 3 && !bureau.workshop.folder.has("NONE"), "\(outcome.stderr)")
      if engine.isEmpty { #expect(outcome.stderr.contains("IN204"), "\(outcome.stderr)") }
    }
  }

  @Test("Texts with quotes, separators, ends of lines and backslashes are those of the CSV that has them") func texts()
    throws
  {
    let bureau = try Bureau(persons: 200, institutions: 6, seed: 93)
    let folder = bureau.workshop.folder
    let names = [#"a \"b"#, #"\."#, "“,;\t|”", #"""quoted"""#, "two\nlines", #"ends in \"#]
    var lines = try folder.text("city/institutions.csv").split(separator: "\n").map(String.init)
    let place = try #require(lines[0].split(separator: ",").firstIndex(of: "fixmedins_name"))
    for number in lines.indices.dropFirst() {
      var cells = lines[number].split(separator: ",", omittingEmptySubsequences: false).map(String.init)
      cells[place] = "\"\(names[(number - 1) % names.count].replacing("\"", with: "\"\""))\""
      lines[number] = cells.joined(separator: ",")
    }
    let text = lines.map { $0 + "\n" }.joined()
    try folder.write(text, to: "named.csv")
    try bureau.load(text, as: "named")
    try bureau.score(["city/claims.csv", "--institutions", "named.csv"])
    let ranking = try folder.text("RUN/ranking.csv")
    for name in [#"a \""b"#, #"\."#, "“,;"] { #expect(ranking.contains(name), "\(name)") }
    try bureau.score(["postgres:#claims", "--institutions", "postgres:#named"], out: "TABLE")
    #expect(try bureau.workshop.differing("RUN", "TABLE") == [])
  }

  @Test("What is absent, empty or blank in a table is empty in a file, in columns of text and of numbers")
  func empties()
    throws
  {
    let bureau = try Bureau(persons: 200, institutions: 6, seed: 94)
    let folder = bureau.workshop.folder
    var lines = try folder.text("city/claims.csv").split(separator: "\n").map(String.init)
    let header = lines[0].split(separator: ",").map(String.init)
    let places = try ["drug_fee", "brdy", "gend"].map { try #require(header.firstIndex(of: $0)) }
    for number in lines.indices.dropFirst() where number % 3 == 0 {
      var cells = lines[number].split(separator: ",", omittingEmptySubsequences: false).map(String.init)
      cells[places[number / 3 % places.count]] = ""
      lines[number] = cells.joined(separator: ",")
    }
    let text = lines.map { $0 + "\n" }.joined()
    try folder.write(text, to: "gaps.csv")
    try bureau.load(text, as: "gaps")
    #expect(try bureau.value("SELECT count(*) FROM gaps WHERE drug_fee IS NULL") != "0")
    let rest = header.filter { !["drug_fee", "brdy", "gend"].contains($0) }.joined(separator: ", ")
    try bureau.score(["gaps.csv"])
    for (number, columns) in [
      "drug_fee, brdy, gend", "drug_fee::numeric, brdy::date, gend::int",
      "coalesce(drug_fee, '') AS drug_fee, coalesce(brdy, ' ') AS brdy, coalesce(gend, '  ') AS gend",
    ].enumerated() {
      try bureau.score(["postgres:#SELECT \(rest), \(columns) FROM gaps"], out: "R\(number)")
      #expect(try bureau.workshop.differing("RUN", "R\(number)") == [], "\(columns)")
      // Blanks are a repair that is counted; what is absent is noted as it is of the file.
      if number < 2 {
        #expect(try bureau.workshop.quality(of: "R\(number)").notes == bureau.workshop.quality().notes, "\(columns)")
      }
    }
  }
}
