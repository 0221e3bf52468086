public import SteelyardDomain

/// The rows of a rule's statement as another engine gave them: text cells, `nil` where a cell is absent.
private struct EngineRow: ResultRow {
  let cells: [String?]

  func isAbsent(_ column: Int32) -> Bool { cells[Int(column)] == nil }

  func isWhole(_ column: Int32) -> Bool { cells[Int(column)].flatMap { Int64($0) } != nil }

  func number(_ column: Int32) -> Int64 { cells[Int(column)].flatMap { Int64($0) } ?? 0 }

  func text(_ column: Int32) -> String { (cells[Int(column)] ?? nil) ?? "" }
}

extension CompiledRule {
  /// The clues that rows of another engine make: for a bureau whose registers live in PostgreSQL or Spark, which runs
  /// ``written(_:)`` there and brings the rows home.
  ///
  /// - Parameters:
  ///   - rows: cells in the order of the statement's columns, as text.
  ///   - registers: the plan's registers, in order; evidence comes in theirs.
  /// - Throws: ``ComparisonFailure/queryContract(rule:)`` where a row has not the statement's columns.
  public func clues(rows: [[String?]], frame: ClueFrame, registers: [String]) throws(ComparisonFailure) -> [Clue] {
    var assembly = ClueAssembly(self)
    for row in rows {
      guard row.count == columns.count, let finding = Finding(EngineRow(cells: row), self) else {
        throw .queryContract(rule: rule.id)
      }
      assembly.add(finding)
    }
    return try assembly.clues(frame, registers: registers)
  }
}
