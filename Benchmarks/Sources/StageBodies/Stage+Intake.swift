import SteelyardDomain
@testable import SteelyardIntake
import SteelyardTestSupport

extension Stage {
  /// Bytes to values.
  static let intake = [tokenise, money, dates, identifiers, intern]

  /// Records and fields of a table of which one cell in fifty is quoted.
  private static let tokenise = Stage(
    "tokenise", items: "bytes", count: { (input: (bytes: [UInt8], cells: [[String]])) in input.bytes.count },
    input: { quotedTable(rows: 2_000, columns: 21) },
    run: { input in
      var tokenizer = CsvTokenizer(fieldsExpected: 21)
      return input.bytes.withUnsafeBytes { buffer in
        var sums = FieldSums()
        var position = 0
        while case .record(let next, _) = tokenizer.next(in: buffer, from: position, isFinal: true) {
          for field in tokenizer.fields { sums.add(field.end - field.start, field.hasDoubledQuotes) }
          sums.records += 1
          position = next
        }
        return sums
      }
    },
    check: { input, sums in
      var expected = FieldSums()
      for row in input.cells {
        for cell in row {
          let quotes = cell.utf8.count { $0 == UInt8(ascii: "\"") }
          expected.add(cell.utf8.count + quotes, quotes > 0)
        }
        expected.records += 1
      }
      try require(sums == expected, "\(sums), not \(expected)")
    })

  /// What tells one cutting from another: how many records and fields, and the lengths by place.
  private struct FieldSums: Equatable {
    var records = 0
    var fields = 0
    var doubled = 0
    var lengths = 0

    mutating func add(_ length: Int, _ hasDoubledQuotes: Bool) {
      fields += 1
      doubled += hasDoubledQuotes ? 1 : 0
      lengths &+= length &* (fields & 1_023)
    }
  }

  private static func quotedTable(rows: Int, columns: Int) -> (bytes: [UInt8], cells: [[String]]) {
    var source = Seeded(1)
    var bytes: [UInt8] = []
    var cells: [[String]] = []
    for row in 0..<rows {
      var line = (0..<columns).map { column in String(1_000_003 * (row + 1) * (column + 7) % 99_999_989) }
      var texts = line
      for column in 0..<columns where source.below(50) == 0 {
        line[column] = ["康宁, 大药房", "he said \"no\"", "two\nlines"][source.below(3)]
        texts[column] = "\"" + line[column].replacing("\"", with: "\"\"") + "\""
      }
      bytes += Array((texts.joined(separator: ",") + "\r\n").utf8)
      cells.append(line)
    }
    return (bytes, cells)
  }

  /// Amounts: six in ten plain, the others dressed in ways that are harmless.
  private static let money = Stage(
    "decode-money", items: "fields", count: { (input: FieldTexts<Int64>) in input.values.count },
    input: {
      FieldTexts(count: 20_000, seed: 2) { number, source in
        let fen = Int64(source.below(9_000_000)) * (source.below(20) == 0 ? -1 : 1)
        let sign = fen < 0 ? "-" : ""
        let (yuan, rest) = (Int(fen.magnitude / 100), Int(fen.magnitude % 100))
        let plain = "\(sign)\(yuan).\(padded(rest, 2))"
        switch number % 10 {
        case 6 where yuan >= 1_000: return ("\(sign)\(yuan / 1_000),\(padded(yuan % 1_000, 3)).\(padded(rest, 2))", fen)
        case 7: return ("\(plain)00", fen)
        case 8 where fen >= 0: return ("¥\(plain)元", fen)
        case 9: return (" \(plain)", fen)
        default: return (plain, fen)
        }
      }
    },
    run: { input in
      var sum: Int64 = 0
      input.each { place, bytes in
        switch FieldDecoder.fen(bytes) {
        case .clean(let fen), .repaired(let fen): sum &+= fen &* Int64(place & 1_023 + 1)
        case .empty, .broken: sum = .min
        }
      }
      return sum
    },
    check: { input, sum in
      let expected = input.values.enumerated().reduce(Int64(0)) { $0 &+ $1.element &* Int64($1.offset & 1_023 + 1) }
      try require(sum == expected, "amounts add up to \(sum), not to \(expected)")
    })

