import Glibc
import SteelyardDomain

/// Writes the numbers of cells as a spreadsheet shows them.
///
/// A spreadsheet holds doubles and shows fifteen digits of them; what stands behind is the double's and not the user's:
/// `123.45000000000002` is 123.45. A number of sixteen digits and more before the point has lost its last ones and is
/// written with an exponent, as the spreadsheet shows it: `3.30106000000000E+24`.
enum WorkbookNumber {
  /// The digits that a spreadsheet shows.
  static let digitsMaximum = 15

  /// What came of a number.
  enum Outcome {
    case written
    /// Digits behind the fifteenth were dropped.
    case shortened
    case unreadable
  }

  /// Appends a number's text.
  static func append(_ bytes: UnsafeRawBufferPointer, to out: WorkbookBytes) -> Outcome {
    if isPlain(bytes) {
      out.append(bytes)
      return .written
    }
    guard let number = double(bytes) else { return .unreadable }
    append(number, to: out)
    return significantDigits(bytes) > digitsMaximum && abs(number) < 1e15 ? .shortened : .written
  }

  /// A number written as decimal digits, with a point and an exponent or without.
  static func double(_ bytes: UnsafeRawBufferPointer) -> Double? {
    let marks: Set<UInt8> = Set("+-.eE".utf8)
    // Neither words nor hexadecimal digits are numbers of a cell.
    guard bytes.allSatisfy({ FieldDecoder.digit($0) != nil || marks.contains($0) }) else { return nil }
    guard let number = Double(String(decoding: bytes, as: UTF8.self)), number.isFinite else { return nil }
    return number
  }

  /// Whether a text of at most fifteen digits is already what would be shown: `-?digits[.digits]`, no zeros before.
  private static func isPlain(_ bytes: UnsafeRawBufferPointer) -> Bool {
    var position = bytes.first == UInt8(ascii: "-") ? 1 : 0
    let start = position
    while position < bytes.count, FieldDecoder.digit(bytes[position]) != nil { position += 1 }
    let whole = position - start
    guard whole == 1 || whole > 1 && bytes[start] != UInt8(ascii: "0") else { return false }
    if position == bytes.count { return whole <= digitsMaximum }
    guard bytes[position] == UInt8(ascii: "."), position + 1 < bytes.count else { return false }
    let decimals = bytes[(position + 1)...]
    return whole + decimals.count <= digitsMaximum && decimals.allSatisfy { FieldDecoder.digit($0) != nil }
  }

  /// The digits of a number between its first and its last that are not zero.
  private static func significantDigits(_ bytes: UnsafeRawBufferPointer) -> Int {
    var count = 0
    var last = 0
    for byte in bytes {
      if byte | 0x20 == UInt8(ascii: "e") { break }
      guard let digit = FieldDecoder.digit(byte), count > 0 || digit != 0 else { continue }
      count += 1
      if digit != 0 { last = count }
    }
    return last
  }

  private static func append(_ number: Double, to out: WorkbookBytes) {
    if number == 0 { return out.append("0") }
    let (digits, exponent) = shown(abs(number))
    if number < 0 { out.append("-") }
    // Identifiers of sixteen digits, and amounts far below a fen, keep the form in which they are recognised as damaged.
    guard (-9..<digitsMaximum).contains(exponent) else {
      out.append(digits[0])
      if digits.count > 1 { out.append(".") }
      for digit in digits.dropFirst() { out.append(digit) }
      out.append(exponent < 0 ? "E-" : "E+")
      return out.append(abs(exponent), width: 2)
    }
    if exponent < 0 {
      out.append("0.")
      for _ in 0..<(-exponent - 1) { out.append("0") }
    }
    for (position, digit) in digits.enumerated() {
      if position == exponent + 1, exponent >= 0 { out.append(".") }
      out.append(digit)
    }
    if digits.count <= exponent { for _ in 0...(exponent - digits.count) { out.append("0") } }
  }

  /// The fifteen digits of a number, correctly rounded and without zeros at the end, and its power of ten.
  private static func shown(_ number: Double) -> (digits: [UInt8], exponent: Int) {
    var text = [CChar](repeating: 0, count: 32)
    let count = withVaList([number]) { vsnprintf(&text, text.count, "%.14e", $0) }
    let bytes = text.prefix(Int(count)).map { UInt8(bitPattern: $0) }
    let mark = bytes.lastIndex(of: UInt8(ascii: "e")) ?? bytes.count
    // Whatever mark the locale has between the first digit and the others.
    var digits = bytes[..<mark].filter { FieldDecoder.digit($0) != nil }
    while digits.count > 1, digits.last == UInt8(ascii: "0") { digits.removeLast() }
    let exponent = Int(String(decoding: bytes[min(mark + 1, bytes.count)...], as: UTF8.self)) ?? 0
    return (digits, exponent)
  }
}

/// Writes the days of cells, which a spreadsheet counts, as dates.
enum WorkbookDate {
  /// The days from 1900's day zero, which is 30 December 1899 for all days since 1 March 1900, to 1970.
  private static let daysTo1970 = 25_569
  /// The days from 1900's day zero to 1904's.
  private static let daysTo1904 = 1462
  /// The first day that both the calendar and a spreadsheet, which knows a 29 February 1900, count alike.
  private static let firstSerial = 61
  /// 31 December 9999, the last day of a spreadsheet.
  private static let lastSerial = 2_958_465

  /// Appends the date that a number stands for; `false` where it stands for none.
  ///
  /// The time is that of the nearest millisecond, its fraction of a second dropped: a double does not hold seconds
  /// exactly.
  ///
  /// - Parameter showsTime: whether a midnight is written too.
  static func append(_ number: Double, from1904: Bool, showsTime: Bool, to out: WorkbookBytes) -> Bool {
    let serial = number + (from1904 ? Double(daysTo1904) : 0)
    guard serial >= Double(firstSerial), serial < Double(lastSerial + 1) else { return false }
    var days = Int(serial)
    // The fraction is taken before 1904's days are added, or its last digits would be lost.
    var milliseconds = Int(((number - number.rounded(.down)) * 86_400_000).rounded())
    if milliseconds == 86_400_000 {
      days += 1
      milliseconds = 0
    }
    let date = Day(number: Int32(days - daysTo1970)).civil
    out.append(date.year, width: 4)
    out.append("-")
    out.append(date.month, width: 2)
    out.append("-")
    out.append(date.day, width: 2)
    let seconds = milliseconds / 1000
    guard showsTime || seconds > 0 else { return true }
    for (mark, part) in [(" ", seconds / 3600), (":", seconds / 60 % 60), (":", seconds % 60)] as [(StaticString, Int)]
    {
      out.append(mark)
      out.append(part, width: 2)
    }
    return true
  }
}

/// How many rows a sheet can have: an export that stops exactly there may have been cut.
enum SpreadsheetLimit {
  /// Those of a workbook and those of its forerunner.
  private static let rows: Set<Int> = [1_048_576, 65_536]

  /// Whether a sheet, or a text exported from one, ends where a sheet must end.
  ///
  /// - Parameter lastRow: the number of the last row with content, or of a text's records with its header.
  static func isReached(lastRow: Int) -> Bool { rows.contains(lastRow) }
}
