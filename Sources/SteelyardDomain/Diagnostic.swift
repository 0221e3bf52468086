/// One thing to say about one place in the input.
///
/// A diagnostic is a value: it is collected and counted, never thrown, so one bad line does not stop a month of claims.
/// It names the place and the rule, and never the content: no person's number and no amount is part of it.
public struct Diagnostic: Hashable, Sendable {
  /// How much a finding takes away from what is computed downstream.
  public enum Severity: Int, Comparable, Sendable {
    /// The record is kept, and the report says so.
    case note
    /// The record is valid but out of scope by a named rule; it is counted, in rows and fen.
    case excluded
    /// The record is left out of every sum.
    case rejected
    /// The file cannot be used at all.
    case fatal

    /// Orders severities from the lightest to the gravest.
    public static func < (a: Severity, b: Severity) -> Bool { a.rawValue < b.rawValue }
  }

  /// The rule, with the number by which the reference manual explains it.
  ///
  /// The first digit is the severity: 1 fatal, 2 rejected, 3 excluded, 4 note.
  public enum Code: String, CaseIterable, Sendable {
    /// The file has no bytes.
    case fileEmpty = "IN101"
    /// The file has a header and no rows.
    case headerOnly = "IN102"
    /// A column the model needs is not in the header.
    case requiredColumnMissing = "IN103"
    /// Two columns of the header mean the same field.
    case columnAmbiguous = "IN104"
    /// The encoding cannot be told or is not read, or the header has bytes that mean nothing in it.
    case encodingUnsupported = "IN105"
    /// The compressed file is cut short or damaged.
    case compressionDamaged = "IN106"
    /// A column named by `--map` or the mapping file is not in the header.
    case mappedColumnMissing = "IN107"
    /// The file is of a kind that is not read (PDF, a document).
    case containerUnsupported = "IN108"
    /// The file is written in two encodings.
    case encodingsMixed = "IN109"
    /// The file has a run of NUL bytes as long as a page of a disk, 4 KiB.
    case damagedOnDisk = "IN110"
    /// The file begins with the byte order mark of another encoding than the user named.
    case encodingContradicted = "IN111"
    /// A file in the archive is encrypted.
    case archiveEncrypted = "IN112"
    /// The packed file unpacks to more than is allowed, in all or for its size.
    case unpackedTooLarge = "IN113"
    /// The archive holds a link, one name twice or a file its directory lacks, or not the tables that are wanted.
    case archiveEntryUnusable = "IN114"
    /// The file is packed in a way that is not read, or packed twice.
    case packingUnsupported = "IN115"
    /// An archive or a workbook comes through a pipe, where it cannot be read.
    case archiveNotSeekable = "IN116"
    /// The name is that of a folder, a device or a socket.
    case notAFile = "IN117"
    /// The file has the content of another one.
    case fileRepeated = "IN118"
    /// The file is a workbook of a kind that is not read, or markup that poses as one.
    case spreadsheetUnsupported = "IN119"
    /// The workbook is cut short, lacks a part, or a part is not what its format says.
    case workbookDamaged = "IN120"
    /// A part of the workbook declares a document type, which no spreadsheet writes.
    case workbookDocumentType = "IN121"
    /// The workbook unpacks to more than is allowed.
    case workbookTooLarge = "IN122"
    /// The sheet the user names is not in the workbook.
    case sheetUnknown = "IN123"
    /// Several visible sheets have the wanted header, and the user names none.
    case sheetAmbiguous = "IN124"
    /// The workbook is of a kind that is not read: binary, encrypted, or no workbook at all.
    case workbookKindUnsupported = "IN125"
    /// No visible sheet of the workbook has a row.
    case sheetsEmpty = "IN126"
    /// No row of the first 50 is a header: no names that are known.
    case headerNotFound = "IN130"
    /// Another header, with other columns or in another order, stands among the rows.
    case headerDiffers = "IN131"
    /// A total line of the file is not the sum of its rows.
    case controlTotalDiffers = "IN132"
    /// A decision about a match is not one of the words for it.
    case decisionUnreadable = "IN133"
    /// Two decisions about matches contradict each other.
    case decisionsContradict = "IN134"
    /// More than half of a column's amounts read only with a decimal comma, and nobody said that it is one.
    case decimalCommaUndeclared = "IN142"
    /// More than half of a column's dates have day or month first, and nobody said which.
    case dateOrderUndeclared = "IN143"
    /// Too many identifiers of a column look as if a spreadsheet had rounded them (`330100000000000000`).
    case identifiersRounded = "IN144"
    /// Too many settlements of a file break an identity of amounts.
    case amountIdentityBroken = "IN145"
    /// Some amounts of a column are in yuan and others in fen, and the header gives one unit or none.
    case amountUnitsMixed = "IN146"

