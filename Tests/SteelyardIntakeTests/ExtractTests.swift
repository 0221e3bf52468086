import SteelyardDomain
import SteelyardLedger
import SteelyardTestSupport
import Testing

@testable import SteelyardIntake

/// Writes files of one export: settlements that stand again in later files, refunds of earlier ones, institutions and
/// persons that are told of in different words.
private struct SplitExport {
  static let header =
    "setl_id,init_setl_id,psn_no,gend,brdy,age,insutype,fixmedins_code,fixmedins_name,hosp_lv,med_type,setl_time,dise_no,"
    + "medfee_sumamt,fund_pay_sumamt,acct_pay,cash_payamt,hosp_part_amt,refd_setl_flag,updt_time"

  var source: Seeded
  private var rows: [String] = []

  init(_ source: Seeded) { self.source = source }

  private mutating func row(_ number: Int) -> String {
    let (person, institution) = (source.below(40), source.below(5))
    let fen = source.below(40_000)
    let isRefund = source.chance(8) && number > 0
    let total = Money(fen: Int64(isRefund ? -fen - 1 : fen)).yuanText
    let day = "2025-0\(7 + source.below(2))-\(10 + source.below(20))"
    let cells = [
      "S\(number)", isRefund ? "S\(source.below(number))" : "", "人\(person)", source.pick(["1", "2", "男", "未知", ""]),
      source.pick([
        "1960-05-0\(1 + person % 9)", "1961-01-02", "", "x", "9999-12-31T23:59:59Z", "0001-01-01T00:00:00+09:00",
      ]), source.pick(["65", "", "400"]),
      source.pick(["310", "390", "", "职工"]), source.pick(["H3301060000\(institution)", "h3301060000\(institution)"]),
      source.pick(["甲\(institution)", "乙\(institution)", "共用", "测试"]), source.pick(["1", "2", "三级", ""]),
      source.chance(90) ? "14" : "11", source.chance(97) ? day : "2025-02-30",
      source.pick(["M03900", "M01600", "M99999"]),
      total, total, "0.00", source.chance(95) ? "0.00" : "0.02", "0.00", isRefund ? "1" : "0",
      source.pick(["2025-09-01 10:00:00", "2025-09-02", ""]),
    ]
    return cells.joined(separator: ",")
  }

  /// A file of some rows; some of them are those of the files before, as they were or changed.
  mutating func file(rows count: Int) -> String {
    var lines: [String] = [Self.header]
    for _ in 0..<count {
      if source.chance(5), !rows.isEmpty {
        lines.append(source.pick(rows))
      } else if source.chance(3), !rows.isEmpty {
        lines.append(source.pick(rows).replacing(",14,", with: ",140104,").replacing(",0.00,0,", with: ",0.00,00,"))
      } else {
        rows.append(row(rows.count))
        lines.append(rows[rows.count - 1])
      }
    }
    return lines.joined(separator: "\n") + "\n"
  }
}

@Suite("Extracts of files") struct ExtractTests {
  private static let request: ClaimReader.Request = {
    var request = ClaimReader.Request(cost: .total, isCareTypeInScope: { $0.hasPrefix("14") })
    request.diseases = .national
    request.thresholds.identityBrokenShare = 1
    return request
  }()

  /// A reader and all rows, the files read one after another.
  private func fromScratch(_ files: [String]) throws -> (reader: ClaimReader, rows: ClaimBatch) {
    var reader = ClaimReader(Self.request)
    var rows = ClaimBatch()
    for file in files { try reader.read(file) { rows.append($0) } }
    return (reader, rows)
  }

  /// The same from an extract of each file, written and read again.
  private func fromExtracts(_ files: [String]) throws -> (reader: ClaimReader, rows: ClaimBatch) {
    var reader = ClaimReader(Self.request)
    var rows = ClaimBatch()
    for file in files {
      let own = try fromScratch([file])
      let bytes = LedgerSegment(terms: [], extract: own.reader.extract(rows: own.rows)).encoded()
      try reader.add(try LedgerSegment(decoding: bytes).extract) { rows.append($0) }
    }
    return (reader, rows)
  }

