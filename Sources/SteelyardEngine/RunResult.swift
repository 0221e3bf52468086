public import SteelyardDomain
public import SteelyardLedger
public import SteelyardScoring

/// What a scoring run found: one value, from which every file is rendered.
public struct RunResult: Sendable {
  /// Institutions, fits, methods.
  public var scorecard: Scorecard
  /// The sufficient table.
  public var tally: Tally
  /// Insured persons; `nil` where the run started from a tally, or they are left out.
  public var persons: [PersonScore]?
  /// Institutions clearly below their peers, the lowest first.
  public var low: [LowSide]
  /// The patients behind the excess of the institutions to look into; `nil` where the run started from a tally, or they
  /// are left out.
  public var drills: [Drill]?
  /// Plain figures beside last year's; `nil` where no run of last year was given.
  public var years: [YearChange]?
  /// Why each plain index is what it is, in parts.
  public var waterfalls: [Waterfall]
  /// The screen and the profiles; `nil` where the run started from a tally.
  public var profile: ProfileScores?
  /// The figures of every month; `nil` where the run started from a tally, or they are left out.
  public var monthly: [MonthlyFigure]?
  /// Signals of institutions and card bursts; `nil` where the run started from a tally.
  public var signals: SignalTable?
  /// The persons' numbers behind the codes of ``persons``: secret, they leave only as pseudonyms.
  public var personNumbers: IdentifierTable
  /// What the model points at.
  public var clues: [Clue]
  /// What was found about the input.
  public var quality: QualityReport
  /// Rows that were rejected, excluded one by one, or marked.
  public var diagnostics: [Diagnostic]
  /// The ledgers that rows were taken from.
  public var ledgers: [RunManifest.Ledger] = []
}
