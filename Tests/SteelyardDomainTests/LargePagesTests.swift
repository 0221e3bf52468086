import Testing

@testable import SteelyardDomain

@Suite("Large pages") struct LargePagesTests {
  @Test(
    "Arrays in large pages hold what they are given, below and above the size that is advised",
    arguments: [0, 1, 5, 3 << 20])
  func contents(count: Int) {
    let filled = [Int32].large(repeating: 7, count: count)
    #expect(filled.count == count && filled.allSatisfy { $0 == 7 })
    var grown: [Int32] = [1, 2, 3]
    grown.reserveLarge(count)
    #expect(grown == [1, 2, 3] && grown.capacity >= count)
    for number in 0..<Int32(count) {
      grown.growLarge(by: 1)
      grown.append(number)
    }
    #expect(grown.prefix(3) == [1, 2, 3] && grown.count == count + 3)
    #expect(grown.dropFirst(3).elementsEqual(0..<Int32(count)))
  }

  @Test("Advice on no memory, or on less than a page, is harmless") func small() {
    LargePages.advise(nil, bytes: 1 << 30)
    var bytes = [UInt8](repeating: 3, count: 100)
    bytes.withUnsafeMutableBytes { LargePages.advise($0.baseAddress, bytes: 100) }
    #expect(bytes.allSatisfy { $0 == 3 })
  }
}
