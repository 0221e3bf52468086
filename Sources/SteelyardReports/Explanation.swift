public import SteelyardDomain
public import SteelyardScoring

/// Why an institution stands where it stands, in plain words: what `steelyard explain` prints.
///
/// Every figure is one of the ranking's or follows from two of them, so the institution can check it. A figure that
/// cannot be had is said to be missing, with the reason. Strata hold no persons.
public enum Explanation {
  /// How many strata are shown.
  public static let strataShown = 5

  /// The explanation in a language, lines ended and at most 96 places wide (tables: as wide as their cells).
  public static func text(
    score: InstitutionScore, in scorecard: Scorecard, governance: ModelGovernance, period: String,
    currency: String = TableMapping.yuan, details: ExplanationDetails = ExplanationDetails(), low: LowSide? = nil,
    language: Language
  ) -> String {
    let text = ExplanationText(
      score: score, scorecard: scorecard, governance: governance, period: period,
      voice: Voice(language: language, currency: currency))
    let more = DetailText(details: details, voice: text.voice)
    func said(_ section: ExplanationSection) -> String { section.text(text.voice) }
    let sections = [
      text.title, said(text.counted) + more.year, said(text.plain), more.waterfall, said(text.adjusted),
      said(text.certainty), said(text.rank), said(text.money), text.strata, more.patients, more.profile,
      text.gates, said(text.verdict), text.lowSide(low), text.innocent, text.methods, text.closing,
    ]
    return sections.filter { !$0.isEmpty }.joined(separator: "\n")
  }
}

/// A heading with the sentences under it.
struct ExplanationSection {
  let heading: LocalizedText
  let sentences: [LocalizedText]

  /// The section in lines, each sentence a paragraph.
  func text(_ voice: Voice) -> String {
    voice(heading) + "\n" + sentences.map { voice.paragraph(voice($0), indent: "  ") }.joined()
  }
}

/// The sections of an explanation; the sentences are in `Wording+Explanation.swift` and `Wording+Verdict.swift`.
struct ExplanationText {
  let score: InstitutionScore
  let scorecard: Scorecard
  let governance: ModelGovernance
  let period: String
  let voice: Voice
  /// How many institutions have a place, and how many have a rank interval.
  let ranked, withInterval: Int

  private typealias Words = Wording.Explanation

  /// Creates the sections; whoever explains many institutions counts them once.
  init(
    score: InstitutionScore, scorecard: Scorecard, governance: ModelGovernance, period: String, voice: Voice,
    ranked: Int? = nil, withInterval: Int? = nil
  ) {
    self.score = score
    self.scorecard = scorecard
    self.governance = governance
    self.period = period
    self.voice = voice
    self.ranked = ranked ?? scorecard.institutions.count { $0.rank != nil && scorecard.isRanked($0) }
    self.withInterval = withInterval ?? scorecard.institutions.count { $0.rankLow != nil }
  }

  private var group: PeerGroupSummary? { scorecard.peerGroups.first { $0.name == score.peerGroup } }

  private func section(_ heading: LocalizedText, _ sentences: [LocalizedText?]) -> ExplanationSection {
    ExplanationSection(heading: heading, sentences: sentences.compactMap { $0 })
  }

  var title: String {
    let name = score.institution.name
    return voice.paragraph(
      voice(Words.title(code: score.institution.id, name: name, group: Wording.label(score.peerGroup))))
      + voice.paragraph(
        voice(Wording.runTitle(governance.title, "\(governance.id) \(governance.version)", period: period)))
  }

  var counted: ExplanationSection {
    section(
      Words.countedHeading,
      [
        Words.counted(
          heads: voice.count(score.heads), visits: score.visits.map { voice.count($0) },
          cost: voice.money(fen: Int128(score.costFen))),
        Words.averages(
          perHead: score.costPerHead.map { voice.money($0) }, perVisit: score.costPerVisit.map { voice.money($0) },
          visitsPerHead: score.visitsPerHead.map { voice.ratio($0) }),
        Words.shares(drug: score.drugShare.map { voice.percent($0) }, fund: score.fundShare.map { voice.percent($0) }),
      ])
  }

  var plain: ExplanationSection {
    let peers = group.map { group in
      Words.peers(
        group: Wording.label(group.name), institutions: voice.count(group.institutions),
        eligible: voice.count(group.eligible), heads: voice.count(group.heads),
        perHead: group.heads > 0 ? voice.money(Double(group.costFen) / 100 / Double(group.heads)) : nil)
    }
    let place = score.rank.flatMap { scorecard.isRanked(score) ? $0 : nil }.map { rank in
      Words.place(rank: voice.count(rank), of: voice.count(ranked), order: Wording.order(scorecard.order))
    }
    return section(
      Words.plainHeading,
      [
        peers, Words.plainIndex(score.indexPlain.map { ($0, voice.ratio($0)) }),
        place ?? Words.noPlace(Wording.order(scorecard.order)),
      ])
  }

  var adjusted: ExplanationSection {
    guard let adjustedIndex = score.indexAdjusted, let expected = score.expected,
      score.outcome == .scored || score.outcome == .noVariance
    else {
      return section(Words.adjustedHeading, [Wording.outcomeMeaning(score.outcome), Words.adjustedMissing])
    }
    return section(
      Words.adjustedHeading,
      [
        Words.adjusted(
          observed: voice.money(fen: Int128(score.costFen - score.truncatedFen)), expected: voice.money(expected),
          value: adjustedIndex, shown: voice.ratio(adjustedIndex)),
        Words.truncated(
          score.truncatedFen == 0 ? nil : voice.money(fen: Int128(score.truncatedFen)),
          untruncated: score.indexAdjustedUntruncated.map { voice.ratio($0) }),
        score.indexAdjustedUnattached.map { Words.unattached(voice.ratio($0)) },
        score.indexDrg.map { Words.consumption(voice.ratio($0)) },
      ])
  }

