import SteelyardDomain

/// What is known of a value before any row is seen: its type, and how large it and a register's sum of it may be.
struct ValueFacts: Equatable {
  /// The largest magnitude of anything that is computed: one more bit is left for a sum of two.
  static let limit: Int128 = 1 << 62
  /// How many rows a register may have.
  static let rowsMaximum: Int128 = 1_000_000_000
  /// How large the sum of a register's column may be, in fen or as a number, signs aside.
  static let columnTotalMaximum: Int128 = 100_000_000_000_000_000

  /// What the value is.
  let type: ValueType
  /// The largest magnitude of the value.
  var magnitude: Int128 = 0
  /// The largest magnitude of its sum over a register's rows.
  var total: Int128 = 0

  /// A value of a type that is not counted with.
  static func plain(_ type: ValueType) -> ValueFacts { ValueFacts(type: type) }

  /// A number of which nothing is known but how large it is.
  static func bounded(_ type: ValueType, _ magnitude: Int128) -> ValueFacts {
    ValueFacts(type: type, magnitude: magnitude, total: boundedProduct(magnitude, rowsMaximum))
  }

  /// What a column's cells are.
  static func column(_ content: RegisterSchema.Content) -> ValueFacts {
    switch content {
    case .personId: .plain(.person)
    case .personName, .text, .code: .plain(.text)
    case .day: .plain(.day)
    case .month: .plain(.month)
    case .money: ValueFacts(type: .money, magnitude: Int128(Money.rowLimitFen), total: columnTotalMaximum)
    case .integer:
      ValueFacts(
        type: .whole, magnitude: Int128(RegisterBatch.integerMagnitudeMaximum), total: columnTotalMaximum)
    }
  }
}

/// The product of two magnitudes, at most the largest number there is.
func boundedProduct(_ a: Int128, _ b: Int128) -> Int128 {
  let (product, overflow) = a.multipliedReportingOverflow(by: b)
  return overflow ? .max : product
}

/// What the names of a formula mean where it stands.
struct Scope {
  /// What a column is: a register's, or a measure of an aggregate.
  enum Origin: Equatable {
    /// A column of a register.
    case column(RegisterSchema.Content)
    /// A measure.
    case measure(Aggregate.Function)
  }

  /// A column that can be named.
  struct Column {
    let origin: Origin
    let facts: ValueFacts
  }

  /// The columns of a source or join.
  struct Entry {
    let name: String
    /// What the rows are called in a statement, where that is not the name.
    var alias: String?
    /// What the rows are called in a statement.
    var table: String { alias ?? name }
    /// The register, or `nil` for an aggregate.
    let register: String?
    let columns: [String: Column]
  }

  /// What can be named; the first is the main source.
  var entries: [Entry] = []
  /// The standards.
  var standards: [String: Standard] = [:]
  /// Whether the month of a grid has a value.
  var hasMonth = false

  /// The entry of a source's name, or the main source.
  func entry(_ source: String?) -> Entry? {
    guard let source else { return entries.first }
    return entries.first { $0.name == source }
  }

  /// The column that a reference means, with the entry it belongs to.
  func resolve(_ reference: ColumnReference) throws(FormulaProblem) -> (Entry, Column) {
    guard let entry = entry(reference.source) else { throw FormulaProblem(.sourceUnknown(reference.source ?? "")) }
    guard let column = entry.columns[reference.column] else { throw FormulaProblem(.columnUnknown(reference.column)) }
    return (entry, column)
  }
}

extension Scope.Entry {
  /// The columns of a register under a name.
  init(name: String, schema: RegisterSchema, alias: String? = nil) {
    let columns = schema.columns.map {
      ($0.name, Scope.Column(origin: .column($0.content), facts: .column($0.content)))
    }
    self.init(name: name, alias: alias, register: schema.name, columns: Dictionary(columns) { first, _ in first })
  }
}
