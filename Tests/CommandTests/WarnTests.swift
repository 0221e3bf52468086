import Foundation
import SteelyardTestSupport
import Testing

@Suite("warn")
struct WarnTests {
  /// A quiet city of a year in which nothing is planted, scored as `YEAR`.
  private static func year(_ seed: Int) throws -> Workshop {
    let workshop = try Workshop()
    let outcome = try workshop.command([
      "simulate", "claims", "--out", "city", "--period", "2025", "--persons", "6000", "--institutions", "60", "--seed",
      "\(seed)", "--strength", "0",
    ])
    try #require(outcome.status == 0, "\(outcome.stderr)")
    try workshop.score(Workshop.cityInputs + ["--period", "2025"], out: "YEAR")
    return workshop
  }

  private static let columns = [
    "month", "institution_id", "name", "peer_group", "heads", "index_adjusted", "index_expected", "z", "statistic",
    "threshold", "signal", "latest_month", "fit", "method", "tau_squared", "omega_squared",
  ]

  private func warn(_ arguments: [String], in workshop: Workshop) throws -> String {
    let outcome = try workshop.command(["warn"] + arguments)
    try #require(outcome.status == 0, "\(outcome.stderr)")
    return outcome.stdout
  }

  @Test("The folder holds alerts, every judged month, and the account with budget and threshold") func files() throws {
    let workshop = try Self.year(1)
    _ = try warn(["YEAR", "--out", "ALERTS"], in: workshop)
    #expect(try workshop.folder.names(in: "ALERTS") == ["alerts.csv", "warning.json", "watched-months.csv"])
    let alerts = try workshop.table("alerts.csv", in: "ALERTS")
    let watched = try workshop.table("watched-months.csv", in: "ALERTS")
    #expect(alerts.header == Self.columns && watched.header == Self.columns)
    #expect(watched.rows.filter { $0[10] == "true" } == alerts.rows)
    // Six earlier months are needed, so July is the first; of the latest months first.
    #expect(Set(watched["month"]).sorted() == ["2025-07", "2025-08", "2025-09", "2025-10", "2025-11", "2025-12"])
    #expect(watched["month"] == watched["month"].sorted(by: >))
    let warning = try Warning(workshop, "ALERTS")
    let group = try #require(warning.groups.first)
    #expect(warning.format == "steelyard-warning/1" && warning.months.count == 12 && warning.groups.count == 1)
    #expect(group.budget_per_month == 1 && group.outcome == "found")
    // The threshold is the smallest that keeps the budget, to one part in ten thousand; counts are whole over 400 draws.
    #expect((0.97...1.000001).contains(group.expected_false_alarms_per_month))
    let threshold = try #require(group.threshold)
    #expect(Set(watched["threshold"]) == [String(format: "%.6f", threshold)])
    for row in watched.rows {
      let (z, statistic) = (try #require(Double(row[7])), try #require(Double(row[8])))
      #expect((row[10] == "true") == (statistic >= threshold) && z.isFinite && statistic >= 0)
      #expect((row[11] == "true") == (row[0] == "2025-12"))
    }
    // An institution and month stand once, and every figure is that of the run's months.
    let months = try workshop.table("monthly.csv", in: "YEAR")
    let figures = Dictionary(uniqueKeysWithValues: months.rows.map { ("\($0[0]) \($0[1])", $0) })
    #expect(Set(watched.rows.map { "\($0[0]) \($0[1])" }).count == watched.rows.count)
    for row in watched.rows {
      let figure = try #require(figures["\(row[0]) \(row[1])"])
      #expect(row[4] == figure[3] && row[5] == figure[7] && row[3] == figure[2])
    }
    let again = try workshop.command(["warn", "YEAR", "--out", "ALERTS"])
    #expect(again.status != 0 && again.stderr.contains("ALERTS"))
  }

  @Test("Threads change no byte, and each format tells the same in both languages") func threads() throws {
    let workshop = try Self.year(5)
    for threads in ["1", "2"] { _ = try warn(["YEAR", "--threads", threads, "--out", "OUT\(threads)"], in: workshop) }
    for name in ["alerts.csv", "warning.json", "watched-months.csv"] {
      #expect(try workshop.folder.read("OUT1/\(name)") == workshop.folder.read("OUT2/\(name)"), "\(name)")
    }
    let alerts = try workshop.table("alerts.csv", in: "OUT1")
    try #require(!alerts.rows.isEmpty, "a year with a budget of one a month has an alarm, by this seed")
    for (language, title, fixed) in [
      ("en", "institution code", "not evidence of wrongdoing"), ("zh", "机构编码", "不构成违规证据"),
    ] {
      let text = try warn(["YEAR", "--lang", language], in: workshop)
      #expect(text.contains(title) && text.contains(fixed) && text.contains(alerts.rows[0][1]), "\(language)")
      let csv = CsvTable(try warn(["YEAR", "--format", "csv", "--lang", language], in: workshop))
      // The words are those of the language, codes and figures the same.
      for column in [0, 1, 4, 5, 6, 7, 8, 9] {
        #expect(csv.rows.map { $0[column] } == alerts.rows.map { $0[column] }, "\(language), \(column)")
      }
    }
    let json = try warn(["YEAR", "--format", "json"], in: workshop)
    let parsed = try JSONSerialization.jsonObject(with: Data(json.utf8))
    #expect(json.contains(alerts.rows[0][1]) && parsed is [Any])
    let latest = CsvTable(try warn(["YEAR", "--latest", "--format", "csv"], in: workshop))
    #expect(latest.rows == alerts.rows.filter { $0[0] == "2025-12" })
    let none = try workshop.command(["warn", "YEAR", "--threads", "0"])
    #expect(none.status == 2 && none.stderr.contains("--threads"))
  }

  @Test("Two half years make the months of the whole, in either order; a month in two runs counts once") func halves()
    throws
  {
    let workshop = try Self.year(3)
    for (half, out) in [("2025-01..2025-06", "FIRST"), ("2025-07..2025-12", "SECOND")] {
      try workshop.score(Workshop.cityInputs + ["--period", half], out: out)
    }
    // A month's figures are made from that month alone, so the half a run is about does not matter.
    let halves = try workshop.table("monthly.csv", in: "FIRST").rows + workshop.table("monthly.csv", in: "SECOND").rows
    #expect(try workshop.table("monthly.csv", in: "YEAR").rows == halves)
    #expect(Set(halves.map { $0[0] }).count == 12)
    _ = try warn(["YEAR", "--out", "WHOLE"], in: workshop)
    _ = try warn(["FIRST", "SECOND", "--out", "BOTH"], in: workshop)
    _ = try warn(["SECOND", "FIRST", "--out", "BACK"], in: workshop)
    for name in ["alerts.csv", "watched-months.csv"] {
      for other in ["BOTH", "BACK"] {
        #expect(try workshop.folder.read("WHOLE/\(name)") == workshop.folder.read("\(other)/\(name)"), "\(name)")
      }
    }
    #expect(try Warning(workshop, "BOTH").runs.map(\.period) == ["2025-01..2025-06", "2025-07..2025-12"])
    let twice = try workshop.command(["warn", "YEAR", "SECOND", "--out", "TWICE"])
    #expect(twice.status == 0 && twice.stderr.contains("2025-07") && !twice.stderr.contains("2025-06"))
    #expect(try workshop.folder.read("WHOLE/watched-months.csv") == workshop.folder.read("TWICE/watched-months.csv"))
  }

  @Test(
    "An institution that grows dearer in the last three months is signalled in them and not before", arguments: [4, 5])
  func rise(seed: Int) throws {
    let workshop = try Self.year(seed)
    _ = try warn(["YEAR", "--out", "QUIET"], in: workshop)
    let noisy = Set(try workshop.table("alerts.csv", in: "QUIET")["institution_id"])
    let ranking = try workshop.table("ranking.csv", in: "YEAR")
    let (id, heads) = (
      try #require(ranking.header.firstIndex(of: "institution_id")),
      try #require(ranking.header.firstIndex(of: "heads"))
    )
    let quiet = ranking.rows.filter { !noisy.contains($0[id]) }
    let target = try #require(quiet.max { (Int($0[heads]) ?? 0) < (Int($1[heads]) ?? 0) })[id]
    try workshop.folder.write(try Self.dearer(workshop, target), to: "city/claims.csv")
    try workshop.score(Workshop.cityInputs + ["--period", "2025"], out: "RISEN")
    _ = try warn(["RISEN", "--out", "LOUD"], in: workshop)
    let alerts = try workshop.table("alerts.csv", in: "LOUD").rows.filter { $0[1] == target }
    #expect(!alerts.isEmpty && alerts.allSatisfy { ["2025-10", "2025-11", "2025-12"].contains($0[0]) }, "\(alerts)")
    // What went before is as it was: the months up to September hold the same figures.
    func early(_ run: String) throws -> [[String]] {
      try workshop.table("monthly.csv", in: run).rows.filter { $0[0] < "2025-10" }
    }
    #expect(try early("YEAR") == early("RISEN"))
  }

  /// The claims with all money of an institution from October on multiplied by 1.6.
  private static func dearer(_ workshop: Workshop, _ target: String) throws -> String {
    let lines = try workshop.folder.text("city/claims.csv").split(separator: "\n")
    let header = lines[0].split(separator: ",").map(String.init)
    let money = [
      "medfee_sumamt", "fulamt_ownpay_amt", "overlmt_selfpay", "preselfpay_amt", "inscp_scp_amt", "fund_pay_sumamt",
      "acct_pay", "cash_payamt", "drug_fee",
    ].compactMap { header.firstIndex(of: $0) }
    let institution = try #require(header.firstIndex(of: "fixmedins_code"))
    let time = try #require(header.firstIndex(of: "setl_time"))
    let original = try #require(header.firstIndex(of: "init_setl_id"))
    func cells(_ line: Substring) -> [String] {
      line.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    }
    // What is taken back of a settlement before October stays as large as that was.
    let before = Set(lines.map(cells).filter { $0[time] < "2025-10" }.map { $0[0] })
    return lines.map { line in
      var cells = cells(line)
      guard cells[institution] == target, cells[time] >= "2025-10", !before.contains(cells[original]) else {
        return line + "\n"
      }
      for place in money {
        guard let value = Double(cells[place]) else { continue }
        // Whole fen, halves away from zero.
        let fen = Int64((value * 160).rounded())
        cells[place] = String(format: "%.2f", Double(fen) / 100)
      }
      return cells.joined(separator: ",") + "\n"
    }.joined()
  }

  @Test("A single month cannot be judged, and that is said in both languages") func oneMonth() throws {
    let workshop = try Self.year(6)
    try workshop.score(Workshop.cityInputs + ["--period", "2025-03"], out: "MARCH")
    for (language, words) in [("en", "no month can be judged yet"), ("zh", "尚无可判断的月份")] {
      let text = try warn(["MARCH", "--lang", language], in: workshop)
      #expect(text.replacing("\n", with: language == "en" ? " " : "").contains(words), "\(text)")
    }
    _ = try warn(["MARCH", "--out", "OUT"], in: workshop)
    let group = try #require(try Warning(workshop, "OUT").groups.first)
    #expect(group.outcome == "nothingToJudge" && group.threshold == nil)
    #expect(try workshop.table("alerts.csv", in: "OUT").rows.isEmpty)
    #expect(try workshop.table("watched-months.csv", in: "OUT").header == Self.columns)
  }

  @Test("A run from a tally, runs of other strata or peers, and what is no run are refused and leave nothing")
  func refused()
    throws
  {
    let workshop = try Self.year(7)
    try workshop.score(["--tally", "YEAR/tally.csv"], out: "TALLY")
    try workshop.score(Workshop.cityInputs + ["--period", "2025-Q1", "--peers", "kind,district"], out: "PEERS")
    try workshop.score(Workshop.cityInputs + ["--period", "2025-Q1", "--cost", "fund"], out: "FUND")
    for (arguments, status, english, chinese) in [
      (["TALLY"], Int32(2), "TALLY", "TALLY"),
      (["TALLY", "YEAR"], 2, "TALLY", "TALLY"),
      (["PEERS", "YEAR"], 2, "measure in different ways", "口径不同"),
      (["YEAR", "FUND"], 2, "measure in different ways", "口径不同"),
      (["city"], 3, "city", "city"), ([], 2, "", ""),
    ] {
      for (language, words) in [("en", english), ("zh", chinese)] {
        let outcome = try workshop.command(["warn"] + arguments + ["--out", "OUT", "--lang", language])
        #expect(outcome.status == status && outcome.stdout.isEmpty, "\(arguments): \(outcome.stderr)")
        #expect(words.isEmpty || outcome.stderr.contains(words), "\(arguments): \(outcome.stderr)")
        #expect(!workshop.folder.has("OUT"))
      }
    }
  }

  @Test("A file that was changed after the run is not read") func changed() throws {
    let workshop = try Self.year(8)
    let text = try workshop.folder.text("YEAR/monthly.csv")
    try workshop.folder.write(text.replacing(",1.0", with: ",3.0"), to: "YEAR/monthly.csv")
    let outcome = try workshop.command(["warn", "YEAR"])
    #expect(outcome.status == 9 && outcome.stderr.contains("monthly.csv"), "\(outcome.stderr)")
  }
}

/// What the tests read of `warning.json`.
private struct Warning: Decodable {
  struct Group: Decodable {
    var name, outcome, method: String
    var institutions: Int
    var budget_per_month, expected_false_alarms_per_month: Double
    var threshold: Double?
  }

  struct Run: Decodable { var folder, period, sha256: String }

  var format: String
  var months: [String]
  var runs: [Run]
  var groups: [Group]

  init(_ workshop: Workshop, _ folder: String) throws {
    self = try JSONDecoder().decode(Warning.self, from: Data(try workshop.folder.read("\(folder)/warning.json")))
  }
}
