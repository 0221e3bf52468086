import SteelyardComparison
import SteelyardDomain

/// Evaluates formulas by hand, one value at a time, with Domain's days instead of arithmetic of digits.
struct NaiveFormula {
  let plan: ComparisonPlan
  let dates: ComparisonDates
  let row: NaiveBound
  var month: Month?

  func value(_ formula: Formula) -> NaiveValue? {
    switch formula {
    case .column(let reference): return row.value(reference)
    case .parameter(.asOf): return .day(dates.asOf)
    case .parameter(.periodStart): return .day(dates.months.lowerBound.firstDay)
    case .parameter(.periodEnd): return .day(Self.lastDay(dates.months.upperBound))
    case .parameter(.month): return month.map { .month($0) }
    case .text(let text): return .text(text)
    case .whole(let number): return .whole(Int128(number))
    case .money(let fen): return .money(Int128(fen))
    case .day(let day): return .day(day)
    case .month(let month): return .month(month)
    case .not, .and, .or, .comparison, .isIn, .between, .isEmpty: return truth(formula).map { .truth($0) }
    case .arithmetic(let kind, let left, let right): return arithmetic(kind, value(left), value(right))
    case .function(let function, let arguments): return self.function(function, arguments)
    case .lookup(let name, let categories, let month):
      let labels = categories.map(value)
      guard case .month(let at)? = value(month), !labels.contains(nil) else { return nil }
      let texts = labels.compactMap { $0?.printed }
      return plan.standard(name)?.amountFen(categories: texts, month: at).map { .money(Int128($0)) }
    }
  }

  /// Kleene's three values; `nil` is neither true nor false.
  func truth(_ formula: Formula) -> Bool? {
    switch formula {
    case .not(let inner): return truth(inner).map { !$0 }
    case .and(let parts):
      let truths = parts.map(truth)
      return truths.contains(false) ? false : truths.contains(nil) ? nil : true
    case .or(let parts):
      let truths = parts.map(truth)
      return truths.contains(true) ? true : truths.contains(nil) ? nil : false
    case .comparison(let kind, let left, let right):
      guard let a = value(left), let b = value(right) else { return nil }
      return Self.compare(kind, a, b)
    case .isIn(let inner, let values):
      guard let a = value(inner) else { return nil }
      return values.contains { value($0) == a }
    case .between(let inner, let lower, let upper):
      return truth(.and([.comparison(.lessOrEqual, lower, inner), .comparison(.lessOrEqual, inner, upper)]))
    case .isEmpty(.column(let reference)):
      let cell = row.value(reference, matching: .number)
      return cell == nil || cell == .text("")
    case .isEmpty(let inner): return value(inner) == nil || value(inner) == .text("")
    default:
      guard case .truth(let truth)? = value(formula) else { return nil }
      return truth
    }
  }

  private static func compare(_ kind: Formula.Comparison, _ a: NaiveValue, _ b: NaiveValue) -> Bool {
    switch kind {
    case .equal: return a == b
    case .unequal: return a != b
    case .less, .lessOrEqual, .greater, .greaterOrEqual:
      guard let a = a.order, let b = b.order else { return false }
      return kind == .less ? a < b : kind == .lessOrEqual ? a <= b : kind == .greater ? a > b : a >= b
    }
  }

  private func arithmetic(_ kind: Formula.Arithmetic, _ left: NaiveValue?, _ right: NaiveValue?) -> NaiveValue? {
    guard let left, let right, let a = left.order, let b = right.order else { return nil }
    if case .divided = kind, b == 0 { return nil }
    let result = kind == .plus ? a + b : kind == .minus ? a - b : kind == .times ? a * b : a / b
    switch (left, right) {
    case (.money, .money): return kind == .divided ? .whole(result) : .money(result)
    case (.money, _), (_, .money): return .money(result)
    default: return .whole(result)
    }
  }

  private func function(_ function: Formula.Function, _ arguments: [Formula]) -> NaiveValue? {
    guard let first = value(arguments[0]) else { return function == .coalesce ? value(arguments[1]) : nil }
    switch (function, first) {
    case (.monthOf, .day(let day)): return .month(day.month)
    case (.yearOf, .day(let day)): return .whole(Int128(day.civil.year))
    case (.yearOf, .month(let month)): return .whole(Int128(month.year))
    case (.firstDay, .month(let month)): return .day(month.firstDay)
    case (.lastDay, .month(let month)): return .day(Self.lastDay(month))
    case (.band, .whole(let number)): return Self.band(number, arguments.dropFirst().map { value($0)?.order ?? 0 })
    case (.coalesce, _): return first
    case (.startsWith, .text(let text)):
      guard case .text(let part)? = value(arguments[1]) else { return nil }
      return .truth(text.unicodeScalars.starts(with: part.unicodeScalars))
    case (.contains, .text(let text)):
      guard case .text(let part)? = value(arguments[1]) else { return nil }
      return .truth(Self.contains(Array(text.utf8), Array(part.utf8)))
    default:
      guard let second = value(arguments[1]) else { return nil }
      return pair(function, first, second)
    }
  }

  private func pair(_ function: Formula.Function, _ first: NaiveValue, _ second: NaiveValue) -> NaiveValue? {
    switch (function, first, second) {
    case (.age, .day(let birth), .day(let day)): return .whole(Int128(birth.wholeYears(to: day)))
    case (.daysBetween, .day(let from), .day(let to)): return .whole(Int128(to.number) - Int128(from.number))
    case (.monthsBetween, .month(let from), .month(let to)): return .whole(Int128(to.number) - Int128(from.number))
    case (.monthsBetween, .day(let from), .day(let to)):
      let whole = Int128(to.month.number) - Int128(from.month.number)
      return .whole(to.civil.day < from.civil.day ? whole - 1 : whole)
    case (.addMonths, .month(let month), .whole(let count)):
      return Self.add(month, count).map { .month($0) }
    case (.addMonths, .day(let day), .whole(let count)):
      return Self.add(day, count).map { .day($0) }
    case (.least, let a, let b): return (a.order ?? 0) <= (b.order ?? 0) ? a : b
    case (.greatest, let a, let b): return (a.order ?? 0) >= (b.order ?? 0) ? a : b
    default: return nil
    }
  }

  static func lastDay(_ month: Month) -> Day {
    Day(number: month.firstDay.number + Int32(Day.length(ofMonth: month.monthOfYear, year: month.year)) - 1)
  }

  static func add(_ month: Month, _ count: Int128) -> Month? {
    let number = Int128(month.number) + count
    return (12...119_999).contains(number) ? Month(number: Int32(number)) : nil
  }

  static func add(_ day: Day, _ count: Int128) -> Day? {
    guard let month = add(day.month, count) else { return nil }
    let last = Day.length(ofMonth: month.monthOfYear, year: month.year)
    return Day(year: month.year, month: month.monthOfYear, day: min(day.civil.day, last))
  }

  private static func band(_ number: Int128, _ limits: [Int128]) -> NaiveValue? {
    guard number >= 0 else { return nil }
    let starts = [0] + limits
    guard let place = starts.lastIndex(where: { $0 <= number }) else { return nil }
    return .text(place + 1 < starts.count ? "\(starts[place])-\(starts[place + 1] - 1)" : "\(starts[place])+")
  }

  private static func contains(_ text: [UInt8], _ part: [UInt8]) -> Bool {
    text.count >= part.count && (0...(text.count - part.count)).contains { text[$0...].starts(with: part) }
  }
}
