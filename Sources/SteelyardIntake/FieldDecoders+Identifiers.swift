import Foundation
import SteelyardDomain

extension FieldDecoder {
  /// What a look at an identifier's bytes shows.
  struct IdentifierLook {
    /// Whether there is a character beyond ASCII.
    var isWide = false
    /// Whether a `*` hides a part of it.
    var isMasked = false
    /// Whether there is a `+`, without which no spreadsheet's number is written.
    var hasPlus = false
  }

  /// Looks at every byte of an identifier once.
  @inline(__always) static func look(_ bytes: UnsafeRawBufferPointer) -> IdentifierLook {
    var gathered: UInt8 = 0
    var stars: UInt8 = 0
    var pluses: UInt8 = 0
    for byte in bytes {
      gathered |= byte
      stars |= byte == UInt8(ascii: "*") ? 1 : 0
      pluses |= byte == UInt8(ascii: "+") ? 1 : 0
    }
    return IdentifierLook(isWide: gathered >= 0x80, isMasked: stars != 0, hasPlus: pluses != 0)
  }

  /// Whether a number looks as a spreadsheet leaves it: of 16 digits or more, all behind the fifteenth and the last
  /// three zeros.
  static func isRounded(_ bytes: UnsafeRawBufferPointer) -> Bool {
    let zero = UInt8(ascii: "0")
    let count = bytes.count
    guard count >= 16, bytes[count - 1] == zero, bytes[count - 2] == zero, bytes[count - 3] == zero else {
      return false
    }
    return bytes.allSatisfy { digit($0) != nil } && bytes[15...].allSatisfy { $0 == zero }
      && bytes.contains { $0 != zero }
  }

  /// A code in the form in which codes are compared: unseen marks left out wherever they stand, nothing at its ends,
  /// full-width and other compatibility characters folded where plain ASCII comes of it (Ｈ３３ is H33), else composed.
  static func foldedCode(_ bytes: UnsafeRawBufferPointer) -> String {
    let text = String(decoding: bytes, as: UTF8.self)
    var seen = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      switch scalar.value {
      case 0xFEFF, 0x200B...0x200F, 0x202A...0x202E, 0x2060...0x206F, 0xAD: continue
      default: seen.append(scalar)
      }
    }
    let plain = String(seen).precomposedStringWithCompatibilityMapping
    // A name that stands as a code keeps its brackets: what names it elsewhere has them too.
    var folded = plain.utf8.allSatisfy { $0 < 0x80 } ? plain : composed(String(seen))
    return folded.withUTF8 { String(decoding: trimmed(UnsafeRawBufferPointer($0)), as: UTF8.self) }
  }

  /// The bytes with full-width letters, digits and marks made half-width.
  static func halfWidth(_ bytes: UnsafeRawBufferPointer) -> [UInt8] {
    var folded: [UInt8] = []
    folded.reserveCapacity(bytes.count)
    var position = 0
    while position < bytes.count {
      let isFullWidth = bytes[position] == 0xEF && position + 2 < bytes.count
      switch isFullWidth ? bytes[position + 1] : 0 {
      case 0xBC where bytes[position + 2] >= 0x81:
        folded.append(bytes[position + 2] - 0x60)
        position += 3
      case 0xBD where bytes[position + 2] <= 0x9E:
        folded.append(bytes[position + 2] - 0x20)
        position += 3
      default:
        folded.append(bytes[position])
        position += 1
      }
    }
    return folded
  }

  /// What a certificate's number shows of itself.
  enum CertificateLook {
    /// Nothing is there, or a number of another kind than the resident's.
    case none
    /// A part is hidden by `*`.
    case masked
    /// A resident's number whose check character agrees, or an older one that has none.
    case sound
    /// A resident's number with a slip: its check character disagrees.
    case slip
  }

  /// Looks at the number of a certificate; only 15 digits, or 17 with a digit or X (or x) behind, are a resident's.
  ///
  /// Its slow twin is `ResidentIdentifier`.
  static func certificate(_ bytes: UnsafeRawBufferPointer) -> CertificateLook {
    if isNull(bytes) { return .none }
    if bytes.contains(UInt8(ascii: "*")) { return .masked }
    if bytes.count == 15 { return bytes.allSatisfy { digit($0) != nil } ? .sound : .none }
    guard bytes.count == 18 else { return .none }
    var sum = 0
    for position in 0..<17 {
      guard let digit = digit(bytes[position]) else { return .none }
      sum = (sum * 2 + Int(digit)) % 11
    }
    let last = bytes[17]
    let told = digit(last).map(Int.init) ?? (last | 0x20 == UInt8(ascii: "x") ? 10 : -1)
    if told < 0 { return .none }
    return (sum * 2 + told) % 11 == 1 ? .sound : .slip
  }

  /// Whether a name is that of test data: 测试 anywhere in it, or `test` at its beginning.
  static func isTestName(_ bytes: UnsafeRawBufferPointer) -> Bool {
    if bytes.count >= 4, equalsLowercase(UnsafeRawBufferPointer(rebasing: bytes[0..<4]), "test") { return true }
    guard bytes.count >= 6 else { return false }
    for start in 0...(bytes.count - 6) where bytes[start] == 0xE6 {
      if UnsafeRawBufferPointer(rebasing: bytes[start..<(start + 6)]).elementsEqual("测试".utf8) { return true }
    }
    return false
  }
}

