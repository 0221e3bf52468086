import SteelyardDomain
import SteelyardTestSupport
import Testing

@testable import SteelyardIntake

/// What is said of an input: `IN203 2 total_fee` row by row, `IN301 ×1` counted, `IN405 amount ×1` noted.
private func said(_ bytes: [UInt8], _ request: ClaimReader.Request) throws -> [String] {
  let folder = try TemporaryFolder()
  let file = try folder.file(bytes)
  func line(_ diagnostic: Diagnostic) -> String {
    "\(diagnostic.code.rawValue) \(diagnostic.location.line) \(diagnostic.location.field ?? "-")"
  }
  do {
    let claims = try ClaimReading(request, files: [file])
    #expect(claims.account.balances)
    var said = claims.reader.diagnostics.map(line)
    let listed = Set(claims.reader.diagnostics.map(\.code))
    for (code, flow) in claims.account.excluded where !listed.contains(code) {
      said.append("\(code.rawValue) ×\(flow.rows)")
    }
    for (code, counts) in claims.reader.noteCounts where code != .optionalColumnAbsent {
      for (field, count) in counts { said.append("\(code.rawValue) \(field) ×\(count)") }
    }
    return said.sorted()
  } catch IntakeFailure.refused(let diagnostics) {
    return diagnostics.map(line)
  }
}

@Suite("Rules of intake") struct ClaimRuleTests {
  struct Case: Sendable, CustomStringConvertible {
    let code: Diagnostic.Code
    let bytes: [UInt8]
    let said: [String]
    var description: String { "\(code)" }

    init(_ code: Diagnostic.Code, bytes: [UInt8], _ said: String...) {
      (self.code, self.bytes, self.said) = (
        code, bytes, said.map { $0.isEmpty ? code.rawValue : "\(code.rawValue) \($0)" }
      )
    }

    init(_ code: Diagnostic.Code, file: String, _ said: String...) {
      (self.code, self.bytes, self.said) = (code, Array(file.utf8), said.map { "\(code.rawValue) \($0)" })
    }

    init(_ code: Diagnostic.Code, bytes: [UInt8], says said: [String]) {
      (self.code, self.bytes, self.said) = (code, bytes, said)
    }

    /// An input of which other rules have something to say too.
    init(_ code: Diagnostic.Code, _ rows: [String], more: String = "", says said: [String]) {
      (self.code, self.bytes, self.said) = (code, Array(SmallClaims.table(more, rows).utf8), said)
    }

    init(_ code: Diagnostic.Code, workbook: SmallWorkbook, _ said: String...) {
      (self.code, bytes, self.said) = (code, workbook.bytes, said.map { "\(code.rawValue) \($0)" })
    }

    /// A row under the header of the six columns and more.
    init(_ code: Diagnostic.Code, _ row: String, more: String = "", _ said: String...) {
      let bytes = Array(SmallClaims.table(more, [row]).utf8)
      (self.code, self.bytes, self.said) = (code, bytes, said.map { "\(code.rawValue) \($0)" })
    }
  }

  private static let head = Array((SmallClaims.header + "\n").utf8)
  private static let start = "S1,P1,H1,2025-07-01,M,"
  private static let headOfNames = Array((SmallClaims.header + ",inst_name\n").utf8)
  /// Three rows in GB 18030 and three in UTF-8.
  private static let mixed =
    headOfNames + Array(repeating: Array((start + "1.00,").utf8) + [0xBA, 0xBC, 0xD6, 0xDD, 10], count: 3).joined()
    + Array(repeating: Array((start + "1.00,杭州\n").utf8), count: 3).joined()
  private static let row = SmallClaims.row
  private static let swappedHeader = "person_id,claim_id,inst_code,settle_time,disease_code,total_fee"

