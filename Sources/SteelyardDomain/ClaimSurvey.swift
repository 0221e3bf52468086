/// What a check counts of accepted claim rows beside what a run counts of them: rows by institution and month, how full
/// they are, how their amounts are spread. It holds no rows: its size is that of institutions × months with rows.
public struct ClaimSurvey: Sendable {
  /// An institution in a month.
  public struct Place: Hashable, Sendable {
    /// The institution's code.
    public let institution: Int32
    /// The month of settlement.
    public let month: Month

    /// Creates a place.
    public init(institution: Int32, month: Month) {
      self.institution = institution
      self.month = month
    }
  }

  /// The rows of a place.
  public struct Cell: Equatable, Sendable {
    /// How many rows.
    public var rows: Int64 = 0
    /// Their total cost in fen.
    public var fen: Int128 = 0
    /// Cells of the used columns in these rows.
    public var cells: Int64 = 0
    /// Cells that have a value.
    public var filled: Int64 = 0
    /// Rows that cost something.
    public var positiveRows: Int64 = 0
    /// The sum of 64 · log2(fen), each rounded down, over rows that cost something: whole, so that no order of rows
    /// changes it.
    public var logSum: Int64 = 0
    /// The least total cost in fen.
    public var leastFen = Int64.max
    /// The greatest total cost in fen.
    public var greatestFen = Int64.min

    /// Creates a cell without rows.
    public init() {}

    /// The logarithm to base 2 of the geometric mean of what costs something, in fen; `nil` where nothing does.
    public var meanLog: Double? { positiveRows > 0 ? Double(logSum) / 64 / Double(positiveRows) : nil }

    /// The share of cells with a value; `nil` without cells.
    public var completeness: Double? { cells > 0 ? Double(filled) / Double(cells) : nil }

    /// Adds the rows of another place.
    public static func += (a: inout Cell, b: Cell) {
      a.rows += b.rows
      a.fen += b.fen
      a.cells += b.cells
      a.filled += b.filled
      a.positiveRows += b.positiveRows
      a.logSum += b.logSum
      a.leastFen = min(a.leastFen, b.leastFen)
      a.greatestFen = max(a.greatestFen, b.greatestFen)
    }
  }

  /// How long a run of rows with one amount is to be told of.
  public static let runLengthMinimum: Int64 = 20

  /// The rows by place.
  public private(set) var cells: [Place: Cell] = [:]
  /// Rows in runs of at least ``runLengthMinimum`` rows that stand below each other with one and the same cost.
  public private(set) var rowsInRuns: Int64 = 0
  /// Rows that are refunds.
  public private(set) var refunds: Int64 = 0
  /// All rows.
  public private(set) var rows: Int64 = 0
  private var runFen: Int64 = 0
  private var runLength: Int64 = 0

  /// Creates an empty survey.
  public init() {}

  /// 64 · log2 of a whole number, rounded down: by squaring, so that every machine finds the same.
  ///
  /// - Precondition: the number is positive.
  public static func logarithm(of number: Int64) -> Int64 {
    precondition(number > 0, "only positive numbers have a logarithm")
    let whole = 63 - number.leadingZeroBitCount
    // The number as 1 … 2 with 63 bits behind the point; each squaring tells one more bit of the logarithm.
    var rest = UInt64(number) << UInt64(63 - whole)
    var log = Int64(whole)
    for _ in 0..<6 {
      let square = rest.multipliedFullWidth(by: rest).high
      let isTwo = square >> 63 == 1
      rest = isTwo ? square : square << 1 | 1
      log = log << 1 | (isTwo ? 1 : 0)
    }
    return log
  }

  /// Counts a row.
  ///
  /// - Parameters:
  ///   - cells: how many used columns the row has.
  ///   - filled: how many of them have a value.
  public mutating func add(
    institution: Int32, day: Day, totalFen: Int64, isRefund: Bool, cells count: Int, filled: Int
  ) {
    rows += 1
    if isRefund { refunds += 1 }
    countRun(totalFen)
    let place = Place(institution: institution, month: day.month)
    var cell = cells[place] ?? Cell()
    cell.rows += 1
    cell.fen += Int128(totalFen)
    cell.cells += Int64(count)
    cell.filled += Int64(filled)
    cell.leastFen = min(cell.leastFen, totalFen)
    cell.greatestFen = max(cell.greatestFen, totalFen)
    if totalFen > 0 {
      cell.positiveRows += 1
      cell.logSum += Self.logarithm(of: totalFen)
    }
    cells[place] = cell
  }

  private mutating func countRun(_ fen: Int64) {
    if fen == runFen, runLength > 0 {
      runLength += 1
      // The rows before it are counted once the run is long enough.
      if runLength >= Self.runLengthMinimum { rowsInRuns += runLength == Self.runLengthMinimum ? runLength : 1 }
    } else {
      runFen = fen
      runLength = 1
    }
  }

  /// Ends the runs at the end of a file: what stands in the next does not stand below.
  public mutating func endFile() { runLength = 0 }
}
