import SteelyardDomain
import SteelyardLedger
import Testing

@testable import SteelyardIntake

/// What lies on disk for a case.
enum MatrixInput: Sendable {
  case text(String)
  case bytes([UInt8])
  /// A file of its own name.
  case named(String, [UInt8])
  /// The bytes come through a named pipe.
  case pipe([UInt8])
  case folder
  case socket
  /// Something of the system, by its path.
  case system(String)
  /// A file that grows, or that another takes the place of, while it is read.
  case growing(String)
  case replaced(String)
}

/// One case of the matrix of bad inputs: an input, and what must come of it.
struct MatrixCase: Sendable, CustomTestStringConvertible {
  enum Kind: Sendable {
    /// The total must be exact.
    case harmless
    /// Something must be said.
    case damaged
  }

  /// The category of the design.
  let number: Int
  let what: String
  /// What the design expects, in words.
  let expects: String
  let kind: Kind
  let inputs: [MatrixInput]
  let outcome: MatrixOutcome
  var request = ClaimReader.Request(cost: .total)
  var deaths: [String: Int32] = [:]
  var period = Period.all
  /// Whether the files hold fee lines rather than settlements.
  var isLines = false
  var view: MatrixView?
  /// What the design expects and the reader does not do; ``outcome`` is then what happens instead.
  var gap: String?

  static func harmless(
    _ number: Int, _ what: String, _ expects: String, _ inputs: [MatrixInput], _ outcome: MatrixOutcome = .exact,
    _ view: MatrixView? = nil
  ) -> MatrixCase {
    MatrixCase(
      number: number, what: what, expects: expects, kind: .harmless, inputs: inputs, outcome: outcome, view: view)
  }

  static func damaged(
    _ number: Int, _ what: String, _ expects: String, _ inputs: [MatrixInput], _ outcome: MatrixOutcome,
    _ view: MatrixView? = nil
  ) -> MatrixCase {
    MatrixCase(
      number: number, what: what, expects: expects, kind: .damaged, inputs: inputs, outcome: outcome, view: view)
  }

  /// The case read with what the user says.
  func reading(_ set: (inout ReadingOptions) -> Void) -> MatrixCase {
    var copy = self
    set(&copy.request.mapping.reading)
    return copy
  }

  /// The case with something changed.
  func with(_ set: (inout MatrixCase) -> Void) -> MatrixCase {
    var copy = self
    set(&copy)
    return copy
  }

  /// The case as one that the design wants otherwise.
  func gap(_ wanted: String) -> MatrixCase { with { $0.gap = wanted } }

  var testDescription: String { "\(number) \(what)" }
}

/// A category that is tested elsewhere, or partly so.
struct MatrixElsewhere: Sendable {
  let number: Int
  let why: String
  /// The file below Tests and the beginning of the test's name.
  let file: String
  let test: String
}

/// The small tables that cases are made of.
enum MatrixTable {
  static let header = SmallClaims.header
  static let rows = [
    "S1,P1,H33010600001,2025-07-01,M03900,12.34", "S2,P2,P33010600002,2025-07-02,M01600,20.00",
    "S3,P1,H33010600001,2025-07-03,M03900,0.66",
  ]
  /// The whole table: three rows, 33.00 yuan.
  static let text = table(rows)
  static let bytes = Array(text.utf8)

  static func table(_ rows: [String], more: String = "") -> String { SmallClaims.table(more, rows) }

  /// The three rows with more cells behind each.
  static func with(_ more: String, _ cells: [String]) -> String {
    table(zip(rows, cells).map { "\($0),\($1)" }, more: more)
  }

  /// The first and the third row around another one, at line 3.
  static func around(_ row: String, more: String = "", cells: String = "") -> String {
    let behind = cells.isEmpty ? "" : "," + cells
    return table([rows[0] + behind, row, rows[2] + behind], more: more)
  }

  /// Two clean rows around one with an amount of its own.
  static func amount(_ text: String) -> String { around("S2,P2,P33010600002,2025-07-02,M01600,\(text)") }

  /// Two clean rows around one with a date of its own.
  static func date(_ text: String) -> String { around("S2,P2,P33010600002,\(text),M01600,20.00") }

  /// The table with the header and the separator of another layout.
  static func written(_ header: String, separator: String = ",", end: String = "\n") -> String {
    ([header] + rows.map { $0.replacing(",", with: separator) }).map { $0 + end }.joined()
  }
}
