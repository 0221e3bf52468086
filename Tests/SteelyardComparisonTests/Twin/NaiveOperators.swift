import SteelyardComparison
import SteelyardDomain

extension NaiveTwin {
  /// What an operator finds.
  func findings(_ rule: Rule) -> [NaiveFinding] {
    switch rule.operation {
    case .absence(let absence): self.absence(rule, absence)
    case .presence(let presence): self.presence(rule, presence)
    case .duplicate(let duplicate): self.duplicate(rule, duplicate)
    case .overlap(let overlap): self.overlap(rule, overlap)
    case .excess(let excess): self.excess(rule, excess)
    case .condition(let condition):
      rows(condition.rows).filter { formula($0).truth(condition.test) == true }
        .map { finding(rule, $0, records(condition.rows, $0)) }
    case .kinship(let kinship): self.kinship(rule, kinship)
    case .sharing(let sharing): self.sharing(rule, sharing)
    case .concentration(let concentration): self.concentration(rule, concentration)
    case .delay(let delay): self.delay(rule, delay)
    case .query: []
    }
  }

  /// A day, or the first or last day of a month.
  func day(_ value: NaiveValue?, isLast: Bool = false) -> Day? {
    switch value {
    case .day(let day): day
    case .month(let month): isLast ? NaiveFormula.lastDay(month) : month.firstDay
    default: nil
    }
  }

  private func absence(_ rule: Rule, _ absence: Operator.Absence) -> [NaiveFinding] {
    let paid = rows(absence.paid)
    var seen: Set<[NaiveValue]> = []
    var findings: [NaiveFinding] = []
    for row in rows(absence.entitled) {
      let key = absence.on.compactMap { row.value($0.column, matching: $0.matching) }
      guard key.count == absence.on.count, seen.insert(key).inserted else { continue }
      var month = dates.months.lowerBound
      while month <= dates.months.upperBound, month.number <= dates.asOf.month.number - Int32(absence.graceMonths) {
        let own = formula(row, month)
        let isPaid = paid.contains { payment in
          belongs(absence.on, row, payment) && formula(payment).value(absence.paidMonth) == .month(month)
        }
        let hasEnded = absence.endings.contains { ending in
          rows(ending.source).contains { end in
            guard belongs(ending.on, row, end), let last = day(formula(end).value(ending.last), isLast: true) else {
              return false
            }
            return last < month.firstDay
          }
        }
        if own.truth(absence.monthly) == true, !isPaid, !hasEnded, let due = own.value(absence.due)?.order {
          findings.append(
            finding(
              rule, row, records(absence.entitled, row), amount: due, details: ["month=\(month)"], month: month))
        }
        month = Month(number: month.number + 1)
      }
    }
    return findings
  }

  private func presence(_ rule: Rule, _ presence: Operator.Presence) -> [NaiveFinding] {
    let others = rows(presence.other)
    return rows(presence.paid).compactMap { row in
      guard presence.on.allSatisfy({ row.value($0.column, matching: $0.matching) != nil }) else { return nil }
      let own = others.filter { belongs(presence.on, row, $0) }
      let records = records(presence.paid, row)
      switch presence.test {
      case .unlisted: return own.isEmpty ? finding(rule, row, records) : nil
      case .uncovered(let paidTime, let otherTime):
        guard let first = day(formula(row).value(paidTime.from)) else { return nil }
        var last = day(formula(row).value(paidTime.from), isLast: true) ?? first
        if case .through(let end) = paidTime.end {
          last = day(formula(row).value(end), isLast: true) ?? max(first, dates.asOf)
        }
        let isCovered = own.contains { other in
          let begins = day(formula(other).value(otherTime.from))
          var ends = day(formula(other).value(otherTime.from), isLast: true)
          if case .through(let end) = otherTime.end { ends = day(formula(other).value(end), isLast: true) }
          return (begins.map { $0 <= last } ?? true) && (ends.map { $0 >= first } ?? true)
        }
        return isCovered ? nil : finding(rule, row, records)
      case .after(let time, let end, let tolerance):
        let ended = own.compactMap { other in
          day(formula(other).value(end), isLast: true).map { (day: $0, row: other) }
        }
        guard let last = ended.max(by: { $0.day < $1.day })?.day,
          let other = ended.first(where: { $0.day == last })?.row, let paid = day(formula(row).value(time)),
          let moved = NaiveFormula.add(last, Int128(tolerance.months)),
          paid.number > moved.number + Int32(tolerance.days), let line = other.line(presence.other.name)
        else { return nil }
        let side = NaiveBound(main: row.main, sides: [other.sides[0]])
        return finding(rule, row.with(side), records + [(presence.other.register, line)])
      }
    }
  }

