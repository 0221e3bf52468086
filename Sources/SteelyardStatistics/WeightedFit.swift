internal import SteelyardNumerics

/// The weighted mean of the units at one trial variance, with weights 1/(s² + τ²), and what scatters about it.
struct WeightedFit {
  /// The weight of each unit.
  let weights: [Double]
  /// Σw.
  let weightTotal: Double
  /// Σwy/Σw.
  let centre: Double
  /// The distance of each unit from the centre.
  let residuals: [Double]

  /// - Precondition: there is at least one unit.
  init(_ units: LogRatioUnits, tauSquared: Double) {
    let weights = units.standardErrors.map { 1 / ($0 * $0 + tauSquared) }
    let total = CompensatedSum.of(weights)
    // Counted from the heaviest unit, whose own distance from the mean would otherwise be lost in rounding
    // and then multiplied by its weight.
    let heaviest = weights.indices.max { weights[$0] < weights[$1] } ?? 0
    let origin = units.logRatios[heaviest]
    let offsets = units.logRatios.map { $0 - origin }
    let shift = CompensatedSum.of(weights.indices.map { weights[$0] / total * offsets[$0] })
    self.weights = weights
    weightTotal = total
    centre = origin + shift
    residuals = offsets.map { $0 - shift }
  }

  /// Q = Σw(y − centre)².
  var squares: Double {
    CompensatedSum.of(weights.indices.map { weights[$0] * residuals[$0] * residuals[$0] })
  }

  /// Σw²(y − centre)²: minus the derivative of ``squares`` by τ².
  var squaresSlope: Double {
    CompensatedSum.of(
      weights.indices.map { unit in
        let pull = weights[unit] * residuals[unit]
        return pull * pull
      })
  }

  /// Σw − Σw²/Σw, term by term: it keeps its digits where one weight dwarfs the others.
  var weightSpread: Double {
    CompensatedSum.of(
      weights.indices.map { unit in
        let weight = weights[unit]
        let isMost = weight > weightTotal / 2
        let others =
          isMost
          ? CompensatedSum.of(weights.indices.map { $0 == unit ? 0 : weights[$0] }) : weightTotal - weight
        return weight / weightTotal * others
      })
  }
}

extension Overdispersion {
  /// The result of an estimator that weighs the units by 1/(s² + τ²); φ is Q/(J − 1) at τ² = 0.
  static func weighted(
    _ method: Method, _ units: LogRatioUnits, tauSquared: Double, phi: Double?, _ status: FitStatus
  ) -> Overdispersion {
    Overdispersion(
      method: method.rawValue,
      centre: units.count > 0 ? WeightedFit(units, tauSquared: tauSquared).centre : 0,
      tauSquared: tauSquared, phi: phi, units: units.count, status: status)
  }
}
