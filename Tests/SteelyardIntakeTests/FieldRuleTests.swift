import SteelyardDomain
import SteelyardTestSupport
import Testing

@testable import SteelyardIntake

/// A request with what the user says of the files.
private func request(
  _ cost: CostBasis = .total, _ say: (inout ReadingOptions) -> Void = { _ in }
) -> ClaimReader.Request {
  var mapping = TableMapping()
  say(&mapping.reading)
  return ClaimReader.Request(cost: cost, mapping: mapping)
}

private func row(_ number: Int, _ rest: String) -> String { "S\(number),P\(number),H1,2025-07-01,M,\(rest)" }

/// The codes and fields of a refusal.
private func refused(_ text: String, _ request: ClaimReader.Request = request()) -> [String]? {
  refusal { _ = try ClaimReading(text, request) }?.map { "\($0.code.rawValue) \($0.location.field ?? "-")" }
}

@Suite("Amounts of a file") struct AmountFileTests {
  private func table(_ amounts: [String]) -> String {
    SmallClaims.table("", amounts.enumerated().map { row($0, "\"\($1)\"") })
  }

  @Test("A column of decimal commas is refused as a whole, in any order of rows; a few are rejected rows")
  func decimalComma() throws {
    var amounts = ["12,5", "1234,56", "7,00", "12.50", "100"]
    var generator = Seeded.announced()
    for _ in 0..<5 {
      amounts.shuffle(using: &generator)
      #expect(refused(table(amounts)) == ["IN142 total_fee"])
    }
    let few = try ClaimReading(table(["12,5", "1234,56", "1,234.56", "100"]))
    #expect(few.account.rejected[.amountUnreadable]?.rows == 2)
    #expect(few.account.accepted.rows == 2)
  }

  @Test("With the decimal comma declared the column is exact, and the point groups")
  func declaredComma() throws {
    let claims = try ClaimReading(
      table(["12,5", "1.234,56", "1.234", "-", "7"]), request { $0.decimalMark = UInt8(ascii: ",") })
    #expect(claims.column(\.totalFen) == [1250, 123_456, 123_400, 700])
    #expect(claims.reader.noteCounts[.valueRepaired] == ["amount": 2])
  }

  @Test("Amounts in the header's unit are scaled to fen, each column in its own, and the units are told")
  func units() throws {
    let text = "claim_id,person_id,inst_code,settle_time,disease_code,总费用（万元）,基金支付总额(分),药品费（千元）\n"
    let claims = try ClaimReading(text + row(1, "1.5,1200000,0.00001") + "\n" + row(2, "0.0000001,1,1") + "\n")
    #expect(claims.column(\.totalFen) == [1_500_000])
    #expect(claims.column(\.fundFen) == [1_200_000])
    #expect(claims.column(\.drugFen) == [1])
    #expect(claims.account.rejected[.amountFinerThanFen]?.rows == 1)
    #expect(claims.reader.noteCounts[.amountUnitFromHeader] == ["total_fee": 1, "fund_pay": 1, "drug_fee": 1])
  }

  @Test("Amounts finer than a fen are rejected, and rounded and counted where the user asks for it")
  func rounding() throws {
    let amounts = ["123.45000000009998", "0.005", "0.015", "1.00"]
    #expect(try ClaimReading(table(amounts)).account.rejected[.amountFinerThanFen]?.rows == 3)
    let claims = try ClaimReading(table(amounts), request { $0.roundsHalfEven = true })
    #expect(claims.column(\.totalFen) == [12_345, 0, 2, 100])
    #expect(claims.reader.noteCounts[.amountRounded] == ["total_fee": 3])
    #expect(claims.reader.noteCounts[.valueRepaired] == nil)
  }

