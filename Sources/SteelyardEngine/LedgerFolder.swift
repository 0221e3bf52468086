import Foundation
public import SteelyardDomain
import SteelyardLedger

/// A ledger on disk: a folder with an index and segments (Formats/ledger.md), to be read.
public struct LedgerFolder: Sendable {
  /// The folder.
  public let path: String
  /// What is in it.
  public let index: LedgerIndex
  /// SHA-256 of the index file.
  public let sha256: String

  /// Opens a ledger: its index is read, no segment is.
  ///
  /// - Throws: ``RunFailure/notALedger(folder:)`` without an index, ``RunFailure/ledgerDamaged(file:part:)`` where it is
  ///   not as it was written, ``RunFailure/ledgerReadOtherwise(folder:_:)`` of another version of the format.
  public init(_ path: String) throws(RunFailure) {
    self.path = path
    let file = "\(path)/\(LedgerIndex.fileName)"
    guard let bytes = Self.bytes(of: file, most: Self.indexBytesMaximum) else {
      if errno == ENOENT || errno == ENOTDIR { throw .notALedger(folder: path) }
      throw .inputUnreadable(file: file)
    }
    guard let index = LedgerIndex.decode(bytes) else {
      guard let format = LedgerIndex.statedFormat(bytes), format != LedgerIndex.format,
        format.wholeMatch(of: /steelyard-ledger\/[0-9]+/) != nil
      else { throw .ledgerDamaged(file: file, part: "") }
      throw .ledgerReadOtherwise(folder: path, [format])
    }
    self.index = index
    sha256 = ContentHash.of(bytes)
  }

  /// The bytes of a segment, held against the hash that names it.
  ///
  /// - Throws: ``RunFailure/ledgerDamaged(file:part:)``, with the part that is damaged where it can be told.
  public func bytes(of segment: LedgerIndex.Segment) throws(RunFailure) -> [UInt8] {
    let file = "\(path)/\(segment.fileName)"
    guard let bytes = Self.bytes(of: file, most: segment.bytes) else {
      if errno == EACCES { throw .inputUnreadable(file: file) }
      throw .ledgerDamaged(file: file, part: "")
    }
    if bytes.count != segment.bytes || ContentHash.of(bytes) != segment.sha256 {
      throw .ledgerDamaged(file: file, part: LedgerSegment.damagedParts(of: bytes).joined(separator: ", "))
    }
    return bytes
  }

  /// What a segment holds, held against the index.
  ///
  /// - Throws: ``RunFailure/ledgerDamaged(file:part:)``.
  public func extract(of segment: LedgerIndex.Segment) throws(RunFailure) -> ClaimExtract {
    let file = "\(path)/\(segment.fileName)"
    let bytes = try bytes(of: segment)
    let read: LedgerSegment
    do { read = try LedgerSegment(decoding: bytes) } catch {
      throw .ledgerDamaged(file: file, part: error.part)
    }
    let terms = try? JSONDecoder().decode(LedgerTerms.self, from: Data(read.terms))
    if terms != index.terms { throw .ledgerDamaged(file: file, part: "terms") }
    // The hash was compared: what differs is what the index says of it.
    let inputs = zip(read.extract.files, read.extract.contents).map {
      LedgerIndex.Input(name: $0.name, sha256: $0.sha256, content: $1)
    }
    if inputs != segment.inputs || read.extract.rows.count != segment.rows {
      throw .ledgerDamaged(file: "\(path)/\(LedgerIndex.fileName)", part: "segments")
    }
    return read.extract
  }

  /// Checks every byte: each segment against its name, each of its parts against its own hash, its counts and sums
  /// against each other and the index.
  ///
  /// - Throws: ``RunFailure/ledgerDamaged(file:part:)`` at the first damage.
  public func verify() throws(RunFailure) {
    for segment in index.segments {
      let parts = LedgerSegment.damagedParts(of: try bytes(of: segment))
      if !parts.isEmpty {
        throw .ledgerDamaged(file: "\(path)/\(segment.fileName)", part: parts.joined(separator: ", "))
      }
      _ = try extract(of: segment)
    }
  }

  /// The files of the folder that its index does not name, by name: what a program that was killed left behind.
  public var unnamedFiles: [String] {
    let known = Set(index.segments.map(\.fileName) + [LedgerIndex.fileName])
    let names = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
    return names.filter { !known.contains($0) }.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }

  /// The most bytes of an index, 100 times one with a segment for every day of a century.
  private static let indexBytesMaximum = 1 << 30

  /// All bytes of a file; `nil` where it cannot be read, is no file, or holds more than it may, with `errno` as the system
  /// left it. A segment is large, so they are copied once.
  private static func bytes(of file: String, most limit: Int) -> [UInt8]? {
    // Not to wait for the other end of a pipe.
    let descriptor = open(file, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG, status.st_size <= limit else {
      errno = EINVAL
      return nil
    }
    let size = Int(status.st_size)
    let bytes = [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
      while count < size {
        let more = read(descriptor, buffer.baseAddress?.advanced(by: count), size - count)
        if more < 0, errno == EINTR { continue }
        if more <= 0 { return }
        count += more
      }
    }
    return bytes.count == size ? bytes : nil
  }
}
