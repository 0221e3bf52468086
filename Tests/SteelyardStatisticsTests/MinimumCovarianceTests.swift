import SteelyardNumerics
import Testing

@testable import SteelyardStatistics

/// Correlated normal rows of which every `wildEvery`-th is shifted against the correlation.
private func table(_ rows: Int, _ columns: Int, wildEvery: Int, seed: UInt64) -> Matrix {
  var source = RandomSource(seed: seed, stream: UInt64(rows * 100 + columns))
  let lines = (0..<rows).map { row in
    let common = source.normal()
    return (0..<columns).map { column in
      let shift = row.isMultiple(of: wildEvery) ? (column.isMultiple(of: 2) ? 5.0 : -5) : 0
      return common + 0.5 * source.normal() + shift
    }
  }
  return matrix(lines)
}

private func matrix(_ lines: [[Double]]) -> Matrix {
  let columns = lines[0].count
  return Matrix(
    rows: lines.count, columns: columns, elements: (0..<columns).flatMap { column in lines.map { $0[column] } })
}

private func lines(_ table: Matrix) -> [[Double]] {
  (0..<table.rows).map { row in (0..<table.columns).map { table[row, $0] } }
}

/// The determinant of the covariance of some rows, by cofactors or elimination without exchanges: small and definite.
private func naiveDeterminant(_ lines: [[Double]]) -> Double {
  let (n, p) = (Double(lines.count), lines[0].count)
  let mean = (0..<p).map { column in lines.reduce(0) { $0 + $1[column] } / n }
  var covariance = (0..<p).map { a in
    (0..<p).map { b in lines.reduce(0) { $0 + ($1[a] - mean[a]) * ($1[b] - mean[b]) } / (n - 1) }
  }
  var determinant = 1.0
  for column in 0..<p {
    determinant *= covariance[column][column]
    for row in (column + 1)..<max(p, column + 1) {
      let share = covariance[row][column] / covariance[column][column]
      for other in column..<p { covariance[row][other] -= share * covariance[column][other] }
    }
  }
  return determinant
}

@Suite struct MinimumCovarianceTests {
  private static let seed: UInt64 = 1999

  @Test(
    "Of all subsets of a small table it finds the one with the smallest determinant",
    arguments: [(13, 2), (14, 3), (12, 1)])
  func exact(rows: Int, columns: Int) throws {
    let data = lines(table(rows, columns, wildEvery: 4, seed: Self.seed))
    let fit = MinimumCovariance.fit(matrix(data), seed: 1, threads: 1)
    let solution = try #require(fit.solution)
    let subsets = try #require(SmallSubsets(of: rows, taking: fit.subsetSize, most: 10_000))
    var best = (determinant: Double.infinity, rows: [Int]())
    for number in 0..<subsets.count {
      let chosen = subsets.rows(number)
      let determinant = naiveDeterminant(chosen.map { data[$0] })
      if determinant < best.determinant { best = (determinant, chosen) }
    }
    #expect(solution.subset == best.rows, "seed \(Self.seed)")
  }

  @Test("The order of the rows and the number of threads change nothing", arguments: [(60, 2), (200, 5), (1300, 4)])
  func orderAndThreads(rows: Int, columns: Int) throws {
    let data = lines(table(rows, columns, wildEvery: 5, seed: Self.seed))
    let first = try #require(MinimumCovariance.fit(matrix(data), seed: 7, threads: 1).solution)
    let threaded = try #require(MinimumCovariance.fit(matrix(data), seed: 7, threads: 3).solution)
    #expect(first == threaded)
    var order = Array(0..<rows)
    var source = RandomSource(seed: Self.seed, stream: 1)
    source.shuffle(&order)
    let shuffled = try #require(MinimumCovariance.fit(matrix(order.map { data[$0] }), seed: 7, threads: 2).solution)
    #expect(shuffled.subset.map { order[$0] }.sorted() == first.subset, "seed \(Self.seed)")
    #expect(shuffled.distances == order.map { first.distances[$0] })
    #expect(shuffled.rawDistances == order.map { first.rawDistances[$0] })
    #expect(shuffled.weights == order.map { first.weights[$0] })
    #expect(shuffled.raw == first.raw && shuffled.reweighted == first.reweighted)
    #expect(shuffled.subsetLogDeterminant == first.subsetLogDeterminant)
  }

