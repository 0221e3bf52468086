import Glibc
import SteelyardDomain

/// A file, a pipe, standard input or the rows of a database as the bytes that come from outside, hashed as they are read.
final class DiskFile {
  /// How many bytes tell what a file is.
  static let headBytes = 512
  private static let bufferBytes = 1 << 18

  /// The name as it is shown.
  let name: String
  /// −1 for a database.
  let descriptor: Int32
  /// The hash of a query in a database; empty where something else is read.
  let query: String
  /// Whether it is a file on disk rather than a pipe: its size is known, and it can be read in any order.
  let isRegular: Bool
  /// The file's size, 0 where it cannot be told.
  let bytesExpected: Int
  /// Bytes read from disk so far.
  private(set) var bytesRead = 0
  /// What the first bytes say that it is.
  private(set) var kind = FileKind.text

  private let copy: PostgresCopy?
  private let before: stat
  private let hash = ContentHash()
  private var sha256: String?
  private let buffer: UnsafeMutableRawBufferPointer
  private var pending = 0..<0
  private var isAtEnd = false

  /// Opens a file, standard input for `-`, or a database, and reads its first bytes.
  ///
  /// - Throws: ``IntakeFailure``: nothing that can be read, or a folder, a device, a socket.
  convenience init(_ name: String) throws(IntakeFailure) {
    if PostgresSource.isNamed(by: name) {
      try self.init(try PostgresCopy(name))
    } else {
      try self.init(file: name)
    }
  }

  /// Takes the rows of a database, which are text whatever their first column is called.
  private init(_ copy: PostgresCopy) throws(IntakeFailure) {
    name = copy.source.name
    query = copy.source.queryHash
    self.copy = copy
    descriptor = -1
    before = stat()
    isRegular = false
    bytesExpected = 0
    buffer = .allocate(byteCount: Self.bufferBytes, alignment: 64)
    try fill()
  }

  private init(file name: String) throws(IntakeFailure) {
    self.name = name
    query = ""
    copy = nil
    let isStandardInput = name == ByteSource.standardInput
    // Asked before it is opened: opening a device may already do something.
    var status = stat()
    guard (isStandardInput ? fstat(0, &status) : stat(name, &status)) == 0 else { throw .unreadable(file: name) }
    try Self.checkKind(status, name, isStandardInput: isStandardInput)
    descriptor = isStandardInput ? dup(0) : Self.open(name)
    guard descriptor >= 0 else { throw .unreadable(file: name) }
    guard fstat(descriptor, &status) == 0 else {
      close(descriptor)
      throw .unreadable(file: name)
    }
    before = status
    isRegular = status.st_mode & S_IFMT == S_IFREG
    bytesExpected = isRegular ? Int(status.st_size) : 0
    buffer = .allocate(byteCount: Self.bufferBytes, alignment: 64)
    // A pipe may give a single byte at first.
    while pending.count < Self.headBytes, !isAtEnd {
      let count = try readDisk(into: UnsafeMutableRawBufferPointer(rebasing: buffer[pending.upperBound...]))
      pending = 0..<(pending.upperBound + count)
    }
    kind = FileKind(head: UnsafeRawBufferPointer(ahead))
  }

  /// Whether the bytes are the rows of a database.
  var isDatabase: Bool { copy != nil }

  deinit {
    if descriptor >= 0 { close(descriptor) }
    buffer.deallocate()
  }

  /// The program that turns the file into text; `nil` where none is needed, none is named, or there is no file to name to it.
  var converter: String? {
    kind == .parquet && isRegular && name != ByteSource.standardInput ? ConvertedFile.parquetProgram : nil
  }

  /// The bytes that were read and not yet consumed.
  var ahead: UnsafeMutableRawBufferPointer { UnsafeMutableRawBufferPointer(rebasing: buffer[pending]) }

  /// Passes bytes of ``ahead``.
  func consume(_ count: Int) { pending = (pending.lowerBound + count)..<pending.upperBound }

