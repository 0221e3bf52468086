import SteelyardDomain

/// The unit that a column's header gives to its amounts.
enum AmountUnit: String, CaseIterable {
  case yuan = "元"
  case thousandYuan = "千元"
  case tenThousandYuan = "万元"
  case fen = "分"

  /// How many decimals of the unit a fen is.
  var places: Int {
    switch self {
    case .yuan: 2
    case .thousandYuan: 5
    case .tenThousandYuan: 6
    case .fen: 0
    }
  }
}

/// How the amounts of a column are written.
struct AmountForm: Equatable {
  var unit = AmountUnit.yuan
  var decimalMark = UInt8(ascii: ".")

  /// Yuan with a decimal point.
  static let plain = AmountForm()

  /// The mark between groups of three digits.
  var groupMark: UInt8 { decimalMark == UInt8(ascii: ",") ? UInt8(ascii: ".") : UInt8(ascii: ",") }
}

extension FieldDecoder {
  /// An amount as whole fen.
  ///
  /// Plain decimals of any length are taken where they are exact in fen. Thousands marks in their places, a leading
  /// plus, ¥, CNY, RMB or 人民币, a trailing 元, CNY or RMB, full-width characters and exponents are harmless and counted
  /// as repairs. Nothing is rounded, and no other grouping is guessed.
  static func fen(_ field: UnsafeRawBufferPointer, _ form: AmountForm = .plain) -> Decoded<Int64> {
    let bytes = trimmed(field)
    if form.decimalMark == UInt8(ascii: ".") {
      switch form.unit == .yuan ? plainFen(bytes, places: 2) : plainFen(bytes, places: form.unit.places) {
      case .clean(let fen): return bytes.count == field.count ? .clean(fen) : .repaired(fen)
      case .broken(.amountUnreadable): break
      case let other: return other
      }
    }
    if isNull(bytes) { return .empty }
    guard let bare = BareAmount(bytes, form) else { return .broken(.amountUnreadable) }
    if bare.remainder != .nothing { return .broken(.amountFinerThanFen) }
    if bare.units > Money.rowLimitFen { return .broken(.amountTooLarge) }
    let fen = bare.isNegative ? -bare.units : bare.units
    return bare.isDressed || bytes.count != field.count ? .repaired(fen) : .clean(fen)
  }

  /// An amount finer than a fen, rounded half to even.
  static func roundedFen(_ field: UnsafeRawBufferPointer, _ form: AmountForm) -> Decoded<Int64> {
    guard let bare = BareAmount(trimmed(field), form) else { return .broken(.amountUnreadable) }
    guard bare.hasFinerPlaces else { return fen(field, form) }
    if bare.units > Money.rowLimitFen { return .broken(.amountTooLarge) }
    let isUp = bare.remainder == .half ? bare.units % 2 != 0 : bare.remainder == .aboveHalf
    let rounded = bare.units + (isUp ? 1 : 0)
    if rounded > Money.rowLimitFen { return .broken(.amountTooLarge) }
    return .repaired(bare.isNegative ? -rounded : rounded)
  }

  /// Whether a text that is no amount in its column's form would be one with a decimal comma.
  static func isDecimalComma(_ field: UnsafeRawBufferPointer, _ form: AmountForm) -> Bool {
    guard form.decimalMark != UInt8(ascii: ","), field.contains(where: { $0 == UInt8(ascii: ",") || $0 == 0x8C }) else {
      return false
    }
    switch fen(field, AmountForm(unit: form.unit, decimalMark: UInt8(ascii: ","))) {
    case .clean, .repaired, .broken(.amountFinerThanFen): return true
    case .empty, .broken: return false
    }
  }

  /// `-?digits[.digits]` in a unit of which a fen is `places` decimals.
  @inline(__always) private static func plainFen(_ bytes: UnsafeRawBufferPointer, places: Int) -> Decoded<Int64> {
    var position = 0
    let isNegative = bytes.first == UInt8(ascii: "-")
    if isNegative { position = 1 }
    var fen: Int64 = 0
    var digits = 0
    var isTooLarge = false
    while position < bytes.count, let digit = digit(bytes[position]) {
      if fen <= Money.rowLimitFen { fen = fen * 10 + digit } else { isTooLarge = true }
      digits += 1
      position += 1
    }
    var decimals = 0
    var isFiner = false
    if position < bytes.count, bytes[position] == UInt8(ascii: ".") {
      position += 1
      while position < bytes.count, let digit = digit(bytes[position]) {
        if decimals < places {
          fen = fen <= Money.rowLimitFen ? fen * 10 + digit : fen
        } else if digit != 0 {
          isFiner = true
        }
        decimals += 1
        position += 1
      }
      if decimals == 0 { return .broken(.amountUnreadable) }
    }
    guard position == bytes.count, digits > 0 else { return .broken(.amountUnreadable) }
    if isFiner { return .broken(.amountFinerThanFen) }
    for _ in min(decimals, places)..<places where fen <= Money.rowLimitFen { fen *= 10 }
    if isTooLarge || fen > Money.rowLimitFen { return .broken(.amountTooLarge) }
    return .clean(isNegative ? -fen : fen)
  }
}

