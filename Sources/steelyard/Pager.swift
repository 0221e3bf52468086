import Foundation

/// Shows what is longer than a terminal page by page, and stays away everywhere else.
///
/// `PAGER` names the program, `less` where nothing is named; an empty `PAGER` wants none. What is shorter than the terminal,
/// goes to a file or a pipe, or to a terminal that can do nothing (`TERM=dumb`), is written as it is; so is a text whose
/// pager is not there.
enum Pager {
  /// Writes a text to standard output, through the pager where it does not fit.
  static func show(_ text: String) {
    guard let command, let height = Console.height, text.utf8.count(where: { $0 == 10 }) >= height else {
      return Console.out(text)
    }
    // Statuses of a shell that could not run a program.
    if [126, 127].contains(run(command, text)) { Console.out(text) }
  }

  /// The program that is wanted, as a shell takes it; `nil` where none is.
  private static var command: String? {
    let environment = ProcessInfo.processInfo.environment
    if environment["TERM"] == "dumb" { return nil }
    let command = environment["PAGER"] ?? "less"
    return command.isEmpty ? nil : command
  }

  /// Hands a text to a pager and waits until its reader has seen enough.
  ///
  /// - Returns: its exit status; 127 where no shell starts.
  private static func run(_ command: String, _ text: String) -> Int32 {
    let pager = Process()
    pager.executableURL = URL(filePath: "/bin/sh")
    pager.arguments = ["-c", command]
    // Colours, no clearing at the end, and no waiting where it fits after all; what the user set goes first.
    pager.environment = ["LESS": "FRX"].merging(ProcessInfo.processInfo.environment) { $1 }
    let pipe = Pipe()
    pager.standardInput = pipe
    do { try pager.run() } catch { return 127 }
    // A pager that is left early closes the pipe, and an interrupt is the pager's.
    signal(SIGPIPE, SIG_IGN)
    signal(SIGINT, SIG_IGN)
    try? pipe.fileHandleForWriting.write(contentsOf: Data(text.utf8))
    try? pipe.fileHandleForWriting.close()
    pager.waitUntilExit()
    return pager.terminationStatus
  }
}
