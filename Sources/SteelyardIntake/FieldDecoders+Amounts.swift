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

/// An amount without its dressing, in whole units of which one is a fen.
private struct BareAmount {
  /// What stands behind the last whole unit.
  enum Remainder {
    case nothing, belowHalf, half, aboveHalf
  }

  private typealias Bytes = Slice<UnsafeRawBufferPointer>

  private static let yenSign: UInt8 = 0x80
  private static let yuanWord: UInt8 = 0x81
  private static let currencyWord: UInt8 = 0x82
  /// The greatest power of ten an exponent may name: none that fits an amount is beyond it.
  private static let exponentMaximum = 60

  private(set) var isNegative = false
  private(set) var isDressed = false
  /// Whole units without sign; anything above ``Money/rowLimitFen`` stands for what is too large.
  private(set) var units: Int64 = 0
  private(set) var remainder = Remainder.nothing
  /// Whether there are decimals behind the last whole unit, be they zeros.
  private(set) var hasFinerPlaces = false

  /// Takes the dressing off; `nil` for what is no amount.
  init?(_ bytes: UnsafeRawBufferPointer, _ form: AmountForm) {
    var isAmount = false
    if bytes.contains(where: { $0 >= 0x80 }) {
      withUnsafeTemporaryAllocation(byteCount: bytes.count, alignment: 1) { buffer in
        guard let count = Self.fold(bytes, into: buffer) else { return }
        isDressed = count != bytes.count
        isAmount = take(UnsafeRawBufferPointer(rebasing: buffer[..<count])[...], form)
      }
    } else {
      isAmount = take(bytes[...], form)
    }
    if !isAmount { return nil }
  }

  private mutating func take(_ folded: Bytes, _ form: AmountForm) -> Bool {
    var rest = folded
    var isSigned = passSign(&rest)
    let bare = rest.count
    Self.passSpaces(&rest)
    if let first = rest.first, first == Self.yenSign || first == Self.currencyWord {
      rest.removeFirst()
    } else if Self.isCurrency(rest.prefix(3)) {
      rest.removeFirst(3)
    }
    Self.passSpaces(&rest)
    if rest.count != bare, !isSigned { isSigned = passSign(&rest) }
    if form.unit == .yuan {
      if rest.last == Self.yuanWord {
        rest.removeLast()
      } else if Self.isCurrency(rest.suffix(3)) {
        rest.removeLast(3)
      }
      while rest.last == UInt8(ascii: " ") { rest.removeLast() }
    }
    if rest.count != bare || isSigned && !isNegative { isDressed = true }
    return takeNumber(rest, form)
  }

  /// Passes a sign; whether there was one.
  private mutating func passSign(_ rest: inout Bytes) -> Bool {
    guard let first = rest.first, first == UInt8(ascii: "-") || first == UInt8(ascii: "+") else { return false }
    isNegative = first == UInt8(ascii: "-")
    rest.removeFirst()
    return true
  }

  /// Takes the number itself: digits in one run or in groups of three, decimals, an exponent.
  private mutating func takeNumber(_ number: Bytes, _ form: AmountForm) -> Bool {
    var rest = number
    let head = Self.passDigits(&rest).count
    var isGrouped = false
    while rest.first == form.groupMark {
      rest.removeFirst()
      guard Self.passDigits(&rest).count == 3, (1...3).contains(head) else { return false }
      isGrouped = true
    }
    let whole = number[number.startIndex..<rest.startIndex]
    var decimals = rest.prefix(0)
    if rest.first == form.decimalMark {
      rest.removeFirst()
      decimals = Self.passDigits(&rest)
      if decimals.isEmpty { return false }
    }
    if whole.isEmpty {
      // Some databases leave out the zero before the point.
      if decimals.isEmpty { return false }
      isDressed = true
    }
    var places = form.unit.places
    if let first = rest.first, first | 0x20 == UInt8(ascii: "e"), !isGrouped {
      rest.removeFirst()
      guard let exponent = Self.passExponent(&rest) else { return false }
      places += exponent
      isDressed = true
    }
    if isGrouped { isDressed = true }
    weigh(whole, decimals, places: places)
    return rest.isEmpty
  }

  /// Counts the units of digits of which a unit is `places` behind the point, or before it where that is negative.
  private mutating func weigh(_ whole: Bytes, _ decimals: Bytes, places: Int) {
    var left = places
    for byte in whole where FieldDecoder.digit(byte) != nil { left += 1 }
    hasFinerPlaces = decimals.count > places
    // Zeros between the last unit and the first digit.
    var first: Int64 = left < 0 ? 0 : -1
    var hasMore = false
    for part in [whole, decimals] {
      for byte in part {
        guard let digit = FieldDecoder.digit(byte) else { continue }
        if left > 0 {
          if units <= Money.rowLimitFen { units = units * 10 + digit }
          left -= 1
        } else if first < 0 {
          first = digit
        } else if digit != 0 {
          hasMore = true
        }
      }
    }
    while left > 0, units <= Money.rowLimitFen {
      units *= 10
      left -= 1
    }
    if first == 5 { remainder = hasMore ? .aboveHalf : .half }
    if first > 5 { remainder = .aboveHalf }
    if first < 5, first > 0 || hasMore { remainder = .belowHalf }
  }

