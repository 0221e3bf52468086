import Foundation
import SteelyardNumerics
import SteelyardStatistics
import Testing

/// Simulated peer groups of known spread, and what every estimator makes of them.
///
/// A city is null where nobody in it does anything but scatter: every hit in it is a false one.
struct NullCityStudy: Sendable {
  /// One kind of peer group.
  struct Setting: Hashable, Sendable {
    /// How many units a city has.
    let units: Int
    /// The standard deviation of the true log ratios of honest units.
    let tau: Double
    /// Whether one unit in twenty, at least one, lies 0.3 higher than chance put it.
    let isContaminated: Bool

    /// How many units lie higher.
    var shifted: Int { isContaminated ? max(1, units / 20) : 0 }
  }

  /// What one estimator found over all cities of a setting.
  struct Finding: Sendable {
    var tauSum = 0.0
    var tauErrorSum = 0.0
    var phiSum = 0.0
    var withoutSpread = 0
    var covered = 0
    var falseHits = 0
    var citiesWithFalseHits = 0
    var found = 0
    var cities = 0
    let setting: Setting

    /// The mean of τ̂, as a standard deviation of log ratios.
    var tauMean: Double { tauSum / Double(cities) }
    /// How far the mean of τ̂ lies above τ.
    var bias: Double { tauMean - setting.tau }
    /// The root of the mean squared distance of τ̂ from τ.
    var error: Double { (tauErrorSum / Double(cities)).squareRoot() }
    /// The share of cities that seem to have no spread.
    var noSpreadShare: Double { Double(withoutSpread) / Double(cities) }
    /// The mean of φ.
    var phiMean: Double { phiSum / Double(cities) }
    /// The share of honest units inside their 95 % limits.
    var coverage: Double { Double(covered) / Double(cities * (setting.units - setting.shifted)) }
    /// Honest units a city that pass Benjamini and Hochberg's procedure at 0.05 as dear.
    var falseHitsPerCity: Double { Double(falseHits) / Double(cities) }
    /// The share of cities in which some honest unit passes it.
    var falseAlarmShare: Double { Double(citiesWithFalseHits) / Double(cities) }
    /// The share of what passes it that is honest, over all cities.
    var falseShare: Double { Double(falseHits) / Double(max(1, falseHits + found)) }
    /// The share of shifted units that pass it.
    var foundShare: Double { Double(found) / Double(max(1, cities * setting.shifted)) }
  }

  /// Fixed before the table was looked at.
  static let seed: UInt64 = 20_250_301
  /// Six families of forty.
  static let cities = 240
  static let sizes = [12, 25, 75, 300]
  static let settings = [false, true].flatMap { isContaminated in
    [0.08, 0].flatMap { tau in
      sizes.map { Setting(units: $0, tau: tau, isContaminated: isContaminated) }
    }
  }

  /// Run once, for every test that looks at it.
  static let shared = NullCityStudy()

  let findings: [Setting: [Overdispersion.Method: Finding]]

  private init() {
    findings = Dictionary(
      uniqueKeysWithValues: Self.settings.enumerated().map { ($0.element, Self.findings($0.element, $0.offset)) })
  }

  private static func findings(_ setting: Setting, _ number: Int) -> [Overdispersion.Method: Finding] {
    var all: [Overdispersion.Method: Finding] = [:]
    for city in 0..<cities {
      let (y, s) = units(setting, stream: UInt64(number * 1000 + city))
      for method in Overdispersion.Method.allCases {
        all[method, default: Finding(setting: setting)].add(method, y, s)
      }
    }
    return all
  }

  /// Log ratios with standard errors spread evenly in logarithm over 0.03 … 0.3; the shifted units come first.
  private static func units(_ setting: Setting, stream: UInt64) -> (y: [Double], s: [Double]) {
    var source = RandomSource(seed: seed, stream: stream)
    var y: [Double] = []
    var s: [Double] = []
    for unit in 0..<setting.units {
      let error = 0.03 * pow(10, source.uniform())
      let truth = setting.tau * source.normal() + (unit < setting.shifted ? 0.3 : 0)
      s.append(error)
      y.append(truth + error * source.normal())
    }
    return (y, s)
  }

  /// What one estimator found in one setting.
  func finding(_ method: Overdispersion.Method, _ setting: Setting) throws -> Finding {
    try #require(findings[setting]?[method])
  }
}

extension NullCityStudy.Finding {
  fileprivate mutating func add(_ method: Overdispersion.Method, _ y: [Double], _ s: [Double]) {
    let fit = Overdispersion.estimate(method, logRatios: y, standardErrors: s)
    let tau = fit.tauSquaredLog.squareRoot()
    tauSum += tau
    tauErrorSum += (tau - setting.tau) * (tau - setting.tau)
    phiSum += fit.phi ?? 0
    withoutSpread += fit.status == .noSpread ? 1 : 0
    let scores = zip(y, s).map { fit.score(logRatio: $0, standardError: $1) }
    let adjusted = FalseDiscovery.benjaminiHochberg(scores.map { NormalDistribution.upperTail($0) })
    let falseHitsBefore = falseHits
    for unit in y.indices {
      let isHit = adjusted[unit] <= 0.05
      if unit < setting.shifted {
        found += isHit ? 1 : 0
      } else {
        covered += abs(scores[unit]) <= FunnelLimits.z95 ? 1 : 0
        falseHits += isHit ? 1 : 0
      }
    }
    citiesWithFalseHits += falseHits > falseHitsBefore ? 1 : 0
    cities += 1
  }
}
