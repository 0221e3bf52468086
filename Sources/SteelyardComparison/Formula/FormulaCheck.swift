import SteelyardDomain

/// Checks a formula where it stands: every name is known, every type fits, no value can leave 63 bits.
struct FormulaCheck {
  /// How many values a list may have.
  static let listMaximum = 500

  private let scope: Scope
  private var part = 0

  /// What a formula's value is.
  ///
  /// - Throws: the first problem, with the part it lies in.
  static func facts(_ formula: Formula, in scope: Scope) throws(FormulaProblem) -> ValueFacts {
    var check = FormulaCheck(scope: scope)
    return try check.facts(formula)
  }

  private init(scope: Scope) { self.scope = scope }

  /// Enters a part, and gives problems that know no place the part's.
  private mutating func facts(_ formula: Formula) throws(FormulaProblem) -> ValueFacts {
    let own = part
    part += 1
    do throws(FormulaProblem) {
      let facts = try value(formula)
      guard facts.magnitude <= ValueFacts.limit else { throw FormulaProblem(.mayOverflow) }
      return facts
    } catch {
      throw error.part == nil ? FormulaProblem(error.kind, part: own) : error
    }
  }

  private mutating func value(_ formula: Formula) throws(FormulaProblem) -> ValueFacts {
    switch formula {
    case .column(let reference): return try scope.resolve(reference).1.facts
    case .parameter(.month):
      guard scope.hasMonth else { throw FormulaProblem(.parameterUnknown(Formula.Parameter.month.rawValue)) }
      return .plain(.month)
    case .parameter, .day: return .plain(.day)
    case .month: return .plain(.month)
    case .text: return .plain(.text)
    case .whole(let number): return .bounded(.whole, Int128(number.magnitude))
    case .money(let fen): return .bounded(.money, Int128(fen.magnitude))
    case .not(let inner):
      try require([.truth], inner)
      return .plain(.truth)
    case .and(let parts), .or(let parts):
      for part in parts { try require([.truth], part) }
      return .plain(.truth)
    case .comparison, .isIn, .between, .isEmpty: return try truth(formula)
    case .arithmetic(let kind, let left, let right):
      return try arithmetic(kind, try facts(left), try facts(right), factor: Self.factor(left, right))
    case .function(let function, let arguments): return try self.function(function, arguments)
    case .lookup(let name, let categories, let month): return try lookup(name, categories, month)
    }
  }

  @discardableResult
  private mutating func require(_ expected: [ValueType], _ formula: Formula) throws(FormulaProblem) -> ValueFacts {
    let own = part
    let facts = try facts(formula)
    guard expected.contains(facts.type) else {
      throw FormulaProblem(.typeWrong(expected: expected, found: facts.type), part: own)
    }
    return facts
  }

  // MARK: - Truths

  private mutating func truth(_ formula: Formula) throws(FormulaProblem) -> ValueFacts {
    switch formula {
    case .comparison(let kind, let left, let right):
      let type = try same(left, right)
      let isOrdered = kind != .equal && kind != .unequal
      let allowed: [ValueType] =
        isOrdered ? [.whole, .money, .day, .month] : [.text, .whole, .money, .day, .month, .person]
      guard allowed.contains(type) else { throw FormulaProblem(.typeWrong(expected: allowed, found: type)) }
    case .isIn(let inner, let values):
      guard values.count <= Self.listMaximum else { throw FormulaProblem(.tooLarge) }
      let type = try require([.text, .whole, .money, .day, .month], inner).type
      for value in values {
        guard value.isLiteral else { throw FormulaProblem(.literalExpected, part: part) }
        try require([type], value)
      }
    case .between(let inner, let lower, let upper):
      let type = try require([.whole, .money, .day, .month], inner).type
      try require([type], lower)
      try require([type], upper)
    case .isEmpty(let inner):
      try require([.text, .whole, .money, .day, .month, .person], inner)
    default: preconditionFailure("only truths are checked as truths")
    }
    return .plain(.truth)
  }

  private mutating func same(_ left: Formula, _ right: Formula) throws(FormulaProblem) -> ValueType {
    let (left, right) = (try facts(left), try facts(right))
    guard left.type == right.type else { throw FormulaProblem(.typesDiffer(left.type, right.type)) }
    return left.type
  }

  // MARK: - Numbers

  private static func factor(_ left: Formula, _ right: Formula) -> (value: Int128, isLeft: Bool)? {
    if case .whole(let number) = left { return (Int128(number.magnitude), true) }
    if case .whole(let number) = right { return (Int128(number.magnitude), false) }
    return nil
  }

