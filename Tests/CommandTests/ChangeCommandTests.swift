import Foundation
import SteelyardTestSupport
import Testing

@Suite("steelyard diff, followup and run --history")
struct ChangeCommandTests {
  /// Two quarters of one city, the first without history.
  private func quarters() throws -> Workshop {
    let workshop = try Workshop()
    let made = try workshop.command([
      "simulate", "claims", "--out", "city", "--persons", "10000", "--institutions", "150", "--seed", "5", "--period",
      "2025-01..2025-06", "--strength", "2",
    ])
    try #require(made.status == 0, "\(made.stderr)")
    try workshop.score(Workshop.cityInputs + ["--period", "2025-Q1"], out: "Q1")
    try workshop.score(Workshop.cityInputs + ["--period", "2025-Q2"], out: "Q2")
    return workshop
  }

  @Test("Parts of the CSV add up to the printed change, and every institution is told of with --all")
  func parts() throws {
    let workshop = try quarters()
    let outcome = try workshop.command(["diff", "Q1", "Q2", "--all", "--format", "csv"])
    try #require(outcome.status == 0, "\(outcome.stderr)")
    let table = CsvTable(outcome.stdout)
    let codes = Set(try workshop.table("ranking.csv", in: "Q1")["institution_id"])
      .union(try workshop.table("ranking.csv", in: "Q2")["institution_id"])
    #expect(Set(table["institution_id"]) == codes)
    for (scale, change) in [("log_index", table["log_index_change"]), ("z", table["z_change"])] {
      let parts = ["method", "model", "own", "peers"].map { table["\(scale)_\($0)"] }
      for row in table.rows.indices where !change[row].isEmpty && !parts.contains(where: { $0[row].isEmpty }) {
        let sum = parts.compactMap { Double($0[row]) }.reduce(0, +)
        // Five figures of six decimals.
        #expect(abs(sum - (Double(change[row]) ?? .nan)) < 5e-6)
      }
      #expect(change.contains { !$0.isEmpty })
    }
    let data = table["log_index_data"].filter { !$0.isEmpty }
    #expect(data == [], "the quarters are other months")
  }

  @Test("A run beside itself has nothing to tell", arguments: ["en", "zh"])
  func sameRun(language: String) throws {
    let workshop = try Workshop.tiny()
    try workshop.score()
    let outcome = try workshop.command(["diff", "RUN", "RUN", "--lang", language])
    #expect(outcome.status == 0)
    #expect(outcome.stdout.contains(language == "zh" ? "没有机构变动" : "No institution moved"))
  }

  @Test("Runs from tallies whose months are not known are not taken for the same period")
  func unknownMonths() throws {
    let workshop = try quarters()
    try workshop.score(["--tally", "Q1/tally.csv"], out: "T1")
    try workshop.score(["--tally", "Q2/tally.csv"], out: "T2")
    let unknown = CsvTable(try workshop.command(["diff", "T1", "T2", "--all", "--format", "csv"]).stdout)
    #expect(unknown["log_index_own"].contains { !$0.isEmpty })
    #expect(unknown["log_index_data"].allSatisfy { $0.isEmpty })
    // Told that both are of one quarter, the rows of the second are corrections of the first.
    for (tally, out) in [("Q1/tally.csv", "U1"), ("Q2/tally.csv", "U2")] {
      try workshop.score(["--tally", tally, "--period", "2025-Q1"], out: out)
    }
    let told = CsvTable(try workshop.command(["diff", "U1", "U2", "--all", "--format", "csv"]).stdout)
    #expect(told["log_index_data"].contains { !$0.isEmpty } && told["log_index_own"].allSatisfy { $0.isEmpty })
  }