  /// For each rule the smallest input that breaks it, and all that is said of that input.
  private static let plainCases: [Case] = [
    Case(.fileEmpty, file: "", "1 -"),
    Case(.headerOnly, file: SmallClaims.header + "\n", "1 -"),
    Case(
      .requiredColumnMissing, file: SmallClaims.header.replacing(",total_fee", with: "") + "\n1,2,3,4,5\n",
      "1 total_fee"),
    Case(.columnAmbiguous, "1,2,3,4,5,6,7", more: "总费用", "1 total_fee", "1 总费用"),
    Case(.encodingUnsupported, bytes: Array("claim_id,".utf8) + [0xFF, 10], "1 -"),
    Case(.compressionDamaged, bytes: Gzip.member(head).dropLast(), "1 -"),
    Case(.containerUnsupported, file: "%PDF-1.7\n", "1 -"),
    Case(.encodingsMixed, bytes: mixed, "5 -"),
    Case(.damagedOnDisk, bytes: head + [UInt8](repeating: 0, count: 4096), "2 -"),
    Case(
      .archiveEncrypted, bytes: Zip.archive([ZipMember("a", SmallClaims.header).with(\.flags, 1)]), "1 -"),
    Case(.unpackedTooLarge, bytes: [0x28, 0xB5, 0x2F, 0xFD, 0, 21 << 3, 1, 0, 0], "1 -"),
    Case(.archiveEntryUnusable, bytes: Zip.archive([]), "1 -"),
    Case(.packingUnsupported, bytes: Gzip.member(Gzip.member(head)), "1 -"),
    Case(.spreadsheetUnsupported, file: "<table>", "1 -"),
    Case(.columnCountDiffers, "S1,P1", "2 -"),
    Case(.requiredValueEmpty, "S1, ,H1,2025-07-01,M,1.00", "2 person_id"),
    Case(.amountUnreadable, start + "1x3", "2 total_fee"),
    Case(.amountFinerThanFen, start + "0.001", "2 total_fee"),
    Case(.dateUnreadable, "S1,P1,H1,2025-02-30,M,1.00", "2 settle_time"),
    Case(.amountTooLarge, start + "1000000000000.01", "2 total_fee"),
    Case(.encodingInvalid, bytes: head + Array(start.utf8) + [0xFF, 10], "2 total_fee"),
    Case(.quoteUnterminated, start + "\"1", "2 -"),
    Case(.nulByte, bytes: head + Array(start.utf8) + [0x31, 0, 10], "2 total_fee"),
    Case(.identifierDamaged, "S1,3.301E+25,H1,2025-07-01,M,1.00", "2 person_id"),
    Case(.fieldTooLong, start + String(repeating: "1", count: (1 << 20) + 1), "2 -"),
    Case(.dateImplausible, "S1,P1,H1,1989-12-31,M,1.00", "2 settle_time"),
    Case(.careTypeOutOfScope, start + "1.00,11", more: "care_type", "×1"),
    Case(.negativeWithoutRefund, start + "-0.01", "2 -"),
    Case(.markedInvalid, start + "1.00,0", more: "valid_flag", "×1"),
    Case(.markedDeleted, start + "1.00,1", more: "deleted", "×1"),
    Case(.diseaseOutOfScope, "S1,P1,H1,2025-07-01,other,1.00", "×1"),
    Case(.totalRow, ["合计,,,,,"], says: ["IN309 2 -", "IN423 claims ×1"]),
    Case(.headerRepeated, SmallClaims.header, "2 -"),
    Case(.zeroTotal, start + "0.00", "total_fee ×1"),
    Case(.valueRepaired, start + "+1.00", "amount ×1"),
    Case(.optionalValueUnreadable, start + "1.00,x", more: "age", "age ×1"),
    Case(.fundExceedsTotal, start + "1.00,1.01", more: "fund_pay", "fund_pay ×1"),
    Case(.partExceedsTotal, start + "1.00,1.01", more: "drug_fee", "drug_fee ×1"),
    Case(.headerNotFound, file: "S1,P1,H1,2025-07-01,M,1.00\n", "1 -"),
    Case(.headerDiffers, file: SmallClaims.table("", [row, swappedHeader, row]), "3 -"),
    Case(.controlTotalDiffers, file: SmallClaims.table("", [row, "合计,,,,,12.35"]), "3 total_fee"),
    Case(.rowTruncated, bytes: head + Array("\(row)\nS2,P1".utf8), says: ["IN225 3 -", "IN421 claims ×1"]),
    Case(.subtotalDiffers, file: SmallClaims.table("", [row, "小计,,,,,12.35"]), "3 total_fee"),
    Case(.rowEmpty, ",,,,,", "×1"),
    Case(.linesAboveHeader, file: "结算明细\n" + SmallClaims.table("", [row]), "claims ×1"),
    Case(.finalLineEndMissing, bytes: head + Array(row.utf8), says: ["IN421 claims ×1"]),
    Case(.controlTotalConfirmed, [row, "合计,,,,,12.34"], says: ["IN309 3 -", "IN422 claims ×1"]),
    Case(.controlTotalUnchecked, ["S1,P1", "合计,,,,,12.34"], says: ["IN201 2 -", "IN309 3 -", "IN423 claims ×1"]),
    Case(.bareQuoteKept, "S1\",P1,H1,2025-07-01,M,1.00", "claims ×1"),
    Case(
      .archiveEntrySkipped,
      bytes: Zip.archive([ZipMember(".a", ""), ZipMember("b", SmallClaims.header + "\n" + SmallClaims.row + "\n")]),
      "1 -",
      "claims ×1"),
    Case(
      .packedWithoutChecksum, bytes: Zstd.frame(head + Array((SmallClaims.row + "\n").utf8), hasChecksum: false), "1 -",
      "claims ×1"),
    Case(
      .decimalCommaUndeclared, file: (SmallClaims.header + "\n" + start).replacing(",", with: ";") + "12,5\n",
      "1 total_fee"),
    Case(.dateOrderUndeclared, "S1,P1,H1,1/7/2025,M,1.00", "1 settle_time"),
    Case(.identifiersRounded, "S1,33010012345678900000,H1,2025-07-01,M,1.00", "1 person_id"),
    Case(.identifierMasked, "S1,33**1,H1,2025-07-01,M,1.00", "2 person_id"),
    Case(.diseaseCodesSeveral, "S1,P1,H1,2025-07-01,\"M1,M2\",1.00", "2 disease_code"),
    Case(.aidSettlementWithoutFund, start + "1.00,医疗救助,0", more: "settle_type,fund_pay", "×1"),
    Case(
      .amountUnitFromHeader, file: SmallClaims.header + "(分)\n" + start + "100\n", "total_fee ×1"),
    Case(.dateZoneConverted, "S1,P1,H1,2025-07-01T08:00:00Z,M,1.00", "settle_time ×1"),
    Case(.datesOutOfOrder, start + "1.00,2025-07-02", more: "begin_date", "begin_date ×1"),
    Case(.birthAfterSettlement, start + "1.00,2025-07-02", more: "birth_date", "birth_date ×1"),
    Case(.ageDiffersFromBirth, start + "1.00,1950-01-01,60", more: "birth_date,age", "age ×1"),
    Case(.ageImplausible, start + "1.00,121", more: "age", "age ×1"),
    Case(.certificateSlip, start + "1.00,33010619500101" + "0010", more: "cert_no", "cert_no ×1"),
    Case(.certificateMasked, start + "1.00,330106********1234", more: "cert_no", "cert_no ×1"),
    Case(.codeFolded, "S1,P1,Ｈ1,2025-07-01,M,1.00", "inst_code ×1"),
    Case(.institutionCodeLowercase, "S1,P1,h33010600001,2025-07-01,M,1.00", "inst_code ×1"),
    Case(.testData, start + "1.00,测试药店", more: "inst_name", "inst_name ×1"),
    Case(.ratioImplausible, start + "1.00,85", more: "pool_ratio", "pool_ratio ×1"),
    Case(.refundMarkOnOriginal, start + "1.00,1", more: "refund_flag", "refund_flag ×1"),
    Case(.controlZIgnored, start + "1.00\n\u{1A}", "UTF-8 ×1"),
    Case(
      .privateUseCharacter,
      bytes: headOfNames + Array((start + "1.00,").utf8) + [
        0xBA, 0xBC, 0xFE, 0x51, 0xD6, 0xDD, 0xCA, 0xD0, 0xB5, 0xEA, 10,
      ],
      "GB18030 ×1"),
    Case(.byteOrderMarkPassed, file: "\u{FEFF}" + SmallClaims.table("", [SmallClaims.row]), "UTF-8 ×1"),
  ]
  private static let cases: [Case] =
    plainCases + WorkbookRules.cases.map { Case($0.code, workbook: $0.workbook, $0.said) }

