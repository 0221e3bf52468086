import SteelyardComparison
import SteelyardDomain

/// The operators of rules: one key each, its parameters below.
extension ModelKeys {
  /// One key an operator; a rule has exactly one of them.
  static var operators: [Key<RuleDraft>] {
    [
      key("absence", absence, "Entitled, not paid: for each month of the period who is entitled and has no payment."),
      key("presence", presence, "Paid, not or no longer entitled."),
      key("duplicate", duplicate, "The same key more often than allowed."),
      key("overlap", overlap, "Two states that exclude each other hold at the same time."),
      key("excess", excess, "Paid more, or less, than the standard."),
      key("condition", condition, "A row contradicts its own or another register's fact."),
      key("kinship", kinship, "A recipient is an official, or kin, of one household or account with one."),
      key("sharing", sharing, "One account, telephone number or address serves many."),
      key("concentration", concentration, "One recipient has an extreme share, or a group an extreme rate."),
      key("delay", delay, "A step took, or is taking, longer than allowed."),
      key("query", query, "A reviewed, read-only SELECT in a file of the model's folder."),
    ]
  }

  private static func key(_ name: String, _ type: FieldType<Operator>, _ meaning: String) -> Key<RuleDraft> {
    Key(name, \.operation, type.optional, required: false, meaning)
  }

  // MARK: Entitled and paid

  private struct AbsenceDraft {
    var entitled = Source(register: "")
    var monthly = Formula.whole(0)
    var endings: [Operator.Absence.Ending] = []
    var paid = Source(register: "")
    var on: [Pair] = []
    var paidMonth = Formula.whole(0)
    var graceMonths = 0
    var due = Formula.whole(0)
  }

  private static var absence: FieldType<Operator> {
    let keys: [Key<AbsenceDraft>] = [
      Key("entitled", \.entitled, .source, "Who may be entitled; the main rows."),
      Key("monthly", \.monthly, .formula, "Whether a row is entitled in a month; 'month' is the month asked for."),
      Key("endings", \.endings, .entries(of: ending), required: false, "What ends an entitlement."),
      Key("paid", \.paid, .source, "The payments."),
      Key("on", \.on, .pairs, "Columns of the main rows that equal columns of the payments."),
      Key("paid-month", \.paidMonth, .formula, "The month a payment is for."),
      Key("grace-months", \.graceMonths, .whole(0...120), "How many of the latest months are not yet asked for."),
      Key("due", \.due, .formula, "What is due in a month."),
    ]
    return FieldType<AbsenceDraft>.record(keys, initial: AbsenceDraft()).map {
      .absence(
        Operator.Absence(
          entitled: $0.entitled, monthly: $0.monthly, endings: $0.endings, paid: $0.paid, on: $0.on,
          paidMonth: $0.paidMonth, graceMonths: $0.graceMonths, due: $0.due))
    }
  }

  private struct EndingDraft {
    var source = Source(register: "")
    var on: [Pair] = []
    var last = Formula.whole(0)
  }

  private static var ending: FieldType<Operator.Absence.Ending> {
    let keys: [Key<EndingDraft>] = [
      Key("source", \.source, .source, "The rows that end."),
      Key("on", \.on, .pairs, "Columns of the main rows that equal columns of these."),
      Key("last", \.last, .formula, "The last day, or month, of the entitlement."),
    ]
    return FieldType<EndingDraft>.record(keys, initial: EndingDraft()).map {
      Operator.Absence.Ending(source: $0.source, on: $0.on, last: $0.last)
    }
  }

  private struct PresenceDraft {
    var paid = Source(register: "")
    var other = Source(register: "")
    var on: [Pair] = []
    var test = Operator.Presence.Test.unlisted
  }

  private static var presence: FieldType<Operator> {
    let keys: [Key<PresenceDraft>] = [
      Key("paid", \.paid, .source, "The payments; the main rows."),
      Key("other", \.other, .source, "The register that entitles, or that ends."),
      Key("on", \.on, .pairs, "Columns of the main rows that equal columns of the other register."),
      Key("test", \.test, presenceTest, "What is wrong with a payment; unlisted: nothing in the other register."),
    ]
    return FieldType<PresenceDraft>.record(keys, initial: PresenceDraft()).map {
      .presence(Operator.Presence(paid: $0.paid, other: $0.other, on: $0.on, test: $0.test))
    }
  }

  private struct UncoveredDraft {
    var paid = Interval(from: .whole(0), end: .same)
    var other = Interval(from: .whole(0), end: .same)
  }

  private struct AfterDraft {
    var time = Formula.whole(0)
    var other = Formula.whole(0)
    var months = 0
    var days = 0
  }

  private static var presenceTest: FieldType<Operator.Presence.Test> {
    let uncovered: [Key<UncoveredDraft>] = [
      Key("paid", \.paid, .interval, "The time a payment is for."),
      Key("other", \.other, .interval, "The time an entry of the other register holds."),
    ]
    let after: [Key<AfterDraft>] = [
      Key("time", \.time, .formula, "The day or month of a payment."),
      Key("other", \.other, .formula, "The day or month of the other register."),
      Key("tolerance-months", \.months, .whole(0...120), required: false, "How many months later is not yet late."),
      Key("tolerance-days", \.days, .whole(0...3660), required: false, "How many days later is not yet late."),
    ]
    let tests: [Key<Operator.Presence.Test>] = [
      Key(
        "uncovered", \.self,
        FieldType<UncoveredDraft>.record(uncovered, initial: UncoveredDraft()).map {
          .uncovered(paid: $0.paid, other: $0.other)
        }, required: false, "No entry of the other register holds at the payment's time."),
      Key(
        "after", \.self,
        FieldType<AfterDraft>.record(after, initial: AfterDraft()).map {
          .after(time: $0.time, other: $0.other, tolerance: .init(months: $0.months, days: $0.days))
        }, required: false, "The payment is for a later day than the other register's."),
    ]
    return .word("unlisted", for: .unlisted, or: .oneOf(tests, initial: .unlisted))
  }

