extension QualityCheck {
  /// The kinds of check, by subject; the raw values are their public ids.
  public enum ID: String, CaseIterable, Sendable {
    // Files
    case filesUsable = "files-usable"
    case filesWhole = "files-whole"
    case sheetLimit = "sheet-limit"
    case sheetsRead = "sheets-read"
    case filesOnce = "files-once"
    case headersOnce = "headers-once"
    case totalsAddUp = "totals-add-up"
    case totalsChecked = "totals-checked"
    // Rows
    case rowsRejected = "rows-rejected"
    case tableRowsRejected = "table-rows-rejected"
    case moneyRejected = "money-rejected"
    case rowsCount = "rows-count"
    case rowsHidden = "rows-hidden"
    case rowsInScope = "rows-in-scope"
    case rowsValid = "rows-valid"
    case rowsInPeriod = "rows-in-period"
    case rowsWellFormed = "rows-well-formed"
    case textValid = "text-valid"
    case textPrivate = "text-private"
    case valuesRepaired = "values-repaired"
    case numbersShortened = "numbers-shortened"
    // Completeness
    case columnsPresent = "columns-present"
    case requiredValues = "required-values"
    case optionalValues = "optional-values"
    case valuesReadable = "values-readable"
    case monthsComplete = "months-complete"
    // Identifiers
    case settlementsUnique = "settlements-unique"
    case settlementsAgree = "settlements-agree"
    case settlementsSettled = "settlements-settled"
    case identifiersDamaged = "identifiers-damaged"
    case identifiersMasked = "identifiers-masked"
    case certificatesSound = "certificates-sound"
    case certificatesMasked = "certificates-masked"
    case institutionCodes = "institution-codes"
    case institutionNames = "institution-names"
    case institutionNamesShared = "institution-names-shared"
    case institutionsKnown = "institutions-known"
    case personsKnown = "persons-known"
    case tablesAgree = "tables-agree"
    case diseasesKnown = "diseases-known"
    case diseaseMoneyKnown = "disease-money-known"
    case diseasesSingle = "diseases-single"
    case testData = "test-data"
    // Amounts
    case amountsReadable = "amounts-readable"
    case amountsWholeFen = "amounts-whole-fen"
    case amountsWithinCap = "amounts-within-cap"
    case amountUnits = "amount-units"
    case institutionUnits = "institution-units"
    case costByCoverage = "cost-by-coverage"
    case costByPayer = "cost-by-payer"
    case fundByPart = "fund-by-part"
    case fundWithinTotal = "fund-within-total"
    case partsWithinTotal = "parts-within-total"
    case ratiosPlausible = "ratios-plausible"
    case totalsZero = "totals-zero"
    case negativesMarked = "negatives-marked"
    case equalRuns = "equal-runs"
    case equalInstitutions = "equal-institutions"
    // Refunds
    case refundsPaired = "refunds-paired"
    case refundsMatched = "refunds-matched"
    case refundsWithinOriginal = "refunds-within-original"
    case refundMarks = "refund-marks"
    // Dates
    case datesReadable = "dates-readable"
    case datesPlausible = "dates-plausible"
    case datesTogether = "dates-together"
    case datesNotAfter = "dates-not-after"
    case dateForms = "date-forms"
    case datesInOrder = "dates-in-order"
    case birthsBefore = "births-before"
    case agesPlausible = "ages-plausible"
    case deathsAfter = "deaths-after"
    // Volume
    case monthsMissing = "months-missing"
    case monthsSteady = "months-steady"
    case institutionsSteady = "institutions-steady"
    // Fee lines
    case linesRejected = "lines-rejected"
    case lineMoneyRejected = "line-money-rejected"
    case linesJoined = "lines-joined"
    case linesUnique = "lines-unique"
    case linesAddUp = "lines-add-up"
    case linesPriced = "lines-priced"
  }

  /// What the checks are about, in the order of the report.
  public enum Subject: String, CaseIterable, Sendable {
    /// Containers, headers, totals.
    case files
    /// Where the rows went.
    case rows
    /// Columns and values that are there.
    case completeness
    /// Numbers of settlements, persons, institutions, diseases.
    case identifiers
    /// Money.
    case amounts
    /// What takes settlements back.
    case refunds
    /// Days of settlement, birth and death.
    case dates
    /// Rows over months and institutions.
    case volume
    /// Items of settlements.
    case lines
  }
}
