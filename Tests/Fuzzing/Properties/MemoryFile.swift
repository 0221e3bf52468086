import Glibc
import SteelyardDomain
import Synchronization

@testable import SteelyardIntake

/// A file in memory with a path, so that the readers open an input as they open any file.
final class MemoryFile {
  /// How many were made: each has a name until it is open.
  private static let made = Atomic(0)

  private let descriptor: Int32
  /// Where it can be opened.
  var path: String { "/proc/self/fd/\(descriptor)" }

  init(_ bytes: [UInt8]) {
    let number = Self.made.wrappingAdd(1, ordering: .relaxed).newValue
    let name = "/steelyard-input-\(getpid())-\(number)"
    descriptor = shm_open(name, O_RDWR | O_CREAT | O_EXCL, 0o600)
    precondition(descriptor >= 0, "a file in memory can be made")
    shm_unlink(name)
    var written = 0
    while written < bytes.count {
      let step = bytes.withUnsafeBytes { write(descriptor, $0.baseAddress.map { $0 + written }, bytes.count - written) }
      precondition(step > 0, "a file in memory can be written")
      written += step
    }
  }

  deinit { close(descriptor) }
}

/// What a reader came to: a value, or the rules by which it refused.
enum Reading<Value: Equatable>: Equatable {
  case read(Value)
  case refused([Diagnostic.Code])
  /// The system refused, which no input in memory may bring about.
  case failed

  init(_ body: () throws -> Value) {
    do {
      self = .read(try body())
    } catch IntakeFailure.refused(let diagnostics) {
      self = .refused(diagnostics.map(\.code))
    } catch {
      self = .failed
    }
  }

  /// Whether it is a value, or a refusal that says why.
  var isAccounted: Bool {
    switch self {
    case .read: true
    case .refused(let codes): !codes.isEmpty && codes.allSatisfy { $0.severity == .fatal }
    case .failed: false
    }
  }
}
