/// The rows with the smallest distances, ties going to the lower row.
enum NearestRows {
  /// The positions of the `count` smallest of `distances`, ascending by position.
  ///
  /// - Precondition: `0 <= count <= distances.count`, and no distance is NaN.
  static func smallest(_ count: Int, of distances: [Double]) -> [Int] {
    precondition(count >= 0 && count <= distances.count, "there are not so many distances")
    guard count > 0 else { return [] }
    guard count < distances.count else { return Array(distances.indices) }
    let limit = value(rank: count, of: distances)
    var nearer = 0
    for distance in distances where distance < limit { nearer += 1 }
    var ties = count - nearer
    var rows: [Int] = []
    rows.reserveCapacity(count)
    for (row, distance) in distances.enumerated() {
      if distance < limit {
        rows.append(row)
      } else if distance == limit && ties > 0 {
        rows.append(row)
        ties -= 1
      }
    }
    return rows
  }

  /// The value with `rank`, from 1, among `values`: Hoare's selection, about linear in their number.
  ///
  /// - Precondition: `1 <= rank <= values.count`, and no value is NaN.
  static func value(rank: Int, of values: [Double]) -> Double {
    precondition(rank >= 1 && rank <= values.count, "there is no value of that rank")
    var work = values
    return work.withUnsafeMutableBufferPointer { work in
      var (first, last) = (0, work.count - 1)
      let wanted = rank - 1
      while first < last {
        let pivot = middle(work[first], work[(first + last) / 2], work[last])
        var (left, right) = (first, last)
        while left <= right {
          while work[left] < pivot { left += 1 }
          while work[right] > pivot { right -= 1 }
          if left <= right {
            work.swapAt(left, right)
            left += 1
            right -= 1
          }
        }
        if wanted <= right {
          last = right
        } else if wanted >= left {
          first = left
        } else {
          break
        }
      }
      return work[wanted]
    }
  }

  private static func middle(_ a: Double, _ b: Double, _ c: Double) -> Double {
    max(min(a, b), min(max(a, b), c))
  }
}