    /// The row has more or fewer fields than the header.
    case columnCountDiffers = "IN201"
    /// A field that must have a value is empty.
    case requiredValueEmpty = "IN202"
    /// The amount is not a number.
    case amountUnreadable = "IN203"
    /// The amount is not a whole number of fen.
    case amountFinerThanFen = "IN204"
    /// The date is not a day of the calendar, or not written in a known form.
    case dateUnreadable = "IN205"
    /// The amount exceeds ``Money/rowLimitFen``.
    case amountTooLarge = "IN206"
    /// The row has bytes that mean nothing in the file's encoding.
    case encodingInvalid = "IN207"
    /// A quote opens and does not close.
    case quoteUnterminated = "IN208"
    /// The row has a NUL byte.
    case nulByte = "IN209"
    /// One settlement number stands for different contents.
    case claimConflict = "IN210"
    /// The identifier was damaged by a spreadsheet (`3.301E+25`).
    case identifierDamaged = "IN211"
    /// A field is longer than 1 MiB.
    case fieldTooLong = "IN212"
    /// The settlement's date lies outside the years 1990 to 2098.
    case dateImplausible = "IN213"
    /// Two different rows of a dimension table describe one key.
    case dimensionConflict = "IN214"
    /// A table of sums contradicts itself: a whole that its parts do not make, or a part of no whole.
    case sumsInconsistent = "IN215"
    /// The quantity of a fee line is not a number, finer than a ten-thousandth, or beyond 10^10.
    case quantityUnreadable = "IN216"
    /// One line number of a settlement stands for different contents.
    case lineConflict = "IN217"
    /// A cell of a table of sums is not a whole number, or a negative count.
    case integerUnreadable = "IN218"
    /// The settlement's day lies after the day the user names as the last.
    case settledInFuture = "IN219"
    /// A formula of a workbook has no value that was computed.
    case formulaWithoutValue = "IN220"
    /// A cell of a workbook shows an error (`#N/A`).
    case cellError = "IN221"
    /// A cell of a workbook is not what its type says, or stands in no column, or twice.
    case cellUnreadable = "IN222"
    /// The file ends within its last row.
    case rowTruncated = "IN225"
    /// A subtotal line of the file is not the sum of its rows.
    case subtotalDiffers = "IN226"
    /// A part of an identifier that is a key is hidden by `*`, a row of X or of shapes such as ●.
    case identifierMasked = "IN230"
    /// One field holds several disease codes.
    case diseaseCodesSeveral = "IN231"
    /// The row begins with `#`, as a comment does, and nobody named a mark of comments.
    case rowCommentedOut = "IN232"
    /// A row of control totals begins and ends in two months.
    case controlRowSpansMonths = "IN233"
    /// Rows of a register that are alike in its key differ elsewhere.
    case registerRowConflict = "IN240"
    /// The month is not one of the calendar, or not written in a known form.
    case monthUnreadable = "IN241"
    /// The number is not a whole one, or beyond 10^12.
    case wholeNumberUnreadable = "IN242"

    /// The care type is not the model's.
    case careTypeOutOfScope = "IN301"
    /// The same settlement again, with the same content.
    case claimRepeated = "IN302"
    /// The amount is negative and nothing says that it is a refund.
    case negativeWithoutRefund = "IN303"
    /// The row is marked invalid.
    case markedInvalid = "IN304"
    /// The row is marked deleted.
    case markedDeleted = "IN305"
    /// The settlement lies outside the run's period.
    case outsidePeriod = "IN306"
    /// The institution lies outside the run's area.
    case outsideArea = "IN307"
    /// The disease is not among the model's.
    case diseaseOutOfScope = "IN308"
    /// The line is a total of other lines.
    case totalRow = "IN309"
    /// The header stands again among the rows.
    case headerRepeated = "IN310"
    /// The settlement was replaced by a newer version of itself.
    case claimSuperseded = "IN311"
    /// The fee line's settlement is not counted, or was wholly taken back.
    case lineWithoutClaim = "IN312"
    /// The same fee line again, with the same content.
    case lineRepeated = "IN313"
    /// The line begins with the mark of a comment.
    case commentLine = "IN314"
    /// The row has separators and nothing between them.
    case rowEmpty = "IN315"
    /// A settlement of medical aid alone, to which the fund pays nothing.
    case aidSettlementWithoutFund = "IN317"
    /// Sent up and not settled: the row has neither the number nor the time of a settlement.
    case notSettled = "IN318"
    /// The same row of a register again: alike in its key and in everything else.
    case registerRowRepeated = "IN320"

