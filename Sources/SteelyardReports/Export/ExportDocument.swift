public import SteelyardDomain

/// For whom an export is: which tables and columns it has.
public enum ExportProfile: String, CaseIterable, Sendable {
  /// Who decides: the lists, the main columns, no persons.
  case bureau
  /// Who works with it: every table and column, persons by pseudonym.
  case auditor
  /// Everyone: counts with small numbers withheld.
  case everyone = "public"
}

/// An export before it is written: its tables and what it says of the run, to become a workbook, a CSV or JSON.
public struct ExportDocument: Sendable {
  /// What it says of the run.
  let source: ExportSource
  /// For whom it is.
  let profile: ExportProfile
  /// The language of titles and words.
  let language: Language
  /// The unit of sums of money.
  let unit: ExportUnit
  /// Every table: the summary, those that people came for, methods and quality.
  public let tables: [ExportTable]

  /// The tables that people came for: without the summary and the sheets that account for it.
  public var mainTables: [ExportTable] {
    tables.filter { ![.summary, .methods, .quality].contains($0.name) }
  }

  /// The export of a scoring run.
  ///
  /// - Parameters:
  ///   - run: what it says of the run.
  ///   - rows: the ranking.
  ///   - quality: the account of the input.
  ///   - isFromTally: whether the run started from a tally.
  ///   - extract: what the tally tells of those on a list.
  ///   - rollups: `rollups.csv`, where the run has it.
  ///   - persons: `persons.csv`, where the profile shows persons.
  ///   - previous: the period of an earlier run and the ranks it gave.
  public init(
    scoring run: ExportSource, rows: [RankingRow], quality: QualityReport, isFromTally: Bool, extract: TallyExtract?,
    rollups: StoredTable?, persons: StoredTable?, previous: (period: String, ranks: [String: String])?,
    profile: ExportProfile,
    language: Language, unit: ExportUnit
  ) {
    source = profile == .everyone ? run.published : run
    self.profile = profile
    self.language = language
    self.unit = unit
    let account = AccountExport(source: source, language: language)
    if profile == .everyone {
      tables = [PublicExport.table(rows), account.methods(Wording.Export.publicNotes)]
      return
    }
    let lists = ListExport(rows, source: run, extract: extract, previousRanks: previous?.ranks ?? [:])
    var tables = [
      account.summary(rows), RankingExport.table(rows, isWhole: profile == .auditor), lists.interview, lists.watch,
    ]
    if let table = rollups.flatMap(RollupsExport.table) { tables.append(table) }
    if profile == .auditor, let persons { tables.append(PersonsExport.table(persons)) }
    tables.append(account.methods(Wording.Export.listNotes(previous: previous?.period)))
    tables.append(account.quality(quality, isFromTally: isFromTally))
    self.tables = tables
  }

  /// The export of a comparison run.
  ///
  /// - Parameters:
  ///   - run: what it says of the run.
  ///   - clues: the clues.
  ///   - rules: the model's rules in their order.
  ///   - quality: the account of the input.
  public init(
    comparison run: ExportSource, clues: [ClueRow], rules: [(id: String, title: LocalizedText)],
    quality: QualityReport, profile: ExportProfile, language: Language, unit: ExportUnit
  ) {
    source = profile == .everyone ? run.published : run
    self.profile = profile
    self.language = language
    self.unit = unit
    let account = AccountExport(source: source, language: language)
    if profile == .everyone {
      tables = [
        PublicExport.table(clues, rules: rules), account.methods(Wording.Export.publicNotes),
      ]
      return
    }
    tables = [
      account.summary(clues, rules: rules), CluesExport.table(clues, isWhole: profile == .auditor),
      account.methods([]), account.quality(quality, isFromTally: false),
    ]
  }

  /// A table by its name, `nil` where the export has none.
  public func table(_ name: ExportTable.Name) -> ExportTable? { tables.first { $0.name == name } }
}
