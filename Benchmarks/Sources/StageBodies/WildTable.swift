import Glibc
import SteelyardNumerics
import SteelyardTestSupport

/// A table of correlated rows with wild ones at its end, and the plain algebra that answers are held against.
struct WildTable: Sendable {
  let table: Matrix
  /// A centre and a covariance that rows may be judged by.
  let centre: [Double]
  let covariance: SymmetricMatrix

  init(rows: Int, wild: Int, columns: Int, seed: UInt64) {
    var source = RandomSource(seed: seed, stream: 0)
    var matrix = Matrix(rows: rows, columns: columns, repeating: 0)
    for row in 0..<rows {
      let common = source.normal()
      for column in 0..<columns {
        let value = source.normal() + 0.7 * common
        matrix[row, column] = row < rows - wild ? value : 12 + value / 4
      }
    }
    table = matrix
    centre = (0..<columns).map { 0.1 * Double($0) }
    // 1 on the diagonal and more, 0.49 beside it: positive definite.
    var elements = [Double](repeating: 0.49, count: columns * columns)
    for column in 0..<columns { elements[column + column * columns] = 1.49 + 0.1 * Double(column % 3) }
    covariance = SymmetricMatrix(order: columns, lowerElements: elements)
  }

  /// A row's values.
  func row(_ row: Int) -> [Double] { (0..<table.columns).map { table[row, $0] } }

  /// ln det of the covariance of some rows, by elimination; divisor one less than their number.
  func plainLogDeterminant(of rows: [Int]) -> Double {
    let p = table.columns
    let means = (0..<p).map { column in rows.reduce(0) { $0 + table[$1, column] } / Double(rows.count) }
    var a = (0..<p).map { i in
      (0..<p).map { j in
        rows.reduce(0) { $0 + (table[$1, i] - means[i]) * (table[$1, j] - means[j]) } / Double(rows.count - 1)
      }
    }
    var sum = 0.0
    for pivot in 0..<p {
      sum += log(a[pivot][pivot])
      for below in (pivot + 1)..<max(p, pivot + 1) {
        let share = a[below][pivot] / a[pivot][pivot]
        for column in pivot..<p { a[below][column] -= share * a[pivot][column] }
      }
    }
    return sum
  }

  /// The Shapley values of a row's squared distance from its definition: over all sets of the other cells.
  func coalitions(_ row: [Double]) -> [Double] {
    let p = row.count
    let worth = (0..<(1 << p)).map { set in
      squaredDistance((0..<p).map { set >> $0 & 1 == 1 ? row[$0] : centre[$0] })
    }
    func factorial(_ n: Int) -> Double { n < 2 ? 1 : Double(n) * factorial(n - 1) }
    return (0..<p).map { cell in
      (0..<(1 << p)).filter { $0 >> cell & 1 == 0 }.reduce(0) { sum, set in
        let size = set.nonzeroBitCount
        let weight = factorial(size) * factorial(p - size - 1) / factorial(p)
        return sum + weight * (worth[set | 1 << cell] - worth[set])
      }
    }
  }

  /// The squared distance of a row from the centre.
  func squaredDistance(_ row: [Double]) -> Double {
    let inverse = plainInverse()
    let rest = zip(row, centre).map { $0 - $1 }
    return row.indices.reduce(0) { sum, i in sum + row.indices.reduce(0) { $0 + rest[i] * inverse[i][$1] * rest[$1] } }
  }

  /// The inverse of the covariance by Gauss and Jordan.
  private func plainInverse() -> [[Double]] {
    let p = covariance.order
    var a = (0..<p).map { i in (0..<2 * p).map { j in j < p ? covariance[i, j] : (j - p == i ? 1 : 0) } }
    for pivot in 0..<p {
      let scale = a[pivot][pivot]
      for column in 0..<2 * p { a[pivot][column] /= scale }
      for other in 0..<p where other != pivot {
        let share = a[other][pivot]
        for column in 0..<2 * p { a[other][column] -= share * a[pivot][column] }
      }
    }
    return a.map { Array($0[p...]) }
  }
}
