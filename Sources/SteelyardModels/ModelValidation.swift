import SteelyardDomain
import SteelyardScoring

/// What the values of a model must say together.
///
/// A rule is applied where every value it rests on could be read; it reports at the value it is about.
enum ModelValidation {
  /// One rule: where it reports, what else it rests on, and what it finds.
  struct Rule {
    /// The key whose value is reported.
    let key: String
    /// Other keys whose values are looked at.
    var others: [String] = []
    /// What is wrong: each finding with the offset of the list entry to blame, where there is one.
    let findings: (ModelDraft, Day?) -> [(Finding, entry: Int?)]
  }

  /// Applies every rule.
  static func check(_ draft: ModelDraft, today: Day?, _ reader: inout NodeReader) {
    for rule in rules {
      guard let place = reader.places[rule.key], rule.others.allSatisfy({ reader.places[$0] != nil }) else { continue }
      for (finding, entry) in rule.findings(draft, today) {
        let entryPlace = entry.flatMap { reader.places["\(rule.key).\($0)"] }
        reader.report(finding, at: entryPlace ?? place)
      }
    }
  }

  static var rules: [Rule] {
    [
      Rule(key: "next-review", others: ["last-review"]) { draft, _ in
        let (last, next) = (draft.governance.lastReview, draft.governance.nextReview)
        return next > last ? [] : [(.reviewOrder(last: last, next: next), nil)]
      },
      Rule(key: "next-review", others: ["status"]) { draft, today in
        guard let today, today > draft.governance.nextReview, draft.governance.status != .retired else { return [] }
        return [(.reviewOverdue(draft.governance.nextReview), nil)]
      },
      Rule(
        key: "claims.care-types.codes", others: ["claims.care-types.prefixes", "claims.care-types.words"]
      ) { draft, _ in
        let scope = draft.plan.scope
        let isEmpty = scope.careTypeCodes.isEmpty && scope.careTypePrefixes.isEmpty && scope.careTypeWords.isEmpty
        return isEmpty ? [(.scopeEmpty, nil)] : []
      },
      Rule(key: "strata.age-bands") { draft, _ in
        let starts = draft.plan.ageBandStarts
        let beginning: [(Finding, entry: Int?)] = starts.first == 0 ? [] : [(.ageBandsStart(starts.first ?? 0), 0)]
        return beginning
          + zip(starts, starts.dropFirst()).enumerated().filter { $0.element.1 <= $0.element.0 }.map {
            (.ageBandsUnordered($0.element.1, after: $0.element.0), $0.offset + 1)
          }
      },
      Rule(key: "strata.ladder", others: ["strata.factors"]) { draft, _ in
        draft.plan.ladder.enumerated().filter { !draft.plan.factors.contains($0.element) }.map {
          (.ladderFactorForeign($0.element.rawValue), $0.offset)
        }
      },
      Rule(key: "interview-gates.persistent-periods", others: ["interview-gates.persistent-of"]) { draft, _ in
        let gates = draft.plan.gates
        guard gates.persistenceMinimum > gates.persistencePeriods else { return [] }
        return [(.persistenceBeyondPeriods(gates.persistenceMinimum, of: gates.persistencePeriods), nil)]
      },
      Rule(key: "interview-gates.minimum-heads", others: ["minimum-volume"]) { draft, _ in
        let (heads, volume) = (draft.plan.gates.headsMinimum, draft.governance.minimumVolume)
        return heads >= volume ? [] : [(.gateBelowVolume(heads, volume: volume), nil)]
      },
    ]
  }
}
