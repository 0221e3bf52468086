import Foundation
import SteelyardDomain
import SteelyardLedger
import SteelyardTestSupport
import Testing

@testable import SteelyardScoring

@Suite("Figures of single months")
struct MonthlyTests {
  /// Stays of one stratum at an institution, by their costs in fen.
  private func stays(_ institution: String, _ fen: [Int64]) -> [TallyMaker.Stay] {
    fen.map { TallyMaker.Stay(institution: institution, visits: 1, fen: ["M1": $0]) }
  }

  @Test("A month's index and standard error are those of its own heads, by hand")
  func byHand() throws {
    var july = TallyMaker(groups: ["A": "all", "B": "all"])
    july.stays = stays("A", [300, 500]) + stays("B", [100, 100, 200, 300])
    var august = TallyMaker(groups: ["A": "all"])
    august.stays = stays("A", [700, 900])
    let months = [Month(year: 2025, month: 7), Month(year: 2025, month: 8)]
    let figures = MonthlyFigure.figures([(months[0], july.tally), (months[1], august.tally)], plan: ScoringPlan())
    #expect(figures.map(\.month) == [months[0], months[0], months[1]])
    #expect(figures.map(\.institution) == ["A", "B", "A"])
    #expect(figures.map(\.heads) == [2, 4, 2] && figures.map(\.visits) == [2, 4, 2])
    #expect(figures.map(\.costFen) == [800, 700, 1600])
    // July: R = 1500/6 = 250 fen, so A is expected at 500 and B at 1000.
    #expect(figures[0].expected == 5 && figures[1].expected == 10)
    #expect(figures[0].indexAdjusted == 1.6 && figures[1].indexAdjusted == 0.7)
    // Squares about 250: 2500, 62500, 22500, 22500, 2500, 2500; over five, 23000 fen² a head.
    let error = (2.0 * 23_000).squareRoot() / 500
    #expect(abs(try #require(figures[0].standardError) - error) < 1e-15)
    #expect(abs(try #require(figures[1].standardError) - (4.0 * 23_000).squareRoot() / 1000) < 1e-15)
    // In August A has no peers: its index is one and means nothing, so there is no error to weigh it by.
    #expect(figures[2].indexAdjusted == 1 && figures[2].standardError == nil)
  }

  @Test("No month and an empty month have no figures; equal costs and no cost have no error")
  func degenerate() {
    let month = Month(year: 2025, month: 7)
    #expect(MonthlyFigure.figures([], plan: ScoringPlan()).isEmpty)
    #expect(MonthlyFigure.figures([(month, TallyMaker().tally)], plan: ScoringPlan()).isEmpty)
    for fen in [[Int64](repeating: 500, count: 20), [Int64](repeating: 0, count: 20)] {
      var maker = TallyMaker(groups: ["A": "all", "B": "all"])
      maker.stays = stays("A", fen) + stays("B", fen)
      let figures = MonthlyFigure.figures([(month, maker.tally)], plan: ScoringPlan())
      #expect(figures.count == 2 && figures.allSatisfy { $0.standardError == nil })
    }
  }
}

@Suite("Early warning")
struct EarlyWarningTests {
  static let seeds: [UInt64] = [1, 2, 3]

  /// A panel of figures: ln(index) of each institution and month is its level and what chance adds.
  static func panel(
    seed: UInt64, institutions: Int, months: Int, level: Double = 0.1, error: Double = 0.1, group: String = "pharmacy"
  ) -> [MonthlyFigure] {
    var source = Seeded(seed)
    func normal() -> Double { (0..<12).reduce(-6) { sum, _ in sum + Double.random(in: 0..<1, using: &source) } }
    return (0..<institutions).flatMap { number in
      let own = level * normal()
      return (0..<months).map { month in
        figure("P\(1000 + number)", month, exp(own + error * normal()), error, group: group)
      }
    }
  }

  static func figure(
    _ institution: String, _ month: Int, _ ratio: Double?, _ error: Double?, heads: Int64 = 100,
    group: String = "pharmacy"
  ) -> MonthlyFigure {
    MonthlyFigure(
      month: Month(number: Month(year: 2025, month: 1).number + Int32(month)), institution: institution,
      peerGroup: group, heads: heads, visits: nil, costFen: 100, expected: 1, indexAdjusted: ratio,
      standardError: error)
  }

  static func watch(_ figures: [MonthlyFigure], threads: Int = 1, _ change: (inout ScoringPlan) -> Void = { _ in })
    -> EarlyWarning
  {
    var plan = ScoringPlan()
    plan.warning.draws = 60
    change(&plan)
    return EarlyWarning(figures: figures, plan: plan, threads: threads)
  }

