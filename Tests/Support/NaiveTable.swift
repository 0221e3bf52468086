/// A CSV text as rows of column → trimmed text: quotes, CRLF and a byte order mark are understood, no more.
struct NaiveTable {
  var header: [String] = []
  var rows: [[String: String]] = []
  /// Rows with more or fewer fields than the header.
  var misshapen = 0

  init(_ text: String) {
    for fields in NaiveTable.records(text) {
      let trimmed = fields.map(NaiveTable.trim)
      if header.isEmpty {
        header = trimmed
        continue
      }
      if trimmed.count != header.count {
        misshapen += 1
        continue
      }
      var row: [String: String] = [:]
      for (name, value) in zip(header, trimmed) { row[name] = value }
      rows.append(row)
    }
  }

  static func records(_ text: String) -> [[String]] {
    var records: [[String]] = []
    var fields: [String] = []
    var field = ""
    var quoted = false
    var sawQuote = false
    var scalars = Array(text.unicodeScalars)
    if scalars.first == "\u{FEFF}" { scalars.removeFirst() }
    scalars.append("\n")
    var position = 0
    while position < scalars.count {
      let scalar = scalars[position]
      if quoted {
        if scalar == "\"" {
          if position + 1 < scalars.count, scalars[position + 1] == "\"" {
            field.unicodeScalars.append("\"")
            position += 1
          } else {
            quoted = false
          }
        } else {
          field.unicodeScalars.append(scalar)
        }
      } else if scalar == "\"" {
        quoted = true
        sawQuote = true
      } else if scalar == "," {
        fields.append(field)
        field = ""
      } else if scalar == "\n" || scalar == "\r" {
        if !fields.isEmpty || !field.isEmpty || sawQuote { records.append(fields + [field]) }
        fields = []
        field = ""
        sawQuote = false
      } else {
        field.unicodeScalars.append(scalar)
      }
      position += 1
    }
    return records
  }

  static func trim(_ text: String) -> String {
    let blank: Set<Character> = [" ", "\t", "\u{3000}", "\u{A0}"]
    var characters = Array(text)
    while let last = characters.last, blank.contains(last) { characters.removeLast() }
    while let first = characters.first, blank.contains(first) { characters.removeFirst() }
    return String(characters)
  }
}

/// Readers of single fields: nil means the text cannot be read.
enum NaiveField {
  /// Yuan with at most two decimals that matter → fen, on the digits alone.
  static func fen(_ text: String) -> Int? {
    var digits = Array(text.utf8)
    var sign = 1
    if digits.first == UInt8(ascii: "-") {
      sign = -1
      digits.removeFirst()
    } else if digits.first == UInt8(ascii: "+") {
      digits.removeFirst()
    }
    var whole = 0
    var decimals: [Int] = []
    var sawPoint = false
    var sawDigit = false
    for byte in digits {
      if byte == UInt8(ascii: "."), !sawPoint {
        sawPoint = true
        continue
      }
      guard byte >= UInt8(ascii: "0"), byte <= UInt8(ascii: "9") else { return nil }
      let digit = Int(byte - UInt8(ascii: "0"))
      sawDigit = true
      if sawPoint {
        decimals.append(digit)
      } else {
        whole = whole * 10 + digit
        if whole > 1_000_000_000_000 { return nil }
      }
    }
    if !sawDigit { return nil }
    while decimals.count < 2 { decimals.append(0) }
    if decimals.dropFirst(2).contains(where: { $0 != 0 }) { return nil }
    let amount = whole * 100 + decimals[0] * 10 + decimals[1]
    return amount > 100_000_000_000_000 ? nil : sign * amount
  }

