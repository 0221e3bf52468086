import SteelyardTestSupport
import Testing

/// An input that makes one check fail, and the share that it finds.
struct CheckInput: Sendable, CustomTestStringConvertible {
  let check: String
  /// `found/of`.
  let share: String
  var files: [String: String]
  var arguments: [String] = []

  var testDescription: String { check }

  private static let header = "setl_id,psn_no,fixmedins_code,setl_time,dise_no,medfee_sumamt"

  private static func claims(_ rows: [String], more: String = "") -> [String: String] {
    ["claims.csv": ([header + more] + rows).map { $0 + "\n" }.joined()]
  }

  /// Rows of institutions and months: numbers run on, amounts go through a hundred values.
  private static func rows(_ counts: [(institution: String, month: Int, rows: Int)]) -> [String] {
    var number = 0
    return counts.flatMap { institution, month, rows in
      (0..<rows).map { row in
        number += 1
        return "\(number),p\(number % 40),\(institution),2025-0\(month)-1\(row % 10),M03900,\(10 + number % 100).25"
      }
    }
  }

  private static let first = "H33010600001"
  private static let second = "H33010600002"

  private static func row(_ number: Int, _ amount: String = "10.00", _ more: String = "") -> String {
    "\(number),p\(number),\(first),2025-07-01,M03900,\(amount)\(more)"
  }

  /// A settlement whose parts are a yuan short.
  private static func broken(_ check: String, _ parts: [String]) -> CheckInput {
    CheckInput(
      check: check, share: "2/2",
      files: claims(
        [1, 2].map { row($0, "10.00", String(repeating: ",0.00", count: parts.count)) },
        more: "," + parts.joined(separator: ",")))
  }

  static let all: [CheckInput] = [
    CheckInput(check: "rows-rejected", share: "1/2", files: claims([row(1), row(2, "x")])),
    CheckInput(
      check: "money-rejected", share: "1000/2000", files: claims([row(1), row(2).replacing("2025-07-01", with: "x")])),
    CheckInput(check: "rows-count", share: "2/2", files: claims([row(1, "x"), row(2, "y")])),
    CheckInput(
      check: "rows-hidden", share: "2/4",
      files: claims([row(1), row(2), row(3), row(4) + "," + row(5) + "," + row(6)])),
    CheckInput(
      check: "rows-in-scope", share: "2/2",
      files: claims([row(1, "1.00", ",11"), row(2, "1.00", ",11")], more: ",med_type")),
    CheckInput(
      check: "rows-valid", share: "2/3",
      files: claims((1...3).map { row($0, "1.00", $0 == 1 ? ",1" : ",0") }, more: ",vali_flag")),
    CheckInput(
      check: "rows-in-period", share: "2/3",
      files: claims([row(1), row(2), row(3).replacing("2025-07-01", with: "2025-08-01")]),
      arguments: ["--period", "2025-08"]),
    CheckInput(
      check: "optional-values", share: "1/4",
      files: claims((1...4).map { row($0, "1.00", $0 == 1 ? "," : ",1") }, more: ",gend")),
    CheckInput(
      check: "months-complete", share: "1/2",
      files: claims(
        rows([(first, 7, 20), (second, 7, 20)]).map { $0 + ($0.contains(first) ? "," : ",1") }, more: ",gend")),
    CheckInput(
      check: "institution-units", share: "2/2",
      files: claims(
        rows([(first, 7, 10)])
          + rows([(first, 8, 10)]).enumerated().map { position, text in
            let cells = text.split(separator: ",")
            return "x\(position)," + cells[1...4].joined(separator: ",") + ",\(1_025 + 100 * position).00"
          })),
    broken("cost-by-coverage", ["fulamt_ownpay_amt", "overlmt_selfpay", "preselfpay_amt", "inscp_scp_amt"]),
    broken("cost-by-payer", ["fund_pay_sumamt", "acct_pay", "cash_payamt", "hosp_part_amt"]),
    CheckInput(
      check: "fund-by-part", share: "1/1",
      files: claims(
        [row(1, "10.00", ",5.00" + String(repeating: ",0.00", count: 8))],
        more: ",fund_pay_sumamt,hifp_pay,cvlserv_pay,hifes_pay,hifmi_pay,hifob_pay,hifdm_pay,maf_pay,othfund_pay")),
    CheckInput(
      check: "equal-runs", share: "20/21", files: claims([row(1, "3.00")] + (2...21).map { row($0) })),
    CheckInput(check: "equal-institutions", share: "1/1", files: claims((1...20).map { row($0) })),
    CheckInput(
      check: "months-missing", share: "1/4", files: claims(rows([(first, 7, 20), (first, 8, 20), (second, 8, 20)]))),
    CheckInput(
      check: "months-steady", share: "1/3", files: claims(rows([(first, 7, 20), (first, 8, 9), (first, 9, 20)]))),
    CheckInput(
      check: "institutions-steady", share: "1/3", files: claims(rows([(first, 7, 40), (first, 8, 9), (first, 9, 40)]))),
    CheckInput(
      check: "line-money-rejected", share: "1000/2000",
      files: claims([row(1), row(2)]).merging([
        "lines.csv": "feedetl_sn,setl_id,cnt,det_item_fee_sumamt,hilist_code\n1,1,1,10.00,A\n1,2,x,10.00,A\n"
      ]) { $1 }, arguments: ["--lines", "lines.csv"]),
    CheckInput(
      check: "lines-rejected", share: "1/2",
      files: claims([row(1), row(2)]).merging([
        "lines.csv": "feedetl_sn,setl_id,cnt,det_item_fee_sumamt,hilist_code\n1,1,1,10.00,A\n1,2,x,10.00,A\n"
      ]) { $1 }, arguments: ["--lines", "lines.csv"]),
    CheckInput(
      check: "table-rows-rejected", share: "1/3",
      files: claims([row(1), row(2)]).merging(["persons.csv": "psn_no,gend\np1,1\np1,2\np2,1\n"]) { $1 },
      arguments: ["--persons", "persons.csv"]),
    CheckInput(
      check: "certificates-masked", share: "2/3",
      files: claims([1, 2, 3].map { row($0, "1.00", $0 < 3 ? ",330106********1234" : ",") }, more: ",certno")),
  ]
}
