import CZip
import Glibc
import SteelyardDomain

/// The zip archive of a workbook: its parts by name, each read as a stream under caps.
///
/// Names are compared without case, as the packaging conventions of workbooks say, and never used as paths. The
/// checksum of a part is compared at its end.
final class WorkbookArchive {
  /// A part may unpack to this many times its packed bytes, once it is past ``ratioFreeBytes``.
  static let ratioMaximum = 200
  /// What a part may unpack to whatever its packed size, 64 MiB.
  static let ratioFreeBytes = 64 << 20
  /// The most entries an archive may have.
  static let entriesMaximum = 100_000

  /// The file's name as it was given.
  let file: String
  private let archive: OpaquePointer
  private let bytesOnDisk: Int
  private var entries: [String: UInt64] = [:]
  private let unpackedMaximum: Int
  private var unpacked = 0

  /// Opens the archive of a file that `source` holds open and has hashed.
  ///
  /// - Throws: ``IntakeFailure``.
  init(_ source: ByteSource, unpackedMaximum: Int) throws(IntakeFailure) {
    file = source.name
    self.unpackedMaximum = unpackedMaximum
    var status = stat()
    let opened = dup(source.descriptor)
    guard opened >= 0, fstat(opened, &status) == 0 else {
      if opened >= 0 { close(opened) }
      throw .unreadable(file: source.name)
    }
    // libzip keeps the descriptor it is given, unless it fails.
    var code: Int32 = 0
    guard let archive = zip_fdopen(opened, 0, &code) else {
      close(opened)
      throw workbookRefusal(.workbookDamaged, source.name)
    }
    self.archive = archive
    bytesOnDisk = Int(status.st_size)
    try list()
  }

  deinit { zip_discard(archive) }

  /// Whether the archive has a part.
  func has(_ name: String) -> Bool { entries[Self.normalised(name)] != nil }

  /// Opens a part.
  ///
  /// - Throws: ``IntakeFailure`` where it is missing or encrypted.
  func part(_ name: String) throws(IntakeFailure) -> WorkbookPart {
    guard let entry = entries[Self.normalised(name)] else { throw workbookRefusal(.workbookDamaged, file, name) }
    var status = zip_stat_t()
    guard zip_stat_index(archive, entry, 0, &status) == 0 else { throw workbookRefusal(.workbookDamaged, file, name) }
    if status.encryption_method != UInt16(ZIP_EM_NONE) { throw workbookRefusal(.workbookKindUnsupported, file, name) }
    guard let stream = zip_fopen_index(archive, entry, 0) else { throw workbookRefusal(.workbookDamaged, file, name) }
    // What a damaged directory says of sizes is believed no further than the file reaches.
    let packed = Int(min(status.comp_size, UInt64(bytesOnDisk)))
    return WorkbookPart(self, name, stream, packed: packed, size: Int(clamping: status.size))
  }

  /// Counts bytes that a part, or a text that is used again and again, came to.
  ///
  /// - Throws: ``IntakeFailure/refused(_:)`` beyond what a file may unpack to.
  func count(_ bytes: Int, of part: String) throws(IntakeFailure) {
    unpacked += bytes
    if unpacked > unpackedMaximum { throw workbookRefusal(.workbookTooLarge, file, part) }
  }

  private func list() throws(IntakeFailure) {
    let count = zip_get_num_entries(archive, 0)
    if count > Self.entriesMaximum { throw workbookRefusal(.workbookTooLarge, file) }
    for entry in 0..<UInt64(max(0, count)) {
      guard let bytes = zip_get_name(archive, entry, 0) else { throw workbookRefusal(.workbookDamaged, file) }
      let name = String(cString: bytes)
      // Two parts of one name: which of them a spreadsheet would show cannot be told.
      if entries.updateValue(entry, forKey: Self.normalised(name)) != nil {
        throw workbookRefusal(.workbookDamaged, file, name)
      }
    }
  }

  private static func normalised(_ name: String) -> String {
    let forward = name.replacing("\\", with: "/").lowercased()
    return forward.hasPrefix("/") ? String(forward.dropFirst()) : forward
  }
}

/// One part of a workbook as a stream of unpacked bytes.
final class WorkbookPart {
  let archive: WorkbookArchive
  /// The part's name as it was asked for.
  let name: String
  /// The bytes it unpacks to by the archive's directory, which may be wrong.
  let size: Int
  /// Bytes read so far.
  private(set) var bytesRead = 0
  private let stream: OpaquePointer
  private let packed: Int

  fileprivate init(_ archive: WorkbookArchive, _ name: String, _ stream: OpaquePointer, packed: Int, size: Int) {
    self.archive = archive
    self.name = name
    self.stream = stream
    self.packed = packed
    self.size = size
  }

  deinit { zip_fclose(stream) }

  /// Fills a buffer; 0 bytes mean the end, and that the checksum is right.
  ///
  /// - Throws: ``IntakeFailure``: damage, or more bytes than the caps allow.
  func read(into buffer: UnsafeMutableRawBufferPointer) throws(IntakeFailure) -> Int {
    guard let base = buffer.baseAddress else { return 0 }
    let count = Int(zip_fread(stream, base, UInt64(buffer.count)))
    guard count >= 0 else { throw workbookRefusal(.workbookDamaged, archive.file, name) }
    bytesRead += count
    if bytesRead > WorkbookArchive.ratioFreeBytes, bytesRead / WorkbookArchive.ratioMaximum > packed {
      throw workbookRefusal(.workbookTooLarge, archive.file, name)
    }
    try archive.count(count, of: name)
    return count
  }
}

/// A refusal of a workbook, with the part, the sheet or the entry to blame.
func workbookRefusal(_ code: Diagnostic.Code, _ file: String, _ part: String? = nil) -> IntakeFailure {
  .refused([Diagnostic(code, at: .init(file: file, line: 1, field: part))])
}
