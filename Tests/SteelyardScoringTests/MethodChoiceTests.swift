import Foundation
import SteelyardDomain
import SteelyardLedger
import SteelyardStatistics
import SteelyardTestSupport
import Testing

@testable import SteelyardScoring

/// Every method a model can name, with every other.
@Suite("Every choice of methods")
struct MethodChoiceTests {
  typealias Method = Overdispersion.Method

  static let tally = TallyMaker.random(seed: 20_250_702, institutions: 11, personsEach: 30).tally

  /// Plans with one over-dispersion method and every choice beside it; both peer groups have fits of their own.
  private func plans(_ dispersion: Method) -> [ScoringPlan] {
    var plans: [ScoringPlan] = []
    for variance in ScoringPlan.VarianceMethod.allCases {
      for shrinkage in [nil] + Method.allCases.map(Optional.some) {
        for multiplicity in FalseDiscovery.Method.allCases {
          for sides in ScoringPlan.Sides.allCases {
            var plan = ScoringPlan()
            plan.dispersion = dispersion
            plan.variance = variance
            plan.shrinkageDispersion = shrinkage
            plan.multiplicity = multiplicity
            plan.sides = sides
            plan.fitUnitsMinimum = 3
            plan.gates.headsMinimum = 20
            plans.append(plan)
          }
        }
      }
    }
    return plans
  }

  private func name(_ plan: ScoringPlan) -> Comment {
    let shrinkage = plan.shrinkageDispersion?.rawValue ?? "as z"
    return "\(plan.variance.rawValue), between \(shrinkage), \(plan.multiplicity.rawValue), \(plan.sides.rawValue)"
  }

  @Test(
    "All figures are finite, p belongs to z, q to p, and the statement tells what was used", arguments: Method.allCases)
  func choices(dispersion: Method) {
    for plan in plans(dispersion) {
      let card = Scorecard(Self.tally, plan)
      let comment = name(plan)
      #expect(card.fits.map(\.name) == ["clinic", "pharmacy"], comment)
      let fits = Dictionary(uniqueKeysWithValues: card.fits.map { ($0.name, $0) })
      var judged = 0
      for score in card.institutions {
        let unfit = score.figures.filter { !$0.value.isFinite }
        #expect(unfit.isEmpty, comment)
        guard let z = score.z, let p = score.p, let q = score.q, let fit = fits[score.fit] else { continue }
        judged += 1
        // The tail by the system's function for it, which is another than ours: both have 1e-15.
        let expected = plan.sides == .upper ? erfc(z / 2.0.squareRoot()) / 2 : erfc(abs(z) / 2.0.squareRoot())
        #expect(abs(p - expected) <= 1e-12, comment)
        #expect(abs(z - distance(score, fit)) <= 1e-9 * max(1, abs(z)), comment)
        // Storey's share of null hypotheses is below one, so its q may lie below p; all others only raise.
        #expect(q <= 1 && (plan.multiplicity == .storey ? q >= 0 : q >= p), comment)
      }
      #expect(judged == 11, comment)
      expectStatements(card, plan, comment)
      expectFits(card, plan, comment)
    }
  }

  /// z by the formula of the method's scale.
  private func distance(_ score: InstitutionScore, _ fit: DispersionFit) -> Double {
    let ratio = score.indexAdjusted ?? .nan
    let error = score.standardError ?? .nan
    let factor = fit.method.contains(".mult.") ? fit.phi ?? .nan : 1
    if fit.scale == "log" { return (log(ratio) - fit.centre) / (factor * error * error + fit.tauSquared).squareRoot() }
    return (ratio.squareRoot() - fit.centre) / (factor * error * error / 4 + fit.tauSquared).squareRoot()
  }

