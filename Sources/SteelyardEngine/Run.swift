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
    case .claims(let files): return try fromClaims(files, plan, progress: progress)
    case .tally(let file, let pairs):
      try plan.reduction?.check(area: plan.area, limit: plan.rejectRateMaximum)
      let intake = try TallyIntake(plan, file: file, pairs: pairs)
      let scorecard = Scorecard(
        tally: intake.tally, plan: plan.model.scoring, institutions: intake.institutions, order: plan.order,
        isTallyGiven: true, history: plan.history, threads: plan.threads)
      return RunResult(
        scorecard: scorecard, tally: intake.tally, persons: nil, low: low(scorecard, plan), drills: nil,
        years: years(scorecard, plan),
        waterfalls: Waterfall.all(intake.tally, plan: plan.model.scoring), personNumbers: IdentifierTable(),
        clues: InterviewList.clues(scorecard, governance: plan.model.governance, period: plan.period),
        quality: plan.reduction?.told(intake.quality) ?? intake.quality, diagnostics: [])
    }
  }

  /// Reads claims, and fee lines where there are any, and follows everything that rests on them.
  private static func fromClaims(
    _ files: [String], _ plan: RunPlan, progress: ((ClaimReader.Progress) -> Void)?
  ) throws(RunFailure) -> RunResult {
    let scoring = plan.model.scoring
    var intake = ClaimIntake(plan, files: files)
    let (ledger, items) = try intake.read(progress: progress)
    let supplies = intake.lines?.supplies
    let (tallyPlan, institutions, threads) = (intake.tallyPlan, intake.institutionsByCode, plan.threads)
    // What does not rest on each other is done side by side: each has stretches that one thread must do alone.
    let scored: @Sendable () -> (Tally, Scorecard, [Waterfall]) = {
      let tally = ledger.tally(tallyPlan, threads: threads)
      let scorecard = Scorecard(
        tally: tally, plan: scoring, institutions: institutions, order: plan.order, history: plan.history,
        threads: threads)
      return (tally, scorecard, Waterfall.all(tally, plan: scoring, items: items))
    }
    let ((tally, scorecard, waterfalls), (signals, cells)) = together(threads: threads, scored) {
      (ledger.signals(scoring.bursts.rule, threads: threads), ledger.cellTable(tallyPlan, threads: threads))
    }
    let profiled: @Sendable () -> (ProfileScores, Scorecard, [Drill]?) = {
      let profile = ProfileScores(
        scorecard, cells: cells, days: ledger.dayCounts(threads: threads), signals: signals, tally: tally,
        plan: scoring,
        previous: plan.history?.previous ?? [:], threads: threads)
      let screened = scorecard.screened(
        Dictionary(uniqueKeysWithValues: profile.screens.map { ($0.institution, ($0.screen, $0.dominant)) }))
      let wantsPatients = !plan.leftOut.contains(.patients)
      return (profile, screened, wantsPatients ? drills(screened, ledger, tallyPlan, threads: threads) : nil)
    }
    let ((profile, screened, patients), (persons, monthly)) = together(threads: threads, profiled) {
      (
        plan.leftOut.contains(.persons)
          ? nil
          : PersonIndex.scores(
            ledger.personTable(tallyPlan, bursts: signals.bursts, threads: threads), plan: scoring, supplies: supplies),
        plan.leftOut.contains(.months)
          ? nil : MonthlyFigure.figures(ledger.monthlyTallies(tallyPlan, threads: threads), plan: scoring)
      )
    }
    return RunResult(
      scorecard: screened, tally: tally, persons: persons, low: low(screened, plan), drills: patients,
      years: years(screened, plan), waterfalls: waterfalls, profile: profile, monthly: monthly, signals: signals,
      personNumbers: intake.identifiers.persons,
      clues: InterviewList.clues(screened, governance: plan.model.governance, period: plan.period),
      quality: intake.quality, diagnostics: intake.diagnostics, ledgers: intake.ledgers)
  }

  /// The low list, where the model takes a low cost for a question.
  private static func low(_ scorecard: Scorecard, _ plan: RunPlan) -> [LowSide] {
    if plan.model.governance.lowIsGood == .yes { return [] }
    return LowSide.list(scorecard, plan: plan.model.scoring, history: plan.history)
  }

  /// The patients behind the excess of the institutions to look into.
  private static func drills(_ scorecard: Scorecard, _ ledger: Ledger, _ plan: TallyPlan, threads: Int) -> [Drill] {
    let wanted = scorecard.institutions.filter(Drill.isWanted)
    if wanted.isEmpty { return [] }
    let codes = Set(wanted.map(\.institution.id))
    return Drill.all(wanted, cells: ledger.patientCells(of: codes, plan, threads: threads))
  }

  /// The plain figures beside last year's.
  private static func years(_ scorecard: Scorecard, _ plan: RunPlan) -> [YearChange]? {
    plan.lastYear.map { YearChange.between($0, scorecard.institutions.map(PlainFigures.init)) }
  }
}
