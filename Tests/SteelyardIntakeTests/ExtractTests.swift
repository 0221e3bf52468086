import SteelyardDomain
import SteelyardLedger
import SteelyardTestSupport
import Testing

@testable import SteelyardIntake

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
