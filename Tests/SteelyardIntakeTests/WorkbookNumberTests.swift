import Foundation
import SteelyardDomain
import SteelyardTestSupport
import Testing

@testable import SteelyardIntake

@Suite("Numbers and dates of workbooks") struct WorkbookNumberTests {
  private func shown(_ text: String) -> (text: String?, isShortened: Bool) {
    let out = WorkbookBytes()
    switch withBytes(text, { WorkbookNumber.append($0, to: out) }) {
    case .written: return (String(decoding: out.all, as: UTF8.self), false)
    case .shortened: return (String(decoding: out.all, as: UTF8.self), true)
    case .unreadable: return (nil, false)
    }
  }

  @Test(
    "A number is what fifteen digits show of it",
    arguments: [
      ("0", "0"), ("-0", "-0"), ("12.50", "12.50"), ("-1.5", "-1.5"), ("1E2", "100"), ("1.23456E3", "1234.56"),
      ("1e-2", "0.01"), ("5E-5", "0.00005"), (".5", "0.5"), ("+7", "7"), ("007", "7"), ("1.", "1"), ("0.0E0", "0"),
      ("-2.5e1", "-25"), ("999999999999999", "999999999999999"), ("1E14", "100000000000000"),
      ("1234567890123.45", "1234567890123.45"), ("123456789012345E-2", "1234567890123.45"),
      ("1e-9", "0.000000001"), ("1.5E-10", "1.5E-10"), ("-4.9E-324", "-4.94065645841247E-324"),
    ])
  func plain(text: String, expected: String) {
    #expect(shown(text).text == expected)
    #expect(!shown(text).isShortened)
  }

  @Test(
    "What stands behind the fifteenth digit is the double's and not the user's, and it is counted",
    arguments: [
      ("123.45000000000002", "123.45"), ("0.30000000000000004", "0.3"), ("12345678901.230000", "12345678901.23"),
      ("12345678901.229999", "12345678901.23"), ("123.45000000009998", "123.4500000001"), ("1.0000000000000002", "1"),
      ("999999999999.99505", "999999999999.995"), ("4.3509999999999998E-2", "0.04351"),
    ])
  func noise(text: String, expected: String) {
    #expect(shown(text).text == expected)
    #expect(shown(text).isShortened == (text != "12345678901.230000"))
  }

  @Test(
    "A number of sixteen digits before the point has lost some, and is recognised as a damaged identifier",
    arguments: [
      ("1000000000000000", "1E+15"), ("3301060000001234567", "3.30106000000123E+18"), ("3.301E+25", "3.301E+25"),
      ("33010600000012345678901234", "3.30106000000123E+25"), ("999999999999999.9", "1E+15"),
    ])
  func longIdentifiers(text: String, expected: String) {
    #expect(shown(text).text == expected)
    #expect(withBytes(expected, FieldDecoder.isDamagedIdentifier))
  }

  @Test("An identifier in a cell of numbers is rejected as damaged where it has sixteen digits, and kept with fifteen")
  func identifierCells() throws {
    let cells = ["S1", "P1", "H1", "2025-07-01", "M"].map(SmallWorkbook.text) + [SmallWorkbook.number("1")]
    var rows = SmallWorkbook.row(1, SmallClaims.header.split(separator: ",").map { SmallWorkbook.text(String($0)) })
    for (position, id) in ["330106199001011", "3301061990010112", "3.3010619900101E+17"].enumerated() {
      rows += SmallWorkbook.row(
        position + 2, [SmallWorkbook.text("S\(position)"), SmallWorkbook.number(id)] + cells[2...])
    }
    let folder = try TemporaryFolder()
    let claims = try ClaimReading(files: [folder.file(SmallWorkbook(rows).bytes)])
    #expect(claims.texts(\.person, \.persons) == ["330106199001011"])
    #expect(claims.reader.diagnostics.map(\.code) == [.identifierDamaged, .identifierDamaged])
    #expect(claims.reader.diagnostics.map(\.location.field) == ["person_id", "person_id"])
  }

