import SteelyardDomain
import SteelyardTestSupport

@testable import SteelyardIntake

/// What holds of any bytes that are read as a text.
enum EncodingProperties {
  private static let wanted: [TextEncoding?] = [
    nil, nil, nil, .utf8, .gb18030, .big5, .utf16LittleEndian, .utf16BigEndian,
  ]

  static func check(_ bytes: [UInt8], _ choice: UInt8, _ report: inout Violations) {
    let wish = wanted[Int(choice & 7)]
    let whole = DecodedInput.reading(bytes, wish, room: 1 << 16, seed: 0)
    report.expect(whole.isAccounted, "what cannot be decoded is refused with a reason")
    let parts = DecodedInput.reading(bytes, wish, room: 1 + Int(choice >> 3), seed: UInt64(bytes.count))
    report.expectEqual(parts, whole, "a text read in small parts is the same text")
    if bytes.withUnsafeBytes({ FileKind(head: $0) }) == .text {
      var generator = Seeded(UInt64(choice))
      let crumbs = Gzip.crumbs(bytes, most: 48, using: &generator)
      let packed = DecodedInput.reading(crumbs, wish, room: 1 << 16, seed: 0)
      report.expectEqual(packed, whole, "a text that comes in crumbs is the same text")
    }
    guard case .read(let text) = whole, bytes.withUnsafeBytes({ FileKind(head: $0) }) == .text else { return }
    checkWritten(bytes, text, &report)
    report.expect(
      zip(text.places, text.places.dropFirst()).allSatisfy { $0 < $1 }
        && text.places.allSatisfy { 0..<max(1, bytes.count) ~= $0 },
      "lines begin in the file one after another: \(text.places)")
  }

  /// The text, written in its encoding again, is what was read but for what was taken off.
  private static func checkWritten(_ bytes: [UInt8], _ text: DecodedInput, _ report: inout Violations) {
    var content = bytes[...]
    if text.notes[.byteOrderMarkPassed] != nil { content = content.dropFirst(text.encoding == .utf8 ? 3 : 2) }
    let ends = text.notes[.controlZIgnored] != nil
    let again: [UInt8]?
    switch text.encoding {
    case .utf8: again = text.bytes
    case .utf16LittleEndian, .utf16BigEndian:
      report.expect(isMarkedText(text.bytes), "what is decoded is UTF-8, but for marks")
      again = utf16(text.bytes, isBigEndian: text.encoding == .utf16BigEndian)
    case .gb18030, .big5:
      report.expect(isMarkedText(text.bytes), "what is decoded is UTF-8, but for marks")
      checkDoubleByte(Array(content), text, ends, &report)
      return
    }
    guard let again else { return }
    if ends {
      report.expect(content.starts(with: again), "what is written again is the beginning of what was read")
    } else {
      report.expect(content.elementsEqual(again), "what is written again is what was read")
    }
  }

  /// Whether bytes are well-formed UTF-8 once the marks of damage are taken out.
  private static func isMarkedText(_ bytes: [UInt8]) -> Bool {
    bytes.split { $0 >= DecodingMark.foreign }.allSatisfy { part in Array(part).withUnsafeBytes { Utf8.isValid($0) } }
  }

  /// The text in UTF-16; `nil` where something in it was damaged.
  private static func utf16(_ bytes: [UInt8], isBigEndian: Bool) -> [UInt8]? {
    guard !bytes.contains(where: { $0 >= DecodingMark.foreign }) else { return nil }
    return String(decoding: bytes, as: UTF8.self).utf16.flatMap { unit -> [UInt8] in
      let low = UInt8(truncatingIfNeeded: unit)
      return isBigEndian ? [UInt8(unit >> 8), low] : [low, UInt8(unit >> 8)]
    }
  }

  /// Each character of the text is one that stands in the bytes, in their order; a mark of damage stands for one byte.
  private static func checkDoubleByte(
    _ content: [UInt8], _ text: DecodedInput, _ ends: Bool, _ report: inout Violations
  ) {
    guard let table = text.encoding == .big5 ? DoubleByteTable.big5 : DoubleByteTable.gb18030 else { return }
    var rest = content[...]
    var position = 0
    while position < text.bytes.count {
      let byte = text.bytes[position]
      if byte < 0x80 || byte >= DecodingMark.foreign {
        guard let read = rest.popFirst(), byte >= DecodingMark.foreign ? read >= 0x80 : read == byte else {
          report.expect(false, "byte \(position) of the text stands in the file")
          return
        }
        position += 1
        continue
      }
      let width = byte < 0xE0 ? 2 : byte < 0xF0 ? 3 : 4
      let scalar = String(decoding: text.bytes[position..<min(position + width, text.bytes.count)], as: UTF8.self)
        .unicodeScalars.first?.value
      guard let length = length(of: scalar, rest, table) else {
        report.expect(false, "the character at \(position) of the text stands in the file")
        return
      }
      rest = rest.dropFirst(length)
      position += width
    }
    report.expect(ends || rest.isEmpty, "nothing in the file is passed over")
  }

  /// How many bytes at the front mean a character, `nil` where they mean another.
  private static func length(of scalar: UInt32?, _ rest: ArraySlice<UInt8>, _ table: DoubleByteTable) -> Int? {
    let bytes = Array(rest.prefix(4))
    guard let scalar, bytes.count >= 2 else { return nil }
    let entry = table.two[Int(bytes[0] & 0x7F) << 8 | Int(bytes[1])]
    if entry != 0 {
      let utf8 = (0..<Int(entry >> 24 & 7)).map { UInt8(truncatingIfNeeded: entry >> (8 * UInt32($0))) }
      return String(decoding: utf8, as: UTF8.self).unicodeScalars.first?.value == scalar ? 2 : nil
    }
    guard bytes.count == 4 else { return nil }
    return DoubleByteDecoder.scalar(bytes[0], bytes[1], bytes[2], bytes[3], table.four) == scalar ? 4 : nil
  }
}

/// A text as its source gives it.
struct DecodedInput: Equatable {
  var bytes: [UInt8] = []
  var encoding = TextEncoding.utf8
  var converter = ""
  var notes: [Diagnostic.Code: [String: Int64]] = [:]
  /// Where each line of the text begins in the file.
  var places: [Int] = []

  /// Reads bytes with buffers of 1 to `room` bytes.
  static func reading(
    _ input: [UInt8], _ wish: TextEncoding?, room: Int, seed: UInt64
  ) -> Reading<DecodedInput> {
    let file = MemoryFile(input)
    return Reading {
      var options = ReadingOptions()
      options.encoding = wish
      let source = try ByteSource(file.path, options)
      let text = TextSource(source, options)
      var decoded = DecodedInput()
      var generator = Seeded(seed)
      let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: room, alignment: 64)
      defer { buffer.deallocate() }
      while true {
        let size = room > 1024 ? room : Int.random(in: 1...room, using: &generator)
        let count = try text.read(into: UnsafeMutableRawBufferPointer(rebasing: buffer[0..<size]))
        if count == 0 { break }
        decoded.bytes += buffer[0..<count]
      }
      (decoded.encoding, decoded.converter, decoded.notes) = (text.encoding, text.converter, text.notes)
      var isStart = true
      for (position, byte) in decoded.bytes.enumerated() {
        if isStart { decoded.places.append(text.originalOffset(of: position)) }
        let isPair = byte == 13 && position + 1 < decoded.bytes.count && decoded.bytes[position + 1] == 10
        isStart = byte == 10 || byte == 13 && !isPair
      }
      return decoded
    }
  }
}
