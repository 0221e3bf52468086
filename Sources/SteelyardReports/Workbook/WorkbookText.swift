/// Text as a cell of a workbook can hold it.
///
/// XML 1.0 has no place for most control characters nor for U+FFFE and U+FFFF: they become `�`. A line end is one LF.
/// Office programs read `_x0041_` as the character of that number, so such a text gets its underscore escaped. A cell
/// holds 32,767 UTF-16 units: a longer text ends with `…`.
enum WorkbookText {
  /// The most UTF-16 units that a cell holds.
  static let unitsMaximum = 32_767

  /// The text of a cell.
  static func cell(_ text: String) -> String {
    if isPlain(text) { return text }
    var result = String.UnicodeScalarView()
    var units = 0
    let scalars = Array(text.unicodeScalars)
    var position = 0
    while position < scalars.count {
      let piece = piece(scalars, &position)
      let length = piece.reduce(0) { $0 + UTF16.width($1) }
      if units + length > unitsMaximum - (position < scalars.count ? 1 : 0) {
        result.append("…")
        break
      }
      units += length
      result.append(contentsOf: piece)
    }
    return String(result)
  }

  /// A text on one line of a page's head: no line ends, `&` doubled, cut to a number of bytes.
  static func pageHead(_ text: String, bytesMaximum: Int) -> String {
    var result = String.UnicodeScalarView()
    var bytes = 0
    for scalar in cell(text).unicodeScalars {
      let piece: [Unicode.Scalar] = scalar == "&" ? ["&", "&"] : scalar.value < 0x20 ? [" "] : [scalar]
      bytes += piece.reduce(0) { $0 + UTF8.width($1) }
      if bytes > bytesMaximum { break }
      result.append(contentsOf: piece)
    }
    return String(result)
  }

  /// Whether a text is short, printable and holds no escape: nearly every cell.
  private static func isPlain(_ text: String) -> Bool {
    guard text.utf8.count < unitsMaximum else { return false }
    // U+FFFE and U+FFFF begin with EF BF in UTF-8, as harmless signs do: those few take the long way.
    var last: UInt8 = 0
    for byte in text.utf8 {
      if byte < 0x20 || byte == 0x7F || (byte == 0xBF && last == 0xEF) { return false }
      if byte == UInt8(ascii: "x"), last == UInt8(ascii: "_") { return false }
      last = byte
    }
    return true
  }

  /// What stands for the scalar at a position, which moves on.
  private static func piece(_ scalars: [Unicode.Scalar], _ position: inout Int) -> [Unicode.Scalar] {
    let scalar = scalars[position]
    let start = position
    position += 1
    switch scalar.value {
    case 0x09, 0x0A: return [scalar]
    case 0x0D:
      if position < scalars.count, scalars[position] == "\n" { position += 1 }
      return ["\n"]
    case 0..<0x20, 0xFFFE, 0xFFFF: return ["\u{FFFD}"]
    case 0x5F where isEscape(scalars, start): return Array("_x005F_".unicodeScalars)
    default: return [scalar]
    }
  }

  /// Whether `_x0041_` stands at a position, with any four hexadecimal digits.
  private static func isEscape(_ scalars: [Unicode.Scalar], _ start: Int) -> Bool {
    guard start + 6 < scalars.count, scalars[start + 1] == "x", scalars[start + 6] == "_" else { return false }
    return scalars[(start + 2)..<(start + 6)].allSatisfy { $0.properties.isASCIIHexDigit }
  }
}
