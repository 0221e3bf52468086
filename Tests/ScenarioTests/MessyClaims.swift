import SteelyardTestSupport

/// A table of claims with everything that a reduction judges: settlements that come twice, in several versions, against each
/// other; refunds of every kind; values that cannot be read, words for nothing, labels that change.
struct MessyClaims {
  /// The columns, by their national names, and those that only some exports have.
  static let columns = [
    "setl_id", "init_setl_id", "psn_no", "gend", "brdy", "age", "insutype", "fixmedins_code", "fixmedins_type",
    "hosp_lv",
    "fix_blng_admdvs", "med_type", "setl_time", "dise_no", "medfee_sumamt", "fulamt_ownpay_amt", "overlmt_selfpay",
    "preselfpay_amt", "fund_pay_sumamt", "drug_fee", "refd_setl_flag", "vali_flag", "deleted", "setl_type", "updt_time",
  ]
  /// The columns of ``persons``.
  static let personColumns = ["psn_no", "gend", "brdy", "die_date"]

  private(set) var rows: [[String]] = []
  private(set) var persons: [[String]] = []
  private var random: Seeded

  private static let institutions = [
    "H33010600001", "H33010600002", "P33010600003", "P33010900004", "H33010900005", "药店六", "local7", "P33010600008",
  ]
  private static let diseases = ["M03900", "M01600", "M00500", "高血压"]

  /// Makes a table of about this many settlements.
  init(_ random: Seeded, settlements: Int = 2_000) {
    self.random = random
    for number in 0..<settlements { rows.append(settlement(number)) }
    addRefunds()
    addVersions()
    for number in 0..<150 { persons.append(person(number)) }
    persons += (0..<10).map { person($0 * 7) }
    rows.shuffle(using: &self.random)
  }

  private static func position(_ column: String) -> Int {
    guard let position = columns.firstIndex(of: column) else { preconditionFailure("a column of the table") }
    return position
  }

  private mutating func change(_ row: inout [String], _ column: String, _ chance: Double, _ values: [String]) {
    if random.happens(chance) { row[Self.position(column)] = random.pick(values) }
  }

  private mutating func money(_ limit: Int) -> String {
    let fen = random.below(limit)
    return "\(fen / 100).\(fen % 100 < 10 ? "0" : "")\(fen % 100)"
  }

  private mutating func settlement(_ number: Int) -> [String] {
    let person = random.below(150)
    let month = 5 + random.below(6)
    let place = random.below(Self.institutions.count)
    var row = [
      "S\(10_000 + number)", "", "9900\(100 + person)", person % 2 == 0 ? "1" : "2", "19\(40 + person % 60)-03-02", "",
      person % 3 == 0 ? "390" : "310", Self.institutions[place], ["1", "2", "诊所", "医院", "xx", ""][place % 6],
      ["01", "三甲", "06", "11", ""][place % 5], ["330106", "330109", "西湖区", ""][place % 4], "140104",
      "2025-\(month < 10 ? "0" : "")\(month)-\(10 + random.below(18)) 09:30:00", random.pick(Self.diseases),
      money(90_000), "0.00", money(300), money(700), money(20_000), money(30_000), "0", "1", "", "", "",
    ]
    dirtyLabels(&row)
    dirtyValues(&row)
    return row
  }

  private mutating func dirtyLabels(_ row: inout [String]) {
    change(&row, "fixmedins_type", 0.03, ["2", "药店", "-", "诊所", "Hospital"])
    change(&row, "hosp_lv", 0.03, ["无等级", "05", "null", "二甲"])
    change(&row, "fix_blng_admdvs", 0.03, ["330106", "-"])
    change(
      &row, "age", 0.5, ["32", "32.0", "77岁", "5月", "13月", "10天", "131", "abc", "-", "0", "18", "44", "45", "007"])
    change(
      &row, "brdy", 0.3,
      [
        "", "-", "1960-02-29", "2024-13-01", "1890-01-01", "2026-01-01", "19450706", "1950/7/1", "2007.7.5",
        "1999-02-29",
      ])
    change(&row, "gend", 0.2, ["男", "F", "9", "", "女性", "M"])
    change(&row, "insutype", 0.2, ["340", "392", "城乡居民", "", "其他", "unknown", "Employee"])
  }

