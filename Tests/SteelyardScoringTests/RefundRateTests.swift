import SteelyardDomain
import SteelyardStatistics
import SteelyardTestSupport
import Testing

@testable import SteelyardLedger
@testable import SteelyardScoring

@Suite("Refunds against the peers")
struct RefundRateTests {
  private func score(_ id: String, group: String) -> InstitutionScore {
    var score = InstitutionScore(
      institution: Institution(id: id), peerGroup: group, heads: 30, visits: 60, costFen: 100, truncatedFen: 0,
      drugFen: nil, fundFen: nil)
    score.fit = group
    return score
  }

  private func signals(_ id: String, refunds: Int64, settlements: Int64) -> InstitutionSignals {
    var signals = InstitutionSignals(institution: id)
    signals.refunds = refunds
    signals.settlements = settlements
    return signals
  }

  /// Institutions of two groups with refunds by chance, one with many.
  private func city(_ seed: UInt64) -> (scores: [InstitutionScore], signals: [String: InstitutionSignals]) {
    var source = Seeded(seed)
    var scores: [InstitutionScore] = []
    var table: [String: InstitutionSignals] = [:]
    for number in 0..<40 {
      let id = "P\(100 + number)"
      scores.append(score(id, group: number < 25 ? "pharmacy" : "clinic"))
      let refunds = number == 3 ? 90 : source.below(12)
      table[id] = signals(id, refunds: Int64(refunds), settlements: Int64(400 + source.below(800)))
    }
    return (scores, table)
  }

  @Test("Expected refunds, ratio, rate and intervals are those of the peer group", arguments: [1, 2, 3])
  func twin(seed: UInt64) throws {
    let (scores, table) = city(seed)
    let (rates, fits) = RefundRate.rates(scores, signals: table, plan: ScoringPlan().profile)
    #expect(rates.count == 40 && fits.map(\.name) == ["clinic", "pharmacy"] && fits.map(\.units) == [15, 25])
    for rate in rates {
      let own = try #require(scores.first { $0.institution.id == rate.institution })
      let group = scores.filter { $0.peerGroup == own.peerGroup }.compactMap { table[$0.institution.id] }
      let refunds = group.reduce(0) { $0 + $1.refunds }
      let rows = group.reduce(0) { $0 + $1.refunds + $1.settlements }
      let signal = try #require(table[rate.institution])
      let ownRows = Double(signal.refunds + signal.settlements)
      let peerRate = Double(refunds) / Double(rows)
      let interval = IntervalEstimates.count(Double(signal.refunds), level: 0.95, by: .exactBelowTen)
      #expect(rate.observed == signal.refunds && Double(rate.rows) == ownRows)
      // Two products in another order.
      #expect(abs(rate.expected / (ownRows * peerRate) - 1) < 1e-14)
      #expect(abs(rate.ratio - Double(signal.refunds) / (ownRows * peerRate)) < 1e-12)
      #expect(abs(rate.ratioLow - interval.lower / (ownRows * peerRate)) < 1e-12)
      #expect(abs(rate.ratioHigh - interval.upper / (ownRows * peerRate)) < 1e-12)
      #expect(abs(rate.ratePerThousand - 1000 * Double(signal.refunds) / ownRows) < 1e-9)
      #expect(abs(rate.rateLow - 1000 * interval.lower / ownRows) < 1e-9)
      #expect(abs(rate.rateHigh - 1000 * interval.upper / ownRows) < 1e-9)
      let shrunk = try #require(rate.ratioShrunk), low = try #require(rate.ratioEb05)
      // The ratios of a group average about one, and so does what they are drawn to.
      #expect(min(rate.ratio, 0.5) <= shrunk && shrunk <= max(rate.ratio, 2) && low < shrunk)
    }
    let many = try #require(rates.first { $0.institution == "P103" })
    #expect((many.probabilityAboveOne ?? 0) > 0.999 && (many.ratioEb05 ?? 0) > 2)
  }

