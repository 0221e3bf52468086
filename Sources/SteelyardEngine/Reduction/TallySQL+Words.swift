import SteelyardComparison
import SteelyardDomain

extension SQLDialect {
  /// A text in quotes, whatever it holds.
  ///
  /// Spark reads escapes, replaces `${…}` before it parses and looks for semicolons, so there everything but letters,
  /// digits, blanks, some marks and Chinese becomes an escape.
  func inQuotes(_ text: String) -> String {
    if self != .spark {
      return "'" + text.unicodeScalars.reduce(into: "") { $0 += $1 == "'" ? "''" : String($1) } + "'"
    }
    // - . / : _ mean nothing within quotes.
    let marks: Set<UInt16> = [0x20, 0x2D, 0x2E, 0x2F, 0x3A, 0x5F]
    var escaped = ""
    for unit in text.utf16 {
      let isPlain = (0x30...0x39).contains(unit) || (0x41...0x5A).contains(unit) || (0x61...0x7A).contains(unit)
      if isPlain || (0x4E00...0x9FFF).contains(unit) || marks.contains(unit), let scalar = Unicode.Scalar(unit) {
        escaped.unicodeScalars.append(scalar)
      } else {
        let digits = String(unit, radix: 16)
        escaped += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      }
    }
    return "'\(escaped)'"
  }

  /// A name of a column that may hold anything.
  func inMarks(_ name: String) -> String {
    let mark: Character = self == .spark ? "`" : "\""
    let parts = name.split(separator: mark, omittingEmptySubsequences: false)
    return "\(mark)\(parts.joined(separator: "\(mark)\(mark)"))\(mark)"
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
  var textType: String { dialect == .spark ? "STRING" : "TEXT" }

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
