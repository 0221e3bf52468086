import SteelyardDomain
import SteelyardTestSupport
import Testing

private func fingerprint(_ bytes: [UInt8]) -> Fingerprint { bytes.withUnsafeBytes { Fingerprint(of: $0) } }

@Suite("Identifier tables") struct IdentifierTableTests {
  @Test("Texts get codes in the order of their first appearance, and codes give their texts back")
  func codes() {
    var table = IdentifierTable()
    let codes = ["H33010600001", "", "H33010600002", "H33010600001", "", "药店"].map { table.code(of: $0) }
    #expect(codes == [0, 1, 2, 0, 1, 3])
    #expect(table.count == 4)
    #expect(table.texts == ["H33010600001", "", "H33010600002", "药店"])
    #expect(table.knownCode(of: "药店") == 3)
    #expect(table.knownCode(of: "") == 1)
    #expect(table.knownCode(of: "H3301060000") == nil)
    #expect(IdentifierTable().knownCode(of: "") == nil)
  }

  @Test("Texts of equal bytes are one, texts of one look in other bytes are two")
  func canonicalForms() {
    var table = IdentifierTable()
    #expect(table.code(of: "\u{E9}") == 0)
    #expect(table.code(of: "e\u{301}") == 1)
    #expect(table.code(of: "a") == 2)
    #expect(table.code(of: "a\u{0}") == 3)
  }

  @Test("A hundred thousand random texts have the codes a dictionary gives them")
  func dictionaryTwin() {
    var generator = Seeded.announced()
    var table = IdentifierTable()
    var twin: [[UInt8]: Int32] = [:]
    var texts: [[UInt8]] = []
    var wrong = 0
    for _ in 0..<100_000 {
      // Short texts of three letters repeat often, long ones of 20 digits hardly ever.
      let isShort = Bool.random(using: &generator)
      let length = isShort ? Int.random(in: 0...7, using: &generator) : Int.random(in: 8...26, using: &generator)
      let letters: ClosedRange<UInt8> = isShort ? 97...99 : 48...57
      let text = (0..<length).map { _ in UInt8.random(in: letters, using: &generator) }
      let expected = twin[text] ?? Int32(texts.count)
      if twin[text] == nil {
        twin[text] = expected
        texts.append(text)
      }
      if text.withUnsafeBytes({ table.code(of: $0) }) != expected { wrong += 1 }
    }
    #expect(wrong == 0)
    #expect(table.count == texts.count)
    let strings = texts.map { String(decoding: $0, as: UTF8.self) }
    #expect(table.texts == strings)
    #expect(strings.indices.allSatisfy { table.knownCode(of: strings[$0]) == Int32($0) })
    #expect(table.knownCode(of: "not among them") == nil)
    let sorted = texts.indices.sorted { texts[$0].lexicographicallyPrecedes(texts[$1]) }
    let positions = table.sortedPositions
    #expect(sorted.enumerated().allSatisfy { positions[$1] == Int32($0) })
  }

  @Test("Codes are sorted by bytes, not by language")
  func sortedPositions() {
    var table = IdentifierTable()
    for text in ["b", "\u{E9}", "B", "", "a", "e\u{301}", "ab"] { _ = table.code(of: text) }
    #expect(table.sortedPositions == [4, 6, 1, 0, 2, 5, 3])
    #expect(table.precedes(2, 4))
    #expect(!table.precedes(4, 2))
    #expect(!table.precedes(4, 4))
    #expect(IdentifierTable().sortedPositions.isEmpty)
  }

  @Test("A copy of a table keeps its own codes")
  func copies() {
    var table = IdentifierTable()
    _ = table.code(of: "a")
    var copy = table
    #expect(copy.code(of: "b") == 1)
    #expect(table.code(of: "c") == 1)
    #expect(copy.texts == ["a", "b"])
    #expect(table.texts == ["a", "c"])
  }
}

@Suite("Fingerprints") struct FingerprintTests {
  @Test("Equal bytes have equal fingerprints wherever they lie in memory")
  func equal() {
    let text = Array("33010000-2025070112345678901234567890".utf8)
    let padded: [UInt8] = [0, 0, 0] + text + [7]
    let inside = padded.withUnsafeBytes { Fingerprint(of: UnsafeRawBufferPointer(rebasing: $0[3..<(3 + text.count)])) }
    #expect(inside == fingerprint(text))
  }

  @Test("Texts that differ in a byte, a length, an order or a trailing zero have different fingerprints")
  func unequal() {
    var texts: [[UInt8]] = (0...40).map { [UInt8](repeating: 0, count: $0) }
    texts += (1...40).map { [UInt8](repeating: 1, count: $0) }
    texts += (0..<17).map { position in (0..<17).map { $0 == position ? 1 : 0 } }
    for number in 0..<100_000 { texts.append(Array("S\(number)".utf8)) }
    let prints = texts.map(fingerprint)
    #expect(Set(prints).count == texts.count)
    #expect(Set(prints.map(\.high)).count == texts.count)
    #expect(Set(prints.map(\.low)).count == texts.count)
  }

  @Test("No text has the fingerprint of no text")
  func none() {
    #expect(fingerprint([]) != .none)
    #expect((0..<10_000).allSatisfy { fingerprint(Array("\($0)".utf8)).low & 1 == 1 })
    #expect(Fingerprint.none.low == 0)
  }

  @Test("A mixed hash depends on every word and on their order")
  func mixing() {
    let words: [UInt64] = [0, 1, 2, .max]
    var seen: Set<UInt64> = []
    for a in words {
      for b in words { seen.insert(Fingerprint.mix(Fingerprint.mix(1, a), b)) }
    }
    #expect(seen.count == 16)
  }
}
