import Foundation
import SteelyardDomain
import SteelyardLedger
import SteelyardNumerics

/// One run's references, ready to measure an institution's rows of another run: what its later patients would have
/// cost at the earlier prices.
///
/// Strata are matched by their labels. One that the peer group did not have takes the pooled mean of the first rung of
/// the ladder on which it had heads. Without any it has no reference, as in the scoring: its money is in O and not in E,
/// and its heads are ``Measured/unmatchedHeads``.
struct Yardstick {
  /// An institution measured by the references.
  struct Measured {
    /// Observed capped cost over expected.
    var index: Double
    /// Standard error of ln(index); `nil` where the tally has no squares.
    var standardError: Double?
    /// Heads of strata for which there is no reference at all: observed, and not expected.
    var unmatchedHeads: Int64
  }

  private struct Group {
    let rows: [String: Int]
    let panel: CostPanel
    let reference: Reference
    let standard: IndirectStandardization
    /// Position of a reference group by the labels of its strata.
    let columnOfLabels: [[String]: Int]
    /// Pooled sums of all strata that share the labels of a rung.
    let wider: [[String]: TallySums]
    let covariance: [[Int]: Double]
  }

  /// What a head of a stratum costs by a run.
  private struct HeadCost {
    /// Mean capped cost that is expected of the institution's heads, by the plan's rule.
    var expected: Double
    /// That of the whole peer group, about which heads vary whatever the rule.
    var pooled: Double
    /// Variance of a head's capped cost.
    var variance: Double
  }

  private let tally: Tally
  private let plan: ScoringPlan
  private var groups: [String: Group] = [:]
  /// The peer group of each institution of the run.
  let peerGroup: [String: String]

  init(_ tally: Tally, plan: ScoringPlan) {
    self.tally = tally
    self.plan = plan
    peerGroup = Dictionary(uniqueKeysWithValues: zip(tally.institutions, tally.peerGroups))
    for name in Set(tally.peerGroups) {
      let positions = tally.institutions.indices.filter { tally.peerGroups[$0] == name }
      groups[name] = Self.group(tally, positions, plan)
    }
  }

  private static func group(_ tally: Tally, _ positions: [Int], _ plan: ScoringPlan) -> Group {
    let panel = CostPanel(tally, institutions: positions, plan: plan)
    let reference = Reference(panel)
    var columnOfLabels: [[String]: Int] = [:]
    var wider: [[String]: TallySums] = [:]
    for (stratum, column) in panel.caseMix.groupOfStratum.enumerated() where column >= 0 {
      columnOfLabels[tally.strata[stratum].labels] = column
    }
    let members = Set(positions)
    for row in tally.rows where members.contains(row.institution) {
      for rung in 0...plan.ladder.count {
        let key = CaseMix.key(tally.strata[row.stratum], rung: rung, ladder: plan.ladder)
        wider[key + [String(rung)], default: TallySums()] += row.sums
      }
    }
    var covariance: [[Int]: Double] = [:]
    for (pair, value) in zip(panel.pairColumns, reference.pairCovariance) {
      covariance[[pair.first, pair.second]] = value
    }
    return Group(
      rows: Dictionary(uniqueKeysWithValues: positions.enumerated().map { (tally.institutions[$1], $0) }),
      panel: panel, reference: reference, standard: IndirectStandardization(panel, reference, tally, plan: plan),
      columnOfLabels: columnOfLabels, wider: wider, covariance: covariance)
  }

  /// Measures what `other` has of each institution that this run has too; those without expected or observed cost are
  /// left out.
  func measure(_ other: Tally) -> [String: Measured] {
    let cells = Dictionary(grouping: other.rows, by: \.institution)
    let pairs = Dictionary(grouping: other.pairs, by: \.institution)
    var measured: [String: Measured] = [:]
    for (position, id) in other.institutions.enumerated() {
      guard let name = peerGroup[id], let group = groups[name], let row = group.rows[id] else { continue }
      measured[id] = measure(cells[position] ?? [], pairs[position] ?? [], of: other, group, row)
    }
    return measured
  }

