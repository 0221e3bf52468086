import SteelyardDomain

/// What an archive holds beside the files that its directory lists.
///
/// A directory that was cut or rewritten may leave files out; who reads by it misses them without a word. The places of
/// the listed files are laid out, and where the header of a file stands in a gap between them, one is not listed.
enum ZipCoverage {
  private static let endSize = 22
  private static let entrySize = 46
  private static let headerSize = 30
  private static let unknown: UInt64 = 0xFFFF_FFFF
  /// What may stand behind a file whose size was not known before: its sum and sizes, with a mark or without one.
  private static let descriptorSizes = [0, 12, 16, 20, 24]

  /// Where the directory lies, and how far every offset is shifted by what stands in front of the archive.
  private struct Directory {
    var start: Int
    var bytes: [UInt8]
    var shift: Int
  }

  /// Whether a file in the archive is not in its directory.
  ///
  /// Edge cases: false for what is no whole archive; that is told elsewhere.
  static func hasUnlistedFile(_ disk: DiskFile) -> Bool {
    guard let directory = directory(disk) else { return false }
    var reached = 0
    for place in listed(disk, directory).sorted(by: { $0.lowerBound < $1.lowerBound }) {
      if reached < place.lowerBound, isFile(disk, in: reached..<place.lowerBound) { return true }
      reached = max(reached, place.upperBound)
    }
    return reached < directory.start && isFile(disk, in: reached..<directory.start)
  }

  /// Whether the header of a file stands at the beginning of a gap, or behind the sizes of the file before it.
  private static func isFile(_ disk: DiskFile, in gap: Range<Int>) -> Bool {
    let bytes = disk.bytes(at: gap.lowerBound, count: min(gap.count, 64))
    return descriptorSizes.contains { skipped in
      gap.count >= skipped + headerSize && bytes.dropFirst(skipped).starts(with: [0x50, 0x4B, 3, 4])
    }
  }

  private static func directory(_ disk: DiskFile) -> Directory? {
    let tailStart = max(0, disk.bytesExpected - endSize - 65_535)
    let tail = disk.bytes(at: tailStart, count: disk.bytesExpected - tailStart)
    guard tail.count >= endSize else { return nil }
    let ends = (0...(tail.count - endSize)).filter { place in
      tail[place...].starts(with: [0x50, 0x4B, 5, 6])
        && place + endSize + Int(little(tail, place + 20, 2)) == tail.count
    }
    guard let place = ends.last else { return nil }
    var (size, offset, end) = (little(tail, place + 12, 4), little(tail, place + 16, 4), tailStart + place)
    // The larger form of the record, which a locator names.
    let locator = disk.bytes(at: max(0, end - 20), count: 20)
    if locator.count == 20, locator.starts(with: [0x50, 0x4B, 6, 7]), let at = Int(exactly: little(locator, 8, 8)) {
      let record = disk.bytes(at: at, count: 56)
      guard record.count == 56, record.starts(with: [0x50, 0x4B, 6, 6]) else { return nil }
      (size, offset, end) = (little(record, 40, 8), little(record, 48, 8), at)
    }
    guard size <= ZipDirectory.bytesMaximum, let bytes = Int(exactly: size), let told = Int(exactly: offset),
      bytes <= end
    else { return nil }
    return Directory(start: end - bytes, bytes: disk.bytes(at: end - bytes, count: bytes), shift: end - bytes - told)
  }

  /// The places of the listed files, header and data.
  private static func listed(_ disk: DiskFile, _ directory: Directory) -> [Range<Int>] {
    let bytes = directory.bytes
    var places: [Range<Int>] = []
    var entry = 0
    while entry + entrySize <= bytes.count, bytes[entry...].starts(with: [0x50, 0x4B, 1, 2]) {
      let (name, extra) = (Int(little(bytes, entry + 28, 2)), Int(little(bytes, entry + 30, 2)))
      let next = entry + entrySize + name + extra + Int(little(bytes, entry + 32, 2))
      guard next <= bytes.count else { break }
      let extraStart = entry + entrySize + name
      let (packed, offset) = place(bytes, entry, extraStart..<(extraStart + extra))
      if let packed = Int(exactly: packed), let offset = Int(exactly: offset), directory.start >= packed {
        let start = offset + directory.shift
        let header = disk.bytes(at: max(0, start), count: headerSize)
        if header.count == headerSize, header.starts(with: [0x50, 0x4B, 3, 4]) {
          let end = start + headerSize + Int(little(header, 26, 2)) + Int(little(header, 28, 2)) + packed
          places.append(start..<end)
        }
      }
      entry = next
    }
    return places
  }

  /// The packed size and the offset of an entry, from its larger fields where the small ones say so.
  private static func place(_ bytes: [UInt8], _ entry: Int, _ extra: Range<Int>) -> (packed: UInt64, offset: UInt64) {
    var (packed, offset) = (little(bytes, entry + 20, 4), little(bytes, entry + 42, 4))
    var field = extra.lowerBound
    while field + 4 <= extra.upperBound {
      let (id, size) = (little(bytes, field, 2), Int(little(bytes, field + 2, 2)))
      var cursor = field + 4
      let end = min(cursor + size, extra.upperBound)
      if id == 1 {
        if little(bytes, entry + 24, 4) == unknown { cursor += 8 }
        if packed == unknown, cursor + 8 <= end {
          packed = little(bytes, cursor, 8)
          cursor += 8
        }
        if offset == unknown, cursor + 8 <= end { offset = little(bytes, cursor, 8) }
      }
      field = end
    }
    return (packed, offset)
  }

  private static func little(_ bytes: [UInt8], _ start: Int, _ count: Int) -> UInt64 {
    bytes[start..<(start + count)].reversed().reduce(0) { $0 << 8 | UInt64($1) }
  }
}
