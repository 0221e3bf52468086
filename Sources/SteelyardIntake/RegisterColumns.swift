import SteelyardDomain

/// One column of a register's file: where it stands, how its cells are read, and what had to be done to them.
struct RegisterColumn {
  /// The column as the schema has it.
  let schema: RegisterSchema.Column
  /// Its place in the schema.
  let position: Int
  /// Its place in the file; `nil` where the file has none.
  let column: Int?
  /// How many cells could not be read and count as absent.
  private(set) var unreadable: Int64 = 0
  /// How many cells were cleaned of harmless dressing.
  private var repaired: Int64 = 0
  /// How many numbers of persons cannot join registers, how many are masked, how many were made 18 characters.
  private var invalid: Int64 = 0
  private var masked: Int64 = 0
  private var extended: Int64 = 0
  private var days: DateColumn?
  private var amounts: AmountColumn?
  private var identifiers: IdentifierColumn?
  private let order: ReadingOptions.DateOrder?

  init(_ schema: RegisterSchema.Column, _ position: Int, _ header: Header, _ reading: ReadingOptions) {
    self.schema = schema
    self.position = position
    column = header.columns[schema.name]
    order = reading.dateOrder
    switch schema.content {
    case .day: days = DateColumn(schema.name, header, reading)
    case .money: amounts = AmountColumn(schema.name, header, reading)
    case .personId, .code: identifiers = column.map { IdentifierColumn(schema.name, $0) }
    case .month, .integer, .personName, .text: break
    }
  }

  /// A day, a month, fen or a whole number as the batch holds it; absent ones by their sentinels.
  mutating func number(_ record: TableRecord, row: Int) -> Decoded<Int64> {
    guard let column else { return .empty }
    switch schema.content {
    case .day:
      return mapped(days?.read(record) ?? .empty) { Int64($0.number) }
    case .month:
      let month = FieldDecoder.month(record.field(column), order: order)
      if case .repaired = month { repaired += 1 }
      return mapped(month) { Int64($0.number) }
    case .money: return amounts?.read(record, number: row) ?? .empty
    case .integer:
      let number = FieldDecoder.fixed(
        record.field(column), decimals: 0, limit: RegisterBatch.integerMagnitudeMaximum, fault: .wholeNumberUnreadable)
      if case .repaired = number { repaired += 1 }
      return number
    case .personId, .personName, .text, .code: preconditionFailure("a text is no number")
    }
  }

  /// What was read as an amount of a row; `nil` where nothing was.
  func amount(row: Int) -> Decoded<Int64>? { amounts?.value(number: row) }

  /// The code of a name, a text or a code among a batch's texts; ``RegisterBatch/absentText`` where there is none.
  mutating func code(_ record: TableRecord, in texts: inout IdentifierTable) -> Int32 {
    guard let column else { return RegisterBatch.absentText }
    let field = record.field(column)
    let bytes = FieldDecoder.trimmed(field)
    if FieldDecoder.isNull(bytes) { return RegisterBatch.absentText }
    if schema.content == .code { _ = identifiers?.fault(field, bytes, isKey: false) }
    // Most cells stand as they are, and no text is made of them.
    if FieldDecoder.isChineseOnly(bytes) || schema.content != .personName && FieldDecoder.isCompactASCII(bytes) {
      if schema.content == .personName, bytes.count != field.count { repaired += 1 }
      return texts.code(of: bytes)
    }
    let text: String
    switch schema.content {
    case .personName:
      text = FieldDecoder.personName(bytes)
      if !text.utf8.elementsEqual(field) { repaired += 1 }
    case .code: text = FieldDecoder.compactCode(bytes)
    default: text = composed(String(decoding: bytes, as: UTF8.self))
    }
    return text.isEmpty ? RegisterBatch.absentText : texts.code(of: text)
  }

  /// The code of a person's number, with what it is worth; `nil` where there is none.
  mutating func person(
    _ record: TableRecord, in persons: inout IdentifierTable
  ) -> (code: Int32, standing: PersonNumber.Standing)? {
    guard let column else { return nil }
    let field = record.field(column)
    let bytes = FieldDecoder.trimmed(field)
    // Marks, and whether a spreadsheet has rounded the column, are counted there.
    _ = identifiers?.fault(field, bytes, isKey: true)
    if PersonNumber.isPlain(bytes) { return (persons.code(of: bytes), .valid) }
    guard let number = PersonNumber(bytes) else { return nil }
    switch number.standing {
    case .valid: if number.isExtended { extended += 1 }
    case .masked: masked += 1
    case .invalid: invalid += 1
    }
    return (persons.code(of: number.text), number.standing)
  }

  /// Counts a cell that could not be read and is taken as absent.
  mutating func leave() { unreadable += 1 }

  /// What is wrong with the column as a whole, `nil` where it can be trusted.
  var fault: Diagnostic.Code? {
    if amounts?.isDecimalComma == true { return .decimalCommaUndeclared }
    if days?.isUndeclared == true { return .dateOrderUndeclared }
    return identifiers?.isRounded(above: QualityThresholds().identifierRoundedShare) == true ? .identifiersRounded : nil
  }

  /// Adds what there is to say of the column to notes, under the register's and the column's name.
  func note(in notes: inout [Diagnostic.Code: [String: Int64]], register: String) {
    var own: [Diagnostic.Code: [String: Int64]] = [:]
    days?.note(in: &own)
    amounts?.note(in: &own)
    identifiers?.note(in: &own)
    let counts: [Diagnostic.Code: Int64] = [
      .optionalValueUnreadable: unreadable, .valueRepaired: repaired, .personNumberInvalid: invalid,
      .personNumberMasked: masked, .personNumberExtended: extended,
    ]
    let subject = "\(register).\(schema.name)"
    for (code, count) in counts where count > 0 { notes[code, default: [:]][subject, default: 0] += count }
    for (code, counts) in own { notes[code, default: [:]][subject, default: 0] += counts.values.reduce(0, +) }
  }

  private func mapped<Value, Number>(
    _ decoded: Decoded<Value>, _ body: (Value) -> Number
  ) -> Decoded<Number> {
    switch decoded {
    case .clean(let value): .clean(body(value))
    case .repaired(let value): .repaired(body(value))
    case .empty: .empty
    case .broken(let code): .broken(code)
    }
  }
}
