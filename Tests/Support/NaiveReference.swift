import Foundation

/// Disease × age band × sex × scheme (§3).
struct NaiveStratum: Hashable {
  var disease: String
  var age: String
  var sex: String
  var scheme: String

  /// The key with the last `rung` labels of the ladder dropped: scheme, then sex, then age.
  func label(rung: Int) -> String {
    [disease, rung >= 3 ? "*" : age, rung >= 2 ? "*" : sex, rung >= 1 ? "*" : scheme].joined(separator: "|")
  }

  static func precedes(_ left: NaiveStratum, _ right: NaiveStratum) -> Bool {
    NaiveField.precedes(left.label(rung: 0), right.label(rung: 0))
  }

  /// §3 and Decision 1: sparse strata merge with sparse siblings only; the last rung keeps whatever remains.
  static func collapse(heads: [NaiveStratum: Int], minimum: Int) -> [NaiveStratum: String] {
    var groupOf: [NaiveStratum: String] = [:]
    var sparse = Array(heads.keys)
    for rung in 0...2 {
      var headsOfLabel: [String: Int] = [:]
      for stratum in sparse { headsOfLabel[stratum.label(rung: rung), default: 0] += heads[stratum] ?? 0 }
      var remaining: [NaiveStratum] = []
      for stratum in sparse {
        let label = stratum.label(rung: rung)
        if (headsOfLabel[label] ?? 0) >= minimum {
          groupOf[stratum] = label
        } else {
          remaining.append(stratum)
        }
      }
      sparse = remaining
    }
    for stratum in sparse { groupOf[stratum] = stratum.label(rung: 3) }
    return groupOf
  }
}

/// One cell with the labels of its stratum and its capped cost.
struct NaiveUnit {
  var cell: NaiveCell
  var stratum: NaiveStratum
  var capped: Int
  var isHead: Bool { cell.isHead }
}

/// Exact sums over a set of units.
struct NaiveSums {
  var heads = 0
  var cost = 0
  var capped = 0
  var cappedSquares: Int128 = 0

  mutating func add(_ unit: NaiveUnit) {
    if unit.isHead { heads += 1 }
    cost += unit.cell.cost
    capped += unit.capped
    cappedSquares += Int128(unit.capped) * Int128(unit.capped)
  }

  /// N Σc² − (Σc)², exact.
  var spread: Int128 { Int128(heads) * cappedSquares - Int128(capped) * Int128(capped) }
}

/// The caps of a peer group, by disease (§5).
enum NaiveCaps {
  /// Upper edge of bin k: ⌊2^(k/16)⌋ fen, and 0 for bin 0.
  static func edge(_ bin: Int) -> Int {
    bin == 0 ? 0 : Int(pow(2.0, Double(bin) / 16).rounded(.down))
  }

  /// The smallest bin whose upper edge reaches the cost.
  static func bin(_ cost: Int) -> Int {
    var bin = 0
    while edge(bin) < cost { bin += 1 }
    return bin
  }

  /// The edge of the first bin at which 1000 · cumulated ≥ perMille · heads.
  static func cap(headCosts: [Int], perMille: Int) -> Int? {
    if headCosts.isEmpty { return nil }
    let bins = headCosts.map(bin)
    var last = 0
    while 1000 * bins.filter({ $0 <= last }).count < perMille * headCosts.count { last += 1 }
    return edge(last)
  }
}

/// References, variances and covariances of one peer group (§§3, 4).
struct NaiveReference {
  var units: [NaiveUnit]
  var groupOf: [NaiveStratum: String]
  var sums: [String: NaiveSums] = [:]
  /// R from capped cost, and from the cost as it is.
  var capped: [String: Double] = [:]
  var plain: [String: Double] = [:]
  var variance: [String: Double] = [:]
  /// v_st by the two group names, the first in byte order first.
  var covariance: [[String]: Double] = [:]

  init(units: [NaiveUnit], minimum: Int) {
    self.units = units
    var heads: [NaiveStratum: Int] = [:]
    for unit in units { heads[unit.stratum, default: 0] += unit.isHead ? 1 : 0 }
    groupOf = NaiveStratum.collapse(heads: heads, minimum: minimum)
    for unit in units { sums[group(unit), default: NaiveSums()].add(unit) }
    for (name, sum) in sums where sum.heads > 0 {
      capped[name] = Double(sum.capped) / Double(sum.heads)
      plain[name] = Double(sum.cost) / Double(sum.heads)
    }
    fillVariances()
    fillCovariances()
  }

  func group(_ unit: NaiveUnit) -> String { groupOf[unit.stratum] ?? unit.stratum.label(rung: 3) }

  /// §4 `var.pooled`: v_s, with `var.gamma` standing in for a single head.
  mutating func fillVariances() {
    let phi = dispersion()
    for (name, sum) in sums where sum.heads > 0 {
      let heads = Double(sum.heads)
      if sum.heads == 1 {
        let reference = capped[name] ?? 0
        variance[name] = phi * reference * reference
      } else {
        variance[name] = max(0, Double(sum.spread) / (heads * (heads - 1)))
      }
    }
  }

  /// φ̂ = Σ (c − R)² / R² ÷ (N − S) over groups with R > 0; with R = Σc/N the sum over a group is (NΣc² − (Σc)²)/N.
  func dispersion() -> Double {
    var total = 0.0
    var heads = 0
    var groups = 0
    for name in sums.keys.sorted(by: NaiveField.precedes) {
      guard let sum = sums[name], let reference = capped[name], reference > 0 else { continue }
      total += Double(sum.spread) / Double(sum.heads) / (reference * reference)
      heads += sum.heads
      groups += 1
    }
    return heads > groups ? total / Double(heads - groups) : 1
  }

