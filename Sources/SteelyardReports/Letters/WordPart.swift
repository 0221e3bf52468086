import CExpat

/// A part of a DOCX as text with placeholders: where in its bytes each run's text stands, paragraph by paragraph.
///
/// An editor may cut one placeholder into several runs (it was typed in two goes, or checked for spelling), so placeholders
/// are looked for in the text of a whole paragraph; the value goes into the run that holds the beginning. All other bytes
/// stay as they are.
struct WordPart {
  /// A run's text: where it stands, and what it says.
  private struct Run {
    let range: Range<Int>
    /// The name of its element as it is written: `w:t`.
    let element: String
    var text: String
  }

  /// What is wrong with a part.
  enum Fault: Error, Equatable {
    /// Not well-formed XML in UTF-8.
    case notXML(line: Int)
    /// A document type, which no office program writes.
    case documentType
    /// A placeholder that cannot be read, in a paragraph counted from 1.
    case placeholder(LetterText.Fault, paragraph: Int)
  }

  private let bytes: [UInt8]
  private let paragraphs: [[Run]]
  private let texts: [LetterText]

  /// Reads a part.
  init(_ bytes: [UInt8]) throws(Fault) {
    let scanner = try Scanner.scan(bytes)
    var texts: [LetterText] = []
    for (number, runs) in scanner.paragraphs.enumerated() {
      do { texts.append(try LetterText(runs.map(\.text).joined())) } catch {
        throw .placeholder(error, paragraph: number + 1)
      }
    }
    self.bytes = bytes
    paragraphs = scanner.paragraphs
    self.texts = texts
  }

  /// The placeholders that it has.
  var fields: Set<LetterField> { Set(texts.flatMap(\.fields)) }

  /// The part with the values in it.
  func filled(_ values: [LetterField: String]) -> [UInt8] {
    var changes: [(range: Range<Int>, bytes: [UInt8])] = []
    for (runs, text) in zip(paragraphs, texts) where !text.fields.isEmpty {
      for (run, content) in zip(runs, Self.contents(runs, text, values)) where content != run.text {
        changes.append((run.range, Array(Self.markup(content, element: run.element).utf8)))
      }
    }
    // Paragraphs within paragraphs (text boxes) are found before the one about them ends.
    changes.sort { $0.range.lowerBound < $1.range.lowerBound }
    var result: [UInt8] = []
    var start = 0
    for change in changes {
      result += bytes[start..<change.range.lowerBound] + change.bytes
      start = change.range.upperBound
    }
    return result + bytes[start...]
  }

  /// What each run says once the placeholders are filled.
  private static func contents(_ runs: [Run], _ text: LetterText, _ values: [LetterField: String]) -> [String] {
    var contents = [String.UnicodeScalarView](repeating: .init(), count: runs.count)
    // The run that each scalar of the paragraph belongs to.
    let owners = runs.enumerated().flatMap { number, run in
      [Int](repeating: number, count: run.text.unicodeScalars.count)
    }
    var place = 0
    for piece in text.pieces {
      switch piece {
      case .text(let text):
        for scalar in text.unicodeScalars {
          contents[owners[place]].append(scalar)
          place += 1
        }
      case .field(let field, let scalars):
        contents[owners[place]].append(contentsOf: (values[field] ?? "").unicodeScalars)
        place += scalars
      }
    }
    return contents.map { String($0) }
  }

  /// A text as the content of a run's element: line ends become breaks between two such elements.
  private static func markup(_ text: String, element: String) -> String {
    let prefix = element.firstIndex(of: ":").map { String(element[...$0]) } ?? ""
    let lines = text.split(omittingEmptySubsequences: false) { $0 == "\n" || $0 == "\r\n" || $0 == "\r" }
    return lines.map { SvgText.escaped(DisplayWidth.harmless(String($0))) }
      .joined(separator: "</\(element)><\(prefix)br/><\(element) xml:space=\"preserve\">")
  }

