import Foundation
import SteelyardDomain
import SteelyardTestSupport
import Testing

@testable import SteelyardIntake

/// What a reading comes to, without the places of rows in bytes.
private struct Outcome: Equatable {
  var lines: [Int32]
  var content: [[Int64]]
  var claims: [Fingerprint]
  var days: [Int32]
  var fen: [Int64]
  var texts: [String]
  var account: Reconciliation
  var said: [String]

  init(_ reading: ClaimReading) {
    lines = reading.column(\.line)
    content = reading.column(\.contents)
    claims = reading.column(\.claim)
    days = reading.column(\.day)
    fen = reading.column(\.totalFen)
    texts =
      reading.texts(\.person, \.persons) + reading.texts(\.institution, \.institutions)
      + reading.texts(\.disease, \.diseases)
    account = reading.account
    said = reading.reader.diagnostics.map { "\($0.code) \($0.location.line) \($0.location.field ?? "")" }
  }
}

extension Fingerprint {
  fileprivate typealias Half = UInt64
}

@Suite("Claims in workbooks") struct WorkbookClaimTests {
  private static let folder = Checkout.path("Tests/SteelyardIntakeTests/Fixtures/Workbooks")

  private static let table = """
    结算ID,人员编号,定点医药机构编号,结算时间,病种编码,医疗费总额,医疗类别
    S1,P0001,H33010600001,2025-07-01 12:30:00,M03900,12.34,140104
    S2,P0002,P33010600002,2025-07-02 00:00:00,M01600,1250,140104
    S3,P0003,H33010600001,2025-12-31 23:59:59,M03900,0.3,140104
    S4,P0004,P33010600002,2024-02-29 00:00:01,M01600,12345678901.23,140104
    S5,P0005,H33010600001,2025-07-05 08:05:09,M03900,"1,250.50",140104

    """

  struct Case: Sendable, CustomTestStringConvertible {
    let file: String
    var more = ""
    var excluded: [Diagnostic.Code] = []
    var rejected: [Diagnostic.Code] = []
    var notes: [Diagnostic.Code: [String: Int64]]
    var headerLine = 1
    var testDescription: String { file }
  }

  @Test(
    "Workbooks that other programs wrote give what the same table gives as CSV",
    arguments: [
      Case(
        file: "openpyxl-sheets.xlsx",
        notes: [
          .sheetHidden: ["旧数据": 1, "更旧": 1], .sheetNotRead: ["说明": 1],
        ]),
      Case(
        file: "openpyxl-1904-formulas.xlsx", excluded: [.totalRow], rejected: [.formulaWithoutValue],
        notes: [.dateSystem1904: ["workbook": 1]]),
      Case(
        file: "libreoffice-1904-formulas.xlsx", more: "S6,P0006,H33010600001,2025-07-06 00:00:00,M03900,2,140104\n",
        notes: [.dateSystem1904: ["workbook": 1]]),
      Case(
        file: "xlsxwriter-merged-header.xlsx",
        notes: [.hiddenRowRead: ["明细": 2]], headerLine: 4),
      Case(file: "xlsxwriter-inline.xlsx", notes: [:]),
    ])
  func otherPrograms(example: Case) throws {
    let folder = try TemporaryFolder()
    let plain = Outcome(try ClaimReading(files: [folder.file(Self.table + example.more)]))
    let reading = try ClaimReading(files: ["\(Self.folder)/\(example.file)"])
    let read = Outcome(reading)
    #expect(read.fen == plain.fen)
    #expect(read.days == plain.days)
    #expect(read.content == plain.content)
    #expect(read.claims == plain.claims)
    #expect(read.texts == plain.texts)
    #expect(read.account.excluded.keys.sorted { $0.rawValue < $1.rawValue } == example.excluded)
    #expect(read.account.rejected.keys.sorted { $0.rawValue < $1.rawValue } == example.rejected)
    #expect(read.account.balances)
    let told = reading.reader.noteCounts.filter { $0.key.rawValue >= "IN434" }
    #expect(told == example.notes)
    #expect(reading.reader.files.first?.format.headerLine == example.headerLine)
    #expect(reading.reader.files.first?.format.compression == "xlsx")
  }

  /// A random table of texts, clean cells and broken ones.
  private static func randomTable(_ generator: inout Seeded) -> [[String]] {
    let names = SmallClaims.header.split(separator: ",").map(String.init) + ["drug_fee", "refund_flag", "备注"]
    let amounts = ["12.34", "0", "-5.00", "1,250.50", "x", "1.005", "99999999999.99", "¥3", "", "0.10"]
    let days = ["2025-07-01", "2025/7/2", "20250703", "2025-02-30", "45839", "2025-07-01 12:30:00", ""]
    let notes = ["", " 药店 ", "a\"b", "<&>", "一二三\u{3000}", "x,y", "null"]
    let rows = (0..<Int.random(in: 1...60, using: &generator)).map { number -> [String] in
      func any(_ list: [String]) -> String { list[Int.random(in: 0..<list.count, using: &generator)] }
      return [
        "S\(number)", any(["P1", "P2", "\u{4EBA}", ""]), any(["H33010600001", "P33010600002"]), any(days),
        any(["M03900", "M01600"]), any(amounts), any(amounts), any(["0", "1", ""]), any(notes),
      ]
    }
    return [names] + rows
  }

