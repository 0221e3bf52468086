import SteelyardDomain

/// A date as it was read.
struct DateReading {
  var value: Decoded<Day>
  /// The form, where it has one of them.
  var form: DateForm?
  /// Whether the time named a zone other than China's, and the day was found by arithmetic.
  var isConverted = false

  static var unreadable: DateReading { DateReading(value: .broken(.dateUnreadable)) }
}

extension FieldDecoder {
  /// China's offset from UTC, in minutes; text without a zone is local and never passes through one.
  private static let localOffset = 480

  /// The calendar day of a date or a date and time, without a word about the order of day and month.
  static func day(_ field: UnsafeRawBufferPointer) -> Decoded<Day> { date(field, order: nil).value }

  /// The calendar day of a date or a date and time, with its form.
  ///
  /// Year first in any of its forms, or day and month first in the order given; behind it nothing or a time of day, in
  /// 24 hours or in 12 with 上午, 下午, AM, PM; a fraction; a zone. A zone other than +08:00 moves the time to +08:00, and
  /// the day is the one it falls on there.
  static func date(_ field: UnsafeRawBufferPointer, order: ReadingOptions.DateOrder?) -> DateReading {
    let bytes = trimmed(field)
    if let day = usualDay(bytes) {
      return DateReading(value: bytes.count == field.count ? .clean(day) : .repaired(day), form: .dashed)
    }
    if isNull(bytes) { return DateReading(value: .empty) }
    var reading = anyDate(bytes, order: order)
    if case .broken = reading.value, reading.form == nil, bytes.contains(0xEF) {
      reading = halfWidth(bytes).withUnsafeBytes { anyDate($0, order: order) }
      if case .clean(let day) = reading.value { reading.value = .repaired(day) }
    }
    if case .clean(let day) = reading.value, bytes.count != field.count { reading.value = .repaired(day) }
    return reading
  }

  /// `2025-07-01` and `2025-07-01 08:05:09`, the forms of every national table; `nil` for any other.
  @inline(__always) private static func usualDay(_ bytes: UnsafeRawBufferPointer) -> Day? {
    guard bytes.count == 10 || bytes.count == 19, bytes[4] == 45, bytes[7] == 45 else { return nil }
    var worst: UInt8 = 0
    func two(_ position: Int) -> Int {
      let (tens, ones) = (bytes[position] &- 48, bytes[position + 1] &- 48)
      worst = max(worst, max(tens, ones))
      return Int(tens) * 10 + Int(ones)
    }
    let (year, month, day) = (two(0) * 100 + two(2), two(5), two(8))
    if bytes.count == 19 {
      guard bytes[10] == 32, bytes[13] == 58, bytes[16] == 58, two(11) < 24, two(14) < 60, two(17) < 61 else {
        return nil
      }
    }
    return worst < 10 ? Day(year: year, month: month, day: day) : nil
  }

  private static func anyDate(_ bytes: UnsafeRawBufferPointer, order: ReadingOptions.DateOrder?) -> DateReading {
    var position = 0
    guard let year = number(bytes, &position, digits: 4...4) else { return dayOrMonthFirst(bytes, order: order) }
    let month: Int?
    let dayOfMonth: Int?
    let form: DateForm
    if position < bytes.count, digit(bytes[position]) != nil {
      form = .compact
      month = number(bytes, &position, digits: 2...2)
      dayOfMonth = number(bytes, &position, digits: 2...2)
    } else if pass(bytes, &position, "年") {
      form = .chinese
      month = number(bytes, &position, digits: 1...2)
      guard pass(bytes, &position, "月") else { return .unreadable }
      dayOfMonth = number(bytes, &position, digits: 1...2)
      guard pass(bytes, &position, "日") else { return .unreadable }
    } else {
      let mark = position < bytes.count ? bytes[position] : 0
      guard let marked = separated(by: mark) else { return .unreadable }
      form = marked
      position += 1
      month = number(bytes, &position, digits: 1...2)
      guard position < bytes.count, bytes[position] == mark else { return .unreadable }
      position += 1
      dayOfMonth = number(bytes, &position, digits: 1...2)
    }
    guard let month, let dayOfMonth, let day = Day(year: year, month: month, day: dayOfMonth) else {
      return .unreadable
    }
    return finished(bytes, position, day, form)
  }

