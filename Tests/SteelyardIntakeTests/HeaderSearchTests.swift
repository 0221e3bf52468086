import SteelyardDomain
import SteelyardTestSupport
import Testing

@testable import SteelyardIntake

@Suite("Finding the header") struct HeaderSearchTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private static let required = ["claim_id", "person_id", "total_fee"]

  private func scan(_ text: String, required: [String] = Self.required) throws -> ScannedTable {
    try ScannedTable(folder.file(text), required: required)
  }

  private func refused(_ text: String, required: [String] = Self.required) -> [String]? {
    refusal { _ = try scan(text, required: required) }?.map {
      "\($0.code.rawValue) \($0.location.line)\($0.location.field.map { " \($0)" } ?? "")"
    }
  }

  private static let table = "结算ID,人员编号,总费用\n1,P,2\n"

  @Test(
    "Lines above the header are passed, counted and not read as rows, whatever stands in them",
    arguments: [
      ("", 0, 1), ("结算明细表\n", 1, 2), ("\n\n结算明细表\n\n", 1, 5), ("机构编码,H33010600001\n机构名称,某药店\n", 2, 3),
      ("一,二,三,四,五\n\n,,\n", 2, 4), ("\"说明：开头\n", 1, 2), ("注 6\"\n\"甲\"乙,丙\n", 2, 3), ("说明,\"两\n行\"\n", 2, 3),
      ("总费用\n总费用,总费用\n", 2, 3), ("1,P,2\n2,P,3\n", 2, 3), ("大病,医疗救助,伤残\n", 1, 2), ("结算ID,总费用\r\r\n", 1, 3),
      ("\u{FEFF}表\n", 1, 2), ("1\n2\n3\n4\n5\n6\n7\n8\n9\n10\n11\n", 11, 12), ("a\0b\n", 1, 2),
    ])
  func preamble(above: String, lines: Int, headerLine: Int) throws {
    let table = try scan(above + Self.table)
    #expect(table.header == ["结算ID", "人员编号", "总费用"])
    let counts = table.counts.filter { $0.key != .byteOrderMarkPassed }
    #expect(table.format.headerLine == headerLine && counts == (lines > 0 ? [.linesAboveHeader: Int64(lines)] : [:]))
    let offset = (above + Self.table).utf8.count - 6
    #expect(table.items == [.record(["1", "P", "2"], line: headerLine + 1, byteOffset: offset)])
  }

  @Test("The header may stand in the fiftieth line that is not blank, and no later")
  func limit() throws {
    let above = (1..<50).map { "line \($0)\n\n" }.joined()
    #expect(try scan(above + Self.table).format.headerLine == 99)
    #expect(refused("line 0\n" + above + Self.table) == ["IN130 1"])
  }

  @Test(
    "The first row with all required fields goes before one with more known names; of equal ones the first is the header"
  )
  func best() throws {
    let more = "结算ID,总费用,性别,年龄,险种,姓名\n"
    #expect(try scan(more + Self.table).format.headerLine == 2)
    #expect(try scan(more + Self.table, required: []).format.headerLine == 1)
    #expect(try scan("结算ID,人员编号\n人员编号,总费用\n", required: []).format.headerLine == 1)
    #expect(refused(more + "1,2,3,4,5,6\n") == ["IN103 1 person_id"])
    #expect(refused("说明\n" + more + "1,2,3,4,5,6\n") == ["IN103 2 person_id"])
  }

  @Test("Without a row that is a header the file is refused; a single known word among data is no header")
  func none() {
    #expect(refused("1,P,2.00\n2,P,3.00\n") == ["IN130 1"])
    #expect(refused("S1,P1,大病,2025-07-01\n") == ["IN130 1"])
    #expect(refused("a,b,c\n1,2,3\n", required: []) == ["IN130 1"])
    #expect(refused("结算ID,x\n1,2\n") == ["IN103 1 person_id", "IN103 1 total_fee"])
    #expect(refused("结算ID,x,y\n1,2,3\n") == ["IN130 1"])
    #expect(refused(" \n") == ["IN130 1"])
    #expect(refused("说明\n\n总费用,结算ID,人员编号,总费用（元）\n1,2,3,4\n") == ["IN104 3 总费用", "IN104 3 总费用（元）"])
  }

  @Test("A header of lines in quotes, full width, in capitals or behind a mark inside the file is found")
  func spelling() throws {
    for names in ["\"结算\nID\",\"人员编号\t\",总 费 用（元）", "ＳＥＴＬ＿ＩＤ,PSN_NO,MedFee_SumAmt", "\u{FEFF}结算ID,人员编号,总费用"] {
      let table = try scan("说明\n\(names)\n1,P,2\n")
      #expect(table.items.count == 1 && table.format.headerLine == 2, "\(names)")
    }
  }

  @Test("Names are compared as the tables of names are, letter for letter")
  func recogniser() {
    var generator = Seeded.announced()
    let recogniser = HeaderRecogniser(.init(table: .claims, required: [], optional: [], mapping: ["My Col": "sex"]))
    let lookup = AliasTables.lookup(for: .claims)
    let names = lookup.keys.sorted() + ["mycol", "x", "ID", "结算"]
    for _ in 0..<4000 {
      var name = generator.pick(names)
      if generator.chance(30) { name = name.uppercased() }
      if generator.chance(30) { name += generator.pick(["（元）", "(元)", "(万元)", " ", "\t", "\u{3000}", "(", "1"]) }
      if generator.chance(20) { name = generator.pick([" ", "\u{FEFF}", "\n", "(", "é"]) + name }
      if generator.chance(20) {
        name = String(
          String.UnicodeScalarView(
            name.unicodeScalars.map { scalar in
              (0x21...0x7E).contains(scalar.value) ? Unicode.Scalar(scalar.value + 0xFEE0) ?? scalar : scalar
            }))
      }
      let normalised = AliasTables.normalised(name)
      let isKnown = lookup[normalised] != nil || normalised == "mycol"
      let score = Array(name.utf8).withUnsafeBytes { buffer in
        recogniser.score(buffer, [.init(start: 0, end: buffer.count, hasDoubledQuotes: false)])
      }
      #expect(score.known == (isKnown ? 1 : 0), "\(name)")
    }
  }

  @Test("The same header again is passed over in any spelling; another one refuses the file at its line")
  func secondHeader() throws {
    for again in ["结算ID,人员编号,总费用", "setl_id, 人员编号\t,\"总费用（元）\"", "结算ID,人员编号,总费用\r"] {
      let items = try scan(Self.table + again + "\n3,Q,4\n").items
      #expect(
        items.count == 3
          && items[2] == .record(["3", "Q", "4"], line: 4, byteOffset: Self.table.utf8.count + again.utf8.count + 1))
      guard case .damaged(.headerRepeated, line: 3, _) = items[1] else { throw IntakeFailure.refused([]) }
    }
    for other in ["人员编号,结算ID,总费用", "人员编号,总费用,结算ID", "结算ID,人员编号,总费用,性别", "x,结算ID,人员编号,总费用"] {
      #expect(refused(Self.table + other + "\n3,Q,4\n") == ["IN131 3"], "\(other)")
    }
    // Two of three required names make no header.
    #expect(try scan(Self.table + "结算ID,人员编号,费用\n").items.count == 2)
  }

  @Test("Joined with the lines above it, a second export costs those lines and no row")
  func joinedWithPreamble() throws {
    let export = "结算明细\n机构,某药店\n" + Self.table
    let items = try scan(export + export).items
    let codes = items.map { item -> String in
      switch item {
      case .record(let cells, _, _): cells.joined(separator: ",")
      case .damaged(let code, let line, _): "\(code) \(line)"
      }
    }
    #expect(codes == ["1,P,2", "columnCountDiffers 5", "columnCountDiffers 6", "headerRepeated 7", "1,P,2"])
  }

  @Test("Swapped money columns are never read by the first header's order")
  func swappedMoney() throws {
    let first = SmallClaims.header + ",fund_pay"
    let second = SmallClaims.header.replacing("total_fee", with: "fund_pay") + ",total_fee"
    let rows = ["\(SmallClaims.row),1.00", "S2,P2,H1,2025-07-02,M,5.00,9.00"]
    let text = [first, rows[0], second, rows[1]].joined(separator: "\n") + "\n"
    let found = refusal { _ = try ClaimReading(text) }
    #expect(found?.map { "\($0.code) \($0.location.line)" } == ["headerDiffers 3"])
  }

  @Test("The header's line is told of every finding about the header")
  func lineOfFindings() throws {
    let text = "说明\n" + SmallClaims.header + "\n"
    #expect(refusal { _ = try ClaimReading(text) }?.map { "\($0.code) \($0.location.line)" } == ["headerOnly 2"])
    let claims = try ClaimReading(text + SmallClaims.row + "\n")
    #expect(claims.reader.files[0].format.headerLine == 2 && claims.account.read.rows == 1)
    #expect(claims.reader.noteCounts[.linesAboveHeader] == ["claims": 1])
  }
}
