public import SteelyardDomain
public import SteelyardScoring

/// What `steelyard run` says at its end: where the rows went, what was ranked, who is on which list, where the files are.
public struct RunSummary: Sendable {
  /// The model's title.
  public var modelTitle: LocalizedText
  /// The model's id and version.
  public var modelName: String
  /// The period, as it was given.
  public var period: String
  /// The unit of money.
  public var currency = TableMapping.yuan
  /// Where the rows of the claims went; a run from a tally has none.
  public var reconciliation: Reconciliation?
  /// The bureau's totals that the claims were found equal to.
  public var control: ControlComparison?
  /// Notes on the input.
  public var notes: [QualityReport.Note] = []
  /// How many insured persons, each once; `nil` where the run holds no persons.
  public var persons: Int?
  /// How many institutions.
  public var institutions = 0
  /// Heads, summed over institutions.
  public var heads: Int64 = 0
  /// Cost in fen.
  public var costFen: Int128 = 0
  /// Observed capped cost in fen of the institutions that have a reference.
  public var observedFen: Int128 = 0
  /// Their expected cost in yuan.
  public var expected = 0.0
  /// How many institutions of each band.
  public var bands: [InstitutionScore.Band: Int] = [:]
  /// How many on the low list; `nil` where a low cost is no question, or nothing is judged.
  public var low: Int?
  /// How many on the near list.
  public var near = 0
  /// Institutions that make up more than a fifth of their own reference.
  public var dominant: [(peerGroup: String, institution: String, share: Double)] = []
  /// Result columns that stay empty.
  public var absences: [Absence] = []
  /// The folder of the results, as it was given.
  public var folder = ""
  /// The names of the files in it.
  public var files: [String] = []

  /// Creates a summary of nothing; the caller fills in the counts.
  public init(modelTitle: LocalizedText, modelName: String, period: String) {
    self.modelTitle = modelTitle
    self.modelName = modelName
    self.period = period
  }

  /// Creates the summary of a scorecard.
  public init(
    scorecard: Scorecard, persons: Int?, quality: QualityReport?, isTally: Bool = false, low: Int = 0,
    governance: ModelGovernance, period: String, currency: String = TableMapping.yuan, folder: String, files: [String]
  ) {
    self.init(modelTitle: governance.title, modelName: "\(governance.id) \(governance.version)", period: period)
    self.currency = currency
    self.folder = folder
    self.files = files
    reconciliation = isTally ? nil : quality?.reconciliation
    notes = quality?.notes ?? []
    control = quality?.control
    self.persons = persons
    let isJudged = scorecard.institutions.contains { !$0.gates.isEmpty }
    self.low = isJudged && governance.lowIsGood != .yes ? low : nil
    absences = scorecard.absences
    institutions = scorecard.institutions.count
    for score in scorecard.institutions {
      heads += score.heads
      costFen += Int128(score.costFen)
      if let band = score.band { bands[band, default: 0] += 1 }
      if score.nearGate != nil { near += 1 }
      guard let part = score.expected, part > 0 else { continue }
      observedFen += Int128(score.costFen - score.truncatedFen)
      expected += part
    }
    dominant = scorecard.peerGroups.compactMap { group in
      group.dominant.map { (group.name, $0.institution, $0.share) }
    }
  }

  /// The summary in a language, lines ended.
  public func text(_ language: Language) -> String {
    let voice = Voice(language: language, currency: currency)
    let sections = [
      voice.paragraph(voice(Wording.runTitle(modelTitle, modelName, period: period))),
      rowsSection(voice), rankedSection(voice), listsSection(voice), absencesSection(voice), filesSection(voice),
    ]
    return sections.filter { !$0.isEmpty }.joined(separator: "\n")
  }

  private func rowsSection(_ voice: Voice) -> String {
    guard let account = reconciliation else {
      // A tally has no rows to account for, and still something to be told of it.
      let told = RowAccount.notes(notes, voice)
      return told.isEmpty ? "" : voice(Wording.severity(.note)) + "\n" + voice.aligned(told, numbers: [1])
    }
    let equal = control.map { voice.paragraph(voice(Wording.controlEqual($0)), indent: "  ") } ?? ""
    return RowAccount.text(account, notes: notes, voice) + equal
  }

  private func rankedSection(_ voice: Voice) -> String {
    var text = voice(Wording.rankedHeading) + "\n"
    text += voice.paragraph(
      voice(
        Wording.ranked(
          institutions: voice.count(institutions), heads: voice.count(heads), persons: persons.map { voice.count($0) },
          cost: voice.money(fen: costFen))), indent: "  ")
    if expected > 0 {
      let observed = Double(observedFen) / 100
      text += voice.paragraph(
        voice(
          Wording.observedExpected(
            observed: voice.money(fen: observedFen), expected: voice.money(expected),
            ratio: NumberFormats.ratio(observed / expected))), indent: "  ")
    }
    for entry in dominant {
      text += voice.paragraph(
        voice(
          Wording.dominant(entry.institution, of: Wording.label(entry.peerGroup), share: voice.percent(entry.share))),
        indent: "  ")
    }
    return text
  }

  private func listsSection(_ voice: Voice) -> String {
    func line(_ band: InstitutionScore.Band, _ name: LocalizedText) -> [String] {
      [voice(name), voice.count(bands[band] ?? 0), voice(Wording.bandMeaning(band))]
    }
    let rows =
      [
        line(.interview, Wording.list(.interview)),
        [voice(Wording.list(.near)), voice.count(near), voice(Wording.nearMeaning)],
        line(.watch, Wording.band(.watch)), line(.cannotTell, Wording.band(.cannotTell)),
        line(.ordinary, Wording.band(.ordinary)),
      ] + (low.map { [[voice(Wording.lowList), voice.count($0), voice(Wording.lowListMeaning)]] } ?? [])
    return voice(Wording.listsHeading) + "\n" + voice.aligned(rows, numbers: [1])
      + voice.paragraph(voice(Wording.listedMeans), indent: "  ")
  }

  private func absencesSection(_ voice: Voice) -> String {
    guard !absences.isEmpty else { return "" }
    return voice(Wording.absencesHeading) + "\n"
      + voice.aligned(absences.map { [$0.column, voice(Wording.absence($0.reason))] })
  }

  private func filesSection(_ voice: Voice) -> String {
    guard !folder.isEmpty else { return "" }
    return voice(Wording.filesHeading(folder: folder)) + "\n"
      + voice.aligned(files.map { [$0, voice(Wording.file($0))] })
  }
}
