import Foundation
import SteelyardDomain
import SteelyardLedger
import SteelyardModels
import SteelyardSynthesis
import Testing

@testable import SteelyardEngine
@testable import SteelyardScoring

/// A simulated city (seed 31, 2,500 persons, 24 institutions) with the figures that an independent program in Python
/// found for it, `Benchmarks/peers/screen/signals.py`.
@Suite("The screen and the figures of another program")
struct ScreenExampleTests {
  /// Seventeen digits are stored; both sum some thousand doubles in an order of their own, and Python bisects its fit.
  static let tolerance = 1e-9

  /// The rows of a stored table by column name.
  private func rows(_ name: String) throws -> [[String: String]] {
    let file = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "ScreenExample/\(name)")
    let lines = try String(contentsOf: file, encoding: .utf8).split(separator: "\n").map {
      $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    }
    let header = try #require(lines.first)
    return lines.dropFirst().map { Dictionary(uniqueKeysWithValues: zip(header, $0)) }
  }

  /// The screen of the simulated city, counted as a run counts it.
  private func screen() throws -> (institutions: [InstitutionScreen], fits: [ScreenFit]) {
    let city = TwinCity(Scenario(persons: 2500, institutions: 24, seed: 31))
    return try withFolder { folder in
      func write(_ text: String, _ name: String) throws -> String {
        let file = folder.appending(path: name)
        try Data(text.utf8).write(to: file)
        return file.path(percentEncoded: false)
      }
      let model = try shippedModel()
      let claims = try write(city.claims, "claims.csv")
      var plan = RunPlan(model: model, modelHash: "", source: .claims([claims]))
      plan.personsFile = try write(city.persons, "persons.csv")
      plan.institutionsFile = try write(city.institutions, "institutions.csv")
      plan.period = try #require(Period("2025-Q3"))
      plan.threads = 2
      var intake = ClaimIntake(plan, files: [claims])
      let (ledger, _) = try intake.read(progress: nil)
      let tally = ledger.tally(intake.tallyPlan, threads: 2)
      return Screen.scores(
        cells: ledger.cellTable(intake.tallyPlan, threads: 2), days: ledger.dayCounts(threads: 2), plan: model.scoring,
        peerGroups: Dictionary(uniqueKeysWithValues: zip(tally.institutions, tally.peerGroups)),
        distinctHeads: Dictionary(uniqueKeysWithValues: zip(tally.institutions, tally.totals.map(\.distinctHeads))))
    }
  }

  @Test("Signals, scores and fits are those of the other program")
  func stored() throws {
    let (institutions, fits) = try screen()
    let profile = try rows("profile.csv")
    #expect(institutions.map(\.institution) == profile.compactMap { $0["institution_id"] })
    var worst = (difference: 0.0, place: "")
    func compare(_ value: Double?, _ text: String?, _ place: String) {
      #expect((value == nil) == (text == ""), "\(place)")
      guard let value, let stored = text.flatMap(Double.init) else { return }
      let difference = abs(value - stored) / max(1, abs(stored))
      #expect(difference <= Self.tolerance, "\(place): \(value) for \(stored)")
      if difference > worst.difference { worst = (difference, place) }
    }
    for (found, row) in zip(institutions, profile) {
      for signal in Screen.Signal.allCases {
        let score = found.scores[signal]
        let place = "\(found.institution) \(signal)"
        compare(score?.logValue, row["\(signal)_log"], "\(place) log")
        compare(score?.standardError, row["\(signal)_se"], "\(place) se")
        compare(score?.z, row["\(signal)_z"], "\(place) z")
      }
      compare(found.screen, row["screen"], "\(found.institution) screen")
      #expect(found.dominant?.rawValue ?? "" == row["screen_signal"], "\(found.institution)")
    }
    let stored = try rows("fits.csv")
    #expect(fits.map(\.signal.rawValue) == stored.compactMap { $0["signal"] })
    for (fit, row) in zip(fits, stored) {
      #expect("\(fit.units)" == row["units"], "\(fit.signal)")
      compare(fit.centre, row["centre"], "\(fit.signal) centre")
      compare(fit.tauSquared, row["tau_squared"], "\(fit.signal) tau²")
    }
    print("largest difference from the other program: \(worst)")
  }
}
