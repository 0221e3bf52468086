import CZip
import Glibc
import SteelyardDomain

/// What can be told of an archive by its directory alone.
enum ZipDirectory {
  /// The most bytes a directory may have: it is held in memory.
  static let bytesMaximum: UInt64 = 4 << 20

  /// What forbids to open an archive, by every record near the file's end that may describe its directory: one that is
  /// too large to be held, or none that reaches to the end.
  static func fault(_ disk: DiskFile) -> Diagnostic.Code? {
    // 22 bytes, and a comment of at most 65,535.
    let start = max(0, disk.bytesExpected - 22 - 65_535)
    let tail = disk.bytes(at: start, count: disk.bytesExpected - start)
    guard tail.count >= 22 else { return .compressionDamaged }
    var reachesEnd = false
    for place in 0...(tail.count - 22) where tail[place...].starts(with: [0x50, 0x4B, 5, 6]) {
      let bytes = little(tail[(place + 12)..<(place + 16)])
      let isLarge = bytes != 0xFFFF_FFFF && bytes > bytesMaximum
      if isLarge || isLargeRecord(disk, before: start + place) { return .unpackedTooLarge }
      if place + 22 + Int(little(tail[(place + 20)..<(place + 22)])) == tail.count { reachesEnd = true }
    }
    return reachesEnd ? nil : .compressionDamaged
  }

  /// Whether the larger form of the record, which a locator of 20 bytes before the small one names, tells of too much.
  private static func isLargeRecord(_ disk: DiskFile, before end: Int) -> Bool {
    let locator = disk.bytes(at: max(0, end - 20), count: 20)
    guard locator.count == 20, locator.starts(with: [0x50, 0x4B, 6, 7]) else { return false }
    guard let offset = Int(exactly: little(locator[8..<16])) else { return false }
    let record = disk.bytes(at: offset, count: 56)
    guard record.count == 56, record.starts(with: [0x50, 0x4B, 6, 6]) else { return false }
    // An entry has 46 bytes and a name. Room is made for as many as are promised before the first is read.
    return little(record[40..<48]) > bytesMaximum || little(record[32..<40]) > bytesMaximum / 46
  }

  private static func little(_ bytes: ArraySlice<UInt8>) -> UInt64 {
    bytes.reversed().reduce(0) { $0 << 8 | UInt64($1) }
  }

  /// What an archive is by the names in it.
  static func kind(_ names: Set<String>) -> FileKind {
    if names.contains("[Content_Types].xml") {
      if names.contains("xl/workbook.xml") { return .xlsx }
      if names.contains("xl/workbook.bin") { return .xlsb }
      if names.contains("word/document.xml") || names.contains("ppt/presentation.xml") { return .document }
    }
    return names.contains("content.xml") && names.contains("META-INF/manifest.xml") ? .ods : .zip
  }

  /// Whether a system added the entry unasked: resource forks of a Mac, and hidden files and folders.
  static func isUnasked(_ name: String) -> Bool {
    name.split(separator: "/").contains { part in
      part == "__MACOSX" || part.hasPrefix(".") && part != "." && part != ".."
    }
  }

  /// The name of an entry as it is shown: from UTF-8 or GB18030, with nothing in it that a terminal would act on.
  static func name(_ zip: OpaquePointer, _ position: UInt64) -> String {
    guard let raw = zip_get_name(zip, position, zip_flags_t(ZIP_FL_ENC_RAW)) else { return "" }
    return shown(Array(UnsafeRawBufferPointer(start: raw, count: strlen(raw))))
  }

  static func shown(_ raw: [UInt8]) -> String {
    let text = String(validating: raw, as: UTF8.self) ?? fromGB18030(raw) ?? String(decoding: raw, as: UTF8.self)
    let scalars = text.unicodeScalars.map { scalar -> UnicodeScalar in
      switch scalar.properties.generalCategory {
      case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .unassigned: "\u{FFFD}"
      default: scalar
      }
    }
    return String(String.UnicodeScalarView(scalars))
  }

  private static func fromGB18030(_ bytes: [UInt8]) -> String? {
    let converter = iconv_open("UTF-8", "GB18030")
    guard let converter, Int(bitPattern: converter) != -1 else { return nil }
    defer { iconv_close(converter) }
    var source = bytes.map { CChar(bitPattern: $0) }
    // At most three bytes of UTF-8 stand for one of a double-byte character, four for four.
    var target = [CChar](repeating: 0, count: 3 * bytes.count + 8)
    let free = target.count
    let rest = source.withUnsafeMutableBufferPointer { from in
      target.withUnsafeMutableBufferPointer { to -> Int? in
        var (read, written) = (from.baseAddress, to.baseAddress)
        var (left, room) = (from.count, free)
        _ = iconv(converter, &read, &left, &written, &room)
        // What cannot be converted is left over.
        return left == 0 ? room : nil
      }
    }
    guard let rest else { return nil }
    return String(validating: target[..<(free - rest)].map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }
}