/// One column of amounts: how it is written, the value of the record at hand, and what had to be done so far.
struct AmountColumn {
  let field: String
  /// The column; −1 where the file has none.
  let column: Int
  let form: AmountForm
  private let isPlain, roundsHalfEven: Bool
  private let usualPlace: Int
  private var record = -1
  private var value = Decoded<Int64>.empty
  /// How many values there were, how many were cleaned of dressing, and how many were rounded.
  private(set) var filled: Int64 = 0
  private(set) var repaired: Int64 = 0
  private(set) var rounded: Int64 = 0
  /// How many values only a decimal comma would explain.
  private(set) var decimalCommas: Int64 = 0

  /// - Parameter usual: the usual amounts of the table, where they are known for all its columns.
  init(_ field: String, _ header: Header, _ options: ReadingOptions, _ usual: UsualAmounts? = nil) {
    self.field = field
    column = header.columns[field] ?? -1
    let unit = column < 0 ? .yuan : AliasTables.unit(of: header.names[column])
    form = AmountForm(unit: unit, decimalMark: options.decimalMark)
    isPlain = form == .plain
    usualPlace = column < 0 ? -1 : (usual ?? UsualAmounts(header, options)).places[column]
    roundsHalfEven = options.roundsHalfEven
  }

  var isPresent: Bool { column >= 0 }

  /// Whether the record of a number was read already.
  func isRead(number: Int) -> Bool { record == number }

  /// What was read of the record of a number; `nil` where it was not read.
  func value(number: Int) -> Decoded<Int64>? { record == number ? value : nil }

  /// For each column of a table the place of its amounts in a list, -1 for a column of anything else.
  static func places(of amounts: [AmountColumn], columns: Int) -> [Int] {
    var places = [Int](repeating: -1, count: columns)
    for (place, amount) in amounts.enumerated() where amount.isPresent { places[amount.column] = place }
    return places
  }

  /// The value in a record, decoded once for each record number; empty where the file has no such column.
  mutating func read(_ bytes: TableRecord, number: Int) -> Decoded<Int64> {
    if record == number || column < 0 { return value }
    record = number
    let field = bytes.field(column)
    if isPlain, let fen = bytes.usualFen(column, place: usualPlace) {
      filled += 1
      value = .clean(fen)
      return value
    }
    value = FieldDecoder.fen(field, form)
    switch value {
    case .clean: filled += 1
    case .empty: break
    case .repaired:
      filled += 1
      repaired += 1
    case .broken(.amountFinerThanFen) where roundsHalfEven:
      filled += 1
      value = FieldDecoder.roundedFen(field, form)
      if case .repaired = value { rounded += 1 }
    case .broken(.amountUnreadable):
      filled += 1
      if FieldDecoder.isDecimalComma(field, form) { decimalCommas += 1 }
    case .broken: filled += 1
    }
    return value
  }

  /// The value in a record, `nil` where there is none; nothing is counted.
  func value(in record: TableRecord) -> Int64? {
    let field = record.field(column)
    let value = FieldDecoder.fen(field, form)
    guard roundsHalfEven, case .broken(.amountFinerThanFen) = value else { return value.value }
    return FieldDecoder.roundedFen(field, form).value
  }

  /// Adds the values of another part of the file.
  mutating func add(_ part: AmountColumn) {
    filled += part.filled
    repaired += part.repaired
    rounded += part.rounded
    decimalCommas += part.decimalCommas
  }

  /// Whether more than half of the values only a decimal comma explains: then no value of the column can be trusted.
  var isDecimalComma: Bool { decimalCommas * 2 > filled }

  /// Adds what there is to say of the column to notes.
  func note(in notes: inout [Diagnostic.Code: [String: Int64]]) {
    if repaired > 0 { notes[.valueRepaired, default: [:]]["amount", default: 0] += repaired }
    if rounded > 0 { notes[.amountRounded, default: [:]][field, default: 0] += rounded }
    if form.unit != .yuan { notes[.amountUnitFromHeader, default: [:]][field, default: 0] += 1 }
  }
}
