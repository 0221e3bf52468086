internal import SteelyardDomain
internal import SteelyardScoring

/// What a dossier shows of an institution in one language, before it is known whether on a page, on paper or in a letter.
///
/// Every figure is one of the run's files; whoever shows it takes its text, and its value where he has a place for one.
struct DossierView {
  let dossier: Dossier
  let language: Language
  let ground: DossierGround.Group
  let levels: (inner: (String, Double), outer: (String, Double))
  let text: ExplanationText
  let more: DetailText

  typealias Words = Wording.DossierPage
  typealias Cell = SiteParts.Cell

  init(_ dossier: Dossier, scorecard: Scorecard, run: RunStatement, ground: DossierGround, language: Language) {
    self.dossier = dossier
    self.language = language
    self.ground = ground.group(dossier.score.fit)
    levels = ground.levels
    let voice = Voice(language: language, currency: run.currency)
    text = ExplanationText(
      score: dossier.score, scorecard: scorecard, governance: run.governance, period: run.period, voice: voice,
      ranked: ground.ranked, withInterval: ground.withInterval)
    more = DetailText(details: dossier.details, voice: voice)
  }

  var score: InstitutionScore { dossier.score }
  var voice: Voice { text.voice }

  var title: String { voice(Words.title(code: score.institution.id, name: score.institution.name)) }

  var subtitle: String {
    voice(
      Words.subtitle(
        kind: Wording.label(score.institution.kind), level: Wording.label(score.institution.level),
        district: Wording.label(score.institution.district), group: Wording.label(score.peerGroup)))
  }

  /// The sections of an explanation that are sentences, from what was counted to the money.
  var sections: [ExplanationSection] {
    [text.counted, text.plain, text.adjusted, text.certainty, text.rank, text.money]
  }
}

// MARK: - Figures with their names

extension DossierView {
  /// A figure of the institution: what it is called, how it is printed, and what the files have.
  struct Fact {
    /// The column of the ranking, or a name of its own.
    let key: String
    let name, text: String
    let value: String?
  }

  /// The figures of a dossier, in its order.
  var facts: [Fact] {
    let perHead = dossier.details.waterfall?["peers_cost_per_head"]
    let interval = score.indexShrunk.flatMap { value in
      score.indexLow.flatMap { low in
        score.indexHigh.map { Wording.Plots.interval(voice.ratio(value), voice.ratio(low), voice.ratio($0)) }
      }
    }
    let ranks = score.rankLow.flatMap { low in score.rankHigh.map { "\(voice.count(low))–\(voice.count($0))" } }
    return [
      fact("heads", Words.heads, voice.count(score.heads), "\(score.heads)"),
      fact("visits", Words.visits, score.visits.map { voice.count($0) }, score.visits.map { "\($0)" }),
      fact("cost", Words.cost, voice.money(fen: Int128(score.costFen)), NumberFormats.yuan(fen: score.costFen)),
      money("cost_per_head", score.costPerHead),
      fact("peers_cost_per_head", Words.peersPerHead, more.number(perHead).map { voice.money($0) }, perHead),
      ratio("index_plain", score.indexPlain), ratio("index_adjusted", score.indexAdjusted),
      fact("index_interval", Words.interval, interval, nil), ratio("index_eb05", score.indexEb05), ratio("z", score.z),
      ratio("q", score.q), money("expected", score.expected), money("excess", score.excess),
      money("excess_shrunk", score.excessShrunk),
      fact(
        "rank", Words.rank, score.rank.map { voice(Words.of(voice.count($0), voice.count(text.ranked))) },
        score.rank.map { "\($0)" }),
      fact("rank_interval", Words.rankInterval, ranks, nil),
    ]
  }

  private func fact(_ key: String, _ name: LocalizedText, _ text: String?, _ value: String?) -> Fact {
    Fact(key: key, name: voice(name), text: text ?? voice(Wording.noValue), value: value)
  }

  private func ratio(_ column: String, _ value: Double?) -> Fact {
    fact(column, title(column), value.map { voice.ratio($0) }, value.map { NumberFormats.ratio($0) })
  }

