import Foundation
import Glibc
import SteelyardDomain
import SteelyardIntake

/// Reads one file of a kind again and again, checks where its rows went, and keeps the least processor time.
struct Measurement {
  let damage: Damage
  let rows: Int
  let path: String
  private(set) var bytes = 0
  /// The least seconds of the processor in the program's own code.
  private(set) var seconds = Double.infinity

  init(_ damage: Damage, rows: Int, folder: String) {
    (self.damage, self.rows) = (damage, rows)
    path = "\(folder)/\(damage.name.replacingOccurrences(of: " ", with: "-"))-\(rows).csv"
  }

  /// Writes the file.
  mutating func make() throws {
    var content = Data(damage.header)
    for number in 0..<rows { content.append(contentsOf: damage.line(Claim(number))) }
    bytes = content.count
    try content.write(to: URL(filePath: path))
  }

  /// Reads the file once.
  mutating func run() throws {
    var request = ClaimReader.Request(cost: .total)
    // Rows that are changed one cell at a time do not add up; that is another rule's affair.
    request.thresholds.identityBrokenShare = 1
    request.thresholds.identifierRoundedShare = 1
    var reader = ClaimReader(request)
    var accepted = 0
    let start = Self.processorSeconds()
    try reader.read(path) { accepted += $0.count }
    seconds = min(seconds, Self.processorSeconds() - start)
    guard let account = reader.files.first?.reconciliation, account.balances else {
      throw Wrong(path, "rows were lost")
    }
    let (rejected, excluded) = (account.rejectedTotal.rows, account.excludedTotal.rows)
    let isRight =
      switch damage.fate {
      case .accepted: accepted == rows && rejected == 0
      case .rejected: accepted == 0 && rejected == rows
      case .excluded: accepted == 0 && excluded == rows
      }
    if !isRight { throw Wrong(path, "\(accepted) accepted, \(rejected) rejected, \(excluded) excluded") }
  }

  /// The processor time of a byte beside that of a byte of another file.
  func ratio(to other: Measurement) -> Double {
    seconds / Double(bytes) / (other.seconds / Double(other.bytes))
  }

  private static func processorSeconds() -> Double {
    var usage = rusage()
    getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
    return Double(usage.ru_utime.tv_sec) + Double(usage.ru_utime.tv_usec) / 1e6
  }

  /// An answer that is not the one expected.
  struct Wrong: Error, CustomStringConvertible {
    let description: String

    init(_ path: String, _ what: String) { description = "\(path): \(what)" }
  }
}
