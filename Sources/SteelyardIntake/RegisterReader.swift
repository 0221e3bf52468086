public import SteelyardDomain

/// Reads the registers of a comparison model into batches of columns, with a diagnostic for everything that is not a
/// clean row.
///
/// ```swift
/// var reader = RegisterReader(mapping: mapping)
/// try reader.read("residents.csv", as: schema) { batch, persons in database.add(batch, persons) }
/// ```
///
/// It reads as ``ClaimReader`` does: any encoding, dialect and packing, workbooks too, columns by name, title, alias or
/// mapping. Every data row ends in exactly one place: a batch, or a rule that rejects or excludes it. A cell that cannot
/// be read rejects the row where the schema requires it, and counts as absent elsewhere.
///
/// Persons' numbers are normalised once, here: see ``RegisterBatch/PersonCells``. A valid number is its own key; any
/// other has a key that no other register has, so that it joins nothing until someone decides that it does.
public struct RegisterReader {
  /// The numbers and keys of persons, shared by all registers.
  public private(set) var persons = IdentifierTable()
  /// The files read so far.
  public private(set) var files: [QualityReport.File] = []
  /// Everything that is listed row by row.
  public private(set) var diagnostics: [Diagnostic] = []
  /// Notes that are only counted, by rule and `register.column`.
  public private(set) var noteCounts: [Diagnostic.Code: [String: Int64]] = [:]

  private let mapping: TableMapping
  private var rowsRead: Int64 = 0
  private var repeatedFiles: [String: RepeatedFiles] = [:]

  /// Creates a reader.
  public init(mapping: TableMapping = TableMapping()) { self.mapping = mapping }

  /// Reads one file of a register, `-` for standard input; of an archive every file in it, each with a header of its own.
  ///
  /// - Parameter take: gets each batch, with the numbers and keys of persons so far; it is not to keep them.
  /// - Throws: ``IntakeFailure`` where the file cannot be used, or repeats an earlier one of the register; the reader is
  ///   then of no more use, and nothing it gave is to be kept.
  public mutating func read(
    _ name: String, as schema: RegisterSchema, progress: ((ClaimReader.Progress) -> Void)? = nil,
    into take: (RegisterBatch, IdentifierTable) -> Void
  ) throws(IntakeFailure) {
    var input = try TableInput(name, mapping.reading)
    note(input.notes, schema)
    while let scanner = try input.next() { try read(scanner, schema, progress: progress, into: take) }
  }

  private mutating func read(
    _ scanner: any RecordScanner, _ schema: RegisterSchema, progress: ((ClaimReader.Progress) -> Void)?,
    into take: (RegisterBatch, IdentifierTable) -> Void
  ) throws(IntakeFailure) {
    let header = try scanner.readHeader(
      Header.Request(
        TableVocabulary(schema), required: schema.columns.filter(\.isRequired).map(\.name),
        optional: schema.columns.filter { !$0.isRequired }.map(\.name), mapping: mapping.registers[schema.name] ?? [:]))
    var decoder = RegisterDecoder(
      schema, header: header, file: scanner.source.name, reading: mapping.reading, persons: persons)
    // The decoder's copy alone is written to: two holders of one table would copy it with the first new person.
    persons = IdentifierTable()
    defer { persons = decoder.persons }
    let file = files.count { $0.table == schema.name }
    var loop = RecordLoop(scanner, header, mapping.reading, file: file, rowsBefore: rowsRead, progress: progress)
    try loop.run(&decoder) { batch, decoder in take(batch, decoder.persons) }
    try decoder.finish(&noteCounts)
    rowsRead += loop.account.read.rows
    diagnostics += loop.diagnostics + decoder.unreadable
    for (code, counts) in loop.notes { noteCounts[code, default: [:]].merge(counts, uniquingKeysWith: +) }
    files.append(try scanner.account(schema.name, header, loop.account))
    note(try repeatedFiles[schema.name, default: RepeatedFiles()].add(scanner.source, mapping.reading), schema)
  }

  /// Lists and counts what is said of a file rather than of a row.
  private mutating func note(_ notes: [Diagnostic], _ schema: RegisterSchema) {
    diagnostics += notes
    noteCounts.count(notes, under: schema.name)
  }
}

extension TableVocabulary {
  /// The words by which a register is known: for each column its name, its titles and its aliases.
  ///
  /// Edge cases: a word for two columns stands for the first in the schema's order.
  init(_ schema: RegisterSchema) {
    var lookup: [String: String] = [:]
    for column in schema.columns {
      let units = column.content == .money ? AmountUnit.allCases.filter { $0 != .yuan } : []
      for word in [column.name, column.title.zh, column.title.en] + column.aliases {
        let name = AliasTables.normalised(word)
        if lookup[name] == nil { lookup[name] = column.name }
        for unit in units {
          let named = "\(name)(\(unit.rawValue))"
          if lookup[named] == nil { lookup[named] = column.name }
        }
      }
    }
    let amounts = schema.columns.filter { $0.content == .money }.map(\.name)
    let people = schema.columns.filter { $0.content == .personId }.map(\.name)
    let numeric: Set<RegisterSchema.Content> = [.day, .month, .money, .integer]
    self.init(
      name: schema.name, lookup: lookup, amounts: amounts, isCountedByFirst: !amounts.isEmpty,
      keys: schema.key + people,
      probes: schema.columns.filter { $0.isRequired && numeric.contains($0.content) }.map(\.name))
  }
}
