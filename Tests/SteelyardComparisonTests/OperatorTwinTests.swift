import SteelyardComparison
import SteelyardDomain
import SteelyardTestSupport
import Testing

@Suite("Operators and their naive twins") struct OperatorTwinTests {
  private static let seeds = 200

  /// Runs a plan of random rules on random tables, and compares every clue with the twin's.
  private func compare(_ name: String, _ rules: (inout Seeded) -> [Rule]) throws {
    var random = Seeded.announced(name)
    var clues = 0
    for seed in 0..<Self.seeds {
      let run = try TestRun(rules(&random), RandomTables.make(&random), calendar: RandomRules.calendar)
      let (found, twin) = (try run.found(), run.twin)
      #expect(found == twin, "round \(seed)")
      guard found == twin else { return }
      clues += found.count
    }
    // Tables in which nothing is found would compare nothing.
    #expect(clues > Self.seeds)
  }

  @Test("Absence finds what the twin finds")
  func absence() throws { try compare(#function, RandomRules.absence) }

  @Test("Presence finds what the twin finds, whatever the test")
  func presence() throws { try compare(#function, RandomRules.presence) }

  @Test("Duplicate finds what the twin finds, whatever is counted together")
  func duplicate() throws { try compare(#function, RandomRules.duplicate) }

  @Test("Overlap finds what the twin finds, between two registers and within one")
  func overlap() throws { try compare(#function, RandomRules.overlap) }

  @Test("Excess finds what the twin finds, above and below, by person and by row")
  func excess() throws { try compare(#function, RandomRules.excess) }

  @Test("Kinship finds what the twin finds, and names the nearest tie and its rows")
  func kinship() throws { try compare(#function, RandomRules.kinship) }

  @Test("Sharing finds what the twin finds, with households and without")
  func sharing() throws { try compare(#function, RandomRules.sharing) }

  @Test("Concentration finds what the twin finds, of shares and of rates")
  func concentration() throws { try compare(#function, RandomRules.concentration) }

  @Test("Delay finds what the twin finds, in calendar days and in working days")
  func delay() throws { try compare(#function, RandomRules.delay) }
}
