import SteelyardDomain
import Testing

@testable import SteelyardIntake

@Suite("Dialects of delimited text") struct DialectTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func scan(_ text: String, _ options: ReadingOptions = ReadingOptions(), required: [String] = []) throws
    -> ScannedTable
  {
    try ScannedTable(folder.file(text), required: required, options)
  }

  private func cells(_ table: ScannedTable) -> [[String]] {
    table.items.compactMap { if case .record(let cells, _, _) = $0 { cells } else { nil } }
  }

  private func refused(_ text: String, _ options: ReadingOptions = ReadingOptions(), required: [String] = [])
    -> [String]?
  {
    refusal { _ = try scan(text, options, required: required) }?.map { "\($0.code.rawValue) \($0.location.line)" }
  }

  @Test(
    "Fields in single quotes are recognised with every separator, and read like those in double quotes",
    arguments: [",", "\t", ";", "|", "\u{1}"])
  func singleQuotes(mark: String) throws {
    let rows = [
      ["claim_id", "total_fee", "名称"], ["1", "2.50", "a\(mark)b"], ["2", "3", "it's \"x\""], ["3", "", "two\r\nlines"],
    ]
    let text = rows.map { row in
      row.map { "'\($0.replacing("'", with: "''"))'" }.joined(separator: mark) + "\r\n"
    }.joined()
    let table = try scan(text)
    #expect(table.header == rows[0] && cells(table) == Array(rows.dropFirst()))
    #expect(table.format.quote == "'" && table.format.separator == separatorName(mark.utf8.first ?? 0))
    #expect(table.counts == [:])
  }

  @Test("Rows in single quotes below a header without quotes are recognised too, where every row has them")
  func singleQuotedRows() throws {
    let table = try scan("claim_id,total_fee\n'1','2,5'\n'2',3\n")
    #expect(cells(table) == [["1", "2,5"], ["2", "3"]] && table.format.quote == "'")
    for text in [
      "claim_id,total_fee\n'1',2\n2,3\n", "claim_id,total_fee\n'1',\"2\"\n", "claim_id,\"total_fee\"\n'1',2\n",
      "claim_id,total_fee\n", "claim_id,total_fee\n'1,2\n", "claim_id,total_fee\n'1',2,3\n",
    ] { #expect(try scan(text).format.quote == "\"", "\(text)") }
  }

  @Test("An open single quote is told where it opens, and the rows after that line are kept")
  func openSingleQuote() throws {
    let text = "'claim_id','b'\r\n'1','2\r\n'3','4'\r\n'5','6\r\n'7','8'\r\n"
    #expect(
      try scan(text).items == [
        .damaged(.quoteUnterminated, line: 2, byteOffset: 16), .record(["3", "4"], line: 3, byteOffset: 24),
        .damaged(.quoteUnterminated, line: 4, byteOffset: 33), .record(["7", "8"], line: 5, byteOffset: 41),
      ])
  }

  @Test("Quotes that enclose nothing, or are of the other kind, are kept as they stand and counted")
  func bareQuotes() throws {
    let table = try scan("claim_id,b\n6\",2\n\"6\",\"7\"\n'8',9\nO'Neil,10\n\"it's\",\"a \"\"b\"\"\"\n1#&,2\n")
    #expect(
      cells(table) == [
        ["6\"", "2"], ["6", "7"], ["'8'", "9"], ["O'Neil", "10"], ["it's", "a \"b\""], ["1#&", "2"],
      ])
    #expect(table.counts == [.bareQuoteKept: 2])
    let single = try scan("'claim_id','b'\n'1',6'\n\"2\",'3'\n")
    #expect(cells(single) == [["1", "6'"], ["\"2\"", "3"]] && single.counts == [.bareQuoteKept: 2])
  }

  @Test("A separator that the user gives goes before what would be recognised")
  func givenSeparator() throws {
    var options = ReadingOptions()
    options.separator = UInt8(ascii: ";")
    let text = "claim_id;total_fee,person_id\n1;2,3\n"
    #expect(try scan(text, options).header == ["claim_id", "total_fee,person_id"])
    #expect(try scan(text).header == ["claim_id;total_fee", "person_id"])
    options.separator = UInt8(ascii: "#")
    #expect(try scan("claim_id#total_fee\n1#2\n", options).format.separator == "#")
    options.separator = 9
    #expect(refused("claim_id,total_fee\n1,2\n", options) == ["IN130 1"])
  }

  @Test(
    "The file's last row without a line end is cut where fields are missing or a quote is open, and the file is flagged",
    arguments: [
      ("claim_id,b,c\n1,2,3\n4,5", TableItem.damaged(.rowTruncated, line: 3, byteOffset: 19)),
      ("claim_id,b,c\n1,2,3\n4,5,\"6", .damaged(.rowTruncated, line: 3, byteOffset: 19)),
      ("claim_id,b,c\n1,2,3\n4", .damaged(.rowTruncated, line: 3, byteOffset: 19)),
      ("claim_id,b,c\n1,2,3\n4,5,6", .record(["4", "5", "6"], line: 3, byteOffset: 19)),
      ("claim_id,b,c\n1,2,3\n4,5,6,7", .damaged(.columnCountDiffers, line: 3, byteOffset: 19)),
    ])
  func cutLastRow(text: String, last: TableItem) throws {
    let cut = try scan(text)
    #expect(cut.items == [.record(["1", "2", "3"], line: 2, byteOffset: 13), last])
    #expect(cut.counts == [.finalLineEndMissing: 1])
    let ended = try scan(text + "\r\n")
    #expect(ended.counts == [:])
    #expect(!ended.items.contains { if case .damaged(.rowTruncated, _, _) = $0 { true } else { false } })
  }

  @Test("Comment lines are known only by the mark that the user gives, above the header and among the rows")
  func comments() throws {
    var options = ReadingOptions()
    options.commentMark = "#"
    let text = "# claim_id,total_fee,person_id\nclaim_id,b\n1,2\n#3,4\n#\"5\n6,#7\n#"
    let table = try scan(text, options)
    #expect(table.header == ["claim_id", "b"] && table.format.headerLine == 2)
    #expect(
      table.items == [
        .record(["1", "2"], line: 3, byteOffset: 42), .damaged(.commentLine, line: 4, byteOffset: 46),
        .damaged(.commentLine, line: 5, byteOffset: 51), .record(["6", "#7"], line: 6, byteOffset: 55),
        .damaged(.commentLine, line: 7, byteOffset: 60),
      ])
    options.commentMark = "--"
    #expect(cells(try scan("claim_id,b\n--1,2\n-1,2\n-", options)) == [["-1", "2"]])
    #expect(cells(try scan("claim_id,b\n#1,2\n")) == [])
    var request = ClaimReader.Request(cost: .total)
    request.mapping.reading.commentMark = "#"
    let claims = try ClaimReading(SmallClaims.table("", ["# export of July", SmallClaims.row]), request)
    #expect(claims.account.excluded == [.commentLine: Flow(rows: 1)] && claims.account.accepted.rows == 1)
    #expect(claims.account.balances && claims.reader.diagnostics == [])
  }

  @Test("A line of blanks is no row; a trailing separator is harmless where the header has it too, else damage")
  func blanksAndTrailing() throws {
    #expect(cells(try scan("claim_id,b\n  \n1,2\n\t\n \t")) == [["1", "2"]])
    let trailing = try scan("claim_id,b,\n1,2,\n3,4\n")
    #expect(trailing.header == ["claim_id", "b", ""])
    #expect(
      trailing.items == [
        .record(["1", "2", ""], line: 2, byteOffset: 12), .damaged(.columnCountDiffers, line: 3, byteOffset: 17),
      ])
    #expect(try scan("claim_id,b\n1,2,\n").items == [.damaged(.columnCountDiffers, line: 2, byteOffset: 11)])
  }

  @Test("TABs glued to texts and names are taken off, and counted by field")
  func gluedTabs() throws {
    let header = SmallClaims.header.replacing(",", with: "\t,") + "\t,姓名\t"
    let rows = [
      "S1\t,P1\t,H1\t,2025-07-01,M\t,1.00,甲\t", "S2,\u{3000}P2 ,H1,2025-07-01,M,2.00,乙", "S3\t,P3,H1,bad,M,1.00,丙",
    ]
    let claims = try ClaimReading(header + "\n" + rows.joined(separator: "\n") + "\n")
    #expect(claims.texts(\.person, \.persons) == ["P1", "P2"])
    // The row without a date is looked at up to its claim number.
    #expect(
      claims.reader.noteCounts[.valueRepaired] == ["claim_id": 2, "person_id": 2, "inst_code": 1, "disease_code": 1])
    #expect(claims.reader.files[0].columns.count == 7 && claims.reader.files[0].ignoredColumns == [])
  }

  @Test("A record of eight fields of 1 MiB is read, one of more than 8 MiB damages its own line alone")
  func longRecords() throws {
    let cell = String(repeating: "x", count: 1 << 20)
    let names = "claim_id" + (2...10).map { ",c\($0)" }.joined()
    let short = Array(repeating: cell, count: 7) + ["1", "2", "3"]
    let long = Array(repeating: cell, count: 9) + ["1"]
    let text = ([names, short.joined(separator: ","), long.joined(separator: ","), "1,2,3,4,5,6,7,8,9,10"]).joined(
      separator: "\n")
    let table = try scan(text + "\n")
    let items = table.items
    let isSame = items.count == 3 && cells(table).first == short
    #expect(isSame)
    #expect(
      items[1] == .damaged(.fieldTooLong, line: 3, byteOffset: names.utf8.count + 1 + 7 * (cell.utf8.count + 1) + 6))
    #expect(items[2] == .record((1...10).map(String.init), line: 4, byteOffset: text.utf8.count - 20))
  }
}