  /// Why estimates are missing: the institution's own outcome, or else what the run's data lack.
  private var reasonMissing: LocalizedText {
    score.outcome == .scored ? Words.notInThisRun : Wording.outcomeMeaning(score.outcome)
  }

  var certainty: ExplanationSection {
    let interval = score.indexLow.flatMap { low in
      score.indexHigh.map { (voice.ratio(low), voice.ratio($0)) }
    }
    let shrunk = score.indexShrunk.flatMap { value in
      interval.map { Words.shrunk(voice.ratio(value), low: $0.0, high: $0.1) }
    }
    let fit = scorecard.fits.first { $0.name == score.fit }
    return section(
      Words.certaintyHeading,
      [
        shrunk ?? Words.shrunkMissing(reasonMissing),
        score.indexEb05.map { Words.conservative(voice.ratio($0)) },
        score.probabilityAboveOne.map { Words.aboveOne(voice.probability($0)) },
        Words.reliability(score.reliability.map { voice.percent($0) }),
        Words.score(
          z: score.z.map { voice.ratio($0) }, p: score.p.map { voice.significance($0) },
          q: score.q.map { voice.significance($0) }),
        score.isEligible ? nil : Words.notEligible,
        fit.map {
          Words.fit(Wording.label($0.name), units: voice.count($0.units), outcome: Wording.fitOutcome($0.outcome))
        },
      ])
  }

  var rank: ExplanationSection {
    guard let low = score.rankLow, let high = score.rankHigh else {
      return section(Words.rankHeading, [Words.rankMissing])
    }
    return section(
      Words.rankHeading,
      [
        Words.rank(low: voice.count(low), high: voice.count(high), of: voice.count(withInterval)),
        score.topProbability.map { Words.top(voice.count(scorecard.topCount), probability: voice.probability($0)) },
        Words.rankCaution(Wording.order(scorecard.order)),
      ])
  }

  var money: ExplanationSection {
    section(
      Words.moneyHeading,
      [
        score.excess.map { Words.excess(voice.money($0.magnitude), isAbove: $0 >= 0) } ?? Words.excessMissing,
        score.excessShrunk.map { Words.excessShrunk(voice.money($0.magnitude), isAbove: $0 >= 0) },
      ])
  }

  var strata: String {
    let carrying = score.strata.filter { $0.excess > 0 }.prefix(Explanation.strataShown)
    guard !carrying.isEmpty else {
      return section(Words.strataHeading, [Words.strataMissing(score.strata.isEmpty)]).text(voice)
    }
    let titles = Words.strataTitles.map { voice($0) }
    let rows = carrying.map { part -> [String] in
      let heads = Double(part.heads)
      let labels = voice.stratum(part.labels)
      return [
        labels, voice.count(part.heads),
        part.heads > 0 ? voice.money(Double(part.costFen) / 100 / heads) : voice(Wording.noValue),
        part.heads > 0 ? voice.money(part.expected / heads) : voice(Wording.noValue), voice.money(part.excess),
      ]
    }
    return voice(Words.strataHeading) + "\n" + voice.aligned([titles] + rows, numbers: [1, 2, 3, 4])
  }

  var gates: String {
    guard !score.gates.isEmpty else { return "" }
    let rows = score.gates.map { result in
      [
        voice(Wording.gate(result.gate)),
        result.value.map { voice.gateValue($0, result.gate) } ?? voice(Wording.noValue),
        Words.comparison(result.gate), voice.gateValue(result.threshold, result.gate),
        voice(result.passes ? Words.passes : Words.fails), voice(Wording.gateMeaning(result.gate)),
      ]
    }
    return voice(Words.gatesHeading) + "\n" + voice.aligned(rows, numbers: [1, 3])
  }

  var verdict: ExplanationSection {
    guard let band = score.band else {
      return section(Words.verdictHeading, [Words.notJudged, Wording.listedMeans])
    }
    return section(
      Words.verdictHeading,
      [
        Words.verdict(band: band, near: score.nearGate, failed: score.failedGates), Words.bandIs(band),
        Wording.listedMeans,
      ])
  }

  /// That it is on the low list, where it is.
  func lowSide(_ low: LowSide?) -> String {
    guard let low, low.isListed, let index = low.indexEb95, let q = low.q, let shortfall = low.shortfallShrunk else {
      return ""
    }
    let sentence = Wording.lowSide(
      index: voice.ratio(index), shortfall: voice.money(shortfall), q: voice.significance(q))
    return section(Wording.lowHeading, [sentence]).text(voice)
  }

  var innocent: String {
    guard !governance.innocentExplanations.isEmpty else { return "" }
    let lines = governance.innocentExplanations.map { voice.paragraph("- \(voice($0))", indent: "  ") }.joined()
    return voice(Words.innocentHeading) + "\n" + lines
      + voice.paragraph(voice(Words.appeal(days: governance.appealWindowDays)), indent: "  ")
  }

  var methods: String {
    let statements = scorecard.methods.map { method in
      [voice(Wording.methodRole(method.role)), method.id, method.constants.joined(separator: "; ")]
    }
    let absences = scorecard.absences.map { [voice(Words.empty), $0.column, voice(Wording.absence($0.reason))] }
    guard !(statements + absences).isEmpty else { return "" }
    return voice(Words.methodsHeading) + "\n" + voice.aligned(statements + absences)
  }

  var closing: String { voice.paragraph(voice(Wording.suggestion(score))) }
}
