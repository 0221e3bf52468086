/// Sums of settlements by scheme and month: what someone's books say, or what the claim files hold.
///
/// Both halves of a refund count, each as a row of its own with its sign and in its own month, as the national
/// interface for reconciling totals (3201) counts them.
public struct ControlTotals: Equatable, Sendable {
  /// A figure that two sides can be held to.
  public enum Figure: String, CaseIterable, Sendable {
    /// Total cost in fen.
    case total
    /// Fund payment in fen.
    case fund
    /// Payment from the personal account in fen.
    case account
    /// How many settlements, refunds among them.
    case count
  }

  /// Which settlements a sum is of.
  public struct Cell: Hashable, Comparable, Sendable {
    /// The scheme as it is written, empty where it is not told or every scheme is meant.
    public var scheme: String
    /// The month of settlement; `nil` where it cannot be read, or every month is meant.
    public var month: Month?

    /// Names a cell.
    public init(scheme: String, month: Month?) {
      self.scheme = scheme
      self.month = month
    }

    /// By month, then by scheme in byte order; what has no month comes first.
    public static func < (a: Cell, b: Cell) -> Bool {
      let months = (a.month?.number ?? .min, b.month?.number ?? .min)
      return months.0 == months.1 ? a.scheme.utf8.lexicographicallyPrecedes(b.scheme.utf8) : months.0 < months.1
    }
  }

  /// The sums of a cell: fen, and settlements for the count.
  public struct Sums: Equatable, Sendable {
    private var total: Int128 = 0
    private var fund: Int128 = 0
    private var account: Int128 = 0
    private var count: Int128 = 0

    /// Nothing.
    public init() {}

    /// The sum of a figure.
    public subscript(figure: Figure) -> Int128 {
      get {
        switch figure {
        case .total: total
        case .fund: fund
        case .account: account
        case .count: count
        }
      }
      set {
        switch figure {
        case .total: total = newValue
        case .fund: fund = newValue
        case .account: account = newValue
        case .count: count = newValue
        }
      }
    }

    /// Adds other sums.
    public static func + (a: Sums, b: Sums) -> Sums {
      var sum = a
      for figure in Figure.allCases { sum[figure] += b[figure] }
      return sum
    }
  }

  /// The sums, by cell.
  public private(set) var cells: [Cell: Sums] = [:]
  /// The figures that are told.
  public let figures: Set<Figure>
  /// Whether cells are told apart by scheme, and by month.
  public let hasSchemes, hasMonths: Bool

  /// Creates sums of nothing.
  public init(figures: Set<Figure>, hasSchemes: Bool, hasMonths: Bool) {
    self.figures = figures
    self.hasSchemes = hasSchemes
    self.hasMonths = hasMonths
  }

  /// Adds sums to a cell; of what is not told apart, every cell is one.
  public mutating func add(_ sums: Sums, to cell: Cell) {
    let known = Cell(scheme: hasSchemes ? cell.scheme : "", month: hasMonths ? cell.month : nil)
    cells[known] = cells[known].map { $0 + sums } ?? sums
  }

  /// The same sums with what some cells are told apart by changed; cells that become one are added up.
  func grouped(hasSchemes: Bool, hasMonths: Bool, scheme: (String) -> String) -> ControlTotals {
    var grouped = ControlTotals(figures: figures, hasSchemes: hasSchemes, hasMonths: hasMonths)
    for (cell, sums) in cells { grouped.add(sums, to: Cell(scheme: scheme(cell.scheme), month: cell.month)) }
    return grouped
  }
}
