import Foundation
import SteelyardDomain
import SteelyardScoring
import SteelyardStatistics
import Testing

@testable import SteelyardModels

private let slug = "medical-insurance/outpatient-specified-disease-cost"

/// One edit of the model file and the value that must follow from it.
struct Edit: CustomTestStringConvertible, Sendable {
  let key: String
  let from: String
  let to: String
  let holds: @Sendable (ScoringModel) -> Bool

  init(_ key: String, _ from: String, _ to: String, _ holds: @escaping @Sendable (ScoringModel) -> Bool) {
    self.key = key
    self.from = from
    self.to = to
    self.holds = holds
  }

  var testDescription: String { key }
}

/// Every key of the grammar, written otherwise than in the model of the repository.
private let edits: [Edit] = [
  Edit("id", "id: \(slug)", "id: fund/other") { $0.governance.id == "fund/other" },
  Edit("version", "\"1.0\"", "\"2.13\"") { $0.governance.version == "2.13" },
  Edit("kind", "kind: scoring", "kind: 'scoring'") { $0.governance.kind == .scoring },
  Edit("title.zh", "zh: 规定病种门诊人均费用指数", "zh: 甲") { $0.governance.title.zh == "甲" },
  Edit("title.en", "en: Per-capita cost index of outpatient specified diseases", "en: A") {
    $0.governance.title.en == "A"
  },
  Edit("status", "status: trial", "status: in-use") { $0.governance.status == .inUse },
  Edit("written-by", "Steelyard engineers", "an office") { $0.governance.writtenBy == "an office" },
  Edit("checked-by", "to be named by the bureau", "\"42\"") { $0.governance.checkedBy == "42" },
  Edit("last-review", "last-review: 2026-11-23", "last-review: 2024-02-29") {
    $0.governance.lastReview == Day(year: 2024, month: 2, day: 29)
  },
  Edit("next-review", "next-review: 2027-11-23", "next-review: \"2028-01-31\"") {
    $0.governance.nextReview == Day(year: 2028, month: 1, day: 31)
  },
  Edit("legal-basis.zh", "zh: 《医疗机构医疗保障定点管理暂行办法》", "zh: 乙") { $0.governance.legalBasis[1].zh.hasPrefix("乙") },
  Edit("legal-basis.en", "    en: >-\n      Interim Measures for the Designation of Medical", "    en: >-\n      B") {
    $0.governance.legalBasis[1].en.hasPrefix("B")
  },
  Edit("why-it-matters.zh", "zh: 规定病种门诊费用由", "zh: 丙") { $0.governance.whyItMatters.zh.hasPrefix("丙") },
  Edit("why-it-matters.en", "The pooled fund pays", "C") { $0.governance.whyItMatters.en.hasPrefix("C for") },
  Edit("innocent-explanations.zh", "zh: 长期处方较多", "zh: 丁") { $0.governance.innocentExplanations[2].zh.hasPrefix("丁") },
  Edit("innocent-explanations.en", "en: It dispenses", "en: D") {
    $0.governance.innocentExplanations[2].en.hasPrefix("D long")
  },
  Edit("low-is-good", "low-is-good: neither", "low-is-good: yes") { $0.governance.lowIsGood == .yes },
  Edit("minimum-volume", "minimum-volume: 30", "minimum-volume: 29") { $0.governance.minimumVolume == 29 },
  Edit("appeal-window-days", "appeal-window-days: 15", "appeal-window-days: 10") {
    $0.governance.appealWindowDays == 10
  },
  Edit("claims.care-types.codes", #"["14", "9929", "991702", "992102"]"#, #"["16"]"#) {
    $0.scoring.scope.careTypeCodes == ["16"]
  },
  Edit("claims.care-types.prefixes", #"prefixes: ["14"]"#, "prefixes: []") {
    $0.scoring.scope.careTypePrefixes.isEmpty
  },
  Edit("claims.care-types.words", "[规定病种, 慢特, 门慢, 门特, 特殊病]", "[门慢]") { $0.scoring.scope.careTypeWords == ["门慢"] },
  Edit("claims.diseases", "diseases: all", "diseases: [M03900, M01600]") {
    $0.scoring.scope.diseases == ["M03900", "M01600"]
  },
  Edit("claims.cost", "cost: total", "cost: eligible") { $0.scoring.cost == .eligible },
  Edit("heads.rule", "rule: distinct-in-period", "rule: first-in-year") { $0.scoring.headRule == .firstInYear },
  Edit("peers", "peers: [class]", "peers: [kind, district]") { $0.scoring.peers == [.kind, .district] },
  Edit("strata.factors", "factors: [age-band, sex, scheme]", "factors: [age-band, sex, scheme, attached]") {
    $0.scoring.factors == [.ageBand, .sex, .scheme, .attached]
  },
  Edit("strata.age-bands", "[0, 18, 45, 60, 70, 80]", "[0, 65]") { $0.scoring.ageBandStarts == [0, 65] },
  Edit("strata.minimum-heads", "  minimum-heads: 30                   #", "  minimum-heads: 50 #") {
    $0.scoring.stratumHeadsMinimum == 50
  },
  Edit("strata.ladder", "ladder: [scheme, sex, age-band]", "ladder: [sex]") { $0.scoring.ladder == [.sex] },
  Edit("reference", "reference: pooled", "reference: leave-one-out") { $0.scoring.reference == .leaveOneOut },
  Edit("truncation", "truncation:\n  per-mille: 995 ", "truncation: none") { $0.scoring.truncation == .none },
  Edit("truncation.per-mille", "per-mille: 995", "per-mille: 900") { $0.scoring.truncation == .perMille(900) },
  Edit("truncation.amount-yuan", "per-mille: 995", "amount-yuan: 50000.5") {
    $0.scoring.truncation == .fixed(Money(fen: 5_000_050))
  },
  Edit("over-dispersion.method", "method: od.log.huber", "method: od.log.add.w10") {
    $0.scoring.dispersion == .logAdditiveWinsorised
  },
  Edit("over-dispersion.centre", "centre: fitted", "centre: zero") { $0.scoring.centre == .zero },
  Edit("over-dispersion.own-fit-minimum", "own-fit-minimum: 75", "own-fit-minimum: 4") {
    $0.scoring.fitUnitsMinimum == 4
  },
  Edit("ranks.top", "top: auto", "top: 25") { $0.scoring.topCount == 25 },
  Edit("ranks.draws", "draws: 2000", "draws: 100") { $0.scoring.rankDraws == 100 },
  Edit("ranks.seed", "draws: 2000\n  seed: 20250701", "draws: 2000\n  seed: 18446744073709551615") {
    $0.scoring.rankSeed == .max
  },
  Edit("watch.probability", "probability: 0.9", "probability: 9.5e-1") { $0.scoring.watchProbability == 0.95 },
  Edit("watch.index", "  index: 1.0 ", "  index: 1.1 ") { $0.scoring.watchIndex == 1.1 },
  Edit("interview-gates.minimum-index", "minimum-index: 1.0", "minimum-index: 1.2") {
    $0.scoring.gates.indexMinimum == 1.2
  },
  Edit("interview-gates.false-discovery-rate", "rate: 0.05", "rate: .01") {
    $0.scoring.gates.falseDiscoveryRate == 0.01
  },
  Edit("interview-gates.minimum-excess-yuan", "yuan: 10000", "yuan: 0.07") {
    $0.scoring.gates.excessMinimum == Money(fen: 7)
  },
  Edit("interview-gates.minimum-reliability", "minimum-reliability: 0.5", "minimum-reliability: 1") {
    $0.scoring.gates.reliabilityMinimum == 1
  },
  Edit(
    "interview-gates.minimum-heads", "reliability: 0.5\n  minimum-heads: 30", "reliability: 0.5\n  minimum-heads: 31"
  ) {
    $0.scoring.gates.headsMinimum == 31
  },
  Edit("variance", "variance: var.pooled", "variance: var.gamma") { $0.scoring.variance == .gamma },
  Edit("funnel.levels", "levels: [0.95, 0.998]", "levels: [0.9, 0.99]") {
    $0.scoring.funnel == .init(inner: 0.9, outer: 0.99)
  },
  Edit("shrinkage.between", "between: same", "between: od.log.reml") {
    $0.scoring.shrinkageDispersion == .logRestrictedMaximumLikelihood
  },
  Edit("multiplicity.method", "method: fdr.bh", "method: fwer.holm") { $0.scoring.multiplicity == .holm },
  Edit("multiplicity.sides", "sides: upper", "sides: two") { $0.scoring.sides == .two },
  Edit("profile.scale", "scale: qn", "scale: mad") { $0.scoring.profile.scale == .mad },
  Edit("profile.coverage", "coverage: 0.75", "coverage: 0.5") { $0.scoring.profile.alpha == 0.5 },
  Edit("profile.convention", "convention: current", "convention: kept-share") {
    $0.scoring.profile.convention == .keptShare
  },
  Edit("profile.cutoff", "cutoff: adaptive", "cutoff: chi-squared") { $0.scoring.profile.cutoff == .chiSquared },
  Edit("profile.count-interval", "count-interval: poisson.exact10byar", "count-interval: poisson.byar") {
    $0.scoring.profile.countInterval == .byar
  },
  Edit("profile.counterfactual", "counterfactual: scd", "counterfactual: moe") {
    $0.scoring.profile.counterfactual == .regularCells
  },
  Edit("profile.count-shrinkage", "gammapoisson.ml", "gammapoisson.marshall") {
    $0.scoring.profile.countShrinkage == .marshall
  },
  Edit("profile.random-starts", "random-starts: 500", "random-starts: 50") { $0.scoring.profile.randomStarts == 50 },
  Edit("profile.seed", "random-starts: 500\n  seed: 20250701", "random-starts: 500\n  seed: 7") {
    $0.scoring.profile.seed == 7
  },
  Edit("card-bursts.minimum-persons", "minimum-persons: 3", "minimum-persons: 4") {
    $0.scoring.bursts.personsMinimum == 4
  },
  Edit("card-bursts.minimum-days", "minimum-days: 3", "minimum-days: 5") { $0.scoring.bursts.daysMinimum == 5 },
  Edit("card-bursts.maximum-chance", "maximum-chance: 0.000001", "maximum-chance: 0.001") {
    $0.scoring.bursts.chanceMaximum == 0.001
  },
  Edit("early-warning.method", "method: racusum.gaussian", "method: ewma") { $0.scoring.warning.method == .ewma },
  Edit("early-warning.shift", "shift: 0.2", "shift: 0.3") { $0.scoring.warning.shift == 0.3 },
  Edit("early-warning.allowance", "allowance: 0.5", "allowance: 1") { $0.scoring.warning.allowance == 1 },
  Edit("early-warning.smoothing", "smoothing: 0.2", "smoothing: 0.4") { $0.scoring.warning.smoothing == 0.4 },
  Edit("early-warning.alarms-per-month", "alarms-per-month: auto", "alarms-per-month: 2.5") {
    $0.scoring.warning.alarmsPerMonth == 2.5
  },
  Edit("early-warning.minimum-heads", "minimum-heads: 10", "minimum-heads: 12") {
    $0.scoring.warning.headsMinimum == 12
  },
  Edit("early-warning.baseline-months", "baseline-months: 6", "baseline-months: 3") {
    $0.scoring.warning.baselineMonthsMinimum == 3
  },
  Edit("early-warning.draws", "draws: 400", "draws: 100") { $0.scoring.warning.draws == 100 },
  Edit("early-warning.seed", "draws: 400\n  seed: 20250701", "draws: 400\n  seed: 8") {
    $0.scoring.warning.seed == 8
  },
  Edit("interview-gates.persistent-periods", "persistent-periods: 2", "persistent-periods: 3") {
    $0.scoring.gates.persistenceMinimum == 3
  },
  Edit("interview-gates.persistent-of", "persistent-of: 3", "persistent-of: 4") {
    $0.scoring.gates.persistencePeriods == 4
  },
]

