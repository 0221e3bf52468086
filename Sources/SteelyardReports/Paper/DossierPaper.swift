public import SteelyardDomain
public import SteelyardScoring

/// Dossiers of a run as PDF: each two or three sheets of A4 that both sides of a table can read and check.
///
/// The figures, sentences and pictures are those of the pages of a report (``StaticSite``). Persons are left out: a sheet
/// goes from hand to hand.
public struct DossierPaper: Sendable {
  let run: RunStatement
  let scorecard: Scorecard
  let language: Language
  private let ground: DossierGround
  /// How many strata are printed.
  private static let strataMaximum = 6

  /// Creates the maker of a run's dossiers in a language.
  public init(run: RunStatement, scorecard: Scorecard, language: Language) {
    self.run = run
    self.scorecard = scorecard
    self.language = language
    ground = DossierGround(scorecard, run: run, language: language)
  }

  /// The dossier of an institution.
  ///
  /// - Throws: ``PaperFailure/noFont`` where the machine has no font with Chinese characters.
  public func pdf(of dossier: Dossier) throws(PaperFailure) -> PrintedDocument {
    let view = view(of: dossier)
    return try PaperDocument(
      blocks: blocks(view), frame: .init(run, language), properties: .init(run, title: view.title, language),
      language: language
    ).pdf()
  }

  /// What a dossier shows.
  func view(of dossier: Dossier) -> DossierView {
    DossierView(dossier, scorecard: scorecard, run: run, ground: ground, language: language)
  }

  // MARK: - Blocks

  private typealias Words = Wording.DossierPage

  private func blocks(_ view: DossierView) -> [PaperBlock] {
    head(view) + money(view) + pictures(view) + reading(view)
  }

  private func said(_ texts: [LocalizedText], _ view: DossierView) -> String {
    view.voice.joined(texts)
  }

  private func head(_ view: DossierView) -> [PaperBlock] {
    let band = view.voice(view.score.band.map(Wording.band) ?? Wording.noValue)
    var blocks: [PaperBlock] = [
      .title(view.title), .line(view.subtitle, .centre),
      .paragraph(view.voice(Wording.Paper.named(band, said(view.text.verdict.sentences, view)))),
      .grid(view.facts.map { ($0.name, $0.text) }),
    ]
    for section in view.sections {
      blocks += [.heading(view.voice(section.heading)), .paragraph(said(section.sentences, view))]
    }
    if !view.score.gates.isEmpty {
      blocks += [
        .heading(view.voice(Wording.Explanation.gatesHeading)),
        .table(
          PaperTable(
            titles: Words.gatesTitles.map { view.voice($0) }, rows: view.gateRows.map { $0.map(\.text) },
            shares: [0.14, 0.15, 0.09, 0.15, 0.1, 0.37], numbers: [1, 3])),
      ]
    }
    return blocks
  }

  private func money(_ view: DossierView) -> [PaperBlock] {
    var blocks: [PaperBlock] = []
    if let parts = view.waterfall {
      let (own, peers) = (view.voice.money(parts.own), view.voice.money(parts.peers))
      blocks += [
        .heading(view.voice(Wording.waterfallHeading)),
        .paragraph(view.voice(Wording.waterfallReading(own: own, peers: peers))), .figure(parts.figure, width: 0.62),
      ]
    }
    let strata = view.strataRows(Self.strataMaximum)
    blocks.append(.heading(view.voice(Wording.Explanation.strataHeading)))
    blocks.append(
      strata.isEmpty
        ? .paragraph(view.voice(Wording.Explanation.strataMissing(true)))
        : .table(
          PaperTable(
            titles: Words.strataTitles.map { view.voice($0) }, rows: strata.map { $0.map(\.text) },
            shares: [0.36, 0.13, 0.17, 0.17, 0.17], numbers: [1, 2, 3, 4])))
    return blocks
  }

  private func pictures(_ view: DossierView) -> [PaperBlock] {
    let trend = view.trend
    return [
      .heading(view.voice(Wording.Plots.funnelTitle)), .figure(view.funnel, width: 0.7),
      .small(said(view.funnelNotes, view)),
      .heading(view.voice(Wording.Plots.placeTitle)), .figure(view.place, width: 0.5),
      .heading(view.voice(Wording.Plots.trendTitle)),
    ]
      + (trend.isEmpty
        ? [.paragraph(view.voice(Wording.Plots.trendMissing))]
        : [.figure(trend, width: 0.5), .small(view.voice(Wording.Plots.trendReading))])
  }

  private func reading(_ view: DossierView) -> [PaperBlock] {
    let governance = run.governance
    var blocks: [PaperBlock] = []
    if !governance.innocentExplanations.isEmpty {
      blocks.append(.heading(view.voice(Wording.Explanation.innocentHeading)))
      blocks += governance.innocentExplanations.map { .paragraph("□ " + view.voice($0)) }
      blocks.append(.paragraph(view.voice(Wording.Explanation.appeal(days: governance.appealWindowDays))))
    }
    if !governance.legalBasis.isEmpty {
      blocks.append(.heading(view.voice(Wording.Site.text("basis"))))
      blocks += governance.legalBasis.map { .paragraph(view.voice($0)) }
    }
    blocks.append(.paragraph(view.voice(Wording.suggestion(view.score))))
    blocks.append(.heading(view.voice(Wording.Paper.methods)))
    let spread = view.ground.statement.isEmpty ? [] : [view.ground.statement]
    return blocks
      + run.carried(language, spread: spread, group: view.ground.choice).map { entry in
        .small(view.voice(Wording.Paper.named(entry.name, entry.content)))
      }
  }
}

extension PaperDocument.Frame {
  /// What every page carries of a run.
  init(_ run: RunStatement, _ language: Language) {
    let title = "\(run.governance.title.text(language)), \(Wording.periodName(run.period).text(language))"
    let named = [(Wording.Site.runNumber, run.hash), (Wording.Site.model, run.model)].map { name, content in
      Wording.Paper.named(name.text(language), content).text(language)
    }
    let number = named.joined(separator: "; ")
    self.init(head: title, foot: [Wording.listedMeans.text(language), number], watermark: run.watermark)
  }
}

extension PaperProperties {
  /// What a PDF says of itself: the document, the run, the engine, the model with the period.
  init(_ run: RunStatement, title: String, _ language: Language) {
    self.init(
      title: title, subject: run.hash, creator: "steelyard \(run.engine)", keywords: "\(run.model), \(run.period)")
  }
}

extension Voice {
  /// Sentences one after another: in Chinese without a blank.
  func joined(_ texts: [LocalizedText]) -> String {
    texts.map { self($0) }.joined(separator: self(zh: "", en: " "))
  }
}
