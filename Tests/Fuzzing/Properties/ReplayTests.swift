import Foundation
import SteelyardTestSupport
import Testing

/// An input that a fuzzer left: of the corpus, or one on which something did not hold once.
private struct KeptInput: CustomTestStringConvertible {
  let target: FuzzTarget
  let path: String
  var testDescription: String { "\(target.rawValue) \(URL(filePath: path).lastPathComponent)" }

  /// The inputs of a folder beside the fuzzer, by their targets' folders.
  static func all(_ folder: String) -> [KeptInput] {
    FuzzTarget.allCases.flatMap { target in
      let place = Checkout.path("Tests/Fuzzing/\(folder)/\(target.rawValue)")
      let names = (try? FileManager.default.contentsOfDirectory(atPath: place)) ?? []
      return names.sorted().map { KeptInput(target: target, path: "\(place)/\($0)") }
    }
  }

  func violations() throws -> [String] {
    target.violations(of: Array(try Data(contentsOf: URL(filePath: path))))
  }
}

@Suite("What fuzzers left") struct ReplayTests {
  @Test("On the corpus of a target its properties hold", arguments: FuzzTarget.allCases)
  func corpus(target: FuzzTarget) throws {
    let inputs = KeptInput.all("Corpus").filter { $0.target == target }
    #expect(inputs.count >= 10, "the corpus is there")
    for input in inputs {
      let violations = try input.violations()
      #expect(violations.isEmpty, "\(input.testDescription): \(violations)")
    }
  }

  @Test("What a fuzzer once found no longer happens", arguments: KeptInput.all("Found"))
  private func found(input: KeptInput) throws {
    let violations = try input.violations()
    #expect(violations.isEmpty, "\(violations)")
  }

  @Test("The corpora are small enough to be carried along")
  func size() throws {
    let bytes = try (KeptInput.all("Corpus") + KeptInput.all("Found")).reduce(0) {
      $0 + (try FileManager.default.attributesOfItem(atPath: $1.path)[.size] as? Int ?? 0)
    }
    #expect(bytes <= 300_000)
  }
}
