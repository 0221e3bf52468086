import SteelyardDomain

extension PersonMatcher {
  /// What must be alike for a weak match.
  private struct Likeness: Hashable {
    let name, birth, area: Int32

    /// `nil` where one of the three is not told.
    init?(_ identity: Identity) {
      guard identity.name >= 0, identity.birth != RegisterBatch.absentDate, identity.area >= 0 else { return nil }
      (name, birth, area) = (identity.name, identity.birth, identity.area)
    }
  }

  /// An account that may be matched, with its rows.
  private struct Candidate {
    let identity: Identity
    let person: String
    var seen: Seen

    /// Whether it comes before another, whatever the order of rows: valid ones first, then by side and text.
    func precedes(_ other: Candidate) -> Bool {
      if identity.isValid != other.identity.isValid { return identity.isValid }
      return (identity.side, person) < (other.identity.side, other.person)
    }
  }

  /// Accounts with a number that is not valid, and those that are alike in name, day of birth and area.
  func weakMatches(
    _ persons: IdentifierTable, _ decisions: [String: MatchDecision], _ key: (String) -> String
  ) -> (entries: [MatchEntry], changes: [KeyChange], contradictions: [String]) {
    var entries: [(entry: MatchEntry, held: Int32, against: Int32)] = []
    var held: [Int32: Int32] = [:]
    for group in candidates(persons) {
      for (position, candidate) in group.enumerated() where !candidate.identity.isValid {
        for other in group[..<position] {
          let account = account(candidate.identity.side, person: candidate.person, candidate.seen)
          let entryKey = key(secret(.weakMatch, account, [candidate.person, other.person]))
          entries.append(
            (
              MatchEntry(
                key: entryKey, queue: .weakMatch, held: account,
                against: self.account(other.identity.side, person: other.person, other.seen),
                decision: decisions[entryKey]), candidate.identity.key, other.identity.key
            ))
          held[candidate.identity.key] = candidate.identity.side
          if !other.identity.isValid { held[other.identity.key] = other.identity.side }
        }
      }
    }
    let sets = MatchSets(
      entries.map { ($0.held, $0.against, $0.entry.decision) }, persons: persons, held: Set(held.keys))
    let changes = held.compactMap { person, side in
      let to = sets.key(of: person)
      return to == person ? nil : change(side, from: person, to: to)
    }
    let contradicting = entries.filter { $0.entry.decision == .same && sets.contradicts($0.held) }.map(\.entry.key)
    return (
      entries.map(\.entry), changes.sorted { ($0.register, $0.column, $0.from) < ($1.register, $1.column, $1.from) },
      contradicting.sorted()
    )
  }

  /// The groups of accounts that are alike and of which one has a number that is not valid; in each a person stands once.
  private func candidates(_ persons: IdentifierTable) -> [[Candidate]] {
    var wanted: Set<Likeness> = []
    for identity in identities.keys where !identity.isValid {
      if let likeness = Likeness(identity) { wanted.insert(likeness) }
    }
    var groups: [Likeness: [Int32: Candidate]] = [:]
    for (identity, seen) in identities {
      guard let likeness = Likeness(identity), wanted.contains(likeness) else { continue }
      let candidate = Candidate(identity: identity, person: persons.text(of: identity.key), seen: seen)
      let known = groups[likeness]?[identity.key]
      // A valid number may stand in several registers; the first in the plan's order is named.
      if let known, known.identity.side <= identity.side { continue }
      groups[likeness, default: [:]][identity.key] = candidate
    }
    return groups.values.map { group in group.values.sorted { $0.precedes($1) } }
  }
}

/// Persons that decisions make one: the sets, and the key of each.
private struct MatchSets {
  private var parents: [Int32: Int32] = [:]
  private var keys: [Int32: Int32] = [:]
  private var contradicting: Set<Int32> = []

  init(
    _ entries: [(held: Int32, against: Int32, decision: MatchDecision?)], persons: IdentifierTable,
    held: Set<Int32>
  ) {
    for entry in entries where entry.decision == .same { join(entry.held, entry.against) }
    var members: [Int32: Set<Int32>] = [:]
    var open: Set<Int32> = []
    for entry in entries {
      for person in [entry.held, entry.against] { members[root(person), default: []].insert(person) }
      guard entry.decision == nil else { continue }
      for person in [entry.held, entry.against] where held.contains(person) { open.insert(root(person)) }
    }
    for (root, set) in members {
      let valid = set.filter { !held.contains($0) }
      if valid.count > 1 { contradicting.insert(root) }
      if let number = valid.first, set.count > 1 {
        keys[root] = number
      } else if open.contains(root) {
        keys[root] = RegisterBatch.absentText
      } else {
        keys[root] = set.min { persons.precedes($0, $1) }
      }
    }
  }

  /// The key a held person gets.
  func key(of person: Int32) -> Int32 { keys[root(person)] ?? person }

  /// Whether the decisions about a person make two valid numbers one.
  func contradicts(_ person: Int32) -> Bool { contradicting.contains(root(person)) }

  private func root(_ person: Int32) -> Int32 {
    var person = person
    while let parent = parents[person] { person = parent }
    return person
  }

  private mutating func join(_ a: Int32, _ b: Int32) {
    let (first, second) = (root(a), root(b))
    if first != second { parents[second] = first }
  }
}
