import Foundation
import SteelyardDomain

/// A value read from a field, with what had to be done to read it.
enum Decoded<Value: Equatable & Sendable>: Equatable, Sendable {
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

/// Whether bytes are those of a word.
func sameBytes(_ bytes: UnsafeRawBufferPointer, _ word: StaticString) -> Bool {
  guard bytes.count == word.utf8CodeUnitCount else { return false }
  guard let base = bytes.baseAddress else { return true }
  return memcmp(base, word.utf8Start, bytes.count) == 0
}

/// Reads single fields: bytes in, exact values out, nothing guessed.
enum FieldDecoder {
  /// The bytes without spaces, TABs, no-break and ideographic spaces, zero-width and direction marks at both ends.
  @inline(__always) static func trimmed(_ bytes: UnsafeRawBufferPointer) -> UnsafeRawBufferPointer {
    let count = bytes.count
    // A printing character of ASCII at both ends.
    if count > 0, bytes[0] &- 33 < 94, bytes[count - 1] &- 33 < 94 { return bytes }
    return count == 0 ? bytes : trimmedSlowly(bytes)
  }

  private static func trimmedSlowly(_ bytes: UnsafeRawBufferPointer) -> UnsafeRawBufferPointer {
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

  /// Whether trimmed bytes are a word for "no value": nothing, `-`, `--`, `/`, 无, 空, `\N`, null, nil, none, nan, NA,
  /// N/A, #N/A, letters in any case.
  @inline(__always) static func isNull(_ bytes: UnsafeRawBufferPointer) -> Bool {
    bytes.count <= 4 && isNullWord(bytes)
  }

  private static func isNullWord(_ bytes: UnsafeRawBufferPointer) -> Bool {
    switch bytes.count {
    case 0: return true
    case 1: return bytes[0] == UInt8(ascii: "-") || bytes[0] == UInt8(ascii: "/")
    case 2: return sameBytes(bytes, "\\N") || sameBytes(bytes, "--") || equalsLowercase(bytes, "na")
    case 3:
      switch bytes[0] | 0x20 {
      case UInt8(ascii: "n"):
        return equalsLowercase(bytes, "nan") || equalsLowercase(bytes, "nil")
          || bytes[1] == UInt8(ascii: "/") && bytes[2] | 0x20 == UInt8(ascii: "a")
      case 0xE6: return sameBytes(bytes, "无")
      case 0xE7: return sameBytes(bytes, "空")
      default: return false
      }
    case 4:
      switch bytes[0] | 0x20 {
      case UInt8(ascii: "n"): return equalsLowercase(bytes, "null") || equalsLowercase(bytes, "none")
      case UInt8(ascii: "#"): return sameBytes(bytes, "#N/A")
      default: return false
      }
    default: return false
    }
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

  /// The width of a space or an unseen mark at a position: ASCII space and TAB 1, U+00A0 2, others 3; 0 for none.
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

  /// U+3000 and U+FEFF, the zero-width and direction marks U+200B–U+200F, U+202A–U+202E and U+2060–U+206F.
  static func isWideSpace(_ a: UInt8, _ b: UInt8, _ c: UInt8) -> Bool {
    switch (a, b) {
    case (0xE3, 0x80): c == 0x80
    case (0xEF, 0xBB): c == 0xBF
    case (0xE2, 0x80): (0x8B...0x8F).contains(c) || (0xAA...0xAE).contains(c)
    case (0xE2, 0x81): (0xA0...0xAF).contains(c)
    default: false
    }
  }
}
