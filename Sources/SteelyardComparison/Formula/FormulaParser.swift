import SteelyardDomain

/// A formula with where in its text each of its parts begins.
public struct ParsedFormula: Equatable, Sendable {
  /// The formula.
  public let formula: Formula
  /// The position of each part; a part stands before the parts it is made of.
  public let offsets: [Int]

  /// Where a problem of the check stands in the text, in Unicode scalars from its start.
  public func offset(of problem: FormulaProblem) -> Int {
    problem.offset ?? problem.part.flatMap { $0 < offsets.count ? offsets[$0] : nil } ?? 0
  }
}

extension Formula {
  /// Reads a formula.
  ///
  /// Weakest first: `or`, `and`, `not`, one comparison (`= <> < <= > >=`, `in (…)`, `between … and …`, `is empty`, the
  /// last three also with `not`), `+ -`, `* /`, a sign. Texts stand in single quotes, doubled within; amounts are
  /// written `12.50 yuan`, days `date '2025-07-01'`, months `month '2025-07'`, values of the run `$as_of`.
  ///
  /// - Throws: the first problem, with its position.
  public static func parse(_ text: String) throws(FormulaProblem) -> ParsedFormula {
    var parser = try FormulaParser(text)
    return try parser.whole()
  }
}

/// Reads a formula by recursive descent, never deeper than ``Formula/depthMaximum``.
struct FormulaParser {
  /// A formula being built: its depth, its size and where its parts begin.
  struct Part {
    var formula: Formula
    var depth: Int
    var offsets: [Int]
  }

  private static let reserved: Set<String> = ["and", "or", "not", "in", "between", "is", "empty"]

  private var lexer: FormulaLexer
  private var token: FormulaLexer.Token
  private var offset: Int
  private var nesting = 0

  init(_ text: String) throws(FormulaProblem) {
    lexer = FormulaLexer(text)
    (token, offset) = try lexer.next()
    if token == .end { throw FormulaProblem(.empty, offset: 0) }
  }

  /// Whether a name may not be a column's, since formulas use the word.
  static func isReserved(_ name: String) -> Bool { reserved.contains(name) }

  mutating func whole() throws(FormulaProblem) -> ParsedFormula {
    let part = try disjunction()
    guard token == .end else { throw FormulaProblem(.trailing, offset: offset) }
    return ParsedFormula(formula: part.formula, offsets: part.offsets)
  }

  // MARK: - Words

  private mutating func advance() throws(FormulaProblem) { (token, offset) = try lexer.next() }

  private mutating func take(_ wanted: FormulaLexer.Token) throws(FormulaProblem) -> Bool {
    guard token == wanted else { return false }
    try advance()
    return true
  }

  private mutating func require(_ symbol: String) throws(FormulaProblem) {
    guard try take(.symbol(symbol)) else { throw FormulaProblem(.expected(symbol), offset: offset) }
  }

  private mutating func requireWord(_ word: String) throws(FormulaProblem) {
    guard try take(.name(word)) else { throw FormulaProblem(.expected(word), offset: offset) }
  }

  /// Puts parts together into one that begins at a position.
  private func joined(_ parts: [Part], at start: Int, _ formula: Formula) throws(FormulaProblem) -> Part {
    let depth = (parts.map(\.depth).max() ?? 0) + 1
    let offsets = [start] + parts.flatMap(\.offsets)
    guard depth <= Formula.depthMaximum else { throw FormulaProblem(.tooDeep, offset: start) }
    guard offsets.count <= Formula.sizeMaximum else { throw FormulaProblem(.tooLarge, offset: start) }
    return Part(formula: formula, depth: depth, offsets: offsets)
  }

  private mutating func nested(_ read: (inout FormulaParser) throws(FormulaProblem) -> Part) throws(FormulaProblem)
    -> Part
  {
    guard nesting < Formula.depthMaximum else { throw FormulaProblem(.tooDeep, offset: offset) }
    nesting += 1
    defer { nesting -= 1 }
    return try read(&self)
  }

  // MARK: - Truths

  private mutating func disjunction() throws(FormulaProblem) -> Part {
    try chain("or", Formula.or) { parser throws(FormulaProblem) in
      try parser.chain("and", Formula.and) { inner throws(FormulaProblem) in try inner.negation() }
    }
  }

