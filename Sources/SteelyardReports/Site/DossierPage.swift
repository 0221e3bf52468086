internal import SteelyardDomain
internal import SteelyardScoring

/// The dossier of one institution: on paper two or three sheets that both sides of the table can read and check.
struct DossierPage {
  let dossier: Dossier
  let frame: SiteFrame
  let ground: DossierGround.Group
  let levels: (inner: (String, Double), outer: (String, Double))
  let text: ExplanationText
  let more: DetailText
  let path: String

  typealias Words = Wording.DossierPage
  typealias Cell = SiteParts.Cell

  /// How many strata, groups of persons, and members of them are shown.
  static let strataMaximum = 8, burstsMaximum = 5, membersMaximum = 24

  init(site: StaticSite, row: Int, frame: SiteFrame, ground: DossierGround) {
    let score = site.scorecard.institutions[row]
    dossier = site.dossier(score)
    self.frame = frame
    self.ground = ground.group(score.fit)
    levels = ground.levels
    let voice = Voice(language: frame.language, currency: frame.run.currency)
    text = ExplanationText(
      score: score, scorecard: site.scorecard, governance: frame.run.governance, period: frame.run.period, voice: voice,
      ranked: ground.ranked, withInterval: ground.withInterval)
    more = DetailText(details: dossier.details, voice: voice)
    path = "institutions/\(site.files[row])"
  }

  var score: InstitutionScore { dossier.score }
  var voice: Voice { text.voice }
  var language: Language { frame.language }

  func said(_ texts: [LocalizedText]) -> [String] { texts.map { voice($0) } }

  var bytes: [UInt8] {
    let title = voice(Words.title(code: score.institution.id, name: score.institution.name))
    var values: [String: Any] = [
      "title": title,
      "subtitle": voice(
        Words.subtitle(
          kind: Wording.label(score.institution.kind), level: Wording.label(score.institution.level),
          district: Wording.label(score.institution.district), group: Wording.label(score.peerGroup))),
      "band": score.band?.rawValue ?? "none", "band_name": voice(score.band.map(Wording.band) ?? Wording.noValue),
      "verdict": said(text.verdict.sentences).joined(separator: " "), "w": frame.words, "facts": facts,
      "words": [text.counted, text.plain, text.adjusted, text.certainty, text.rank, text.money].map { section in
        ["heading": voice(section.heading), "sentences": said(section.sentences)] as [String: Any]
      },
      "closing": voice(Wording.suggestion(score)), "basis": said(frame.run.governance.legalBasis),
    ]
    values.merge(gateValues) { $1 }
    values.merge(placeValues) { $1 }
    values.merge(monthValues) { $1 }
    values.merge(waterfallValues) { $1 }
    values.merge(strataValues) { $1 }
    values.merge(patientValues) { $1 }
    values.merge(burstValues) { $1 }
    values.merge(profileValues) { $1 }
    values.merge(innocentValues) { $1 }
    return frame.page(
      kind: "dossier", title: "\(title) · \(frame.run.governance.title.text(language))", path: path,
      spread: ground.statement.isEmpty ? [] : [ground.statement], group: ground.choice,
      body: SiteTemplates.render("dossier", values))
  }

  private var facts: String {
    let none = voice(Wording.noValue)
    func ratio(_ name: String, _ value: Double?) -> (String, String, String?) {
      (title(name), value.map { voice.ratio($0) } ?? none, value.map { NumberFormats.ratio($0) })
    }
    func money(_ name: String, _ value: Double?) -> (String, String, String?) {
      (title(name), value.map { voice.money($0) } ?? none, value.map { NumberFormats.yuan($0) })
    }
    let peers = more.number(dossier.details.waterfall?["peers_cost_per_head"])
    let interval = score.indexShrunk.flatMap { value in
      score.indexLow.flatMap { low in
        score.indexHigh.map { Wording.Plots.interval(voice.ratio(value), voice.ratio(low), voice.ratio($0)) }
      }
    }
    let ranks = score.rankLow.flatMap { low in score.rankHigh.map { "\(voice.count(low))–\(voice.count($0))" } }
    return SiteParts.facts([
      (voice(Words.heads), voice.count(score.heads), "\(score.heads)"),
      (voice(Words.visits), score.visits.map { voice.count($0) } ?? none, score.visits.map { "\($0)" }),
      (voice(Words.cost), voice.money(fen: Int128(score.costFen)), NumberFormats.yuan(fen: score.costFen)),
      money("cost_per_head", score.costPerHead),
      (
        voice(Words.peersPerHead), peers.map { voice.money($0) } ?? none,
        dossier.details.waterfall?["peers_cost_per_head"]
      ),
      ratio("index_plain", score.indexPlain), ratio("index_adjusted", score.indexAdjusted),
      (voice(Words.interval), interval ?? none, nil), ratio("index_eb05", score.indexEb05), ratio("z", score.z),
      ratio("q", score.q), money("expected", score.expected), money("excess", score.excess),
      money("excess_shrunk", score.excessShrunk),
      (
        voice(Words.rank), score.rank.map { voice(Words.of(voice.count($0), voice.count(text.ranked))) } ?? none,
        score.rank.map { "\($0)" }
      ),
      (voice(Words.rankInterval), ranks ?? none, nil),
    ])
  }

