import SteelyardDomain

extension PersonMatcher {
  /// Numbers that stand with several names.
  func nameConflicts(
    _ persons: inout IdentifierTable, _ decisions: [String: MatchDecision], _ key: (String) -> String
  ) -> (entries: [MatchEntry], changes: [KeyChange]) {
    var entries: [MatchEntry] = []
    var changes: [KeyChange] = []
    for (number, told) in conflictingNames() {
      guard let first = told.map(\.side).min(),
        let holder = told.filter({ $0.side == first }).max(by: { isFewer($0, $1) })
      else { continue }
      let text = persons.text(of: number)
      for other in told where other.name != holder.name {
        let name = names.text(of: other.name)
        let held = account(other.side, person: RegisterBatch.otherKey(number: text, name: name), other.seen)
        let entryKey = key(secret(.nameConflict, held, [text, name, names.text(of: holder.name)]))
        let decision = decisions[entryKey]
        entries.append(
          MatchEntry(
            key: entryKey, queue: .nameConflict, held: held, against: account(first, person: text, holder.seen),
            decision: decision))
        if decision == .same { continue }
        let to = decision == .other ? persons.code(of: held.person) : RegisterBatch.absentText
        changes.append(change(other.side, from: number, name: name, to: to))
      }
    }
    return (entries, changes)
  }

  /// A name that a side tells of a number.
  struct Told {
    let side: Int32
    let name: Int32
    var seen: Seen
  }

  /// For each valid number that stands with more than one name, the names by side.
  private func conflictingNames() -> [(number: Int32, told: [Told])] {
    var first: [Int32: Int32] = [:]
    var several: Set<Int32> = []
    for identity in identities.keys where identity.isValid {
      if let name = first[identity.key] {
        if name != identity.name { several.insert(identity.key) }
      } else {
        first[identity.key] = identity.name
      }
    }
    var told: [Int32: [Told]] = [:]
    for (identity, seen) in identities where identity.isValid && several.contains(identity.key) {
      var list = told[identity.key] ?? []
      if let position = list.firstIndex(where: { $0.side == identity.side && $0.name == identity.name }) {
        list[position].seen.add(seen)
      } else {
        list.append(Told(side: identity.side, name: identity.name, seen: seen))
      }
      told[identity.key] = list
    }
    // The order of a dictionary is none; what is made of the list does not depend on it but for the codes of new keys.
    return told.map { ($0.key, $0.value) }.sorted { $0.number < $1.number }
  }

  /// Whether a name has fewer rows than another, of equals whether it comes later.
  private func isFewer(_ a: Told, _ b: Told) -> Bool {
    a.seen.rows == b.seen.rows ? names.precedes(b.name, a.name) : a.seen.rows < b.seen.rows
  }
}
