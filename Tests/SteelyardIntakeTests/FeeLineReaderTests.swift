import SteelyardDomain
import Testing

@testable import SteelyardIntake

/// What came of reading files of fee lines.
private struct LineReading {
  var reader: FeeLineReader
  var batches: [FeeLineBatch] = []

  init(_ texts: [String], mapping: TableMapping = TableMapping()) throws {
    let folder = try TemporaryFolder()
    reader = FeeLineReader(mapping: mapping, firstSource: 3)
    var taken: [FeeLineBatch] = []
    for (number, text) in texts.enumerated() {
      try reader.read(folder.file(text, name: "lines\(number).csv")) { taken.append($0) }
    }
    batches = taken
  }

  init(_ text: String, mapping: TableMapping = TableMapping()) throws { try self.init([text], mapping: mapping) }

  var account: Reconciliation { reader.files.reduce(into: Reconciliation()) { $0.merge($1.reconciliation) } }

  func column<T>(_ path: KeyPath<FeeLineBatch, [T]>) -> [T] { batches.flatMap { $0[keyPath: path] } }

  var items: [String] { column(\.item).map { reader.identifiers.items.text(of: $0) } }

  /// Everything that is said: `IN203 2 amount` row by row, `IN415 price ×1` noted.
  var said: [String] {
    let listed = reader.diagnostics.map {
      "\($0.code.rawValue) \($0.location.line) \($0.location.field ?? "-")"
    }
    let noted = reader.noteCounts.flatMap { code, counts in counts.map { "\(code.rawValue) \($0.key) ×\($0.value)" } }
    return (listed + noted).sorted()
  }
}

private let sixColumns = "line_id,claim_id,qty,price,amount,nat_item_code"

/// What is said of rows under the header of the six columns, or of why they are refused.
private func said(_ text: String) throws -> [String] {
  do {
    let lines = try LineReading(text)
    #expect(lines.account.balances)
    return lines.said
  } catch IntakeFailure.refused(let diagnostics) {
    return diagnostics.map { "\($0.code.rawValue) \($0.location.line) \($0.location.field ?? "-")" }
  }
}

