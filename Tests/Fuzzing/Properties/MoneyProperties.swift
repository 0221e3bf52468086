import SteelyardDomain

@testable import SteelyardIntake

/// What holds of any field that is read as an amount.
enum MoneyProperties {
  static func check(_ field: [UInt8], _ choice: UInt8, _ report: inout Violations) {
    let unit = AmountUnit.allCases[Int(choice & 3)]
    let mark = choice & 4 == 0 ? UInt8(ascii: ".") : UInt8(ascii: ",")
    let form = AmountForm(unit: unit, decimalMark: mark)
    let decoded = fen(field, form)
    if let value = decoded.value {
      report.expect(value.magnitude <= Money.rowLimitFen.magnitude, "an amount is within a row's limit: \(value)")
      checkFormatted(value, report: &report)
      checkDressed(field, value, form, &report)
    }
    checkTwin(field, decoded, form, &report)
    checkRounded(field, decoded, form, &report)
    field.withUnsafeBytes { bytes in
      if let usual = FieldDecoder.usualFen(bytes) {
        report.expectEqual(fen(field, .plain), .clean(usual), "the usual form is read alike in two places")
      }
      if case .clean(let years) = FieldDecoder.age(bytes) { report.expect(0...130 ~= years, "an age is one: \(years)") }
      if decoded == .broken(.amountUnreadable), FieldDecoder.isDecimalComma(bytes, form) {
        let comma = fen(field, AmountForm(unit: unit, decimalMark: UInt8(ascii: ",")))
        report.expect(comma.value != nil || comma == .broken(.amountFinerThanFen), "a decimal comma explains a field")
      }
    }
  }

  static func fen(_ field: [UInt8], _ form: AmountForm) -> Decoded<Int64> {
    field.withUnsafeBytes { FieldDecoder.fen($0, form) }
  }

  /// What is written down is read again as it was.
  private static func checkFormatted(_ value: Int64, report: inout Violations) {
    let text = Money(fen: value).yuanText
    report.expectEqual(fen(Array(text.utf8), .plain), .clean(value), "\(text) is read as it was written")
  }

  /// Blanks at the ends change nothing but that a repair is counted; full-width digits neither.
  private static func checkDressed(
    _ field: [UInt8], _ value: Int64, _ form: AmountForm, _ report: inout Violations
  ) {
    report.expectEqual(
      fen([32] + field + [9, 0xE3, 0x80, 0x80], form), .repaired(value), "blanks at the ends are taken off")
    let wide = field.flatMap { 48...57 ~= $0 ? [0xEF, 0xBC, $0 - 48 + 0x90] : [$0] }
    let isWide = wide.count > field.count
    report.expectEqual(fen(wide, form), isWide ? .repaired(value) : fen(field, form), "full-width digits are digits")
  }

  /// Plain decimals are what arithmetic by hand makes of them.
  private static func checkTwin(
    _ field: [UInt8], _ decoded: Decoded<Int64>, _ form: AmountForm, _ report: inout Violations
  ) {
    guard let plain = PlainDecimal(field, mark: form.decimalMark) else { return }
    let expected: Decoded<Int64>
    switch plain.units(places: form.unit.places) {
    case .exact(let value) where value.magnitude <= Money.rowLimitFen.magnitude: expected = .clean(value)
    case .exact, .tooLarge: expected = .broken(.amountTooLarge)
    case .finer: expected = .broken(.amountFinerThanFen)
    }
    report.expectEqual(decoded, expected, "\(String(decoding: field, as: UTF8.self)) in \(form.unit)")
  }

  /// What is rounded lies within half a fen of what was written, and what is exact is not moved.
  private static func checkRounded(
    _ field: [UInt8], _ decoded: Decoded<Int64>, _ form: AmountForm, _ report: inout Violations
  ) {
    let rounded = field.withUnsafeBytes { FieldDecoder.roundedFen($0, form) }
    if let value = rounded.value {
      report.expect(
        value.magnitude <= Money.rowLimitFen.magnitude, "a rounded amount is within a row's limit: \(value)")
    }
    if let value = decoded.value {
      report.expectEqual(rounded.value, value, "an exact amount is not moved by rounding")
    }
    guard let plain = PlainDecimal(field, mark: form.decimalMark), case .finer = plain.units(places: form.unit.places)
    else { return }
    let expected = plain.halfEven(places: form.unit.places)
    let isWithin = expected.map { $0.magnitude <= Money.rowLimitFen.magnitude } ?? false
    report.expectEqual(
      rounded, isWithin ? .repaired(expected ?? 0) : .broken(.amountTooLarge),
      "\(String(decoding: field, as: UTF8.self)) rounded in \(form.unit)")
  }
}

extension Decoded {
  /// The value, clean or repaired.
  var value: Value? {
    switch self {
    case .clean(let value), .repaired(let value): value
    case .empty, .broken: nil
    }
  }
}

/// `-?digits[.digits]` by the arithmetic of a school: digits in a list, nothing shared with the reader.
struct PlainDecimal {
  /// What it is in units of ten to the minus some places.
  enum Units {
    case exact(Int64), finer, tooLarge
  }

  private let isNegative: Bool
  private let whole: [Int64]
  private let decimals: [Int64]

  init?(_ field: [UInt8], mark: UInt8) {
    isNegative = field.first == UInt8(ascii: "-")
    let parts = field.dropFirst(isNegative ? 1 : 0).split(separator: mark, omittingEmptySubsequences: false)
    guard (1...2).contains(parts.count), parts.allSatisfy({ !$0.isEmpty && $0.allSatisfy { 48...57 ~= $0 } }) else {
      return nil
    }
    whole = parts[0].map { Int64($0) - 48 }
    decimals = parts.count == 2 ? parts[1].map { Int64($0) - 48 } : []
  }

  func units(places: Int) -> Units {
    if decimals.dropFirst(places).contains(where: { $0 != 0 }) { return .finer }
    return truncated(places).map { .exact(isNegative ? -$0 : $0) } ?? .tooLarge
  }

  /// The nearest unit, halves to even; `nil` where it is too large.
  func halfEven(places: Int) -> Int64? {
    guard let down = truncated(places) else { return nil }
    let rest = decimals.dropFirst(places)
    let isHalf = rest.first == 5 && rest.dropFirst().allSatisfy { $0 == 0 }
    let isUp = isHalf ? down % 2 == 1 : (rest.first ?? 0) >= 5
    return (down + (isUp ? 1 : 0)) * (isNegative ? -1 : 1)
  }

  /// The units without what is finer and without sign; `nil` beyond 10^16, which is beyond any amount.
  private func truncated(_ places: Int) -> Int64? {
    let kept = Array(decimals.prefix(places))
    let digits = (whole + kept + Array(repeating: 0, count: places - kept.count)).drop { $0 == 0 }
    return digits.count > 16 ? nil : digits.reduce(0) { $0 * 10 + $1 }
  }
}
