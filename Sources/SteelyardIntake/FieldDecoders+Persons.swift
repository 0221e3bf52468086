import SteelyardDomain

/// The names and numbers by which a register tells persons.
extension FieldDecoder {
  /// The dots that stand between the parts of a name, all but the one they become.
  private static let dots: Set<Unicode.Scalar> = ["•", "・", "‧", "∙", "⋅", "･", "．"]

  /// A name without blanks and unseen marks, full-width letters made half-width, letters made capital, every dot between
  /// its parts made `·`, composed (NFC).
  ///
  /// `张　三` and `张三` are one name, `阿依•古丽` and `阿依·古丽` too; 張三 and 张三 are two, for no table says that they are one.
  static func personName(_ field: UnsafeRawBufferPointer) -> String {
    let bytes = trimmed(field)
    if isNull(bytes) { return "" }
    let text = String(decoding: bytes, as: UTF8.self)
    if isChineseOnly(bytes) { return text }
    var name = String.UnicodeScalarView()
    for scalar in text.unicodeScalars where !isUnseen(scalar) {
      if dots.contains(scalar) {
        name.append("·")
      } else if (0xFF01...0xFF5E).contains(scalar.value), let narrow = Unicode.Scalar(scalar.value - 0xFEE0) {
        name.append(narrow)
      } else {
        name.append(scalar)
      }
    }
    return composed(String(name).uppercased())
  }

  /// A code without blanks anywhere, else as ``foldedCode(_:)``.
  static func compactCode(_ field: UnsafeRawBufferPointer) -> String {
    let code = foldedCode(field)
    return code.utf8.contains(UInt8(ascii: " ")) || !code.utf8.allSatisfy { $0 < 0x80 }
      ? String(String.UnicodeScalarView(code.unicodeScalars.filter { !isUnseen($0) })) : code
  }

  /// Whether every character is one of the basic Chinese block, U+4E00 to U+9FFF: most names are, and stand as they are.
  static func isChineseOnly(_ bytes: UnsafeRawBufferPointer) -> Bool {
    guard bytes.count % 3 == 0 else { return false }
    for start in stride(from: 0, to: bytes.count, by: 3) {
      guard bytes[start] > 0xE4 && bytes[start] <= 0xE9 || bytes[start] == 0xE4 && bytes[start + 1] >= 0xB8 else {
        return false
      }
    }
    return true
  }

  /// Whether every character is one of ASCII that is seen: such a text is itself, however it is folded.
  static func isCompactASCII(_ bytes: UnsafeRawBufferPointer) -> Bool {
    for byte in bytes where byte <= 32 || byte >= 127 { return false }
    return true
  }

  /// A blank or a mark that is not seen.
  private static func isUnseen(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x09...0x0D, 0x20, 0xA0, 0xAD, 0x2000...0x200F, 0x202A...0x202F, 0x205F...0x206F, 0x3000, 0xFEFF: true
    default: false
    }
  }
}

/// A person's number as a register has it, normalised.
struct PersonNumber: Equatable {
  /// What the number is worth for telling persons apart.
  enum Standing {
    /// A resident's number whose check character agrees, or one of 15 digits made 18.
    case valid
    /// A part is hidden, by `*`, by dots or by several X.
    case masked
    /// Anything else: a slip of the pen, the number of another document, one that a spreadsheet has damaged.
    case invalid
  }

  /// The number: of a valid one the 18 characters, of another what stands there without blanks.
  let text: String
  let standing: Standing
  /// Whether it was made 18 characters of 15 digits.
  var isExtended = false

  /// Whether bytes are a valid number as it is normalised.
  static func isPlain(_ bytes: UnsafeRawBufferPointer) -> Bool {
    guard bytes.count == 18, bytes[17] != UInt8(ascii: "x") else { return false }
    if case .sound = FieldDecoder.certificate(bytes) { return true }
    return false
  }

  /// Normalises a number; `nil` where there is none.
  ///
  /// Full-width characters become half-width, blanks, unseen marks and the apostrophe a spreadsheet puts before go, x
  /// becomes X, 15 digits become 18 characters.
  init?(_ field: UnsafeRawBufferPointer) {
    var text = FieldDecoder.compactCode(FieldDecoder.trimmed(field))
    if let first = text.first, "'’‘`".contains(first) { text.removeFirst() }
    if text.withUTF8({ FieldDecoder.isNull(UnsafeRawBufferPointer($0)) }) { return nil }
    if text.contains(where: { "*●○".contains($0) }) || text.count(where: { $0 == "X" || $0 == "x" }) > 1 {
      self.text = text
      standing = .masked
      return
    }
    guard let identifier = ResidentIdentifier(text) else {
      self.text = text
      standing = .invalid
      return
    }
    // Without a check character the day of birth is all that speaks for 15 digits.
    let extended = identifier.extended
    let isSound = identifier.check == .agrees || identifier.check == .absent && extended.birth != nil
    self.text = isSound ? extended.text : identifier.text
    standing = isSound ? .valid : .invalid
    isExtended = isSound && identifier.check == .absent
  }
}
