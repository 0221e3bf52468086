/// An engine that runs a plan's SQL.
public enum SQLDialect: String, CaseIterable, Sendable {
  /// SQLite 3.35 or later; the engine built in.
  case sqlite
  /// PostgreSQL 12 or later.
  case postgresql
  /// Spark SQL 3.3 or later.
  case spark

  /// A name in the quotes of the dialect.
  ///
  /// - Precondition: the name is one that cannot hold a quote; every name is checked before it comes here.
  func quoted(_ name: String) -> String {
    precondition(
      !name.isEmpty && name.utf8.allSatisfy { (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || $0 == 0x5F },
      "only checked names reach SQL")
    return self == .spark ? "`\(name)`" : "\"\(name)\""
  }

  /// A text as the dialect writes it in a statement, whatever it holds.
  ///
  /// SQLite and PostgreSQL double single quotes; a backslash is itself. Spark reads escapes and replaces `${…}` before
  /// it parses, so there everything but letters, digits, spaces and Chinese becomes an escape.
  ///
  /// - Parameter marks: what is kept beside them.
  /// - Precondition: the marks mean nothing within Spark's quotes, as `- . / : _` do not.
  package func literal(_ text: String, keeping marks: String = "") -> String {
    if self != .spark {
      return "'" + text.unicodeScalars.reduce(into: "") { $0 += $1 == "'" ? "''" : String($1) } + "'"
    }
    var escaped = ""
    for unit in text.utf16 {
      let isPlain =
        (0x30...0x39).contains(unit) || (0x41...0x5A).contains(unit) || (0x61...0x7A).contains(unit) || unit == 0x20
        || marks.utf16.contains(unit)
      let isChinese = (0x4E00...0x9FFF).contains(unit)
      if isPlain || isChinese, let scalar = Unicode.Scalar(unit) {
        escaped.unicodeScalars.append(scalar)
      } else {
        let digits = String(unit, radix: 16)
        escaped += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      }
    }
    return "'" + escaped + "'"
  }

  /// A whole number of 64 bits as the dialect writes it: others than SQLite would take a small one for 32 bits, whose
  /// products overflow.
  func literal(_ number: Int64) -> String {
    switch self {
    case .sqlite: number < 0 ? "(\(number))" : "\(number)"
    case .postgresql: "BIGINT '\(number)'"
    case .spark: number < 0 ? "(\(number)L)" : "\(number)L"
    }
  }

  /// The type of a column of whole numbers, dates as numbers and amounts.
  var numberType: String { "BIGINT" }
  /// The type of a column of texts.
  package var textType: String { self == .spark ? "STRING" : "TEXT" }
}

/// A value that goes into a statement.
public enum SQLValue: Hashable, Sendable {
  /// A whole number.
  case integer(Int64)
  /// A text.
  case text(String)
}
