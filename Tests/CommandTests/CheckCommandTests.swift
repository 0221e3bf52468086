import Foundation
import SteelyardTestSupport
import Testing

@Suite("check")
struct CheckCommandTests {
  private func check(_ arguments: [String], in workshop: Workshop) throws -> CommandRunner.Outcome {
    try CommandRunner.steelyard(["check"] + arguments, in: workshop.folder.root)
  }

  @Test("Clean data end with 0, say that nobody was ranked, and leave nothing behind") func clean() throws {
    let workshop = try Workshop.tiny()
    let before = try workshop.folder.names()
    let outcome = try check(["claims.csv"], in: workshop)
    #expect(outcome.status == 0 && outcome.stderr.isEmpty)
    #expect(outcome.stdout.contains("Verdict: accepted.") && outcome.stdout.contains("nobody was ranked"))
    #expect(try workshop.folder.names() == before)
  }

  @Test("What was detected is shown: encoding, separator, quote, header, container, mapping, units, dates")
  func detected() throws {
    let workshop = try Workshop()
    let rows = (1...3).map { "99\($0)；P\($0)；H33010600001；2025/7/\($0)；M03900；0.0012" }
    let text = (["结算ID；人员编号；机构编码；结算日期；病种编码；总费用（万元）"] + rows).joined(separator: "\r\n").replacing("；", with: ";")
    try workshop.folder.write(text, to: "claims.csv")
    let outcome = try check(["claims.csv"], in: workshop)
    #expect(outcome.status == 0)
    for part in [
      "encoding UTF-8", "separator ;", "quote \"", "header at line 1", "总费用（万元）", "dictionary", "万元", "year/month/day",
      "100.0 %",
    ] { #expect(unwrapped(outcome).contains(part), "\(part)") }
  }

  /// What was printed, without the line ends that the width of a page asks for.
  private func unwrapped(_ outcome: CommandRunner.Outcome) -> String { outcome.stdout.replacing(/\s+/, with: " ") }

  @Test("Refused data end with 3 and with the run's own words, in both languages", arguments: ["en", "zh"])
  func refused(language: String) throws {
    let workshop = try Workshop()
    var table = ClaimsTable.tiny
    table.rows[2][ClaimsTable.position("total_fee")] = "12x"
    try workshop.folder.write(table.csv(), to: "claims.csv")
    let outcome = try check(["claims.csv", "--lang", language], in: workshop)
    let run = try workshop.run(["claims.csv", "--lang", language])
    #expect(outcome.status == 3 && run.status == 3 && outcome.stderr == run.stderr)
    #expect(outcome.stdout.contains(language == "zh" ? "结论：不可用" : "Verdict: refused"))
    #expect(outcome.stdout.contains("rows-rejected") && outcome.stdout.contains("IN203"))
    #expect(try check(["claims.csv", "--max-reject-rate", "0.5"], in: workshop).status == 0)
  }

  @Test("What is wrong with files that a run would not have come to is told too") func furtherFiles() throws {
    let workshop = try Workshop.tiny()
    try workshop.folder.write("setl_id,psn_no\n1,2\n", to: "short.csv")
    try workshop.folder.write("", to: "empty.csv")
    try workshop.folder.write("psn_name\nx\n", to: "persons.csv")
    let outcome = try check(["short.csv", "claims.csv", "empty.csv", "--persons", "persons.csv"], in: workshop)
    #expect(outcome.status == 3)
    for part in ["short.csv:1: IN103", "empty.csv:1: IN101", "persons.csv:1: IN130"] {
      #expect(unwrapped(outcome).contains(part), "\(part)")
    }
    #expect(!outcome.stderr.contains("empty.csv"))
  }

  @Test("--out writes JSON, pages in both languages and the list of places, also of refused data; nothing else")
  func folder() throws {
    let workshop = try Workshop.tiny()
    try workshop.folder.write("setl_id,psn_no\n1,2\n", to: "short.csv")
    for (file, status) in [("claims.csv", Int32(0)), ("short.csv", 3)] {
      let outcome = try check([file, "--out", "CHECK-\(status)"], in: workshop)
      #expect(outcome.status == status)
      #expect(
        try FileManager.default.contentsOfDirectory(atPath: workshop.folder.path("CHECK-\(status)")).sorted() == [
          "check-en.html", "check-zh.html", "check.json", "rejects.csv",
        ])
      for language in ["en", "zh"] {
        let page = try check([file, "--format", "html", "--lang", language], in: workshop)
        #expect(page.outputBytes == (try workshop.folder.read("CHECK-\(status)/check-\(language).html")))
      }
    }
    #expect(try check(["claims.csv", "--out", "CHECK-0"], in: workshop).status == 2)
  }

  @Test(
    "Options that make no sense are usage errors, as in a run",
    arguments: [
      ["claims.csv", "--max-reject-rate", "2"], ["claims.csv", "--max-reject-rate=-0.1"],
      ["claims.csv", "--max-reject-rate", "nan"], ["claims.csv", "--period", "July"],
      ["claims.csv", "--encoding", "EBCDIC"],
      ["claims.csv", "--delimiter", "ab"], ["claims.csv", "--decimal", ";"], ["claims.csv", "--as-of", "tomorrow"],
      ["claims.csv", "--as-of", "2025-02-30"], ["claims.csv", "--format", "pdf"], ["claims.csv", "--model", "no/such"],
      [],
      ["-", "-"], ["claims.csv", "--area", "999999"],
    ])
  func usage(arguments: [String]) throws {
    let workshop = try Workshop.tiny()
    let outcome = try check(arguments, in: workshop)
    #expect(outcome.status == 2, "\(outcome.stderr)")
    if !arguments.contains("--format"), !arguments.isEmpty, !arguments.contains("--model"), arguments != ["-", "-"] {
      let run = try workshop.run(arguments)
      #expect(run.status == 2 && run.stderr == outcome.stderr)
    }
  }

  @Test("A pipe is checked like a file, and the order of rows changes no figure but runs of amounts") func pipe() throws
  {
    let workshop = try Workshop.city(seed: 5)
    let bytes = try workshop.folder.read("city/claims.csv")
    let piped = try CommandRunner.steelyard(
      ["check", "-", "--format", "json"], input: bytes, in: workshop.folder.root)
    let file = try check(["city/claims.csv", "--format", "json"], in: workshop)
    func figures(_ outcome: CommandRunner.Outcome) throws -> String {
      var object = try #require(
        try JSONSerialization.jsonObject(with: Data(outcome.outputBytes)) as? [String: Any])
      for key in ["files", "places"] { object[key] = nil }
      let bytes = try JSONSerialization.data(withJSONObject: object, options: [.sortedKeys, .withoutEscapingSlashes])
      return String(decoding: bytes, as: UTF8.self).replacing("city/claims.csv", with: "-")
    }
    #expect(piped.status == 0 && file.status == 0)
    #expect(try figures(piped) == figures(file))
    var lines = String(decoding: bytes, as: UTF8.self).split(separator: "\n")
    let header = lines.removeFirst()
    var random = Seeded(9)
    try workshop.folder.write(
      ([header] + lines.shuffled(using: &random)).map { $0 + "\n" }.joined(), to: "city/claims.csv")
    let shuffled = try check(["city/claims.csv", "--format", "json"], in: workshop)
    #expect(try figures(shuffled) == figures(file))
  }
}
