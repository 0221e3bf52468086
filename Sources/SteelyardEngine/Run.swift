import SteelyardDomain
public import SteelyardIntake
import SteelyardLedger
import SteelyardModels
import SteelyardScoring

/// A run, start to end: the one place that knows the order of the stages.
public enum Run {
  /// Scores claim files, or a tally that someone else made.
  ///
  /// - Parameters:
  ///   - plan: what is asked.
  ///   - progress: told now and then how far reading is.
  /// - Returns: everything that was found; nothing is written.
  /// - Throws: ``RunFailure``.
  public static func score(
    _ plan: RunPlan, progress: ((ClaimReader.Progress) -> Void)? = nil
  ) throws(RunFailure) -> RunResult {
    let result = try result(plan, progress: progress)
    // An order by a figure that no one has would be an order by code.
    guard plan.order == .plain || result.scorecard.isOrdered else { throw .orderUnknown(plan.order.rawValue) }
    return result
  }

  private static func result(
    _ plan: RunPlan, progress: ((ClaimReader.Progress) -> Void)?
  ) throws(RunFailure) -> RunResult {
    switch plan.source {
    case .claims(let files):
      var intake = try ClaimIntake(plan, files: files, progress: progress)
      let (ledger, findings) = intake.takeRows().finish(
        identifiers: intake.identifiers, scope: intake.scope, threads: plan.threads)
      try intake.settle(findings)
      let tally = ledger.tally(intake.tallyPlan, threads: plan.threads)
      let scorecard = Scorecard(
        tally: tally, plan: plan.model.scoring, institutions: intake.institutionsByCode, order: plan.order,
        history: plan.history, threads: plan.threads)
      let persons = PersonIndex.scores(
        ledger.personTable(intake.tallyPlan, threads: plan.threads), plan: plan.model.scoring)
      let monthly = MonthlyFigure.figures(
        ledger.monthlyTallies(intake.tallyPlan, threads: plan.threads), plan: plan.model.scoring)
      let signals = ledger.signals(plan.model.scoring.bursts.rule, threads: plan.threads)
      return RunResult(
        scorecard: scorecard, tally: tally, persons: persons, monthly: monthly, signals: signals, personNumbers: intake.identifiers.persons,
        clues: InterviewList.clues(scorecard, governance: plan.model.governance, period: plan.period),
        quality: intake.quality, diagnostics: intake.diagnostics)
    case .tally(let file, let pairs):
      let intake = try TallyIntake(plan, file: file, pairs: pairs)
      let scorecard = Scorecard(
        tally: intake.tally, plan: plan.model.scoring, institutions: intake.institutions, order: plan.order,
        isTallyGiven: true, history: plan.history, threads: plan.threads)
      return RunResult(
        scorecard: scorecard, tally: intake.tally, persons: nil, personNumbers: IdentifierTable(),
        clues: InterviewList.clues(scorecard, governance: plan.model.governance, period: plan.period),
        quality: intake.quality, diagnostics: [])
    }
  }
}
