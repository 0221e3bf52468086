import SteelyardDomain

@testable import SteelyardIntake

/// Amounts: categories 49 to 63.
enum MatrixAmounts {
  static let all: [MatrixCase] = spellings + commas + units + limits + signs + sums + lines

  private static func amount(_ text: String) -> [MatrixInput] { [.text(MatrixTable.amount(text))] }

  private static func clean(_ number: Int, _ text: String, _ fen: Int128 = 2000) -> MatrixCase {
    .harmless(
      number, "`\(text)`", "exact", amount(text.contains(",") ? "\"\(text)\"" : text), .read(3, 1300 + fen))
  }

  private static func dressed(_ number: Int, _ text: String, _ fen: Int128 = 2000) -> MatrixCase {
    .harmless(
      number, "`\(text)`", "exact, counted", amount(text.contains(",") ? "\"\(text)\"" : text),
      MatrixOutcome.read(3, 1300 + fen).noting(.valueRepaired))
  }

  private static func broken(_ number: Int, _ text: String, _ code: Diagnostic.Code) -> MatrixCase {
    .damaged(
      number, "`\(text)`", "row rejected", amount(text.contains(",") ? "\"\(text)\"" : text),
      .kept.rejecting(code, at: 3))
  }

  private static let spellings: [MatrixCase] = [
    dressed(49, "1,234.56", 123_456), dressed(49, "¥1234.56", 123_456), dressed(49, "￥1234.56", 123_456),
    dressed(49, "1234.56元", 123_456), dressed(49, "     12.34", 1234), dressed(49, "+12.00", 1200),
    dressed(49, "RMB 12", 1200), clean(49, "12", 1200), clean(49, "12.3", 1230), clean(49, "0012.30", 1230),
    dressed(49, ".50", 50),
    dressed(52, "1.23456E3", 123_456), dressed(52, "1.2e1", 1200), broken(52, "1.2345E1", .amountFinerThanFen),
    clean(53, "123.450000", 12_345), broken(53, "12.345", .amountFinerThanFen),
    broken(53, "123.45000000009998", .amountFinerThanFen),
    .harmless(
      53, "`12.345` and `round: half-even`", "rounded, counted", amount("12.345"),
      .read(3, 2534).noting(.amountRounded)
    ).reading { $0.roundsHalfEven = true },
  ]

  private static let comma = MatrixTable.written(MatrixTable.header.replacing(",", with: ";"), separator: ";")
    .replacing(/(\d)\.(\d\d)\n/) { "\($0.output.1),\($0.output.2)\n" }

  private static let commas: [MatrixCase] = [
    .damaged(
      50, "a column of `12,34`", "refused: nobody said that it is a decimal comma", [.text(comma)],
      .refused(.decimalCommaUndeclared)),
    .harmless(50, "a column of `12,34`, the user says so", "exact", [.text(comma)]).reading {
      $0.decimalMark = UInt8(ascii: ",")
    },
    broken(50, "1234,56", .amountUnreadable),
  ]

  private static func unit(_ name: String, _ amounts: [String]) -> [MatrixInput] {
    let rows = zip(MatrixTable.rows, amounts).map { row, amount in
      row.split(separator: ",").dropLast().joined(separator: ",") + "," + amount + "\n"
    }
    return [.text(MatrixTable.header.replacing("total_fee", with: name) + "\n" + rows.joined())]
  }

  private static let units: [MatrixCase] = [
    .harmless(51, "总费用（元）", "yuan", unit("总费用（元）", ["12.34", "20.00", "0.66"])),
    .harmless(
      51, "总费用（万元）", "scaled, said", unit("总费用（万元）", ["0.001234", "0.002", "0.000066"]),
      .exact.noting(.amountUnitFromHeader)),
    .harmless(
      51, "总费用(分)", "scaled, said", unit("总费用(分)", ["1234", "2000", "66"]), .exact.noting(.amountUnitFromHeader)),
    .damaged(
      51, "rows in 分 above a 合计 in 元", "told by the control total",
      [.text(MatrixTable.table(unitless + ["合计,,,,,33.00"]))], .refused(.controlTotalDiffers, line: 5)),
    .damaged(
      51, "one row of three in 分 and a 合计 in 元", "told by the control total",
      [.text(MatrixTable.table([unitless[0]] + MatrixTable.rows.dropFirst() + ["合计,,,,,33.00"]))],
      .refused(.controlTotalDiffers, line: 5)),
    .damaged(51, "half of the rows in 分, no word of a unit", "refused", halves(20), .refused(.amountUnitsMixed)),
    .damaged(
      51, "the same, the user says that it is one unit", "read so, said", halves(20),
      .read(40, 3_940_000).noting(.amountUnitsTaken)
    ).reading { $0.takesOneUnit = true },
  ]

  /// Forty rows of 10.00 to 49.00, the last so many in 分.
  private static func halves(_ inFen: Int) -> [MatrixInput] {
    let rows = (0..<40).map { row in
      "S\(row),P1,H1,2025-07-01,M03900," + (row < 40 - inFen ? "\(10 + row % 20).50" : "\(1000 + row % 20 * 100)")
    }
    return [.text(MatrixTable.table(rows))]
  }

  private static let unitless = zip(MatrixTable.rows, ["1234", "2000", "66"]).map { row, amount in
    row.split(separator: ",").dropLast().joined(separator: ",") + "," + amount
  }

