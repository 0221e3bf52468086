import Foundation
import SteelyardDomain
import Testing

@testable import SteelyardIntake

@Suite("Scanning a table") struct TableScannerTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func scan(_ text: String) throws -> ScannedTable { try ScannedTable(folder.file(text)) }

  private func scan(_ bytes: [UInt8]) throws -> ScannedTable { try ScannedTable(folder.file(bytes)) }

  @Test("A mark of byte order is passed over, and offsets count it")
  func byteOrderMark() throws {
    let table = try scan("\u{FEFF}claim_id,total_fee\n1,2\n")
    #expect(table.header == ["claim_id", "total_fee"])
    #expect(table.items == [.record(["1", "2"], line: 2, byteOffset: 22)])
    #expect(try scan("\u{FEFF}\"claim_id\",total_fee\n1,2\n").header == ["claim_id", "total_fee"])
  }

  @Test(
    "The separator is the one by which most names of the header are known", arguments: [",", "\t", ";", "|", "\u{1}"])
  func separators(mark: String) throws {
    let table = try scan(
      "claim_id\(mark)total_fee\(mark)other\n1\(mark)2,5;6\(mark)\"a\(mark)b\"\n".replacing("2,5;6", with: "2"))
    #expect(table.separator == mark.utf8.first)
    #expect(table.items.first == .record(["1", "2", "a\(mark)b"], line: 2, byteOffset: 25))
  }

  @Test("A column name that holds another separator does not mislead")
  func misleadingHeader() throws {
    let table = try scan("claim_id;total_fee;a,b,c,d,e,f\n1;2;3\n")
    #expect(table.separator == UInt8(ascii: ";"))
    #expect(table.header == ["claim_id", "total_fee", "a,b,c,d,e,f"])
  }

  @Test("Names are shown without the spaces, TABs and quotes around them, doubled quotes single")
  func headerNames() throws {
    let table = try scan("\n\r\n claim_id\t,\"total_fee\t\",\"a \"\"b\"\" c\"\n1,2,3\n")
    #expect(table.header == ["claim_id", "total_fee", "a \"b\" c"])
    #expect(table.items == [.record(["1", "2", "3"], line: 4, byteOffset: 39)])
  }

  @Test(
    "Lines end at LF, CR LF or CR, also mixed, with or without the last; blank lines are no rows",
    arguments: [
      ("h,claim_id\n1,2\n3,4\n", [2, 3]), ("h,claim_id\r\n1,2\r\n3,4\r\n", [2, 3]), ("h,claim_id\r1,2\r3,4\r", [2, 3]),
      ("h,claim_id\n1,2\r\n3,4", [2, 3]), ("h,claim_id\r\n\r\n1,2\n\n\r3,4\n\n\n", [3, 6]),
      ("\n\nh,claim_id\n1,2\n3,4", [4, 5]),
    ])
  func lineEnds(text: String, lines: [Int]) throws {
    let found = try scan(text).items.map { item -> Int in
      guard case .record(let cells, let line, let byteOffset) = item else { return 0 }
      let bytes = Array(text.utf8)
      #expect(bytes[byteOffset] == cells[0].utf8.first)
      return line
    }
    #expect(found == lines)
  }

  @Test("Lines and offsets are right after quoted line ends, and doubled quotes come single")
  func places() throws {
    let text = "claim_id,note\n\"1\",\"a\r\nb\nc\rd\"\n2,\"say \"\"no\"\"\"\n\"\",\"\"\"\"\r\n3,\n"
    #expect(
      try scan(text).items == [
        .record(["1", "a\r\nb\nc\rd"], line: 2, byteOffset: 14), .record(["2", "say \"no\""], line: 6, byteOffset: 29),
        .record(["", "\""], line: 7, byteOffset: 44), .record(["3", ""], line: 8, byteOffset: 53),
      ])
  }

  @Test("A quote inside a field without quotes is kept as it is")
  func bareQuote() throws {
    #expect(try scan("claim_id,size\n1,6\"\n").items == [.record(["1", "6\""], line: 2, byteOffset: 14)])
  }

  @Test("A row with too few or too many fields is damaged and the rows around it are kept")
  func columnCount() throws {
    #expect(
      try scan("claim_id,b,c\n1,2,3\n4,5\n6,7,8,9\n\"x\n1,2,3\n").items.prefix(3) == [
        .record(["1", "2", "3"], line: 2, byteOffset: 13), .damaged(.columnCountDiffers, line: 3, byteOffset: 19),
        .damaged(.columnCountDiffers, line: 4, byteOffset: 23),
      ])
    #expect(try scan("claim_id\n\n1,\n2\n").items.last == .record(["2"], line: 4, byteOffset: 13))
  }

  @Test("A quote that does not close is told at the line it opens on, and the rows after that line are kept")
  func unterminatedQuote() throws {
    let text = "claim_id,b\n1,2\n3,\"4\n5,6\n7,8\n9,10"
    #expect(
      try scan(text).items == [
        .record(["1", "2"], line: 2, byteOffset: 11), .damaged(.quoteUnterminated, line: 3, byteOffset: 15),
        .record(["5", "6"], line: 4, byteOffset: 20), .record(["7", "8"], line: 5, byteOffset: 24),
        .record(["9", "10"], line: 6, byteOffset: 28),
      ])
  }

  @Test("A quote that closes in a later row is told at the line it opens on")
  func swallowingQuote() throws {
    let text = "claim_id,b\n3,\"4\n5,6\n7,\"8\"\n9,10\n\"a\"b,c\r\n11,12\n"
    #expect(
      try scan(text).items == [
        .damaged(.quoteUnterminated, line: 2, byteOffset: 11), .record(["5", "6"], line: 3, byteOffset: 16),
        .record(["7", "8"], line: 4, byteOffset: 20), .record(["9", "10"], line: 5, byteOffset: 26),
        .damaged(.quoteUnterminated, line: 6, byteOffset: 31), .record(["11", "12"], line: 7, byteOffset: 39),
      ])
  }

  @Test("A stray quote in a long file with quotes in every row costs its own row alone")
  func strayQuote() throws {
    let rows = (0..<60_000).map { "\"\($0)\",\"x\"\n" }.joined()
    let table = try scan("claim_id,b\n\"1\",\"x\n" + rows)
    #expect(table.items.count == 60_001)
    #expect(table.items.first == .damaged(.quoteUnterminated, line: 2, byteOffset: 11))
    #expect(table.items.count { if case .record = $0 { true } else { false } } == 60_000)
  }

  @Test("Bytes that are not UTF-8, and a NUL, damage their own row and no other")
  func badBytes() throws {
    let lines: [[UInt8]] = [
      Array("claim_id,b".utf8), Array("1,药".utf8), [49, 44, 0xC4, 0xE3], [49, 44, 0xC0, 0x80],
      [49, 44, 0xED, 0xA0, 0x80],
      [49, 44, 0xF4, 0x90, 0x80, 0x80], [49, 44, 0xE8, 0x8D], [49, 44, 0], [49, 44, 0xF0, 0x9F, 0x98, 0x80],
      [49, 44, 50],
    ]
    let items = try scan(lines.flatMap { $0 + [10] }).items
    let faults = items.map { item -> Diagnostic.Code? in
      if case .damaged(let code, _, _) = item { code } else { nil }
    }
    #expect(
      faults == [
        nil, .encodingInvalid, .encodingInvalid, .encodingInvalid, .encodingInvalid, .encodingInvalid, .nulByte, nil,
        nil,
      ])
    #expect(items[6] == .damaged(.nulByte, line: 8, byteOffset: 45))
  }

  @Test("The header among the rows is told apart from damage, whatever its line end and a mark of byte order before it")
  func repeatedHeader() throws {
    let items = try scan("claim_id,b\n1,2\nclaim_id,b\r\n\u{FEFF}claim_id,b\n3,4\nclaim_id,b").items
    #expect(
      items == [
        .record(["1", "2"], line: 2, byteOffset: 11), .damaged(.headerRepeated, line: 3, byteOffset: 15),
        .damaged(.headerRepeated, line: 4, byteOffset: 27), .record(["3", "4"], line: 5, byteOffset: 41),
        .damaged(.headerRepeated, line: 6, byteOffset: 45),
      ])
    #expect(try scan("claim_id,b\nclaim_id,bb\n").items == [.record(["claim_id", "bb"], line: 2, byteOffset: 11)])
  }

  @Test("A field of more than 1 MiB damages its own row alone")
  func longField() throws {
    let long = String(repeating: "x", count: (1 << 20) + 1)
    let items = try scan("claim_id,b\n1,\(long)\n2,3\n\"\(long)\",1\n4,5\n").items
    #expect(
      items == [
        .damaged(.fieldTooLong, line: 2, byteOffset: 11),
        .record(["2", "3"], line: 3, byteOffset: 14 + long.utf8.count),
        .damaged(.quoteUnterminated, line: 4, byteOffset: 18 + long.utf8.count),
        .record(["4", "5"], line: 5, byteOffset: 23 + 2 * long.utf8.count),
      ])
  }

  @Test("Records longer than the window of 1 MiB are read whole")
  func longRecords() throws {
    let cell = String(repeating: "药", count: 300_000)
    let items = try scan("claim_id,b,c,d\n1,2,3,4\n\(cell),\"\(cell)\",\"\n\(cell)\",x\n5,6,7,8\n").items
    let expected: [TableItem] = [
      .record(["1", "2", "3", "4"], line: 2, byteOffset: 15),
      .record([cell, cell, "\n" + cell, "x"], line: 3, byteOffset: 23),
      .record(["5", "6", "7", "8"], line: 5, byteOffset: 2_700_033),
    ]
    // Compared apart: a failure need not print the cells.
    let isSame = items == expected
    #expect(isSame)
  }

  @Test("A header longer than the window is read whole, after blank lines and a mark of byte order too")
  func longHeader() throws {
    let names = (0..<40_000).map { "column number \($0) of many" }
    let rows = "\n" + Array(repeating: "1", count: 40_001).joined(separator: ",") + "\n"
    for start in ["", "\u{FEFF}", "\n\r\n", "\u{FEFF}\n"] {
      let text = start + (["\"claim_id\""] + names).joined(separator: ",") + rows
      let table = try scan(text)
      let isSame = table.header == ["claim_id"] + names
      #expect(isSame)
      let cells = Array(repeating: "1", count: 40_001)
      let line = 2 + start.utf8.count { $0 == 10 }
      let isAtPlace = table.items == [.record(cells, line: line, byteOffset: text.utf8.count - rows.utf8.count + 1)]
      #expect(isAtPlace)
    }
  }
}
