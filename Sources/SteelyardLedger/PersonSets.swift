/// Sets of persons as bits, 256 persons at a time: who came on each day, or in each week.
///
/// What is asked of several sets is asked of 256 persons with one operation; the cost of a question is sets × persons /
/// 256, however full the sets are.
struct PersonSets {
  /// 256 persons.
  private typealias Word = SIMD4<UInt64>

  /// How many times 256 persons there are.
  private let words: Int
  /// The persons of set s from 256 w on: `bits[s * words + w]`.
  private var bits: [Word]

  /// Empty sets of the persons 0 ..< `persons`.
  init(sets: Int, persons: Int) {
    words = (persons + 255) / 256
    bits = Array(repeating: .zero, count: sets * words)
  }

  /// Puts a person into a set.
  mutating func insert(_ person: Int, into set: Int) {
    bits[set * words + person / 256][person % 256 / 64] |= 1 << UInt64(person % 64)
  }

  /// Everybody who is in so many of some sets or more, ascending.
  ///
  /// - Precondition: `quorum` is 1 … the number of sets.
  func persons(inAtLeast quorum: Int, of sets: [Int]) -> [Int32] {
    let missesMaximum = sets.count - quorum
    var found: [Int32] = []
    withColumns(sets) { columns in
      if missesMaximum == 0 {
        for word in 0..<words { Self.forEach(in: Self.common(columns, word), word) { found.append(Int32($0)) } }
        return
      }
      // Who has missed 0, 1, 2 … sets at most so far.
      withUnsafeTemporaryAllocation(of: Word.self, capacity: missesMaximum + 1) { missed in
        for word in 0..<words {
          missed.initialize(repeating: .zero &- 1)
          for column in columns {
            let present = column[word]
            for misses in stride(from: missesMaximum, to: 0, by: -1) {
              missed[misses] = missed[misses] & present | missed[misses - 1]
            }
            missed[0] &= present
          }
          Self.forEach(in: missed[missesMaximum], word) { found.append(Int32($0)) }
        }
      }
    }
    return found
  }

  /// How many persons are in all of some sets.
  ///
  /// - Precondition: there is one set at least.
  func countInAll(_ sets: [Int]) -> Int {
    withColumns(sets) { columns in
      (0..<words).reduce(0) { count, word in
        let common = Self.common(columns, word)
        return count + (common == .zero ? 0 : Int(common.nonzeroBitCount.wrappedSum()))
      }
    }
  }

  /// Goes through the persons who are in many of some sets, ascending, with the number of these sets.
  ///
  /// - Parameters:
  ///   - least: how many sets a person is in at least to be told.
  ///   - visit: takes a person and its number of sets; the result is the least number from the next 256 persons on.
  /// - Precondition: `least` and what `visit` gives are 1 or more.
  func forEach(inAtLeast least: Int, of sets: [Int], _ visit: (_ person: Int, _ common: Int) -> Int) {
    let digits = Int.bitWidth - sets.count.leadingZeroBitCount
    var least = least
    withColumns(sets) { columns in
      // The number of sets of each person in binary digits, the lowest first.
      withUnsafeTemporaryAllocation(of: Word.self, capacity: digits) { counts in
        for word in 0..<words {
          if least > sets.count { return }
          Self.count(columns, word, into: counts)
          var many = Word.zero &- 1
          for digit in 0..<digits {
            many = least >> digit & 1 == 1 ? counts[digit] & many : counts[digit] | many
          }
          Self.forEach(in: many, word) { person in
            var common = 0
            for digit in 0..<digits {
              common |= Int(counts[digit][person % 256 / 64] >> UInt64(person % 64) & 1) << digit
            }
            least = visit(person, common)
          }
        }
      }
    }
  }

  /// The persons of all sets.
  @inline(__always)
  private static func common(_ columns: UnsafeBufferPointer<UnsafePointer<Word>>, _ word: Int) -> Word {
    columns.reduce(Word.zero &- 1) { $0 & $1[word] }
  }

  /// Adds up the sets of 256 persons, two sets at a time.
  @inline(__always)
  private static func count(
    _ columns: UnsafeBufferPointer<UnsafePointer<Word>>, _ word: Int, into counts: UnsafeMutableBufferPointer<Word>
  ) {
    counts.initialize(repeating: .zero)
    var place = 0
    while place < columns.count {
      let first = columns[place][word]
      let second = place + 1 < columns.count ? columns[place + 1][word] : .zero
      let either = first ^ second
      var carry = first & second | counts[0] & either
      counts[0] ^= either
      for digit in 1..<max(1, counts.count) {
        let before = counts[digit]
        counts[digit] = before ^ carry
        carry &= before
      }
      place += 2
    }
  }

  /// Goes through the persons whose bit is set, ascending.
  @inline(__always)
  private static func forEach(in word: Word, _ place: Int, _ visit: (Int) -> Void) {
    if word == .zero { return }
    for lane in 0..<4 {
      var rest = word[lane]
      while rest != 0 {
        visit(place * 256 + lane * 64 + rest.trailingZeroBitCount)
        rest &= rest - 1
      }
    }
  }

  /// Lends where the bits of some sets begin.
  @inline(__always)
  private func withColumns<Result>(
    _ sets: [Int], _ body: (UnsafeBufferPointer<UnsafePointer<Word>>) -> Result
  ) -> Result {
    bits.withUnsafeBufferPointer { bits in
      withUnsafeTemporaryAllocation(of: UnsafePointer<Word>.self, capacity: sets.count) { columns in
        // Without persons there is nothing to lend.
        guard let base = bits.baseAddress else { return body(UnsafeBufferPointer(rebasing: columns[..<0])) }
        for (place, set) in sets.enumerated() {
          precondition(set >= 0 && (set + 1) * words <= bits.count, "the set is one of these")
          columns.initializeElement(at: place, to: base + set * words)
        }
        return body(UnsafeBufferPointer(columns))
      }
    }
  }
}
