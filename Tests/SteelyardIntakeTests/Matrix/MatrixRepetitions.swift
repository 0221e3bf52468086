import SteelyardDomain

@testable import SteelyardIntake

/// Repetitions, refunds, marks of validity: categories 71 to 78. The ledger settles the first five.
enum MatrixRepetitions {
  static let all: [MatrixCase] = repeated + refunds + marks + overlaps

  private static let original = "S1,P1,H1,2025-07-01,M03900,12.34,0,"
  private static let refund = "S2,P1,H1,2025-08-01,M03900,-12.34,1,S1"
  private static let other = "S3,P2,H1,2025-07-03,M03900,5.00,0,"

  private static func pairs(_ rows: [String]) -> [MatrixInput] {
    [.text(MatrixTable.table(rows, more: "refund_flag,orig_claim_id"))]
  }

  private static func versions(_ amounts: [(String, String)]) -> [MatrixInput] {
    [
      .text(
        MatrixTable.table(
          amounts.map { "S1,P1,H1,2025-07-01,M03900,\($0.0),\($0.1)" }, more: "updt_time"))
    ]
  }

  private static let repeated: [MatrixCase] = [
    .damaged(
      71, "one settlement twice, the same", "kept once",
      [.text(MatrixTable.table(MatrixTable.rows + [MatrixTable.rows[0]]))], .exact.excluding(.claimRepeated, fen: 1234)),
    .damaged(
      72, "one settlement twice, different, one newer", "the newest",
      versions([("12.34", "2025-07-02 09:00:00"), ("20.00", "2025-07-10 09:00:00")]),
      .read(1, 2000).excluding(.claimSuperseded, fen: 1234)),
    .damaged(
      72, "one settlement twice, different, equally new", "both rejected",
      versions([("12.34", "2025-07-02"), ("20.00", "2025-07-02")]),
      .read(0, 0).rejecting(.claimConflict, fen: 3234, at: 2, 3)),
    .damaged(
      72, "one settlement twice, different, no time of update", "both rejected",
      [.text(MatrixTable.table(["S1,P1,H1,2025-07-01,M,1.00", "S1,P1,H1,2025-07-01,M,2.00"]))],
      .read(0, 0).rejecting(.claimConflict, fen: 300, at: 2, 3)),
  ]

  private static let quarter = Period.months(Month(year: 2025, month: 7)...Month(year: 2025, month: 9))

  private static let refunds: [MatrixCase] = [
    .harmless(
      73, "an original and its refund", "net zero, the visit taken back", pairs([original, refund, other]),
      .read(3, 500).showing("1 visit days"), MatrixReading.visitDays
    ).with { $0.period = quarter },
    .harmless(
      73, "a refund of a part", "net, the visit stays",
      pairs([original, refund.replacing("-12.34", with: "-2.34"), other]),
      .read(3, 1500).showing("2 visit days"), MatrixReading.visitDays),
    .damaged(
      73, "refunds above the original", "said", pairs([original, refund.replacing("-12.34", with: "-13.34"), other]),
      .read(3, 400).noting(.refundExceedsOriginal)),
    .damaged(
      74, "a refund whose original is not there", "money only, counted", pairs([refund, other]),
      .read(2, -734).noting(.refundOrphan).showing("1 visit days"), MatrixReading.visitDays),
    .damaged(
      74, "a refund whose original lies before the period", "excluded with it",
      pairs([original.replacing("2025-07", with: "2025-06"), refund, other]),
      .read(1, 500).excluding(.outsidePeriod, 2)
    ).with { $0.period = quarter },
    .damaged(
      74, "a refund that names another person's settlement", "money only, said",
      pairs([original, refund.replacing("P1", with: "P2"), other]), .read(3, 500).noting(.refundMismatched)),
    .harmless(
      75, "both halves of a pair filtered out before", "the same net as with both", pairs([other]),
      .read(1, 500).showing("1 visit days"), MatrixReading.visitDays),
    .harmless(
      75, "both halves there", "the same net as without both", pairs([original, refund, other]),
      .read(3, 500).showing("1 visit days"), MatrixReading.visitDays),
  ]

  private static func marked(_ more: String, _ mark: String, _ clean: String) -> [MatrixInput] {
    [.text(MatrixTable.around(MatrixTable.rows[1] + ",\(mark)", more: more, cells: clean))]
  }

  private static let marks: [MatrixCase] = [
    .damaged(
      76, "vali_flag 0", "excluded", marked("vali_flag", "0", "1"), .kept.excluding(.markedInvalid, fen: 2000)),
    .damaged(76, "vali_flag 9", "kept, said", marked("vali_flag", "9", "1"), .exact.noting(.validityUnknown)),
    .harmless(76, "vali_flag 有效", "a yes", marked("vali_flag", "有效", "1")),
    .damaged(76, "deleted 1", "excluded", marked("deleted", "1", "0"), .kept.excluding(.markedDeleted, fen: 2000)),
    .damaged(
      76, "医疗救助 without fund payment", "excluded", marked("setl_type,fund_pay", "医疗救助,0", "普通,0.10"),
      .kept.excluding(.aidSettlementWithoutFund, fen: 2000)),
    .damaged(
      76, "no setl_id and no setl_time (sent up, not settled)", "excluded by a named rule",
      [.text(MatrixTable.around(",P2,P33010600002,,M01600,20.00"))], .kept.excluding(.notSettled, fen: 2000)),
    .damaged(
      76, "no setl_id, but a time of settlement", "row rejected: it was settled and has lost its number",
      [.text(MatrixTable.around(",P2,P33010600002,2025-07-02,M01600,20.00"))],
      .kept.rejecting(.requiredValueEmpty, fen: 2000, at: 3)),
  ]

  private static let overlaps: [MatrixCase] = [
    .damaged(
      77, "one file loaded twice", "nothing is added", [.text(MatrixTable.text), .text(MatrixTable.text)],
      .refused(.fileRepeated, times: 2)),
    .damaged(
      77, "two files that overlap", "what both have counts once",
      [
        .text(MatrixTable.table(Array(MatrixTable.rows[..<2]))),
        .text(MatrixTable.table(Array(MatrixTable.rows[1...]))),
      ], .exact.excluding(.claimRepeated, fen: 2000)),
    .damaged(
      77, "two files that overlap, in other layouts", "what both have counts once",
      [
        .text(MatrixTable.text),
        .text(
          MatrixTable.written("setl_id;psn_no;AKB020;结算日期;病种编码;总费用", separator: ";")),
      ], .exact.excluding(.claimRepeated, 3, fen: 3300)),
    .damaged(
      78, "a person named 测试", "listed, counts", marked("psn_name", "测试人员", "张三"), .exact.noting(.testData)),
    .damaged(
      78, "an institution named test", "listed, counts", marked("inst_name", "Test01", "药店"),
      .exact.noting(.testData)),
  ]
}
