import SteelyardDomain

/// Masks: what hides a part of an identifier, beside the `*` that every look at one finds.
extension FieldDecoder {
  /// How many letters X in a row hide something: one ends a resident's number, and short codes have two or three.
  private static let lettersMinimum = 4

  /// Whether letters X hide a part of a number: `330106XXXXXXXX1234`, or all of it.
  static func isMaskedByLetters(_ bytes: UnsafeRawBufferPointer) -> Bool {
    var (run, longest) = (0, 0)
    for byte in bytes {
      if byte | 0x20 == UInt8(ascii: "x") {
        run += 1
        longest = max(longest, run)
      } else if digit(byte) != nil {
        run = 0
      } else {
        return false
      }
    }
    return longest >= lettersMinimum
  }

  /// Whether two filled or empty shapes in a row, ● or ■ or × and their kin, hide a part of an identifier.
  static func isMaskedByShapes(_ bytes: UnsafeRawBufferPointer) -> Bool {
    // Their UTF-8 begins with one of two bytes, and no Chinese character's does.
    guard bytes.contains(where: { $0 == 0xE2 || $0 == 0xC3 }) else { return false }
    var isAfterShape = false
    for scalar in String(decoding: bytes, as: UTF8.self).unicodeScalars {
      let isShape = shapes.contains(scalar.value)
      if isShape, isAfterShape { return true }
      isAfterShape = isShape
    }
    return false
  }

  /// ×, •, ※, █, ■, □, ◆, ○, ●, ◯, ★, ☆, ╳.
  private static let shapes: Set<UInt32> = [
    0xD7, 0x2022, 0x203B, 0x2588, 0x25A0, 0x25A1, 0x25C6, 0x25CB, 0x25CF, 0x25EF, 0x2605, 0x2606, 0x2573,
  ]
}