  @Test("Fee lines are read in the header's unit, with the user's decimal mark, and refused without it")
  func feeLines() throws {
    let folder = try TemporaryFolder()
    let rows = "line_id;claim_id;qty;item_code;金额\nL1;S1;1;A;12,50\nL2;S1;1;A;1.000,00\n"
    let file = try folder.file(rows)
    #expect(
      refusal { try Self.lines(file, ReadingOptions()) }?.map(\.code) == [.decimalCommaUndeclared])
    var said = ReadingOptions()
    said.decimalMark = UInt8(ascii: ",")
    #expect(try Self.lines(file, said) == [1250, 100_000])
    let unit = try folder.file("line_id,claim_id,qty,item_code,金额(万元)\nL1,S1,1,A,0.5\n")
    #expect(try Self.lines(unit, ReadingOptions()) == [500_000])
  }

  @Test("A fee line finds its settlement by the folded number; a masked one is rejected, rounded ones refuse the file")
  func feeLineKeys() throws {
    let folder = try TemporaryFolder()
    let header = "line_id,claim_id,qty,item_code,amount\n"
    var reader = FeeLineReader()
    var claims: [Fingerprint] = []
    try reader.read(folder.file(header + "L1,S1,1,A,1\nL2,Ｓ１,1,A,1\nL3,S*,1,A,1\n")) { claims += $0.claim }
    #expect(claims.count == 2 && claims[0] == claims[1])
    #expect(reader.diagnostics.map(\.code) == [.identifierMasked])
    #expect(reader.noteCounts[.codeFolded] == ["claim_id": 1])
    let rounded = try folder.file(header + "L1,330100123456789" + "00000,1,A,1\n")
    #expect(refusal { try Self.lines(rounded, ReadingOptions()) }?.map(\.code) == [.identifiersRounded])
  }

  @discardableResult
  private static func lines(_ file: String, _ reading: ReadingOptions) throws -> [Int64] {
    var mapping = TableMapping()
    mapping.reading = reading
    var reader = FeeLineReader(mapping: mapping)
    var fen: [Int64] = []
    try reader.read(file) { fen += $0.amountFen }
    return fen
  }

  private static let payers = "fund_pay,acct_pay,cash_pay,hosp_part"

  private func identities(_ more: String, _ rows: [String], _ share: Double = 1) throws -> ClaimReading {
    var request = request()
    request.thresholds.identityBrokenShare = share
    return try ClaimReading(SmallClaims.table(more, rows.enumerated().map { row($0, $1) }), request)
  }

  private func check(_ claims: ClaimReading, _ identity: AmountIdentity) -> [Int64]? {
    let check = claims.reader.identityChecks.first { $0.identity == identity }
    return check.map { $0.missing.isEmpty ? [$0.rowsChecked, $0.rowsBroken] : [] }
  }

  @Test("Each identity is counted where it is applicable: a fen is passed, empties are not checked, refunds keep it")
  func identityCounts() throws {
    let rows = [
      "10.00,8.00,1.00,1.00,0", "10.00,8.00,1.00,1.01,0", "10.00,8.00,1.00,1.02,0", "10.00,8.00,,1.00,0",
      "10.00,8.00,x,1.00,0", "-10.00,-8.00,-1.00,-1.00,0", "0,0,0,0,0",
    ]
    let claims = try identities(Self.payers, rows)
    #expect(check(claims, .costByPayer) == [4, 1])
    #expect(check(claims, .costByCoverage) == [])
    #expect(check(claims, .fundByPart) == [])
    #expect(claims.reader.noteCounts[.amountIdentityDiffers] == ["cost-by-payer": 1])
    #expect(claims.reader.noteCounts[.optionalValueUnreadable] == ["acct_pay": 1])
    let missing = claims.reader.identityChecks.first { $0.identity == .costByCoverage }?.missing
    #expect(missing == ["self_fee", "over_limit", "first_self", "in_scope"])
  }

  @Test("Coverage and the parts of the fund are identities of their own")
  func otherIdentities() throws {
    let coverage = try identities(
      "self_fee,over_limit,first_self,in_scope", ["10,1,2,3,4", "10,1,2,3,4.02", "10,1,2,3,3.98"])
    #expect(check(coverage, .costByCoverage) == [3, 2])
    let parts = "fund_pay,pool_pay,civil_pay,suppl_pay,major_pay,large_pay,disabled_pay,aid_pay,other_fund"
    let fund = try identities(parts, ["100,36,1,2,3,4,5,6,7,8", "100,36,8,7,6,5,4,3,2,1", "100,36,0,0,0,0,0,0,0,-0.5"])
    #expect(check(fund, .fundByPart) == [3, 1])
  }

  @Test("More than one per cent of broken rows refuses the file, one per cent does not, and the threshold can be set")
  func identityThreshold() throws {
    let sound = Array(repeating: "10,8,1,1,0", count: 99)
    let one = try identities(Self.payers, sound + ["10,8,1,2,0"], 0.01)
    #expect(check(one, .costByPayer) == [100, 1])
    let many = sound.dropLast() + ["10,8,1,2,0", "10,7,1,1,0"]
    #expect(refusal { _ = try identities(Self.payers, Array(many), 0.01) }?.map(\.code) == [.amountIdentityBroken])
    #expect(check(try identities(Self.payers, Array(many), 0.02), .costByPayer) == [100, 2])
    #expect(QualityThresholds().identityBrokenShare == 0.01 && QualityThresholds().identifierRoundedShare == 0.3)
  }

  @Test("A part above the total and a ratio outside 0 to 1 are noted; a column that is only looked at rejects nothing")
  func parts() throws {
    let claims = try ClaimReading(
      SmallClaims.table(
        "in_scope,pool_ratio", [row(1, "1,1.01,0.85"), row(2, "1,x,1.01"), row(3, "1,1,-0.1"), row(4, "1,,x")]))
    #expect(claims.account.accepted.rows == 4)
    #expect(claims.reader.noteCounts[.partExceedsTotal] == ["in_scope": 1])
    #expect(claims.reader.noteCounts[.ratioImplausible] == ["pool_ratio": 2])
    #expect(claims.reader.noteCounts[.optionalValueUnreadable] == ["in_scope": 1, "pool_ratio": 1])
  }

  @Test("Medical aid alone is excluded where the fund pays nothing, by its word and not by a local code")
  func medicalAid() throws {
    let rows = ["1,医疗救助,0", "1,医疗救助,0.5", "1,3,0", "1,,0"]
    let claims = try ClaimReading(SmallClaims.table("settle_type,fund_pay", rows.enumerated().map { row($0, $1) }))
    #expect(claims.account.excluded == [.aidSettlementWithoutFund: Flow(rows: 1, fen: 100, absoluteFen: 100)])
    #expect(try ClaimReading(SmallClaims.table("settle_type", [row(1, "1,医疗救助")])).account.accepted.rows == 1)
  }
}

