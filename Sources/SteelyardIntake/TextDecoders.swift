/// What a decoder tells of the text it has written, beside the bytes.
struct DecodingRecord {
  /// How many private-use code points there were.
  var privateUse: Int64 = 0
  /// Where the lines of the text begin on disk.
  var places: PlaceMap
}

/// Bytes that stand for text in the wrong place; neither is ever part of UTF-8.
enum DecodingMark {
  /// A byte, or half a character, that means nothing in the file's encoding.
  static let invalid: UInt8 = 0xFF
  /// A byte of a line that is written in UTF-8 where the file is not.
  static let foreign: UInt8 = 0xFE
}

/// Turns an encoding into UTF-8, block by block.
protocol TextDecoder {
  /// Decodes as much of a block as it can without the next, at most three bytes out for two in.
  ///
  /// - Parameters:
  ///   - isFinal: whether the stream ends with the block.
  ///   - mustMove: whether a line that does not end in the block is decoded as far as it is there.
  /// - Returns: how many bytes were read and written.
  mutating func decode(
    _ input: UnsafeRawBufferPointer, isFinal: Bool, mustMove: Bool, into output: UnsafeMutableRawBufferPointer,
    _ record: inout DecodingRecord
  ) -> (read: Int, written: Int)
}

/// Decodes GB 18030 or Big5, whole lines at a time so that each can be judged.
///
/// Characters are decoded before anything is split: digits and bars that are part of one never reach a tokenizer. A byte
/// that begins no character becomes ``DecodingMark/invalid`` and the next byte is looked at anew, so a separator or line
/// end after half a character stays what it is.
///
/// A line that is well-formed UTF-8 with Chinese text, and as GB 18030 broken or full of rare characters, is written with
/// ``DecodingMark/foreign`` for every byte that is not ASCII.
struct DoubleByteDecoder: TextDecoder {
  let table: DoubleByteTable

  mutating func decode(
    _ input: UnsafeRawBufferPointer, isFinal: Bool, mustMove: Bool, into output: UnsafeMutableRawBufferPointer,
    _ record: inout DecodingRecord
  ) -> (read: Int, written: Int) {
    table.two.withUnsafeBufferPointer { two in
      var read = 0
      var written = 0
      while read < input.count {
        let line = LineEnds.next(in: input, from: read)
        let isWhole = line.isEnded || isFinal
        if !isWhole, !(mustMove && read == 0) { break }
        let bytes = UnsafeRawBufferPointer(rebasing: input[read..<line.end])
        let free = UnsafeMutableRawBufferPointer(rebasing: output[written...])
        guard line.hasHighBytes else {
          free.copyMemory(from: bytes)
          read += bytes.count
          written += bytes.count
          continue
        }
        let step = self.line(bytes, isWhole: isWhole, two, into: free, &record)
        read += step.read
        written += step.written
        record.places.note(written: written, read: read)
        if step.read < bytes.count { break }
      }
      record.places.advance(written: written, read: read)
      return (read, written)
    }
  }

  private func line(
    _ bytes: UnsafeRawBufferPointer, isWhole: Bool, _ two: UnsafeBufferPointer<UInt32>,
    into output: UnsafeMutableRawBufferPointer, _ record: inout DecodingRecord
  ) -> (read: Int, written: Int) {
    var read = 0
    var written = 0
    var marks: UInt32 = 0
    var isBroken = false
    var privateUse: Int64 = 0
    while read < bytes.count {
      let run = Self.copyAscii(bytes, read, output, written)
      read += run
      written += run
      guard read < bytes.count else { break }
      let lead = bytes[read]
      // A character may go on in the next block.
      if read + 1 == bytes.count, !isWhole { break }
      if read + 1 < bytes.count {
        let entry = two[Int(lead & 0x7F) << 8 | Int(bytes[read + 1])]
        if entry != 0 {
          output.storeBytes(of: entry.littleEndian, toByteOffset: written, as: UInt32.self)
          marks |= entry
          if entry & DoubleByteTable.privateUse != 0 { privateUse += 1 }
          written += Int(entry >> 24 & 7)
          read += 2
          continue
        }
        if !isWhole, read + 4 > bytes.count { break }
        if let scalar = fourByteScalar(bytes, read) {
          if 0xE000...0xF8FF ~= scalar || scalar >= 0xF0000 { privateUse += 1 }
          written += Utf8.write(scalar, into: output, at: written)
          read += 4
          continue
        }
      }
      output[written] = DecodingMark.invalid
      isBroken = true
      read += 1
      written += 1
    }
    let isDoubtful = isBroken || marks & DoubleByteTable.rare != 0
    if isWhole, isDoubtful, Utf8Profile(bytes).isChinese {
      for position in 0..<bytes.count {
        output[position] = bytes[position] < 0x80 ? bytes[position] : DecodingMark.foreign
      }
      return (bytes.count, bytes.count)
    }
    record.privateUse += privateUse
    return (read, written)
  }