  /// Days in five forms, the usual two in eight of ten.
  private static let dates = Stage(
    "decode-date", items: "fields", count: { (input: FieldTexts<Int>) in input.values.count },
    input: {
      FieldTexts(count: 20_000, seed: 3) { number, source in
        let (year, month, day) = (1940 + source.below(90), 1 + source.below(12), 1 + source.below(28))
        let dashed = "\(year)-\(padded(month, 2))-\(padded(day, 2))"
        let text =
          switch number % 10 {
          case 0...3: dashed
          case 4...7: "\(dashed) 08:15:\(padded(source.below(60), 2))"
          case 8: "\(year)\(padded(month, 2))\(padded(day, 2))"
          default: "\(year)年\(month)月\(day)日"
          }
        return (text, countedDay(year, month, day))
      }
    },
    run: { input in
      var sum = 0
      input.each { place, bytes in
        switch FieldDecoder.day(bytes) {
        case .clean(let day), .repaired(let day): sum &+= Int(day.number) &* (place & 1_023 + 1)
        case .empty, .broken: sum = .min
        }
      }
      return sum
    },
    check: { input, sum in
      let expected = input.values.enumerated().reduce(0) { $0 &+ $1.element &* ($1.offset & 1_023 + 1) }
      try require(sum == expected, "days add up to \(sum), not to \(expected)")
    })

  /// Days since 1970-01-01 by counting years and months.
  private static func countedDay(_ year: Int, _ month: Int, _ day: Int) -> Int {
    func isLeap(_ year: Int) -> Bool { year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) }
    func length(_ year: Int) -> Int { isLeap(year) ? 366 : 365 }
    let years =
      year >= 1970 ? (1970..<year).reduce(0) { $0 + length($1) } : -(year..<1970).reduce(0) { $0 + length($1) }
    let months = [31, isLeap(year) ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
    return years + months.prefix(month - 1).reduce(0, +) + day - 1
  }

  /// Codes that are keys: one in twenty in full-width characters, one in a hundred masked.
  private static let identifiers = Stage(
    "decode-identifier", items: "fields", count: { (input: FieldTexts<String?>) in input.values.count },
    input: {
      FieldTexts(count: 20_000, seed: 4) { number, source in
        let code = "H3301\(padded(source.below(10_000_000), 7))B"
        if number % 100 == 7 { return (code.prefix(5) + "*****" + code.suffix(3), nil) }
        guard number % 20 == 3 else { return (code, code) }
        let wide = code.unicodeScalars.compactMap { Unicode.Scalar($0.value + 0xFEE0) }
        return (String(String.UnicodeScalarView(wide)), code)
      }
    },
    run: { input in
      var column = IdentifierColumn("fixmedins_code", 0)
      var sums = KeySums()
      input.each { place, field in
        let bytes = FieldDecoder.trimmed(field)
        guard column.fault(field, bytes, isKey: true) == nil else { return sums.faults += 1 }
        column.withKey(bytes) { sums.add($0, place) }
      }
      return sums
    },
    check: { input, sums in
      var expected = KeySums()
      for (place, code) in input.values.enumerated() {
        guard let code else {
          expected.faults += 1
          continue
        }
        Array(code.utf8).withUnsafeBytes { expected.add($0, place) }
      }
      try require(sums == expected, "\(sums), not \(expected)")
    })

  /// What tells one list of keys from another.
  private struct KeySums: Equatable {
    var faults = 0
    var sum: UInt64 = 0

    mutating func add(_ key: UnsafeRawBufferPointer, _ place: Int) {
      sum &+= Fingerprint.hash(key, seed: UInt64(place))
    }
  }

  /// Texts become codes; one in ten is seen for the first time.
  private static let intern = Stage(
    "intern", items: "texts", count: { (input: FieldTexts<String>) in input.values.count },
    input: {
      FieldTexts(count: 40_000, seed: 5) { _, source in
        let text = "99\(padded(source.below(4_200) * 238_573, 10))"
        return (text, text)
      }
    },
    run: { input in
      var table = IdentifierTable()
      var codes = [Int32](repeating: 0, count: input.values.count)
      input.each { codes[$0] = table.code(of: $1) }
      return codes
    },
    check: { input, codes in
      var known: [String: Int32] = [:]
      for (place, text) in input.values.enumerated() {
        let code = known[text] ?? Int32(known.count)
        known[text] = code
        try require(codes[place] == code, "text \(place) has code \(codes[place]), not \(code)")
      }
    })
}
