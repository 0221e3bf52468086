internal import Glibc
internal import SteelyardNumerics

/// Counts with what was expected, and the likelihood of a gamma distribution of their true ratios.
struct GammaPoissonCounts: Sendable {
  /// One unit's count and expectation.
  struct Unit: Equatable, Sendable {
    let observed: Double
    let expected: Double
  }

  /// The units in the order of the input.
  let units: [Unit]
  /// The units in an order of their own, for sums.
  private let sorted: [Unit]
  /// All counts over all expected ones; 0 without units.
  let pooledMean: Double

  init(_ observed: [Int], _ expected: [Double]) {
    precondition(observed.count == expected.count, "every count needs what was expected")
    precondition(observed.allSatisfy { $0 >= 0 && $0 <= 1_000_000_000_000 }, "a count lies in 0 ... 1e12")
    precondition(expected.allSatisfy { $0 >= 1e-6 && $0 <= 1e12 }, "what is expected lies in 1e-6 ... 1e12")
    units = zip(observed, expected).map { Unit(observed: Double($0), expected: $1) }
    sorted = units.sorted { ($0.expected, $0.observed) < ($1.expected, $1.observed) }
    let whole = CompensatedSum.of(sorted.lazy.map(\.expected))
    pooledMean = whole > 0 ? CompensatedSum.of(sorted.lazy.map(\.observed)) / whole : 0
  }

  /// Marshall's mean and variance of the true ratios; the variance may be negative.
  func moments() -> (mean: Double, variance: Double) {
    let whole = CompensatedSum.of(sorted.lazy.map(\.expected))
    let squares = CompensatedSum.of(
      sorted.lazy.map { unit in
        let distance = unit.observed / unit.expected - pooledMean
        return unit.expected * distance * distance
      })
    return (pooledMean, squares / whole - pooledMean * Double(units.count) / whole)
  }

  /// The log likelihood where every ratio is `mean`: Poisson counts.
  func logLikelihood(mean: Double) -> Double {
    CompensatedSum.of(
      sorted.lazy.map { unit in
        let events = unit.observed == 0 ? 0 : unit.observed * log(mean * unit.expected)
        return events - mean * unit.expected - SpecialFunctions.logGammaOnePlus(unit.observed)
      })
  }

  /// The log likelihood of negative-binomial counts of size `shape` and ratio `mean`.
  func logLikelihood(shape: Double, mean: Double) -> Double {
    CompensatedSum.of(
      sorted.lazy.map { unit in
        let expected = mean * unit.expected
        let rise = SpecialFunctions.logGammaRise(shape, by: unit.observed)
        // (expected/(shape + expected))^O (shape/(shape + expected))^α
        let events = unit.observed == 0 ? 0 : -unit.observed * (log(shape / expected) + log1p(expected / shape))
        return rise - SpecialFunctions.logGammaOnePlus(unit.observed) + events - shape * log1p(expected / shape)
      })
  }

  /// The mean of greatest likelihood for a given `shape`, by Newton's method on ln m within a bracket.
  func bestMean(shape: Double) -> Double {
    // Each term falls with m and is zero at O/E, so the root lies between the least and the greatest of those.
    let ratios = sorted.map { $0.observed / $0.expected }
    var (low, high) = (ratios.min() ?? 0, ratios.max() ?? 0)
    var mean = pooledMean
    for _ in 0..<200 where low < high {
      let slope = CompensatedSum.of(
        sorted.lazy.map { ($0.observed - mean * $0.expected) / (shape + mean * $0.expected) })
      if slope == 0 { return mean }
      if slope > 0 { low = mean } else { high = mean }
      let fall = CompensatedSum.of(
        sorted.lazy.map { unit in
          let scale = shape + mean * unit.expected
          return mean * unit.expected / scale * ((shape + unit.observed) / scale)
        })
      var next = mean * exp(min(max(slope / fall, -5), 5))
      if !(next > low && next < high) { next = low + (high - low) / 2 }
      if abs(next - mean) <= 2e-16 * mean { return next }
      mean = next
    }
    return mean
  }

  /// The slope of the log likelihood in the shape, at the best mean of that shape.
  private func slope(shape: Double) -> Double {
    let mean = bestMean(shape: shape)
    let start = SpecialFunctions.digamma(shape)
    return CompensatedSum.of(
      sorted.lazy.map { unit in
        let expected = mean * unit.expected
        return SpecialFunctions.digamma(shape + unit.observed) - start - log1p(expected / shape)
          + (expected - unit.observed) / (shape + expected)
      })
  }

  /// The shape and mean of greatest likelihood; `nil` where no spread is likelier than any.
  func mostLikely() -> (shape: Double, mean: Double, converged: Bool)? {
    // ln α from −9.2 to 18.4, a relative spread from 100 to 1e-4.
    let grid = stride(from: -9.2, through: 18.4, by: 0.4).map { exp($0) }
    let likelihoods = grid.map { logLikelihood(shape: $0, mean: bestMean(shape: $0)) }
    var best = 0
    for row in grid.indices where likelihoods[row] > likelihoods[best] { best = row }
    // A likelihood that still rises at the end of the grid has its maximum at no spread.
    guard best < grid.count - 1, likelihoods[best] > logLikelihood(mean: pooledMean) else { return nil }
    var (low, high) = (grid[max(0, best - 1)], grid[best + 1])
    guard slope(shape: low) > 0, slope(shape: high) < 0 else {
      return (grid[best], bestMean(shape: grid[best]), false)
    }
    for _ in 0..<200 {
      let middle = low + (high - low) / 2
      if middle <= low || middle >= high { break }
      if slope(shape: middle) > 0 { low = middle } else { high = middle }
    }
    return (low, bestMean(shape: low), true)
  }
}
