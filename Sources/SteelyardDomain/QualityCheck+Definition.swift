extension QualityCheck {
  /// What a check is, whatever it finds.
  public struct Definition: Equatable, Sendable {
    /// What it is about.
    public let subject: Subject
    /// What it means for a run where it fails.
    public let severity: Severity
    /// What is counted against.
    public let base: Base
    /// The share that may be found, where nobody says otherwise.
    public let threshold: Double
    /// The results that are weaker where it fails.
    public let weakens: [Weakened]

    fileprivate init(
      _ subject: Subject, _ severity: Severity, _ base: Base, _ threshold: Double, _ weakens: [Weakened]
    ) {
      self.subject = subject
      self.severity = severity
      self.base = base
      self.threshold = threshold
      self.weakens = weakens
    }
  }

  fileprivate static let definitions: [ID: Definition] = [
    .filesUsable: .init(.files, .refusal, .files, 0, [.everything]),
    .filesWhole: .init(.files, .warning, .files, 0, [.everything]),
    .sheetLimit: .init(.files, .warning, .files, 0, [.everything]),
    .sheetsRead: .init(.files, .note, .files, 0, []),
    .filesOnce: .init(.files, .warning, .files, 0, [.everything]),
    .headersOnce: .init(.files, .note, .rows, 0, []),
    .totalsAddUp: .init(.files, .warning, .totalLines, 0, [.everything]),
    .totalsChecked: .init(.files, .note, .totalLines, 0, []),
    .rowsRejected: .init(.rows, .refusal, .rows, 0.001, [.everything]),
    .tableRowsRejected: .init(.rows, .refusal, .tableRows, 0.001, [.adjustedIndex, .peerGroups]),
    .moneyRejected: .init(.rows, .refusal, .fen, 0.001, [.everything]),
    .rowsCount: .init(.rows, .refusal, .rows, 0, [.everything]),
    .rowsHidden: .init(.rows, .warning, .rows, 0, [.everything]),
    .rowsInScope: .init(.rows, .note, .rows, 0.99, [.plainIndex]),
    .rowsValid: .init(.rows, .note, .rows, 0.5, [.plainIndex]),
    .rowsInPeriod: .init(.rows, .note, .rows, 0.5, [.plainIndex, .months]),
    .rowsWellFormed: .init(.rows, .warning, .rows, 0, [.plainIndex]),
    .textValid: .init(.rows, .warning, .rows, 0, [.plainIndex]),
    .textPrivate: .init(.rows, .note, .rows, 0, [.names]),
    .valuesRepaired: .init(.rows, .note, .tableRows, 0.01, []),
    .numbersShortened: .init(.rows, .note, .rows, 0, []),
    .columnsPresent: .init(.completeness, .warning, .columns, 0, [.adjustedIndex, .peerGroups, .shares, .refunds]),
    .requiredValues: .init(.completeness, .warning, .rows, 0, [.plainIndex]),
    .optionalValues: .init(.completeness, .warning, .cells, 0.05, [.adjustedIndex, .shares]),
    .valuesReadable: .init(.completeness, .warning, .tableRows, 0.01, [.adjustedIndex, .shares]),
    .monthsComplete: .init(.completeness, .warning, .institutionMonths, 0, [.adjustedIndex, .months]),
    .settlementsUnique: .init(.identifiers, .warning, .rows, 0.01, [.plainIndex]),
    .settlementsAgree: .init(.identifiers, .warning, .rows, 0, [.plainIndex]),
    .settlementsSettled: .init(.identifiers, .note, .rows, 0.01, [.plainIndex]),
    .identifiersDamaged: .init(.identifiers, .warning, .rows, 0, [.visits, .persons]),
    .identifiersMasked: .init(.identifiers, .warning, .rows, 0, [.visits, .persons]),
    .certificatesSound: .init(.identifiers, .note, .acceptedRows, 0.01, [.persons]),
    .certificatesMasked: .init(.identifiers, .note, .acceptedRows, 0.5, [.persons]),
    .institutionCodes: .init(.identifiers, .warning, .institutions, 0.05, [.peerGroups]),
    .institutionNames: .init(.identifiers, .note, .institutions, 0, [.names]),
    .institutionNamesShared: .init(.identifiers, .warning, .institutions, 0, [.plainIndex, .visits, .names]),
    .institutionsKnown: .init(.identifiers, .warning, .institutions, 0.01, [.peerGroups]),
    .personsKnown: .init(.identifiers, .warning, .persons, 0.01, [.adjustedIndex]),
    .tablesAgree: .init(.identifiers, .warning, .tableRows, 0, [.adjustedIndex, .peerGroups]),
    .diseasesKnown: .init(.identifiers, .warning, .acceptedRows, 0.01, [.adjustedIndex]),
    .diseaseMoneyKnown: .init(.identifiers, .warning, .fen, 0.01, [.adjustedIndex]),
    .diseasesSingle: .init(.identifiers, .warning, .rows, 0, [.adjustedIndex]),
    .testData: .init(.identifiers, .warning, .acceptedRows, 0, [.plainIndex]),
    .amountsReadable: .init(.amounts, .warning, .rows, 0, [.plainIndex]),
    .amountsWholeFen: .init(.amounts, .warning, .rows, 0, [.plainIndex]),
    .amountsWithinCap: .init(.amounts, .warning, .rows, 0, [.plainIndex]),
    .amountUnits: .init(.amounts, .warning, .columns, 0, [.plainIndex, .adjustedIndex]),
    .institutionUnits: .init(.amounts, .warning, .institutionMonths, 0, [.plainIndex, .adjustedIndex]),
    .costByCoverage: .init(.amounts, .refusal, .acceptedRows, 0.01, [.costParts]),
    .costByPayer: .init(.amounts, .refusal, .acceptedRows, 0.01, [.costParts, .shares]),
    .fundByPart: .init(.amounts, .refusal, .acceptedRows, 0.01, [.costParts, .shares]),
    .fundWithinTotal: .init(.amounts, .warning, .acceptedRows, 0, [.shares, .costParts]),
    .partsWithinTotal: .init(.amounts, .warning, .acceptedRows, 0, [.shares, .costParts]),
    .ratiosPlausible: .init(.amounts, .note, .acceptedRows, 0, []),
    .totalsZero: .init(.amounts, .warning, .rows, 0.02, [.visits]),
    .negativesMarked: .init(.amounts, .warning, .rows, 0.001, [.refunds, .plainIndex]),
    .equalRuns: .init(.amounts, .warning, .acceptedRows, 0.01, [.plainIndex, .adjustedIndex]),
    .equalInstitutions: .init(.amounts, .warning, .institutions, 0, [.plainIndex, .adjustedIndex]),
    .refundsPaired: .init(.refunds, .warning, .refunds, 0.05, [.refunds, .visits]),
    .refundsMatched: .init(.refunds, .warning, .refunds, 0, [.refunds, .visits]),
    .refundsWithinOriginal: .init(.refunds, .warning, .refunds, 0, [.refunds, .plainIndex]),
    .refundMarks: .init(.refunds, .note, .acceptedRows, 0.01, [.refunds]),
    .datesReadable: .init(.dates, .warning, .rows, 0, [.plainIndex, .months]),
    .datesPlausible: .init(.dates, .warning, .rows, 0, [.plainIndex, .months]),
    .datesTogether: .init(.dates, .warning, .acceptedRows, 0, [.months]),
    .datesNotAfter: .init(.dates, .warning, .rows, 0, [.plainIndex, .months]),
    .dateForms: .init(.dates, .note, .acceptedRows, 0, []),
    .datesInOrder: .init(.dates, .note, .acceptedRows, 0.01, [.months]),
    .birthsBefore: .init(.dates, .warning, .acceptedRows, 0, [.adjustedIndex]),
    .agesPlausible: .init(.dates, .warning, .acceptedRows, 0.01, [.adjustedIndex]),
    .deathsAfter: .init(.dates, .warning, .acceptedRows, 0, [.persons, .plainIndex]),
    .monthsMissing: .init(.volume, .warning, .institutionMonths, 0.05, [.months, .plainIndex]),
    .monthsSteady: .init(.volume, .warning, .months, 0, [.months, .plainIndex]),
    .institutionsSteady: .init(.volume, .note, .institutionMonths, 0.02, [.months]),
    .linesRejected: .init(.lines, .refusal, .lines, 0.001, [.waterfall]),
    .lineMoneyRejected: .init(.lines, .refusal, .lineFen, 0.001, [.waterfall]),
    .linesJoined: .init(.lines, .warning, .lines, 0.05, [.waterfall]),
    .linesUnique: .init(.lines, .warning, .lines, 0.01, [.waterfall]),
    .linesAddUp: .init(.lines, .warning, .claimsWithLines, 0.01, [.waterfall]),
    .linesPriced: .init(.lines, .warning, .lines, 0.01, [.waterfall]),
  ]
}

extension QualityCheck.ID {
  /// What the check is.
  public var definition: QualityCheck.Definition {
    guard let definition = QualityCheck.definitions[self] else {
      preconditionFailure("check \(rawValue) is not defined")
    }
    return definition
  }
}
