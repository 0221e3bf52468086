internal import SteelyardDomain
internal import SteelyardScoring

/// The first page: how many and how much, the figures of all, what was run on what, how good the data were.
struct OverviewPage {
  let site: StaticSite
  let frame: SiteFrame

  /// How many institutions the interval plots show.
  static let rowsMaximum = 60
  /// How many of the interview list stand on the page.
  static let listedMaximum = 50
  /// How many notes on the data stand on the page.
  static let notesMaximum = 40

  private typealias Words = Wording.Site
  private typealias Cell = SiteParts.Cell

  private var language: Language { frame.language }
  var voice: Voice { Voice(language: language, currency: frame.run.currency) }
  private var scores: [InstitutionScore] { site.scorecard.institutions }

  var bytes: [UInt8] {
    let intervals = intervalRows
    let title = "\(frame.run.governance.title.text(language)) · \(Wording.periodName(frame.run.period).text(language))"
    let funnel = FunnelFigure(data: FunnelData(site.scorecard), language: language)
    let pages = Dictionary(uniqueKeysWithValues: zip(scores.map(\.institution.id), site.files))
    let summary = RunSummary(
      scorecard: site.scorecard, persons: site.persons, quality: site.quality, governance: frame.run.governance,
      period: frame.run.period, currency: frame.run.currency, folder: "", files: [])
    let body = SiteTemplates.render(
      "overview",
      [
        "title": title, "meaning": Wording.listedMeans.text(language), "w": frame.words,
        "bands_table": bandsTable(summary),
        "bands_figure": SiteParts.figure(
          BandChart(site.scorecard, language: language).svg, label: Wording.Plots.bandsTitle.text(language), notes: []),
        "listed_table": listedTable, "rollups_table": rollupsTable,
        "funnel_figure": SiteParts.figure(
          funnel.ofAll { code in pages[code].map { "institutions/\($0)" } },
          label: Wording.Plots.funnelTitle.text(language), notes: funnelNotes(funnel)),
        "has_intervals": !intervals.isEmpty,
        "indices_figure": indexFigure(intervals), "ranks_figure": rankFigure(intervals),
        "run_facts": runFacts, "inputs_table": inputsTable, "methods_table": methodsTable, "fits_table": fitsTable,
        "rows_table": rowsTable, "notes_table": notesTable, "absences_table": absencesTable,
        "dominant": summary.dominant.map { entry in
          voice(
            Wording.dominant(
              entry.institution, of: Wording.label(entry.peerGroup), share: voice.percent(entry.share)))
        },
      ])
    return frame.page(kind: "overview", title: title, path: "index.html", body: body)
  }

  private func text(_ texts: [LocalizedText]) -> [String] { texts.map { voice($0) } }
}

// MARK: - How many and how much

extension OverviewPage {
  private func bandsTable(_ summary: RunSummary) -> String {
    func row(_ name: LocalizedText, _ scores: [InstitutionScore], _ meaning: LocalizedText?) -> [Cell] {
      let heads = scores.reduce(0) { $0 + $1.heads }
      let cost = scores.reduce(Int128(0)) { $0 + Int128($1.costFen) }
      let excess = scores.reduce(0.0) { $0 + ($1.excessShrunk ?? 0) }
      return [
        Cell(voice(name)), .number(voice.count(scores.count), "\(scores.count)"),
        .number(voice.count(heads), "\(heads)"), .number(voice.money(fen: cost), NumberFormats.yuan(wideFen: cost)),
        .number(voice.money(excess), NumberFormats.yuan(excess)), Cell(meaning.map { voice($0) } ?? ""),
      ]
    }
    var rows = BandChart.bands.map { band in
      row(Wording.band(band), scores.filter { $0.band == band }, Wording.bandMeaning(band))
    }
    let unjudged = scores.filter { $0.band == nil }
    if !unjudged.isEmpty { rows.append(row(Wording.noValue, unjudged, Wording.Explanation.notJudged)) }
    rows.append(row(Words.totalRow, scores, nil))
    let sum = rows.count - 1
    rows.append(row(Words.nearRow, scores.filter { $0.nearGate != nil }, Wording.nearMeaning))
    return SiteParts.table(
      caption: voice(Words.bandsCaption), titles: text(Words.bandsTitles), numbers: [1, 2, 3, 4], rows: rows,
      sums: [sum])
  }

