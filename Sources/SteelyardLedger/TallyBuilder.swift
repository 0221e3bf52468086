import SteelyardDomain

extension Ledger {
  /// Reduces the ledger to the tally, in two rounds of integers: histograms of all parts add up to the caps, then
  /// tallies made with those caps add up (methods §5).
  public func tally(_ plan: TallyPlan, threads: Int) -> Tally {
    let frame = StratumFrame(plan: plan, ledger: self)
    let groups = GroupCodes(plan.peerGroups)
    let caps = self.caps(frame, groups, threads)
    let empty = TallyPart(
      institutions: identifiers.institutions.count, usesFirstInYear: plan.headRule == .firstInYear)
    var parts = sums(
      threads: threads, ages: frame.ages, empty: { empty },
      add: { $0.add($1, person: $2, frame: frame, groups: groups, caps: caps) })
    for part in parts.indices { parts[part].settle() }
    var whole = parts.removeFirst()
    for part in parts { whole.merge(part) }
    return whole.labelled(frame, positions: institutionPositions)
  }

  /// The caps of each peer group × disease.
  private func caps(_ frame: StratumFrame, _ groups: GroupCodes, _ threads: Int) -> Caps {
    switch frame.plan.truncation {
    case .none: return Caps(fixed: .max)
    case .fixed(let money): return Caps(fixed: money.fen)
    case .perMille(let perMille):
      var parts = sums(
        threads: threads, ages: nil, empty: { HeadCosts() }, add: { part, period, _ in part.add(period, groups) })
      var whole = parts.removeFirst()
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
  func key(_ cell: PersonPeriod.Cell) -> GroupDisease {
    GroupDisease(packed: UInt64(ofInstitution[Int(cell.institution)]) << 32 | UInt64(cell.disease))
  }
}

/// A peer group × disease.
struct GroupDisease: SumKey {
  let packed: UInt64

  var hash: UInt64 { spread(packed) }
}

/// Caps in fen by peer group × disease.
struct Caps: Sendable {
  private let fixed: Int64
  private let byKey: KeyedSums<GroupDisease, Int64>?

  /// One cap for all.
  init(fixed: Int64) {
    self.fixed = fixed
    byKey = nil
  }

  init(byKey: KeyedSums<GroupDisease, Int64>) {
    fixed = .max
    self.byKey = byKey
  }

  /// A cell's cost, cut at its cap.
  func capped(_ cell: PersonPeriod.Cell, _ groups: GroupCodes) -> Int64 {
    min(cell.costFen, byKey?.value(of: groups.key(cell)) ?? fixed)
  }
}

/// Histograms of head costs by peer group × disease on the fixed grid.
struct HeadCosts: Sendable {
  private var counts = KeyedSums<GroupDisease, [Int64]>()

  private static let none = [Int64](repeating: 0, count: CostGrid.bins)

  /// Counts a person's heads.
  mutating func add(_ period: PersonPeriod, _ groups: GroupCodes) {
    for cell in period.cells where cell.visits > 0 {
      let bin = CostGrid.bin(of: cell.costFen)
      counts.update(groups.key(cell), empty: Self.none) { $0[bin] += 1 }
    }
  }

  /// Adds the histograms of other persons.
  mutating func merge(_ other: HeadCosts) {
    for entry in other.counts.entries {
      let bins = entry.sums
      counts.update(entry.key, empty: Self.none) { for bin in bins.indices { $0[bin] += bins[bin] } }
    }
  }

  /// The caps that leave this many per mille of heads whole.
  func caps(perMille: Int) -> Caps {
    var caps = KeyedSums<GroupDisease, Int64>()
    for entry in counts.entries {
      if let cap = CostGrid.cap(entry.sums, perMille: perMille) { caps.update(entry.key, empty: 0) { $0 = cap } }
    }
    return Caps(byKey: caps)
  }
}

/// The sums of some persons, keyed by codes.
struct TallyPart: Sendable {
  private struct CellKey: SumKey {
    let institution: Int32
    let stratum: StratumCode

    var hash: UInt64 { spread(stratum.packed ^ spread(UInt64(institution))) }
  }

  private struct PairKey: SumKey {
    let institution: Int32
    let first, second: StratumCode

    var hash: UInt64 { spread(second.packed ^ spread(first.packed ^ spread(UInt64(institution)))) }
  }

  private let usesFirstInYear: Bool
  private var cells = KeyedSums<CellKey, TallySums>()
  /// By institution, `nil` where no person was there.
  private var totals: [TallySums?]
  private var pairs = KeyedSums<PairKey, PairSums>()
  private var heads: [(stratum: StratumCode, cappedFen: Int64)] = []
  /// Cells that wait to be added, some at a time.
  private var pending: [(key: CellKey, item: TallySums)] = []
  private static let pendingUsual = 64

  init(institutions: Int, usesFirstInYear: Bool) {
    self.usesFirstInYear = usesFirstInYear
    totals = Array(repeating: nil, count: institutions)
  }

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
        pending.append((CellKey(institution: place.institution, stratum: stratum), sums))
        total += sums
        if cell.visits > 0 { heads.append((stratum, capped)) }
      }
      total.visits = Int64(place.visits)
      total.distinctHeads = place.visits > 0 ? 1 : 0
      total.heads = usesFirstInYear && !place.hasFirstOfYear ? 0 : total.distinctHeads
      add(total, of: Int(place.institution))
      addPairs(place.institution)
    }
    if pending.count >= Self.pendingUsual { settle() }
  }

  /// Adds what waits to be added.
  mutating func settle() {
    cells.update(all: pending, empty: TallySums()) { $0 += $1 }
    pending.removeAll(keepingCapacity: true)
  }

  private mutating func add(_ sums: TallySums, of institution: Int) {
    if totals[institution] == nil { totals[institution] = sums } else { totals[institution]? += sums }
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
        pairs.update(PairKey(institution: institution, first: a.stratum, second: b.stratum), empty: PairSums()) {
          $0 += sums
        }
      }
    }
  }

  /// Adds the sums of other persons.
  mutating func merge(_ other: TallyPart) {
    for entry in other.cells.entries { cells.update(entry.key, empty: TallySums()) { $0 += entry.sums } }
    for (institution, sums) in other.totals.enumerated() {
      if let sums { add(sums, of: institution) }
    }
    for entry in other.pairs.entries { pairs.update(entry.key, empty: PairSums()) { $0 += entry.sums } }
  }

  /// The tally, by texts instead of codes.
  ///
  /// - Parameter positions: the place of each institution's code among the sorted.
  func labelled(_ frame: StratumFrame, positions: [Int32]) -> Tally {
    let present = totals.indices.filter { totals[$0] != nil }.sorted { positions[$0] < positions[$1] }
    var places = [Int](repeating: -1, count: totals.count)
    for (place, code) in present.enumerated() { places[code] = place }
    let (strata, columns) = frame.ordered(Set(cells.entries.lazy.map(\.key.stratum)))
    func column(_ code: StratumCode) -> Int {
      guard let column = columns[code] else { preconditionFailure("a pair's strata have cells") }
      return Int(column)
    }
    let rows = cells.entries.map { entry in
      Tally.Row(
        institution: places[Int(entry.key.institution)], stratum: column(entry.key.stratum), sums: entry.sums)
    }
    let pairs = pairs.entries.map { entry in
      let (key, sums) = (entry.key, entry.sums)
      // Codes follow the order of rows; texts decide which stratum is the first.
      let (institution, first, second) = (places[Int(key.institution)], column(key.first), column(key.second))
      if first < second { return Tally.Pair(institution: institution, first: first, second: second, sums: sums) }
      var swapped = sums
      (swapped.firstFen, swapped.secondFen) = (sums.secondFen, sums.firstFen)
      return Tally.Pair(institution: institution, first: second, second: first, sums: swapped)
    }
    var parts = Set(Tally.Part.allCases)
    if !frame.plan.present.drug { parts.remove(.drug) }
    if !frame.plan.present.fund { parts.remove(.fund) }
    return Tally(
      institutions: present.map { frame.identifiers.institutions.text(of: Int32($0)) },
      peerGroups: present.map { frame.plan.peerGroups[$0] }, strata: strata, rows: rows,
      totals: present.map { totals[$0] ?? TallySums() }, pairs: pairs, parts: parts)
  }
}
