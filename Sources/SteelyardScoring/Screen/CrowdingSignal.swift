import Foundation
import SteelyardDomain
import SteelyardLedger
import SteelyardNumerics

/// Days that are fuller than their weekday and the others' dates explain.
enum CrowdingSignal {
  /// How many others a peer group needs for dates to be laid out as theirs; with fewer they are as in the whole run.
  static let othersMinimum = 20

  /// y and s of every institution of the table, whose peer groups are `groups`.
  ///
  /// With x the heads of a day and O those of the others, e is the institution's own heads of that weekday laid on its
  /// dates as O is. Over the dates with O > 0 of weekdays with heads, χ² = Σ (x − e)²/e and f is the number of dates
  /// less that of weekdays. y = ln(χ²/f/(1 + Σx/ΣO)), since e is itself made of counts; s = √(2/f).
  static func measured(_ counts: DayCounts, groups: [String]) -> [SignalScore?] {
    let weekdays = counts.days.map { Day(number: $0).weekday }
    var run = [Int64](repeating: 0, count: counts.days.count)
    var sums: [String: [Int64]] = [:]
    var sizes: [String: Int] = [:]
    for (institution, group) in groups.enumerated() {
      sizes[group, default: 0] += 1
      for (column, heads) in counts.heads(of: institution).enumerated() {
        run[column] += Int64(heads)
        sums[group, default: Array(repeating: 0, count: run.count)][column] += Int64(heads)
      }
    }
    return groups.indices.map { institution in
      let isLarge = sizes[groups[institution], default: 0] > othersMinimum
      let own = counts.heads(of: institution).map(Int64.init)
      let whole = isLarge ? sums[groups[institution]] ?? run : run
      return score(own, others: zip(whole, own).map { $0 - $1 }, weekdays: weekdays)
    }
  }

  private static func score(_ own: [Int64], others: [Int64], weekdays: [Int]) -> SignalScore? {
    var ownByWeekday = [Int64](repeating: 0, count: 7)
    var othersByWeekday = ownByWeekday
    let dates = own.indices.filter { others[$0] > 0 }
    for date in dates {
      ownByWeekday[weekdays[date]] += own[date]
      othersByWeekday[weekdays[date]] += others[date]
    }
    let compared = dates.filter { ownByWeekday[weekdays[$0]] > 0 }
    let freedom = compared.count - ownByWeekday.count { $0 > 0 }
    guard freedom > 0 else { return nil }
    let terms = compared.map { date in
      let weekday = weekdays[date]
      let expected = Double(ownByWeekday[weekday]) * Double(others[date]) / Double(othersByWeekday[weekday])
      return (Double(own[date]) - expected) * (Double(own[date]) - expected) / expected
    }
    let ratio = Double(own.reduce(0, +)) / Double(others.reduce(0, +))
    return SignalScore(
      logValue: log(CompensatedSum.of(terms) / Double(freedom) / (1 + ratio)),
      standardError: (2 / Double(freedom)).squareRoot())
  }
}