  @Test("A follow-up tells of every institution asked for, and of an empty list that it is empty")
  func followUp() throws {
    let workshop = try quarters()
    let codes = Array(try workshop.table("ranking.csv", in: "Q1")["institution_id"].prefix(3))
    let outcome = try workshop.command(
      ["followup", "Q1", "Q2", "--format", "csv"] + codes.flatMap { ["--institution", $0] })
    try #require(outcome.status == 0, "\(outcome.stderr)")
    let table = CsvTable(outcome.stdout)
    #expect(table["institution_id"] == codes.sorted())
    for row in table.rows.indices where table["outcome"][row] == "measured" {
      func value(_ name: String) -> Double { Double(table[name][row]) ?? .nan }
      let before = value("index_before"), after = value("index_after")
      #expect(before > 0 && after > 0)
      #expect(value("net_low") < value("net_change") && value("net_change") < value("net_high"))
      // Money is what the net change makes of the later cost: it has its sign.
      #expect(value("money") * value("net_change") >= 0)
    }
    let unknown = try workshop.command(["followup", "Q1", "Q2", "--institution", "P99999999999"])
    #expect(unknown.status == 2)
    let listed = try workshop.table("interview-list.csv", in: "Q1").rows.count
    let whole = try workshop.command(["followup", "Q1", "Q2"])
    #expect(whole.status == 0)
    #expect(whole.stdout.contains("--institution") == (listed == 0))
  }

