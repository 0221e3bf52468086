internal import SteelyardNumerics

/// The rows of a table, row after row, where some values are not known: a mask beside the values.
struct MaskedRows {
  let count: Int
  let columns: Int
  /// Values between −limit and limit; 0 where not known. Row after row, like the mask.
  let values: [Double]
  /// 1 where known, 0 where not.
  let known: [Double]
  private let limit: Double

  init(_ table: Matrix, known mask: Matrix, limit: Double) {
    let (n, p) = (table.rows, table.columns)
    var values = [Double](repeating: 0, count: n * p)
    var known = values
    for column in 0..<p {
      for row in 0..<n where mask.elements[column * n + row] > 0 {
        values[row * p + column] = min(max(table.elements[column * n + row], -limit), limit)
        known[row * p + column] = 1
      }
    }
    (count, columns, self.values, self.known, self.limit) = (n, p, values, known, limit)
  }

  /// What a mean of squares from the products may be away from the mean as it is defined.
  ///
  /// The terms of a sum come to 4 · limit² for each column at most, and a sum of 3p terms errs by 3p roundings of that,
  /// whatever the order; a few more roundings are for the division, the comparison and the definition's own.
  var roundingOfMeans: Double {
    Double(4 * columns + 16) * .ulpOfOne * 4 * limit * limit * Double(columns)
  }

  /// The sum of (x − y)² over the columns that two rows share, from the first on, and how many they are.
  func squares(_ row: Int, _ other: Int) -> (sum: Double, shared: Double) {
    values.withUnsafeBufferPointer { values in
      known.withUnsafeBufferPointer { known in
        var (sum, shared) = (0.0, 0.0)
        let (first, second) = (row * columns, other * columns)
        for column in 0..<columns {
          let both = known[first + column] * known[second + column]
          let difference = values[first + column] - values[second + column]
          sum += difference * difference * both
          shared += both
        }
        return (sum, shared)
      }
    }
  }
}

/// The products that give the sums of squared differences of all rows from some, part by part.
///
/// Σ m n (x − y)² = Σ (m x²) n − 2 Σ (m x)(n y) + Σ m (n y²) is one product over 3p columns.
struct MaskedProducts {
  /// x², x and m, side by side.
  private let left: Matrix
  /// n, −2y and y², one below another, of the rows asked about.
  private let right: Matrix
  /// m, and n of the rows asked about.
  private let known: Matrix
  private let knownOfAsked: Matrix

  init(_ rows: MaskedRows, asked: [Int]) {
    let (n, p) = (rows.count, rows.columns)
    var left = [Double](repeating: 0, count: 3 * n * p)
    for row in 0..<n {
      for column in 0..<p {
        let value = rows.values[row * p + column]
        left[column * n + row] = value * value
        left[(p + column) * n + row] = value
        left[(2 * p + column) * n + row] = rows.known[row * p + column]
      }
    }
    var (right, knownOfAsked) = ([Double](), [Double]())
    right.reserveCapacity(3 * p * asked.count)
    knownOfAsked.reserveCapacity(p * asked.count)
    for row in asked {
      let (values, known) = (rows.values[row * p..<(row + 1) * p], rows.known[row * p..<(row + 1) * p])
      right.append(contentsOf: known)
      right.append(contentsOf: values.lazy.map { -2 * $0 })
      right.append(contentsOf: values.lazy.map { $0 * $0 })
      knownOfAsked.append(contentsOf: known)
    }
    known = Matrix(rows: n, columns: p, elements: Array(left[(2 * n * p)...]))
    self.left = Matrix(rows: n, columns: 3 * p, elements: left)
    self.right = Matrix(rows: 3 * p, columns: asked.count, elements: right)
    self.knownOfAsked = Matrix(rows: p, columns: asked.count, elements: knownOfAsked)
  }

  /// Writes the sums of squares, and the numbers of columns shared, of `rows` with the rows at `asked`.
  func write(rows: Range<Int>, asked: Range<Int>, distances: inout [Double], shared: inout [Double]) {
    left.writeProduct(with: right, rows: rows, columns: asked, to: &distances)
    known.writeProduct(with: knownOfAsked, rows: rows, columns: asked, to: &shared)
  }
}
