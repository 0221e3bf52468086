public import SteelyardNumerics

/// The rows of a table that are nearest to given rows, where some values may not be known.
///
/// The distance of two rows is the root of the mean of (x − y)² over the columns that both know, so that it is in the
/// unit of the columns and rows that know less are not nearer for it. Matrix products (dgemm) say which rows may be
/// among the nearest, with their rounding allowed for; the distances of those are then computed as they are defined,
/// and they alone decide.
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

  /// The part of the products that is looked at at a time, rows of the table by rows asked about: 512 KiB.
  static let blockRows = 512
  static let blockAsked = 64

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
    precondition(rows.allSatisfy { $0 >= 0 && $0 < table.rows }, "a row asked about is one of the table")
    guard count > 0 else { return rows.map { _ in [] } }
    let count = min(count, table.rows)
    let masked = MaskedRows(table, known: known, limit: limit)
    let products = MaskedProducts(masked, asked: rows)
    var distances = [Double](repeating: 0, count: blockRows * blockAsked)
    var shared = distances
    var found: [[Neighbour]] = []
    found.reserveCapacity(rows.count)
    for first in stride(from: 0, to: rows.count, by: blockAsked) {
      let asked = first..<min(first + blockAsked, rows.count)
      var searches = asked.map {
        NearestSearch(
          of: rows[$0], count: count, sharedMinimum: max(sharedMinimum, 1), rounding: masked.roundingOfMeans)
      }
      for start in stride(from: 0, to: table.rows, by: blockRows) {
        let part = start..<min(start + blockRows, table.rows)
        products.write(rows: part, asked: asked, distances: &distances, shared: &shared)
        for place in searches.indices {
          searches[place].look(at: part, place * part.count, distances: distances, shared: shared)
        }
      }
      for search in searches { found.append(search.nearest(in: masked)) }
    }
    return found
  }
}
