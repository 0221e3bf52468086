public import SteelyardDomain

/// One institution with every figure of the ranking; see methods for what each means.
public struct InstitutionScore: Sendable {
  /// Why an institution has no adjusted figures.
  public enum Outcome: String, CaseIterable, Sendable {
    /// It has all of them.
    case scored
    /// Observed capped cost is not positive.
    case noSpend
    /// No reference for its patients.
    case noReference
    /// The variance of its cost cannot be had.
    case noVariance
    /// Its peer group has no other institution with heads.
    case tooFewPeers
  }

  /// What is advised (methods §8).
  public enum Band: String, CaseIterable, Sendable {
    /// All gates pass.
    case interview
    /// Too little data to say anything, good or bad.
    case cannotTell = "cannot-tell"
    /// Probably above its peers, but a gate fails.
    case watch
    /// None of these.
    case ordinary
  }

  /// A gate of the interview list.
  public enum Gate: String, CaseIterable, Sendable {
    /// `index_eb05` exceeds the minimum.
    case extreme
    /// q is within the false discovery rate.
    case significant
    /// The shrunken excess is material.
    case material
    /// The figures are reliable.
    case reliable
    /// There are enough heads.
    case heads
    /// It stood out in enough of the latest periods; judged where history is given.
    case persistent
  }

  /// A gate with the value it saw.
  public struct GateResult: Equatable, Sendable {
    /// The gate.
    public let gate: Gate
    /// The value, in the gate's own unit (material: yuan), or `nil` where there is none.
    public let value: Double?
    /// The threshold, same unit.
    public let threshold: Double
    /// Whether it passes.
    public let passes: Bool

    /// Creates a result.
    public init(gate: Gate, value: Double?, threshold: Double, passes: Bool) {
      self.gate = gate
      self.value = value
      self.threshold = threshold
      self.passes = passes
    }
  }

  /// What one stratum adds to an institution's excess.
  public struct StratumContribution: Equatable, Sendable {
    /// Disease, age band, sex, scheme … as the tally labels them.
    public let labels: [String]
    /// Heads of the stratum at the institution.
    public let heads: Int64
    /// Cost in fen, untruncated.
    public let costFen: Int64
    /// Expected cost in yuan, untruncated reference.
    public let expected: Double

    /// Creates a contribution.
    public init(labels: [String], heads: Int64, costFen: Int64, expected: Double) {
      self.labels = labels
      self.heads = heads
      self.costFen = costFen
      self.expected = expected
    }

    /// Cost less expected, in yuan.
    public var excess: Double { Double(costFen) / 100 - expected }
  }

