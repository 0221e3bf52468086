internal import SteelyardDomain

/// Insured persons by pseudonym, as `persons.csv` has them.
enum PersonsExport {
  private static let kinds: [String: ExportColumn.Kind] = [
    "person": .exact, "diseases": .whole, "institutions": .whole, "visits": .whole, "same_day_visits": .whole,
    "card_bursts": .whole, "cost": .money, "expected": .money, "index": .ratio(decimals: 3), "z": .ratio(decimals: 3),
    "supply_days": .whole, "overlap_days": .whole, "overlap_days_across": .whole, "disease": .exact,
    "age_band": .exact, "sex": .word, "scheme": .word, "attached": .exact,
  ]

  /// Every column that a table of persons may have.
  static let columns: [ExportColumn] = [
    "person", "diseases", "institutions", "visits", "same_day_visits", "card_bursts", "cost", "expected", "index", "z",
    "supply_days", "overlap_days", "overlap_days_across", "disease", "age_band", "sex", "scheme", "attached",
  ].map(column)

  /// The table of a file.
  static func table(_ file: StoredTable) -> ExportTable {
    ExportTable(.persons, file.header.map(column), count: file.count, frozenColumns: 1) { file.cells($0) }
  }

  private static func column(_ name: String) -> ExportColumn {
    ExportColumn(name, Wording.Export.personTitle(name), kinds[name] ?? .text)
  }
}
