import SteelyardDomain

/// Tells whether a row is a header, by the names of its cells.
///
/// It compares names as ``AliasTables/normalised(_:)`` does; for cells of ASCII letters it does so without a walk
/// over Unicode scalars, for every row of a damaged file may be asked.
struct HeaderRecogniser {
  /// How well a row fits.
  struct Score: Comparable {
    /// Whether every field without which the table cannot be used has a column.
    var hasRequired = false
    /// How many cells are names the table knows.
    var known = 0

    static func < (a: Score, b: Score) -> Bool {
      a.hasRequired == b.hasRequired ? a.known < b.known : b.hasRequired
    }
  }

  private let known: Set<String>
  private let requiredCount: Int
  /// For each normalised name the number of the field it stands for; the required ones come first.
  private var fieldNumbers: [String: Int] = [:]
  /// No cell of more bytes is a known name: full-width letters take three, and some are for blanks and a unit.
  private var bytesMaximum = 0
  /// For each first byte of a name in ASCII the lengths of such names, one bit each.
  private var lengths = [UInt64](repeating: 0, count: 128)
  /// The first three bytes of the other names.
  private var leads: Set<UInt32> = []
  /// Whether a name begins with a digit, as numbers and dates do.
  private var hasDigitNames = false

  init(_ request: Header.Request) {
    known = request.known
    requiredCount = request.required.count
    var numbers: [String: Int] = [:]
    for field in request.required { numbers[field] = numbers.count }
    func number(_ field: String) -> Int {
      let number = numbers[field] ?? numbers.count
      numbers[field] = number
      return number
    }
    let mapped = Set(request.mapping.values)
    let lookup = request.vocabulary.lookup
    for (name, field) in lookup where !mapped.contains(field) {
      fieldNumbers[name] = number(field)
    }
    for (name, field) in request.mapping { fieldNumbers[AliasTables.normalised(name)] = number(field) }
    // A name that was set aside for a mapped column is still a name.
    for name in lookup.keys where fieldNumbers[name] == nil {
      fieldNumbers[name] = numbers.count
    }
    bytesMaximum = 3 * (fieldNumbers.keys.map(\.utf8.count) + known.map(\.utf8.count)).reduce(0, max) + 16
    for name in fieldNumbers.keys {
      let bytes = Array(name.utf8)
      guard let first = bytes.first else { continue }
      if FieldDecoder.digit(first) != nil { hasDigitNames = true }
      if first < 0x80 {
        // Shorter by a unit or by what is not ASCII is possible only where it is not plain; see number(of:).
        lengths[Int(first)] |= 1 << UInt64(min(bytes.count, 63))
      } else {
        leads.insert(Self.lead(bytes))
      }
    }
  }

  /// How well cells fit.
  ///
  /// - Parameter needsRequired: whether a row that cannot have all required fields may be given up early.
  func score(
    _ buffer: UnsafeRawBufferPointer, _ fields: some Collection<CsvTokenizer.Field>, needsRequired: Bool = false
  ) -> Score {
    var score = Score()
    var found: UInt64 = 0
    var missing = requiredCount
    for (position, field) in fields.enumerated() {
      if needsRequired, fields.count - position < missing { return Score() }
      let cell = UnsafeRawBufferPointer(rebasing: buffer[field.start..<field.end])
      guard cell.count <= bytesMaximum else { continue }
      if let number = number(of: cell) {
        score.known += 1
        if number < requiredCount, found & 1 << UInt64(number) == 0 {
          found |= 1 << UInt64(number)
          missing -= 1
        }
      } else if !known.isEmpty, known.contains(String(decoding: cell, as: UTF8.self).trimmingMarks) {
        score.known += 1
      }
    }
    score.hasRequired = score.known > 0 && missing == 0
    return score
  }

  private static func lead(_ bytes: some Collection<UInt8>) -> UInt32 {
    bytes.prefix(3).reduce(0) { $0 << 8 | UInt32($1) }
  }

  /// Whether a cell begins with a digit, half or full in width.
  private static func isDigit(_ first: UInt8, _ cell: UnsafeRawBufferPointer) -> Bool {
    if FieldDecoder.digit(first) != nil { return true }
    guard first == 0xEF, cell.count >= 3, let half = FieldDecoder.halfWidth(cell[1], cell[2]) else { return false }
    return FieldDecoder.digit(half) != nil
  }

  /// The number of the field that a cell names; most cells of a row are seen to be no name without a text being made.
  private func number(of cell: UnsafeRawBufferPointer) -> Int? {
    guard let first = cell.first else { return nil }
    if !hasDigitNames, Self.isDigit(first, cell) { return nil }
    if first >= 0x80 {
      // Marks, wide letters and wide blanks may stand before a name.
      let isDressed = first == 0xEF || first == 0xC2 || first == 0xE2 || first == 0xE3
      if !isDressed, !leads.contains(Self.lead(cell)) { return nil }
    }
    var (isPlain, hasBlank) = (true, false)
    for byte in cell {
      if byte >= 0x80 || byte == UInt8(ascii: "(") { isPlain = false }
      if byte <= 32 { hasBlank = true }
    }
    if isPlain, !hasBlank {
      let letter = (65...90).contains(first) ? first | 0x20 : first
      if lengths[Int(letter)] & 1 << UInt64(min(cell.count, 63)) == 0 { return nil }
    }
    if !isPlain { return fieldNumbers[AliasTables.normalised(String(decoding: cell, as: UTF8.self))] }
    // Names of ASCII letters: the blanks off, lower case.
    let name = String(unsafeUninitializedCapacity: cell.count) { letters in
      var count = 0
      for byte in cell where byte != 32 && byte != 9 && byte != 10 && byte != 13 {
        letters[count] = (65...90).contains(byte) ? byte | 0x20 : byte
        count += 1
      }
      return count
    }
    return fieldNumbers[name]
  }
}

extension String {
  /// The text without spaces and TABs at its ends, as names of columns are shown.
  var trimmingMarks: String {
    var view = self[...]
    while let first = view.first, first == " " || first == "\t" || first == "\u{FEFF}" { view.removeFirst() }
    while let last = view.last, last == " " || last == "\t" { view.removeLast() }
    return String(view)
  }
}
