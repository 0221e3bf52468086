/// How many rows the damaged places of a table may hide, by their bytes.
///
/// Rows that lost the line ends between them, or the half of a file behind a lost byte of UTF-16, are one damaged row; their
/// bytes tell that they were more. Places count as hiding rows where, all together, they hold more than twice the bytes
/// of as many whole rows.
struct HiddenRows {
  /// What begins at a place.
  enum Kind {
    /// A record of the right shape.
    case whole
    /// A record that cannot be used.
    case damaged
    /// A header, a comment, the end.
    case neither
  }

  /// Where the first thing and the last one begin.
  private var first = -1
  private var start = -1
  private var kind = Kind.neither
  private var wholeRows: Int64 = 0
  private var wholeBytes: Int64 = 0
  private var damagedRows: Int64 = 0
  private var damagedBytes: Int64 = 0

  /// Something begins at an offset, and what began before it ends there.
  @inline(__always)
  mutating func begin(_ offset: Int, _ next: Kind) {
    if start >= 0, offset > start {
      switch kind {
      case .whole:
        wholeRows += 1
        wholeBytes += Int64(offset - start)
      case .damaged:
        damagedRows += 1
        damagedBytes += Int64(offset - start)
      case .neither: break
      }
    }
    if first < 0 { first = offset }
    (start, kind) = (offset, next)
  }

  /// Adds what begins further on.
  mutating func add(_ next: HiddenRows) {
    if next.first < 0 { return }
    begin(next.first, .neither)
    wholeRows += next.wholeRows
    wholeBytes += next.wholeBytes
    damagedRows += next.damagedRows
    damagedBytes += next.damagedBytes
    (start, kind) = (next.start, next.kind)
  }

  /// How many rows more than they are counted as.
  var rows: Int64 {
    guard wholeRows > 0, damagedRows > 0 else { return 0 }
    let held = Double(damagedBytes) * Double(wholeRows) / Double(wholeBytes)
    return held > 2 * Double(damagedRows) ? Int64(held.rounded()) - damagedRows : 0
  }
}