  @Test("Shifting, scaling and mixing the columns leave subset, weights and distances", arguments: [(80, 3), (900, 4)])
  func affine(rows: Int, columns: Int) throws {
    let data = lines(table(rows, columns, wildEvery: 4, seed: Self.seed))
    var source = RandomSource(seed: Self.seed, stream: 2)
    let mixing = (0..<columns).map { row in (0..<columns).map { source.normal() + ($0 == row ? 3 : 0) } }
    let moved = data.map { line in
      mixing.enumerated().map { number, row in
        1000 * Double(number) + zip(row, line).reduce(0) { $0 + $1.0 * $1.1 } * (number == 0 ? 1e6 : 1)
      }
    }
    let before = try #require(MinimumCovariance.fit(matrix(data), seed: 3, threads: 2).solution)
    let after = try #require(MinimumCovariance.fit(matrix(moved), seed: 3, threads: 2).solution)
    #expect(after.subset == before.subset, "seed \(Self.seed)")
    #expect(after.weights == before.weights, "seed \(Self.seed)")
    // The shift of 1000 costs three digits of sixteen, the mixing one or two.
    for (a, b) in zip(after.distances, before.distances) {
      #expect(abs(a - b) <= 1e-9 * max(1, b), "seed \(Self.seed)")
    }
  }

  @Test("Planted rows are flagged, a third of all, and few others")
  func planted() throws {
    for (rows, columns, every) in [(100, 3, 3), (500, 6, 3), (2000, 5, 4)] {
      let fit = MinimumCovariance.fit(table(rows, columns, wildEvery: every, seed: Self.seed), seed: 1, threads: 2)
      let flags = try #require(fit.solution).isOutlier
      // Ten standard deviations out in all columns but one.
      #expect(stride(from: 0, to: rows, by: every).allSatisfy { flags[$0] }, "seed \(Self.seed)")
      let others = flags.indices.count { flags[$0] && !$0.isMultiple(of: every) }
      // 2.5 % are expected; the binomial's standard deviation is below 1.9 % of 67 rows.
      #expect(Double(others) < 0.09 * Double(rows), "seed \(Self.seed)")
    }
  }

  @Test("Covering all rows gives mean and covariance of all, without a factor")
  func classical() throws {
    let data = table(40, 3, wildEvery: 9, seed: Self.seed)
    let fit = MinimumCovariance.fit(data, alpha: 1, seed: 1, threads: 1)
    let raw = try #require(fit.solution).raw
    #expect(fit.subsetSize == 40 && raw.consistencyFactor == 1 && raw.smallSampleFactor == 1)
    for column in 0..<3 {
      let mean = (0..<40).reduce(0) { $0 + data[$1, column] } / 40
      #expect(abs(raw.centre[column] - mean) < 1e-14)
      let variance = (0..<40).reduce(0) { $0 + (data[$1, column] - mean) * (data[$1, column] - mean) } / 39
      #expect(abs(raw.covariance[column, column] - variance) < 1e-13)
    }
  }

  @Test("Another seed ends in the same determinant")
  func seeds() throws {
    let data = table(300, 5, wildEvery: 3, seed: Self.seed)
    let found = try (1...4).map { try #require(MinimumCovariance.fit(data, seed: $0, threads: 2).solution) }
    #expect(Set(found.map(\.subset)).count == 1, "seed \(Self.seed)")
  }
}

@Suite struct MinimumCovarianceOutcomeTests {
  private static let seed: UInt64 = 61

