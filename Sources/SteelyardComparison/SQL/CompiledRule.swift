import SteelyardDomain

/// A rule as one SELECT: a row a finding, its columns known by what they mean.
public struct CompiledRule: Sendable {
  /// A column of the result.
  enum Column: Equatable {
    /// Who the clue is about, as text.
    case subject
    /// A part of the occasion.
    case occasion(ValueType)
    /// The money at stake in fen.
    case amount
    /// Where the row of a record stands.
    case locator(register: String)
    /// Which tie holds.
    case tie
    /// Where a row of the tie's register stands; 0 is none.
    case path(registers: [String?])
    /// A value of the record whose locator came last before it, or of a record named by its position.
    case value(record: Int, name: String, type: ValueType)
    /// A value of the finding, or what the one before it is held against.
    case detail(name: String, type: ValueType, isThreshold: Bool)
  }

  /// The rule.
  public let rule: Rule
  /// What the columns of the result are.
  let columns: [Column]
  /// Whether findings of one row with different details count separately.
  let countsEachDetail: Bool
  /// Which records tell findings apart when amounts are added up, by position.
  let amountRecords: [Int]
  /// What a tie is called, by position.
  let tieNames: [String]
  /// The statement.
  let statement: SQLText

  /// What each column of the result is, in order: `subject person`, `occasion month`, `amount`, `row payments` (its
  /// locator), `tie`, `path` with a register a tie, and the name and type of each value.
  public var columnNames: [String] {
    columns.map { column in
      switch column {
      case .subject: "subject \(rule.subject.kind.rawValue)"
      case .occasion(let type): "occasion \(type.rawValue)"
      case .amount: "amount"
      case .locator(let register): "row \(register)"
      case .tie: "tie"
      case .path(let registers): "path " + registers.map { $0 ?? "-" }.joined(separator: "|")
      case .value(_, let name, let type): "\(name) \(type.rawValue)"
      case .detail(let name, let type, let isThreshold): "\(name) \(type.rawValue)\(isThreshold ? " limit" : "")"
      }
    }
  }

  /// The statement with its values written out.
  public func written(_ dialect: SQLDialect) -> String { statement.written(dialect) }

  /// The statement with a place for each value, and the values in their order.
  ///
  /// - Precondition: the dialect is not Spark's.
  public func bound(_ dialect: SQLDialect) -> (text: String, values: [SQLValue]) { statement.bound(dialect) }
}

/// A column of a register as the SQL of a plan knows it.
public struct TableColumn: Hashable, Sendable {
  /// What stands in a column of a table.
  public enum Part: Hashable, Sendable {
    /// Where the row stands: file · 2³² + line.
    case locator
    /// The cell: a number of a person as it is written, a text, a day YYYYMMDD, a month YYYYMM, fen, a whole number.
    case cell(Int)
    /// The key of a person.
    case key(Int)
  }

  /// The column's name.
  public let name: String
  /// What stands in it; a cell or key by the position of the register's column.
  public let part: Part
  /// Whether it holds texts.
  public let isText: Bool
}
