/// Watches a column of amounts for two units under one header: some in yuan with a point, others in fen without.
///
/// A sum cannot tell the two, and no rule of a row can. Amounts with a point and whole ones are counted apart, by an
/// eighth of a doubling. They are of two units where there are enough of both and each quartile of the whole ones is
/// 42 to 240 times that of the others, about a hundred.
///
/// Edge cases: amounts of zero are left out; a spreadsheet that drops `.00` leaves whole amounts of the usual size, which
/// are no second unit. The order of rows does not matter.
struct UnitWatch {
  /// How many amounts of each kind there must be.
  static let amountsMinimum: Int64 = 20
  /// How many times the others the whole amounts are, as a logarithm to base 2.
  private static let distance = 5.4...7.9
  /// Steps to a doubling.
  private static let steps = 8

  /// How often amounts of a size were seen.
  private struct Sizes {
    var counts = [Int64](repeating: 0, count: 64 * UnitWatch.steps)
    var total: Int64 = 0

    mutating func add(_ magnitude: UInt64) {
      let exponent = 63 - magnitude.leadingZeroBitCount
      let mantissa = exponent >= 3 ? magnitude >> UInt64(exponent - 3) & 7 : magnitude << UInt64(3 - exponent) & 7
      counts[exponent * UnitWatch.steps + Int(mantissa)] += 1
      total += 1
    }

    mutating func add(_ others: Sizes) {
      for size in counts.indices { counts[size] += others.counts[size] }
      total += others.total
    }

    /// The size below which a quarter, two, or three of the amounts lie, as a logarithm to base 2.
    func quartile(_ number: Int64) -> Double {
      var rest = (total * number + 3) / 4
      for (size, count) in counts.enumerated() {
        rest -= count
        if rest <= 0 { return Double(size) / Double(UnitWatch.steps) }
      }
      return 0
    }
  }

  private var pointed = Sizes()
  private var whole = Sizes()

  /// Counts an amount by how it is written.
  ///
  /// - Parameters:
  ///   - text: the field.
  ///   - fen: what it was read as.
  @inline(__always)
  mutating func add(_ text: UnsafeRawBufferPointer, fen: Int64) {
    if fen == 0 { return }
    let isUsual = text.count > 3 && text[text.count - 3] == UInt8(ascii: ".")
    if isUsual || !Self.isWhole(text) {
      pointed.add(fen.magnitude)
    } else {
      whole.add(fen.magnitude)
    }
  }

  /// Adds the amounts of another part of the file.
  mutating func add(_ part: UnitWatch) {
    pointed.add(part.pointed)
    whole.add(part.whole)
  }

  /// Whether a text has nothing but digits, a sign, blanks and marks between groups: no decimals and no exponent.
  private static func isWhole(_ text: UnsafeRawBufferPointer) -> Bool {
    text.allSatisfy { FieldDecoder.digit($0) != nil || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: ",") || $0 == 32 }
  }

  /// Whether the amounts are of two units.
  var isMixed: Bool {
    guard pointed.total >= Self.amountsMinimum, whole.total >= Self.amountsMinimum else { return false }
    return (1...3).allSatisfy { Self.distance.contains(whole.quartile($0) - pointed.quartile($0)) }
  }
}
