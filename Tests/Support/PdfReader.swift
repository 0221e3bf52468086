import Foundation

/// A PDF as poppler reads it: a program that has no part in making it.
public struct PdfReader {
  private let folder: TemporaryFolder

  /// Takes the bytes of a PDF.
  public init(_ bytes: [UInt8]) throws {
    folder = try TemporaryFolder()
    try folder.write(bytes, to: "a.pdf")
  }

  /// The text of all pages, in lines as they stand.
  public var text: String {
    get throws { try said("pdftotext", ["-layout", folder.path("a.pdf"), "-"]) }
  }

  /// The text of each page.
  public var pages: [String] {
    get throws { try text.split(separator: "\u{C}", omittingEmptySubsequences: false).dropLast().map(String.init) }
  }

  /// What the document says of itself, by name.
  public var properties: [String: String] {
    get throws {
      let lines = try said("pdfinfo", ["-isodates", folder.path("a.pdf")]).split(separator: "\n")
      let pairs = lines.compactMap { line in
        line.firstRange(of: ":").map { (String(line[..<$0.lowerBound]), line[$0.upperBound...].trimmingPrefix(/\s+/)) }
      }
      return Dictionary(pairs.map { ($0.0, String($0.1)) }) { first, _ in first }
    }
  }

  /// The fonts: name, and whether the file holds the letters that it uses.
  public var fonts: [(name: String, isEmbedded: Bool)] {
    get throws {
      let lines = try said("pdffonts", [folder.path("a.pdf")]).split(separator: "\n").dropFirst(2)
      return lines.map { line in
        let words = line.split(separator: " ")
        // name, type (one or more words), encoding, emb, sub, uni, object, generation
        return (String(words[0]), words.count >= 7 && words[words.count - 5] == "yes")
      }
    }
  }

  private func said(_ program: String, _ arguments: [String]) throws -> String {
    String(decoding: try CommandRunner.system(program, arguments), as: UTF8.self)
  }
}
