import Foundation
import SteelyardDomain
import SteelyardTestSupport
import Testing

@testable import SteelyardIntake

@Suite("Damaged text") struct TextDamageTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private static let good = "claim_id,name,sum\n1,杭州医院,1\n2,高血压病,2\n3,糖尿病人,3\n4,湖滨药店,4\n"

  private func scan(_ bytes: [UInt8], _ wanted: TextEncoding? = nil) throws -> ScannedTable {
    var options = ReadingOptions()
    options.encoding = wanted
    return try ScannedTable(folder.file(bytes), options)
  }

  /// The lines of damaged rows and their codes.
  private func damaged(_ table: ScannedTable) -> [String] {
    table.items.compactMap {
      if case .damaged(let code, let line, _) = $0 { "\(line) \(code)" } else { nil }
    }
  }

  @Test(
    "Broken bytes in a GB 18030 file cost their row; a separator, quote or line end behind half a character stays",
    arguments: [
      [0xB0], [0xB0, 0xA1, 0xB0], [0x80], [0xFF], [0x81, 0x30], [0x81, 0x30, 0x81], [0x84, 0x31, 0xA5, 0x30],
      [0xE3, 0x32, 0x9A, 0x36], [0x84, 0x31, 0xA4, 0x38],
    ] as [[UInt8]])
  func brokenGb18030(broken: [UInt8]) throws {
    let good = Encoded.gb18030(Self.good)
    for row in ["5,@,5\n", "5,5,@\n", "@,5,5\n", "5,\"@\",5\r\n", "5,5,@\r"] {
      let bytes = row.utf8.flatMap { $0 == UInt8(ascii: "@") ? broken : [$0] }
      let table = try scan(good + bytes + Encoded.gb18030("6,杭州,6\n"))
      #expect(damaged(table) == ["6 encodingInvalid"], "\(row)")
      #expect(table.items.last == .record(["6", "杭州", "6"], line: 7, byteOffset: good.count + bytes.count))
      #expect(table.items.count == 6)
    }
  }

  @Test(
    "Overlong forms, surrogates, noncharacters and broken characters in UTF-8 cost their row",
    arguments: [
      [0xC0, 0xAF], [0xE0, 0x80, 0xAF], [0xF0, 0x80, 0x80, 0xAF], [0xC1, 0xBF], [0xED, 0xA0, 0x80], [0xED, 0xBF, 0xBF],
      [0xEF, 0xBF, 0xBE], [0xEF, 0xBF, 0xBF], [0xEF, 0xB7, 0x90], [0xEF, 0xB7, 0xAF], [0xF0, 0x9F, 0xBF, 0xBE],
      [0xF4, 0x8F, 0xBF, 0xBF], [0xF4, 0x90, 0x80, 0x80], [0xE6, 0x9D], [0x80], [0xFF], [0xFE],
    ] as [[UInt8]])
  func brokenUtf8(broken: [UInt8]) throws {
    let table = try scan(Array(Self.good.utf8) + Array("5,".utf8) + broken + Array(",5\n6,a,6\n".utf8))
    #expect(damaged(table) == ["6 encodingInvalid"])
    #expect(table.items.count == 6)
    #expect(table.format.encoding == "UTF-8")
  }

  @Test("Their neighbours are characters")
  func neighbours() throws {
    let text = "5,\u{FFFD}\u{FDCF}\u{FDF0}\u{1FFFD}\u{10FFFD}\u{D7FF}\u{E000}\u{FEFF}\u{7FF}\u{800}\u{FFFC},5\n"
    let table = try scan(Array((Self.good + text).utf8))
    #expect(damaged(table) == [])
    #expect(try damaged(scan(Encoded.utf16(Self.good + text, isBigEndian: true))) == [])
  }

  @Test(
    "Half a surrogate pair, a noncharacter and half a unit in UTF-16 cost their row",
    arguments: [
      [0xD800], [0xDC00], [0xDC00, 0xD800], [0xD800, 0x41], [0xFFFF], [0xFFFE], [0xFDD0], [0xD83F, 0xDFFE],
    ] as [[UInt16]])
  func brokenUtf16(broken: [UInt16]) throws {
    func bytes(_ units: [UInt16]) -> [UInt8] { units.flatMap { [UInt8(truncatingIfNeeded: $0), UInt8($0 >> 8)] } }
    let start = Encoded.utf16(Self.good + "5,", isBigEndian: false)
    let row = bytes(broken) + Encoded.utf16(",5\n6,a,6\n", isBigEndian: false, hasMark: false)
    let table = try scan(start + row)
    #expect(damaged(table) == ["6 encodingInvalid"])
    #expect(table.items.count == 6)
    #expect(
      try damaged(scan(start + row + Encoded.utf16("7,b,7", isBigEndian: false, hasMark: false) + [0x41])).last
        == "8 encodingInvalid")
  }

  private static let rows = ["7,上城区清波街道社区卫生服务中心,7\n", "8,恶性肿瘤门诊治疗,8\n", "9,慢性肾功能不全,9\n"]

  @Test(
    "A second encoding refuses the file with the line where it begins, whichever comes first",
    arguments: [1, 3000, 200_000])
  func mixed(times: Int) throws {
    // Further rows of the first part put the change into the sample, behind it, and blocks behind it.
    let first = Self.good + String(repeating: "6,湖滨药店,6\n", count: times)
    let second = Self.rows.joined()
    for bytes in [Array(first.utf8) + Encoded.gb18030(second), Encoded.gb18030(first) + Array(second.utf8)] {
      let file = try folder.file(bytes)
      let found = refusal { _ = try ScannedTable(file) }
      let change = bytes.count - (bytes.starts(with: first.utf8) ? Encoded.gb18030(second).count : second.utf8.count)
      #expect(found == [Diagnostic(.encodingsMixed, at: .init(file: file, line: times + 6, byteOffset: change))])
    }
  }

  @Test("One or two foreign rows are damaged rows, and never text", arguments: [1, 2])
  func foreignRows(count: Int) throws {
    let second = Self.rows.prefix(count).joined()
    let expected = (0..<count).map { "\($0 + 6) encodingInvalid" }
    #expect(try damaged(scan(Array(Self.good.utf8) + Encoded.gb18030(second))) == expected)
    #expect(try damaged(scan(Encoded.gb18030(Self.good) + Array(second.utf8))) == expected)
  }

  @Test("Names cut in mid character, however many, are damaged rows and no second encoding")
  func cutNames() throws {
    var generator = Seeded.announced()
    for encode in [{ Array($0.utf8) }, Encoded.gb18030] as [(String) -> [UInt8]] {
      var bytes = encode(Self.good)
      var expected: [String] = []
      for row in 0..<3000 {
        let name = encode(
          String(
            (0..<Int.random(in: 2...6, using: &generator)).map { _ in
              generator.pick(Array("杭州市第一人民医院高血压糖尿病张王李赵陈门诊"))
            }))
        let cut = encode("州").count - 1
        bytes += Array("9,".utf8) + name.dropLast(generator.chance(50) ? cut : 0) + Array(",1\n".utf8)
        _ = row
      }
      let table = try scan(bytes)
      expected = damaged(table)
      #expect(table.items.count == 3004)
      #expect((1200...1800).contains(expected.count))
      #expect(expected.allSatisfy { $0.hasSuffix("encodingInvalid") })
    }
  }

  @Test("A broken row in a file of ASCII says nothing of the file")
  func brokenAscii() throws {
    for broken in [[0xE8, 0xFE, 0x81, 0x92], [0xFF], [0xA4, 0x40, 0xA4, 0x41]] as [[UInt8]] {
      let table = try scan(Array("claim_id,b\n1,2\n3,".utf8) + broken + Array("\n4,5\n".utf8))
      #expect(damaged(table) == ["3 encodingInvalid"])
      #expect(table.items.count == 3)
    }
  }

  @Test(
    "What one line says of a text's encoding",
    arguments: [
      ("杭州", TextEncodingDetector.Voice.utf8, TextEncodingDetector.Voice.gb18030), ("女", .utf8, .gb18030),
      ("买·买提", .utf8, .gb18030), ("·", .none, .gb18030), ("陈喆", .utf8, .other), ("喆", .utf8, .none),
      ("㐀", .utf8, .gb18030), ("36.5℃ α×β", .utf8, .other), ("é", .none, .none),
    ])
  func voices(text: String, inUtf8: TextEncodingDetector.Voice, inGb18030: TextEncodingDetector.Voice) {
    #expect(Array(text.utf8).withUnsafeBytes { TextEncodingDetector.voice($0) } == inUtf8)
    #expect(Encoded.gb18030(text).withUnsafeBytes { TextEncodingDetector.voice($0) } == inGb18030)
  }

  @Test("A few NULs at even places do not make a file UTF-16")
  func nulsInAscii() throws {
    let table = try scan(Array("claim_id,b\n1,\0\n2,\0\n3,\0\n4,\0\n5,\0\n6,7\n".utf8))
    #expect(damaged(table) == (2...6).map { "\($0) nulByte" })
    #expect(table.items.last == .record(["6", "7"], line: 7, byteOffset: 31))
  }

  @Test(
    "A run of 4 KiB of NULs refuses the file at its line and byte, a shorter one costs its row",
    arguments: [4095, 4096, 10_000, 3_000_000])
  func lostPage(count: Int) throws {
    var generator = Seeded.announced()
    for (bytes, name) in [(Array(Self.good.utf8), "UTF-8"), (Encoded.gb18030(Self.good), "GB 18030")] {
      for rows in [0, 1000, 60_000] {
        let before = bytes + Array(repeating: Array("5,abcdefg,5\n".utf8), count: rows).joined() + Array("6,x".utf8)
        let all = before + [UInt8](repeating: 0, count: count) + Array(",6\n7,a,7\n".utf8)
        let crumbs = count > 10_000 ? Gzip.member(all) : Gzip.crumbs(all, most: 4000, using: &generator)
        for file in [try folder.file(all), try folder.file(crumbs, name: "crumbs.gz")] {
          if count < 4096 {
            #expect(try damaged(ScannedTable(file)) == ["\(rows + 6) nulByte"], "\(name)")
          } else {
            let found = refusal { _ = try ScannedTable(file) }
            let place = Diagnostic.Location(file: file, line: rows + 6, byteOffset: before.count)
            #expect(found == [Diagnostic(.damagedOnDisk, at: place)], "\(name) \(rows)")
          }
        }
      }
    }
  }
}