  @Test("Extracts taken in order are the files read in order: every row, code, note and sum", arguments: 0..<12)
  func equal(number: Int) throws {
    var generator = Seeded.announced("Extracts \(number)")
    var export = SplitExport(Seeded(generator.next()))
    let fixture = try TemporaryFolder()
    let files = try (0..<(2 + number % 4)).map { part in
      try fixture.file(export.file(rows: 20 + generator.below(200)), name: "part\(part).csv")
    }
    let (whole, parts) = (try fromScratch(files), try fromExtracts(files))
    expectEqual(whole.reader, parts.reader)
    expectEqual(whole.rows, parts.rows)
    #expect(whole.rows.count > 30)
    let results = [whole, parts].map { reader, rows in
      var builder = LedgerBuilder()
      builder.add(rows)
      let scope = LedgerBuilder.Scope(
        period: .all, isInArea: Array(repeating: true, count: reader.identifiers.institutions.count))
      return builder.finish(identifiers: reader.identifiers, scope: scope, threads: 1)
    }
    #expect(results[0].findings == results[1].findings && !results[0].findings.isEmpty)
  }

  private func expectEqual(_ a: ClaimBatch, _ b: ClaimBatch) {
    #expect(a.source == b.source && a.line == b.line && a.byteOffset == b.byteOffset)
    #expect(a.claim == b.claim && a.original == b.original && a.updated == b.updated)
    #expect(a.person == b.person && a.institution == b.institution && a.disease == b.disease)
    #expect(a.scheme == b.scheme && a.day == b.day && a.age == b.age && a.refund == b.refund)
    #expect(a.totalFen == b.totalFen && a.costFen == b.costFen && a.drugFen == b.drugFen && a.fundFen == b.fundFen)
  }

  private func expectEqual(_ a: ClaimReader, _ b: ClaimReader) {
    for table in [\ClaimIdentifiers.persons, \.institutions, \.diseases, \.schemes] {
      #expect(a.identifiers[keyPath: table].texts == b.identifiers[keyPath: table].texts)
    }
    for code in 0..<Int32(a.identifiers.institutions.count) {
      #expect(a.attributes.institution(code, id: "") == b.attributes.institution(code, id: ""))
    }
    for code in 0..<Int32(a.identifiers.persons.count) {
      #expect(a.attributes.person(code) == b.attributes.person(code))
    }
    #expect(a.noteCounts == b.noteCounts && a.diagnostics == b.diagnostics && a.present == b.present)
    #expect(a.renamedInstitutions == b.renamedInstitutions && a.institutionsByName == b.institutionsByName)
    #expect(a.unknownDiseases == b.unknownDiseases && a.identityChecks == b.identityChecks)
    #expect(a.contents == b.contents && Set(a.contents).count == a.files.count)
    #expect(a.files.map(\.name) == b.files.map(\.name))
    #expect(a.files.map(\.reconciliation) == b.files.map(\.reconciliation))
    #expect(a.files.map(\.sha256) == b.files.map(\.sha256) && a.files.map(\.format) == b.files.map(\.format))
  }

  @Test("An extract and a file with its content, in either order, are one file given twice") func repeated() throws {
    let fixture = try TemporaryFolder()
    let file = try fixture.file(SmallClaims.header + "\n" + SmallClaims.row + "\n")
    let own = try fromScratch([file])
    let extract = own.reader.extract(rows: own.rows)
    for isReadFirst in [true, false] {
      var reader = ClaimReader(Self.request)
      let found = refusal {
        if isReadFirst { try reader.read(file) { _ in } }
        try reader.add(extract) { _ in }
        if !isReadFirst { try reader.read(file) { _ in } }
      }
      #expect(found?.map(\.code) == [.fileRepeated, .fileRepeated])
    }
  }

  @Test("What was said of reading is understood again, and what never is said is not") func stated() {
    var options = ReadingOptions()
    #expect(ReadingOptions(stated: options.stated ?? [:]) == options)
    options.encoding = .gb18030
    options.separator = 9
    options.decimalMark = UInt8(ascii: ",")
    options.commentMark = "#"
    options.sheet = "结算"
    options.dateOrder = .dayFirst
    options.latestDay = Day(year: 2025, month: 10, day: 1)
    options.roundsHalfEven = true
    options.takesOneUnit = true
    #expect(options.stated?.count == 9)
    #expect(ReadingOptions(stated: options.stated ?? [:]) == options)
    for other in [
      ["colour": "blue"], ["encoding": "EBCDIC"], ["date-order": "x"], ["round": "up"], ["decimal": "."],
      ["max-unpacked": "3"], ["allow-duplicate-file": "true"], ["show-values": "true"],
    ] {
      #expect(ReadingOptions(stated: other) == nil)
    }
  }
}
