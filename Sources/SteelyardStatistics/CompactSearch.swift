internal import SteelyardNumerics

/// The search for the rows whose covariance has the smallest determinant.
///
/// Many starts, two steps each; the best ten go on until nothing changes, by steps and by exchanges of single rows. A
/// table of more than 600 rows is first searched in up to five random groups of 300, then in the groups together, then
/// whole. A table with few enough subsets of p + 1 rows starts from every one of them.
///
/// Every start draws from a stream of its own and every block of starts has a fixed size, so the number of threads
/// changes nothing. See Rousseeuw and Van Driessen (1999).
struct CompactSearch: Sendable {
  /// Above this many rows the table is searched in groups first.
  static let groupingAbove = 600
  /// How many rows a group has.
  static let groupRows = 300
  /// How many groups there are at most.
  static let groupsMaximum = 5
  /// From how many groups together the deterministic starts are made.
  static let groupsDeterministic = 2
  /// How many candidates go on from one stage to the next.
  static let candidatesKept = 10
  /// Up to this many subsets of p + 1 rows every one is a start.
  static let subsetsAllTried = 6_000
  /// How many starts a worker takes at a time.
  private static let blockStarts = 32
  private static let stepsFirst = 2
  private static let drawsMaximum = 10

  /// The standardised rows in canonical order.
  let points: PointTable
  /// How many rows are sought.
  let size: Int
  /// How many random starts.
  let starts: Int
  let seed: UInt64
  let threads: Int

  /// The most compact rows found, or a hyperplane that holds as many.
  func best() -> SearchResult {
    let whole = Concentration(points: points, size: size)
    if size == points.count {
      let rows = Array(0..<points.count)
      return whole.subset(rows).map { .subset($0) } ?? whole.degenerate(rows)
    }
    var found = points.count > Self.groupingAbove ? byGroups() : candidates(whole)
    if found.kept.isEmpty && found.plane == nil {
      // Every candidate of the groups was degenerate there; the whole table decides.
      found = random(whole, firstStream: UInt64(starts), starts: starts)
    }
    if let plane = found.plane { return .plane(plane) }
    let exchange = SubsetExchange(concentration: whole)
    let settled = ParallelBlocks.map(found.kept.count, threads: threads) { number -> SearchResult in
      let result = whole.converged(found.kept[number])
      guard case .subset(let subset) = result else { return result }
      return exchange.refined(subset)
    }
    var last = Candidates()
    for result in settled { last.add(result) }
    if let plane = last.plane { return .plane(plane) }
    return last.kept.first.map { .subset($0) } ?? .nothing
  }

  /// The candidates of a table that is searched at once: random or all starts, and the deterministic ones.
  private func candidates(_ table: Concentration) -> Candidates {
    var found =
      if let subsets = SmallSubsets(
        of: table.points.count, taking: table.points.dimension + 1, most: Self.subsetsAllTried)
      {
        every(subsets, table)
      } else {
        random(table, firstStream: 0, starts: starts)
      }
    found.add(deterministic(table))
    return found
  }

  private func deterministic(_ table: Concentration) -> Candidates {
    var found = Candidates()
    let first = DeterministicStarts(table.points, threads: threads).subsets()
    for result in ParallelBlocks.map(
      first.count, threads: threads, { table.concentrated(first[$0], steps: Self.stepsFirst) })
    {
      found.add(result)
    }
    return found
  }

  private func random(_ table: Concentration, firstStream: UInt64, starts: Int) -> Candidates {
    blocks(starts) { start in
      var source = RandomSource(seed: seed, stream: firstStream + UInt64(start))
      return concentrated(table, from: [], &source)
    }
  }

  private func every(_ subsets: SmallSubsets, _ table: Concentration) -> Candidates {
    blocks(subsets.count) { start in
      var source = RandomSource(seed: seed, stream: UInt64(start))
      return concentrated(table, from: subsets.rows(start), &source)
    }
  }

  private func blocks(_ starts: Int, _ work: (Int) -> SearchResult) -> Candidates {
    let blocks = (starts + Self.blockStarts - 1) / Self.blockStarts
    let results = ParallelBlocks.map(blocks, threads: threads) { block in
      var found = Candidates()
      for start in block * Self.blockStarts..<min((block + 1) * Self.blockStarts, starts) { found.add(work(start)) }
      return found
    }
    return results.reduce(into: Candidates()) { $0.add($1) }
  }

  /// Two steps from `rows`, filled up with random rows to p + 1 and on until they have a covariance.
  ///
  /// Rows that still have none after four times as many are drawn anew: one of them may be so far out that the
  /// others vanish beside it.
  private func concentrated(_ table: Concentration, from given: [Int], _ source: inout RandomSource) -> SearchResult {
    let count = table.points.count
    let most = min(4 * (table.points.dimension + 1), count)
    for attempt in 0..<Self.drawsMaximum {
      var rows = attempt == 0 ? given : []
      while true {
        if rows.count > table.points.dimension, let first = table.subset(rows) {
          return table.concentrated(first, steps: Self.stepsFirst)
        }
        guard rows.count < most else { break }
        var next = source.uniform(below: count)
        while rows.contains(next) { next = next + 1 < count ? next + 1 : 0 }
        rows.append(next)
      }
    }
    return table.degenerate(Array(0..<count))
  }
}

