import SteelyardDomain
import SteelyardTestSupport
import Testing

@testable import SteelyardIntake

private func fen(_ text: String) -> Decoded<Int64> { withBytes(text) { FieldDecoder.fen($0) } }

@Suite("Amounts") struct AmountTests {
  private static let cleanTexts: [(String, Int64)] = [
    ("0", 0), ("0.0", 0), ("0.00", 0), ("-0", 0), ("-0.00", 0), ("1", 100), ("12", 1200), ("12.3", 1230),
    ("12.34", 1234), ("-12.34", -1234), ("-0.01", -1), ("0.01", 1), ("0.10", 10), ("12.340", 1234),
    ("12.34000000000000000000000", 1234), ("00012.34", 1234), ("-007", -700), ("0.1", 10),
    (String(repeating: "0", count: 60) + "1.50", 150), ("999999999999.99", 99_999_999_999_999),
    ("1000000000000", 100_000_000_000_000), ("1000000000000.00", 100_000_000_000_000),
    ("-1000000000000.000", -100_000_000_000_000),
  ]

  @Test("A plain decimal that is whole in fen is that many fen", arguments: cleanTexts)
  func clean(text: String, value: Int64) {
    #expect(fen(text) == .clean(value))
  }

  private static let dressedTexts: [(String, Int64)] = [
    (" 12.34", 1234), ("12.34 ", 1234), ("     12.34", 1234), ("\t12.34\t", 1234), ("12.34\u{3000}", 1234),
    ("\u{A0}12.34", 1234), ("\u{FEFF}12.34\u{200B}", 1234), ("+12.00", 1200), ("+0", 0), ("¥12.34", 1234),
    ("￥12.34", 1234), ("-¥12.34", -1234), ("12.34元", 1234), ("-12元", -1200), ("¥1,234.56元", 123_456),
    ("1,234.56", 123_456), ("-1,234.56", -123_456), ("+1,234", 123_400), ("12,345,678.9", 1_234_567_890),
    ("1,000,000,000,000.00", 100_000_000_000_000), ("0,000.01", 1), (" ¥1,234.560 ", 123_456), (".5", 50), ("-.05", -5),
    ("１２.３４", 1234), ("12．34", 1234), ("１，２３４．５６", 123_456), ("－12.34", -1234), ("\u{2212}12.34", -1234),
    ("CNY 12.00", 1200), ("cny12", 1200), ("RMB 12.00", 1200), ("rmb12", 1200), ("人民币12.00元", 1200),
    ("12.00 CNY", 1200), ("12RMB", 1200), ("¥ 12", 1200), ("¥-12.34", -1234), ("-¥ 12.34", -1234), ("12.34 元", 1234),
    ("￥\u{3000}1,234.56", 123_456), ("¥\u{A0}1", 100), ("+¥１", 100),
    ("1e3", 100_000), ("1.23456E3", 123_456), ("1.2345600E+3", 123_456), ("5E-1", 50), ("1E-2", 1),
    ("12345600e-4", 123_456), ("0e0", 0), ("1E12", 100_000_000_000_000), (".5e1", 500), ("-1.5E1", -1500),
  ]

  @Test("Harmless dressing is taken off, and that it was is told", arguments: dressedTexts)
  func repaired(text: String, value: Int64) {
    #expect(fen(text) == .repaired(value))
  }

  @Test(
    "A word for no value is no amount",
    arguments: [
      "", " ", "\t\u{3000}\u{A0}", "null", "NULL", "Null", "nan", "NaN", "\\N", "-", "--", "无", "/", " - ", "NA", "n/a",
      "N/A", "#N/A", "None", "nil", "空",
    ])
  func empty(text: String) {
    #expect(fen(text) == .empty)
  }

  @Test(
    "An amount finer than a fen is told as that, float noise too",
    arguments: [
      "0.001", "-0.001", "12.345", "123.45000000009998", "0.30000000000000004", "¥1,234.567", "+0.005", "12.3400001元",
      "0.00000000000000000000000000000000001", "99999999999999999999.999", "1.23456E2", "1e-3", "-1.5e-2", "１.００１",
    ])
  func finer(text: String) {
    #expect(fen(text) == .broken(.amountFinerThanFen))
  }