  // MARK: More than once, at once, too much

  private struct DuplicateDraft {
    var rows = Source(register: "")
    var key: [ColumnReference] = []
    var span = Operator.Duplicate.Span.ever
    var allowed = 1
    var counting: Formula?
  }

  private static var duplicate: FieldType<Operator> {
    let keys: [Key<DuplicateDraft>] = [
      Key("rows", \.rows, .source, "The rows; the main ones."),
      Key("key", \.key, .list(of: .column, minimum: 1), "What makes rows the same."),
      Key("span", \.span, span, "Which rows of a key are counted together; ever: all of them."),
      Key("allowed", \.allowed, .whole(1...1_000_000), "How many are allowed."),
      Key(
        "counting", \.counting, FieldType<Formula>.formula.optional, required: false,
        "Count the different values of this instead of rows."),
    ]
    return FieldType<DuplicateDraft>.record(keys, initial: DuplicateDraft()).map {
      .duplicate(
        Operator.Duplicate(rows: $0.rows, key: $0.key, span: $0.span, allowed: $0.allowed, counting: $0.counting))
    }
  }

  private struct WithinDraft {
    var days = 1
    var of = Formula.whole(0)
  }

  private static var span: FieldType<Operator.Duplicate.Span> {
    let within: [Key<WithinDraft>] = [
      Key("days", \.days, .whole(1...3660), "How many days, the first and the last included."),
      Key("of", \.of, .formula, "The day of a row."),
    ]
    let spans: [Key<Operator.Duplicate.Span>] = [
      Key("same", \.self, FieldType<Formula>.formula.map { .same($0) }, required: false, "Rows with the same value."),
      Key(
        "within", \.self,
        FieldType<WithinDraft>.record(within, initial: WithinDraft()).map { .within(days: $0.days, of: $0.of) },
        required: false, "Rows that lie within some days."),
    ]
    return .word("ever", for: .ever, or: .oneOf(spans, initial: .ever))
  }

  private struct OverlapDraft {
    var left = Source(register: "")
    var leftTime = Interval(from: .whole(0), end: .same)
    var right = Source(register: "")
    var rightTime = Interval(from: .whole(0), end: .same)
    var on: [Pair] = []
    var condition: Formula?
    var minimumDays = 1
    var marginDays = 0
  }

  private static var overlap: FieldType<Operator> {
    let keys: [Key<OverlapDraft>] = [
      Key("left", \.left, .source, "The rows on the left; the main ones."),
      Key("left-time", \.leftTime, .interval, "When they hold."),
      Key("right", \.right, .source, "The rows on the right."),
      Key("right-time", \.rightTime, .interval, "When they hold."),
      Key("on", \.on, .pairs, "Columns of the left that equal columns of the right."),
      Key(
        "condition", \.condition, FieldType<Formula>.formula.optional, required: false,
        "What else must be true of both."),
      Key("minimum-days", \.minimumDays, .whole(1...3660), required: false, "How many days they must share."),
      Key(
        "margin-days", \.marginDays, .whole(0...365), required: false,
        "How many days at either end of the right's time do not count."),
    ]
    return FieldType<OverlapDraft>.record(keys, initial: OverlapDraft()).map {
      .overlap(
        Operator.Overlap(
          left: $0.left, leftTime: $0.leftTime, right: $0.right, rightTime: $0.rightTime, on: $0.on,
          condition: $0.condition, minimumDays: $0.minimumDays, marginDays: $0.marginDays))
    }
  }

  private struct ExcessDraft {
    var paid = Source(register: "")
    var key: [ColumnReference] = []
    var month: Formula?
    var amount = Formula.whole(0)
    var standard = Formula.whole(0)
    var tolerance = Money(fen: 0)
    var side = Operator.Excess.Side.above
  }

  private static var excess: FieldType<Operator> {
    let keys: [Key<ExcessDraft>] = [
      Key("paid", \.paid, .source, "The payments; the main rows."),
      Key("key", \.key, .list(of: .column), "Whose payments are added up; an empty list: each row by itself."),
      Key(
        "month", \.month, FieldType<Formula>.formula.optional, required: false,
        "The month payments are for; left out: all of a key together."),
      Key("amount", \.amount, .formula, "What was paid."),
      Key("standard", \.standard, .formula, "What the standard is for a row."),
      Key("tolerance-yuan", \.tolerance, .yuan, required: false, "How much aside does not count."),
      Key("side", \.side, .choice, "Whether more or less than the standard is looked for."),
    ]
    return FieldType<ExcessDraft>.record(keys, initial: ExcessDraft()).map {
      .excess(
        Operator.Excess(
          paid: $0.paid, key: $0.key, month: $0.month, amount: $0.amount, standard: $0.standard,
          toleranceFen: $0.tolerance.fen, side: $0.side))
    }
  }
}
