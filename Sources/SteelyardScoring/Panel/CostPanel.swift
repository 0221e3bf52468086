import SteelyardDomain
import SteelyardLedger
import SteelyardNumerics

/// One peer group's tally as dense matrices, institutions × reference groups.
///
/// Rows are the institutions of the peer group in the tally's order, columns the groups of the case mix. Money is in
/// fen, squares in fen². Integers up to 2^53 are exact in Double; what is larger (squares) is rounded once.
struct CostPanel: Sendable {
  /// Positions of the institutions in the tally.
  let institutions: [Int]
  /// The groups of strata that share a reference.
  let caseMix: CaseMix
  /// The peer group's heads by the tally's strata.
  let stratumHeads: [Int64?]
  /// N: heads, J × S.
  let heads: Matrix
  /// Capped cost, J × S, fen.
  let capped: Matrix
  /// Untruncated cost, J × S, fen.
  let cost: Matrix
  /// The column sums, exact.
  let sums: [TallySums]
  /// Pairs of groups that occur, each with its sums over the peer group.
  let pairColumns: [(first: Int, second: Int, sums: PairSums)]
  /// Heads of both groups of a pair, J × pairs.
  let pairHeads: SparseMatrix

  init(_ tally: Tally, institutions: [Int], plan: ScoringPlan) {
    self.institutions = institutions
    var rowOf = [Int](repeating: -1, count: tally.institutions.count)
    for (row, institution) in institutions.enumerated() { rowOf[institution] = row }
    let rows = tally.rows.filter { rowOf[$0.institution] >= 0 }
    var stratumHeads = [Int64?](repeating: nil, count: tally.strata.count)
    for row in rows { stratumHeads[row.stratum] = (stratumHeads[row.stratum] ?? 0) + row.sums.heads }
    let caseMix = CaseMix(
      strata: tally.strata, heads: stratumHeads, ladder: plan.ladder, headsMinimum: plan.stratumHeadsMinimum)
    var cells = [TallySums](repeating: TallySums(), count: institutions.count * caseMix.groups.count)
    var sums = [TallySums](repeating: TallySums(), count: caseMix.groups.count)
    for row in rows {
      let group = caseMix.groupOfStratum[row.stratum]
      cells[group * institutions.count + rowOf[row.institution]] += row.sums
      sums[group] += row.sums
    }
    func matrix(_ value: (TallySums) -> Int64) -> Matrix {
      Matrix(rows: institutions.count, columns: caseMix.groups.count, elements: cells.map { Double(value($0)) })
    }
    self.stratumHeads = stratumHeads
    self.caseMix = caseMix
    self.sums = sums
    heads = matrix(\.heads)
    capped = matrix(\.cappedFen)
    cost = matrix(\.costFen)
    (pairColumns, pairHeads) = Self.pairs(tally, rowOf: rowOf, caseMix: caseMix, rows: institutions.count)
  }

  /// The pair rows of the peer group, by pairs of groups.
  private static func pairs(
    _ tally: Tally, rowOf: [Int], caseMix: CaseMix, rows: Int
  ) -> ([(first: Int, second: Int, sums: PairSums)], SparseMatrix) {
    var columns: [[Int]: Int] = [:]
    var pairs: [(first: Int, second: Int, sums: PairSums)] = []
    var triplets: [(row: Int, column: Int, value: Double)] = []
    for pair in tally.pairs where rowOf[pair.institution] >= 0 {
      let first = caseMix.groupOfStratum[pair.first]
      let second = caseMix.groupOfStratum[pair.second]
      let (low, high) = (min(first, second), max(first, second))
      let column = columns[[low, high]] ?? pairs.count
      if column == pairs.count {
        columns[[low, high]] = column
        pairs.append((low, high, PairSums()))
      }
      var sums = pair.sums
      if first > second { (sums.firstFen, sums.secondFen) = (sums.secondFen, sums.firstFen) }
      pairs[column].sums += sums
      triplets.append((rowOf[pair.institution], column, Double(sums.heads)))
    }
    return (pairs, SparseMatrix(rows: rows, columns: pairs.count, triplets: triplets))
  }

  /// O: an institution's capped cost over all groups, fen.
  func observed(row: Int) -> Double {
    CompensatedSum.of((0..<capped.columns).lazy.map { capped[row, $0] })
  }

  /// The numerator N·Σc² − (Σc)² of a sample variance, from integers as long as they fit in 127 bits.
  static func varianceNumerator(heads: Int64, sumFen: Int64, squares: Int128) -> Double {
    let (first, overflows) = Int128(heads).multipliedReportingOverflow(by: squares)
    if overflows { return Double(heads) * Double(squares) - Double(sumFen) * Double(sumFen) }
    return Double(first - Int128(sumFen) * Int128(sumFen))
  }

  /// Σ (c − R)²: the squared residuals about a reference.
  static func residualSquares(_ sums: TallySums, about reference: Double) -> Double {
    Double(sums.cappedSquares) - 2 * reference * Double(sums.cappedFen)
      + Double(sums.heads) * reference * reference
  }
}
