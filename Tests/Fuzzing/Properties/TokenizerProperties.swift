import SteelyardDomain
import SteelyardTestSupport

@testable import SteelyardIntake

/// What holds of any bytes that are cut into records and fields, and of any that are read as a table of claims.
enum TokenizerProperties {
  /// What stands above the input, so that most of it is rows and not a search for a header.
  private static let headers = [
    "", "claim_id,person_id,inst_code,settle_time,disease_code,total_fee\n",
    "结算ID|人员编号|定点医药机构编号|结算时间|病种编码|医疗费总额\r\n", "'setl_id'\t'psn_no'\t'medfee_sumamt'\r",
  ]

  static func check(_ bytes: [UInt8], _ choice: UInt8, _ report: inout Violations) {
    let cut = Cut(
      separator: [44, 9, 124, 59, 1][Int(choice % 5)], quote: choice & 0x10 == 0 ? 34 : 39,
      expected: choice & 0x20 == 0 ? .max : 3)
    let whole = cut.pieces(bytes)
    report.expectEqual(whole, cut.naivePieces(bytes), "records and fields are those of the slow twin")
    var generator = Seeded(UInt64(choice) &+ UInt64(bytes.count))
    report.expectEqual(cut.pieces(bytes, using: &generator), whole, "read in parts it is cut as read at once")
    checkWritten(whole, cut, &report)
    let table = Array(headers[Int(choice >> 6)].utf8) + bytes
    if choice & 8 == 0 { _ = ClaimAccount.reading(table, &report) } else { checkTable(table, &generator, &report) }
  }

  /// Fields that are written with quotes around them are read as they were.
  private static func checkWritten(_ pieces: [Cut.Piece], _ cut: Cut, _ report: inout Violations) {
    for case .record(let fields, _, _) in pieces {
      let quoted = fields.map { [cut.quote] + $0.flatMap { $0 == cut.quote ? [$0, $0] : [$0] } + [cut.quote] }
      let line = Array(quoted.joined(separator: [cut.separator])) + [10]
      let read = Cut(separator: cut.separator, quote: cut.quote, expected: .max).pieces(line)
      guard case .record(let again, let end, _)? = read.first else {
        report.expect(false, "a written record is one")
        continue
      }
      report.expectEqual(again, fields, "written fields are read as they were")
      report.expectEqual(end, line.count, "a written record is read to its end")
    }
  }

  /// A file of claims is refused with a reason, or each row is accounted for; in crumbs it is the same file.
  private static func checkTable(_ bytes: [UInt8], _ generator: inout Seeded, _ report: inout Violations) {
    let whole = ClaimAccount.reading(bytes, &report)
    // What is packed may not be packed again.
    guard bytes.withUnsafeBytes({ FileKind(head: $0) }) == .text else { return }
    let crumbs = ClaimAccount.reading(Gzip.crumbs(bytes, most: 40, using: &generator), &report)
    report.expectEqual(crumbs, whole, "a file in crumbs is the same file")
  }
}
