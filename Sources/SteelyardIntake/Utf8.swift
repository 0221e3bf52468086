import SteelyardDomain

/// Checks of raw bytes, and writing of characters.
enum Utf8 {
  /// The length of the well-formed character at a position, 0 where there is none.
  ///
  /// Overlong forms, surrogates and noncharacters (U+FDD0 to U+FDEF, the last two of each plane) are none.
  @inline(__always)
  static func characterLength(in bytes: UnsafeRawBufferPointer, at position: Int) -> Int {
    let lead = bytes[position]
    let length: Int
    var lowest: UInt8 = 0x80
    var highest: UInt8 = 0xBF
    switch lead {
    case 0..<0x80: return 1
    case 0xC2...0xDF: length = 2
    case 0xE0...0xEF:
      length = 3
      if lead == 0xE0 { lowest = 0xA0 }
      if lead == 0xED { highest = 0x9F }
    case 0xF0...0xF4:
      length = 4
      if lead == 0xF0 { lowest = 0x90 }
      if lead == 0xF4 { highest = 0x8F }
    default: return 0
    }
    guard position + length <= bytes.count, lowest <= bytes[position + 1], bytes[position + 1] <= highest else {
      return 0
    }
    for offset in 2..<max(2, length) where bytes[position + offset] & 0xC0 != 0x80 { return 0 }
    return lead >= 0xEF && isNoncharacter(bytes, position, length) ? 0 : length
  }

  private static func isNoncharacter(_ bytes: UnsafeRawBufferPointer, _ position: Int, _ length: Int) -> Bool {
    let last = bytes[position + length - 1]
    let middle = bytes[position + length - 2]
    if length == 3, bytes[position + 1] == 0xB7 { return 0x90...0xAF ~= last }
    return last >= 0xBE && middle == 0xBF && (length == 3 || bytes[position + 1] & 0x0F == 0x0F)
  }

  /// Whether bytes are well-formed UTF-8 without noncharacters.
  static func isValid(_ bytes: UnsafeRawBufferPointer) -> Bool {
    var position = 0
    while position < bytes.count {
      let length = characterLength(in: bytes, at: position)
      if length == 0 { return false }
      position += length
    }
    return true
  }

  /// What is wrong with a record's bytes, if anything: a NUL, or bytes that are not UTF-8.
  static func fault(in bytes: UnsafeRawBufferPointer) -> Diagnostic.Code? {
    var gathered: UInt8 = 0
    var hasNul = false
    for byte in bytes {
      gathered |= byte
      if byte == 0 { hasNul = true }
    }
    if hasNul { return .nulByte }
    if gathered < 0x80 { return nil }
    return isValid(bytes) ? nil : .encodingInvalid
  }

  /// Writes a code point above U+007F; returns its length.
  @inline(__always)
  static func write(_ scalar: UInt32, into output: UnsafeMutableRawBufferPointer, at position: Int) -> Int {
    if scalar < 0x800 {
      output[position] = UInt8(0xC0 | scalar >> 6)
      output[position + 1] = UInt8(0x80 | scalar & 0x3F)
      return 2
    }
    if scalar < 0x1_0000 {
      output[position] = UInt8(0xE0 | scalar >> 12)
      output[position + 1] = UInt8(0x80 | scalar >> 6 & 0x3F)
      output[position + 2] = UInt8(0x80 | scalar & 0x3F)
      return 3
    }
    output[position] = UInt8(0xF0 | scalar >> 18)
    output[position + 1] = UInt8(0x80 | scalar >> 12 & 0x3F)
    output[position + 2] = UInt8(0x80 | scalar >> 6 & 0x3F)
    output[position + 3] = UInt8(0x80 | scalar & 0x3F)
    return 4
  }
}