  private func money(_ column: String, _ value: Double?) -> Fact {
    fact(column, title(column), value.map { voice.money($0) }, value.map { NumberFormats.yuan($0) })
  }

  /// The title of a column of the ranking.
  private func title(_ name: String) -> LocalizedText {
    guard let position = RankingTable.positions[name] else { preconditionFailure("the ranking has no column \(name)") }
    return RankingTable.columns[position].title
  }
}

// MARK: - Tables and pictures

extension DossierView {
  /// The gates: name, value, comparison, threshold, whether it passes, meaning.
  var gateRows: [[Cell]] {
    typealias Gates = Wording.Explanation
    return score.gates.map { result in
      [
        Cell(voice(Wording.gate(result.gate))),
        .number(
          result.value.map { voice.gateValue($0, result.gate) } ?? voice(Wording.noValue),
          result.value.map { result.gate.printed($0) }),
        Cell(Gates.comparison(result.gate)),
        .number(voice.gateValue(result.threshold, result.gate), result.gate.printed(result.threshold)),
        Cell(voice(result.passes ? Gates.passes : Gates.fails)), Cell(voice(Wording.gateMeaning(result.gate))),
      ]
    }
  }

  /// The institution in the funnel of its group.
  var funnel: String { ground.funnel.of(score.institution.id) }

  /// How the funnel is to be read.
  var funnelNotes: [LocalizedText] {
    [Wording.Plots.funnelReading] + (ground.funnel.isBinned ? [Wording.Plots.binned] : [])
  }

  /// Its place among the peers' indices, and in the ranking.
  var place: String {
    let shrunk = score.indexShrunk.flatMap { value in
      score.indexLow.flatMap { low in score.indexHigh.map { (low: low, value: value, high: $0) } }
    }
    let rank = score.rankLow.flatMap { low in score.rankHigh.map { (low: low, high: $0, of: text.withInterval) } }
    return PlacePlot(
      peers: ground.peers, index: score.indexAdjusted, shrunk: shrunk, rank: rank, band: score.band ?? .cannotTell,
      language: language
    ).svg
  }

  /// The months within the limits; nothing where there are none.
  var trend: String { TrendPlot(dossier.months, fit: ground.fit, levels: levels, language: language).svg }

  /// The parts of the plain index, with the costs a head they lead from and to; `nil` where the run has none.
  var waterfall: (own: Double, peers: Double, lines: [DetailText.WaterfallLine], figure: String)? {
    let lines = more.waterfallLines(ofItems: false)
    guard let row = dossier.details.waterfall, let own = more.number(row["cost_per_head"]),
      let peers = more.number(row["peers_cost_per_head"]), !lines.isEmpty
    else { return nil }
    let plot = WaterfallPlot(
      peers: peers, own: own, steps: lines.map { .init(name: voice(Wording.waterfallPart($0.kind)), yuan: $0.yuan) },
      voice: voice)
    return (own, peers, lines, plot.svg)
  }

  /// The largest strata, the others together, and their sum as the last row; none where the run has no strata.
  func strataRows(_ count: Int) -> [[Cell]] {
    guard !score.strata.isEmpty else { return [] }
    let strata = dossier.strata(count)
    func row(_ name: String, _ part: InstitutionScore.StratumContribution) -> [Cell] {
      [
        Cell(name, value: part.labels.isEmpty ? nil : part.labels.joined(separator: "|")),
        .number(voice.count(part.heads), "\(part.heads)"),
        .number(voice.money(fen: Int128(part.costFen)), NumberFormats.yuan(fen: part.costFen)),
        .number(voice.money(part.expected), NumberFormats.yuan(part.expected)),
        .number(voice.money(part.excess), NumberFormats.yuan(part.excess)),
      ]
    }
    var rows = strata.largest.map { row(voice.stratum($0.labels), $0) }
    if let others = strata.others { rows.append(row(voice(Words.otherStrata(strata.othersCount)), others)) }
    return rows + [row(voice(Words.strataTotal), strata.total)]
  }
}
