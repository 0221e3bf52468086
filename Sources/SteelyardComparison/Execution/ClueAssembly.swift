import SteelyardDomain

/// Puts the findings of a rule together to clues: one for each subject and occasion.
struct ClueAssembly {
  /// What clues of a rule are grouped by.
  private struct Key: Hashable {
    let subject: String
    let occasion: [String]
  }

  /// What is counted once within a clue.
  private struct Counted: Hashable {
    let places: [Finding.Place?]
    let details: [String]
  }

  /// A clue while its findings come in.
  private struct Draft {
    var amountFen: Int128 = 0
    var counted: Set<Counted> = []
    var details: [Clue.Evidence] = []
    var records: [Finding.Place: [Clue.Evidence]] = [:]
  }

  private let compiled: CompiledRule
  private var drafts: [Key: Draft] = [:]

  init(_ compiled: CompiledRule) { self.compiled = compiled }

  /// Adds a finding.
  ///
  /// A row's amount counts once in a clue, however many rows of another register it was found together with.
  mutating func add(_ finding: Finding) {
    let key = Key(subject: finding.subject, occasion: finding.occasion)
    var draft = drafts.removeValue(forKey: key) ?? Draft()
    let details = compiled.countsEachDetail ? finding.details.map(\.value) : []
    let counted = Counted(places: compiled.amountRecords.map { finding.places[$0] }, details: details)
    if draft.counted.insert(counted).inserted { draft.amountFen += Int128(finding.amountFen) }
    for detail in finding.details where !draft.details.contains(detail) { draft.details.append(detail) }
    for (position, place) in finding.places.enumerated() {
      guard let place, draft.records[place] == nil else { continue }
      draft.records[place] = finding.values[position] ?? []
    }
    for place in finding.path where draft.records[place] == nil { draft.records[place] = [] }
    drafts[key] = draft
  }

  /// The clues, by subject and occasion.
  func clues(_ frame: ClueFrame, registers: [String]) throws(ComparisonFailure) -> [Clue] {
    let order = Dictionary(registers.enumerated().map { ($1, $0) }) { first, _ in first }
    let keys = drafts.keys.sorted { Self.precedes($0, $1) }
    var clues: [Clue] = []
    clues.reserveCapacity(keys.count)
    for key in keys {
      guard let draft = drafts[key] else { continue }
      guard let amountFen = Int64(exactly: draft.amountFen) else { throw .sumTooLarge(rule: compiled.rule.id) }
      let places = draft.records.keys.sorted {
        (order[$0.register] ?? 0, $0.locator) < (order[$1.register] ?? 0, $1.locator)
      }
      let records = places.map { place in
        Clue.Record(
          register: place.register, file: Int(place.locator >> 32), line: Int(place.locator & 0xFFFF_FFFF),
          values: draft.records[place] ?? [])
      }
      let rule = compiled.rule
      clues.append(
        Clue(
          model: frame.model, modelVersion: frame.version, rule: rule.id,
          subject: frame.disguise(Clue.Subject(rule.subject.kind, key.subject)), period: frame.period,
          occasion: key.occasion.joined(separator: "\u{1F}"), amountFen: amountFen, severity: rule.severity,
          direction: rule.direction, evidence: draft.details, records: records))
    }
    return clues
  }

  /// By bytes, since that is the same wherever it runs.
  private static func precedes(_ a: Key, _ b: Key) -> Bool {
    for (first, second) in zip([a.subject] + a.occasion, [b.subject] + b.occasion) where first != second {
      return first.utf8.lexicographicallyPrecedes(second.utf8)
    }
    return false
  }
}
