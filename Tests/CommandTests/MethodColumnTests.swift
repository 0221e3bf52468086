import Foundation
import SteelyardTestSupport
import Testing

/// Every exported table of scores tells by itself what they rest on.
@Suite("The method in every export")
struct MethodColumnTests {
  private struct Manifest: Decodable {
    struct Fit: Decodable {
      var name, method, shrinkageMethod: String
      var tauSquared, trimShare, shrinkageTauSquared: Double
      var phi: Double?
    }

    var fits: [Fit]
  }

  private func fits(_ workshop: Workshop, _ run: String) throws -> [String: Manifest.Fit] {
    let manifest = try JSONDecoder().decode(Manifest.self, from: Data(try workshop.folder.read("\(run)/run.json")))
    return Dictionary(uniqueKeysWithValues: manifest.fits.map { ($0.name, $0) })
  }

  private func text(_ value: Double?) -> String { value.map { String(format: "%.6f", $0) } ?? "" }

  /// Compares the four columns under a prefix with the manifest's fits; rows without z have none.
  private func check(_ table: CsvTable, prefix: String, fitOf: (Int) -> Manifest.Fit?) {
    var told = 0
    for row in table.rows.indices {
      guard let fit = fitOf(row) else {
        #expect(table["\(prefix)method"][row].isEmpty)
        continue
      }
      told += 1
      #expect(table["\(prefix)method"][row] == fit.method)
      #expect(table["\(prefix)tau_squared"][row] == text(fit.tauSquared))
      #expect(table["\(prefix)phi"][row] == text(fit.phi))
      #expect(table["\(prefix)trim_share"][row] == text(fit.trimShare))
    }
    #expect(told > 0)
  }

  @Test("Rankings, lists, profiles, differences and follow-ups name method, τ², φ and trim of the manifest")
  func columns() throws {
    let workshop = try Workshop()
    let made = try workshop.command([
      "simulate", "claims", "--out", "city", "--persons", "10000", "--institutions", "150", "--seed", "5", "--period",
      "2025-01..2025-06", "--strength", "2",
    ])
    try #require(made.status == 0, "\(made.stderr)")
    for quarter in ["Q1", "Q2"] {
      try workshop.score(Workshop.cityInputs + ["--period", "2025-\(quarter)"], out: quarter)
    }
    let manifests = ["Q1": try fits(workshop, "Q1"), "Q2": try fits(workshop, "Q2")]
    var fitOf: [String: [String: Manifest.Fit]] = [:]
    for (run, fits) in manifests {
      let ranking = try workshop.table("ranking.csv", in: run)
      for row in ranking.rows.indices where !ranking["z"][row].isEmpty {
        fitOf[run, default: [:]][ranking["institution_id"][row]] = fits[ranking["fit"][row]]
      }
      for file in ["ranking.csv", "interview-list.csv", "near-list.csv"] {
        let list = try workshop.table(file, in: run)
        guard !list.rows.isEmpty else { continue }
        check(list, prefix: "") { fitOf[run]?[list["institution_id"][$0]] }
      }
      let profile = try workshop.table("profile.csv", in: run)
      check(profile, prefix: "limit_") { fitOf[run]?[profile["institution_id"][$0]] }
    }
    let diff = CsvTable(try workshop.command(["diff", "Q1", "Q2", "--all", "--format", "csv"]).stdout)
    check(diff, prefix: "before_") { fitOf["Q1"]?[diff["institution_id"][$0]] }
    check(diff, prefix: "after_") { fitOf["Q2"]?[diff["institution_id"][$0]] }
    let codes = fitOf["Q1"]?.keys.filter { fitOf["Q2"]?[$0] != nil }.sorted().prefix(3) ?? []
    let followUp = CsvTable(
      try workshop.command(
        ["followup", "Q1", "Q2", "--format", "csv"] + codes.flatMap { ["--institution", $0] }
      ).stdout)
    #expect(followUp.rows.count == 3)
    for row in followUp.rows.indices {
      let fit = fitOf["Q1"]?[followUp["institution_id"][row]]
      #expect(followUp["between_method"][row] == fit?.shrinkageMethod)
      #expect(followUp["between_tau_squared"][row] == text(fit?.shrinkageTauSquared))
      #expect(followUp["drift_method"][row] == "od.log.huber" && !followUp["drift_tau_squared"][row].isEmpty)
    }
  }

  @Test("The distance of an institution unlike its peers is split in interactions.csv, and explain shows it")
  func interactions() throws {
    let workshop = try Workshop.city(persons: 10_000, institutions: 150, seed: 5, strength: 3)
    try workshop.score(Workshop.cityInputs)
    let profile = try workshop.table("profile.csv")
    let parts = try workshop.table("interactions.csv")
    let unlike = profile.rows.indices.filter { profile["unlike_peers"][$0] == "true" }
    #expect(!unlike.isEmpty)
    #expect(Set(parts["institution_id"]) == Set(unlike.map { profile["institution_id"][$0] }))
    for row in unlike {
      let code = profile["institution_id"][row]
      let own = parts.rows.indices.filter { parts["institution_id"][$0] == code }
      let sum = own.compactMap { Double(parts["part"][$0]) }.reduce(0, +)
      // Up to 78 figures of six decimals.
      #expect(abs(sum - (Double(profile["distance"][row]) ?? .nan)) < 78 * 5e-7 + 1e-6)
    }
    let code = profile["institution_id"][try #require(unlike.first)]
    for (language, words) in [("en", "interactions.csv has all of them"), ("zh", "interactions.csv")] {
      let text = try workshop.command(["explain", "RUN", code, "--lang", language]).stdout
      #expect(text.split { $0 == " " || $0 == "\n" }.joined(separator: " ").contains(words))
      #expect(text.contains("\n  1 "))
    }
  }
}