@Suite("Dates of a file") struct DateFileTests {
  private func dates(_ texts: [String], _ order: ReadingOptions.DateOrder? = nil) throws -> ClaimReading {
    let rows = texts.enumerated().map { "S\($0),P1,H1,\($1),M,1" }
    return try ClaimReading(SmallClaims.table("", rows), request { $0.dateOrder = order })
  }

  @Test("A column with day or month first is refused in any order of rows, unless the user says which")
  func order() throws {
    var texts = ["1/7/2025", "31/7/2025", "2/7/2025", "2025-07-01"]
    var generator = Seeded.announced()
    for _ in 0..<5 {
      texts.shuffle(using: &generator)
      #expect(refusal { _ = try dates(texts) }?.map(\.code) == [.dateOrderUndeclared])
    }
    let declared = try dates(["1/7/2025", "31/7/2025", "2025-07-02"], .dayFirst)
    #expect(declared.column(\.day).map { "\(Day(number: $0))" } == ["2025-07-01", "2025-07-31", "2025-07-02"])
    #expect(declared.reader.noteCounts[.dateFormsMixed] == ["settle_time": 1])
    #expect(try dates(["1/7/2025", "31/7/2025"], .monthFirst).account.rejected[.dateUnreadable]?.rows == 1)
    #expect(try dates(["1/7/2025", "2025-07-01", "2025-07-02"]).account.rejected[.dateUnreadable]?.rows == 1)
  }

  @Test("Forms beside the commonest are counted; a time and no time are one form")
  func mixedForms() throws {
    let texts = ["2025-07-01", "2025-07-01 08:00:00", "20250702", "2025/7/3", "2025-7-4", "2025年7月5日"]
    let claims = try dates(texts)
    #expect(claims.account.accepted.rows == 6)
    #expect(claims.reader.noteCounts[.dateFormsMixed] == ["settle_time": 3])
    #expect(try dates(["2025-07-01", "2025-07-02 00:00:00"]).reader.noteCounts[.dateFormsMixed] == nil)
  }

