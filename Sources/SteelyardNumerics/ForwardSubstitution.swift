/// The half-solution L⁻¹ x of the points of a block, in place, and its squared length.
///
/// Two axes at a time for eight points at a time: every earlier axis is then loaded once for both. A pivot is divided
/// by once, when the factor is taken apart, and multiplied with from then on. dtrsm spends most of its time on getting
/// started for a dozen axes; and the bits here depend on no kernel of OpenBLAS.
struct ForwardSubstitution {
  /// How many axes.
  let order: Int
  /// L, row after row.
  private let rows: [Double]
  /// 1 / Lⱼⱼ.
  private let reciprocals: [Double]

  private typealias Lanes = SIMD8<Double>

  /// Takes a factor apart: `factor` holds L column after column.
  init(order: Int, factor: [Double]) {
    self.order = order
    rows = (0..<order).flatMap { row in (0..<order).map { factor[row + $0 * order] } }
    reciprocals = (0..<order).map { 1 / factor[$0 + $0 * order] }
  }

  /// Solves for the points of `block` and writes their squared lengths, of all its slots.
  func solve(_ block: PointBlock, lengths: UnsafeMutablePointer<Double>) {
    rows.withUnsafeBufferPointer { rows in
      reciprocals.withUnsafeBufferPointer { reciprocals in
        guard let rows = rows.baseAddress, let reciprocals = reciprocals.baseAddress else { return }
        for slot in stride(from: 0, to: block.slots, by: Lanes.scalarCount) {
          let sum = solve(UnsafeMutableRawPointer(block.base + slot), rows, reciprocals)
          UnsafeMutableRawPointer(lengths + slot).storeBytes(of: sum, as: Lanes.self)
        }
      }
    }
  }

  /// Solves for eight points, whose first axis starts at `base`, and gives their squared lengths.
  @inline(__always)
  private func solve(
    _ base: UnsafeMutableRawPointer, _ rows: UnsafePointer<Double>, _ reciprocals: UnsafePointer<Double>
  ) -> Lanes {
    let step = PointBlock.points * MemoryLayout<Double>.stride
    var sum = Lanes()
    for axis in stride(from: 0, to: order - 1, by: 2) {
      let (place, next) = (base + axis * step, base + (axis + 1) * step)
      let (upper, lower) = (rows + axis * order, rows + (axis + 1) * order)
      var (first, second) = (place.loadUnaligned(as: Lanes.self), next.loadUnaligned(as: Lanes.self))
      var earlier = UnsafeRawPointer(base)
      for column in 0..<axis {
        let solved = earlier.loadUnaligned(as: Lanes.self)
        first -= solved * upper[column]
        second -= solved * lower[column]
        earlier += step
      }
      first *= reciprocals[axis]
      second -= first * lower[axis]
      second *= reciprocals[axis + 1]
      place.storeBytes(of: first, as: Lanes.self)
      next.storeBytes(of: second, as: Lanes.self)
      sum += first * first
      sum += second * second
    }
    guard !order.isMultiple(of: 2) else { return sum }
    let (axis, place) = (order - 1, base + (order - 1) * step)
    var last = place.loadUnaligned(as: Lanes.self)
    for column in 0..<axis {
      last -= UnsafeRawPointer(base + column * step).loadUnaligned(as: Lanes.self) * rows[axis * order + column]
    }
    last *= reciprocals[axis]
    place.storeBytes(of: last, as: Lanes.self)
    return sum + last * last
  }
}
