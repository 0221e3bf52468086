/// One settlement as the cells of a national table, and how its columns are called.
struct Claim {
  static let names = [
    "setl_id", "psn_no", "psn_name", "certno", "gend", "brdy", "fixmedins_code", "fixmedins_name", "begntime",
    "setl_time", "med_type", "dise_no", "medfee_sumamt", "fund_pay_sumamt", "acct_pay", "psn_cash_pay",
    "fulamt_ownpay_amt", "overlmt_selfpay", "preselfpay_amt", "refd_setl_flag", "vali_flag",
  ]
  /// The columns of amounts, of dates, and of codes that are keys.
  static let money = 12...18
  static let dates = [5, 8, 9]
  static let keys = [0, 1, 6, 11]

  var cells: [String]

  /// A clean settlement, by its number; nothing in it is of a person.
  init(_ number: Int) {
    let total = 1_000 + number * 7_919 % 90_000
    let fund = total * 7 / 10
    let account = (total - fund) / 2
    let serial = String(number + 1_000_000)
    let digits = "99330119700101" + serial.suffix(3)
    let day = "2025-07-\(Self.two(1 + number % 28))"
    cells = [
      "3301000\(serial)", "99000\(serial)", "某某", digits + Self.checkCharacter(digits), "\(1 + number % 2)",
      "1970-01-01",
      "P330106\(Self.padded(number % 400, 5))", "第\(number % 400)号药店", day + " 08:15:00", day + " 08:30:00", "14",
      ["M03900", "M01600", "M00500"][number % 3], Self.yuan(total), Self.yuan(fund), Self.yuan(account),
      Self.yuan(total - fund - account), "0.00", Self.yuan(number % 50), "0.00", "0", "1",
    ]
  }

  /// The cells with commas between.
  var line: String { cells.joined(separator: ",") }

  private static func two(_ number: Int) -> String { padded(number, 2) }

  private static func padded(_ number: Int, _ width: Int) -> String {
    let digits = String(number)
    return String(repeating: "0", count: width - digits.count) + digits
  }

  private static func yuan(_ fen: Int) -> String { "\(fen / 100).\(two(fen % 100))" }

  /// The check character of a made-up number, by GB 11643.
  private static func checkCharacter(_ digits: String) -> String {
    let sum = digits.utf8.reduce(0) { ($0 * 2 + Int($1) - 48) % 11 } * 2 % 11
    return ["1", "0", "X", "9", "8", "7", "6", "5", "4", "3", "2"][sum]
  }
}
