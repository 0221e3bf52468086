import SteelyardDomain

/// Decodes the records of one file of a register into batches, row by row, as the register's schema says.
struct RegisterDecoder: RecordDecoder {
  /// The numbers and keys of persons, shared by all registers of a run.
  var persons: IdentifierTable
  /// The columns, in the order of the schema.
  private(set) var columns: [RegisterColumn]
  /// Cells that were taken as absent, the first of each column.
  private(set) var unreadable: [Diagnostic] = []

  private let schema: RegisterSchema
  private let header: Header
  private let fileName: String
  /// For each column of persons the columns that stand in for a damaged number, by their places in the schema.
  private let people: [(id: Int, name: Int?, birth: Int?, area: Int?)]
  private let money: Int?
  private var record = 0
  /// The cells of the row at hand: codes, numbers, fen; the key of a column of persons beside its number.
  private var cells: [Int64]
  private var keys: [Int32]

  /// The key of a person before it is known which one an unverified number gets.
  private static let unverified = Int32.min

  /// How many cells of a column that could not be read are listed for a file; the rest are counted.
  private static let unreadableListed = 100

  init(
    _ schema: RegisterSchema, header: Header, file: String, reading: ReadingOptions, persons: IdentifierTable
  ) {
    self.schema = schema
    self.header = header
    self.persons = persons
    fileName = file
    columns = schema.columns.enumerated().map { RegisterColumn($1, $0, header, reading) }
    func place(_ name: String?) -> Int? { name.flatMap { name in schema.columns.firstIndex { $0.name == name } } }
    people = schema.persons.compactMap { person in
      place(person.id).map { ($0, place(person.name), place(person.birth), place(person.area)) }
    }
    money = schema.columns.firstIndex { $0.content == .money }
    cells = Array(repeating: 0, count: columns.count)
    keys = Array(repeating: RegisterBatch.absentText, count: columns.count)
  }

  func newBatch(rows: Int) -> RegisterBatch { RegisterBatch(schema: schema) }

  func amount(of column: Int) -> Decoded<Int64>? {
    columns.first { $0.column == column }?.amount(row: record)
  }

  static func isListed(_ code: Diagnostic.Code) -> Bool { true }

  mutating func decode(_ record: TableRecord, file: Int32, into batch: inout RegisterBatch) -> RowOutcome {
    self.record += 1
    if record.isTotalRow { return RowOutcome(code: .totalRow, column: nil, fen: fen(record)) }
    var fault: (code: Diagnostic.Code, column: Int?)?
    for position in columns.indices {
      let found: Diagnostic.Code?
      switch columns[position].schema.content {
      case .personId:
        let number = columns[position].person(record, in: &persons)
        cells[position] = Int64(number?.code ?? RegisterBatch.absentText)
        keys[position] = number?.standing == .valid ? number?.code ?? RegisterBatch.absentText : Self.unverified
        found = number == nil ? .requiredValueEmpty : nil
      case .personName, .text, .code:
        cells[position] = Int64(columns[position].code(record, in: &batch.texts))
        found = cells[position] < 0 ? .requiredValueEmpty : nil
      case .day, .month, .money, .integer:
        found = takeNumber(record, position)
      }
      if let found, columns[position].schema.isRequired, fault == nil { fault = (found, columns[position].column) }
    }
    if let fault { return RowOutcome(code: fault.code, column: fault.column, fen: fen(record)) }
    for position in columns.indices where keys[position] == Self.unverified {
      keys[position] = key(position, batch.texts)
    }
    append(record, file, to: &batch)
    return RowOutcome(code: nil, column: nil, fen: fen(record))
  }

  /// Books what the columns counted.
  ///
  /// - Throws: ``IntakeFailure/refused(_:)`` where a column as a whole cannot be trusted.
  func finish(_ notes: inout [Diagnostic.Code: [String: Int64]]) throws(IntakeFailure) {
    let faults = columns.compactMap { column in
      column.fault.map {
        Diagnostic($0, at: .init(file: fileName, line: 1, field: column.column.map { header.names[$0] }))
      }
    }
    if !faults.isEmpty { throw .refused(faults) }
    for column in columns {
      column.note(in: &notes, register: schema.name)
      if column.column == nil { notes[.optionalColumnAbsent, default: [:]]["\(schema.name).\(column.schema.name)"] = 1 }
    }
  }

  /// The money a row is counted with, 0 where there is none or it cannot be read.
  private mutating func fen(_ record: TableRecord) -> Int64 {
    money.flatMap { columns[$0].number(record, row: self.record).value } ?? 0
  }

  /// Reads a cell that is a number; what speaks against it, `nil` where there is a value.
  private mutating func takeNumber(_ record: TableRecord, _ position: Int) -> Diagnostic.Code? {
    let content = columns[position].schema.content
    let absent = content == .day || content == .month ? Int64(RegisterBatch.absentDate) : RegisterBatch.absentNumber
    cells[position] = absent
    switch columns[position].number(record, row: self.record) {
    case .clean(let value), .repaired(let value):
      cells[position] = value
      return nil
    case .empty: return .requiredValueEmpty
    case .broken(let code):
      if !columns[position].schema.isRequired { leave(record, position) }
      return code
    }
  }

  /// Takes a cell that cannot be read as absent.
  private mutating func leave(_ record: TableRecord, _ position: Int) {
    columns[position].leave()
    guard columns[position].unreadable <= Self.unreadableListed, let column = columns[position].column else { return }
    unreadable.append(
      Diagnostic(
        .optionalValueUnreadable,
        at: .init(file: fileName, line: record.line, byteOffset: record.byteOffset, field: header.names[column])))
  }

  /// The key of a person whose number is not valid: one that no other register can have; absent where not even a name is
  /// told.
  private mutating func key(_ position: Int, _ texts: IdentifierTable) -> Int32 {
    let stand = people.first { $0.id == position }
    func text(_ column: Int?) -> String {
      guard let column, cells[column] >= 0 else { return "" }
      return texts.text(of: Int32(cells[column]))
    }
    let number = cells[position] < 0 ? "" : persons.text(of: Int32(cells[position]))
    let name = text(stand?.name)
    if number.isEmpty, name.isEmpty { return RegisterBatch.absentText }
    let birth = stand?.birth.map { cells[$0] } ?? Int64(RegisterBatch.absentDate)
    return persons.code(
      of: RegisterBatch.unverifiedKey(
        register: schema.name, column: schema.columns[position].name, number: number, name: name,
        birth: birth == Int64(RegisterBatch.absentDate) ? nil : Day(number: Int32(birth)), area: text(stand?.area)))
  }

  private func append(_ record: TableRecord, _ file: Int32, to batch: inout RegisterBatch) {
    batch.file.append(file)
    batch.line.append(Int32(truncatingIfNeeded: record.line))
    for position in columns.indices { batch.columns[position].append(cells[position], key: keys[position]) }
  }
}
