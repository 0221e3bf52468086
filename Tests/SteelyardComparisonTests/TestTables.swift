import Foundation
import SteelyardComparison
import SteelyardDomain
import Testing

/// The registers of tests, and tables of them written as text.
enum TestTables {
  static func text(_ zh: String) -> LocalizedText { LocalizedText(zh: zh, en: zh) }

  private static func schema(_ name: String, _ columns: [(String, RegisterSchema.Content)]) -> RegisterSchema {
    RegisterSchema(
      name: name, title: text(name),
      columns: columns.map { RegisterSchema.Column(name: $0.0, title: text($0.0), content: $0.1) })
  }

  static let registers = [
    schema(
      "residents",
      [("id", .personId), ("name", .personName), ("birth", .day), ("village", .code), ("household", .code)]),
    schema("deaths", [("id", .personId), ("died", .day)]),
    schema(
      "payments",
      [
        ("id", .personId), ("name", .personName), ("month", .month), ("amount", .money), ("account", .code),
        ("level", .code), ("approver", .personId),
      ]),
    schema("stays", [("id", .personId), ("admitted", .day), ("discharged", .day), ("institution", .code)]),
    schema(
      "visits",
      [
        ("id", .personId), ("day", .day), ("institution", .code), ("days", .integer), ("amount", .money),
        ("drug", .code),
      ]),
    schema("cadres", [("id", .personId), ("village", .code)]),
    schema("kin", [("person", .personId), ("relative", .personId)]),
    schema("files", [("number", .code), ("issuer", .code), ("filed", .day), ("decided", .day), ("level", .integer)]),
  ]

  static let standard = Standard(
    name: "allowance", title: text("标准"), categories: ["level"],
    rows: [
      .init(categories: ["a"], through: Month(year: 2025, month: 3), amountFen: 10_000),
      .init(categories: ["a"], from: Month(year: 2025, month: 4), amountFen: 12_000),
      .init(categories: ["b"], amountFen: 30_000),
    ])