  /// The title of a column of the ranking.
  private func title(_ name: String) -> String {
    guard let position = RankingTable.positions[name] else { preconditionFailure("the ranking has no column \(name)") }
    return voice(RankingTable.columns[position].title)
  }
}

// MARK: - Gates, place, months

extension DossierPage {
  private var gateValues: [String: Any] {
    typealias Gates = Wording.Explanation
    let rows = score.gates.map { result -> [Cell] in
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
    let failing = Set(score.gates.indices.filter { !score.gates[$0].passes })
    return [
      "has_gates": !rows.isEmpty, "gates_heading": voice(Gates.gatesHeading),
      "gates_table": SiteParts.table(
        caption: voice(Gates.gatesHeading), id: "gate-values", titles: said(Words.gatesTitles), numbers: [1, 3],
        rows: rows, fails: failing),
    ]
  }

  private var placeValues: [String: Any] {
    let shrunk = score.indexShrunk.flatMap { value in
      score.indexLow.flatMap { low in score.indexHigh.map { (low: low, value: value, high: $0) } }
    }
    let rank = score.rankLow.flatMap { low in score.rankHigh.map { (low: low, high: $0, of: text.withInterval) } }
    let place = PlacePlot(
      peers: ground.peers, index: score.indexAdjusted, shrunk: shrunk, rank: rank, band: score.band ?? .cannotTell,
      language: language)
    return [
      "funnel_figure": SiteParts.figure(
        ground.funnel.of(score.institution.id), label: voice(Wording.Plots.funnelTitle),
        notes: said([Wording.Plots.funnelReading] + (ground.funnel.isBinned ? [Wording.Plots.binned] : []))),
      "place_figure": SiteParts.figure(place.svg, label: voice(Wording.Plots.placeTitle), notes: []),
    ]
  }

  private var monthValues: [String: Any] {
    let plot = TrendPlot(dossier.months, fit: ground.fit, levels: levels, language: language)
    let rows = dossier.months.sorted { $0.month < $1.month }.map { figure -> [Cell] in
      [
        Cell(voice(Wording.month(figure.month)), value: figure.month.description),
        .number(voice.count(figure.heads), "\(figure.heads)"),
        .number(figure.visits.map { voice.count($0) } ?? "", figure.visits.map { "\($0)" }),
        .number(voice.money(fen: Int128(figure.costFen)), NumberFormats.yuan(fen: figure.costFen)),
        .number(figure.expected.map { voice.money($0) } ?? "", figure.expected.map { NumberFormats.yuan($0) }),
        .number(
          figure.indexAdjusted.map { voice.ratio($0) } ?? "", figure.indexAdjusted.map { NumberFormats.ratio($0) }),
        .number(
          figure.standardError.map { voice.ratio($0) } ?? "", figure.standardError.map { NumberFormats.ratio($0) }),
      ]
    }
    var values: [String: Any] = [
      "trend_figure": SiteParts.figure(
        plot.svg, label: voice(Wording.Plots.trendTitle), notes: [voice(Wording.Plots.trendReading)]),
      "months_table": SiteParts.table(
        caption: voice(Words.monthsCaption), id: "month-values", titles: said(Words.monthsTitles),
        numbers: [1, 2, 3, 4, 5, 6], rows: rows),
    ]
    if rows.isEmpty { values["months_missing"] = voice(Wording.Plots.trendMissing) }
    return values
  }
}