  /// §4: v_st = Σ (c_s − R_s)(c_t − R_t) / n over persons who are heads of both at one institution.
  mutating func fillCovariances() {
    var counts: [[String]: Int] = [:]
    var products: [[String]: Double] = [:]
    for pairs in NaiveReference.pairs(of: units) {
      for (left, right) in pairs {
        let names = [group(left), group(right)].sorted(by: NaiveField.precedes)
        let leftPart = Double(left.capped) - (capped[group(left)] ?? 0)
        let rightPart = Double(right.capped) - (capped[group(right)] ?? 0)
        counts[names, default: 0] += 1
        products[names, default: 0] += leftPart * rightPart
      }
    }
    for (names, count) in counts { covariance[names] = (products[names] ?? 0) / Double(count) }
  }

  /// For each person at each institution, every two of the person's heads there.
  static func pairs(of units: [NaiveUnit]) -> [[(NaiveUnit, NaiveUnit)]] {
    var headsOf: [[String]: [NaiveUnit]] = [:]
    for unit in units where unit.isHead {
      headsOf[[unit.cell.institution, unit.cell.person], default: []].append(unit)
    }
    let keys = headsOf.keys.sorted { $0.lexicographicallyPrecedes($1, by: NaiveField.precedes) }
    return keys.map { key in
      let heads = headsOf[key] ?? []
      var pairs: [(NaiveUnit, NaiveUnit)] = []
      for (offset, left) in heads.enumerated() {
        for right in heads.dropFirst(offset + 1) { pairs.append((left, right)) }
      }
      return pairs
    }
  }

  /// Var(O_j) = Σ N_js v_s + 2 Σ_{s<t} N_jst v_st over the institution's own units.
  func variance(of own: [NaiveUnit]) -> Double {
    var total = 0.0
    for unit in own where unit.isHead { total += variance[group(unit)] ?? 0 }
    for pairs in NaiveReference.pairs(of: own) {
      for (left, right) in pairs {
        total += 2 * (covariance[[group(left), group(right)].sorted(by: NaiveField.precedes)] ?? 0)
      }
    }
    return total
  }

  /// E_j = Σ N_js R_s, capped and as it is (§0); by option the references leave the institution out (§3).
  func expected(of own: [NaiveUnit], leaveOneOut: Bool) -> (capped: Double, plain: Double) {
    var expected = (capped: 0.0, plain: 0.0)
    let others =
      leaveOneOut ? units.filter { $0.cell.institution != own.first?.cell.institution } : []
    var known: [NaiveStratum: (capped: Double, plain: Double)] = [:]
    for unit in own where unit.isHead {
      let name = group(unit)
      var reference = (capped: capped[name] ?? 0, plain: plain[name] ?? 0)
      if leaveOneOut {
        reference = known[unit.stratum] ?? NaiveReference.remainder(others, of: unit.stratum, group: name, in: self)
        known[unit.stratum] = reference
      }
      expected.capped += reference.capped
      expected.plain += reference.plain
    }
    return expected
  }

  /// R^(−j): the rest of the final group; if no head is left there, every stratum of the peer group that shares the key
  /// of the group's own rung, then of the next, up to disease alone.
  static func remainder(
    _ others: [NaiveUnit], of stratum: NaiveStratum, group name: String, in reference: NaiveReference
  ) -> (capped: Double, plain: Double) {
    var sum = NaiveSums()
    for other in others where reference.group(other) == name { sum.add(other) }
    var rung = name.split(separator: "|", omittingEmptySubsequences: false).filter { $0 == "*" }.count
    while sum.heads == 0 && rung <= 3 {
      sum = NaiveSums()
      for other in others where other.stratum.label(rung: rung) == stratum.label(rung: rung) { sum.add(other) }
      rung += 1
    }
    if sum.heads == 0 { return (0, 0) }
    return (Double(sum.capped) / Double(sum.heads), Double(sum.cost) / Double(sum.heads))
  }

  /// Σ_j O and Σ_j E over the strata that have heads, capped (§3, invariant).
  func balance() -> (observed: Double, expected: Double) {
    var observed = 0
    var expected = 0.0
    for unit in units {
      guard let reference = capped[group(unit)] else { continue }
      observed += unit.capped
      if unit.isHead { expected += reference }
    }
    return (Double(observed), expected)
  }

  /// §3 `index.drg`: the head-weighted mean of (own mean cost / reference), untruncated.
  func drgIndex(of own: [NaiveUnit]) -> Double? {
    var sumsOf: [NaiveStratum: NaiveSums] = [:]
    for unit in own { sumsOf[unit.stratum, default: NaiveSums()].add(unit) }
    var total = 0.0
    var heads = 0
    for stratum in sumsOf.keys.sorted(by: NaiveStratum.precedes) {
      guard let sum = sumsOf[stratum], sum.heads > 0, let reference = plain[groupOf[stratum] ?? ""], reference > 0
      else { continue }
      let mean = Double(sum.cost) / Double(sum.heads)
      total += Double(sum.heads) * (mean / reference)
      heads += sum.heads
    }
    return heads > 0 ? total / Double(heads) : nil
  }
}
