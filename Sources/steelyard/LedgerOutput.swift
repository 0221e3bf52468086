import Foundation
import SteelyardEngine

/// A new ledger's folder in the making, for its owner alone: complete or not there at all.
struct LedgerOutput {
  /// The mode of every file of a ledger: persons' numbers are in them.
  static let fileMode: mode_t = 0o600

  private let folder: RunFolder

  init(_ path: String) throws(RunFailure) {
    folder = try RunFolder(path)
    if chmod(folder.partialFolder, 0o700) != 0 { throw .outputNotWritable(folder: folder.path) }
  }

  /// The folder's final name.
  var path: String { folder.path }

  /// Writes a segment.
  func add(_ segment: LedgerIndex.Segment, _ bytes: [UInt8]) throws(RunFailure) {
    try Files.write(bytes, to: folder.partialPath(segment.fileName), mode: Self.fileMode)
  }

  /// Writes the index and gives the folder its name.
  func commit(_ index: LedgerIndex) throws(RunFailure) {
    try Files.write(index.encoded(), to: folder.partialPath(LedgerIndex.fileName), mode: Self.fileMode)
    try folder.commit([])
  }

  /// Removes what there is.
  func discard() { folder.discard() }
}

/// Segments on their way into a ledger that is there: none counts until the index that names them replaces the old one.
///
/// One at a time may add to a ledger; who reads it meanwhile sees the old index or the new one.
final class LedgerAddition {
  /// What is in the ledger until now.
  let index: LedgerIndex
  private let path: String
  private let lock: Int32
  private var added: [String] = []

  /// Opens a ledger and keeps others from adding to it until this is gone.
  ///
  /// - Throws: ``RunFailure/ledgerBusy(folder:)`` where another is adding; what ``LedgerFolder`` throws.
  init(_ path: String) throws(RunFailure) {
    let lock = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard lock >= 0 else { throw .notALedger(folder: path) }
    let folder: LedgerFolder
    do throws(RunFailure) {
      if flock(lock, LOCK_EX | LOCK_NB) != 0 { throw .ledgerBusy(folder: path) }
      // Read under the lock: it is the index that the new one replaces.
      folder = try LedgerFolder(path)
    } catch {
      close(lock)
      throw error
    }
    (self.path, self.lock, index) = (path, lock, folder.index)
    // Left behind by a program that was killed; they hold persons' numbers.
    for name in folder.unnamedFiles where name.wholeMatch(of: /(\.partial-)?[0-9a-f]{64}\.segment/) != nil {
      unlink("\(path)/\(name)")
    }
  }

  deinit { close(lock) }

  private static let partialPrefix = ".partial-"

  /// Writes a segment under its name.
  func add(_ segment: LedgerIndex.Segment, _ bytes: [UInt8]) throws(RunFailure) {
    try put(bytes, at: segment.fileName)
    added.append(segment.fileName)
  }

  /// Puts the index in the place of the old one, unless nothing was added.
  func commit(_ index: LedgerIndex) throws(RunFailure) {
    if added.isEmpty { return }
    try Files.sync(folder: path)
    try put(index.encoded(), at: LedgerIndex.fileName)
    added = []
    try Files.sync(folder: path)
  }

  /// Removes the segments that no index names.
  func discard() {
    for name in added { unlink("\(path)/\(name)") }
    added = []
  }

  /// Writes a file under another name, sees it to the disk, and renames it.
  private func put(_ bytes: [UInt8], at name: String) throws(RunFailure) {
    let partial = "\(path)/\(Self.partialPrefix)\(name)"
    do throws(RunFailure) {
      try Files.write(bytes, to: partial, mode: LedgerOutput.fileMode)
      if rename(partial, "\(path)/\(name)") != 0 { throw .writeFailed(file: "\(path)/\(name)") }
    } catch {
      unlink(partial)
      throw error
    }
  }
}
