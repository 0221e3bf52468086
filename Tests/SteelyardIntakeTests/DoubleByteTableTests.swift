import Foundation
import SteelyardDomain
import SteelyardTestSupport
import Testing

@testable import SteelyardIntake

@Suite("The tables of double-byte encodings") struct DoubleByteTableTests {
  private let table: DoubleByteTable

  init() throws { table = try #require(DoubleByteTable.gb18030) }

  /// The character of a two-byte code, read out of the bytes of UTF-8 it is stored as.
  private func scalar(_ lead: UInt8, _ second: UInt8, in table: DoubleByteTable) -> UInt32? {
    let entry = table.two[Int(lead & 0x7F) << 8 | Int(second)]
    if entry == 0 { return nil }
    let bytes = (0..<(entry >> 24 & 7)).map { UInt8(truncatingIfNeeded: entry >> (8 * $0)) }
    return String(decoding: bytes, as: UTF8.self).unicodeScalars.first?.value
  }

  @Test("All 23,940 codes of two bytes are Foundation's but A3A0, and no other pair is a character")
  func twoBytes() {
    var count = 0
    var differing: [String] = []
    for lead in 0x80...0xFF as ClosedRange<UInt8> {
      for second in 0...0xFF as ClosedRange<UInt8> {
        let ours = scalar(lead, second, in: table)
        let isCode = 0x81...0xFE ~= lead && second >= 0x40 && second != 0x7F && second != 0xFF
        #expect((ours != nil) == isCode)
        if isCode {
          count += 1
          if ours != Foreign.scalar([lead, second]) {
            differing.append(String(UInt(lead) << 8 | UInt(second), radix: 16))
          }
        }
      }
    }
    #expect(count == 23_940)
    #expect(differing == ["a3a0"])
  }

  @Test("All codes of four bytes below U+10000 are Foundation's, but for noncharacters")
  func fourBytes() {
    var differing: [String] = []
    for position in 0..<39_420 {
      let bytes = DoubleByteTable.bytes(ofLinear: position)
      let ours = DoubleByteDecoder.scalar(bytes[0], bytes[1], bytes[2], bytes[3], table.four)
      let theirs = Foreign.scalar(bytes).flatMap { isNoncharacter($0) ? nil : $0 }
      if ours != theirs { differing.append("\(bytes) \(ours ?? 0) \(theirs ?? 0)") }
    }
    #expect(differing == [])
  }

  @Test("Codes of four bytes beyond are the planes beyond, and end with the last plane")
  func planes() {
    var generator = Seeded.announced()
    let first = DoubleByteTable.linear(0x90, 0x30, 0x81, 0x30)
    for step in [0, 1, 0xFFFD, 0xFFFE, 0xFFFF, 0x10000, 0xFFFFD, 0xFFFFE, 0xFFFFF]
      + (0..<2000).map({ _ in generator.below(0x10_0000) })
    {
      let bytes = DoubleByteTable.bytes(ofLinear: first + step)
      let scalar = UInt32(0x1_0000 + step)
      let ours = DoubleByteDecoder.scalar(bytes[0], bytes[1], bytes[2], bytes[3], table.four)
      #expect(ours == (isNoncharacter(scalar) ? nil : scalar))
      if ours != nil { #expect(Foreign.scalar(bytes) == scalar) }
    }
    for bytes in [
      [0x84, 0x31, 0xA5, 0x30], [0x8F, 0x39, 0xFE, 0x39], [0xE3, 0x32, 0x9A, 0x36], [0xFE, 0x39, 0xFE, 0x39],
    ] {
      let code = bytes.map { UInt8($0) }
      #expect(DoubleByteDecoder.scalar(code[0], code[1], code[2], code[3], table.four) == nil)
    }
  }

  private func isNoncharacter(_ scalar: UInt32) -> Bool {
    scalar & 0xFFFE == 0xFFFE || 0xFDD0...0xFDEF ~= scalar
  }

  @Test(
    "Codes that converters disagree on mean what GB 18030-2022 says",
    arguments: [
      ("FE59", 0x9FB4), ("FEA0", 0x9FBB), ("A6D9", 0xFE10), ("A6F3", 0xFE19), ("A8BC", 0x1E3F), ("8135F437", 0xE7C7),
      ("FE51", 0xE816), ("FE91", 0xE855), ("82359037", 0x9FB4), ("82359134", 0x9FBB), ("84318236", 0xFE10),
      ("84318335", 0xFE19), ("A1A4", 0xB7), ("A1AA", 0x2014), ("A2E3", 0x20AC), ("81308130", 0x80),
    ])
  func disputed(code: String, scalar: UInt32) throws {
    let folder = try TemporaryFolder()
    let digits = Array(code)
    let bytes = try stride(from: 0, to: digits.count, by: 2).map { start in
      try #require(UInt8(String(digits[start...(start + 1)]), radix: 16))
    }
    let text = try DecodedText(folder.file(bytes), .gb18030)
    #expect(text.text.unicodeScalars.map(\.value) == [scalar])
    #expect((text.notes[.privateUseCharacter] == ["GB18030": 1]) == (0xE000...0xF8FF ~= scalar))
  }

  @Test("The name of a table holds its checksum, which is the same on every machine")
  func names() throws {
    #expect(table.name == "steelyard GB18030-2022 673cc267508f5bac")
    #expect(try #require(DoubleByteTable.big5).name == "steelyard Big5 93ac414def3741fc")
  }

  @Test("The characters of Big5 are those of Foundation where both have one outside private use")
  func big5() throws {
    let big5 = try #require(DoubleByteTable.big5)
    var count = 0
    for lead in 0xA4...0xF9 as ClosedRange<UInt8> {
      for second in 0x40...0xFE as ClosedRange<UInt8> where lead != 0xC6 && lead != 0xC7 && lead != 0xC8 {
        guard let ours = scalar(lead, second, in: big5), !(0xE000...0xF8FF ~= ours) else { continue }
        let theirs = String(data: Data([lead, second]), encoding: Foreign.big5)?.unicodeScalars.first?.value
        count += 1
        if lead < 0xF9 { #expect(theirs == ours, "\(lead) \(second)") }
      }
    }
    #expect(count > 13_000)
  }
}