@Suite("Reading fee lines") struct FeeLineReaderTests {
  @Test("A line is its number, settlement, item, quantity in ten-thousandths and amount in fen")
  func columns() throws {
    let lines = try LineReading(
      "记账流水号,结算ID,数量,单价,金额,国标代码,医保目录名称\nL1,S1,1.5,2.00,3.00,XA01,甲\nL2,S1,-0.0001,,-0.01,XA02,乙\n")
    #expect(lines.column(\.quantity) == [15_000, -1] && lines.column(\.amountFen) == [300, -1])
    #expect(lines.items == ["XA01", "XA02"] && lines.reader.identifiers.names == ["甲", "乙"])
    #expect(lines.column(\.source) == [3, 3] && lines.column(\.line) == [2, 3])
    #expect(lines.column(\.claim)[0] == lines.column(\.claim)[1])
    #expect(lines.column(\.lineNumber)[0] != lines.column(\.lineNumber)[1])
    #expect(lines.said.isEmpty && lines.account.accepted == Flow(rows: 2, fen: 299, absoluteFen: 301))
    let file = try #require(lines.reader.files.first)
    #expect(file.table == "claim_lines" && file.sha256.count == 64 && file.reconciliation == lines.account)
    #expect(
      file.columns.map(\.field) == ["line_id", "claim_id", "qty", "price", "amount", "nat_item_code", "nat_item_name"])
  }

  @Test("Days of supply are read where there are any, with their unit or without")
  func supplyDays() throws {
    let header = "line_id,claim_id,qty,amount,item_code,用药天数\n"
    let told = ["7", "30天", "", "366", "367", "1.5", "-7", "x", "天"]
    let rows = told.enumerated().map { "L\($0),S1,1,1.00,X,\($1)\n" }.joined()
    let lines = try LineReading(header + rows)
    #expect(lines.column(\.days) == [7, 30, 0, 366, 0, 0, -7, 0, 0])
    #expect(lines.reader.hasSupplyDays && lines.said == ["IN410 days ×3"])
    let bare = try LineReading("line_id,claim_id,qty,amount,item_code\nL1,S1,1,1.00,X\n")
    #expect(bare.column(\.days) == [0] && !bare.reader.hasSupplyDays)
  }

  /// Rows under the header, and all that is said of them.
  static let cases: [(rows: String, said: [String])] = [
    ("L1,S1,1,1.00,1.00,X", []),
    ("L1,S1,1,1.00", ["IN201 2 -"]),
    (" ,S1,1,1.00,1.00,X", ["IN202 2 line_id"]),
    ("L1,null,1,1.00,1.00,X", ["IN202 2 claim_id"]),
    ("L1,S1,,1.00,1.00,X", ["IN202 2 qty"]),
    ("L1,S1,1,1.00,1.00,-", ["IN202 2 nat_item_code"]),
    ("L1,S1,1,,,X", ["IN202 2 amount"]),
    ("L1,S1,1,1.00,1x3,X", ["IN203 2 amount"]),
    ("L1,S1,1,x,,X", ["IN203 2 price"]),
    ("L1,S1,1,1.00,1.001,X", ["IN204 2 amount"]),
    ("L1,S1,1,1.00,1000000000000.01,X", ["IN206 2 amount"]),
    ("L1,S1,10000000000,1000,,X", ["IN206 2 price"]),
    ("L1,S1,1,\"1", ["IN208 2 -"]),
    ("L1,3.301E+25,1,1.00,1.00,X", ["IN211 2 claim_id"]),
    ("3.3E+5,S1,1,1.00,1.00,X", ["IN211 2 line_id"]),
    ("L1,S1,one,1.00,1.00,X", ["IN216 2 qty"]),
    ("L1,S1,1.00001,1.00,1.00,X", ["IN216 2 qty"]),
    ("L1,S1,10000000000.0001,1.00,1.00,X", ["IN216 2 qty"]),
    ("合计,,,,,", ["IN309 2 -", "IN423 claim_lines ×1"]),
    ("合计,,,,1.00,", ["IN132 2 amount"]),
    ("L1,S1,1,1.00,1.00,X\n合计,,,,1.00,", ["IN309 3 -", "IN422 claim_lines ×1"]),
    (sixColumns, ["IN310 2 -"]),
    ("L1,S1,1,1.00,\"1,000.00\",X", ["IN405 amount ×1", "IN415 price ×1"]),
    ("L1,S1,+1,1.00,1.00,X", ["IN405 qty ×1"]),
    ("L1,S1,1,x,1.00,X", ["IN410 price ×1"]),
    ("L1,S1,0.7,10.00,7.02,X", ["IN415 price ×1"]),
    ("L1,S1,0.7,10.00,7.01,X", []),
    ("L1,S1,1.50000,1.00,1.50,X", []),
  ]

  @Test("Each rule is told at its place, and no other", arguments: cases)
  func rules(rows: String, said expected: [String]) throws {
    #expect(try said("\(sixColumns)\n\(rows)\n") == expected)
  }

  @Test("Without a column that is needed the file is refused; money and item have alternatives")
  func header() throws {
    #expect(try said("claim_id,qty,amount,item_code\nS1,1,1.00,X\n") == ["IN103 1 line_id"])
    #expect(try said("line_id,claim_id,qty\nL1,S1,1\n") == ["IN103 1 amount", "IN103 1 nat_item_code"])
    #expect(try said("line_id,claim_id,qty,price,item_name\nL1,S1,2,1.5,甲\n") == [])
    #expect(try said("line_id,claim_id,qty,amount,item_code\n") == ["IN102 1 -"])
    #expect(try said("line_id,claim_id,qty,cnt,amount,item_code\nL1,S1,1,1,1,X\n") == ["IN104 1 qty", "IN104 1 cnt"])
  }

  @Test(
    "Without an amount it is price times quantity, halves away from zero",
    arguments: [
      ("3", "0.333333", 100), ("0.5", "0.01", 1), ("-0.5", "0.01", -1), ("0.4999", "0.01", 0), ("2", "10.005", 2001),
      ("1", "-3.00", -300), ("0", "5", 0),
    ])
  func product(quantity: String, price: String, fen: Int64) throws {
    let lines = try LineReading("line_id,claim_id,qty,price,item_code\nL1,S1,\(quantity),\(price),X\n")
    #expect(lines.column(\.amountFen) == [fen] && lines.account.accepted.fen == Int128(fen))
    // An empty amount beside a price is told by the price, row by row.
    #expect(try LineReading("\(sixColumns)\nL1,S1,\(quantity),\(price),,X\n").column(\.amountFen) == [fen])
  }

  @Test("An item is told by the national code, else the institution's, else the name, row by row")
  func items() throws {
    let text = """
      line_id,claim_id,qty,amount,nat_item_code,item_code,item_name,nat_item_name
      1,S,1,1,N1,I1,name,national
      2,S,1,1,,I1,other,
      3,S,1,1,,,name,
      4,S,1,1,N1,,,another
      5,S,1,1, ,,,name only

      """
    let lines = try LineReading(text)
    #expect(lines.items == ["N1", "I1", "name", "N1"])
    #expect(lines.reader.identifiers.names == ["another", "other", "name"], "of several names the first in byte order")
    #expect(lines.reader.itemKeys == ["nat_item_code": 2, "item_code": 1, "item_name": 1])
    #expect(lines.said == ["IN202 6 nat_item_code"])
  }

  @Test("A mapping names their columns, and files are numbered on")
  func mapping() throws {
    let mapping = TableMapping(columns: [.claimLines: ["DRUG": "item_name", "UNITS": "qty"]])
    let text = "line_id,claim_id,UNITS,amount,DRUG\nL1,S1,2,1.00,aspirin\n"
    let lines = try LineReading([text, text.replacing("L1", with: "L2")], mapping: mapping)
    #expect(lines.items == ["aspirin", "aspirin"] && lines.column(\.source) == [3, 4])
    #expect(lines.reader.files.count == 2 && lines.account.read.rows == 2)
  }

  @Test("More lines than a batch holds come in several")
  func batches() throws {
    let count = FeeLineBatch.rowsMaximum + 5
    let rows = (0..<count).map { "L\($0),S\($0 / 3),1,1.00,1.00,X\($0 % 7)" }.joined(separator: "\n")
    let lines = try LineReading("\(sixColumns)\n\(rows)\n")
    #expect(lines.batches.map(\.count) == [FeeLineBatch.rowsMaximum, 5])
    #expect(lines.account.accepted.rows == Int64(count) && Set(lines.column(\.lineNumber)).count == count)
  }

  @Test(
    "Plain decimals are whole numbers of their smallest part, or are refused",
    arguments: [
      ("1", 10_000), ("0.0001", 1), ("-12.5", -125_000), (".5", 5_000), ("+2", 20_000), ("00.10000", 1_000),
      ("1.", 10_000), ("", nil), ("-", nil), ("1,000", nil), ("1.2.3", nil), ("1e3", nil), (".", nil), ("--1", nil),
      ("0.00001", nil), ("99999999999999999999", nil),
    ] as [(String, Int64?)])
  func fixed(text: String, value: Int64?) {
    let decoded = withBytes(text) {
      FieldDecoder.fixed($0, decimals: 4, limit: FeeLineBatch.quantityLimit, fault: .quantityUnreadable)
    }
    #expect(decoded.value == value, "\(text)")
    if value == nil { #expect(decoded == (text.isEmpty || text == "-" ? .empty : .broken(.quantityUnreadable))) }
  }
}