  @Test(
    "An amount above 10^12 yuan is told as that, however long",
    arguments: [
      "1000000000000.01", "-1000000000000.01", "1000000000001", "10000000000000", "100000000000000",
      "9999999999999999999999999999999999999999", "9223372036854775807", "9223372036854775808.00",
      "-18446744073709551616", "1,000,000,000,000.01", "¥10000000000000.1", "1844674407370955.16",
      String(repeating: "9", count: 400) + ".99", "3.301E+25", "1E60", "1000000000000.01元", "1E13",
    ])
  func tooLarge(text: String) {
    #expect(fen(text) == .broken(.amountTooLarge))
  }

  @Test(
    "What is no decimal number is unreadable, never guessed",
    arguments: [
      "inf", "Infinity", "-inf", "0x1F", "(123)", "123-", "12O.00", "l2", "abc", "12.", ".", ".5.5", "-.", "+", "¥",
      "元", "-元", "1,23", "1234,56", "1,2345", "1234,567", ",123", "1,,234", "1,234,", "12,34.56", "1,0000",
      "1.234,56", "1.2.3", "--1", "+-1", "-+1", "-¥-1", "1 234", "1'234", "12.34元元", "$12", "12.34yuan", "12..34",
      "1,234.5,6", "1-2", "12.3-", "1,a34", "12\u{0}", "万", "1.2万元", "1万", "12;34", "¥¥1", "USD 12", "€12",
      "１２３４，５６", "（123）", "1e", "e3", "1e+", "1e1.5", "1,234e2", "1e61", "1e9999", "1E+2E", "12角", "十二", "1.2E3E",
      "NAN1", "CNY",
      "RMBCNY1", "\u{665}", "12 34元", "1\u{200B}2", "1۲",
    ])
  func unreadable(text: String) {
    #expect(fen(text) == .broken(.amountUnreadable))
  }

  private static let forms: [(String, AmountUnit, UInt8, Decoded<Int64>)] = [
    ("1.25", .tenThousandYuan, 46, .clean(1_250_000)), ("0.123456", .tenThousandYuan, 46, .clean(123_456)),
    ("0.1234567", .tenThousandYuan, 46, .broken(.amountFinerThanFen)), ("1,234", .fen, 46, .repaired(1234)),
    ("1234.00", .fen, 46, .clean(1234)), ("1234.5", .fen, 46, .broken(.amountFinerThanFen)),
    ("1.23456", .thousandYuan, 46, .clean(123_456)), ("100000001", .tenThousandYuan, 46, .broken(.amountTooLarge)),
    ("-0.5", .tenThousandYuan, 46, .clean(-500_000)), ("12元", .tenThousandYuan, 46, .broken(.amountUnreadable)),
    ("12,5", .yuan, 44, .clean(1250)), ("1234,56", .yuan, 44, .clean(123_456)),
    ("1.234,56", .yuan, 44, .repaired(123_456)),
    ("1.234", .yuan, 44, .repaired(123_400)), ("1,234", .yuan, 44, .broken(.amountFinerThanFen)),
    ("1,234.56", .yuan, 44, .broken(.amountUnreadable)), ("12.5", .yuan, 44, .broken(.amountUnreadable)),
    ("¥ 12,50元", .yuan, 44, .repaired(1250)), ("12", .yuan, 44, .clean(1200)), ("", .yuan, 44, .empty),
    ("1,5", .tenThousandYuan, 44, .clean(1_500_000)), ("-", .fen, 44, .empty),
  ]

  @Test("A unit scales and a decimal comma divides, exactly", arguments: forms)
  func inForm(text: String, unit: AmountUnit, mark: UInt8, expected: Decoded<Int64>) {
    let form = AmountForm(unit: unit, decimalMark: mark)
    #expect(withBytes(text) { FieldDecoder.fen($0, form) } == expected)
  }

