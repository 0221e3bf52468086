import SteelyardComparison
import SteelyardDomain
import Yams

/// Rows of a rule while they are read.
private struct SourceDraft {
  var name: String?
  var register = ""
  var joins: [Join] = []
  var condition: Formula?
}

extension FieldType where Value == Source {
  /// The name of a register, or a mapping with its rows' condition and joins.
  static var source: FieldType { sourceForm.shared(.source) }

  static var sourceForm: FieldType {
    let keys: [Key<SourceDraft>] = [
      Key("register", \.register, .name, "The register."),
      Key(
        "as", \.name, FieldType<String>.name.optional, required: false,
        "What formulas call it, where a rule looks at one register twice."),
      Key("join", \.joins, .entries(of: .join), required: false, "What is put beside each row."),
      Key("where", \.condition, FieldType<Formula>.formula.optional, required: false, "Which rows are taken."),
    ]
    let long = FieldType<SourceDraft>.record(keys, initial: SourceDraft()).map {
      Source(name: $0.name, register: $0.register, joins: $0.joins, condition: $0.condition)
    }
    return .short(FieldType<String>.name.map { Source(register: $0) }, or: long)
  }
}

/// A join while it is read.
private struct JoinDraft {
  var name: String?
  var register = ""
  var on: [Pair] = []
  var isRequired = true
  var condition: Formula?
  var measures: [Aggregate.Measure] = []
  /// Set by the key `measures`: counts and sums instead of a row.
  var isAggregate = false

  var join: Join {
    if isAggregate {
      return .aggregate(
        Aggregate(name: name ?? register, register: register, on: on, condition: condition, measures: measures))
    }
    return .row(RowJoin(name: name, register: register, on: on, isRequired: isRequired, condition: condition))
  }

  /// The measures, as the key sets them.
  var aggregate: [Aggregate.Measure] {
    get { measures }
    set { (measures, isAggregate) = (newValue, true) }
  }
}

extension FieldType where Value == Join {
  /// A row of another register, or counts and sums over its rows.
  fileprivate static var join: FieldType {
    let keys: [Key<JoinDraft>] = [
      Key("register", \.register, .name, "The register."),
      Key("as", \.name, FieldType<String>.name.optional, required: false, "What formulas call it."),
      Key("on", \.on, .pairs, "Columns of the rows so far that equal columns of the register."),
      Key(
        "required", \.isRequired, .truth, required: false,
        "Whether a row without one is left out; left out: yes. No: its columns are absent."),
      Key(
        "where", \.condition, FieldType<Formula>.formula.optional, required: false,
        "Which rows of the register count; sees only their own columns."),
      Key(
        "measures", \.aggregate, .entries(of: .measure, minimum: 1), required: false,
        "Counts and sums over all rows that belong, instead of the first of them."),
    ]
    return FieldType<JoinDraft>.record(keys, initial: JoinDraft()).map(\.join)
  }
}

extension FieldType where Value == Aggregate.Measure {
  private struct MeasureDraft {
    var name = ""
    var function = Aggregate.Function.count
    var value: Formula?
  }

  /// One number computed over rows.
  fileprivate static var measure: FieldType {
    let keys: [Key<MeasureDraft>] = [
      Key("name", \.name, .name, "What formulas call it."),
      Key("function", \.function, .choice, "What is computed."),
      Key("of", \.value, FieldType<Formula>.formula.optional, required: false, "Of what; left out for count."),
    ]
    return FieldType<MeasureDraft>.record(keys, initial: MeasureDraft()).map {
      Aggregate.Measure(name: $0.name, function: $0.function, value: $0.value)
    }
  }
}

extension FieldType where Value == [Pair] {
  private struct PairDraft {
    var column = ColumnReference(column: "")
    var other = ""
    var matching = Pair.Matching.key
  }

  /// Columns that must be equal: a name where both sides call it so, or a mapping.
  static var pairs: FieldType { pairsForm.shared(.pairs) }

  static var pairsForm: FieldType {
    let keys: [Key<PairDraft>] = [
      Key("column", \.column, .column, "The column of the rows named first."),
      Key("other", \.other, .name, "The column of the other register."),
      Key(
        "matching", \.matching, .choice, required: false,
        "Whether persons are matched by key, or by their number as it is written."),
    ]
    let long = FieldType<PairDraft>.record(keys, initial: PairDraft()).map {
      Pair($0.column, $0.other, matching: $0.matching)
    }
    let short = FieldType<String>.name.map { Pair(ColumnReference(column: $0), $0) }
    return .entries(of: .short(short, or: long), minimum: 1)
  }
}

extension FieldType where Value == Interval {
  private struct IntervalDraft {
    var from = Formula.whole(0)
    var ends: [Interval.End] = []

    /// The end; each key that sets one adds it.
    var end: Interval.End {
      get { ends.first ?? .same }
      set { ends.append(newValue) }
    }
  }

  /// A day or month as a formula, or a mapping of its beginning and end.
  static var interval: FieldType { intervalForm.shared(.interval) }

  static var intervalForm: FieldType {
    let keys: [Key<IntervalDraft>] = [
      Key("from", \.from, .formula, "The first day, or month."),
      Key(
        "through", \.end, FieldType<Formula>.formula.map { .through($0) }, required: false,
        "The last day, or month; absent in a row: it has not ended."),
      Key(
        "days", \.end, FieldType<Formula>.formula.map { .lasting(days: $0) }, required: false,
        "How many days it lasts, the first included, instead of a last day."),
    ]
    let long = FieldType<IntervalDraft>.record(keys, initial: IntervalDraft()).checked { draft, node, reader in
      if draft.ends.count == 1 { return }
      let form = LocalizedText(zh: "键 through、days 中的一个", en: "exactly one of the keys through, days")
      reader.report(.textMalformed(form: form), at: node)
    }.map { Interval(from: $0.from, end: $0.end) }
    return .short(FieldType<Formula>.formula.map { Interval(from: $0, end: .same) }, or: long)
  }
}
