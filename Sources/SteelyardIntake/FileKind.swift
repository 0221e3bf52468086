import SteelyardDomain

/// What a file is, by its first bytes and never by its name.
enum FileKind: String, CaseIterable {
  /// Anything that is none of the others; whether it is text the reader of text finds out.
  case text
  /// Packed streams that are unpacked.
  case gzip, zstd
  /// An archive; its directory tells whether it is one of the next four.
  case zip
  /// A workbook that is read.
  case xlsx
  /// Workbooks that are not read: binary ones, OpenDocument, and the old format (a protected workbook looks like it).
  case xlsb, ods, xls
  /// Markup, which some systems export under the name of a workbook.
  case html, xml
  /// Documents and data that are no table of text.
  case pdf, document, parquet
  /// Packed in a way that is not read.
  case rar, sevenZip = "7z", bzip2, xz, lzma, lzip, lz4, compress, cabinet, tar

  /// The rule by which a file of the kind is refused, `nil` where it is read.
  var refusal: Diagnostic.Code? {
    switch self {
    case .text, .gzip, .zstd, .zip, .xlsx: nil
    case .xlsb, .ods, .xls, .html, .xml: .spreadsheetUnsupported
    case .pdf, .document, .parquet: .containerUnsupported
    case .rar, .sevenZip, .bzip2, .xz, .lzma, .lzip, .lz4, .compress, .cabinet, .tar: .packingUnsupported
    }
  }

  /// The rule by which a file of the kind is refused within a packed one: only text is read there.
  var refusalWithin: Diagnostic.Code? {
    switch self {
    case .gzip, .zstd, .zip, .xlsx: .packingUnsupported
    default: refusal
    }
  }

  /// Detects the kind from a file's first bytes; 512 are enough.
  init(head: UnsafeRawBufferPointer) {
    let head = Array(head.prefix(DiskFile.headBytes))
    let known = Self.magic.first { head.starts(with: $0.bytes) }
    if let known {
      self = known.kind
    } else if head.count >= 4, (0x50...0x5F).contains(head[0]), head[1...3].elementsEqual([0x2A, 0x4D, 0x18]) {
      // A skippable frame: parallel zstd begins with one.
      self = .zstd
    } else if head.starts(with: "BZh".utf8), head.dropFirst(4).starts(with: [0x31, 0x41, 0x59, 0x26, 0x53, 0x59]) {
      self = .bzip2
    } else if head.count >= 262, head[257..<262].elementsEqual("ustar".utf8) {
      self = .tar
    } else {
      self = Self.markup(head) ?? .text
    }
  }

  /// Bytes that a file of the kind begins with.
  private static let magic: [(kind: FileKind, bytes: [UInt8])] = [
    (.gzip, [0x1F, 0x8B]), (.zstd, [0x28, 0xB5, 0x2F, 0xFD]),
    (.zip, [0x50, 0x4B, 3, 4]), (.zip, [0x50, 0x4B, 5, 6]), (.zip, [0x50, 0x4B, 7, 8]),
    (.xls, [0xD0, 0xCF, 0x11, 0xE0]),
    // Versions 2 to 4 of the old format, and 5 without its envelope.
    (.xls, [9, 0, 4, 0]), (.xls, [9, 2, 6, 0]), (.xls, [9, 4, 6, 0]), (.xls, [9, 8, 8, 0]), (.xls, [9, 8, 16, 0]),
    (.html, Array("MIME-Version:".utf8)),
    (.pdf, Array("%PDF".utf8)), (.document, Array("{\\rtf".utf8)), (.parquet, Array("PAR1\u{15}".utf8)),
    (.rar, Array("Rar!\u{1A}\u{7}".utf8)), (.sevenZip, [0x37, 0x7A, 0xBC, 0xAF, 0x27, 0x1C]),
    (.xz, [0xFD, 0x37, 0x7A, 0x58, 0x5A, 0]), (.lzma, [0x5D, 0, 0]), (.lzip, Array("LZIP\u{1}".utf8)),
    (.lz4, [0x04, 0x22, 0x4D, 0x18]), (.compress, [0x1F, 0x9D]), (.cabinet, Array("MSCF".utf8) + [0, 0, 0, 0]),
  ]

  /// A table that begins with an angle bracket is HTML or XML, in whatever encoding.
  private static func markup(_ head: [UInt8]) -> FileKind? {
    // Without marks of byte order and NULs the letters of UTF-16 are those of ASCII.
    let marks: Set<UInt8> = [0xEF, 0xBB, 0xBF, 0xFF, 0xFE, 0, 32, 9, 10, 13]
    let start = head.drop(while: marks.contains)
    guard start.first == UInt8(ascii: "<") else { return nil }
    let letters = start.filter { $0 != 0 }.map { (65...90).contains($0) ? $0 + 32 : $0 }
    let text = String(decoding: letters, as: UTF8.self)
    let words = ["<html", "<!doctype html", "<table", "<head", "<body", "<meta", "<div", "<script", "<style"]
    return words.contains { text.contains($0) } ? .html : .xml
  }
}
