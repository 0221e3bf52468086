/// Makes pseudonyms of insured persons: HMAC-SHA-256 under a secret key, the first 128 bits in hexadecimal.
///
/// The same person has the same pseudonym in every run under one key; without the key it leads back to no one.
/// Source: RFC 2104, FIPS 180-4; checked against RFC 4231.
public struct Pseudonym: Sendable {
  /// How many bytes a key has at least.
  public static let keyBytesMinimum = 32

  private let key: [UInt8]

  /// Creates a maker of pseudonyms.
  ///
  /// - Precondition: the key has at least ``keyBytesMinimum`` bytes.
  public init(key: [UInt8]) {
    precondition(key.count >= Self.keyBytesMinimum, "a pseudonym key has at least 32 bytes")
    self.key = key
  }

  /// The pseudonym of a person's number: 32 hexadecimal digits.
  public func of(_ person: String) -> String {
    hexadecimal(Self.authenticationCode(key: key, message: Array(person.utf8)).prefix(16))
  }

  /// HMAC-SHA-256 of a message: 32 bytes. Written out over SHA-256, whose algorithm is looked up once.
  static func authenticationCode(key: [UInt8], message: [UInt8]) -> [UInt8] {
    let block = 64
    let short = key.count > block ? digest(key, []) : key
    let padded = short + [UInt8](repeating: 0, count: block - short.count)
    return digest(padded.map { $0 ^ 0x5C }, digest(padded.map { $0 ^ 0x36 }, message))
  }

  private static func digest(_ first: [UInt8], _ second: [UInt8]) -> [UInt8] {
    let hash = ContentHash()
    first.withUnsafeBytes(hash.update)
    second.withUnsafeBytes(hash.update)
    return hash.digest()
  }

  /// A new key from the system's source of randomness.
  public static func newKey() -> [UInt8] {
    var generator = SystemRandomNumberGenerator()
    return (0..<keyBytesMinimum).map { _ in UInt8.random(in: 0...255, using: &generator) }
  }
}

/// Lower-case hexadecimal digits of bytes.
package func hexadecimal(_ bytes: some Collection<UInt8>) -> String {
  func digit(_ half: UInt8) -> UInt8 { half + (half < 10 ? UInt8(ascii: "0") : UInt8(ascii: "a") - 10) }
  return String(unsafeUninitializedCapacity: 2 * bytes.count) { text in
    for (place, byte) in bytes.enumerated() {
      text[2 * place] = digit(byte >> 4)
      text[2 * place + 1] = digit(byte & 15)
    }
    return 2 * bytes.count
  }
}
