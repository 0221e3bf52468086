import SteelyardDomain

/// The fields of a claim record, one small reader each.
extension ClaimDecoder {
  /// The bytes of a field, without its quotes.
  func bytes(_ record: TableRecord, _ column: Int) -> UnsafeRawBufferPointer {
    let field = record.fields[column]
    return UnsafeRawBufferPointer(rebasing: record.buffer[field.start..<field.end])
  }

  func trimmed(_ record: TableRecord, _ column: Int) -> UnsafeRawBufferPointer {
    FieldDecoder.trimmed(bytes(record, column))
  }

  func isNull(_ record: TableRecord, _ column: Int) -> Bool { FieldDecoder.isNull(trimmed(record, column)) }

  /// The first of the identifying columns without a value.
  func firstEmpty(_ record: TableRecord) -> Int? {
    if isNull(record, claim) { return claim }
    if isNull(record, person) { return person }
    if isNull(record, institution) { return institution }
    return isNull(record, disease) ? disease : nil
  }

  mutating func fen(_ record: TableRecord, _ column: Int) -> Decoded<Int64> {
    let decoded = FieldDecoder.fen(bytes(record, column))
    if case .repaired = decoded { note(.valueRepaired, "amount") }
    return decoded
  }

  /// A rule that an amount breaks, and its column.
  struct BadAmount: Error {
    let code: Diagnostic.Code
    let column: Int
  }

  /// An amount that counts as zero where the column or the value is absent.
  mutating func optionalFen(_ record: TableRecord, _ column: Int?) throws(BadAmount) -> Int64 {
    guard let column else { return 0 }
    switch fen(record, column) {
    case .clean(let fen), .repaired(let fen): return fen
    case .empty: return 0
    case .broken(let code): throw BadAmount(code: code, column: column)
    }
  }

  /// The cost the model compares (methods §1).
  mutating func comparedCost(
    _ record: TableRecord, _ totalFen: Int64, _ fundFen: Int64
  ) throws(BadAmount) -> Int64 {
    switch request.cost {
    case .total: return totalFen
    case .fund:
      guard let fund else { preconditionFailure("the header was checked for the fund payment") }
      if isNull(record, fund) { throw BadAmount(code: .requiredValueEmpty, column: fund) }
      return fundFen
    case .eligible:
      if let eligibleParts {
        var rest = totalFen
        for column in eligibleParts { rest -= try optionalFen(record, column) }
        return rest
      }
      guard let inScope else { preconditionFailure("the header was checked for eligible cost") }
      if isNull(record, inScope) { throw BadAmount(code: .requiredValueEmpty, column: inScope) }
      return try optionalFen(record, inScope)
    }
  }

  /// The dense code of a text.
  mutating func code(
    _ record: TableRecord, _ column: Int, in table: WritableKeyPath<ClaimIdentifiers, IdentifierTable>
  ) -> Int32 {
    let bytes = trimmed(record, column)
    if bytes.allSatisfy({ $0 < 0x80 }) { return identifiers[keyPath: table].code(of: bytes) }
    return identifiers[keyPath: table].code(of: composed(String(decoding: bytes, as: UTF8.self)))
  }

  /// The code of a scheme's group; each text is grouped once.
  mutating func schemeGroup(_ record: TableRecord, _ column: Int) -> Int32 {
    let bytes = trimmed(record, column)
    if FieldDecoder.isNull(bytes) { return ClaimBatch.absent }
    let text = Int(schemeGroups.code(of: bytes))
    if text == schemeCodes.count {
      schemeCodes.append(identifiers.schemes.code(of: composed(Scheme.group(schemeGroups.text(of: Int32(text))))))
    }
    return schemeCodes[text]
  }

  mutating func isCareInScope(_ record: TableRecord, _ column: Int) -> Bool {
    let text = Int(careTypes.code(of: trimmed(record, column)))
    if text == careTypeInScope.count {
      careTypeInScope.append(request.isCareTypeInScope(careTypes.text(of: Int32(text))))
    }
    return careTypeInScope[text]
  }

