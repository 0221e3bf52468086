import CZip
import Glibc
import SteelyardDomain

/// The directory of a zip archive: which files it holds, checked before any of them is read.
///
/// Names are decoded and shown; none is ever used as a path. A link, a name that stands twice, a file that the
/// directory does not list, an encrypted one or a way of packing that is not read refuse the archive.
final class ZipArchive {
  /// A file in the archive.
  struct Entry {
    /// Its place in the directory.
    let position: UInt64
    /// Its name as it is shown.
    let name: String
    /// Its size, unpacked and packed.
    let bytes, packedBytes: Int
  }

  let disk: DiskFile
  /// What the archive is by the files in it: a workbook is one too.
  let kind: FileKind
  /// The files, in the directory's order.
  private(set) var entries: [Entry] = []
  /// What is passed over: folders, and what systems add unasked.
  private(set) var skipped: [String] = []
  /// What all files of the archive may unpack to.
  private var limit: UnpackingLimit
  private let zip: OpaquePointer

  /// Reads the directory of a file on disk, and the whole file once for its hash.
  ///
  /// - Throws: ``IntakeFailure``.
  init(_ disk: DiskFile, _ options: ReadingOptions) throws(IntakeFailure) {
    self.disk = disk
    limit = UnpackingLimit(bytesMaximum: options.unpackedBytesMaximum)
    guard disk.isRegular else { throw Self.refusal(.archiveNotSeekable, disk.name) }
    try disk.hashRest()
    if let code = ZipDirectory.fault(disk) { throw Self.refusal(code, disk.name) }
    if ZipCoverage.hasUnlistedFile(disk) { throw Self.refusal(.archiveEntryUnusable, disk.name) }
    var error: Int32 = 0
    let descriptor = dup(disk.descriptor)
    guard let zip = zip_fdopen(descriptor, 0, &error) else {
      close(descriptor)
      throw Self.refusal(Self.code(error), disk.name)
    }
    self.zip = zip
    let count = UInt64(max(0, zip_get_num_entries(zip, 0)))
    let names = (0..<count).map { ZipDirectory.name(zip, $0) }
    kind = ZipDirectory.kind(Set(names))
    for position in 0..<count { try take(position, names[Int(position)]) }
    if Set(entries.map(\.name)).count < entries.count { throw Self.refusal(.archiveEntryUnusable, disk.name) }
  }

  deinit { zip_discard(zip) }

  /// Opens a file of the archive.
  ///
  /// - Throws: ``IntakeFailure``.
  func open(_ entry: Entry, named name: String) throws(IntakeFailure) -> ZipEntryStream {
    guard let file = zip_fopen_index(zip, entry.position, 0) else {
      throw Self.refusal(Self.code(zip_error_code_zip(zip_get_error(zip))), name)
    }
    return ZipEntryStream(self, file, entry)
  }

  /// Books bytes unpacked from any file of the archive.
  func add(_ count: Int) throws(UnpackFault) { try limit.add(count, packed: disk.bytesRead) }

  /// Checks an entry and sorts it: a file, or something to pass over.
  private func take(_ position: UInt64, _ name: String) throws(IntakeFailure) {
    let place = "\(disk.name):\(name)"
    var status = zip_stat_t()
    zip_stat_init(&status)
    guard zip_stat_index(zip, position, 0, &status) == 0, status.size <= Int.max, status.comp_size <= Int.max else {
      throw Self.refusal(.compressionDamaged, place)
    }
    var system: UInt8 = 0
    var attributes: UInt32 = 0
    guard zip_file_get_external_attributes(zip, position, 0, &system, &attributes) == 0 else {
      throw Self.refusal(.compressionDamaged, place)
    }
    let type = attributes >> 16 & UInt32(S_IFMT)
    let isFolder = name.hasSuffix("/")
    // What was packed out of a pipe is marked as one.
    let isContent = isFolder ? type == UInt32(S_IFDIR) : type == UInt32(S_IFREG) || type == UInt32(S_IFIFO)
    guard type == 0 || isContent, !isFolder || status.size == 0 else {
      throw Self.refusal(.archiveEntryUnusable, place)
    }
    if isFolder || ZipDirectory.isUnasked(name) {
      skipped.append(name)
      return
    }
    if status.encryption_method != UInt16(ZIP_EM_NONE) { throw Self.refusal(.archiveEncrypted, place) }
    let method = Int32(status.comp_method)
    guard method == ZIP_CM_STORE || method == ZIP_CM_DEFLATE else { throw Self.refusal(.packingUnsupported, place) }
    entries.append(
      Entry(position: position, name: name, bytes: Int(status.size), packedBytes: Int(status.comp_size)))
  }

  private static func refusal(_ code: Diagnostic.Code, _ file: String) -> IntakeFailure {
    .refused([Diagnostic(code, at: .init(file: file, line: 1))])
  }

  /// The rule that libzip's error comes under.
  static func code(_ error: Int32) -> Diagnostic.Code {
    switch error {
    case ZIP_ER_ENCRNOTSUPP, ZIP_ER_NOPASSWD, ZIP_ER_WRONGPASSWD: .archiveEncrypted
    case ZIP_ER_COMPNOTSUPP, ZIP_ER_MULTIDISK, ZIP_ER_OPNOTSUPP: .packingUnsupported
    case ZIP_ER_EXISTS: .archiveEntryUnusable
    default: .compressionDamaged
    }
  }
}

/// The unpacked bytes of one file of an archive; its checksum and its size are checked at the end.
final class ZipEntryStream {
  let entry: ZipArchive.Entry
  let archive: ZipArchive
  private let file: OpaquePointer
  private var limit = UnpackingLimit(bytesMaximum: Int.max)

  fileprivate init(_ archive: ZipArchive, _ file: OpaquePointer, _ entry: ZipArchive.Entry) {
    self.archive = archive
    self.file = file
    self.entry = entry
  }

  deinit { zip_fclose(file) }

  /// Unpacks as far as one read reaches; 0 bytes mean the end.
  func read(into buffer: UnsafeMutableRawBufferPointer) throws(UnpackFault) -> Int {
    guard let base = buffer.baseAddress else { return 0 }
    let count = Int(zip_fread(file, base, UInt64(buffer.count)))
    guard count >= 0 else { throw .damaged }
    try limit.add(count, packed: entry.packedBytes)
    try archive.add(count)
    // What the directory promises is neither more nor less than what there is.
    guard limit.unpacked <= entry.bytes, count > 0 || limit.unpacked == entry.bytes else { throw .damaged }
    return count
  }
}
