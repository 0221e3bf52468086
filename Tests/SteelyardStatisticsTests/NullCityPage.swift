import Foundation
import SteelyardStatistics

/// The page of the study: `Documentation/Reference/over-dispersion.md`.
struct NullCityPage {
  typealias Finding = NullCityStudy.Finding
  typealias Setting = NullCityStudy.Setting

  let study: NullCityStudy

  func text() throws -> String {
    """
    # How the over-dispersion estimators compare

    Made by `NullCityStudyTests` (`STEELYARD_RECORD=1 Scripts/test --filter NullCityStudyTests` writes it again).
    \(NullCityStudy.cities) simulated cities a setting, the same for every estimator; the seed was fixed before the table was
    looked at. A unit's log ratio is normal about its own true one with a standard error s; the s are spread evenly in
    logarithm over 0.03 … 0.3, and true log ratios are normal about 0 with standard deviation τ. In contaminated cities one
    unit in twenty, at least one, lies 0.3 higher. No constant of any estimator was chosen by these tables.

    τ̂ is the mean estimate of τ as a deviation of log ratios (twice that of the square-root scale; a multiplicative
    estimate has none). Coverage is the share of honest units inside their 95 % limits. A hit is a unit that the upper
    one-sided Benjamini–Hochberg procedure at 0.05 calls dear; false hits are honest units, a city.

    ## What they say

    \(try summary())

    \(try table("True τ = 0.08, all honest: τ̂ / coverage / false hits a city", tau: 0.08, isContaminated: false, cell))
    \(try table("No spread, all honest: τ̂ / coverage / false hits a city", tau: 0, isContaminated: false, cell))
    \(try table("True τ = 0.08, one in twenty 0.3 higher: τ̂ / coverage / false hits a city / share of the shifted found", tau: 0.08, isContaminated: true, cell))
    \(try table("No spread, one in twenty 0.3 higher: τ̂ / coverage / false hits a city / share of the shifted found", tau: 0, isContaminated: true, cell))
    \(try table("True τ = 0.08, all honest: root mean squared error of τ̂ / share of cities with τ̂ = 0", tau: 0.08, isContaminated: false, error))
    ## The best by each measure, and the default

    Equal values go to the estimator listed first.

    \(try best())
    """
  }

  /// The prose, with its figures filled in; `NullCityStudyTests` asserts what it claims.
  private func summary() throws -> String {
    func find(_ method: Overdispersion.Method, _ tau: Double, _ isContaminated: Bool) throws -> Finding {
      try study.finding(method, Setting(units: 300, tau: tau, isContaminated: isContaminated))
    }
    let (huber, winsorised) = (try find(.logHuber, 0.08, false), try find(.logAdditiveWinsorised, 0.08, false))
    let (restricted, truncated) = (
      try find(.logRestrictedMaximumLikelihood, 0.08, false), try find(.logAdditiveTruncated, 0.08, false)
    )
    let (huberFar, winsorisedFar) = (try find(.logHuber, 0.08, true), try find(.logAdditiveWinsorised, 0.08, true))
    let restrictedFar = try find(.logRestrictedMaximumLikelihood, 0.08, true)
    let factor = try find(.logMultiplicativeWinsorised, 0.08, false)
    let (huberNone, winsorisedNone) = (try find(.logHuber, 0, false), try find(.logAdditiveWinsorised, 0, false))
    return """
      Figures of 300 units, unless another number is given.

      - **The published recipes give too little.** Winsorised at 10 % the mean τ̂ is \(three(winsorised.tauMean)) and the coverage
        \(three(winsorised.coverage)); truncated it is \(three(truncated.tauMean)) and \(three(truncated.coverage)); the default gives \(three(huber.tauMean)) and
        \(three(huber.coverage)). Honest units called dear, a city: \(two(winsorised.falseHitsPerCity)), \(two(truncated.falseHitsPerCity)) and \(two(huber.falseHitsPerCity)). The default's bias and coverage
        beat the winsorised recipe's at every size.
      - **Where every unit is honest, estimators that hold nobody back are better than the default.** REML has a root mean
        squared error of \(four(restricted.error)) against \(four(huber.error)), and \(two(restricted.falseHitsPerCity)) false hits a city against \(two(huber.falseHitsPerCity)). Some honest
        unit is called dear in \(percent(restricted.falseAlarmShare)) of the cities by REML, in \(percent(huber.falseAlarmShare)) by the default and in \(percent(winsorised.falseAlarmShare)) by the winsorised
        recipe; 5 % is what was asked for. With 12 units the default's mean τ̂ is lower than REML's, too.
      - **One unit in twenty off the others is enough to turn that round.** With units 0.3 higher REML's mean τ̂ rises to
        \(three(restrictedFar.tauMean)), the default's to \(three(huberFar.tauMean)). REML finds \(percent(restrictedFar.foundShare)) of the shifted units and \(percent(restrictedFar.falseShare)) of its hits are honest; the default
        finds \(percent(huberFar.foundShare)) and \(percent(huberFar.falseShare)) are honest, within the 5 % asked for; the winsorised recipe finds \(percent(winsorisedFar.foundShare)), but \(percent(winsorisedFar.falseShare)) of its hits
        are honest. The default's τ̂ is too large there as well: it holds distant units to a limit, it does not leave them out.
      - **Where there is no spread at all, the winsorised recipe is nearest to the truth**: \(three(winsorisedNone.tauMean)) against \(three(huberNone.tauMean)),
        because it takes a good part of any spread for chance.
      - The square-root scale gives much the same τ̂ and more false hits: these units are normal on the log scale, so that
        the root of the ratio is skewed upwards.
      - A factor on the variances (`mult`) does no better than the winsorised recipe that it is made of: its coverage is
        \(three(factor.coverage)), and \(two(factor.falseHitsPerCity)) honest units a city are called dear.
      """
  }