  @Test(
    "Ratios are shrunk within the fit group, by the model's method and interval, each at its own institution",
    arguments: [ScoringPlan.Profile.CountShrinkage.maximumLikelihood, .marshall], [4, 5] as [UInt64])
  func shrunk(method: ScoringPlan.Profile.CountShrinkage, seed: UInt64) throws {
    var (scores, table) = city(seed)
    // The clinics share the pharmacies' fit, as small peer groups do.
    for row in scores.indices { scores[row].fit = "small-groups" }
    var source = Seeded(seed)
    scores.shuffle(using: &source)
    var plan = ScoringPlan().profile
    plan.countShrinkage = method
    plan.countInterval = .exact
    let (rates, fits) = RefundRate.rates(scores, signals: table, plan: plan)
    let observed = rates.map { Int($0.observed) }
    let expected = rates.map(\.expected)
    let fit =
      method == .maximumLikelihood
      ? GammaPoissonShrinkage.maximumLikelihood(observed: observed, expected: expected)
      : GammaPoissonShrinkage.marshall(observed: observed, expected: expected)
    #expect(fits.count == 1 && fits[0].name == "small-groups" && fits[0].units == 40)
    #expect(fits[0].shape == fit.shape && fits[0].rate == fit.rate && fits[0].outcome == fit.status.rawValue)
    #expect(fits[0].method == "\(fit.method); poisson.exact" && fit.shape != nil)
    let (low, above) = (fit.eb05, fit.probabilities(ratioAbove: 1))
    for (row, rate) in rates.enumerated() {
      #expect(rate.institution == scores[row].institution.id)
      #expect(rate.ratioShrunk == fit.posteriorMeans[row] && rate.ratioEb05 == low[row])
      #expect(rate.probabilityAboveOne == above[row])
      let interval = IntervalEstimates.count(Double(rate.observed), level: 0.95, by: .exact)
      #expect(abs(rate.ratioLow - interval.lower / rate.expected) < 1e-12)
    }
    #expect(Set(above).count > 20)
  }

  @Test("Where ratios do not differ beyond chance nothing is said of the side they lie on")
  func noSpread() throws {
    // The common ratio is 1 and rounds to a little more: rows 100 and 166, one refund each.
    let table = ["A": signals("A", refunds: 1, settlements: 99), "B": signals("B", refunds: 1, settlements: 165)]
    let (rates, fits) = RefundRate.rates(
      ["A", "B"].map { score($0, group: "all") }, signals: table, plan: ScoringPlan().profile)
    #expect(fits.map(\.shape) == [nil] && rates.count == 2)
    #expect(rates.allSatisfy { $0.probabilityAboveOne == nil && $0.ratioShrunk != nil })
  }

  @Test("Where hardly a refund is expected nothing is said")
  func hardlyAny() {
    let scores = ["A", "B"].map { score($0, group: "all") }
    // One refund in ten million rows: five rows may expect half a millionth of one, a hundred a hundred thousandth.
    for (rows, isTold) in [(5, false), (100, true)] as [(Int64, Bool)] {
      let table = [
        "A": signals("A", refunds: 1, settlements: 10_000_000), "B": signals("B", refunds: 0, settlements: rows),
      ]
      let rates = RefundRate.rates(scores, signals: table, plan: ScoringPlan().profile).rates
      #expect(rates.map(\.institution) == (isTold ? ["A", "B"] : ["A"]))
    }
  }

  @Test("Without rows, signals or refunds of the peers there is no rate")
  func none() {
    let scores = ["A", "B", "C"].map { score($0, group: "all") }
    let quiet = ["A": signals("A", refunds: 0, settlements: 9), "B": signals("B", refunds: 0, settlements: 7)]
    #expect(RefundRate.rates(scores, signals: quiet, plan: ScoringPlan().profile).rates.isEmpty)
    let one = ["A": signals("A", refunds: 2, settlements: 9), "B": signals("B", refunds: 0, settlements: 0)]
    let found = RefundRate.rates(scores, signals: one, plan: ScoringPlan().profile).rates
    #expect(found.map(\.institution) == ["A"] && found.map(\.ratio) == [1])
    #expect(RefundRate.rates([], signals: [:], plan: ScoringPlan().profile).rates.isEmpty)
  }
}
