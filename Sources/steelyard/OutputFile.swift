import Foundation
import SteelyardEngine
import SteelyardReports

/// What is in the making under a hidden name until it is complete.
protocol OutputInTheMaking {
  /// Begins under the hidden name.
  init(_ path: String) throws(RunFailure)
  /// Removes what there is.
  func discard()
}

extension OutputInTheMaking {
  /// Has it made by some work, which gives it its name at its end; where that fails, nothing is left.
  static func making(_ path: String, _ work: (Self) throws -> Void) throws {
    let output = try Self(path)
    do { try work(output) } catch {
      output.discard()
      throw error
    }
  }
}

/// A file in the making: in a hidden folder beside it, linked to its name when it is complete.
///
/// A command that ends early, by failure or by signal, leaves nothing under the name, and never writes over a file.
final class OutputFile: OutputInTheMaking, Sendable {
  private let path: String
  private let partial: String

  /// Makes the hidden folder, so that a place that cannot be written is found before the work.
  init(_ path: String) throws(RunFailure) {
    self.path = path
    if Files.exists(path) { throw .usage(Wording.Failure.exportExists(file: path)) }
    partial = Files.partial(of: path)
    if path.isEmpty || path.hasSuffix("/") || !Interruption.begin(partial) { throw .writeFailed(file: path) }
  }

  /// Writes the bytes and gives the file its name.
  func commit(_ bytes: [UInt8]) throws(RunFailure) {
    let whole = "\(partial)/file"
    try Files.write(bytes, to: whole)
    // A link, unlike a new name, never takes the place of a file that came meanwhile.
    let failure = Interruption.finish {
      if link(whole, path) == 0 { return nil }
      return errno == EEXIST ? .usage(Wording.Failure.exportExists(file: path)) : .writeFailed(file: path)
    }
    if let failure { throw failure }
    try? FileManager.default.removeItem(atPath: partial)
    try? Files.sync(folder: Files.parent(of: path))
  }

  /// Removes what there is.
  func discard() { Interruption.discard() }
}