  private func duplicate(_ rule: Rule, _ duplicate: Operator.Duplicate) -> [NaiveFinding] {
    var groups: [[NaiveValue]: [NaiveBound]] = [:]
    for row in rows(duplicate.rows) {
      var key = duplicate.key.map { row.value($0) }
      if case .same(let formula) = duplicate.span { key.append(self.formula(row).value(formula)) }
      guard !key.contains(nil) else { continue }
      groups[key.compactMap { $0 }, default: []].append(row)
    }
    return groups.values.flatMap { self.group(rule, duplicate, $0) }
  }

  private func group(_ rule: Rule, _ duplicate: Operator.Duplicate, _ group: [NaiveBound]) -> [NaiveFinding] {
    let allowed = duplicate.allowed
    let make = { (row: NaiveBound, counts: Bool) in
      self.finding(rule, row, self.records(duplicate.rows, row), counts: counts)
    }
    if case .within(let days, let formula) = duplicate.span {
      let dated = group.compactMap { row in day(self.formula(row).value(formula)).map { (day: $0, row: row) } }
      return dated.compactMap { own in
        let near = dated.filter { abs($0.day.number - own.day.number) < days }
        let isFull = near.contains { start in
          start.day <= own.day && own.day.number - start.day.number < days
            && near.filter { $0.day >= start.day && $0.day.number - start.day.number < days }.count > allowed
        }
        let before = near.filter { other in
          other.day < own.day
            || other.day == own.day
              && (other.row.line(duplicate.rows.name) ?? 0) < (own.row.line(duplicate.rows.name) ?? 0)
        }
        return isFull ? make(own.row, before.count >= allowed) : nil
      }
    }
    guard let counting = duplicate.counting else {
      return group.count > allowed ? group.enumerated().map { make($1, $0 >= allowed) } : []
    }
    var values: [NaiveValue] = []
    let valued = group.compactMap { row in formula(row).value(counting).map { (value: $0, row: row) } }
    for own in valued where !values.contains(own.value) { values.append(own.value) }
    guard values.count > allowed else { return [] }
    return valued.map { own in make(own.row, (values.firstIndex(of: own.value) ?? 0) >= allowed) }
  }

  /// The first and last day of an interval; the last `nil` where it has not ended.
  private func span(_ time: Interval, _ row: NaiveBound) -> (first: Int, last: Int?)? {
    let own = formula(row)
    guard let first = day(own.value(time.from)) else { return nil }
    switch time.end {
    case .same: return (Int(first.number), day(own.value(time.from), isLast: true).map { Int($0.number) })
    case .through(let end): return (Int(first.number), day(own.value(end), isLast: true).map { Int($0.number) })
    case .lasting(let days):
      guard case .whole(let count)? = own.value(days), count >= 1 else { return nil }
      return (Int(first.number), Int(first.number) + Int(count) - 1)
    }
  }

  private func overlap(_ rule: Rule, _ overlap: Operator.Overlap) -> [NaiveFinding] {
    let rights = rows(overlap.right)
    return rows(overlap.left).flatMap { left in
      rights.compactMap { right -> NaiveFinding? in
        guard belongs(overlap.on, left, right), let a = span(overlap.leftTime, left),
          let b = span(overlap.rightTime, right)
        else { return nil }
        if overlap.left.register == overlap.right.register,
          (left.line(overlap.left.name) ?? 0) >= (right.line(overlap.right.name) ?? 0)
        {
          return nil
        }
        let distantFuture = 10_000_000
        let first = max(a.first, b.first + overlap.marginDays)
        let last = min(a.last ?? distantFuture, b.last.map { $0 - overlap.marginDays } ?? distantFuture)
        let both = left.with(right)
        guard last - first + 1 >= overlap.minimumDays,
          overlap.condition.map({ formula(both).truth($0) == true }) ?? true
        else { return nil }
        return finding(rule, both, records(overlap.left, left) + records(overlap.right, right))
      }
    }
  }

