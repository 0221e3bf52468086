import SteelyardDomain
import SteelyardTestSupport
import Testing

@testable import SteelyardIntake

/// Writes tables in which about every fourth row has something wrong.
struct DirtyTable {
  static let names = [
    "setl_id", "psn_no", "fixmedins_code", "setl_time", "dise_no", "medfee_sumamt", "med_type", "refd_setl_flag",
    "init_setl_id",
    "vali_flag", "deleted", "fund_pay_sumamt", "drug_fee", "fulamt_ownpay_amt", "overlmt_selfpay", "preselfpay_amt",
  ]
  private static let nulls = ["", " ", "NULL", "null", "-", "--", "/", "无", "\\N", "nan"]
  private static let amounts = [
    "0", "0.00", "-0.00", "1e3", "0.001", "12.345", "12.3400", "+7.10", "¥8.00", "9.99元", " 5.5", "\t6\u{3000}",
    "1,234.56",
    "1000000000000", "1000000000000.01", "99999999999999999999999", "(12)", "12-", "123.45000000009998", "x",
    "5.", "１",
    "00012.30", "-3.00", "-0.01", "#N/A",
  ]
  private static let dates = [
    "2025-07-01", "2025/7/1", "20250731", "2025-07-31 23:59:59", "2025-7-9 08:00:00", " 2025-07-02", "2025-02-29",
    "2024-02-29",
    "2025-13-01", "0000-00-00", "45839", "1989-12-31", "2101-01-01", "25-07-01", "2025-07-01 24:00:00", "2025-07-01x",
    "202507",
    "2025-07-011",
  ]
  private static let flags = ["0", "1", "000", "001", "", "否", "是", "正常"]

  var generator: Seeded

  private mutating func cell(_ name: String, _ row: Int) -> String {
    let isDirty = generator.chance(3)
    if isDirty, generator.chance(30) { return generator.pick(Self.nulls) }
    switch name {
    case "setl_id": return isDirty ? generator.pick(["3.3E+25", "2025+1", " S 1"]) : "S\(row)"
    case "psn_no": return isDirty ? generator.pick(["1.5e+19", "0033010000000000000000000001"]) : "P\(row % 7)"
    case "fixmedins_code": return generator.pick(["H33010600001", "P33010600002", "0123"])
    case "setl_time": return generator.pick(isDirty ? Self.dates : ["2025-07-01", "20250702", "2025-07-03 10:00:00"])
    case "dise_no": return generator.pick(["M03900", "M01600", "M03900", "M99999"])
    case "med_type": return generator.pick(["14", "140104", "14", "14", "11"])
    case "refd_setl_flag", "vali_flag", "deleted":
      let usual = name == "vali_flag" ? "1" : "0"
      return generator.chance(5) ? generator.pick(name == "vali_flag" ? ["0", "1", "", "2"] : Self.flags) : usual
    case "init_setl_id": return generator.chance(5) ? "S\(row - 1)" : ""
    default:
      if isDirty { return generator.pick(Self.amounts) }
      let fen = Int64.random(in: generator.chance(5) ? -50_000...0 : 0...5_000_000, using: &generator)
      return Money(fen: fen).yuanText
    }
  }

  private mutating func line(_ row: Int) -> [UInt8] {
    var cells = Self.names.map { cell($0, row) }
    switch Int.random(in: 0..<100, using: &generator) {
    case 0: cells.removeLast()
    case 1: cells.append("")
    case 2: return []
    case 3: return Array(Self.names.joined(separator: ",").utf8)
    case 4:
      // Without an amount that could be compared, or the file would be refused.
      cells =
        ["", "合计"] + Array(repeating: "", count: 3) + [generator.pick(["", "x"])] + Array(repeating: "", count: 10)
    case 5: return Array(cells.joined(separator: ",").utf8) + [generator.pick([0, 0xFF, 0xC4, 0xE3])]
    default: break
    }
    return Array(cells.joined(separator: ",").utf8)
  }

  mutating func bytes() -> [UInt8] {
    var bytes = Array(Self.names.joined(separator: ",").utf8) + [10]
    for row in 0..<80 {
      bytes += line(row) + (generator.chance(10) ? [13, 10] : [10])
    }
    return generator.chance(20) ? bytes.dropLast() : bytes
  }
}

