import SteelyardComparison
import SteelyardDomain
import SteelyardEngine
import SteelyardModels
import SteelyardReports

/// What a finished comparison run says of itself, each file held against its hash before it is used.
extension OpenRun {
  /// Whether the run compared registers.
  var isComparison: Bool { manifest.source == RunManifest.registers }

  /// The clues, in the order of the file.
  func clues() throws(RunFailure) -> [ClueRow] {
    guard let rows = ClueTable.parse(csv: try file(ClueTable.fileName)) else {
      throw .fileChanged(file: "\(folder)/\(ClueTable.fileName)")
    }
    return rows
  }

  /// The places of clues and matches.
  func evidence(of key: String) throws(RunFailure) -> [EvidenceTable.Row] {
    guard let rows = EvidenceTable.parse(csv: try file(EvidenceTable.fileName)) else {
      throw .fileChanged(file: "\(folder)/\(EvidenceTable.fileName)")
    }
    return rows.filter { $0.key == key }
  }

  /// What persons share.
  func links() throws(RunFailure) -> [LinkTable.Row] {
    guard let rows = LinkTable.parse(csv: try file(LinkTable.fileName)) else {
      throw .fileChanged(file: "\(folder)/\(LinkTable.fileName)")
    }
    return rows
  }

  /// The queue and the decision of a match; `nil` where there is no such key.
  func match(_ key: String) throws(RunFailure) -> (queue: MatchEntry.Queue, decision: MatchDecision?)? {
    guard let rows = MatchTable.parse(csv: try file(MatchTable.fileName)) else {
      throw .fileChanged(file: "\(folder)/\(MatchTable.fileName)")
    }
    return rows[key]
  }

  /// The model the run used; its queries stand beside it.
  func comparisonModel() throws(RunFailure) -> ComparisonModel {
    let name = Run.FileName.model
    let bytes = try file(name)
    let outcome = ModelDecoder.decode(bytes: bytes, file: "\(folder)/\(name)") { try? file($0) }
    guard let model = outcome.model?.comparison else { throw .modelInvalid(file: "\(folder)/\(name)") }
    return model
  }

  /// The first clue of a key, or of the beginning of one that only one clue has.
  func clue(_ key: String) throws(RunFailure) -> ClueRow? {
    let found = try clues().filter { $0.key.hasPrefix(key) }
    return found.count == 1 ? found[0] : found.first { $0.key == key }
  }

  /// What differs between this run and a later one for a rule.
  func causes(of rule: String, in later: OpenRun) -> [ClueChangeTable.Cause] {
    let (first, second) = (manifest.comparison, later.manifest.comparison)
    let rules = [first, second].map { $0?.rules.first { $0.id == rule } }
    var causes: [ClueChangeTable.Cause] = []
    let registers = Set(rules.compactMap(\.self).flatMap(\.registers))
    func hashes(_ manifest: RunManifest) -> [String: [String]] {
      Dictionary(grouping: manifest.inputs.filter { registers.contains($0.table) }, by: \.table)
        .mapValues { $0.map(\.sha256).sorted() }
    }
    if hashes(manifest) != hashes(later.manifest) { causes.append(.data) }
    if rules[0]?.sha256 != rules[1]?.sha256 { causes.append(.model) }
    if manifest.options.asOf != later.manifest.options.asOf || manifest.options.period != later.manifest.options.period
    {
      causes.append(.dates)
    }
    if first?.decisions?.sha256 != second?.decisions?.sha256 { causes.append(.decisions) }
    if manifest.engine != later.manifest.engine { causes.append(.engine) }
    return causes
  }
}

