/// What one institution's settlements looked like over the period, beside its cost: exact counts and sums, from which
/// the features of the multivariate score are made (methods §10).
///
/// Nothing here is a finding: every one of these numbers has innocent explanations.
public struct InstitutionSignals: Equatable, Sendable {
  /// The institution's code.
  public let institution: String
  /// Distinct persons with a visit in the period.
  public internal(set) var heads: Int64 = 0
  /// Those of them with a visit at another institution in the period.
  public internal(set) var headsElsewhere: Int64 = 0
  /// Visits: person × day.
  public internal(set) var visits: Int64 = 0
  /// Visits on days on which the person also visited another institution.
  public internal(set) var sameDayVisits: Int64 = 0
  /// Visits on a Saturday or Sunday; holidays are not known.
  public internal(set) var weekendVisits: Int64 = 0
  /// Settlement rows that stand and are no refunds, wholly reversed ones too.
  public internal(set) var settlements: Int64 = 0
  /// Refund rows that stand, those without an original too.
  ///
  /// Unlike net sums, this depends on the export: one that removed both halves of a reversal shows no refund.
  public internal(set) var refunds: Int64 = 0
  /// Total cost of the refund rows in fen, without sign.
  public internal(set) var refundFen: Int64 = 0
  /// The compared cost of heads in fen, heads below zero counted as zero.
  public internal(set) var headCostFen: Int64 = 0
  /// How many heads the dearest tenth is: ⌈heads / 10⌉.
  public internal(set) var topDecileHeads: Int64 = 0
  /// The part of ``headCostFen`` that belongs to the dearest tenth of heads, in fen; equal costs at the border are
  /// equal money, so the sum is unique.
  public internal(set) var topDecileFen: Int64 = 0
  /// Settlement rows by the first two digits of their total cost in fen, 10 … 99; rows below 10 fen are left out.
  public internal(set) var digits = [Int64](repeating: 0, count: 90)
  /// Heads by day, over all days of the period.
  public internal(set) var daily = DailyHeads()
  /// Heads by day, Monday to Friday: what weekend closing does not touch.
  public internal(set) var workingDaily = DailyHeads()
  /// Card bursts at the institution that chance does not explain (``CardBurstRule``).
  public internal(set) var bursts: Int64 = 0
  /// Distinct persons in them.
  public internal(set) var burstPersons: Int64 = 0
  /// Visits in them: distinct person × day, of ``visits``.
  public internal(set) var burstVisits: Int64 = 0

  init(institution: String) { self.institution = institution }
}

/// How crowded an institution's days were: distinct heads on each open day.
///
/// The whole distribution is kept, so mean, dispersion, median and any quantile follow exactly.
public struct DailyHeads: Equatable, Sendable {
  /// Calendar days looked at, open or not.
  public internal(set) var days: Int64 = 0
  /// The heads of each open day, a day with at least one visit, ascending.
  public internal(set) var headsByDay: [Int32] = []

  init(days: Int64 = 0, headsByDay: [Int32] = []) {
    self.days = days
    self.headsByDay = headsByDay
  }

  /// How many days had at least one visit.
  public var openDays: Int64 { Int64(headsByDay.count) }
  /// Σ heads over open days; over all days the same, as closed days add nothing.
  public var heads: Int64 { headsByDay.reduce(0) { $0 + Int64($1) } }
  /// Σ heads² over open days; over all days the same.
  public var squares: Int64 { headsByDay.reduce(0) { $0 + Int64($1) * Int64($1) } }
  /// The heads of the most crowded day, 0 without open days.
  public var largest: Int64 { Int64(headsByDay.last ?? 0) }
  /// Twice the median of heads over open days, a whole number; 0 without open days.
  public var medianDoubled: Int64 {
    if headsByDay.isEmpty { return 0 }
    let half = headsByDay.count / 2
    return Int64(headsByDay[half]) + Int64(headsByDay[headsByDay.count.isMultiple(of: 2) ? half - 1 : half])
  }
}

/// The signals of all institutions of a period.
///
/// Made from all persons at once: a tenth of heads, a crowded day and a card burst do not follow from those of parts,
/// so there is no merging.
public struct SignalTable: Equatable, Sendable {
  /// Institutions with rows in the period, by code in byte order: the same as in the ``Tally``.
  public internal(set) var institutions: [InstitutionSignals] = []
  /// Card bursts, by institution, first day, then persons' numbers.
  public internal(set) var bursts: [CardBurst] = []

  init() {}
}
