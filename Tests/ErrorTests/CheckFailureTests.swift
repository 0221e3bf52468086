import Foundation
import SteelyardDomain
import SteelyardTestSupport
import Testing

@Suite("What each check finds")
struct CheckFailureTests {
  /// The checks that the case of a rule makes fail; rules that no check is about have none.
  private static let checks: [String: [String]] = [
    "IN201": ["rows-well-formed"], "IN202": ["required-values"], "IN203": ["amounts-readable"],
    "IN204": ["amounts-whole-fen"], "IN205": ["dates-readable"], "IN206": ["amounts-within-cap"],
    "IN207": ["text-valid"], "IN208": ["rows-well-formed"], "IN209": ["text-valid"], "IN210": ["settlements-agree"],
    "IN211": ["identifiers-damaged"], "IN212": ["rows-well-formed"], "IN213": ["dates-plausible"],
    "IN214": ["tables-agree"], "IN217": ["lines-unique"],
    "IN219": ["dates-not-after"], "IN220": ["rows-well-formed"], "IN221": ["rows-well-formed"],
    "IN222": ["rows-well-formed"], "IN225": ["files-whole", "rows-well-formed"], "IN226": ["totals-add-up"],
    "IN230": ["identifiers-masked"], "IN231": ["diseases-single"], "IN302": ["settlements-unique"],
    "IN303": ["negatives-marked"], "IN310": ["headers-once"], "IN311": ["settlements-unique"],
    "IN312": ["lines-joined"],
    "IN313": ["lines-unique"], "IN318": ["settlements-settled"], "IN401": ["columns-present"],
    "IN402": ["refunds-paired"], "IN403": ["totals-zero"], "IN404": ["refunds-within-original"],
    "IN405": ["values-repaired"], "IN406": ["refunds-matched"], "IN407": ["deaths-after"], "IN410": ["values-readable"],
    "IN411": ["fund-within-total"], "IN412": ["institution-codes"], "IN413": ["parts-within-total"],
    "IN414": ["refund-marks"], "IN415": ["lines-priced"], "IN416": ["lines-add-up"], "IN418": ["text-private"],
    "IN421": ["files-whole"], "IN423": ["totals-checked"], "IN433": ["files-once"], "IN434": ["sheets-read"],
    "IN435": ["sheets-read"], "IN437": ["numbers-shortened"], "IN438": ["sheet-limit"], "IN441": ["amounts-whole-fen"],
    "IN442": ["date-forms"], "IN444": ["dates-in-order"], "IN445": ["births-before"], "IN446": ["ages-plausible"],
    "IN447": ["ages-plausible"], "IN448": ["certificates-sound"],
    "IN450": ["values-repaired"], "IN452": ["institution-names"], "IN453": ["institution-names-shared"],
    "IN454": ["diseases-known", "disease-money-known"], "IN456": ["test-data"], "IN457": ["ratios-plausible"],
    "IN459": ["dates-together"], "IN465": ["amount-units"],
  ]

  @Test("The case of a rule makes its checks fail", arguments: CheckAgreementTests.cases)
  func ofRules(error: ErrorCase) throws {
    // A table that contradicts itself as a whole is a file that cannot be used.
    let isUnusable = error.code < "IN200" || error.name == "IN214-institution-codes-in-a-ring"
    let expected = isUnusable ? ["files-usable"] : Self.checks[error.code] ?? []
    if expected.isEmpty { return }
    let both = try RunAndCheck(error, ["--max-reject-rate", "1"])
    #expect(both.findings.failed.isSuperset(of: expected), "\(both.findings.failed.sorted())")
  }

  @Test("The checks that no rule is about fail on inputs of their own", arguments: CheckInput.all)
  func ofInputs(input: CheckInput) throws {
    let work = try TemporaryFolder()
    for (name, text) in input.files { try work.write(text, to: name) }
    let outcome = try CommandRunner.steelyard(
      ["check", "claims.csv", "--format", "json", "--lang", "en"] + input.arguments, in: work.root)
    let findings = try JSONDecoder().decode(CheckFindings.self, from: Data(outcome.outputBytes))
    let check = try #require(findings.checks.first { $0.id == input.check })
    #expect(check.status == "failed")
    #expect("\(check.found)/\(check.of)" == input.share)
  }

  @Test("Every check is made to fail by some case") func complete() {
    let byRule = Set(Self.checks.values.flatMap(\.self))
    let all = byRule.union(CheckInput.all.map(\.check)).union(["files-usable", "institutions-known", "persons-known"])
    #expect(Set(QualityCheck.ID.allCases.map(\.rawValue)).subtracting(all).sorted() == [])
  }

  @Test(
    "The tables' cases fail the checks of the tables",
    arguments: [
      ("IN409-institution-missing", "institutions-known"), ("IN409-person-missing", "persons-known"),
    ])
  func ofTables(name: String, check: String) throws {
    let both = try RunAndCheck(ErrorCase(name: name))
    #expect(both.findings.failed.contains(check))
  }
}
