internal import Glibc
internal import SteelyardNumerics

/// Six starts that need no draw: each orders the rows by a covariance that wild values cannot move much.
///
/// The columns are standardised by median and Qn. The covariances are: the correlations of the hyperbolic tangents, of
/// the ranks, of the normal scores; the scatter of the rows scaled to length one; the covariance of the half nearest to
/// the middle; and the pairwise one of Maronna and Zamar (2002). Only their eigenvectors are used: along each the scale
/// is a Qn again. The half of the rows that then lies nearest is the start.
///
/// See M. Hubert, P. J. Rousseeuw and T. Verdonck, "A deterministic algorithm for robust location and scatter",
/// Journal of Computational and Graphical Statistics 21 (2012).
struct DeterministicStarts {
  private let points: PointTable
  private let threads: Int

  init(_ points: PointTable, threads: Int) {
    self.points = points
    self.threads = threads
  }

  /// The starts that there are: one whose scales are zero somewhere is left out.
  func subsets() -> [CompactSubset] {
    let (n, p) = (points.count, points.dimension)
    let columns = ParallelBlocks.map(p, threads: threads) { standardised(column: $0) }
    guard columns.allSatisfy({ !$0.isEmpty }) else { return [] }
    let table = Matrix(rows: n, columns: p, elements: columns.flatMap { $0 })
    let covariances = ParallelBlocks.map(6, threads: threads) { covariance($0, columns, table) }
    let starts = ParallelBlocks.map(covariances.count, threads: threads) { number in
      covariances[number].flatMap { start(along: $0, table) }
    }
    return starts.compactMap { $0 }
  }

  /// A column less its median, over its Qn; empty where that is zero.
  private func standardised(column: Int) -> [Double] {
    let values = points.values(ofAxis: column)
    guard let centre = Quantiles.median(values), let scale = RobustScale.qn(values) else { return [] }
    return values.map { ($0 - centre) / scale }
  }

  private func covariance(_ number: Int, _ columns: [[Double]], _ table: Matrix) -> SymmetricMatrix? {
    switch number {
    case 0: Self.correlation(columns.map { $0.map(tanh) })
    case 1: Self.correlation(columns.map(Self.ranks))
    case 2: Self.correlation(columns.map(Self.normalScores))
    case 3: spatialSigns(table)
    case 4: middleHalf(table)
    default: pairwise(columns)
    }
  }

  /// The rows nearest to the middle by scales along the eigenvectors of `covariance`, with their mean and covariance.
  private func start(along covariance: SymmetricMatrix, _ table: Matrix) -> CompactSubset? {
    guard let eigen = SymmetricEigen(covariance) else { return nil }
    let (n, p) = (table.rows, table.columns)
    let turned = table.times(eigen.vectors)
    var scaled: [Double] = []
    scaled.reserveCapacity(n * p)
    for column in 0..<p {
      let values = Array(turned.elements[column * n..<(column + 1) * n])
      guard let scale = RobustScale.qn(values) else { return nil }
      scaled.append(contentsOf: values.lazy.map { $0 / scale })
    }
    let sphered = Matrix(rows: n, columns: p, elements: scaled)
    // Medians are taken along the old axes, where the scatter is a sphere.
    let back = sphered.times(Self.transposed(eigen.vectors))
    let medians = (0..<p).compactMap { Quantiles.median(Array(back.elements[$0 * n..<($0 + 1) * n])) }
    let centre = Matrix(rows: 1, columns: p, elements: medians).times(eigen.vectors).elements
    var distances = [Double](repeating: 0, count: n)
    for column in 0..<p {
      for row in 0..<n {
        let difference = sphered.elements[column * n + row] - centre[column]
        distances[row] += difference * difference
      }
    }
    return Concentration(points: points, size: points.count)
      .subset(NearestRows.smallest((n + 1) / 2, of: distances))
  }

