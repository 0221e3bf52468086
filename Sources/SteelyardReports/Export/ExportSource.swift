public import SteelyardDomain
public import SteelyardScoring

/// What an export says of the run it was made from: which run, which model, how computed, what its lists mean.
public struct ExportSource: Sendable {
  /// SHA-256 of the run's manifest.
  public var hash: String
  /// The engine's version.
  public var engine: String
  /// The model's governance.
  public var governance: ModelGovernance
  /// SHA-256 of the model file.
  public var modelHash: String
  /// The months, as the manifest writes them.
  public var period: String
  /// The day a comparison run was made for.
  public var asOf: String?
  /// The unit of money.
  public var currency: String
  /// What being listed means.
  public var meaning: LocalizedText
  /// What else the run was asked for, title and content.
  public var facts: [(title: LocalizedText, content: LocalizedText)]
  /// The methods with their constants; of a comparison run its rules with the hash of their statements.
  public var methods: [MethodStatement]
  /// The files that were read.
  public var inputs: [RunStatement.Input]
  /// Columns and files that stay empty, with the reason.
  public var absences: [Absence]
  /// For whom, when: `nil` where nothing was asked for.
  public var watermark: String?

  /// What a scoring run says.
  public init(_ run: RunStatement, order: ScoringPlan.Order) {
    hash = run.hash
    engine = run.engine
    governance = run.governance
    modelHash = run.modelHash
    period = run.period
    currency = run.currency
    meaning = Wording.fixedSentence
    let area = run.area.joined(separator: ", ")
    let peers = run.peers.joined(separator: ", ")
    facts = [
      (Wording.Site.cost, Wording.cost(run.cost)),
      (Wording.Site.peers, LocalizedText(zh: peers, en: peers)),
      (Wording.Site.area, run.area.isEmpty ? Wording.Site.everywhere : LocalizedText(zh: area, en: area)),
      (Wording.Site.order, Wording.order(order)),
    ]
    methods = run.methods
    inputs = run.inputs
    absences = run.absences
    watermark = run.watermark
  }

  /// What a comparison run says.
  public init(
    hash: String, engine: String, governance: ModelGovernance, modelHash: String, period: String, asOf: String,
    currency: String, rules: [MethodStatement], inputs: [RunStatement.Input], watermark: String?
  ) {
    self.hash = hash
    self.engine = engine
    self.governance = governance
    self.modelHash = modelHash
    self.period = period
    self.asOf = asOf
    self.currency = currency
    self.inputs = inputs
    self.watermark = watermark
    meaning = Wording.clueSentence
    facts = [(Wording.Export.asOf, LocalizedText(zh: asOf, en: asOf))]
    methods = rules
    absences = []
  }

  /// The same for everyone: methods with the constants that were chosen, without what was fitted to the data, since the
  /// number of institutions behind a fit is a count that no rounding protects.
  var published: ExportSource {
    var source = self
    source.methods = methods.map { method in
      MethodStatement(
        role: method.role, id: method.id,
        constants: method.constants.filter {
          $0.contains(#/^[A-Za-z0-9_-]+ = /#) && !$0.contains(#/^(?:n|h|ln_determinant) = /#)
        })
    }
    source.inputs = []
    return source
  }

  /// The run's number as lists show it.
  var number: String { String(hash.prefix(16)) }

  /// The model with its version.
  var model: String { "\(governance.id) \(governance.version)" }

  /// What every export carries, a title and a content each: for the sheet of methods and the foot of a CSV.
  func carried(_ language: Language) -> [(section: LocalizedText, title: String, id: String, content: String)] {
    typealias Words = Wording.Export
    func fact(_ title: LocalizedText, _ content: String) -> (LocalizedText, String, String, String) {
      (Words.runSection, title.text(language), "", content)
    }
    var lines: [(section: LocalizedText, title: String, id: String, content: String)] = [
      (Words.meaningSection, Words.meaning.text(language), "", meaning.text(language)),
      fact(Wording.Site.runHash, hash), fact(Words.modelTitle, governance.title.text(language)),
      fact(Wording.Site.model, model), fact(Wording.Site.modelHash, modelHash),
      fact(Wording.Site.period, Wording.periodText(period).text(language)),
      fact(Wording.Site.engine, engine),
    ]
    lines += facts.map { fact($0.title, $0.content.text(language)) }
    if let watermark { lines.append(fact(Words.watermark, watermark)) }
    lines += methods.map { method in
      (
        asOf == nil ? Words.methodSection : Words.ruleSection, Wording.methodRole(method.role).text(language),
        method.id,
        method.constants.joined(separator: "; ")
      )
    }
    return lines
  }
}
