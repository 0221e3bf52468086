internal import SteelyardNumerics

/// The most compact subset of numbers, exactly: some h neighbours of the sorted values.
enum UnivariateSubset {
  /// The rows of the `size` neighbours with the smallest variance, ascending; of equals those with the smallest values.
  ///
  /// - Precondition: `2 <= size <= values.count`, and every value is finite.
  static func rows(_ values: [Double], size: Int) -> [Int] {
    precondition(size >= 2 && size <= values.count, "a subset has two values at least")
    let order = values.indices.sorted { (values[$0], $0) < (values[$1], $1) }
    let sorted = order.map { values[$0] }
    let first = bestWindow(sorted, size: size)
    return order[first..<first + size].sorted()
  }

  /// Where the best window starts.
  private static func bestWindow(_ sorted: [Double], size: Int) -> Int {
    let starts = 0...(sorted.count - size)
    func width(_ start: Int) -> Double { sorted[start + size - 1] - sorted[start] }
    let narrowest = starts.reduce(Double.infinity) { min($0, width($1)) }
    // The sum of squares is width²/2 at least and size · width²/4 at most: no wider window can win. What is left
    // lies close enough together for running sums to be right to twelve digits or so.
    let widest = (Double(size) / 2).squareRoot() * narrowest * (1 + 1e-9)
    let eligible = starts.filter { width($0) <= widest }
    let middle = sorted[(eligible[0] + eligible[eligible.count - 1] + size) / 2]
    var approximate: [Double] = []
    var (sum, squares, last) = (0.0, 0.0, -1)
    for start in eligible {
      if last < 0 || start != last + 1 {
        (sum, squares) = sorted[start..<start + size].reduce((0, 0)) {
          ($0.0 + $1 - middle, $0.1 + ($1 - middle) * ($1 - middle))
        }
      } else {
        let (out, new) = (sorted[last] - middle, sorted[start + size - 1] - middle)
        sum += new - out
        squares += (new - out) * (new + out)
      }
      last = start
      approximate.append(squares - sum * sum / Double(size))
    }
    let smallest = approximate.reduce(Double.infinity, min)
    // Those that running sums cannot tell apart are compared by sums of their own.
    let scale = Double(size) * widest * widest
    let near = zip(eligible, approximate).filter { $0.1 <= smallest + 1e-11 * scale }.map(\.0)
    return near.min { (spread(sorted, $0, size), $0) < (spread(sorted, $1, size), $1) } ?? eligible[0]
  }

  private static func spread(_ sorted: [Double], _ start: Int, _ size: Int) -> Double {
    let window = sorted[start..<start + size]
    let middle = sorted[start + size / 2]
    let mean = middle + CompensatedSum.of(window.lazy.map { $0 - middle }) / Double(size)
    return CompensatedSum.of(window.lazy.map { ($0 - mean) * ($0 - mean) })
  }
}
