import SteelyardDomain
import SteelyardLedger
import SteelyardNumerics

/// Expected cost E = N·R, and the variance of the observed, by institution (methods §§0, 3, 4).
///
/// Method `std.indirect`; Breslow & Day 1987. Fen and fen², by row of the panel.
struct IndirectStandardization: Sendable {
  /// E of capped cost.
  let expected: [Double]
  /// E of untruncated cost.
  let expectedUntruncated: [Double]
  /// V, the variance of observed capped cost; `nil` where the tally has no squares.
  let variance: [Double]?
  /// What one head of each group is expected to cost at each institution, untruncated: J × S under leave-one-out,
  /// one row for all otherwise.
  let headReference: Matrix
  /// The same of capped cost.
  private let cappedReference: Matrix

  init(_ panel: CostPanel, _ reference: Reference, _ tally: Tally, plan: ScoringPlan) {
    let groups = panel.caseMix.groups.count
    // One pass over N for all right-hand sides: reading it is what takes the time.
    let ofHead = WithinVariance.ofHead(reference, tally, plan: plan)
    let columns = Matrix(
      rows: groups, columns: ofHead == nil ? 2 : 3,
      elements: reference.capped + reference.untruncated + (ofHead ?? []))
    let product = panel.heads.times(columns)
    variance = WithinVariance.of(
      panel, reference, tally, plan: plan, ofHeads: ofHead.map { _ in product.column(2) })
    switch plan.reference {
    case .pooled:
      expected = product.column(0)
      expectedUntruncated = product.column(1)
      headReference = Matrix(rows: 1, columns: groups, elements: reference.untruncated)
      cappedReference = Matrix(rows: 1, columns: groups, elements: reference.capped)
    case .leaveOneOut:
      let others = LeaveOneOut(panel, tally, plan: plan)
      expected = others.expected(others.capped)
      expectedUntruncated = others.expected(others.untruncated)
      headReference = others.untruncated
      cappedReference = others.capped
    }
  }

  /// The untruncated reference of a group at an institution, fen a head.
  func headReference(row: Int, group: Int) -> Double {
    headReference[headReference.rows == 1 ? 0 : row, group]
  }

  /// The capped reference of a group at an institution, fen a head.
  func cappedReference(row: Int, group: Int) -> Double {
    cappedReference[cappedReference.rows == 1 ? 0 : row, group]
  }
}

/// References without the institution itself: R^(−j) = (ΣO − O_j)/(ΣN − N_j), for all strata of a peer group.
///
/// Where nothing remains, the next rungs of the ladder are tried with all strata of the peer group that share the
/// shorter labels; where disease alone leaves nothing, the reference is 0.
struct LeaveOneOut {
  /// References of capped cost, J × S, fen a head.
  private(set) var capped: Matrix
  /// The same, untruncated.
  private(set) var untruncated: Matrix

  private let heads: Matrix

  init(_ panel: CostPanel, _ tally: Tally, plan: ScoringPlan) {
    let rows = panel.institutions.count
    let groups = panel.caseMix.groups
    heads = panel.heads
    capped = Matrix(rows: rows, columns: groups.count, repeating: 0)
    untruncated = capped
    var wider = WiderGroups(panel, tally, ladder: plan.ladder)
    for (column, group) in groups.enumerated() {
      let whole = panel.sums[column]
      for row in 0..<rows where panel.heads[row, column] > 0 {
        let remaining = Double(whole.heads) - panel.heads[row, column]
        if remaining > 0 {
          capped[row, column] = (Double(whole.cappedFen) - panel.capped[row, column]) / remaining
          untruncated[row, column] = (Double(whole.costFen) - panel.cost[row, column]) / remaining
        } else if let other = wider.reference(of: group, without: row) {
          (capped[row, column], untruncated[row, column]) = other
        }
      }
    }
  }

  /// E by institution for a matrix of references.
  func expected(_ references: Matrix) -> [Double] {
    (0..<heads.rows).map { row in
      CompensatedSum.of((0..<heads.columns).lazy.map { heads[row, $0] * references[row, $0] })
    }
  }
}

/// Sums over all strata of a peer group that share the labels of a rung, made when first asked for.
private struct WiderGroups {
  private let panel: CostPanel
  private let tally: Tally
  private let ladder: [StratumFactor]
  private var sums: [[String]: [Int: TallySums]] = [:]

  init(_ panel: CostPanel, _ tally: Tally, ladder: [StratumFactor]) {
    self.panel = panel
    self.tally = tally
    self.ladder = ladder
  }

  /// The reference of the first rung, from the group's own up, on which other institutions have heads.
  mutating func reference(of group: CaseMix.Group, without row: Int) -> (capped: Double, untruncated: Double)? {
    guard let first = group.strata.first else { return nil }
    for rung in group.rung...ladder.count {
      let labels = CaseMix.key(tally.strata[first], rung: rung, ladder: ladder)
      var rest = TallySums()
      for (institution, part) in byInstitution(labels, rung) where institution != panel.institutions[row] {
        rest += part
      }
      if rest.heads > 0 {
        return (Double(rest.cappedFen) / Double(rest.heads), Double(rest.costFen) / Double(rest.heads))
      }
    }
    return nil
  }

  private mutating func byInstitution(_ labels: [String], _ rung: Int) -> [Int: TallySums] {
    let key = labels + [String(rung)]
    if let known = sums[key] { return known }
    let members = Set(panel.institutions)
    var found: [Int: TallySums] = [:]
    for row in tally.rows where members.contains(row.institution) {
      guard CaseMix.key(tally.strata[row.stratum], rung: rung, ladder: ladder) == labels else { continue }
      found[row.institution, default: TallySums()] += row.sums
    }
    sums[key] = found
    return found
  }
}
