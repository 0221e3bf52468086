public import SteelyardComparison
public import SteelyardDomain

/// A clue in words: what `steelyard explain RUN CLUE-KEY` prints.
public enum ClueExplanation {
  /// How many rows of evidence are shown.
  public static let rowsShown = 20

  /// The explanation of a clue in a language, lines ended.
  ///
  /// - Parameters:
  ///   - row: the clue as `clues.csv` has it.
  ///   - rule: its rule.
  ///   - account: what a reader must know of the rule.
  ///   - governance: the model's.
  ///   - places: the clue's rows of `evidence.csv`.
  public static func text(
    _ row: ClueRow, rule: Rule, account: RuleGovernance, governance: ModelGovernance, places: [EvidenceTable.Row],
    currency: String, language: Language
  ) -> String {
    typealias Words = Wording.ClueText
    let voice = Voice(language: language, currency: currency)
    func section(_ heading: LocalizedText, _ sentences: [LocalizedText]) -> String {
      if sentences.isEmpty { return "" }
      return voice(heading) + "\n" + sentences.map { voice.paragraph(voice($0), indent: "  ") }.joined()
    }
    let amount = voice.money(fen: Int128(row.amountFen ?? 0))
    let title =
      voice.paragraph(voice(Words.title(row, rule: rule.title, amount: amount)))
      + voice.paragraph(
        voice(Wording.runTitle(governance.title, "\(governance.id) \(governance.version)", period: row["period"])))
    let findings = row["evidence"].isEmpty ? [] : [row["evidence"]]
    let law = account.legalBasis.isEmpty ? governance.legalBasis : account.legalBasis
    let innocent = account.innocentExplanations.isEmpty ? governance.innocentExplanations : account.innocentExplanations
    return [
      title, section(Words.meansHeading, [rule.sentence]), section(Words.notHeading, [account.doesNotMean]),
      section(Words.findingsHeading, findings.map { LocalizedText(zh: $0, en: $0) }),
      self.places(places, Words.evidenceHeading, language: language), section(Words.lawHeading, law),
      section(Words.innocentHeading, innocent), section(Words.checkHeading, [rule.suggestedCheck]),
      section(Words.loopholeHeading, [account.loophole]),
      voice.paragraph(voice(Wording.clueSentence) + voice(zh: "。", en: ".")),
    ].filter { !$0.isEmpty }.joined(separator: "\n")
  }

  /// A match in words.
  public static func text(
    queue: MatchEntry.Queue, decision: MatchDecision?, places: [EvidenceTable.Row], language: Language
  ) -> String {
    typealias Words = Wording.ClueText
    let voice = Voice(language: language, currency: TableMapping.yuan)
    let title = Words.match(queue: Wording.matchQueue(queue), decision: decision.map(Wording.matchDecision))
    return [
      voice.paragraph(voice(title)), self.places(places, Words.evidenceHeading, language: language),
      voice.paragraph(voice(Words.decide)),
    ].joined(separator: "\n")
  }

  private static func places(
    _ places: [EvidenceTable.Row], _ heading: LocalizedText, language: Language
  ) -> String {
    if places.isEmpty { return "" }
    let voice = Voice(language: language, currency: TableMapping.yuan)
    let rows = places.prefix(rowsShown).map { place in
      let role = place.role == "clue" ? "" : voice(Wording.evidenceRoles[place.role] ?? LocalizedText(zh: "", en: ""))
      return [place.register, "\(place.file):\(place.line)", role, place.values]
    }
    let more = places.count - rows.count
    return voice(heading) + "\n" + voice.aligned(rows)
      + (more > 0 ? voice.paragraph(voice(Wording.Failure.more(more)), indent: "  ") : "")
  }
}
