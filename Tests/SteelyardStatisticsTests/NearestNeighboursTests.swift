import SteelyardNumerics
@testable import SteelyardStatistics
import Testing

@Suite("Nearest rows where some values are not known") struct NearestNeighboursTests {
  /// The same as loops: every distance as it is defined, sorted.
  private func loops(
    _ row: Int, _ table: [[Double?]], count: Int, sharedMinimum: Int
  ) -> [(row: Int, distance: Double, shared: Int)] {
    var found: [(row: Int, distance: Double, shared: Int)] = []
    for other in table.indices where other != row {
      let pairs = zip(table[row], table[other]).compactMap { own, its in
        own.flatMap { own in its.map { (own, $0) } }
      }
      if pairs.count < max(sharedMinimum, 1) { continue }
      let sum = pairs.reduce(0.0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
      found.append((other, (sum / Double(pairs.count)).squareRoot(), pairs.count))
    }
    found.sort { ($0.distance, $0.row) < ($1.distance, $1.row) }
    return Array(found.prefix(count))
  }

  private func matrices(_ table: [[Double?]]) -> (Matrix, Matrix) {
    let columns = table.first?.count ?? 0
    let cells = (0..<columns).flatMap { column in table.map { $0[column] } }
    return (
      Matrix(rows: table.count, columns: columns, elements: cells.map { $0 ?? 0 }),
      Matrix(rows: table.count, columns: columns, elements: cells.map { $0 == nil ? 0 : 1 })
    )
  }

  @Test("The products find what loops find", arguments: 1...20) func twin(seed: Int) {
    var source = RandomSource(seed: UInt64(seed), stream: 1)
    let table = (0..<60).map { _ in
      (0..<7).map { _ -> Double? in source.uniform() < 0.2 ? nil : source.uniform() * 12 - 6 }
    }
    let (values, known) = matrices(table)
    let rows = [0, 17, 59]
    let near = NearestNeighbours.neighbours(of: rows, in: values, known: known, count: 5, sharedMinimum: 3)
    for (place, row) in rows.enumerated() {
      let expected = loops(row, table, count: 5, sharedMinimum: 3)
      #expect(near[place].map(\.row) == expected.map(\.row) && near[place].map(\.shared) == expected.map(\.shared))
      for (own, its) in zip(near[place], expected) { #expect(abs(own.distance - its.distance) < 1e-12) }
    }
  }

  /// The rows, the distances to the bit and the shared columns that loops find, for all rows.
  private func expectLoops(
    _ table: [[Double?]], count: Int, sharedMinimum: Int, rows: [Int], _ comment: Comment
  ) {
    let (values, known) = matrices(table)
    let near = NearestNeighbours.neighbours(
      of: rows, in: values, known: known, count: count, sharedMinimum: sharedMinimum)
    #expect(near.count == rows.count, comment)
    for (place, row) in rows.enumerated() {
      let expected = loops(row, table, count: count, sharedMinimum: sharedMinimum)
      #expect(
        near[place]
          == expected.map { NearestNeighbours.Neighbour(row: $0.row, distance: $0.distance, shared: $0.shared) },
        comment)
    }
  }

  @Test("Any size of table, block and answer gives what loops give", arguments: [1, 2, 15, 16, 17, 63, 64, 65, 130])
  func sizes(rows: Int) {
    let seed: UInt64 = 61
    var source = RandomSource(seed: seed, stream: UInt64(rows))
    for columns in [1, 2, 12] {
      let table = (0..<rows).map { _ in
        (0..<columns).map { _ -> Double? in source.uniform() < 0.3 ? nil : source.uniform() * 20 - 10 }
      }
      for count in [0, 1, 5, rows + 3] {
        expectLoops(
          table, count: count, sharedMinimum: 1 + columns / 3, rows: Array(0..<rows).reversed(), "seed \(seed)")
      }
    }
  }

  @Test("Rows on both sides of a block of the products are found", arguments: [511, 512, 513, 1_040])
  func blocks(rows: Int) {
    let seed: UInt64 = 62
    var source = RandomSource(seed: seed, stream: UInt64(rows))
    let table = (0..<rows).map { _ in
      (0..<5).map { _ -> Double? in source.uniform() < 0.1 ? nil : source.uniform() * 6 - 3 }
    }
    expectLoops(
      table, count: 7, sharedMinimum: 2, rows: [0, 1, rows / 2, min(511, rows - 1), rows - 1], "seed \(seed)")
  }

  @Test("Distances that the products cannot tell apart are told apart by their definition", arguments: 1...10)
  func nearTies(seed: Int) {
    // Squares of differences of 1e-9 beside products of 100: rounding in a product is a thousand times as large.
    var source = RandomSource(seed: UInt64(seed), stream: 3)
    let table = (0..<90).map { _ in
      (0..<6).map { column -> Double? in
        column == 5 && source.uniform() < 0.2 ? nil : 9.9 - Double(source.uniform(below: 5)) * 1e-9
      }
    }
    expectLoops(table, count: 4, sharedMinimum: 3, rows: Array(0..<90), "seed \(seed)")
  }

  @Test("Equal rows, and rows at equal distances, come by row")
  func ties() {
    expectLoops([[Double?]](repeating: [1, 2, 3], count: 40), count: 5, sharedMinimum: 1, rows: [0, 20, 39], "equal")
    // Corners of a square about its middle, many times over.
    let corners = (0..<40).map { [$0 % 2 == 0 ? 1 : -1, $0 % 4 < 2 ? 1 : -1] as [Double?] }
    expectLoops(corners + [[0, 0]], count: 6, sharedMinimum: 2, rows: [40, 0], "corners")
  }

  @Test("A table without columns, rows that know nothing and no rows asked about give no neighbours")
  func nothing() {
    expectLoops([[], [], []], count: 2, sharedMinimum: 1, rows: [0, 2], "no columns")
    expectLoops(
      [[nil, nil], [1, 2], [nil, nil], [1, 3]], count: 2, sharedMinimum: 0, rows: [0, 1], "nothing known")
    expectLoops([[1], [2]], count: 2, sharedMinimum: 1, rows: [], "nobody asked about")
  }

  @Test("A row that shares too little is no neighbour, equal rows come by row, and one wild value is held at ten")
  func edges() {
    let (values, known) = matrices([[1, 2], [nil, 2], [1, 2], [1, 1e6], [1, 2]])
    let near = NearestNeighbours.neighbours(of: [0], in: values, known: known, count: 9, sharedMinimum: 2)[0]
    #expect(near.map(\.row) == [2, 4, 3])
    #expect(near[0].distance == 0 && abs(near[2].distance - 8 / 2.0.squareRoot()) < 1e-12)
  }
}
