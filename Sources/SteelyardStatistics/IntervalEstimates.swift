internal import Glibc
internal import SteelyardNumerics

/// A lower and an upper bound between which a quantity lies with a stated confidence.
public struct ConfidenceInterval: Equatable, Sendable {
  /// The lower bound.
  public let lower: Double
  /// The upper bound.
  public let upper: Double

  /// Both bounds times `factor`: of a rate per person, that per 100,000.
  ///
  /// - Precondition: `factor` lies in 0 … 1e150 without zero.
  public func scaled(by factor: Double) -> ConfidenceInterval {
    precondition(factor > 0 && factor <= 1e150, "a factor lies in 0 ... 1e150, without zero")
    return ConfidenceInterval(lower: lower * factor, upper: upper * factor)
  }
}

/// Intervals for counts, rates, proportions and ratios of counts.
///
/// They are for counts only. Money is not a count: its limits by these formulas would depend on whether it is
/// reckoned in yuan or in fen.
///
/// Checked against `phe_byars_wilson.csv`, `phe_rate_exact_byars.csv`, `phe_proportion_wilson.csv` and
/// `phe_isr_expected.csv`, each row at each level.
public enum IntervalEstimates {
  /// How the interval of a count is computed; the raw value is printed with results.
  public enum CountMethod: String, CaseIterable, Sendable {
    /// ``exact(_:level:)``.
    case exact = "poisson.exact"
    /// ``byar(_:level:)``.
    case byar = "poisson.byar"
    /// Exact below 10 events and Byar's from 10 on, as in the tables of Public Health England.
    case exactBelowTen = "poisson.exact10byar"
  }

  /// The interval for the mean of a Poisson count of `events`.
  ///
  /// - Parameters:
  ///   - events: the count, in 0 … 1e14; a rounded or averaged count need not be whole.
  ///   - level: the confidence, such as 0.95, strictly between 0 and 1.
  ///   - method: the formula.
  public static func count(
    _ events: Double, level: Double, by method: CountMethod = .exactBelowTen
  ) -> ConfidenceInterval {
    switch method {
    case .exact: exact(events, level: level)
    case .byar: byar(events, level: level)
    case .exactBelowTen: events < 10 ? exact(events, level: level) : byar(events, level: level)
    }
  }

  /// The exact interval of a Poisson count: where the probability of as many events or more, and of as many or
  /// fewer, is half of what the level leaves.
  ///
  /// lower = χ²(α/2; 2x)/2, upper = χ²(1 − α/2; 2x + 2)/2.
  ///
  /// Edge cases: no events give a lower bound of 0.
  ///
  /// See F. Garwood, "Fiducial limits for the Poisson distribution" (1936).
  ///
  /// - Precondition: `events` lies in 0 … 1e14, `level` strictly between 0 and 1.
  public static func exact(_ events: Double, level: Double) -> ConfidenceInterval {
    let tail = tail(events, level)
    let lower = events == 0 ? 0 : ChiSquaredDistribution.quantile(tail, degrees: 2 * events) / 2
    return ConfidenceInterval(
      lower: lower, upper: ChiSquaredDistribution.quantile(upperTail: tail, degrees: 2 * events + 2) / 2)
  }

  /// Byar's interval of a Poisson count, an approximation good to a few parts in 1,000 from 10 events on.
  ///
  /// lower = x(1 − 1/(9x) − z/(3√x))³, upper the same of x + 1 with + z.
  ///
  /// Edge cases: a lower bound below zero, as for few events at a high level, is 0.
  ///
  /// See N. E. Breslow and N. E. Day, "Statistical methods in cancer research II" (1987).
  ///
  /// - Precondition: `events` lies in 0 … 1e14, `level` strictly between 0 and 1.
  public static func byar(_ events: Double, level: Double) -> ConfidenceInterval {
    let z = -NormalDistribution.quantile(tail(events, level))
    func bound(_ x: Double, _ z: Double) -> Double {
      let root = 1 - 1 / (9 * x) + z / (3 * x.squareRoot())
      return x * root * root * root
    }
    return ConfidenceInterval(lower: events == 0 ? 0 : max(0, bound(events, -z)), upper: bound(events + 1, z))
  }

  /// Wilson's interval of a proportion: `events` of `trials`.
  ///
  /// The bounds are the p at which (x − np)² = z² np(1 − p). The lower one comes from their product, x²/(n(n + z²)),
  /// because their difference loses digits when it is small.
  ///
  /// Edge cases: no events give a lower bound of exactly 0, nothing but events an upper one of exactly 1.
  ///
  /// See E. B. Wilson, "Probable inference, the law of succession, and statistical inference" (1927).
  ///
  /// - Precondition: `trials` lies in 0 … 1e15 without zero, `events` in 0 … `trials`, `level` between 0 and 1.
  public static func wilson(_ events: Double, of trials: Double, level: Double) -> ConfidenceInterval {
    precondition(trials > 0 && trials <= 1e15, "a number of trials lies in 0 ... 1e15, without zero")
    precondition(events >= 0 && events <= trials, "there are at most as many events as trials")
    precondition(level > 0 && level < 1, "a level lies strictly between 0 and 1")
    let z = -NormalDistribution.quantile((1 - level) / 2)
    func upper(_ x: Double) -> Double {
      let spread = z * (z * z + 4 * x * ((trials - x) / trials)).squareRoot()
      return x == trials ? 1 : min(1, (2 * x + z * z + spread) / 2 / (trials + z * z))
    }
    let lower = events / trials * (events / (trials + z * z)) / upper(events)
    return ConfidenceInterval(lower: lower, upper: upper(events))
  }

  /// The probability on each side of the interval.
  private static func tail(_ events: Double, _ level: Double) -> Double {
    precondition(events >= 0 && events <= 1e14, "a count lies in 0 ... 1e14")
    precondition(level > 0 && level < 1, "a level lies strictly between 0 and 1")
    return (1 - level) / 2
  }
}
