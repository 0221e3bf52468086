import Dispatch
import Foundation
import SteelyardEngine
import Synchronization

/// What happens on SIGINT, SIGTERM and SIGHUP: unfinished work is removed, and the exit status is 128 + the signal.
enum Interruption {
  private static let unfinished = Mutex<String?>(nil)
  private static let sources = Mutex<[any DispatchSourceSignal]>([])

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

  private static func install() {
    sources.withLock { sources in
      guard sources.isEmpty else { return }
      let signals = [SIGINT, SIGTERM, SIGHUP]
      // A source is registered by another thread, in its own time: a signal that comes before is held, not lost.
      var held = sigset_t()
      sigemptyset(&held)
      for number in signals { sigaddset(&held, number) }
      pthread_sigmask(SIG_BLOCK, &held, nil)
      for number in signals {
        signal(number, SIG_IGN)
        let source = DispatchSource.makeSignalSource(signal: number, queue: .global(qos: .userInteractive))
        source.setEventHandler { @Sendable in
          // The lock is not given back, so no folder gets its final name after this.
          unfinished.withLock { folder in
            if let folder { remove(folder) }
            Foundation._exit(128 + number)
          }
        }
        source.resume()
        sources.append(source)
      }
    }
  }
}
