import CExpat
import CZip
import CZlib
import CZstd
public import SteelyardDomain

/// The system's libraries that files are unpacked and workbooks are read with.
public enum IntakeLibraries {
  /// Each with its version and the answer to a small question.
  public static var all: [SystemLibrary] { [zlib, zstd, zip, expat] }

  /// zlib, asked for the CRC-32 of `123456789`, which is CBF43926.
  private static var zlib: SystemLibrary {
    let sum = crc32(0, Array("123456789".utf8), 9)
    return SystemLibrary(name: "zlib", version: String(cString: zlibVersion()), isSound: sum == 0xCBF4_3926)
  }

  /// libzstd, asked to unpack a frame that holds `abc` in one raw block (RFC 8878).
  private static var zstd: SystemLibrary {
    let frame: [UInt8] = [0x28, 0xB5, 0x2F, 0xFD, 0x20, 0x03, 0x19, 0x00, 0x00] + Array("abc".utf8)
    var unpacked = [UInt8](repeating: 0, count: 3)
    let count = ZSTD_decompress(&unpacked, unpacked.count, frame, frame.count)
    return SystemLibrary(
      name: "libzstd", version: String(cString: ZSTD_versionString()),
      isSound: count == 3 && unpacked == Array("abc".utf8))
  }

  /// libzip, which has no question smaller than its version.
  private static var zip: SystemLibrary {
    let version = String(cString: zip_libzip_version())
    return SystemLibrary(name: "libzip", version: version, isSound: !version.isEmpty)
  }

  /// expat, asked to read `<a/>` and to refuse `<a>`.
  private static var expat: SystemLibrary {
    let version = XML_ExpatVersionInfo()
    return SystemLibrary(
      name: "expat", version: "\(version.major).\(version.minor).\(version.micro)",
      isSound: isWellFormed("<a/>") && !isWellFormed("<a>"))
  }

  private static func isWellFormed(_ text: String) -> Bool {
    guard let parser = XML_ParserCreate(nil) else { return false }
    defer { XML_ParserFree(parser) }
    return XML_Parse(parser, text, Int32(text.utf8.count), 1) == XML_STATUS_OK
  }
}
