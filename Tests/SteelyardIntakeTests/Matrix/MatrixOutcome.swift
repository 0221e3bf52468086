import SteelyardDomain

/// Rows and money of an outcome.
struct MatrixFlow: Equatable, Sendable {
  var rows: Int64
  var fen: Int128
}

/// What comes of reading the files of a case, as a value: what the matrix expects, and what the reader gives.
struct MatrixOutcome: Equatable, Sendable {
  /// Rows and money that count once refunds and repetitions are settled.
  var accepted = MatrixFlow(rows: 0, fen: 0)
  /// What was rejected or excluded, by rule.
  var left: [Diagnostic.Code: MatrixFlow] = [:]
  /// The lines of what was rejected, by rule, where there are few.
  var places: [Diagnostic.Code: [Int]] = [:]
  /// Why the files were refused, as `IN109 at line 5`.
  var refused: [String] = []
  /// What was noted, how often.
  var notes: [Diagnostic.Code: Int64] = [:]
  /// What the case looks at beside rows and money.
  var shown = ""

  /// No more lines of one rule are told.
  static let placesMaximum = 4

  /// The three rows of ``MatrixTable``, exact.
  static let exact = read(3, 3300)
  /// The two rows of ``MatrixTable`` around one that is damaged.
  static let kept = read(2, 1300)

  static func read(_ rows: Int64, _ fen: Int128) -> MatrixOutcome {
    MatrixOutcome(accepted: MatrixFlow(rows: rows, fen: fen))
  }

  static func refused(_ code: Diagnostic.Code, line: Int = 1, times: Int = 1) -> MatrixOutcome {
    MatrixOutcome(refused: Array(repeating: "\(code.rawValue) at line \(line)", count: times))
  }

  static func refused(_ why: String) -> MatrixOutcome { MatrixOutcome(refused: [why]) }

  func rejecting(_ code: Diagnostic.Code, fen: Int128 = 0, at lines: Int...) -> MatrixOutcome {
    var outcome = self
    outcome.left[code] = MatrixFlow(rows: Int64(lines.count), fen: fen)
    outcome.places[code] = lines
    return outcome
  }

  func excluding(_ code: Diagnostic.Code, _ rows: Int64 = 1, fen: Int128 = 0) -> MatrixOutcome {
    var outcome = self
    outcome.left[code] = MatrixFlow(rows: rows, fen: fen)
    return outcome
  }

  func noting(_ code: Diagnostic.Code, _ count: Int64 = 1) -> MatrixOutcome {
    var outcome = self
    outcome.notes[code] = count
    return outcome
  }

  func showing(_ text: String) -> MatrixOutcome {
    var outcome = self
    outcome.shown = text
    return outcome
  }

  /// Whether anything is said of the input.
  var isReported: Bool { !left.isEmpty || !refused.isEmpty || !notes.isEmpty }
}

extension MatrixOutcome: CustomStringConvertible {
  /// `2 rows, 13.00; IN207 ×1 at line 3; IN405 ×2`, or `refused: IN109 at line 5`.
  var description: String {
    var parts: [String] = []
    if refused.isEmpty {
      parts.append("\(accepted.rows) \(accepted.rows == 1 ? "row" : "rows"), \(yuan(accepted.fen))")
    }
    for (code, flow) in left.sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
      var part = "\(code.rawValue) ×\(flow.rows)"
      if flow.fen != 0 { part += " of \(yuan(flow.fen))" }
      if let lines = places[code] { part += " at line \(lines.map(String.init).joined(separator: ", "))" }
      parts.append(part)
    }
    if !refused.isEmpty { parts.append("refused: " + refused.joined(separator: ", ")) }
    for (code, count) in notes.sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
      parts.append("\(code.rawValue) ×\(count)")
    }
    if !shown.isEmpty { parts.append(shown) }
    return parts.joined(separator: "; ")
  }

  private func yuan(_ fen: Int128) -> String {
    let cents = String(Int(fen.magnitude % 100))
    return "\(fen < 0 ? "-" : "")\(fen.magnitude / 100).\(cents.count < 2 ? "0" : "")\(cents)"
  }
}
