import SteelyardDomain

@testable import SteelyardIntake

/// What holds of any field that is read as a date.
enum DateProperties {
  static func check(_ field: [UInt8], _ choice: UInt8, _ report: inout Violations) {
    let order: ReadingOptions.DateOrder? = [nil, .dayFirst, .monthFirst][Int(choice % 3)]
    let reading = date(field, order)
    if let day = reading.value.value {
      checkDay(day, &report)
      checkDressed(field, reading, day, order, &report)
      checkTwin(field, reading, day, &report)
    }
    if case .undeclared = reading.form { report.expect(reading.value.value == nil, "no order is guessed") }
    // What is read without a word about the order is read alike with one.
    if order == nil, let day = reading.value.value {
      for declared in ReadingOptions.DateOrder.allCases {
        report.expectEqual(
          date(field, declared).value.value, day, "\(declared) does not touch a date with its year first")
      }
    }
    checkCalendar(field, &report)
  }

  private static func date(_ field: [UInt8], _ order: ReadingOptions.DateOrder?) -> DateReading {
    field.withUnsafeBytes { FieldDecoder.date($0, order: order) }
  }

  /// A day is in the calendar, and its text is read as that day.
  private static func checkDay(_ day: Day, _ report: inout Violations) {
    let civil = day.civil
    // A zone may move the first or the last day of the calendar by one.
    report.expect(0...10_000 ~= civil.year, "the year \(civil.year) is one")
    report.expect(0...6 ~= day.weekday, "a day of the week")
    guard let same = Day(year: civil.year, month: civil.month, day: civil.day) else {
      report.expect(!(1...9999 ~= civil.year), "\(day) is in the calendar")
      return
    }
    report.expectEqual(same, day, "a day's parts are the day's")
    report.expectEqual(date(Array(day.description.utf8), nil).value, .clean(day), "\(day) is read as it was written")
  }

  /// Blanks at the ends and full-width digits change nothing but that a repair is counted.
  private static func checkDressed(
    _ field: [UInt8], _ reading: DateReading, _ day: Day, _ order: ReadingOptions.DateOrder?, _ report: inout Violations
  ) {
    let padded = date([9, 32] + field + [0xC2, 0xA0], order)
    report.expectEqual(padded.value, .repaired(day), "blanks at the ends are taken off")
    report.expectEqual(padded.form, reading.form, "blanks do not change the form")
    guard !field.contains(0xEF) else { return }
    let wide = field.flatMap { 48...57 ~= $0 ? [0xEF, 0xBC, $0 - 48 + 0x90] : [$0] }
    report.expectEqual(date(wide, order).value, .repaired(day), "full-width digits are digits")
  }

  /// Year, month and day are the numbers that stand there.
  private static func checkTwin(_ field: [UInt8], _ reading: DateReading, _ day: Day, _ report: inout Violations) {
    guard let form = reading.form, !reading.isConverted, field.allSatisfy({ $0 != 0xEF }) else { return }
    let runs = field.split { !(48...57 ~= $0) }.map { $0.reduce(0) { ($0 * 10 + Int($1) - 48) % 1_000_000_000_000 } }
    let civil = day.civil
    switch form {
    case .dashed, .slashed, .dotted, .chinese:
      report.expectEqual(Array(runs.prefix(3)), [civil.year, civil.month, civil.day], "the numbers of \(day)")
    case .compact:
      let digits = Array(field.drop { !(48...57 ~= $0) }.prefix(8))
      let number = (civil.year * 100 + civil.month) * 100 + civil.day
      report.expectEqual(digits.reduce(0) { $0 * 10 + Int($1) - 48 }, number, "the digits of \(day)")
    case .declared:
      report.expectEqual(Set(runs.prefix(3)), [civil.year, civil.month, civil.day], "the numbers of \(day)")
    case .undeclared: break
    }
  }

  /// The calendar's own arithmetic, on three numbers made of the input.
  private static func checkCalendar(_ field: [UInt8], _ report: inout Violations) {
    guard field.count >= 4 else { return }
    let year = Int(field[0]) << 6 | Int(field[1])
    guard let day = Day(year: year, month: Int(field[2] % 14), day: Int(field[3] % 33)) else { return }
    report.expectEqual(Day(year: day.civil.year, month: day.civil.month, day: day.civil.day), day, "a day's parts")
    let next = Day(number: day.number + 1)
    report.expect(next.civil > day.civil && next.weekday == (day.weekday + 1) % 7, "the day after \(day)")
    report.expect(day.wholeYears(to: next) == 0, "nobody is a year old on the second day")
  }
}
