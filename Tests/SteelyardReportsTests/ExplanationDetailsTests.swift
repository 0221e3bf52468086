import SteelyardDomain
import SteelyardScoring
import SteelyardStatistics
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

  @Test("The digits' class is told in words with what it rests on, and nothing where there are no amounts")
  func digits() {
    var profile = [
      "profile_outcome": "judged", "digits_amounts": "2450", "digits_mad": "0.002341",
      "digits_mad_by_chance": "0.001612",
    ]
    for conformity in DigitDistribution.Conformity.allCases {
      profile["digits_conformity"] = conformity.rawValue
      let words = Wording.conformity(conformity.rawValue)
      #expect(words.zh != conformity.rawValue && words.en != "tooFewNumbers", "\(conformity) has words")
      for (language, word) in [(Language.zh, words.zh), (.en, words.en)] {
        let details = DetailText(
          details: ExplanationDetails(profile: profile), voice: Voice(language: language, currency: TableMapping.yuan))
        for part in ["2,450", "0.0023", "0.0016", word] {
          #expect(details.profile.contains(part), "\(conformity) \(part): \(details.profile)")
        }
      }
    }
    profile["digits_amounts"] = "0"
    let none = DetailText(
      details: ExplanationDetails(profile: profile), voice: Voice(language: .en, currency: TableMapping.yuan))
    #expect(!none.profile.contains("Benford"))
  }

  @Test("Both indices are told where strata are divided by attachment, and one where they are not")
  func attachment() {
    var score = fullScore()
    func text(_ language: Language) -> String {
      Explanation.text(
        score: score, in: scorecard([score]), governance: governance, period: "2025", language: language)
    }
    #expect(!text(.en).contains("mostly come here") && !text(.zh).contains("主要就诊机构"))
    score.indexAdjustedUnattached = 1.23
    #expect(text(.en).contains("mostly come here") && text(.en).contains("1.23"))
    #expect(text(.zh).contains("主要就诊机构") && text(.zh).contains("1.23"))
  }

  @Test("An alert is said to be against the institution's own level, not against its peers") func alerts() {
    #expect(!Wording.warningMeans.en.contains("peers") && Wording.warningMeans.en.contains("not evidence"))
    #expect(!Wording.warningMeans.zh.contains("同类") && Wording.warningMeans.zh.contains("不构成违规证据"))
    #expect(Wording.listedMeans.en.contains("lower than peers") && Wording.listedMeans.zh.contains("低于同类"))
  }
}
