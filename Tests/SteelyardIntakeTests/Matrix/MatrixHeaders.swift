import SteelyardDomain
import SteelyardTestSupport

@testable import SteelyardIntake

/// Headers, lines above and among the rows, totals, what is no table: categories 28 to 37, 40 and 41.
enum MatrixHeaders {
  private static let header = MatrixTable.header
  private static let rows = MatrixTable.rows

  private static func headed(_ header: String) -> [MatrixInput] { [.text(MatrixTable.written(header))] }

  static let all: [MatrixCase] = missing + layouts + above + totals + kinds + cut

  private static let missing: [MatrixCase] = [
    .damaged(
      28, "no header", "refused", [.text(rows.joined(separator: "\n") + "\n")], .refused(.headerNotFound)),
    .damaged(28, "a header and nothing else", "refused", [.text(header + "\n")], .refused(.headerOnly)),
    .damaged(28, "0 bytes", "refused", [.text("")], .refused(.fileEmpty)),
    .damaged(28, "a byte order mark and nothing else", "refused", [.text("\u{FEFF}")], .refused(.fileEmpty)),
    .damaged(
      28, "a required column is missing", "refused",
      [.text(MatrixTable.text.replacing("total_fee", with: "fee"))], .refused(.requiredColumnMissing)),
    .harmless(
      29, "the header again between the rows", "passed over, counted",
      [.text(MatrixTable.table([rows[0], header, rows[1], rows[2]]))],
      .exact.excluding(.headerRepeated)),
    .harmless(
      29, "the header again in other words", "passed over, counted",
      [
        .text(
          MatrixTable.table([
            rows[0], "结算ID,人员编号,机构编码,结算时间,病种编码,总费用", rows[1], rows[2],
          ]))
      ],
      .exact.excluding(.headerRepeated)),
    .damaged(
      29, "a header in another order between the rows", "refused: what follows would be misread",
      [
        .text(
          MatrixTable.table([
            rows[0], "person_id,claim_id,inst_code,settle_time,disease_code,total_fee", "P2,S2,H1,2025-07-01,M,1.00",
          ]))
      ],
      .refused(.headerDiffers, line: 3)),
    .damaged(
      30, "two columns of one name", "refused, both listed",
      [.text(MatrixTable.with("total_fee", ["1.00", "1.00", "1.00"]))], .refused(.columnAmbiguous, times: 2)),
    .damaged(
      30, "总费用 and medfee_sumamt", "refused, both listed",
      [.text(MatrixTable.with("总费用", ["1", "1", "1"]).replacing("total_fee", with: "medfee_sumamt"))],
      .refused(.columnAmbiguous, times: 2)),
    .harmless(
      30, "the same, and the user says which", "exact",
      [.text(MatrixTable.with("总费用", ["1", "1", "1"]).replacing("total_fee", with: "medfee_sumamt"))]
    ).with { $0.request.mapping = TableMapping(columns: [.claims: ["medfee_sumamt": "total_fee"]]) },
  ]

  private static let layouts: [MatrixCase] = [
    .harmless(
      31, "capitals, blanks, full-width letters and a line end in names", "the same names",
      headed("\u{FEFF}\" Claim_ID \n\",ＰＥＲＳＯＮ_ID,Inst_Code\u{3000},SETTLE_TIME,\tdisease_code,Total_Fee（元）"),
      .exact.noting(.byteOrderMarkPassed)),
    .harmless(
      32, "Chinese names", "known", headed("结算流水号,人员编号,定点医药机构编号,结算日期,病种编码,医疗费总额")),
    .harmless(
      32, "national names", "known", headed("setl_id,psn_no,fixmedins_code,setl_time,dise_no,medfee_sumamt")),
    .harmless(32, "older codes", "known", headed("jslsh,AAC001,AKB020,AAE040,AKA120,AKC264")),
    .harmless(32, "all of them mixed", "known", headed("setl_id,人员编号,AKB020,settle_time,病种编码,ylfze")),
    .harmless(32, "a name of the bureau's own, by --map", "known", headed("setl_id,人员编号,AKB020,settle_time,病种编码,钱"))
      .with { $0.request.mapping = TableMapping(columns: [.claims: ["钱": "total_fee"]]) },
    .harmless(
      35, "序号, a column of the bureau's own, another order", "set aside",
      [
        .text(
          "序号,total_fee,disease_code,本局备注,settle_time,inst_code,person_id,claim_id\n"
            + rows.enumerated().map { position, row in
              let cells = row.split(separator: ",")
              return "\(position + 1),\(cells[5]),\(cells[4]),x,\(cells[3]),\(cells[2]),\(cells[1]),\(cells[0])\n"
            }.joined())
      ]),
  ]

