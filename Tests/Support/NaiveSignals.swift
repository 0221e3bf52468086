import Foundation

/// The signals of methods §§10 and 12 by obvious loops over rows: one institution.
public struct NaiveSignals: Equatable, Sendable {
  /// Counts and sums by name; money in fen.
  public var counts: [String: Int] = [:]
  /// Settlement rows by the first two characters of their fen.
  public var digits: [String: Int] = [:]
  /// Heads of every open day, ascending.
  public var headsByDay: [Int] = []
  /// The same from Monday to Friday.
  public var headsByWorkingDay: [Int] = []

  /// Nothing counted.
  public init() {}

  /// The signals of every institution with a row in the period, from a claims table.
  public static func all(_ text: String, _ options: NaiveOptions) -> [String: NaiveSignals] {
    let (claims, ledger) = NaiveSignals.read(text, options)
    var signals: [String: NaiveSignals] = [:]
    for movement in claims.movements where ledger.contains(movement.claim.day) {
      let claim = movement.claim
      var one = signals[claim.institution] ?? NaiveSignals()
      if claim.total < 0 {
        one.counts["refunds", default: 0] += 1
        one.counts["refundFen", default: 0] -= claim.total
      } else {
        one.counts["settlements", default: 0] += 1
        let digits = String(claim.total)
        if digits.count >= 2 { one.digits[String(digits.prefix(2)), default: 0] += 1 }
      }
      signals[claim.institution] = one
    }
    for institution in signals.keys { signals[institution]?.countVisits(ledger, institution) }
    return signals
  }

  static func read(_ text: String, _ options: NaiveOptions) -> (claims: NaiveClaims, ledger: NaiveLedger) {
    var claims = NaiveClaims(text, options: options)
    let ledger = NaiveLedger(claims: &claims, personsTable: NaiveTable(""), options: options)
    return (claims, ledger)
  }

  private mutating func countVisits(_ ledger: NaiveLedger, _ institution: String) {
    let visitors = ledger.visitDays[institution] ?? [:]
    var heads: [String: Int] = [:]
    for (person, days) in visitors {
      counts["heads", default: 0] += 1
      counts["visits", default: 0] += days.count
      counts["weekendVisits", default: 0] += days.filter(NaiveDay.isWeekend).count
      let elsewhere = ledger.visitDays.filter { $0.key != institution }.compactMap { $0.value[person] }
      if !elsewhere.isEmpty { counts["headsElsewhere", default: 0] += 1 }
      counts["sameDayVisits", default: 0] += days.filter { day in elsewhere.contains { $0.contains(day) } }.count
      for day in days { heads[day, default: 0] += 1 }
    }
    headsByDay = heads.values.sorted()
    headsByWorkingDay = heads.filter { !NaiveDay.isWeekend($0.key) }.values.sorted()
    var costs: [String: Int] = [:]
    for cell in ledger.cells where cell.institution == institution && visitors[cell.person] != nil {
      costs[cell.person, default: 0] += cell.cost
    }
    let dearest = costs.values.map { max($0, 0) }.sorted().reversed()
    counts["headCostFen"] = dearest.reduce(0, +)
    var tenth = 0
    while tenth * 10 < dearest.count { tenth += 1 }
    counts["topDecileHeads"] = tenth
    counts["topDecileFen"] = dearest.prefix(tenth).reduce(0, +)
  }
}

/// Days such as `2025-07-01` without the calendar of the sources.
enum NaiveDay {
  /// The weekday, 0 Monday … 6 Sunday (Sakamoto's rule).
  static func weekday(_ day: String) -> Int {
    let parts = day.split(separator: "-").compactMap { Int($0) }
    let offsets = [0, 3, 2, 5, 0, 3, 5, 1, 4, 6, 2, 4]
    let year = parts[1] < 3 ? parts[0] - 1 : parts[0]
    let fromSunday = (year + year / 4 - year / 100 + year / 400 + offsets[parts[1] - 1] + parts[2]) % 7
    return (fromSunday + 6) % 7
  }

  static func isWeekend(_ day: String) -> Bool { weekday(day) >= 5 }

  /// Days since the first of January 1990, counted year by year and month by month.
  static func number(_ day: String) -> Int {
    let parts = day.split(separator: "-").compactMap { Int($0) }
    func isLeap(_ year: Int) -> Bool { (year % 4 == 0 && year % 100 != 0) || year % 400 == 0 }
    let lengths = [31, isLeap(parts[0]) ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
    let years = (1990..<parts[0]).reduce(0) { $0 + (isLeap($1) ? 366 : 365) }
    return years + lengths.prefix(parts[1] - 1).reduce(0, +) + parts[2] - 1
  }

  /// The week a day lies in, Monday to Sunday.
  static func week(_ day: String) -> Int { number(day) - weekday(day) }
}
