/// What a supervision model points at, with evidence (线索): never a violation, always something to be checked.
public struct Clue: Equatable, Sendable {
  /// Who or what the clue is about.
  public enum Subject: Hashable, Sendable {
    /// An institution, by its code.
    case institution(String)
    /// A person: by pseudonym in what is written, by number only within a run.
    case person(String)
    /// A household, by its number.
    case household(String)
    /// An account, telephone number or address that several share.
    case account(String)
    /// Who issued or approved something.
    case issuer(String)
    /// A village, community or another area.
    case village(String)
    /// An employer or another organisation.
    case organisation(String)
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

  /// A row of a register that the clue rests on, by where it stands, with the values that were compared.
  public struct Record: Equatable, Sendable {
    /// The register's name.
    public let register: String
    /// The number of the file among the register's files, from 0.
    public let file: Int
    /// The line of the record in its file, counted from one.
    public let line: Int
    /// The values compared, by the names of their columns; for readers who may see them.
    public let values: [Evidence]

    /// Creates a row's account.
    public init(register: String, file: Int, line: Int, values: [Evidence]) {
      self.register = register
      self.file = file
      self.line = line
      self.values = values
    }
  }

  /// How pressing the clue is: of a scoring model the first two, of a comparison model the others.
  public enum Severity: String, CaseIterable, Sendable {
    /// All gates passed.
    case interview
    /// Exactly one gate failed.
    case near
    /// To be checked first.
    case serious
    /// To be checked in its turn.
    case moderate
    /// To be checked with the next occasion.
    case minor
  }

  /// Whom the clue serves: what is worded as a question and what as a service.
  public enum Direction: String, CaseIterable, Sendable {
    /// Money may have been drawn or approved that was not due.
    case against
    /// The person may be owed something: policy finds people.
    case inFavour = "in-favour"
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
  /// What tells it from the rule's other clues about the subject, in every run alike: a month, a certificate's number.
  /// Where it is `nil` the period does; empty where a rule has one clue a subject, whatever the period.
  public let occasion: String?
  /// The money at stake in fen.
  public let amountFen: Int64
  /// How pressing it is.
  public let severity: Severity
  /// Whom it serves.
  public let direction: Direction
  /// What it rests on.
  public let evidence: [Evidence]
  /// The rows it rests on, in the order of registers, files and lines.
  public let records: [Record]

  /// Creates a clue.
  public init(
    model: String, modelVersion: String, rule: String, subject: Subject, period: String, occasion: String? = nil,
    amountFen: Int64, severity: Severity, direction: Direction = .against, evidence: [Evidence],
    records: [Record] = []
  ) {
    self.model = model
    self.modelVersion = modelVersion
    self.rule = rule
    self.subject = subject
    self.period = period
    self.occasion = occasion
    self.amountFen = amountFen
    self.severity = severity
    self.direction = direction
    self.evidence = evidence
    self.records = records
  }

  /// A key that is the same in every run that finds the same thing: hash of model, rule, subject and occasion, or
  /// period where there is no occasion.
  public var stableKey: String {
    let text = [model, rule, "\(subject.kind):\(subject.identifier)", occasion ?? period].joined(separator: "\u{1F}")
    return String(ContentHash.of(Array(text.utf8)).prefix(32))
  }
}

extension Clue.Subject {
  /// What a subject is, without who.
  public enum Kind: String, CaseIterable, Sendable {
    /// An institution.
    case institution
    /// A person.
    case person
    /// A household.
    case household
    /// An account, telephone number or address.
    case account
    /// An issuer or approver.
    case issuer
    /// A village or another area.
    case village
    /// An employer or another organisation.
    case organisation
  }

  /// Creates a subject of a kind.
  public init(_ kind: Kind, _ identifier: String) {
    switch kind {
    case .institution: self = .institution(identifier)
    case .person: self = .person(identifier)
    case .household: self = .household(identifier)
    case .account: self = .account(identifier)
    case .issuer: self = .issuer(identifier)
    case .village: self = .village(identifier)
    case .organisation: self = .organisation(identifier)
    }
  }

  /// What it is.
  public var kind: Kind {
    switch self {
    case .institution: .institution
    case .person: .person
    case .household: .household
    case .account: .account
    case .issuer: .issuer
    case .village: .village
    case .organisation: .organisation
    }
  }

  /// Who it is, by code, number or pseudonym.
  public var identifier: String {
    switch self {
    case .institution(let text), .person(let text), .household(let text), .account(let text), .issuer(let text),
      .village(let text), .organisation(let text):
      text
    }
  }
}