  private static func separated(by mark: UInt8) -> DateForm? {
    switch mark {
    case UInt8(ascii: "-"): .dashed
    case UInt8(ascii: "/"): .slashed
    case UInt8(ascii: "."): .dotted
    default: nil
    }
  }

  /// `1/7/2025`: a day only where the user said which number is the month.
  private static func dayOrMonthFirst(
    _ bytes: UnsafeRawBufferPointer, order: ReadingOptions.DateOrder?
  ) -> DateReading {
    var position = 0
    guard let first = number(bytes, &position, digits: 1...2), position < bytes.count else { return .unreadable }
    let mark = bytes[position]
    position += 1
    guard separated(by: mark) != nil, let second = number(bytes, &position, digits: 1...2), position < bytes.count,
      bytes[position] == mark
    else { return .unreadable }
    position += 1
    guard let year = number(bytes, &position, digits: 4...4) else { return .unreadable }
    guard let order else {
      // Only what is a date in one of the two orders speaks for such a column.
      let day = Day(year: year, month: second, day: first) ?? Day(year: year, month: first, day: second)
      guard let day, finished(bytes, position, day, .undeclared).form != nil else { return .unreadable }
      return DateReading(value: .broken(.dateUnreadable), form: .undeclared)
    }
    let (month, dayOfMonth) = order == .dayFirst ? (second, first) : (first, second)
    guard let day = Day(year: year, month: month, day: dayOfMonth) else { return .unreadable }
    return finished(bytes, position, day, .declared)
  }

  /// The date with what stands behind it: nothing, or a time that may carry a zone.
  private static func finished(
    _ bytes: UnsafeRawBufferPointer, _ position: Int, _ day: Day, _ form: DateForm
  ) -> DateReading {
    if position == bytes.count { return DateReading(value: .clean(day), form: form) }
    guard let time = TimeOfDay(bytes, position, runsOn: form == .compact) else { return .unreadable }
    guard let zone = time.zoneMinutes, zone != localOffset else { return DateReading(value: .clean(day), form: form) }
    let minutes = time.minutes - zone + localOffset
    let shift = minutes < 0 ? -1 : minutes >= 1440 ? 1 : 0
    return DateReading(value: .clean(Day(number: day.number + Int32(shift))), form: form, isConverted: true)
  }

  /// The greatest age in years that is one.
  private static let ageMaximum = Int64(ClaimBatch.ageMaximum)

  /// An age in whole years: `32`, `32.0`, `32岁`, and `3月`, `3个月`, `10天` or `10日` as 0; at most 130.
  static func age(_ field: UnsafeRawBufferPointer) -> Decoded<Int64> {
    let bytes = trimmed(field)
    if isNull(bytes) { return .empty }
    let units: [(word: String, isYear: Bool)] = [
      ("岁", true), ("个月", false), ("月", false), ("天", false), ("日", false),
    ]
    let unit =
      bytes.last ?? 0 < 0x80 ? nil : units.first { bytes.suffix($0.word.utf8.count).elementsEqual($0.word.utf8) }
    let number = UnsafeRawBufferPointer(rebasing: bytes.dropLast(unit?.word.utf8.count ?? 0))
    guard case .clean(let hundredths) = fen(number), (0..<(ageMaximum + 1) * 100).contains(hundredths) else {
      return .broken(.optionalValueUnreadable)
    }
    guard let unit else { return .clean(hundredths / 100) }
    if unit.isYear { return .repaired(hundredths / 100) }
    // Months and days are told of infants; a great number of them is a slip.
    let isInfant = hundredths < (unit.word.hasSuffix("月") ? 1200 : 36_600)
    return isInfant ? .repaired(0) : .broken(.optionalValueUnreadable)
  }

  static func number(
    _ bytes: UnsafeRawBufferPointer, _ position: inout Int, digits: ClosedRange<Int>
  ) -> Int? {
    var value = 0
    var count = 0
    while position + count < bytes.count, count < digits.upperBound, let digit = digit(bytes[position + count]) {
      value = value * 10 + Int(digit)
      count += 1
    }
    guard count >= digits.lowerBound else { return nil }
    position += count
    return value
  }

