import Foundation
import SteelyardEngine
import SteelyardReports

/// How many threads a command works on.
enum Threads {
  /// As many as are asked for, all cores where nothing is.
  ///
  /// - Throws: ``RunFailure/usage(_:)`` for fewer than one.
  static func checked(_ asked: Int?) throws(RunFailure) -> Int {
    let threads = asked ?? ProcessInfo.processInfo.activeProcessorCount
    if threads < 1 { throw .usage(Wording.Failure.optionInvalid("--threads", "\(threads)", ["1", "2"])) }
    return threads
  }
}