  @Test("Too few rows for the columns have no fit", arguments: [(0, 1), (2, 1), (3, 2), (9, 5)])
  func tooFew(rows: Int, columns: Int) {
    var source = RandomSource(seed: Self.seed, stream: 0)
    let data = Matrix(rows: rows, columns: columns, elements: (0..<rows * columns).map { _ in source.normal() })
    let fit = MinimumCovariance.fit(data, seed: 1, threads: 1)
    #expect(fit.status == .tooFewRows && fit.solution == nil)
  }

  @Test("Rows for which no correction is known have no fit")
  func noCorrection() {
    // The curve of two columns at four rows is negative, and simulated values are for α = 0.5 only.
    #expect(MinimumCovarianceFactors.reweightedSmallSample(rows: 4, columns: 2, alpha: 0.6) == nil)
    let fit = MinimumCovariance.fit(table(4, 2, wildEvery: 9, seed: Self.seed), alpha: 0.6, seed: 1, threads: 1)
    #expect(fit.status == .tooFewRows)
  }

  @Test("A column that is one value in most rows is named")
  func noSpread() {
    let data = lines(table(50, 3, wildEvery: 7, seed: Self.seed)).enumerated().map { row, line in
      [line[0], row < 30 ? 0 : line[1], row < 20 ? -0.0 : line[2]]
    }
    #expect(MinimumCovariance.fit(matrix(data), seed: 1, threads: 1).status == .noSpread(columns: [1]))
    let constant = data.map { [$0[0], 4, 4] }
    #expect(MinimumCovariance.fit(matrix(constant), seed: 1, threads: 1).status == .noSpread(columns: [1, 2]))
  }

  @Test("A column that follows from earlier ones is left out and named, and the rest is fitted", arguments: [70, 800])
  func collinear(rows: Int) throws {
    let data = lines(table(rows, 3, wildEvery: 4, seed: Self.seed))
    let wide = data.map { [$0[0], $0[1], 3 - 2 * $0[0] + 1e3 * $0[1], $0[2], $0[2] * 7 + $0[0]] }
    let fit = MinimumCovariance.fit(matrix(wide), seed: 5, threads: 1)
    #expect(fit.status == .fitted && fit.droppedColumns == [2, 4] && fit.columns == [0, 1, 3])
    let plain = MinimumCovariance.fit(matrix(data), seed: 5, threads: 1)
    #expect(try #require(fit.solution).subset == #require(plain.solution).subset)
    #expect(try #require(fit.solution).reweighted == #require(plain.solution).reweighted)
  }

  @Test("A wild row far out does not make honest columns look collinear")
  func notCollinear() throws {
    var data = lines(table(60, 3, wildEvery: 61, seed: Self.seed))
    for row in 0..<10 { data[row] = [1e9, 1e9, 1e9 + Double(row)] }
    let fit = MinimumCovariance.fit(matrix(data), seed: 1, threads: 1)
    #expect(fit.status == .fitted && fit.droppedColumns.isEmpty)
    #expect(try #require(fit.solution).isOutlier.prefix(10).allSatisfy { $0 })
  }

  @Test("Rows of sizes that no covariance in doubles can hold together have no fit, and are no exact fit")
  func illConditioned() {
    var data = lines(table(60, 3, wildEvery: 61, seed: Self.seed))
    for row in 0..<10 { data[row] = [1e12, 1e12, 1e12 + Double(row)] }
    #expect(MinimumCovariance.fit(matrix(data), alpha: 1, seed: 1, threads: 1).status == .illConditioned)
  }

