public import SteelyardDomain

/// Reads the tables that describe persons and institutions.
///
/// Only what the claims mention is kept, so a register of ten million persons costs no more than the claims need. A
/// damaged row is reported and left out; a row that contradicts an earlier one of the same key is
/// ``Diagnostic/Code/dimensionConflict``, and neither of the two is used.
public struct DimensionReader {
  /// A person as the table describes it.
  public struct PersonRow: Equatable, Sendable {
    /// Sex and birth.
    public var person: InsuredPerson
    /// The day of death, where there is one.
    public var death: Day?
  }

  /// The files read so far.
  public private(set) var files: [QualityReport.File] = []
  /// Damaged and contradicting rows.
  public private(set) var diagnostics: [Diagnostic] = []
  /// Notes that are only counted, by rule and field.
  public private(set) var noteCounts: [Diagnostic.Code: [String: Int64]] = [:]

  /// What is asked of a table of persons.
  static let personFields = (required: ["person_id"], optional: ["sex", "birth_date", "death_date"])
  /// What is asked of a table of institutions.
  static let institutionFields = (
    required: ["inst_code"], optional: ["inst_name", "inst_type", "inst_level", "inst_area"]
  )

  private let mapping: TableMapping
  private let countsValues: Bool
  private var repeatedFiles = RepeatedFiles()

  /// Creates a reader.
  ///
  /// - Parameter countsValues: whether is counted how many rows have a value in each column.
  public init(mapping: TableMapping, countsValues: Bool = false) {
    self.mapping = mapping
    self.countsValues = countsValues
  }

  /// Reads a table of persons.
  ///
  /// - Returns: for each person of the claims that the table has, by code, what it says; and every death day in it.
  /// - Throws: ``IntakeFailure``.
  public mutating func readPersons(
    _ name: String, known: IdentifierTable
  ) throws(IntakeFailure) -> (rows: [PersonRow?], deaths: [Day]) {
    var rows = [PersonRow?](repeating: nil, count: known.count)
    var deaths: [Day] = []
    var conflicts: Set<Int32> = []
    // The words for the sexes are few, and each is read once.
    var sexWords = IdentifierTable()
    var sexes: [InsuredPerson.Sex] = []
    let request = Header.Request(
      table: .persons, required: Self.personFields.required, optional: Self.personFields.optional,
      mapping: mapping.columns[.persons] ?? [:])
    try read(name, request) { row in
      let birth = row.day(.birth)
      let death = row.day(.death)
      if case .broken = birth { row.note(.optionalValueUnreadable, "birth_date") }
      if case .broken = death { row.note(.optionalValueUnreadable, "death_date") }
      if let day = death.value { deaths.append(day) }
      guard let code = row.withCode(.person, known.knownCode(of:)) else { return nil }
      let word = Int(sexWords.code(of: row.bytes(.sex)))
      if word == sexes.count { sexes.append(InsuredPerson.Sex(text: row.text(.sex))) }
      let new = PersonRow(person: InsuredPerson(sex: sexes[word], birth: birth.value), death: death.value)
      if let old = rows[Int(code)], old != new {
        conflicts.insert(code)
        return .dimensionConflict
      }
      rows[Int(code)] = new
      return nil
    }
    for code in conflicts { rows[Int(code)] = nil }
    return (rows, deaths)
  }

  /// Reads a table of institutions.
  ///
  /// - Returns: institutions by their code's text.
  /// - Throws: ``IntakeFailure``.
  public mutating func readInstitutions(_ name: String) throws(IntakeFailure) -> [String: Institution] {
    var rows: [String: Institution] = [:]
    var conflicts: Set<String> = []
    let request = Header.Request(
      table: .institutions, required: Self.institutionFields.required, optional: Self.institutionFields.optional,
      mapping: mapping.columns[.institutions] ?? [:])
    try read(name, request) { row in
      let id = row.code(.institution)
      let new = Institution(
        id: id, name: row.text(.name), kind: Institution.normalisedKind(row.text(.kind)),
        level: Institution.normalisedLevel(row.text(.level)), district: row.text(.district))
      if let old = rows[id], old != new {
        conflicts.insert(id)
        return .dimensionConflict
      }
      rows[id] = new
      return nil
    }
    for id in conflicts { rows[id] = nil }
    return rows
  }

  private mutating func read(
    _ name: String, _ request: Header.Request, take: (inout DimensionRow) -> Diagnostic.Code?
  ) throws(IntakeFailure) {
    var input = try TableInput(name, mapping.reading)
    note(input.notes, request)
    while let scanner = try input.next() { try read(scanner, request, take: take) }
  }

  /// Lists and counts what is said of a file rather than of a row.
  private mutating func note(_ notes: [Diagnostic], _ request: Header.Request) {
    diagnostics += notes
    noteCounts.count(notes, under: request.vocabulary.name)
  }

