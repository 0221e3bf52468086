import SteelyardDomain

/// The amounts of a table in yuan that a scanner ahead reads where they stand in the usual form, so that the thread that
/// decodes need not: the two threads then have about the same to do.
///
/// It changes who reads an amount and nothing else: where there is no scanner ahead, or an amount is in any other form,
/// the decoder reads it from the record.
struct UsualAmounts {
  /// What stands for an amount that is in another form.
  static let other = Int64.min

  /// The columns, ascending.
  let columns: [Int]
  /// For each column of the table its place among ``columns``, -1 where it is none of them.
  let places: [Int]

  init(_ header: Header, _ options: ReadingOptions) {
    let fields = Set(header.vocabulary.amounts + ClaimDecoder.Amount.fields)
    columns = fields.compactMap { header.columns[$0] }.filter { column in
      AmountForm(unit: AliasTables.unit(of: header.names[column]), decimalMark: options.decimalMark) == .plain
    }.sorted()
    var places = [Int](repeating: -1, count: header.names.count)
    for (place, column) in columns.enumerated() { places[column] = place }
    self.places = places
  }

  /// Reads the amounts of a record.
  ///
  /// - Precondition: there is room for one each.
  func read(_ record: TableRecord, into fen: UnsafeMutablePointer<Int64>) {
    for place in columns.indices {
      let field = record.fields[columns[place]]
      fen[place] = FieldDecoder.usualFen(record.buffer, field.start, field.end) ?? Self.other
    }
  }
}

extension TableRecord {
  /// An amount in the usual form as fen; `nil` for any other form.
  ///
  /// - Parameter place: the column's place among the ``UsualAmounts`` of its table.
  @inline(__always) func usualFen(_ column: Int, place: Int) -> Int64? {
    guard let usual, place >= 0 else { return FieldDecoder.usualFen(field(column)) }
    return usual[place] == UsualAmounts.other ? nil : usual[place]
  }
}