  private mutating func chain(
    _ word: String, _ make: ([Formula]) -> Formula,
    _ read: (inout FormulaParser) throws(FormulaProblem) -> Part
  ) throws(FormulaProblem) -> Part {
    let start = offset
    let first = try read(&self)
    var parts = [first]
    while try take(.name(word)) { parts.append(try read(&self)) }
    return parts.count == 1 ? first : try joined(parts, at: start, make(parts.map(\.formula)))
  }

  private mutating func negation() throws(FormulaProblem) -> Part {
    let start = offset
    guard try take(.name("not")) else { return try comparison() }
    let inner = try nested { parser throws(FormulaProblem) in try parser.negation() }
    return try joined([inner], at: start, .not(inner.formula))
  }

  private mutating func comparison() throws(FormulaProblem) -> Part {
    let start = offset
    let left = try sum()
    if case .symbol(let symbol) = token, let kind = Formula.Comparison(rawValue: symbol) {
      try advance()
      let right = try sum()
      return try joined([left, right], at: start, .comparison(kind, left.formula, right.formula))
    }
    if try take(.name("is")) {
      let isNegated = try take(.name("not"))
      try requireWord("empty")
      return try negated(isNegated, try joined([left], at: start, .isEmpty(left.formula)), at: start)
    }
    let isNegated = try take(.name("not"))
    if try take(.name("in")) {
      let values = try list()
      let part = try joined([left] + values, at: start, .isIn(left.formula, values.map(\.formula)))
      return try negated(isNegated, part, at: start)
    }
    if try take(.name("between")) {
      let lower = try sum()
      try requireWord("and")
      let upper = try sum()
      let formula = Formula.between(left.formula, lower.formula, upper.formula)
      return try negated(isNegated, try joined([left, lower, upper], at: start, formula), at: start)
    }
    guard !isNegated else { throw FormulaProblem(.expected("in"), offset: offset) }
    return left
  }

  private func negated(_ isNegated: Bool, _ part: Part, at start: Int) throws(FormulaProblem) -> Part {
    isNegated ? try joined([part], at: start, .not(part.formula)) : part
  }

  private mutating func list() throws(FormulaProblem) -> [Part] {
    try require("(")
    var parts = [try nested { parser throws(FormulaProblem) in try parser.disjunction() }]
    while try take(.symbol(",")) {
      parts.append(try nested { parser throws(FormulaProblem) in try parser.disjunction() })
    }
    try require(")")
    return parts
  }

  // MARK: - Numbers

  private mutating func sum() throws(FormulaProblem) -> Part {
    try arithmetic(["+", "-"]) { parser throws(FormulaProblem) in
      try parser.arithmetic(["*", "/"]) { inner throws(FormulaProblem) in try inner.signed() }
    }
  }

  private mutating func arithmetic(
    _ symbols: Set<String>, _ read: (inout FormulaParser) throws(FormulaProblem) -> Part
  ) throws(FormulaProblem) -> Part {
    let start = offset
    var left = try read(&self)
    while case .symbol(let symbol) = token, symbols.contains(symbol),
      let kind = Formula.Arithmetic(rawValue: symbol)
    {
      try advance()
      let right = try read(&self)
      left = try joined([left, right], at: start, .arithmetic(kind, left.formula, right.formula))
    }
    return left
  }

  private mutating func signed() throws(FormulaProblem) -> Part {
    let start = offset
    guard try take(.symbol("-")) else { return try value() }
    let inner = try nested { parser throws(FormulaProblem) in try parser.signed() }
    switch inner.formula {
    case .whole(let number): return try joined([], at: start, .whole(-number))
    case .money(let fen): return try joined([], at: start, .money(-fen))
    default: throw FormulaProblem(.number, offset: start)
    }
  }

  // MARK: - Values

