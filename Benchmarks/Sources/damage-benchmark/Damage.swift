import Foundation

/// A kind of damage, or of an odd way to write: the bytes it makes of a clean settlement, and what becomes of the row.
struct Damage: Sendable {
  /// Where each row must end.
  enum Fate: Sendable {
    case accepted, rejected, excluded
  }

  let name: String
  let fate: Fate
  let line: @Sendable (Claim) -> [UInt8]
  /// The header in the encoding of the rows.
  private(set) var header = Array((Claim.names.joined(separator: ",") + "\n").utf8)

  init(_ name: String, _ fate: Fate, bytes line: @escaping @Sendable (Claim) -> [UInt8]) {
    (self.name, self.fate, self.line) = (name, fate, line)
  }

  /// Changed cells, written with commas and a line feed.
  init(_ name: String, _ fate: Fate, _ columns: [Int], _ change: @escaping @Sendable (String) -> String) {
    self.init(name, fate) { claim in
      var claim = claim
      for column in columns { claim.cells[column] = change(claim.cells[column]) }
      return Array((claim.line + "\n").utf8)
    }
  }

  /// A changed line.
  init(_ name: String, _ fate: Fate, _ change: @escaping @Sendable (String) -> String) {
    self.init(name, fate) { Array(change($0.line).utf8) }
  }

  /// A changed line in an encoding.
  init(
    _ name: String, _ fate: Fate, text encode: @escaping @Sendable (String) -> [UInt8],
    _ change: @escaping @Sendable (String) -> String
  ) {
    self.init(name, fate, bytes: { encode(change($0.line)) })
    header = encode(Claim.names.joined(separator: ",") + "\n")
  }

  /// What the others are compared with.
  static let clean = Damage("clean", .accepted) { $0 + "\n" }

  /// Every row damaged in the same way: the worst file of its kind.
  static let all = [clean] + amounts + dates + codes + shapes + texts

  private static func wide(_ text: String) -> String {
    String(
      String.UnicodeScalarView(
        text.unicodeScalars.map { (0x21...0x7E ~= $0.value ? Unicode.Scalar($0.value + 0xFEE0) : $0) ?? $0 }))
  }

  private static let money = Array(Claim.money)

  private static let amounts = [
    Damage("exponents in all amounts", .accepted, money) { $0.replacingOccurrences(of: ".", with: "") + "E-2" },
    Damage("thousands marks, quoted", .accepted, money) { "\"1,000.\($0.suffix(2))\"" },
    Damage("¥ before and 元 behind", .accepted, money) { "¥" + $0 + "元" },
    Damage("full-width amounts", .accepted, money, wide),
    Damage("blanks around amounts", .accepted, money) { " \t" + $0 + "\u{3000}" },
    Damage("amounts that are words", .rejected, money) { "x" + $0 },
    Damage("amounts finer than a fen", .rejected, money) { $0 + "5000000009998" },
    Damage("amounts with noughts behind", .accepted, money) { $0 + "000000000000" },
    Damage("amounts in brackets", .rejected, money) { "(" + $0 + ")" },
    Damage("amounts too large", .rejected, money) { "9999999999999999" + $0 },
    Damage("amounts that are null words", .rejected, money) { _ in "NULL" },
    Damage("negative amounts without refund", .excluded, money) { "-" + $0 },
    Damage("signs and currencies", .accepted, money) { "+CNY " + $0 },
  ]

  private static let dates = [
    Damage("Chinese dates with 下午", .accepted, Claim.dates) { _ in "2025年7月1日 下午3时05分09秒" },
    Damage("dates in another zone", .accepted, Claim.dates) { _ in "2025-07-01T23:30:00.123456789Z" },
    Damage("full-width dates", .accepted, Claim.dates, wide),
    Damage("days that are none", .rejected, Claim.dates) { _ in "2025-02-30 08:15:00" },
    Damage("dates that are serial numbers", .rejected, Claim.dates) { _ in "45839.5" },
    Damage("dates with 上午", .accepted, Claim.dates) { _ in "2025/7/1 8:05:09 上午" },
  ]

