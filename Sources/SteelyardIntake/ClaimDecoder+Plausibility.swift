import SteelyardDomain

/// What a row says beside what is counted: institution, person, dates that cannot both be right; and the judgement of
/// the whole file at its end, which does not depend on the order of its rows.
extension ClaimDecoder {
  /// Takes down what the row tells of its institution and person.
  mutating func observe(_ record: TableRecord, _ keys: Keys, _ day: Day, _ years: Int16) {
    for (field, column) in institutionColumns {
      attributes.see(field, of: keys.institution, trimmed(record, column), day: day.number)
    }
    if let sex { attributes.seeSex(of: keys.person, trimmed(record, sex), day: day.number) }
    switch birthDate?.read(record) ?? .empty {
    case .clean(let birth), .repaired(let birth): observeBirth(birth, keys.person, day, years)
    case .empty: break
    case .broken: note(.optionalValueUnreadable, "birth_date")
    }
    if let certificate { checkCertificate(record, certificate) }
    if let personName, FieldDecoder.isTestName(trimmed(record, personName)) { note(.testData, "person_name") }
    if beginDate != nil || endDate != nil { checkStay(record, day) }
  }

  private mutating func observeBirth(_ birth: Day, _ person: Int32, _ day: Day, _ years: Int16) {
    if birth > day {
      note(.birthAfterSettlement, "birth_date")
    } else if years >= 0 {
      // Days through 365 are at most a year above the age, so equal ages need no calendar.
      let about = Int(day.number - birth.number) / 365
      if about != Int(years), abs(birth.wholeYears(to: day) - Int(years)) > 1 { note(.ageDiffersFromBirth, "age") }
    }
    attributes.seeBirth(of: person, birth, day: day.number)
  }

  /// Looks at the number of a certificate where it is a resident's, or nobody says of what kind it is.
  private mutating func checkCertificate(_ record: TableRecord, _ column: Int) {
    if let certificateKind {
      let kind = trimmed(record, certificateKind)
      let isResident = kind.elementsEqual("01".utf8) || kind.elementsEqual("1".utf8)
      guard isResident || FieldDecoder.isNull(kind) else { return }
    }
    switch FieldDecoder.certificate(trimmed(record, column)) {
    case .none, .sound: break
    case .masked: note(.certificateMasked, "cert_no")
    case .slip: note(.certificateSlip, "cert_no")
    }
  }

  /// The first day that ends nothing: databases write 2099-12-31, 2120-11-01, 9999-12-31 for no end.
  private static let openEnd = Day(year: 2099, month: 1, day: 1)?.number ?? .max
  /// How many days after a visit it may be settled without a word: two years.
  private static let settlementDaysMaximum: Int32 = 731

  private mutating func checkStay(_ record: TableRecord, _ settled: Day) {
    let begin = beginDate?.read(record) ?? .empty
    let end = endDate?.read(record) ?? .empty
    if case .broken = begin { note(.optionalValueUnreadable, "begin_date") }
    if case .broken = end { note(.optionalValueUnreadable, "end_date") }
    let finished = end.value.flatMap { $0.number < Self.openEnd ? $0 : nil }
    if let begin = begin.value {
      if let finished, finished < begin { note(.datesOutOfOrder, "end_date") }
      if settled < begin { note(.datesOutOfOrder, "begin_date") }
    }
    if let last = finished ?? begin.value, settled.number - last.number > Self.settlementDaysMaximum {
      note(.datesOutOfOrder, "settle_time")
    }
  }

  /// Counts what only a check tells of an accepted row.
  mutating func count(_ record: TableRecord, _ keys: Keys, _ day: Day, _ fen: Int64, isRefund: Bool) {
    let filled = usedColumns.count { !isNull(record, $0) }
    survey?.add(
      institution: keys.institution, day: day, totalFen: fen, isRefund: isRefund, cells: usedColumns.count,
      filled: filled)
  }

  /// Tells how the dates of the columns are written.
  func tellForms(_ values: inout [ColumnValues]) {
    for date in [settleDate, birthDate, beginDate, endDate].compactMap(\.self) {
      guard let position = values.firstIndex(where: { $0.field == date.field }) else { continue }
      values[position].forms = date.forms
    }
  }

  /// Counts rows of a disease.
  mutating func addFlow(_ disease: Int32, _ flow: Flow) {
    while diseaseFlows.count <= Int(disease) { diseaseFlows.append(Flow()) }
    diseaseFlows[Int(disease)] = diseaseFlows[Int(disease)] + flow
  }

  /// Books what the columns counted.
  ///
  /// - Throws: ``IntakeFailure/refused(_:)`` where a column as a whole cannot be trusted.
  mutating func finish(_ header: Header, file: String) throws(IntakeFailure) {
    var problems: [Diagnostic] = []
    func refuse(_ code: Diagnostic.Code, _ column: Int) {
      problems.append(Diagnostic(code, at: .init(file: file, line: 1, field: header.names[column])))
    }
    for amount in amounts {
      amount.note(in: &notes)
      if amount.isDecimalComma { refuse(.decimalCommaUndeclared, amount.column) }
    }
    for date in [settleDate, birthDate, beginDate, endDate].compactMap(\.self) {
      date.note(in: &notes)
      if date.isUndeclared { refuse(.dateOrderUndeclared, date.column) }
    }
    if units.isMixed {
      if request.mapping.reading.takesOneUnit {
        note(.amountUnitsTaken, "total_fee")
      } else {
        refuse(.amountUnitsMixed, total)
      }
    }
    let thresholds = request.thresholds
    for (slot, column) in idColumns.enumerated() {
      column.note(in: &notes)
      if slot < 2, column.isRounded(above: thresholds.identifierRoundedShare) {
        refuse(.identifiersRounded, column.column)
      }
    }
    for check in checks where check.rowsBroken > 0 {
      notes[.amountIdentityDiffers, default: [:]][check.identity.rawValue, default: 0] += check.rowsBroken
      if check.exceeds(thresholds.identityBrokenShare) {
        refuse(.amountIdentityBroken, columns[check.identity.whole] ?? total)
      }
    }
    if !problems.isEmpty { throw .refused(problems.sorted(by: Diagnostic.precedes)) }
  }
}
