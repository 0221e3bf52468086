import SteelyardDomain

/// An amount without its dressing, in whole units of which one is a fen.
struct BareAmount {
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
