import CCrypto

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

  /// HMAC-SHA-256 of a message: 32 bytes.
  ///
  /// Written out over SHA-256: libcrypto's own looks its algorithm up under a lock each time, which two threads wait for.
  static func authenticationCode(key: [UInt8], message: [UInt8]) -> [UInt8] {
    let block = 64
    let short = key.count > block ? Sha256.shared.digest([key]) : key
    let padded = short + [UInt8](repeating: 0, count: block - short.count)
    let inner = Sha256.shared.digest([padded.map { $0 ^ 0x36 }, message])
    return Sha256.shared.digest([padded.map { $0 ^ 0x5C }, inner])
  }

  /// A new key from the system's source of randomness.
  public static func newKey() -> [UInt8] {
    var generator = SystemRandomNumberGenerator()
    return (0..<keyBytesMinimum).map { _ in UInt8.random(in: 0...255, using: &generator) }
  }
}

/// SHA-256, looked up in libcrypto once.
private final class Sha256: Sendable {
  static let shared = Sha256()
  /// The algorithm, which libcrypto does not change.
  nonisolated(unsafe) private let algorithm: OpaquePointer

  private init() {
    guard let algorithm = EVP_MD_fetch(nil, "SHA2-256", nil) else { preconditionFailure("libcrypto has SHA-256") }
    self.algorithm = algorithm
  }

  /// The digest of some bytes one after another: 32 bytes.
  func digest(_ parts: [[UInt8]]) -> [UInt8] {
    var digest = [UInt8](repeating: 0, count: 32)
    let context = EVP_MD_CTX_new()
    defer { EVP_MD_CTX_free(context) }
    var holds = EVP_DigestInit_ex2(context, algorithm, nil) == 1
    for part in parts { holds = holds && EVP_DigestUpdate(context, part, part.count) == 1 }
    precondition(holds && EVP_DigestFinal_ex(context, &digest, nil) == 1, "libcrypto computes SHA-256")
    return digest
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
