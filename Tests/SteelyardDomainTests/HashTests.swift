import Testing

@testable import SteelyardDomain

@Suite("Hashes") struct HashTests {
  private static let longMessage =
    "abcdefghbcdefghicdefghijdefghijkefghijklfghijklmghijklmnhijklmnoijklmnopjklmnopqklmnopqrlmnopqrsmnopqrstnopqrstu"

  @Test(
    "SHA-256 gives the digests of FIPS 180-4",
    arguments: [
      ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
      ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
      (
        "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
        "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
      ),
      (longMessage, "cf5b16a778af8380036ce59e7b0492370b249b11e8f07a51afac45037afee9d1"),
    ])
  func contentHash(message: String, digest: String) {
    #expect(ContentHash.of(Array(message.utf8)) == digest)
  }

  @Test("SHA-256 of a million letters a, in pieces of any size, is that of FIPS 180-4")
  func pieces() {
    let digest = "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"
    let million = [UInt8](repeating: UInt8(ascii: "a"), count: 1_000_000)
    for size in [1_000_000, 65_536, 4_097, 63] {
      let hash = ContentHash()
      million.withUnsafeBytes { bytes in
        for start in stride(from: 0, to: bytes.count, by: size) {
          hash.update(UnsafeRawBufferPointer(rebasing: bytes[start..<min(start + size, bytes.count)]))
          hash.update(UnsafeRawBufferPointer(start: nil, count: 0))
        }
      }
      #expect(hash.finish() == digest)
    }
  }

  /// Test cases 1 to 7 of RFC 4231: key, message, code.
  private static let cases: [([UInt8], [UInt8], String)] = [
    (
      [UInt8](repeating: 0x0B, count: 20), Array("Hi There".utf8),
      "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"
    ),
    (
      Array("Jefe".utf8), Array("what do ya want for nothing?".utf8),
      "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
    ),
    (
      [UInt8](repeating: 0xAA, count: 20), [UInt8](repeating: 0xDD, count: 50),
      "773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe"
    ),
    (
      Array(1...25), [UInt8](repeating: 0xCD, count: 50),
      "82558a389a443c0ea4cc819899f2083a85f0faa3e578f8077a2e3ff46729665b"
    ),
    ([UInt8](repeating: 0x0C, count: 20), Array("Test With Truncation".utf8), "a3b6167473100ee06e0c796c2955552b"),
    (
      [UInt8](repeating: 0xAA, count: 131), Array("Test Using Larger Than Block-Size Key - Hash Key First".utf8),
      "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54"
    ),
    (
      [UInt8](repeating: 0xAA, count: 131),
      Array(
        ("This is a test using a larger than block-size key and a larger than block-size data. "
          + "The key needs to be hashed before being used by the HMAC algorithm.").utf8),
      "9b09ffa71b942fcb27635fbcd5b0e944bfdc63644f0713938a7f51535c3a35e2"
    ),
  ]

  @Test("HMAC-SHA-256 gives the codes of RFC 4231", arguments: cases)
  func authenticationCode(key: [UInt8], message: [UInt8], code: String) {
    let bytes = Pseudonym.authenticationCode(key: key, message: message)
    #expect(hexadecimal(bytes).hasPrefix(code))
    #expect(bytes.count == 32)
  }

  @Test("A pseudonym is the first half of the code under the key, the same each time, another under another key")
  func pseudonym() {
    let key = [UInt8](repeating: 0xAA, count: 131)
    let maker = Pseudonym(key: key)
    #expect(
      maker.of("Test Using Larger Than Block-Size Key - Hash Key First") == "60e431591ee0b67f0d8a26aacbf5b77f")
    #expect(maker.of("") != maker.of("1"))
    #expect(Pseudonym(key: [UInt8](repeating: 1, count: 32)).of("1") != maker.of("1"))
    #expect(maker.of("990000000000000001").utf8.count == 32)
  }

  @Test("New keys are long enough and never the same")
  func newKeys() {
    let keys = (0..<50).map { _ in Pseudonym.newKey() }
    #expect(keys.allSatisfy { $0.count == Pseudonym.keyBytesMinimum })
    #expect(Set(keys).count == 50)
  }

  private func clue(
    model: String = "m", rule: String = "r", subject: Clue.Subject = .institution("H1"), period: String = "2025-07",
    amountFen: Int64 = 1
  ) -> Clue {
    Clue(
      model: model, modelVersion: "1.0", rule: rule, subject: subject, period: period, amountFen: amountFen,
      severity: .interview, evidence: [])
  }

  @Test("A clue's key depends on model, rule, subject and period, and on nothing else")
  func stableKey() {
    let key = clue().stableKey
    // printf 'm\x1fr\x1finstitution:H1\x1f2025-07' | sha256sum
    #expect(key == "90767b42de278cb707d2fb9cedb961dd")
    #expect(clue(amountFen: 9).stableKey == key)
    let others = [
      clue(model: "n"), clue(rule: "s"), clue(subject: .institution("H2")), clue(subject: .person("H1")),
      clue(period: "2025-08"), clue(model: "mr", rule: ""), clue(model: "", rule: "mr"),
    ].map(\.stableKey)
    #expect(Set(others + [key]).count == 8)
  }
}
