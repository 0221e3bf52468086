import Foundation
import SteelyardDomain
import SteelyardModels
import Testing

/// Fixtures by name, without the ending.
private let fixtures: [String] = {
  let names = (try? FileManager.default.contentsOfDirectory(atPath: Folders.errors.path(percentEncoded: false))) ?? []
  return names.filter { $0.hasSuffix(".yaml") }.map { String($0.dropLast(5)) }.sorted()
}()

/// The fields the mapping fixtures are checked against.
private let knownFields: [TableMapping.Table: Set<String>] = [
  .claims: ["claim_id", "person_id", "inst_code", "settle_time", "total_fee", "disease_code"],
  .persons: ["person_id", "birth_date", "death_date", "sex", "person_area"],
]

/// What reading a fixture says, each finding in English and, indented, in Chinese.
private func findings(_ fixture: String) throws -> [ModelDiagnostic] {
  let file = "\(fixture).yaml"
  let bytes = Array(try Data(contentsOf: Folders.errors.appending(path: file)))
  return fixture.hasPrefix("mapping-")
    ? MappingDecoder.decode(bytes: bytes, file: file, knownFields: knownFields).diagnostics
    : ModelDecoder.decode(bytes: bytes, file: file, today: Day(year: 2027, month: 1, day: 1)).diagnostics
}

@Suite("Malformed model files") struct ModelErrorTests {
  @Test("Every way to be wrong is told with its place, and all at once", arguments: fixtures)
  func exactDiagnostics(fixture: String) throws {
    let lines = try findings(fixture).flatMap { [$0.text(.en), "  \($0.text(.zh))"] }
    let text = lines.map { "\($0)\n" }.joined()
    let expected = Folders.errors.appending(path: "\(fixture).expected.txt")
    if Folders.isRecording { try text.write(to: expected, atomically: true, encoding: .utf8) }
    #expect(try text == String(contentsOf: expected, encoding: .utf8))
    #expect(!lines.isEmpty)
  }

  @Test("Every code has a fixture or a test of its own")
  func allCodesCovered() throws {
    let met = Set(try fixtures.flatMap { try findings($0).map(\.code) })
    let elsewhere: Set<ModelDiagnostic.Code> = [.fileTooLarge, .fileUnreadable, .folderMismatch, .findingsMany]
    #expect(Set(ModelDiagnostic.Code.allCases).subtracting(met) == elsewhere)
  }

  @Test("A diagnostic reads as editors expect it")
  func description() {
    let message = LocalizedText(zh: "未知的键“minimum-head”", en: "unknown key 'minimum-head'")
    let diagnostic = ModelDiagnostic(
      .keyUnknown, file: "model.yaml", line: 12, column: 3, message: message, suggestion: "minimum-heads")
    #expect("\(diagnostic)" == "model.yaml:12:3: MD103 unknown key 'minimum-head', did you mean 'minimum-heads'?")
    #expect(diagnostic.text(.zh) == "model.yaml:12:3: MD103 未知的键“minimum-head”，是否应为“minimum-heads”？")
  }

  @Test("An overdue review is a warning beside the model")
  func overdueIsWarning() throws {
    let text = try String(contentsOf: Folders.errors.appending(path: "review-overdue.yaml"), encoding: .utf8)
    let outcome = ModelDecoder.decode(yaml: text, file: "m", today: Day(year: 2027, month: 1, day: 1))
    #expect(outcome.model != nil)
    #expect(outcome.diagnostics.map(\.code.severity) == [.warning])
    #expect(ModelDecoder.decode(yaml: text, file: "m").diagnostics == [])
  }
}
