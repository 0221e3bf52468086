import SteelyardDomain
import SteelyardReports
import SteelyardScoring

@testable import SteelyardStatistics

/// Texts that are safe only where they are escaped.
let hostileTexts = [
  "=cmd|' /C calc'!A0", "+1+1", "-2+3", "@SUM(A1)", "\t=1", "\r=1", "＝1", "＋1", "－1", "＠1", "'=1", "''=1", "'plain",
  "a,b", "a\"b", "a\nb", "a\r\nb", "<script>alert(1)</script>", "&amp;", "\u{1B}[31mred", "\u{0}", "\u{202E}txt.exe",
  "\u{2028}", "]]>", "\\u0000", "药店（一）", "", " ", "e\u{301}\u{301}", "👩‍⚕️",
]

/// A score in which every figure is set, so that a swapped column shows.
func fullScore(
  id: String = "P33010600001", name: String = "康宁大药房", band: InstitutionScore.Band = .interview,
  failing: Set<InstitutionScore.Gate> = []
) -> InstitutionScore {
  var score = InstitutionScore(
    institution: Institution(id: id, name: name, kind: "pharmacy", level: "", district: "330106"),
    peerGroup: "pharmacy", heads: 120, visits: 480, costFen: 36_000_012, truncatedFen: 1_000_006, drugFen: 27_000_009,
    fundFen: 18_000_006)
  score.rank = 1
  score.indexPlain = 1.5
  score.indexAdjusted = 1.4
  score.indexAdjustedUntruncated = 1.42
  score.indexDrg = 1.45
  score.expected = 250_000.045
  score.expectedUntruncated = 253_521.2
  score.standardError = 0.08
  score.z = 3.25
  score.p = 0.000577
  score.q = 0.012
  score.reliability = 0.61
  score.indexShrunk = 1.25
  score.indexLow = 1.1
  score.indexHigh = 1.42
  score.indexEb05 = 1.12
  score.probabilityAboveOne = 0.9997
  score.probabilityAboveWatched = 0.99
  score.screen = 2.5
  score.screenSignal = .price
  score.excess = 106_478.92
  score.excessShrunk = 63_380.3
  score.expectedRank = 4.75
  score.rankLow = 1
  score.rankHigh = 17
  score.topProbability = 0.875
  score.fit = "pharmacy"
  score.dispersion = DispersionStatement(method: "od.mult.cqc", tauSquared: 0, phi: 1.3, trimShare: 0.1)
  score.isEligible = true
  score.gates = gates(failing: failing)
  score.band = band
  score.strata = [
    .init(labels: ["M03900", "60-69", "male", "employee"], heads: 40, costFen: 12_345_600, expected: 80_000),
    .init(labels: ["M01600", "80+", "female", "unknown"], heads: 0, costFen: 5_000, expected: 0),
    .init(labels: ["M07101", "18-44", "male", "resident"], heads: 80, costFen: 100_000, expected: 9_000),
  ]
  return score
}

/// Every gate with a value that says whether it passes.
func gates(failing: Set<InstitutionScore.Gate>) -> [InstitutionScore.GateResult] {
  let values: [InstitutionScore.Gate: (passing: Double, failing: Double, threshold: Double)] = [
    .extreme: (1.12, 0.97, 1), .significant: (0.012, 0.31, 0.05), .material: (63_380.3, 812.5, 10_000),
    .reliable: (0.61, 0.21, 0.5), .heads: (120, 12, 30),
  ]
  return InstitutionScore.Gate.allCases.map { gate in
    let value = values[gate] ?? (1, 0, 1)
    let fails = failing.contains(gate)
    return .init(
      gate: gate, value: fails ? value.failing : value.passing, threshold: value.threshold, passes: !fails)
  }
}

/// A score of which nothing is known but the counts.
func bareScore(outcome: InstitutionScore.Outcome = .noReference) -> InstitutionScore {
  var score = InstitutionScore(
    institution: Institution(id: "X9"), peerGroup: "unknown", heads: 0, visits: nil, costFen: -500, truncatedFen: 0,
    drugFen: nil, fundFen: nil)
  score.outcome = outcome
  score.band = .cannotTell
  score.gates = InstitutionScore.Gate.allCases.map { .init(gate: $0, value: nil, threshold: 1, passes: false) }
  return score
}

/// A scorecard of some institutions in one peer group with one fit.
func scorecard(_ institutions: [InstitutionScore], absences: [Absence] = []) -> Scorecard {
  Scorecard(
    institutions: institutions,
    peerGroups: [
      PeerGroupSummary(
        name: "pharmacy", institutions: institutions.count, eligible: institutions.count, heads: 4_000,
        costFen: 800_000_000, fit: "pharmacy", strata: 12, strataByRung: [10, 2, 0, 0],
        dominant: .init(institution: "P1", share: 0.25))
    ],
    fits: [
      DispersionFit.huber(
        "pharmacy", units: institutions.count, centre: 0.02, tauSquared: 0.01, .converged, mean: 0.01,
        meanVariance: 0.0001)
    ],
    methods: [MethodStatement(role: "over-dispersion", id: "od.log.huber", constants: ["c = 1.281552"])],
    absences: absences, topCount: 10, order: .plain)
}

/// A model's governance.
let governance = ModelGovernance(
  id: "outpatient/per-capita-cost", version: "1.0", kind: .scoring,
  title: LocalizedText(zh: "人均费用指数", en: "Per-capita cost index"), status: .trial, writtenBy: "A", checkedBy: "B",
  lastReview: Day(number: 20_000), nextReview: Day(number: 20_365),
  legalBasis: [LocalizedText(zh: "条例第一条", en: "Regulation, article 1")],
  whyItMatters: LocalizedText(zh: "费用", en: "cost"),
  innocentExplanations: [LocalizedText(zh: "病人更重", en: "its patients are more severely ill")], lowIsGood: .neither,
  minimumVolume: 30, appealWindowDays: 15)

/// Bytes as text.
func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }

/// Bytes as lines, the last line end taken off.
func lines(_ bytes: [UInt8]) -> [String] {
  text(bytes).split(separator: "\n", omittingEmptySubsequences: false).dropLast().map(String.init)
}

extension DispersionFit {
  /// A fit of the default method with these figures.
  static func huber(
    _ name: String, units: Int, centre: Double, tauSquared: Double, _ status: FitStatus, mean: Double,
    meanVariance: Double
  ) -> DispersionFit {
    DispersionFit(
      name: name,
      dispersion: Overdispersion(
        method: "od.log.huber", centre: centre, tauSquared: tauSquared, phi: nil, units: units, status: status),
      shrinkageMethod: "od.log.huber", shrinkageTauSquared: tauSquared, shrinkageMean: mean,
      shrinkageMeanVariance: meanVariance)
  }
}