  private func expectFinite(_ warning: EarlyWarning, _ comment: Comment) {
    for group in warning.groups {
      #expect(
        [group.centre, group.tauSquared, group.omegaSquared, group.budget, group.alarmsPerMonth]
          .allSatisfy { $0.isFinite } && (group.threshold ?? 1) > 0 && (group.threshold ?? 1).isFinite, comment)
    }
    for state in warning.states {
      #expect([state.baseline, state.z, state.statistic, state.threshold].allSatisfy { $0.isFinite }, comment)
    }
  }

  @Test("No figures have no group, no months and no alert")
  func nothing() {
    let warning = Self.watch([])
    #expect(warning.groups.isEmpty && warning.states.isEmpty && warning.alerts.isEmpty && warning.months.isEmpty)
  }

  @Test("Without earlier months nothing can be judged, and that is said", arguments: [1, 6])
  func tooFewMonths(months: Int) {
    let warning = Self.watch(Self.panel(seed: 1, institutions: 30, months: months))
    #expect(warning.months.count == months && warning.states.isEmpty)
    #expect(warning.groups.map(\.outcome) == ["nothingToJudge"] && warning.groups.map(\.threshold) == [nil])
    expectFinite(warning, "\(months) months")
  }

  @Test("One institution has a budget beyond any number of alarms, so there is no threshold; a smaller budget sets one")
  func oneInstitution() {
    let figures = Self.panel(seed: 2, institutions: 1, months: 12)
    let warning = Self.watch(figures)
    #expect(warning.groups.map(\.outcome) == ["notBinding"] && warning.states.isEmpty)
    let strict = Self.watch(figures) { $0.warning.alarmsPerMonth = 0.1 }
    #expect(strict.groups.map(\.outcome) == ["tooFewDraws"] && strict.states.count == 6)
    for (warning, name) in [(warning, "one"), (strict, "strict")] { expectFinite(warning, "\(name)") }
  }

  @Test("Institutions and months that are all equal raise no alert")
  func equal() {
    let figures = (0..<25).flatMap { unit in (0..<12).map { Self.figure("P\(unit)", $0, 1.3, 0.1) } }
    let warning = Self.watch(figures)
    #expect(warning.groups.map(\.tauSquared) == [0] && warning.groups.map(\.omegaSquared) == [0])
    #expect(warning.groups[0].threshold != nil && warning.states.count == 25 * 6 && warning.alerts.isEmpty)
    // The logarithm of one number, averaged: a last digit.
    #expect(warning.states.allSatisfy { abs($0.z) < 1e-12 && $0.statistic == 0 })
    expectFinite(warning, "equal")
  }

  @Test("Months that say nothing are left out: no error, an error printed as zero, no index, too few heads")
  func unusable() {
    let whole = Self.panel(seed: 3, institutions: 20, months: 12)
    let empty = [
      Self.figure("P1000", 12, 1.1, nil), Self.figure("P1001", 12, 1.1, 0), Self.figure("P1002", 12, 0, 0.1),
      Self.figure("P1003", 12, nil, 0.1), Self.figure("P1004", 12, 9, 0.1, heads: 9),
    ]
    let warning = Self.watch(whole + empty)
    #expect(warning.months.count == 13 && warning.states.count == 20 * 6)
    #expect(warning.states.allSatisfy { $0.figure.heads == 100 && ($0.figure.standardError ?? 0) > 0 })
    let nobody = Self.watch(empty)
    #expect(nobody.groups.isEmpty && nobody.states.isEmpty && nobody.months.count == 1)
  }

  @Test("Huge and tiny indices and errors give finite figures")
  func extremes() {
    for (ratio, error) in [(1e-6, 1e-6), (1e300, 1e-6), (1e-300, 1e6), (2.0, 1e6), (1.0, 1e-6)] {
      var figures = Self.panel(seed: 4, institutions: 20, months: 12)
      for row in figures.indices where row % 7 == 0 {
        figures[row].indexAdjusted = ratio
        figures[row].standardError = error
      }
      expectFinite(Self.watch(figures), "\(ratio), \(error)")
    }
  }

  @Test("A rise that lasts is signalled when it comes and not before", arguments: seeds)
  func rise(seed: UInt64) throws {
    var figures = Self.panel(seed: seed, institutions: 80, months: 12)
    for row in figures.indices where figures[row].institution == "P1007" && figures[row].month.monthOfYear >= 10 {
      figures[row].indexAdjusted = (figures[row].indexAdjusted ?? 0) * 1.6
    }
    let warning = Self.watch(figures)
    let months = warning.alerts.filter { $0.figure.institution == "P1007" }.map(\.figure.month.monthOfYear)
    // ln 1.6 is some four standard deviations of a month: it shows at once.
    #expect(months.contains(10) && months.allSatisfy { $0 >= 10 }, "seed \(seed): \(months)")
    #expect(warning.months.count == 12 && warning.alerts.allSatisfy { $0.statistic >= $0.threshold })
  }

  @Test("Baseline and statistic are those of plain loops over the earlier months", arguments: seeds)
  func twin(seed: UInt64) throws {
    var figures = Self.panel(seed: seed, institutions: 30, months: 14)
    figures.removeAll { $0.institution == "P1003" && $0.month.monthOfYear == 4 }
    let warning = Self.watch(figures) { $0.warning.alarmsPerMonth = 3 }
    let group = try #require(warning.groups.first)
    let threshold = try #require(group.threshold)
    #expect(warning.alerts.count > 0, "seed \(seed): a signal starts the sum again")
    var compared = 0
    for (_, months) in Dictionary(grouping: figures, by: \.institution) {
      let ordered = months.sorted { $0.month < $1.month }
      var sum = 0.0
      for (place, figure) in ordered.enumerated() where place >= 6 {
        var (weights, weighted) = (0.0, 0.0)
        for earlier in ordered[..<place] {
          let weight = 1 / (0.1 * 0.1 + group.omegaSquared)
          weights += weight
          weighted += weight * (log(earlier.indexAdjusted ?? 0) - group.centre)
        }
        let known = group.tauSquared / (1 + group.tauSquared * weights)
        let baseline = group.centre + known * weighted
        let variance = 0.1 * 0.1 + known + group.omegaSquared
        let distance = log(figure.indexAdjusted ?? 0) - baseline
        sum = max(0, sum + 0.2 / variance * (distance - 0.1))
        let state = try #require(
          warning.states.first { $0.figure.institution == figure.institution && $0.figure.month == figure.month })
        compared += 1
        // Sums of a dozen terms: a few last digits.
        #expect(abs(state.baseline - baseline) < 1e-12 && abs(state.z - distance / variance.squareRoot()) < 1e-9)
        #expect(abs(state.statistic - sum) < 1e-9 && state.isSignal == (state.statistic >= threshold))
        if state.isSignal { sum = 0 }
      }
    }
    #expect(compared == warning.states.count && compared == 30 * 8 - 1)
  }

  @Test("The order of figures and the number of threads change no bit")
  func order() {
    var source = Seeded.announced()
    let figures = Self.panel(seed: source.next(), institutions: 40, months: 12)
    func bits(_ warning: EarlyWarning) -> [String] {
      warning.groups.map { "\($0)" }
        + warning.states.map {
          "\($0.figure.institution) \($0.figure.month) \($0.baseline.bitPattern) \($0.statistic.bitPattern) \($0.isSignal)"
        }
    }
    let one = bits(Self.watch(figures))
    #expect(one.count == 1 + 40 * 6)
    for threads in 1...3 { #expect(bits(Self.watch(figures.shuffled(using: &source), threads: threads)) == one) }
  }

  @Test("States come latest month first, then by statistic; the latest peer group counts, small groups go together")
  func groups() {
    var figures = Self.panel(seed: 5, institutions: 12, months: 8)
    for row in figures.indices where figures[row].institution < "P1004" {
      figures[row].peerGroup = figures[row].month.monthOfYear < 8 ? "pharmacy" : "clinic"
    }
    let together = Self.watch(figures)
    #expect(together.groups.map(\.name) == ["small-groups"] && together.groups.map(\.institutions) == [12])
    let apart = Self.watch(figures) { plan in
      plan.fitUnitsMinimum = 4
      plan.warning.alarmsPerMonth = 0.6
    }
    #expect(apart.groups.map(\.name) == ["clinic", "pharmacy"] && apart.groups.map(\.institutions) == [4, 8])
    // The budget is shared by the number of institutions: 0.6 · 4/12 and 0.6 · 8/12.
    for (group, budget) in zip(apart.groups, [0.2, 0.4]) { #expect(abs(group.budget - budget) < 1e-15) }
    #expect(apart.states.count == 24)
    for (a, b) in zip(apart.states, apart.states.dropFirst()) {
      #expect(a.figure.month > b.figure.month || (a.figure.month == b.figure.month && a.statistic >= b.statistic))
    }
    let clinics = apart.states.filter { $0.group == "clinic" }
    #expect(Set(clinics.map(\.figure.institution)) == ["P1000", "P1001", "P1002", "P1003"])
  }
}