  private static func passDigits(_ rest: inout Bytes) -> Bytes {
    let digits = rest.prefix { FieldDecoder.digit($0) != nil }
    rest = rest.dropFirst(digits.count)
    return digits
  }

  private static func passSpaces(_ rest: inout Bytes) {
    while rest.first == UInt8(ascii: " ") { rest.removeFirst() }
  }

  private static func passExponent(_ rest: inout Bytes) -> Int? {
    let sign = rest.first == UInt8(ascii: "-") ? -1 : 1
    if rest.first == UInt8(ascii: "-") || rest.first == UInt8(ascii: "+") { rest.removeFirst() }
    let digits = passDigits(&rest)
    guard (1...3).contains(digits.count) else { return nil }
    let value = digits.reduce(0) { $0 * 10 + Int($1 - 48) }
    return value <= exponentMaximum ? sign * value : nil
  }

  /// CNY or RMB, all in capitals or all in small letters.
  private static func isCurrency(_ letters: Bytes) -> Bool {
    guard letters.count == 3, let first = letters.first,
      first | 0x20 == UInt8(ascii: "c") || first | 0x20 == UInt8(ascii: "r")
    else { return false }
    return letters.elementsEqual("CNY".utf8) || letters.elementsEqual("RMB".utf8) || letters.elementsEqual("cny".utf8)
      || letters.elementsEqual("rmb".utf8)
  }

  /// Writes the bytes with full-width characters made half-width and each known mark made one byte, at most as many;
  /// how many, `nil` where there is any other.
  private static func fold(_ bytes: UnsafeRawBufferPointer, into buffer: UnsafeMutableRawBufferPointer) -> Int? {
    var count = 0
    func append(_ byte: UInt8) {
      buffer[count] = byte
      count += 1
    }
    var position = 0
    while position < bytes.count {
      let byte = bytes[position]
      if byte < 0x80 {
        append(byte)
        position += 1
        continue
      }
      if position + 1 < bytes.count, byte == 0xC2 {
        switch bytes[position + 1] {
        case 0xA5: append(yenSign)
        case 0xA0: append(UInt8(ascii: " "))
        default: return nil
        }
        position += 2
        continue
      }
      guard position + 2 < bytes.count else { return nil }
      switch (byte, bytes[position + 1], bytes[position + 2]) {
      case (0xEF, let second, let third) where second != 0xBF:
        guard let half = FieldDecoder.halfWidth(second, third) else { return nil }
        append(half)
      case (0xEF, 0xBF, 0xA5): append(yenSign)
      case (0xE5, 0x85, 0x83): append(yuanWord)
      case (0xE3, 0x80, 0x80): append(UInt8(ascii: " "))
      case (0xE2, 0x88, 0x92): append(UInt8(ascii: "-"))
      case (0xE4, 0xBA, 0xBA) where bytes[position...].starts(with: "人民币".utf8):
        append(currencyWord)
        position += 6
      default: return nil
      }
      position += 3
    }
    return count
  }
}

/// One column of amounts: how it is written, the value of the record at hand, and what had to be done so far.
struct AmountColumn {
  let field: String
  /// The column; −1 where the file has none.
  let column: Int
  let form: AmountForm
  private let roundsHalfEven: Bool
  private var record = -1
  private var value = Decoded<Int64>.empty
  /// How many values there were, how many were cleaned of dressing, and how many were rounded.
  private(set) var filled: Int64 = 0
  private(set) var repaired: Int64 = 0
  private(set) var rounded: Int64 = 0
  /// How many values only a decimal comma would explain.
  private(set) var decimalCommas: Int64 = 0

  init(_ field: String, _ header: Header, _ options: ReadingOptions) {
    self.field = field
    column = header.columns[field] ?? -1
    let unit = column < 0 ? .yuan : AliasTables.unit(of: header.names[column])
    form = AmountForm(unit: unit, decimalMark: options.decimalMark)
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

  /// Whether more than half of the values only a decimal comma explains: then no value of the column can be trusted.
  var isDecimalComma: Bool { decimalCommas * 2 > filled }

  /// Adds what there is to say of the column to notes.
  func note(in notes: inout [Diagnostic.Code: [String: Int64]]) {
    if repaired > 0 { notes[.valueRepaired, default: [:]]["amount", default: 0] += repaired }
    if rounded > 0 { notes[.amountRounded, default: [:]][field, default: 0] += rounded }
    if form.unit != .yuan { notes[.amountUnitFromHeader, default: [:]][field, default: 0] += 1 }
  }
}
