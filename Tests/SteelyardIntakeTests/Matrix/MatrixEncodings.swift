import SteelyardDomain
import Testing

@testable import SteelyardIntake

/// Encodings: categories 1 to 15.
enum MatrixEncodings {
  private static let chineseHeader = "结算ID,人员编号,机构编码,结算时间,病种编码,医疗费总额,机构名称"
  private static let named = ([chineseHeader] + zip(MatrixTable.rows, names).map { "\($0),\($1)" })
    .map { $0 + "\n" }.joined()
  private static let names = ["杭州市第一人民医院", "老百姓大药房", "杭州市第一人民医院"]
  private static let shownName = "name 杭州市第一人民医院 / 老百姓大药房"

  /// The table with a column of names whose second one is given in bytes, all in GB 18030.
  private static func gb18030(_ name: [UInt8], separator: String = ",") -> [UInt8] {
    let head = MatrixTable.written(MatrixTable.header.replacing(",", with: separator), separator: separator)
      .split(separator: "\n").map { Array($0.utf8) }
    let mark = Array(separator.utf8)
    let other = Encoded.gb18030("杭州市第一人民医院")
    return head[0] + mark + Array("inst_name\n".utf8) + head[1] + mark + other + [10] + head[2] + mark + name + [10]
      + head[3] + mark + other + [10]
  }

  private static func utf16(_ isBigEndian: Bool, hasMark: Bool) -> [MatrixInput] {
    [.bytes(Encoded.utf16(named.replacing(",", with: "\t"), isBigEndian: isBigEndian, hasMark: hasMark))]
  }

  /// A row of the third place with bytes of its own in its name.
  private static func row(_ bytes: [UInt8]) -> [MatrixInput] {
    let text = MatrixTable.with("inst_name", ["杭州", "@", "杭州"])
    let parts = text.split(separator: "@").map { Array($0.utf8) }
    return [.bytes(parts[0] + bytes + parts[1])]
  }

  /// Rows in one encoding, then rows in another.
  private static func joined(_ first: [UInt8], _ second: [UInt8]) -> [MatrixInput] {
    func rows(_ name: [UInt8], _ start: Int) -> [UInt8] {
      (start..<(start + 4)).flatMap { Array("S\($0),P\($0),H33010600001,2025-07-01,M03900,1.00,".utf8) + name + [10] }
    }
    return [.bytes(Array("\(MatrixTable.header),inst_name\n".utf8) + rows(first, 1) + rows(second, 5))]
  }

  private static let big5 =
    Array("\(MatrixTable.header),inst_name\n".utf8)
    + MatrixTable.rows.flatMap { Array("\($0),".utf8) + Foreign.bytes("臺灣醫學藥局與診療", Foreign.big5) + [10] }

  static let all: [MatrixCase] = simple + converters + damaged + marks

  private static let simple: [MatrixCase] = [
    .harmless(
      1, "UTF-8 with a byte order mark", "exact; the first name is known", [.text("\u{FEFF}" + MatrixTable.text)],
      .exact.noting(.byteOrderMarkPassed)),
    .harmless(
      2, "GB 18030: header and names in Chinese", "told, exact", [.bytes(Encoded.gb18030(named))],
      .exact.showing("GB18030, " + shownName)
    ) { MatrixReading.encoding($0) + ", " + MatrixReading.name($0) },
    .harmless(
      3, "a character of four bytes, 㐀 as 81 39 EE 39", "decoded before it is split",
      [.bytes(gb18030([0x81, 0x39, 0xEE, 0x39]))], .exact.showing("name 杭州市第一人民医院 / 㐀"), MatrixReading.name),
    .harmless(
      3, "a character whose second byte is the separator |, 倈 as 82 7C", "decoded before it is split",
      [.bytes(gb18030([0x82, 0x7C], separator: "|"))], .exact.showing("name 杭州市第一人民医院 / 倈"), MatrixReading.name),
    .harmless(
      5, "UTF-16 little-endian with mark, TAB", "exact", utf16(false, hasMark: true),
      .exact.noting(.byteOrderMarkPassed).showing(shownName), MatrixReading.name),
    .harmless(
      6, "UTF-16 big-endian with mark", "exact", utf16(true, hasMark: true),
      .exact.noting(.byteOrderMarkPassed).showing(shownName), MatrixReading.name),
    .harmless(
      6, "UTF-16 big-endian without mark", "told by its NULs", utf16(true, hasMark: false),
      .exact.showing("UTF-16BE"), MatrixReading.encoding),
    .harmless(
      6, "UTF-16 little-endian without mark", "told by its NULs", utf16(false, hasMark: false),
      .exact.showing("UTF-16LE"), MatrixReading.encoding),
    .damaged(7, "Big5, nothing said", "refused", [.bytes(big5)], .refused(.encodingUnsupported)),
    .harmless(
      7, "Big5, the user says so", "exact", [.bytes(big5)],
      .exact.noting(.institutionNameShared)
        .showing("name 臺灣醫學藥局與診療 / 臺灣醫學藥局與診療"), MatrixReading.name
    ).reading { $0.encoding = .big5 },
  ]

