import Foundation

/// A PDF as poppler reads it: a program that has no part in making it.
public struct PdfReader {
  private let folder: TemporaryFolder

  /// Takes the bytes of a PDF.
  public init(_ bytes: [UInt8]) throws {
    folder = try TemporaryFolder()
    try folder.write(bytes, to: "a.pdf")
  }

  /// The text of all pages, in the order in which it was drawn: a cell is whole.
  public var text: String {
    get throws { try said("pdftotext", ["-raw", folder.path("a.pdf"), "-"]) }
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

  /// How many words the document has, and those of which nothing is drawn when its pages are.
  ///
  /// - Parameter dotsPerInch: how finely pages are drawn.
  public func words(dotsPerInch: Int) throws -> (count: Int, blank: [String]) {
    let scale = Double(dotsPerInch) / 72
    var (count, blank) = (0, [String]())
    let boxes = try said("pdftotext", ["-bbox", folder.path("a.pdf"), "-"])
    for (number, page) in boxes.components(separatedBy: "<page ").dropFirst().enumerated() {
      let drawn = try GrayPicture(
        CommandRunner.system(
          "pdftoppm",
          ["-gray", "-r", "\(dotsPerInch)", "-f", "\(number + 1)", "-l", "\(number + 1)", folder.path("a.pdf")]))
      for match in page.matches(
        of: /<word xMin="([0-9.]+)" yMin="([0-9.]+)" xMax="([0-9.]+)" yMax="([0-9.]+)">([^<]*)</)
      {
        let sides = [match.1, match.2, match.3, match.4].map { (Double($0) ?? 0) * scale }
        count += 1
        if drawn.isBlank(x: Int(sides[0])...Int(sides[2]), y: Int(sides[1])...Int(sides[3])) {
          blank.append(String(match.5))
        }
      }
    }
    return (count, blank)
  }

  private func said(_ program: String, _ arguments: [String]) throws -> String {
    String(decoding: try CommandRunner.system(program, arguments), as: UTF8.self)
  }
}

/// A picture of grey dots as pdftoppm writes it (PGM, one byte a dot).
private struct GrayPicture {
  private let width, height: Int
  private let dots: ArraySlice<UInt8>

  init(_ bytes: [UInt8]) throws {
    // `P5 width height 255` and one blank before the dots.
    var (words, start) = ([String](), 0)
    while words.count < 4, let end = bytes[start...].firstIndex(where: { $0 == 0x20 || $0 == 0x0A }) {
      words.append(String(decoding: bytes[start..<end], as: UTF8.self))
      start = end + 1
    }
    guard words.count == 4, words[0] == "P5", let width = Int(words[1]), let height = Int(words[2]),
      bytes.count - start == width * height
    else { throw CommandRunnerFailure(description: "no picture of grey dots") }
    (self.width, self.height, dots) = (width, height, bytes[start...])
  }

  /// Whether a rectangle is white.
  func isBlank(x: ClosedRange<Int>, y: ClosedRange<Int>) -> Bool {
    for row in max(0, y.lowerBound)...min(height - 1, y.upperBound) {
      for column in max(0, x.lowerBound)...min(width - 1, x.upperBound)
      where dots[dots.startIndex + row * width + column] < 0xF0 { return false }
    }
    return true
  }
}
