public import SteelyardDomain
public import SteelyardLedger
public import SteelyardModels
public import SteelyardScoring

extension Run {
  /// The names of the files in a run's folder that the engine itself reads again.
  public enum FileName {
    /// The model file the run used.
    public static let model = "model.yaml"
    /// The sufficient table.
    public static let tally = "tally.csv"
    /// Its pair sums.
    public static let pairs = "tally-pairs.csv"
  }

  /// Scores the tally of a finished run again, to explain or compare it: the same scorecard, since the tally is all it
  /// rests on.
  ///
  /// - Parameters:
  ///   - folder: the run's folder.
  ///   - manifest: its manifest.
  ///   - model: its model.
  ///   - institutions: names, kinds, levels and districts by code, as the ranking has them.
  ///   - history: the earlier periods the run was given.
  ///   - screens: score and signal of the screen by code, as the ranking has them: a tally does not tell them.
  /// - Throws: ``RunFailure``.
  public static func reopen(
    folder: String, manifest: RunManifest, model: ScoringModel, institutions: [String: Institution],
    history: SignalHistory? = nil, screens: [String: (score: Double?, signal: Screen.Signal?)] = [:], threads: Int
  ) throws(RunFailure) -> (scorecard: Scorecard, tally: Tally) {
    let scoring = manifest.plan(of: model)
    var plan = RunPlan(
      model: ScoringModel(governance: model.governance, scoring: scoring), modelHash: manifest.model.sha256,
      source: .tally("", pairs: nil))
    plan.threads = threads
    let pairs = manifest.outputs.contains { $0.name == FileName.pairs } ? "\(folder)/\(FileName.pairs)" : nil
    let intake = try TallyIntake(plan, file: "\(folder)/\(FileName.tally)", pairs: pairs)
    let scorecard = Scorecard(
      tally: intake.tally, plan: scoring, institutions: institutions,
      order: manifest.options.order.flatMap(ScoringPlan.Order.init) ?? .plain, isTallyGiven: manifest.source == "tally",
      history: history, threads: threads)
    return (scorecard.screened(screens), intake.tally)
  }
}