  /// The institution.
  public var institution: Institution
  /// Its peer group.
  public var peerGroup: String
  /// Place in the published order, 1 the dearest; those without the figure come last.
  public var rank: Int?
  /// Distinct heads by the model's rule.
  public var heads: Int64
  /// Visits; `nil` where a tally does not tell.
  public var visits: Int64?
  /// Cost in fen, untruncated.
  public var costFen: Int64
  /// Money above the caps, in fen.
  public var truncatedFen: Int64
  /// Drug cost in fen; `nil` where it is not told, or the compared cost is not the total.
  public var drugFen: Int64?
  /// Fund payment in fen; likewise.
  public var fundFen: Int64?
  /// The plain per-capita index.
  public var indexPlain: Double?
  /// Observed over expected, capped cost.
  public var indexAdjusted: Double?
  /// Observed over expected, untruncated.
  public var indexAdjustedUntruncated: Double?
  /// ``indexAdjusted`` had the strata not been divided by attachment, which inflated visits create; `nil` where they are
  /// not.
  public var indexAdjustedUnattached: Double?
  /// The DRG-style mean of ratios.
  public var indexDrg: Double?
  /// Expected capped cost in yuan.
  public var expected: Double?
  /// Expected untruncated cost in yuan.
  public var expectedUntruncated: Double?
  /// Standard error s of ln(index_adjusted).
  public var standardError: Double?
  /// Standardised distance from the peers, over-dispersion included.
  public var z: Double?
  /// Upper one-sided p of z.
  public var p: Double?
  /// Benjamini–Hochberg adjusted p over the eligible.
  public var q: Double?
  /// Reliability, with the gate's floor on τ².
  public var reliability: Double?
  /// The shrunken index.
  public var indexShrunk: Double?
  /// Lower end of its 95 % interval.
  public var indexLow: Double?
  /// Upper end of its 95 % interval.
  public var indexHigh: Double?
  /// Its 5 % quantile.
  public var indexEb05: Double?
  /// P(index > 1).
  public var probabilityAboveOne: Double?
  /// P(index > the model's watched index).
  public var probabilityAboveWatched: Double?
  /// Posterior mean of ln(index).
  var posteriorMean: Double?
  /// Posterior standard deviation of ln(index).
  var posteriorDeviation: Double?
  /// Excess over parity in yuan, untruncated.
  public var excess: Double?
  /// Shrunken excess in yuan.
  public var excessShrunk: Double?
  /// Expected rank among the eligible.
  public var expectedRank: Double?
  /// Lower end of the 95 % rank interval.
  public var rankLow: Int?
  /// Upper end of the 95 % rank interval.
  public var rankHigh: Int?
  /// P(in top k).
  public var topProbability: Double?
  /// The largest z of the signals beside cost (``Screen``).
  public var screen: Double?
  /// Which signal that is; `nil` where none lies above the peers.
  public var screenSignal: Screen.Signal?
  /// The name of the fit group.
  public var fit: String
  /// What z rests on; `nil` without one.
  public var dispersion: DispersionStatement?
  /// Whether it takes part in the estimates.
  public var isEligible: Bool
  /// Why adjusted figures are missing.
  public var outcome: Outcome
  /// Every gate, in order; none where the tally has no squares to judge by.
  public var gates: [GateResult]
  /// The band; `nil` where no gate was judged.
  public var band: Band?
  /// Strata by descending excess.
  public var strata: [StratumContribution]

  /// Creates a score that holds what is counted; everything estimated starts empty.
  public init(
    institution: Institution, peerGroup: String, heads: Int64, visits: Int64?, costFen: Int64, truncatedFen: Int64,
    drugFen: Int64?, fundFen: Int64?
  ) {
    self.institution = institution
    self.peerGroup = peerGroup
    self.heads = heads
    self.visits = visits
    self.costFen = costFen
    self.truncatedFen = truncatedFen
    self.drugFen = drugFen
    self.fundFen = fundFen
    fit = ""
    isEligible = false
    outcome = .scored
    gates = []
    strata = []
  }
}

extension InstitutionScore {
  /// Cost per head in yuan.
  public var costPerHead: Double? { heads > 0 ? Double(costFen) / 100 / Double(heads) : nil }
  /// Cost per visit in yuan.
  public var costPerVisit: Double? { visits.flatMap { $0 > 0 ? Double(costFen) / 100 / Double($0) : nil } }
  /// Visits per head.
  public var visitsPerHead: Double? { visits.flatMap { heads > 0 ? Double($0) / Double(heads) : nil } }
  /// Drug cost over total cost.
  public var drugShare: Double? { drugFen.flatMap { costFen > 0 ? Double($0) / Double(costFen) : nil } }
  /// Fund payment over total cost.
  public var fundShare: Double? { fundFen.flatMap { costFen > 0 ? Double($0) / Double(costFen) : nil } }
  /// Lower end of the 95 % interval of the shrunken excess, yuan.
  public var excessLow: Double? { excess(atIndex: indexLow) }
  /// Its upper end.
  public var excessHigh: Double? { excess(atIndex: indexHigh) }
  /// In how many of the latest periods it stood out, this one included; `nil` without history.
  public var periodsSignalled: Int64? { gates.first { $0.gate == .persistent }?.value.map { Int64($0) } }
  /// The gates that fail, in order.
  public var failedGates: [Gate] { gates.filter { !$0.passes }.map(\.gate) }
  /// The one gate that keeps it off the list, where it is exactly one and there is enough data to tell.
  public var nearGate: Gate? { band != .cannotTell && failedGates.count == 1 ? failedGates.first : nil }

  /// What untruncated cost would exceed the expected by at an index, yuan.
  private func excess(atIndex index: Double?) -> Double? {
    expectedUntruncated.flatMap { expected in index.map { expected * ($0 - 1) } }
  }
}