  /// Passes a word where it stands at the position.
  @inline(__always)
  static func pass(_ bytes: UnsafeRawBufferPointer, _ position: inout Int, _ word: StaticString) -> Bool {
    let width = word.utf8CodeUnitCount
    guard position + width <= bytes.count else { return false }
    for offset in 0..<width where bytes[position + offset] != word.utf8Start[offset] { return false }
    position += width
    return true
  }
}

/// The time behind a date, to the minute, with its zone.
private struct TimeOfDay {
  /// The farthest zones of the world, in minutes: 14 hours east, 12 west.
  private static let zones = -720...840

  private(set) var minutes = 0
  /// Minutes east of UTC; `nil` where the text names no zone.
  private(set) var zoneMinutes: Int?

  /// Reads from a position to the end; `nil` for what is no time.
  ///
  /// - Parameter runsOn: whether the time may follow without a mark between, in two digits for each part.
  init?(_ bytes: UnsafeRawBufferPointer, _ start: Int, runsOn: Bool) {
    var position = start
    var isSeparated = false
    if bytes[position] == UInt8(ascii: "T") {
      position += 1
      isSeparated = true
    } else {
      while position < bytes.count, bytes[position] == UInt8(ascii: " ") { position += 1 }
      isSeparated = position > start
    }
    guard isSeparated || runsOn || bytes[position] >= 0x80 else { return nil }
    var half = Self.passHalf(bytes, &position)
    if half != nil {
      isSeparated = true
      while position < bytes.count, bytes[position] == UInt8(ascii: " ") { position += 1 }
    }
    guard
      var hour = FieldDecoder.number(bytes, &position, digits: (isSeparated ? 1 : 2)...2), hour < 24,
      let minute = Self.passRest(bytes, &position, isSeparated)
    else { return nil }
    let stop = position
    while position < bytes.count, bytes[position] == UInt8(ascii: " ") { position += 1 }
    if half == nil { half = Self.passHalf(bytes, &position) }
    if let half {
      guard (1...12).contains(hour) else { return nil }
      hour = hour % 12 + half
    } else {
      position = position < bytes.count ? position : stop
    }
    minutes = hour * 60 + minute
    while position < bytes.count, bytes[position] == UInt8(ascii: " ") { position += 1 }
    guard position == bytes.count || takeZone(bytes, position) else { return nil }
  }

  /// 上午, 下午, AM, PM: the hours to add, `nil` where there is none.
  private static func passHalf(_ bytes: UnsafeRawBufferPointer, _ position: inout Int) -> Int? {
    func pass(_ word: StaticString) -> Bool { FieldDecoder.pass(bytes, &position, word) }
    if pass("上午") || pass("AM") || pass("am") { return 0 }
    return pass("下午") || pass("PM") || pass("pm") ? 12 : nil
  }

  /// Minutes, seconds and a fraction after the hour; gives the minutes.
  private static func passRest(
    _ bytes: UnsafeRawBufferPointer, _ position: inout Int, _ hasColons: Bool
  ) -> Int? {
    if FieldDecoder.pass(bytes, &position, "时") { return passChineseRest(bytes, &position) }
    var (parts, minutes) = (0, 0)
    while parts < 2 {
      if hasColons {
        guard FieldDecoder.pass(bytes, &position, ":") else { break }
      } else if position == bytes.count || FieldDecoder.digit(bytes[position]) == nil {
        break
      }
      guard let part = FieldDecoder.number(bytes, &position, digits: 2...2), part < (parts == 0 ? 60 : 61) else {
        return nil
      }
      if parts == 0 { minutes = part }
      parts += 1
    }
    if hasColons, parts == 0 { return nil }
    if parts == 2 {
      let hasMark =
        FieldDecoder.pass(bytes, &position, ".") || FieldDecoder.pass(bytes, &position, ":")
        || FieldDecoder.pass(bytes, &position, ",")
      if hasMark || !hasColons {
        let digits = FieldDecoder.number(bytes, &position, digits: 1...9)
        if hasMark, digits == nil { return nil }
      }
    }
    return minutes
  }