  @Test("Most rows on a hyperplane are an exact fit, reported with its normal and count", arguments: [40, 400, 1500])
  func exactFit(rows: Int) throws {
    let data = lines(table(rows, 3, wildEvery: rows, seed: Self.seed)).enumerated().map { row, line in
      // x₂ = 1 + 2 x₀ − x₁ on 7 of 10 rows.
      [line[0], line[1], row % 10 < 7 ? 1 + 2 * line[0] - line[1] : line[2] + 50]
    }
    let fit = MinimumCovariance.fit(matrix(data), seed: 1, threads: 2)
    guard case .exactFit(let normal, let offset, let count) = fit.status else {
      Issue.record("\(fit.status)")
      return
    }
    #expect(count == rows * 7 / 10 && fit.solution == nil)
    // Normal (2, −1, −1)/√6 and offset −1/√6, up to a common sign; fitted to rounding.
    let sign = normal[0] < 0 ? -1.0 : 1
    let root = 6.0.squareRoot()
    for (got, expected) in zip(normal + [offset], [2 / root, -1 / root, -1 / root, -1 / root]) {
      #expect(abs(sign * got - expected) < 1e-8, "seed \(Self.seed)")
    }
  }

  @Test("A row far out on the hyperplane counts as on it, whatever the rounding of the others", arguments: 1...30)
  func exactFitFarOut(seed: UInt64) {
    for rows in [40, 100] {
      // Row 0 is on the plane, five spreads out along it.
      let data = lines(table(rows, 3, wildEvery: rows, seed: seed)).enumerated().map { row, line in
        [line[0], line[1], row % 10 < 7 ? 1 + 2 * line[0] - line[1] : line[2] + 50]
      }
      let fit = MinimumCovariance.fit(matrix(data), seed: 1, threads: 1)
      guard case .exactFit(_, _, let count) = fit.status else {
        Issue.record("seed \(seed): \(fit.status)")
        continue
      }
      #expect(count == rows * 7 / 10, "seed \(seed)")
    }
  }

  @Test("Equal rows, up to the breakdown point, are no obstacle")
  func repeatedRows() throws {
    var data = lines(table(100, 3, wildEvery: 101, seed: Self.seed))
    for row in 0..<40 { data[row] = [7, 8, 9] }
    let fit = MinimumCovariance.fit(matrix(data), seed: 1, threads: 1)
    #expect(try #require(fit.solution).subset.count == fit.subsetSize)
  }
}

@Suite struct MinimumCovariancePartsTests {
  private static let seed: UInt64 = 8

  @Test("One column: the best of all windows of neighbours, with wild values and ties", arguments: [3, 4, 11, 40, 301])
  func univariate(count: Int) {
    var source = RandomSource(seed: Self.seed, stream: UInt64(count))
    for shape in 0..<3 {
      let values = (0..<count).map { position -> Double in
        switch shape {
        case 0: source.normal()
        case 1: (source.normal() * 2).rounded()
        default: position.isMultiple(of: 3) ? 1e8 * source.normal() : source.normal()
        }
      }
      let size = (count + 2) / 2
      let order = values.indices.sorted { (values[$0], $0) < (values[$1], $1) }
      var best = (spread: Double.infinity, first: 0)
      for first in 0...(count - size) {
        let window = order[first..<first + size].map { values[$0] - values[order[first + size / 2]] }
        let mean = window.reduce(0, +) / Double(size)
        let spread = window.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
        // Windows that differ by rounding are equal: the lowest wins.
        if spread < best.spread * (1 - 1e-12) { best = (spread, first) }
      }
      let ours = UnivariateSubset.rows(values, size: size).map { values[$0] }.sorted()
      #expect(ours == order[best.first..<best.first + size].map { values[$0] }, "seed \(Self.seed), shape \(shape)")
    }
  }

  @Test("The nearest rows are those of a sorted list, ties to the lower row", arguments: [1, 2, 10, 257, 3000])
  func nearest(count: Int) {
    var source = RandomSource(seed: Self.seed, stream: UInt64(count))
    for grain in [1e-9, 1.0, 100] {
      let distances = (0..<count).map { _ in (source.uniform() * 50 / grain).rounded() * grain }
      let sorted = distances.indices.sorted { (distances[$0], $0) < (distances[$1], $1) }
      for size in [0, 1, count / 2, count] {
        #expect(NearestRows.smallest(size, of: distances) == sorted.prefix(size).sorted(), "seed \(Self.seed)")
      }
    }
  }

