public import SteelyardDomain

/// One rule of a comparison model: what it looks for, about whom, how it is worded and what is at stake.
public struct Rule: Equatable, Sendable {
  /// Who a clue is about.
  public struct Subject: Equatable, Sendable {
    /// What it is.
    public let kind: Clue.Subject.Kind
    /// The column that says who; a column of persons by key. Rows in which it is absent make no clue.
    public let column: ColumnReference

    /// Creates a subject.
    public init(kind: Clue.Subject.Kind, column: ColumnReference) {
      self.kind = kind
      self.column = column
    }
  }

  /// The rule's name within the model: lower-case letters, digits and hyphens.
  public let id: String
  /// What a reader calls it.
  public let title: LocalizedText
  /// What a clue says, in a sentence without names and amounts.
  public let sentence: LocalizedText
  /// What one does with a clue before anyone is spoken to.
  public let suggestedCheck: LocalizedText
  /// Whom a clue serves.
  public let direction: Clue.Direction
  /// How pressing a clue is.
  public let severity: Clue.Severity
  /// Who a clue is about.
  public let subject: Subject
  /// What tells the subject's clues from one another; empty: a subject has one clue, with all its rows.
  public let occasion: [Formula]
  /// The money at stake in a row, in fen; a clue has the sum of its rows'. `nil`: what the operator says, or 0.
  public let amount: Formula?
  /// The columns shown as evidence, beside those the operator shows.
  public let evidence: [ColumnReference]
  /// What it looks for.
  public let operation: Operator

  /// Creates a rule.
  public init(
    id: String, title: LocalizedText, sentence: LocalizedText, suggestedCheck: LocalizedText,
    direction: Clue.Direction, severity: Clue.Severity, subject: Subject, occasion: [Formula] = [],
    amount: Formula? = nil, evidence: [ColumnReference] = [], operation: Operator
  ) {
    self.id = id
    self.title = title
    self.sentence = sentence
    self.suggestedCheck = suggestedCheck
    self.direction = direction
    self.severity = severity
    self.subject = subject
    self.occasion = occasion
    self.amount = amount
    self.evidence = evidence
    self.operation = operation
  }
}
