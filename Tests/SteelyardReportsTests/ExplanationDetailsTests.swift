import SteelyardDomain
import SteelyardScoring
import Testing

@testable import SteelyardReports

@Suite struct ExplanationDetailsTests {
  @Test("Every feature that would have to differ is shown, however small its part, and no other beyond the largest six")
  func counterfactual() {
    var profile = [
      "distance": "42.000000", "distance_cutoff": "20.000000", "unlike_peers": "true", "profile_outcome": "judged",
    ]
    let features = ProfileFeature.allCases.prefix(9)
    for (position, feature) in features.enumerated() {
      let name = "feature_\(feature.rawValue)"
      profile[name] = "0.200000"
      profile["\(name)_z"] = "4.000000"
      profile["\(name)_part"] = "\(30 - position).000000"
    }
    profile["feature_\(features[7].rawValue)_ordinary"] = "0.100000"
    let score = fullScore()
    let text = Explanation.text(
      score: score, in: scorecard([score]), governance: governance, period: "2025",
      details: ExplanationDetails(waterfall: nil, profile: profile), language: .en)
    for (position, feature) in features.enumerated() {
      let isShown = text.contains(Wording.profileFeature(feature).en)
      #expect(isShown == (position < 6 || position == 7), "\(feature)")
    }
  }

  @Test("An alert is said to be against the institution's own level, not against its peers") func alerts() {
    #expect(!Wording.warningMeans.en.contains("peers") && Wording.warningMeans.en.contains("not evidence"))
    #expect(!Wording.warningMeans.zh.contains("同类") && Wording.warningMeans.zh.contains("不构成违规证据"))
    #expect(Wording.listedMeans.en.contains("lower than peers") && Wording.listedMeans.zh.contains("低于同类"))
  }
}
