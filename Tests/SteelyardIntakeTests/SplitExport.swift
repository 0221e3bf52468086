import SteelyardDomain
import SteelyardTestSupport

/// Writes files of one export: settlements that stand again in later files, refunds of earlier ones, institutions and
/// persons that are told of in different words.
struct SplitExport {
  static let header =
    "setl_id,init_setl_id,psn_no,gend,brdy,age,insutype,fixmedins_code,fixmedins_name,hosp_lv,med_type,setl_time,dise_no,"
    + "medfee_sumamt,fund_pay_sumamt,acct_pay,cash_payamt,hosp_part_amt,refd_setl_flag,updt_time"

  var source: Seeded
  private var rows: [String] = []

  init(_ source: Seeded) { self.source = source }

  private mutating func row(_ number: Int) -> String {
    let (person, institution) = (source.below(40), source.below(5))
    let fen = source.below(40_000)
    let isRefund = source.chance(8) && number > 0
    let total = Money(fen: Int64(isRefund ? -fen - 1 : fen)).yuanText
    let day = "2025-0\(7 + source.below(2))-\(10 + source.below(20))"
    let cells = [
      "S\(number)", isRefund ? "S\(source.below(number))" : "", "人\(person)", source.pick(["1", "2", "男", "未知", ""]),
      source.pick([
        "1960-05-0\(1 + person % 9)", "1961-01-02", "", "x", "9999-12-31T23:59:59Z", "0001-01-01T00:00:00+09:00",
      ]), source.pick(["65", "", "400"]),
      source.pick(["310", "390", "", "职工"]), source.pick(["H3301060000\(institution)", "h3301060000\(institution)"]),
      source.pick(["甲\(institution)", "乙\(institution)", "共用", "测试"]), source.pick(["1", "2", "三级", ""]),
      source.chance(90) ? "14" : "11", source.chance(97) ? day : "2025-02-30",
      source.pick(["M03900", "M01600", "M99999"]),
      total, total, "0.00", source.chance(95) ? "0.00" : "0.02", "0.00", isRefund ? "1" : "0",
      source.pick(["2025-09-01 10:00:00", "2025-09-02", ""]),
    ]
    return cells.joined(separator: ",")
  }

  /// A file of some rows; some of them are those of the files before, as they were or changed.
  mutating func file(rows count: Int) -> String {
    var lines: [String] = [Self.header]
    for _ in 0..<count {
      if source.chance(5), !rows.isEmpty {
        lines.append(source.pick(rows))
      } else if source.chance(3), !rows.isEmpty {
        lines.append(source.pick(rows).replacing(",14,", with: ",140104,").replacing(",0.00,0,", with: ",0.00,00,"))
      } else {
        rows.append(row(rows.count))
        lines.append(rows[rows.count - 1])
      }
    }
    return lines.joined(separator: "\n") + "\n"
  }
}
