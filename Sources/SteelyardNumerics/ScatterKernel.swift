/// The sum of x xᵀ over the points of blocks, three axes by three at a time.
///
/// Nine sums of two lanes fill the registers and are added up at the end of a block, lane after lane. dsyrk copies a
/// block twice and computes squares of eight axes whole before it drops half of each; for a dozen axes that takes
/// longer than the sums do here. The bits depend on no kernel of OpenBLAS.
struct ScatterKernel {
  /// How many axes a tile has on either side.
  static let side = 3

  /// The axes, filled up to whole tiles: a block must have so many, those beyond the points' own zero.
  let order: Int
  /// The lower triangle of the sum, column after column, `order` rows each.
  private(set) var sums: [Double]

  private typealias Pair = SIMD2<Double>

  /// Starts from zero, for points of `dimension` axes.
  init(dimension: Int) {
    order = (dimension + Self.side - 1) / Self.side * Self.side
    sums = [Double](repeating: 0, count: order * order)
  }

  /// Adds the points of a block.
  mutating func add(_ block: PointBlock) {
    let order = order
    sums.withUnsafeMutableBufferPointer { sums in
      guard let sums = sums.baseAddress else { return }
      for column in stride(from: 0, to: order, by: Self.side) {
        for row in stride(from: column, to: order, by: Self.side) {
          Self.addTile(block.axis(row), block.axis(column), block, to: sums + row + column * order, order)
        }
      }
    }
  }

  /// The lower triangle of the sum for the points' own axes, column after column.
  func lowerElements(dimension: Int) -> [Double] {
    var elements: [Double] = []
    elements.reserveCapacity(dimension * dimension)
    for column in 0..<dimension { elements.append(contentsOf: sums[column * order..<column * order + dimension]) }
    return elements
  }

  /// The nine sums of products of three axes with three.
  private static func addTile(
    _ rows: UnsafePointer<Double>, _ columns: UnsafePointer<Double>, _ block: PointBlock,
    to sums: UnsafeMutablePointer<Double>, _ order: Int
  ) {
    let step = block.stride
    func pair(_ place: UnsafePointer<Double>) -> Pair { UnsafeRawPointer(place).loadUnaligned(as: Pair.self) }
    var (s00, s10, s20) = (Pair(), Pair(), Pair())
    var (s01, s11, s21) = (Pair(), Pair(), Pair())
    var (s02, s12, s22) = (Pair(), Pair(), Pair())
    for slot in stride(from: 0, to: block.slots, by: Pair.scalarCount) {
      let (x0, x1, x2) = (pair(rows + slot), pair(rows + step + slot), pair(rows + 2 * step + slot))
      var y = pair(columns + slot)
      s00 += x0 * y
      s10 += x1 * y
      s20 += x2 * y
      y = pair(columns + step + slot)
      s01 += x0 * y
      s11 += x1 * y
      s21 += x2 * y
      y = pair(columns + 2 * step + slot)
      s02 += x0 * y
      s12 += x1 * y
      s22 += x2 * y
    }
    for (place, sum) in [s00, s10, s20].enumerated() { sums[place] += sum[0] + sum[1] }
    for (place, sum) in [s01, s11, s21].enumerated() { sums[order + place] += sum[0] + sum[1] }
    for (place, sum) in [s02, s12, s22].enumerated() { sums[2 * order + place] += sum[0] + sum[1] }
  }
}