  private mutating func read(
    _ scanner: any RecordScanner, _ request: Header.Request, take: (inout DimensionRow) -> Diagnostic.Code?
  ) throws(IntakeFailure) {
    let name = scanner.source.name
    let header = try scanner.readHeader(request)
    let scanner = mapping.reading.ahead(scanner)
    var account = Reconciliation()
    var (values, valueColumns) = countsValues ? header.countedColumns : ([], [])
    let columns = DimensionRow.Columns(header, key: request.required[0])
    var birth = DateColumn("birth_date", header, mapping.reading)
    var death = DateColumn("death_date", header, mapping.reading)
    while true {
      var code: Diagnostic.Code?
      var place = (line: 1, byteOffset: 0)
      var (text, column): (String?, Int?) = (nil, nil)
      switch try scanner.next() {
      case .end:
        if account.read.rows == 0 {
          throw .refused([Diagnostic(.headerOnly, at: .init(file: name, line: scanner.format.headerLine))])
        }
        for (code, counts) in scanner.notes { noteCounts[code, default: [:]].merge(counts, uniquingKeysWith: +) }
        let undeclared = [birth, death].compactMap(\.self).filter(\.isUndeclared).map { header.names[$0.column] }
        if !undeclared.isEmpty {
          throw .refused(
            undeclared.map { Diagnostic(.dateOrderUndeclared, at: .init(file: name, line: 1, field: $0)) })
        }
        var file = try scanner.account(request.vocabulary.name, header, account)
        file.values = values
        files.append(file)
        note(try repeatedFiles.add(scanner.source, mapping.reading), request)
        return
      case .damaged(let rule, let line, let byteOffset):
        (code, place) = (rule, (line, byteOffset))
        (text, column) = (scanner.damagedText, scanner.damagedColumn)
      case .record(let record):
        place = (record.line, record.byteOffset)
        for (position, column) in valueColumns.enumerated() {
          values[position].count(isFilled: !FieldDecoder.isNull(record.trimmed(column)))
        }
        var row = DimensionRow(
          record: record, columns: columns, birth: birth?.read(record) ?? .empty, death: death?.read(record) ?? .empty)
        code = FieldDecoder.isNull(record.trimmed(columns.key)) ? .requiredValueEmpty : take(&row)
        if code == .requiredValueEmpty || code == .dimensionConflict { column = columns.key }
        if code != nil, mapping.reading.keepsTexts { text = RejectedText.of(record, column) }
        for (code, field) in row.notes { noteCounts[code, default: [:]][field, default: 0] += 1 }
      }
      account.read.add(fen: 0)
      if let code {
        account.take(code, fen: 0)
        diagnostics.append(
          Diagnostic(
            code,
            at: .init(
              file: name, line: place.line, byteOffset: place.byteOffset, field: column.map { header.names[$0] }),
            text: text))
      } else {
        account.accepted.add(fen: 0)
      }
    }
  }
}

/// One row of a dimension table, by field.
struct DimensionRow {
  /// What a table of persons or institutions may tell.
  enum Field: Int {
    case person, sex, birth, death, institution, name, kind, level, district

    static let names = [
      "person_id", "sex", "birth_date", "death_date", "inst_code", "inst_name", "inst_type", "inst_level", "inst_area",
    ]
  }

  /// Where the fields stand in a table.
  struct Columns {
    /// The column of the key, which every table has.
    let key: Int
    private let columns: [Int?]

    /// - Precondition: the header was checked for the key.
    init(_ header: Header, key: String) {
      guard let column = header.columns[key] else { preconditionFailure("the header was checked for \(key)") }
      self.key = column
      columns = Field.names.map { header.columns[$0] }
    }

    /// The column of a field, `nil` where there is none.
    subscript(field: Field) -> Int? { columns[field.rawValue] }
  }

  private let record: TableRecord
  private let columns: Columns
  private let birth, death: Decoded<Day>
  private(set) var notes: [(Diagnostic.Code, String)] = []

  init(record: TableRecord, columns: Columns, birth: Decoded<Day>, death: Decoded<Day>) {
    self.record = record
    self.columns = columns
    self.birth = birth
    self.death = death
  }

  /// The bytes of a field without blanks at its ends; none where the column is absent.
  func bytes(_ field: Field) -> UnsafeRawBufferPointer {
    columns[field].map(record.trimmed) ?? UnsafeRawBufferPointer(start: nil, count: 0)
  }

  /// The text of a field; empty for a null word or an absent column.
  func text(_ field: Field) -> String {
    let bytes = bytes(field)
    if FieldDecoder.isNull(bytes) { return "" }
    return composed(String(decoding: bytes, as: UTF8.self))
  }

  /// A code in the form in which the claims' are compared.
  func code(_ field: Field) -> String { withCode(field) { String(decoding: $0, as: UTF8.self) } }

  /// Hands on the bytes of a code in that form; none for a null word or an absent column.
  func withCode<Result>(_ field: Field, _ body: (UnsafeRawBufferPointer) -> Result) -> Result {
    let bytes = bytes(field)
    if FieldDecoder.isNull(bytes) { return body(UnsafeRawBufferPointer(start: nil, count: 0)) }
    // Plain ASCII without blanks at its ends folds to itself.
    if !FieldDecoder.look(bytes).isWide { return body(bytes) }
    var code = FieldDecoder.foldedCode(bytes)
    return code.withUTF8 { body(UnsafeRawBufferPointer($0)) }
  }

  /// The day of birth or of death; empty for any other field.
  func day(_ field: Field) -> Decoded<Day> { field == .birth ? birth : field == .death ? death : .empty }

  mutating func note(_ code: Diagnostic.Code, _ field: String) { notes.append((code, field)) }
}

extension Decoded {
  /// The value, where there is one.
  var value: Value? {
    switch self {
    case .clean(let value), .repaired(let value): value
    case .empty, .broken: nil
    }
  }
}