  private func expectStatements(_ card: Scorecard, _ plan: ScoringPlan, _ comment: Comment) {
    func statement(_ role: String) -> MethodStatement? { card.methods.first { $0.role == role } }
    #expect(statement("variance")?.id == plan.variance.rawValue, comment)
    #expect(statement("over-dispersion")?.id == plan.dispersion.rawValue, comment)
    #expect(statement("multiplicity")?.id == plan.multiplicity.rawValue, comment)
    #expect(statement("multiplicity")?.constants == ["sides = \(plan.sides.rawValue)"], comment)
    #expect(statement("funnel")?.constants == ["levels = \(plan.funnel.inner)+\(plan.funnel.outer)"], comment)
    #expect(card.funnel == plan.funnel && card.screened([:]).funnel == plan.funnel, comment)
    // A multiplicative spread has no variance between institutions: moments stand in for it.
    let asked = plan.shrinkageDispersion ?? plan.dispersion
    let between = asked.rawValue.contains(".mult.") ? "od.log.dl" : asked.rawValue
    #expect(statement("shrinkage")?.constants.first == "between = \(between)", comment)
    let constants = statement("over-dispersion")?.constants ?? []
    for fit in card.fits {
      #expect(constants.contains("scale = \(fit.scale)"), comment)
      if fit.trimShare > 0 { #expect(constants.contains("trimmed_each_side = \(fit.trimShare)"), comment) }
      let phi = fit.phi.map { " φ = \(six($0))" } ?? ""
      #expect(constants.contains("\(fit.name): τ² = \(six(fit.tauSquared))\(phi) n = \(fit.unitsUsed)"), comment)
    }
  }

  private func six(_ value: Double) -> String { String(format: "%.6f", value) }

  private func expectFits(_ card: Scorecard, _ plan: ScoringPlan, _ comment: Comment) {
    let id = plan.dispersion.rawValue
    for fit in card.fits {
      #expect(fit.method == id && fit.scale == (id.contains(".sqrt.") ? "sqrt" : "log"), comment)
      #expect(fit.trimShare == (id.hasSuffix(".w10") || id.hasSuffix(".t10") ? 0.1 : 0), comment)
      #expect(fit.unitsUsed >= 2 && fit.unitsUsed <= fit.units, comment)
      #expect(
        [fit.centre, fit.tauSquared, fit.shrinkageTauSquared, fit.shrinkageMean, fit.shrinkageMeanVariance]
          .allSatisfy { $0.isFinite } && fit.tauSquared >= 0 && fit.shrinkageTauSquared >= 0, comment)
      #expect(fit.phi.map { $0.isFinite && $0 > 0 } ?? true, comment)
      // What multiplies and is winsorised or truncated rests on φ; the others solve for τ² itself.
      if id.contains(".mult.") { #expect(fit.phi != nil && fit.tauSquared == 0, comment) }
    }
  }

  @Test("Another variance, spread or side gives other figures: no choice is ignored")
  func distinct() {
    // Some far beyond the others, so that small p values tell the adjustments apart.
    var maker = TallyMaker.random(seed: 3)
    maker.capFen = .max
    let dear = maker.groups.keys.sorted().prefix(4)
    for row in maker.stays.indices {
      guard let place = dear.firstIndex(of: maker.stays[row].institution) else { continue }
      maker.stays[row].fen = maker.stays[row].fen.mapValues { $0 * Int64(5 + place) }
    }
    let tally = maker.tally
    func figures(_ change: (inout ScoringPlan) -> Void) -> [String: [Double?]] {
      var plan = ScoringPlan()
      change(&plan)
      let scores = Scorecard(tally, plan).institutions
      let sorted = scores.sorted { $0.institution.id < $1.institution.id }
      return [
        "z": sorted.map(\.z), "p": sorted.map(\.p), "q": sorted.map(\.q), "shrunk": sorted.map(\.indexShrunk),
        "error": sorted.map(\.standardError),
      ]
    }
    func expectDistinct(_ column: String, _ choices: [(inout ScoringPlan) -> Void]) {
      let columns = choices.map { figures($0)[column] ?? [] }
      for (place, one) in columns.enumerated() {
        for other in columns[..<place] { #expect(one != other, "\(column)") }
      }
    }
    expectDistinct("error", ScoringPlan.VarianceMethod.allCases.map { method in { $0.variance = method } })
    expectDistinct("z", Method.allCases.map { method in { $0.dispersion = method } })
    expectDistinct("p", ScoringPlan.Sides.allCases.map { sides in { $0.sides = sides } })
    expectDistinct(
      "shrunk",
      [Method.logHuber, .logPauleMandel, .logMaximumLikelihood, .rootAdditiveWinsorised].map {
        method in { $0.shrinkageDispersion = method }
      })
    // Hommel's may be Holm's, and Storey's Benjamini and Hochberg's where few p values are small.
    expectDistinct(
      "q",
      FalseDiscovery.Method.allCases.filter { $0 != .hommel && $0 != .storey }.map { method in
        { $0.multiplicity = method }
      })
  }
}

@Suite("Variance of an institution's money, person by person")
struct VarianceTwinTests {
  static let seeds: [UInt64] = [1, 2, 3, 4, 5, 6]

  /// A person's capped costs at one institution, by reference group.
  private struct Person {
    var institution: String
    var costs: [(group: String, fen: Double)]
  }

  /// The stays as persons; the groups are the engine's, which have tests of their own.
  private func persons(_ maker: TallyMaker, _ plan: ScoringPlan) -> [String: [Person]] {
    let tally = maker.tally
    var byPeers: [String: [Person]] = [:]
    for peers in Set(tally.peerGroups) {
      let positions = tally.institutions.indices.filter { tally.peerGroups[$0] == peers }
      let mix = CostPanel(tally, institutions: positions, plan: plan).caseMix
      for stay in maker.stays where maker.groups[stay.institution] == peers {
        let costs = stay.fen.map { disease, fen in
          let stratum = tally.strata.firstIndex { $0.labels == [disease] + stay.labels + [Stratum.all] } ?? -1
          return (group: "\(mix.groupOfStratum[stratum])", fen: Double(min(fen, maker.capFen)))
        }
        byPeers[peers, default: []].append(Person(institution: stay.institution, costs: costs))
      }
    }
    return byPeers
  }

  /// Standard errors by institution.
  private func errors(_ persons: [Person], _ method: ScoringPlan.VarianceMethod) -> [String: Double] {
    var sum: [String: Double] = [:]
    var heads: [String: Double] = [:]
    for person in persons {
      for cost in person.costs {
        sum[cost.group, default: 0] += cost.fen
        heads[cost.group, default: 0] += 1
      }
    }
    func mean(_ group: String) -> Double { (sum[group] ?? 0) / (heads[group] ?? 1) }
    var scaled = 0.0
    var count = 0.0
    var expected: [String: Double] = [:]
    var squares: [String: Double] = [:]
    var residuals: [String: Double] = [:]
    for person in persons {
      var residual = 0.0
      for cost in person.costs {
        let reference = mean(cost.group)
        residual += cost.fen - reference
        scaled += (cost.fen - reference) * (cost.fen - reference) / (reference * reference)
        count += 1
        expected[person.institution, default: 0] += reference
        squares[person.institution, default: 0] += reference * reference
      }
      residuals[person.institution, default: 0] += residual * residual
    }
    let phi = scaled / (count - Double(heads.count))
    return expected.reduce(into: [:]) { errors, entry in
      let variance = method == .gamma ? phi * (squares[entry.key] ?? 0) : residuals[entry.key] ?? 0
      errors[entry.key] = variance.squareRoot() / entry.value
    }
  }

  @Test(
    "One dispersion for all, and own residuals by person, are those of plain loops over persons",
    arguments: [ScoringPlan.VarianceMethod.gamma, .sandwich], seeds)
  func twin(method: ScoringPlan.VarianceMethod, seed: UInt64) throws {
    let maker = TallyMaker.random(seed: seed, institutions: 9, personsEach: 70)
    for ladder in [[], ScoringPlan().ladder] {
      var plan = ScoringPlan()
      plan.variance = method
      plan.ladder = ladder
      let scores = Scorecard(maker.tally, plan).byCode
      var compared = 0
      for members in persons(maker, plan).values {
        for (institution, expected) in errors(members, method) {
          let error = try #require(scores[institution]?.standardError)
          compared += 1
          // The engine expands squares of sums of some 1e10, which leaves about ten digits of a difference.
          #expect(abs(error / expected - 1) <= 1e-9, "seed \(seed): \(institution), \(ladder.count) rungs")
        }
      }
      #expect(compared == 9)
    }
  }
}