  @Test("Asking about one of the earlier list gives its row of the whole list")
  func oneOfTheList() throws {
    let workshop = try quarters()
    let listed = try workshop.table("interview-list.csv", in: "Q1")["institution_id"]
    try #require(listed.count >= 2, "the rest of a list of one is nobody")
    let all = CsvTable(try workshop.command(["followup", "Q1", "Q2", "--format", "csv"]).stdout)
    let one = CsvTable(
      try workshop.command(["followup", "Q1", "Q2", "--format", "csv", "--institution", listed[0]]).stdout)
    let place = try #require(all["institution_id"].firstIndex(of: listed[0]))
    for column in ["net_change", "net_low", "net_high"] { #expect(one[column] == [all[column][place]], "\(column)") }
  }

  @Test("History adds the gate of persistence, counts the run's own period, and explain shows it again")
  func history() throws {
    let workshop = try quarters()
    let inputs = Workshop.cityInputs + ["--period", "2025-Q2", "--history", "Q1"]
    try workshop.score(inputs, out: "Q2H")
    let first = try workshop.table("ranking.csv", in: "Q1")
    let second = try workshop.table("ranking.csv", in: "Q2")
    let judged = try workshop.table("ranking.csv", in: "Q2H")
    func signals(_ table: CsvTable) -> Set<String> {
      Set(
        table.rows.indices.filter { row in
          (Double(table["index_eb05"][row]) ?? 0) > 1 && (Double(table["q"][row]) ?? 1) <= 0.05
        }.map { table["institution_id"][$0] })
    }
    let persistent = signals(first).intersection(signals(second))
    #expect(!persistent.isEmpty, "the city has institutions that stand out twice")
    for row in judged.rows.indices where !judged["gate"][row].isEmpty {
      let fails = judged["gate"][row].contains("persistent")
      #expect(fails != persistent.contains(judged["institution_id"][row]))
    }
    let past = try workshop.table("history.csv", in: "Q2H")
    let above = past.rows.filter { $0[2] == "above" }.map { $0[0] }
    #expect(Set(above) == signals(first) && Set(past.rows.map { $0[1] }) == ["2025-01..2025-03"])
    let code = try #require(persistent.sorted().first)
    let explained = try workshop.command(["explain", "Q2H", code])
    #expect(explained.status == 0)
    #expect(explained.stdout.contains("persistent = 2 of 3; earlier_periods = 2025-01..2025-03"))
  }

  /// Who stood out in a run, by its printed figures.
  private func signals(_ run: String, in workshop: Workshop) throws -> Set<String> {
    let table = try workshop.table("ranking.csv", in: run)
    let rows = table.rows.indices.filter { row in
      (Double(table["index_eb05"][row]) ?? 0) > 1 && (Double(table["q"][row]) ?? 1) <= 0.05
    }
    return Set(rows.map { table["institution_id"][$0] })
  }

  private func score(
    _ quarter: String, _ history: [String] = [], out: String, in workshop: Workshop
  ) throws {
    let arguments = Workshop.cityInputs + ["--period", "2025-\(quarter)"]
    try workshop.score(
      arguments + (history.isEmpty ? [] : ["--history"] + history), out: out,
      environment: ["STEELYARD_MODELS": "Models"])
  }

  /// Three quarters of a city whose model looks at two periods; of the first seeds, the first in which it matters which
  /// quarter is looked at.
  private func threeQuarters() throws -> Workshop {
    let folder = "Models/\(CommandRunner.model)"
    let yaml = try String(contentsOfFile: Checkout.path("\(folder)/model.yaml"), encoding: .utf8)
    for seed in 11...16 {
      let workshop = try Workshop()
      let made = try workshop.command([
        "simulate", "claims", "--out", "city", "--persons", "6000", "--institutions", "90", "--seed", "\(seed)",
        "--period", "2025-01..2025-09", "--strength", "2",
      ])
      try #require(made.status == 0, "\(made.stderr)")
      try FileManager.default.createDirectory(
        atPath: workshop.folder.path(folder), withIntermediateDirectories: true)
      try workshop.folder.write(
        yaml.replacing("persistent-of: 3", with: "persistent-of: 2"), to: "\(folder)/model.yaml")
      for quarter in ["Q1", "Q2", "Q3"] { try score(quarter, out: quarter, in: workshop) }
      let third = try signals("Q3", in: workshop)
      let (first, second) = (try signals("Q1", in: workshop), try signals("Q2", in: workshop))
      if first.intersection(third) != second.intersection(third) { return workshop }
    }
    throw CommandRunnerFailure(description: "no city of six seeds tells the quarters apart")
  }

  @Test("Of earlier runs, named in any order, the latest count")
  func orderOfHistory() throws {
    let workshop = try threeQuarters()
    try score("Q3", ["Q1", "Q2"], out: "A", in: workshop)
    try score("Q3", ["Q2", "Q1"], out: "B", in: workshop)
    try score("Q3", ["Q1"], out: "C", in: workshop)
    #expect(try workshop.differing("A", "B", among: ["ranking.csv", "history.csv", "profile.csv"]) == [])
    let third = try signals("Q3", in: workshop)
    for (run, earlier) in [("A", "Q2"), ("C", "Q1")] {
      let judged = try workshop.table("ranking.csv", in: run)
      let passing = judged.rows.indices.filter {
        !judged["gate"][$0].isEmpty && !judged["gate"][$0].contains("persistent")
      }
      let expected = try signals(earlier, in: workshop).intersection(third)
      #expect(Set(passing.map { judged["institution_id"][$0] }) == expected)
      #expect(Set(judged["periods_signalled"]).isSubset(of: ["0", "1", "2"]))
    }
    try changes(in: workshop)
  }

  /// Only the period just before tells a change: that of ln(index_adjusted), to the printed digits.
  private func changes(in workshop: Workshop) throws {
    #expect(try workshop.table("profile.csv", in: "C")["feature_index_change"].allSatisfy { $0.isEmpty })
    let (now, before) = (try workshop.table("ranking.csv", in: "A"), try workshop.table("ranking.csv", in: "Q2"))
    let profile = try workshop.table("profile.csv", in: "A")
    var compared = 0
    for (row, change) in profile["feature_index_change"].enumerated() {
      func number(_ table: CsvTable) -> Double? {
        table["institution_id"].firstIndex(of: profile["institution_id"][row]).flatMap {
          Double(table["index_adjusted"][$0])
        }
      }
      guard let value = Double(change), let own = number(now), let past = number(before) else { continue }
      #expect(abs(value - log(own / past)) < 1e-4)
      compared += 1
    }
    #expect(compared > 20)
  }

  @Test("A history that is not earlier, overlaps, or has no months is refused")
  func refusedHistory() throws {
    let workshop = try quarters()
    let later = try workshop.run(Workshop.cityInputs + ["--period", "2025-Q1", "--history", "Q2"], out: "X")
    #expect(later.status == 2 && later.stderr.contains("Q2"))
    let twice = try workshop.run(Workshop.cityInputs + ["--period", "2025-Q2", "--history", "Q1", "Q1"], out: "X")
    #expect(twice.status == 2)
    let noPeriod = try workshop.run(Workshop.cityInputs + ["--history", "Q1"], out: "X")
    #expect(noPeriod.status == 2 && noPeriod.stderr.contains("--period"))
    try workshop.score(["--tally", "Q1/tally.csv", "--period", "2025-Q1"], out: "T1")
    let tally = try workshop.run(Workshop.cityInputs + ["--period", "2025-Q2", "--history", "T1"], out: "X")
    #expect(tally.status == 2 && tally.stderr.contains("T1") && tally.stderr.contains("source"))
    let claims = try workshop.run(["--tally", "Q2/tally.csv", "--period", "2025-Q2", "--history", "Q1"], out: "X")
    #expect(claims.status == 2 && claims.stderr.contains("source"))
    #expect(!FileManager.default.fileExists(atPath: workshop.folder.path("X")))
  }
}
