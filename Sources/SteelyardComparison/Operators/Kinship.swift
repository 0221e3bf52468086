extension Operator {
  /// A recipient is a listed official, or kin, of the same household or of the same account as one (优亲厚友).
  ///
  /// A pair of a recipient's row and an official's row is a finding where one of the ties holds between their persons;
  /// the first in the order given is the one reported.
  public struct Kinship: Equatable, Sendable {
    /// What ties two persons.
    public enum Tie: Equatable, Sendable {
      /// They are one person.
      case same
      /// Declared kin, over at most `degrees` declarations, in whichever direction they were made. 1: themselves kin;
      /// at most 3.
      case declared(Source, person: String, kin: String, degrees: Int)
      /// The same household.
      case household(Source, person: String, household: String)
      /// The same account.
      case account(Source, person: String, account: String)
    }

    /// The most declarations that lie between two persons.
    public static let degreesMaximum = 3

    /// The recipients; the main source.
    public let recipients: Source
    /// The column of the recipient.
    public let recipient: String
    /// The officials.
    public let officials: Source
    /// The column of the official.
    public let official: String
    /// Columns of the recipients' rows that equal columns of the officials' rows: the approver, the village.
    public let on: [Pair]
    /// What ties them, the nearest first.
    public let ties: [Tie]

    /// Creates the operator.
    public init(
      recipients: Source, recipient: String, officials: Source, official: String, on: [Pair] = [], ties: [Tie]
    ) {
      self.recipients = recipients
      self.recipient = recipient
      self.officials = officials
      self.official = official
      self.on = on
      self.ties = ties
    }
  }
}
