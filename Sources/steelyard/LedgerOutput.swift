import Foundation
import SteelyardEngine

/// A new ledger's folder in the making, for its owner alone: complete or not there at all.
struct LedgerOutput: OutputInTheMaking {
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

/// Segments on their way into a ledger that is there, in a hidden folder of it: none counts until the index that names
/// them replaces the old one.
///
/// One at a time may add to a ledger; who reads it meanwhile sees the old index or the new one. What a program that was
/// killed left behind holds persons' numbers, and is removed by the next.
final class LedgerAddition: OutputInTheMaking {
  /// What is in the ledger until now.
  let index: LedgerIndex
  private let path, partial: String
  private let lock: Int32
  private var added: [String] = []

  /// Opens a ledger and keeps others from adding to it until this is gone.
  ///
  /// - Throws: ``RunFailure/ledgerBusy(folder:)`` where another is adding; what ``LedgerFolder`` throws.
  init(_ path: String) throws(RunFailure) {
    let lock = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard lock >= 0 else { throw errno == EACCES ? .inputUnreadable(file: path) : .notALedger(folder: path) }
    let partial = "\(path)/.partial"
    do throws(RunFailure) {
      if flock(lock, LOCK_EX | LOCK_NB) != 0 {
        throw errno == EWOULDBLOCK ? .ledgerBusy(folder: path) : .writeFailed(file: path)
      }
      // Read under the lock: it is the index that the new one replaces.
      let folder = try LedgerFolder(path)
      for name in folder.unnamedFiles where name == ".partial" || name.wholeMatch(of: /[0-9a-f]{64}\.segment/) != nil {
        try? FileManager.default.removeItem(atPath: "\(path)/\(name)")
      }
      if !Interruption.begin(partial) || chmod(partial, 0o700) != 0 { throw .writeFailed(file: partial) }
      index = folder.index
    } catch {
      close(lock)
      throw error
    }
    (self.path, self.partial, self.lock) = (path, partial, lock)
  }

  deinit { close(lock) }

  /// Writes a segment.
  func add(_ segment: LedgerIndex.Segment, _ bytes: [UInt8]) throws(RunFailure) {
    try Files.write(bytes, to: "\(partial)/\(segment.fileName)", mode: LedgerOutput.fileMode)
    added.append(segment.fileName)
  }

  /// Moves the segments to their place and the index to that of the old one, unless nothing was added.
  func commit(_ index: LedgerIndex) throws(RunFailure) {
    if added.isEmpty { return discard() }
    try Files.write(index.encoded(), to: "\(partial)/\(LedgerIndex.fileName)", mode: LedgerOutput.fileMode)
    let failure = Interruption.finish {
      do throws(RunFailure) {
        for name in added { try move(name) }
        // No index on the disk may name a segment that is not.
        try Files.sync(folder: path)
        try move(LedgerIndex.fileName)
        return nil
      } catch { return error }
    }
    if let failure { throw failure }
    added = []
    try? FileManager.default.removeItem(atPath: partial)
    // The index stands, whether or not its name has reached the disk yet.
    try? Files.sync(folder: path)
  }

  private func move(_ name: String) throws(RunFailure) {
    if rename("\(partial)/\(name)", "\(path)/\(name)") != 0 { throw .writeFailed(file: "\(path)/\(name)") }
  }

  /// Removes what no index names.
  func discard() {
    Interruption.discard()
    for name in added { unlink("\(path)/\(name)") }
    added = []
  }
}