  /// A table as it is written in a test: a line of column names, then a line a row, cells between bars.
  ///
  /// `1!` is a person whose key is not known, `1>2` one who is held to be another.
  static func parse(_ text: String, _ register: String) throws -> [NaiveRow] {
    let schema = try #require(registers.first { $0.name == register })
    let lines = text.split(separator: "\n").map { line in
      line.split(separator: "|", omittingEmptySubsequences: false).map { $0.trimmingCharacters(in: .whitespaces) }
    }
    let header = try #require(lines.first)
    return try lines.dropFirst().enumerated().map { position, cells in
      var row = NaiveRow(line: position + 2)
      for (name, cell) in zip(header, cells) where !cell.isEmpty {
        try put(cell, try #require(schema.column(name), "\(name)"), &row)
      }
      return row
    }
  }

  private static func put(_ cell: String, _ column: RegisterSchema.Column, _ row: inout NaiveRow) throws {
    switch column.content {
    case .personId:
      let parts = cell.split(separator: ">").map(String.init)
      let isWaiting = cell.hasSuffix("!")
      row.cells[column.name] = .person(isWaiting ? String(cell.dropLast()) : parts[0])
      if !isWaiting { row.keys[column.name] = .person(parts[parts.count - 1]) }
    case .personName, .text, .code: row.cells[column.name] = .text(cell == "''" ? "" : cell)
    case .integer: row.cells[column.name] = .whole(Int128(try #require(Int64(cell))))
    case .money: row.cells[column.name] = .money(Int128(try #require(Int64(cell))))
    case .month: row.cells[column.name] = .month(try month(cell))
    case .day: row.cells[column.name] = .day(try day(cell))
    }
  }

  static func day(_ text: String) throws -> Day {
    guard case .day(let day) = try Formula.parse("date '\(text)'").formula else { throw TestFailure.notADate }
    return day
  }

  static func month(_ text: String) throws -> Month {
    guard case .month(let month) = try Formula.parse("month '\(text)'").formula else { throw TestFailure.notADate }
    return month
  }

  enum TestFailure: Error { case notADate, invalid([PlanProblem]) }

  /// A batch of rows.
  static func batch(_ rows: [NaiveRow], _ schema: RegisterSchema, _ persons: inout IdentifierTable) -> RegisterBatch {
    var batch = RegisterBatch(schema: schema)
    for row in rows {
      batch.file.append(0)
      batch.line.append(Int32(row.line))
      for (position, column) in schema.columns.enumerated() {
        append(row.cells[column.name], row.keys[column.name], to: &batch, position, &persons)
      }
    }
    return batch
  }

  private static func append(
    _ cell: NaiveValue?, _ key: NaiveValue?, to batch: inout RegisterBatch, _ position: Int,
    _ persons: inout IdentifierTable
  ) {
    switch batch.columns[position] {
    case .persons(var cells):
      cells.number.append(cell.map { persons.code(of: $0.printed) } ?? RegisterBatch.absentText)
      cells.key.append(key.map { persons.code(of: $0.printed) } ?? RegisterBatch.absentText)
      batch.columns[position] = .persons(cells)
    case .texts(let cells):
      batch.columns[position] = .texts(
        cells + [cell.map { batch.texts.code(of: $0.printed) } ?? RegisterBatch.absentText])
    case .days(let cells):
      batch.columns[position] = .days(cells + [cell?.order.map { Int32($0) } ?? RegisterBatch.absentDate])
    case .months(let cells):
      batch.columns[position] = .months(cells + [cell?.order.map { Int32($0) } ?? RegisterBatch.absentDate])
    case .numbers(let cells):
      batch.columns[position] = .numbers(cells + [cell?.order.map { Int64($0) } ?? RegisterBatch.absentNumber])
    }
  }
}

/// A plan with its tables, run by the engine and by the twin.
struct TestRun {
  let plan: ValidatedPlan
  let dates: ComparisonDates
  let tables: [String: [NaiveRow]]
  var queryStepsMaximum = Operator.Query.stepsMaximum

  init(
    _ rules: [Rule], _ tables: [String: [NaiveRow]], asOf: String = "2025-06-30", from: String = "2025-01",
    through: String = "2025-06", calendar: WorkCalendar = WorkCalendar()
  ) throws {
    let plan = ComparisonPlan(
      registers: TestTables.registers, standards: [TestTables.standard], calendar: calendar, rules: rules)
    switch ValidatedPlan.check(plan) {
    case .success(let plan): self.plan = plan
    case .failure(let problems): throw TestTables.TestFailure.invalid(problems.problems)
    }
    dates = ComparisonDates(
      asOf: try TestTables.day(asOf), months: try TestTables.month(from)...TestTables.month(through))
    self.tables = tables
  }

  /// The clues of the engine.
  func clues(frame: ClueFrame = ClueFrame(model: "fund/test", version: "1.0", period: "2025")) throws -> [Clue] {
    let folder = FileManager.default.temporaryDirectory.appending(path: "comparison-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let executor = try PlanExecutor(
      plan, dates: dates, path: folder.appending(path: "run.sqlite").path(), queryStepsMaximum: queryStepsMaximum)
    var persons = IdentifierTable()
    for schema in plan.plan.registers {
      let batch = TestTables.batch(tables[schema.name] ?? [], schema, &persons)
      try executor.add(batch, to: schema.name, persons: persons)
    }
    try executor.finishLoading()
    return try executor.clues(frame)
  }

  /// The same as the twin says it.
  func found() throws -> [NaiveClue] { try clues().map(NaiveClue.init) }

  var twin: [NaiveClue] { NaiveTwin(plan: plan.plan, dates: dates, tables: tables).clues() }
}

extension NaiveClue {
  init(_ clue: Clue) {
    rule = clue.rule
    subject = clue.subject.identifier
    occasion = clue.occasion ?? "–"
    amountFen = Int128(clue.amountFen)
    records = clue.records.map { "\($0.register):\($0.line)" }.sorted()
    details = clue.evidence.map { "\($0.name)=\($0.value)\($0.threshold.map { "<\($0)" } ?? "")" }.sorted()
  }
}

/// A formula of a test; what does not parse stops the test.
func formula(_ text: String) -> Formula {
  do {
    return try Formula.parse(text).formula
  } catch { preconditionFailure("\(text): \(error)") }
}

extension Rule {
  /// A rule of a test.
  static func test(
    _ id: String, _ operation: Operator, subject: String = "id", kind: Clue.Subject.Kind = .person,
    occasion: [String] = [], amount: String? = nil
  ) -> Rule {
    Rule(
      id: id, title: TestTables.text(id), sentence: TestTables.text(id), suggestedCheck: TestTables.text(id),
      direction: .against, severity: .moderate, subject: Subject(kind: kind, column: reference(subject)),
      occasion: occasion.map(formula), amount: amount.map(formula), operation: operation)
  }

  static func reference(_ text: String) -> ColumnReference {
    let parts = text.split(separator: ".").map(String.init)
    return parts.count == 2
      ? ColumnReference(source: parts[0], column: parts[1]) : ColumnReference(column: parts[0])
  }
}

/// A pair of columns of a test, by key.
func pair(_ column: String, _ other: String, _ matching: Pair.Matching = .key) -> Pair {
  Pair(Rule.reference(column), other, matching: matching)
}
