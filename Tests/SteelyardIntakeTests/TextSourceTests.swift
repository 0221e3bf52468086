import Foundation
import SteelyardDomain
import SteelyardTestSupport
import Testing

@testable import SteelyardIntake

@Suite("Text in any encoding") struct TextSourceTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private static let table =
    "结算ID,人员编号,机构名称,总费用\r\nS1,P1,杭州市第一人民医院,12.34\r\nS2,P2,\"老百姓大药房,湖滨店\",1\r\nS3,P3,𠮷田医院,2\r\n"

  /// The same table in every encoding that is detected: encoding, bytes, notes.
  private static let written: [(name: String, bytes: [UInt8], encoding: TextEncoding, marks: Int64)] = [
    ("UTF-8", Array(table.utf8), .utf8, 0), ("UTF-8 with its mark", Array(("\u{FEFF}" + table).utf8), .utf8, 1),
    ("GB 18030", Encoded.gb18030(table), .gb18030, 0),
    ("UTF-16 LE", Encoded.utf16(table, isBigEndian: false), .utf16LittleEndian, 1),
    ("UTF-16 BE", Encoded.utf16(table, isBigEndian: true), .utf16BigEndian, 1),
    ("UTF-16 LE without mark", Encoded.utf16(table, isBigEndian: false, hasMark: false), .utf16LittleEndian, 0),
    ("UTF-16 BE without mark", Encoded.utf16(table, isBigEndian: true, hasMark: false), .utf16BigEndian, 0),
  ]

  @Test("Every encoding is told by its bytes and gives the same text, however small the buffers", arguments: 0..<7)
  func detected(_ number: Int) throws {
    let example = Self.written[number]
    let file = try folder.file(example.bytes)
    for room in [1, 2, 3, 7, 64, 1 << 20] {
      let text = try DecodedText(file, room: room)
      #expect(text.text == Self.table, "\(example.name), \(room)")
      #expect(text.encoding == example.encoding)
      #expect(text.converter.isEmpty == (example.encoding == .utf8))
      #expect(text.notes == (example.marks == 0 ? [:] : [.byteOrderMarkPassed: [example.encoding.rawValue: 1]]))
    }
    var named = ReadingOptions()
    named.encoding = example.encoding
    #expect(try ScannedTable(file, named).items == ScannedTable(file).items)
  }

  @Test("Every record is at its place on disk, in every encoding", arguments: 0..<7)
  func places(_ number: Int) throws {
    let example = Self.written[number]
    let table = try ScannedTable(folder.file(example.bytes))
    #expect(table.header == ["结算ID", "人员编号", "机构名称", "总费用"])
    let isWide = example.encoding == .utf16LittleEndian || example.encoding == .utf16BigEndian
    let offsets = Self.table.ranges(of: "S").map { range in
      let before = String(Self.table[..<range.lowerBound])
      if isWide { return before.utf16.count * 2 + Int(example.marks) * 2 }
      return (example.encoding == .utf8 ? before.utf8.count : Encoded.gb18030(before).count) + Int(example.marks) * 3
    }
    let rows = [["S1", "P1", "杭州市第一人民医院", "12.34"], ["S2", "P2", "老百姓大药房,湖滨店", "1"], ["S3", "P3", "𠮷田医院", "2"]]
    #expect(
      table.items == zip(rows, offsets).enumerated().map { .record($1.0, line: $0 + 2, byteOffset: $1.1) },
      "\(example.name)")
    #expect(table.format.encoding == example.encoding.rawValue)
  }

  @Test("Random tables of several blocks decode exactly and every row is at its place, in four encodings")
  func randomTables() throws {
    var generator = Seeded.announced()
    for encoding in [TextEncoding.gb18030, .utf16LittleEndian, .utf16BigEndian, .utf8] {
      var bytes: [UInt8] = []
      var expected: [TableItem] = []
      func add(_ text: String) {
        switch encoding {
        case .gb18030: bytes += Encoded.gb18030(text)
        case .utf8: bytes += text.utf8
        default: bytes += Encoded.utf16(text, isBigEndian: encoding == .utf16BigEndian, hasMark: false)
        }
      }
      add("claim_id,note\n")
      var line = 2
      while bytes.count < 1_700_000 {
        let start = bytes.count
        var note = ""
        for _ in 0..<Int.random(in: 0...400, using: &generator) {
          note += generator.pick(Encoded.words + ["𠀀", "㐀", "é", "\u{E000}", "|", "0", "\n", "abcdefghij"])
        }
        let end = generator.pick(["\n", "\r\n", "\r"])
        add("\(line),\"\(note)\"" + end)
        expected.append(.record(["\(line)", note], line: line, byteOffset: start))
        line += 1 + note.utf8.count { $0 == 10 }
      }
      let table = try ScannedTable(folder.file(bytes))
      #expect(table.items == expected, "\(encoding)")
      #expect(table.format.encoding == encoding.rawValue)
      let crumbs = Gzip.crumbs(bytes, most: 5000, using: &generator)
      #expect(try ScannedTable(folder.file(crumbs, name: "crumbs.gz")).items == expected, "\(encoding) in crumbs")
    }
  }

  @Test("Digits, bars and letters within a character are no data")
  func secondBytes() throws {
    // U+4E02 is 81 40, U+4E84 has a bar for its second byte; U+3400 is 81 39 EE 39.
    let bytes =
      Array("claim_id|note|sum\n1|".utf8) + [0x81, 0x7C, 0x81, 0x39, 0xEE, 0x39, 0xB0, 0xA1, 0xB0, 0xA1, 0xB0, 0xA1]
    let table = try ScannedTable(folder.file(bytes + [0xB0, 0xA1, 0xB0, 0xA1, 0xB0, 0xA1] + Array("|2\n".utf8)))
    #expect(table.items == [.record(["1", "亅㐀啊啊啊啊啊啊", "2"], line: 2, byteOffset: 18)])
  }

  @Test("Text that is ASCII for mebibytes is told by what comes then, and keeps its places")
  func lateText() throws {
    let row = Array("1,abcdefghijklmnopqrstuvwxyz\n".utf8)
    let ascii = Array("claim_id,note\n".utf8) + Array(repeating: row, count: 80_000).joined()
    let tail = "2,杭州医院\n3,高血压病人\n4,x\n"
    for (bytes, encoding) in [(Encoded.gb18030(tail), TextEncoding.gb18030), (Array(tail.utf8), .utf8)] {
      let table = try ScannedTable(folder.file(ascii + bytes))
      #expect(table.items.count == 80_003)
      #expect(table.items.last == .record(["4", "x"], line: 80_004, byteOffset: ascii.count + bytes.count - 4))
      #expect(table.items[80_000] == .record(["2", "杭州医院"], line: 80_002, byteOffset: ascii.count))
      #expect(table.format.encoding == encoding.rawValue)
    }
  }

  @Test("Random bytes decode as a slow decoder does it, line by line")
  func twin() throws {
    var generator = Seeded.announced()
    let table = try #require(DoubleByteTable.gb18030)
    func scalar(_ bytes: [UInt8]) -> UInt32? {
      Foreign.scalar(bytes).flatMap { $0 & 0xFFFE == 0xFFFE || 0xFDD0...0xFDEF ~= $0 ? nil : $0 }
    }
    for round in 0..<400 {
      let lines = (0..<8).map { _ in
        (0..<generator.below(30)).flatMap { _ -> [UInt8] in
          switch generator.below(5) {
          case 0: [generator.pick([0x30, 0x39, 0x2C, 0x41, 0x7C, 0x22])]
          case 1: [UInt8.random(in: 0x80...0xFF, using: &generator)]
          case 2:
            [
              UInt8.random(in: 0x81...0xFE, using: &generator), 0x30, UInt8.random(in: 0x80...0xFF, using: &generator),
              0x39,
            ]
          default: [UInt8.random(in: 0xB0...0xF7, using: &generator), UInt8.random(in: 0x3F...0xFF, using: &generator)]
          }
        } + generator.pick([[10], [13, 10], [13]] as [[UInt8]])
      }
      let expected = lines.flatMap { NaiveGb18030.decode($0, scalar: scalar) }
      let text = try DecodedText(folder.file(Array(lines.joined())), .gb18030, room: generator.pick([1, 5, 1000]))
      if !text.bytes.contains(DecodingMark.foreign) { #expect(text.bytes == expected, "round \(round): \(lines)") }
      #expect(table.two.count == 1 << 15)
    }
  }

  @Test("A line longer than a block is decoded all the same")
  func longLine() throws {
    let text = "claim_id,note\n1,\"" + String(repeating: "杭州x", count: 90_000) + "\"\n2,湖\n"
    let table = try ScannedTable(folder.file(Encoded.gb18030(text)))
    #expect(table.items.count == 2)
    #expect(table.items.last == .record(["2", "湖"], line: 3, byteOffset: Encoded.gb18030(text).count - 5))
  }

  @Test("Big5 is read where the user says so; otherwise it is refused and not taken for GB 18030")
  func big5() throws {
    let text = "結算ID,姓名\n1,的一是不了人我在有他\n2,這個醫院的門診病人\n3,中國大陸的一個藥房\n4,我們不是這樣說的\n"
    let file = try folder.file(Foreign.bytes(text, Foreign.big5))
    #expect(try DecodedText(file, .big5).text == text)
    #expect(try DecodedText(file, .big5, room: 1).converter == "steelyard Big5 93ac414def3741fc")
    #expect(refusal { _ = try DecodedText(file) }?.map(\.code) == [.encodingUnsupported])
  }

  @Test("A byte order mark against what the user said refuses the file")
  func contradiction() throws {
    let file = try folder.file("\u{FEFF}claim_id\n1\n")
    #expect(refusal { _ = try DecodedText(file, .gb18030) }?.map(\.code) == [.encodingContradicted])
    #expect(try DecodedText(file, .utf8).text == "claim_id\n1\n")
  }

  @Test(
    "Ctrl-Z at the end, with or without line ends, is passed over and counted; elsewhere it is data",
    arguments: [
      ("1,2\n\u{1A}", 1), ("1,2\n\u{1A}\u{1A}\u{1A}", 3), ("1,2\n\u{1A}\r\n", 1), ("1,2\n\u{1A}3\n", 0),
      ("1,2\u{1A}", 1),
      ("1,\u{1A}\n2,3\n", 0), ("\u{1A}", 1), ("杭州\n\u{1A}", 1),
    ])
  func controlZ(tail: String, count: Int64) throws {
    let text = "claim_id,b\n" + tail
    var kept = text
    if count > 0, let end = kept.firstIndex(of: "\u{1A}") { kept = String(kept[..<end]) }
    for (bytes, name) in [(Array(text.utf8), "UTF-8"), (Encoded.utf16(text, isBigEndian: false), "UTF-16LE")] {
      let file = try folder.file(bytes)
      for room in [1, 2, 5, 1 << 20] {
        let decoded = try DecodedText(file, room: room)
        #expect(decoded.text == kept, "\(room)")
        #expect(decoded.notes[.controlZIgnored] == (count == 0 ? nil : [name: count]))
      }
      var generator = Seeded(7)
      let crumbs = try folder.file(Gzip.crumbs(bytes, most: 1, using: &generator), name: "crumbs.gz")
      #expect(try DecodedText(crumbs).text == kept)
    }
  }

  @Test("What is said of a text reaches the reader's notes and the file's account")
  func account() throws {
    let rows = ["S1,P1,H1,2025-07-01,M,1.00,杭\u{E000}州医院", "S2,P2,H1,2025-07-01,M,1.00,高血压病"]
    let bytes = Encoded.gb18030(SmallClaims.table("inst_name", rows)) + [0x1A]
    let claims = try ClaimReading(files: [folder.file(bytes)])
    #expect(claims.account.accepted.rows == 2)
    #expect(claims.reader.noteCounts[.privateUseCharacter] == ["GB18030": 1])
    #expect(claims.reader.noteCounts[.controlZIgnored] == ["GB18030": 1])
    #expect(claims.reader.files[0].format.encoding == "GB18030")
    #expect(claims.reader.files[0].format.converter == "steelyard GB18030-2022 673cc267508f5bac")
  }
}