  private mutating func dirtyValues(_ row: inout [String]) {
    change(&row, "med_type", 0.05, ["11", "", "门诊慢特病", "9929", "992102x"])
    change(&row, "vali_flag", 0.05, ["0", "无效", "正常", "", "Y"])
    change(&row, "deleted", 0.02, ["1", "0", "否", "0.0"])
    change(
      &row, "medfee_sumamt", 0.03,
      [
        "", "abc", "12.345", "12.340", "1000000000000.01", "99999999999999999", "0.00", "-5.00", "007.50", "-0.01",
        "+5.00x",
        "1.2.3", "NULL",
      ])
    change(&row, "drug_fee", 0.01, ["", "-", "x", "1.2", "0.001"])
    change(&row, "fund_pay_sumamt", 0.02, ["", "-", "x", "1.2", "0"])
    change(&row, "overlmt_selfpay", 0.01, ["", "x"])
    change(&row, "setl_type", 0.03, ["医疗救助", "医疗救助结算", "医保"])
    change(&row, "dise_no", 0.03, ["M01600,M03900", "M01600；M03900", "", " M01600 "])
    change(
      &row, "setl_time", 0.02,
      [
        "", "2025-02-30", "20250704", "20250705112233", "2025/7/6", "2025.7.7 8:30", "1989-12-31", "2099-01-01", "nope",
        "2025-07-03T11:22:33", "2025-07-03 25:00:00", "2025-07-03 23:59:60.5",
      ])
    for column in ["setl_id", "psn_no", "fixmedins_code"] {
      change(&row, column, 0.004, ["", "-", "3.301E+25", "330106XXXXXXXX1234", "33*1"])
    }
    if random.happens(0.02) {
      row[Self.position("setl_type")] = "医疗救助"
      row[Self.position("fund_pay_sumamt")] = "0"
    }
    if random.happens(0.003) { row[0] = ""; row[Self.position("setl_time")] = "" }
    change(&row, "refd_setl_flag", 0.02, ["1", "是", "否", "00"])
    change(&row, "init_setl_id", 0.01, ["S10007", "missing"])
  }

  private mutating func addRefunds() {
    for original in rows.indices where random.happens(0.06) {
      var row = rows[original]
      let total = Double(row[Self.position("medfee_sumamt")]) ?? 0
      if total <= 0 || total > 1_000_000 { continue }
      row[Self.position("init_setl_id")] = row[0]
      row[0] = "R\(row[0])\(random.below(10))"
      let share = random.pick([100, 100, 100, 50, 150])
      let fen = Int(total * 100) * share / 100
      row[Self.position("medfee_sumamt")] = "-\(fen / 100).\(fen % 100 < 10 ? "0" : "")\(fen % 100)"
      row[Self.position("drug_fee")] = "-1.00"
      row[Self.position("refd_setl_flag")] = random.pick(["1", "", "0"])
      change(&row, "setl_time", 0.5, ["2025-09-15 01:02:03", "2025-11-02", "2025-07-01"])
      change(&row, "psn_no", 0.1, ["9900101"])
      change(&row, "init_setl_id", 0.1, ["missing", ""])
      change(&row, "dise_no", 0.1, ["M00500"])
      rows.append(row)
    }
  }

  private mutating func addVersions() {
    let (updated, total) = (Self.position("updt_time"), Self.position("medfee_sumamt"))
    for first in rows.indices where random.happens(0.08) {
      var row = rows[first]
      switch random.below(5) {
      case 0: row[updated] = "2025-10-01 08:00:00.5"; row[total] = "77.77"
      case 1: row[updated] = "2025-10-01"
      case 2: row[total] = "88.88"
      case 3: row[updated] = "20250901"; row[Self.position("age")] = "50"
      default: break
      }
      rows.append(row)
      if random.happens(0.3) { rows.append(row) }
      if random.happens(0.2) {
        var later = rows[first]
        later[updated] = "2025-10-02"
        rows.append(later)
      }
    }
  }

  private mutating func person(_ number: Int) -> [String] {
    [
      "9900\(100 + number)", random.pick(["1", "2", "", "9", "女"]),
      random.pick(["1950-01-02", "1961/5/6", "", "nope", "20010101"]), random.pick(["", "", "2025-08-01"]),
    ]
  }

  /// A table as CSV.
  static func csv(_ columns: [String], _ rows: [[String]]) -> String {
    ([columns] + rows).map { row in
      row.map { $0.contains(",") ? "\"\($0)\"" : $0 }.joined(separator: ",") + "\n"
    }.joined()
  }

  /// Statements that make a table in PostgreSQL and fill it.
  static func copy(_ table: String, _ columns: [String], _ rows: [[String]]) -> String {
    let typed = columns.map { "\"\($0)\" TEXT" }.joined(separator: ", ")
    let lines = rows.map { $0.joined(separator: "\t") + "\n" }.joined()
    return "DROP TABLE IF EXISTS \(table);\nCREATE TABLE \(table) (\(typed));\nCOPY \(table) FROM STDIN;\n\(lines)\\.\n"
  }
}
