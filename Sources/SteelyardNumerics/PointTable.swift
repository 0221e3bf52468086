/// Points in a space of few dimensions, each point's coordinates side by side.
///
/// It is the transpose of a ``Matrix`` of n rows and p columns: the coordinates of one point are
/// contiguous, so that a subset of the points is gathered by short copies. Sums over points run in the order asked for
/// and in blocks of fixed size, so their bits depend on that order alone.
///
/// Checked against means and covariances written as loops.
public struct PointTable: Sendable {
  /// How many coordinates a point has.
  public let dimension: Int
  /// How many points.
  public let count: Int
  /// The coordinates, point after point: `dimension · count` of them.
  public let coordinates: [Double]

  /// Creates a table from coordinates, point after point.
  ///
  /// - Precondition: `dimension >= 1`, and `coordinates` holds a whole number of points.
  public init(dimension: Int, coordinates: [Double]) {
    precondition(dimension >= 1, "a point has a coordinate")
    precondition(coordinates.count.isMultiple(of: dimension), "coordinates come in whole points")
    self.dimension = dimension
    count = coordinates.count / dimension
    self.coordinates = coordinates
  }

  /// Creates a table whose points are the rows of `matrix`.
  ///
  /// - Precondition: the matrix has a column.
  public init(rowsOf matrix: Matrix) {
    precondition(matrix.columns >= 1, "a point has a coordinate")
    dimension = matrix.columns
    count = matrix.rows
    coordinates = Self.transposed(matrix.elements, matrix.rows, matrix.columns)
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
    return (0..<count).map { coordinates[$0 * dimension + axis] }
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

  /// The sum Σ (x − centre)(x − centre)ᵀ over the points at `positions`, in blocks of 128.
  ///
  /// Edge cases: no positions give zeros.
  ///
  /// - Precondition: `centre` holds ``dimension`` values, and every position lies in 0 ..< ``count``.
  public func scatter(of positions: [Int], about centre: [Double]) -> SymmetricMatrix {
    var kernel = ScatterKernel(dimension: dimension)
    withBlocks(of: positions, about: centre, axes: kernel.order) { block, _ in kernel.add(block) }
    return SymmetricMatrix(order: dimension, lowerElements: kernel.lowerElements(dimension: dimension))
  }

  /// The same sum over all points, in their order.
  ///
  /// - Precondition: `centre` holds ``dimension`` values.
  public func scatter(about centre: [Double]) -> SymmetricMatrix {
    var kernel = ScatterKernel(dimension: dimension)
    withBlocks(about: centre, axes: kernel.order) { block, _ in kernel.add(block) }
    return SymmetricMatrix(order: dimension, lowerElements: kernel.lowerElements(dimension: dimension))
  }

  /// Hands on the points at `positions`, less `centre`, in blocks: the block, and where it starts.
  ///
  /// A block has room for `axes` axes; those beyond the points' own are zero.
  func withBlocks(
    of positions: [Int], about centre: [Double], axes: Int, _ body: (PointBlock, Int) -> Void
  ) {
    let count = count
    positions.withUnsafeBufferPointer { positions in
      withBlocks(positions.count, about: centre, axes: axes) { block, start, coordinates, centre in
        block.fill(from: coordinates, centre: centre) { slot in
          let position = positions[start + slot]
          precondition(position >= 0 && position < count, "no such point")
          return position
        }
        body(block, start)
      }
    }
  }

  /// Hands on all points, less `centre`, in blocks, as ``withBlocks(of:about:axes:_:)`` does.
  func withBlocks(about centre: [Double], axes: Int, _ body: (PointBlock, Int) -> Void) {
    withBlocks(count, about: centre, axes: axes) { block, start, coordinates, centre in
      block.fill(from: coordinates, centre: centre) { start + $0 }
      body(block, start)
    }
  }

  /// Blocks for `total` points that are still to be filled, with where each starts, the coordinates and the centre.
  @inline(__always)
  private func withBlocks(
    _ total: Int, about centre: [Double], axes: Int,
    _ body: (PointBlock, Int, UnsafePointer<Double>, UnsafePointer<Double>) -> Void
  ) {
    precondition(centre.count == dimension, "a centre has the points' dimension")
    withUnsafeTemporaryAllocation(of: Double.self, capacity: axes * PointBlock.points) { memory in
      memory.initialize(repeating: 0)
      coordinates.withUnsafeBufferPointer { coordinates in
        centre.withUnsafeBufferPointer { centre in
          guard let base = memory.baseAddress, let centre = centre.baseAddress,
            let coordinates = coordinates.baseAddress
          else { return }
          for start in stride(from: 0, to: total, by: PointBlock.points) {
            let size = min(PointBlock.points, total - start)
            body(PointBlock(base: base, dimension: dimension, count: size), start, coordinates, centre)
          }
        }
      }
    }
  }
}
