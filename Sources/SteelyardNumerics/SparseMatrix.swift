/// A matrix that stores only the cells it was given, row after row (compressed sparse rows).
///
/// Row `i` occupies positions `rowStarts[i] ..< rowStarts[i + 1]` of ``columnPositions`` and
/// ``values``, its columns in ascending order and each column once.
///
/// ```swift
/// let heads = SparseMatrix(rows: 2, columns: 3, triplets: [(0, 2, 4), (1, 0, 1), (0, 2, 1)])
/// heads.times([10, 20, 30])  // [150, 10]: the two entries of cell (0, 2) add up to 5
/// ```
///
/// Edge cases:
/// - Triplets of one cell add up. Their sum is compensated and taken in ascending order of value, so
///   the matrix does not depend on the order of the triplets.
/// - A cell that sums to zero stays stored; an empty row gives zero.
///
/// Checked against the dense ``Matrix`` of the same cells.
public struct SparseMatrix: Sendable {
  /// How many rows.
  public let rows: Int
  /// How many columns.
  public let columns: Int
  /// Where each row starts in ``values``: `rows + 1` ascending positions, the last being the end.
  public let rowStarts: [Int]
  /// The column of each stored value.
  public let columnPositions: [Int]
  /// The stored values, row after row.
  public let values: [Double]

  /// Creates a matrix from `(row, column, value)` triplets in any order.
  ///
  /// - Precondition: both sides are at least zero, every triplet lies inside them, and every value
  ///   is finite.
  public init(rows: Int, columns: Int, triplets: [(row: Int, column: Int, value: Double)]) {
    precondition(rows >= 0 && columns >= 0, "a matrix side cannot be negative")
    for (row, column, value) in triplets {
      precondition(row >= 0 && row < rows && column >= 0 && column < columns, "a triplet lies outside the matrix")
      precondition(value.isFinite, "a triplet's value must be finite")
    }
    self.rows = rows
    self.columns = columns
    let sorted = triplets.sorted { ($0.row, $0.column, $0.value) < ($1.row, $1.column, $1.value) }
    var starts = [Int](repeating: 0, count: rows + 1)
    var cells: [Int] = []
    var sums: [Double] = []
    var position = 0
    while position < sorted.count {
      let (row, column, _) = sorted[position]
      let end = sorted[position...].firstIndex { $0.row != row || $0.column != column } ?? sorted.count
      cells.append(column)
      sums.append(CompensatedSum.of(sorted[position..<end].lazy.map(\.value)))
      starts[row + 1] += 1
      position = end
    }
    for row in 0..<rows { starts[row + 1] += starts[row] }
    rowStarts = starts
    columnPositions = cells
    values = sums
  }

  /// The product `self · vector`, of `rows` values.
  ///
  /// - Precondition: `vector` holds `columns` values.
  public func times(_ vector: [Double]) -> [Double] {
    precondition(vector.count == columns, "the inner sides of a product must agree")
    return [Double](unsafeUninitializedCapacity: rows) { sums, count in
      // Every stored column lies inside the matrix and every start inside the values: the initialiser saw to it.
      values.withUnsafeBufferPointer { values in
        columnPositions.withUnsafeBufferPointer { columns in
          vector.withUnsafeBufferPointer { vector in
            for row in 0..<rows {
              var sum = 0.0
              for position in rowStarts[row]..<rowStarts[row + 1] {
                sum += values[position] * vector[columns[position]]
              }
              sums[row] = sum
            }
          }
        }
      }
      count = rows
    }
  }
}
