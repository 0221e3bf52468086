import Glibc

/// The characters of a double-byte encoding, ready to be written as UTF-8.
///
/// The system's iconv is asked once for every code; where converters are known to differ our own list goes before it, and
/// the checksum of the whole table must be the one written here. So a file reads the same on every machine, and the
/// checksum in a manifest names the table.
///
/// **GB 18030.** The table is that of GB 18030-2022 as Unicode recommends to decode it (L2/23-003R). It differs from
/// others at these points:
///
/// - `A6D9`–`A6DF`, `A6EC`, `A6ED`, `A6F3` are U+FE10–U+FE19 and `FE59`, `FE61`, `FE66`, `FE67`, `FE6D`, `FE7E`, `FE90`,
///   `FEA0` are U+9FB4–U+9FBB (Python, and ICU before 73: private use). The four-byte codes of those 18 characters mean
///   the same (glibc 2.36: no character; the bare table of 2022: private use).
/// - `A8BC` is U+1E3F and `8135F437` is U+E7C7 (Python: the other way round).
/// - `FE51`, `FE52`, `FE53`, `FE6C`, `FE76`, `FE91` are private use, U+E816 and on (glibc: U+20087 and on).
/// - `A3A0` is private use, U+E5E5 (browsers: a space).
/// - `80` and `FF` alone are no character (Windows: `80` is the euro sign).
///
/// **Big5** is glibc's: codes of the ETEN extension for kana and Cyrillic (`C6A1` and on) are private use.
///
/// Noncharacters are no character in either.
struct DoubleByteTable: Sendable {
  /// The name a manifest gives the table, with its checksum.
  let name: String
  /// By lead byte without its top bit, then second byte: UTF-8 in the low three bytes, its length and marks above; 0 for
  /// no character.
  let two: [UInt32]
  /// The characters of four bytes below U+10000, by linear position; 0 for none.
  let four: [UInt16]

  /// A mark in ``two``: a private-use code point.
  static let privateUse: UInt32 = 1 << 30
  /// A mark in ``two`` of GB 18030: a character outside GB 2312's Chinese characters, punctuation and full-width forms.
  static let rare: UInt32 = 1 << 31

  /// GB 18030, `nil` where the system cannot convert it.
  static let gb18030 = make("GB18030", hasFourBytes: true, checksum: 0x673c_c267_508f_5bac)
  /// Big5, `nil` where the system cannot convert it.
  static let big5 = make("BIG5", hasFourBytes: false, checksum: 0x93ac_414d_ef37_41fc)

  private static func make(_ name: String, hasFourBytes: Bool, checksum expected: UInt64) -> DoubleByteTable? {
    guard let converter = Converter(name) else { return nil }
    var checksum = Checksum()
    var two = [UInt32](repeating: 0, count: 1 << 15)
    for lead in 0x81...0xFE {
      for second in 0x40...0xFE where second != 0x7F {
        let code = lead << 8 | second
        let known = hasFourBytes ? differences[code] : nil
        let scalar = known ?? converter.scalar([UInt8(lead), UInt8(second)])
        checksum.add(scalar)
        if let scalar { two[code & 0x7FFF] = entry(scalar, isRare: hasFourBytes && isRare(lead, second)) }
      }
    }
    var four: [UInt16] = []
    if hasFourBytes {
      four = (0..<39_420).map { position in
        let known = fourByteDifferences[position]
        let scalar = known ?? converter.scalar(bytes(ofLinear: position))
        checksum.add(scalar)
        return UInt16(scalar ?? 0)
      }
    }
    guard checksum.value == expected else { return nil }
    let digits = String(checksum.value, radix: 16)
    let zeros = String(repeating: "0", count: 16 - digits.count)
    return DoubleByteTable(
      name: "steelyard \(hasFourBytes ? "GB18030-2022" : "Big5") \(zeros)\(digits)", two: two, four: four)
  }

  /// The four bytes of a linear position.
  static func bytes(ofLinear position: Int) -> [UInt8] {
    [
      UInt8(0x81 + position / 12_600), UInt8(0x30 + position / 1260 % 10), UInt8(0x81 + position / 10 % 126),
      UInt8(0x30 + position % 10),
    ]
  }

