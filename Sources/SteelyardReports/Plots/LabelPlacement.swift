/// Places labels beside marks so that no label covers another label or a mark.
///
/// Each label tries the places around its mark, near ones first; a label without a free place is left out.
struct LabelPlacement {
  /// A rectangle on the page.
  struct Box: Equatable {
    var x, y, width, height: Double

    /// Whether two rectangles share area.
    func overlaps(_ other: Box) -> Bool {
      x < other.x + other.width && other.x < x + width && y < other.y + other.height && other.y < y + height
    }

    /// Whether another rectangle lies within this one.
    func contains(_ other: Box) -> Bool {
      other.x >= x && other.y >= y && other.x + other.width <= x + width && other.y + other.height <= y + height
    }
  }

  /// Where labels may stand.
  let bounds: Box
  private var taken: [Box]

  /// Creates a placement around what is drawn already.
  init(bounds: Box, taken: [Box]) {
    self.bounds = bounds
    self.taken = taken
  }

  /// Directions from the mark, the first preferred.
  private static let directions: [(x: Double, y: Double)] = [
    (1, 0), (1, -1), (1, 1), (-1, 0), (-1, -1), (-1, 1), (0, -1), (0, 1),
  ]
  /// Distances from the mark.
  private static let distances = [8.0, 16, 28, 42, 58]

  /// The place of a label of a given size, or `nil` where there is none; the place counts as taken from then on.
  mutating func place(atX x: Double, y: Double, width: Double, height: Double) -> Box? {
    for distance in Self.distances {
      for direction in Self.directions {
        let centreX = x + direction.x * (distance + width / 2)
        let centreY = y + direction.y * (direction.x == 0 ? distance + height / 2 : distance)
        let box = Box(x: centreX - width / 2, y: centreY - height / 2, width: width, height: height)
        if bounds.contains(box), !taken.contains(where: box.overlaps) {
          taken.append(box)
          return box
        }
      }
    }
    return nil
  }
}