  private var listedTable: String {
    let listed = RankingTable.rows(site.rows, of: .interview)
    guard !listed.isEmpty else {
      return SiteParts.facts([(voice(Wording.list(.interview)), voice(Words.noneListed), nil)])
    }
    let columns = [
      "institution_id", "name", "peer_group", "heads", "index_adjusted", "index_interval", "excess_shrunk",
      "rank_interval", "screen_signal",
    ]
    let places = Dictionary(uniqueKeysWithValues: zip(site.rows.map { $0["institution_id"] }, site.files))
    let rows = listed.prefix(Self.listedMaximum).map { row in
      columns.map { name -> Cell in
        let shown = RankingTable.terminalCell(name, of: row, in: language)
        if name == "institution_id" {
          return Cell(shown, href: places[row[name]].map { "institutions/\($0)" }, style: "code")
        }
        guard RankingTable.isNumber(named: name) else { return Cell(shown) }
        return .number(shown, RankingTable.positions[name] == nil ? nil : row[name])
      }
    }
    return SiteParts.table(
      caption: voice(Words.listedCaption(voice.count(rows.count), of: voice.count(listed.count))),
      titles: columns.map { voice(Wording.terminalTitle($0, currency: frame.run.currency)) }, numbers: [3, 4, 5, 6, 7],
      rows: rows)
  }
}

// MARK: - Figures

extension OverviewPage {
  private func funnelNotes(_ figure: FunnelFigure) -> [String] {
    let data = FunnelData(site.scorecard)
    let caption = text(Wording.funnelCaption(data, outside: figure.outside, unlabelled: figure.unlabelled))
    return caption + (figure.isBinned ? [voice(Wording.Plots.binned)] : [])
  }

  /// The institutions of the interval plots, by descending shrunken index.
  private var intervalRows: [(score: InstitutionScore, page: String)] {
    zip(scores, site.files).filter { $0.0.rankLow != nil && $0.0.indexShrunk != nil }
      .sorted { a, b in
        let (x, y) = (a.0.indexShrunk ?? 0, b.0.indexShrunk ?? 0)
        return x == y ? a.0.institution.id.utf8.lexicographicallyPrecedes(b.0.institution.id.utf8) : x > y
      }.map { (score: $0.0, page: "institutions/\($0.1)") }
  }

  private func indexFigure(_ all: [(score: InstitutionScore, page: String)]) -> String {
    let rows = all.prefix(Self.rowsMaximum).compactMap { entry -> IntervalPlot.Row? in
      guard let low = entry.score.indexLow, let value = entry.score.indexShrunk, let high = entry.score.indexHigh,
        low > 0
      else { return nil }
      return row(entry, low, value, high, voice.ratio(value), voice.ratio(low), voice.ratio(high))
    }
    let ends = rows.flatMap { [$0.low, $0.high] } + [0.8, 1.25]
    let scale = PlotScale(
      .logarithmic, max(0.1, (ends.min() ?? 1) / 1.03)...min(10, (ends.max() ?? 1) * 1.03), from: IntervalPlot.left,
      to: IntervalPlot.right)
    let notes = [Wording.Plots.rowsAre(shown: rows.count, of: all.count), Wording.Plots.intervalReading]
    let plot = IntervalPlot(
      id: "indices", title: voice(Wording.Plots.caterpillarTitle), description: voice(notes[0]),
      axisTitle: voice(Wording.Plots.shrunkAxis), rows: rows, scale: scale, ticks: scale.indexTicks(spacing: 34),
      strong: 1, language: language)
    return SiteParts.figure(plot.svg, label: voice(Wording.Plots.caterpillarTitle), notes: text(notes))
  }

  private func rankFigure(_ all: [(score: InstitutionScore, page: String)]) -> String {
    let rows = all.prefix(Self.rowsMaximum).compactMap { entry -> IntervalPlot.Row? in
      guard let low = entry.score.rankLow, let high = entry.score.rankHigh else { return nil }
      let value = entry.score.expectedRank ?? Double(low + high) / 2
      return row(
        entry, Double(low), value, Double(high), NumberFormats.fixed(value, decimals: 1), "\(low)", "\(high)")
    }
    let scale = PlotScale(
      .linear, 1...Double(max(2, all.count)), from: IntervalPlot.left, to: IntervalPlot.right)
    let ticks = scale.roundTicks(spacing: 46).filter {
      $0.value == $0.value.rounded() && scale.place($0.value) - scale.from > 22
    }
    let notes = [Wording.Plots.rowsAre(shown: rows.count, of: all.count), Wording.Plots.intervalReading]
    let plot = IntervalPlot(
      id: "ranks", title: voice(Wording.Plots.ranksTitle), description: voice(notes[0]),
      axisTitle: voice(Wording.Plots.rankAxis(all.count)), rows: rows, scale: scale, ticks: [(1, "1")] + ticks,
      language: language)
    return SiteParts.figure(plot.svg, label: voice(Wording.Plots.ranksTitle), notes: text(notes))
  }