@Suite("Model files") struct ModelFileTests {
  private let text: String

  init() throws { text = try String(contentsOf: Folders.model(slug).appending(path: "model.yaml"), encoding: .utf8) }

  @Test("What an author writes for a key is what the model holds", arguments: edits)
  func roundTrip(edit: Edit) throws {
    try #require(text.ranges(of: edit.from).count == 1, "the edit must fit one place")
    let outcome = ModelDecoder.decode(yaml: text.replacing(edit.from, with: edit.to), file: "model.yaml")
    #expect(outcome.diagnostics == [])
    let model = try #require(outcome.model?.scoring)
    #expect(edit.holds(model))
    let original = try #require(ModelDecoder.decode(yaml: text, file: "model.yaml").model?.scoring)
    #expect(edit.key == "kind" || (model != original && !edit.holds(original)))
  }

  @Test(
    "Funnel levels are two, ascending, between a half and one",
    arguments: [
      "[]", "[0.95]", "[0.998, 0.95]", "[0.95, 0.95]", "[0.5, 0.95]", "[0.95, 1]", "[0.8, 0.9, 0.95]", "0.95",
      "[0.95, high]", "[0.95, 99.8]",
    ])
  func funnelLevels(levels: String) throws {
    let changed = text.replacing("levels: [0.95, 0.998]", with: "levels: \(levels)")
    let outcome = ModelDecoder.decode(yaml: changed, file: "model.yaml")
    #expect(outcome.model == nil && outcome.diagnostics.count == 1)
  }

