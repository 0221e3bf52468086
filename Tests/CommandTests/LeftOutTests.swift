import SteelyardTestSupport
import Testing

/// `run --without`: lists that nobody wants are not made, and everything else is as ever.
@Suite("Lists left out")
struct LeftOutTests {
  /// The file of each list.
  private static let files = ["persons": "persons.csv", "patients": "drill.csv", "months": "monthly.csv"]

  /// A city, scored whole as `RUN` and without some lists as `SHORT`.
  private static func both(_ lists: String) throws -> Workshop {
    let workshop = try Workshop.city(seed: 4)
    try workshop.score(Workshop.cityInputs)
    try workshop.score(Workshop.cityInputs + ["--without", lists], out: "SHORT")
    return workshop
  }

  @Test(
    "Just their files are missing, the manifest says so, and every other file has the same bytes",
    arguments: ["persons", "patients", "months", "months,persons", "persons,patients,months,persons"])
  func files(lists: String) throws {
    let workshop = try Self.both(lists)
    let asked = Set(lists.split(separator: ",").map(String.init))
    let missing = Set(asked.compactMap { Self.files[$0] })
    let names = try workshop.folder.names(in: "SHORT")
    #expect(Set(try workshop.folder.names(in: "RUN")).subtracting(names) == missing)
    // The city's row tells the number of persons, where there are any.
    let changed = asked.contains("persons") ? ["rollups.csv", "run.json"] : ["run.json"]
    #expect(try workshop.differing("RUN", "SHORT", among: names) == changed)
    let manifest = try workshop.folder.text("SHORT/run.json")
    for (list, file) in Self.files {
      let said = "\"column\" : \"\(file)\",\n      \"reason\" : \"leftOut\""
      #expect(manifest.contains(said) == asked.contains(list), "\(list)")
    }
    #expect(manifest.contains("drill.patients") == !asked.contains("patients"))
    let options = manifest.split(separator: "\"without\" : [").last?.prefix { $0 != "]" } ?? ""
    #expect(options.split(whereSeparator: { " \n,\"".contains($0) }).map(String.init) == asked.sorted())
    #expect(try workshop.folder.text("RUN/run.json").contains("\"without\"") == false)
  }

  @Test("What is made from a run is made from one without its lists, but for warn, which says why it cannot")
  func readers() throws {
    let workshop = try Self.both("persons,patients,months")
    let first = try #require(try workshop.table("ranking.csv", in: "SHORT")["institution_id"].first)
    for arguments in [
      ["verify", "SHORT"], ["rank", "SHORT"], ["explain", "SHORT", first], ["report", "SHORT", "--out", "SITE"],
      ["dossier", "SHORT", "--institution", first, "--out", "DOSSIERS"],
      ["export", "SHORT", "--format", "xlsx", "--profile", "auditor", "--out", "E.xlsx"],
      ["diff", "RUN", "SHORT"],
    ] {
      let outcome = try workshop.command(arguments)
      #expect(outcome.status == 0, "\(arguments[0]): \(outcome.stderr)")
    }
    let outcome = try workshop.command(["warn", "SHORT", "--out", "ALERTS", "--lang", "en"])
    #expect(outcome.status == 2 && outcome.stderr.contains("--without months"), "\(outcome.stderr)")
  }

  @Test("The same ranking follows from its tally") func again() throws {
    let workshop = try Self.both("persons,months")
    let outcome = try workshop.command([
      "run", CommandRunner.model, "--tally", "SHORT/tally.csv", "--institutions", "city/institutions.csv", "--out",
      "AGAIN",
    ])
    #expect(outcome.status == 0, "\(outcome.stderr)")
    #expect(
      try workshop.table("ranking.csv", in: "AGAIN")["index_adjusted"]
        == workshop.table("ranking.csv", in: "RUN")["index_adjusted"])
  }

  @Test(
    "A list that is none is refused, and so is leaving lists out where there are none",
    arguments: [
      ["claims.csv", "--without", "person"], ["claims.csv", "--without", ""], ["claims.csv", "--without", "months,"],
      ["--tally", "T.csv", "--without", "months"], ["claims.csv", "--engine", "spark", "--without", "months"],
    ])
  func refused(arguments: [String]) throws {
    let outcome = try Workshop.tiny().run(arguments, environment: ["SPARK_HOME": "/nowhere"])
    #expect(outcome.status == 2 && outcome.stderr.contains("--without"), "\(outcome.stderr)")
  }
}
