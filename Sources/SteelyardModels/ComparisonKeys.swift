import SteelyardComparison
import SteelyardDomain
import Yams

/// A rule while it is read.
struct RuleDraft {
  var id = ""
  var title = LocalizedText(zh: "", en: "")
  var severity = Clue.Severity.minor
  var direction = Clue.Direction.against
  var means = LocalizedText(zh: "", en: "")
  var doesNotMean = LocalizedText(zh: "", en: "")
  var legalBasis: [LocalizedText] = []
  var innocentExplanations: [LocalizedText] = []
  var suggestedCheck = LocalizedText(zh: "", en: "")
  var loophole = LocalizedText(zh: "", en: "")
  var subject: Rule.Subject?
  var occasion: [Formula] = []
  var amount: Formula?
  var evidence: [ColumnReference] = []
  var operations: [Operator] = []

  /// The operator, where there is exactly one.
  var operation: Operator? {
    get { operations.count == 1 ? operations[0] : nil }
    set { if let newValue { operations.append(newValue) } }
  }

  /// The rule, where it has a subject and one operator.
  var rule: Rule? {
    guard let subject, let operation else { return nil }
    return Rule(
      id: id, title: title, sentence: means, suggestedCheck: suggestedCheck, direction: direction, severity: severity,
      subject: subject, occasion: occasion, amount: amount, evidence: evidence, operation: operation)
  }

  /// What a reader must know of it.
  var governance: RuleGovernance {
    RuleGovernance(
      id: id, doesNotMean: doesNotMean, legalBasis: legalBasis, innocentExplanations: innocentExplanations,
      loophole: loophole)
  }
}

/// What is compared, while it is read.
struct ComparisonDraft {
  var registers: [Named<RegisterDraft>] = []
  var standards: [Named<StandardDraft>] = []
  var holidays: [Day] = []
  var workdays: [Day] = []
  var rules: [RuleDraft] = []

  /// The plan of what could be read.
  var plan: ComparisonPlan {
    ComparisonPlan(
      registers: registers.map { $0.value.schema(named: $0.name) },
      standards: standards.map { $0.value.standard(named: $0.name) },
      calendar: WorkCalendar(holidays: holidays, workdays: workdays), rules: rules.compactMap(\.rule))
  }
}

/// A register while it is read.
struct RegisterDraft {
  var title = LocalizedText(zh: "", en: "")
  var key: [String] = []
  var persons: [RegisterSchema.PersonColumns] = []
  var columns: [Named<ColumnDraft>] = []

  func schema(named name: String) -> RegisterSchema {
    RegisterSchema(
      name: name, title: title,
      columns: columns.map { column in
        RegisterSchema.Column(
          name: column.name, title: column.value.title, content: column.value.content,
          isRequired: column.value.isRequired, aliases: column.value.aliases)
      }, key: key, persons: persons)
  }
}

/// A column while it is read.
struct ColumnDraft {
  var content = RegisterSchema.Content.text
  var title = LocalizedText(zh: "", en: "")
  var isRequired = false
  var aliases: [String] = []
}

/// A standard while it is read.
struct StandardDraft {
  /// One amount.
  struct Row {
    var categories: [String] = []
    var from: Month?
    var through: Month?
    var amount = Money(fen: 0)
  }

  var title = LocalizedText(zh: "", en: "")
  var categories: [String] = []
  var rows: [Row] = []

  func standard(named name: String) -> Standard {
    Standard(
      name: name, title: title, categories: categories,
      rows: rows.map {
        Standard.Row(categories: $0.categories, from: $0.from, through: $0.through, amountFen: $0.amount.fen)
      })
  }
}

/// The grammar of what a comparison model has beside its governance.
extension ModelKeys {
  /// Keys of a comparison model, beside those of every model.
  static var comparison: [Key<ModelDraft>] {
    let calendar: [Key<ModelDraft>] = [
      Key(
        "holidays", \.comparison.holidays, .list(of: .day), required: false,
        "Days from Monday to Friday that are not worked."),
      Key(
        "workdays", \.comparison.workdays, .list(of: .day), required: false,
        "Saturdays and Sundays that are worked instead."),
    ]
    return [
      Key(
        "registers", \.comparison.registers, .named(.record(register, initial: RegisterDraft())),
        "The tables that are compared, by our names; run takes a file for each."),
      Key(
        "standards", \.comparison.standards, .named(.record(standard, initial: StandardDraft())), required: false,
        "Tables of the amounts prescribed, which formulas look up."),
      Key("calendar", calendar, required: false, "Which days are worked."),
      Key("rules", \.comparison.rules, .entries(of: rule, minimum: 1), "What is looked for."),
    ]
  }