  private static let codes = [
    Damage("full-width codes", .accepted, Claim.keys, wide),
    Damage("unseen marks within codes", .accepted, Claim.keys) { $0.prefix(3) + "\u{200B}" + $0.dropFirst(3) },
    Damage("codes with composed letters", .accepted, Claim.keys) { $0 + "é①" },
    Damage("codes with Chinese brackets", .accepted, Claim.keys) { "\($0)（三级）药店" },
    Damage("numbers as a spreadsheet leaves them", .rejected, Claim.keys) { _ in "3.30100E+25" },
    Damage("masked numbers", .rejected, Claim.keys) { $0.prefix(6) + "********" + $0.suffix(4) },
    Damage("certificates with a slip", .accepted, [3]) { $0.prefix(17) + ($0.last == "1" ? "2" : "1") },
    Damage("names and codes of test data", .accepted, [2]) { _ in "测试test" },
    Damage("all cells null words", .rejected, Array(Claim.names.indices)) { _ in "\\N" },
    Damage("flags that are words", .accepted, [19, 20]) { $0 == "0" ? "否" : "是" },
  ]

  private static let shapes = [
    Damage("a cell too few", .rejected) { $0.drop { $0 != "," }.dropFirst() + "\n" },
    Damage("a cell too many", .rejected) { $0 + ",1\n" },
    Damage("a quote that opens in each row", .rejected) { "\"" + $0 + "\n" },
    Damage("a quote that opens in each last cell", .rejected) { $0.dropLast() + "\"1\n" },
    Damage("quotes within cells", .accepted, [7]) { $0 + "6\"" },
    Damage("quotes doubled in cells", .accepted, [2, 7]) { "\"\($0)\"\"甲\"\"\"" },
    Damage("all cells quoted", .accepted, Array(Claim.names.indices)) { "\"\($0)\"" },
    Damage("line ends within cells", .accepted, [7]) { "\"\($0)\r\n\r\n甲\"" },
    Damage("blanks and tabs around all cells", .accepted, Array(Claim.names.indices)) { "\t " + $0 + " \t" },
    Damage("the header again after each row", .accepted) { $0 + "\n" + Claim.names.joined(separator: ",") + "\n" },
    Damage("a blank line after each row", .accepted) { $0 + "\r\n\r\n" },
    Damage("rows of commas", .excluded) { String($0.filter { $0 == "," }) + "\n" },
    Damage("line ends of old machines", .accepted) { $0 + "\r" },
    Damage(
      "a subtotal after each row", .accepted,
      bytes: { claim in
        let amounts = claim.cells.enumerated().map { Claim.money.contains($0) ? $1 : "" }
        return Array("\(claim.line)\n小计\(amounts.joined(separator: ","))\n".utf8)
      }),
    Damage("names of ten thousand bytes", .accepted, [7]) { $0 + String(repeating: "药", count: 3_333) },
  ]

  private static let texts = [
    Damage("a broken byte in each row", .rejected, bytes: { Array($0.line.utf8) + [0xFF, 10] }),
    Damage("a character of GB 18030 in each row", .rejected, bytes: { Array($0.line.utf8) + [0xD2, 10] }),
    Damage("a NUL in each row", .rejected, bytes: { Array($0.line.utf8) + [0, 10] }),
    Damage("GB 18030", .accepted, text: gb18030, { $0 + "\n" }),
    Damage("GB 18030 with a broken character in each row", .rejected, bytes: { gb18030($0.line) + [0x81, 10] }),
    Damage("UTF-16", .accepted, text: utf16) { $0 + "\n" },
    Damage("UTF-16 with half a pair in each row", .rejected, text: utf16) { $0 + "\u{FFFF}\n" },
  ]

  private static func gb18030(_ text: String) -> [UInt8] {
    Array(text.data(using: String.Encoding(rawValue: 0x8000_0632)) ?? Data())
  }

  private static func utf16(_ text: String) -> [UInt8] {
    text.utf16.flatMap { [UInt8(truncatingIfNeeded: $0), UInt8($0 >> 8)] }
  }
}
