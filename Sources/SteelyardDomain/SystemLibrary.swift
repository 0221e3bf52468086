import CCrypto

/// A library of the system as the running program finds it: which version is loaded, and whether it works.
///
/// The version is that of the library that is loaded, which need not be the one that the program was built with.
public struct SystemLibrary: Equatable, Sendable {
  /// The library's name, as `zlib`.
  public let name: String
  /// Its version, as the library tells it.
  public let version: String
  /// Whether a small question with a known answer was answered rightly.
  public let isSound: Bool
  /// Whether it is there; only one that is loaded when it is needed may not be.
  public let isThere: Bool

  /// Creates a statement about a library.
  public init(name: String, version: String, isSound: Bool) {
    self.name = name
    self.version = version
    self.isSound = isSound
    isThere = true
  }

  /// Creates a statement about a library that is not installed, and without which the rest works.
  public init(missing name: String) {
    self.name = name
    version = ""
    isSound = false
    isThere = false
  }

  /// libcrypto, asked for the SHA-256 of `abc`.
  ///
  /// Source: the example of FIPS 180-4.
  public static var crypto: SystemLibrary {
    let known = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    return SystemLibrary(
      name: "libcrypto", version: OpenSSL_version(OPENSSL_VERSION_STRING).map { String(cString: $0) } ?? "",
      isSound: ContentHash.of(Array("abc".utf8)) == known)
  }
}