  @Test(
    "Rounding half to even takes the nearest fen, and of two as near the even one",
    arguments: [
      ("0.005", 0), ("0.015", 2), ("0.025", 2), ("0.0250000001", 3), ("-0.015", -2), ("-0.005", 0), ("0.0049999", 0),
      ("123.45000000009998", 12_345), ("0.30000000000000004", 30), ("1.999", 200), ("-1.996", -200),
      ("¥1,234.567", 123_457),
      ("1.2345E1", 1234), ("9999.995", 1_000_000),
    ])
  func rounding(text: String, value: Int64) {
    #expect(withBytes(text) { FieldDecoder.roundedFen($0, .plain) } == .repaired(value))
  }

  @Test("Rounding keeps to the unit and to the limit of a row")
  func roundingLimits() {
    #expect(withBytes("1.5") { FieldDecoder.roundedFen($0, AmountForm(unit: .fen)) } == .repaired(2))
    #expect(withBytes("2.5") { FieldDecoder.roundedFen($0, AmountForm(unit: .fen)) } == .repaired(2))
    #expect(withBytes("1000000000000.005") { FieldDecoder.roundedFen($0, .plain) } == .repaired(100_000_000_000_000))
    #expect(withBytes("1000000000000.006") { FieldDecoder.roundedFen($0, .plain) } == .broken(.amountTooLarge))
  }

  @Test(
    "Only a text that nothing but a decimal comma explains speaks for one",
    arguments: [
      ("12,5", true), ("1234,56", true), ("1.234,56", true), ("1,2345", true), ("12，5", true), ("abc", false),
      ("1,,2", false), ("12.5", false), ("(1,5)", false), ("x,5", false),
    ])
  func decimalComma(text: String, isOne: Bool) {
    #expect(withBytes(text) { FieldDecoder.isDecimalComma($0, .plain) } == isOne)
  }

  @Test("A hundred thousand random amounts come back from their text, dressed or not")
  func roundTrip() {
    var generator = Seeded.announced()
    var wrong: [Int64] = []
    for _ in 0..<100_000 {
      let size = Int64(1) << Int64.random(in: 0...46, using: &generator)
      let value = Int64.random(in: -size...size, using: &generator)
      let text = Money(fen: value).yuanText
      let isClean = fen(text) == .clean(value)
      let isDressed = fen(" " + grouped(text) + "元") == .repaired(value)
      if !isClean || !isDressed { wrong.append(value) }
    }
    #expect(wrong == [])
  }

  /// The text with thousands commas in its whole part.
  private func grouped(_ text: String) -> String {
    var (head, tail) = (Array(text.utf8.dropLast(3)), Array(text.utf8.suffix(3)))
    let sign: [UInt8] = head.first == UInt8(ascii: "-") ? [head.removeFirst()] : []
    while head.count > 3 {
      tail = [UInt8(ascii: ",")] + head.suffix(3) + tail
      head.removeLast(3)
    }
    return String(decoding: sign + head + tail, as: UTF8.self)
  }

  @Test("Spaces of every width are taken off both ends, and never a part of a letter")
  func trimming() {
    let texts = [
      ("", ""), ("  a\t", "a"), ("\u{3000}药 店\u{3000}", "药 店"), ("\u{A0}\u{FEFF}\u{200B}x\u{200B}", "x"),
      ("\u{3000}", ""),
      ("\u{E0}", "\u{E0}"), ("、", "、"), ("a\u{20AC}", "a\u{20AC}"), ("\u{3000}、", "、"), ("À", "À"),
      ("\u{A1}", "\u{A1}"), ("\u{202A}a\u{202C}", "a"), ("\u{200E}\u{2066}b\u{2069}", "b"), ("“a”", "“a”"),
      ("\u{2060}c", "c"),
    ]
    for (text, trimmed) in texts {
      #expect(withBytes(text) { String(decoding: FieldDecoder.trimmed($0), as: UTF8.self) } == trimmed)
    }
  }
}
