internal import Foundation

/// How the text of an exported CSV is encoded.
public enum ExportEncoding: String, CaseIterable, Sendable {
  /// UTF-8 with a byte order mark, by which spreadsheets know it.
  case utf8Mark = "utf-8-bom"
  /// UTF-8.
  case utf8 = "utf-8"
  /// GB 18030, which holds every character there is; 24 private-use codes become the characters that they stood for.
  case gb18030 = "gb18030"

  /// UTF-8 text in this encoding.
  ///
  /// - Precondition: the bytes are UTF-8.
  func encoded(_ bytes: [UInt8]) -> [UInt8] {
    switch self {
    case .utf8: return bytes
    case .utf8Mark: return [0xEF, 0xBB, 0xBF] + bytes
    case .gb18030: return Self.gb18030(bytes)
    }
  }

  /// UTF-8 as GB 18030, by the system's converter.
  private static func gb18030(_ bytes: [UInt8]) -> [UInt8] {
    let converter = iconv_open("GB18030", "UTF-8")
    precondition(Int(bitPattern: converter) != -1, "the C library knows GB 18030")
    defer { iconv_close(converter) }
    // Four bytes at most for what UTF-8 has at least one for.
    return [UInt8](unsafeUninitializedCapacity: bytes.count * 4) { room, count in
      var source = withoutStandIns(bytes)
      source.withUnsafeMutableBytes { source in
        var read = source.baseAddress?.assumingMemoryBound(to: CChar.self)
        var left = source.count
        var written = UnsafeMutableRawPointer(room.baseAddress)?.assumingMemoryBound(to: CChar.self)
        var free = room.count
        let outcome = iconv(converter, &read, &left, &written, &free)
        precondition(outcome != -1 && left == 0, "GB 18030 holds every character")
        count = room.count - free
      }
    }
  }

  /// Private-use codes by which older tables wrote characters that Unicode had no place for yet, and these characters: they
  /// share one code of GB 18030, and the C library (2.36) knows it by the character alone.
  private static let standIns: [UInt32: UInt32] = {
    var pairs: [UInt32: UInt32] = [
      0xE816: 0x20087, 0xE817: 0x20089, 0xE818: 0x200CC, 0xE81E: 0x9FB4, 0xE826: 0x9FB5, 0xE82B: 0x9FB6,
      0xE82C: 0x9FB7, 0xE831: 0x215D7, 0xE832: 0x9FB8, 0xE83B: 0x2298F, 0xE843: 0x9FB9, 0xE854: 0x9FBA,
      0xE855: 0x241FE, 0xE864: 0x9FBB,
    ]
    for (place, standIn) in (UInt32(0xE78D)...0xE796).enumerated() {
      pairs[standIn] = [0xFE10, 0xFE12, 0xFE11, 0xFE13, 0xFE14, 0xFE15, 0xFE16, 0xFE17, 0xFE18, 0xFE19][place]
    }
    return pairs
  }()

  /// UTF-8 with each private-use stand-in replaced by its character.
  static func withoutStandIns(_ bytes: [UInt8]) -> [UInt8] {
    // U+E78D to U+E864 begin with EE 9E to EE A1.
    let mayHold = zip(bytes, bytes.dropFirst()).contains { $0 == 0xEE && (0x9E...0xA1).contains($1) }
    guard mayHold else { return bytes }
    var result = String.UnicodeScalarView()
    for scalar in String(decoding: bytes, as: UTF8.self).unicodeScalars {
      result.append(standIns[scalar.value].flatMap(Unicode.Scalar.init) ?? scalar)
    }
    return Array(String(result).utf8)
  }
}
