internal import SteelyardDomain

/// A DOCX whose text holds placeholders (``LetterField``): the program's own or the user's, opened, checked and filled.
public struct WordTemplate: Sendable {
  /// Why a DOCX cannot be a template.
  public enum Fault: Error, Equatable, Sendable {
    /// It is no DOCX that can be read: no zip archive, encrypted, damaged, or without `word/document.xml`.
    case notDocx
    /// It has more parts or bytes than are read.
    case tooLarge
    /// It carries macros.
    case macros
    /// A part is not well-formed XML in UTF-8, or has a document type.
    case notXML(part: String, line: Int)
    /// `{{` without `}}` in one paragraph of a part.
    case open(part: String, paragraph: Int, text: String)
    /// A placeholder that there is none of.
    case unknown(part: String, paragraph: Int, name: String)
    /// Placeholders of what every export carries, which it does not have.
    case missing([LetterField])
  }

  private let parts: [OfficeArchive.Part]
  private let texts: [Int: Filling]

  /// A part that is filled.
  private struct Filling: @unchecked Sendable {
    let part: WordPart
  }

  /// Opens a DOCX.
  ///
  /// - Throws: ``Fault`` with the place of what is wrong.
  public init(docx bytes: [UInt8]) throws(Fault) {
    do { try self.init(parts: OfficeArchive.parts(bytes)) } catch let fault as Fault { throw fault } catch {
      throw (error as? OfficeArchive.Failure) == .tooLarge ? .tooLarge : .notDocx
    }
  }

  /// Takes the parts of a DOCX.
  init(parts: [OfficeArchive.Part]) throws(Fault) {
    guard parts.contains(where: { $0.name == "word/document.xml" }), Set(parts.map(\.name)).count == parts.count else {
      throw .notDocx
    }
    if parts.contains(where: { $0.name.hasSuffix("vbaProject.bin") }) { throw .macros }
    var texts: [Int: Filling] = [:]
    for (place, part) in parts.enumerated() where Self.isText(part.name) {
      do { texts[place] = Filling(part: try WordPart(part.bytes)) } catch { throw Self.fault(error, part.name) }
    }
    self.parts = parts
    self.texts = texts
    let missing = LetterField.carried.filter { !fields.contains($0) }
    if !missing.isEmpty { throw .missing(missing) }
  }

  /// Whether a part holds paragraphs that are filled: the document, its headers, footers and notes.
  private static func isText(_ name: String) -> Bool {
    name.wholeMatch(of: /word\/(?:document|header[0-9]*|footer[0-9]*|footnotes|endnotes)\.xml/) != nil
  }

  private static func fault(_ fault: WordPart.Fault, _ part: String) -> Fault {
    switch fault {
    case .notXML(let line): .notXML(part: part, line: line)
    case .documentType: .notXML(part: part, line: 1)
    case .placeholder(.open(let text), let paragraph): .open(part: part, paragraph: paragraph, text: text)
    case .placeholder(.unknown(let name), let paragraph): .unknown(part: part, paragraph: paragraph, name: name)
    }
  }

  /// The placeholders that it has.
  public var fields: Set<LetterField> { texts.values.reduce(into: []) { $0.formUnion($1.part.fields) } }

  /// The DOCX with its placeholders.
  public var docx: [UInt8] { OfficeArchive.bytes(parts) }

  /// The DOCX with values in the places of the placeholders.
  func filled(_ values: [LetterField: String]) -> [UInt8] {
    OfficeArchive.bytes(
      parts.enumerated().map { place, part in
        texts[place].map { OfficeArchive.Part(name: part.name, bytes: $0.part.filled(values)) } ?? part
      })
  }
}
