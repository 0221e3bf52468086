import Foundation
import SteelyardDomain
import SteelyardTestSupport

@testable import SteelyardIntake

/// A file's text as `TextSource` gives it.
struct DecodedText {
  var bytes: [UInt8] = []
  var encoding = TextEncoding.utf8
  var converter = ""
  var notes: [Diagnostic.Code: [String: Int64]] = [:]
  /// The text, marks of broken bytes as U+FFFD.
  var text: String { String(decoding: bytes, as: UTF8.self) }

  /// Reads a file with buffers of 1 to `room` bytes.
  init(_ file: String, _ wanted: TextEncoding? = nil, room: Int = 1 << 20) throws {
    var options = ReadingOptions()
    options.encoding = wanted
    let text = TextSource(try ByteSource(file), options)
    var generator = Seeded(UInt64(room))
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: room, alignment: 64)
    defer { buffer.deallocate() }
    while true {
      let size = room > 1 << 16 ? room : Int.random(in: 1...room, using: &generator)
      let count = try text.read(into: UnsafeMutableRawBufferPointer(rebasing: buffer[0..<size]))
      if count == 0 { break }
      bytes += buffer[0..<count]
    }
    encoding = text.encoding
    converter = text.converter
    notes = text.notes
  }
}

/// Foundation's converter, which is not ours: characters as bytes, and bytes as a character.
enum Foreign {
  static let gb18030 = String.Encoding(rawValue: 0x8000_0632)
  static let big5 = String.Encoding(rawValue: 0x8000_0A03)

  static func bytes(_ text: String, _ encoding: String.Encoding) -> [UInt8] {
    Array(text.data(using: encoding) ?? Data())
  }

  /// The one character that some bytes mean.
  static func scalar(_ bytes: [UInt8]) -> UInt32? {
    guard let text = String(data: Data(bytes), encoding: gb18030), text.unicodeScalars.count == 1 else { return nil }
    return text.unicodeScalars.first?.value
  }
}

/// Texts of a table in encodings.
enum Encoded {
  /// Chinese text of a row, as bureaus write it.
  static let words = [
    "高血压", "糖尿病", "恶性肿瘤门诊治疗", "杭州市第一人民医院", "老百姓大药房（湖滨店）", "张三", "李四", "女", "男", "门诊慢特病",
    "阿莫西林胶囊", "Ⅱ型", "１２", "，",
  ]

  static func utf16(_ text: String, isBigEndian: Bool, hasMark: Bool = true) -> [UInt8] {
    ((hasMark ? [0xFEFF] : []) + Array(text.utf16)).flatMap { unit -> [UInt8] in
      let bytes = [UInt8(truncatingIfNeeded: unit), UInt8(unit >> 8)]
      return isBigEndian ? bytes.reversed() : bytes
    }
  }

  static func gb18030(_ text: String) -> [UInt8] { Foreign.bytes(text, Foreign.gb18030) }
}

/// A slow decoder of one line, by the rules of the documentation alone and Foundation's characters.
enum NaiveGb18030 {
  /// The line as UTF-8; 0xFF for a byte that begins no character.
  static func decode(_ line: [UInt8], scalar: ([UInt8]) -> UInt32?) -> [UInt8] {
    var text: [UInt8] = []
    var rest = line[...]
    while let byte = rest.first {
      if byte < 0x80 {
        text.append(byte)
        rest = rest.dropFirst()
        continue
      }
      let two = Array(rest.prefix(2))
      let four = Array(rest.prefix(4))
      let isTwo = two.count == 2 && byte != 0x80 && byte != 0xFF && two[1] >= 0x40 && two[1] != 0x7F && two[1] != 0xFF
      let isFour =
        four.count == 4 && byte != 0x80 && byte != 0xFF && 0x30...0x39 ~= four[1] && 0x81...0xFE ~= four[2]
        && 0x30...0x39 ~= four[3]
      if isTwo || isFour, let value = scalar(isTwo ? two : four), let character = Unicode.Scalar(value) {
        text += Array(String(character).utf8)
        rest = rest.dropFirst(isTwo ? 2 : 4)
      } else {
        text.append(0xFF)
        rest = rest.dropFirst()
      }
    }
    return text
  }
}
