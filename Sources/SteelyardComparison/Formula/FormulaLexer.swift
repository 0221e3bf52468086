/// The words of a formula's text, each with where it stands.
struct FormulaLexer {
  /// A word.
  enum Token: Equatable {
    /// A name, or a word such as `and`.
    case name(String)
    /// `$name`
    case parameter(String)
    /// A text, without its quotes.
    case text(String)
    /// Digits, with at most two decimals: the number in hundredths, and whether decimals were written.
    case number(hundredths: Int128, hasDecimals: Bool)
    /// One of `( ) , . = <> < <= > >= + - * /`.
    case symbol(String)
    /// The end.
    case end
  }

  /// Unicode scalars, since a mark that follows a quote must not become one character with it.
  private let characters: [Unicode.Scalar]
  private var position = 0

  init(_ text: String) { characters = Array(text.unicodeScalars) }

  /// The next word and the position of its first character.
  mutating func next() throws(FormulaProblem) -> (Token, Int) {
    while position < characters.count, characters[position].properties.isWhitespace { position += 1 }
    let start = position
    guard position < characters.count else { return (.end, start) }
    let first = characters[position]
    if Self.beginsName(first) { return (.name(name()), start) }
    if first == "$" {
      position += 1
      guard position < characters.count, Self.beginsName(characters[position]) else {
        throw FormulaProblem(.character, offset: start)
      }
      return (.parameter(name()), start)
    }
    if first == "'" { return (.text(try text(from: start)), start) }
    if Self.isDigit(first) { return (try number(from: start), start) }
    return (.symbol(try symbol(from: start)), start)
  }

  private static func isDigit(_ scalar: Unicode.Scalar) -> Bool { ("0"..."9").contains(scalar) }

  private static func beginsName(_ scalar: Unicode.Scalar) -> Bool { ("a"..."z").contains(scalar) }

  private static func text(_ scalars: ArraySlice<Unicode.Scalar>) -> String {
    var text = String.UnicodeScalarView()
    text.append(contentsOf: scalars)
    return String(text)
  }

  private mutating func name() -> String {
    let start = position
    while position < characters.count,
      Self.beginsName(characters[position]) || Self.isDigit(characters[position]) || characters[position] == "_"
    {
      position += 1
    }
    return Self.text(characters[start..<position])
  }

  /// A text in single quotes; a quote within is written twice.
  private mutating func text(from start: Int) throws(FormulaProblem) -> String {
    position += 1
    var text = String.UnicodeScalarView()
    while position < characters.count {
      if characters[position] == "'" {
        position += 1
        guard position < characters.count, characters[position] == "'" else { return String(text) }
      }
      text.append(characters[position])
      position += 1
    }
    throw FormulaProblem(.quoteOpen, offset: start)
  }

  private mutating func number(from start: Int) throws(FormulaProblem) -> Token {
    var hundredths: Int128 = 0
    var decimals: Int?
    while position < characters.count {
      if Self.isDigit(characters[position]) {
        let digit = Int(characters[position].value) - 48
        if let places = decimals {
          guard places < 2 else { throw FormulaProblem(.number, offset: start) }
          hundredths += Int128(places == 0 ? digit * 10 : digit)
          decimals = places + 1
        } else {
          hundredths = hundredths * 10 + Int128(digit) * 100
        }
        guard hundredths < 1_000_000_000_000_000_000_00 else { throw FormulaProblem(.number, offset: start) }
      } else if characters[position] == ".", decimals == nil {
        decimals = 0
      } else {
        break
      }
      position += 1
    }
    guard decimals != 0 else { throw FormulaProblem(.number, offset: start) }
    return .number(hundredths: hundredths, hasDecimals: decimals != nil)
  }

  private mutating func symbol(from start: Int) throws(FormulaProblem) -> String {
    let pair = Self.text(characters[position..<min(position + 2, characters.count)])
    if ["<>", "<=", ">="].contains(pair) {
      position += 2
      return pair
    }
    let single = Self.text(characters[position...position])
    guard ["(", ")", ",", ".", "=", "<", ">", "+", "-", "*", "/"].contains(single) else {
      throw FormulaProblem(.character, offset: start)
    }
    position += 1
    return single
  }
}
