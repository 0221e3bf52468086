import Foundation
import SteelyardDomain
import SteelyardTestSupport
import Testing

/// What `check --format json` says, as far as tests ask.
struct CheckFindings: Decodable {
  struct Check: Decodable {
    var id, status, severity: String
    var found, of: Int64
  }

  var verdict: String
  var exitStatus: Int32
  var checks: [Check]

  enum CodingKeys: String, CodingKey {
    case verdict, checks
    case exitStatus = "exit_status"
  }

  /// The ids of the checks that failed.
  var failed: Set<String> { Set(checks.filter { $0.status == "failed" }.map(\.id)) }
}

/// A run and a check of one case, with the same arguments.
struct RunAndCheck {
  let run, check: CommandRunner.Outcome
  let findings: CheckFindings
  /// `rejects.csv` of both; the run's as it lies in its folder, or beside it where it was refused.
  let rejects: (run: [UInt8]?, check: [UInt8])
  /// The accounts of the claims' rows, as JSON.
  let accounts: (run: Data?, check: Data)

  init(_ error: ErrorCase, _ more: [String] = []) throws {
    let work = try TemporaryFolder()
    let inputs = try error.inputs(in: work) + more
    let models = work.has("Models") ? ["STEELYARD_MODELS": "Models"] : [:]
    run = try CommandRunner.steelyard(
      ["run", CommandRunner.model] + inputs + [
        "--key", "person.key", "--rejects", "rejects.csv", "--lang", "en", "--out", "RUN",
      ], environment: models, in: work.root)
    check = try CommandRunner.steelyard(
      ["check"] + inputs + ["--lang", "en", "--format", "json", "--out", "CHECK"], environment: models, in: work.root)
    findings = try JSONDecoder().decode(CheckFindings.self, from: Data(check.outputBytes))
    let place = ["RUN/rejects.csv", "rejects.csv"].first { work.has($0) }
    rejects = (try place.map { try work.read($0) }, try work.read("CHECK/rejects.csv"))
    func account(_ file: String) throws -> Data {
      let object = try JSONSerialization.jsonObject(with: Data(try work.read(file))) as? [String: Any]
      return try JSONSerialization.data(
        withJSONObject: try #require(object?["reconciliation"]), options: [.sortedKeys])
    }
    accounts = (work.has("RUN/quality.json") ? try account("RUN/quality.json") : nil, try account("CHECK/check.json"))
    #expect(try work.read("CHECK/check.json") == check.outputBytes)
  }
}

@Suite("A check and a run")
struct CheckAgreementTests {
  /// The cases that start from claims: a table of sums is not checked, nor are registers.
  static let cases = ErrorCase.all.filter { error in
    if error.isOfRegisters { return false }
    let arguments = try? String(contentsOfFile: "\(ErrorCase.folder)/\(error.name)/args.txt", encoding: .utf8)
    return !(arguments ?? "").contains("--tally")
  }

  @Test("End alike, say the same, list and count the same", arguments: cases, [[], ["--max-reject-rate", "1"]])
  func agree(error: ErrorCase, more: [String]) throws {
    let both = try RunAndCheck(error, more)
    #expect(both.check.status == both.run.status)
    #expect(both.check.stderr == both.run.stderr)
    #expect(both.findings.exitStatus == both.run.status)
    #expect(both.findings.verdict == (both.run.status == 0 ? "accepted" : "refused"))
    if let run = both.accounts.run { #expect(run == both.accounts.check) }
    if both.run.status == 0 { #expect(both.rejects.run == both.rejects.check) }
  }

  @Test(
    "Data are refused exactly where a check that refuses has failed", arguments: cases,
    [[], ["--max-reject-rate", "1"]])
  func refusal(error: ErrorCase, more: [String]) throws {
    let both = try RunAndCheck(error, more)
    let grave = both.findings.checks.filter { $0.status == "failed" && $0.severity == "refusal" }
    // A district that no institution lies in is a matter of the command line, not of the data.
    guard both.run.status == 0 || both.run.status == 3 else { return }
    #expect(grave.isEmpty == (both.run.status == 0), "\(grave.map(\.id))")
  }
}
