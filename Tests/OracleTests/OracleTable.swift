import Foundation
import Testing

/// Every check of every topic.
enum OracleTable {
  static let all: [OracleCheck] =
    DistributionChecks.all + IntervalChecks.all + FunnelChecks.all + ShrinkageChecks.all + GammaPoissonChecks.all
    + RankChecks.all + FalseDiscoveryChecks.all + McdChecks.all + ShapleyChecks.all + MonitorChecks.all
    + MatchingChecks.all + CostIndexChecks.all

  /// The table in Documentation/Reference.
  static func rendered() throws -> String {
    let rows = try all.map { check in
      let found = try check.largestDifference()
      return [
        "`\(check.estimator)`", check.oracle, check.figures, String(found.count), rounded(up: found.difference),
        "\(text(check.tolerance)) \(check.measure.rawValue)",
      ]
    }
    let header = ["estimator", "stored numbers", "compared", "figures", "largest difference", "allowed"]
    let lines = [header, header.map { _ in "---" }] + rows
    return """
      # Estimators and the stored numbers they are held to

      Made by `OracleTests` (`STEELYARD_RECORD=1 Scripts/test --filter OracleTableTests` writes it again). Differences are
      rounded up to the next power of ten, so that a last bit of another machine changes nothing; `0` is equality to the
      last bit. The files, with their sources, are in `Tests/OracleTests/Fixtures`.


      """ + lines.map { "| " + $0.joined(separator: " | ") + " |" }.joined(separator: "\n") + "\n"
  }

  private static func rounded(up difference: Double) -> String {
    if difference == 0 { return "0" }
    // What rounding makes of the last bits differs between machines.
    return "≤ " + text(pow(10, max(-15, log10(difference).rounded(.up))))
  }

  private static func text(_ value: Double) -> String { String(format: "%.0e", value) }
}

@Suite struct OracleTableTests {
  @Test("Agrees with the stored numbers", arguments: OracleTable.all)
  func agrees(check: OracleCheck) throws {
    let found = try check.largestDifference()
    #expect(found.count > 0, "a check that compares nothing")
    #expect(found.difference <= check.tolerance, "largest difference \(found.difference) of \(found.count) figures")
  }

  @Test("The table of the reference is what the checks find")
  func table() throws {
    let file = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "../../Documentation/Reference/oracles.md").standardizedFileURL
    let rendered = try OracleTable.rendered()
    if ProcessInfo.processInfo.environment["STEELYARD_RECORD"] != nil {
      try rendered.write(to: file, atomically: true, encoding: .utf8)
    }
    #expect(try String(contentsOf: file, encoding: .utf8) == rendered)
  }
}
