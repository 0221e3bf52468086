import SteelyardComparison
import SteelyardDomain

/// Says what the check of a plan found at the place in the file that it is about.
///
/// The check names the parts of a plan; a file names its keys. A part without a place of its own is told at the nearest
/// one around it.
struct PlanFindings {
  private let draft: ComparisonDraft
  private let plan: ComparisonPlan

  init(_ draft: ComparisonDraft) {
    self.draft = draft
    plan = draft.plan
  }

  /// Checks the plan and reports what is wrong with it.
  func report(to reader: inout NodeReader) {
    guard case .failure(let failure) = ValidatedPlan.check(plan) else { return }
    for problem in told(failure.problems) {
      let path = keys(of: problem.path)
      if case .formula(let inner) = problem.kind, let formula = formula(path, reader) {
        let place = formula.place.of(formula.parsed.offset(of: inner))
        reader.report(.formulaInvalid(inner.kind.words), at: place, suggestion: suggestion(inner.kind, path))
      } else {
        reader.report(.planInvalid(problem.kind.words), at: place(path, reader), suggestion: suggestion(problem.kind))
      }
    }
  }

  /// The problems, but of a rule that names a register there is not only that: nothing else of it could be looked up.
  private func told(_ problems: [PlanProblem]) -> [PlanProblem] {
    func namesUnknownRegister(_ problem: PlanProblem) -> Bool {
      if case .registerUnknown = problem.kind { true } else { false }
    }
    let lost = Set(problems.filter(namesUnknownRegister).map { $0.path.prefix(2) })
    return problems.filter { namesUnknownRegister($0) || !lost.contains($0.path.prefix(2)) }
  }

  // MARK: - Places

  /// The keys of the file that lead to a part of the plan.
  private func keys(of path: [String]) -> [String] {
    guard path.count > 1, let position = Int(path[1]) else { return path }
    switch path[0] {
    case "registers" where position < draft.registers.count:
      let register = draft.registers[position]
      var keys = ["registers", register.name] + path.dropFirst(2).filter { $0 != "name" || path.contains("persons") }
      if keys.count > 3, keys[2] == "columns", let column = Int(keys[3]), column < register.value.columns.count {
        keys[3] = register.value.columns[column].name
      }
      return keys
    case "standards" where position < draft.standards.count:
      return ["standards", draft.standards[position].name] + path.dropFirst(2).map { Self.rowKeys[$0] ?? $0 }
    case "rules" where position < draft.rules.count:
      let rest = Array(path.dropFirst(2))
      guard let first = rest.first, let operation = draft.rules[position].operation, !Self.own.contains(first) else {
        return ["rules", path[1]] + rest
      }
      return ["rules", path[1], operation.kind.rawValue] + Self.operatorKeys(rest, of: operation)
    default: return path
    }
  }

  /// Keys of a rule beside its operator that the check names.
  private static let own: Set<String> = ["id", "subject", "occasion", "evidence"]
  private static let rowKeys = ["categories": "of", "amount": "amount-yuan"]

  /// The keys of an operator's part.
  private static func operatorKeys(_ parts: [String], of operation: Operator) -> [String] {
    var parts = parts
    switch (operation, parts[0]) {
    case (.presence, "paid-time"): parts.replaceSubrange(0..<1, with: ["test", "uncovered", "paid"])
    case (.presence, "other-time"): parts.replaceSubrange(0..<1, with: ["test", "uncovered", "other"])
    case (.presence, "time"), (.presence, "tolerance-months"), (.presence, "tolerance-days"):
      parts.insert(contentsOf: ["test", "after"], at: 0)
    case (.presence, "after"): parts.replaceSubrange(0..<1, with: ["test", "after", "other"])
    case (.duplicate, "same"): parts.insert("span", at: 0)
    case (.duplicate, "within-days"): parts.replaceSubrange(0..<1, with: ["span", "within", "days"])
    case (.duplicate, "day"): parts.replaceSubrange(0..<1, with: ["span", "within", "of"])
    case (.excess, "tolerance"): parts[0] = "tolerance-yuan"
    case (.concentration, "recipient"), (.concentration, "amount"):
      parts.insert(contentsOf: ["measure", "share"], at: 0)
    case (.concentration, "rate"): parts.replaceSubrange(0..<1, with: ["measure", "rate", "of"])
    case (.concentration, "count-minimum"): parts[0] = "minimum-count"
    case (.concentration, "total-minimum"): parts[0] = "measure"
    case (.kinship(let kinship), "ties") where parts.count > 2:
      if let tie = Int(parts[1]), tie < kinship.ties.count { parts.insert(name(of: kinship.ties[tie]), at: 2) }
    default: break
    }
    let words = ["condition": "where", "joins": "join", "name": "as", "value": "of", "lasting": "days"]
    // The operator overlap has a condition of its own.
    let isOwn = parts.count == 1
    return parts.map { isOwn ? $0 : words[$0] ?? $0 }
  }

