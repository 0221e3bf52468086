import Foundation
import Testing

@Suite struct WordTests {
  @Test("Every identifier that the glossary names is declared in the sources")
  func glossaryIsInStep() throws {
    let sources = try Tree.swiftFiles(under: "Sources").map { try Tree.text($0) }.joined(separator: "\n")
    // Only the table's rows name identifiers.
    let rows = try Tree.lines(Tree.root.appending(path: "GLOSSARY.md")).filter { $0.hasPrefix("|") }
    let glossary = rows.joined(separator: "\n")
    let named = glossary.matches(of: /`([A-Z]\w+)(?:[.\/](\w+))?`/)
    #expect(named.count >= 20)
    for match in named {
      let type = String(match.1)
      #expect(
        sources.contains("enum \(type)") || sources.contains("struct \(type)") || sources.contains("class \(type)")
          || sources.contains("typealias \(type)"), "the glossary names \(type)")
      if let member = match.2 {
        #expect(sources.contains(" \(member)"), "the glossary names \(type).\(member)")
      }
    }
  }

  @Test("A position in an array is never called an index")
  func indexIsACostIndex() throws {
    for file in Tree.swiftFiles(under: "Sources") {
      for (number, line) in try Tree.lines(file).enumerated() {
        guard !line.contains("//") else { continue }
        #expect(
          !line.contains(/\bfor \(?(?:index|idx|i)\b.* in |\b(?:let|var) (?:idx|i)\b/),
          "\(Tree.name(file)):\(number + 1)")
      }
    }
  }

  @Test("No text that a person reads speaks of fraud, and unfinished business is not left in the tree")
  func wordsAreFair() throws {
    for file in Tree.swiftFiles(under: "Sources") {
      let text = try Tree.text(file).lowercased()
      let words = /\b(?:fraud\w*|todo|fixme|not implemented)\b|欺诈|骗保/
      #expect(!text.contains(words), "\(Tree.name(file))")
      // The one place for the word is the sentence that denies it.
      let denied = text.replacing("不构成违规证据", with: "")
      #expect(!denied.contains("违规"), "\(Tree.name(file))")
    }
  }

  @Test("Every diagnostic code stands in the reference with its severity and its words")
  func referenceIsComplete() throws {
    let reference = try Tree.text("Documentation/Reference/diagnostics.md")
    let codes = try Tree.text("Sources/SteelyardDomain/Diagnostic.swift").matches(of: /case (\w+) = "(IN\d+)"/)
    #expect(codes.count >= 40)
    for code in codes {
      #expect(reference.contains("| \(code.2) | \(code.1) |"), "\(code.2) \(code.1)")
    }
    let words = try Tree.text("Sources/SteelyardReports/Wording+Diagnostics.swift")
    for match in words.matches(of: /RuleText\(\s*"([^"]+)", *\n? *"([^"]+)"/) {
      #expect(reference.contains(match.1) && reference.contains(match.2), "\(match.2)")
    }
  }

  @Test("Nothing in the tree looks like a resident's number or a path of one machine")
  func nothingPersonal() throws {
    for folder in ["Sources", "Models", "Documentation", "Tests", "Scripts", "Integrations"] {
      for file in Tree.files(under: folder) {
        guard let text = try? Tree.text(file) else { continue }
        #expect(
          !text.contains(/\b[1-9]\d{5}(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[0-9X]\b/),
          "\(Tree.name(file))")
        #expect(!text.contains("/" + "work/") && !text.contains("/" + "root/"), "\(Tree.name(file))")
      }
    }
  }
}
