import SteelyardDomain
import SteelyardTestSupport
import Testing

@testable import SteelyardIntake

/// The registers of these tests.
private enum Registers {
  static func column(
    _ name: String, _ zh: String, _ content: RegisterSchema.Content, required: Bool = false, _ aliases: [String] = []
  ) -> RegisterSchema.Column {
    RegisterSchema.Column(
      name: name, title: LocalizedText(zh: zh, en: name), content: content, isRequired: required, aliases: aliases)
  }

  static let payments = RegisterSchema(
    name: "payments", title: LocalizedText(zh: "发放表", en: "payments"),
    columns: [
      column("person_id", "身份证号", .personId, required: true, ["公民身份号码"]), column("name", "姓名", .personName),
      column("birth", "出生日期", .day), column("area", "村", .text), column("month", "月份", .month, required: true),
      column("amount", "金额", .money, required: true), column("account", "账号", .code), column("level", "等级", .integer),
    ], persons: [.init(id: "person_id", name: "name", birth: "birth", area: "area")])
}

/// A register as it was read, cells as texts.
private struct Reading {
  var reader = RegisterReader()
  var rows: [String] = []

  init(_ files: [(name: String, bytes: [UInt8])], mapping: TableMapping = TableMapping(), keys: Bool = false) throws {
    let folder = try TemporaryFolder()
    reader = RegisterReader(mapping: mapping)
    var batches: [RegisterBatch] = []
    for file in files {
      let path = try folder.file(file.bytes, name: file.name)
      try reader.read(path, as: Registers.payments) { batch, _ in batches.append(batch) }
    }
    for batch in batches {
      #expect(batch.isRectangular)
      rows += (0..<batch.count).map { row in
        batch.columns.map { cell($0, row, batch, keys) }.joined(separator: " ")
      }
    }
  }

  init(_ text: String, mapping: TableMapping = TableMapping(), keys: Bool = false) throws {
    try self.init([("payments.csv", Array(text.utf8))], mapping: mapping, keys: keys)
  }

  private func cell(_ column: RegisterBatch.Column, _ row: Int, _ batch: RegisterBatch, _ keys: Bool) -> String {
    func text(_ code: Int32, _ table: IdentifierTable) -> String { code < 0 ? "-" : table.text(of: code) }
    switch column {
    case .persons(let cells):
      let key = text(cells.key[row], reader.persons)
      return keys ? (key.hasPrefix("?") ? "?" : key) : text(cells.number[row], reader.persons)
    case .texts(let cells): return text(cells[row], batch.texts)
    case .days(let cells): return cells[row] == RegisterBatch.absentDate ? "-" : "\(Day(number: cells[row]))"
    case .months(let cells): return cells[row] == RegisterBatch.absentDate ? "-" : "\(Month(number: cells[row]))"
    case .numbers(let cells): return cells[row] == RegisterBatch.absentNumber ? "-" : "\(cells[row])"
    }
  }

  var account: Reconciliation { reader.files.reduce(into: Reconciliation()) { $0.merge($1.reconciliation) } }

  func note(_ code: Diagnostic.Code, _ subject: String) -> Int64? { reader.noteCounts[code]?[subject] }
}

private let someone = MadeUpResident.number(serial: 1)
private let header = "身份证号,姓名,出生日期,村,月份,金额,账号,等级\n"

@Suite("Reading registers") struct RegisterReaderTests {
  @Test("Each content has its form: numbers, names, days, months, fen, codes and whole numbers")
  func contents() throws {
    let read = try Reading(header + "\(someone),张　三,1950/1/1,东村,202107,1234.50,Ａ 01,3\n")
    #expect(read.rows == ["\(someone) 张三 1950-01-01 东村 2021-07 123450 A01 3"])
    #expect(read.account.accepted.fen == 123_450 && read.account.balances)
  }

  @Test(
    "A month is read in every form it is written in",
    arguments: [
      ("202101", "2021-01"), ("2021-01", "2021-01"), ("2021-1", "2021-01"), ("2021/1", "2021-01"),
      ("2021.01", "2021-01"),
      ("2021年1月", "2021-01"), ("２０２１０１", "2021-01"), (" 202112 ", "2021-12"), ("2021-03-31", "2021-03"),
      ("20210331", "2021-03"),
    ])
  func months(text: String, month: String) throws {
    #expect(try Reading(header + "\(someone),,,,\(text),1.00,,\n").rows == ["\(someone) - - - \(month) 100 - -"])
  }

  @Test(
    "What is no month takes the row out at its place",
    arguments: [
      ("202113", Diagnostic.Code.monthUnreadable), ("2021", .monthUnreadable), ("21-01", .monthUnreadable),
      ("1月", .monthUnreadable), ("189912", .dateImplausible), ("210101", .dateImplausible), ("", .requiredValueEmpty),
    ])
  func monthsBroken(text: String, code: Diagnostic.Code) throws {
    let read = try Reading(header + "\(someone),,,,\(text),1.00,,\n\(someone),,,,202101,2.00,,\n")
    #expect(read.reader.diagnostics.map(\.code) == [code])
    #expect(read.reader.diagnostics.map(\.location.line) == [2] && read.reader.diagnostics[0].location.field == "月份")
    #expect(read.account.rejected[code]?.fen == 100 && read.account.accepted.fen == 200 && read.account.balances)
  }