  private func measure(
    _ cells: [Tally.Row], _ pairs: [Tally.Pair], of other: Tally, _ group: Group, _ row: Int
  ) -> Measured? {
    var observed = 0.0
    var expected: [Double] = []
    var variance: [Double] = []
    var unmatched: Int64 = 0
    for cell in cells {
      observed += Double(cell.sums.cappedFen)
      let known = headCost(of: other.strata[cell.stratum], group, row)
      if known == nil { unmatched += cell.sums.heads }
      let head = known ?? HeadCost(expected: 0, pooled: 0, variance: 0)
      expected.append(Double(cell.sums.heads) * head.expected)
      variance.append(ownVariance(cell.sums, head, group))
    }
    for pair in pairs {
      guard let first = group.columnOfLabels[other.strata[pair.first].labels],
        let second = group.columnOfLabels[other.strata[pair.second].labels]
      else { continue }
      switch plan.variance {
      case .pooled:
        let covariance = group.covariance[[min(first, second), max(first, second)]] ?? 0
        variance.append(2 * Double(pair.sums.heads) * covariance)
      case .gamma: continue
      case .sandwich:
        let (r, t) = (group.reference.capped[first], group.reference.capped[second])
        let products =
          Double(pair.sums.products) - t * Double(pair.sums.firstFen) - r * Double(pair.sums.secondFen)
        variance.append(2 * (products + Double(pair.sums.heads) * r * t))
      }
    }
    let whole = CompensatedSum.of(expected)
    guard observed > 0, whole > 0 else { return nil }
    let spread = max(0, CompensatedSum.of(variance)).squareRoot() / whole
    let hasSquares = tally.parts.contains(.squares) && other.parts.contains(.squares)
    return Measured(
      index: observed / whole, standardError: hasSquares && spread > 1e-9 ? spread : nil, unmatchedHeads: unmatched)
  }

  /// What a cell adds to the variance, by the plan's method.
  private func ownVariance(_ sums: TallySums, _ head: HeadCost, _ group: Group) -> Double {
    switch plan.variance {
    case .pooled: Double(sums.heads) * head.variance
    case .gamma: Double(sums.heads) * group.reference.gammaDispersion * head.pooled * head.pooled
    case .sandwich: CostPanel.residualSquares(sums, about: head.pooled)
    }
  }

  /// What a head of a stratum costs by this run; `nil` where nothing like the stratum had heads.
  private func headCost(of stratum: Stratum, _ group: Group, _ row: Int) -> HeadCost? {
    if let column = group.columnOfLabels[stratum.labels], group.panel.sums[column].heads > 0 {
      // Nothing of the institution is in a group it had no heads of: there the pooled mean leaves it out already.
      let pooled = group.reference.capped[column]
      let expected =
        group.panel.heads[row, column] > 0 ? group.standard.cappedReference(row: row, group: column) : pooled
      return HeadCost(expected: expected, pooled: pooled, variance: group.reference.variance[column])
    }
    for rung in 0...plan.ladder.count {
      let key = CaseMix.key(stratum, rung: rung, ladder: plan.ladder) + [String(rung)]
      guard let sums = group.wider[key], sums.heads > 0 else { continue }
      let mean = Double(sums.cappedFen) / Double(sums.heads)
      let numerator = CostPanel.varianceNumerator(
        heads: sums.heads, sumFen: sums.cappedFen, squares: sums.cappedSquares)
      let variance =
        sums.heads > 1
        ? max(0, numerator / (Double(sums.heads) * Double(sums.heads - 1)))
        : group.reference.gammaDispersion * mean * mean
      return HeadCost(expected: mean, pooled: mean, variance: variance)
    }
    return nil
  }
}