  /// The age in whole years: `32`, `32.0`; `nil` where it is something else or not plausible.
  mutating func wholeYears(_ record: TableRecord, _ column: Int) -> Int16? {
    let bytes = trimmed(record, column)
    if FieldDecoder.isNull(bytes) { return nil }
    guard case .clean(let hundredths) = FieldDecoder.fen(bytes), (0...13_099).contains(hundredths) else {
      note(.optionalValueUnreadable, "age")
      return nil
    }
    return Int16(hundredths / 100)
  }

  func fingerprint(_ record: TableRecord, _ column: Int) -> Fingerprint {
    let bytes = trimmed(record, column)
    return FieldDecoder.isNull(bytes) ? .none : Fingerprint(of: bytes)
  }

  /// Whether the row says that it is a refund: its flag is not zero, or it points to an original.
  func isMarkedRefund(_ record: TableRecord) -> Bool {
    if let refund, !isZero(record, refund) { return true }
    return original.map { !isNull(record, $0) } ?? false
  }

  /// Whether a flag is off: empty, zeros only, or a word for no.
  func isZero(_ record: TableRecord, _ column: Int) -> Bool {
    let bytes = trimmed(record, column)
    if FieldDecoder.isNull(bytes) || bytes.allSatisfy({ $0 == UInt8(ascii: "0") }) { return true }
    return ["否", "无效", "正常", "n", "no", "false"].contains(String(decoding: bytes, as: UTF8.self).lowercased())
  }

  /// Whether a mark of validity says no; 正常, which clears a refund mark, says yes here.
  func isInvalid(_ record: TableRecord, _ column: Int) -> Bool {
    let bytes = trimmed(record, column)
    return isZero(record, column) && !FieldDecoder.isNull(bytes) && !bytes.elementsEqual("正常".utf8)
  }

  /// Whether a spreadsheet has turned the identifier into a number: `3.301E+25`.
  func isDamagedIdentifier(_ record: TableRecord, _ column: Int) -> Bool {
    FieldDecoder.isDamagedIdentifier(trimmed(record, column))
  }

  /// The digits of a time stamp as one number, so that a later one is greater: `2025/7/1 8:05` before `2025/10/1`.
  func orderedNumber(_ record: TableRecord, _ column: Int) -> Int64 {
    let bytes = trimmed(record, column)
    var number: Int64 = 0
    var digits = 0
    for (position, byte) in bytes.enumerated() {
      guard let digit = FieldDecoder.digit(byte), digits < 17 else { continue }
      // A month, day, hour, minute or second in one digit has a zero before it; a fraction has not.
      let isFirst = position == 0 || FieldDecoder.digit(bytes[position - 1]) == nil
      let isLast = position + 1 == bytes.count || FieldDecoder.digit(bytes[position + 1]) == nil
      if isFirst, isLast, digits < 14 {
        number *= 10
        digits += 1
      }
      number = number * 10 + digit
      digits += 1
    }
    // A date without a time comes before any time of that day.
    while digits > 0, digits < 17 {
      number *= 10
      digits += 1
    }
    return number
  }

  /// Takes down what the row tells of its institution and person.
  mutating func observe(_ record: TableRecord, _ institution: Int32, _ person: Int32, _ day: Day) {
    for (field, column) in institutionColumns {
      attributes.see(field, of: institution, trimmed(record, column), day: day.number)
    }
    if let sex { attributes.seeSex(of: person, trimmed(record, sex), day: day.number) }
    if let birth, attributes.seeBirth(of: person, trimmed(record, birth), day: day.number) {
      note(.optionalValueUnreadable, "birth_date")
    }
  }

  mutating func note(_ code: Diagnostic.Code, _ field: String) {
    notes[code, default: [:]][field, default: 0] += 1
  }
}
