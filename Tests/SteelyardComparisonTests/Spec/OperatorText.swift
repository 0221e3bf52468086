import SteelyardComparison
import SteelyardDomain

/// An operator's parameters by the names a model file calls them, so that the manual says what was run.
struct OperatorText {
  private(set) var lines: [(name: String, value: String)] = []

  init(_ rule: Rule) {
    put(rule.operation)
    lines.append(("subject", "\(rule.subject.kind.rawValue): \(rule.subject.column.written)"))
    if !rule.occasion.isEmpty { lines.append(("occasion", rule.occasion.map(\.written).joined(separator: ", "))) }
    if let amount = rule.amount { lines.append(("amount", amount.written)) }
  }

  private mutating func add(_ name: String, _ value: String) { lines.append((name, value)) }

  private mutating func add(_ name: String, _ source: Source) {
    let called = source.name == source.register ? "" : " as \(source.name)"
    add(name, source.register + called)
    if let condition = source.condition { add("\(name).where", condition.written) }
    for join in source.joins {
      switch join {
      case .row(let row):
        add("\(name).join", "\(row.register) on \(Self.pairs(row.on))\(row.isRequired ? "" : ", not required")")
      case .aggregate(let aggregate):
        let measures = aggregate.measures.map { measure in
          "\(aggregate.name).\(measure.name) = \(measure.function.rawValue)\(measure.value.map { " of \($0.written)" } ?? "")"
        }
        add("\(name).join", "\(aggregate.register) on \(Self.pairs(aggregate.on)): \(measures.joined(separator: ", "))")
      }
    }
  }

  private static func pairs(_ pairs: [Pair]) -> String {
    pairs.map { $0.column.written == $0.other ? $0.other : "\($0.column.written) = \($0.other)" }.joined(
      separator: ", ")
  }

  private static func interval(_ interval: Interval) -> String {
    switch interval.end {
    case .same: interval.from.written
    case .through(let end): "from \(interval.from.written) through \(end.written)"
    case .lasting(let days): "from \(interval.from.written), lasting \(days.written) days"
    }
  }

  private mutating func put(_ operation: Operator) {
    switch operation {
    case .absence(let absence): put(absence)
    case .presence(let presence): put(presence)
    case .duplicate(let duplicate): put(duplicate)
    case .overlap(let overlap): put(overlap)
    case .excess(let excess):
      add("paid", excess.paid)
      add("key", excess.key.map(\.written).joined(separator: ", "))
      if let month = excess.month { add("month", month.written) }
      add("amount", excess.amount.written)
      add("standard", excess.standard.written)
      add("side", excess.side.rawValue)
    case .condition(let condition):
      add("rows", condition.rows)
      add("test", condition.test.written)
    case .kinship(let kinship): put(kinship)
    case .sharing(let sharing):
      add("rows", sharing.rows)
      add("shared", sharing.shared)
      add("person", sharing.person)
      add("allowed", String(sharing.allowed))
      if let home = sharing.household { add("household", "\(home.source.register): \(home.person), \(home.household)") }
    case .concentration(let concentration): put(concentration)
    case .delay(let delay):
      add("rows", delay.rows)
      add("from", delay.from.written)
      add("to", delay.to.written)
      add("limit-days", String(delay.limitDays))
      add("days", delay.days.rawValue)
    case .query(let query):
      add("file", query.sql)
      add("registers", query.registers.joined(separator: ", "))
    }
  }

  private mutating func put(_ absence: Operator.Absence) {
    add("entitled", absence.entitled)
    add("monthly", absence.monthly.written)
    for ending in absence.endings {
      add("endings", "\(ending.source.register) on \(Self.pairs(ending.on)), last \(ending.last.written)")
    }
    add("paid", absence.paid)
    add("on", Self.pairs(absence.on))
    add("paid-month", absence.paidMonth.written)
    add("grace-months", String(absence.graceMonths))
    add("due", absence.due.written)
  }

  private mutating func put(_ presence: Operator.Presence) {
    add("paid", presence.paid)
    add("other", presence.other)
    add("on", Self.pairs(presence.on))
    switch presence.test {
    case .unlisted: add("test", "unlisted")
    case .uncovered(let paid, let other):
      add("test.uncovered.paid", Self.interval(paid))
      add("test.uncovered.other", Self.interval(other))
    case .after(let time, let end, let tolerance):
      add("test.after.time", time.written)
      add("test.after.other", end.written)
      if tolerance.months > 0 { add("test.after.tolerance-months", String(tolerance.months)) }
      if tolerance.days > 0 { add("test.after.tolerance-days", String(tolerance.days)) }
    }
  }

  private mutating func put(_ duplicate: Operator.Duplicate) {
    add("rows", duplicate.rows)
    add("key", duplicate.key.map(\.written).joined(separator: ", "))
    switch duplicate.span {
    case .ever: add("span", "ever")
    case .same(let formula): add("span.same", formula.written)
    case .within(let days, let formula): add("span.within", "\(days) days of \(formula.written)")
    }
    add("allowed", String(duplicate.allowed))
    if let counting = duplicate.counting { add("counting", counting.written) }
  }

  private mutating func put(_ overlap: Operator.Overlap) {
    add("left", overlap.left)
    add("left-time", Self.interval(overlap.leftTime))
    add("right", overlap.right)
    add("right-time", Self.interval(overlap.rightTime))
    add("on", Self.pairs(overlap.on))
    if let condition = overlap.condition { add("where", condition.written) }
    add("minimum-days", String(overlap.minimumDays))
    add("margin-days", String(overlap.marginDays))
  }

  private mutating func put(_ kinship: Operator.Kinship) {
    add("recipients", kinship.recipients)
    add("recipient", kinship.recipient)
    add("officials", kinship.officials)
    add("official", kinship.official)
    if !kinship.on.isEmpty { add("on", Self.pairs(kinship.on)) }
    for tie in kinship.ties {
      switch tie {
      case .same: add("ties", "same")
      case .declared(let source, let person, let kin, let degrees):
        add("ties", "declared: \(source.register), \(person), \(kin), degrees \(degrees)")
      case .household(let source, let person, let shared):
        add("ties", "household: \(source.register), \(person), \(shared)")
      case .account(let source, let person, let shared):
        add("ties", "account: \(source.register), \(person), \(shared)")
      }
    }
  }

  private mutating func put(_ concentration: Operator.Concentration) {
    add("rows", concentration.rows)
    add("group", concentration.group.written)
    switch concentration.measure {
    case .share(let recipient, let amount): add("measure.share", "\(recipient.written), \(amount.written)")
    case .rate(let test): add("measure.rate", test.written)
    }
    add("limit-per-mille", String(concentration.limitPerMille))
    add("minimum-count", String(concentration.countMinimum))
    add("minimum-total", String(concentration.totalMinimum))
  }
}
