/// Bytes that are appended to, at one address until they grow.
final class WorkbookBytes {
  private(set) var count = 0
  private var storage: UnsafeMutableRawBufferPointer

  init(capacity: Int = 1 << 12) { storage = .allocate(byteCount: capacity, alignment: 16) }

  deinit { storage.deallocate() }

  /// All bytes, until the next is appended.
  var all: UnsafeRawBufferPointer { UnsafeRawBufferPointer(rebasing: storage[..<count]) }

  subscript(range: Range<Int>) -> UnsafeRawBufferPointer { UnsafeRawBufferPointer(rebasing: storage[range]) }

  /// Appends bytes, which may not lie in this storage.
  func append(_ bytes: UnsafeRawBufferPointer) {
    if bytes.isEmpty { return }
    reserve(bytes.count)
    UnsafeMutableRawBufferPointer(rebasing: storage[count...]).copyMemory(from: bytes)
    count += bytes.count
  }

  func append(_ byte: UInt8) {
    reserve(1)
    storage[count] = byte
    count += 1
  }

  func append(_ word: StaticString) {
    append(UnsafeRawBufferPointer(start: word.utf8Start, count: word.utf8CodeUnitCount))
  }

  /// Appends a number that is not negative, with leading zeros up to a width.
  func append(_ number: Int, width: Int = 1) {
    var power = 1
    var digits = 1
    while digits < width || number / power >= 10 {
      power *= 10
      digits += 1
    }
    while power > 0 {
      append(UInt8(48 + number / power % 10))
      power /= 10
    }
  }

  func truncate(to length: Int) { count = length }

  /// Makes single characters of the `_xHHHH_` by which a workbook writes what XML cannot, from an offset on.
  func unescape(from start: Int) {
    guard storage[start..<count].contains(UInt8(ascii: "_")) else { return }
    var read = start
    var written = start
    while read < count {
      if let scalar = escaped(at: read) {
        for byte in Unicode.UTF8.encode(scalar) ?? .init() {
          storage[written] = byte
          written += 1
        }
        read += 7
      } else {
        storage[written] = storage[read]
        written += 1
        read += 1
      }
    }
    count = written
  }

  /// The character of an escape at a place; halves of a pair of surrogates stay as they are written.
  private func escaped(at place: Int) -> Unicode.Scalar? {
    guard place + 7 <= count, storage[place] == UInt8(ascii: "_"), storage[place + 1] == UInt8(ascii: "x"),
      storage[place + 6] == UInt8(ascii: "_")
    else { return nil }
    var value: UInt32 = 0
    for byte in storage[(place + 2)..<(place + 6)] {
      guard let digit = Character(Unicode.Scalar(byte)).hexDigitValue else { return nil }
      value = value << 4 | UInt32(digit)
    }
    return Unicode.Scalar(value)
  }

  private func reserve(_ more: Int) {
    guard count + more > storage.count else { return }
    let larger = UnsafeMutableRawBufferPointer.allocate(byteCount: max(storage.count * 2, count + more), alignment: 16)
    larger.copyMemory(from: UnsafeRawBufferPointer(rebasing: storage[..<count]))
    storage.deallocate()
    storage = larger
  }
}
