import Foundation
import SteelyardDomain

extension FieldDecoder {
  /// What a look at an identifier's bytes shows.
  struct IdentifierLook {
    /// Whether there is a character beyond ASCII.
    var isWide = false
    /// Whether a `*` hides a part of it.
    var isMasked = false
    /// Whether there is a `+`, a point or a `#`, without which no spreadsheet's damage is written.
    var hasNumberMark = false
    /// Whether there is a letter X, of which a row may be a mask.
    var hasCross = false
  }

  /// Looks at every byte of an identifier once.
  @inline(__always) static func look(_ bytes: UnsafeRawBufferPointer) -> IdentifierLook {
    if ByteWords.isDigits(bytes) { return IdentifierLook() }
    var gathered: UInt8 = 0
    var stars: UInt8 = 0
    var marks: UInt8 = 0
    var crosses: UInt8 = 0
    for byte in bytes {
      gathered |= byte
      crosses |= byte | 0x20 == UInt8(ascii: "x") ? 1 : 0
      stars |= byte == UInt8(ascii: "*") ? 1 : 0
      marks |= byte == UInt8(ascii: "+") || byte == UInt8(ascii: ".") || byte == UInt8(ascii: "#") ? 1 : 0
    }
    return IdentifierLook(
      isWide: gathered >= 0x80, isMasked: stars != 0, hasNumberMark: marks != 0, hasCross: crosses != 0)
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

  /// Folds a code beyond ASCII into a buffer; returns whether it differs in more than its composition.
  ///
  /// ASCII, full-width forms, unseen marks and what ``Wide`` calls firm are folded byte by byte; any other character, or a
  /// blank at an end, leaves it to ``foldedCode(_:)``, the slow twin.
  static func fold(_ bytes: UnsafeRawBufferPointer, into folded: inout [UInt8]) -> Bool {
    folded.removeAll(keepingCapacity: true)
    var seen = Wide()
    var position = 0
    while position < bytes.count {
      let lead = bytes[position]
      if lead < 0x80 {
        folded.append(lead)
        position += 1
        continue
      }
      guard let width = seen.take(bytes, at: position, into: &folded) else { return foldSlowly(bytes, into: &folded) }
      position += width
    }
    if seen.isFirm {
      // It cannot become plain ASCII, so its full-width forms stay as well.
      if seen.isFullWidth { seen.keep(bytes, into: &folded) }
    } else if seen.isSoft {
      return foldSlowly(bytes, into: &folded)
    }
    if folded.first == 32 || folded.last == 32 || folded.first == 9 || folded.last == 9 {
      return foldSlowly(bytes, into: &folded)
    }
    return seen.isMarked || seen.isFullWidth && !seen.isFirm
  }

  /// The characters beyond ASCII of a code, by what folding does to them. None of those taken joins with its neighbours.
  private struct Wide {
    /// A character no folding makes ASCII: Chinese of the basic block, Chinese marks, Latin letters with accents.
    var isFirm = false
    /// A character that compatibility may make ASCII: ①, Ⅳ.
    var isSoft = false
    /// A full-width form of ASCII.
    var isFullWidth = false
    /// A mark that nobody sees.
    var isMarked = false

    /// Takes a character and appends its folded form; its width, or `nil` for a character that is not known here.
    @inline(__always) mutating func take(
      _ bytes: UnsafeRawBufferPointer, at position: Int, into folded: inout [UInt8]
    ) -> Int? {
      guard position + 1 < bytes.count else { return nil }
      let (lead, second) = (bytes[position], bytes[position + 1])
      if lead < 0xE0 {
        guard Self.isLatin(lead, second) else { return nil }
        isFirm = true
        folded.append(lead)
        folded.append(second)
        return 2
      }
      guard position + 2 < bytes.count else { return nil }
      let third = bytes[position + 2]
      if isWideSpace(lead, second, third), lead != 0xE3 {
        isMarked = true
        return 3
      }
      if lead == 0xEF {
        guard let half = halfWidth(second, third) else { return nil }
        isFullWidth = true
        folded.append(half)
        return 3
      }
      if Self.isChinese(lead, second, third) {
        isFirm = true
      } else if lead == 0xE2,
        second == 0x85 && third >= 0xA0 || second == 0x91 && third >= 0xA0 || second == 0x92
          || second == 0x93
      {
        isSoft = true
      } else {
        return nil
      }
      folded.append(lead)
      folded.append(second)
      folded.append(third)
      return 3
    }

    /// The code as it stands, without the marks that nobody sees.
    func keep(_ bytes: UnsafeRawBufferPointer, into folded: inout [UInt8]) {
      folded.removeAll(keepingCapacity: true)
      var position = 0
      while position < bytes.count {
        let lead = bytes[position]
        if lead >= 0xE0, isWideSpace(lead, bytes[position + 1], bytes[position + 2]), lead != 0xE3 {
          position += 3
        } else {
          folded.append(lead)
          position += 1
        }
      }
    }

    /// U+4E00 to U+9FFF, and 、 to 】.
    @inline(__always) private static func isChinese(_ lead: UInt8, _ second: UInt8, _ third: UInt8) -> Bool {
      lead > 0xE4 && lead <= 0xE9 || lead == 0xE4 && second >= 0xB8
        || lead == 0xE3 && second == 0x80 && 0x81...0x91 ~= third
    }

    /// U+00C0 to U+017E but the few that compatibility takes apart: Ĳ, ĳ, Ŀ, ŀ, ŉ.
    @inline(__always) private static func isLatin(_ lead: UInt8, _ second: UInt8) -> Bool {
      switch lead {
      case 0xC3: true
      case 0xC4: second <= 0xB1 || 0xB4...0xBE ~= second
      case 0xC5: 0x81...0x88 ~= second || 0x8A...0xBE ~= second
      default: false
      }
    }
  }

  private static func foldSlowly(_ bytes: UnsafeRawBufferPointer, into folded: inout [UInt8]) -> Bool {
    folded = Array(foldedCode(bytes).utf8)
    return !folded.elementsEqual(composed(String(decoding: bytes, as: UTF8.self)).utf8)
  }

  /// The half-width form of a full-width character, by the bytes behind its first, 0xEF; `nil` for any other.
  @inline(__always) static func halfWidth(_ second: UInt8, _ third: UInt8) -> UInt8? {
    switch second {
    case 0xBC where 0x81...0xBF ~= third: third - 0x60
    case 0xBD where 0x80...0x9E ~= third: third - 0x20
    default: nil
    }
  }

  /// The bytes with full-width letters, digits and marks made half-width.
  static func halfWidth(_ bytes: UnsafeRawBufferPointer) -> [UInt8] {
    var folded: [UInt8] = []
    folded.reserveCapacity(bytes.count)
    var position = 0
    while position < bytes.count {
      let isFullWidth = bytes[position] == 0xEF && position + 2 < bytes.count
      let half = isFullWidth ? halfWidth(bytes[position + 1], bytes[position + 2]) : nil
      folded.append(half ?? bytes[position])
      position += half == nil ? 1 : 3
    }
    return folded
  }

  /// What a certificate's number shows of itself.
  enum CertificateLook {
    /// Nothing is there, or a number of another kind than the resident's.
    case none
    /// A part is hidden by `*`, a row of X or of shapes.
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
    guard bytes.count == 18 else { return isMaskedByShapes(bytes) ? .masked : .none }
    var sum = 0
    for position in 0..<17 {
      guard let digit = digit(bytes[position]) else { return isMaskedByLetters(bytes) ? .masked : .none }
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
  /// The folded bytes of the value last looked at, where it is beyond ASCII.
  private var foldedBytes: [UInt8] = []
  private var isWide = false

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
    isWide = look.isWide
    if !isWide { return isKey ? keyFault(bytes, look) : nil }
    if FieldDecoder.fold(bytes, into: &foldedBytes) { folded += 1 }
    // A copy by reference: what is read is not what is counted.
    let key = foldedBytes
    return key.withUnsafeBytes { bytes in
      if FieldDecoder.isNull(bytes) { return .requiredValueEmpty }
      look = FieldDecoder.look(bytes)
      return isKey ? keyFault(bytes, look) : nil
    }
  }

  private mutating func keyFault(
    _ bytes: UnsafeRawBufferPointer, _ look: FieldDecoder.IdentifierLook
  ) -> Diagnostic.Code? {
    if look.hasNumberMark, FieldDecoder.isDamagedIdentifier(bytes) { return .identifierDamaged }
    if look.isMasked || look.hasCross && FieldDecoder.isMaskedByLetters(bytes)
      || look.isWide && FieldDecoder.isMaskedByShapes(bytes)
    {
      return .identifierMasked
    }
    if FieldDecoder.isRounded(bytes) { rounded += 1 }
    return nil
  }

  /// Hands on the bytes by which the value last looked at is known: its own, or the folded ones.
  func withKey<Result>(_ bytes: UnsafeRawBufferPointer, _ body: (UnsafeRawBufferPointer) -> Result) -> Result {
    isWide ? foldedBytes.withUnsafeBytes(body) : body(bytes)
  }

  /// The fingerprint of a trimmed value that nothing was asked of before; none for an empty one.
  mutating func fingerprint(_ bytes: UnsafeRawBufferPointer) -> Fingerprint {
    if FieldDecoder.isNull(bytes) { return .none }
    isWide = FieldDecoder.look(bytes).isWide
    if isWide { _ = FieldDecoder.fold(bytes, into: &foldedBytes) }
    return withKey(bytes) { FieldDecoder.isNull($0) ? .none : Fingerprint(of: $0) }
  }

  /// Adds the values of another part of the file.
  mutating func add(_ part: IdentifierColumn) {
    filled += part.filled
    trimmed += part.trimmed
    folded += part.folded
    rounded += part.rounded
  }

  /// Whether more than a share of the values look rounded by a spreadsheet.
  func isRounded(above share: Double) -> Bool { rounded > 0 && Double(rounded) > share * Double(filled) }

  /// Adds what there is to say of the column to notes.
  func note(in notes: inout [Diagnostic.Code: [String: Int64]]) {
    if trimmed > 0 { notes[.valueRepaired, default: [:]][field, default: 0] += trimmed }
    if folded > 0 { notes[.codeFolded, default: [:]][field, default: 0] += folded }
  }
}
