import SteelyardDomain
public import SteelyardLedger
import SteelyardStatistics

/// The screen and the profiles of a run: everything about institutions beside cost (methods §10).
public struct ProfileScores: Sendable {
  /// Profiles by institution code, in the tally's order.
  public let profiles: [InstitutionProfile]
  /// How profiles were judged, by fit group.
  public let fits: [ProfileFit]
  /// The screen by institution code, in the same order.
  public let screens: [InstitutionScreen]
  /// How the signals of the screen were judged.
  public let screenFits: [ScreenFit]
  /// Refunds against the peers, by institution code.
  public let refunds: [RefundRate]
  /// Visits against the peers, by institution code.
  public let visitRatios: [VisitRatio]
  /// How refunds were shrunk.
  public let refundFits: [RefundFit]
  /// The interval of the indirectly standardised visits.
  private let visitInterval: IntervalEstimates.CountMethod

  /// The methods with their constants, as they are printed with every result.
  public var statements: [MethodStatement] {
    let signals = screenFits.map { fit in
      "\(fit.signal.rawValue), \(fit.name): n = \(fit.units) μ = \(FixedDecimal.text(fit.centre, decimals: 6)) "
        + "τ² = \(FixedDecimal.text(fit.tauSquared, decimals: 6)) \(fit.outcome)"
    }
    let counts = refundFits.map { fit in
      let spread = fit.shape.flatMap { shape in fit.rate.map { (shape, $0) } }.map { shape, rate in
        ["α = \(FixedDecimal.text(shape, decimals: 6))", "β = \(FixedDecimal.text(rate, decimals: 6))"]
      }
      return MethodStatement(
        role: "refunds", id: fit.method, constants: ["\(fit.name): n = \(fit.units) \(fit.outcome)"] + (spread ?? []))
    }
    let visits = [
      MethodStatement(
        role: "visits", id: "isr/dsr",
        constants: ["isr_interval = \(visitInterval.rawValue)", "dsr_interval = fay-feuer", "level = 0.95"])
    ]
    return counts + (visitRatios.isEmpty ? [] : visits) + [
      MethodStatement(role: "screen", id: Screen.method, constants: ["over-dispersion = od.log.huber"] + signals)
    ]
      + fits.map { fit in
        let absent = fit.absent.sorted { $0.key.rawValue < $1.key.rawValue }.map {
          "\($0.key.rawValue): \($0.value.rawValue)"
        }
        let determinant = fit.logDeterminant.map { ["ln_determinant = \(FixedDecimal.text($0, decimals: 6))"] } ?? []
        return MethodStatement(
          role: "profile", id: fit.method,
          constants: [
            "\(fit.name): n = \(fit.institutions) h = \(fit.subsetSize) \(fit.outcome)",
            "features = \(fit.features.map(\.rawValue).joined(separator: "+"))",
          ] + determinant + absent)
      }
  }

  /// Judges the institutions of a scorecard.
  ///
  /// - Parameters:
  ///   - scorecard: the ranking; its eligible institutions take part in the estimates.
  ///   - cells: persons' cells of the period.
  ///   - days: heads of each day.
  ///   - signals: exact counts beside cost.
  ///   - tally: the sufficient table, for peers and distinct heads.
  ///   - plan: the model's plan.
  ///   - previous: ln(index_adjusted) of the period before, by institution; empty without history.
  ///   - threads: workers of the MCD; nothing depends on it.
  public init(
    _ scorecard: Scorecard, cells: CellTable, days: DayCounts, signals: SignalTable, tally: Tally, plan: ScoringPlan,
    previous: [String: Double], threads: Int
  ) {
    (screens, screenFits) = Screen.scores(
      cells: cells, days: days, plan: plan,
      peerGroups: Dictionary(uniqueKeysWithValues: zip(tally.institutions, tally.peerGroups)),
      distinctHeads: Dictionary(
        uniqueKeysWithValues: zip(tally.institutions, tally.totals.map(\.distinctHeads))))
    let screenOf = Dictionary(uniqueKeysWithValues: screens.map { ($0.institution, $0) })
    let signalsOf = Dictionary(uniqueKeysWithValues: signals.institutions.map { ($0.institution, $0) })
    let scores = scorecard.institutions.sorted { a, b in
      a.institution.id.utf8.lexicographicallyPrecedes(b.institution.id.utf8)
    }
    visitRatios = VisitRatio.ratios(tally, plan: plan)
    visitInterval = plan.profile.countInterval
    (refunds, refundFits) = RefundRate.rates(scores, signals: signalsOf, plan: plan.profile)
    let inputs = scores.map { score in
      ProfileInput(
        score, signals: signalsOf[score.institution.id], screen: screenOf[score.institution.id],
        previous: previous[score.institution.id])
    }
    (profiles, fits) = ProfileDistance(plan: plan, threads: threads).profiles(
      inputs, eligible: Set(scores.filter(\.isEligible).map(\.institution.id)))
  }
}
