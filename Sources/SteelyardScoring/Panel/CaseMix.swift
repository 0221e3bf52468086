import SteelyardDomain
import SteelyardLedger

/// Which strata of a peer group share a reference: sparse ones move up the ladder and merge with one another
/// (methods §3).
///
/// A stratum with enough heads keeps its own. The sparse rest is grouped by the labels that are left when the ladder's
/// first factor is given up, and a group with enough heads keeps its own; and so on. The last rung keeps what remains.
/// Sparse strata never join a sibling that kept its own, so ΣO = ΣE holds.
struct CaseMix: Sendable {
  /// A group of strata with one reference.
  struct Group: Sendable {
    /// How many factors were given up.
    let rung: Int
    /// The labels left, `*` for a factor given up.
    let labels: [String]
    /// The strata, by position among the tally's.
    let strata: [Int]
  }

  /// The groups, by rung and labels.
  let groups: [Group]
  /// For each of the tally's strata its group, −1 where the peer group does not have the stratum.
  let groupOfStratum: [Int]

  /// - Parameters:
  ///   - heads: the peer group's heads by stratum, `nil` where it has no row of the stratum.
  init(strata: [Stratum], heads: [Int64?], ladder: [StratumFactor], headsMinimum: Int) {
    self.init(
      labels: strata.map(\.labels), heads: heads, ladder: ladder.map(Stratum.position(of:)),
      headsMinimum: headsMinimum)
  }

  /// - Parameters:
  ///   - labels: the labels of each stratum, any number of factors.
  ///   - heads: the peer group's heads by stratum, `nil` where it has none of the stratum.
  ///   - ladder: the positions of the labels that are given up, in this order.
  init(labels: [[String]], heads: [Int64?], ladder: [Int], headsMinimum: Int) {
    var groups: [Group] = []
    var sparse = heads.indices.filter { heads[$0] != nil }
    for rung in 0...ladder.count {
      var merged: [[String]: [Int]] = [:]
      for position in sparse {
        merged[Self.key(labels[position], rung: rung, ladder: ladder), default: []].append(position)
      }
      sparse = []
      for (labels, members) in merged.sorted(by: { $0.key.lexicographicallyPrecedes($1.key) }) {
        let enough = members.reduce(0) { $0 + (heads[$1] ?? 0) } >= Int64(headsMinimum)
        if enough || rung == ladder.count {
          groups.append(Group(rung: rung, labels: labels, strata: members))
        } else {
          sparse += members
        }
      }
    }
    self.groups = groups
    var groupOfStratum = [Int](repeating: -1, count: labels.count)
    for (position, group) in groups.enumerated() {
      for stratum in group.strata { groupOfStratum[stratum] = position }
    }
    self.groupOfStratum = groupOfStratum
  }

  /// A stratum's labels with the first `rung` factors of the ladder given up.
  static func key(_ stratum: Stratum, rung: Int, ladder: [StratumFactor]) -> [String] {
    key(stratum.labels, rung: rung, ladder: ladder.map(Stratum.position(of:)))
  }

  /// Labels with those at the first `rung` positions of the ladder given up.
  private static func key(_ labels: [String], rung: Int, ladder: [Int]) -> [String] {
    var labels = labels
    for position in ladder.prefix(rung) { labels[position] = "*" }
    return labels
  }

  /// How many strata with heads ended on each rung.
  func strataByRung(heads: [Int64?], rungs: Int) -> [Int] {
    var counts = [Int](repeating: 0, count: rungs)
    for group in groups { counts[group.rung] += group.strata.count { (heads[$0] ?? 0) > 0 } }
    return counts
  }
}
