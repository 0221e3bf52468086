import SteelyardDomain

@testable import SteelyardIntake

/// Workbooks: categories 38, 39 and 46.
enum MatrixWorkbooks {
  private static let table = ([MatrixTable.header] + MatrixTable.rows).map { $0.split(separator: ",").map(String.init) }

  /// The table as texts.
  static let plain = SmallWorkbook(table: table)

  /// A header and the three rows, the second one with a date and an amount of its own kind.
  private static func book(
    date: String = SmallWorkbook.text("2025-07-02"), amount: String = SmallWorkbook.text("20.00"), lastRow: Int = 4,
    _ set: (inout SmallWorkbook) -> Void = { _ in }
  ) -> SmallWorkbook {
    var rows = table.enumerated().map { position, cells in
      (number: position == 3 ? lastRow : position + 1, cells: cells.map { SmallWorkbook.text($0) })
    }
    rows[2].cells[3] = date
    rows[2].cells[5] = amount
    var workbook = SmallWorkbook(rows.map { SmallWorkbook.row($0.number, $0.cells) }.joined())
    set(&workbook)
    return workbook
  }

  private static func more(_ name: String, _ rows: String, _ attributes: String = "") -> SmallWorkbook {
    book { $0.sheets.append(SmallWorkbook.Sheet(name: name, rows: rows, attributes: attributes)) }
  }

  private static func input(_ workbook: SmallWorkbook) -> [MatrixInput] { [.bytes(workbook.bytes)] }

  private static let sheetRows = plain.sheets[0].rows
  /// The style of dates that is built in, and one with a time.
  private static let dateStyle = 1

  static let all: [MatrixCase] = sheets + cells + dates + limits + bombs

  private static let sheets: [MatrixCase] = [
    .harmless(
      38, "a sheet of words before the one with the header", "the one with the header",
      input(
        book { workbook in
          let words = SmallWorkbook.row(1, [SmallWorkbook.text("说明")])
          workbook.sheets.insert(SmallWorkbook.Sheet(name: "说明", rows: words), at: 0)
        }), .exact.noting(.sheetNotRead).showing("from Sheet1"), MatrixReading.parts),
    .harmless(
      38, "a hidden sheet with older rows", "not read, said", input(more("旧", sheetRows, "state=\"hidden\"")),
      .exact.noting(.sheetHidden)),
    .damaged(
      38, "two sheets with the header", "refused: --sheet says which", input(more("二月", sheetRows)),
      .refused(.sheetAmbiguous, times: 2)),
    .harmless(
      38, "two sheets with the header, and --sheet", "the one named", input(more("二月", sheetRows)),
      .exact.noting(.sheetNotRead).showing("from 二月"), MatrixReading.parts
    ).reading { $0.sheet = "二月" },
    .damaged(38, "--sheet names none", "refused", input(book()), .refused(.sheetUnknown)).reading { $0.sheet = "x" },
    .harmless(
      38, "a header of two rows, merged above", "one header",
      [.bytes(mergedHeader.bytes)], .exact.showing("header at line 2"), MatrixReading.headerLine),
  ]

  private static let mergedHeader: SmallWorkbook = {
    let names = table[0]
    // The first three names stand in the upper row, the others below a title that spans them.
    let upper = names[..<3].map { SmallWorkbook.text($0) } + [SmallWorkbook.text("结算"), "<c/>", "<c/>"]
    let lower = ["<c/>", "<c/>", "<c/>"] + names[3...].map { SmallWorkbook.text($0) }
    let rows = table.dropFirst().enumerated().map { position, cells in
      SmallWorkbook.row(position + 3, cells.map { SmallWorkbook.text($0) })
    }
    return SmallWorkbook(SmallWorkbook.row(1, upper) + SmallWorkbook.row(2, lower) + rows.joined())
  }()

