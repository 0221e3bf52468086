/// Points less a centre, gathered axis after axis into a block that stays in the nearest cache.
///
/// Slot s of axis a stands at `base[a · stride + s]`. A kernel takes eight slots at a time: what a block lacks to a
/// whole number of eights is zero, which adds nothing to a sum, and whose solution is zero.
struct PointBlock {
  /// Points of a block: part of the last bits of a sum over points, so it never changes. 128 points of a dozen axes
  /// take 12 KiB, which leaves room in the cache for where they are read from.
  static let points = 128
  /// How many slots a kernel takes at a time.
  static let lanes = 8

  /// Where the first axis starts.
  let base: UnsafeMutablePointer<Double>
  /// How many axes a point has.
  let dimension: Int
  /// How many points are in it.
  let count: Int

  /// From one axis to the next.
  var stride: Int { Self.points }
  /// The slots that a kernel works on: `count` or up to seven more.
  var slots: Int { (count + Self.lanes - 1) & ~(Self.lanes - 1) }
  /// Where an axis starts.
  func axis(_ axis: Int) -> UnsafeMutablePointer<Double> { base + axis * stride }

  /// Fills two slots at a time, so that values are turned in registers: from pairs of axes to pairs of points.
  ///
  /// - Parameters:
  ///   - coordinates: all points, point after point.
  ///   - centre: what is taken off each.
  ///   - position: where the point of a slot stands among all.
  @inline(__always)
  func fill(from coordinates: UnsafePointer<Double>, centre: UnsafePointer<Double>, position: (Int) -> Int) {
    var slot = 0
    while slot + 1 < count {
      let first = coordinates + position(slot) * dimension
      let second = coordinates + position(slot + 1) * dimension
      var axis = 0
      while axis + 1 < dimension {
        let middle = Self.pair(centre + axis)
        let (a, b) = (Self.pair(first + axis) - middle, Self.pair(second + axis) - middle)
        let place = UnsafeMutableRawPointer(base + axis * stride + slot)
        place.storeBytes(of: SIMD2(a[0], b[0]), as: SIMD2<Double>.self)
        (place + stride * MemoryLayout<Double>.stride).storeBytes(of: SIMD2(a[1], b[1]), as: SIMD2<Double>.self)
        axis += 2
      }
      if axis < dimension {
        base[axis * stride + slot] = first[axis] - centre[axis]
        base[axis * stride + slot + 1] = second[axis] - centre[axis]
      }
      slot += 2
    }
    if slot < count {
      let last = coordinates + position(slot) * dimension
      for axis in 0..<dimension { base[axis * stride + slot] = last[axis] - centre[axis] }
    }
    for axis in 0..<dimension {
      for empty in count..<slots { base[axis * stride + empty] = 0 }
    }
  }

  private static func pair(_ place: UnsafePointer<Double>) -> SIMD2<Double> {
    UnsafeRawPointer(place).loadUnaligned(as: SIMD2<Double>.self)
  }
}