  /// The character of four bytes at a position, `nil` where there is none.
  private func fourByteScalar(_ bytes: UnsafeRawBufferPointer, _ start: Int) -> UInt32? {
    guard !table.four.isEmpty, start + 4 <= bytes.count else { return nil }
    return Self.scalar(bytes[start], bytes[start + 1], bytes[start + 2], bytes[start + 3], table.four)
  }

  /// The character that four bytes mean.
  static func scalar(_ a: UInt8, _ b: UInt8, _ c: UInt8, _ d: UInt8, _ four: [UInt16]) -> UInt32? {
    guard 0x81...0xFE ~= a, 0x30...0x39 ~= b, 0x81...0xFE ~= c, 0x30...0x39 ~= d else { return nil }
    let linear = DoubleByteTable.linear(a, b, c, d)
    if linear < four.count { return four[linear] == 0 ? nil : UInt32(four[linear]) }
    let beyond = linear - DoubleByteTable.linear(0x90, 0x30, 0x81, 0x30)
    // The last two code points of each plane are noncharacters.
    guard 0..<0x10_0000 ~= beyond, beyond & 0xFFFE != 0xFFFE else { return nil }
    return UInt32(0x1_0000 + beyond)
  }

  /// Copies ASCII up to the first byte that is none; returns how many bytes.
  @inline(__always)
  private static func copyAscii(
    _ bytes: UnsafeRawBufferPointer, _ start: Int, _ output: UnsafeMutableRawBufferPointer, _ outputStart: Int
  ) -> Int {
    var count = 0
    while start + count + 8 <= bytes.count {
      let word = bytes.loadUnaligned(fromByteOffset: start + count, as: UInt64.self).littleEndian
      // What is copied beyond the run is written over.
      output.storeBytes(of: word.littleEndian, toByteOffset: outputStart + count, as: UInt64.self)
      let high = word & 0x8080_8080_8080_8080
      if high != 0 { return count + high.trailingZeroBitCount >> 3 }
      count += 8
    }
    while start + count < bytes.count, bytes[start + count] < 0x80 {
      output[outputStart + count] = bytes[start + count]
      count += 1
    }
    return count
  }
}

/// Decodes UTF-16; a half of a surrogate pair, half a unit at the end and a noncharacter become
/// ``DecodingMark/invalid``.
struct Utf16Decoder: TextDecoder {
  let isBigEndian: Bool

  mutating func decode(
    _ input: UnsafeRawBufferPointer, isFinal: Bool, mustMove: Bool, into output: UnsafeMutableRawBufferPointer,
    _ record: inout DecodingRecord
  ) -> (read: Int, written: Int) {
    var read = 0
    var written = 0
    while read + 2 <= input.count {
      var scalar = UInt32(unit(input, read))
      var width = 2
      if scalar & 0xF800 == 0xD800 {
        if scalar < 0xDC00, read + 4 > input.count, !isFinal { break }
        let low = read + 4 <= input.count ? UInt32(unit(input, read + 2)) : 0
        let isPair = scalar < 0xDC00 && low & 0xFC00 == 0xDC00
        scalar = isPair ? 0x1_0000 + (scalar & 0x3FF) << 10 + low & 0x3FF : 0xFFFF
        if isPair { width = 4 }
      }
      read += width
      if scalar < 0x80 {
        output[written] = UInt8(scalar)
        written += 1
        if scalar == 10 || scalar == 13 { record.places.note(written: written, read: read) }
        continue
      }
      if scalar & 0xFFFE == 0xFFFE || 0xFDD0...0xFDEF ~= scalar {
        output[written] = DecodingMark.invalid
        written += 1
        continue
      }
      if 0xE000...0xF8FF ~= scalar || scalar >= 0xF0000 { record.privateUse += 1 }
      written += Utf8.write(scalar, into: output, at: written)
    }
    if isFinal, read + 1 == input.count {
      output[written] = DecodingMark.invalid
      read += 1
      written += 1
    }
    record.places.advance(written: written, read: read)
    return (read, written)
  }

  @inline(__always)
  private func unit(_ input: UnsafeRawBufferPointer, _ position: Int) -> UInt16 {
    let unit = input.loadUnaligned(fromByteOffset: position, as: UInt16.self)
    return isBigEndian ? UInt16(bigEndian: unit) : UInt16(littleEndian: unit)
  }
}
