import CExpat
import Glibc
import SteelyardDomain
import Synchronization

/// Takes the elements of a part as they pass.
protocol XmlHandler: AnyObject {
  /// An element begins.
  func start(_ element: XmlName, _ attributes: XmlAttributes, _ stream: XmlStream)
  /// An element ends.
  func end(_ element: XmlName, _ stream: XmlStream)
  /// Text, in pieces as they come.
  func text(_ bytes: UnsafeRawBufferPointer, _ stream: XmlStream)
}

/// An element's name without its namespace; empty for an element of a namespace that is none of a workbook's.
struct XmlName {
  fileprivate let bytes: UnsafeRawBufferPointer

  static func == (name: XmlName, word: StaticString) -> Bool { sameBytes(name.bytes, word) }
}

/// An element's attributes, valid while it begins.
struct XmlAttributes {
  fileprivate let list: UnsafeMutablePointer<UnsafePointer<CChar>?>?

  /// The value of an attribute without namespace.
  subscript(_ name: StaticString) -> UnsafeRawBufferPointer? {
    guard let list else { return nil }
    var position = 0
    while let key = list[position], let value = list[position + 1] {
      if UInt8(bitPattern: key[0]) == name.utf8Start[0], sameBytes(cBytes(key), name) { return cBytes(value) }
      position += 2
    }
    return nil
  }

  /// The value as a text.
  func text(_ name: StaticString) -> String? { self[name].map { String(decoding: $0, as: UTF8.self) } }

  /// The value as a whole number that is not negative.
  func number(_ name: StaticString) -> Int? { self[name].flatMap(wholeNumber) }

  /// Whether a boolean attribute is set; `nil` where it is not there.
  func flag(_ name: StaticString) -> Bool? { self[name].map { sameBytes($0, "1") || sameBytes($0, "true") } }

  /// The id by which an element points to another part, in the namespace of relationships, transitional or strict.
  var relationship: String? {
    guard let list else { return nil }
    var position = 0
    while let key = list[position], let value = list[position + 1] {
      let name = String(cString: key)
      if name.hasPrefix("http://"), name.hasSuffix("/relationships|id") { return String(cString: value) }
      position += 2
    }
    return nil
  }
}

/// Reads a part's XML as a stream, without entities: a document with a document type is refused.
///
/// Edge cases: elements nested deeper than 64, one tag or comment longer than 1 MiB, and XML that needs more than
/// 64 MiB of the parser are refused; so is whatever is not well-formed.
final class XmlStream {
  private static let chunkBytes = 1 << 16
  private static let depthMaximum = 64
  private static let tokenBytesMaximum = 1 << 20

  /// The part that is read.
  let part: WorkbookPart
  private let handler: any XmlHandler
  private let parser: OpaquePointer
  private let meter = XmlMeter()
  private var depth = 0
  private var isSuspended = false
  private var fault: Diagnostic.Code?
  private var isFinished = false

  init(_ part: WorkbookPart, _ handler: any XmlHandler) {
    self.part = part
    self.handler = handler
    var memory = XmlMemory.suite
    guard let parser = XML_ParserCreate_MM(nil, &memory, "|") else { preconditionFailure("expat starts parsing") }
    self.parser = parser
    XML_SetUserData(parser, Unmanaged.passUnretained(self).toOpaque())
    XML_SetElementHandler(
      parser, { XmlStream.of($0).start($1, $2) }, { XmlStream.of($0).end($1) })
    XML_SetCharacterDataHandler(parser) { XmlStream.of($0).text($1, $2) }
    XML_SetStartDoctypeDeclHandler(parser) { user, _, _, _, _ in XmlStream.of(user).stop(.workbookDocumentType) }
  }

  deinit { XML_ParserFree(parser) }

  /// Where the element at hand begins, in bytes of the part.
  var byteOffset: Int { Int(XML_GetCurrentByteIndex(parser)) }

  /// Reads on until the handler pauses; `false` at the end of the part.
  ///
  /// - Throws: ``IntakeFailure``.
  func advance() throws(IntakeFailure) -> Bool {
    if isFinished, !isSuspended { return false }
    var status = isSuspended ? XmlMemory.$meter.withValue(meter) { XML_ResumeParser(parser) } : try parseChunk()
    while true {
      isSuspended = status == XML_STATUS_SUSPENDED
      if isSuspended { return true }
      if status != XML_STATUS_OK || fault != nil {
        let isFull = XML_GetErrorCode(parser) == XML_ERROR_NO_MEMORY
        throw workbookRefusal(fault ?? (isFull ? .workbookTooLarge : .workbookDamaged), part.archive.file, part.name)
      }
      if isFinished { return false }
      status = try parseChunk()
    }
  }

  /// Reads the whole part.
  ///
  /// - Throws: ``IntakeFailure``.
  func run() throws(IntakeFailure) { while try advance() {} }

