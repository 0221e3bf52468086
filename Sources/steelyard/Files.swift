import Foundation
import SteelyardDomain
import SteelyardEngine

/// Small dealings with the disk and the clock, kept out of everything below.
enum Files {
  /// Whether a path is a folder.
  static func isFolder(_ path: String) -> Bool {
    var isFolder: ObjCBool = false
    return FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) && isFolder.boolValue
  }

  /// Whether a path is a file.
  static func isFile(_ path: String) -> Bool { FileManager.default.fileExists(atPath: path) && !isFolder(path) }

  /// Whether anything is at a path, a dangling link included.
  static func exists(_ path: String) -> Bool {
    var status = stat()
    return lstat(path, &status) == 0
  }

  /// All bytes of a file.
  static func read(_ path: String) throws(RunFailure) -> [UInt8] {
    guard let data = FileManager.default.contents(atPath: path), isFile(path) else {
      throw .inputUnreadable(file: path)
    }
    return Array(data)
  }

  /// Writes a new file and sees it to the disk, unless whoever writes many sees to all of them at once.
  static func write(
    _ bytes: [UInt8], to path: String, mode: mode_t = 0o644, isSynced: Bool = true
  ) throws(RunFailure) {
    try write(parts: [bytes], to: path, mode: mode, isSynced: isSynced)
  }

  /// Writes a new file of parts end to end.
  static func write(
    parts: [[UInt8]], to path: String, mode: mode_t = 0o644, isSynced: Bool = true
  ) throws(RunFailure) {
    let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode)
    guard descriptor >= 0 else { throw .writeFailed(file: path) }
    defer { close(descriptor) }
    let isWritten = parts.allSatisfy { $0.withUnsafeBytes { write($0, to: descriptor) } }
    if !isWritten || isSynced && fsync(descriptor) != 0 { throw .writeFailed(file: path) }
  }

  /// Writes all of some bytes; whether it could.
  private static func write(_ bytes: UnsafeRawBufferPointer, to descriptor: Int32) -> Bool {
    var offset = 0
    while offset < bytes.count {
      let count = Foundation.write(descriptor, bytes.baseAddress?.advanced(by: offset), bytes.count - offset)
      if count < 0, errno == EINTR { continue }
      if count <= 0 { return false }
      offset += count
    }
    return true
  }

  /// Sees a folder's entries to the disk.
  static func sync(folder: String) throws(RunFailure) {
    let descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else { throw .writeFailed(file: folder) }
    defer { close(descriptor) }
    if fsync(descriptor) != 0 { throw .writeFailed(file: folder) }
  }

  /// The time now in UTC, for the manifest and nothing else: `2025-07-01T12:00:00Z`.
  static var timeStamp: String { Date.now.formatted(.iso8601) }

  /// The folder that something stands in.
  static func parent(of path: String) -> String {
    URL(filePath: path).deletingLastPathComponent().path(percentEncoded: false)
  }

  /// The hidden place beside a path where what will stand there is made.
  static func partial(of path: String) -> String {
    "\(parent(of: path))/.\(URL(filePath: path).lastPathComponent).partial-\(getpid())".replacing("//", with: "/")
  }

  /// Today's date, for the review dates of models and nothing else.
  static var today: Day? { day(String(timeStamp.prefix(10))) }

  /// A day written yyyy-mm-dd.
  static func day(_ text: String) -> Day? {
    guard text.wholeMatch(of: /[0-9]{4}-[0-9]{2}-[0-9]{2}/) != nil else { return nil }
    let parts = text.split(separator: "-").compactMap { Int($0) }
    return parts.count == 3 ? Day(year: parts[0], month: parts[1], day: parts[2]) : nil
  }
}

/// A run's folder in the making: a hidden sibling of the final one, renamed when it is complete.
///
/// A run that ends early, by failure or by signal, leaves nothing under the final name; what it had written is removed,
/// and only a killed process can leave the hidden folder behind.
final class RunFolder: OutputInTheMaking, Sendable {
  /// The folder's final name.
  let path: String
  private let partial: String

  /// Makes the hidden folder, so that a folder that cannot be written is found before the long work.
  init(_ path: String) throws(RunFailure) {
    let trimmed = path.count > 1 && path.hasSuffix("/") ? String(path.dropLast()) : path
    self.path = trimmed
    if Files.exists(trimmed) { throw .outputExists(folder: trimmed) }
    partial = Files.partial(of: trimmed)
    if !Interruption.begin(partial) { throw .outputNotWritable(folder: trimmed) }
  }

  /// The folder until it is complete.
  var partialFolder: String { partial }

  /// Where a file stands until the folder is complete.
  func partialPath(_ name: String) -> String { "\(partial)/\(name)" }

  /// Writes one file, in parts end to end, and sees it to the disk; from any thread.
  func write(_ name: String, _ parts: [[UInt8]]) throws(RunFailure) {
    try Files.write(parts: parts, to: "\(partial)/\(name)")
  }

  /// Writes the files, then the manifest, and gives the folder its name.
  func commit(_ files: [(name: String, bytes: [UInt8])]) throws(RunFailure) {
    for file in files { try Files.write(file.bytes, to: "\(partial)/\(file.name)") }
    try Files.sync(folder: partial)
    try finish()
  }

  /// Writes one file of many, in a folder below where its name says so; ``commitMany()`` sees them to the disk.
  func add(_ name: String, _ bytes: [UInt8]) throws(RunFailure) {
    if let slash = name.lastIndex(of: "/") {
      let folder = "\(partial)/\(name[..<slash])"
      do { try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true) } catch {
        throw .writeFailed(file: folder)
      }
    }
    try Files.write(bytes, to: "\(partial)/\(name)", isSynced: false)
  }

  /// Gives the folder its name once everything that was added is on the disk.
  func commitMany() throws(RunFailure) {
    // One wait for all of them: there may be tens of thousands.
    Foundation.sync()
    try finish()
  }

  private func finish() throws(RunFailure) {
    let failure = Interruption.finish {
      if Files.exists(path) { return .outputExists(folder: path) }
      return rename(partial, path) == 0 ? nil : .outputNotWritable(folder: path)
    }
    if let failure { throw failure }
    // The run stands; whether its name has reached the disk yet does not undo it.
    try? Files.sync(folder: Files.parent(of: path))
  }

  /// Removes what there is.
  func discard() { Interruption.discard() }
}