  private func spatialSigns(_ table: Matrix) -> SymmetricMatrix {
    let n = table.rows
    let lengths = Self.squaredLengths(table).map { $0.squareRoot() }
    // A row in the very middle has no direction.
    let signs = table.elements.enumerated().map { place, value in
      lengths[place % n] > 0 ? value / lengths[place % n] : 0
    }
    let directions = PointTable(rowsOf: Matrix(rows: n, columns: table.columns, elements: signs))
    return directions.scatter(about: [Double](repeating: 0, count: table.columns))
  }

  private func middleHalf(_ table: Matrix) -> SymmetricMatrix {
    let rows = NearestRows.smallest((table.rows + 1) / 2, of: Self.squaredLengths(table))
    let table = PointTable(rowsOf: table)
    return table.scatter(of: rows, about: table.mean(of: rows))
  }

  /// A quarter of the difference of the squared scales of the sum and the difference of two columns; 1 on the diagonal.
  private func pairwise(_ columns: [[Double]]) -> SymmetricMatrix {
    let p = columns.count
    var elements = [Double](repeating: 1, count: p * p)
    let scatters = ParallelBlocks.map(p, threads: threads) { column in
      ((column + 1)..<max(p, column + 1)).map { row in
        let sum = RobustScale.qn(zip(columns[row], columns[column]).map { $0 + $1 }) ?? 0
        let difference = RobustScale.qn(zip(columns[row], columns[column]).map { $0 - $1 }) ?? 0
        return (sum * sum - difference * difference) / 4
      }
    }
    for (column, scatter) in scatters.enumerated() {
      for (place, value) in scatter.enumerated() { elements[column + 1 + place + column * p] = value }
    }
    return SymmetricMatrix(order: p, lowerElements: elements)
  }
}

extension DeterministicStarts {
  /// The correlations of columns; `nil` where one does not vary.
  private static func correlation(_ columns: [[Double]]) -> SymmetricMatrix? {
    let (n, p) = (columns[0].count, columns.count)
    let table = PointTable(rowsOf: Matrix(rows: n, columns: p, elements: columns.flatMap { $0 }))
    let scatter = table.scatter(about: table.mean(of: Array(0..<n)))
    let scales = scatter.diagonal.map { $0.squareRoot() }
    guard scales.allSatisfy({ $0 > 0 }) else { return nil }
    let elements = scatter.elements.enumerated().map { $1 / (scales[$0 % p] * scales[$0 / p]) }
    return SymmetricMatrix(order: p, lowerElements: elements)
  }

  /// Ranks from 1; equal values share the mean of theirs.
  private static func ranks(_ values: [Double]) -> [Double] {
    let order = values.indices.sorted { (values[$0], $0) < (values[$1], $1) }
    var ranks = [Double](repeating: 0, count: values.count)
    var first = 0
    while first < order.count {
      var end = first + 1
      while end < order.count && values[order[end]] == values[order[first]] { end += 1 }
      for place in first..<end { ranks[order[place]] = Double(first + 1 + end) / 2 }
      first = end
    }
    return ranks
  }

  /// Φ⁻¹((rank − 1/3)/(n + 1/3)).
  private static func normalScores(_ values: [Double]) -> [Double] {
    let count = Double(values.count)
    return ranks(values).map { NormalDistribution.quantile(($0 - 1.0 / 3) / (count + 1.0 / 3)) }
  }

  private static func squaredLengths(_ table: Matrix) -> [Double] {
    var lengths = [Double](repeating: 0, count: table.rows)
    for (place, value) in table.elements.enumerated() { lengths[place % table.rows] += value * value }
    return lengths
  }

  private static func transposed(_ matrix: Matrix) -> Matrix {
    Matrix(
      rows: matrix.columns, columns: matrix.rows,
      elements: (0..<matrix.rows).flatMap { row in (0..<matrix.columns).map { matrix[row, $0] } })
  }
}
