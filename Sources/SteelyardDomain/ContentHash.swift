import CCrypto

/// A running SHA-256 of a stream of bytes: the identity of an input or output file.
///
/// Source: FIPS 180-4; checked against its example messages.
public final class ContentHash {
  private let context: OpaquePointer
  /// The algorithm, looked up once: libcrypto's own lookup takes a lock each time, which threads wait for.
  nonisolated(unsafe) private static let algorithm = EVP_MD_fetch(nil, "SHA2-256", nil)

  /// Starts a hash of no bytes.
  public init() {
    guard let context = EVP_MD_CTX_new(), EVP_DigestInit_ex2(context, Self.algorithm, nil) == 1 else {
      preconditionFailure("libcrypto starts a SHA-256")
    }
    self.context = context
  }

  deinit { EVP_MD_CTX_free(context) }

  /// Adds bytes.
  public func update(_ bytes: UnsafeRawBufferPointer) {
    guard !bytes.isEmpty else { return }
    let result = EVP_DigestUpdate(context, bytes.baseAddress, bytes.count)
    precondition(result == 1, "libcrypto updates a SHA-256")
  }

  /// The hash of the bytes so far in 64 hexadecimal digits; the stream ends with it.
  public func finish() -> String { hexadecimal(digest()) }

  /// The hash of the bytes so far in 32 bytes; the stream ends with it.
  public func digest() -> [UInt8] {
    var digest = [UInt8](repeating: 0, count: 32)
    let result = EVP_DigestFinal_ex(context, &digest, nil)
    precondition(result == 1, "libcrypto ends a SHA-256")
    return digest
  }

  /// The hash of some bytes in 64 hexadecimal digits.
  public static func of(_ bytes: [UInt8]) -> String { hexadecimal(digest(of: bytes[...])) }

  /// The hash of some bytes in 32 bytes.
  public static func digest(of bytes: ArraySlice<UInt8>) -> [UInt8] {
    let hash = ContentHash()
    bytes.withUnsafeBytes(hash.update)
    return hash.digest()
  }
}
