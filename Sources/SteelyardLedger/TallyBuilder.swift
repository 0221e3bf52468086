import SteelyardDomain

extension Ledger {
  /// Reduces the ledger to the tally, in two rounds of integers: histograms of all parts add up to the caps, then
  /// tallies made with those caps add up (methods §5).
  public func tally(_ plan: TallyPlan, threads: Int) -> Tally {
    let frame = StratumFrame(plan: plan, ledger: self)
    let groups = GroupCodes(plan.peerGroups)
    let caps = self.caps(frame, groups, threads)
    let parts = parts(
      threads: threads, ages: frame.ages, empty: { TallyPart(usesFirstInYear: plan.headRule == .firstInYear) },
      add: { $0.add($1, person: $2, frame: frame, groups: groups, caps: caps) })
    var whole = TallyPart(usesFirstInYear: plan.headRule == .firstInYear)
    for part in parts { whole.merge(part) }
    return whole.labelled(frame)
  }

  /// The caps of each peer group × disease.
  private func caps(_ frame: StratumFrame, _ groups: GroupCodes, _ threads: Int) -> Caps {
    switch frame.plan.truncation {
    case .none: return Caps(fixed: .max)
    case .fixed(let money): return Caps(fixed: money.fen)
    case .perMille(let perMille):
      let parts = parts(
        threads: threads, ages: frame.ages, empty: { HeadCosts() }, add: { part, period, _ in part.add(period, groups) }
      )
      var whole = HeadCosts()
      for part in parts { whole.merge(part) }
      return whole.caps(perMille: perMille)
    }
  }
}

/// Peer groups as numbers.
struct GroupCodes: Sendable {
  let ofInstitution: [Int32]

  init(_ names: [String]) {
    var table = IdentifierTable()
    ofInstitution = names.map { table.code(of: $0) }
  }

  /// A key of peer group × disease.
  func key(_ cell: PersonPeriod.Cell) -> UInt64 {
    UInt64(ofInstitution[Int(cell.institution)]) << 32 | UInt64(cell.disease)
  }
}

/// Caps in fen by peer group × disease.
struct Caps: Sendable {
  private let fixed: Int64
  private let byKey: [UInt64: Int64]

  /// One cap for all.
  init(fixed: Int64) {
    self.fixed = fixed
    byKey = [:]
  }

  init(byKey: [UInt64: Int64]) {
    fixed = .max
    self.byKey = byKey
  }

  /// A cell's cost, cut at its cap.
  func capped(_ cell: PersonPeriod.Cell, _ groups: GroupCodes) -> Int64 {
    min(cell.costFen, byKey[groups.key(cell)] ?? fixed)
  }
}

/// Histograms of head costs by peer group × disease on the fixed grid.
struct HeadCosts: Sendable {
  private var counts: [UInt64: [Int64]] = [:]

  /// Counts a person's heads.
  mutating func add(_ period: PersonPeriod, _ groups: GroupCodes) {
    for cell in period.cells where cell.visits > 0 {
      counts[groups.key(cell), default: Array(repeating: 0, count: CostGrid.bins)][CostGrid.bin(of: cell.costFen)] += 1
    }
  }

  /// Adds the histograms of other persons.
  mutating func merge(_ other: HeadCosts) {
    counts.merge(other.counts) { zip($0, $1).map(+) }
  }

  /// The caps that leave this many per mille of heads whole.
  func caps(perMille: Int) -> Caps {
    Caps(byKey: counts.compactMapValues { CostGrid.cap($0, perMille: perMille) })
  }
}

/// The sums of some persons, keyed by codes.
struct TallyPart: Sendable {
  private struct CellKey: Hashable {
    let institution: Int32
    let stratum: StratumCode
  }

  private struct PairKey: Hashable {
    let institution: Int32
    let first, second: StratumCode
  }

  private let usesFirstInYear: Bool
  private var cells: [CellKey: TallySums] = [:]
  private var totals: [Int32: TallySums] = [:]
  private var pairs: [PairKey: PairSums] = [:]
  private var heads: [(stratum: StratumCode, cappedFen: Int64)] = []