@Suite("Dirty claims") struct ClaimPropertyTests {
  private static func request(_ cost: CostBasis) -> ClaimReader.Request {
    .init(cost: cost, isCareTypeInScope: { $0.hasPrefix("14") }, isDiseaseInScope: { $0 != "M99999" })
  }

  @Test("In two hundred dirty files every row and every fen goes where a slow twin puts it, and none is lost")
  func slowTwin() throws {
    var table = DirtyTable(generator: .announced())
    var taken: Set<Diagnostic.Code> = []
    let folder = try TemporaryFolder()
    for round in 0..<200 {
      let bytes = table.bytes()
      let cost = CostBasis.allCases[round % 3]
      let twin = SlowClaims(bytes, cost: cost)
      let claims = try ClaimReading(Self.request(cost), files: [folder.file(bytes)])
      #expect(claims.account.balances)
      let listed = claims.reader.diagnostics.map {
        SlowClaims.Finding(code: $0.code, line: $0.location.line, field: $0.location.field)
      }
      let differing = zip(listed, twin.listed).first { $0 != $1 }
      #expect(differing == nil && listed.count == twin.listed.count, "file \(round): \(String(describing: differing))")
      #expect(claims.account == twin.account, "file \(round)")
      let money = [\ClaimBatch.totalFen, \.costFen, \.drugFen, \.fundFen].map { claims.column($0) }
      let (lines, days) = (claims.column(\.line), claims.column(\.day))
      let rows = lines.indices.map { row in
        let date = Day(number: days[row]).civil
        return SlowClaims.Row(
          line: Int(lines[row]), fen: money.map { $0[row] }, day: "\(date.year) \(date.month) \(date.day)")
      }
      #expect(rows == twin.rows, "file \(round)")
      taken.formUnion(claims.account.rejected.keys)
      taken.formUnion(claims.account.excluded.keys)
    }
    // The files are dirty in every way they can be.
    let expected: Set<Diagnostic.Code> = [
      .columnCountDiffers, .requiredValueEmpty, .amountUnreadable, .amountFinerThanFen, .dateUnreadable,
      .amountTooLarge,
      .encodingInvalid, .nulByte, .identifierDamaged, .dateImplausible, .careTypeOutOfScope, .negativeWithoutRefund,
      .markedInvalid, .markedDeleted, .diseaseOutOfScope, .totalRow, .headerRepeated, .notSettled,
    ]
    #expect(taken.subtracting([.rowTruncated]) == expected)
  }

  @Test("Packed in crumbs, a dirty file gives the same rows and the same account")
  func crumbs() throws {
    var table = DirtyTable(generator: .announced())
    let folder = try TemporaryFolder()
    for round in 0..<20 {
      let bytes = table.bytes()
      let whole = try ClaimReading(Self.request(.total), files: [folder.file(bytes)])
      let packed = Gzip.crumbs(bytes, most: 50, using: &table.generator)
      let crumbs = try ClaimReading(Self.request(.total), files: [folder.file(packed, name: "crumbs.gz")])
      #expect(crumbs.account == whole.account, "file \(round)")
      #expect(crumbs.column(\.contents) == whole.column(\.contents), "file \(round)")
      #expect(crumbs.column(\.byteOffset) == whole.column(\.byteOffset), "file \(round)")
    }
  }

  @Test("Shuffled rows have the same account, and the same settlements with the same money")
  func shuffle() throws {
    var table = DirtyTable(generator: .announced())
    let folder = try TemporaryFolder()
    for round in 0..<20 {
      var lines = table.bytes().split(separator: 10).map(Array.init)
      let header = lines.removeFirst()
      func read(_ lines: [[UInt8]]) throws -> ClaimReading {
        try ClaimReading(Self.request(.fund), files: [folder.file(([header] + lines).flatMap { $0 + [10] })])
      }
      let (straight, shuffled) = try (read(lines), read(lines.shuffled(using: &table.generator)))
      #expect(shuffled.account == straight.account, "file \(round)")
      func settlements(_ claims: ClaimReading) -> Set<[UInt64]> {
        let (claim, total, cost) = (claims.column(\.claim), claims.column(\.totalFen), claims.column(\.costFen))
        return Set(
          claim.indices.map {
            [claim[$0].high, claim[$0].low, UInt64(bitPattern: total[$0]), UInt64(bitPattern: cost[$0])]
          })
      }
      #expect(settlements(shuffled) == settlements(straight), "file \(round)")
      #expect(shuffled.reader.noteCounts == straight.reader.noteCounts, "file \(round)")
    }
  }
}
