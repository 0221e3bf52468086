import SteelyardDomain
import SteelyardLedger
@testable import SteelyardScoring
import SteelyardTestSupport

/// A tally whose every stratum has heads enough for a reference of its own, with what scoring makes of it first.
struct MadeUpTally: Sendable {
  let tally: Tally
  let plan = ScoringPlan()
  let panel: CostPanel
  let reference: Reference

  /// Institutions that lack a stratum in ten; neighbouring strata share persons.
  init(institutions: Int, strata: Int, seed: UInt64) {
    var source = Seeded(seed)
    let names = (0..<institutions).map { "P3301\(padded($0, 5))" }
    let labels = (0..<strata).map { Stratum(labels: ["M\(padded($0, 5))", "60-69", "male", "employee", Stratum.all]) }
    var cells: [(institution: String, stratum: Stratum, sums: TallySums)] = []
    var pairs: [(institution: String, first: Stratum, second: Stratum, sums: PairSums)] = []
    var totals: [String: TallySums] = [:]
    for name in names {
      var total = TallySums()
      for (number, stratum) in labels.enumerated() where source.below(10) > 0 {
        let sums = Self.cell(heads: 20 + source.below(60), around: 20_000 + 500 * (number % 37), &source)
        cells.append((name, stratum, sums))
        total += sums
        if number > 0, number.isMultiple(of: 5) {
          pairs.append((name, labels[number - 1], stratum, Self.pair(heads: 1 + source.below(4), &source)))
        }
      }
      totals[name] = total
    }
    tally = Tally(
      groups: Dictionary(uniqueKeysWithValues: names.map { ($0, "pharmacy") }), cells: cells, totals: totals,
      pairs: pairs, parts: Set(Tally.Part.allCases))
    panel = CostPanel(tally, institutions: Array(0..<institutions), plan: plan)
    reference = Reference(panel)
  }

  private static func cell(heads: Int, around mean: Int, _ source: inout Seeded) -> TallySums {
    var sums = TallySums()
    for _ in 0..<heads {
      let fen = Int64(mean / 2 + source.below(mean))
      sums.costFen += fen
      sums.cappedFen += min(fen, Int64(mean) * 14 / 10)
      sums.cappedSquares += Int128(min(fen, Int64(mean) * 14 / 10)) * Int128(min(fen, Int64(mean) * 14 / 10))
    }
    sums.heads = Int64(heads)
    sums.distinctHeads = sums.heads
    sums.visits = sums.heads * 2
    sums.drugFen = sums.costFen / 2
    sums.fundFen = sums.costFen / 3
    return sums
  }

  private static func pair(heads: Int, _ source: inout Seeded) -> PairSums {
    var sums = PairSums()
    for _ in 0..<heads {
      let (first, second) = (Int64(10_000 + source.below(30_000)), Int64(10_000 + source.below(30_000)))
      sums.heads += 1
      sums.firstFen += first
      sums.secondFen += second
      sums.products += Int128(first) * Int128(second)
    }
    return sums
  }
}

/// Expected cost and variance of a made-up tally, row by row of it.
struct PlainTwin {
  /// Fen and fen², by position of the institution in the tally.
  private(set) var expected: [Double]
  private(set) var variance: [Double]

  init(_ tally: Tally) {
    var whole = [TallySums](repeating: TallySums(), count: tally.strata.count)
    for row in tally.rows { whole[row.stratum] += row.sums }
    let means = whole.map { Double($0.cappedFen) / Double($0.heads) }
    let variances = whole.map { sums in
      let (n, sum) = (Double(sums.heads), Double(sums.cappedFen))
      return (Double(sums.cappedSquares) - sum * sum / n) / (n - 1)
    }
    expected = [Double](repeating: 0, count: tally.institutions.count)
    variance = expected
    for row in tally.rows {
      expected[row.institution] += Double(row.sums.heads) * means[row.stratum]
      variance[row.institution] += Double(row.sums.heads) * variances[row.stratum]
    }
    var shared: [[Int]: PairSums] = [:]
    for pair in tally.pairs { shared[[pair.first, pair.second], default: PairSums()] += pair.sums }
    for pair in tally.pairs {
      guard let sums = shared[[pair.first, pair.second]] else { continue }
      let (r, t, n) = (means[pair.first], means[pair.second], Double(sums.heads))
      let covariance =
        (Double(sums.products) - t * Double(sums.firstFen) - r * Double(sums.secondFen) + n * r * t) / n
      variance[pair.institution] += 2 * Double(pair.sums.heads) * covariance
    }
  }
}

/// The largest difference of two lists as a share of the second; infinite where they differ in length.
func largestShare(_ found: [Double], _ expected: [Double]) -> Double {
  guard found.count == expected.count else { return .infinity }
  return zip(found, expected).reduce(0) { largest, pair in
    let share = abs(pair.0 - pair.1) / max(abs(pair.1), .leastNormalMagnitude)
    return share.isNaN ? .infinity : max(largest, share)
  }
}
