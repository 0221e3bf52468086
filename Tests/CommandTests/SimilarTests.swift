import SteelyardTestSupport
import Testing

@Suite("steelyard similar on a scoring run") struct SimilarTests {
  @Test("The neighbours of an institution, nearest first, in both languages and as CSV and JSON")
  func neighbours() throws {
    let workshop = try Workshop.city(persons: 3_000, institutions: 40, seed: 3)
    try workshop.score(Workshop.cityInputs)
    let subject = try #require(try workshop.table("ranking.csv")["institution_id"].first)
    let csv = try workshop.command(["similar", "RUN", subject, "--top", "4", "--format", "csv"])
    #expect(csv.status == 0, "\(csv.stderr)")
    let table = CsvTable(csv.stdout)
    let distances = table["distance"].compactMap(Double.init)
    #expect(distances.count == 4 && distances == distances.sorted())
    #expect(!table["institution_id"].contains(subject) && Set(table["institution_id"]).count == 4)
    let english = try workshop.command(["similar", "RUN", subject, "--lang", "en"], environment: ["COLUMNS": "200"])
    #expect(english.status == 0 && english.stdout.contains("says nothing by itself"))
    let chinese = try workshop.command(["similar", "RUN", subject, "--lang", "zh"], environment: ["COLUMNS": "200"])
    #expect(chinese.status == 0 && chinese.stdout.contains("特征距离"))
    #expect(try workshop.command(["similar", "RUN", subject, "--format", "json"]).stdout.hasPrefix("["))
  }

  @Test("An institution that is not in the run, no neighbours asked for, and a run from a tally are usage errors")
  func usage() throws {
    let workshop = try Workshop.tiny()
    try workshop.score()
    #expect(try workshop.command(["similar", "RUN", "nobody"]).status == 2)
    #expect(try workshop.command(["similar", "RUN", "nobody", "--top", "0"]).status == 2)
    let tally = try workshop.run(["--tally", "RUN/tally.csv"], out: "TALLY")
    try #require(tally.status == 0, "\(tally.stderr)")
    let outcome = try workshop.command(["similar", "TALLY", "nobody"])
    #expect(outcome.status == 2 && outcome.stderr.contains("tally"))
  }
}