  /// Pauses behind the element at hand.
  func pause() { XML_StopParser(parser, XML_Bool(1)) }

  /// Gives the part up.
  func stop(_ code: Diagnostic.Code) {
    if fault == nil { fault = code }
    XML_StopParser(parser, XML_Bool(0))
  }

  private func parseChunk() throws(IntakeFailure) -> XML_Status {
    // A token that does not end is read again with every chunk.
    if part.bytesRead - max(0, byteOffset) > Self.tokenBytesMaximum { stop(.workbookDamaged) }
    guard fault == nil, let buffer = XML_GetBuffer(parser, Int32(Self.chunkBytes)) else { return XML_STATUS_ERROR }
    let count = try part.read(into: UnsafeMutableRawBufferPointer(start: buffer, count: Self.chunkBytes))
    // The last chunk's end is the end of the document, once it is parsed without a pause.
    isFinished = count == 0
    return XmlMemory.$meter.withValue(meter) { XML_ParseBuffer(parser, Int32(count), count == 0 ? 1 : 0) }
  }

  private static func of(_ user: UnsafeMutableRawPointer?) -> XmlStream {
    guard let user else { preconditionFailure("the parser was given its stream") }
    return Unmanaged<XmlStream>.fromOpaque(user).takeUnretainedValue()
  }

  private func start(_ name: UnsafePointer<CChar>?, _ list: UnsafeMutablePointer<UnsafePointer<CChar>?>?) {
    guard let name, fault == nil else { return }
    depth += 1
    if depth > Self.depthMaximum { return stop(.workbookDamaged) }
    handler.start(Self.local(name), XmlAttributes(list: list), self)
  }

  private func end(_ name: UnsafePointer<CChar>?) {
    guard let name, fault == nil else { return }
    depth -= 1
    handler.end(Self.local(name), self)
  }

  private func text(_ bytes: UnsafePointer<CChar>?, _ count: Int32) {
    guard fault == nil else { return }
    handler.text(UnsafeRawBufferPointer(start: bytes, count: Int(count)), self)
  }

  /// The name behind one of the namespaces of workbooks.
  private static func local(_ name: UnsafePointer<CChar>) -> XmlName {
    let bytes = cBytes(name)
    for space in namespaces
    where bytes.count > space.utf8CodeUnitCount && memcmp(name, space.utf8Start, space.utf8CodeUnitCount) == 0 {
      return XmlName(bytes: UnsafeRawBufferPointer(rebasing: bytes[space.utf8CodeUnitCount...]))
    }
    return XmlName(bytes: UnsafeRawBufferPointer(rebasing: bytes[0..<0]))
  }

  /// Transitional, strict, and that of relationships between parts.
  private static let namespaces: [StaticString] = [
    "http://schemas.openxmlformats.org/spreadsheetml/2006/main|", "http://purl.oclc.org/ooxml/spreadsheetml/main|",
    "http://schemas.openxmlformats.org/package/2006/relationships|",
  ]
}

/// What a parser's memory comes to.
private final class XmlMeter: Sendable {
  let bytes = Atomic<Int>(0)

  /// Whether some bytes more are within the cap, 64 MiB.
  func hasRoom(_ more: Int) -> Bool { more <= (64 << 20) && bytes.load(ordering: .relaxed) <= (64 << 20) - more }
}

/// The memory of the parser at work, counted: names that never repeat cannot take all there is.
private enum XmlMemory {
  @TaskLocal static var meter: XmlMeter?

  static var suite: XML_Memory_Handling_Suite {
    XML_Memory_Handling_Suite(
      malloc_fcn: { size in
        guard XmlMemory.meter?.hasRoom(size) != false, let block = malloc(size) else { return nil }
        XmlMemory.meter?.bytes.add(malloc_usable_size(block), ordering: .relaxed)
        return block
      },
      realloc_fcn: { old, size in
        let before = malloc_usable_size(old)
        guard size <= before || XmlMemory.meter?.hasRoom(size - before) != false, let block = realloc(old, size) else {
          return nil
        }
        XmlMemory.meter?.bytes.add(malloc_usable_size(block) - before, ordering: .relaxed)
        return block
      },
      free_fcn: { block in
        XmlMemory.meter?.bytes.subtract(malloc_usable_size(block), ordering: .relaxed)
        free(block)
      })
  }
}

/// The bytes of a text that ends with a NUL.
private func cBytes(_ text: UnsafePointer<CChar>) -> UnsafeRawBufferPointer {
  UnsafeRawBufferPointer(start: text, count: strlen(text))
}

/// Digits as a number; `nil` for anything else and beyond nine digits.
func wholeNumber(_ bytes: UnsafeRawBufferPointer) -> Int? {
  guard (1...9).contains(bytes.count) else { return nil }
  var number = 0
  for byte in bytes {
    guard let digit = FieldDecoder.digit(byte) else { return nil }
    number = number * 10 + Int(digit)
  }
  return number
}
