public import SteelyardDomain

/// What every clue of a run has in common.
public struct ClueFrame {
  /// The model's id.
  public let model: String
  /// The model's version.
  public let version: String
  /// The period, as it is printed.
  public let period: String
  /// What a subject is called in what is written: persons by pseudonym.
  public let disguise: (Clue.Subject) -> Clue.Subject

  /// Creates a frame.
  public init(
    model: String, version: String, period: String, disguise: @escaping (Clue.Subject) -> Clue.Subject = { $0 }
  ) {
    self.model = model
    self.version = version
    self.period = period
    self.disguise = disguise
  }
}

/// A group as a rule of concentration measured it, for scoring against its peers.
public struct GroupFigure: Equatable, Sendable {
  /// The group: a village, an issuer.
  public let group: String
  /// The largest share's money in fen, or how many rows met the test.
  public let part: Int64
  /// All of the group's money in fen, or how many rows it has.
  public let total: Int64
  /// How many recipients it has, or rows.
  public let members: Int64
}
