import Dispatch
import Foundation
import SteelyardReports
import Synchronization

/// What happens on SIGINT, SIGTERM and SIGHUP: unfinished work is removed, and the exit status is 128 + the signal.
enum Interruption {
  private static let unfinished = Mutex<String?>(nil)
  private static let sources = Mutex<[any DispatchSourceSignal]>([])

  /// Removes a folder if the program is interrupted from now on.
  static func removeWhenInterrupted(_ folder: String) {
    unfinished.withLock { $0 = folder }
    sources.withLock { sources in
      guard sources.isEmpty else { return }
      for number in [SIGINT, SIGTERM, SIGHUP] {
        signal(number, SIG_IGN)
        let source = DispatchSource.makeSignalSource(signal: number, queue: .global(qos: .userInteractive))
        source.setEventHandler { @Sendable in
          // The lock is not given back: nothing is renamed or written after this.
          unfinished.withLock { folder in
            if let folder { try? FileManager.default.removeItem(atPath: folder) }
            Foundation._exit(128 + number)
          }
        }
        source.resume()
        sources.append(source)
      }
    }
  }

  /// The unfinished folder is finished or gone.
  static func nothingToRemove() { unfinished.withLock { $0 = nil } }
}