  private static func entry(_ scalar: UInt32, isRare: Bool) -> UInt32 {
    let marks = (isRare ? rare : 0) | (0xE000...0xF8FF ~= scalar ? privateUse : 0)
    if scalar < 0x800 { return marks | 2 << 24 | (0x80 | scalar & 0x3F) << 8 | (0xC0 | scalar >> 6) }
    let last = (0x80 | scalar & 0x3F) << 16
    return marks | 3 << 24 | last | (0x80 | scalar >> 6 & 0x3F) << 8 | (0xE0 | scalar >> 12)
  }

  private static func isRare(_ lead: Int, _ second: Int) -> Bool {
    second < 0xA1 || !(0xB0...0xF7 ~= lead || 0xA1...0xA3 ~= lead)
  }

  /// Where converters differ, by code: see above.
  private static let differences: [Int: UInt32] = [
    0xA6D9: 0xFE10, 0xA6DA: 0xFE12, 0xA6DB: 0xFE11, 0xA6DC: 0xFE13, 0xA6DD: 0xFE14, 0xA6DE: 0xFE15, 0xA6DF: 0xFE16,
    0xA6EC: 0xFE17, 0xA6ED: 0xFE18, 0xA6F3: 0xFE19, 0xA8BC: 0x1E3F, 0xFE51: 0xE816, 0xFE52: 0xE817, 0xFE53: 0xE818,
    0xFE59: 0x9FB4, 0xFE61: 0x9FB5, 0xFE66: 0x9FB6, 0xFE67: 0x9FB7, 0xFE6C: 0xE831, 0xFE6D: 0x9FB8, 0xFE76: 0xE83B,
    0xFE7E: 0x9FB9, 0xFE90: 0x9FBA, 0xFE91: 0xE855, 0xFEA0: 0x9FBB,
  ]

  /// The same for four bytes: `8135F437`, ten from `84318236` and eight from `82359037`.
  private static let fourByteDifferences: [Int: UInt32] = {
    var known: [Int: UInt32] = [linear(0x81, 0x35, 0xF4, 0x37): 0xE7C7]
    for step in 0..<10 { known[linear(0x84, 0x31, 0x82, 0x36) + step] = UInt32(0xFE10 + step) }
    for step in 0..<8 { known[linear(0x82, 0x35, 0x90, 0x37) + step] = UInt32(0x9FB4 + step) }
    return known
  }()

  /// The linear position of four bytes.
  @inline(__always)
  static func linear(_ a: UInt8, _ b: UInt8, _ c: UInt8, _ d: UInt8) -> Int {
    ((Int(a) - 0x81) * 10 + Int(b) - 0x30) * 1260 + (Int(c) - 0x81) * 10 + Int(d) - 0x30
  }
}

/// FNV-1a of 64 bits (Fowler, Noll, Vo) over code points as four bytes, low byte first; no character counts as 0.
private struct Checksum {
  private(set) var value: UInt64 = 0xCBF2_9CE4_8422_2325

  mutating func add(_ scalar: UInt32?) {
    for shift in [0, 8, 16, 24] as [UInt32] {
      value = (value ^ UInt64((scalar ?? 0) >> shift & 0xFF)) &* 0x100_0000_01B3
    }
  }
}

/// The system's converter from one encoding, asked for one character at a time.
private final class Converter {
  private let handle: iconv_t

  init?(_ encoding: String) {
    guard let handle = iconv_open("UTF-32LE", encoding), Int(bitPattern: handle) != -1 else { return nil }
    self.handle = handle
  }

  deinit { iconv_close(handle) }

  /// The one character that some bytes mean, `nil` for none, several or a noncharacter.
  func scalar(_ bytes: [UInt8]) -> UInt32? {
    var input = bytes.map { CChar(bitPattern: $0) }
    var output: [UInt32] = [0, 0]
    var inputLeft = input.count
    var outputLeft = 8
    let result = input.withUnsafeMutableBufferPointer { input in
      output.withUnsafeMutableBytes { output in
        var from = input.baseAddress
        var to = output.baseAddress?.assumingMemoryBound(to: CChar.self)
        iconv(handle, nil, nil, nil, nil)
        return iconv(handle, &from, &inputLeft, &to, &outputLeft)
      }
    }
    guard result == 0, inputLeft == 0, outputLeft == 4 else { return nil }
    let scalar = UInt32(littleEndian: output[0])
    return scalar >= 0xFFFE || 0xFDD0...0xFDEF ~= scalar ? nil : scalar
  }
}
