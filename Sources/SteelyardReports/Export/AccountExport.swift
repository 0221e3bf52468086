internal import SteelyardDomain
internal import SteelyardScoring

/// What stands beside the lists: how many and how much, what was computed how, where the rows of the input went.
struct AccountExport: Sendable {
  let source: ExportSource
  let language: Language

  private typealias Words = Wording.Export

  private func column(_ name: String, _ kind: ExportColumn.Kind) -> ExportColumn {
    ExportColumn(name, Words.listTitle(name), kind)
  }

  // MARK: - Summary

  /// Institutions, heads and money by what is advised.
  func summary(_ rows: [RankingRow]) -> ExportTable {
    let columns = [
      column("item", .text), column("institutions", .whole), column("heads", .whole), column("cost", .money),
      column("excess_shrunk", .money), column("remark", .text),
    ]
    func line(_ name: LocalizedText, _ rows: [RankingRow], _ remark: LocalizedText?) -> [String] {
      [
        name.text(language), "\(rows.count)", "\(rows.reduce(0) { $0 + (Int64($1["heads"]) ?? 0) })",
        sum(rows.map { $0["cost"] }), sum(rows.map { $0["excess_shrunk"] }), remark?.text(language) ?? "",
      ]
    }
    var lines = InstitutionScore.Band.allCases.map { band in
      line(Wording.band(band), rows.filter { $0.band == band }, Wording.bandMeaning(band))
    }
    let unjudged = rows.filter { $0.band == nil }
    if !unjudged.isEmpty { lines.append(line(Wording.noValue, unjudged, Wording.Explanation.notJudged)) }
    lines.append(line(Wording.Site.totalRow, rows, nil))
    lines.append(line(Wording.Site.nearRow, rows.filter { $0.nearGate != nil }, Wording.nearMeaning))
    return ExportTable(.summary, columns, lines)
  }

  /// Clues and money by rule.
  func summary(_ clues: [ClueRow], rules: [(id: String, title: LocalizedText)]) -> ExportTable {
    let columns = [
      column("item", .text), column("clues", .whole), column("amount", .money), column("remark", .text),
    ]
    func line(_ name: String, _ rows: [ClueRow], _ remark: String) -> [String] {
      [name, "\(rows.count)", sum(rows.map { $0["amount"] }), remark]
    }
    let byRule = Dictionary(grouping: clues, by: \.rule)
    let lines = rules.map { line($0.title.text(language), byRule[$0.id] ?? [], $0.id) }
    return ExportTable(.summary, columns, lines + [line(Wording.Site.totalRow.text(language), clues, "")])
  }

  /// The exact sum of amounts with two decimals.
  private func sum(_ amounts: [String]) -> String {
    NumberFormats.yuan(wideFen: amounts.reduce(0) { $0 + (NumberFormats.fen(yuan: $1) ?? 0) })
  }

  // MARK: - Methods

  /// What was computed how, and what stays empty and why.
  ///
  /// - Parameter notes: what else is to be said of the lists: title, content.
  func methods(_ notes: [(title: LocalizedText, content: LocalizedText)]) -> ExportTable {
    let columns = [column("section", .text), column("item", .text), column("id", .text), column("content", .text)]
    var lines = source.carried(language).map { [$0.section.text(language), $0.title, $0.id, $0.content] }
    func add(_ section: LocalizedText, _ item: String, _ content: String, id: String = "") {
      lines.append([section.text(language), item, id, content])
    }
    for note in notes { add(Words.notesSection, note.title.text(language), note.content.text(language)) }
    for absence in source.absences {
      add(Words.absenceSection, absence.column, Wording.absence(absence.reason).text(language))
    }
    for reason in source.governance.innocentExplanations {
      add(Words.readingSection, Words.innocent.text(language), reason.text(language))
    }
    for law in source.governance.legalBasis {
      add(Words.readingSection, Wording.Site.text("basis").text(language), law.text(language))
    }
    add(
      Words.readingSection, Words.appeal.text(language),
      Words.appealWindow(days: source.governance.appealWindowDays).text(language))
    for input in source.inputs {
      add(
        Words.inputSection, input.name, Words.inputRows(input.table, rows: input.rows, input.encoding).text(language),
        id: input.sha256)
    }
    return ExportTable(.methods, columns, lines, frozenColumns: 2)
  }

  // MARK: - Quality

  /// Where the rows of the input went.
  func quality(_ report: QualityReport, isFromTally: Bool) -> ExportTable {
    let columns = [
      column("outcome", .text), column("subject", .text), column("code", .text), column("rows", .whole),
      column("amount", .money), column("remark", .text),
    ]
    var lines: [[String]] = []
    if isFromTally {
      lines.append([Wording.rowsHeading.text(language), "", "", "", "", Wording.Site.fromTally.text(language)])
    } else if report.registers.isEmpty {
      lines += account(report.reconciliation, of: "")
    }
    for (register, flows) in report.registers.sorted(by: { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }) {
      lines += account(flows, of: register)
    }
    lines += report.notes.map { note in
      [
        Wording.severity(.note).text(language), note.subject, note.code.rawValue, "\(note.count)", "",
        Wording.meaning(note.code).text(language),
      ]
    }
    return ExportTable(.quality, columns, lines, frozenColumns: 1)
  }

  private func account(_ account: Reconciliation, of subject: String) -> [[String]] {
    func line(_ name: LocalizedText, _ flow: Flow, _ code: Diagnostic.Code? = nil) -> [String] {
      [
        name.text(language), subject, code?.rawValue ?? "", "\(flow.rows)", NumberFormats.yuan(wideFen: flow.fen),
        code.map { Wording.meaning($0).text(language) } ?? "",
      ]
    }
    func lines(_ name: LocalizedText, _ flows: [Diagnostic.Code: Flow]) -> [[String]] {
      flows.sorted { $0.key.rawValue < $1.key.rawValue }.map { line(name, $0.value, $0.key) }
    }
    let (rejected, excluded) = (Wording.severity(.rejected), Wording.severity(.excluded))
    return [line(Wording.rowsRead, account.read), line(Wording.rowsAccepted, account.accepted)]
      + [line(rejected, account.rejectedTotal)] + lines(rejected, account.rejected)
      + [line(excluded, account.excludedTotal)] + lines(excluded, account.excluded)
  }
}
