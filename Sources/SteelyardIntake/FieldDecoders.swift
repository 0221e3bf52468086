import Foundation
import SteelyardDomain

/// A value read from a field, with what had to be done to read it.
enum Decoded<Value: Equatable>: Equatable {
  /// The field reads as it stands.
  case clean(Value)
  /// Harmless dressing was taken off.
  case repaired(Value)
  /// The field is empty or a null word.
  case empty
  /// The field breaks a rule.
  case broken(Diagnostic.Code)
}

/// A text in the composed form (NFC), in which texts that look and compare alike are alike in their bytes too.
func composed(_ text: String) -> String {
  text.utf8.allSatisfy { $0 < 0x80 } ? text : text.precomposedStringWithCanonicalMapping
}

/// Reads single fields: bytes in, exact values out, nothing guessed.
enum FieldDecoder {
  /// The bytes without spaces, TABs, no-break and ideographic spaces, zero-width marks at both ends.
  static func trimmed(_ bytes: UnsafeRawBufferPointer) -> UnsafeRawBufferPointer {
    var start = 0
    var end = bytes.count
    while start < end {
      let width = spaceWidth(bytes, start, end)
      if width == 0 { break }
      start += width
    }
    while end > start {
      let width = spaceWidthBefore(bytes, start, end)
      if width == 0 { break }
      end -= width
    }
    return UnsafeRawBufferPointer(rebasing: bytes[start..<end])
  }

  /// Whether trimmed bytes are a word for "no value": empty, null, NaN, \N, -, --, 无, /.
  static func isNull(_ bytes: UnsafeRawBufferPointer) -> Bool {
    switch bytes.count {
    case 0: return true
    case 1: return bytes[0] == UInt8(ascii: "-") || bytes[0] == UInt8(ascii: "/")
    case 2: return bytes.elementsEqual("\\N".utf8) || bytes.elementsEqual("--".utf8)
    case 3: return bytes.elementsEqual("无".utf8) || equalsLowercase(bytes, "nan")
    case 4: return equalsLowercase(bytes, "null")
    default: return false
    }
  }

  /// An amount in yuan as whole fen.
  ///
  /// Plain decimals of any length are taken where they are exact in fen; thousands commas in their places, a leading
  /// plus, ¥ or ￥, and a trailing 元 are taken off and counted as repairs.
  static func fen(_ field: UnsafeRawBufferPointer) -> Decoded<Int64> {
    let bytes = trimmed(field)
    if isNull(bytes) { return .empty }
    switch plainFen(bytes) {
    case .clean(let fen): return bytes.count == field.count ? .clean(fen) : .repaired(fen)
    case .broken(.amountUnreadable): break
    case let other: return other
    }
    guard let undressed = undressedAmount(bytes) else { return .broken(.amountUnreadable) }
    return undressed.withUnsafeBytes { bytes in
      if case .clean(let fen) = plainFen(bytes) { return .repaired(fen) }
      return plainFen(bytes)
    }
  }

