import SteelyardDomain

/// What is asked of a record whatever its table.
extension TableRecord {
  /// The bytes of a field without its quotes.
  @inline(__always) func field(_ column: Int) -> UnsafeRawBufferPointer {
    UnsafeRawBufferPointer(rebasing: buffer[fields[column].start..<fields[column].end])
  }

  /// The same without spaces and marks at its ends.
  func trimmed(_ column: Int) -> UnsafeRawBufferPointer { FieldDecoder.trimmed(field(column)) }
}

extension FieldDecoder {
  /// The same of a field of a buffer, without a loop where it has up to eight digits before the point: how many there are
  /// is what no processor foresees. Its slow twin is the other one.
  @inline(__always) static func usualFen(_ buffer: UnsafeRawBufferPointer, _ start: Int, _ end: Int) -> Int64? {
    let point = end - 3
    // The eight bytes before the point lie in the buffer, if not all of them in the field.
    guard 1...8 ~= point - start, point >= 8 else {
      return usualFen(UnsafeRawBufferPointer(rebasing: buffer[start..<end]))
    }
    let others = UInt64(64 - 8 * (point - start))
    let word = UInt64(littleEndian: buffer.loadUnaligned(fromByteOffset: point - 8, as: UInt64.self))
    let digits = ((word ^ 0x3030_3030_3030_3030) &>> others) &<< others
    let (tens, ones) = (buffer[point + 1] &- 48, buffer[point + 2] &- 48)
    let isOdd = (digits &+ 0x7676_7676_7676_7676 | digits) & 0x8080_8080_8080_8080 != 0
    guard !isOdd, max(tens, ones) < 10, buffer[point] == UInt8(ascii: ".") else { return nil }
    // Digits to pairs, pairs to fours, fours to eight: the first is the lowest byte and weighs most.
    let pairs = (digits &* (10 << 8 + 1)) >> 8 & 0x00FF_00FF_00FF_00FF
    let fours = (pairs &* (100 << 16 + 1)) >> 16 & 0x0000_FFFF_0000_FFFF
    let yuan = (fours &* (10_000 << 32 + 1)) >> 32
    return Int64(yuan) &* 100 &+ Int64(tens) &* 10 &+ Int64(ones)
  }

  /// An amount in the usual form, digits with two decimals, as fen; `nil` for any other form, which is read by
  /// ``fen(_:)``.
  @inline(__always) static func usualFen(_ bytes: UnsafeRawBufferPointer) -> Int64? {
    let point = bytes.count - 3
    // At most 13 digits, which are less than a row may hold.
    guard point > 0, point <= 11, bytes[point] == UInt8(ascii: ".") else { return nil }
    var fen: Int64 = 0
    var greatest: UInt8 = 0
    for position in 0..<point {
      let digit = bytes[position] &- 48
      greatest = max(greatest, digit)
      fen = fen &* 10 &+ Int64(digit)
    }
    let (tens, ones) = (bytes[point + 1] &- 48, bytes[point + 2] &- 48)
    guard max(greatest, max(tens, ones)) < 10 else { return nil }
    return fen &* 100 &+ Int64(tens) &* 10 &+ Int64(ones)
  }

  /// Whether a spreadsheet has turned an identifier into a number, `3.301E+25`, or into `####` in a narrow column.
  static func isDamagedIdentifier(_ bytes: UnsafeRawBufferPointer) -> Bool {
    // A column that was too narrow.
    if bytes.count > 1, bytes.allSatisfy({ $0 == UInt8(ascii: "#") }) { return true }
    guard let first = bytes.first, digit(first) != nil,
      bytes.contains(where: { $0 == UInt8(ascii: "+") || $0 == UInt8(ascii: ".") }),
      bytes.contains(where: { $0 | 0x20 == UInt8(ascii: "e") })
    else { return false }
    return bytes.allSatisfy { byte in
      digit(byte) != nil || byte == UInt8(ascii: ".") || byte == UInt8(ascii: "+") || byte | 0x20 == UInt8(ascii: "e")
    }
  }

  /// A plain decimal as a whole number of units of 10^-decimals: `-?digits[.digits]`, also `+1` and `.5`.
  ///
  /// Nothing is rounded: what is finer is broken, as is what exceeds `limit` units. No thousands commas.
  static func fixed(
    _ field: UnsafeRawBufferPointer, decimals: Int, limit: Int64, fault: Diagnostic.Code
  ) -> Decoded<Int64> {
    let bytes = trimmed(field)
    if isNull(bytes) { return .empty }
    var rest = bytes[...]
    let sign = rest.first == UInt8(ascii: "-") ? -1 : 1 as Int64
    let isSigned = rest.first == UInt8(ascii: "-") || rest.first == UInt8(ascii: "+")
    if isSigned { rest = rest.dropFirst() }
    var value: Int64 = 0
    var digits = 0
    var places = -1
    for byte in rest {
      if byte == UInt8(ascii: "."), places < 0 {
        places = 0
        continue
      }
      guard let digit = digit(byte) else { return .broken(fault) }
      digits += 1
      if places >= decimals {
        if digit != 0 { return .broken(fault) }
        continue
      }
      if places >= 0 { places += 1 }
      guard let longer = appended(digit, to: value, limit: limit) else { return .broken(fault) }
      value = longer
    }
    guard digits > 0 else { return .broken(fault) }
    for _ in max(places, 0)..<decimals {
      guard let longer = appended(0, to: value, limit: limit) else { return .broken(fault) }
      value = longer
    }
    let isPlain = bytes.count == field.count && rest.first != UInt8(ascii: ".") && bytes.first != UInt8(ascii: "+")
    return isPlain ? .clean(sign * value) : .repaired(sign * value)
  }

  /// A value with one more digit at its end, `nil` where it exceeds the limit: a limit may lie within a digit of the
  /// largest integer, so what exceeds it may not even be one.
  private static func appended(_ digit: Int64, to value: Int64, limit: Int64) -> Int64? {
    let (tens, isTooLong) = value.multipliedReportingOverflow(by: 10)
    let (longer, isTooLarge) = tens.addingReportingOverflow(digit)
    return isTooLong || isTooLarge || longer > limit ? nil : longer
  }
}
