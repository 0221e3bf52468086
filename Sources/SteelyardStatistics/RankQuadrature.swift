internal import SteelyardNumerics

/// The integrals behind exact rank probabilities, over panels that adapt to the units around them.
///
/// The line is halved until a panel is short against everything that happens on it. Units that cannot
/// lie on a panel are certainly above or certainly below it and cost nothing there; for the others,
/// the active ones, the Poisson-binomial of their count above a node is built once, and each is
/// divided out in turn. So a unit 10⁹ times narrower than its neighbours costs a few dozen panels more.
struct RankQuadrature {
  /// Φ(−8.6) = 4e-18: what lies further out is lost in rounding.
  private static let reach = 8.6
  /// The greatest length of a panel, in deviations where one unit is active: halving it changes nothing
  /// beyond 1e-13 in the tests, doubling it nothing beyond 1e-12.
  private static let panelLength = 4.0
  /// The smallest deviation told from zero, in units of the span.
  private static let narrowest = 1e-9
  private static let rule = GaussLegendre(points: 16)

  private let means: [Double]
  private let deviations: [Double]
  private let lengthFactor: Double

  /// Prepares the integrals; `refinement` shortens every panel, for tests.
  init(means: [Double], standardDeviations: [Double], refinement: Double = 1) {
    // Ranks do not change with a common shift or scale: means from the first one, in units of the span.
    let (lowest, highest) = (means.min() ?? 0, means.max() ?? 0)
    let span = highest - lowest + (standardDeviations.max() ?? 0)
    self.means = span > 0 ? means.map { ($0 - means[0]) / span } : means.map { _ in 0 }
    deviations = standardDeviations.map { span > 0 ? max($0 / span, Self.narrowest) : 1 }
    lengthFactor = Self.panelLength / refinement
  }

  /// 1 + the sum over the other units of the probability that they are larger.
  func expectedRanks() -> [Double] {
    means.indices.map { i in
      let larger = means.indices.lazy.filter { $0 != i }.map { j in
        let (a, b) = (self.deviations[i], self.deviations[j])
        return NormalDistribution.cumulative((self.means[j] - self.means[i]) / (a * a + b * b).squareRoot())
      }
      return 1 + CompensatedSum.of(larger)
    }
  }

  /// The probability of every rank of every unit.
  func masses() -> [[Double]] {
    var result = [[Double]](repeating: [Double](repeating: 0, count: means.count), count: means.count)
    let everyone = Array(means.indices)
    guard let low = everyone.map({ means[$0] - Self.reach * deviations[$0] }).min(),
      let high = everyone.map({ means[$0] + Self.reach * deviations[$0] }).max()
    else { return result }
    integrate(from: low, to: high, candidates: everyone, above: 0, into: &result)
    return result
  }

  /// Adds the integrals over one panel, halving it first where it is too long.
  ///
  /// `candidates` may lie on the panel; `above` others certainly exceed it.
  private func integrate(
    from low: Double, to high: Double, candidates: [Int], above: Int, into result: inout [[Double]]
  ) {
    var active: [Int] = []
    var above = above
    for unit in candidates {
      if means[unit] - Self.reach * deviations[unit] >= high {
        above += 1
      } else if means[unit] + Self.reach * deviations[unit] > low {
        active.append(unit)
      }
    }
    guard !active.isEmpty else { return }
    // n like units change their count above x over a distance of deviation/√n; unlike ones add up alike.
    let sharpness = active.reduce(0) { $0 + 1 / (deviations[$1] * deviations[$1]) }.squareRoot()
    let longest = lengthFactor / sharpness
    let middle = low + (high - low) / 2
    if high - low > longest, middle > low, middle < high {
      integrate(from: low, to: middle, candidates: active, above: above, into: &result)
      integrate(from: middle, to: high, candidates: active, above: above, into: &result)
    } else {
      for (node, weight) in zip(Self.rule.nodes, Self.rule.weights) {
        let half = (high - low) / 2
        add(at: middle, offset: half * node, weight: half * weight, active: active, above: above, into: &result)
      }
    }
  }

  /// Adds one node's share to the rank probabilities of the active units.
  private func add(
    at middle: Double, offset: Double, weight: Double, active: [Int], above: Int, into result: inout [[Double]]
  ) {
    // The offset is added last: middle − mean is exact where they are near, however narrow the unit.
    let distances = active.map { ((middle - means[$0]) + offset) / deviations[$0] }
    let probabilities = distances.map(NormalDistribution.upperTail)
    let count = PoissonBinomial(probabilities)
    var others = [Double](repeating: 0, count: active.count)
    for (position, unit) in active.enumerated() {
      let density = weight * NormalDistribution.density(distances[position]) / deviations[unit]
      guard density > 0 else { continue }
      count.divide(out: probabilities[position], into: &others)
      result[unit].withUnsafeMutableBufferPointer { row in
        for k in others.indices { row[above + k] += density * others[k] }
      }
    }
  }
}
