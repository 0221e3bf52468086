import SteelyardNumerics
import SteelyardStatistics

/// Units of known levels whose months differ by sampling and by chance: what the monitors are tried on.
struct MonthlyMaker {
  /// How units and months vary.
  let model: MonthlyModel
  /// How many calendar months there are.
  let months: Int
  /// The share of months without data.
  let gaps: Double

  /// Units with their levels θ; standard errors of a unit lie about its own size, 0.11 on average.
  func units(_ count: Int, seed: UInt64) -> [(level: Double, series: MonthlySeries)] {
    var source = RandomSource(seed: seed, stream: 0)
    return (0..<count).map { _ in
      let level = model.centre + model.tauSquared.squareRoot() * source.normal()
      let size = source.lognormal(meanLog: -2.2, sdLog: 0.4)
      return (level, series(level: level, size: size, &source))
    }
  }

  private func series(level: Double, size: Double, _ source: inout RandomSource) -> MonthlySeries {
    var found: [MonthlySeries.Month] = []
    for position in 0..<months {
      let s = size * source.lognormal(meanLog: 0, sdLog: 0.1)
      let y = level + (s * s + model.omegaSquared).squareRoot() * source.normal()
      if source.uniform() >= gaps { found.append(.init(position: position, logRatio: y, standardError: s)) }
    }
    return MonthlySeries(found)
  }
}

extension MonthlySeries {
  /// A series of consecutive months from position 0.
  init(_ ratios: [Double], s: [Double]) {
    self.init(
      zip(ratios, s).enumerated().map { .init(position: $0, logRatio: $1.0, standardError: $1.1) })
  }
}
