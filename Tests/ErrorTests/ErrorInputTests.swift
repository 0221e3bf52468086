import Foundation
import SteelyardDomain
import SteelyardTestSupport
import Testing

@Suite("What the program says of bad input")
struct ErrorInputTests {
  /// Codes that no file can bring about today, with the reason.
  private static let withoutInput: [Diagnostic.Code: String] = [
    .archiveNotSeekable: "the archive has to come through a pipe, and a case is made of files"
  ]

  @Test("Exit status, messages in both languages, list and counts are as expected", arguments: ErrorCase.all)
  func expected(error: ErrorCase) throws {
    let report = try error.report()
    if ErrorCase.isRecording { try error.record(report) }
    #expect(report == (try error.expected()))
    #expect(report.contains(error.code), "the case shows its code")
    // Every case is small, so that one rejected row is more than the limit.
    let code = try #require(Diagnostic.Code(rawValue: error.code))
    #expect(report.hasPrefix("exit status \(code.severity >= .rejected ? 3 : 0)\n"))
  }

  @Test("Every code has a case, or a reason why it has none", arguments: Diagnostic.Code.allCases)
  func covered(code: Diagnostic.Code) {
    let hasCase = ErrorCase.all.contains { $0.code == code.rawValue }
    #expect(hasCase != (Self.withoutInput[code] != nil), "\(code.rawValue) \(code)")
  }

  @Test("Every case belongs to a code") func named() {
    let codes = Set(Diagnostic.Code.allCases.map(\.rawValue))
    #expect(ErrorCase.all.filter { !codes.contains($0.code) }.map(\.name) == [])
  }
}
