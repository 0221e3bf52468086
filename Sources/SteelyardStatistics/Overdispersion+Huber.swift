internal import SteelyardNumerics

extension Overdispersion {
  /// Estimates centre and variance between units together, with distant units held to a limit.
  ///
  /// With r = (y − μ)/√(s² + τ²) it solves mean min(r², c²) = b for τ², where for every τ² the centre μ
  /// is the Huber mean, Σψ(r)/√(s² + τ²) = 0 with ψ(r) = min(max(r, −c), c). c is 1.281552, the 90 %
  /// point of the normal distribution, and b = 2Φ(c) − 1 − 2cφ(c) + 2c²(1 − Φ(c)) the value of
  /// E min(r², c²) where r is normal, so that τ² is right on average although a fifth of the units is
  /// held to the limit. Both equations are solved by bracketing, to the precision of a double; where a
  /// whole interval solves the second, the centre is its middle. The method is `od.log.huber`; φ is not
  /// part of it.
  ///
  /// Edge cases:
  /// - τ² = 0 and `noSpread` where the left side at τ² = 0 is at most b; the centre is then the Huber mean.
  /// - Fewer than two units: τ² = 0, `tooFewUnits`, centre the only log ratio or 0.
  /// - The order of the units does not matter, to the last bit.
  ///
  /// See P. J. Huber, "Robust Statistics" (1981), proposal 2. Checked against a naive twin and against
  /// simulated units of known spread.
  ///
  /// - Parameters:
  ///   - y: the log ratio of each unit, within ±1e6.
  ///   - s: the standard error of each, in 1e-50 … 1e50.
  public static func huberLog(logRatios y: [Double], standardErrors s: [Double]) -> Overdispersion {
    let units = LogRatioUnits(logRatios: y, standardErrors: s)
    guard let lowest = units.logRatios.first, let highest = units.logRatios.last, units.count >= 2 else {
      return huber(centre: units.logRatios.first ?? 0, tauSquared: 0, units: units.count, .tooFewUnits)
    }
    let atZero = HuberFit(units, tauSquared: 0, start: lowest / 2 + highest / 2)
    if atZero.meanSquare <= HuberFit.meanSquareOfChance {
      return huber(centre: atZero.centre, tauSquared: 0, units: units.count, .noSpread)
    }
    // At the upper end every r² is at most range²/τ² = b, and so is their mean.
    var low = 0.0
    var high = (highest - lowest) * (highest - lowest) / HuberFit.meanSquareOfChance
    var fit = atZero
    while true {
      let middle = low + (high - low) / 2
      guard middle > low, middle < high else { break }
      fit = HuberFit(units, tauSquared: middle, start: fit.centre)
      if fit.meanSquare > HuberFit.meanSquareOfChance { low = middle } else { high = middle }
    }
    fit = HuberFit(units, tauSquared: high, start: fit.centre)
    return huber(centre: fit.centre, tauSquared: high, units: units.count, .converged)
  }

  private static func huber(centre: Double, tauSquared: Double, units: Int, _ status: FitStatus) -> Overdispersion {
    Overdispersion(
      method: "od.log.huber", centre: centre, tauSquared: tauSquared, phi: nil, units: units, status: status)
  }
}

/// The Huber mean at one trial variance, and the mean limited square about it.
struct HuberFit {
  /// The 90 % point of the normal distribution to seven digits, as the method's sheet prints it.
  static let limit = 1.281552
  /// The mean of min(r², limit²) over a standard normal r.
  static let meanSquareOfChance: Double = {
    let c = limit
    return 2 * NormalDistribution.cumulative(c) - 1 - 2 * c * NormalDistribution.density(c)
      + 2 * c * c * NormalDistribution.upperTail(c)
  }()

  let centre: Double
  let meanSquare: Double

  init(_ units: LogRatioUnits, tauSquared: Double, start: Double) {
    let deviations = units.standardErrors.map { ($0 * $0 + tauSquared).squareRoot() }
    let centre = Self.centre(units.logRatios, deviations, start: start)
    self.centre = centre
    let squares = zip(units.logRatios, deviations).lazy.map { y, deviation in
      let r = (y - centre) / deviation
      return min(r * r, Self.limit * Self.limit)
    }
    meanSquare = CompensatedSum.of(squares) / Double(units.count)
  }

  /// The root of Σψ(r)/deviation by Newton's method inside a shrinking bracket.
  ///
  /// The score is piecewise linear and never rises, so a step from the right piece lands on the root;
  /// a step that leaves the bracket is replaced by its middle. Every pass moves one end of the bracket
  /// inwards, so the loop ends.
  private static func centre(_ y: [Double], _ deviations: [Double], start: Double) -> Double {
    var (low, high) = (y[0], y[y.count - 1])
    var centre = min(max(start, low), high)
    while low < high {
      let (score, slope, noise) = score(y, deviations, at: centre)
      if abs(score) <= noise {
        return slope > 0 ? min(max(centre + score / slope, low), high) : flatMiddle(y, deviations, around: centre)
      }
      if score > 0 { low = centre } else { high = centre }
      let newton = slope > 0 ? centre + score / slope : .infinity
      let next = newton > low && newton < high ? newton : low + (high - low) / 2
      guard next > low, next < high else { return next }
      centre = next
    }
    return low
  }

  /// The score at `centre`, minus its slope, and how much of the score may be rounding.
  private static func score(
    _ y: [Double], _ deviations: [Double], at centre: Double
  ) -> (score: Double, slope: Double, noise: Double) {
    var (slope, size) = (0.0, 0.0)
    let terms = y.indices.map { unit in
      let r = (y[unit] - centre) / deviations[unit]
      if abs(r) < limit { slope += 1 / (deviations[unit] * deviations[unit]) }
      let term = min(max(r, -limit), limit) / deviations[unit]
      size += abs(term)
      return term
    }
    return (CompensatedSum.of(terms), slope, size * 0x1p-52)
  }

  /// The middle of the interval without a slope around `centre`: every unit is held to its limit there.
  private static func flatMiddle(_ y: [Double], _ deviations: [Double], around centre: Double) -> Double {
    var (low, high) = (y[0], y[y.count - 1])
    for unit in y.indices {
      if y[unit] < centre { low = max(low, y[unit] + limit * deviations[unit]) }
      if y[unit] > centre { high = min(high, y[unit] - limit * deviations[unit]) }
    }
    return low + (high - low) / 2
  }
}
