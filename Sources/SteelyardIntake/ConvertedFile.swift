import Glibc
import SteelyardDomain

/// A file that a program of the user's turns into CSV, which is read from its standard output: Parquet, for which Debian has
/// no library of its own (Formats/claims.md).
///
/// *Edge cases*: the end is given only where the program ended with 0; one that fails, or is killed, is damage and never an
/// early end. What it says on standard error is dropped, for it may quote rows.
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
  private var process: pid_t

  /// Starts the program; no shell has a part in it.
  ///
  /// - Throws: ``IntakeFailure/unreadable(file:)`` with the program's name where it cannot be started.
  init(_ name: String, by program: String) throws(IntakeFailure) {
    self.name = name
    var ends: [Int32] = [-1, -1]
    guard pipe(&ends) == 0 else { throw .unreadable(file: name) }
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
    posix_spawn_file_actions_adddup2(&actions, ends[1], 1)
    posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY, 0)
    // A path that begins with a hyphen is no option.
    let path = name.hasPrefix("-") ? "./\(name)" : name
    var arguments: [UnsafeMutablePointer<CChar>?] = [strdup(program), strdup(path), nil]
    defer { for argument in arguments { free(argument) } }
    var process: pid_t = 0
    let status = posix_spawnp(&process, program, &actions, nil, &arguments, environ)
    close(ends[1])
    guard status == 0 else {
      close(ends[0])
      throw .unreadable(file: program)
    }
    (descriptor, self.process) = (ends[0], process)
  }

  deinit {
    close(descriptor)
    // Nobody reads on: the program ends by its pipe, or is ended.
    if process > 0 {
      kill(process, SIGTERM)
      _ = wait()
    }
  }

  /// Fills a buffer as far as there is something; 0 bytes mean the end.
  ///
  /// - Throws: ``IntakeFailure/refused(_:)`` where the program did not end with 0.
  func read(into target: UnsafeMutableRawBufferPointer) throws(IntakeFailure) -> Int {
    while true {
      let count = Glibc.read(descriptor, target.baseAddress, target.count)
      if count < 0, errno == EINTR { continue }
      if count > 0 { return count }
      guard count == 0, process == 0 || wait() == 0 else {
        throw .refused([Diagnostic(.compressionDamaged, at: .init(file: name, line: 1))])
      }
      return 0
    }
  }

  /// Waits for the program's end; its status as the system gives it.
  private func wait() -> Int32 {
    var status: Int32 = -1
    while waitpid(process, &status, 0) < 0, errno == EINTR {}
    process = 0
    return status
  }
}
