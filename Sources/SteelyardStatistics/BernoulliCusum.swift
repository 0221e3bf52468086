internal import Glibc

/// The risk-adjusted CUSUM of yes-or-no outcomes.
///
/// A case with risk p had odds p/(1 − p) of the outcome; the alternative multiplies the odds by R. The weight of the
/// case is the log likelihood ratio of the two:
///
///     W = ln R − ln(1 − p + R p)   where the outcome occurred
///     W =      − ln(1 − p + R p)   where it did not
///
/// R above 1 watches for more outcomes than the risks say, R below 1 for fewer; both sums run upwards (``Cusum``).
///
/// Edge cases: a risk of 0 gives W = 0 without the outcome and ln R with it; a risk of 1 gives −ln R and 0.
///
/// See S. H. Steiner, R. J. Cook, V. T. Farewell, T. Treasure, "Monitoring surgical performance using risk-adjusted
/// cumulative sum charts", Biostatistics 1 (2000). Checked against `racusum.json`.
public struct BernoulliCusum: Equatable, Sendable {
  /// R: what the alternative multiplies the odds by.
  public let oddsRatio: Double

  /// Creates the statistic for an odds ratio.
  ///
  /// - Precondition: `oddsRatio` lies in 1e-6 … 1e6.
  public init(oddsRatio: Double) {
    precondition(oddsRatio >= 1e-6 && oddsRatio <= 1e6, "an odds ratio lies in 1e-6 ... 1e6")
    self.oddsRatio = oddsRatio
  }

  /// The weight of one case.
  ///
  /// - Precondition: `risk` lies in 0 … 1.
  public func weight(occurred: Bool, risk: Double) -> Double {
    precondition(risk >= 0 && risk <= 1, "a risk lies in 0 ... 1")
    // Zero less the logarithm: a weight of nothing is 0 and not −0.
    return (occurred ? log(oddsRatio) : 0) - log1p((oddsRatio - 1) * risk)
  }

  /// The sum after every case.
  ///
  /// - Precondition: every outcome has its risk; for limit and reset see ``Cusum/path(weights:limit:reset:)``.
  public func path(occurred: [Bool], risks: [Double], limit: Double, reset: Cusum.Reset = .to(0)) -> [Cusum.Step] {
    precondition(occurred.count == risks.count, "every outcome needs its risk")
    return Cusum.path(
      weights: zip(occurred, risks).map { weight(occurred: $0, risk: $1) }, limit: limit, reset: reset)
  }

  /// The limit that a few cases of one risk reach with a probability nearest to a wanted one.
  ///
  /// The sum can only take the values a·W(yes) + b·W(no) for whole a and b. For each of them as a limit, the
  /// probability that it is reached at least once in `cases` cases, when the risk is right, is computed exactly by
  /// following the probability of every sum from case to case. The limit whose probability is nearest to `alpha` is
  /// given with it: its probability may lie a little above `alpha`. Of two equally near ones the higher limit is taken.
  ///
  /// Edge cases: `nil` where R = 1, because the sum then stays 0.
  ///
  /// Checked against `racusum.json` (1.41227 for 10 cases of risk 0.1, R = 2, alpha 0.05; its probability is 0.0511) and
  /// against every sequence of outcomes written out.
  ///
  /// - Precondition: `risk` and `alpha` lie strictly between 0 and 1; `1 <= cases <= 40`.
  public func exactLimit(risk: Double, cases: Int, alpha: Double) -> (limit: Double, probability: Double)? {
    precondition(risk > 0 && risk < 1 && alpha > 0 && alpha < 1, "a probability lies strictly between 0 and 1")
    precondition(cases >= 1 && cases <= 40, "an exact limit needs 1 to 40 cases")
    let sums = BernoulliSums(yes: weight(occurred: true, risk: risk), no: weight(occurred: false, risk: risk), cases)
    var best: (limit: Double, probability: Double)?
    for limit in sums.reachable() {
      let probability = sums.probability(ofReaching: limit, risk: risk)
      if let found = best, abs(found.probability - alpha) < abs(probability - alpha) { continue }
      best = (limit, probability)
    }
    return best
  }
}

/// The sums that a few cases of one risk can reach: `yes` cases with the outcome and `no` without, since the last zero.
private struct BernoulliSums {
  private let cases: Int
  /// The sum after a outcomes and b others, at a · (cases + 1) + b; zero where it would fall below.
  private let values: [Double]
  /// What rounding may make of two equal sums.
  private let noise: Double

  init(yes: Double, no: Double, _ cases: Int) {
    self.cases = cases
    let noise = 1e-12 * max(abs(yes), abs(no)) * Double(cases)
    self.noise = noise
    values = (0...cases).flatMap { a in
      (0...cases).map { b in
        let value = Double(a) * yes + Double(b) * no
        return value > noise ? value : 0
      }
    }
  }

  /// The positive sums that some sequence of outcomes reaches, ascending.
  func reachable() -> [Double] {
    var masses = start()
    var found: Set<Int> = []
    for _ in 0..<cases {
      masses = step(masses, risk: 0.5, limit: .infinity).masses
      found.formUnion(masses.indices.lazy.filter { masses[$0] > 0 && values[$0] > 0 })
    }
    return found.map { values[$0] }.sorted()
  }

  /// The probability that some sum is at least `limit`.
  func probability(ofReaching limit: Double, risk: Double) -> Double {
    var masses = start()
    var reached = 0.0
    for _ in 0..<cases {
      let next = step(masses, risk: risk, limit: limit - noise)
      masses = next.masses
      reached += next.reached
    }
    return reached
  }

  private func start() -> [Double] {
    var masses = [Double](repeating: 0, count: values.count)
    masses[0] = 1
    return masses
  }

  /// Where one more case takes the probability of every sum, and how much of it reaches the limit.
  private func step(_ masses: [Double], risk: Double, limit: Double) -> (masses: [Double], reached: Double) {
    var next = [Double](repeating: 0, count: values.count)
    var reached = 0.0
    for place in masses.indices where masses[place] > 0 {
      for (target, probability) in [(place + cases + 1, risk), (place + 1, 1 - risk)] {
        if values[target] >= limit {
          reached += masses[place] * probability
        } else {
          next[values[target] > 0 ? target : 0] += masses[place] * probability
        }
      }
    }
    return (next, reached)
  }
}
