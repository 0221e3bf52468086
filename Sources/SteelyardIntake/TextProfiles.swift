/// What the bytes of a line that are not ASCII look like as UTF-8.
struct Utf8Profile {
  /// Bytes that are not ASCII.
  private(set) var highBytes = 0
  /// Those in well-formed characters of three or four bytes, as Chinese is.
  private(set) var wideBytes = 0
  /// Those in well-formed characters of two bytes.
  private(set) var narrowBytes = 0
  /// Characters of two bytes outside Latin-1, Greek and Cyrillic.
  private(set) var oddCharacters = 0
  /// Characters of Chinese text: ideographs, its punctuation, full-width forms.
  private(set) var chineseCharacters = 0

  init(_ bytes: UnsafeRawBufferPointer) {
    var position = 0
    while position < bytes.count {
      if bytes[position] < 0x80 {
        position += 1
        continue
      }
      let length = Utf8.characterLength(in: bytes, at: position)
      switch length {
      case 0: break
      case 2:
        narrowBytes += 2
        if ![0xC2, 0xC3, 0xCE, 0xCF, 0xD0, 0xD1].contains(bytes[position]) { oddCharacters += 1 }
      default:
        wideBytes += length
        // U+3000 to U+9FFF, U+F900 to U+FFFD and the planes beyond.
        if 0xE3...0xE9 ~= bytes[position] || bytes[position] >= 0xEF { chineseCharacters += 1 }
      }
      highBytes += max(length, 1)
      position += max(length, 1)
    }
  }

  /// Whether all is well-formed.
  var isValid: Bool { highBytes == wideBytes + narrowBytes }

  /// Whether all is well-formed and it is Chinese text, of two characters or more.
  var isChinese: Bool { isValid && chineseCharacters >= 2 && narrowBytes <= chineseCharacters }
}

/// What the bytes of a line that are not ASCII look like as GB 18030.
struct Gb18030Profile {
  /// Bytes that are not ASCII.
  private(set) var highBytes = 0
  /// Those in characters of GB 2312 and in characters of four bytes.
  private(set) var commonBytes = 0
  /// Chinese characters of GB 2312.
  private(set) var ideographs = 0
  /// Bytes that begin no character.
  private(set) var brokenBytes = 0
  /// The most characters without anything between them.
  private(set) var longestRun = 0

  init(_ bytes: UnsafeRawBufferPointer, _ table: DoubleByteTable) {
    var position = 0
    var run = 0
    while position < bytes.count {
      let lead = bytes[position]
      if lead < 0x80 {
        run = 0
        position += 1
        continue
      }
      let second = position + 1 < bytes.count ? bytes[position + 1] : 0
      let entry = table.two[Int(lead & 0x7F) << 8 | Int(second)]
      if entry != 0 {
        highBytes += second < 0x80 ? 1 : 2
        if entry & DoubleByteTable.rare == 0 {
          commonBytes += 2
          if lead >= 0xB0 { ideographs += 1 }
        }
        run += 1
        position += 2
      } else if position + 4 <= bytes.count,
        DoubleByteDecoder.scalar(lead, second, bytes[position + 2], bytes[position + 3], table.four) != nil
      {
        highBytes += 2
        commonBytes += 2
        run += 1
        position += 4
      } else {
        highBytes += 1
        brokenBytes += 1
        run = 0
        position += 1
      }
      longestRun = max(longestRun, run)
    }
  }
}
