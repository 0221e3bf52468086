import Foundation
import SteelyardDomain
import SteelyardIntake
import SteelyardReports

/// One line on the terminal that tells how far reading is: rows, rows a second, time left. Silent where no one looks.
final class ProgressLine {
  private let language: Language
  private var started = ContinuousClock.now
  private var rowsBefore: Int64 = 0
  private var file = ""
  private var shownAt = ContinuousClock.now - .seconds(1)
  private let isShown = Console.canRedraw
  private var hasShown = false

  init(language: Language) { self.language = language }

  /// Shows the state, at most five times a second.
  func update(_ progress: ClaimReader.Progress) {
    if progress.file != file { (file, started, rowsBefore) = (progress.file, .now, progress.rows) }
    guard isShown, shownAt.duration(to: .now) > .milliseconds(200) else { return }
    shownAt = .now
    hasShown = true
    let spent = started.duration(to: .now)
    let seconds = Double(spent.components.seconds) + Double(spent.components.attoseconds) / 1e18
    let share = progress.bytesExpected > 0 ? Double(progress.bytes) / Double(progress.bytesExpected) : nil
    let line = Wording.progress(
      file: progress.file, rows: progress.rows,
      rowsPerSecond: seconds > 0 ? Double(progress.rows - rowsBefore) / seconds : 0,
      share: share, secondsLeft: share.flatMap { $0 > 0 ? seconds * (1 - $0) / $0 : nil })
    Console.error("\r\u{1B}[K" + line.text(language))
  }

  /// Takes the line away.
  func clear() {
    if hasShown { Console.error("\r\u{1B}[K") }
    hasShown = false
  }
}
