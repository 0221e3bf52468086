internal import SteelyardDomain
internal import SteelyardScoring

/// The dossier of one institution: on paper two or three sheets that both sides of the table can read and check.
struct DossierPage {
  let view: DossierView
  let frame: SiteFrame
  let path: String

  typealias Words = Wording.DossierPage
  typealias Cell = SiteParts.Cell

  /// How many strata, groups of persons, and members of them are shown.
  static let strataMaximum = 8, burstsMaximum = 5, membersMaximum = 24

  init(site: StaticSite, row: Int, frame: SiteFrame, ground: DossierGround) {
    view = DossierView(
      site.dossier(site.scorecard.institutions[row]), scorecard: site.scorecard, run: frame.run, ground: ground,
      language: frame.language)
    self.frame = frame
    path = "institutions/\(site.files[row])"
  }

  var dossier: Dossier { view.dossier }
  var score: InstitutionScore { view.score }
  var text: ExplanationText { view.text }
  var more: DetailText { view.more }
  var voice: Voice { view.voice }
  var language: Language { frame.language }

  func said(_ texts: [LocalizedText]) -> [String] { texts.map { voice($0) } }

  var bytes: [UInt8] {
    let title = view.title
    let facts = SiteParts.facts(view.facts.map { ($0.name, $0.text, $0.value) })
    var values: [String: Any] = [
      "title": title, "subtitle": view.subtitle,
      "band": score.band?.rawValue ?? "none", "band_name": voice(score.band.map(Wording.band) ?? Wording.noValue),
      "verdict": said(text.verdict.sentences).joined(separator: " "), "w": frame.words, "facts": facts,
      "words": view.sections.map { section in
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
      spread: view.ground.statement.isEmpty ? [] : [view.ground.statement], group: view.ground.choice,
      body: SiteTemplates.render("dossier", values))
  }
}

// MARK: - Gates, place, months

extension DossierPage {
  private var gateValues: [String: Any] {
    typealias Gates = Wording.Explanation
    let rows = view.gateRows
    let failing = Set(score.gates.indices.filter { !score.gates[$0].passes })
    return [
      "has_gates": !rows.isEmpty, "gates_heading": voice(Gates.gatesHeading),
      "gates_table": SiteParts.table(
        caption: voice(Gates.gatesHeading), id: "gate-values", titles: said(Words.gatesTitles), numbers: [1, 3],
        rows: rows, fails: failing),
    ]
  }

  private var placeValues: [String: Any] {
    [
      "funnel_figure": SiteParts.figure(
        view.funnel, label: voice(Wording.Plots.funnelTitle), notes: said(view.funnelNotes)),
      "place_figure": SiteParts.figure(view.place, label: voice(Wording.Plots.placeTitle), notes: []),
    ]
  }

  private var monthValues: [String: Any] {
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
        view.trend, label: voice(Wording.Plots.trendTitle), notes: [voice(Wording.Plots.trendReading)]),
      "months_table": SiteParts.table(
        caption: voice(Words.monthsCaption), id: "month-values", titles: said(Words.monthsTitles),
        numbers: [1, 2, 3, 4, 5, 6], rows: rows),
    ]
    if rows.isEmpty { values["months_missing"] = voice(Wording.Plots.trendMissing) }
    return values
  }
}
