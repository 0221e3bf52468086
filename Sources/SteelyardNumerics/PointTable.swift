/// Points in a space of few dimensions, each point's coordinates side by side.
///
/// It is the transpose of a ``Matrix`` of n rows and p columns: the coordinates of one point are
/// contiguous, so that a subset of the points is gathered by short copies. The matrix is kept beside it for what
/// runs over all points. Sums over points run in the order asked for and in blocks of fixed size, so their bits
/// depend on that order alone.
///
/// Checked against means and covariances written as loops.
public struct PointTable: Sendable {
  /// How many coordinates a point has.
  public let dimension: Int
  /// How many points.
  public let count: Int
  /// The coordinates, point after point: `dimension · count` of them.
  public let coordinates: [Double]
  /// The same, axis after axis, for what runs over all points.
  let axes: [Double]

  /// How many points are gathered at a time: part of the result's last bits, so it never changes.
  static let blockPoints = 256

  /// Creates a table from coordinates, point after point.
  ///
  /// - Precondition: `dimension >= 1`, and `coordinates` holds a whole number of points.
  public init(dimension: Int, coordinates: [Double]) {
    precondition(dimension >= 1, "a point has a coordinate")
    precondition(coordinates.count.isMultiple(of: dimension), "coordinates come in whole points")
    self.dimension = dimension
    count = coordinates.count / dimension
    self.coordinates = coordinates
    axes = Self.transposed(coordinates, dimension, count)
  }

  /// Creates a table whose points are the rows of `matrix`.
  ///
  /// - Precondition: the matrix has a column.
  public init(rowsOf matrix: Matrix) {
    precondition(matrix.columns >= 1, "a point has a coordinate")
    dimension = matrix.columns
    count = matrix.rows
    coordinates = Self.transposed(matrix.elements, matrix.rows, matrix.columns)
    axes = matrix.elements
  }

  /// `runs` runs of `length` values each, become `length` runs.
  private static func transposed(_ values: [Double], _ length: Int, _ runs: Int) -> [Double] {
    [Double](unsafeUninitializedCapacity: values.count) { result, count in
      for run in 0..<runs {
        for place in 0..<length { result[place * runs + run] = values[run * length + place] }
      }
      count = values.count
    }
  }

  /// The coordinates of one point.
  ///
  /// - Precondition: `position` lies in 0 ..< ``count``.
  public func point(_ position: Int) -> [Double] {
    precondition(position >= 0 && position < count, "no such point")
    return Array(coordinates[position * dimension..<(position + 1) * dimension])
  }

  /// The points at `positions`, in that order, as a table of their own.
  ///
  /// - Precondition: every position lies in 0 ..< ``count``.
  public func selected(_ positions: [Int]) -> PointTable {
    var chosen: [Double] = []
    chosen.reserveCapacity(positions.count * dimension)
    for position in positions {
      precondition(position >= 0 && position < count, "no such point")
      chosen.append(contentsOf: coordinates[position * dimension..<(position + 1) * dimension])
    }
    return PointTable(dimension: dimension, coordinates: chosen)
  }

  /// One coordinate of all points.
  ///
  /// - Precondition: `axis` lies in 0 ..< ``dimension``.
  public func values(ofAxis axis: Int) -> [Double] {
    precondition(axis >= 0 && axis < dimension, "no such axis")
    return Array(axes[axis * count..<(axis + 1) * count])
  }

  /// The mean of the points at `positions`, added up in that order.
  ///
  /// - Precondition: there is a position, and every one lies in 0 ..< ``count``.
  public func mean(of positions: [Int]) -> [Double] {
    precondition(!positions.isEmpty, "a mean needs a point")
    var sum = [Double](repeating: 0, count: dimension)
    sum.withUnsafeMutableBufferPointer { sum in
      coordinates.withUnsafeBufferPointer { coordinates in
        for position in positions {
          precondition(position >= 0 && position < count, "no such point")
          let start = position * dimension
          for axis in 0..<dimension { sum[axis] += coordinates[start + axis] }
        }
      }
    }
    let size = Double(positions.count)
    return sum.map { $0 / size }
  }

  /// The sum Σ (x − centre)(x − centre)ᵀ over the points at `positions` (dsyrk over blocks of 256).
  ///
  /// Edge cases: no positions give zeros.
  ///
  /// - Precondition: `centre` holds ``dimension`` values, and every position lies in 0 ..< ``count``.
  public func scatter(of positions: [Int], about centre: [Double]) -> SymmetricMatrix {
    precondition(centre.count == dimension, "a centre has the points' dimension")
    var scatter = [Double](repeating: 0, count: dimension * dimension)
    scatter.withUnsafeMutableBufferPointer { scatter in
      withBlocks(of: positions, about: centre) { block, _, size in
        guard let target = scatter.baseAddress else { return }
        Blas.addScatter(of: block, order: dimension, count: size, to: target)
      }
    }
    return SymmetricMatrix(order: dimension, lowerElements: scatter)
  }

  /// Hands on the points at `positions`, less `centre`, in blocks: the block, where it starts, its size.
  func withBlocks(
    of positions: some RandomAccessCollection<Int>, about centre: [Double],
    _ body: (UnsafeMutablePointer<Double>, Int, Int) -> Void
  ) {
    let p = dimension
    withUnsafeTemporaryAllocation(of: Double.self, capacity: p * Self.blockPoints) { block in
      guard let base = block.baseAddress else { return }
      coordinates.withUnsafeBufferPointer { coordinates in
        var next = positions.startIndex
        for start in stride(from: 0, to: positions.count, by: Self.blockPoints) {
          let size = min(Self.blockPoints, positions.count - start)
          for slot in 0..<size {
            let position = positions[next]
            precondition(position >= 0 && position < count, "no such point")
            for axis in 0..<p { base[slot * p + axis] = coordinates[position * p + axis] - centre[axis] }
            positions.formIndex(after: &next)
          }
          body(base, start, size)
        }
      }
    }
  }
}
