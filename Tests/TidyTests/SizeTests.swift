import Foundation
import Testing

@Suite struct SizeTests {
  private static let folders = ["Sources", "Tests", "Benchmarks"]

  @Test("No Swift file is longer than 400 lines", arguments: folders)
  func filesStayShort(folder: String) throws {
    for file in Tree.swiftFiles(under: folder) {
      let count = try Tree.lines(file).count
      #expect(count <= 401, "\(Tree.name(file)) has \(count - 1) lines")
    }
  }

  @Test("No function is longer than 60 lines")
  func functionsFitOnAScreen() throws {
    for file in Tree.swiftFiles(under: "Sources") {
      let lines = try Tree.lines(file)
      for (name, length, line) in functions(lines) {
        #expect(length <= 60, "\(Tree.name(file)):\(line) \(name) has \(length) lines")
      }
    }
  }

  /// The functions and initialisers of a file: what closes at the indentation its declaration opened at.
  private func functions(_ lines: [Substring]) -> [(name: Substring, length: Int, line: Int)] {
    var found: [(name: Substring, length: Int, line: Int)] = []
    for (number, line) in lines.enumerated() {
      guard let match = line.firstMatch(of: /^( *)[a-z@() ]*\b(?:func|init)\b/), !line.contains(/^ *\/\//) else {
        continue
      }
      let indentation = match.1
      guard let opening = lines[number...].firstIndex(where: { $0.hasSuffix("{") || $0.hasSuffix("}") }),
        lines[opening].hasSuffix("{"),
        let end = lines[(opening + 1)...].firstIndex(where: { $0.hasPrefix(indentation + "}") })
      else { continue }
      found.append((line.drop { $0 == " " }, end - number + 1, number + 1))
    }
    return found
  }

  @Test("The README has at most 150 lines and names both commands by line 20")
  func readmeStaysShort() throws {
    let lines = try Tree.lines(Tree.root.appending(path: "README.md"))
    #expect(lines.count <= 151)
    #expect(lines.prefix(20).contains { $0.contains("Scripts/demo") })
    #expect(lines.contains { $0.contains("Scripts/test") })
  }

  @Test("Every target has a README of at most 60 lines")
  func targetsExplainThemselves() throws {
    let folders = try FileManager.default.contentsOfDirectory(atPath: Tree.root.appending(path: "Sources").path())
    for folder in folders where folder.lowercased().hasPrefix("steelyard") {
      let count = try Tree.lines(Tree.root.appending(path: "Sources/\(folder)/README.md")).count
      #expect((8...61).contains(count), "Sources/\(folder)/README.md has \(count - 1) lines")
    }
  }
}