  @Test(
    "The same table as CSV and as a workbook, its cells written in any way, gives the same claims", arguments: 1...40)
  func sameAsText(seed: Int) throws {
    var generator = Seeded(UInt64(seed))
    let table = Self.randomTable(&generator)
    var workbook = SmallWorkbook()
    var strings: [String] = []
    for (position, cells) in table.enumerated() {
      let written = cells.enumerated().map { column, text -> String in
        let reference = "r=\"\(Character(UnicodeScalar(UInt8(65 + column))))\(position + 1)\""
        switch Int.random(in: 0...4, using: &generator) {
        case 0 where !text.isEmpty:
          strings.append(text)
          return "<c \(reference) t=\"s\"><v>\(strings.count - 1)</v></c>"
        case 1: return "<c \(reference) t=\"str\"><f>A1</f><v>\(SmallWorkbook.escaped(text))</v></c>"
        case 2 where text.allSatisfy { "0123456789.-".contains($0) } && Double(text) != nil:
          return "<c \(reference)><v>\(text)</v></c>"
        case 3 where text.isEmpty: return ""
        default: return SmallWorkbook.text(text).replacing("<c ", with: "<c \(reference) ")
        }
      }
      workbook.sheets[0].rows += SmallWorkbook.row(position + 1, written)
    }
    workbook.strings = strings.map { "<si><t xml:space=\"preserve\">\(SmallWorkbook.escaped($0))</t></si>" }.joined()
    let csv = table.map { cells in
      cells.map { "\"\($0.replacing("\"", with: "\"\""))\"" }.joined(separator: ",") + "\n"
    }
    let folder = try TemporaryFolder()
    let plain = Outcome(try ClaimReading(files: [folder.file(csv.joined())]))
    let read = Outcome(try ClaimReading(files: [folder.file(workbook.bytes, name: "claims.xlsx")]))
    #expect(read == plain, "seed \(seed)")
  }

  @Test("What is said of a workbook reaches the account of fee lines and of dimension tables too")
  func otherTables() throws {
    let folder = try TemporaryFolder()
    var lines = SmallWorkbook(table: [
      ["line_id", "claim_id", "qty", "amount", "item_code"], ["1", "S1", "1", "2", "A"],
    ])
    lines.properties = "<workbookPr date1904=\"1\"/>"
    var fees = FeeLineReader()
    try fees.read(folder.file(lines.bytes, name: "lines.xlsx")) { _ in }
    #expect(fees.noteCounts[.dateSystem1904] == ["workbook": 1])
    #expect(fees.files.first?.reconciliation.accepted == Flow(rows: 1, fen: 200, absoluteFen: 200))
    var institutions = SmallWorkbook(table: [["inst_code", "inst_name"], ["H33010600001", "a"]])
    institutions.sheets.append(.init(name: "more"))
    var dimensions = DimensionReader(mapping: TableMapping())
    let read = try dimensions.readInstitutions(folder.file(institutions.bytes, name: "i.xlsx"))
    #expect(read.keys.sorted() == ["H33010600001"])
    #expect(dimensions.noteCounts == [.sheetNotRead: ["more": 1]])
  }

  @Test("Progress is told while a workbook is read, up to the size of the file")
  func progress() throws {
    var rows = SmallWorkbook.row(1, SmallClaims.header.split(separator: ",").map { SmallWorkbook.text(String($0)) })
    let cells = SmallClaims.row.split(separator: ",").dropFirst().map { SmallWorkbook.text(String($0)) }.joined()
    for row in 2...140_000 { rows += "<row r=\"\(row)\"><c><v>\(row)</v></c>\(cells)</row>" }
    let folder = try TemporaryFolder()
    let file = try folder.file(SmallWorkbook(rows).bytes)
    var reader = ClaimReader(.init(cost: .total))
    var seen: [Double] = []
    try reader.read(file, progress: { seen.append(Double($0.bytes) / Double($0.bytesExpected)) }, into: { _ in })
    #expect(seen.count == 3)
    #expect(abs(seen[0] - 65_536 / 139_999) < 0.05)
    #expect(abs(seen[1] - 131_072 / 139_999) < 0.05)
    #expect(seen[2] == 1)
  }
}