  private static let limits: [MatrixCase] = [
    clean(54, "1000000000000.00", 100_000_000_000_000), broken(54, "1000000000000.01", .amountTooLarge),
    broken(54, "99999999999999999999.99", .amountTooLarge),
    .damaged(
      54, "100,000 rows of 10^14 fen", "refused: the sum is never wrapped",
      [
        .text(MatrixTable.table((0..<100_000).map { "S\($0),P1,H1,2025-07-01,M03900,1000000000000.00" }))
      ], .refused("sums leave 63 bits of fen")),
    broken(55, "NaN", .requiredValueEmpty), broken(55, "inf", .amountUnreadable), broken(55, "0x1F", .amountUnreadable),
    broken(55, "1O.00", .amountUnreadable), broken(55, "(123)", .amountUnreadable),
    broken(55, "123-", .amountUnreadable), broken(55, "", .requiredValueEmpty), broken(55, "--", .requiredValueEmpty),
    broken(55, "12.", .amountUnreadable), broken(55, "1,23.00", .amountUnreadable),
  ]

  private static let signs: [MatrixCase] = [
    .harmless(
      56, "a negative amount with a refund mark", "a refund",
      [
        .text(
          MatrixTable.table(
            ["S1,P1,H1,2025-07-01,M03900,12.34,0,", "S2,P1,H1,2025-07-02,M03900,-2.34,1,S1"],
            more: "refund_flag,orig_claim_id"))
      ], .read(2, 1000)),
    .damaged(
      57, "a negative amount without a mark", "excluded, listed",
      [.text(MatrixTable.amount("-20.00"))], .kept.excluding(.negativeWithoutRefund, fen: -2000)),
    .harmless(
      58, "an amount of zero", "counts as a visit, counted", amount("0.00"),
      MatrixOutcome.read(3, 1300).noting(.zeroTotal).showing("3 visit days"), MatrixReading.visitDays),
  ]

  /// So many rows of 10.00, of which the first breaks an identity by some fen.
  private static func identity(_ rows: Int, _ columns: String, _ good: String, _ bad: String) -> [MatrixInput] {
    [
      .text(
        MatrixTable.table(
          (0..<rows).map { "S\($0),P1,H1,2025-07-01,M03900,10.00,\($0 == 0 ? bad : good)" }, more: columns))
    ]
  }

  private static let coverage = "self_fee,over_limit,first_self,in_scope"
  private static let payer = "fund_pay,acct_pay,cash_pay,hosp_part"
  private static let parts = "fund_pay,pool_pay,civil_pay,suppl_pay,major_pay,large_pay,disabled_pay,aid_pay,other_fund"

  private static let sums: [MatrixCase] =
    [
      ("fee ≠ self-paid + above limit + first self-payment + in scope", coverage, "1,2,3,4", "1,2,3,4.02"),
      ("fee ≠ fund + account + cash + hospital's share", payer, "4,3,2,1", "4,3,2,1.02"),
      ("fund ≠ its parts", parts, "8,1,1,1,1,1,1,1,1", "8,1,1,1,1,1,1,1,1.02"),
    ].flatMap { what, columns, good, bad -> [MatrixCase] in
      [
        .damaged(
          59, what + ", in one row of 100", "counted", identity(100, columns, good, bad),
          .read(100, 100_000).noting(.amountIdentityDiffers)),
        .damaged(
          59, what + ", in one row of 99", "refused above 1 %", identity(99, columns, good, bad),
          .refused(.amountIdentityBroken)),
      ]
    } + [
      .harmless(
        59, "an identity off by one fen", "rounding", identity(1, coverage, "", "1,2,3,4.01"), .read(1, 1000)),
      .damaged(
        59, "account and cash above the fee, no column of the hospital's share", "warned of",
        identity(2, "acct_pay,cash_pay", "4,6", "4,6.02"), .read(2, 2000).noting(.partExceedsTotal)),
      .damaged(
        59, "parts of the fund above it, columns of others absent", "warned of",
        identity(2, "fund_pay,pool_pay,aid_pay", "8,7,1", "8,7,1.02"), .read(2, 2000).noting(.partExceedsTotal)),
      .damaged(
        60, "fund payment above the fee", "warned of", identity(1, "fund_pay", "", "10.01"),
        .read(1, 1000).noting(.fundExceedsTotal)),
      .damaged(
        60, "in-scope amount above the fee", "warned of", identity(1, "in_scope", "", "10.01"),
        .read(1, 1000).noting(.partExceedsTotal)),
      .damaged(
        60, "a ratio of 85", "warned of", identity(1, "pool_ratio", "", "85"),
        .read(1, 1000).noting(.ratioImplausible)),
    ]

  private static func fees(_ rows: [String]) -> [MatrixInput] {
    [.text("line_id,claim_id,qty,price,amount,item_name\n" + rows.map { $0 + "\n" }.joined())]
  }

  private static let lines: [MatrixCase] = [
    .damaged(
      62, "price × quantity is not the line's amount", "warned of; the amount counts",
      fees(["L1,S1,2,5.00,10.00,甲", "L2,S1,2,5.00,11.00,乙"]), .read(2, 2100).noting(.priceTimesQuantityDiffers)
    ).with { $0.isLines = true },
    .harmless(
      62, "a fractional quantity, 0.7", "exact", fees(["L1,S1,0.7,10.00,7.00,甲"]), .read(1, 700)
    ).with { $0.isLines = true },
    .damaged(
      63, "a settlement's amount again on each of its lines", "read once for each number",
      [.text(MatrixTable.table(MatrixTable.rows + [MatrixTable.rows[1], MatrixTable.rows[1]]))],
      .exact.excluding(.claimRepeated, 2, fen: 4000)),
    .damaged(
      63, "the same with a column that tells the lines apart", "read once for each number",
      [
        .text(
          MatrixTable.table(
            ["S1,P1,H1,2025-07-01,M03900,12.34,甲", "S1,P1,H1,2025-07-01,M03900,12.34,乙"], more: "项目名称"))
      ], .read(1, 1234).excluding(.claimRepeated, fen: 1234)),
  ]
}