  private static func name(of tie: Operator.Kinship.Tie) -> String {
    switch tie {
    case .same: "same"
    case .declared: "declared"
    case .household: "household"
    case .account: "account"
    }
  }

  /// The place of the nearest value that leads to a part.
  private func place(_ path: [String], _ reader: NodeReader) -> Place {
    for length in stride(from: path.count, to: 0, by: -1) {
      if let place = reader.places[path.prefix(length).joined(separator: ".")] { return place }
    }
    return Place(line: 1, column: 1)
  }

  /// The formula at a path; a source or interval in its short form is one itself.
  private func formula(
    _ path: [String], _ reader: NodeReader
  ) -> (parsed: ParsedFormula, place: FormulaPlace)? {
    for candidate in [path, path.dropLast()] {
      if let formula = reader.formulas[candidate.joined(separator: ".")] { return formula }
    }
    return nil
  }

  // MARK: - Did you mean

  private func suggestion(_ kind: PlanProblem.Kind) -> String? {
    switch kind {
    case .registerUnknown(let name): DidYouMean.nearest(to: name, among: plan.registers.map(\.name))
    case .columnUnknown(let name): DidYouMean.nearest(to: name, among: columns)
    case .sourceUnknown(let name): DidYouMean.nearest(to: name, among: plan.registers.map(\.name))
    default: nil
    }
  }

  private func suggestion(_ kind: FormulaProblem.Kind, _ path: [String]) -> String? {
    switch kind {
    case .sourceUnknown(let name): DidYouMean.nearest(to: name, among: plan.registers.map(\.name))
    case .columnUnknown(let name): DidYouMean.nearest(to: name, among: columns)
    case .standardUnknown(let name): DidYouMean.nearest(to: name, among: plan.standards.map(\.name))
    default: nil
    }
  }

  /// The columns of all registers, in their order.
  private var columns: [String] { plan.registers.flatMap { $0.columns.map(\.name) } }
}

extension PlanProblem.Kind {
  /// What is wrong.
  var words: LocalizedText {
    switch self {
    case .nameMalformed(let name):
      LocalizedText(zh: "“\(shown(name))”不能用作名称", en: "'\(shown(name))' cannot be a name")
    case .nameRepeated(let name):
      LocalizedText(zh: "名称“\(shown(name))”用了两次", en: "the name '\(shown(name))' is used twice")
    case .registerUnknown(let name):
      LocalizedText(zh: "没有名册“\(shown(name))”", en: "no register '\(shown(name))'")
    case .columnUnknown(let name): FormulaProblem.Kind.columnUnknown(name).words
    case .sourceUnknown(let name): FormulaProblem.Kind.sourceUnknown(name).words
    case .typeWrong(let expected, let found): FormulaProblem.Kind.typeWrong(expected: expected, found: found).words
    case .typesDiffer(let a, let b): FormulaProblem.Kind.typesDiffer(a, b).words
    case .formula(let problem): problem.kind.words
    case .numberOutside(let range):
      LocalizedText(
        zh: "应在 \(range.lowerBound) 至 \(range.upperBound) 之间",
        en: "expected \(range.lowerBound) to \(range.upperBound)")
    case .countOutside(let range):
      LocalizedText(
        zh: "应有 \(counted(range, " 至 ")) 项",
        en: "expected \(counted(range, " to ")) \(range == 1...1 ? "entry" : "entries")")
    case .standardOverlaps:
      LocalizedText(
        zh: "同一类别同一月已有另一行标准", en: "another row holds for the same categories in one of these months")
    case .measureValue:
      LocalizedText(zh: "count 不带 of，其他算法须有 of", en: "count takes no 'of', the others need one")
    case .excluded(let part):
      LocalizedText(zh: "不能与“\(Self.key(part))”同用", en: "cannot be given together with '\(Self.key(part))'")
    case .statement:
      LocalizedText(
        zh: "查询须为一条 SELECT，至多 64 KiB", en: "a query is one SELECT of at most 64 KiB")
    case .tooLarge:
      LocalizedText(zh: "规则编译后的 SQL 过长", en: "the SQL that the rule compiles to is too long")
    }
  }

  /// The key of a file for a part of a plan.
  private static func key(_ part: String) -> String {
    switch part {
    case "within-days": "within"
    case "lasting": "days"
    default: part
    }
  }
}
