import SteelyardDomain

/// Decides who is called in for an interview: every gate must pass, and every value is kept (methods §§8, 13).
struct InterviewGate {
  let plan: ScoringPlan
  /// Fits in which institutions do not differ beyond chance.
  let withoutSpread: Set<String>
  /// Earlier periods; `nil` where none were given, and the gate of persistence is not judged.
  var history: SignalHistory?

  /// Gives an institution its gates and its band.
  func apply(to score: inout InstitutionScore, distinctHeads: Int64) {
    let gates = plan.gates
    func result(_ gate: InstitutionScore.Gate, _ value: Double?, _ threshold: Double, _ passes: (Double) -> Bool)
      -> InstitutionScore.GateResult
    {
      .init(gate: gate, value: value, threshold: threshold, passes: value.map(passes) ?? false)
    }
    let excessMinimum = Double(gates.excessMinimum.fen) / 100
    score.gates = [
      // Without spread every posterior is the group's own, and says nothing of this institution.
      result(.extreme, withoutSpread.contains(score.fit) ? nil : score.indexEb05, gates.indexMinimum) {
        $0 > gates.indexMinimum
      },
      result(.significant, score.q, gates.falseDiscoveryRate) { $0 <= gates.falseDiscoveryRate },
      result(.material, score.excessShrunk, excessMinimum) { $0 >= excessMinimum },
      result(.reliable, score.reliability, gates.reliabilityMinimum) { $0 >= gates.reliabilityMinimum },
      result(.heads, Double(distinctHeads), Double(gates.headsMinimum)) { $0 >= Double(gates.headsMinimum) },
    ]
    if let history {
      // The run's own period is one of them.
      let isSignal = gates.isSignal(conservativeIndex: score.indexEb05, adjustedP: score.q)
      let earlier = history.signals(of: score.institution.id, among: gates.persistencePeriods - 1)
      let threshold = Double(gates.persistenceMinimum)
      score.gates.append(
        result(.persistent, Double(earlier + (isSignal ? 1 : 0)), threshold) { $0 >= threshold })
    }
    let failed = score.failedGates
    if failed.isEmpty {
      score.band = .interview
    } else if failed.contains(.heads) || failed.contains(.reliable) {
      score.band = .cannotTell
    } else if !withoutSpread.contains(score.fit), (score.probabilityAboveWatched ?? 0) >= plan.watchProbability {
      score.band = .watch
    } else {
      score.band = .ordinary
    }
  }
}
