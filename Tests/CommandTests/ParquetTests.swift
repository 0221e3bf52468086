import Foundation
import SteelyardDomain
import SteelyardTestSupport
import Testing

/// Parquet through a program of the user's; `Integrations/Parquet/run` does the same with a real one.
@Suite("Parquet") struct ParquetTests {
  private static let converter = Checkout.path("Tests/CommandTests/Fixtures/parquet-as-csv")
  private let workshop: Workshop
  private let file: [UInt8]

  /// Claims as a file that begins as Parquet does.
  init() throws {
    workshop = try Workshop.tiny()
    file = Array("PAR1\u{15}".utf8) + Array(ClaimsTable.tiny.csv().utf8)
    try workshop.folder.write(file, to: "claims.parquet")
  }

  private func run(_ environment: [String: String], _ input: String = "claims.parquet") throws -> CommandRunner.Outcome
  {
    try workshop.run(
      [input], environment: ["STEELYARD_PARQUET": Self.converter].merging(environment) { $1 })
  }

  @Test("The lists are those of the same rows as CSV; the manifest has the hash of the file on disk") func equal()
    throws
  {
    try workshop.score(out: "OWN")
    let outcome = try run([:])
    #expect(outcome.status == 0, "\(outcome.stderr)")
    let files = Workshop.runFiles.filter { !["run.json", "quality.json"].contains($0) }
    #expect(try workshop.differing("OWN", "RUN", among: files) == [])
    let input = try #require(try workshop.manifest().inputs.first)
    #expect(input.name == "claims.parquet" && input.sha256 == ContentHash.of(file))
    #expect(try workshop.folder.text("RUN/quality.json").contains("\"parquet\""))
    #expect(try workshop.command(["verify", "RUN"]).status == 0)
  }

  @Test(
    "A program that fails or is killed, after all rows or in the middle, refuses the file",
    arguments: ["exit 3", "kill -9 $$"], [300, 1_000_000])
  func failing(end: String, bytes: Int) throws {
    let outcome = try run(["CONVERTER_END": end, "CONVERTER_BYTES": "\(bytes)"])
    #expect(outcome.status == 3 && outcome.stderr.contains("IN106") && !workshop.folder.has("RUN"), "\(outcome.stderr)")
  }

  @Test("Without a program the file is refused with the variable's name; one that is not there is told by its name")
  func missing() throws {
    let none = try run(["STEELYARD_PARQUET": ""])
    #expect(none.status == 3 && none.stderr.contains("IN108") && none.stderr.contains("STEELYARD_PARQUET"))
    let other = try run(["STEELYARD_PARQUET": "/nowhere/parquet"])
    #expect(other.status == 3 && other.stderr.contains("/nowhere/parquet"))
    let piped = try workshop.run(["-"], environment: ["STEELYARD_PARQUET": Self.converter], input: file)
    #expect(piped.status == 3 && piped.stderr.contains("IN108"), "\(piped.stderr)")
  }
}
