import SteelyardTestSupport
import Testing

@testable import SteelyardIntake

@Suite("Eight bytes at a time") struct ByteWordsTests {
  @Test("Each of eight bytes is told that is one of three, for every byte at every place")
  func matches() {
    var generator = Seeded.announced()
    for wanted in [(44, 10, 13), (9, 10, 13), (0, 0x80, 0xFF), (1, 2, 3)] as [(UInt8, UInt8, UInt8)] {
      let words = ByteWords(wanted.0, wanted.1, wanted.2)
      for byte in 0...255 as ClosedRange<UInt8> {
        for place in 0..<8 {
          var bytes = (0..<8).map { _ in
            generator.chance(40)
              ? generator.pick([wanted.0, wanted.1, wanted.2]) : UInt8.random(in: 0...255, using: &generator)
          }
          bytes[place] = byte
          let word = bytes.withUnsafeBytes { $0.loadUnaligned(as: UInt64.self) }
          let found = words.matches(word)
          for other in 0..<8 {
            let isOne = [wanted.0, wanted.1, wanted.2].contains(bytes[other])
            #expect(found >> UInt64(8 * other) & 0xFF == (isOne ? 0x80 : 0), "\(bytes), \(wanted)")
          }
        }
      }
    }
  }

  @Test("Eight digits and more are told from anything else, for every byte at every place")
  func digits() {
    func isDigits(_ bytes: [UInt8]) -> Bool { bytes.withUnsafeBytes(ByteWords.isDigits) }
    var generator = Seeded.announced()
    for length in 0..<8 { #expect(!isDigits(Array(repeating: 48, count: length))) }
    for length in 8...26 {
      for place in 0..<length {
        for byte in 0...255 as ClosedRange<UInt8> {
          var bytes = (0..<length).map { _ in UInt8(48 + generator.below(10)) }
          bytes[place] = byte
          #expect(isDigits(bytes) == (48...57).contains(byte), "\(bytes)")
        }
      }
    }
  }

  @Test("An amount in the usual form is what it is in any form, and no other is taken for one")
  func usualAmounts() {
    var generator = Seeded.announced()
    func usual(_ text: String) -> Int64? { Array(text.utf8).withUnsafeBytes(FieldDecoder.usualFen) }
    for text in ["1.00", "0.05", "12.34", "99999999999.99"] {
      let fen = Array(text.utf8).withUnsafeBytes { FieldDecoder.fen($0) }
      #expect(fen == usual(text).map(Decoded.clean), "\(text)")
    }
    for text in [
      "", ".", ".12", "1.2", "1.234", "-1.00", "1,00", "1.0x", "x.00", "1:.00", "/.00", "999999999999.99", "1.:0",
    ] {
      #expect(usual(text) == nil, "\(text)")
    }
    let letters = Array("0123456789..,-:/ ".utf8)
    for _ in 0..<50_000 {
      let bytes = (0..<generator.below(16)).map { _ in generator.pick(letters) }
      guard let fen = bytes.withUnsafeBytes(FieldDecoder.usualFen) else { continue }
      #expect(bytes.withUnsafeBytes { FieldDecoder.fen($0) } == .clean(fen), "\(bytes)")
    }
  }

  @Test("An amount is read at once as it is digit by digit, wherever in a buffer it stands and whatever is beside it")
  func amountsAtOnce() {
    var generator = Seeded.announced()
    let likely = Array("0123456789".utf8)
    let letters = likely + Array("..,-:/ 药".utf8) + [0x80, 0xB0, 0xFF]
    var found = 0
    for round in 0..<100_000 {
      let before = (0..<generator.below(14)).map { _ in generator.pick(letters) }
      var field = (0..<generator.below(11)).map { _ in generator.pick(round % 3 == 0 ? letters : likely) }
      if round % 5 != 0 { field += Array(".".utf8) + (0..<2).map { _ in generator.pick(likely) } }
      let after = (0..<generator.below(4)).map { _ in generator.pick(letters) }
      let fen = field.withUnsafeBytes { FieldDecoder.usualFen($0) }
      let place = before.count..<(before.count + field.count)
      let atOnce = (before + field + after).withUnsafeBytes {
        FieldDecoder.usualFen($0, place.lowerBound, place.upperBound)
      }
      #expect(atOnce == fen, "\(before) \(field)")
      if fen != nil { found += 1 }
    }
    #expect(found > 20_000)
  }
}
