import SteelyardDomain

/// A data record: its fields in a buffer and its place in the file.
struct TableRecord {
  /// The buffer the fields lie in, as UTF-8; valid until the next record.
  let buffer: UnsafeRawBufferPointer
  /// The fields, as many as the header has; valid until the next record.
  let fields: UnsafeBufferPointer<CsvTokenizer.Field>
  /// The line, or the row of a sheet, that the record starts on.
  let line: Int
  /// The offset of its first byte in the unpacked file.
  let byteOffset: Int
  /// Its ``UsualAmounts``, where a scanner ahead has read them.
  var usual: UnsafePointer<Int64>?
}

/// What a scanner found at one place.
enum ScanFinding {
  /// A record of the right shape in valid text.
  case record(TableRecord)
  /// A record that cannot be used, by rule.
  case damaged(Diagnostic.Code, line: Int, byteOffset: Int)
  /// The end of the table.
  case end
}

/// Reads a table record by record, whatever it is written in: the header first, then every data record with its place.
///
/// It leaves the meaning of fields to its caller.
protocol RecordScanner: AnyObject {
  /// The bytes on disk that the table is read from.
  var source: ByteSource { get }
  /// How the table is written, known once the header is read.
  var format: FileFormat { get }
  /// What there is to say of the file rather than of a row, counted by rule and subject; whole at the end of the table.
  var notes: [Diagnostic.Code: [String: Int64]] { get }

  /// Finds and reads the header.
  ///
  /// - Throws: ``IntakeFailure`` where the file cannot be used.
  func readHeader(_ request: Header.Request) throws(IntakeFailure) -> Header

  /// The column to blame for the damage last found; `nil` where it is the row's as a whole.
  var damagedColumn: Int? { get }
  /// What stands at the place last found damaged; `nil` where texts are not kept.
  var damagedText: String? { get }

  /// The offset that the table was read to, in the unpacked file; 0 where that is not told.
  var offsetReached: Int { get }

  /// How many bytes of the source were read for what was found, for the account of progress.
  var bytesPassed: Int { get }

  /// Finds the next data record, or what is wrong at its place.
  ///
  /// - Throws: ``IntakeFailure`` where the stream itself fails.
  func next() throws(IntakeFailure) -> ScanFinding
}

extension RecordScanner {
  var notes: [Diagnostic.Code: [String: Int64]] { [:] }

  var damagedColumn: Int? { nil }

  var damagedText: String? { nil }

  var offsetReached: Int { 0 }

  var bytesPassed: Int { source.bytesRead }

  /// What is known of a file that was refused while it was read; its bytes were not all seen, so it has no hash.
  func refused(_ table: TableMapping.Table, _ header: Header, _ loop: RecordLoop) -> QualityReport.File {
    var format = format
    format.compression = source.compression
    if format.part.isEmpty { format.part = source.part }
    var file = QualityReport.File(
      name: source.name, table: table.rawValue, bytes: source.bytesOnDisk, format: format, columns: header.matches,
      ignoredColumns: header.ignored, reconciliation: loop.account)
    file.values = loop.values
    return file
  }

  /// The account of the file, at its end.
  ///
  /// - Throws: ``IntakeFailure/changedWhileReading(file:)``.
  func account(
    _ table: String, _ header: Header?, _ reconciliation: Reconciliation
  ) throws(IntakeFailure) -> QualityReport.File {
    // What the bytes were packed in only their source knows.
    var format = format
    format.compression = source.compression
    if format.part.isEmpty { format.part = source.part }
    return QualityReport.File(
      name: source.name, table: table, bytes: source.bytesOnDisk, sha256: try source.finish(), format: format,
      columns: header?.matches ?? [], ignoredColumns: header?.ignored ?? [], reconciliation: reconciliation)
  }
}
