import Foundation
import SteelyardDomain
import SteelyardEngine
import Synchronization

/// Where a signal's number is written; −1 before there is a pipe.
private let writingEnd = Atomic<Int32>(-1)

/// The handler of a signal.
private func passOn(_ number: Int32) {
  var byte = UInt8(truncatingIfNeeded: number)
  _ = write(writingEnd.load(ordering: .relaxed), &byte, 1)
}

/// What happens on SIGINT, SIGTERM and SIGHUP: programs that were started are ended, unfinished work is removed, and the
/// exit status is 128 + the signal.
///
/// A signal that whoever started this program has it ignore (`nohup`) stays ignored.
enum Interruption {
  /// What is removed.
  private struct Unfinished {
    /// The folder in the making.
    var folder: String?
    /// One that it needs somewhere else.
    var beside: String?
  }

  private static let unfinished = Mutex(Unfinished())

  /// Makes a folder that is removed if the program is interrupted from now on; false where it cannot be made.
  static func begin(_ folder: String) -> Bool {
    watch()
    return unfinished.withLock { unfinished in
      guard mkdir(folder, 0o755) == 0 else { return false }
      unfinished.folder = folder
      return true
    }
  }

  /// Makes a folder in another place, which others may need to reach, that is removed likewise.
  static func begin(beside folder: String) -> Bool {
    watch()
    return unfinished.withLock { unfinished in
      guard mkdir(folder, 0o777) == 0 else { return false }
      unfinished.beside = folder
      return true
    }
  }

  /// Does the last step, after which there is nothing to remove; no interruption comes between the two.
  ///
  /// - Returns: the step's failure, with which the folder stays unfinished.
  static func finish(_ step: () -> RunFailure?) -> RunFailure? {
    unfinished.withLock { unfinished in
      if let failure = step() { return failure }
      unfinished.folder = nil
      return nil
    }
  }

  /// Removes the unfinished folder, and the one in another place: first their names, so that whoever writes into them
  /// finds no way in, then what they hold.
  static func discard() {
    unfinished.withLock { unfinished in
      for folder in [unfinished.folder, unfinished.beside] { if let folder { remove(folder) } }
      unfinished = Unfinished()
    }
  }

  /// The folder in another place is gone.
  static func forgetBeside() { unfinished.withLock { $0.beside = nil } }

  private static func remove(_ folder: String) {
    let aside = folder + ".gone"
    let isAside = rename(folder, aside) == 0
    try? FileManager.default.removeItem(atPath: isAside ? aside : folder)
  }

  /// Handles signals from now on.
  static func watch() { _ = isWatching }

  /// Handles signals by a pipe to a thread of their own: a handler may do no more than write, and whichever thread a signal
  /// comes to, it is not lost. A signal that is ignored and read from a descriptor would be, where a thread of a library
  /// does not hold it off.
  private static let isWatching: Bool = {
    var ends: [Int32] = [-1, -1]
    guard pipe(&ends) == 0 else { return false }
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    let reading = ends[0]
    writingEnd.store(ends[1], ordering: .releasing)
    Thread.detachNewThread { interrupt(on: reading) }
    for number in [SIGINT, SIGTERM, SIGHUP] where !isIgnored(number) { signal(number, passOn) }
    return true
  }()

  private static func isIgnored(_ number: Int32) -> Bool {
    var action = sigaction()
    guard sigaction(number, nil, &action) == 0 else { return false }
    // Two functions cannot be compared, their places can.
    return unsafeBitCast(action.__sigaction_handler.sa_handler, to: Int.self) == unsafeBitCast(SIG_IGN, to: Int.self)
  }

  /// Waits for a signal's number, ends what was started, removes what is unfinished and ends the program.
  private static func interrupt(on descriptor: Int32) {
    var number: UInt8 = 0
    while true {
      let count = read(descriptor, &number, 1)
      if count == 1 { break }
      guard count < 0, errno == EINTR else { return }
    }
    // No lock is given back, so no folder gets its final name after this, and nobody tells of a program that it failed.
    unfinished.withLock { unfinished in
      ChildProcess.endAll {
        for folder in [unfinished.folder, unfinished.beside] { if let folder { remove(folder) } }
        Foundation._exit(128 + Int32(number))
      }
    }
  }
}
