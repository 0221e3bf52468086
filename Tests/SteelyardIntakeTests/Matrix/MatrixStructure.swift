import SteelyardDomain

@testable import SteelyardIntake

/// Lines, quotes, separators, columns: categories 16 to 27.
enum MatrixStructure {
  private static let names = SmallClaims.header.split(separator: ",").map(String.init)

  private static func ended(_ ends: [String]) -> [MatrixInput] {
    let lines = [MatrixTable.header] + MatrixTable.rows
    return [.text(lines.enumerated().map { $1 + ends[$0 % ends.count] }.joined())]
  }

  private static func separated(_ mark: String) -> [MatrixInput] {
    [.text(MatrixTable.text.replacing(",", with: mark))]
  }

  private static func dialect(_ separator: String, _ quote: String = "\"") -> MatrixOutcome {
    .exact.showing("separator \(separator), quote \(quote)")
  }

  /// Every field in quotes.
  private static func quoted(_ quote: String, _ end: String, header: Bool = true) -> String {
    ([MatrixTable.header] + MatrixTable.rows).enumerated().map { position, line in
      let isPlain = position == 0 && !header
      return (isPlain ? line : quote + line.replacing(",", with: "\(quote),\(quote)") + quote) + end
    }.joined()
  }

  static let all: [MatrixCase] = lines + quotes + separators + columns + sizes

  private static let lines: [MatrixCase] = [
    .harmless(16, "CR LF", "exact", ended(["\r\n"])),
    .harmless(16, "CR alone", "exact", ended(["\r"])),
    .harmless(16, "LF, CR LF and CR mixed", "exact", ended(["\n", "\r\n", "\r"])),
    .harmless(
      17, "no line end after the last row", "exact", [.text(String(MatrixTable.text.dropLast()))],
      .exact.noting(.finalLineEndMissing)),
    .harmless(17, "blank lines at the end", "no rows", [.text(MatrixTable.text + "\n\n \t\n\n")]),
    .harmless(
      17, "blank lines inside", "no rows", [.text(MatrixTable.text.replacing("\nS", with: "\n\n  \nS"))]),
  ]

  private static let quotes: [MatrixCase] = [
    .harmless(18, "every field quoted", "exact", [.text(quoted("\"", "\n"))]),
    .harmless(
      18, "comma, doubled quote and line end within quotes", "exact",
      [.text(MatrixTable.with("inst_name", ["\"a,b\"\"c\nd\"", "", ""]))], .exact.showing("kept")
    ) { $0.names.contains("a,b\"c\nd") ? "kept" : "lost" },
    .harmless(
      19, "single quotes and CR LF, header too", "told, exact", [.text(quoted("'", "\r\n"))], dialect(",", "'"),
      MatrixReading.dialect),
    .harmless(
      19, "single quotes below a plain header", "told, exact", [.text(quoted("'", "\r\n", header: false))],
      dialect(",", "'"), MatrixReading.dialect),
    .damaged(
      23, "a quote that opens and never closes, rows behind it", "told where it opened, the next rows kept",
      [.text(MatrixTable.around("S2,\"P2,P33010600002,2025-07-02,M01600,20.00"))],
      .kept.rejecting(.quoteUnterminated, at: 3)),
    .damaged(
      23, "a quote that closes in a later row", "told where it opened, the next rows kept",
      [
        .text(
          MatrixTable.table([
            MatrixTable.rows[0], "S2,\"P2,P33010600002,2025-07-02,M01600,20.00",
            "S4,\"P4\",P33010600002,2025-07-02,M01600,1.00", MatrixTable.rows[2],
          ]))
      ],
      .read(3, 1400).rejecting(.quoteUnterminated, at: 3)),
    .harmless(
      24, "a bare quote within a field", "kept as it stands, counted",
      [.text(MatrixTable.with("inst_name", ["6\" 药店", "", ""]))],
      .exact.noting(.bareQuoteKept).showing("name 6\" 药店"), MatrixReading.name),
  ]

