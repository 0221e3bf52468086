import SteelyardDomain
import SteelyardTestSupport
import Testing

@testable import SteelyardIntake

@Suite("Lines of totals") struct TotalRowTests {
  /// A row of a settlement of so many yuan.
  private func row(_ number: Int, _ yuan: String, _ more: String = "") -> String {
    "S\(number),P\(number),H33010600001,2025-07-01,M03900,\(yuan)\(more)"
  }

  private func read(_ rows: [String], more: String = "") throws -> ClaimReading {
    let claims = try ClaimReading(SmallClaims.table(more, rows))
    #expect(claims.account.balances)
    return claims
  }

  private func notes(_ claims: ClaimReading) -> [Diagnostic.Code: Int64] {
    let counts = claims.reader.noteCounts.filter { [.controlTotalConfirmed, .controlTotalUnchecked].contains($0.key) }
    return counts.compactMapValues { $0["claims"] }
  }

  @Test(
    "A total row is known by the word in its first filled cell, however it is written",
    arguments: [
      "合计,,,,,1.00", ",小计,,,,1.00", " 总计 ,,,,,1.00", "Total,,,,,1.00", "合计：,,,,,1.00", ",,,,合计:,1.00", "合 计,,,,,1.00",
      "合\u{3000}计,,,,,1.00", "累计,,,,,1.00", "本页合计,,,,,1.00", "TOTAL,,,,,1.00", "Grand total,,,,,1.00",
      "Sub-Total:,,,,,1.00",
      "subtotal,,,,,1.00", "Ｔｏｔａｌ,,,,,1.00", "【合计】,,,,,1.00", "（合计）,,,,,1.00", "合计（元）,,,,,1.00", "\t合计\t,,,,,1.00",
      "t o t a l,,,,,1.00", "合计,x,y,,,1.00",
    ])
  func words(total: String) throws {
    let claims = try read([row(1, "1.00"), total])
    #expect(claims.account.excluded == [.totalRow: Flow(rows: 1, fen: 100, absoluteFen: 100)])
    #expect(claims.account.accepted.rows == 1 && notes(claims) == [.controlTotalConfirmed: 1])
    #expect(claims.reader.diagnostics.map(\.location.line) == [3])
  }

  @Test(
    "A word that only begins like a total is none",
    arguments: ["合计药店", "Totalia", "小计1", "总", "本页", "S合计", "Sum", "Pa", "分", "累计额度卡"])
  func otherWords(word: String) throws {
    #expect(try read(["\(word),P1,H1,2025-07-01,M,1.00"]).account.accepted.rows == 1)
  }

  @Test("A total behind a row number, an institution or a group's name is one where nothing tells the row apart")
  func wordsInside() throws {
    let rows = [
      row(1, "1.00", ",1"), "合计,,,,,1.00,2", row(2, "2.00", ",3"), ",,H33010600001,,小计,2.00,4", row(3, "3.00", ",5"),
      ",,西湖区小计,,,3.00,6",
    ]
    #expect(try read(rows, more: "序号").account.excluded[.totalRow]?.rows == 3)
    let front = "序号," + SmallClaims.header + "\n1," + row(1, "1.00") + "\n2,合计,,,,,1.00\n,3,,,,,\n"
    let claims = try ClaimReading(front)
    #expect(claims.account.excluded == [.totalRow: Flow(rows: 1, fen: 100, absoluteFen: 100)])
    #expect(claims.account.rejected == [.requiredValueEmpty: Flow(rows: 1)])
  }

