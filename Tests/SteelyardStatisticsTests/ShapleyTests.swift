import SteelyardNumerics
import SteelyardStatistics
import Testing

private struct Case {
  let row: [Double]
  let centre: [Double]
  let covariance: SymmetricMatrix
  let factor: Cholesky

  init(columns: Int, seed: UInt64) throws {
    var source = RandomSource(seed: seed, stream: UInt64(columns))
    let points = PointTable(dimension: columns, coordinates: (0..<columns * 40).map { _ in source.normal() })
    let rows = Array(0..<40)
    centre = (0..<columns).map { _ in source.normal() }
    covariance = points.scatter(of: rows, about: points.mean(of: rows)).scaled(by: 1 / 39)
    row = (0..<columns).map { _ in 4 * source.normal() }
    factor = try #require(Cholesky(covariance))
  }

  func squaredDistance(_ x: [Double], from reference: [Double]? = nil) -> Double {
    factor.squaredDistances(of: PointTable(dimension: x.count, coordinates: x), from: reference ?? centre)[0]
  }

  /// The Shapley value by its definition: the gain of a cell averaged over all sets of the others.
  func coalitions(reference: [Double]) -> [Double] {
    let p = row.count
    func worth(_ set: Int) -> Double {
      squaredDistance((0..<p).map { set >> $0 & 1 == 1 ? row[$0] : reference[$0] }, from: reference)
    }
    func factorial(_ n: Int) -> Double { (1...max(n, 1)).reduce(1.0) { $0 * Double($1) } }
    return (0..<p).map { cell in
      (0..<(1 << p)).filter { $0 >> cell & 1 == 0 }.reduce(0.0) { sum, set in
        let size = set.nonzeroBitCount
        let weight = factorial(size) * factorial(p - size - 1) / factorial(p)
        return sum + weight * (worth(set | 1 << cell) - worth(set))
      }
    }
  }
}

@Suite struct ShapleyTests {
  private static let seed: UInt64 = 2023

  @Test(
    "The closed form is the average over all coalitions, and adds up to the squared distance", arguments: [1, 2, 4, 7])
  func closedForm(columns: Int) throws {
    let problem = try Case(columns: columns, seed: Self.seed)
    let ours = try #require(
      ShapleyDecomposition.about(centre: problem.centre, covariance: problem.covariance, of: problem.row))
    let distance = problem.squaredDistance(problem.row)
    // Sums of 64 worths of that size at most.
    for (got, twin) in zip(ours.contributions, problem.coalitions(reference: problem.centre)) {
      #expect(abs(got - twin) <= 1e-12 * max(distance, 1), "seed \(Self.seed)")
    }
    #expect(abs(ours.contributions.reduce(0, +) - distance) <= 1e-13 * distance, "seed \(Self.seed)")
    #expect(abs(ours.squaredDistance - distance) <= 1e-13 * distance, "seed \(Self.seed)")
    #expect(ours.nonCentrality == 0)
  }

  @Test("The rows of the interaction matrix add up to the contributions", arguments: [1, 3, 6])
  func interactions(columns: Int) throws {
    let problem = try Case(columns: columns, seed: Self.seed)
    let parts = try #require(
      ShapleyDecomposition.about(centre: problem.centre, covariance: problem.covariance, of: problem.row))
    let matrix = try #require(
      ShapleyDecomposition.interactions(centre: problem.centre, covariance: problem.covariance, of: problem.row))
    for row in 0..<columns {
      let sum = (0..<columns).reduce(0.0) { $0 + matrix[row, $1] }
      #expect(abs(sum - parts.contributions[row]) <= 1e-12 * parts.squaredDistance, "seed \(Self.seed)")
    }
  }

  @Test("The reference of a cell is the value that makes the row least surprising, given the regular cells")
  func reference() throws {
    let problem = try Case(columns: 5, seed: Self.seed)
    let outlying = [true, false, false, true, false]
    let ours = try #require(
      ShapleyDecomposition.aboutRegularCells(
        centre: problem.centre, covariance: problem.covariance, of: problem.row, outlying: outlying))
    // With cells 0 and 3 at their reference, any small change of either makes the distance larger: a minimum.
    var filled = problem.row
    for cell in [0, 3] { filled[cell] = ours.reference[cell] }
    let least = problem.squaredDistance(filled)
    for cell in [0, 3] {
      for change in [-0.01, 0.01] {
        var moved = filled
        moved[cell] += change
        #expect(problem.squaredDistance(moved) > least, "seed \(Self.seed)")
      }
    }
    let all = try #require(
      ShapleyDecomposition.aboutRegularCells(
        centre: problem.centre, covariance: problem.covariance, of: problem.row,
        outlying: [Bool](repeating: true, count: 5)))
    #expect(all.reference == problem.centre)
  }

  @Test("A changed row is ordinary, and only the cells named have changed", arguments: [2, 5, 8])
  func counterfactual(columns: Int) throws {
    let problem = try Case(columns: columns, seed: Self.seed)
    let limit = ChiSquaredDistribution.quantile(0.99, degrees: Double(columns))
    try #require(problem.squaredDistance(problem.row) > limit, "seed \(Self.seed)")
    let scd = try #require(
      ShapleyCounterfactual.scd(centre: problem.centre, covariance: problem.covariance, of: problem.row))
    #expect(scd.status == .madeOrdinary)
    #expect(problem.squaredDistance(scd.values) <= limit * (1 + 1e-12), "seed \(Self.seed)")
    let moe = try #require(
      ShapleyCounterfactual.moe(centre: problem.centre, covariance: problem.covariance, of: problem.row))
    #expect(moe.status == .madeOrdinary)
    #expect(problem.squaredDistance(moe.values) < problem.squaredDistance(problem.row), "seed \(Self.seed)")
    for result in [scd, moe] {
      for cell in 0..<columns where !result.outlyingCells.contains(cell) {
        #expect(result.values[cell] == problem.row[cell])
      }
      #expect(Set(result.outlyingCells).count == result.outlyingCells.count)
    }
  }

  @Test("An ordinary row stays as it is, and a singular covariance has no answer")
  func edges() throws {
    let unit = SymmetricMatrix(order: 2, lowerElements: [1, 0, 0, 1])
    func scd(_ centre: [Double], _ covariance: SymmetricMatrix, _ row: [Double]) -> ShapleyCounterfactual? {
      ShapleyCounterfactual.scd(centre: centre, covariance: covariance, of: row)
    }
    for search in [scd, ShapleyCounterfactual.moe] {
      let same = try #require(search([0, 0], unit, [1, -1]))
      #expect(same.status == .alreadyOrdinary && same.values == [1, -1] && same.outlyingCells.isEmpty)
      #expect(search([0, 0], SymmetricMatrix(order: 2, lowerElements: [1, 1, 1, 1]), [9, 9]) == nil)
    }
    let singular = SymmetricMatrix(order: 2, lowerElements: [1, 1, 1, 1])
    #expect(ShapleyDecomposition.about(centre: [0, 0], covariance: singular, of: [1, 2]) == nil)
    #expect(ShapleyDecomposition.interactions(centre: [0, 0], covariance: singular, of: [1, 2]) == nil)
  }
}
