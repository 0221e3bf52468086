/// Rows and money that went one way: read, accepted, rejected by a rule, excluded by a rule.
public struct Flow: Hashable, Sendable {
  /// How many rows.
  public var rows: Int64
  /// Their total cost in fen, where the amount is readable.
  public var fen: Int128
  /// The same without signs: what a share of money is taken of.
  public var absoluteFen: Int128

  /// Creates a flow.
  public init(rows: Int64 = 0, fen: Int128 = 0, absoluteFen: Int128 = 0) {
    self.rows = rows
    self.fen = fen
    self.absoluteFen = absoluteFen
  }

  /// One row.
  public init(_ fen: Int64) { self.init(rows: 1, fen: Int128(fen), absoluteFen: Int128(fen.magnitude)) }

  /// Counts one row.
  public mutating func add(fen amount: Int64) {
    rows += 1
    fen += Int128(amount)
    absoluteFen += Int128(amount.magnitude)
  }

  /// Adds another flow.
  public static func + (a: Flow, b: Flow) -> Flow {
    Flow(rows: a.rows + b.rows, fen: a.fen + b.fen, absoluteFen: a.absoluteFen + b.absoluteFen)
  }

  /// Takes another flow away.
  public static func - (a: Flow, b: Flow) -> Flow {
    Flow(rows: a.rows - b.rows, fen: a.fen - b.fen, absoluteFen: a.absoluteFen - b.absoluteFen)
  }
}

/// Where the rows of the input went: nothing is lost.
///
/// rows read = accepted + rejected + excluded, and the same in fen where the amount is readable.
public struct Reconciliation: Equatable, Sendable {
  /// All data rows read.
  public var read = Flow()
  /// What went into the sums.
  public var accepted = Flow()
  /// What was left out because it is damaged, by rule.
  public var rejected: [Diagnostic.Code: Flow] = [:]
  /// What was left out because it is out of scope, by rule.
  public var excluded: [Diagnostic.Code: Flow] = [:]

  /// How many rows more the damaged places may hold than they are counted as, by their bytes: rows that lost the line ends
  /// between them are one damaged row.
  public var rowsHidden: Int64 = 0

  /// Creates an empty account.
  public init() {}

  /// Everything rejected.
  public var rejectedTotal: Flow { rejected.values.reduce(Flow(), +) }
  /// Everything excluded.
  public var excludedTotal: Flow { excluded.values.reduce(Flow(), +) }

  /// Whether the account adds up in rows and in fen.
  public var balances: Bool { read == accepted + rejectedTotal + excludedTotal }

  /// Whether more than a share of the rows, or of the money without signs, was rejected; rows that damaged places may hide
  /// count as rejected.
  public func exceeds(rejectRate limit: Double) -> Bool {
    let rejected = rejectedTotal
    return Double(rejected.rows + rowsHidden) > limit * Double(read.rows + rowsHidden)
      || Double(rejected.absoluteFen) > limit * Double(read.absoluteFen)
  }

  /// Counts a row as taken out by a rule of severity rejected or excluded.
  ///
  /// - Precondition: the rule takes rows out.
  public mutating func take(_ code: Diagnostic.Code, fen: Int64) {
    switch code.severity {
    case .rejected: rejected[code, default: Flow()].add(fen: fen)
    case .excluded: excluded[code, default: Flow()].add(fen: fen)
    case .note, .fatal: preconditionFailure("only rejecting and excluding rules take a row out")
    }
  }

  /// Moves an accepted row to a rule that takes it out later.
  public mutating func withdraw(_ code: Diagnostic.Code, fen: Int64) {
    var one = Flow()
    one.add(fen: fen)
    accepted = accepted - one
    take(code, fen: fen)
  }

  /// Moves accepted rows to a rule that takes them out later.
  ///
  /// - Precondition: the rule takes rows out.
  public mutating func withdraw(_ code: Diagnostic.Code, _ flow: Flow) {
    accepted = accepted - flow
    switch code.severity {
    case .rejected: rejected[code, default: Flow()] = rejected[code, default: Flow()] + flow
    case .excluded: excluded[code, default: Flow()] = excluded[code, default: Flow()] + flow
    case .note, .fatal: preconditionFailure("only rejecting and excluding rules take a row out")
    }
  }

  /// Adds the account of another part of the input.
  public mutating func merge(_ other: Reconciliation) {
    read = read + other.read
    rowsHidden += other.rowsHidden
    accepted = accepted + other.accepted
    rejected.merge(other.rejected, uniquingKeysWith: +)
    excluded.merge(other.excluded, uniquingKeysWith: +)
  }
}