/// One column of identifiers: the texts behind its codes, and what had to be done to its values.
struct IdentifierColumn {
  let field: String
  let column: Int
  /// How many values there were, how many had marks at their ends, how many were folded, how many look rounded.
  private(set) var filled: Int64 = 0
  private var trimmed: Int64 = 0
  private var folded: Int64 = 0
  private var rounded: Int64 = 0
  /// Texts beyond ASCII as they stand, with what they fold to.
  private var wide = IdentifierTable()
  private var foldings: [(text: String, isChanged: Bool)] = []
  /// The most texts that are remembered with their folding; those beyond are folded each time.
  private static let foldingsMaximum = 65_536

  init(_ field: String, _ column: Int) {
    self.field = field
    self.column = column
  }

  /// Looks at a value and counts what is to be said of it; `nil` where nothing speaks against it.
  ///
  /// - Parameter isKey: whether something is told apart by it, so that it must be whole.
  mutating func fault(_ field: UnsafeRawBufferPointer, _ bytes: UnsafeRawBufferPointer, isKey: Bool)
    -> Diagnostic.Code?
  {
    if FieldDecoder.isNull(bytes) { return .requiredValueEmpty }
    filled += 1
    if bytes.count != field.count { trimmed += 1 }
    var look = FieldDecoder.look(bytes)
    if look.isWide {
      let (text, isChanged) = folding(bytes)
      if isChanged { folded += 1 }
      if text.isEmpty { return .requiredValueEmpty }
      var copy = text
      return copy.withUTF8 { utf8 in
        let bytes = UnsafeRawBufferPointer(utf8)
        if FieldDecoder.isNull(bytes) { return .requiredValueEmpty }
        look = FieldDecoder.look(bytes)
        return isKey ? keyFault(bytes, look) : nil
      }
    }
    return isKey ? keyFault(bytes, look) : nil
  }

  private mutating func keyFault(
    _ bytes: UnsafeRawBufferPointer, _ look: FieldDecoder.IdentifierLook
  ) -> Diagnostic.Code? {
    if look.hasPlus, FieldDecoder.isDamagedIdentifier(bytes) { return .identifierDamaged }
    if look.isMasked { return .identifierMasked }
    if FieldDecoder.isRounded(bytes) { rounded += 1 }
    return nil
  }

  /// The text that a value beyond ASCII is known by, and whether it differs in more than its composition.
  mutating func folding(_ bytes: UnsafeRawBufferPointer) -> (text: String, isChanged: Bool) {
    func make() -> (text: String, isChanged: Bool) {
      let text = FieldDecoder.foldedCode(bytes)
      return (text, !text.utf8.elementsEqual(composed(String(decoding: bytes, as: UTF8.self)).utf8))
    }
    if foldings.count >= Self.foldingsMaximum { return make() }
    let code = Int(wide.code(of: bytes))
    if code == foldings.count { foldings.append(make()) }
    return foldings[code]
  }

  /// The fingerprint of a trimmed value, folded where it is beyond ASCII; none for an empty one.
  mutating func fingerprint(_ bytes: UnsafeRawBufferPointer) -> Fingerprint {
    if FieldDecoder.isNull(bytes) { return .none }
    if !FieldDecoder.look(bytes).isWide { return Fingerprint(of: bytes) }
    var text = folding(bytes).text
    return text.withUTF8 { Fingerprint(of: UnsafeRawBufferPointer($0)) }
  }

  /// Whether more than a share of the values look rounded by a spreadsheet.
  func isRounded(above share: Double) -> Bool { rounded > 0 && Double(rounded) > share * Double(filled) }

  /// Adds what there is to say of the column to notes.
  func note(in notes: inout [Diagnostic.Code: [String: Int64]]) {
    if trimmed > 0 { notes[.valueRepaired, default: [:]][field, default: 0] += trimmed }
    if folded > 0 { notes[.codeFolded, default: [:]][field, default: 0] += folded }
  }
}
