import SteelyardDomain

/// An index that a plan's statements look rows up by.
struct TableIndex: Hashable {
  let register: String
  let columns: [String]
}

extension TableIndex {
  /// The indexes of a plan: for each register that rows are looked up in, the columns they are looked up by, then the
  /// month where one is asked for, each once and in the order of the plan.
  static func needed(by plan: ComparisonPlan) -> [TableIndex] {
    var indexes: [TableIndex] = []
    for rule in plan.rules {
      for source in rule.operation.sources {
        for join in source.joins {
          switch join {
          case .row(let row): indexes += index(row.register, row.on, plan)
          case .aggregate(let aggregate): indexes += index(aggregate.register, aggregate.on, plan)
          }
        }
      }
      switch rule.operation {
      case .absence(let absence):
        indexes += index(absence.paid.register, absence.on, plan, then: absence.paidMonth)
        for ending in absence.endings { indexes += index(ending.source.register, ending.on, plan) }
      case .presence(let presence): indexes += index(presence.other.register, presence.on, plan)
      case .overlap(let overlap):
        indexes += index(overlap.right.register, overlap.on, plan, then: overlap.rightTime.from)
      case .duplicate(let duplicate):
        if duplicate.isIndexed {
          let keys = duplicate.key.map { Pair($0, $0.column) }
          let month: Formula? = if case .same(let formula) = duplicate.span { formula } else { nil }
          indexes += index(duplicate.rows.register, keys, plan, then: month)
        }
      case .kinship(let kinship):
        // Pairs of persons are few and lead: both ends are looked up.
        for (source, person) in [(kinship.officials, kinship.official), (kinship.recipients, kinship.recipient)] {
          indexes += index(source.register, [Pair(ColumnReference(column: person), person)], plan)
        }
      case .excess, .condition, .sharing, .concentration, .delay, .query: break
      }
    }
    var seen: Set<TableIndex> = []
    let different = indexes.filter { seen.insert($0).inserted }
    // What begins like a longer index is looked up in that.
    return different.filter { index in
      !different.contains { other in
        other.register == index.register && other.columns.count > index.columns.count
          && other.columns.starts(with: index.columns)
      }
    }
  }

  private static func index(_ register: String, _ on: [Pair], _ plan: ComparisonPlan, then month: Formula? = nil)
    -> [TableIndex]
  {
    guard let schema = plan.register(register) else { return [] }
    var columns = on.map { pair in
      let isKey = schema.column(pair.other)?.content == .personId && pair.matching == .key
      return isKey ? SQLNames.key(pair.other) : pair.other
    }
    if case .column(let reference)? = month, schema.column(reference.column) != nil { columns.append(reference.column) }
    // A column named twice in a pair is indexed once.
    var seen: Set<String> = []
    columns = columns.filter { seen.insert($0).inserted }
    return columns.isEmpty ? [] : [TableIndex(register: register, columns: columns)]
  }
}

extension Operator.Duplicate {
  /// Whether its groups are those of an index: rows are counted, and all that makes them the same are columns of theirs.
  var isIndexed: Bool {
    let isOwn = { (reference: ColumnReference) in reference.source == nil || reference.source == rows.name }
    guard counting == nil, rows.joins.isEmpty, key.allSatisfy(isOwn) else { return false }
    switch span {
    case .ever: return true
    case .same(.column(let reference)): return isOwn(reference)
    case .same, .within: return false
    }
  }
}

extension Operator {
  /// The sources it looks at.
  var sources: [Source] {
    switch self {
    case .absence(let absence): [absence.entitled, absence.paid] + absence.endings.map(\.source)
    case .presence(let presence): [presence.paid, presence.other]
    case .duplicate(let duplicate): [duplicate.rows]
    case .overlap(let overlap): [overlap.left, overlap.right]
    case .excess(let excess): [excess.paid]
    case .condition(let condition): [condition.rows]
    case .kinship(let kinship): [kinship.recipients, kinship.officials] + kinship.ties.compactMap(\.source)
    case .sharing(let sharing): [sharing.rows] + (sharing.household.map { [$0.source] } ?? [])
    case .concentration(let concentration): [concentration.rows]
    case .delay(let delay): [delay.rows]
    case .query: []
    }
  }
}

extension Operator.Kinship.Tie {
  /// The rows that say so.
  var source: Source? {
    switch self {
    case .same: nil
    case .declared(let source, _, _, _), .household(let source, _, _), .account(let source, _, _): source
    }
  }
}