  /// A date, with or without a time after it → `yyyy-MM-dd`.
  static func day(_ text: String) -> String? {
    var datePart = ""
    for character in text {
      if character == " " || character == "T" { break }
      datePart.append(character)
    }
    var parts = datePart.split(whereSeparator: { $0 == "-" || $0 == "/" }).map(String.init)
    if parts.count == 1, datePart.utf8.count >= 8 {
      let characters = Array(datePart)
      parts = [String(characters[0..<4]), String(characters[4..<6]), String(characters[6..<8])]
    }
    guard parts.count == 3, let year = Int(parts[0]), let month = Int(parts[1]), let dayOfMonth = Int(parts[2])
    else { return nil }
    guard year >= 1800, year <= 9999, month >= 1, month <= 12, dayOfMonth >= 1 else { return nil }
    let isLeap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0
    let lengths = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
    if dayOfMonth > lengths[month - 1] { return nil }
    return "\(year)-\(month < 10 ? "0" : "")\(month)-\(dayOfMonth < 10 ? "0" : "")\(dayOfMonth)"
  }

  /// Whole years between two days of the form `yyyy-MM-dd`.
  static func years(from birth: String, to day: String) -> Int {
    let born = birth.split(separator: "-").compactMap { Int($0) }
    let then = day.split(separator: "-").compactMap { Int($0) }
    var years = then[0] - born[0]
    if (then[1], then[2]) < (born[1], born[2]) { years -= 1 }
    return years
  }

  /// The whole years of an age such as `32` or `32.0`.
  static func age(_ text: String) -> Int? {
    guard let first = text.split(separator: ".").first else { return nil }
    return Int(first)
  }

  static func sex(_ code: String) -> String {
    switch code {
    case "1", "男": "male"
    case "2", "女": "female"
    default: "unknown"
    }
  }

  /// insutype (input.md): 310 and 340 → employee, 39x → resident.
  static func scheme(_ code: String) -> String {
    if code.isEmpty { return "unknown" }
    if code == "310" || code == "340" || code.contains("职工") { return "employee" }
    if code.count == 3, code.hasPrefix("39") { return "resident" }
    if code.contains("居民") || code == "少儿医保" || code == "大学生医保" { return "resident" }
    return "other"
  }

  static func ageBand(_ age: Int?, lowerBounds: [Int]) -> String {
    guard let age, age >= 0, age <= 130, let first = lowerBounds.first, age >= first else { return "unknown" }
    var band = 0
    while band + 1 < lowerBounds.count, age >= lowerBounds[band + 1] { band += 1 }
    if band + 1 == lowerBounds.count { return "\(lowerBounds[band])+" }
    return "\(lowerBounds[band])-\(lowerBounds[band + 1] - 1)"
  }

  /// The default outpatient filter of input.md.
  static func isKeptCareType(_ code: String) -> Bool {
    if ["14", "9929", "991702", "992102"].contains(code) { return true }
    return code.count == 6 && code.hasPrefix("14") && code.utf8.allSatisfy { $0 >= 48 && $0 <= 57 }
  }

  /// The class label of an institution, which is its peer group (§3).
  static func peerClass(code: String, row: [String: String]?) -> String {
    guard let row else { return classByLetter(code) }
    let level = levelName(row["hosp_lv"] ?? "")
    switch row["fixmedins_type"] ?? "" {
    case "零售药店", "2": return "pharmacy"
    case "诊所": return "clinic"
    case "社区卫生服务中心": return "community"
    case "医院": return level.isEmpty ? "hospital" : level
    case "1", "医疗机构": return "medical"
    default: return classByLetter(code)
    }
  }

  static func classByLetter(_ code: String) -> String {
    if code.hasPrefix("H") { return "medical" }
    return code.hasPrefix("P") ? "pharmacy" : "unknown"
  }

  static func levelName(_ code: String) -> String {
    switch code.count == 1 ? "0" + code : code {
    case "01", "02", "03", "04", "12": "tertiary"
    case "05", "06", "07", "13": "secondary"
    case "08", "09", "10", "14": "primary"
    default: ""
    }
  }

  /// Byte order, which is the order of every tie (§17).
  static func precedes(_ left: String, _ right: String) -> Bool {
    left.utf8.lexicographicallyPrecedes(right.utf8)
  }

  /// The first in byte order.
  static func first(_ texts: [String]) -> String? {
    texts.min(by: precedes)
  }
}
