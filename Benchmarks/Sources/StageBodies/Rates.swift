import Glibc
import SteelyardNumerics
import SteelyardTestSupport

/// What a stage of products reaches of what the machine can do, measured in one run.
public struct Rate: Sendable {
  /// The stage.
  public let stage: String
  /// Its shape in words.
  public let shape: String
  /// Thousand millions of operations a processor second, the stage's and dgemm's in the rounds between.
  public let gigaflops, dgemm: Double
  /// Operations for each byte that must be moved.
  public let intensity: Double
  /// What memory and dgemm allow at that intensity, in thousand millions of operations a second.
  public let ceiling: Double

  /// The stage's rate over dgemm's.
  public var ofDgemm: Double { gigaflops / dgemm }
  /// The stage's rate over the ceiling.
  public var ofCeiling: Double { gigaflops / ceiling }
}

extension Rate {
  /// Sizes of a large city, in the order of a run.
  private static let rated: [(shape: String, stage: Stage)] = [
    ("20,000 × 400 heads, 64 columns", .replicates(institutions: 20_000, strata: 400, columns: 64)),
    ("4,000 × 400 heads, 3 columns", .expectedCost(institutions: 4_000, strata: 400)),
    ("4,000 × 400 heads, 1 column", .variance(institutions: 4_000, strata: 400)),
    ("4,000 units, 256 draws", .posteriorDraws(units: 4_000, draws: 256)),
    ("2,000 × 12, all pairs", .neighbours(rows: 2_000, columns: 12)),
    ("100,000 × 12", .scatter(rows: 100_000, columns: 12)),
    ("100,000 × 12", .distances(rows: 100_000, columns: 12)),
  ]

  /// Measures all of them: the least processor time of several rounds, dgemm and the stage in turns.
  ///
  /// - Throws: ``WrongAnswer`` where an answer is wrong.
  public static func measured(rounds: Int) throws -> (rates: [Rate], bytesPerSecond: Double) {
    let side = 1_024
    let square = Matrix(rows: side, columns: side, elements: (0..<side * side).map { Double($0 % 17) - 8 })
    let bandwidth = streamed(rounds: rounds)
    let rates = try rated.map { shape, stage in
      let prepared = try stage.prepared()
      guard let work = prepared.work else { throw WrongAnswer("\(stage.name) has no operations") }
      var (own, theirs) = (Double.infinity, Double.infinity)
      for _ in 0..<rounds {
        theirs = min(theirs, seconds { _ = square.times(square) })
        own = min(own, try seconds { try prepared.run() })
      }
      try prepared.check()
      let dgemm = 2 * Double(side * side * side) / theirs
      let intensity = work.operations / Double(work.bytes)
      return Rate(
        stage: stage.name, shape: shape, gigaflops: work.operations / own / 1e9, dgemm: dgemm / 1e9,
        intensity: intensity, ceiling: min(dgemm, intensity * bandwidth) / 1e9)
    }
    return (rates, bandwidth)
  }

  /// Bytes read from memory in a processor second: the sum of 160 MB, eight lanes at once.
  private static func streamed(rounds: Int) -> Double {
    let values = [Double](repeating: 1, count: 20_000_000)
    var least = Double.infinity
    for _ in 0..<rounds {
      var sum = SIMD8<Double>(repeating: 0)
      least = min(
        least,
        values.withUnsafeBytes { bytes in
          seconds {
            for offset in stride(from: 0, to: bytes.count, by: 64) {
              sum += bytes.loadUnaligned(fromByteOffset: offset, as: SIMD8<Double>.self)
            }
          }
        })
      precondition(sum.sum() == 20_000_000, "twenty million ones")
    }
    return 160e6 / least
  }

  private static func seconds(_ work: () throws -> Void) rethrows -> Double {
    let start = processorSeconds()
    try work()
    return processorSeconds() - start
  }

  private static func processorSeconds() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
  }
}