  @Test("A row without a word, a number or a date, whose money is the sum above, is a total; another is damaged")
  func unnamed() throws {
    let claims = try read([row(1, "1.00"), row(2, "2.00"), ",,,,,3.00", row(3, "4.00"), ",,,,,4.00", ",,,,,7.00"])
    #expect(claims.account.excluded == [.totalRow: Flow(rows: 3, fen: 1400, absoluteFen: 1400)])
    #expect(notes(claims) == [.controlTotalConfirmed: 3])
    #expect(
      try read([row(1, "1.00"), ",,,,,3.00"]).account.rejected == [
        .requiredValueEmpty: Flow(rows: 1, fen: 300, absoluteFen: 300)
      ])
    #expect(try read([",,,,,0.00"]).account.rejected == [.requiredValueEmpty: Flow(rows: 1)])
    #expect(try read([row(1, "1.00"), ",P1,,,,1.00"]).account.excluded == [:])
    // Separators alone are no row of data and no total.
    #expect(try read([row(1, "1.00"), ",,,,,", " ,\t,,,,"]).account.excluded == [.rowEmpty: Flow(rows: 2)])
  }

  @Test("Subtotals, totals of groups and the grand total are each compared with their rows")
  func levels() throws {
    let rows = [
      row(1, "1.00"), row(2, "2.00"), "小计,,,,,3.00", row(3, "4.00"), "小计,,,,,4.00", "合计,,,,,7.00", row(4, "8.00"),
      "小计,,,,,8.00", "合计,,,,,8.00", "总计,,,,,15.00",
    ]
    #expect(notes(try read(rows)) == [.controlTotalConfirmed: 6])
    let pages = [row(1, "1.00"), "本页合计,,,,,1.00", "累计,,,,,1.00", row(2, "2.00"), "本页合计,,,,,2.00", "累计,,,,,3.00"]
    #expect(notes(try read(pages)) == [.controlTotalConfirmed: 4])
    // Two exports joined: each total is that of its own.
    let joined = [row(1, "1.00"), "总计,,,,,1.00", SmallClaims.header, row(2, "2.00"), "总计,,,,,2.00"]
    #expect(notes(try read(joined)) == [.controlTotalConfirmed: 2])
    // A total above its rows.
    #expect(notes(try read(["合计,,,,,3.00", row(1, "1.00"), row(2, "2.00")])) == [.controlTotalConfirmed: 1])
  }

  @Test("A grand total that is not the sum refuses the file, and names the row and the column")
  func wholeDiffers() throws {
    func told(_ rows: [String], more: String = "") -> [String]? {
      refusal { _ = try read(rows, more: more) }?.map {
        "\($0.code.rawValue) \($0.location.line) \($0.location.field ?? "-")"
      }
    }
    #expect(told([row(1, "1.00"), row(2, "2.00"), "合计,,,,,3.01"]) == ["IN132 4 total_fee"])
    #expect(told([row(1, "1.00"), row(1, "1.00"), "合计,,,,,1.00"]) == ["IN132 4 total_fee"])
    #expect(told([row(1, "1.00,0.50"), "合计,,,,,1.00,0.51"], more: "fund_pay") == ["IN132 3 fund_pay"])
    #expect(told([row(1, "1.00,0.50"), "合计,,,,,1.00,0.50"], more: "fund_pay") == nil)
    #expect(told([row(1, "1.00,0.50"), "合计,,,,,,0.51"], more: "药品费") == ["IN132 3 药品费"])
    #expect(
      told(["合计,,,,,3.01", row(1, "1.00"), row(2, "2.00"), "总计,,,,,9.00"]) == [
        "IN132 2 total_fee", "IN132 5 total_fee",
      ])
  }

  @Test("A subtotal that is not the sum of its rows is rejected, or excluded where the grand total is confirmed")
  func partDiffers() throws {
    let rows = [row(1, "1.00"), "小计,,,,,1.50", row(2, "2.00")]
    let claims = try read(rows)
    #expect(claims.account.rejected == [.subtotalDiffers: Flow(rows: 1, fen: 150, absoluteFen: 150)])
    #expect(
      claims.reader.diagnostics.map { "\($0.code) \($0.location.line) \($0.location.field ?? "")" } == [
        "subtotalDiffers 3 total_fee"
      ])
    let confirmed = try read(rows + ["总计,,,,,3.00"])
    #expect(confirmed.account.rejected == [:] && confirmed.account.excluded[.totalRow]?.rows == 2)
    #expect(confirmed.reader.diagnostics.map(\.location.line) == [3, 5])
    #expect(notes(confirmed) == [.controlTotalConfirmed: 1, .controlTotalUnchecked: 1])
    // A total that rows follow is not the whole file's.
    #expect(try read(rows + ["总计,,,,,3.00", row(3, "1.00")]).account.rejected[.subtotalDiffers]?.rows == 1)
  }

  @Test("Every row that was exported counts towards the total, whatever rule takes it out")
  func everyRow() throws {
    let rows = [
      row(1, "1.00", ",14,1"), row(2, "2.00", ",11,1"), row(3, "4.00", ",14,0"), row(4, "-8.00", ",14,1"),
      "S5,,H1,2025-07-01,M,16.00,14,1", "S6,P6,H1,2025-02-30,M,32.00,14,1", row(7, "", ",14,1"), "合计,,,,,47.00,,",
    ]
    let request = ClaimReader.Request(cost: .total, isCareTypeInScope: { $0 == "14" })
    let claims = try ClaimReading(SmallClaims.table("care_type,valid_flag", rows), request)
    #expect(notes(claims) == [.controlTotalConfirmed: 1])
    #expect(claims.account.accepted.rows == 1)
  }

  @Test("Where a row's money cannot be read nothing is said of its sum, and the next sums are checked again")
  func unknown() throws {
    for damaged in ["S1,P1", row(1, "x"), row(1, "1.001"), "S1,P1,H1,2025-07-01,M,1.00\0", "\"S1"] {
      let claims = try read([damaged, "合计,,,,,99.00", row(2, "2.00"), "合计,,,,,2.00"])
      #expect(notes(claims) == [.controlTotalUnchecked: 1, .controlTotalConfirmed: 1], "\(damaged)")
      let joined = try read([damaged, row(2, "2.00"), "小计,,,,,99.00"])
      #expect(notes(joined) == [.controlTotalUnchecked: 1] && joined.account.rejected[.subtotalDiffers] == nil)
      let above = try read(["合计,,,,,99.00", damaged])
      #expect(notes(above) == [.controlTotalUnchecked: 1], "\(damaged)")
    }
    let noMoney = try read([row(1, "1.00"), "合计,,,,,", "小计,,,,,x"])
    #expect(notes(noMoney) == [.controlTotalUnchecked: 2] && noMoney.account.excluded == [.totalRow: Flow(rows: 2)])
  }

  @Test("Sums of five hundred random rows are exact, and a row left out or doubled is always found", arguments: 1...20)
  func random(seed: Int) throws {
    var generator = Seeded(UInt64(seed))
    var rows: [String] = []
    var (all, part) = (0, 0)
    for number in 0..<500 {
      let fen = Int.random(in: 1...9_999_999_999, using: &generator)
      rows.append(row(number, Money(fen: Int64(fen)).yuanText))
      (all, part) = (all + fen, part + fen)
      if generator.chance(20) {
        rows.append("小计,,,,,\(Money(fen: Int64(part)).yuanText)")
        part = 0
      }
    }
    let total = "总计,,,,,\(Money(fen: Int64(all)).yuanText)"
    let claims = try read(rows + [total])
    #expect(notes(claims) == [.controlTotalConfirmed: Int64(rows.count - 500 + 1)])
    let data = rows.indices.filter { rows[$0].first == "S" }
    var damaged = rows
    let victim = generator.pick(data)
    if generator.chance(50) { damaged.remove(at: victim) } else { damaged.insert(rows[victim], at: victim) }
    #expect(refusal { _ = try read(damaged + [total]) }?.map(\.code) == [.controlTotalDiffers])
  }
}
