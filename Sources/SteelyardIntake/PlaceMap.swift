/// Which byte on disk each line of decoded text begins at.
///
/// Only lines where the distance between the two has changed are kept, and only some thousand before the last line asked for.
struct PlaceMap {
  /// How many lines before the one last asked for are kept.
  private static let linesKept = 1 << 13

  private var decoded: [Int] = []
  private var distances: [Int] = []
  /// Bytes of text, and bytes on disk, before the block that is being decoded.
  private var written: Int
  private var read: Int

  /// Begins where the text begins on disk.
  init(written: Int, read: Int) {
    self.written = written
    self.read = read
    decoded = [written]
    distances = [read - written]
  }

  /// Notes that a line begins some bytes behind the start of the block.
  mutating func note(written more: Int, read moreRead: Int) {
    let distance = (read + moreRead) - (written + more)
    guard distance != distances[distances.count - 1] else { return }
    decoded.append(written + more)
    distances.append(distance)
  }

  /// Passes the block.
  mutating func advance(written: Int, read: Int) {
    self.written += written
    self.read += read
  }

  /// What tells the places of a part of the text.
  ///
  /// - Precondition: it begins where the one last asked for ended, or further on.
  mutating func part(_ range: Range<Int>) -> PlaceMap {
    let first = forget(before: range.lowerBound)
    // The first line known may begin behind the part: what is before it is as far from its original.
    let end = decoded[(first + 1)...].firstIndex { $0 >= range.upperBound } ?? decoded.count
    var part = self
    part.decoded = Array(decoded[first..<end])
    part.distances = Array(distances[first..<end])
    return part
  }

  /// The offset on disk of an offset of the text: exact where a line begins, and on until its first character that is
  /// not ASCII.
  mutating func original(of offset: Int) -> Int { offset + distances[forget(before: offset)] }

  /// The place of the last line that begins at an offset or before; now and then what lies far behind it is given up.
  private mutating func forget(before offset: Int) -> Int {
    var low = 0
    var high = decoded.count
    while high - low > 1 {
      let middle = (low + high) / 2
      if decoded[middle] <= offset { low = middle } else { high = middle }
    }
    // Who reads on does not ask for what lies far behind.
    let gone = low - Self.linesKept
    guard gone > Self.linesKept, gone > decoded.count / 2 else { return low }
    decoded.removeFirst(gone)
    distances.removeFirst(gone)
    return low - gone
  }
}
