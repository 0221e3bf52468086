/// Exact sums of the fee lines of one item at one institution.
public struct ItemSums: Equatable, Sendable {
  /// Lines, those with a negative quantity taken off.
  public var lines: Int64 = 0
  /// Quantity in ten-thousandths of a unit.
  public var quantity: Int128 = 0
  /// Amount in fen.
  public var amountFen: Int128 = 0

  /// Creates empty sums.
  public init() {}

  /// The sums of one line.
  public init(quantity: Int64, amountFen: Int64) {
    lines = Int64(quantity.signum())
    self.quantity = Int128(quantity)
    self.amountFen = Int128(amountFen)
  }

  /// Whether they have a unit price: lines, quantity and amount are positive.
  public var isUsable: Bool { lines > 0 && quantity > 0 && amountFen > 0 }

  /// Adds sums.
  public static func += (a: inout ItemSums, b: ItemSums) {
    a.lines += b.lines
    a.quantity += b.quantity
    a.amountFen += b.amountFen
  }
}

/// Exact sums of fee lines per institution × item, refunds taken off.
///
/// Tallies of disjoint sets of lines add up (``merged(_:)``). Rows are sorted by institution and item, so equal tallies
/// are equal whatever the order of lines, files and parts.
public struct ItemTally: Equatable, Sendable {
  /// An item.
  public struct Item: Hashable, Sendable {
    /// What it is told apart by.
    public let code: String
    /// Its name, empty where untold.
    public let name: String

    /// Creates an item.
    public init(code: String, name: String = "") {
      self.code = code
      self.name = name
    }
  }

  /// One institution × item.
  public struct Row: Equatable, Sendable {
    /// Position among ``ItemTally/institutions``.
    public let institution: Int
    /// Position among ``ItemTally/items``.
    public let item: Int
    /// The sums.
    public let sums: ItemSums
  }

  /// Institution codes in byte order.
  public let institutions: [String]
  /// Items in byte order of their codes.
  public let items: [Item]
  /// Rows by institution and item.
  public let rows: [Row]

  /// Creates a tally from keyed sums; an item with several names has the first in byte order.
  public init(_ cells: [(institution: String, item: Item, sums: ItemSums)]) {
    func precedes(_ a: String, _ b: String) -> Bool { a.utf8.lexicographicallyPrecedes(b.utf8) }
    let institutions = Set(cells.map(\.institution)).sorted(by: precedes)
    let names = Dictionary(cells.map { ($0.item.code, $0.item.name) }) { a, b in
      if a.isEmpty || b.isEmpty { return a + b }
      return precedes(b, a) ? b : a
    }
    let codes = names.keys.sorted(by: precedes)
    let row = Dictionary(uniqueKeysWithValues: institutions.enumerated().map { ($1, $0) })
    let column = Dictionary(uniqueKeysWithValues: codes.enumerated().map { ($1, $0) })
    var sums: [Int: ItemSums] = [:]
    for cell in cells {
      let key = (row[cell.institution] ?? 0) * codes.count + (column[cell.item.code] ?? 0)
      sums[key, default: ItemSums()] += cell.sums
    }
    self.institutions = institutions
    items = codes.map { Item(code: $0, name: names[$0] ?? "") }
    rows = sums.sorted { $0.key < $1.key }.map { key, sums in
      Row(institution: key / codes.count, item: key % codes.count, sums: sums)
    }
  }

  /// The tally of several disjoint sets of lines.
  public static func merged(_ tallies: [ItemTally]) -> ItemTally {
    ItemTally(
      tallies.flatMap { tally in
        tally.rows.map { (tally.institutions[$0.institution], tally.items[$0.item], $0.sums) }
      })
  }
}
