import SteelyardDomain

/// Tells a text's encoding by its bytes.
///
/// 1. A byte order mark decides.
/// 2. NULs decide for UTF-16: at least four among the first 4 KiB at even places, or at odd ones, in one unit of sixteen or more,
///    and twice as many as at the others (一 has one too). Where these bytes could be UTF-8 with a few NULs, most
///    bytes that could be a separator or a line end must have their NUL.
/// 3. Otherwise nothing is decided until the first byte that is not ASCII. From there a mebibyte is cut into lines, and
///    each line with such bytes has a voice:
///    - *UTF-8*: well-formed with a character of three or four bytes; or damaged, with three fifths of its bytes in such
///      characters.
///    - *GB 18030*: four fifths of its bytes, or more, in characters of GB 2312 (Chinese characters, punctuation,
///      full-width forms) or of four bytes; even where it could be UTF-8 of characters of two bytes that are not Latin-1,
///      Greek or Cyrillic, as 女 could.
///    - *other*: none of these, but with two double-byte characters or more in a row, as in Big5.
///    - *none*: a stray byte, or UTF-8 of accented letters only.
///
/// If *other* has the most voices, three or more, the encoding is unknown and the file is refused. Otherwise GB 18030 must
/// have more voices than UTF-8 and than *other*, and everything else is UTF-8: a single broken row of an ASCII file says
/// nothing of the file. If UTF-8 and GB 18030 both have three voices the one that had three first is taken, so that the
/// rows of the other are what is foreign (``TextSource``).
enum TextEncodingDetector {
  /// How many bytes are looked at from the first that is not ASCII.
  static let sampleBytes = 1 << 20
  /// How many bytes are looked at for NULs.
  static let headBytes = 4096

  /// The byte order mark at the beginning and its length, `nil` without one.
  static func byteOrderMark(_ head: UnsafeRawBufferPointer) -> (encoding: TextEncoding, length: Int)? {
    if head.starts(with: [0xEF, 0xBB, 0xBF]) { return (.utf8, 3) }
    if head.starts(with: [0xFF, 0xFE]) { return (.utf16LittleEndian, 2) }
    if head.starts(with: [0xFE, 0xFF]) { return (.utf16BigEndian, 2) }
    return nil
  }

  /// The UTF-16 that NULs speak for.
  static func utf16(_ head: UnsafeRawBufferPointer) -> TextEncoding? {
    let count = min(head.count, headBytes)
    var nuls = [0, 0]
    for position in 0..<count where head[position] == 0 { nuls[position & 1] += 1 }
    let isBigEndian = nuls[0] > nuls[1]
    let (more, fewer) = (max(nuls[0], nuls[1]), min(nuls[0], nuls[1]))
    guard more >= 4, more * 32 >= count, more >= fewer * 2 else { return nil }
    let marks: Set<UInt8> = [1, 9, 10, 13, 0x2C, 0x3B, 0x7C]
    var excess = 0
    for position in 0..<count where marks.contains(head[position]) {
      let other = isBigEndian ? position - 1 : position + 1
      let isLow = position & 1 == (isBigEndian ? 1 : 0)
      excess += isLow && head.indices.contains(other) && head[other] == 0 ? 1 : -1
    }
    let isText = Utf8.isValid(UnsafeRawBufferPointer(rebasing: head[0..<max(0, count - 3)]))
    return isText && excess <= 0 ? nil : isBigEndian ? .utf16BigEndian : .utf16LittleEndian
  }

  /// What one line speaks for.
  enum Voice: Equatable {
    case utf8, gb18030, other, none
  }

  /// What a line speaks for.
  static func voice(_ line: UnsafeRawBufferPointer) -> Voice {
    let utf8 = Utf8Profile(line)
    if utf8.highBytes == 0 { return .none }
    if utf8.isValid, utf8.wideBytes > 0 { return .utf8 }
    if utf8.isValid, utf8.oddCharacters == 0 { return .none }
    if utf8.wideBytes * 5 >= utf8.highBytes * 3 { return .utf8 }
    guard let table = DoubleByteTable.gb18030 else { return .other }
    let gb18030 = Gb18030Profile(line, table)
    if gb18030.commonBytes * 5 >= gb18030.highBytes * 4 { return .gb18030 }
    return gb18030.longestRun >= 2 && !utf8.isValid ? .other : .none
  }

  /// The encoding of a text that is not all ASCII, `nil` where it is unknown.
  static func encoding(_ sample: UnsafeRawBufferPointer) -> TextEncoding? {
    var utf8 = 0
    var gb18030 = 0
    var other = 0
    var first: TextEncoding?
    var start = 0
    while start < sample.count {
      let line = LineEnds.next(in: sample, from: start)
      // The sample may end within a line; the start of a text is a line even so.
      guard line.isEnded || sample.count < sampleBytes || start == 0 else { break }
      if line.hasHighBytes {
        switch voice(UnsafeRawBufferPointer(rebasing: sample[start..<line.end])) {
        case .utf8: utf8 += 1
        case .gb18030: gb18030 += 1
        case .other: other += 1
        case .none: break
        }
        if first == nil, utf8 == foreignRowsMaximum { first = .utf8 }
        if first == nil, gb18030 == foreignRowsMaximum { first = .gb18030 }
      }
      start = line.end
    }
    if other > max(utf8, gb18030), other >= foreignRowsMaximum { return nil }
    if let first, min(utf8, gb18030) >= foreignRowsMaximum { return first }
    return gb18030 > utf8 && gb18030 > other ? .gb18030 : .utf8
  }

  /// How many rows in another encoding refuse a file.
  static let foreignRowsMaximum = 3

  /// Whether a damaged row of a UTF-8 file is whole in GB 18030: nothing but characters of GB 2312 and of four bytes, at
  /// least two of them Chinese, and less than half of its bytes in characters of three or four bytes in UTF-8.
  static func isForeign(_ row: UnsafeRawBufferPointer) -> Bool {
    guard let table = DoubleByteTable.gb18030 else { return false }
    let profile = Gb18030Profile(row, table)
    return profile.brokenBytes == 0 && profile.commonBytes == profile.highBytes && profile.ideographs >= 2
      && Utf8Profile(row).wideBytes * 2 < profile.highBytes
  }
}
