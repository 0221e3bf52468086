import Foundation
import SteelyardDomain
import SteelyardTestSupport
import Testing

@testable import SteelyardIntake

@Suite("The matrix of bad inputs") struct MatrixTests {
  @Test("Every category has a case, or a test elsewhere that holds it") func categories() throws {
    let numbers = Set(MatrixPage.cases.map(\.number) + MatrixPage.elsewhere.map(\.number))
    #expect(numbers == Set(1...89))
    #expect(MatrixPage.sections.flatMap { Array($0.categories) } == Array(1...89))
    #expect(MatrixPage.missing.allSatisfy { numbers.contains($0.number) })
    #expect(Set(MatrixPage.cases.map(\.testDescription)).count == MatrixPage.cases.count)
  }

  @Test("A test that is named for a category is there", arguments: MatrixPage.elsewhere.indices)
  func elsewhere(position: Int) throws {
    let other = MatrixPage.elsewhere[position]
    let text = try String(contentsOfFile: Checkout.path("Tests/\(other.file)"), encoding: .utf8)
    #expect(text.contains(other.test), "\(other.file)")
  }

  @Test("What comes of an input is what is expected, row by row and fen by fen", arguments: MatrixPage.cases)
  func outcome(example: MatrixCase) throws {
    let got = try MatrixRun.outcome(of: example)
    #expect(got == example.outcome, "expected: \(example.outcome)\n     got: \(got)")
    let threaded = example.reading { $0.threads = 3 }
    #expect(try MatrixRun.outcome(of: threaded) == got, "scanned on another thread")
    #expect(try MatrixRun.outcome(of: threaded, slabBytes: 200) == got, "decoded by several threads")
    if example.gap == nil { #expect(MatrixPage.verdict(example, got) != .silent) }
  }

  @Test("The page of the reference is what the cases give") func page() throws {
    let rendered = MatrixPage.rendered(try MatrixPage.cases.map { try MatrixRun.outcome(of: $0) })
    let file = Checkout.path("Documentation/Reference/bad-inputs.md")
    if ProcessInfo.processInfo.environment["STEELYARD_RECORD"] == "1" {
      try rendered.write(toFile: file, atomically: true, encoding: .utf8)
    }
    #expect(try String(contentsOfFile: file, encoding: .utf8) == rendered)
  }
}