    /// A column the model can use is absent; the stratum value is `unknown`.
    case optionalColumnAbsent = "IN401"
    /// A refund whose original is not among the claims; it counts as money only.
    case refundOrphan = "IN402"
    /// A settlement of zero money; accepted, it counts as a visit.
    case zeroTotal = "IN403"
    /// Refunds exceed their original.
    case refundExceedsOriginal = "IN404"
    /// An amount or identifier was cleaned of harmless dressing (thousands comma, TAB, currency sign).
    case valueRepaired = "IN405"
    /// A refund names another person or institution than its original; it counts as an orphan.
    case refundMismatched = "IN406"
    /// A settlement after the person's day of death.
    case settledAfterDeath = "IN407"
    /// A person of the dimension table had died before the run's period began.
    case diedBeforePeriod = "IN408"
    /// A person or institution of the claims is not in the dimension table.
    case missingInDimension = "IN409"
    /// An optional value could not be read and counts as absent.
    case optionalValueUnreadable = "IN410"
    /// The fund payment exceeds the total cost.
    case fundExceedsTotal = "IN411"
    /// An institution code that is not a national one is taken as a local one.
    case institutionCodeLocal = "IN412"
    /// A part of a settlement's cost, or some of its parts together, exceed their whole.
    case partExceedsTotal = "IN413"
    /// A refund mark on a row with no negative amount; the row is taken as the original.
    case refundMarkOnOriginal = "IN414"
    /// Price times quantity of a fee line is not its amount; the amount counts.
    case priceTimesQuantityDiffers = "IN415"
    /// The fee lines of a settlement do not add up to it; the settlement counts.
    case linesDifferFromClaim = "IN416"
    /// Ctrl-Z at the end of the file was passed over.
    case controlZIgnored = "IN417"
    /// Decoded text holds private-use code points, which mean something else on every system.
    case privateUseCharacter = "IN418"
    /// A byte order mark at the beginning of the file was passed over.
    case byteOrderMarkPassed = "IN419"
    /// Lines stand above the header; they are not rows.
    case linesAboveHeader = "IN420"
    /// The file does not end with a line end; it may have been cut.
    case finalLineEndMissing = "IN421"
    /// A total line of the file is the sum of its rows.
    case controlTotalConfirmed = "IN422"
    /// A total line of the file could not be compared with its rows.
    case controlTotalUnchecked = "IN423"
    /// A field has a quotation mark that does not enclose it; it is kept as it stands.
    case bareQuoteKept = "IN424"
    /// A folder or a hidden file in an archive was passed over.
    case archiveEntrySkipped = "IN431"
    /// A packed stream has no checksum, so damage in it cannot be told.
    case packedWithoutChecksum = "IN432"
    /// A file with the content of another one was read, as the user asked.
    case repeatedFileRead = "IN433"
    /// A hidden sheet of a workbook was not read.
    case sheetHidden = "IN434"
    /// A visible sheet of a workbook was not read: it lacks the wanted header, or the user names another.
    case sheetNotRead = "IN435"
    /// A hidden row of a sheet was read like any other.
    case hiddenRowRead = "IN436"
    /// A number of a sheet was read as the fifteen digits that are shown of it.
    case numberShortened = "IN437"
    /// The sheet ends at the last row a spreadsheet can have; the export may have been cut.
    case rowLimitReached = "IN438"
    /// The workbook counts days from 1904, and its dates were read so.
    case dateSystem1904 = "IN439"
    /// The header gives amounts in a unit other than yuan; they are scaled to fen.
    case amountUnitFromHeader = "IN440"
    /// An amount finer than a fen was rounded half to even, as the user asked.
    case amountRounded = "IN441"
    /// The dates of a column are written in more than one form.
    case dateFormsMixed = "IN442"
    /// A time in another zone was moved to China's; the day is the one it falls on there.
    case dateZoneConverted = "IN443"
    /// An end before its beginning, a settlement before the visit, or more than two years after it.
    case datesOutOfOrder = "IN444"
    /// The day of birth lies after the settlement.
    case birthAfterSettlement = "IN445"
    /// The age differs by more than a year from the one that the day of birth gives; that one counts.
    case ageDiffersFromBirth = "IN446"
    /// An age above 120 years.
    case ageImplausible = "IN447"
    /// The check character of a resident's number disagrees; the person is known by the person's number.
    case certificateSlip = "IN448"
    /// The number of a certificate is masked.
    case certificateMasked = "IN449"
    /// A code was cleaned of full-width letters or unseen marks.
    case codeFolded = "IN450"
    /// An institution's code that would be a national one but for its small letter; taken as it is written.
    case institutionCodeLowercase = "IN451"
    /// One institution's code stands with several names; the latest counts.
    case institutionNameVaries = "IN452"
    /// Several institutions' codes stand with one name.
    case institutionNameShared = "IN453"
    /// The disease catalogue lacks the code; it stays a stratum of its own.
    case diseaseCodeUnknown = "IN454"
    /// The amounts of a settlement do not add up, by more than a fen.
    case amountIdentityDiffers = "IN455"
    /// A name is that of test data (测试, test); the rows count.
    case testData = "IN456"
    /// A ratio lies outside 0 to 1.
    case ratioImplausible = "IN457"
    /// A settlement's day lies more than a year from those of most rows.
    case settlementDayIsolated = "IN459"
    /// A mark of validity that is neither a yes nor a no; the row counts.
    case validityUnknown = "IN464"
    /// Amounts that look like two units were read in one, as the user asked.
    case amountUnitsTaken = "IN465"
    /// An institution's code was read as the one it is merged into, as the user's table says.
    case institutionCodeMerged = "IN466"

