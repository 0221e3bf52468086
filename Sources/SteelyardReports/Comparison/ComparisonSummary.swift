public import SteelyardComparison
public import SteelyardDomain

/// What `steelyard run` says at the end of a comparison run: where the rows of each register went, which persons wait for a
/// decision, what was found, where the files are.
public struct ComparisonSummary: Sendable {
  /// The model's governance.
  public var governance: ModelGovernance
  /// The model's rules.
  public var rules: [Rule]
  /// The period, as it is written.
  public var period: String
  /// The as-of day, as it is written.
  public var asOf: String
  /// The unit of money.
  public var currency: String
  /// The account of the input.
  public var quality: QualityReport
  /// The queues.
  public var matches: [MatchEntry]
  /// The clues.
  public var clues: [Clue]
  /// The folder of the results.
  public var folder: String
  /// The names of the files in it.
  public var files: [String]

  /// Creates a summary.
  public init(
    governance: ModelGovernance, rules: [Rule], period: String, asOf: String, currency: String, quality: QualityReport,
    matches: [MatchEntry], clues: [Clue], folder: String, files: [String]
  ) {
    self.governance = governance
    self.rules = rules
    self.period = period
    self.asOf = asOf
    self.currency = currency
    self.quality = quality
    self.matches = matches
    self.clues = clues
    self.folder = folder
    self.files = files
  }

  /// The summary in a language, lines ended.
  public func text(_ language: Language) -> String {
    let voice = Voice(language: language, currency: currency)
    return [
      voice.paragraph(
        voice(
          Wording.runTitle(
            governance.title, "\(governance.id) \(governance.version)", period: "\(period) / \(asOf)"))),
      registers(voice), queues(voice), found(voice),
      voice(Wording.filesHeading(folder: folder)) + "\n"
        + voice.aligned(files.map { [$0, voice(Wording.comparisonFile($0))] }),
    ].filter { !$0.isEmpty }.joined(separator: "\n")
  }

  private func registers(_ voice: Voice) -> String {
    var rows = [
      [
        "", voice(Wording.rowsRead), voice(Wording.rowsAccepted), voice(Wording.severity(.rejected)),
        voice(Wording.severity(.excluded)), voice(Wording.ClueText.moneyHeading),
      ]
    ]
    for (register, account) in quality.registers.sorted(by: { $0.key < $1.key }) {
      rows.append([
        register, voice.count(account.read.rows), voice.count(account.accepted.rows),
        voice.count(account.rejectedTotal.rows), voice.count(account.excludedTotal.rows),
        voice.money(fen: account.accepted.fen),
      ])
    }
    var rules: [Diagnostic.Code: Int64] = [:]
    for account in quality.registers.values {
      for (code, flow) in account.rejected.merging(account.excluded, uniquingKeysWith: +) {
        rules[code, default: 0] += flow.rows
      }
    }
    let outs = rules.sorted { $0.key.rawValue < $1.key.rawValue }.map { code, count in
      ["\(code.rawValue)", voice.count(count), voice(Wording.meaning(code))]
    }
    let notes = quality.notes.map { note in
      [note.code.rawValue, voice.count(note.count), "\(note.subject)  \(voice(Wording.meaning(note.code)))"]
    }
    return voice(Wording.ClueText.registersHeading) + "\n" + voice.aligned(rows, numbers: [1, 2, 3, 4, 5])
      + (outs + notes).map { voice.aligned([$0], numbers: [1], indent: "    ") }.joined()
  }

  private func queues(_ voice: Voice) -> String {
    let rows = MatchEntry.Queue.allCases.compactMap { queue -> [String]? in
      let entries = matches.filter { $0.queue == queue }
      if entries.isEmpty { return nil }
      return [
        voice(Wording.matchQueue(queue)), voice.count(entries.count),
        voice(Wording.ClueText.open(voice.count(entries.count { $0.decision == nil }))),
      ]
    }
    return rows.isEmpty ? "" : voice(Wording.ClueText.queuesHeading) + "\n" + voice.aligned(rows, numbers: [1])
  }

  private func found(_ voice: Voice) -> String {
    let rows = rules.map { rule in
      let own = clues.filter { $0.rule == rule.id }
      return [
        rule.id, voice.count(own.count), voice.money(fen: own.reduce(Int128(0)) { $0 + Int128($1.amountFen) }),
        voice(rule.title),
      ]
    }
    return voice(Wording.ClueText.cluesHeading) + "\n" + voice.aligned(rows, numbers: [1, 2])
      + voice.paragraph(voice(Wording.clueSentence) + voice(zh: "。", en: "."), indent: "  ")
  }
}
