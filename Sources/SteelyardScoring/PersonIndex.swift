import Foundation
public import SteelyardDomain
public import SteelyardLedger
import SteelyardStatistics

/// Scores insured persons against persons of the same disease, age, sex and scheme over the whole run (methods §12).
///
/// E_p is the sum over the person's diseases of the mean cost per person of the stratum, sparse strata collapsed as for
/// institutions. z is the robust z of ln(O_p/E_p) among persons of the same main stratum: the disease that cost most.
public enum PersonIndex {
  /// How many persons a main stratum needs for a z.
  public static let personsMinimum = 30

  /// The scores, in the table's order.
  ///
  /// - Parameter supplies: supply days by the person's code; `nil` where no fee line tells any.
  public static func scores(
    _ table: PersonTable, plan: ScoringPlan, supplies: [Int32: SupplyDays]? = nil
  ) -> [PersonScore] {
    var heads = [Int64?](repeating: nil, count: table.strata.count)
    var fen = [Int64](repeating: 0, count: table.strata.count)
    for (stratum, cost) in zip(table.stratum, table.diseaseCostFen) {
      heads[Int(stratum)] = (heads[Int(stratum)] ?? 0) + 1
      fen[Int(stratum)] += cost
    }
    let ladder = plan.ladder.filter { $0 != .attached }
    let mix = CaseMix(strata: table.strata, heads: heads, ladder: ladder, headsMinimum: plan.stratumHeadsMinimum)
    let references = mix.groups.map { group in
      let persons = group.strata.reduce(0) { $0 + (heads[$1] ?? 0) }
      let cost = group.strata.reduce(0) { $0 + fen[$1] }
      return persons > 0 ? Double(cost) / Double(persons) : 0
    }
    var expected = [Double](repeating: 0, count: table.person.count)
    var main = [Int](repeating: 0, count: table.person.count)
    for row in table.person.indices {
      let diseases = table.diseaseStarts[row]..<table.diseaseStarts[row + 1]
      if diseases.count == 1 {
        main[row] = mix.groupOfStratum[Int(table.stratum[diseases.lowerBound])]
        expected[row] = references[main[row]]
        continue
      }
      // Codes follow the order of the rows, strata that of their labels: the sum must not know the rows' order.
      for stratum in diseases.map({ table.stratum[$0] }).sorted() {
        expected[row] += references[mix.groupOfStratum[Int(stratum)]]
      }
      // Strata are sorted, so the lower position is the first disease in byte order.
      let dearest = diseases.max { a, b in
        (table.diseaseCostFen[a], -table.stratum[a]) < (table.diseaseCostFen[b], -table.stratum[b])
      }
      main[row] = dearest.map { mix.groupOfStratum[Int(table.stratum[$0])] } ?? 0
    }
    let z = robustScores(table, expected: expected, main: main, groups: mix.groups.count)
    return table.person.indices.map { row in
      PersonScore(
        person: table.person[row], diseases: table.diseaseStarts[row + 1] - table.diseaseStarts[row],
        institutions: Int(table.institutions[row]), visits: Int(table.visits[row]),
        sameDayVisits: Int(table.sameDayVisits[row]), bursts: Int(table.bursts[row]),
        costFen: table.costFen[row],
        expected: expected[row] > 0 ? expected[row] / 100 : nil,
        costIndex: expected[row] > 0 ? Double(table.costFen[row]) / expected[row] : nil, z: z[row],
        supply: supplies.map { $0[table.person[row]] ?? SupplyDays() }, stratum: mix.groups[main[row]].labels)
    }
  }

  /// Robust z of ln(O/E) within each main group that has enough persons with O > 0.
  private static func robustScores(
    _ table: PersonTable, expected: [Double], main: [Int], groups: Int
  ) -> [Double?] {
    var members = [[Int]](repeating: [], count: groups)
    for row in table.person.indices where table.costFen[row] > 0 && expected[row] > 0 { members[main[row]].append(row) }
    var z = [Double?](repeating: nil, count: table.person.count)
    for rows in members where rows.count >= personsMinimum {
      let values = rows.map { log(Double(table.costFen[$0]) / expected[$0]) }
      guard let scores = RobustLocation.scores(values) else { continue }
      for (position, row) in rows.enumerated() { z[row] = scores[position] }
    }
    return z
  }
}