  private mutating func value() throws(FormulaProblem) -> Part {
    let start = offset
    switch token {
    case .text(let text):
      try advance()
      return try joined([], at: start, .text(text))
    case .number(let hundredths, let hasDecimals):
      try advance()
      if try take(.name("yuan")) {
        guard hundredths <= Int128(Money.rowLimitFen) else { throw FormulaProblem(.number, offset: start) }
        return try joined([], at: start, .money(Int64(hundredths)))
      }
      guard !hasDecimals else { throw FormulaProblem(.number, offset: start) }
      return try joined([], at: start, .whole(Int64(hundredths / 100)))
    case .parameter(let name):
      guard let parameter = Formula.Parameter(rawValue: name) else {
        throw FormulaProblem(.parameterUnknown(name), offset: start)
      }
      try advance()
      return try joined([], at: start, .parameter(parameter))
    case .symbol("("):
      let parts = try list()
      guard parts.count == 1 else { throw FormulaProblem(.expected(")"), offset: offset) }
      return parts[0]
    case .name(let name) where !Self.reserved.contains(name):
      try advance()
      return try named(name, at: start)
    default:
      throw FormulaProblem(.expected("value"), offset: start)
    }
  }

  /// What a name begins: a date, a function, a column of a source or a column.
  private mutating func named(_ name: String, at start: Int) throws(FormulaProblem) -> Part {
    if case .text(let text) = token, name == "date" || name == "month" {
      let literal = name == "date" ? Self.day(text) : Self.month(text)
      guard let literal else { throw FormulaProblem(.date, offset: start) }
      try advance()
      return try joined([], at: start, literal)
    }
    if token == .symbol("(") {
      return name == "lookup" ? try lookup(at: start) : try function(name, at: start)
    }
    guard try take(.symbol(".")) else {
      return try joined([], at: start, .column(ColumnReference(column: name)))
    }
    guard case .name(let column) = token else { throw FormulaProblem(.expected("column"), offset: offset) }
    try advance()
    return try joined([], at: start, .column(ColumnReference(source: name, column: column)))
  }

  private mutating func function(_ name: String, at start: Int) throws(FormulaProblem) -> Part {
    guard let function = Formula.Function(rawValue: name) else {
      throw FormulaProblem(.functionUnknown(name), offset: start)
    }
    let arguments = try list()
    guard function.argumentCount.contains(arguments.count) else {
      throw FormulaProblem(.argumentCount(function: name, expected: function.argumentCount), offset: start)
    }
    return try joined(arguments, at: start, .function(function, arguments.map(\.formula)))
  }

  /// `lookup(standard, category, …, month)`
  private mutating func lookup(at start: Int) throws(FormulaProblem) -> Part {
    let arguments = try list()
    guard case .column(let reference)? = arguments.first?.formula, reference.source == nil, arguments.count >= 2,
      let month = arguments.last
    else { throw FormulaProblem(.argumentCount(function: "lookup", expected: 2...9), offset: start) }
    let categories = arguments.dropFirst().dropLast()
    let formula = Formula.lookup(
      standard: reference.column, categories: categories.map(\.formula), month: month.formula)
    return try joined(Array(arguments.dropFirst()), at: start, formula)
  }

  /// A day written `2025-07-01`.
  static func day(_ text: String) -> Formula? {
    let parts = text.split(separator: "-", omittingEmptySubsequences: false)
    guard text.utf8.count == 10, parts.count == 3, parts.map(\.count) == [4, 2, 2],
      parts.allSatisfy({ $0.utf8.allSatisfy { (48...57).contains($0) } }), let year = Int(parts[0]),
      let month = Int(parts[1]), let number = Int(parts[2]), let day = Day(year: year, month: month, day: number)
    else { return nil }
    return .day(day)
  }

  /// A month written `2025-07`.
  static func month(_ text: String) -> Formula? {
    guard case .months(let months)? = Period(text), months.lowerBound == months.upperBound, text.utf8.count == 7 else {
      return nil
    }
    return .month(months.lowerBound)
  }
}

extension Formula.Function {
  /// How many arguments it has.
  var argumentCount: ClosedRange<Int> {
    switch self {
    case .monthOf, .yearOf, .firstDay, .lastDay: 1...1
    case .age, .monthsBetween, .daysBetween, .addMonths, .least, .greatest, .coalesce, .startsWith, .contains: 2...2
    case .band: 2...21
    }
  }
}
