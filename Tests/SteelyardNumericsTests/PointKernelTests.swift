@testable import SteelyardNumerics
import Testing

/// Around the eight lanes and the 128 points of a block.
private let counts = [0, 1, 2, 7, 8, 9, 127, 128, 129, 300]

private func points(_ dimension: Int, _ count: Int, scale: Double, _ source: inout RandomSource) -> PointTable {
  PointTable(dimension: dimension, coordinates: (0..<dimension * count).map { _ in source.normal() * scale })
}

@Suite("Scatters and distances by blocks of points") struct PointKernelTests {
  static let seed: UInt64 = 41

  /// Σ (x − centre)(x − centre)ᵀ with compensated sums, and Σ of the absolute products.
  private func loops(_ points: PointTable, _ positions: [Int], _ centre: [Double], _ row: Int, _ column: Int) -> (
    sum: Double, size: Double
  ) {
    let products = positions.map { position in
      let point = points.point(position)
      return (point[row] - centre[row]) * (point[column] - centre[column])
    }
    return (CompensatedSum.of(products), products.reduce(0) { $0 + abs($1) })
  }

  @Test("A scatter is that of loops for every dimension and count", arguments: 1...13, counts)
  func scatters(dimension: Int, count: Int) {
    var source = RandomSource(seed: Self.seed, stream: UInt64(dimension * 1_000 + count))
    let table = points(dimension, count + 5, scale: 1, &source)
    let centre = (0..<dimension).map { _ in source.normal() }
    var positions = Array(0..<count + 5)
    source.shuffle(&positions)
    positions = Array(positions.prefix(count))
    let scatter = table.scatter(of: positions, about: centre)
    for row in 0..<dimension {
      for column in 0..<dimension {
        let (sum, size) = loops(table, positions, centre, row, column)
        // Some 300 additions of products, each rounded once, of 1.1e-16.
        #expect(abs(scatter[row, column] - sum) <= 300 * 1.2e-16 * size, "seed \(Self.seed)")
        #expect(scatter[row, column] == scatter[column, row])
      }
    }
    #expect(table.scatter(about: centre) == table.scatter(of: Array(0..<count + 5), about: centre))
  }

  @Test("Points far from zero and close to each other lose no more than their own rounding")
  func farFromZero() {
    // The differences from the centre are whole numbers of 2⁻²⁰ and small, so that every product and sum is exact.
    let differences: [Double] = (0..<3 * 200).map { Double($0 * 7_919 % 64) / 1_048_576 }
    let table = PointTable(dimension: 3, coordinates: differences.map { 1e6 + $0 })
    let scatter = table.scatter(about: [1e6, 1e6, 1e6])
    for row in 0..<3 {
      for column in 0..<3 {
        var sum = 0.0
        for point in 0..<200 { sum += differences[point * 3 + row] * differences[point * 3 + column] }
        #expect(scatter[row, column] == sum)
      }
    }
  }

  @Test("What is not finite in one point stays out of the other axes")
  func notFinite() {
    var coordinates = [Double](repeating: 1, count: 4 * 10)
    coordinates[4 * 3 + 1] = .infinity
    let scatter = PointTable(dimension: 4, coordinates: coordinates).scatter(about: [0, 0, 0, 0])
    #expect(scatter[0, 0] == 10 && scatter[3, 2] == 10 && scatter[1, 1] == .infinity && scatter[2, 1] == .infinity)
  }

  /// Σ of squares of L⁻¹(x − centre), row by row with divisions.
  private func distance(_ factor: Cholesky, _ point: [Double], _ centre: [Double]) -> Double {
    var solved: [Double] = []
    for row in 0..<factor.order {
      var value = point[row] - centre[row]
      for column in 0..<row { value -= factor.factor[row + column * factor.order] * solved[column] }
      solved.append(value / factor.factor[row + row * factor.order])
    }
    return solved.reduce(0) { $0 + $1 * $1 }
  }

