/// What a supervision model points at, with evidence (线索): never a violation, always something to be checked.
public struct Clue: Equatable, Sendable {
  /// Who the clue is about.
  public enum Subject: Equatable, Sendable {
    /// An institution, by its code.
    case institution(String)
    /// An insured person, by pseudonym.
    case person(String)
  }

  /// One value the reader can check, by name, with the threshold it is held against where there is one.
  public struct Evidence: Equatable, Sendable {
    /// The name of the value, as the ranking's column names it.
    public let name: String
    /// The value as it is printed.
    public let value: String
    /// The threshold as it is printed.
    public let threshold: String?

    /// Creates a piece of evidence.
    public init(name: String, value: String, threshold: String? = nil) {
      self.name = name
      self.value = value
      self.threshold = threshold
    }
  }

  /// How pressing the clue is.
  public enum Severity: String, Sendable {
    /// All gates passed.
    case interview
    /// Exactly one gate failed.
    case near
  }

  /// The model that made the clue.
  public let model: String
  /// The model's version.
  public let modelVersion: String
  /// The rule within the model.
  public let rule: String
  /// Who it is about.
  public let subject: Subject
  /// The period it is about.
  public let period: String
  /// The money at stake in fen.
  public let amountFen: Int64
  /// How pressing it is.
  public let severity: Severity
  /// What it rests on.
  public let evidence: [Evidence]

  /// Creates a clue.
  public init(
    model: String, modelVersion: String, rule: String, subject: Subject, period: String, amountFen: Int64,
    severity: Severity, evidence: [Evidence]
  ) {
    self.model = model
    self.modelVersion = modelVersion
    self.rule = rule
    self.subject = subject
    self.period = period
    self.amountFen = amountFen
    self.severity = severity
    self.evidence = evidence
  }

  /// A key that is the same in every run that finds the same thing: hash of model, rule, subject and period.
  public var stableKey: String {
    let subjectText =
      switch subject {
      case .institution(let code): "institution:\(code)"
      case .person(let pseudonym): "person:\(pseudonym)"
      }
    let text = [model, rule, subjectText, period].joined(separator: "\u{1F}")
    return String(ContentHash.of(Array(text.utf8)).prefix(32))
  }
}
