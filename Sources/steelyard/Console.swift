import Foundation
import SteelyardDomain

/// The terminal: text out, messages out, and what can be known of it.
enum Console {
  /// Writes to standard output; a reader that went away ends the program quietly.
  static func out(_ text: String) { write(Array(text.utf8), to: 1) }

  /// Writes bytes to standard output.
  static func out(_ bytes: [UInt8]) { write(bytes, to: 1) }

  /// Writes to standard error.
  static func error(_ text: String) { write(Array(text.utf8), to: 2) }

  /// Whether standard error is a terminal that can redraw a line.
  static var canRedraw: Bool { isatty(2) == 1 && ProcessInfo.processInfo.environment["TERM"] != "dumb" }

  /// Whether standard output takes colour.
  static var takesColour: Bool {
    let environment = ProcessInfo.processInfo.environment
    return isatty(1) == 1 && environment["TERM"] != "dumb" && (environment["NO_COLOR"] ?? "").isEmpty
  }

  /// The width of the terminal in columns, `nil` where standard output is none.
  static var width: Int? { size.flatMap { $0.ws_col > 0 ? Int($0.ws_col) : nil } }

  /// The height of the terminal in lines, `nil` where standard output is none.
  static var height: Int? { size.flatMap { $0.ws_row > 0 ? Int($0.ws_row) : nil } }

  private static var size: winsize? {
    var size = winsize()
    return ioctl(1, UInt(TIOCGWINSZ), &size) == 0 ? size : nil
  }

  /// Ends the program, and with it what it has started.
  static func exit(_ status: Int32) -> Never {
    ChildProcess.endAll {}
    Foundation.exit(status)
  }

  private static func write(_ bytes: [UInt8], to descriptor: Int32) {
    bytes.withUnsafeBytes { buffer in
      var offset = 0
      while offset < buffer.count {
        let count = Foundation.write(descriptor, buffer.baseAddress?.advanced(by: offset), buffer.count - offset)
        if count < 0, errno == EINTR { continue }
        if count <= 0 { return }
        offset += count
      }
    }
  }
}
