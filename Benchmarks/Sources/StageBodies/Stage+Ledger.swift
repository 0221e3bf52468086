import SteelyardDomain
@testable import SteelyardLedger

extension Stage {
  /// Rows to exact sums.
  static let ledger = [ledgerOfRows, tallyOfLedger]

  /// Repeated rows and refunds resolved, sums by person × institution × disease × month.
  private static let ledgerOfRows = Stage(
    "ledger", items: "rows", count: { (input: MadeUpClaims) in input.count },
    input: { MadeUpClaims(rows: 20_000, persons: 3_000, institutions: 60, diseases: 12, seed: 6) },
    run: { claims in claims.builder.finish(identifiers: claims.identifiers, scope: claims.scope, threads: 1) },
    check: { claims, made in
      let (ledger, findings) = made
      var expected: [[Int32]: Int64] = [:]
      for row in claims.standing {
        expected[[row.person, row.institution, row.disease, month(row.day)], default: 0] += row.fen
      }
      var found: [[Int32]: Int64] = [:]
      for person in 0..<ledger.persons {
        for entry in ledger.entries[ledger.starts[person]..<ledger.starts[person + 1]] {
          found[[Int32(person), entry.institution, entry.disease, entry.month], default: 0] += entry.costFen
        }
      }
      try require(found == expected, "the sums of \(found.count) cells are not those of \(expected.count)")
      let repeated = findings.count { $0.code == .claimRepeated }
      try require(repeated == claims.repeated, "\(repeated) repeated rows, not \(claims.repeated)")
    })

  private static func month(_ day: Int32) -> Int32 { Day(number: day).month.number }

  /// The sufficient table of a ledger.
  private static let tallyOfLedger = Stage(
    "tally", items: "entries", count: { (input: (claims: MadeUpClaims, ledger: Ledger)) in input.ledger.entries.count },
    input: {
      let claims = MadeUpClaims(rows: 20_000, persons: 3_000, institutions: 60, diseases: 12, seed: 6)
      let made = claims.builder.finish(identifiers: claims.identifiers, scope: claims.scope, threads: 1)
      return (claims, made.ledger)
    },
    run: { input in input.ledger.tally(input.claims.plan, threads: 1) },
    check: { input, tally in
      var heads: [Int32: Set<Int32>] = [:]
      var visits: [Int32: Set<[Int32]>] = [:]
      var cost: [Int32: Int64] = [:]
      for row in input.claims.standing {
        cost[row.institution, default: 0] += row.fen
        guard row.fen > 0 else { continue }
        heads[row.institution, default: []].insert(row.person)
        visits[row.institution, default: []].insert([row.person, row.day])
      }
      for (place, name) in tally.institutions.enumerated() {
        guard let code = input.claims.identifiers.institutions.knownCode(of: name) else {
          throw WrongAnswer("nobody is called \(name)")
        }
        let total = tally.totals[place]
        try require(
          total.costFen == cost[code] && total.heads == Int64(heads[code]?.count ?? 0)
            && total.visits == Int64(visits[code]?.count ?? 0),
          "\(name) has \(total)")
        let strata = tally.rows.filter { $0.institution == place }.reduce(into: TallySums()) { $0 += $1.sums }
        try require(strata.costFen == total.costFen, "the strata of \(name) do not add up to it")
      }
    })
}
