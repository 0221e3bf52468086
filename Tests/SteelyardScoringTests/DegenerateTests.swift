import SteelyardDomain
import SteelyardLedger
import SteelyardScoring
import SteelyardStatistics
import Testing

@Suite("Inputs with nothing to compare")
struct DegenerateTests {
  typealias Stay = TallyMaker.Stay

  /// An input, and the outcome it has by institution.
  struct Input: CustomTestStringConvertible, Sendable {
    var testDescription: String
    var outcomes: [String: InstitutionScore.Outcome]
    var groups: [String: String]
    var stays: [Stay]

    init(
      _ name: String, _ outcomes: [String: InstitutionScore.Outcome], groups: [String: String] = [:], _ stays: [Stay]
    ) {
      testDescription = name
      self.outcomes = outcomes
      self.groups = groups
      self.stays = stays
    }
  }

  /// So many stays at an institution, their costs from 1,000 fen up by a step.
  static func stays(_ institution: String, _ count: Int, from first: Int64 = 1000, step: Int64 = 10) -> [Stay] {
    (0..<count).map { Stay(institution: institution, fen: ["M1": first + Int64($0) * step]) }
  }

  static let inputs: [Input] = [
    Input("no institution", [:], []),
    Input("one institution", ["A": .tooFewPeers], stays("A", 40)),
    Input("one head", ["A": .tooFewPeers], stays("A", 1)),
    Input("one head each", ["A": .scored, "B": .scored], stays("A", 1) + stays("B", 1, from: 3000)),
    Input(
      "two institutions of two groups", ["A": .tooFewPeers, "B": .tooFewPeers], groups: ["B": "other"],
      stays("A", 40) + stays("B", 40)),
    Input(
      "one institution with heads beside one without", ["A": .tooFewPeers, "B": .noReference],
      stays("A", 40) + [Stay(institution: "B", visits: 0, fen: ["M2": 500])]),
    Input("equal costs", ["A": .noVariance, "B": .noVariance], stays("A", 40, step: 0) + stays("B", 40, step: 0)),
    Input(
      "equal costs that divide badly", ["A": .noVariance, "B": .noVariance],
      stays("A", 33, from: 33_333_333_333, step: 0) + stays("B", 37, from: 33_333_333_333, step: 0)),
    Input(
      "no cost at all", ["A": .noSpend, "B": .noSpend],
      stays("A", 40, from: 0, step: 0) + stays("B", 40, from: 0, step: 0)),
    Input("no cost at one", ["A": .noSpend, "B": .scored], stays("A", 40, from: 0, step: 0) + stays("B", 40)),
    Input("more refunds than cost", ["A": .noSpend, "B": .scored], stays("A", 40, from: -900) + stays("B", 60)),
    Input(
      "more refunds than cost among all", ["A": .noSpend, "B": .noReference],
      stays("A", 40, from: -9000) + stays("B", 60)),
    Input("one stratum", ["A": .scored, "B": .scored], stays("A", 40) + stays("B", 50, from: 2000)),
    Input(
      "one head a stratum", ["A": .scored, "B": .scored],
      (0..<80).map { Stay(institution: $0 < 40 ? "A" : "B", fen: ["M\($0)": 1000 + Int64($0)]) }),
    Input(
      "twins in all", ["A": .scored, "B": .scored, "C": .scored], stays("A", 40) + stays("B", 40) + stays("C", 40)),
    Input(
      "rows of the largest amount", ["A": .scored, "B": .scored],
      stays("A", 40, from: Money.rowLimitFen - 400) + stays("B", 40, from: 1)),
    Input(
      "money without heads", ["A": .noReference, "B": .noReference],
      ["A", "B"].map { Stay(institution: $0, visits: 0, fen: ["M1": 700]) }),
  ]

  static let plans: [ScoringPlan] = ScoringPlan.ReferenceRule.allCases.flatMap { reference in
    ScoringPlan.DispersionMethod.allCases.map { dispersion in
      var plan = ScoringPlan()
      plan.reference = reference
      plan.dispersion = dispersion
      return plan
    }
  }

  private func tally(_ input: Input) -> Tally {
    var maker = TallyMaker()
    maker.stays = input.stays
    for stay in input.stays { maker.groups[stay.institution] = input.groups[stay.institution] ?? "all" }
    return maker.tally
  }

  @Test("Every number is finite and every institution has a rank, whatever is missing", arguments: inputs)
  func finite(input: Input) {
    for plan in Self.plans {
      let scorecard = Scorecard(tally(input), plan)
      var numbers: [String: Double] = [:]
      for score in scorecard.institutions {
        for (column, value) in score.figures { numbers["\(score.institution.id) \(column)"] = value }
        for gate in score.gates { numbers["\(score.institution.id) \(gate.gate)"] = gate.value ?? 0 }
        for (row, part) in score.strata.enumerated() {
          numbers["\(score.institution.id) stratum \(row)"] = part.expected + part.excess
        }
      }
      for fit in scorecard.fits {
        numbers["fit \(fit.name)"] =
          fit.centre + fit.tauSquared + fit.shrinkageMean + fit.shrinkageMeanVariance
      }
      for group in scorecard.peerGroups { numbers["group \(group.name)"] = group.dominant?.share ?? 0 }
      for (name, value) in numbers {
        #expect(value.isFinite, "\(plan.reference), \(plan.dispersion): \(name) = \(value)")
      }
      #expect(scorecard.institutions.map(\.rank) == scorecard.institutions.indices.map { $0 + 1 })
    }
  }

  @Test("What cannot be had has a named outcome, and only who has all of it is eligible", arguments: inputs)
  func outcomes(input: Input) {
    let scorecard = Scorecard(tally(input))
    #expect(scorecard.byCode.mapValues(\.outcome) == input.outcomes)
    for score in scorecard.institutions {
      #expect(score.isEligible == (score.outcome == .scored && score.heads >= 30))
      #expect((score.z != nil) == (score.outcome == .scored && !scorecard.fits.isEmpty))
      if !score.isEligible { #expect(score.q == nil && score.rankLow == nil && score.band == .cannotTell) }
      // The plain columns stay.
      #expect(score.costPerHead != nil || score.heads == 0)
    }
  }

  @Test("An institution that compares with no one keeps its index but has no score")
  func alone() throws {
    let score = try #require(Scorecard(tally(Self.inputs[1])).institutions.first)
    #expect(score.indexAdjusted == 1 && score.indexPlain == 1)
    #expect(score.standardError == nil && score.z == nil && score.p == nil && score.indexShrunk == nil)
  }

  @Test("Institutions that are all the same do not differ beyond chance and have an index of one")
  func twins() throws {
    let input = try #require(Self.inputs.first { $0.testDescription == "twins in all" })
    let scorecard = Scorecard(tally(input))
    #expect(scorecard.fits.map(\.outcome) == ["noSpread"])
    for score in scorecard.institutions {
      // Thirty-odd products of one reference: a few last digits.
      #expect(abs((score.indexAdjusted ?? 0) - 1) < 1e-13 && abs(score.z ?? 1) < 1e-9)
      #expect(score.band == .ordinary)
      #expect(abs((score.expectedRank ?? 0) - 2) < 1e-9, "three that are alike share the ranks")
    }
  }
}
