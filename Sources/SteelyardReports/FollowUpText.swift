public import SteelyardDomain
public import SteelyardScoring

/// What is said below the table of a follow-up.
public enum FollowUpText {
  /// Drift of the others, all interviewed together, and how to read it; lines at most 96 places wide.
  public static func text(_ result: FollowUp, currency: String, language: Language) -> String {
    let voice = Voice(language: language, currency: currency)
    var sentences = [
      Wording.followUpDrift(
        institutions: result.drift.institutions, centre: voice.ratio(result.drift.centre),
        spread: voice.ratio(result.drift.spread))
    ]
    if result.drift.institutions < FollowUp.othersMinimum { sentences.append(Wording.followUpFewOthers) }
    if let pooled = result.pooled {
      sentences.append(
        Wording.followUpPooled(
          institutions: pooled.institutions, net: voice.ratio(pooled.net), low: voice.ratio(pooled.low),
          high: voice.ratio(pooled.high), money: voice.money(pooled.money)))
    }
    sentences += [Wording.followUpReading, Wording.fixedSentence]
    return sentences.map { voice.paragraph(voice($0)) }.joined()
  }
}