  @Test("A birth date in the declared order reaches the person")
  func birthOrder() throws {
    let table = SmallClaims.table("birth_date", [row(1, "1,2/7/1960")])
    #expect(refused(table) == ["IN143 birth_date"])
    let claims = try ClaimReading(table, request { $0.dateOrder = .dayFirst })
    #expect(claims.reader.attributes.person(0).birth == Day(year: 1960, month: 7, day: 2))
  }

  @Test("Dates that cannot both be right are noted by the later of the two; an open end is none")
  func stays() throws {
    let cases: [(String, [String: Int64]?)] = [
      ("2025-06-01,2025-06-30", nil), ("2025-06-30,2025-06-01", ["end_date": 1]), ("2025-07-02,", ["begin_date": 1]),
      ("2025-07-01,2099-12-31", nil), ("2025-07-01,2120-11-01", nil), ("2025-07-01,9999-12-31", nil),
      ("2023-07-01,", nil), ("2023-06-30,", ["settle_time": 1]), ("2020-01-01,2023-07-01", nil),
      ("2020-01-01,2120-11-01", ["settle_time": 1]), (",2023-06-30", ["settle_time": 1]), (",", nil),
    ]
    for (cells, notes) in cases {
      let claims = try ClaimReading(SmallClaims.table("begin_date,end_date", [row(1, "1,\(cells)")]))
      #expect(claims.reader.noteCounts[.datesOutOfOrder] == notes, "\(cells)")
      #expect(claims.account.accepted.rows == 1)
    }
  }

  @Test("An age is held against the day of birth; a year of difference is none, and both are kept")
  func ages() throws {
    func notes(_ birth: String, _ age: String) throws -> Diagnostic.Code? {
      let claims = try ClaimReading(SmallClaims.table("birth_date,age", [row(1, "1,\(birth),\(age)")]))
      let said = claims.reader.noteCounts.keys.filter { $0 != .optionalColumnAbsent }
      #expect(said.count < 2 && claims.column(\.age) == [Int16(age) ?? -1])
      return said.first
    }
    // Settled on 2025-07-01.
    for (birth, age) in [
      ("1960-07-01", "65"), ("1960-07-02", "65"), ("1960-07-02", "63"), ("1960-07-01", "66"), ("1925-07-02", "100"),
      ("2025-07-01", "0"),
    ] {
      #expect(try notes(birth, age) == nil, "\(birth) \(age)")
    }
    for (birth, age) in [("1960-07-01", "63"), ("1960-07-02", "66"), ("1925-07-02", "101"), ("1960-07-02", "62")] {
      #expect(try notes(birth, age) == .ageDiffersFromBirth, "\(birth) \(age)")
    }
    #expect(try notes("2025-07-02", "1") == .birthAfterSettlement)
  }

  @Test("A dimension's dates are read in the declared order, and its keys are folded as the claims' are")
  func dimensions() throws {
    let folder = try TemporaryFolder()
    let claims = try ClaimReading(SmallClaims.table("", [row(1, "1")]))
    var mapping = TableMapping()
    mapping.reading.dateOrder = .monthFirst
    var reader = DimensionReader(mapping: mapping)
    let (rows, _) = try reader.readPersons(
      folder.file("person_id,birth_date\nＰ１,7/2/1960\n"), known: claims.reader.identifiers.persons)
    #expect(rows.map { $0?.person.birth } == [Day(year: 1960, month: 7, day: 2)])
    var undeclared = DimensionReader(mapping: TableMapping())
    let file = try folder.file("person_id,death_date\nP9,31/12/2024\n", name: "deaths.csv")
    let problems = refusal { _ = try undeclared.readPersons(file, known: claims.reader.identifiers.persons) }
    #expect(problems?.map(\.code) == [.dateOrderUndeclared])
    let institutions = try reader.readInstitutions(folder.file("inst_code,inst_name\nＨ１,一院\n"))
    #expect(institutions.keys.sorted() == ["H1"])
  }
}
