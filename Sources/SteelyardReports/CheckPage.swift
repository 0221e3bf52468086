public import SteelyardDomain

/// What a check of the input found, as one page for a browser and for A4 (`check --format html`).
public enum CheckPage {
  /// The most institutions whose months are shown; the JSON has all of them.
  static let institutionsMaximum = 200
  /// The most places that are shown; `rejects.csv` and the JSON have more.
  static let placesMaximum = 200

  /// The page in a language.
  public static func encode(_ report: CheckReport, _ language: Language) -> [UInt8] {
    let voice = Voice(language: language, currency: report.currency)
    let title = voice(Wording.checkTitle(report.modelTitle, report.modelName, period: report.period))
    var page = PageText(language, title: title, style: CheckPageStyle.sheet)
    page.open("main")
    page.element("h1", title)
    verdict(&page, report, voice)
    failed(&page, report, voice)
    detected(&page, report, voice)
    account(&page, report, voice)
    months(&page, report, voice)
    institutions(&page, report, voice)
    all(&page, report, voice)
    places(&page, report, voice)
    page.element("footer", voice(Wording.nothingRanked) + " steelyard \(report.engine)")
    page.close("main")
    return page.page
  }

  private static func verdict(_ page: inout PageText, _ report: CheckReport, _ voice: Voice) {
    page.open("section", style: report.isRefused ? "verdict refused" : "verdict accepted")
    page.element(
      "p", voice(Wording.checkVerdict(isRefused: report.isRefused, exitStatus: report.exitStatus)), style: "lead")
    for refusal in report.refusals { page.element("p", voice(refusal)) }
    page.element("p", voice(Wording.checkCounts(report.statusCounts)))
    page.close("section")
  }

  private static func failed(_ page: inout PageText, _ report: CheckReport, _ voice: Voice) {
    let failed = report.checks(.failed)
    guard !failed.isEmpty else { return }
    page.element("h2", voice(Wording.failedHeading))
    for check in failed {
      page.open("article", style: "check \(check.id.definition.severity.rawValue)")
      page.element("h3", voice(Wording.check(check.id)))
      page.element(
        "p", "\(check.id.rawValue) · \(voice(Wording.checkSeverity(check.id.definition.severity)))", style: "id")
      page.element(
        "p",
        voice(
          Wording.checkFound(
            found: voice.figure(check.found, of: check.id), of: voice.figure(check.of, of: check.id),
            share: voice.share(check.share), threshold: voice.share(check.threshold),
            counts: Wording.checkCounts(check.id), base: Wording.checkBase(check.id.definition.base))))
      if !check.weakens.isEmpty { page.element("p", voice(Wording.weakens(voice.weakened(check)))) }
      if !check.details.isEmpty {
        page.open("ul")
        for detail in check.details {
          let of = detail.of.map { " / " + voice.figure($0, of: check.id) } ?? ""
          page.element("li", "\(detail.subject): \(voice.figure(detail.found, of: check.id))\(of)")
        }
        if check.detailsLeftOut > 0 { page.element("li", voice(Wording.leftOut(check.detailsLeftOut))) }
        page.close("ul")
      }
      page.close("article")
    }
  }

  private static func detected(_ page: inout PageText, _ report: CheckReport, _ voice: Voice) {
    guard !report.quality.files.isEmpty else { return }
    page.element("h2", voice(Wording.detectedHeading))
    if !report.reading.isEmpty {
      let stated = report.reading.sorted { $0.key < $1.key }.map { "--\($0.key) \($0.value)" }.joined(separator: "  ")
      page.element("p", "\(voice(Wording.statedHeading)): \(stated)")
    }
    for file in report.quality.files {
      page.element("h3", file.name)
      page.element("p", voice(Wording.detected(file)))
      if !file.sha256.isEmpty { page.element("p", "SHA-256 \(file.sha256)", style: "hash") }
      let values = Dictionary(file.values.map { ($0.column, $0) }, uniquingKeysWith: { first, _ in first })
      page.table(
        Wording.mappingTitles.map { voice($0) },
        file.columns.map { match in
          let column = values[match.column]
          return [
            .init(match.field, "k"), .init(match.column), .init(voice(Wording.matchSource(match.source))),
            .number(column.map { voice.share($0.completeness) } ?? ""),
            .init(column.map { voice(Wording.columnForm($0)) } ?? ""),
          ]
        })
      if !file.ignoredColumns.isEmpty { page.element("p", voice(Wording.ignoredColumns(file.ignoredColumns))) }
    }
  }