  init(usesFirstInYear: Bool) { self.usesFirstInYear = usesFirstInYear }

  /// Adds a person.
  mutating func add(_ period: PersonPeriod, person: Int, frame: StratumFrame, groups: GroupCodes, caps: Caps) {
    for place in period.places {
      heads.removeAll(keepingCapacity: true)
      var total = TallySums()
      for cell in period.cells where cell.institution == place.institution {
        let capped = caps.capped(cell, groups)
        let stratum = frame.code(cell, period, person: person)
        var sums = TallySums()
        sums.heads = cell.visits > 0 ? 1 : 0
        sums.distinctHeads = sums.heads
        sums.visits = Int64(cell.visits)
        sums.costFen = cell.costFen
        sums.cappedFen = capped
        sums.cappedSquares = Int128(capped) * Int128(capped)
        sums.drugFen = cell.drugFen
        sums.fundFen = cell.fundFen
        cells[CellKey(institution: place.institution, stratum: stratum), default: TallySums()] += sums
        total += sums
        if cell.visits > 0 { heads.append((stratum, capped)) }
      }
      total.visits = Int64(place.visits)
      total.distinctHeads = place.visits > 0 ? 1 : 0
      total.heads = usesFirstInYear && !place.hasFirstOfYear ? 0 : total.distinctHeads
      totals[place.institution, default: TallySums()] += total
      addPairs(place.institution)
    }
  }

  /// Every two diseases of which the person is a head at the institution.
  private mutating func addPairs(_ institution: Int32) {
    for second in heads.indices {
      for first in 0..<second {
        let isAscending = heads[first].stratum.packed < heads[second].stratum.packed
        let (a, b) = isAscending ? (heads[first], heads[second]) : (heads[second], heads[first])
        var sums = PairSums()
        sums.heads = 1
        sums.firstFen = a.cappedFen
        sums.secondFen = b.cappedFen
        sums.products = Int128(a.cappedFen) * Int128(b.cappedFen)
        pairs[PairKey(institution: institution, first: a.stratum, second: b.stratum), default: PairSums()] += sums
      }
    }
  }

  /// Adds the sums of other persons.
  mutating func merge(_ other: TallyPart) {
    for (key, sums) in other.cells { cells[key, default: TallySums()] += sums }
    for (key, sums) in other.totals { totals[key, default: TallySums()] += sums }
    for (key, sums) in other.pairs { pairs[key, default: PairSums()] += sums }
  }

  /// The tally, by texts instead of codes.
  func labelled(_ frame: StratumFrame) -> Tally {
    func id(_ code: Int32) -> String { frame.identifiers.institutions.text(of: code) }
    var strata: [StratumCode: Stratum] = [:]
    for key in cells.keys where strata[key.stratum] == nil {
      strata[key.stratum] = Stratum(labels: frame.labels(key.stratum))
    }
    func stratum(_ code: StratumCode) -> Stratum {
      guard let stratum = strata[code] else { preconditionFailure("a pair's strata have cells") }
      return stratum
    }
    var parts = Set(Tally.Part.allCases)
    if !frame.plan.present.drug { parts.remove(.drug) }
    if !frame.plan.present.fund { parts.remove(.fund) }
    return Tally(
      groups: Dictionary(uniqueKeysWithValues: totals.keys.map { (id($0), frame.plan.peerGroups[Int($0)]) }),
      cells: cells.map { (id($0.key.institution), stratum($0.key.stratum), $0.value) },
      totals: Dictionary(uniqueKeysWithValues: totals.map { (id($0.key), $0.value) }),
      pairs: pairs.map { key, sums in
        // Codes follow the order of rows; texts decide which stratum is the first.
        let (a, b) = (stratum(key.first), stratum(key.second))
        if a < b { return (id(key.institution), a, b, sums) }
        var swapped = sums
        (swapped.firstFen, swapped.secondFen) = (sums.secondFen, sums.firstFen)
        return (id(key.institution), b, a, swapped)
      },
      parts: parts)
  }
}