  private static let request = ClaimReader.Request(
    cost: .total, isCareTypeInScope: { $0 == "14" }, isDiseaseInScope: { $0.hasPrefix("M") })

  @Test("The smallest input that breaks a rule is told by that rule, at its place, and by no other", arguments: cases)
  func smallestInput(_ example: Case) throws {
    #expect(try said(example.bytes, Self.request) == example.said)
  }

  @Test("A clean row has nothing said of it")
  func cleanRow() throws {
    #expect(try said(Array(SmallClaims.table("", [SmallClaims.row]).utf8), Self.request) == [])
  }

  @Test("Every rule of intake has its smallest input; the others belong to other tables or to later layers")
  func allRules() {
    let later: [Diagnostic.Code] = [
      .claimConflict, .claimRepeated, .outsidePeriod, .outsideArea, .claimSuperseded, .refundOrphan,
      .refundExceedsOriginal,
      .refundMismatched, .settledAfterDeath, .diedBeforePeriod, .missingInDimension, .institutionCodeLocal,
      .sumsInconsistent,
    ]
    // Rules that need two rows, or an option: FieldRuleTests has them.
    let elsewhere: [Diagnostic.Code] = [
      .optionalColumnAbsent, .encodingContradicted, .dimensionConflict, .mappedColumnMissing, .quantityUnreadable,
      .lineConflict, .amountIdentityBroken, .amountIdentityDiffers, .amountRounded, .dateFormsMixed,
      .institutionNameVaries, .institutionNameShared, .diseaseCodeUnknown, .lineWithoutClaim, .lineRepeated,
      .priceTimesQuantityDiffers, .linesDifferFromClaim, .commentLine, .archiveNotSeekable, .notAFile, .fileRepeated,
      .repeatedFileRead,
      // What a name of a sheet or two sheets bring about is told in the tests of workbooks.
      .sheetUnknown, .sheetAmbiguous,
      // Lists beside the claims, registers, and what only an option or other rows bring about.
      .amountUnitsMixed, .rowCommentedOut, .controlRowSpansMonths, .validityUnknown, .amountUnitsTaken,
      .institutionCodeMerged, .settledInFuture, .notSettled, .settlementDayIsolated, .integerUnreadable,
      .pairSumsMissing, .decisionUnreadable, .decisionsContradict, .registerRowConflict, .monthUnreadable,
      .wholeNumberUnreadable, .registerRowRepeated, .personNumberInvalid, .personNumberMasked, .personNumberExtended,
    ]
    let known = Self.cases.map(\.code) + later + elsewhere
    #expect(Set(known).count == known.count)
    #expect(Set(known) == Set(Diagnostic.Code.allCases))
  }