  private static var register: [Key<RegisterDraft>] {
    let column: [Key<ColumnDraft>] = [
      Key("type", \.content, .choice, "What its cells are."),
      Key("title", \.title, .localized, "What a reader calls it; headers may too."),
      Key(
        "required", \.isRequired, .truth, required: false, "Whether a row without a value is rejected; left out: no."),
      Key("aliases", \.aliases, .list(of: .text), required: false, "What else headers call it."),
    ]
    return [
      Key("title", \.title, .localized, "What a reader calls the register."),
      Key(
        "key", \.key, .list(of: .name, minimum: 1), required: false,
        "The columns that tell rows apart: two rows alike in them are a repetition or a conflict."),
      Key(
        "persons", \.persons, .entries(of: persons, minimum: 1), required: false,
        "The persons a row names, the one it is about first."),
      Key("columns", \.columns, .named(.record(column, initial: ColumnDraft())), "The columns, by our names."),
    ]
  }

  private struct PersonDraft {
    var id = ""
    var name, birth, area: String?
  }

  private static var persons: FieldType<RegisterSchema.PersonColumns> {
    let keys: [Key<PersonDraft>] = [
      Key("id", \.id, .name, "The column of the number."),
      Key("name", \.name, FieldType<String>.name.optional, required: false, "The column of the name."),
      Key("birth", \.birth, FieldType<String>.name.optional, required: false, "The column of the day of birth."),
      Key("area", \.area, FieldType<String>.name.optional, required: false, "The column of the area."),
    ]
    return FieldType<PersonDraft>.record(keys, initial: PersonDraft()).map {
      RegisterSchema.PersonColumns(id: $0.id, name: $0.name, birth: $0.birth, area: $0.area)
    }
  }

  private static var standard: [Key<StandardDraft>] {
    let row: [Key<StandardDraft.Row>] = [
      Key("of", \.categories, .list(of: .text, distinct: false), "A label for each category, in their order."),
      Key("from", \.from, FieldType<Month>.month.optional, required: false, "The first month it holds for."),
      Key("through", \.through, FieldType<Month>.month.optional, required: false, "The last month it holds for."),
      Key("amount-yuan", \.amount, .yuan, "The amount."),
    ]
    return [
      Key("title", \.title, .localized, "What a reader calls it."),
      Key("categories", \.categories, .list(of: .name), "What the labels of a row are."),
      Key("rows", \.rows, .entries(of: .record(row, initial: StandardDraft.Row()), minimum: 1), "The amounts."),
    ]
  }
}

// MARK: - Rules

extension ModelKeys {
  /// A rule: its governance, and exactly one operator.
  static var rule: FieldType<RuleDraft> {
    let keys = ruleKeys
    return FieldType<RuleDraft>.record(keys, initial: RuleDraft()).checked { draft, node, reader in
      let known = Operator.Kind.allCases.map(\.rawValue)
      if draft.operations.isEmpty { reader.report(.operatorMissing(known: known), at: node) }
      if draft.operations.count > 1 {
        let named = node.mapping?.keys.filter { known.contains($0.scalar?.string ?? "") } ?? []
        reader.report(.operatorSeveral, at: named.dropFirst().first ?? node)
      }
    }
  }

  private static var ruleKeys: [Key<RuleDraft>] {
    let severities: [Clue.Severity] = [.serious, .moderate, .minor]
    return [
      Key(
        "id", \.id,
        .text(
          matching: "[a-z0-9]+(?:-[a-z0-9]+)*",
          form: LocalizedText(zh: "小写字母、数字和连字符", en: "lower-case letters, digits and hyphens")),
        "The rule's name, which its clues carry for ever."),
      Key("title", \.title, .localized, "What a reader calls the rule."),
      Key("severity", \.severity, .choice(among: severities), "How pressing a clue is."),
      Key(
        "direction", \.direction, .choice,
        "Whom a clue serves; in-favour: the person may be owed something, and it is worded as a service."),
      Key("means", \.means, .localized, "What a clue means, in a sentence without names and amounts."),
      Key("does-not-mean", \.doesNotMean, .localized, "What a clue does not mean."),
      Key(
        "legal-basis", \.legalBasis, .list(of: .localized, minimum: 1), required: false,
        "The law the rule rests on; left out: the model's."),
      Key(
        "innocent-explanations", \.innocentExplanations, .list(of: .localized, minimum: 1),
        "What else may explain a clue."),
      Key("suggested-check", \.suggestedCheck, .localized, "What one does with a clue first."),
      Key("loophole", \.loophole, .localized, "The gap in the procedure that a confirmed clue would show."),
      Key("subject", \.subject, subject, "Who a clue is about: a kind and a column, person: person."),
      Key(
        "occasion", \.occasion, .entries(of: .formula), required: false,
        "What tells a subject's clues apart; left out: a subject has one clue."),
      Key(
        "amount", \.amount, FieldType<Formula>.formula.optional, required: false,
        "The money at stake in a row; left out: what the operator says."),
      Key(
        "evidence", \.evidence, .list(of: .column), required: false,
        "The columns shown beside those of the operator."),
    ] + operators
  }

  /// A subject: exactly one kind with the column that says who.
  private static var subject: FieldType<Rule.Subject?> {
    let keys = Clue.Subject.Kind.allCases.map { kind in
      Key<Rule.Subject?>(
        kind.rawValue, \.self,
        FieldType<ColumnReference>.column.map { Rule.Subject(kind: kind, column: $0) }.optional, required: false,
        "The column that says who.")
    }
    return .oneOf(keys, initial: nil)
  }
}
