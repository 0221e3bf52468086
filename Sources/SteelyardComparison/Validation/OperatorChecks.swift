import SteelyardDomain

/// What each operator's parameters must be.
extension PlanCheck {
  /// Checks an operator; what a rule's subject, occasion, amount and evidence may name, or `nil` for a query, whose
  /// columns say all that.
  mutating func operation(_ operation: Operator) -> Scope? {
    switch operation {
    case .absence(let absence): self.absence(absence)
    case .presence(let presence): self.presence(presence)
    case .duplicate(let duplicate): self.duplicate(duplicate)
    case .overlap(let overlap): self.overlap(overlap)
    case .excess(let excess): self.excess(excess)
    case .condition(let condition): self.condition(condition)
    case .kinship(let kinship): self.kinship(kinship)
    case .sharing(let sharing): self.sharing(sharing)
    case .concentration(let concentration): self.concentration(concentration)
    case .delay(let delay): self.delay(delay)
    case .query(let query): self.query(query)
    }
  }

  private mutating func named(_ name: String, _ source: Source) -> [Scope.Entry] {
    at(name) { $0.source(source) }
  }

  private mutating func absence(_ absence: Operator.Absence) -> Scope {
    let entitled = named("entitled", absence.entitled)
    let monthly = scope(entitled, hasMonth: true)
    at("monthly") { _ = $0.formula(absence.monthly, monthly, [.truth]) }
    at("due") { _ = $0.formula(absence.due, monthly, [.money]) }
    if absence.endings.count > 8 { at("endings") { $0.report(.countOutside(0...8)) } }
    each("endings", absence.endings) { check, ending in
      let entries = check.named("source", ending.source)
      check.at("on") { $0.pairs(ending.on, $0.scope(entitled), entries.first) }
      check.at("last") { _ = $0.formula(ending.last, $0.scope(entries), [.day, .month]) }
    }
    let paid = named("paid", absence.paid)
    at("on") { $0.pairs(absence.on, $0.scope(entitled), paid.first) }
    at("paid-month") { _ = $0.formula(absence.paidMonth, $0.scope(paid), [.month]) }
    at("grace-months") { $0.number(absence.graceMonths, 0...120) }
    return monthly
  }

  private mutating func presence(_ presence: Operator.Presence) -> Scope {
    let paid = named("paid", presence.paid)
    let other = named("other", presence.other)
    at("on") { $0.pairs(presence.on, $0.scope(paid), other.first) }
    switch presence.test {
    case .unlisted: break
    case .uncovered(let paidTime, let otherTime):
      at("paid-time") { $0.interval(paidTime, $0.scope(paid)) }
      at("other-time") { $0.interval(otherTime, $0.scope(other)) }
      if case .lasting = otherTime.end { at("other-time", "lasting") { $0.report(.excluded("lasting")) } }
      if case .lasting = paidTime.end { at("paid-time", "lasting") { $0.report(.excluded("lasting")) } }
    case .after(let time, let end, let tolerance):
      at("time") { _ = $0.formula(time, $0.scope(paid), [.day, .month]) }
      at("after") { _ = $0.formula(end, $0.scope(other), [.day, .month]) }
      at("tolerance-months") { $0.number(tolerance.months, 0...1_200) }
      at("tolerance-days") { $0.number(tolerance.days, 0...36_500) }
      // The row that ends is evidence; what its joins bring is not, as only its own place is kept.
      return scope(paid + other.prefix(1))
    }
    return scope(paid)
  }

  private mutating func duplicate(_ duplicate: Operator.Duplicate) -> Scope {
    let rows = scope(named("rows", duplicate.rows))
    if !(1...8).contains(duplicate.key.count) { at("key") { $0.report(.countOutside(1...8)) } }
    each("key", duplicate.key) { $0.column($1, rows) }
    at("allowed") { $0.number(duplicate.allowed, 1...1_000) }
    switch duplicate.span {
    case .ever: break
    case .same(let formula): at("same") { _ = $0.formula(formula, rows, [.text, .whole, .money, .day, .month]) }
    case .within(let days, let formula):
      at("within-days") { $0.number(days, 1...3_660) }
      at("day") { _ = $0.formula(formula, rows, [.day]) }
      at("allowed") { $0.number(duplicate.allowed, 1...20) }
      if duplicate.counting != nil { at("counting") { $0.report(.excluded("within-days")) } }
    }
    if let counting = duplicate.counting {
      at("counting") { _ = $0.formula(counting, rows, [.text, .person, .whole, .money, .day, .month]) }
    }
    return rows
  }

  private mutating func overlap(_ overlap: Operator.Overlap) -> Scope {
    let left = named("left", overlap.left)
    let right = named("right", overlap.right)
    at("on") { $0.pairs(overlap.on, $0.scope(left), right.first) }
    at("left-time") { $0.interval(overlap.leftTime, $0.scope(left)) }
    at("right-time") { $0.interval(overlap.rightTime, $0.scope(right)) }
    let both = scope(left + right)
    if let condition = overlap.condition { at("condition") { _ = $0.formula(condition, both, [.truth]) } }
    at("minimum-days") { $0.number(overlap.minimumDays, 1...36_500) }
    at("margin-days") { $0.number(overlap.marginDays, 0...366) }
    return both
  }