    /// A table of sums has persons with several diseases and no pair sums: chance is understated.
    case pairSumsMissing = "IN467"
    /// A person's number that is no resident's number, or whose check character disagrees; it joins no other register.
    case personNumberInvalid = "IN470"
    /// A person's number that is masked; it joins no other register.
    case personNumberMasked = "IN471"
    /// A resident's number of 15 digits was made one of 18.
    case personNumberExtended = "IN472"

    /// The severity, by the first digit of the number.
    public var severity: Severity {
      // By bytes, for it is asked of every row that is left out.
      switch rawValue.utf8.dropFirst(2).first {
      case UInt8(ascii: "1"): .fatal
      case UInt8(ascii: "2"): .rejected
      case UInt8(ascii: "3"): .excluded
      default: .note
      }
    }
  }

  /// A place in an input file.
  public struct Location: Hashable, Sendable {
    /// The file's name, as it was given.
    public let file: String
    /// The line, counted from one with the header.
    public let line: Int
    /// The offset of the record's first byte in the unpacked file, where known.
    public let byteOffset: Int?
    /// The column's name as it stands in the header, where one field is to blame.
    public let field: String?

    /// Creates a location.
    public init(file: String, line: Int, byteOffset: Int? = nil, field: String? = nil) {
      precondition(line >= 1, "lines are counted from one")
      self.file = file
      self.line = line
      self.byteOffset = byteOffset
      self.field = field
    }
  }

  /// The rule.
  public let code: Code
  /// Where it was broken.
  public let location: Location
  /// What stands there: the field's text, or the row's where no field is to blame. `nil` unless the user asked for it
  /// (``ReadingOptions/keepsTexts``), for it may be personal.
  public let text: String?

  /// Creates a diagnostic.
  public init(_ code: Code, at location: Location, text: String? = nil) {
    self.code = code
    self.location = location
    self.text = text
  }
}

extension Diagnostic: CustomStringConvertible {
  /// One line in the form editors turn into a link: `claims.csv:17: IN204 amountFinerThanFen in column '总费用'`.
  public var description: String {
    let field = location.field.map { " in column '\($0)'" } ?? ""
    return "\(location.file):\(location.line): \(code.rawValue) \(code)\(field)"
  }
}

extension Diagnostic {
  /// Orders diagnostics by file, line, column and code: the order of every list of them.
  public static func precedes(_ a: Diagnostic, _ b: Diagnostic) -> Bool {
    (a.location.file, a.location.line, a.location.byteOffset ?? 0, a.location.field ?? "", a.code.rawValue)
      < (b.location.file, b.location.line, b.location.byteOffset ?? 0, b.location.field ?? "", b.code.rawValue)
  }
}
