import SteelyardComparison
import SteelyardDomain

/// What those whom a run is about are called in what it writes.
///
/// Persons go by the pseudonym of their number, households, accounts and issuers by one of their own kind; villages,
/// institutions and organisations by name. It remembers whom clues are about.
final class Disguise {
  /// The keys of the persons that clues are about: secret.
  private(set) var persons: Set<String> = []
  /// What clues are about that persons share: secret.
  private(set) var shared: [LinkColumn.Kind: Set<String>] = [:]
  private let pseudonym: Pseudonym

  init(_ pseudonym: Pseudonym) { self.pseudonym = pseudonym }

  /// A subject as it is written.
  func subject(_ subject: Clue.Subject) -> Clue.Subject {
    if let kind = LinkColumn.Kind(rawValue: subject.kind.rawValue) {
      shared[kind, default: []].insert(subject.identifier)
    }
    switch subject {
    case .person(let key):
      persons.insert(key)
      return .person(pseudonym.of(key))
    case .household(let text), .account(let text), .issuer(let text):
      return Clue.Subject(subject.kind, other(subject.kind.rawValue, text))
    case .institution, .village, .organisation: return subject
    }
  }

  /// A link as it is written.
  func link(_ link: PersonLink) -> ComparisonResult.Link {
    let shared: String
    switch link.kind {
    case .approver: shared = pseudonym.of(link.shared)
    case .account, .household, .issuer: shared = other(link.kind.rawValue, link.shared)
    case .organisation: shared = link.shared
    }
    return ComparisonResult.Link(
      kind: link.kind.rawValue, link: shared, subject: pseudonym.of(link.person), register: link.register)
  }

  /// An entry of a queue as it is written.
  func entry(_ entry: MatchEntry) -> MatchEntry {
    entry.naming { pseudonym.of($0) }
  }

  /// A clue as it is written: its occasion without numbers of persons, its rows' values only where they may be shown.
  func clue(_ clue: Clue, isQuery: Bool, showsValues: Bool) -> Clue {
    let parts = (clue.occasion ?? "").split(separator: "\u{1F}").map { occasion(String($0)) }
    return Clue(
      model: clue.model, modelVersion: clue.modelVersion, rule: clue.rule, subject: clue.subject, period: clue.period,
      occasion: clue.occasion == nil ? nil : parts.joined(separator: " "), amountFen: clue.amountFen,
      severity: clue.severity, direction: clue.direction, evidence: isQuery && !showsValues ? [] : clue.evidence,
      records: clue.records.map {
        Clue.Record(register: $0.register, file: $0.file, line: $0.line, values: showsValues ? $0.values : [])
      })
  }

  /// A part of an occasion: a day, a month or a short number as it stands, anything else may name someone.
  private func occasion(_ part: String) -> String {
    let isPlain = part.utf8.count <= 10 && part.utf8.allSatisfy { (48...57).contains($0) || $0 == UInt8(ascii: "-") }
    return isPlain ? part : other("occasion", part)
  }

  private func other(_ kind: String, _ text: String) -> String { pseudonym.of("\(kind)\u{1F}\(text)") }
}