  private mutating func excess(_ excess: Operator.Excess) -> Scope {
    let paid = scope(named("paid", excess.paid))
    if excess.key.count > 8 { at("key") { $0.report(.countOutside(0...8)) } }
    each("key", excess.key) { $0.column($1, paid) }
    if let month = excess.month { at("month") { _ = $0.formula(month, paid, [.month]) } }
    at("amount") { _ = $0.formula(excess.amount, paid, [.money], isSummed: true) }
    at("standard") { _ = $0.formula(excess.standard, paid, [.money]) }
    let amounts = 0...Money.rowLimitFen
    if !amounts.contains(excess.toleranceFen) { at("tolerance") { $0.report(.numberOutside(amounts)) } }
    return paid
  }

  private mutating func condition(_ condition: Operator.Condition) -> Scope {
    let rows = scope(named("rows", condition.rows))
    at("test") { _ = $0.formula(condition.test, rows, [.truth]) }
    return rows
  }

  private mutating func personColumn(_ name: String, _ column: String, _ entries: [Scope.Entry]) {
    at(name) { _ = $0.column(ColumnReference(column: column), $0.scope(entries), [.person]) }
  }

  private mutating func textColumn(_ name: String, _ column: String, _ entries: [Scope.Entry]) {
    at(name) { _ = $0.column(ColumnReference(column: column), $0.scope(entries), [.text]) }
  }

  private mutating func kinship(_ kinship: Operator.Kinship) -> Scope {
    let recipients = named("recipients", kinship.recipients)
    let officials = named("officials", kinship.officials)
    personColumn("recipient", kinship.recipient, recipients)
    personColumn("official", kinship.official, officials)
    at("on") { $0.pairs(kinship.on, $0.scope(recipients), officials.first, minimum: 0) }
    if !(1...8).contains(kinship.ties.count) { at("ties") { $0.report(.countOutside(1...8)) } }
    each("ties", kinship.ties) { check, tie in
      switch tie {
      case .same: break
      case .declared(let source, let person, let kin, let degrees):
        let entries = check.source(source)
        check.personColumn("person", person, entries)
        check.personColumn("kin", kin, entries)
        check.at("degrees") { $0.number(degrees, 1...Operator.Kinship.degreesMaximum) }
      case .household(let source, let person, let shared), .account(let source, let person, let shared):
        let entries = check.source(source)
        check.personColumn("person", person, entries)
        check.textColumn("shared", shared, entries)
      }
    }
    return scope(recipients + officials)
  }

  private mutating func sharing(_ sharing: Operator.Sharing) -> Scope {
    let rows = named("rows", sharing.rows)
    textColumn("shared", sharing.shared, rows)
    personColumn("person", sharing.person, rows)
    at("allowed") { $0.number(sharing.allowed, 1...1_000_000) }
    if let household = sharing.household {
      at("household") { check in
        let entries = check.source(household.source)
        check.personColumn("person", household.person, entries)
        check.textColumn("household", household.household, entries)
      }
    }
    return scope(rows)
  }

  private mutating func concentration(_ concentration: Operator.Concentration) -> Scope {
    let rows = scope(named("rows", concentration.rows))
    at("group") { _ = $0.column(concentration.group, rows, [.text, .person]) }
    switch concentration.measure {
    case .share(let recipient, let amount):
      at("recipient") { _ = $0.column(recipient, rows, [.text, .person]) }
      at("amount") { _ = $0.formula(amount, rows, [.money], isSummed: true) }
    case .rate(let formula): at("rate") { _ = $0.formula(formula, rows, [.truth]) }
    }
    at("limit-per-mille") { $0.number(concentration.limitPerMille, 0...1_000) }
    at("count-minimum") { $0.number(concentration.countMinimum, 1...1_000_000_000) }
    let totals = 0...Int64(ValueFacts.columnTotalMaximum)
    if !totals.contains(concentration.totalMinimum) { at("total-minimum") { $0.report(.numberOutside(totals)) } }
    return rows
  }

  private mutating func delay(_ delay: Operator.Delay) -> Scope {
    let rows = scope(named("rows", delay.rows))
    at("from") { _ = $0.formula(delay.from, rows, [.day]) }
    at("to") { _ = $0.formula(delay.to, rows, [.day]) }
    at("limit-days") { $0.number(delay.limitDays, 0...36_500) }
    return rows
  }

  private mutating func query(_ query: Operator.Query) -> Scope? {
    let start = query.sql.drop { $0.isWhitespace }.prefix(7).lowercased()
    let begins = start.hasPrefix("select") || start.hasPrefix("with")
    if !begins || query.sql.utf8.count > Operator.Query.bytesMaximum || query.sql.contains("\u{0}") {
      at("file") { $0.report(.statement) }
    }
    each("registers", query.registers) { check, name in
      if check.plan.register(name) == nil { check.report(.registerUnknown(name)) }
    }
    let columns =
      [query.subject] + [query.occasion, query.amount].compactMap { $0 } + query.records.map(\.column) + query.values
    each("columns", columns) { $0.identifier($1) }
    unique(columns, "columns")
    each("records", query.records) { check, record in
      if check.plan.register(record.register) == nil { check.report(.registerUnknown(record.register)) }
    }
    return nil
  }
}
