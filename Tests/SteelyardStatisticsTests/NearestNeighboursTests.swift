import SteelyardNumerics
import SteelyardStatistics
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

  @Test("A row that shares too little is no neighbour, equal rows come by row, and one wild value is held at ten")
  func edges() {
    let (values, known) = matrices([[1, 2], [nil, 2], [1, 2], [1, 1e6], [1, 2]])
    let near = NearestNeighbours.neighbours(of: [0], in: values, known: known, count: 9, sharedMinimum: 2)[0]
    #expect(near.map(\.row) == [2, 4, 3])
    #expect(near[0].distance == 0 && abs(near[2].distance - 8 / 2.0.squareRoot()) < 1e-12)
  }
}
