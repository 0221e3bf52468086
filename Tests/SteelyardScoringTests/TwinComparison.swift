import Foundation
import SteelyardDomain
import SteelyardEngine
import SteelyardModels
import SteelyardScoring
import SteelyardTestSupport
import Testing

/// The model that stands in the tree.
func shippedModel() throws -> ScoringModel {
  let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()
  let folder = root.appending(path: "Models/medical-insurance/outpatient-specified-disease-cost")
  return try #require(ModelCatalogue.load(folder: folder.path(percentEncoded: false)).model?.scoring)
}

/// A folder for the time of a test.
func withFolder<Value>(_ work: (URL) throws -> Value) throws -> Value {
  let folder = FileManager.default.temporaryDirectory.appending(path: "steelyard-\(UUID().uuidString)")
  try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  defer { try? FileManager.default.removeItem(at: folder) }
  return try work(folder)
}

/// What one run asks both of the engine and of its twin.
struct TwinCase {
  var scoring: ScoringPlan
  var options = NaiveOptions()
  var period = Period.all
  var usesPersons = true

  init() throws { scoring = try shippedModel().scoring }

  /// Runs the engine on files that hold the city.
  func engine(_ city: TwinCity) throws -> RunResult {
    try withFolder { folder in
      func write(_ text: String, _ name: String) throws -> String {
        let file = folder.appending(path: name)
        try Data(text.utf8).write(to: file)
        return file.path(percentEncoded: false)
      }
      let model = ScoringModel(governance: try shippedModel().governance, scoring: scoring)
      var plan = RunPlan(model: model, modelHash: "", source: .claims([try write(city.claims, "claims.csv")]))
      if usesPersons { plan.personsFile = try write(city.persons, "persons.csv") }
      plan.institutionsFile = try write(city.institutions, "institutions.csv")
      if !city.lines.isEmpty { plan.lineFiles = [try write(city.lines, "lines.csv")] }
      plan.period = period
      plan.threads = 2
      // The dirty layer holds conflicts on purpose.
      plan.rejectRateMaximum = 1
      return try Run.score(plan)
    }
  }

  /// Runs the twin on the same texts.
  func twin(_ city: TwinCity) -> NaiveResult {
    NaiveScoring.score(
      claims: city.claims, persons: usesPersons ? city.persons : "", institutions: city.institutions, options: options)
  }
}

extension NaiveValue {
  static func number(orAbsent value: Double?) -> NaiveValue { value.map { .number($0) } ?? .absent }
  static func text(orAbsent value: String?) -> NaiveValue { value.map { .text($0) } ?? .absent }
  static func integer(orAbsent value: Int64?) -> NaiveValue { value.map { .integer($0) } ?? .absent }
}

extension InstitutionScore {
  /// Every figure under the name of its column.
  var columns: [String: NaiveValue] {
    let failed = failedGates.map(\.rawValue).joined(separator: "+")
    return [
      "rank": .integer(orAbsent: rank.map(Int64.init)), "heads": .integer(heads), "visits": .integer(orAbsent: visits),
      "cost": .number(Double(costFen) / 100), "cost_per_head": .number(orAbsent: costPerHead),
      "cost_per_visit": .number(orAbsent: costPerVisit), "visits_per_head": .number(orAbsent: visitsPerHead),
      "drug_share": .number(orAbsent: drugShare), "fund_share": .number(orAbsent: fundShare),
      "index_plain": .number(orAbsent: indexPlain), "index_adjusted": .number(orAbsent: indexAdjusted),
      "index_adjusted_untruncated": .number(orAbsent: indexAdjustedUntruncated),
      "index_drg": .number(orAbsent: indexDrg), "expected": .number(orAbsent: expected),
      "expected_untruncated": .number(orAbsent: expectedUntruncated), "excess": .number(orAbsent: excess),
      "truncated_cost": .number(Double(truncatedFen) / 100), "peer_group": .text(peerGroup),
      "band": .text(orAbsent: band?.rawValue), "outcome": .text(outcome.rawValue),
      "gate": .text(orAbsent: gates.isEmpty ? nil : failed.isEmpty ? "pass" : failed),
      "index_shrunk": .number(orAbsent: indexShrunk), "index_low": .number(orAbsent: indexLow),
      "index_high": .number(orAbsent: indexHigh), "index_eb05": .number(orAbsent: indexEb05),
      "p_above_one": .number(orAbsent: probabilityAboveOne),
      "p_above_watched": .number(orAbsent: probabilityAboveWatched), "reliability": .number(orAbsent: reliability),
      "excess_shrunk": .number(orAbsent: excessShrunk), "s": .number(orAbsent: standardError),
      "y": standardError == nil ? .absent : .number(orAbsent: indexAdjusted.map { log($0) }),
      "z": .number(orAbsent: z), "p": .number(orAbsent: p), "q": .number(orAbsent: q),
      "rank_low": .integer(orAbsent: rankLow.map(Int64.init)),
      "rank_high": .integer(orAbsent: rankHigh.map(Int64.init)), "p_top": .number(orAbsent: topProbability),
      "expected_rank": .number(orAbsent: expectedRank),
    ]
  }
}

