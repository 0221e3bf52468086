/// A batch of fee lines as columns: which item of which settlement, how much of it, for what money.
///
/// Row r of the batch is position r of every column. Items are codes of the ``FeeLineIdentifiers`` that travel beside
/// the batches; settlements are known by their fingerprint, as in ``ClaimBatch``.
public struct FeeLineBatch: Sendable {
  /// How many rows a batch holds at most.
  public static let rowsMaximum = 65_536
  /// How many parts a unit of quantity has: quantities are whole numbers of ten-thousandths.
  public static let quantityScale: Int64 = 10_000
  /// The largest quantity of a line, 10^10 units.
  public static let quantityLimit: Int64 = 100_000_000_000_000

  /// The most days a line can supply: more is a slip of the pen.
  public static let daysMaximum: Int64 = 366

  /// The number of the source file.
  public var source: [Int32] = []
  /// The line of the record in its file, counted from one.
  public var line: [Int32] = []
  /// The offset of the record's first byte in the unpacked file.
  public var byteOffset: [Int64] = []
  /// The fee line's number.
  public var lineNumber: [Fingerprint] = []
  /// The number of the settlement it belongs to.
  public var claim: [Fingerprint] = []
  /// The item's code.
  public var item: [Int32] = []
  /// Quantity in ten-thousandths of a unit; negative on refunds.
  public var quantity: [Int64] = []
  /// Amount in fen; negative on refunds.
  public var amountFen: [Int64] = []
  /// The days of supply that the line tells, 0 where it tells none.
  public var days: [Int16] = []

  /// Creates an empty batch.
  public init() {}

  /// How many rows the batch holds.
  public var count: Int { item.count }
}

/// The texts behind the items of fee lines.
public struct FeeLineIdentifiers: Sendable {
  /// What items are told apart by: the national code, else the institution's, else the name.
  public var items = IdentifierTable()
  /// For each item by code, its name as the lines tell it, of several the first in byte order; empty where untold.
  public var names: [String] = []

  /// Creates empty tables.
  public init() {}
}
