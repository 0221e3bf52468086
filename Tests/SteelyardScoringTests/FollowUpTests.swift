import Foundation
import SteelyardDomain
import SteelyardLedger
import SteelyardStatistics
import SteelyardTestSupport
import Testing

@testable import SteelyardScoring

@Suite("What became of interviewed institutions")
struct FollowUpTests {
  /// A city of one peer group in which some institutions cost more than others; `later` multiplies by institution.
  private func card(seed: UInt64, later: [String: Double] = [:], all: Double = 1) -> Scorecard {
    var source = Seeded(seed)
    var maker = TallyMaker()
    for number in 0..<30 {
      let id = "P\(100 + number)"
      maker.groups[id] = "pharmacy"
      let level = (0.8 + 0.02 * Double(number)) * (later[id] ?? 1) * all
      for _ in 0..<60 {
        maker.stays.append(
          .init(institution: id, fen: ["M03900": Int64(level * Double(20_000 + source.below(60_000)))]))
      }
    }
    return Scorecard(maker.tally)
  }

  private struct Measured {
    var net, variance: Double
    var row: FollowUp.Row
  }

  /// Everything of the methods sheet §15 for one institution, written out once more; the drift is not taken off.
  private func measured(_ id: String, _ before: Scorecard, _ after: Scorecard) throws -> Measured {
    let (one, two) = (try #require(before.byCode[id]), try #require(after.byCode[id]))
    let fits = (try #require(before.fits.first), try #require(after.fits.first))
    let y = (log(try #require(one.indexAdjusted)), log(try #require(two.indexAdjusted)))
    let s = (try #require(one.standardError), try #require(two.standardError))
    let tau = fits.0.shrinkageTauSquared
    let b = tau / (tau + s.0 * s.0)
    let expected = -(1 - b) * (y.0 - fits.0.shrinkageMean)
    let observed = (y.1 - fits.1.shrinkageMean) - (y.0 - fits.0.shrinkageMean)
    var row = FollowUp.Row(institution: one.institution, outcome: .measured)
    (row.indexBefore, row.indexAfter) = (one.indexAdjusted, two.indexAdjusted)
    (row.change, row.expectedChange, row.net) = (observed, expected, observed - expected)
    row.money = try #require(two.expectedUntruncated) * exp(y.1)
    return Measured(net: observed - expected, variance: s.1 * s.1 + b * s.0 * s.0, row: row)
  }

  @Test("Rows, drift and the pooled change are those of the sheet", arguments: [1, 2, 3])
  func twin(seed: UInt64) throws {
    let asked: Set<String> = ["P128", "P129", "P127"]
    // Everything grows dearer by a fifth, and one of the three comes down by a third.
    let before = card(seed: seed)
    let after = card(seed: seed + 100, later: ["P129": 0.67], all: 1.2)
    let result = FollowUp(before: before, after: after, interviewed: asked)
    let others = try before.byCode.keys.filter { !asked.contains($0) }.sorted().map { try measured($0, before, after) }
    let drift = Overdispersion.huberLog(
      logRatios: others.map(\.net), standardErrors: others.map { $0.variance.squareRoot() })
    #expect(result.drift.institutions == 27)
    // The order of the others differs: the last digits of a Huber mean.
    #expect(abs(result.drift.centre - drift.centre) < 1e-12)
    #expect(abs(result.drift.spread - drift.tauSquared.squareRoot()) < 1e-9)
    // The variance of a Huber mean at the normal, c = 1.281552: the inverse of its efficiency over the total weight.
    let c = 1.281552
    let inside = erf(c / 2.0.squareRoot())
    let square = inside - 2 * c * exp(-c * c / 2) / (2 * Double.pi).squareRoot() + c * c * (1 - inside)
    let weight = others.reduce(0) { $0 + 1 / ($1.variance + drift.tauSquared) }
    let driftVariance = square / (inside * inside) / weight
    #expect(result.rows.map(\.institution.id) == asked.sorted())
    var sums = (weight: 0.0, net: 0.0, money: 0.0)
    for row in result.rows {
      let twin = try measured(row.institution.id, before, after)
      let net = twin.net - drift.centre
      let deviation = (twin.variance + drift.tauSquared + driftVariance).squareRoot()
      #expect(row.indexBefore == twin.row.indexBefore && row.indexAfter == twin.row.indexAfter)
      #expect(abs(try #require(row.change) - (twin.row.change ?? 0)) < 1e-12)
      #expect(abs(try #require(row.expectedChange) - (twin.row.expectedChange ?? 0)) < 1e-12)
      #expect(abs(try #require(row.net) - net) < 1e-12)
      // z of 97.5 % to seven digits.
      #expect(abs(try #require(row.netLow) - (net - 1.959964 * deviation)) < 1e-6)
      #expect(abs(try #require(row.netHigh) - (net + 1.959964 * deviation)) < 1e-6)
      let money = (twin.row.money ?? 0) * (1 - exp(-net))
      #expect(abs(try #require(row.money) - money) < 1e-9 * abs(twin.row.money ?? 0))
      let weight = 1 / (twin.variance + drift.tauSquared)
      sums = (sums.weight + weight, sums.net + weight * net, sums.money + money)
    }
    let pooled = try #require(result.pooled)
    let deviation = (1 / sums.weight + driftVariance).squareRoot()
    #expect(pooled.institutions == 3 && abs(pooled.net - sums.net / sums.weight) < 1e-12)
    #expect(abs(pooled.low - (pooled.net - 1.959964 * deviation)) < 1e-6)
    #expect(abs(pooled.high - (pooled.net + 1.959964 * deviation)) < 1e-6)
    #expect(abs(pooled.money - sums.money) < 1e-9 * abs(sums.money) + 1e-9)
    let fallen = try #require(result.rows.first { $0.institution.id == "P129" })
    #expect((fallen.netHigh ?? 1) < 0, "a third less is seen")
    let fit = try #require(before.fits.first)
    #expect(result.rows.allSatisfy { $0.between == fit.shrinkageStatement && $0.drift?.method == "od.log.huber" })
  }

  /// A city of two fit groups that differ in level and spread, and clinics too small to be eligible, whose cost trebles.
  private func twoFits(_ seed: UInt64, later: Bool) -> Scorecard {
    var source = Seeded(seed)
    var maker = TallyMaker()
    func add(_ id: String, _ group: String, heads: Int, level: Double) {
      maker.groups[id] = group
      for _ in 0..<heads {
        maker.stays.append(
          .init(institution: id, fen: ["M03900": Int64(level * Double(20_000 + source.below(60_000)))]))
      }
    }
    for number in 0..<80 { add("P\(100 + number)", "pharmacy", heads: 40, level: 0.7 + 0.01 * Double(number)) }
    for number in 0..<30 { add("H\(100 + number)", "clinic", heads: 40, level: 3 + 0.01 * Double(number % 7)) }
    for number in 0..<10 { add("S\(100 + number)", "clinic", heads: 12, level: later ? 9 : 3) }
    return Scorecard(maker.tally)
  }

  @Test("Each is held against its own fit group, and who is not eligible does not tell how others drift")
  func groups() throws {
    let (before, after) = (twoFits(5, later: false), twoFits(6, later: true))
    #expect(before.fits.map(\.name) == ["pharmacy", "small-groups"])
    let asked: Set<String> = ["P179", "H106"]
    let result = FollowUp(before: before, after: after, interviewed: asked)
    #expect(result.drift.institutions == 108)
    for row in result.rows {
      let (one, two) = (try #require(before.byCode[row.institution.id]), try #require(after.byCode[row.institution.id]))
      let fit = try #require(before.fits.first { $0.name == one.fit })
      let later = try #require(after.fits.first { $0.name == two.fit })
      let deviation = log(try #require(one.indexAdjusted)) - fit.shrinkageMean
      let s = try #require(one.standardError)
      let expected = -s * s / (fit.shrinkageTauSquared + s * s) * deviation
      #expect(abs(try #require(row.expectedChange) - expected) < 1e-12)
      let change = log(try #require(two.indexAdjusted)) - later.shrinkageMean - deviation
      #expect(abs(try #require(row.change) - change) < 1e-12)
      #expect(row.between == fit.shrinkageStatement)
    }
  }

  @Test("Who is not eligible in either run does not tell how others drift, and what the drift rests on is told whole")
  func drift() throws {
    let whole = card(seed: 4)
    func changed(_ change: (inout InstitutionScore, Int) -> Void) -> Scorecard {
      var scores = card(seed: 5).institutions.sorted { $0.institution.id < $1.institution.id }
      for row in scores.indices { change(&scores[row], row) }
      return Scorecard(
        institutions: scores, peerGroups: [], fits: whole.fits, methods: [], absences: [], topCount: 10, order: .plain)
    }
    // Every second one grows by a half: they differ in how they change.
    let later = changed { score, row in
      if row % 2 == 0 { score.indexAdjusted = score.indexAdjusted.map { $0 * 1.5 } }
    }
    let result = FollowUp(before: whole, after: later, interviewed: ["P101"])
    #expect(result.drift.spread > 0.05)
    let told = try #require(result.rows.first?.drift?.tauSquared)
    #expect(abs(told - result.drift.spread * result.drift.spread) < 1e-15)
    let narrow = changed { score, row in
      if row % 2 == 0 { score.indexAdjusted = score.indexAdjusted.map { $0 * 1.5 } }
      if score.institution.id == "P102" { score.isEligible = false }
    }
    for (before, after) in [(whole, narrow), (narrow, whole)] {
      let result = FollowUp(before: before, after: after, interviewed: ["P101"])
      #expect(result.drift.institutions == whole.institutions.count { $0.isEligible } - 2)
    }
  }

  @Test("An institution without an index in either run is not measured") func notMeasured() throws {
    let whole = card(seed: 4)
    var bare = card(seed: 5).institutions
    for row in bare.indices where ["P101", "P102"].contains(bare[row].institution.id) {
      if bare[row].institution.id == "P101" { bare[row].indexAdjusted = nil } else { bare[row].standardError = nil }
    }
    let other = Scorecard(
      institutions: bare, peerGroups: [], fits: whole.fits, methods: [], absences: [], topCount: 10, order: .plain)
    for (before, after) in [(whole, other), (other, whole)] {
      let result = FollowUp(before: before, after: after, interviewed: ["P101", "P102", "P103"])
      #expect(result.rows.map(\.outcome) == [.notMeasured, .notMeasured, .measured])
      #expect(result.pooled?.institutions == 1)
    }
  }

  @Test("Who is in one run only, or in none, is told so and has no figures")
  func outcomes() {
    let whole = card(seed: 4)
    var maker = TallyMaker(groups: ["P100": "pharmacy", "NEW": "pharmacy"])
    for number in 0..<40 {
      maker.stays.append(.init(institution: number % 2 == 0 ? "P100" : "NEW", fen: ["M03900": Int64(100 + number)]))
    }
    let other = Scorecard(maker.tally)
    let result = FollowUp(before: whole, after: other, interviewed: ["P101", "NEW", "NOBODY"])
    #expect(result.rows.map(\.outcome) == [.unknownBefore, .unknownBefore, .gone])
    #expect(result.rows.allSatisfy { $0.net == nil && $0.money == nil && $0.between == nil })
    #expect(result.pooled == nil)
  }

  @Test("Whoever asks about one of the list gets the row that asking about the whole list gives", arguments: [1, 2])
  func oneOfTheList(seed: UInt64) throws {
    let listed: Set<String> = ["P126", "P127", "P128", "P129"]
    let (before, after) = (card(seed: seed), card(seed: seed + 50, later: ["P126": 0.5, "P127": 0.5, "P128": 0.5]))
    let all = FollowUp(before: before, after: after, interviewed: listed)
    let one = FollowUp(before: before, after: after, interviewed: ["P129"], listed: listed)
    #expect(one.rows.count == 1 && one.drift.institutions == 26 && one.drift.centre == all.drift.centre)
    let row = try #require(all.rows.first { $0.institution.id == "P129" })
    #expect(one.rows[0].net == row.net && one.rows[0].netLow == row.netLow && row.net != nil)
    // Taken for institutions that were left alone, the three that came down would be the common drift.
    let naive = FollowUp(before: before, after: after, interviewed: ["P129"])
    #expect(naive.drift.institutions == 29 && naive.drift.centre != all.drift.centre)
  }
}

@Suite("Earlier periods")
struct SignalHistoryTests {
  @Test("Only signals among the latest periods asked for count")
  func counted() {
    let history = SignalHistory(periods: ["Q3", "Q2", "Q1"], signals: ["A": [2, 0], "B": [2], "C": []])
    #expect((0...3).map { history.signals(of: "A", among: $0) } == [0, 1, 1, 2])
    #expect((0...3).map { history.signals(of: "B", among: $0) } == [0, 0, 0, 1])
    #expect(history.signals(of: "C", among: 3) == 0 && history.signals(of: "D", among: 3) == 0)
  }

  @Test("The gate counts the run's own period and as many earlier ones as the model looks at", arguments: 1...4)
  func gate(periods: Int) throws {
    var plan = ScoringPlan()
    plan.gates.persistencePeriods = periods
    plan.gates.persistenceMinimum = min(2, periods)
    let history = SignalHistory(
      periods: ["Q4", "Q3", "Q2", "Q1"], signals: ["A": [0, 1, 2, 3], "B": [2], "C": []], lowSignals: ["C": [0, 1]])
    for (id, signals) in [("A", [0, 1, 2, 3]), ("B", [2]), ("C", [Int]())] {
      for isSignal in [true, false] {
        var score = InstitutionScore(
          institution: Institution(id: id), peerGroup: "all", heads: 30, visits: 60, costFen: 100, truncatedFen: 0,
          drugFen: nil, fundFen: nil)
        score.indexEb05 = isSignal ? 1.2 : 0.9
        score.q = 0.01
        InterviewGate(plan: plan, withoutSpread: [], history: history).apply(to: &score, distinctHeads: 30)
        let gate = try #require(score.gates.last)
        let count = signals.filter { $0 < periods - 1 }.count + (isSignal ? 1 : 0)
        #expect(gate.gate == .persistent && gate.value == Double(count) && gate.threshold == Double(min(2, periods)))
        #expect(gate.passes == (count >= min(2, periods)) && score.periodsSignalled == Int64(count))
      }
    }
  }

  @Test("Without history the gate is not judged") func noHistory() {
    var score = InstitutionScore(
      institution: Institution(id: "A"), peerGroup: "all", heads: 30, visits: 60, costFen: 100, truncatedFen: 0,
      drugFen: nil, fundFen: nil)
    InterviewGate(plan: ScoringPlan(), withoutSpread: []).apply(to: &score, distinctHeads: 30)
    #expect(!score.gates.contains { $0.gate == .persistent } && score.periodsSignalled == nil)
  }

  @Test("A signal needs an index above the minimum and a q within the rate", arguments: [1.0, 1.2])
  func signal(minimum: Double) {
    var gates = ScoringPlan().gates
    gates.indexMinimum = minimum
    gates.falseDiscoveryRate = 0.05
    #expect(gates.isSignal(conservativeIndex: minimum.nextUp, adjustedP: 0.05))
    #expect(!gates.isSignal(conservativeIndex: minimum, adjustedP: 0.05))
    #expect(!gates.isSignal(conservativeIndex: minimum.nextUp, adjustedP: 0.05.nextUp))
    #expect(
      !gates.isSignal(conservativeIndex: nil, adjustedP: 0) && !gates.isSignal(conservativeIndex: 9, adjustedP: nil))
  }
}
