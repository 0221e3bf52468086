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

  /// What speaks against one of the identifying columns, with the column; every one is looked at for its counts.
  mutating func keyFault(_ record: TableRecord) -> (code: Diagnostic.Code, column: Int)? {
    var empty: (Diagnostic.Code, Int)?
    var fault: (Diagnostic.Code, Int)?
    for slot in 0..<4 {
      let column = idColumns[slot].column
      let field = bytes(record, column)
      guard let code = idColumns[slot].fault(field, FieldDecoder.trimmed(field), isKey: slot < 3) else { continue }
      if code == .requiredValueEmpty {
        empty = empty ?? (code, column)
      } else {
        fault = fault ?? (code, column)
      }
    }
    return empty ?? fault
  }

  /// Whether a row of a person at an institution lacks the number of a settlement, and the time of one too: it was sent
  /// up and not settled. A row that has the time says that it was settled, and has lost its number.
  func isUnsettled(_ record: TableRecord, _ fault: (code: Diagnostic.Code, column: Int)) -> Bool {
    fault.code == .requiredValueEmpty && fault.column == claim && isNull(record, settled)
      && !isNull(record, person) && !isNull(record, institution)
  }

  /// The codes of a row whose key columns were looked at.
  mutating func keys(_ record: TableRecord) -> Keys {
    Keys(
      person: Self.code(trimmed(record, person), idColumns[1], in: &identifiers.persons),
      institution: institutionCode(record),
      disease: Self.code(trimmed(record, disease), idColumns[3], in: &identifiers.diseases),
      claim: idColumns[0].withKey(trimmed(record, claim)) { Fingerprint(of: $0) })
  }

  /// The code in a table of the value that a column last looked at.
  private static func code(
    _ bytes: UnsafeRawBufferPointer, _ column: borrowing IdentifierColumn, in table: inout IdentifierTable
  ) -> Int32 {
    column.withKey(bytes) { table.code(of: $0) }
  }

  /// The code of an institution, of the one that stands for it where the user says so; each text is asked for once.
  private mutating func institutionCode(_ record: TableRecord) -> Int32 {
    let bytes = trimmed(record, institution)
    if request.institutionCodes.isEmpty { return Self.code(bytes, idColumns[2], in: &identifiers.institutions) }
    let given = Int(Self.code(bytes, idColumns[2], in: &givenInstitutions))
    if given == institutionCodes.count {
      let text = givenInstitutions.text(of: Int32(given))
      let now = request.institutionCodes[text]
      institutionCodes.append((identifiers.institutions.code(of: now ?? text), now != nil))
    }
    if institutionCodes[given].isMerged { note(.institutionCodeMerged, "inst_code") }
    return institutionCodes[given].code
  }

  /// Why a disease's rows are taken out; each text is asked for once.
  mutating func diseaseFault(_ code: Int32) -> Diagnostic.Code? {
    while diseaseFaults.count <= Int(code) {
      let text = identifiers.diseases.text(of: Int32(diseaseFaults.count))
      let isSeveral = DiseaseCatalogue.isSeveral(text)
      diseaseFaults.append(isSeveral ? .diseaseCodesSeveral : request.isDiseaseInScope(text) ? nil : .diseaseOutOfScope)
    }
    return diseaseFaults[Int(code)]
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

  /// The age in whole years; `nil` where it is something else or not plausible.
  mutating func wholeYears(_ record: TableRecord, _ column: Int) -> Int16? {
    let age = FieldDecoder.age(bytes(record, column))
    switch age {
    case .clean(let years), .repaired(let years):
      if case .repaired = age { note(.valueRepaired, "age") }
      if years > Self.ageUsualMaximum { note(.ageImplausible, "age") }
      return Int16(years)
    case .empty: return nil
    case .broken:
      note(.optionalValueUnreadable, "age")
      return nil
    }
  }

  /// The greatest age that is taken without a word.
  private static let ageUsualMaximum: Int64 = 120

  /// Whether the row says that it is a refund: its flag is not zero, or it points to an original.
  func isMarkedRefund(_ record: TableRecord) -> Bool {
    if let refund, !isZero(record, refund) { return true }
    return original.map { !isNull(record, $0) } ?? false
  }

  /// Whether a flag is off: empty, zeros only, or a word for no.
  func isZero(_ record: TableRecord, _ column: Int) -> Bool {
    let bytes = trimmed(record, column)
    if bytes.count == 1, FieldDecoder.digit(bytes[0]) != nil { return bytes[0] == UInt8(ascii: "0") }
    // 0, 00, and 0.0 as a spreadsheet or a float column writes it.
    if FieldDecoder.isNull(bytes) || bytes.allSatisfy({ $0 == UInt8(ascii: "0") || $0 == UInt8(ascii: ".") }) {
      return true
    }
    return ["否", "无效", "正常", "n", "no", "false"].contains(String(decoding: bytes, as: UTF8.self).lowercased())
  }

  /// Whether a mark of validity says no; 正常, which clears a refund mark, says yes here.
  func isInvalid(_ record: TableRecord, _ column: Int) -> Bool {
    let bytes = trimmed(record, column)
    return isZero(record, column) && !FieldDecoder.isNull(bytes) && !sameBytes(bytes, "正常")
  }

  /// Whether a mark of validity is a word for yes or for no, or empty; each text is asked for once.
  mutating func isKnownMark(_ record: TableRecord, _ column: Int) -> Bool {
    let bytes = trimmed(record, column)
    if bytes.count == 1, bytes[0] == UInt8(ascii: "1") || bytes[0] == UInt8(ascii: "0") { return true }
    let text = Int(validMarks.code(of: bytes))
    if text == isValidMarkKnown.count {
      let word = validMarks.text(of: Int32(text)).lowercased()
      let isYes = ["有效", "是", "正常", "启用", "在用", "y", "yes", "true", "t"].contains(word) || Double(word) == 1
      isValidMarkKnown.append(isYes || isZero(record, column))
    }
    return isValidMarkKnown[text]
  }

  /// Whether a settlement is of medical aid alone, by the word; its code differs from area to area.
  func isMedicalAid(_ record: TableRecord, _ column: Int) -> Bool {
    let bytes = trimmed(record, column)
    return sameBytes(bytes, "医疗救助") || sameBytes(bytes, "医疗救助结算")
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

  mutating func note(_ code: Diagnostic.Code, _ field: String) {
    notes[code, default: [:]][field, default: 0] += 1
  }
}