  @Test(
    "After the exchanges no exchange of one row for another makes the determinant smaller",
    arguments: [(40, 2), (70, 4)])
  func exchanges(rows: Int, columns: Int) throws {
    let data = table(rows, columns, wildEvery: 5, seed: Self.seed)
    let fit = MinimumCovariance.fit(data, seed: 1, threads: 1)
    let solution = try #require(fit.solution)
    let all = lines(data)
    let smallest = naiveDeterminant(solution.subset.map { all[$0] })
    for out in solution.subset {
      for new in all.indices where !solution.subset.contains(new) {
        let changed = solution.subset.filter { $0 != out } + [new]
        // Rounding of a determinant; the search asks for a gain of 1e-11.
        #expect(naiveDeterminant(changed.map { all[$0] }) > smallest * (1 - 1e-10), "seed \(Self.seed)")
      }
    }
  }

  @Test("A concentration step never raises the determinant", arguments: [(50, 3), (700, 6)])
  func concentration(rows: Int, columns: Int) throws {
    let points = StandardRows(table(rows, columns, wildEvery: 4, seed: Self.seed)).standard
    let step = Concentration(points: points, size: rows * 6 / 10)
    var source = RandomSource(seed: Self.seed, stream: 3)
    for _ in 0..<20 {
      var order = Array(0..<rows)
      source.shuffle(&order)
      var last = try #require(step.subset(Array(order.prefix(rows * 6 / 10).sorted())))
      for _ in 0..<10 {
        guard case .subset(let next) = step.concentrated(last, steps: 1) else { break }
        // Equal but for rounding where nothing changes.
        #expect(next.logDeterminant <= last.logDeterminant + 1e-12, "seed \(Self.seed)")
        last = next
      }
    }
  }

  @Test("Every deterministic start stays with the ordinary rows of a table with 30 % wild ones")
  func deterministicStarts() throws {
    let rows = StandardRows(table(200, 4, wildEvery: 3, seed: Self.seed))
    let starts = DeterministicStarts(rows.standard, threads: 1).subsets()
    #expect(starts.count == 6)
    let step = Concentration(points: rows.standard, size: 103)
    for start in starts {
      guard case .subset(let end) = step.converged(start) else {
        Issue.record("a start ended on a hyperplane")
        continue
      }
      let wild = end.rows.count { rows.order[$0].isMultiple(of: 3) }
      #expect(wild == 0, "seed \(Self.seed)")
    }
  }

  @Test("The corrections for few rows are positive from twice as many rows as columns on, at α = 0.5")
  func corrections() {
    for columns in 1...60 {
      for rows in [max(2 * columns, columns + 2), 3 * columns, 5 * columns, 20 * columns] where rows >= columns + 2 {
        let raw = MinimumCovarianceFactors.rawSmallSample(rows: rows, columns: columns, alpha: 0.5)
        #expect((raw ?? 0) > 1, "\(rows) × \(columns)")
      }
    }
  }

  @Test("The adaptive cut-off lets 0.4/n^0.6 of χ² through")
  func adaptive() {
    let cutoff = MahalanobisDistances.adaptiveCutoff(columns: 3, rows: 1024)
    // 1024^0.6 = 64: exact powers of two.
    #expect(abs(ChiSquaredDistribution.upperTail(cutoff, degrees: 3) - 0.4 / 64) < 1e-15)
    let singular = SymmetricMatrix(order: 1, lowerElements: [0])
    #expect(
      MahalanobisDistances.squared(Matrix(rows: 1, columns: 1, elements: [1]), centre: [0], covariance: singular) == nil
    )
  }
}
