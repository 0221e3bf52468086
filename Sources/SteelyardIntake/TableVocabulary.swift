import SteelyardDomain

/// The words by which a table is known, and what is asked of its rows before their fields mean anything.
///
/// The tables of claims and their kin have theirs in ``AliasTables``; a register's come from its model.
struct TableVocabulary: Sendable {
  /// What the table is called in accounts and notes.
  let name: String
  /// For each normalised name of a column, its canonical field.
  let lookup: [String: String]
  /// The amounts by which lines of totals are checked, in order.
  let amounts: [String]
  /// Whether a row is counted with the first of ``amounts``, and with nothing else.
  let isCountedByFirst: Bool
  /// The fields that tell rows apart: only a row without any of them can be a total that no word names.
  let keys: [String]
  /// Fields that hold a number or a date in every row, by which a row is seen to be no header.
  let probes: [String]

  /// The vocabulary of a table that the engine knows by itself, made once: a folder may have thousands of files.
  static func of(_ table: TableMapping.Table) -> TableVocabulary {
    guard let vocabulary = builtIn[table] else { preconditionFailure("every table has a vocabulary") }
    return vocabulary
  }

  private static let builtIn = Dictionary(
    uniqueKeysWithValues: TableMapping.Table.allCases.map { table in
      (
        table,
        TableVocabulary(
          name: table.rawValue, lookup: AliasTables.lookup(for: table),
          amounts: [
            "total_fee", "amount", "fund_pay", "drug_fee", "in_scope", "self_fee", "over_limit", "first_self",
          ],
          // Fee lines may be counted with price times quantity.
          isCountedByFirst: table == .claims, keys: ["claim_id", "person_id", "line_id", "settle_time"],
          probes: ["settle_time", "qty"])
      )
    })
}
