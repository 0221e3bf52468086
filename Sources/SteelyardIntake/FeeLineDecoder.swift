import SteelyardDomain

/// Decodes the records of one file of fee lines into a batch, row by row.
struct FeeLineDecoder: RecordDecoder {
  /// Parts of a yuan in which unit prices are held: prices have up to six decimals.
  static let priceScale: Int128 = 1_000_000
  /// 10^12 yuan, as for amounts.
  private static let priceLimit: Int64 = 1_000_000_000_000_000_000
  /// The columns that items are told apart by, the best first.
  static let itemFields = ["nat_item_code", "item_code", "item_name"]

  var identifiers: FeeLineIdentifiers
  /// How often something was noted, by rule and field.
  var notes: [Diagnostic.Code: [String: Int64]] = [:]
  /// How many lines each of ``itemFields`` told apart.
  var itemKeys: [String: Int64] = [:]

  private let quantity: Int
  /// The line's own number, and its settlement's.
  private var ids: [IdentifierColumn]
  private let price: Int?
  private var amount: AmountColumn
  private var record = 0
  private let itemColumns: [(field: String, column: Int)]
  private let nameColumns: [Int]
  private let days: Int?

  init(header: Header, reading: ReadingOptions, identifiers: FeeLineIdentifiers) {
    func required(_ field: String) -> Int {
      guard let column = header.columns[field] else { preconditionFailure("the header was checked for \(field)") }
      return column
    }
    self.identifiers = identifiers
    ids = ["line_id", "claim_id"].map { IdentifierColumn($0, required($0)) }
    quantity = required("qty")
    price = header.columns["price"]
    amount = AmountColumn("amount", header, reading)
    itemColumns = Self.itemFields.compactMap { field in header.columns[field].map { (field, $0) } }
    days = header.columns["days"]
    nameColumns = ["nat_item_name", "item_name"].compactMap { header.columns[$0] }
  }

  func newBatch(rows: Int) -> FeeLineBatch { FeeLineBatch() }

  static func isListed(_ code: Diagnostic.Code) -> Bool { true }

  func amount(of column: Int) -> Decoded<Int64>? { column == amount.column ? amount.value(number: record) : nil }

  mutating func decode(_ record: TableRecord, file: Int32, into batch: inout FeeLineBatch) -> RowOutcome {
    self.record += 1
    let told = amount.read(record, number: self.record)
    var amountFen = told.value ?? 0
    func out(_ code: Diagnostic.Code, _ column: Int? = nil) -> RowOutcome {
      RowOutcome(code: code, column: column, fen: amountFen)
    }
    if record.isTotalRow { return out(.totalRow) }
    if case .broken(let code) = told { return out(code, amount.column) }
    for slot in ids.indices {
      let column = ids[slot].column
      if let code = ids[slot].fault(record.field(column), record.trimmed(column), isKey: true) {
        return out(code, column)
      }
    }
    guard let key = itemColumns.first(where: { !FieldDecoder.isNull(record.trimmed($0.column)) }) else {
      return out(.requiredValueEmpty, itemColumns.first?.column)
    }
    let units: Int64
    switch FieldDecoder.fixed(
      record.field(quantity), decimals: 4, limit: FeeLineBatch.quantityLimit, fault: .quantityUnreadable)
    {
    case .clean(let value): units = value
    case .repaired(let value):
      note(.valueRepaired, "qty")
      units = value
    case .empty: return out(.requiredValueEmpty, quantity)
    case .broken(let code): return out(code, quantity)
    }
    switch product(record, units) {
    case .clean(let product), .repaired(let product):
      if told.value == nil {
        amountFen = product
      } else if abs(product - amountFen) > 1 {
        note(.priceTimesQuantityDiffers, "price")
      }
    case .empty: if told.value == nil { return out(.requiredValueEmpty, amount.isPresent ? amount.column : price) }
    case .broken(let code):
      if told.value == nil { return out(code, price) }
      note(.optionalValueUnreadable, "price")
    }
    itemKeys[key.field, default: 0] += 1
    batch.source.append(file)
    batch.line.append(Int32(truncatingIfNeeded: record.line))
    batch.byteOffset.append(Int64(record.byteOffset))
    batch.lineNumber.append(ids[0].withKey(record.trimmed(ids[0].column)) { Fingerprint(of: $0) })
    batch.claim.append(ids[1].withKey(record.trimmed(ids[1].column)) { Fingerprint(of: $0) })
    batch.item.append(item(record, key.column))
    batch.quantity.append(units)
    batch.amountFen.append(amountFen)
    batch.days.append(suppliedDays(record))
    return RowOutcome(code: nil, column: nil, fen: amountFen)
  }