  @Test("Squared distances are those of a substitution, point by point", arguments: 1...13)
  func distances(dimension: Int) throws {
    var source = RandomSource(seed: Self.seed, stream: UInt64(dimension))
    let sample = points(dimension, 4 * dimension + 8, scale: 1, &source)
    let covariance = sample.scatter(about: [Double](repeating: 0, count: dimension))
    let factor = try #require(Cholesky(covariance))
    let centre = (0..<dimension).map { _ in source.normal() }
    for count in counts {
      let table = points(dimension, count, scale: 3, &source)
      let found = factor.squaredDistances(of: table, from: centre)
      #expect(found.count == count)
      for position in 0..<count {
        let expected = distance(factor, table.point(position), centre)
        // A sum of squares; the half-solution has a condition of about ten, 13 operations deep.
        #expect(abs(found[position] - expected) <= 1e-13 * expected, "seed \(Self.seed)")
      }
    }
  }

  @Test("A distance has the same bits wherever its point stands, and its half-solution has that length")
  func placeOfAPoint() throws {
    var source = RandomSource(seed: Self.seed, stream: 99)
    for dimension in [1, 2, 5, 12] {
      let table = points(dimension, 300, scale: 2, &source)
      let factor = try #require(Cholesky(table.scatter(about: [Double](repeating: 0, count: dimension))))
      let centre = (0..<dimension).map { _ in source.normal() }
      let all = factor.squaredDistances(of: table, from: centre)
      var positions = Array(0..<300)
      source.shuffle(&positions)
      positions = Array(positions.prefix(77))
      #expect(
        factor.squaredDistances(of: table.selected(positions), from: centre) == positions.map { all[$0] },
        "seed \(Self.seed)")
      let whitened = factor.whitened(table, at: positions, from: centre)
      #expect(whitened.count == 77)
      for (place, position) in positions.enumerated() {
        #expect(whitened.point(place).reduce(0) { $0 + $1 * $1 } == all[position], "seed \(Self.seed)")
      }
    }
  }

  @Test("A nearly singular covariance gives the distances of the substitution all the same")
  func nearlySingular() throws {
    // Hilbert's matrix of order 6: a condition of 1.5e7, and of 4e3 for its factor.
    let order = 6
    let hilbert = SymmetricMatrix(
      order: order, lowerElements: (0..<order * order).map { 1 / Double($0 % order + $0 / order + 1) })
    let factor = try #require(Cholesky(hilbert))
    var source = RandomSource(seed: Self.seed, stream: 7)
    let table = points(order, 40, scale: 1, &source)
    let found = factor.squaredDistances(of: table, from: [Double](repeating: 0, count: order))
    for position in 0..<40 {
      let expected = distance(factor, table.point(position), [Double](repeating: 0, count: order))
      // The two differ by the factor's condition times some roundings: 4e3 · 20 · 1.1e-16.
      #expect(abs(found[position] - expected) <= 1e-11 * expected, "seed \(Self.seed)")
    }
  }

  @Test("The smallest and the largest numbers keep their distances")
  func extremes() throws {
    for size in [1e-150, 1e150] {
      let factor = try #require(Cholesky(SymmetricMatrix(order: 2, lowerElements: [size * size, 0, 0, size * size])))
      let table = PointTable(dimension: 2, coordinates: [3 * size, 4 * size, 0, 0])
      let found = factor.squaredDistances(of: table, from: [0, 0])
      #expect(abs(found[0] - 25) < 1e-13 && found[1] == 0)
    }
  }

  @Test("A position that is none of a point stops the program")
  func noSuchPoint() async {
    await #expect(processExitsWith: .failure) {
      _ = PointTable(dimension: 1, coordinates: [1, 2, 3]).scatter(of: [0, 3], about: [0])
    }
    await #expect(processExitsWith: .failure) {
      _ = PointTable(dimension: 1, coordinates: [1, 2, 3]).scatter(of: [-1], about: [0])
    }
  }
}
