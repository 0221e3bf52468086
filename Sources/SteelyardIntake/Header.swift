import SteelyardDomain

/// A table's header, understood: which column holds which of our fields.
struct Header {
  /// The table it is the header of.
  let vocabulary: TableVocabulary
  /// The column names as they stand in the file.
  let names: [String]
  /// For each canonical field that was found, its column.
  let columns: [String: Int]
  /// How each used column was found, in the order of the header.
  let matches: [QualityReport.ColumnMatch]
  /// The columns nobody asked for.
  let ignored: [String]

  /// The used columns with nothing counted of them yet, in the order of the header, and where they stand.
  var countedColumns: (values: [ColumnValues], columns: [Int]) {
    let used = columns.sorted { $0.value < $1.value }
    let values = used.map { field, column in
      let isAmount =
        TableMapping.Table(rawValue: vocabulary.name).map { AliasTables.isAmount(field, of: $0) }
        ?? vocabulary.amounts.contains(field)
      let unit = isAmount ? AliasTables.unit(of: names[column]) : .yuan
      return ColumnValues(column: names[column], field: field, unit: unit == .yuan ? "" : unit.rawValue)
    }
    return (values, used.map(\.value))
  }

  /// What a table wants of its header.
  struct Request {
    /// The table.
    let vocabulary: TableVocabulary
    /// Fields without which the file cannot be used.
    let required: [String]
    /// Fields that are used where they are there.
    let optional: [String]
    /// What the user said of the columns.
    let mapping: [String: String]
    /// Further names by which the header is recognised.
    var known: Set<String> = []
    /// Optional fields that are only looked at: of two columns for one, neither is, and the file is not refused.
    var checkedOnly: Set<String> = []

    init(
      _ vocabulary: TableVocabulary, required: [String], optional: [String], mapping: [String: String],
      known: Set<String> = [], checkedOnly: Set<String> = []
    ) {
      self.vocabulary = vocabulary
      self.required = required
      self.optional = optional
      self.mapping = mapping
      self.known = known
      self.checkedOnly = checkedOnly
    }

    /// A request for a table that the engine knows by itself.
    init(
      table: TableMapping.Table, required: [String], optional: [String], mapping: [String: String],
      known: Set<String> = [], checkedOnly: Set<String> = []
    ) {
      self.init(
        .of(table), required: required, optional: optional, mapping: mapping, known: known, checkedOnly: checkedOnly)
    }
  }

  /// Understands a header.
  ///
  /// - Throws: ``IntakeFailure/refused(_:)`` where a required column is missing, or two columns mean one field.
  init(names: [String], request: Request, file: String, line: Int = 1) throws(IntakeFailure) {
    self.names = names
    vocabulary = request.vocabulary
    let lookup = request.vocabulary.lookup
    let mapping = Dictionary(
      request.mapping.map { (AliasTables.normalised($0.key), $0.value) }, uniquingKeysWith: { first, _ in first })
    let mappedFields = Set(names.compactMap { mapping[AliasTables.normalised($0)] })
    let wanted = Set(request.required).union(request.optional)
    var found: [String: Int] = [:]
    var matches: [QualityReport.ColumnMatch] = []
    var ignored: [String] = []
    var problems: [Diagnostic] = []
    var doubled: Set<String> = []
    for (column, name) in names.enumerated() {
      let normalised = AliasTables.normalised(name)
      let mapped = mapping[normalised]
      let field = mapped ?? lookup[normalised].flatMap { mappedFields.contains($0) ? nil : $0 }
      guard let field, wanted.contains(field) else {
        ignored.append(name)
        continue
      }
      if found[field] != nil, request.checkedOnly.contains(field) {
        doubled.insert(field)
        ignored.append(name)
        continue
      }
      if let earlier = found[field] {
        for position in [earlier, column] {
          problems.append(Diagnostic(.columnAmbiguous, at: .init(file: file, line: line, field: names[position])))
        }
        continue
      }
      found[field] = column
      matches.append(.init(column: name, field: field, source: mapped == nil ? .alias : .mapping))
    }
    for match in matches where doubled.contains(match.field) { ignored.append(match.column) }
    matches.removeAll { doubled.contains($0.field) }
    for field in doubled { found[field] = nil }
    let present = Set(names.map(AliasTables.normalised))
    for column in request.mapping.keys.sorted() where !present.contains(AliasTables.normalised(column)) {
      problems.append(Diagnostic(.mappedColumnMissing, at: .init(file: file, line: line, field: column)))
    }
    for field in request.required where found[field] == nil {
      problems.append(Diagnostic(.requiredColumnMissing, at: .init(file: file, line: line, field: field)))
    }
    if !problems.isEmpty { throw .refused(problems) }
    columns = found
    self.matches = matches
    self.ignored = ignored
  }
}