  private static let cells: [MatrixCase] = [
    .harmless(
      38, "a formula with its value", "the value", input(book(amount: "<c><f>10+10</f><v>20</v></c>"))),
    .damaged(
      38, "a formula without a value", "row rejected", input(book(amount: "<c><f>10+10</f></c>")),
      .kept.rejecting(.formulaWithoutValue, at: 3)),
    .damaged(
      38, "an error, #N/A", "row rejected", input(book(amount: "<c t=\"e\"><v>#N/A</v></c>")),
      .kept.rejecting(.cellError, at: 3)),
    .harmless(38, "an amount as a number", "exact", input(book(amount: SmallWorkbook.number("20")))),
    .harmless(
      38, "a number with a double's noise", "the fifteen digits that are shown, counted",
      input(book(amount: SmallWorkbook.number("20.000000000000004"))), .exact.noting(.numberShortened)),
    .damaged(
      38, "an identifier of 20 digits as a number", "row rejected",
      input(
        book {
          $0.sheets[0].rows = $0.sheets[0].rows.replacing(
            SmallWorkbook.text("P2"), with: "<c><v>3.3010612345678901E19</v></c>")
        }),
      .kept.rejecting(.identifierDamaged, fen: 2000, at: 3)),
    .harmless(
      38, "a hidden row", "counts, said", input(book { $0.sheets[0].rows = hidden($0.sheets[0].rows) }),
      .exact.noting(.hiddenRowRead)),
  ]

  private static func hidden(_ rows: String) -> String {
    rows.replacing("<row r=\"3\" ", with: "<row r=\"3\" hidden=\"1\" ")
  }

  private static func serial(_ number: String, style: Int) -> String { SmallWorkbook.number(number, style: style) }

  private static let dates: [MatrixCase] = [
    .harmless(
      38, "a date as a serial number with a date's format", "the day",
      input(book(date: serial("45840", style: dateStyle))),
      .exact.showing("days 2025-07-01, 2025-07-02, 2025-07-03"), MatrixReading.days),
    .damaged(
      38, "a serial number without a date's format", "row rejected", input(book(date: serial("45840", style: 0))),
      .kept.rejecting(.dateUnreadable, fen: 2000, at: 3)),
    .harmless(
      38, "dates counted from 1904", "the day, said",
      input(
        book(date: serial("44378", style: dateStyle)) { $0.properties = "<workbookPr date1904=\"1\"/>" }),
      .exact.noting(.dateSystem1904).showing("days 2025-07-01, 2025-07-02, 2025-07-03"), MatrixReading.days),
  ]

  private static let limits: [MatrixCase] =
    [1_048_576, 65_536].map { last in
      .damaged(
        39, "a sheet that ends at row \(last)", "warned of", input(book(lastRow: last)),
        .exact.noting(.rowLimitReached))
    } + [
      .damaged(
        39, "a text of 65,536 lines with its header", "warned of",
        [.text(MatrixTable.table((1...65_535).map { "S\($0),P1,H33010600001,2025-07-01,M03900,1.00" }))],
        .read(65_535, 6_553_500).noting(.rowLimitReached))
    ]

  private static func declared(_ declaration: String) -> [MatrixInput] {
    input(
      book {
        $0.strings = ""
        $0.replaced["xl/texts.xml"] =
          "<!DOCTYPE sst \(declaration)><sst xmlns=\"\(SmallWorkbook.main)\"><si><t>&b;</t></si></sst>"
      })
  }

  private static let bombs: [MatrixCase] = [
    .damaged(
      46, "entities that grow (billion laughs)", "refused before they are looked at",
      declared("[<!ENTITY a \"xxxxxxxxxx\"><!ENTITY b \"&a;&a;&a;\">]"), .refused(.workbookDocumentType)),
    .damaged(
      46, "an entity that names a file", "refused, nothing is opened",
      declared("[<!ENTITY b SYSTEM \"file:///etc/hostname\">]"), .refused(.workbookDocumentType)),
    .damaged(
      46, "more than max_unpacked", "refused",
      input(book { $0.strings = "<si><t>\(String(repeating: "x", count: 200_000))</t></si>" }),
      .refused(.workbookTooLarge)
    ).reading { $0.unpackedBytesMaximum = 100_000 },
  ]
}