  /// 05分00秒, 05分 or nothing after 时; gives the minutes.
  private static func passChineseRest(_ bytes: UnsafeRawBufferPointer, _ position: inout Int) -> Int? {
    guard let minutes = passPart(bytes, &position, below: 60, "分") else { return nil }
    return passPart(bytes, &position, below: 61, "秒") == nil ? nil : minutes
  }

  /// A number with its word behind, 0 where no digit stands; `nil` for what is neither.
  private static func passPart(
    _ bytes: UnsafeRawBufferPointer, _ position: inout Int, below limit: Int, _ word: StaticString
  ) -> Int? {
    guard position < bytes.count, FieldDecoder.digit(bytes[position]) != nil else { return 0 }
    guard let part = FieldDecoder.number(bytes, &position, digits: 1...2), part < limit,
      FieldDecoder.pass(bytes, &position, word)
    else { return nil }
    return part
  }

  /// `Z`, `+08:00`, `+0800`, `+08` to the end.
  private mutating func takeZone(_ bytes: UnsafeRawBufferPointer, _ start: Int) -> Bool {
    var position = start + 1
    let sign = bytes[start]
    if sign == UInt8(ascii: "Z") {
      zoneMinutes = 0
      return position == bytes.count
    }
    guard sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-"),
      let hours = FieldDecoder.number(bytes, &position, digits: 2...2)
    else { return false }
    var minutes = 0
    if position < bytes.count {
      _ = FieldDecoder.pass(bytes, &position, ":")
      guard let part = FieldDecoder.number(bytes, &position, digits: 2...2), part < 60 else { return false }
      minutes = part
    }
    let zone = (hours * 60 + minutes) * (sign == UInt8(ascii: "-") ? -1 : 1)
    zoneMinutes = zone
    return position == bytes.count && Self.zones.contains(zone)
  }
}

/// One column of dates: how it is written, and how its values were.
struct DateColumn {
  let field: String
  let column: Int
  let order: ReadingOptions.DateOrder?
  private var counts = [Int64](repeating: 0, count: DateForm.allCases.count)
  private(set) var converted: Int64 = 0
  /// How many values were cleaned of blanks or full-width digits.
  private var repaired: Int64 = 0

  init?(_ field: String, _ header: Header, _ options: ReadingOptions) {
    guard let column = header.columns[field] else { return nil }
    self.field = field
    self.column = column
    order = options.dateOrder
  }

  mutating func read(_ record: TableRecord) -> Decoded<Day> { read(record.field(column)) }

  mutating func read(_ bytes: UnsafeRawBufferPointer) -> Decoded<Day> {
    let reading = FieldDecoder.date(bytes, order: order)
    if let form = reading.form { counts[form.rawValue] += 1 }
    if reading.isConverted { converted += 1 }
    if case .repaired = reading.value { repaired += 1 }
    return reading.value
  }

  /// How many values were written in each form that was seen.
  var forms: [DateForm: Int64] {
    DateForm.allCases.reduce(into: [:]) { if counts[$1.rawValue] > 0 { $0[$1] = counts[$1.rawValue] } }
  }
  /// The day in a record, `nil` where there is none; nothing is counted.
  func day(in record: TableRecord) -> Day? { FieldDecoder.date(record.field(column), order: order).value.value }

  /// Adds the values of another part of the file.
  mutating func add(_ part: DateColumn) {
    for form in counts.indices { counts[form] += part.counts[form] }
    converted += part.converted
    repaired += part.repaired
  }

  /// Whether more than half of the dates have day or month first, and nobody said which.
  var isUndeclared: Bool { counts[DateForm.undeclared.rawValue] * 2 > counts.reduce(0, +) }

  /// Adds what there is to say of the column to notes: values in another than its commonest form, zones left, repairs.
  func note(in notes: inout [Diagnostic.Code: [String: Int64]]) {
    if repaired > 0 { notes[.valueRepaired, default: [:]][field, default: 0] += repaired }
    let read = counts.prefix(DateForm.undeclared.rawValue)
    let others = read.reduce(0, +) - (read.max() ?? 0)
    if others > 0 { notes[.dateFormsMixed, default: [:]][field, default: 0] += others }
    if converted > 0 { notes[.dateZoneConverted, default: [:]][field, default: 0] += converted }
  }
}