  /// Books what the columns counted.
  ///
  /// - Throws: ``IntakeFailure/refused(_:)`` where a column as a whole cannot be trusted.
  mutating func finish(_ header: Header, file: String) throws(IntakeFailure) {
    var problems: [(code: Diagnostic.Code, column: Int)] = []
    amount.note(in: &notes)
    if amount.isDecimalComma { problems.append((.decimalCommaUndeclared, amount.column)) }
    for id in ids {
      id.note(in: &notes)
      if id.isRounded(above: QualityThresholds().identifierRoundedShare) {
        problems.append((.identifiersRounded, id.column))
      }
    }
    if problems.isEmpty { return }
    throw .refused(
      problems.map { Diagnostic($0.code, at: .init(file: file, line: 1, field: header.names[$0.column])) })
  }

  /// Price times quantity in fen, halves away from zero.
  private func product(_ record: TableRecord, _ units: Int64) -> Decoded<Int64> {
    guard let price else { return .empty }
    let decoded = FieldDecoder.fixed(
      record.field(price), decimals: 6, limit: Self.priceLimit, fault: .amountUnreadable)
    guard let value = decoded.value else { return decoded }
    let scale = Int128(FeeLineBatch.quantityScale) * Self.priceScale / 100
    let product = Int128(units) * Int128(value)
    let rounded = (product.magnitude + UInt128(scale) / 2) / UInt128(scale)
    if rounded > UInt128(Money.rowLimitFen) { return .broken(.amountTooLarge) }
    return .clean(product < 0 ? -Int64(rounded) : Int64(rounded))
  }

  /// The days of supply, `30` or `30天`, 0 where there are none to be read.
  private mutating func suppliedDays(_ record: TableRecord) -> Int16 {
    guard let days else { return 0 }
    let bytes = record.trimmed(days)
    let unit = "天".utf8
    let number = bytes.suffix(unit.count).elementsEqual(unit) ? bytes.dropLast(unit.count) : bytes[...]
    let decoded = FieldDecoder.fixed(
      UnsafeRawBufferPointer(rebasing: number), decimals: 0, limit: FeeLineBatch.daysMaximum,
      fault: .optionalValueUnreadable)
    if case .broken(let code) = decoded { note(code, "days") }
    return Int16(decoded.value ?? 0)
  }

  /// The item's code, its name taken down.
  private mutating func item(_ record: TableRecord, _ column: Int) -> Int32 {
    let code = identifiers.items.code(of: text(record, column))
    while identifiers.names.count <= Int(code) { identifiers.names.append("") }
    guard let nameColumn = nameColumns.first(where: { !FieldDecoder.isNull(record.trimmed($0)) }) else { return code }
    let known = identifiers.names[Int(code)]
    let bytes = record.trimmed(nameColumn)
    if known.utf8.elementsEqual(bytes) { return code }
    let name = text(record, nameColumn)
    if known.isEmpty || name.utf8.lexicographicallyPrecedes(known.utf8) { identifiers.names[Int(code)] = name }
    return code
  }

  private func text(_ record: TableRecord, _ column: Int) -> String {
    composed(String(decoding: record.trimmed(column), as: UTF8.self))
  }

  private mutating func note(_ code: Diagnostic.Code, _ field: String) {
    notes[code, default: [:]][field, default: 0] += 1
  }
}
