public import SteelyardDomain

/// Gathers the rows of all claim files and makes the ledger once the last one is in.
///
/// Only all rows together tell which settlements stand twice and which refund takes back which original; until then
/// rows are held as columns (``HeldRows``). The order of rows, files and batches does not matter.
public struct LedgerBuilder: Sendable {
  var rows = HeldRows()
  private var absoluteFen = [Int128](repeating: 0, count: 4)

  /// Whether any sum of the rows' money could leave 63 bits of fen, 9·10^16 yuan: more than any country spends, so the
  /// amounts are wrong, and nothing may be added up.
  public var mayOverflow: Bool { absoluteFen.contains { $0 > Int128(Int64.max) } }

  /// Creates a builder.
  public init() {}

  /// How many rows were added.
  public var count: Int { rows.count }

  /// The first day of any row, `nil` without rows.
  public var firstDay: Day? { rows.day.min().map(Day.init(number:)) }

  /// How many rows of a period lie more than a year from most of its rows: days are taken together that lie within a
  /// year of each other, and all but the fullest such stretch (the earliest of equals) stand alone.
  public func isolatedRows(in period: Period) -> Int64 {
    guard let first = rows.day.min(), let last = rows.day.max() else { return 0 }
    var counts = [Int64](repeating: 0, count: Int(last - first) + 1)
    for day in rows.day { counts[Int(day - first)] += 1 }
    var stretches: [Int64] = []
    var end: Int?
    for (day, count) in counts.enumerated() where count > 0 {
      guard period.contains(Day(number: first + Int32(day)).month) else { continue }
      if let end, day - end <= Self.stretchDays {
        stretches[stretches.count - 1] += count
      } else {
        stretches.append(count)
      }
      end = day
    }
    return stretches.reduce(0, +) - (stretches.max() ?? 0)
  }

  /// The greatest gap within a stretch of days, a year.
  private static let stretchDays = 366

  /// Makes room for some rows in all: columns that grow by doubling are copied, and for a while there twice.
  public mutating func reserve(_ rows: Int) { self.rows.reserve(rows) }

  /// Adds a batch.
  public mutating func add(_ batch: ClaimBatch) {
    rows.append(batch)
    for (column, fen) in [batch.totalFen, batch.costFen, batch.drugFen, batch.fundFen].enumerated() {
      absoluteFen[column] += fen.reduce(0) { $0 + Int128($1.magnitude) }
    }
  }

  /// What the run says of the rows as a whole.
  public struct Scope: Sendable {
    /// The months the run is about.
    public var period: Period
    /// For each institution by code, whether it lies in the run's area.
    public var isInArea: [Bool]
    /// For persons by code, the day of death where one is known.
    public var deaths: [Int32: Day]

    /// Creates a scope.
    public init(period: Period, isInArea: [Bool], deaths: [Int32: Day] = [:]) {
      self.period = period
      self.isInArea = isInArea
      self.deaths = deaths
    }
  }

  /// A row that was taken out after its file was read, or a refund that found no original.
  public struct Finding: Equatable, Sendable {
    /// The rule.
    public let code: Diagnostic.Code
    /// The number of the file.
    public let source: Int
    /// The line in the file.
    public let line: Int
    /// The offset of the record in the unpacked file.
    public let byteOffset: Int
    /// Its total cost in fen.
    public let totalFen: Int64
  }

  /// Makes the ledger.
  ///
  /// - Returns: the ledger, and every row that repeated settlements, refunds, period or area took out or marked.
  public consuming func finish(
    identifiers: ClaimIdentifiers, scope: Scope, threads: Int
  ) -> (ledger: Ledger, findings: [Finding]) {
    let (ledger, findings, _) = finish(identifiers: identifiers, scope: scope, threads: threads, keepsClaims: false)
    return (ledger, findings)
  }

  /// Makes the ledger, and where `keepsClaims` hands out the settlements that count, for fee lines to be joined to.
  public consuming func finish(
    identifiers: ClaimIdentifiers, scope: Scope, threads: Int, keepsClaims: Bool
  ) -> (ledger: Ledger, findings: [Finding], claims: StandingClaims) {
    resolved().finish(identifiers: identifiers, scope: scope, threads: threads, keepsClaims: keepsClaims)
  }

  /// Finds which rows stand and what refunds take back; what is known of institutions and persons has no part in it.
  public consuming func resolved() -> ResolvedRows {
    // The rows are worked on in place: no second copy of the largest thing in memory.
    var taken = HeldRows()
    swap(&taken, &rows)
    var resolution = Resolution(consume taken)
    resolution.resolveRepetitions()
    resolution.resolveRefunds()
    return ResolvedRows(resolution)
  }
}

/// The rows of all files, once it is known which of them stand.
public struct ResolvedRows: Sendable {
  private var resolution: Resolution

  init(_ resolution: Resolution) { self.resolution = resolution }

  /// Makes the ledger, as ``LedgerBuilder/finish(identifiers:scope:threads:keepsClaims:)``.
  public consuming func finish(
    identifiers: ClaimIdentifiers, scope: LedgerBuilder.Scope, threads: Int, keepsClaims: Bool
  ) -> (ledger: Ledger, findings: [LedgerBuilder.Finding], claims: StandingClaims) {
    resolution.applyScope(scope)
    let findings = resolution.findings()
    let claims = keepsClaims ? resolution.standingClaims() : StandingClaims([])
    resolution.forgetIdentity()
    return (Ledger(resolution, identifiers: identifiers, scope: scope, threads: threads), findings, claims)
  }
}
