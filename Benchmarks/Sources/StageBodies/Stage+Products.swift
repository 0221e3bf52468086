import SteelyardNumerics
import SteelyardStatistics
import SteelyardTestSupport

extension Stage {
  /// Heads times many columns of references: what a bootstrap of references is.
  static func replicates(institutions: Int, strata: Int, columns: Int) -> Stage {
    Stage(
      "replicate-columns", items: "products", usesBlas: true,
      count: { (input: [Matrix]) in input[0].elements.count * input[1].columns },
      work: { input in
        let (n, r) = (input[0], input[1])
        let elements = n.elements.count + r.elements.count + n.rows * r.columns
        return Work(operations: 2 * Double(n.elements.count) * Double(r.columns), bytes: 8 * elements)
      },
      input: {
        [uniform(rows: institutions, columns: strata, seed: 13), uniform(rows: strata, columns: columns, seed: 14)]
      },
      run: { $0[0].times($0[1]) },
      check: { input, product in
        for place in 0..<50 {
          let (row, column) = (place * 7_919 % product.rows, place * 104_729 % product.columns)
          let sum = (0..<input[0].columns).reduce(0) { $0 + input[0][row, $1] * input[1][$1, column] }
          try require(abs(product[row, column] / sum - 1) < 1e-12, "element \(row), \(column) is not \(sum)")
        }
      })
  }

  /// The neighbours of every row, one value in ten being unknown.
  static func neighbours(rows: Int, columns: Int) -> Stage {
    Stage(
      "neighbours", items: "pairs", usesBlas: true, count: { (input: [Matrix]) in input[0].rows * input[0].rows },
      // Four products over the columns: x² with the mask, x with x, the mask with x², the mask with itself. What goes
      // in is the table and its mask, what comes out five neighbours of each row; the products need not be kept.
      work: { input in
        let (n, p) = (input[0].rows, input[0].columns)
        return Work(operations: 8 * Double(n * n * p), bytes: 16 * n * p + 24 * 5 * n)
      },
      input: {
        let chances = uniform(rows: rows, columns: columns, seed: 19)
        let known = Matrix(rows: rows, columns: columns, elements: chances.elements.map { $0 < 0.1 ? 0 : 1 })
        return [uniform(rows: rows, columns: columns, seed: 15), known]
      },
      run: { input in
        NearestNeighbours.neighbours(
          of: Array(0..<input[0].rows), in: input[0], known: input[1], count: 5, sharedMinimum: 1)
      },
      check: { input, found in
        let rows = input[0].rows
        for row in [0, rows / 2, rows - 1] {
          let others = (0..<rows).filter { $0 != row }
          let sorted: [(distance: Double, row: Int)] = others.map { (plainDistance(input, row, $0), $0) }.sorted {
            $0 < $1
          }
          let nearest = sorted.prefix(5)
          try require(found[row].map(\.row) == nearest.map(\.row), "the neighbours of row \(row)")
        }
      })
  }

  private static func plainDistance(_ input: [Matrix], _ row: Int, _ other: Int) -> Double {
    let (table, known) = (input[0], input[1])
    let shared = (0..<table.columns).filter { known[row, $0] > 0 && known[other, $0] > 0 }
    let sum = shared.reduce(0.0) { sum, column in
      let difference = table[row, column] - table[other, column]
      return sum + difference * difference
    }
    return (sum / Double(shared.count)).squareRoot()
  }

  /// The scatter of all rows about a centre.
  static func scatter(rows: Int, columns: Int) -> Stage {
    Stage(
      "scatter", items: "rows", usesBlas: true, count: { (input: PointTable) in input.count },
      work: { Work(operations: Double($0.count * $0.dimension * ($0.dimension + 1)), bytes: 8 * $0.coordinates.count) },
      input: { PointTable(rowsOf: uniform(rows: rows, columns: columns, seed: 16)) },
      run: { $0.scatter(about: [Double](repeating: 0.5, count: $0.dimension)) },
      check: { points, found in
        for (row, column) in [(0, 0), (columns - 1, 0), (columns - 1, columns - 1)] {
          let sum = (0..<points.count).reduce(0.0) { sum, place in
            let point = points.point(place)
            return sum + (point[row] - 0.5) * (point[column] - 0.5)
          }
          // Off the diagonal the sum nearly cancels; it is held against the diagonal's size.
          let scale = Double(points.count) / 12
          try require(abs(found[row, column] - sum) < 1e-11 * scale, "element \(row), \(column) is not \(sum)")
        }
      })
  }

  /// The squared Mahalanobis distances of all rows.
  static func distances(rows: Int, columns: Int) -> Stage {
    Stage(
      "distances", items: "rows", usesBlas: true, count: { (input: PointTable) in input.count },
      work: {
        let p = $0.dimension
        return Work(
          operations: Double($0.count * (p * (p - 1) + 4 * p)), bytes: 8 * ($0.coordinates.count + $0.count))
      },
      input: { PointTable(rowsOf: uniform(rows: rows, columns: columns, seed: 17)) },
      run: { points in
        let wild = WildTable(rows: 1, wild: 0, columns: points.dimension, seed: 18)
        return Cholesky(wild.covariance)?.squaredDistances(of: points, from: wild.centre) ?? []
      },
      check: { points, found in
        let wild = WildTable(rows: 1, wild: 0, columns: points.dimension, seed: 18)
        for place in [0, points.count / 3, points.count - 1] {
          let sum = wild.squaredDistance(points.point(place))
          try require(abs(found[place] / sum - 1) < 1e-11, "the distance of row \(place) is not \(sum)")
        }
      })
  }

  /// A matrix of numbers between 0 and 1.
  private static func uniform(rows: Int, columns: Int, seed: UInt64) -> Matrix {
    var source = Seeded(seed)
    return Matrix(
      rows: rows, columns: columns,
      elements: (0..<rows * columns).map { _ in Double.random(in: 0..<1, using: &source) })
  }
}
