internal import SteelyardDomain
internal import SteelyardScoring

/// Where the money is: parts of the index, strata, persons; and what else is unlike the peers.
extension DossierPage {
  var waterfallValues: [String: Any] {
    guard let parts = view.waterfall else { return ["has_waterfall": false] }
    let table = SiteParts.table(
      caption: voice(Wording.waterfallHeading), id: "waterfall-values",
      titles: said([Wording.Details.part, Wording.Details.perHead, Wording.Details.factor]), numbers: [1, 2],
      rows: parts.lines.map(cells))
    let items = SiteParts.table(
      caption: voice(Words.itemsCaption),
      titles: said([Wording.Details.part, Wording.Details.perHead, Wording.Details.factor]), numbers: [1, 2],
      rows: more.waterfallLines(ofItems: true).map(cells))
    return [
      "has_waterfall": true, "waterfall_heading": voice(Wording.waterfallHeading),
      "waterfall_reading": voice(
        Wording.waterfallReading(own: voice.money(parts.own), peers: voice.money(parts.peers))),
      "waterfall_figure": SiteParts.figure(parts.figure, label: voice(Wording.waterfallHeading), notes: []),
      "items_table": table + items,
    ]
  }

  private func cells(_ line: DetailText.WaterfallLine) -> [Cell] {
    [
      Cell(voice(Wording.waterfallPart(line.kind))),
      .number(more.signed(voice.money(line.yuan), line.yuan), NumberFormats.yuan(line.yuan)),
      .number(more.factor(line), NumberFormats.ratio(line.effect)),
    ]
  }

  var strataValues: [String: Any] {
    let rows = view.strataRows(Self.strataMaximum)
    guard !rows.isEmpty else {
      return [
        "strata_heading": voice(Wording.Explanation.strataHeading),
        "strata_missing": voice(Wording.Explanation.strataMissing(true)),
      ]
    }
    return [
      "strata_heading": voice(Wording.Explanation.strataHeading),
      "strata_table": SiteParts.table(
        caption: voice(Words.strataCaption), id: "stratum-values", titles: said(Words.strataTitles),
        numbers: [1, 2, 3, 4], rows: rows, sums: [rows.count - 1]),
    ]
  }

  var patientValues: [String: Any] {
    let leading = more.leadingPatients
    guard !leading.isEmpty else { return ["has_patients": false] }
    let rows = leading.map { excess, row -> [Cell] in
      let shown = more.patientCells(row, excess: excess)
      let exact = [row["visits"], row["cost"], row["expected"], row["excess"]]
      return [Cell(shown[0], style: "code"), Cell(shown[1])] + zip(shown.dropFirst(2), exact).map { .number($0, $1) }
    }
    return [
      "has_patients": true, "patients_heading": voice(Wording.patientsHeading),
      "patients_sentence": voice(more.patientSentence),
      "patients_table": SiteParts.table(
        caption: voice(Wording.patientsHeading), id: "patient-values", titles: said(Wording.patientTitles),
        numbers: [2, 3, 4, 5], rows: rows),
    ]
  }

  var burstValues: [String: Any] {
    guard !dossier.bursts.isEmpty else { return ["has_bursts": false] }
    let shown = dossier.bursts.prefix(Self.burstsMaximum)
    var rows: [[Cell]] = []
    var members: [[Cell]] = []
    for (place, burst) in shown.enumerated() {
      let days = (burst["dates"] ?? "").split(separator: ";")
      let dates = days.prefix(6).joined(separator: ", ") + (days.count > 6 ? " …" : "")
      rows.append([
        Cell("\(place + 1)"), .number(burst["persons"] ?? "", burst["persons"]),
        .number(burst["days"] ?? "", burst["days"]), .number(burst["visits"] ?? "", burst["visits"]),
        .number(more.number(burst["visits_expected"]).map { voice.ratio($0) } ?? "", burst["visits_expected"]),
        Cell(dates),
      ])
      for name in Dossier.members(burst) where members.count < Self.membersMaximum {
        members.append(member(name, group: place + 1))
      }
    }
    var table = SiteParts.table(
      caption: voice(Words.burstsCaption), titles: said(Words.burstsTitles), numbers: [1, 2, 3, 4], rows: rows)
    if dossier.bursts.count > shown.count {
      table += SiteParts.facts([
        (voice(Words.burstsCaption), voice(Words.burstsLeftOut(dossier.bursts.count - shown.count)), nil)
      ])
    }
    return [
      "has_bursts": true, "bursts_table": table,
      "members_table": SiteParts.table(
        caption: voice(Words.membersCaption), id: "person-values", titles: said(Words.membersTitles),
        numbers: [2, 3, 4, 5, 6], rows: members),
    ]
  }

  private func member(_ name: String, group: Int) -> [Cell] {
    let row = dossier.persons[name]
    func ratio(_ column: String) -> Cell {
      .number(more.number(row?[column]).map { voice.ratio($0) } ?? "", row?[column])
    }
    return [
      Cell("\(group)"), Cell(name, style: "code"), .number(row?["institutions"] ?? "", row?["institutions"]),
      .number(row?["visits"] ?? "", row?["visits"]),
      .number(more.number(row?["cost"]).map { voice.money($0) } ?? "", row?["cost"]), ratio("index"), ratio("z"),
    ]
  }

  var profileValues: [String: Any] {
    guard let row = dossier.details.profile else { return ["has_profile": false] }
    let signals = more.signalCells(row)
    let (distance, isUnlike) = more.distanceSentence(row)
    let lines = more.featureLines(row)
    var sentences = [more.screenSentence(row), distance]
    if isUnlike {
      if let pair = more.pairSentence(row) { sentences.append(pair) }
      if lines.contains(where: { !($0.cells.last ?? "").isEmpty }) { sentences.append(Wording.Details.counterfactual) }
    }
    if let digits = more.digitSentence(row) { sentences.append(digits) }
    let plot = PartsPlot(
      parts: lines.map { .init(name: voice(Wording.profileFeature($0.feature)), part: $0.part) },
      total: more.number(row["distance"]).map { voice.ratio($0) } ?? "", language: language)
    return [
      "has_profile": true, "profile_heading": voice(Wording.Details.heading), "profile_sentences": said(sentences),
      "screen_table": SiteParts.table(
        caption: voice(Words.screenCaption), titles: said(Wording.Details.signalTitles), numbers: [1, 2],
        rows: signals.map { [Cell($0[0]), .number($0[1]), .number($0[2])] }),
      "parts_figure": SiteParts.figure(plot.svg, label: voice(Wording.Plots.partsTitle), notes: []),
      "features_table": SiteParts.table(
        caption: voice(Words.featuresCaption), id: "feature-values", titles: said(Wording.Details.featureTitles),
        numbers: [1, 2, 3, 4],
        rows: lines.map { line in
          let name = "feature_\(line.feature.rawValue)"
          let exact = [name, "\(name)_z", "\(name)_part", "\(name)_ordinary"].map { row[$0] ?? "" }
          return [Cell(line.cells[0])]
            + zip(line.cells.dropFirst(), exact).map { .number($0, $1.isEmpty ? nil : $1) }
        }),
    ]
  }

  var innocentValues: [String: Any] {
    let governance = frame.run.governance
    return [
      "has_innocent": !governance.innocentExplanations.isEmpty,
      "innocent_heading": voice(Wording.Explanation.innocentHeading), "innocent": said(governance.innocentExplanations),
      "appeal": voice(Wording.Explanation.appeal(days: governance.appealWindowDays)),
    ]
  }
}
