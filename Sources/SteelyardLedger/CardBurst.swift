public import SteelyardDomain

/// What counts as a card burst: the same group of persons settled at one institution on the same days, again and again
/// (methods §12, "real-name supervision").
///
/// The ledger keeps days, not hours; "together" means on one day.
///
/// **Chance.** Chronic patients come on a rhythm, on favourite weekdays and on the institution's busy days, and so meet
/// without knowing each other; bare counts of common days would list every busy pharmacy and every dialysis ward. The
/// rule therefore asks what would happen if, *given the weeks in which each person came*, the day within the week were
/// each person's own affair. The probability of a person on a day is taken as
///
///     p = min(1, days the person came in that week · max(the day's share of that week's heads at the institution,
///                                                        the person's habit))
///
/// where the habit is the share of the weekday among the person's other days; on a day on which the person came also
/// the share of the day of the month among them, and that of the gap to the day before or after among the other gaps.
/// Each can only raise p, so none makes a group look stranger than it is. Monthly rhythms are conditioned away with the
/// weeks (as in a time-stratified case-crossover design, Lumley & Levy 2000), Tuesday patients, patients of the fifth
/// and thirty-day refills by the habit, discount days by the day's share.
///
/// **Evidence.** For a person a and another b the common days T are the template. Two probabilities are bounded:
/// that b comes on so many of a's days (Hoeffding 1963, theorem 1, which holds for days of one person too, as they are
/// negatively associated: Joag-Dev & Proschan 1983, or a union bound where it is smaller), and that so many further
/// persons come on all but a quarter of T (Chernoff's or the union bound of independent events, each bounded as before,
/// summed over everybody). With x the product of the two bounds,
/// x(1 − ln x) bounds the chance of so small a product; times n(n − 1), all ordered pairs of the n persons with
/// `daysMinimum` days or more at the institution, it bounds the chance that the institution shows anything of the kind
/// (Bonferroni). A group is a burst where that is below `chanceMaximum`.
///
/// What it cannot tell apart from chance is left out: three persons on three days never pass at an institution of
/// ordinary size, nor does a group that is most of a small institution's day. What it takes for more than chance need not be anybody's fault: residents of one home, a group visit,
/// a village doctor's market day, a family or a carer with several cards.
public struct CardBurstRule: Equatable, Sendable {
  /// How many persons a group has at least.
  public var groupMinimum: Int
  /// On how many days a group is seen at least.
  public var daysMinimum: Int
  /// The bound on chance, over all groups of an institution, below which a group is a burst.
  public var chanceMaximum: Double
  /// Days with more persons than this (of those with `daysMinimum` days or more) propose no pairs; they still count in
  /// the days of a pair that another day proposed. That all came on such a day tells little of any two.
  public var crowdMaximum: Int

  /// How many companions of each person are tried, those with most common days.
  static let companions = 4

  /// Creates a rule; the defaults are those of methods §12.
  ///
  /// - Precondition: groups of three persons or more, two days or more, a bound between 0 and 1, crowds of two or more.
  public init(
    groupMinimum: Int = 3, daysMinimum: Int = 3, chanceMaximum: Double = 1e-6, crowdMaximum: Int = 4096
  ) {
    precondition(groupMinimum >= 3, "two persons that come together are a couple")
    precondition(daysMinimum >= 2, "a group that met once is no repetition")
    precondition(chanceMaximum > 0 && chanceMaximum < 1, "a chance lies between 0 and 1")
    precondition(crowdMaximum >= 2, "a pair needs two persons on a day")
    self.groupMinimum = groupMinimum
    self.daysMinimum = daysMinimum
    self.chanceMaximum = chanceMaximum
    self.crowdMaximum = crowdMaximum
  }

  /// How many of a template's days a member needs: all but a quarter, rounded in the group's disfavour.
  func quorum(_ days: Int) -> Int { max(daysMinimum, days - days / 4) }
}

/// A group of persons that one institution settled together more often than chance explains.
public struct CardBurst: Equatable, Sendable {
  /// The institution's code.
  public let institution: String
  /// The persons' codes, in the order of their numbers.
  public let persons: [Int32]
  /// The days on which `groupMinimum` of them or more were settled, ascending.
  public let days: [Day]
  /// How many visits the group made on these days: persons × days present.
  public let visits: Int
  /// How many visits of the group on these days independent scheduling would give, by the rule's probabilities (which
  /// are bounds from above); a sum of ratios of integers in a fixed order.
  public let visitsExpected: Double
  /// The decimal logarithm of the bound on chance over all groups of the institution, below
  /// log10(``CardBurstRule/chanceMaximum``).
  public let chanceLog10: Double
}
