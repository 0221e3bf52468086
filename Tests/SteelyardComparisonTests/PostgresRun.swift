import SteelyardComparison
import SteelyardDomain
import SteelyardTestSupport

extension TestRun {
  /// The clues that PostgreSQL's rows make of each rule's statement, written out or with its values bound.
  func found(on server: PostgresServer, isBound: Bool) throws -> [NaiveClue] {
    let compiler = SQLCompiler(plan, dates: dates)
    var script = "DROP SCHEMA public CASCADE; CREATE SCHEMA public;\n"
    for schema in plan.plan.registers {
      script += SQLCompiler.table(schema, .postgresql) + ";\n" + copy(schema)
    }
    var statements: [String] = []
    for (number, rule) in compiler.rules.enumerated() {
      if isBound {
        let (text, values) = rule.bound(.postgresql)
        let arguments = values.map(Self.written).joined(separator: ", ")
        let types = values.map { if case .integer = $0 { "BIGINT" } else { "TEXT" } }.joined(separator: ", ")
        script += "PREPARE rule\(number)\(values.isEmpty ? "" : "(\(types))") AS \(text);\n"
        script += "CREATE TEMPORARY TABLE out\(number) AS EXECUTE rule\(number)"
        script += values.isEmpty ? ";\n" : "(\(arguments));\n"
        statements.append("out\(number)")
      } else {
        statements.append("(\(rule.written(.postgresql)))")
      }
    }
    let frame = ClueFrame(model: "fund/test", version: "1.0", period: "2025")
    let registers = plan.plan.registers.map(\.name)
    return try zip(compiler.rules, try server.rows(after: script, of: statements)).flatMap { rule, rows in
      try rule.clues(rows: rows, frame: frame, registers: registers).map(NaiveClue.init)
    }
  }

  private static func written(_ value: SQLValue) -> String {
    switch value {
    case .integer(let number): "\(number)"
    case .text(let text): quote(text)
    }
  }

  /// The rows of a register as PostgreSQL's own text format.
  private func copy(_ schema: RegisterSchema) -> String {
    let columns = SQLCompiler.columns(schema)
    let lines = (tables[schema.name] ?? []).map { row in
      columns.map { column in
        let value: NaiveValue? =
          switch column.part {
          case .locator: .whole(Int128(row.line))
          case .cell(let position): row.cells[schema.columns[position].name]
          case .key(let position): row.keys[schema.columns[position].name]
          }
        return value.map { Self.escaped($0.stored) } ?? "\\N"
      }.joined(separator: "\t") + "\n"
    }
    return "COPY \"\(schema.name)\" FROM STDIN;\n\(lines.joined())\\.\n"
  }

  private static func escaped(_ text: String) -> String {
    text.unicodeScalars.reduce(into: "") { escaped, scalar in
      switch scalar {
      case "\\": escaped += "\\\\"
      case "\t": escaped += "\\t"
      case "\n": escaped += "\\n"
      case "\r": escaped += "\\r"
      default: escaped.unicodeScalars.append(scalar)
      }
    }
  }
}

extension NaiveValue {
  /// How a table holds a value: dates as numbers.
  var stored: String {
    switch self {
    case .text(let text), .person(let text): return text
    case .whole(let number), .money(let number): return String(number)
    case .month(let month): return String(month.year * 100 + month.monthOfYear)
    case .day(let day):
      let parts = day.civil
      return String(parts.year * 10_000 + parts.month * 100 + parts.day)
    case .truth(let truth): return truth ? "1" : "0"
    }
  }
}

/// A text in single quotes, each quote within twice; by scalars, since a mark after a quote makes one character with it.
func quote(_ text: String) -> String {
  "'" + text.unicodeScalars.reduce(into: "") { $0 += $1 == "'" ? "''" : String($1) } + "'"
}
