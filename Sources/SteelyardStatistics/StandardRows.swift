internal import SteelyardNumerics

/// A table made fit for a search: rows in an order that their values alone decide, columns centred and scaled.
struct StandardRows {
  /// Which row of the table stands at each place.
  let order: [Int]
  /// The columns in use, ascending.
  let columns: [Int]
  /// The rows in canonical order as they were given, columns in use only.
  let points: PointTable
  /// The same, each column less its median over its median absolute deviation.
  let standard: PointTable
  private let medians: [Double]
  private let scales: [Double]

  /// Sorts the rows by the first column, then the second, and so on; equal rows stay in the order they came in.
  init(_ table: Matrix) {
    let (n, p) = (table.rows, table.columns)
    // Adding zero makes a zero of a negative zero: equal values must have equal bits.
    let rows = PointTable(dimension: p, coordinates: PointTable(rowsOf: table).coordinates.map { $0 + 0 })
    order = (0..<n).sorted { Self.precedes($0, $1, rows.coordinates, p) }
    columns = Array(0..<p)
    points = rows.selected(order)
    (standard, medians, scales) = Self.standardised(points)
  }

  private init(_ whole: StandardRows, columns: [Int]) {
    func kept(_ points: PointTable) -> PointTable {
      let p = points.dimension
      return PointTable(
        dimension: columns.count,
        coordinates: (0..<points.count).flatMap { row in columns.map { points.coordinates[row * p + $0] } })
    }
    order = whole.order
    self.columns = columns
    points = kept(whole.points)
    standard = kept(whole.standard)
    medians = columns.map { whole.medians[$0] }
    scales = columns.map { whole.scales[$0] }
  }

  private static func precedes(_ a: Int, _ b: Int, _ coordinates: [Double], _ p: Int) -> Bool {
    for column in 0..<p {
      let (left, right) = (coordinates[a * p + column], coordinates[b * p + column])
      if left != right { return left < right }
    }
    return a < b
  }

  /// The positions of the columns in which at least `count` rows, more than half, hold one and the same value.
  func columnsWithoutSpread(rows count: Int) -> [Int] {
    columns.indices.filter { column in
      // What more than half of the rows hold is the median.
      points.values(ofAxis: column).count { $0 == medians[column] } >= count
    }
  }

  /// The table without the columns that follow from earlier ones over all rows.
  ///
  /// Every row (1, x) is brought to length one first, which keeps linear relations and takes the weight off wild rows.
  /// A column follows where what earlier ones leave of it is less than 1e-12 of its sum of squares.
  func withoutCollinearColumns() -> StandardRows {
    let p = columns.count
    var rows: [Double] = []
    rows.reserveCapacity(standard.count * (p + 1))
    for row in 0..<standard.count {
      let values = standard.coordinates[row * p..<(row + 1) * p]
      let length = values.reduce(1) { $0 + $1 * $1 }.squareRoot()
      rows.append(1 / length)
      rows.append(contentsOf: values.lazy.map { $0 / length })
    }
    let table = PointTable(dimension: p + 1, coordinates: rows)
    let products = table.scatter(about: [Double](repeating: 0, count: p + 1))
    var kept = [0]
    for column in 1...p {
      let wanted = kept + [column]
      guard let factor = Cholesky(products.restricted(to: wanted)) else { continue }
      let left = factor.factor[wanted.count * wanted.count - 1]
      if left * left > Self.collinearShare * products[column, column] { kept.append(column) }
    }
    return kept.count == p + 1 ? self : StandardRows(self, columns: kept.dropFirst().map { $0 - 1 })
  }

  private static let collinearShare = 1e-12

  /// A hyperplane of the standardised columns in the columns' own units, its normal of length one again.
  func original(_ plane: Hyperplane) -> (normal: [Double], offset: Double) {
    let raw = zip(plane.normal, scales).map { $0 / $1 }
    let offset = plane.offset + zip(raw, medians).reduce(0) { $0 + $1.0 * $1.1 }
    let largest = raw.reduce(0) { max($0, abs($1)) }
    let length = raw.reduce(0) { $0 + ($1 / largest) * ($1 / largest) }.squareRoot() * largest
    return (raw.map { $0 / length }, offset / length)
  }

  private static func standardised(_ points: PointTable) -> (PointTable, [Double], [Double]) {
    let p = points.dimension
    var (medians, scales) = ([Double](), [Double]())
    var coordinates = points.coordinates
    for column in 0..<p {
      let values = points.values(ofAxis: column)
      let median = median(values)
      let deviations = values.map { abs($0 - median) }
      // Where half of the values are one, the mean deviation still has a size; where all are, any scale will do.
      var scale = Self.median(deviations)
      if scale == 0 { scale = CompensatedSum.of(deviations.sorted()) / Double(values.count) }
      if scale == 0 { scale = 1 }
      for row in 0..<points.count { coordinates[row * p + column] = (values[row] - median) / scale }
      medians.append(median)
      scales.append(scale)
    }
    return (PointTable(dimension: p, coordinates: coordinates), medians, scales)
  }

  /// The value in the middle, or the mean of the two there, without sorting.
  private static func median(_ values: [Double]) -> Double {
    let middle = NearestRows.value(rank: values.count / 2 + 1, of: values)
    guard values.count.isMultiple(of: 2) else { return middle }
    return NearestRows.value(rank: values.count / 2, of: values) / 2 + middle / 2
  }
}
