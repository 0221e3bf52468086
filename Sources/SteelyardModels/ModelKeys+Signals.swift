import SteelyardScoring

/// Keys of what is watched beside the cost index.
extension ModelKeys {
  /// Early warning, month by month.
  static var warning: [Key<ModelDraft>] {
    [
      Key("method", \.plan.warning.method, .choice, "The statistic, by its id in the methods sheet."),
      Key("shift", \.plan.warning.shift, .number(0.01...2), "The change of ln(index) the statistic is tuned to."),
      Key(
        "alarms-per-month", \.plan.warning.alarmsPerMonth,
        .word("auto", for: nil, or: FieldType<Double>.number(0.01...1_000_000).optional),
        "False alarms wanted at most; auto: one for a hundred institutions, at least one."),
      Key("minimum-heads", \.plan.warning.headsMinimum, .whole(1...1_000_000), "Heads a month needs to be used."),
      Key(
        "baseline-months", \.plan.warning.baselineMonthsMinimum, .whole(1...120),
        "Earlier months needed before a month is judged."),
      Key("draws", \.plan.warning.draws, .whole(100...10_000), "Draws of the simulation that sets the threshold."),
      Key("seed", \.plan.warning.seed, .whole(0...UInt64.max), "Seed of the simulation."),
    ]
  }
}