  private func excess(_ rule: Rule, _ excess: Operator.Excess) -> [NaiveFinding] {
    var groups: [[NaiveValue]: [(row: NaiveBound, amount: Int128, standard: Int128)]] = [:]
    for row in rows(excess.paid) {
      let own = formula(row)
      var key = excess.key.map { row.value($0) }
      let month = excess.month.map { own.value($0) }
      if excess.key.isEmpty { key = [.whole(Int128(row.line(excess.paid.name) ?? 0))] }
      guard let amount = own.value(excess.amount)?.order, let standard = own.value(excess.standard)?.order,
        !key.contains(nil), month != .some(nil)
      else { continue }
      if let month, !excess.key.isEmpty { key.append(month) }
      groups[key.compactMap { $0 }, default: []].append((row, amount, standard))
    }
    return groups.values.flatMap { group -> [NaiveFinding] in
      let paid = group.reduce(Int128(0)) { $0 + $1.amount }
      let standards = group.map(\.standard)
      let standard = (excess.side == .above ? standards.max() : standards.min()) ?? 0
      let difference = excess.side == .above ? paid - standard : standard - paid
      guard difference > Int128(excess.toleranceFen) else { return [] }
      let details = ["paid=\(NaiveValue.money(paid).printed)<\(NaiveValue.money(standard).printed)"]
      return group.enumerated().map { position, member in
        finding(
          rule, member.row, records(excess.paid, member.row), amount: difference, counts: position == 0,
          details: details)
      }
    }
  }

  private func sharing(_ rule: Rule, _ sharing: Operator.Sharing) -> [NaiveFinding] {
    var homes: [NaiveValue: NaiveValue] = [:]
    if let household = sharing.household {
      for row in rows(household.source) {
        guard let person = row.value(ColumnReference(column: household.person)),
          let home = row.value(ColumnReference(column: household.household)), home != .text("")
        else { continue }
        if homes[person] == nil { homes[person] = home }
      }
    }
    let rows = rows(sharing.rows)
    var persons: [NaiveValue: Set<NaiveValue>] = [:]
    for row in rows {
      guard let value = row.value(ColumnReference(column: sharing.shared)), value != .text(""),
        let person = row.value(ColumnReference(column: sharing.person))
      else { continue }
      persons[value, default: []].insert(homes[person] ?? person)
    }
    return rows.compactMap { row in
      guard let value = row.value(ColumnReference(column: sharing.shared)),
        row.value(ColumnReference(column: sharing.person)) != nil, let count = persons[value]?.count,
        count > sharing.allowed
      else { return nil }
      return finding(rule, row, records(sharing.rows, row), details: ["persons=\(count)<\(sharing.allowed)"])
    }
  }

  private func concentration(_ rule: Rule, _ concentration: Operator.Concentration) -> [NaiveFinding] {
    var groups: [NaiveValue: [NaiveBound]] = [:]
    for row in rows(concentration.rows) {
      if let group = row.value(concentration.group) { groups[group, default: []].append(row) }
    }
    return groups.values.flatMap { group -> [NaiveFinding] in
      switch concentration.measure {
      case .rate(let test):
        let hits = group.filter { formula($0).truth(test) == true }
        guard hits.count * 1000 > concentration.limitPerMille * group.count,
          group.count >= concentration.totalMinimum, group.count >= concentration.countMinimum
        else { return [] }
        let details = ["rate=\(hits.count)<\(group.count)"]
        return hits.map { finding(rule, $0, records(concentration.rows, $0), details: details) }
      case .share(let recipient, let amount):
        let valued = group.compactMap { row -> (NaiveValue, Int128, NaiveBound)? in
          guard let who = row.value(recipient), let fen = formula(row).value(amount)?.order else { return nil }
          return (who, fen, row)
        }
        let total = valued.reduce(Int128(0)) { $0 + $1.1 }
        let sums = valued.reduce(into: [NaiveValue: Int128]()) { $0[$1.0, default: 0] += $1.1 }
        guard total >= concentration.totalMinimum, sums.count >= concentration.countMinimum else { return [] }
        var seen: Set<NaiveValue> = []
        return valued.compactMap { who, _, row in
          guard let part = sums[who], part * 1000 > Int128(concentration.limitPerMille) * total else { return nil }
          // The limit is rounded down to whole fen.
          let limit = total * Int128(concentration.limitPerMille) / 1000
          return finding(
            rule, row, records(concentration.rows, row), amount: part - limit, counts: seen.insert(who).inserted,
            details: ["share=\(NaiveValue.money(part).printed)<\(NaiveValue.money(total).printed)"])
        }
      }
    }
  }

  private func delay(_ rule: Rule, _ delay: Operator.Delay) -> [NaiveFinding] {
    rows(delay.rows).compactMap { row in
      guard let from = day(formula(row).value(delay.from)), from <= dates.asOf else { return nil }
      let end = min(day(formula(row).value(delay.to)) ?? dates.asOf, dates.asOf)
      let length =
        switch delay.days {
        case .calendar: Int(end.number - from.number)
        case .working:
          stride(from: from.number + 1, through: end.number, by: 1)
            .filter { plan.calendar.isWorked(Day(number: $0)) }.count
        }
      guard length > delay.limitDays else { return nil }
      return finding(rule, row, records(delay.rows, row), details: ["days=\(length)<\(delay.limitDays)"])
    }
  }
}