  private func row(
    _ entry: (score: InstitutionScore, page: String), _ low: Double, _ value: Double, _ high: Double, _ shown: String,
    _ from: String, _ to: String
  ) -> IntervalPlot.Row {
    IntervalPlot.Row(
      code: entry.score.institution.id, name: entry.score.institution.name, band: entry.score.band ?? .cannotTell,
      low: low, value: value, high: high, shown: Wording.Plots.interval(shown, from, to), page: entry.page)
  }
}

// MARK: - What was run, and the data

extension OverviewPage {
  private var runFacts: String {
    let run = frame.run
    let facts: [(LocalizedText, String)] = [
      (Words.model, run.model), (Words.period, voice(Wording.periodName(run.period))),
      (Words.area, run.area.isEmpty ? voice(Words.everywhere) : run.area.joined(separator: ", ")),
      (Words.cost, voice(Wording.cost(run.cost))), (Words.peers, run.peers.joined(separator: ", ")),
      (Words.order, voice(Wording.order(site.scorecard.order))), (Words.engine, run.engine),
      (Words.runNumber, String(run.hash.prefix(16))),
    ]
    return SiteParts.facts(facts.map { (voice($0.0), $0.1, nil) })
  }

  private var inputsTable: String {
    SiteParts.table(
      caption: voice(Words.inputsCaption), titles: text(Words.inputsTitles), numbers: [2],
      rows: frame.run.inputs.map { input in
        [
          Cell(input.name), Cell(input.table), .number(voice.count(input.rows), "\(input.rows)"), Cell(input.encoding),
          Cell(input.sha256, style: "code"),
        ]
      })
  }

  private var methodsTable: String {
    SiteParts.table(
      caption: voice(Words.methods), titles: text(Words.methodsTitles),
      rows: frame.run.methods.map { method in
        [
          Cell(voice(Wording.methodRole(method.role))), Cell(method.id),
          Cell(method.constants.joined(separator: "; ")),
        ]
      })
  }

  private var fitsTable: String {
    SiteParts.table(
      caption: voice(Words.fitsCaption), titles: text(Words.fitsTitles), numbers: [1, 3, 4, 5],
      rows: site.scorecard.fits.map { fit in
        [
          Cell(voice(Wording.label(fit.name))), .number(voice.count(fit.units), "\(fit.units)"), Cell(fit.method),
          .number(NumberFormats.ratio(fit.centre)), .number(NumberFormats.ratio(fit.tauSquared)),
          .number(NumberFormats.ratio(fit.phi)), Cell(voice(Wording.fitOutcome(fit.outcome))),
        ]
      })
  }

  private var rowsTable: String {
    guard site.persons != nil else {
      return SiteParts.facts([(voice(Wording.rowsHeading), voice(Words.fromTally), nil)])
    }
    let account = site.quality.reconciliation
    func row(_ name: String, _ flow: Flow, _ meaning: LocalizedText? = nil) -> [Cell] {
      [
        Cell(name), .number(voice.count(flow.rows), "\(flow.rows)"),
        .number(voice.money(fen: flow.fen), NumberFormats.yuan(wideFen: flow.fen)),
        Cell(meaning.map { voice($0) } ?? ""),
      ]
    }
    func rows(_ flows: [Diagnostic.Code: Flow]) -> [[Cell]] {
      flows.sorted { $0.key.rawValue < $1.key.rawValue }.map { row($0.key.rawValue, $0.value, Wording.meaning($0.key)) }
    }
    let rejected = rows(account.rejected)
    let all =
      [
        row(voice(Wording.rowsRead), account.read), row(voice(Wording.rowsAccepted), account.accepted),
        row(voice(Wording.severity(.rejected)), account.rejectedTotal),
      ] + rejected + [row(voice(Wording.severity(.excluded)), account.excludedTotal)] + rows(account.excluded)
    return SiteParts.table(
      caption: voice(Wording.rowsHeading), titles: text(Words.rowsTitles), numbers: [1, 2], rows: all,
      sums: [0, 1, 2, 3 + rejected.count])
  }

  private var notesTable: String {
    SiteParts.table(
      caption: voice(Words.notesCaption), titles: text(Words.notesTitles), numbers: [1],
      rows: site.quality.notes.prefix(Self.notesMaximum).map { note in
        [
          Cell(note.code.rawValue), .number(voice.count(note.count), "\(note.count)"), Cell(note.subject),
          Cell(voice(Wording.meaning(note.code))),
        ]
      })
  }

  private var absencesTable: String {
    SiteParts.table(
      caption: voice(Wording.absencesHeading), titles: text(Words.absencesTitles),
      rows: frame.run.absences.map { [Cell($0.column), Cell(voice(Wording.absence($0.reason)))] })
  }
}
