import Foundation
import SteelyardEngine
import Synchronization

/// Where a signal's number is written; −1 before there is a pipe.
private let writingEnd = Atomic<Int32>(-1)

/// The handler of a signal.
private func passOn(_ number: Int32) {
  var byte = UInt8(truncatingIfNeeded: number)
  _ = write(writingEnd.load(ordering: .relaxed), &byte, 1)
}

/// What happens on SIGINT, SIGTERM and SIGHUP: unfinished work is removed, and the exit status is 128 + the signal.
enum Interruption {
  private static let unfinished = Mutex<String?>(nil)

  /// Makes a folder that is removed if the program is interrupted from now on; false where it cannot be made.
  static func begin(_ folder: String) -> Bool {
    install()
    return unfinished.withLock { unfinished in
      guard mkdir(folder, 0o755) == 0 else { return false }
      unfinished = folder
      return true
    }
  }

  /// Does the last step, after which there is nothing to remove; no interruption comes between the two.
  ///
  /// - Returns: the step's failure, with which the folder stays unfinished.
  static func finish(_ step: () -> RunFailure?) -> RunFailure? {
    unfinished.withLock { unfinished in
      if let failure = step() { return failure }
      unfinished = nil
      return nil
    }
  }

  /// Removes the unfinished folder: first its name, so that whoever writes into it finds no way in, then what it holds.
  static func discard() {
    unfinished.withLock { unfinished in
      if let folder = unfinished { remove(folder) }
      unfinished = nil
    }
  }

  private static func remove(_ folder: String) {
    let aside = folder + ".gone"
    let isAside = rename(folder, aside) == 0
    try? FileManager.default.removeItem(atPath: isAside ? aside : folder)
  }

  /// Handles signals by a pipe to a thread of their own: a handler may do no more than write, and whichever thread a signal
  /// comes to, it is not lost. A signal that is ignored and read from a descriptor would be, where a thread of a library
  /// does not hold it off.
  private static func install() {
    guard writingEnd.load(ordering: .acquiring) < 0 else { return }
    var ends: [Int32] = [-1, -1]
    guard pipe(&ends) == 0 else { return }
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    let reading = ends[0]
    writingEnd.store(ends[1], ordering: .releasing)
    Thread.detachNewThread { interrupt(on: reading) }
    for number in [SIGINT, SIGTERM, SIGHUP] {
      signal(number, passOn)
    }
  }

  /// Waits for a signal's number, removes what is unfinished and ends the program.
  private static func interrupt(on descriptor: Int32) {
    var number: UInt8 = 0
    while true {
      let count = read(descriptor, &number, 1)
      if count == 1 { break }
      guard count < 0, errno == EINTR else { return }
    }
    // The lock is not given back, so no folder gets its final name after this.
    unfinished.withLock { folder in
      if let folder { remove(folder) }
      Foundation._exit(128 + Int32(number))
    }
  }
}
