import Foundation
import SteelyardNumerics
import SteelyardStatistics
import Testing

@Suite struct NullCityStudyTests {
  private typealias Setting = NullCityStudy.Setting
  private let study = NullCityStudy.shared

  @Test(
    "In null cities of spread 0.08 the default has less bias and better coverage than the winsorised recipe",
    arguments: NullCityStudy.sizes)
  func defaultBeatsWinsorised(units: Int) throws {
    let setting = Setting(units: units, tau: 0.08, isContaminated: false)
    let huber = try study.finding(.logHuber, setting)
    let winsorised = try study.finding(.logAdditiveWinsorised, setting)
    #expect(abs(huber.bias) < abs(winsorised.bias), "seed \(NullCityStudy.seed)")
    #expect(abs(huber.coverage - 0.95) < abs(winsorised.coverage - 0.95), "seed \(NullCityStudy.seed)")
    #expect(huber.falseHitsPerCity < winsorised.falseHitsPerCity, "seed \(NullCityStudy.seed)")
    // A third of τ is lost by the recipe with every size; the default loses a quarter with 12 units, and 3 % with 75 and more.
    #expect(winsorised.bias < -0.025 && abs(huber.bias) < (units >= 75 ? 0.004 : 0.02))
    // Share of units inside; its standard error at 12 units is 0.005 with units of a city tied by their τ̂.
    #expect(abs(huber.coverage - 0.95) < 0.01)
  }

  @Test("With one unit in twenty off, the default's spread rises least of those that are right without")
  func contaminationMovesTheDefaultLeast() throws {
    for units in NullCityStudy.sizes {
      let clean = Setting(units: units, tau: 0.08, isContaminated: false)
      let contaminated = Setting(units: units, tau: 0.08, isContaminated: true)
      func rise(_ method: Overdispersion.Method) throws -> Double {
        try study.finding(method, contaminated).tauMean - study.finding(method, clean).tauMean
      }
      let huber = try study.finding(.logHuber, contaminated)
      for method in [
        Overdispersion.Method.logDerSimonianLaird, .logPauleMandel, .logRestrictedMaximumLikelihood,
        .logMaximumLikelihood,
      ] {
        #expect(try rise(.logHuber) < rise(method), "\(method.rawValue), \(units) units, seed \(NullCityStudy.seed)")
        let other = try study.finding(method, contaminated)
        #expect(huber.foundShare > other.foundShare, "\(method.rawValue), \(units) units, seed \(NullCityStudy.seed)")
      }
    }
  }

  @Test("What the page says in prose is what the cities show")
  func proseIsTrue() throws {
    func find(_ method: Overdispersion.Method, _ tau: Double = 0.08, _ isContaminated: Bool = false) throws
      -> NullCityStudy.Finding
    {
      try study.finding(method, Setting(units: 300, tau: tau, isContaminated: isContaminated))
    }
    let (huber, restricted) = (try find(.logHuber), try find(.logRestrictedMaximumLikelihood))
    #expect(restricted.error < huber.error && restricted.falseHitsPerCity < huber.falseHitsPerCity)
    let few = Setting(units: 12, tau: 0.08, isContaminated: false)
    #expect(
      try study.finding(.logHuber, few).tauMean < study.finding(.logRestrictedMaximumLikelihood, few).tauMean)
    let (huberFar, winsorisedFar) = (try find(.logHuber, 0.08, true), try find(.logAdditiveWinsorised, 0.08, true))
    #expect(huberFar.falseShare <= 0.05 && winsorisedFar.falseShare > 0.05 && huberFar.bias > 0)
    #expect(try find(.logAdditiveWinsorised, 0).tauMean < find(.logHuber, 0).tauMean)
    for (root, log) in [
      (Overdispersion.Method.rootAdditiveWinsorised, Overdispersion.Method.logAdditiveWinsorised),
      (.rootAdditiveTruncated, .logAdditiveTruncated), (.rootMultiplicativeWinsorised, .logMultiplicativeWinsorised),
    ] {
      #expect(try abs(find(root).tauMean - find(log).tauMean) < 0.001)
      #expect(try find(root).falseHitsPerCity > find(log).falseHitsPerCity)
    }
    let factor = try find(.logMultiplicativeWinsorised)
    let winsorised = try find(.logAdditiveWinsorised)
    #expect(factor.coverage < winsorised.coverage && factor.falseHitsPerCity > winsorised.falseHitsPerCity)
    // 240 cities tell 5 % to 1.4 %.
    #expect(huber.falseAlarmShare < 0.1 && winsorised.falseAlarmShare > 0.3)
  }

  @Test("Under chance alone φ averages 0.679 where z is winsorised at 10 %, and 0.438 where it is truncated")
  func phiUnderChance() {
    let (cities, units, seed) = (200, 1000, UInt64(31))
    var sums = (winsorised: 0.0, truncated: 0.0)
    for city in 0..<cities {
      var source = RandomSource(seed: seed, stream: UInt64(city))
      let s = (0..<units).map { _ in 0.03 + 0.27 * source.uniform() }
      let y = s.map { $0 * source.normal() }
      sums.winsorised += Overdispersion.additiveWinsorised(logRatios: y, standardErrors: s).phi ?? .nan
      sums.truncated += Overdispersion.additiveTruncated(logRatios: y, standardErrors: s).phi ?? .nan
    }
    // With c the 90 % point, E min(z², c²) = 0.6787, and E z² within ±c is (0.6787 − 0.2c²)/0.8 = 0.4378. A city's φ has
    // a deviation of about 0.02, the mean of 200 one of 0.0014: three of those, and 0.001 for a finite city.
    #expect(abs(sums.winsorised / Double(cities) - 0.6787) < 0.005, "seed \(seed)")
    #expect(abs(sums.truncated / Double(cities) - 0.4378) < 0.005, "seed \(seed)")
  }

  @Test("The page of the reference is what the cities give")
  func page() throws {
    let file = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "../../Documentation/Reference/over-dispersion.md").standardizedFileURL
    let text = try NullCityPage(study: study).text()
    if ProcessInfo.processInfo.environment["STEELYARD_RECORD"] == "1" {
      try text.write(to: file, atomically: true, encoding: .utf8)
    }
    #expect(try String(contentsOf: file, encoding: .utf8) == text, "over-dispersion.md is not what the cities give")
  }
}
