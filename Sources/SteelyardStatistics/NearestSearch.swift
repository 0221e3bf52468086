/// The search for the rows nearest to one row, among sums of squares that come block by block and are rounded.
///
/// It keeps the `count` smallest means met, and every row whose mean is not above the largest of them by more than both
/// may be off: the nearest by definition are then among the rows kept, whatever the rounding.
struct NearestSearch {
  private let row: Int
  private let count: Int
  private let sharedMinimum: Double
  /// What two means together may be off.
  private let slack: Double
  /// The smallest means met, ascending, infinite as long as there are fewer.
  private var smallest: [Double]
  /// Rows kept, with their means.
  private var kept: [(row: Int, mean: Double)] = []
  /// A mean from here on is not kept.
  private var bar = Double.infinity

  private typealias Pair = SIMD2<Double>
  /// How many rows are dismissed at a time.
  private static let chunk = 16
  /// Rows kept of a few thousand, for most: some count · (1 + ln(rows / count)).
  private static let keptUsual = 64

  /// - Parameters:
  ///   - row: the row whose neighbours are wanted; it is none of them.
  ///   - count: how many are wanted, at least 1.
  ///   - sharedMinimum: the columns that must be shared, at least 1.
  ///   - rounding: what a mean may be off.
  init(of row: Int, count: Int, sharedMinimum: Int, rounding: Double) {
    (self.row, self.count, self.sharedMinimum) = (row, count, Double(sharedMinimum))
    slack = 2 * rounding
    smallest = [Double](repeating: .infinity, count: count)
    kept.reserveCapacity(Self.keptUsual)
  }

  /// Looks at the rows of `part`, whose sums and numbers of shared columns start at `offset`.
  mutating func look(at part: Range<Int>, _ offset: Int, distances: [Double], shared: [Double]) {
    precondition(offset >= 0 && offset + part.count <= min(distances.count, shared.count), "a part has its sums")
    let whole = part.count & ~(Self.chunk - 1)
    distances.withUnsafeBufferPointer { distances in
      shared.withUnsafeBufferPointer { shared in
        guard let sums = distances.baseAddress.map({ $0 + offset }),
          let shared = shared.baseAddress.map({ $0 + offset })
        else { return }
        var place = Self.firstBelow(bar, sums, shared, from: 0, to: whole)
        while place < whole {
          look(at: part.lowerBound, place..<place + Self.chunk, sums, shared)
          place = Self.firstBelow(bar, sums, shared, from: place + Self.chunk, to: whole)
        }
        look(at: part.lowerBound, whole..<part.count, sums, shared)
      }
    }
  }

  /// Keeps the rows at `places` whose means are below the bar, if they share enough.
  @inline(__always)
  private mutating func look(
    at first: Int, _ places: Range<Int>, _ sums: UnsafePointer<Double>, _ shared: UnsafePointer<Double>
  ) {
    for place in places where sums[place] < bar * shared[place] {
      guard shared[place] >= sharedMinimum, first + place != row else { continue }
      let mean = sums[place] / shared[place]
      kept.append((first + place, mean))
      smallest.withUnsafeMutableBufferPointer { smallest in
        guard mean < smallest[count - 1] else { return }
        var place = count - 1
        while place > 0 && smallest[place - 1] > mean {
          smallest[place] = smallest[place - 1]
          place -= 1
        }
        smallest[place] = mean
      }
      bar = smallest[count - 1] + slack
    }
  }

  /// The first chunk from `start` on in which a sum may be below `bar` times what is shared; `end` where none is.
  ///
  /// Most rows are too far, so that a chunk is dismissed at once by the least of sum − bar · shared.
  private static func firstBelow(
    _ bar: Double, _ sums: UnsafePointer<Double>, _ shared: UnsafePointer<Double>, from start: Int, to end: Int
  ) -> Int {
    // An infinite bar times nothing shared is no number.
    guard bar < .infinity else { return start }
    func pair(_ place: UnsafePointer<Double>) -> Pair { UnsafeRawPointer(place).loadUnaligned(as: Pair.self) }
    let bars = Pair(repeating: bar)
    for place in stride(from: start, to: end, by: chunk) {
      var least = pair(sums + place) - bars * pair(shared + place)
      for lane in stride(from: Pair.scalarCount, to: chunk, by: Pair.scalarCount) {
        let difference = pair(sums + place + lane) - bars * pair(shared + place + lane)
        least.replace(with: difference, where: difference .< least)
      }
      if least[0] < 0 || least[1] < 0 { return place }
    }
    return end
  }

  /// The nearest rows by the distance as it is defined, ties going to the upper row.
  func nearest(in rows: MaskedRows) -> [NearestNeighbours.Neighbour] {
    var found: [NearestNeighbours.Neighbour] = []
    found.reserveCapacity(count)
    for (other, mean) in kept where mean < bar {
      let (sum, shared) = rows.squares(row, other)
      let distance = (sum / shared).squareRoot()
      // Rows come in ascending order, so that an equal distance goes behind.
      if found.count == count {
        guard let last = found.last, distance < last.distance else { continue }
        found.removeLast()
      }
      let place = found.lastIndex { $0.distance <= distance }.map { $0 + 1 } ?? 0
      found.insert(NearestNeighbours.Neighbour(row: other, distance: distance, shared: Int(shared)), at: place)
    }
    return found
  }
}
