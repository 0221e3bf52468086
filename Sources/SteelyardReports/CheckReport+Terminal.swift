public import SteelyardDomain

extension CheckReport {
  /// How many institutions a terminal lists.
  private static let institutionsShown = 10
  /// How many places a terminal lists.
  private static let placesShown = 20
  /// How many details of a check a terminal lists.
  private static let detailsShown = 5

  /// The report for a terminal, lines ended.
  ///
  /// - Parameter all: whether checks that passed or had nothing to look at are listed too.
  public func text(_ language: Language, width: Int, all: Bool = false) -> String {
    let voice = Voice(language: language, currency: currency)
    let sections = [
      heading(voice), filesSection(voice), RowAccount.text(quality.reconciliation, notes: quality.notes, voice),
      checksSection(voice, all: all), monthsSection(voice), institutionsSection(voice, width: width),
      placesSection(voice), voice.paragraph(voice(Wording.nothingRanked)),
    ]
    return sections.filter { !$0.isEmpty }.joined(separator: "\n")
  }

  private func heading(_ voice: Voice) -> String {
    let title = voice.paragraph(voice(Wording.checkTitle(modelTitle, modelName, period: period)))
    let verdict = voice.paragraph(voice(Wording.checkVerdict(isRefused: isRefused, exitStatus: exitStatus)))
    return title + verdict + refusals.map { voice.paragraph(voice($0), indent: "  ") }.joined()
  }

  private func filesSection(_ voice: Voice) -> String {
    guard !quality.files.isEmpty else { return "" }
    var text = voice(Wording.detectedHeading) + "\n"
    for file in quality.files {
      text += voice.paragraph(voice(Wording.detected(file)), indent: "  ")
      let values = Dictionary(file.values.map { ($0.column, $0) }, uniquingKeysWith: { first, _ in first })
      let rows = file.columns.map { match in
        let column = values[match.column]
        return [
          match.field, match.column, voice(Wording.matchSource(match.source)),
          column.map { voice.share($0.completeness) } ?? "", column.map { voice(Wording.columnForm($0)) } ?? "",
        ]
      }
      text += voice.aligned(rows, numbers: [3], indent: "    ")
      if !file.ignoredColumns.isEmpty {
        text += voice.paragraph(voice(Wording.ignoredColumns(file.ignoredColumns)), indent: "    ")
      }
    }
    return text
  }

  private func checksSection(_ voice: Voice, all: Bool) -> String {
    var text = voice(Wording.checksHeading) + "\n"
    text += voice.paragraph(voice(Wording.checkCounts(statusCounts)), indent: "  ")
    for check in checks(.failed) { text += lines(of: check, voice) }
    for check in checks(.error) + (all ? checks(.passed) + checks(.notApplicable) : []) {
      text += voice.paragraph(headline(of: check, voice), indent: "  ")
    }
    return text
  }

  /// How many checks have each status.
  var statusCounts: [QualityCheck.Status: Int] {
    Dictionary(grouping: checks, by: \.status).mapValues(\.count)
  }

  private func headline(of check: QualityCheck, _ voice: Voice) -> String {
    let severity = check.status == .failed ? " (\(voice(Wording.checkSeverity(check.id.definition.severity))))" : ""
    return "\(voice(Wording.checkStatus(check.status)))\(severity)  \(check.id.rawValue)  "
      + voice(Wording.check(check.id))
  }

  private func lines(of check: QualityCheck, _ voice: Voice) -> String {
    var text = voice.paragraph(headline(of: check, voice), indent: "  ")
    text += voice.paragraph(
      voice(
        Wording.checkFound(
          found: voice.figure(check.found, of: check.id), of: voice.figure(check.of, of: check.id),
          share: voice.share(check.share), threshold: voice.share(check.threshold),
          counts: Wording.checkCounts(check.id), base: Wording.checkBase(check.id.definition.base))), indent: "    ")
    if !check.weakens.isEmpty {
      text += voice.paragraph(voice(Wording.weakens(voice.weakened(check))), indent: "    ")
    }
    let shown = check.details.prefix(Self.detailsShown)
    text += voice.aligned(
      shown.map { detail in
        [
          voice.figure(detail.found, of: check.id), detail.of.map { "/ " + voice.figure($0, of: check.id) } ?? "",
          detail.subject,
        ]
      }, numbers: [0], indent: "      ")
    let more = check.details.count - shown.count + check.detailsLeftOut
    if more > 0 { text += "      " + voice(Wording.Failure.more(more)) + "\n" }
    return text
  }

  private func monthsSection(_ voice: Voice) -> String {
    guard !completeness.months.isEmpty else { return "" }
    let titles = Wording.monthTitles.map { voice($0) }
    let rows = completeness.months.indices.map { month in
      let cell = completeness.totals[month]
      return [
        "\(completeness.months[month])", voice.count(cell.rows), voice.money(fen: cell.fen),
        voice.count(completeness.institutions[month]), voice.share(cell.completeness),
      ]
    }
    var text = voice(Wording.monthsHeading) + "\n" + voice.aligned([titles] + rows, numbers: [1, 2, 3, 4])
    if completeness.rowsElsewhere > 0 {
      text += voice.paragraph(voice(Wording.rowsElsewhere(voice.count(completeness.rowsElsewhere))), indent: "  ")
    }
    return text
  }

  private func institutionsSection(_ voice: Voice, width: Int) -> String {
    let told = institutionsToLookAt
    guard !told.isEmpty else { return "" }
    let titles = Wording.institutionTitles.map { voice($0) }
    let rows = told.prefix(Self.institutionsShown).map { row in
      [
        row.institution, DisplayWidth.truncated(row.name, to: max(8, width / 4)), voice.count(row.whole.rows),
        "\(row.cells.count { $0.rows > 0 })/\(row.cells.count)", voice.share(row.whole.completeness),
      ]
    }
    var text = voice(Wording.institutionsHeading) + "\n" + voice.aligned([titles] + rows, numbers: [2, 3, 4])
    if told.count > Self.institutionsShown {
      text += "  " + voice(Wording.Failure.more(told.count - Self.institutionsShown)) + "\n"
    }
    return text
  }

  private func placesSection(_ voice: Voice) -> String {
    guard !places.isEmpty else { return "" }
    let rows = places.prefix(Self.placesShown).map { place in
      [
        "\(place.location.file):\(place.location.line)", place.code.rawValue, place.location.field ?? "",
        voice(Wording.meaning(place.code)),
      ]
    }
    var text = voice(Wording.placesHeading) + "\n" + voice.aligned(rows)
    if places.count > Self.placesShown {
      text += "  " + voice(Wording.Failure.more(places.count - Self.placesShown)) + "\n"
    }
    return text
  }
}
