/// SQL in pieces: text of our own, names, values, and the few words in which dialects differ.
///
/// It is made by interpolation, `"(\(a) = \(value: 3))"`, and nothing but the pieces below can be interpolated: a text
/// from a register or a model file has no way into a statement except as a value.
struct SQLText: Equatable, Sendable, ExpressibleByStringInterpolation {
  /// A word in which dialects differ.
  enum Word: Equatable {
    /// Division of whole numbers, cut towards zero.
    case wholeDivision
    /// The function that finds a text within another.
    case position
  }

  /// A piece.
  enum Piece: Equatable {
    case text(String)
    case name(String)
    case value(SQLValue)
    /// A day or month as a number.
    case date(Int64)
    case word(Word)
  }

  /// The pieces.
  private(set) var pieces: [Piece]

  /// How many pieces a statement may have; what would be longer is refused when the plan is checked.
  static let piecesMaximum = 100_000

  /// Creates SQL from text of our own.
  init(stringLiteral text: String) { pieces = [.text(text)] }

  /// Creates SQL from an interpolation.
  init(stringInterpolation: StringInterpolation) { pieces = stringInterpolation.pieces }

  init(_ pieces: [Piece]) { self.pieces = pieces }

  /// A statement that a person reviewed and put into a model folder: the one text from outside, and never a value's.
  init(reviewed sql: String) { pieces = [.text(sql)] }

  /// What can stand in an interpolation.
  struct StringInterpolation: StringInterpolationProtocol {
    var pieces: [Piece] = []

    /// Creates an empty one.
    init(literalCapacity: Int, interpolationCount: Int) {}
    /// Text of our own.
    mutating func appendLiteral(_ text: String) { if !text.isEmpty { pieces.append(.text(text)) } }
    mutating func appendInterpolation(_ sql: SQLText) { pieces.append(contentsOf: sql.pieces) }
    mutating func appendInterpolation(name: String) { pieces.append(.name(name)) }
    mutating func appendInterpolation(value: Int64) { pieces.append(.value(.integer(value))) }
    mutating func appendInterpolation(date: Int64) { pieces.append(.date(date)) }
    mutating func appendInterpolation(count: Int) { pieces.append(.text(String(count))) }
    mutating func appendInterpolation(text: String) { pieces.append(.value(.text(text))) }
    mutating func appendInterpolation(_ word: Word) { pieces.append(.word(word)) }
  }

  /// The names in it.
  var names: [String] {
    pieces.compactMap { if case .name(let name) = $0 { name } else { nil } }
  }

  /// Texts one after another, with a text of our own between them.
  static func joined(_ parts: [SQLText], _ separator: SQLText) -> SQLText {
    var pieces: [Piece] = []
    for (position, part) in parts.enumerated() {
      if position > 0 { pieces.append(contentsOf: separator.pieces) }
      pieces.append(contentsOf: part.pieces)
    }
    return SQLText(pieces)
  }

  /// A column of a table.
  static func column(_ table: String, _ column: String) -> SQLText { "\(name: table).\(name: column)" }

  /// The statement with its values written out, for people and for engines without binding.
  func written(_ dialect: SQLDialect) -> String {
    pieces.reduce(into: "") { text, piece in
      switch piece {
      case .value(.integer(let number)): text += dialect.literal(number)
      case .value(.text(let string)): text += dialect.literal(string)
      case .date(let number): text += String(number)
      default: text += Self.plain(piece, dialect)
      }
    }
  }

  /// The statement with a place for each value, and the values in their order.
  ///
  /// SQLite's places are `?`; PostgreSQL's `$1`, with the type of the value. Spark has none here: ``written(_:)``.
  ///
  /// - Precondition: the dialect is not Spark's.
  func bound(_ dialect: SQLDialect) -> (text: String, values: [SQLValue]) {
    precondition(dialect != .spark, "Spark's statements are written out")
    var (text, values) = ("", [SQLValue]())
    for piece in pieces {
      let value: SQLValue
      switch piece {
      case .value(let own): value = own
      case .date(let number): value = .integer(number)
      default:
        text += Self.plain(piece, dialect)
        continue
      }
      values.append(value)
      switch (dialect, value) {
      case (.postgresql, .integer): text += "CAST($\(values.count) AS BIGINT)"
      case (.postgresql, .text): text += "CAST($\(values.count) AS TEXT)"
      default: text += "?"
      }
    }
    return (text, values)
  }

  private static func plain(_ piece: Piece, _ dialect: SQLDialect) -> String {
    switch piece {
    case .text(let text): text
    case .name(let name): dialect.quoted(name)
    case .word(.wholeDivision): dialect == .spark ? " DIV " : " / "
    case .word(.position): dialect == .postgresql ? "strpos" : "instr"
    case .value, .date: preconditionFailure("values are written by the caller")
    }
  }
}
