import SteelyardComparison
import SteelyardDomain

extension SQLDialect {
  /// A text in quotes, whatever it holds; in Spark's, paths and dates can still be read.
  func inQuotes(_ text: String) -> String { literal(text, keeping: "-./:_") }

  /// A name of a column that may hold anything.
  func inMarks(_ name: String) -> String {
    let mark: Unicode.Scalar = self == .spark ? "`" : "\""
    // By scalars: a mark with an accent upon it is another character, and ends the name all the same.
    let doubled = name.unicodeScalars.map { $0 == mark ? "\(mark)\(mark)" : String($0) }.joined()
    return "\(mark)\(doubled)\(mark)"
  }
}

/// The words in which the dialects differ, and texts as statements have them.
extension TallySQL {
  /// A text in quotes, whatever it holds.
  func quoted(_ text: String) -> String { dialect.inQuotes(text) }

  /// Texts in quotes, with commas between.
  func quoted(_ texts: some Sequence<String>) -> String { texts.map(quoted).joined(separator: ", ") }

  /// A name that may hold anything.
  func name(_ text: String) -> String { dialect.inMarks(text) }

  /// A pattern of our own in quotes: Spark reads a backslash as the beginning of an escape.
  private func pattern(_ text: String) -> String {
    dialect == .spark ? "'\(text.replacing("\\", with: "\\\\"))'" : "'\(text)'"
  }

  /// Whether a text fits a pattern; absent for an absent text.
  func fits(_ text: String, _ pattern: String) -> String {
    "\(text) \(dialect == .spark ? "RLIKE" : "~") \(self.pattern(pattern))"
  }

  /// A text without everything that fits a pattern.
  func without(_ pattern: String, in text: String) -> String {
    "regexp_replace(\(text), \(self.pattern(pattern)), ''\(dialect == .spark ? "" : ", 'g'"))"
  }

  /// Division of whole numbers that are not negative.
  func quotient(_ a: String, _ b: Int) -> String { "(\(a) \(dialect == .spark ? "DIV" : "/") \(b))" }

  /// Whether a text holds a word.
  func holds(_ text: String, _ word: String) -> String {
    "\(dialect == .spark ? "instr" : "strpos")(\(text), \(quoted(word))) > 0"
  }

  /// A text that is ordered by its bytes.
  func inBytes(_ text: String) -> String { dialect == .spark ? text : "\(text) COLLATE \"C\"" }

  /// The type of a text.
  var textType: String { dialect.textType }

  /// The number of a month, YYYYMM, of a day, YYYYMMDD.
  func month(_ day: String) -> String { quotient(day, 100) }

  /// Whether a month lies in the period.
  func isInPeriod(_ month: String) -> String {
    guard case .months(let range) = period else { return "TRUE" }
    let bounds = [range.lowerBound, range.upperBound].map { $0.year * 100 + $0.monthOfYear }
    return "\(month) BETWEEN \(bounds[0]) AND \(bounds[1])"
  }

  /// A sum of 64 bits.
  func sum(_ expression: String) -> String { "CAST(SUM(\(expression)) AS BIGINT)" }

  /// A sum of products of two amounts, 38 digits.
  func sumOfProducts(_ a: String, _ b: String) -> String {
    "SUM(CAST(CAST(\(a) AS DECIMAL(19, 0)) * CAST(\(b) AS DECIMAL(19, 0)) AS DECIMAL(38, 0)))"
  }
}
