import SteelyardDomain

/// The tables of one input: the file itself, or the files of an archive one after another.
///
/// The only file of an archive goes by the archive's name; of several each is a file named `archive.zip:part.csv`, with
/// a header of its own. What the bytes are decides, never the name.
struct TableInput {
  /// The name as it is shown.
  let name: String
  /// What is passed over in an archive, each as a note.
  let notes: [Diagnostic]

  private enum Content {
    case source(ByteSource)
    case archive(ZipArchive)
  }

  private let options: ReadingOptions
  private let content: Content
  private var tablesGiven = 0

  /// Opens a file, standard input for `-`, or a table or query of a database (``PostgresSource``).
  ///
  /// - Throws: ``IntakeFailure``: also where it holds no table at all.
  init(_ name: String, _ options: ReadingOptions) throws(IntakeFailure) {
    let disk = try DiskFile(name)
    var options = options
    if disk.isDatabase || disk.converter != nil {
      // What is said of how files are written is not said of a database, nor of Parquet: commas, and no comments.
      (options.separator, options.commentMark, options.encoding) = (UInt8(ascii: ","), nil, nil)
    }
    self.options = options
    self.name = disk.name
    if disk.converter == nil, let code = disk.kind.refusal { throw Self.refusal(code, name) }
    guard disk.kind == .zip else {
      content = .source(try ByteSource(disk, options))
      notes = []
      return
    }
    let archive = try ZipArchive(disk, options)
    if let code = archive.kind.refusal { throw Self.refusal(code, name) }
    if archive.kind == .xlsx {
      content = .source(ByteSource(workbook: disk))
      notes = []
      return
    }
    if archive.entries.isEmpty { throw Self.refusal(.archiveEntryUnusable, name) }
    content = .archive(archive)
    notes = archive.skipped.map { Diagnostic(.archiveEntrySkipped, at: .init(file: "\(name):\($0)", line: 1)) }
  }

  /// How many tables there are.
  var count: Int {
    switch content {
    case .source: 1
    case .archive(let archive): archive.entries.count
    }
  }

  /// Opens the next table, `nil` after the last.
  ///
  /// - Throws: ``IntakeFailure``.
  mutating func next() throws(IntakeFailure) -> (any RecordScanner)? {
    guard tablesGiven < count else { return nil }
    defer { tablesGiven += 1 }
    switch content {
    case .source(let source):
      if source.compression != "none", source.kind != .xlsx, let code = source.kind.refusalWithin {
        throw Self.refusal(code, name)
      }
      return try openTable(source, options)
    case .archive(let archive):
      let entry = archive.entries[tablesGiven]
      let name = count == 1 ? name : "\(name):\(entry.name)"
      let source = try ByteSource(archive.open(entry, named: name), named: name)
      if let code = source.kind.refusalWithin { throw Self.refusal(code, "\(self.name):\(entry.name)") }
      return try openTable(source, options)
    }
  }

  private static func refusal(_ code: Diagnostic.Code, _ file: String) -> IntakeFailure {
    .refused([Diagnostic(code, at: .init(file: file, line: 1))])
  }
}

/// Opens what is known to be a table, by what its bytes are.
///
/// - Throws: ``IntakeFailure``.
func openTable(_ source: ByteSource, _ options: ReadingOptions) throws(IntakeFailure) -> any RecordScanner {
  if source.kind == .xlsx {
    return try WorkbookScanner(source, options)
  }
  return TableScanner(source, options)
}