  private func table(
    _ title: String, tau: Double, isContaminated: Bool, _ cell: (Finding, Overdispersion.Method) -> String
  ) throws -> String {
    var text = "## \(title)\n\n| estimator |"
    text += NullCityStudy.sizes.map { " \($0) units |" }.joined() + "\n|---|"
    text += NullCityStudy.sizes.map { _ in "---|" }.joined() + "\n"
    for method in Overdispersion.Method.allCases {
      let cells = try NullCityStudy.sizes.map { units in
        cell(try study.finding(method, Setting(units: units, tau: tau, isContaminated: isContaminated)), method)
      }
      text += "| `\(method.rawValue)` | \(cells.joined(separator: " | ")) |\n"
    }
    return text
  }

  private func cell(_ finding: Finding, _ method: Overdispersion.Method) -> String {
    let tau = method.isMultiplicative ? "—" : three(finding.tauMean)
    let text = "\(tau) / \(three(finding.coverage)) / \(two(finding.falseHitsPerCity))"
    return finding.setting.isContaminated ? "\(text) / \(two(finding.foundShare))" : text
  }

  private func error(_ finding: Finding, _ method: Overdispersion.Method) -> String {
    method.isMultiplicative ? "—" : "\(four(finding.error)) / \(two(finding.noSpreadShare))"
  }

  private func best() throws -> String {
    var text = "| setting | least bias of τ̂ | coverage nearest 0.95 | fewest false hits | most found |\n"
    text += "|---|---|---|---|---|\n"
    for setting in NullCityStudy.settings {
      let all = try Overdispersion.Method.allCases.map { ($0, try study.finding($0, setting)) }
      func winner(_ show: (Finding) -> String, _ loss: (Finding) -> Double, additiveOnly: Bool = false) throws -> String
      {
        let candidates = all.filter { !additiveOnly || !$0.0.isMultiplicative }
        guard let best = candidates.min(by: { loss($0.1) < loss($1.1) }) else { return "—" }
        if best.0 == .logHuber { return "default \(show(best.1))" }
        return "`\(best.0.rawValue)` \(show(best.1)) (default \(show(try study.finding(.logHuber, setting))))"
      }
      let name = "τ = \(two(setting.tau)), \(setting.units) units\(setting.isContaminated ? ", contaminated" : "")"
      let cells = [
        try winner({ three($0.tauMean) }, { abs($0.bias) }, additiveOnly: true),
        try winner({ three($0.coverage) }, { abs($0.coverage - 0.95) }),
        try winner({ two($0.falseHitsPerCity) }, { $0.falseHitsPerCity }),
        setting.isContaminated ? try winner({ two($0.foundShare) }, { -$0.foundShare }) : "—",
      ]
      text += "| \(name) | \(cells.joined(separator: " | ")) |\n"
    }
    return text
  }

  private func two(_ value: Double) -> String { String(format: "%.2f", value) }
  private func three(_ value: Double) -> String { String(format: "%.3f", value) }
  private func four(_ value: Double) -> String { String(format: "%.4f", value) }
  private func percent(_ share: Double) -> String { String(format: "%.0f %%", share * 100) }
}
