/// The product of a matrix with a few columns, in one pass over the matrix.
///
/// Such a product has few operations for each byte, so that reading the matrix sets its pace. dgemm copies the matrix
/// into panels first, and dgemv reads it once for every column; here eight columns of it are read side by side and
/// serve all sums while they are at hand. An element is the plain sum of its terms from left to right, so its bits
/// depend on no block, no kernel of OpenBLAS and no machine.
enum NarrowProduct {
  /// With more columns dgemm is about as fast.
  static let columnsMaximum = 4
  /// The sums of so many rows, four columns of them, take 128 KiB; shorter runs of a column are read more slowly.
  static let blockRows = 4_096
  /// How many columns of the matrix are read at a time.
  static let depth = 8

  /// Eight rows of a column.
  private typealias Lanes = SIMD8<Double>
  /// What the eight columns count for in one column of the product.
  private typealias Weights = InlineArray<8, Double>

  /// The product `a · b`, column-major.
  ///
  /// - Precondition: the inner sides agree, no side is zero, and `b` has at most ``columnsMaximum`` columns.
  static func product(_ a: Blas.Operand, _ b: Blas.Operand) -> [Double] {
    precondition(b.columns <= columnsMaximum, "a narrow product has few columns")
    return [Double](unsafeUninitializedCapacity: a.rows * b.columns) { sums, count in
      sums.initialize(repeating: 0)
      a.elements.withUnsafeBufferPointer { left in
        b.elements.withUnsafeBufferPointer { right in
          guard let left = left.baseAddress, let right = right.baseAddress, let sums = sums.baseAddress else { return }
          let pass = Pass(rows: a.rows, inner: a.columns, columns: b.columns, left: left, right: right, sums: sums)
          for start in stride(from: 0, to: a.rows, by: blockRows) {
            pass.add(start..<min(start + blockRows, a.rows))
          }
        }
      }
      count = a.rows * b.columns
    }
  }

  /// The two sides and the sums, for as long as their memory is lent.
  private struct Pass {
    let rows: Int
    let inner: Int
    let columns: Int
    let left: UnsafePointer<Double>
    let right: UnsafePointer<Double>
    let sums: UnsafeMutablePointer<Double>

    /// Adds all terms of the rows at `part`.
    func add(_ part: Range<Int>) {
      let whole = part.lowerBound..<part.lowerBound + (part.count & ~(Lanes.scalarCount - 1))
      let deep = inner - inner % depth
      for first in stride(from: 0, to: deep, by: depth) {
        switch columns {
        case 1: addLanes(weights: [weights(first, 0)], first, whole)
        case 2: addLanes(weights: [weights(first, 0), weights(first, 1)], first, whole)
        case 3: addLanes(weights: [weights(first, 0), weights(first, 1), weights(first, 2)], first, whole)
        default:
          addLanes(
            weights: [weights(first, 0), weights(first, 1), weights(first, 2), weights(first, 3)], first, whole)
        }
        addRows(first..<first + depth, whole.upperBound..<part.upperBound)
      }
      addRows(deep..<inner, part)
    }

    private func weights(_ first: Int, _ column: Int) -> Weights { Weights { right[column * inner + first + $0] } }

    /// The terms of eight columns of the left side from `first` on, for eight rows at a time.
    @inline(__always)
    private func addLanes<let width: Int>(weights: InlineArray<width, Weights>, _ first: Int, _ part: Range<Int>) {
      for row in stride(from: part.lowerBound, to: part.upperBound, by: Lanes.scalarCount) {
        let values = left + first * rows + row
        addLanes(values, weights[0], to: sums + row)
        if width > 1 { addLanes(values, weights[1], to: sums + rows + row) }
        if width > 2 { addLanes(values, weights[2], to: sums + 2 * rows + row) }
        if width > 3 { addLanes(values, weights[3], to: sums + 3 * rows + row) }
      }
    }

    /// Eight terms of each of eight sums of one column.
    @inline(__always)
    private func addLanes(
      _ values: UnsafePointer<Double>, _ weights: Weights, to place: UnsafeMutablePointer<Double>
    ) {
      func lanes(_ position: Int) -> Lanes {
        UnsafeRawPointer(values + position * rows).loadUnaligned(as: Lanes.self)
      }
      let place = UnsafeMutableRawPointer(place)
      var sum = place.loadUnaligned(as: Lanes.self)
      sum += lanes(0) * weights[0]
      sum += lanes(1) * weights[1]
      sum += lanes(2) * weights[2]
      sum += lanes(3) * weights[3]
      sum += lanes(4) * weights[4]
      sum += lanes(5) * weights[5]
      sum += lanes(6) * weights[6]
      sum += lanes(7) * weights[7]
      place.storeBytes(of: sum, as: Lanes.self)
    }

    /// The terms of some columns of the left side, one after the other: what is left beside the lanes.
    private func addRows(_ positions: Range<Int>, _ part: Range<Int>) {
      for position in positions {
        let values = left + position * rows
        for column in 0..<columns {
          let place = sums + column * rows
          let weight = right[column * inner + position]
          for row in part { place[row] += values[row] * weight }
        }
      }
    }
  }
}