  private static let converters: [MatrixCase] = [
    .harmless(
      4, "FE59, A6D9, A8BC, on which converters differ", "by the table of 2022",
      [.bytes(gb18030([0xFE, 0x59, 0xA6, 0xD9, 0xA8, 0xBC]))],
      .exact.showing("name 杭州市第一人民医院 / \u{9FB4}\u{FE10}\u{1E3F}"), MatrixReading.name),
    .damaged(
      4, "8135F437, a private-use character by that table", "kept in the name, noted",
      [.bytes(gb18030([0x81, 0x35, 0xF4, 0x37]))],
      .exact.noting(.privateUseCharacter).showing("name of U+E7C7")
    ) { $0.names.contains("\u{E7C7}") ? "name of U+E7C7" : "another name" },
  ]

  private static let damaged: [MatrixCase] = [
    .damaged(
      8, "bytes FF FE in one row", "row rejected, the rest kept", row([0xFF, 0xFE]),
      .kept.rejecting(.encodingInvalid, at: 3)),
    .damaged(
      9, "GB 18030 behind four rows of UTF-8", "refused, with the line",
      joined(Array("杭州药店".utf8), Encoded.gb18030("杭州药店")), .refused(.encodingsMixed, line: 6)),
    .damaged(
      9, "UTF-8 behind four rows of GB 18030", "refused, with the line",
      joined(Encoded.gb18030("杭州药店"), Array("杭州药店".utf8)), .refused(.encodingsMixed, line: 6)),
    .damaged(
      10, "a NUL in a name", "row rejected", row([0x61, 0, 0x62]), .kept.rejecting(.nulByte, at: 3)),
    .damaged(
      10, "a NUL in a settlement's number", "row rejected",
      [.text(MatrixTable.around("S\u{0}2,P2,P33010600002,2025-07-02,M01600,20.00"))], .kept.rejecting(.nulByte, at: 3)),
    .damaged(
      10, "4 KiB of NULs: a lost page", "refused as damaged on disk", row([UInt8](repeating: 0, count: 4096)),
      .refused(.damagedOnDisk, line: 3)),
    .harmless(
      11, "Ctrl-Z at the end", "passed over, counted", [.text(MatrixTable.text + "\u{1A}")],
      .exact.noting(.controlZIgnored)),
    .damaged(
      15, "an overlong form, C0 AF", "row rejected", row([0xC0, 0xAF]), .kept.rejecting(.encodingInvalid, at: 3)),
    .damaged(
      15, "a surrogate, ED A0 80", "row rejected", row([0xED, 0xA0, 0x80]),
      .kept.rejecting(.encodingInvalid, at: 3)),
    .damaged(
      15, "a noncharacter, U+FFFE", "row rejected", row([0xEF, 0xBF, 0xBE]), .kept.rejecting(.encodingInvalid, at: 3)),
  ]

  private static let marks: [MatrixCase] = [
    .harmless(
      12, "wide, no-break and unseen spaces around codes", "taken off, counted",
      [.text(MatrixTable.around("\u{200B}S2\u{3000},\u{A0}P1,\u{FEFF}H33010600001\u{202C},2025-07-02,M01600,20.00"))],
      .exact.noting(.valueRepaired, 3).showing("persons 1, institutions 1"), MatrixReading.onePersonOnePlace),
    .harmless(
      12, "an unseen mark within a code", "folded, counted",
      [.text(MatrixTable.around("S2,P\u{200B}1,H33010600001,2025-07-02,M01600,20.00"))],
      .exact.noting(.codeFolded).showing("persons 1, institutions 1"), MatrixReading.onePersonOnePlace),
    .harmless(
      12, "a direction mark within a name", "kept", [.text(MatrixTable.with("inst_name", ["甲\u{202E}乙", "丙", ""]))],
      .exact.showing("kept")
    ) { $0.names.contains("甲\u{202E}乙") ? "kept" : "lost" },
    .harmless(
      13, "full-width digits in an amount", "exact, counted", [.text(MatrixTable.amount("２０．００"))],
      .exact.noting(.valueRepaired)),
    .harmless(
      13, "full-width letters in codes", "one code, counted",
      [.text(MatrixTable.around("S2,Ｐ１,Ｈ３３０１０６０００01,2025-07-02,M01600,20.00"))],
      .exact.noting(.codeFolded, 2).showing("persons 1, institutions 1"), MatrixReading.onePersonOnePlace),
    .harmless(
      13, "full-width digits in a date", "exact, counted", [.text(MatrixTable.date("２０２５-０７-０２"))],
      .exact.noting(.valueRepaired)),
    .harmless(
      14, "a disease's name with traditional characters and other brackets", "the same name",
      [.text(MatrixTable.text)], .exact.showing("M03900")
    ) { _ in
      DiseaseCatalogue([.init(code: "M03900", name: "高血压（Ⅱ期）")]).code(named: "高血壓(Ⅱ期)") ?? "unknown"
    },
    .harmless(
      14, "codes that differ in their brackets alone", "two codes",
      [.text(MatrixTable.around("S2,P2,药店（一）,2025-07-02,M01600,20.00").replacing("H33010600001", with: "药店(一)"))],
      .exact.showing("persons 2, institutions 2"), MatrixReading.onePersonOnePlace),
  ]
}

extension MatrixReading {
  static let onePersonOnePlace: MatrixView = {
    "persons \($0.reader.identifiers.persons.count), institutions \($0.reader.identifiers.institutions.count)"
  }
}