/// What the commands on finished runs do where the run compared registers.
enum ComparisonCommands {
  /// `steelyard rank`: the clues, filtered.
  static func rank(_ open: OpenRun, top: Int?, band: String?, format: RankCommand.Format, _ language: LanguageOption)
    throws(RunFailure)
  {
    var rows = try open.clues()
    if let band {
      guard Clue.Severity(rawValue: band) != nil else {
        let known = [Clue.Severity.serious, .moderate, .minor].map(\.rawValue)
        throw .usage(Wording.Failure.optionInvalid("--band", band, known))
      }
      rows = rows.filter { $0["severity"] == band }
    }
    if let top {
      guard top >= 0 else { throw .usage(Wording.Failure.optionInvalid("--top", "\(top)", ["20"])) }
      rows = Array(rows.prefix(top))
    }
    show(rows, ClueTable.table(language.language), format, language, closing: Wording.clueSentence)
  }

  /// `steelyard explain`: a clue or a match in words.
  static func explain(_ open: OpenRun, _ key: String, _ language: Language) throws(RunFailure) {
    if let match = try open.match(key) {
      return Pager.show(
        ClueExplanation.text(
          queue: match.queue, decision: match.decision, places: try open.evidence(of: key), language: language))
    }
    guard let row = try open.clue(key) else { throw .clueUnknown(key: key) }
    let model = try open.comparisonModel()
    guard let rule = model.plan.rules.first(where: { $0.id == row.rule }),
      let account = model.rules.first(where: { $0.id == row.rule })
    else { throw .fileChanged(file: "\(open.folder)/\(ClueTable.fileName)") }
    Pager.show(
      ClueExplanation.text(
        row, rule: rule, account: account, governance: model.governance, places: try open.evidence(of: row.key),
        currency: open.manifest.options.currency, language: language))
  }

  /// `steelyard diff`: what became of the clues, and what differs between the runs.
  static func diff(
    _ first: OpenRun, _ second: OpenRun, all: Bool, format: RankCommand.Format, _ language: LanguageOption
  ) throws(RunFailure) {
    var causes: [String: [ClueChangeTable.Cause]] = [:]
    let (before, after) = (try first.clues(), try second.clues())
    for rule in Set((before + after).map(\.rule)) { causes[rule] = first.causes(of: rule, in: second) }
    let rows = ClueChangeTable.rows(before, after) { causes[$0] ?? [] }
    let shown = all ? rows : rows.filter { $0.movement != .same }
    if format == .table { Console.out(ClueChangeTable.counts(rows).text(language.language) + "\n") }
    show(shown, ClueChangeTable.table(language.language), format, language, closing: Wording.clueSentence)
  }

  /// `steelyard similar`: who shares something with the subject of a clue.
  static func similar(
    _ open: OpenRun, _ subject: String, top: Int, format: RankCommand.Format, _ language: LanguageOption
  ) throws(RunFailure) {
    let (clues, links) = (try open.clues(), try open.links())
    var person = subject
    if let row = clues.first(where: { $0.key == subject }) { person = row["subject"] }
    let isKnown =
      clues.contains { $0["subject"] == person } || links.contains { [$0.subject, $0.link].contains(person) }
    guard isKnown else { throw .clueUnknown(key: subject) }
    let rows = LinkedTable.rows(of: person, links: links, clues: clues, count: top)
    if format == .table {
      if rows.isEmpty { return Console.out(Wording.similarNobody.text(language.language) + "\n") }
      Console.out(Wording.similarSubjects(to: person).text(language.language) + "\n")
    }
    show(rows, LinkedTable.table, format, language, closing: nil)
  }

  private static func show<Row>(
    _ rows: [Row], _ table: ResultTable<Row>, _ format: RankCommand.Format, _ language: LanguageOption,
    closing: LocalizedText?
  ) {
    switch format {
    case .csv: Console.out(table.csv(rows, language: language.lang))
    case .json: Console.out(table.json(rows))
    case .table:
      let shown = table.terminal(
        rows, language: language.language, width: Console.width ?? RankingTable.terminalWidth,
        colour: Console.takesColour)
      Pager.show(shown + (closing.map { $0.text(language.language) + "\n" } ?? ""))
    }
  }
}