  private static let above: [MatrixCase] = [
    .harmless(
      33, "eleven lines above the header, as in the official template", "passed over, counted",
      [.text((1...11).map { "说明\($0),,,,,\n" }.joined() + MatrixTable.text)],
      .exact.noting(.linesAboveHeader, 11).showing("header at line 12"), MatrixReading.headerLine),
    .damaged(
      33, "fifty lines above the header", "refused: it is not searched for without end",
      [.text((1...50).map { "说明\($0)\n" }.joined() + MatrixTable.text)], .refused(.headerNotFound)),
    .damaged(
      36, "a comment line, nothing said", "rejected",
      [.text(MatrixTable.around("# 导出"))], .kept.rejecting(.rowCommentedOut, at: 3)),
    .damaged(
      36, "`#` before a row, nothing said", "rejected",
      [.text(MatrixTable.around("#" + rows[1]))], .kept.rejecting(.rowCommentedOut, at: 3)),
    .harmless(
      36, "`#` before a row, the user says that // begins comments", "a row",
      [.text(MatrixTable.around("#" + rows[1]))]
    ).reading { $0.commentMark = "//" },
    .harmless(
      36, "comment lines, the user says so", "no rows, counted",
      [.text("# 导出\n" + MatrixTable.table([rows[0], "#a,b,c,d,e,f", rows[1], rows[2]]))],
      .exact.excluding(.commentLine).noting(.linesAboveHeader)
    ).reading { $0.commentMark = "#" },
  ]

  private static func total(_ line: String, _ outcome: MatrixOutcome, _ what: String) -> MatrixCase {
    .harmless(
      34, what, "excluded, and checked as a control total", [.text(MatrixTable.table(rows + [line]))], outcome)
  }

  private static let totals: [MatrixCase] =
    ["合计", "总计", "Total", "合 计：", "小计"].map { word in
      total(
        "\(word),,,,,33.00", .exact.excluding(.totalRow, fen: 3300).noting(.controlTotalConfirmed), "a line of \(word)")
    } + [
      total(
        ",,,,,33.00", .exact.excluding(.totalRow, fen: 3300).noting(.controlTotalConfirmed),
        "a line with the sum and no word"),
      total(
        "合计,,,,,", .exact.excluding(.totalRow).noting(.controlTotalUnchecked), "a line of 合计 without an amount"),
      .harmless(
        34, "小计 among the rows and 合计 at the end", "excluded, and checked",
        [.text(MatrixTable.table([rows[0], rows[1], "小计,,,,,32.34", rows[2], "小计,,,,,0.66", "合计,,,,,33.00"]))],
        .exact.excluding(.totalRow, 3, fen: 6600).noting(.controlTotalConfirmed, 3)),
      .damaged(
        34, "a line of 合计 that is not the sum", "refused", [.text(MatrixTable.table(rows + ["合计,,,,,43.00"]))],
        .refused(.controlTotalDiffers, line: 5)),
      .damaged(
        34, "a line of 小计 that is not the sum", "rejected", [.text(MatrixTable.table(rows + ["小计,,,,,43.00"]))],
        .exact.rejecting(.subtotalDiffers, fen: 4300, at: 5)),
    ]

  private static let kinds: [MatrixCase] = [
    .damaged(
      37, "HTML saved as .xls", "refused with a hint",
      [.named("a.xls", Array("<html><table><tr><td>1</td></tr></table></html>".utf8))],
      .refused(.spreadsheetUnsupported)),
    .damaged(
      37, "XML of 2003 saved as .xls", "refused with a hint",
      [.named("a.xls", Array("<?xml version=\"1.0\"?><Workbook/>".utf8))], .refused(.spreadsheetUnsupported)),
    .damaged(
      37, ".xls of the old kind (BIFF)", "refused with a hint",
      [.named("a.xls", [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1])], .refused(.spreadsheetUnsupported)),
    .damaged(37, "PDF", "refused with a hint", [.text("%PDF-1.7\n")], .refused(.containerUnsupported)),
    .harmless(
      37, "a workbook named .csv", "read by what it is", [.named("a.csv", MatrixWorkbooks.plain.bytes)]),
    .harmless(37, "a text named .xlsx", "read by what it is", [.named("a.xlsx", MatrixTable.bytes)]),
  ]

  private static let cut: [MatrixCase] = [
    .damaged(
      40, "the file ends within a row", "last row rejected, file flagged",
      [.text(MatrixTable.table([rows[0], rows[2]]) + "S2,P2,P3301")],
      .kept.rejecting(.rowTruncated, at: 4).noting(.finalLineEndMissing)),
    .damaged(
      40, "the file ends within quotes", "last row rejected, file flagged",
      [.text(MatrixTable.table([rows[0], rows[2]]) + "S2,\"P2")],
      .kept.rejecting(.rowTruncated, at: 4).noting(.finalLineEndMissing)),
    .damaged(
      40, "the file ends within its last field", "flagged: the row has its shape",
      [.text(String(MatrixTable.text.dropLast(2)))], .read(3, 3294).noting(.finalLineEndMissing)
    ),
    .damaged(
      41, "one part given twice", "refused, both named", [.text(MatrixTable.text), .text(MatrixTable.text)],
      .refused(.fileRepeated, times: 2)),
    .damaged(
      41, "one part given twice, packed the second time", "refused, both named",
      [.text(MatrixTable.text), .bytes(Gzip.member(MatrixTable.bytes))], .refused(.fileRepeated, times: 2)),
    .harmless(
      41, "one part given twice, and the user allows it", "counts once",
      [.text(MatrixTable.text), .text(MatrixTable.text)],
      .exact.excluding(.claimRepeated, 3, fen: 3300).noting(.repeatedFileRead)
    ).reading { $0.allowsRepeatedFiles = true },
  ]
}