  @Test("A resident's number is one number in every dress: 15 digits, a small x, full-width, blanks, an apostrophe")
  func numbers() throws {
    let birth = "19610101"
    let tens = try #require((0..<50).first { MadeUpResident.number(birth: birth, serial: $0).hasSuffix("X") })
    let plain = MadeUpResident.number(birth: birth, serial: tens)
    let wide = String(
      plain.unicodeScalars.map { Character(Unicode.Scalar($0.value + 0xFEE0) ?? $0) })
    let dresses = [
      plain, plain.lowercased(), wide, "'\(plain)", " \(plain.prefix(6)) \(plain.dropFirst(6)) ",
      MadeUpResident.older(birth: birth, serial: tens),
    ]
    let rows = dresses.map { "\($0),,,,202101,1,,\n" }.joined()
    let read = try Reading(header + rows, keys: true)
    #expect(Set(read.rows) == ["\(plain) - - - 2021-01 100 - -"] && read.rows.count == dresses.count)
    #expect(read.note(.personNumberExtended, "payments.person_id") == 1)
    #expect(read.note(.personNumberInvalid, "payments.person_id") == nil)
  }

  @Test("A number with a slip, a masked one and another document's are nobody's key, and are counted")
  func invalidNumbers() throws {
    let rows = [MadeUpResident.slip(serial: 1), "990101********001X", "990101●●●●●●●●0011", "E12345678", someone]
    let read = try Reading(header + rows.map { "\($0),甲,,,202101,1,,\n" }.joined(), keys: true)
    #expect(read.rows.map { $0.prefix(while: { $0 != " " }) } == ["?", "?", "?", "?", Substring(someone)])
    #expect(read.note(.personNumberInvalid, "payments.person_id") == 2)
    #expect(read.note(.personNumberMasked, "payments.person_id") == 2)
  }

  @Test("Rows share the key of a number that is not valid only where number, name, birth and area are alike")
  func unverifiedKeys() throws {
    let slip = MadeUpResident.slip(serial: 1)
    let folder = try TemporaryFolder()
    var reader = RegisterReader()
    var keys: [Int32] = []
    let rows = [("甲", "东村"), ("甲", "东村"), ("乙", "东村"), ("甲", "西村")]
    let text = header + rows.map { "\(slip),\($0.0),1950-01-01,\($0.1),202101,1,,\n" }.joined()
    try reader.read(folder.file(text), as: Registers.payments) { batch, _ in
      if case .persons(let cells) = batch.columns[0] { keys += cells.key }
    }
    #expect(keys[0] == keys[1] && Set(keys).count == 3)
  }

  @Test("A cell that is not required and cannot be read is absent, listed at its place and counted")
  func optionalCells() throws {
    let read = try Reading(header + "\(someone),甲,1950-13-01,,202101,1,,3.5\n")
    #expect(read.rows == ["\(someone) 甲 - - 2021-01 100 - -"])
    #expect(
      read.reader.diagnostics.map { "\($0.code.rawValue) \($0.location.line) \($0.location.field ?? "")" }
        == ["IN410 2 出生日期", "IN410 2 等级"])
    #expect(read.note(.optionalValueUnreadable, "payments.birth") == 1)
  }

  @Test("Columns are found by name, title, alias or --map, and a required one that is missing refuses the file")
  func headers() throws {
    #expect(try Reading("person_id,month,amount(万元)\n\(someone),202101,1.5\n").rows[0].contains("1500000"))
    #expect(try Reading("公民身份号码,月份,AMOUNT\n\(someone),202101,1.5\n").rows.count == 1)
    var mapping = TableMapping()
    mapping.registers["payments"] = ["Geld": "amount"]
    #expect(try Reading("person_id,month,Geld\n\(someone),202101,1.5\n", mapping: mapping).rows.count == 1)
    #expect(throws: IntakeFailure.self) { try Reading("person_id,month\n\(someone),202101\n") }
  }

  @Test("GB18030, a workbook and UTF-8 give the same cells")
  func encodings() throws {
    let rows = [["身份证号", "姓名", "月份", "金额"], [someone, "张三", "202101", "12.30"], [someone, "李四", "2021-02", "1"]]
    let text = rows.map { $0.joined(separator: ",") + "\n" }.joined()
    let plain = try Reading(text).rows
    #expect(plain.count == 2)
    #expect(try Reading([("payments.csv", Encoded.gb18030(text))]).rows == plain)
    #expect(try Reading([("payments.xlsx", SmallWorkbook(table: rows).bytes)]).rows == plain)
  }

  @Test("Damaged rows are listed, and what was read is what was accepted, rejected and excluded, in rows and fen")
  func reconciliation() throws {
    let read = try Reading(
      header + "\(someone),甲,,,202101,1.00,,\n\(someone),甲,,202101,1.00,,\n,甲,,,202102,2.00,,\n"
        + "\(someone),甲,,,202103,x,,\n合计,,,,,3.00,,\n")
    #expect(read.rows.count == 1)
    #expect(
      read.reader.diagnostics.filter { $0.code.severity == .rejected }.map { "\($0.code.rawValue) \($0.location.line)" }
        == ["IN201 3", "IN202 4", "IN203 5"])
    #expect(read.account.read.rows == 5 && read.account.balances)
    #expect(read.account.read.fen == 600 && read.account.rejectedTotal.fen == 200)
    #expect(read.account.excluded[.totalRow]?.rows == 1)
  }

  @Test("A register in two files is one register, and the same file twice is refused")
  func files() throws {
    let first = Array((header + "\(someone),甲,,,202101,1,,\n").utf8)
    let second = Array((header + "\(someone),甲,,,202102,1,,\n").utf8)
    let read = try Reading([("a.csv", first), ("b.csv", second)])
    #expect(read.rows.count == 2 && read.reader.files.map(\.table) == ["payments", "payments"])
    #expect(throws: IntakeFailure.self) { try Reading([("a.csv", first), ("b.csv", first)]) }
  }
}
