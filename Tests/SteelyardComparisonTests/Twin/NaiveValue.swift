import SteelyardComparison
import SteelyardDomain

/// A value of the naive twin; absent is `nil` around it.
enum NaiveValue: Hashable {
  case text(String)
  case whole(Int128)
  case money(Int128)
  case day(Day)
  case month(Month)
  case person(String)
  case truth(Bool)

  /// What orders a value among its kind.
  var order: Int128? {
    switch self {
    case .whole(let number), .money(let number): number
    case .day(let day): Int128(day.number)
    case .month(let month): Int128(month.number)
    case .text, .person, .truth: nil
    }
  }

  /// How a value is printed.
  var printed: String {
    switch self {
    case .text(let text), .person(let text): text
    case .whole(let number): String(number)
    case .money(let fen): Money(fen: Int64(fen)).yuanText
    case .day(let day): day.description
    case .month(let month): month.description
    case .truth(let truth): truth ? "1" : "0"
    }
  }
}

/// A row of a register in the naive twin.
struct NaiveRow: Equatable {
  var line: Int
  /// Cells; a person's is the number as written.
  var cells: [String: NaiveValue] = [:]
  /// Persons by key.
  var keys: [String: NaiveValue] = [:]
}

/// What a name of a formula stands for in one row: a register's row, measures, or nothing.
struct NaiveSide {
  var register: String?
  var row: NaiveRow?
  var measures: [String: NaiveValue] = [:]
}

/// A row of a source with its joins.
struct NaiveBound {
  var main: String
  var sides: [(name: String, side: NaiveSide)]

  func side(_ name: String?) -> NaiveSide? {
    sides.first { $0.name == name ?? main }?.side
  }

  /// The line of a side's row.
  func line(_ name: String) -> Int? { side(name)?.row?.line }

  func value(_ reference: ColumnReference, matching: Pair.Matching = .key) -> NaiveValue? {
    guard let side = side(reference.source) else { return nil }
    if let measure = side.measures[reference.column] { return measure }
    if matching == .key, case .person? = side.row?.cells[reference.column] {
      return side.row?.keys[reference.column]
    }
    return side.row?.cells[reference.column]
  }

  /// Two rows side by side, the first's source the main one.
  func with(_ other: NaiveBound) -> NaiveBound { NaiveBound(main: main, sides: sides + other.sides) }
}