  private static func account(_ page: inout PageText, _ report: CheckReport, _ voice: Voice) {
    let account = report.quality.reconciliation
    func line(_ label: LocalizedText, _ flow: Flow) -> [PageText.Cell] {
      [
        .init(voice(label), "k"), .init(""), .number(voice.count(flow.rows)), .number(voice.money(fen: flow.fen)),
        .init(""),
      ]
    }
    func lines(_ flows: [Diagnostic.Code: Flow]) -> [[PageText.Cell]] {
      flows.sorted { $0.key.rawValue < $1.key.rawValue }.map { code, flow in
        [
          .init(""), .init(code.rawValue), .number(voice.count(flow.rows)), .number(voice.money(fen: flow.fen)),
          .init(voice(Wording.meaningAndAdvice(code))),
        ]
      }
    }
    page.element("h2", voice(Wording.rowsHeading))
    var rows = [line(Wording.rowsRead, account.read), line(Wording.rowsAccepted, account.accepted)]
    rows += [line(Wording.severity(.rejected), account.rejectedTotal)] + lines(account.rejected)
    rows += [line(Wording.severity(.excluded), account.excludedTotal)] + lines(account.excluded)
    if !report.quality.notes.isEmpty {
      rows.append([.init(voice(Wording.severity(.note)), "k"), .init(""), .number(""), .number(""), .init("")])
    }
    rows += report.quality.notes.map { note in
      [
        .init(""), .init(note.code.rawValue), .number(voice.count(note.count)), .number(""),
        .init([note.subject, voice(Wording.meaning(note.code))].filter { !$0.isEmpty }.joined(separator: ": ")),
      ]
    }
    page.table(Wording.accountTitles.map { voice($0) }, rows)
  }

  private static func months(_ page: inout PageText, _ report: CheckReport, _ voice: Voice) {
    let completeness = report.completeness
    guard !completeness.months.isEmpty else { return }
    page.element("h2", voice(Wording.monthsHeading))
    page.table(
      Wording.monthTitles.map { voice($0) },
      completeness.months.indices.map { month in
        let cell = completeness.totals[month]
        return [
          .init("\(completeness.months[month])", "k"), .number(voice.count(cell.rows)),
          .number(voice.money(fen: cell.fen)), .number(voice.count(completeness.institutions[month])),
          .number(voice.share(cell.completeness)),
        ]
      })
    if completeness.rowsElsewhere > 0 {
      page.element("p", voice(Wording.rowsElsewhere(voice.count(completeness.rowsElsewhere))))
    }
  }

  /// Institutions × months: rows, shaded by how full they are.
  private static func institutions(_ page: inout PageText, _ report: CheckReport, _ voice: Voice) {
    let told = report.institutionsToLookAt
    guard !told.isEmpty else { return }
    page.element("h2", voice(Wording.institutionsHeading))
    page.element("p", voice(Wording.institutionCells))
    page.table(
      [voice(Wording.institutionTitles[0]), voice(Wording.institutionTitles[1])]
        + report.completeness.months.map { "\($0)" } + [voice(Wording.institutionTitles[4])],
      told.prefix(institutionsMaximum).map { row in
        [.init(row.institution, "k"), .init(row.name)]
          + row.cells.map { cell in
            PageText.Cell(cell.rows == 0 ? "–" : voice.count(cell.rows), "n " + shade(cell))
          } + [.number(voice.share(row.whole.completeness))]
      }, style: "grid")
    let rest = told.count - institutionsMaximum
    if rest > 0 { page.element("p", voice(Wording.leftOut(rest))) }
  }

  /// The class of a cell by how full its rows are.
  private static func shade(_ cell: ClaimSurvey.Cell) -> String {
    guard let share = cell.completeness else { return "f0" }
    return share >= 0.99 ? "f4" : share >= 0.95 ? "f3" : share >= 0.9 ? "f2" : "f1"
  }

  private static func all(_ page: inout PageText, _ report: CheckReport, _ voice: Voice) {
    page.element("h2", voice(Wording.checksHeading))
    for subject in QualityCheck.Subject.allCases {
      page.element("h3", voice(Wording.checkSubject(subject)))
      let rows = report.checks.filter { $0.id.definition.subject == subject }.map { check -> [PageText.Cell] in
        let isMade = check.status == .passed || check.status == .failed
        return [
          .init(voice(Wording.checkStatus(check.status)), "s \(check.status.rawValue)"),
          .init("\(voice(Wording.check(check.id))) (\(check.id.rawValue))"),
          .number(isMade ? voice.figure(check.found, of: check.id) : ""),
          .number(
            isMade
              ? "\(voice.figure(check.of, of: check.id)) \(voice(Wording.checkBase(check.id.definition.base)))" : ""),
          .number(isMade ? voice.share(check.share) : ""), .number(voice.share(check.threshold)),
          .init(voice.weakened(check)),
        ]
      }
      page.table(Wording.checkTitles.map { voice($0) }, rows, style: "checks", isStacked: true)
    }
  }

  private static func places(_ page: inout PageText, _ report: CheckReport, _ voice: Voice) {
    let places = report.places
    guard !places.isEmpty else { return }
    page.element("h2", voice(Wording.placesHeading))
    page.table(
      Wording.placeTitles.map { voice($0) },
      places.prefix(placesMaximum).map { place in
        [
          .init("\(place.location.file):\(place.location.line)", "k"), .init(place.code.rawValue),
          .init(place.location.field ?? ""), .init(voice(Wording.meaning(place.code))),
        ]
      })
    if places.count > placesMaximum { page.element("p", voice(Wording.leftOut(places.count - placesMaximum))) }
  }
}
