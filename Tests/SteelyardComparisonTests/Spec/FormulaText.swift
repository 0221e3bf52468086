import SteelyardComparison
import SteelyardDomain

extension ColumnReference {
  /// The reference as a formula writes it.
  var written: String { source.map { "\($0).\(column)" } ?? column }
}

extension Formula {
  /// The formula as it is written, every part in parentheses but the outermost.
  var written: String {
    switch self {
    case .column(let reference): reference.written
    case .parameter(let parameter): "$\(parameter.rawValue)"
    case .text(let text): quote(text)
    case .whole(let number): String(number)
    case .money(let fen): "\(Money(fen: fen).yuanText) yuan"
    case .day(let day): "date '\(day)'"
    case .month(let month): "month '\(month)'"
    case .not(let inner): "not \(inner.inner)"
    case .and(let parts): parts.map(\.inner).joined(separator: " and ")
    case .or(let parts): parts.map(\.inner).joined(separator: " or ")
    case .comparison(let kind, let left, let right): "\(left.inner) \(kind.rawValue) \(right.inner)"
    case .isIn(let inner, let values): "\(inner.inner) in (\(values.map(\.written).joined(separator: ", ")))"
    case .between(let inner, let lower, let upper): "\(inner.inner) between \(lower.inner) and \(upper.inner)"
    case .isEmpty(let inner): "\(inner.inner) is empty"
    case .arithmetic(let kind, let left, let right): "\(left.inner) \(kind.rawValue) \(right.inner)"
    case .function(let function, let arguments):
      "\(function.rawValue)(\(arguments.map(\.written).joined(separator: ", ")))"
    case .lookup(let standard, let categories, let month):
      "lookup(\(([standard] + categories.map(\.written) + [month.written]).joined(separator: ", ")))"
    }
  }

  /// The formula as a part of another.
  private var inner: String {
    switch self {
    case .column, .parameter, .text, .whole, .money, .day, .month, .function, .lookup: written
    default: "(\(written))"
    }
  }
}
