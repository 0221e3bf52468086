import Glibc
import SteelyardDomain

/// A file that a program of the user's turns into CSV, which is read from its standard output: Parquet, for which Debian has
/// no library of its own (Formats/claims.md).
///
/// *Edge cases*: the end is given only where the program ended with 0; one that fails, or is killed, is damage and never an
/// early end. What it says on standard error is dropped, for it may quote rows. A program that nobody reads any more is
/// ended.
final class ConvertedFile {
  /// The environment's name for the program that reads Parquet; it is given the file's path and nothing else.
  static let variable = "STEELYARD_PARQUET"

  /// The program that reads Parquet, `nil` where the user names none.
  static var parquetProgram: String? {
    guard let path = getenv(variable).map({ String(cString: $0) }), !path.isEmpty else { return nil }
    return path
  }

  private let name: String
  private let descriptor: Int32
  private let program: ChildProcess

  /// Starts the program.
  ///
  /// - Throws: ``IntakeFailure/unreadable(file:)`` with the program's name where it cannot be started.
  init(_ name: String, by program: String) throws(IntakeFailure) {
    self.name = name
    var ends: [Int32] = [-1, -1]
    guard pipe(&ends) == 0 else { throw .unreadable(file: name) }
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    defer { close(ends[1]) }
    // A path that begins with a hyphen is no option.
    let path = name.hasPrefix("-") ? "./\(name)" : name
    do { self.program = try ChildProcess(program, [path], output: .descriptor(ends[1])) } catch {
      close(ends[0])
      throw .unreadable(file: program)
    }
    descriptor = ends[0]
  }

  // The pipe first: a program that still writes ends by it.
  deinit { close(descriptor) }

  /// Fills a buffer as far as there is something; 0 bytes mean the end.
  ///
  /// - Throws: ``IntakeFailure/refused(_:)`` where the program did not end with 0.
  func read(into target: UnsafeMutableRawBufferPointer) throws(IntakeFailure) -> Int {
    while true {
      let count = Glibc.read(descriptor, target.baseAddress, target.count)
      if count < 0, errno == EINTR { continue }
      if count > 0 { return count }
      guard count == 0, program.wait() else {
        throw .refused([Diagnostic(.compressionDamaged, at: .init(file: name, line: 1))])
      }
      return 0
    }
  }
}