  @Test("Every key of the grammar has a round trip")
  func allKeysCovered() {
    let paths = (ModelKeys.governance + ModelKeys.scoring).paths()
    let inner = Set(paths.filter { path in !paths.contains { $0.hasPrefix("\(path).") } })
    #expect(inner.subtracting(edits.map(\.key)).isEmpty)
  }

  @Test("The first model holds the default methods of the sheet and the bureau's scope")
  func firstModel() throws {
    let outcome = ModelCatalogue.load(folder: Folders.model(slug).path(percentEncoded: false))
    #expect(outcome.diagnostics == [])
    let model = try #require(outcome.model?.scoring)
    var plan = ScoringPlan()
    plan.scope.careTypeCodes = ["14", "9929", "991702", "992102"]
    plan.scope.careTypePrefixes = ["14"]
    plan.scope.careTypeWords = ["规定病种", "慢特", "门慢", "门特", "特殊病"]
    #expect(model.scoring == plan)
    #expect(model.governance.legalBasis.count == 3)
    #expect(outcome.sourceHash == ContentHash.of(Array(text.utf8)))
  }

  @Test("The order of keys, Windows line ends and a byte order mark make no difference")
  func harmlessForms() throws {
    let original = try #require(ModelDecoder.decode(yaml: text, file: "m").model)
    #expect(ModelDecoder.decode(yaml: text.replacing("\n", with: "\r\n"), file: "m").model == original)
    #expect(ModelDecoder.decode(yaml: "\u{FEFF}" + text, file: "m").model == original)
    let moved = text.replacing("status: trial", with: "") + "\nstatus: trial\n"
    #expect(ModelDecoder.decode(yaml: moved, file: "m").model == original)
  }

  @Test("The JSON Schema in the reference is the one the key table makes")
  func schemaIsCurrent() throws {
    let file = Folders.repository.appending(path: "Documentation/Reference/model.schema.json")
    if Folders.isRecording { try ModelSchema.text.write(to: file, atomically: true, encoding: .utf8) }
    #expect(try String(contentsOf: file, encoding: .utf8) == ModelSchema.text)
    _ = try JSONSerialization.jsonObject(with: Data(ModelSchema.text.utf8))
  }
}

/// Where the tests find the repository's own files.
enum Folders {
  static let repository = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()
  static func model(_ id: String) -> URL { repository.appending(path: "Models/\(id)") }
  static let errors = repository.appending(path: "Tests/ErrorTests/ModelErrors")
  /// Whether expected files are written anew, to be read before they are kept: `STEELYARD_RECORD=1 swift test`.
  static let isRecording = ProcessInfo.processInfo.environment["STEELYARD_RECORD"] != nil
}
