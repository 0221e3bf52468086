import Glibc

/// Memory in large pages, where the system has them to give: the first touch of a page costs about a microsecond, and
/// a large one holds 512 of the usual.
///
/// It changes when memory is handed out, never what is in it; a system that gives no large pages ignores the advice.
package enum LargePages {
  /// The size of a large page.
  private static let pageBytes = 2 << 20
  /// The least memory that is worth the advice.
  private static let bytesMinimum = 8 << 20

  /// Advises the system of memory that is about to be filled.
  package static func advise(_ start: UnsafeRawPointer?, bytes: Int) {
    guard let start, bytes >= bytesMinimum else { return }
    let address = Int(bitPattern: start)
    let first = (address + pageBytes - 1) / pageBytes * pageBytes
    let end = (address + bytes) / pageBytes * pageBytes
    guard end > first, let page = UnsafeMutableRawPointer(bitPattern: first) else { return }
    _ = madvise(page, end - first, Int32(MADV_HUGEPAGE))
  }
}

extension Array where Element: BitwiseCopyable {
  /// Makes room for some elements in all, in large pages.
  package mutating func reserveLarge(_ count: Int) {
    reserveCapacity(count)
    let bytes = capacity * MemoryLayout<Element>.stride
    withUnsafeBytes { LargePages.advise($0.baseAddress, bytes: bytes) }
  }

  /// Makes room for some more elements, at least twice what there was, so that one by one they are copied few times.
  package mutating func growLarge(by more: Int) {
    if count + more > capacity { reserveLarge(Swift.max(count + more, 2 * capacity)) }
  }

  /// An array of one value in large pages.
  package static func large(repeating value: Element, count: Int) -> [Element] {
    [Element](unsafeUninitializedCapacity: count) { buffer, filled in
      LargePages.advise(buffer.baseAddress, bytes: count * MemoryLayout<Element>.stride)
      buffer.initialize(repeating: value)
      filled = count
    }
  }
}
