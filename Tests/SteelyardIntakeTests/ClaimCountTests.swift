import SteelyardDomain
import Testing

@testable import SteelyardIntake

@Suite("What a check counts of claims") struct ClaimCountTests {
  private func read(
    _ text: String, countsValues: Bool = true, _ set: (inout ClaimReader.Request) -> Void = { _ in }
  ) throws -> ClaimReader {
    var request = ClaimReader.Request(cost: .total, isCareTypeInScope: { $0 != "11" })
    request.countsValues = countsValues
    set(&request)
    var reader = ClaimReader(request)
    let folder = try TemporaryFolder()
    try reader.read(try folder.file(text)) { _ in }
    return reader
  }

  @Test("Values are counted by column, over rows in scope: accepted or damaged, not excluded") func values() throws {
    let text = SmallClaims.table(
      "gend,med_type",
      [
        "S1,P1,H1,2025-07-01,M1,10.00,1,14", "S2,P1,H1,2025-07-01,M1,10.00,,14", "S3,P1,H1,2025-07-01,,10.00,1,14",
        "S4,P1,H1,2025-07-01,,10.00,null,11", "S5,P1,H1,2025-07-01,M1,x,2,14",
      ])
    let values = try #require(try read(text).files.first).values
    let found = Dictionary(uniqueKeysWithValues: values.map { ($0.field, [$0.rows, $0.filled]) })
    #expect(found["sex"] == [4, 3] && found["disease_code"] == [4, 3] && found["claim_id"] == [4, 4])
    #expect(values.map(\.column) == (SmallClaims.header + ",gend,med_type").split(separator: ",").map(String.init))
    #expect(try read(text, countsValues: false).files.first?.values.isEmpty == true)
  }

  @Test("Units and forms of dates are told of the columns that have them") func forms() throws {
    let text = """
      claim_id,person_id,inst_code,settle_time,disease_code,总费用（万元）
      S1,P1,H1,2025-07-01,M1,0.0010
      S2,P1,H1,2025/7/2,M1,0.0020
      S3,P1,H1,2025-07-03,M1,0.0020

      """
    let values = try #require(try read(text).files.first).values
    #expect(values.last?.unit == "万元" && values.first?.unit == "")
    #expect(values[3].forms == [.dashed: 2, .slashed: 1] && values[0].forms.isEmpty)
  }

  @Test("Accepted rows are surveyed by institution and month, refunds apart") func survey() throws {
    let text = SmallClaims.table(
      "refund_flag,gend",
      [
        "S1,P1,H1,2025-07-01,M1,10.00,0,1", "S2,P1,H1,2025-07-31,M1,20.00,0,", "S3,P1,H1,2025-08-01,M1,-5.00,1,1",
        "S4,P1,H2,2025-07-01,M1,1.00,0,1", "S5,P1,H2,2025-07-01,M1,x,0,1",
      ])
    let survey = try read(text).survey
    #expect(survey.rows == 4 && survey.refunds == 1)
    let july = try #require(survey.cells[.init(institution: 0, month: Month(year: 2025, month: 7))])
    #expect(july.rows == 2 && july.fen == 3000 && july.leastFen == 1000 && july.greatestFen == 2000)
    #expect(july.cells == 16 && july.filled == 15)
    let august = try #require(survey.cells[.init(institution: 0, month: Month(year: 2025, month: 8))])
    #expect(august.rows == 1 && august.positiveRows == 0 && august.meanLog == nil)
    #expect(try read(text, countsValues: false).survey.rows == 0)
  }

  @Test("A refused file tells how it was read, and what its identities came to") func refused() throws {
    var request = ClaimReader.Request(cost: .total)
    request.countsValues = true
    var reader = ClaimReader(request)
    let folder = try TemporaryFolder()
    let rows = (1...3).map { "S\($0),P1,H1,2025-07-01,M1,10.00,1.00,1.00,1.00,1.00" }
    let file = try folder.file(SmallClaims.table("self_fee,over_limit,first_self,in_scope", rows))
    let found = refusal { try reader.read(file) { _ in } }
    #expect(found?.map(\.code) == [.amountIdentityBroken])
    let refused = try #require(reader.refused)
    #expect(refused.name == file && refused.format.encoding == "UTF-8" && refused.columns.count == 10)
    #expect(refused.reconciliation.read.rows == 3 && refused.sha256.isEmpty && refused.values.count == 10)
    #expect(reader.identityChecks.first?.rowsBroken == 3 && reader.files.isEmpty)
  }

  @Test("A row without number and time of a settlement is excluded; with the time it has lost its number")
  func unsettled() throws {
    let reader = try read(
      SmallClaims.table(
        "", [SmallClaims.row, ",P1,H1,,M1,20.00", ",P1,H1,2025-07-01,M1,30.00", "S3,P1,H1,,M1,40.00"]))
    let account = try #require(reader.files.first).reconciliation
    #expect(account.excluded[.notSettled]?.fen == 2000)
    #expect(account.rejected[.requiredValueEmpty]?.fen == 7000)
    #expect(reader.diagnostics.map(\.code).filter { $0 == .notSettled }.count == 1)
    #expect(account.balances)
  }

  @Test(
    "Days after the one the user names are rejected, a day later is not",
    arguments: [
      ("2025-07-01", 0), ("2025-06-30", 0), ("2025-06-29", 1),
    ])
  func latestDay(text: String, rejected: Int64) throws {
    let reader = try read(SmallClaims.table("", [SmallClaims.row, "S2,P1,H1,2025-01-01,M1,1.00"])) { request in
      request.mapping.reading.latestDay = Day(text)
    }
    #expect(reader.files.first?.reconciliation.rejected[.settledInFuture]?.rows ?? 0 == rejected)
  }
}