  private func arithmetic(
    _ kind: Formula.Arithmetic, _ left: ValueFacts, _ right: ValueFacts, factor: (value: Int128, isLeft: Bool)?
  ) throws(FormulaProblem) -> ValueFacts {
    let type: ValueType
    switch (kind, left.type, right.type) {
    case (.plus, .whole, .whole), (.minus, .whole, .whole), (.times, .whole, .whole), (.divided, .whole, .whole),
      (.divided, .money, .money):
      type = .whole
    case (.plus, .money, .money), (.minus, .money, .money), (.times, .money, .whole), (.times, .whole, .money),
      (.divided, .money, .whole):
      type = .money
    default: throw FormulaProblem(.typesDiffer(left.type, right.type))
    }
    switch kind {
    case .plus, .minus:
      return ValueFacts(
        type: type, magnitude: left.magnitude + right.magnitude,
        total: left.total.addingReportingOverflow(right.total).overflow ? .max : left.total + right.total)
    case .times:
      let magnitude = boundedProduct(left.magnitude, right.magnitude)
      // Of two factors one of which is written out, the sum is that many times the other's.
      let total = factor.map { boundedProduct($0.value, $0.isLeft ? right.total : left.total) }
      return ValueFacts(
        type: type, magnitude: magnitude, total: total ?? boundedProduct(magnitude, ValueFacts.rowsMaximum))
    case .divided:
      return ValueFacts(type: type, magnitude: left.magnitude, total: left.total)
    }
  }

  // MARK: - Functions

  private mutating func function(_ function: Formula.Function, _ arguments: [Formula]) throws(FormulaProblem)
    -> ValueFacts
  {
    switch function {
    case .age:
      for argument in arguments { try require([.day], argument) }
      return .bounded(.whole, 10_000)
    case .daysBetween:
      for argument in arguments { try require([.day], argument) }
      return .bounded(.whole, 3_700_000)
    case .monthsBetween:
      let type = try require([.day, .month], arguments[0]).type
      try require([type], arguments[1])
      return .bounded(.whole, 120_000)
    case .addMonths:
      let type = try require([.day, .month], arguments[0]).type
      try require([.whole], arguments[1])
      return .plain(type)
    case .monthOf:
      try require([.day], arguments[0])
      return .plain(.month)
    case .yearOf:
      try require([.day, .month], arguments[0])
      return .bounded(.whole, 9_999)
    case .firstDay, .lastDay:
      try require([.month], arguments[0])
      return .plain(.day)
    case .band: return try band(arguments)
    case .least, .greatest, .coalesce: return try choice(function, arguments)
    case .startsWith, .contains:
      try require([.text], arguments[0])
      guard case .text(let text) = arguments[1], !text.isEmpty else {
        throw FormulaProblem(.literalExpected, part: part)
      }
      try require([.text], arguments[1])
      return .plain(.truth)
    }
  }

  private mutating func band(_ arguments: [Formula]) throws(FormulaProblem) -> ValueFacts {
    try require([.whole], arguments[0])
    var last: Int64 = 0
    for limit in arguments.dropFirst() {
      guard case .whole(let number) = limit else { throw FormulaProblem(.literalExpected, part: part) }
      guard number > last else { throw FormulaProblem(.bandsUnordered, part: part) }
      last = number
      try require([.whole], limit)
    }
    return .plain(.text)
  }

  private mutating func choice(_ function: Formula.Function, _ arguments: [Formula]) throws(FormulaProblem)
    -> ValueFacts
  {
    let ordered: [ValueType] = [.whole, .money, .day, .month]
    let left = try require(function == .coalesce ? ordered + [.text] : ordered, arguments[0])
    let right = try require([left.type], arguments[1])
    let total = left.total.addingReportingOverflow(right.total)
    return ValueFacts(
      type: left.type, magnitude: max(left.magnitude, right.magnitude),
      total: total.overflow ? .max : total.partialValue)
  }

  private mutating func lookup(_ name: String, _ categories: [Formula], _ month: Formula) throws(FormulaProblem)
    -> ValueFacts
  {
    guard let standard = scope.standards[name] else { throw FormulaProblem(.standardUnknown(name)) }
    guard categories.count == standard.categories.count else {
      let count = standard.categories.count + 2
      throw FormulaProblem(.argumentCount(function: "lookup", expected: count...count))
    }
    for category in categories { try require([.text], category) }
    try require([.month], month)
    return .bounded(.money, Int128(standard.rows.map(\.amountFen.magnitude).max() ?? 0))
  }
}

extension Formula {
  /// Whether it is written out: a text, number, amount, day or month.
  var isLiteral: Bool {
    switch self {
    case .text, .whole, .money, .day, .month: true
    default: false
    }
  }
}