  @Test("Optional columns that are absent are noted once for each file, and only those that change a meaning")
  func absentColumns() throws {
    let counts = try ClaimReading(SmallClaims.table("", [SmallClaims.row, SmallClaims.row])).reader.noteCounts
    let fields = [
      "care_type", "sex", "birth_date", "ins_type", "inst_type", "fund_pay", "drug_fee", "refund_flag", "orig_claim_id",
    ]
    #expect(counts == [.optionalColumnAbsent: Dictionary(uniqueKeysWithValues: fields.map { ($0, 1) })])
    let present = try ClaimReading(SmallClaims.table("sex,drug_fee", [SmallClaims.row + ",1,0"])).reader
    #expect(
      present.noteCounts[.optionalColumnAbsent]?.keys.sorted()
        == fields.filter { !["sex", "drug_fee"].contains($0) }.sorted())
    #expect(present.present == ClaimColumnsPresent(drug: true, fund: false))
  }

  @Test("What the model is not about may lack what the model needs")
  func scopeFirst() throws {
    let rows = [
      "S1,P1,H1,2025-07-01,,5.00,11,,", "S2,,,,,,11,,", "S3,P1,H1,2025-02-30,M,x,14,0,",
      "S4,P1,H1,2025-07-01,M,1.001,14,1,1",
      "S5,P1,H1,2025-07-01,,7.00,14,1,0", "合计,,,,,x,11,0,1", "S6,P1,H1,2025-07-01,M,,14,1,0",
    ]
    let claims = try ClaimReading(SmallClaims.table("care_type,valid_flag,deleted", rows), Self.request)
    #expect(
      claims.account.excluded == [
        .careTypeOutOfScope: Flow(rows: 2, fen: 500, absoluteFen: 500), .markedInvalid: Flow(rows: 1),
        .markedDeleted: Flow(rows: 1), .totalRow: Flow(rows: 1),
      ])
    #expect(claims.account.rejected == [.requiredValueEmpty: Flow(rows: 2, fen: 700, absoluteFen: 700)])
  }

  @Test(
    "A number with an exponent and a column too narrow are damaged identifiers, any other is a code",
    arguments: [
      ("3.301E+25", false), ("3E+7", false), ("3.301e+25", false), ("33010000000000000000000001", true),
      ("2025+001", true),
      ("E+25", true), ("3.301E25", false), ("3.30106e23", false), ("#########", false), ("12#3", true), ("1.25", true),
      ("S3.301E+25", true), ("1+1", true),
    ])
  func identifiers(text: String, isKept: Bool) throws {
    let claims = try ClaimReading(
      SmallClaims.table("", ["\(text),P1,H1,2025-07-01,M,1.00", "S1,\(text),H1,2025-07-01,M,1.00"]))
    #expect(claims.account.accepted.rows == (isKept ? 2 : 0))
    #expect(
      claims.reader.diagnostics.compactMap(\.location.field)
        == (isKept ? [] : text.hasPrefix("#") ? ["person_id"] : ["claim_id", "person_id"]))
  }
}
