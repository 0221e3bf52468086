import SteelyardDomain
import Testing

@testable import SteelyardIntake

@Suite("Fields of claims") struct ClaimFieldTests {
  private static let start = "S1,P1,H1,2025-07-01,M,"

  /// Rows of an amount and more cells behind it.
  private func read(_ more: String, _ cells: [String], _ request: ClaimReader.Request = .init(cost: .total)) throws
    -> ClaimReading
  {
    try ClaimReading(SmallClaims.table(more, cells.map { Self.start + $0 }), request)
  }

  @Test(
    "A flag of zeros, an empty one and a word for no leave a row an ordinary one; anything else marks a refund",
    arguments: [
      ("0", false), ("000", false), ("", false), ("NULL", false), ("否", false), ("正常", false), ("No", false),
      (" 0 ", false),
      ("1", true), ("001", true), ("是", true), ("2", true), ("Y", true),
    ])
  func refundFlag(flag: String, isRefund: Bool) throws {
    let claims = try read("refund_flag", ["-1.00,\(flag)"])
    #expect(claims.column(\.refund) == (isRefund ? [.marked] : []))
    #expect(
      claims.account.excluded == (isRefund ? [:] : [.negativeWithoutRefund: Flow(rows: 1, fen: -100, absoluteFen: 100)])
    )
  }

  @Test("A negative row that points to an original is a refund; a mark on a row that is not negative is noted")
  func pointer() throws {
    let claims = try read(
      "orig_claim_id,refund_flag", ["-1.00,S1,0", "-1.00,,0", "-1.00,null,", "1.00,S1,0", "0,,1", "-2.00,S 9,1"])
    #expect(claims.column(\.refund) == [.marked, .none, .none, .marked])
    #expect(claims.column(\.original)[0] == claims.column(\.claim)[0])
    #expect(claims.column(\.original)[1...2] == [.none, .none])
    #expect(claims.column(\.original)[3] != .none)
    #expect(claims.account.excluded[.negativeWithoutRefund]?.rows == 2)
    #expect(claims.reader.noteCounts[.refundMarkOnOriginal] == ["refund_flag": 2])
    #expect(claims.reader.noteCounts[.zeroTotal] == ["total_fee": 1])
  }

  @Test(
    "A row is invalid where its mark of validity says so; an absent mark and 正常 say that it is valid",
    arguments: [
      ("1", true), ("", true), ("有效", true), ("正常", true), ("是", true), ("0", false), ("00", false), ("无效", false),
      ("否", false), ("false", false), ("N", false),
    ])
  func validFlag(flag: String, isValid: Bool) throws {
    let claims = try read("valid_flag", ["1.00,\(flag)"])
    #expect(claims.account.accepted.rows == (isValid ? 1 : 0))
    #expect(claims.account.excluded[.markedInvalid]?.rows == (isValid ? nil : 1))
  }

  @Test(
    "A row is deleted where its mark of deletion says anything but no",
    arguments: [("0", false), ("", false), ("否", false), ("1", true), ("是", true), ("2025-07-09", true)])
  func deletedFlag(flag: String, isDeleted: Bool) throws {
    let claims = try read("deleted", ["1.00,\(flag)"])
    #expect(claims.account.excluded[.markedDeleted]?.rows == (isDeleted ? 1 : nil))
  }

  @Test("The care type is asked for by its trimmed text, once for each text, and an empty one too")
  func careTypes() throws {
    let request = ClaimReader.Request(cost: .total, isCareTypeInScope: { ["14", "140104", "门诊慢特病", ""].contains($0) })
    let claims = try read(
      "care_type", ["1,14", "2,11", "4, 14\t", "8,140104", "16,门诊慢特病", "32,2101", "64,", "128,014"], request)
    #expect(claims.account.accepted.fen == (1 + 4 + 8 + 16 + 64) * 100)
    #expect(claims.account.excluded == [.careTypeOutOfScope: Flow(rows: 3, fen: 16_200, absoluteFen: 16_200)])
    #expect(try read("sex", ["1,1"], request).account.accepted.rows == 1)
  }

  @Test("The disease is asked for by its trimmed text in every file")
  func diseases() throws {
    let folder = try TemporaryFolder()
    let request = ClaimReader.Request(cost: .total, isDiseaseInScope: { $0 == "M03900" })
    let rows = ["S1,P,H,20250701,M03900,1", "S2,P,H,20250701,M01600,2", "S3,P,H,20250701, M03900 ,4"]
    let files = try [
      folder.file(SmallClaims.table("", rows), name: "1.csv"),
      folder.file(SmallClaims.table("", rows.reversed()), name: "2.csv"),
    ]
    let claims = try ClaimReading(request, files: files)
    #expect(claims.column(\.totalFen) == [100, 400, 400, 100])
    #expect(claims.account.excluded == [.diseaseOutOfScope: Flow(rows: 2, fen: 400, absoluteFen: 400)])
  }

  @Test("Eligible cost is the total less its three parts, where they are there, and else the amount in scope")
  func eligibleCost() throws {
    let request = ClaimReader.Request(cost: .eligible)
    let parts = try read(
      "self_fee,over_limit,first_self", ["10.00,1.00,0.50,0.25", "10.00,,,", "5.00,NULL,-,5.01"], request)
    #expect(parts.column(\.costFen) == [825, 1000, -1])
    #expect(try read("in_scope", ["10.00,7.77"], request).column(\.costFen) == [777])
    #expect(
      try read("in_scope,self_fee,over_limit,first_self", ["10.00,7.00,1,1,1"], request).column(\.costFen) == [700])
    #expect(try read("in_scope,self_fee,over_limit", ["10.00,7.77,1,1"], request).column(\.costFen) == [777])
  }

  @Test("The fund payment is compared where the model says so, and its repair counts once")
  func fundCost() throws {
    let claims = try read("fund_pay", ["10.00,7.77", "10.00,+8"], .init(cost: .fund))
    #expect(claims.column(\.costFen) == [777, 800])
    #expect(claims.column(\.fundFen) == [777, 800])
    #expect(claims.reader.noteCounts[.valueRepaired] == ["amount": 1])
  }

  @Test("A cost that cannot be told names its own column and rule, whatever other amounts there are")
  func badCost() throws {
    func problems(_ more: String, _ cells: [String], _ cost: CostBasis) throws -> [String] {
      let claims = try read(more, cells, .init(cost: cost))
      #expect(claims.account.accepted.rows == 0)
      #expect(claims.account.read.fen == Int128(1000 * cells.count))
      return claims.reader.diagnostics.map { "\($0.code) \($0.location.field ?? "-")" }
    }
    #expect(
      try problems("fund_pay", ["10,", "10,x", "10,0.001"], .fund)
        == ["requiredValueEmpty fund_pay", "amountUnreadable fund_pay", "amountFinerThanFen fund_pay"])
    #expect(
      try problems("fund_pay,in_scope", ["10,1,", "10,1,x", "10,1,99999999999999"], .eligible)
        == ["requiredValueEmpty in_scope", "amountUnreadable in_scope", "amountTooLarge in_scope"])
    #expect(
      try problems(
        "fund_pay,self_fee,over_limit,first_self", ["10,1,x,1,1", "10,1,1,0.001,1", "10,1,1,1,1x9"], .eligible)
        == ["amountUnreadable self_fee", "amountFinerThanFen over_limit", "amountUnreadable first_self"])
    #expect(
      try problems("drug_fee,fund_pay", ["10,1.005,1", "10,1,99999999999999", "10,(1),1"], .total)
        == ["amountFinerThanFen drug_fee", "amountTooLarge fund_pay", "amountUnreadable drug_fee"])
  }

  @Test("A column that the compared cost needs is required")
  func requiredForCost() {
    func missing(_ more: String, _ cost: CostBasis) -> [String?]? {
      refusal { _ = try read(more, [], .init(cost: cost)) }?.map(\.location.field)
    }
    #expect(missing("drug_fee", .fund) == ["fund_pay"])
    #expect(missing("fund_pay", .eligible) == ["self_fee", "over_limit", "first_self"])
    #expect(missing("self_fee,first_self", .eligible) == ["over_limit"])
  }

  @Test("Every column without a value is told by the first that lacks one")
  func requiredValues() throws {
    let rows = [
      "S1,,,,,", "S1,,,,,1", "S1,P1,null,,,1", "S1,P1,H1,,,1", "S1,P1,H1,-,M,1", "S1,P1,H1,2025-07-01,M,\u{3000}",
    ]
    let claims = try ClaimReading(SmallClaims.table("", rows))
    #expect(
      claims.reader.diagnostics.map(\.location.field)
        == ["total_fee", "person_id", "inst_code", "disease_code", "settle_time", "total_fee"])
    #expect(claims.account.rejected == [.requiredValueEmpty: Flow(rows: 6, fen: 400, absoluteFen: 400)])
  }

  @Test("A settlement lies in the years 1990 to 2098")
  func years() throws {
    let dates = ["1989-12-31", "1990-01-01", "2098-12-31", "2099-01-01", "0001-01-01", "9999-12-31"]
    let claims = try ClaimReading(SmallClaims.table("", dates.map { "S1,P1,H1,\($0),M,1" }))
    #expect(claims.column(\.line) == [3, 4])
    #expect(claims.account.rejected[.dateImplausible]?.rows == 4)
  }

  @Test("An age is taken in whole years where it is one; anything else counts as absent and is noted")
  func ages() throws {
    let texts = [
      "32", "32.0", "32.99", "0", "0.5", "130", "130.99", "131", "-1", "3月", "32岁", "", "null", "1e1", "32.001",
    ]
    let claims = try read("age", texts.map { "1,\($0)" })
    #expect(claims.column(\.age) == [32, 32, 32, 0, 0, 130, 130, -1, -1, 0, 32, -1, -1, -1, -1])
    #expect(claims.reader.noteCounts[.optionalValueUnreadable] == ["age": 4])
    #expect(claims.reader.noteCounts[.valueRepaired] == ["age": 2])
    #expect(claims.reader.noteCounts[.ageImplausible] == ["age": 2])
  }

  @Test("A later time of change has a greater number, in each form and from one form to another")
  func updated() throws {
    let ascending = [
      "", "2024-12-31 23:59:59", "2025-07-01", "2025-07-01 00:00:01", "2025/7/1 8:05", "2025/7/1 8:5:9",
      "2025-07-01 08:05:10",
      "2025-07-01 08:05:10.5", "20250701080511", "2025-7-9", "2025/7/10 0:00", "2025/10/1", "20251001000001",
    ]
    let numbers = try read("updated", ascending.map { "1,\($0)" }).column(\.updated)
    #expect(numbers == numbers.sorted() && Set(numbers).count == ascending.count, "\(numbers)")
    #expect(numbers[0] == 0)
  }

  @Test("The content of a row changes with every field that is read, and with no other")
  func content() throws {
    let header =
      SmallClaims.header + ",orig_claim_id,ins_type,age,drug_fee,fund_pay,refund_flag,updated,发票号,settle_type"
    let row = "S1,P1,H1,2025-07-01,M,-5.00,S0,310,40,-1,-2,1,1,a,b"
    let same = ["S1,P1 ,H1,2025-07-01 08:00,M,-5,S0,职工,40.0,-1.0,-2.00,001,2,c,d"]
    let others = [
      "S1,P2,H1,2025-07-01,M,-5.00,S0,310,40,-1,-2,1,1,a,b", "S1,P1,H2,2025-07-01,M,-5.00,S0,310,40,-1,-2,1,1,a,b",
      "S1,P1,H1,2025-07-02,M,-5.00,S0,310,40,-1,-2,1,1,a,b", "S1,P1,H1,2025-07-01,N,-5.00,S0,310,40,-1,-2,1,1,a,b",
      "S1,P1,H1,2025-07-01,M,-5.01,S0,310,40,-1,-2,1,1,a,b", "S1,P1,H1,2025-07-01,M,-5.00,S9,310,40,-1,-2,1,1,a,b",
      "S1,P1,H1,2025-07-01,M,-5.00,S0,390,40,-1,-2,1,1,a,b", "S1,P1,H1,2025-07-01,M,-5.00,S0,310,41,-1,-2,1,1,a,b",
      "S1,P1,H1,2025-07-01,M,-5.00,S0,310,40,-2,-2,1,1,a,b", "S1,P1,H1,2025-07-01,M,-5.00,S0,310,40,-1,-1,1,1,a,b",
      "S1,P1,H1,2025-07-01,M,-5.00,,310,40,-1,-2,1,1,a,b", "S1,P1,H1,2025-07-01,M,-5.00,S0,,40,-1,-2,1,1,a,b",
    ]
    let lines = [header, row] + same + others
    let content = try ClaimReading(lines.joined(separator: "\n")).column(\.contents)
    #expect(content.count == lines.count - 1)
    #expect(content[0] == content[1])
    #expect(Set(content).count == others.count + 1)
  }
}
