/// What an operator asks for: where its findings come from and what each of them says, before subject, occasion and
/// evidence are added.
struct FindingQuery {
  /// A row that is evidence.
  struct Record {
    /// What the query calls its table.
    let table: String
    /// The register.
    let register: String
  }

  /// A value that belongs to a finding and to no row.
  struct Detail {
    /// What it is called.
    let name: String
    /// What it is.
    let type: ValueType
    let sql: SQLText
    /// What it is held against, of the same type.
    var threshold: SQLText?
  }

  /// The tables, without `FROM`.
  var from: SQLText
  /// All of these hold.
  var conditions: [SQLText]
  /// The rows that are evidence, the main source's first.
  var records: [Record]
  /// What formulas of the rule are compiled with.
  var formulas: FormulaSQL
  /// Values of the finding.
  var details: [Detail] = []
  /// The amount where the rule says none.
  var amount: SQLText?
  /// What the rule's own amount is multiplied by: 1 where the finding's row counts, else 0.
  var counts: SQLText?
  /// Whether findings of one row with different details count separately.
  var countsEachDetail = false
  /// Which of the ties holds, by position.
  var tie: SQLText?
  /// The ties.
  var ties: [Operator.Kinship.Tie] = []
  /// Rows of the tie's register that say so; 0 is no row.
  var path: [SQLText] = []
  /// What the operator's formulas and pairs refer to, for evidence.
  var references: [ColumnReference] = []
}

extension Formula {
  /// The columns a formula names.
  var references: [ColumnReference] {
    switch self {
    case .column(let reference): [reference]
    case .parameter, .text, .whole, .money, .day, .month: []
    case .not(let inner), .isEmpty(let inner): inner.references
    case .and(let parts), .or(let parts), .function(_, let parts): parts.flatMap(\.references)
    case .comparison(_, let left, let right), .arithmetic(_, let left, let right): left.references + right.references
    case .isIn(let inner, _): inner.references
    case .between(let inner, let lower, let upper): inner.references + lower.references + upper.references
    case .lookup(_, let categories, let month): categories.flatMap(\.references) + month.references
    }
  }
}

extension Interval {
  /// The columns an interval names.
  var references: [ColumnReference] {
    switch end {
    case .same: from.references
    case .through(let formula), .lasting(let formula): from.references + formula.references
    }
  }
}

extension Source {
  /// The columns its condition and joins name, each with its source's name.
  var references: [ColumnReference] {
    let named = condition?.references ?? []
    let joined = joins.flatMap { join in
      switch join {
      case .row(let row): row.on.flatMap { [$0.column, ColumnReference(source: row.name, column: $0.other)] }
      case .aggregate(let aggregate): aggregate.on.map(\.column)
      }
    }
    return qualified(named + joined)
  }

  /// References with the main source's name put in.
  func qualified(_ references: [ColumnReference]) -> [ColumnReference] {
    references.map { $0.source == nil ? ColumnReference(source: name, column: $0.column) : $0 }
  }

  /// The columns of pairs on both sides, `self` the side named first.
  func references(_ pairs: [Pair], _ other: Source) -> [ColumnReference] {
    qualified(pairs.map(\.column)) + pairs.map { ColumnReference(source: other.name, column: $0.other) }
  }
}