extension CompactSearch {
  /// The candidates of a large table: groups, the groups together, the whole.
  private func byGroups() -> Candidates {
    let groups = groupedRows()
    let each = max(starts / groups.count, Self.candidatesKept)
    var seeds: [(centre: [Double], factor: Cholesky)] = []
    for (number, rows) in groups.enumerated() {
      let table = Concentration(points: points.selected(rows), size: share(of: rows.count))
      let found = random(table, firstStream: UInt64(number * each), starts: each)
      if let plane = wholePlane(found.plane, among: rows) { return Candidates(plane: plane) }
      for subset in found.kept { seeds.append((subset.centre, subset.factor)) }
    }
    // The scales along many directions take time: two groups are enough for a start.
    let few = points.selected(groups.prefix(Self.groupsDeterministic).joined().sorted())
    for subset in DeterministicStarts(few, threads: threads).subsets() { seeds.append((subset.centre, subset.factor)) }
    let union = groups.joined().sorted()
    let table = Concentration(points: points.selected(union), size: share(of: union.count))
    let found = goOn(from: seeds, in: table)
    if let plane = wholePlane(found.plane, among: union) { return Candidates(plane: plane) }
    let whole = Concentration(points: points, size: size)
    return goOn(from: found.kept.map { ($0.centre, $0.factor) }, in: whole)
  }

  /// Random groups, each ascending: as many as there are 300s, at most five, of 300 rows or a little more.
  private func groupedRows() -> [[Int]] {
    let count = min(Self.groupsMaximum, points.count / Self.groupRows)
    let taken = count < Self.groupsMaximum ? points.count : Self.groupsMaximum * Self.groupRows
    var order = Array(0..<points.count)
    // A stream that no start uses.
    var source = RandomSource(seed: seed, stream: UInt64.max)
    source.shuffle(&order)
    return (0..<count).map { group in order[taken * group / count..<taken * (group + 1) / count].sorted() }
  }

  /// The same share of `count` rows as is sought of all, rounded up.
  private func share(of count: Int) -> Int { (count * size + points.count - 1) / points.count }

  /// Two steps in `table` from centres and factors that were found elsewhere.
  private func goOn(from seeds: [(centre: [Double], factor: Cholesky)], in table: Concentration) -> Candidates {
    let results = ParallelBlocks.map(seeds.count, threads: threads) { number -> SearchResult in
      let (centre, factor) = seeds[number]
      let rows = NearestRows.smallest(table.size, of: factor.squaredDistances(of: table.points, from: centre))
      guard let first = table.subset(rows) else { return table.degenerate(rows) }
      return table.concentrated(first, steps: Self.stepsFirst - 1)
    }
    return results.reduce(into: Candidates()) { $0.add($1) }
  }

  /// A plane found in a part, as rows of the whole, where it holds as many rows of the whole as are sought.
  private func wholePlane(_ rows: [Int]?, among part: [Int]) -> [Int]? {
    guard let rows, let plane = Hyperplane(through: rows.map { part[$0] }, of: points) else { return nil }
    let held = plane.rows(of: points)
    return held.count >= size ? held : nil
  }
}

/// The best subsets so far, all different, and the first hyperplane met.
struct Candidates: Sendable {
  private(set) var kept: [CompactSubset] = []
  private(set) var plane: [Int]?

  init(plane: [Int]? = nil) { self.plane = plane }

  mutating func add(_ result: SearchResult) {
    switch result {
    case .nothing: break
    case .plane(let rows): if plane == nil { plane = rows }
    case .subset(let subset): insert(subset)
    }
  }

  mutating func add(_ other: Candidates) {
    if plane == nil { plane = other.plane }
    for subset in other.kept { insert(subset) }
  }

  /// Keeps the smallest determinants, earlier ones first among equals.
  private mutating func insert(_ subset: CompactSubset) {
    let place = kept.firstIndex { $0.logDeterminant > subset.logDeterminant } ?? kept.count
    guard place < CompactSearch.candidatesKept, !kept.contains(where: { $0.rows == subset.rows }) else { return }
    kept.insert(subset, at: place)
    if kept.count > CompactSearch.candidatesKept { kept.removeLast() }
  }
}

/// All subsets of a few rows, numbered.
struct SmallSubsets: Sendable {
  /// How many there are.
  let count: Int
  private let elements: [Int]
  private let size: Int

  /// Lists all subsets of `size` out of `rows` rows, or gives `nil` where there are more than `most`.
  init?(of rows: Int, taking size: Int, most: Int) {
    var count = 1
    for step in 0..<size {
      // Exact at every step: a product of step + 1 neighbours is divisible by (step + 1)!.
      count = count * (rows - step) / (step + 1)
      if count > most * size { return nil }
    }
    guard count <= most, count > 0 else { return nil }
    var elements: [Int] = []
    elements.reserveCapacity(count * size)
    var current = Array(0..<size)
    while true {
      elements.append(contentsOf: current)
      guard let moved = (0..<size).last(where: { current[$0] < rows - size + $0 }) else { break }
      current[moved] += 1
      for position in (moved + 1)..<max(size, moved + 1) { current[position] = current[position - 1] + 1 }
    }
    self.count = count
    self.elements = elements
    self.size = size
  }

  func rows(_ number: Int) -> [Int] { Array(elements[number * size..<(number + 1) * size]) }
}
