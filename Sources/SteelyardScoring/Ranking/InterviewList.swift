public import SteelyardDomain

/// The institutions a scoring model points at, as clues: those on the interview list and those that miss one gate.
public enum InterviewList {
  /// The rule's name within a scoring model.
  public static let rule = "per-capita-cost-index"

  /// Clues in published order.
  public static func clues(_ scorecard: Scorecard, governance: ModelGovernance, period: Period) -> [Clue] {
    scorecard.institutions.compactMap { score in
      guard score.band == .interview || score.nearGate != nil else { return nil }
      return Clue(
        model: governance.id, modelVersion: governance.version, rule: rule,
        subject: .institution(score.institution.id), period: period.description,
        amountFen: score.excessShrunk.map { Money(roundingYuan: $0).fen } ?? 0,
        severity: score.band == .interview ? .interview : .near,
        evidence: score.gates.map { gate in
          Clue.Evidence(
            name: gate.gate.column, value: gate.value.map { gate.gate.printed($0) } ?? "",
            threshold: gate.gate.printed(gate.threshold))
        })
    }
  }
}

extension InstitutionScore.Gate {
  /// The column of the ranking that holds the gate's value.
  var column: String {
    switch self {
    case .extreme: "index_eb05"
    case .significant: "q"
    case .material: "excess_shrunk"
    case .reliable: "reliability"
    case .heads: "heads"
    case .persistent: "periods_signalled"
    }
  }

  /// A value of the gate, or its threshold, as clues and dossiers print it.
  public func printed(_ value: Double) -> String { FixedDecimal.text(value, decimals: decimals) }

  /// With how many decimals the value is printed.
  var decimals: Int {
    switch self {
    case .extreme, .significant, .reliable: 6
    case .material: 2
    case .heads, .persistent: 0
    }
  }
}