  /// `-?digits[.digits]` as fen.
  private static func plainFen(_ bytes: UnsafeRawBufferPointer) -> Decoded<Int64> {
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
        if decimals < 2 {
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
    for _ in min(decimals, 2)..<2 where fen <= Money.rowLimitFen { fen *= 10 }
    if isTooLarge || fen > Money.rowLimitFen { return .broken(.amountTooLarge) }
    return .clean(isNegative ? -fen : fen)
  }

  private static func undressedAmount(_ bytes: UnsafeRawBufferPointer) -> [UInt8]? {
    var text = String(decoding: bytes, as: UTF8.self)
    if text.hasSuffix("元") { text.removeLast() }
    var sign = ""
    if let first = text.first, first == "-" || first == "+" {
      sign = first == "-" ? "-" : ""
      text.removeFirst()
    }
    if text.hasPrefix("¥") || text.hasPrefix("￥") { text.removeFirst() }
    // Some databases leave out the zero before the point.
    if text.hasPrefix(".") { text = "0" + text }
    guard let first = text.utf8.first, digit(first) != nil else { return nil }
    let halves = text.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
    guard let whole = halves.first else { return nil }
    if whole.contains(",") {
      let groups = whole.split(separator: ",", omittingEmptySubsequences: false)
      guard let head = groups.first, (1...3).contains(head.count), groups.dropFirst().allSatisfy({ $0.count == 3 })
      else { return nil }
      text = groups.joined() + (halves.count > 1 ? "." + halves[1] : "")
    }
    return Array((sign + text).utf8)
  }

  /// The calendar day of a date or a date and time: `2025-07-01`, `2025/7/1`, `20250701`, `2025年7月1日`, each with a
  /// time of day behind it or not, `20250701123000`.
  static func day(_ field: UnsafeRawBufferPointer) -> Decoded<Day> {
    let bytes = trimmed(field)
    if isNull(bytes) { return .empty }
    var position = 0
    guard let year = number(bytes, &position, digits: 4...4) else { return .broken(.dateUnreadable) }
    let month: Int?
    let dayOfMonth: Int?
    let isCompact = position < bytes.count && digit(bytes[position]) != nil
    if isCompact {
      month = number(bytes, &position, digits: 2...2)
      dayOfMonth = number(bytes, &position, digits: 2...2)
    } else if pass(bytes, &position, "年") {
      month = number(bytes, &position, digits: 1...2)
      guard pass(bytes, &position, "月") else { return .broken(.dateUnreadable) }
      dayOfMonth = number(bytes, &position, digits: 1...2)
      guard pass(bytes, &position, "日") else { return .broken(.dateUnreadable) }
    } else {
      let mark = position < bytes.count ? bytes[position] : 0
      guard mark == UInt8(ascii: "-") || mark == UInt8(ascii: "/") || mark == UInt8(ascii: ".") else {
        return .broken(.dateUnreadable)
      }
      position += 1
      month = number(bytes, &position, digits: 1...2)
      guard position < bytes.count, bytes[position] == mark else { return .broken(.dateUnreadable) }
      position += 1
      dayOfMonth = number(bytes, &position, digits: 1...2)
    }
    guard let month, let dayOfMonth, isTimeOfDay(bytes, position, isCompact),
      let day = Day(year: year, month: month, day: dayOfMonth)
    else { return .broken(.dateUnreadable) }
    return bytes.count == field.count ? .clean(day) : .repaired(day)
  }

  /// Whether what follows a date is nothing or a time of day; zones and fractions are passed over, the day stands.
  ///
  /// Only a date of eight digits may run on without a mark between, in two digits for each part.
  private static func isTimeOfDay(_ bytes: UnsafeRawBufferPointer, _ start: Int, _ isCompact: Bool) -> Bool {
    if start == bytes.count { return true }
    var position = start
    let isSeparated = bytes[position] == UInt8(ascii: " ") || bytes[position] == UInt8(ascii: "T")
    guard isSeparated || isCompact else { return false }
    if isSeparated { position += 1 }
    guard let hour = number(bytes, &position, digits: (isSeparated ? 1 : 2)...2), hour < 24 else { return false }
    let hasColons = position < bytes.count && bytes[position] == UInt8(ascii: ":")
    guard hasColons == isSeparated else { return false }
    for _ in 0..<2 {
      if position == bytes.count { return true }
      if hasColons { guard pass(bytes, &position, ":") else { return false } }
      guard let part = number(bytes, &position, digits: 2...2), part < 61 else { return false }
    }
    return bytes[position...].allSatisfy {
      digit($0) != nil || [UInt8(ascii: "."), UInt8(ascii: ":"), UInt8(ascii: "+"), UInt8(ascii: "-")].contains($0)
        || $0 == UInt8(ascii: "Z")
    }
  }

  private static func number(
    _ bytes: UnsafeRawBufferPointer, _ position: inout Int, digits: ClosedRange<Int>
  ) -> Int? {
    var value = 0
    var count = 0
    while position + count < bytes.count, count < digits.upperBound, let digit = digit(bytes[position + count]) {
      value = value * 10 + Int(digit)
      count += 1
    }
    guard count >= digits.lowerBound else { return nil }
    position += count
    return value
  }

  private static func pass(_ bytes: UnsafeRawBufferPointer, _ position: inout Int, _ word: String) -> Bool {
    let width = word.utf8.count
    guard position + width <= bytes.count,
      UnsafeRawBufferPointer(rebasing: bytes[position..<(position + width)]).elementsEqual(word.utf8)
    else { return false }
    position += width
    return true
  }

  static func digit(_ byte: UInt8) -> Int64? {
    let value = byte &- 48
    return value < 10 ? Int64(value) : nil
  }

  static func equalsLowercase(_ bytes: UnsafeRawBufferPointer, _ word: StaticString) -> Bool {
    guard bytes.count == word.utf8CodeUnitCount else { return false }
    for position in 0..<bytes.count where bytes[position] | 0x20 != word.utf8Start[position] { return false }
    return true
  }

  /// The width of a space at a position: ASCII space and TAB 1, U+00A0 2, U+3000, U+200B and U+FEFF 3; 0 for none.
  private static func spaceWidth(_ bytes: UnsafeRawBufferPointer, _ start: Int, _ end: Int) -> Int {
    let byte = bytes[start]
    if byte == 32 || byte == 9 { return 1 }
    if byte < 0xC2 { return 0 }
    if start + 1 < end, byte == 0xC2, bytes[start + 1] == 0xA0 { return 2 }
    guard start + 2 < end else { return 0 }
    return isWideSpace(byte, bytes[start + 1], bytes[start + 2]) ? 3 : 0
  }

  private static func spaceWidthBefore(_ bytes: UnsafeRawBufferPointer, _ start: Int, _ end: Int) -> Int {
    let byte = bytes[end - 1]
    if byte == 32 || byte == 9 { return 1 }
    if byte < 0x80 { return 0 }
    if end - start >= 2, byte == 0xA0, bytes[end - 2] == 0xC2 { return 2 }
    guard end - start >= 3 else { return 0 }
    return isWideSpace(bytes[end - 3], bytes[end - 2], byte) ? 3 : 0
  }

  private static func isWideSpace(_ a: UInt8, _ b: UInt8, _ c: UInt8) -> Bool {
    (a, b, c) == (0xE3, 0x80, 0x80) || (a, b, c) == (0xE2, 0x80, 0x8B) || (a, b, c) == (0xEF, 0xBB, 0xBF)
  }
}
