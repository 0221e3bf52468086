import SteelyardDomain

extension FieldDecoder {
  /// The years a month of a register can lie in.
  private static let monthYears = 1900...2100

  /// A calendar month: `202107`, `2021-07`, `2021/7`, `2021.7`, `2021年7月`, or a date, whose month counts.
  ///
  /// Full-width digits and blanks at the ends are harmless, and a date is taken as a repair: a spreadsheet makes one of a
  /// month. Edge cases: a year outside 1900 to 2100 is ``Diagnostic/Code/dateImplausible``.
  static func month(_ field: UnsafeRawBufferPointer, order: ReadingOptions.DateOrder?) -> Decoded<Month> {
    let bytes = trimmed(field)
    if let month = anyMonth(bytes) { return plausible(month, isClean: bytes.count == field.count) }
    if isNull(bytes) { return .empty }
    if bytes.contains(0xEF), let month = halfWidth(bytes).withUnsafeBytes(anyMonth) {
      return plausible(month, isClean: false)
    }
    guard let day = date(field, order: order).value.value else { return .broken(.monthUnreadable) }
    return plausible(day.month, isClean: false)
  }

  private static func plausible(_ month: Month, isClean: Bool) -> Decoded<Month> {
    guard monthYears.contains(month.year) else { return .broken(.dateImplausible) }
    return isClean ? .clean(month) : .repaired(month)
  }

  /// A month that is written as one, to the last byte.
  private static func anyMonth(_ bytes: UnsafeRawBufferPointer) -> Month? {
    var position = 0
    guard let year = number(bytes, &position, digits: 4...4), position < bytes.count else { return nil }
    let isChinese = pass(bytes, &position, "年")
    let isMarked = !isChinese && ["-", "/", "."].contains { pass(bytes, &position, $0) }
    guard let month = number(bytes, &position, digits: (isChinese || isMarked ? 1 : 2)...2),
      !isChinese || pass(bytes, &position, "月"), position == bytes.count, (1...12).contains(month)
    else { return nil }
    return Month(year: year, month: month)
  }
}
