/// §12: for how many days each person was supplied, day by day, from the tables' texts alone.
public enum NaiveSupply {
  /// Person number → days supplied, days supplied while there was still some, days supplied by several institutions.
  ///
  /// The tables have the national headers; fee lines are told apart by their number and settlement, and tell
  /// `prd_days`.
  public static func counts(claims: String, lines: String, options: NaiveOptions) -> [String: [Int]] {
    let standing = standing(NaiveClaims(claims, options: options), period: options.period)
    var seen: Set<[String]> = []
    var quantity: [[String]: Int] = [:]
    var days: [[String]: Int] = [:]
    for row in NaiveTable(lines).rows {
      guard let claim = standing[row["setl_id"] ?? ""], let amount = tenThousandths(row["cnt"] ?? "") else { continue }
      guard seen.insert([row["setl_id"] ?? "", row["bkkp_sn"] ?? ""]).inserted else { continue }
      let key = [claim.person, row["medins_list_codg"] ?? "", claim.institution, claim.day]
      quantity[key, default: 0] += amount
      var told = Int(row["prd_days"] ?? "") ?? 0
      if abs(told) > 366 { told = 0 }
      days[key, default: 0] += amount > 0 ? abs(told) : amount < 0 ? -abs(told) : 0
    }
    // Who supplied an item on each day, and how many supplies lasted on it.
    var suppliers: [[String]: [Int: Set<String>]] = [:]
    var supplied: [String: Int] = [:]
    for (key, net) in quantity where net > 0 && (days[key] ?? 0) > 0 {
      supplied[key[0], default: 0] += days[key] ?? 0
      for day in 0..<(days[key] ?? 0) {
        suppliers[[key[0], key[1]], default: [:]][ordinal(key[3]) + day, default: []].insert(key[2])
      }
    }
    var counts = supplied.mapValues { [$0, $0, 0] }
    for (key, byDay) in suppliers {
      counts[key[0]]?[1] -= byDay.count
      counts[key[0]]?[2] += byDay.values.filter { $0.count > 1 }.count
    }
    return counts
  }

  /// Settlements that count in the period, by number: neither wholly taken back nor the refunds that did it.
  private static func standing(_ claims: NaiveClaims, period: ClosedRange<String>?) -> [String: NaiveClaim] {
    var reversed: Set<String> = []
    for movement in claims.movements where movement.claim.total >= 0 && !movement.makesVisit {
      reversed.insert(
        [movement.claim.number, movement.claim.person, movement.claim.institution].joined(separator: "|"))
    }
    var standing: [String: NaiveClaim] = [:]
    for claim in claims.movements.map(\.claim) {
      let original = claim.total < 0 ? claim.points : claim.number
      if reversed.contains([original, claim.person, claim.institution].joined(separator: "|")) { continue }
      if let period, !period.contains(String(claim.day.prefix(7))) { continue }
      standing[claim.number] = claim
    }
    return standing
  }

  /// A quantity with up to four decimals.
  private static func tenThousandths(_ text: String) -> Int? {
    let parts = text.drop { $0 == "-" }.split(separator: ".", omittingEmptySubsequences: false)
    guard let whole = Int(parts.first ?? ""), parts.count <= 2 else { return nil }
    let decimals = (parts.count == 2 ? String(parts[1]) : "") + "0000"
    guard let rest = Int(decimals.prefix(4)) else { return nil }
    return (text.hasPrefix("-") ? -1 : 1) * (whole * 10_000 + rest)
  }

  /// A day as a number: whole years and months counted one by one from the year 2000.
  private static func ordinal(_ day: String) -> Int {
    let parts = day.split(separator: "-").compactMap { Int($0) }
    guard parts.count == 3 else { return 0 }
    func length(_ year: Int, _ month: Int) -> Int {
      if month == 2 { return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28 }
      return [4, 6, 9, 11].contains(month) ? 30 : 31
    }
    var count = parts[2]
    for year in 2000..<parts[0] { for month in 1...12 { count += length(year, month) } }
    for month in 1..<parts[1] { count += length(parts[0], month) }
    return count
  }
}