  @Test("Amounts of two decimals come through a double unchanged, to the fen")
  func amounts() throws {
    var generator = Seeded(2_025_0701)
    for _ in 0..<20_000 {
      let fen = Int64.random(in: -99_999_999_999_999...99_999_999_999_999, using: &generator)
      let text = "\(fen < 0 ? "-" : "")\(fen.magnitude / 100).\(paddedText(Int(fen.magnitude % 100), 2))"
      // Seventeen digits, as Excel writes a double.
      let written = String(format: "%.17g", try #require(Double(text)))
      let read = try #require(shown(written).text)
      #expect(withBytes(read, { FieldDecoder.fen($0) }) == .clean(fen), "\(written) of \(text)")
    }
  }

  private func date(_ serial: Double, from1904: Bool = false, showsTime: Bool = false) -> String? {
    let out = WorkbookBytes()
    guard WorkbookDate.append(serial, from1904: from1904, showsTime: showsTime, to: out) else { return nil }
    return String(decoding: out.all, as: UTF8.self)
  }

  @Test("A serial number is the day that a spreadsheet shows; before March 1900 it is none")
  func serials() {
    #expect(date(45_839) == "2025-07-01")
    #expect(date(61) == "1900-03-01")
    #expect(date(60) == nil)
    #expect(date(60.99) == nil)
    #expect(date(0.5) == nil)
    #expect(date(-1) == nil)
    #expect(date(36_585) == "2000-02-29")
    #expect(date(2_958_465) == "9999-12-31")
    #expect(date(2_958_466) == nil)
    #expect(date(1e300) == nil)
    #expect(date(0, from1904: true) == "1904-01-01")
    #expect(date(-1, from1904: true) == "1903-12-31")
    #expect(date(44_377, from1904: true) == "2025-07-01")
    #expect(date(44_377.5, from1904: true) == "2025-07-01 12:00:00")
  }

  @Test("A fraction of a day is a time, to the second it lies in; what a double lacks moves no day")
  func times() {
    #expect(date(45_839, showsTime: true) == "2025-07-01 00:00:00")
    #expect(date(45_839.520833333336) == "2025-07-01 12:30:00")
    #expect(date(45_839.999988425923) == "2025-07-01 23:59:59")
    // Nine tenths of a second before midnight are the day's, a hundredth of a millisecond is the double's.
    #expect(date(45_839 + 86_399.9 / 86_400, showsTime: true) == "2025-07-01 23:59:59")
    #expect(date(45_839.9999999999, showsTime: true) == "2025-07-02 00:00:00")
    #expect(date(45_839.9999999999) == "2025-07-02")
  }

  @Test("Every second of a day is found again from its serial number")
  func seconds() {
    for second in stride(from: 0, to: 86_400, by: 7) {
      let expected =
        "2025-07-01 \(paddedText(second / 3600, 2)):\(paddedText(second / 60 % 60, 2)):\(paddedText(second % 60, 2))"
      #expect(date(45_839 + Double(second) / 86_400, showsTime: true) == expected)
      #expect(date(44_377 + Double(second) / 86_400, from1904: true, showsTime: true) == expected)
    }
  }

  @Test(
    "A format's code is a date where a year, a month or a day stand in it outside quotes, brackets and escapes",
    arguments: [
      ("yyyy-mm-dd", WorkbookStyles.Kind.day), ("yyyy\"年\"m\"月\"d\"日\"", .day), ("m/d/yy h:mm", .time),
      ("[$-F800]dddd\\,\\ mmmm", .day), ("D-MMM", .day), ("[h]:mm:ss", .time), ("mm:ss.0", .time),
      ("[$-409]h:mm AM/PM", .time), ("0.00;[Red]yyyy", .day), ("General", .number), ("0.00E+00", .number),
      ("#,##0.00_);[Red](#,##0.00)", .number), ("0\" days\"", .number), ("0\\d", .number), ("0_d", .number),
      ("*d0", .number), ("[Red]0", .number), ("h", .number), ("@", .number), ("", .number), ("\"yyyy", .number),
    ])
  func formats(code: String, kind: WorkbookStyles.Kind) {
    #expect(WorkbookStyles.kind(ofCode: Array(code.utf8)) == kind)
  }

  @Test("The formats without a code are dates by their numbers")
  func builtinFormats() {
    let dates = Array(14...22) + Array(27...36) + Array(45...47) + Array(50...58)
    #expect((-1...200).filter { WorkbookStyles.builtin($0) != .number } == dates)
    #expect(WorkbookStyles.builtin(14) == .day)
    #expect(WorkbookStyles.builtin(22) == .time)
  }

  @Test("A number is a date by its cell's format alone, and in a column of dates only then")
  func dateCells() throws {
    var workbook = SmallWorkbook()
    workbook.formats = ["yyyy\"年\"m\"月\"d\"日\"", "0.00\"d\""]
    // Styles: 1 and 2 those formats, 3 the day of number 14, 4 the day and time of number 22.
    let cells = [(0, "45839"), (1, "45839"), (2, "45839"), (3, "45839.25"), (4, "45839.25"), (3, "12"), (3, "9E9")]
    let rows = cells.enumerated().map { position, cell in
      SmallWorkbook.row(
        position + 2, [SmallWorkbook.text("S\(position)"), SmallWorkbook.number(cell.1, style: cell.0)])
    }
    workbook.sheets[0].rows =
      SmallWorkbook.row(1, [SmallWorkbook.text("claim_id"), SmallWorkbook.text("settle_time")]) + rows.joined()
    let texts = ["45839", "2025-07-01", "45839", "2025-07-01 06:00:00", "2025-07-01 06:00:00", "12", "9000000000"]
    #expect(try ScannedWorkbook(workbook.bytes).cells.map { $0[1] } == texts)
    for text in ["45839", "12", "9000000000"] {
      #expect(withBytes(text, FieldDecoder.day) == .broken(.dateUnreadable))
    }
    workbook.properties = "<workbookPr date1904=\"1\"/>"
    let scanned = try ScannedWorkbook(workbook.bytes)
    #expect(scanned.cells[1][1] == "2029-07-02")
    #expect(scanned.cells[5][1] == "1904-01-13")
    #expect(scanned.notes == [.dateSystem1904: ["workbook": 1]])
  }
}
