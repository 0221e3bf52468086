internal import SteelyardNumerics

/// From the most compact rows to the estimates, in the units of the table.
struct MinimumCovarianceFit {
  let rows: StandardRows
  let alpha: Double
  let convention: ConsistencyConvention

  private var count: Int { rows.points.count }
  private var dimension: Int { rows.points.dimension }

  /// How many rows are sought.
  var size: Int { MinimumCovarianceFactors.subsetSize(rows: count, columns: dimension, alpha: alpha) }

  /// Searches and estimates.
  func outcome(of search: CompactSearch) -> (MinimumCovariance.Status, MinimumCovariance.Solution?) {
    let found = dimension == 1 ? univariate() : search.best()
    switch found {
    case .plane(let places):
      guard let plane = Hyperplane(through: places, of: rows.standard) else { return (.illConditioned, nil) }
      let (normal, offset) = rows.original(plane)
      return (.exactFit(normal: normal, offset: offset, count: plane.rows(of: rows.standard).count), nil)
    case .nothing: return (.illConditioned, nil)
    case .subset(let subset):
      guard let solution = solution(subset.rows) else { return (.tooFewRows, nil) }
      return (.fitted, solution)
    }
  }

  private func univariate() -> SearchResult {
    let places = UnivariateSubset.rows(rows.standard.coordinates, size: size)
    let table = Concentration(points: rows.standard, size: size)
    return table.subset(places).map { .subset($0) } ?? table.degenerate(places)
  }

  /// The estimates from the rows at `places`; `nil` where a factor is unknown or the kept rows have no covariance.
  private func solution(_ places: [Int]) -> MinimumCovariance.Solution? {
    let degrees = Double(dimension)
    let cutoff = ChiSquaredDistribution.quantile(MinimumCovariance.keptProbability, degrees: degrees)
    let share = Double(size) / Double(count)
    guard
      let rawCorrection = MinimumCovarianceFactors.rawSmallSample(rows: count, columns: dimension, alpha: alpha),
      let correction = MinimumCovarianceFactors.reweightedSmallSample(rows: count, columns: dimension, alpha: alpha),
      let subset = moments(places),
      let raw = estimate(
        subset, consistency: MinimumCovarianceFactors.consistency(columns: dimension, share: share), rawCorrection)
    else { return nil }
    let rawDistances = distances(raw)
    let kept = rawDistances.indices.filter { rawDistances[$0] < cutoff }
    let keptShare =
      switch convention {
      case .current: MinimumCovariance.keptProbability
      case .keptShare: Double(kept.count) / Double(count)
      }
    guard keptShare > 0, let inner = moments(kept),
      let reweighted = estimate(
        inner, consistency: MinimumCovarianceFactors.consistency(columns: dimension, share: keptShare), correction)
    else { return nil }
    let last = distances(reweighted)
    return MinimumCovariance.Solution(
      subset: places.map { rows.order[$0] }.sorted(), subsetLogDeterminant: subset.factor.logDeterminant,
      raw: raw.estimate, reweighted: reweighted.estimate, weights: given(rawDistances.map { $0 < cutoff }),
      rawDistances: given(rawDistances), distances: given(last), cutoff: cutoff)
  }

  private struct Moments {
    let centre: [Double]
    let covariance: SymmetricMatrix
    let factor: Cholesky
  }

  private struct Scaled {
    let estimate: MinimumCovariance.Estimate
    let factor: Cholesky
  }

  /// Mean and covariance in the table's units; `nil` where there is no covariance to speak of.
  private func moments(_ places: [Int]) -> Moments? {
    guard places.count > dimension,
      Concentration(points: rows.standard, size: places.count).subset(places) != nil
    else { return nil }
    let centre = (0..<dimension).map { column in
      CompensatedSum.of(places.lazy.map { rows.points.coordinates[$0 * dimension + column] }) / Double(places.count)
    }
    let covariance = rows.points.scatter(of: places, about: centre).scaled(by: 1 / Double(places.count - 1))
    return Cholesky(covariance).map { Moments(centre: centre, covariance: covariance, factor: $0) }
  }

  private func estimate(_ moments: Moments, consistency: Double, _ correction: Double) -> Scaled? {
    let covariance = moments.covariance.scaled(by: consistency * correction)
    return Cholesky(covariance).map {
      Scaled(
        estimate: MinimumCovariance.Estimate(
          centre: moments.centre, covariance: covariance, consistencyFactor: consistency,
          smallSampleFactor: correction),
        factor: $0)
    }
  }

  private func distances(_ scaled: Scaled) -> [Double] {
    scaled.factor.squaredDistances(of: rows.points, from: scaled.estimate.centre)
  }

  /// What stands in canonical order, in the order of the table.
  private func given<Value>(_ values: [Value]) -> [Value] {
    var result = values
    for (place, row) in rows.order.enumerated() { result[row] = values[place] }
    return result
  }
}
