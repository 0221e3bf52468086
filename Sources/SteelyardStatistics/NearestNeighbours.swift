public import SteelyardNumerics

/// The rows of a table that are nearest to given rows, where some values may not be known.
///
/// The distance of two rows is the root of the mean of (x − y)² over the columns that both know, so that it is in the
/// unit of the columns and rows that know less are not nearer for it. All distances come from three matrix products
/// (dgemm); those of the rows that are chosen are then computed again as they are defined.
///
/// Edge cases: rows that share too few columns with a row are no neighbours of it; ties go to the upper row.
///
/// Checked against distances written as loops.
public enum NearestNeighbours {
  /// A row near another.
  public struct Neighbour: Equatable, Sendable {
    /// The row.
    public let row: Int
    /// Its distance, in the unit of the columns.
    public let distance: Double
    /// How many columns both know.
    public let shared: Int
  }

  /// Beyond this a value is as far out as can be: it keeps the products exact, and one wild column from deciding alone.
  public static let limit = 10.0

  /// The neighbours of each of some rows, the nearest first.
  ///
  /// - Parameters:
  ///   - rows: the rows whose neighbours are wanted.
  ///   - table: n × p; `nil` in `known` where a value means nothing.
  ///   - known: n × p, 1 where the value is known, 0 where it is not.
  ///   - count: how many neighbours a row gets at most.
  ///   - sharedMinimum: the columns that two rows must share, at least 1.
  /// - Precondition: both matrices have one shape, and no known value is NaN.
  public static func neighbours(
    of rows: [Int], in table: Matrix, known: Matrix, count: Int, sharedMinimum: Int
  ) -> [[Neighbour]] {
    precondition(table.rows == known.rows && table.columns == known.columns, "a mask has the table's shape")
    let (n, p) = (table.rows, table.columns)
    // What is not known is zero, and weighs nothing.
    let values = zip(table.elements, known.elements).map { $1 > 0 ? min(max($0, -limit), limit) : 0 }
    let x = Matrix(rows: n, columns: p, elements: values)
    let squares = Matrix(rows: n, columns: p, elements: values.map { $0 * $0 })
    func columns(_ matrix: Matrix) -> Matrix {
      Matrix(rows: p, columns: rows.count, elements: rows.flatMap { row in (0..<p).map { matrix[row, $0] } })
    }
    // Σ m n (x − y)² = Σ (m x²) n − 2 Σ (m x)(n y) + Σ m (n y²).
    let first = squares.times(columns(known))
    let cross = x.times(columns(x))
    let last = known.times(columns(squares))
    let shared = known.times(columns(known))
    return rows.indices.map { place in
      let candidates = (0..<n).filter { $0 != rows[place] && shared[$0, place] >= Double(max(sharedMinimum, 1)) }
      let distances = candidates.map { row in
        max(first[row, place] - 2 * cross[row, place] + last[row, place], 0) / shared[row, place]
      }
      let chosen = NearestRows.smallest(min(count, candidates.count), of: distances)
      return chosen.map { neighbour(candidates[$0], rows[place], x, known) }
        .sorted { ($0.distance, $0.row) < ($1.distance, $1.row) }
    }
  }

  private static func neighbour(_ row: Int, _ other: Int, _ x: Matrix, _ known: Matrix) -> Neighbour {
    let shared = (0..<x.columns).filter { known[row, $0] > 0 && known[other, $0] > 0 }
    let sum = shared.reduce(0.0) { $0 + (x[row, $1] - x[other, $1]) * (x[row, $1] - x[other, $1]) }
    return Neighbour(row: row, distance: (sum / Double(shared.count)).squareRoot(), shared: shared.count)
  }
}
