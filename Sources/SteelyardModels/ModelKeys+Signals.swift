import SteelyardScoring

/// Keys of what is watched beside the cost index.
extension ModelKeys {
  /// The multivariate distance.
  static var profile: [Key<ModelDraft>] {
    [
      Key("scale", \.plan.profile.scale, .choice, "The robust scale of a feature."),
      Key(
        "coverage", \.plan.profile.alpha, .number(0.5...1),
        "The share of institutions the centre and covariance rest on; 0.5 stands the most outliers."),
      Key(
        "convention", \.plan.profile.convention, .choice, required: false,
        "The consistency factor of the reweighted covariance."),
      Key(
        "cutoff", \.plan.profile.cutoff, .choice, "From which distance an institution is unlike its peers."),
      Key(
        "counterfactual", \.plan.profile.counterfactual, .choice, required: false,
        "Towards what the values of an outlier move until it is ordinary."),
      Key(
        "count-interval", \.plan.profile.countInterval, .choice, required: false,
        "The interval of a count, such as that of refunds."),
      Key(
        "count-shrinkage", \.plan.profile.countShrinkage, .choice, required: false,
        "How ratios of counts are drawn towards the peers."),
      Key("random-starts", \.plan.profile.randomStarts, .whole(10...100_000), "Random starts of the search."),
      Key("seed", \.plan.profile.seed, .whole(0...UInt64.max), "Seed of the random starts."),
    ]
  }

  /// The same group of persons on the same days, again and again.
  static var bursts: [Key<ModelDraft>] {
    [
      Key("minimum-persons", \.plan.bursts.personsMinimum, .whole(3...1_000), "Persons of a group."),
      Key("minimum-days", \.plan.bursts.daysMinimum, .whole(2...1_000), "Days on which the group came."),
      Key(
        "maximum-chance", \.plan.bursts.chanceMaximum, .number(1e-300...0.1),
        "The bound on chance, over all groups of an institution, below which a group is a burst."),
    ]
  }

  /// Early warning, month by month.
  static var warning: [Key<ModelDraft>] {
    [
      Key("method", \.plan.warning.method, .choice, "The statistic, by its id in the methods sheet."),
      Key("shift", \.plan.warning.shift, .number(0.01...2), "The change of ln(index) racusum.gaussian is tuned to."),
      Key(
        "allowance", \.plan.warning.allowance, .number(0...10), required: false,
        "k of cusum.classical: half the standardised change it is tuned to."),
      Key(
        "smoothing", \.plan.warning.smoothing, .number(0.001...1), required: false,
        "Weight of the latest month in ewma."),
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