  private static let separators: [MatrixCase] = [
    .harmless(20, "TAB", "told, exact", separated("\t"), dialect("TAB"), MatrixReading.dialect),
    .harmless(20, "bar", "told, exact", separated("|"), dialect("|"), MatrixReading.dialect),
    .harmless(20, "semicolon", "told, exact", separated(";"), dialect(";"), MatrixReading.dialect),
    .harmless(20, "Ctrl-A", "told, exact", separated("\u{1}"), dialect("Ctrl-A"), MatrixReading.dialect),
    .harmless(
      20, "a separator that nobody would guess, the user says so", "exact", separated("^"), dialect("^"),
      MatrixReading.dialect
    ).reading { $0.separator = UInt8(ascii: "^") },
    .harmless(
      21, "TAB glued to every field and name", "taken off, counted",
      [.text(([MatrixTable.header] + MatrixTable.rows).map { $0.replacing(",", with: "\t,") + "\t\n" }.joined())],
      .exact.noting(.valueRepaired, 18).showing("persons 2, institutions 2"), MatrixReading.onePersonOnePlace),
  ]

  private static let words = ["", "null", "NULL", "nan", "\\N", "-", "--", "无", "/"]

  private static let columns: [MatrixCase] =
    words.map { word in
      .harmless(
        22, "‘\(word)’ in a column that may be empty", "no value",
        [
          .text(
            MatrixTable.around(
              "S2,P2,P33010600002,2025-07-02,M01600,20.00,\(word)", more: "birth_date", cells: "1950-01-01"))
        ])
    }
    + words.map { word in
      .damaged(
        22, "‘\(word)’ in a column that must not be empty", "row rejected",
        [.text(MatrixTable.around("S2,\(word),P33010600002,2025-07-02,M01600,20.00"))],
        .kept.rejecting(.requiredValueEmpty, fen: 2000, at: 3))
    } + [
      .damaged(
        25, "too few columns", "row rejected, nothing shifted",
        [.text(MatrixTable.around("S2,P2,2025-07-02,M01600,20.00"))], .kept.rejecting(.columnCountDiffers, at: 3)),
      .damaged(
        25, "too many columns", "row rejected, nothing shifted",
        [.text(MatrixTable.around("S2,P2,P33010600002,2025-07-02,M01600,20.00,9"))],
        .kept.rejecting(.columnCountDiffers, at: 3)),
      .damaged(
        26, "a comma without quotes within a name", "row rejected, nothing shifted",
        [
          .text(
            MatrixTable.around("S2,P2,P33010600002,2025-07-02,M01600,20.00,甲,乙", more: "inst_name", cells: "丙"))
        ],
        .kept.rejecting(.columnCountDiffers, at: 3)),
    ]

  /// The three rows, the second one with a note of so many bytes.
  private static func long(_ bytes: Int) -> [MatrixInput] {
    [.text(MatrixTable.with("备注", ["", String(repeating: "x", count: bytes), ""]))]
  }

  private static let sizes: [MatrixCase] = [
    .harmless(27, "a field of 300 kB", "exact", long(300_000)),
    .harmless(27, "a field of 1 MiB", "exact", long(1 << 20)),
    .damaged(
      27, "a field of 1 MiB and a byte", "row rejected", long((1 << 20) + 1), .kept.rejecting(.fieldTooLong, at: 3)),
    .damaged(27, "a field of 10 MB", "row rejected", long(10_000_000), .kept.rejecting(.fieldTooLong, at: 3)),
    .damaged(
      27, "a row of 10 MB in fields below 1 MiB", "row rejected", wide(10), .kept.rejecting(.fieldTooLong, at: 3)),
    .damaged(
      27, "a row of 9 MB in fields below 1 MiB", "row rejected above 8 MiB", wide(9),
      .kept.rejecting(.fieldTooLong, at: 3)),
    .harmless(27, "a row of 8 MB in fields below 1 MiB", "exact", wide(8)),
  ]

  /// A row with so many more fields of a million bytes.
  private static func wide(_ fields: Int) -> [MatrixInput] {
    let cells = String(repeating: "," + String(repeating: "x", count: 1_000_000), count: fields)
    return [
      .text(
        MatrixTable.around(
          MatrixTable.rows[1] + cells, more: (1...fields).map { "n\($0)" }.joined(separator: ","),
          cells: String(repeating: ",", count: fields - 1)))
    ]
  }
}
