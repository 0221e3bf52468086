import Foundation
import SteelyardScoring
import SteelyardSynthesis
import Testing

@Suite struct PlantedInstitutionTests {
  /// The seeds of the table; they were fixed before it was looked at.
  private static let seeds: [UInt64] = [1, 2, 3, 4, 5]

  private static let columns: [(name: String, value: @Sendable (InstitutionScore) -> Double?)] = [
    ("index_plain", { $0.indexPlain }), ("index_adjusted", { $0.indexAdjusted }), ("index_shrunk", { $0.indexShrunk }),
    ("index_eb05", { $0.indexEb05 }), ("z", { $0.z }), ("excess_shrunk", { $0.excessShrunk }),
  ]

  @Test(
    "Honest institutions with sicker patients are never on the interview list, and the adjusted columns find more of the planted than the plain index"
  )
  func plantedAreFoundAndHonestLeftAlone() throws {
    let runs = try Self.seeds.map { try SimulatedRun(seed: $0) }
    for run in runs {
      let listed = run.band(.interview)
      #expect(listed.isDisjoint(with: run.sicker), "seed \(run.seed)")
      // At this size the reliability gate keeps most of the 16 planted off the list; an empty list would be blind.
      #expect(listed.intersection(run.planted).count >= 2, "seed \(run.seed)")
      #expect(listed.subtracting(run.planted).count <= 1, "seed \(run.seed)")
    }
    let plain = runs.reduce(0) { $0 + $1.top { $0.indexPlain }.planted }
    let z = runs.reduce(0) { $0 + $1.top { $0.z }.planted }
    #expect(z > plain)
    try compare(table(runs), with: "Documentation/Reference/scenarios.md")
  }

  /// The page of the table.
  private func table(_ runs: [SimulatedRun]) -> String {
    var text = """
      # What each column finds on simulated cities

      Made by `ScenarioTests` (`STEELYARD_RECORD=1 Scripts/test --filter ScenarioTests` writes it again). Five cities of
      40,000 persons and 260 institutions, 2025-Q3, honest variation 0.05 on the log scale, the shipped model. In each,
      16 institutions are planted (4 dear prices ×1.35, 4 many visits ×1.5, 4 inflated drugs ×1.6, 4 card bursts) and 12
      are honest with sicker, older patients. The seeds were fixed before the table was looked at; no threshold was
      chosen by it.

      ## Among the first 16 by each column: planted / honest sicker

      | column | \(runs.map { "seed \($0.seed)" }.joined(separator: " | ")) | all |
      |---|\(runs.map { _ in "---" }.joined(separator: "|"))|---|

      """
    for column in Self.columns {
      let found = runs.map { $0.top(column.value) }
      let cells = found.map { "\($0.planted) / \($0.sicker)" }
      let all = "\(found.reduce(0) { $0 + $1.planted }) / \(found.reduce(0) { $0 + $1.sicker })"
      text += "| \(column.name) | \(cells.joined(separator: " | ")) | \(all) |\n"
    }
    text += """

      ## The lists: planted / honest sicker / other honest

      | list | \(runs.map { "seed \($0.seed)" }.joined(separator: " | ")) |
      |---|\(runs.map { _ in "---" }.joined(separator: "|"))|

      """
    for band in InstitutionScore.Band.allCases {
      let cells = runs.map { run in
        let members = run.band(band)
        let others = members.subtracting(run.planted).subtracting(run.sicker).count
        return "\(members.intersection(run.planted).count) / \(members.intersection(run.sicker).count) / \(others)"
      }
      text += "| \(band.rawValue) | \(cells.joined(separator: " | ")) |\n"
    }
    text += """

      ## By kind: how many of the 4 are on the interview list

      | kind | \(runs.map { "seed \($0.seed)" }.joined(separator: " | ")) |
      |---|\(runs.map { _ in "---" }.joined(separator: "|"))|

      """
    for kind in PlantedAnomaly.Kind.allCases where !kind.isHonest {
      let cells = runs.map { run in
        let members = Set(run.truth.filter { $0.value == kind }.keys)
        return "\(run.band(.interview).intersection(members).count) of \(members.count)"
      }
      text += "| \(kind.rawValue) | \(cells.joined(separator: " | ")) |\n"
    }
    return text
  }

  /// Holds a page against what it should be, or writes it where recording is asked for.
  private func compare(_ text: String, with path: String) throws {
    let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    let page = root.appending(path: path)
    if ProcessInfo.processInfo.environment["STEELYARD_RECORD"] == "1" {
      try text.write(to: page, atomically: true, encoding: .utf8)
    }
    #expect(try String(contentsOf: page, encoding: .utf8) == text, "\(path) is not what the runs give")
  }
}