  /// Reads on where nothing is ``ahead``; at the end of the file nothing is afterwards.
  ///
  /// - Throws: ``IntakeFailure/unreadable(file:)``.
  func fill() throws(IntakeFailure) {
    if pending.isEmpty { pending = 0..<(try readDisk(into: buffer)) }
  }

  /// Fills a buffer as far as one read reaches; 0 bytes mean the end.
  ///
  /// - Throws: ``IntakeFailure/unreadable(file:)``.
  func read(into target: UnsafeMutableRawBufferPointer) throws(IntakeFailure) -> Int {
    if pending.isEmpty { return try readDisk(into: target) }
    let count = min(pending.count, target.count)
    target.copyMemory(from: UnsafeRawBufferPointer(rebasing: ahead[..<count]))
    consume(count)
    return count
  }

  /// Reads the rest for its hash, for a reader that seeks on its own afterwards.
  ///
  /// - Throws: ``IntakeFailure/unreadable(file:)``.
  func hashRest() throws(IntakeFailure) {
    repeat {
      pending = 0..<0
      try fill()
    } while !pending.isEmpty
  }

  /// The SHA-256 of the bytes on disk, after a check that the file is still the one that was opened.
  ///
  /// - Throws: ``IntakeFailure/changedWhileReading(file:)``.
  func finish() throws(IntakeFailure) -> String {
    if isRegular {
      var after = stat()
      guard fstat(descriptor, &after) == 0 else { throw .unreadable(file: name) }
      guard Self.isSame(before, after), bytesRead == Int(before.st_size) else { throw .changedWhileReading(file: name) }
      // Another file may stand under the name by now.
      if name != ByteSource.standardInput {
        guard stat(name, &after) == 0, Self.isSame(before, after) else { throw .changedWhileReading(file: name) }
      }
    }
    if let sha256 { return sha256 }
    let digits = hash.finish()
    sha256 = digits
    return digits
  }

  /// Bytes at an offset, of a file on disk; fewer where it ends.
  func bytes(at offset: Int, count: Int) -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: count)
    var filled = 0
    while filled < count {
      let step = bytes.withUnsafeMutableBytes { target in
        pread(descriptor, target.baseAddress.map { $0 + filled }, count - filled, offset + filled)
      }
      if step < 0, errno == EINTR { continue }
      if step <= 0 { break }
      filled += step
    }
    return Array(bytes[..<filled])
  }

  private static func isSame(_ a: stat, _ b: stat) -> Bool {
    a.st_dev == b.st_dev && a.st_ino == b.st_ino && a.st_size == b.st_size
      && a.st_mtim.tv_sec == b.st_mtim.tv_sec && a.st_mtim.tv_nsec == b.st_mtim.tv_nsec
  }

  /// Files and pipes are read; standard input is read whatever stands behind it, but for a folder or a disk.
  private static func checkKind(_ status: stat, _ name: String, isStandardInput: Bool) throws(IntakeFailure) {
    let kind = status.st_mode & S_IFMT
    let isStream = kind == S_IFREG || kind == S_IFIFO
    if isStream || isStandardInput && (kind == S_IFCHR || kind == S_IFSOCK) { return }
    throw .refused([Diagnostic(.notAFile, at: .init(file: name, line: 1))])
  }

  private static func open(_ name: String) -> Int32 {
    while true {
      let descriptor = Glibc.open(name, O_RDONLY | O_CLOEXEC)
      if descriptor >= 0 || errno != EINTR { return descriptor }
    }
  }

  private func readDisk(into target: UnsafeMutableRawBufferPointer) throws(IntakeFailure) -> Int {
    if isAtEnd { return 0 }
    while true {
      let count = try copy?.read(into: target) ?? Glibc.read(descriptor, target.baseAddress, target.count)
      if count < 0, errno == EINTR { continue }
      if count < 0, errno == EAGAIN {
        // Standard input may have been left in non-blocking mode by another program.
        var wait = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        poll(&wait, 1, -1)
        continue
      }
      guard count >= 0 else { throw .unreadable(file: name) }
      if count == 0 { isAtEnd = true }
      bytesRead += count
      hash.update(UnsafeRawBufferPointer(rebasing: target[0..<count]))
      return count
    }
  }
}