extension PersonScore {
  /// Every figure under the name of its column.
  var columns: [String: NaiveValue] {
    [
      "diseases": .integer(Int64(diseases)), "institutions": .integer(Int64(institutions)),
      "visits": .integer(Int64(visits)), "same_day_visits": .integer(Int64(sameDayVisits)),
      "cost": .number(Double(costFen) / 100), "expected": .number(orAbsent: expected),
      "index": .number(orAbsent: costIndex), "z": .number(orAbsent: z),
      "stratum": .text(stratum.prefix(4).joined(separator: "|")),
    ]
  }
}

/// Holds what the engine found against what its twin found.
struct TwinComparison {
  /// Both add up doubles in an order of their own: a relative 1e-9 leaves six digits of room.
  static let tolerance = 1e-9
  /// Differences of large numbers are compared on the scale of what they are differences of.
  static let differences: Set<String> = ["excess", "excess_shrunk", "y", "z"]

  var engine: RunResult
  var twin: NaiveResult
  /// Columns that are left to another test.
  var skipped: Set<String> = []
  /// How many values were compared.
  private(set) var compared = 0
  /// What differs, as a reader can look it up.
  private(set) var differences: [String] = []

  init(_ test: TwinCase, _ city: TwinCity) throws {
    engine = try test.engine(city)
    twin = test.twin(city)
  }

  /// Compares the account of the rows, institutions, order, persons and fits.
  mutating func run() {
    compareRows()
    let scores = engine.scorecard.institutions
    check("order", scores.map(\.institution.id) == twin.publishedOrder)
    check("institutions", Set(scores.map(\.institution.id)) == Set(twin.institutions.keys))
    for score in scores {
      let scale = abs(score.expectedUntruncated ?? 0)
      compare(
        score.columns, twin.institutions[score.institution.id] ?? [:], "institution \(score.institution.id)", scale)
    }
    let persons = engine.persons ?? []
    check("persons", persons.count == twin.persons.count)
    for (row, person) in persons.enumerated() {
      let number = engine.personNumbers.text(of: person.person)
      compare(person.columns, twin.persons[number] ?? [:], "person in row \(row)", 0)
    }
    compareFits()
  }

  private mutating func check(_ what: String, _ holds: Bool) {
    compared += 1
    if !holds { differences.append(what) }
  }

  private mutating func compare(
    _ engine: [String: NaiveValue], _ twin: [String: NaiveValue], _ place: String, _ scale: Double
  ) {
    check("\(place) has the same columns", Set(engine.keys) == Set(twin.keys))
    for (column, value) in engine.sorted(by: { $0.key < $1.key }) where !skipped.contains(column) {
      let other = twin[column] ?? .absent
      compared += 1
      if !agree(value, other, Self.differences.contains(column) ? max(1, scale) : 0) {
        differences.append("\(place), \(column): engine \(value), twin \(other)")
      }
    }
  }

  private func agree(_ a: NaiveValue, _ b: NaiveValue, _ scale: Double) -> Bool {
    guard case .number(let x) = a, case .number(let y) = b else { return a == b }
    return abs(x - y) <= Self.tolerance * max(abs(x), abs(y), scale)
  }

  private mutating func compareFits() {
    let fits = engine.scorecard.fits
    check("fits", Set(fits.map(\.name)) == Set(twin.fits.keys.map { $0 == "pooled" ? "small-groups" : $0 }))
    for fit in fits {
      guard let other = twin.fits[fit.name == "small-groups" ? "pooled" : fit.name] else { continue }
      let pairs = [
        (fit.centre, other.mu), (fit.tauSquared, other.tau2), (fit.shrinkageMean, other.muHat),
        (fit.shrinkageMeanVariance, other.varianceOfMuHat), (Double(fit.units), Double(other.count)),
      ]
      for (x, y) in pairs { check("fit \(fit.name): \(x) \(y)", agree(.number(x), .number(y), 1)) }
    }
  }

  /// The rules as the engine names them beside the twin's words for them.
  private mutating func compareRows() {
    let account = engine.quality.reconciliation
    func compare(_ rule: String, _ flow: Flow?, _ count: NaiveCount?) {
      let (own, other) = ([flow?.rows ?? 0, Int64(flow?.fen ?? 0)], [Int64(count?.rows ?? 0), Int64(count?.fen ?? 0)])
      check("\(rule), rows and fen: engine \(own), twin \(other)", own == other)
    }
    compare("read", account.read, twin.counts.read)
    let excluded: [(Diagnostic.Code, String)] = [
      (.claimRepeated, "duplicate"), (.claimSuperseded, "superseded"), (.markedInvalid, "invalid"),
      (.careTypeOutOfScope, "care-type"), (.negativeWithoutRefund, "negative-unmarked"),
    ]
    for (code, word) in excluded { compare("\(code)", account.excluded[code], twin.counts.excluded[word]) }
    compare("conflict", account.rejected[.claimConflict], twin.counts.rejected["conflict"])
    compare("outside period", account.excluded[.outsidePeriod], twin.counts.outsidePeriod)
    let orphans = engine.quality.notes.filter { [.refundOrphan, .refundMismatched].contains($0.code) }
    let found = orphans.reduce(0) { $0 + $1.count }
    check("orphans: engine \(found), twin \(twin.counts.orphans.rows)", found == Int64(twin.counts.orphans.rows))
  }
}
