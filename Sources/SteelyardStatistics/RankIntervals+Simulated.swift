internal import Dispatch
internal import SteelyardNumerics

extension RankIntervals {
  /// Ranks by simulation with a fixed seed, for any number of units up to 65,536.
  ///
  /// Draws come in blocks of 64, each block from a random stream of its own: its matrix is
  /// mean · 1ᵀ + diag(sd) · Z, and every column is ranked. The result is the same for any number of
  /// `threads`. Ranks are kept in two bytes each: 20,000 units and 2,000 draws take 80 MB. A probability p
  /// has standard error √(p(1 − p)/draws). The method is `rank.simulated`.
  ///
  /// Edge cases: units that tie in a draw are ranked in the order they were given. No units give empty
  /// arrays; one unit has rank 1.
  ///
  /// Checked against ``exact(means:standardDeviations:top:)`` within the simulation's error.
  ///
  /// - Parameters:
  ///   - means: the mean of each unit, within ±1e100.
  ///   - standardDeviations: the standard deviation of each, in 0 … 1e100.
  ///   - top: how many ranks count as the top, at least 1.
  ///   - draws: how many times all units are drawn, at least 1.
  ///   - seed: the family of random streams.
  ///   - threads: how many workers share the blocks, at least 1.
  public static func simulated(
    means: [Double], standardDeviations: [Double], top: Int, draws: Int, seed: UInt64, threads: Int
  ) -> RankIntervals {
    check(means: means, standardDeviations: standardDeviations, top: top)
    precondition(means.count <= 65_536, "a rank must fit two bytes")
    precondition(draws >= 1 && threads >= 1, "a simulation needs a draw and a thread")
    let simulation = RankSimulation(means: means, deviations: standardDeviations, draws: draws, seed: seed)
    let units = simulation.summaries(top: top, threads: threads)
    return RankIntervals(
      expectedRanks: units.map(\.expected),
      lows: units.map(\.low),
      highs: units.map(\.high),
      topProbabilities: units.map(\.top),
      method: "rank.simulated")
  }
}

/// The draws of a rank simulation, and what they say of each unit.
struct RankSimulation {
  /// What the draws say of one unit.
  struct Summary {
    var expected = 0.0
    var low = 0
    var high = 0
    var top = 0.0
  }

  /// How many draws share a random stream: part of the result, so it never changes.
  private static let blockDraws = 64
  /// How many units a worker summarises at a time; no part of the result.
  private static let blockUnits = 256

  let means: [Double]
  let deviations: [Double]
  let draws: Int
  let seed: UInt64

  /// Draws, ranks and summarises: workers take turns at fixed blocks and share nothing but the table of ranks.
  func summaries(top: Int, threads: Int) -> [Summary] {
    // Unit after unit, the draws of a unit together; each holds the rank less one.
    var ranks = [UInt16](repeating: 0, count: means.count * draws)
    var result = [Summary](repeating: Summary(), count: means.count)
    ranks.withUnsafeMutableBufferPointer { ranks in
      // Blocks write to draws of their own, so no element has two writers.
      nonisolated(unsafe) let ranks = ranks
      Self.share((draws + Self.blockDraws - 1) / Self.blockDraws, threads) { rank(block: $0, into: ranks) }
      result.withUnsafeMutableBufferPointer { result in
        nonisolated(unsafe) let result = result
        Self.share((means.count + Self.blockUnits - 1) / Self.blockUnits, threads) { block in
          for unit in block * Self.blockUnits..<min((block + 1) * Self.blockUnits, means.count) {
            result[unit] = summary(of: ranks[unit * draws..<(unit + 1) * draws], top: top)
          }
        }
      }
    }
    return result
  }

  /// Runs `work` for every block, worker w taking blocks w, w + threads, w + 2 · threads …
  private static func share(_ blocks: Int, _ threads: Int, _ work: (Int) -> Void) {
    withoutActuallyEscaping(work) { work in
      nonisolated(unsafe) let work = work
      DispatchQueue.concurrentPerform(iterations: min(threads, blocks)) { worker in
        for block in stride(from: worker, to: blocks, by: threads) { work(block) }
      }
    }
  }

  /// Draws one block and writes the rank of every unit in every draw.
  private func rank(block: Int, into ranks: UnsafeMutableBufferPointer<UInt16>) {
    let first = block * Self.blockDraws
    let count = min(Self.blockDraws, draws - first)
    var source = RandomSource(seed: seed, stream: UInt64(block))
    var elements: [Double] = []
    elements.reserveCapacity(means.count * count)
    for _ in 0..<count {
      for deviation in deviations { elements.append(deviation * source.normal()) }
    }
    var values = Matrix(rows: means.count, columns: count, elements: elements)
    values.addOuterProduct(1, means, [Double](repeating: 1, count: count))
    var order: [(value: Double, unit: Int)] = []
    for draw in 0..<count {
      order.removeAll(keepingCapacity: true)
      for unit in means.indices { order.append((values.elements[draw * means.count + unit], unit)) }
      order.sort { $0.value > $1.value || ($0.value == $1.value && $0.unit < $1.unit) }
      for (rank, entry) in order.enumerated() { ranks[entry.unit * draws + first + draw] = UInt16(rank) }
    }
  }

  private func summary(of ranks: Slice<UnsafeMutableBufferPointer<UInt16>>, top: Int) -> Summary {
    let ordered = ranks.sorted()
    let sum = ordered.reduce(0) { $0 + Int($1) }
    return Summary(
      expected: 1 + Double(sum) / Double(draws),
      low: 1 + Int(ordered[Self.position(RankIntervals.lowerTail, of: draws)]),
      high: 1 + Int(ordered[Self.position(RankIntervals.upperTail, of: draws)]),
      top: Double(ordered.reduce(0) { $0 + (Int($1) < top ? 1 : 0) }) / Double(draws))
  }

  /// The position of the first of `draws` ordered values that brings the share up to `probability`.
  private static func position(_ probability: Double, of draws: Int) -> Int {
    // 0.025 · 2,000 must be 50, whichever way the product is rounded.
    max(Int((probability * Double(draws) - 1e-9).rounded(.up)), 1) - 1
  }
}