  /// Walks the XML with expat and notes runs.
  private final class Scanner {
    static let namespaces = [
      "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
      "http://purl.oclc.org/ooxml/wordprocessingml/main",
    ]
    private static let paragraphNames = Set(namespaces.map { "\($0)|p" })
    private static let textNames = Set(namespaces.map { "\($0)|t" })

    private(set) var paragraphs: [[Run]] = []
    /// The paragraphs that are open, the innermost last.
    private var open: [Int] = []
    private var start: (place: Int, element: String, text: String)?
    private var hasDocumentType = false
    private let bytes: [UInt8]
    private let parser: XML_Parser

    private init(_ bytes: [UInt8]) {
      guard let parser = XML_ParserCreateNS("UTF-8", XML_Char(UInt8(ascii: "|"))) else {
        preconditionFailure("expat starts parsing")
      }
      self.bytes = bytes
      self.parser = parser
      XML_SetUserData(parser, Unmanaged.passUnretained(self).toOpaque())
      XML_SetElementHandler(
        parser, { user, name, _ in Scanner.of(user).begin(name) }, { user, name in Scanner.of(user).end(name) })
      XML_SetCharacterDataHandler(parser) { user, text, count in Scanner.of(user).add(text, Int(count)) }
      XML_SetStartDoctypeDeclHandler(parser) { user, _, _, _, _ in Scanner.of(user).stop() }
    }

    deinit { XML_ParserFree(parser) }

    static func scan(_ bytes: [UInt8]) throws(Fault) -> Scanner {
      let scanner = Scanner(bytes)
      let status = bytes.withUnsafeBytes { bytes in
        XML_Parse(scanner.parser, bytes.baseAddress?.assumingMemoryBound(to: CChar.self), Int32(bytes.count), 1)
      }
      if scanner.hasDocumentType { throw .documentType }
      guard status == XML_STATUS_OK else { throw .notXML(line: Int(XML_GetCurrentLineNumber(scanner.parser))) }
      return scanner
    }

    private static func of(_ user: UnsafeMutableRawPointer?) -> Scanner {
      guard let user else { preconditionFailure("expat hands back what it was given") }
      return Unmanaged.fromOpaque(user).takeUnretainedValue()
    }

    private func begin(_ name: UnsafePointer<XML_Char>?) {
      let name = name.map { String(cString: $0) } ?? ""
      if Self.paragraphNames.contains(name) {
        open.append(paragraphs.count)
        paragraphs.append([])
      } else if Self.textNames.contains(name), !open.isEmpty {
        let place = Int(XML_GetCurrentByteIndex(parser))
        let tag = bytes[place..<place + Int(XML_GetCurrentByteCount(parser))]
        // An empty element has no content to put anything into.
        guard !tag.dropLast().hasSuffix("/") else { return }
        let written = tag.dropFirst().prefix { $0 > 0x20 && $0 != UInt8(ascii: ">") }
        start = (place + tag.count, String(decoding: written, as: UTF8.self), "")
      }
    }

    private func end(_ name: UnsafePointer<XML_Char>?) {
      let name = name.map { String(cString: $0) } ?? ""
      if Self.paragraphNames.contains(name) {
        open.removeLast()
      } else if Self.textNames.contains(name), let start, let paragraph = open.last {
        let range = start.place..<Int(XML_GetCurrentByteIndex(parser))
        paragraphs[paragraph].append(Run(range: range, element: start.element, text: start.text))
        self.start = nil
      }
    }

    private func add(_ text: UnsafePointer<XML_Char>?, _ count: Int) {
      guard start != nil, let text else { return }
      let bytes = UnsafeRawBufferPointer(start: text, count: count)
      start?.text += String(decoding: bytes, as: UTF8.self)
    }

    private func stop() {
      hasDocumentType = true
      XML_StopParser(parser, XML_Bool(0))
    }
  }
}

extension ArraySlice<UInt8> {
  fileprivate func hasSuffix(_ text: StaticString) -> Bool {
    text.withUTF8Buffer { suffix in self.suffix(suffix.count).elementsEqual(suffix) }
  }
}
