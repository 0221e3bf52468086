/// A batch of settlements as columns, the form in which claims travel from intake to the ledger.
///
/// Row r of the batch is position r of every column. Texts are codes of the ``ClaimIdentifiers`` that travel beside
/// the batches.
public struct ClaimBatch: Sendable {
  /// How many rows a batch holds at most.
  public static let rowsMaximum = 65_536
  /// The days on which a settlement can have been made, from 1990 to 2098; from 2099 on databases write no end.
  public static let days = (7305 as Int32)..<47_117
  /// The greatest age that a row can tell.
  public static let ageMaximum: Int16 = 130
  /// The code that stands for an absent text.
  public static let absent: Int32 = -1

  /// What a row says of being a refund.
  public enum RefundMark: UInt8, Sendable, BitwiseCopyable {
    /// Nothing.
    case none
    /// Marked as a refund, or pointing to an original.
    case marked
  }

  /// The number of the source file.
  public var source: [Int32] = []
  /// The line of the record in its file, counted from one.
  public var line: [Int32] = []
  /// The offset of the record's first byte in the unpacked file.
  public var byteOffset: [Int64] = []
  /// The settlement's number.
  public var claim: [Fingerprint] = []
  /// The number of the settlement that a refund takes back, or ``Fingerprint/none``.
  public var original: [Fingerprint] = []
  /// When the record was last changed, in an order-preserving number; 0 where not told.
  public var updated: [Int64] = []
  /// The person's code.
  public var person: [Int32] = []
  /// The institution's code.
  public var institution: [Int32] = []
  /// The disease's code.
  public var disease: [Int32] = []
  /// The scheme's code, or ``absent``.
  public var scheme: [Int32] = []
  /// The day of settlement.
  public var day: [Int32] = []
  /// The age in whole years as the row tells it, −1 where it does not.
  public var age: [Int16] = []
  /// The refund mark.
  public var refund: [RefundMark] = []
  /// Total cost in fen.
  public var totalFen: [Int64] = []
  /// The cost the model compares, in fen.
  public var costFen: [Int64] = []
  /// Drug cost in fen, 0 where the column is absent.
  public var drugFen: [Int64] = []
  /// Fund payment in fen, 0 where the column is absent.
  public var fundFen: [Int64] = []

  /// Creates an empty batch.
  public init() {}

  /// Creates an empty batch with room for some rows.
  public init(capacity: Int) { reserve(capacity) }

  /// How many rows the batch holds.
  public var count: Int { person.count }
}

/// The texts behind the codes of claim batches.
public struct ClaimIdentifiers: Sendable {
  /// Numbers of insured persons.
  public var persons = IdentifierTable()
  /// Codes of institutions.
  public var institutions = IdentifierTable()
  /// Codes of diseases.
  public var diseases = IdentifierTable()
  /// Schemes, grouped.
  public var schemes = IdentifierTable()

  /// Creates empty tables.
  public init() {}
}

/// Which optional parts of the claims were there: a result that needs an absent part stays empty, with the reason.
public struct ClaimColumnsPresent: Equatable, Sendable {
  /// Whether drug cost was given.
  public var drug: Bool
  /// Whether the fund payment was given.
  public var fund: Bool

  /// Creates the account.
  public init(drug: Bool, fund: Bool) {
    self.drug = drug
    self.fund = fund
  }
}

/// The cost of a settlement that a model compares (methods §1).
public enum CostBasis: String, CaseIterable, Sendable {
  /// Total cost, 医疗费总额.
  case total
  /// Eligible cost, 列支费用: total − self-paid − above price limit − first self-payment.
  case eligible
  /// Payment by the fund, 基金支付总额.
  case fund
}
