import Foundation
import SteelyardDomain
import SteelyardTestSupport
import Testing

@testable import SteelyardIntake

/// A folder of its own for the files of one test, gone when the test is.
final class TemporaryFolder {
  private let folder: URL

  init() throws {
    folder = FileManager.default.temporaryDirectory.appending(path: "steelyard-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: false)
  }

  deinit { try? FileManager.default.removeItem(at: folder) }

  func path(_ name: String) -> String { folder.appending(path: name).path(percentEncoded: false) }

  /// Writes a file and returns its path.
  func file(_ bytes: [UInt8], name: String = "claims.csv") throws -> String {
    try Data(bytes).write(to: folder.appending(path: name))
    return path(name)
  }

  func file(_ text: String, name: String = "claims.csv") throws -> String { try file(Array(text.utf8), name: name) }
}

/// A data record or a damaged place of a table, as texts.
enum TableItem: Equatable, CustomStringConvertible {
  case record([String], line: Int, byteOffset: Int)
  case damaged(Diagnostic.Code, line: Int, byteOffset: Int)

  var description: String {
    switch self {
    case .record(let cells, let line, let byteOffset): "\(line)@\(byteOffset) \(cells)"
    case .damaged(let code, let line, let byteOffset): "\(line)@\(byteOffset) \(code)"
    }
  }
}

/// A whole table as the scanner gives it.
struct ScannedTable {
  var header: [String] = []
  var separator: UInt8 = 0
  var items: [TableItem] = []
  /// How it is written.
  var format = FileFormat()
  /// What is said of the file, by rule and subject.
  var notes: [Diagnostic.Code: [String: Int64]] = [:]
  /// What is said of the file, by rule.
  var counts: [Diagnostic.Code: Int64] { notes.mapValues { $0.values.reduce(0, +) } }

  init(_ file: String, required: [String] = [], _ options: ReadingOptions = ReadingOptions()) throws {
    let scanner = TableScanner(try ByteSource(file), options)
    let request = Header.Request(table: .claims, required: required, optional: [], mapping: [:])
    header = try scanner.readHeader(request).names
    separator = scanner.dialect.separator
    let ahead = options.threads > 1 ? AheadScanner(scanner) : nil
    while true {
      switch try ahead?.next() ?? scanner.next() {
      case .end:
        (format, notes) = (scanner.format, scanner.notes)
        return
      case .damaged(let code, let line, let byteOffset):
        items.append(.damaged(code, line: line, byteOffset: byteOffset))
      case .record(let record):
        let cells = record.fields.map { String(decoding: record.buffer[$0.start..<$0.end], as: UTF8.self) }
        items.append(.record(cells, line: record.line, byteOffset: record.byteOffset))
      }
    }
  }
}

/// What came of reading claim files.
struct ClaimReading {
  var reader: ClaimReader
  var batches: [ClaimBatch] = []

  init(_ request: ClaimReader.Request = .init(cost: .total), files: [String]) throws {
    reader = ClaimReader(request)
    // Small files are of many pieces, too, where several threads read them.
    reader.slabBytes = 300
    var taken: [ClaimBatch] = []
    for file in files { try reader.read(file) { taken.append($0) } }
    batches = taken
  }

  init(_ text: String, _ request: ClaimReader.Request = .init(cost: .total)) throws {
    let folder = try TemporaryFolder()
    try self.init(request, files: [folder.file(text)])
  }

  var account: Reconciliation { reader.files.reduce(into: Reconciliation()) { $0.merge($1.reconciliation) } }

  func column<T>(_ path: KeyPath<ClaimBatch, [T]>) -> [T] { batches.flatMap { $0[keyPath: path] } }

  func texts(_ path: KeyPath<ClaimBatch, [Int32]>, _ table: KeyPath<ClaimIdentifiers, IdentifierTable>) -> [String] {
    column(path).map { $0 < 0 ? "-" : reader.identifiers[keyPath: table].text(of: $0) }
  }
}

/// A header with the fields no claim file can do without, and a clean row under it.
enum SmallClaims {
  static let header = "claim_id,person_id,inst_code,settle_time,disease_code,total_fee"
  static let row = "S1,P1,H33010600001,2025-07-01,M03900,12.34"

  /// A header and rows, with more columns behind the six.
  static func table(_ more: String = "", _ rows: [String]) -> String {
    ([header + (more.isEmpty ? "" : "," + more)] + rows).map { $0 + "\n" }.joined()
  }
}

/// The diagnostics of a refusal, `nil` where nothing was refused.
func refusal(_ body: () throws -> Void) -> [Diagnostic]? {
  do { try body() } catch IntakeFailure.refused(let diagnostics) { return diagnostics } catch { return nil }
  return nil
}

/// Runs a closure on the bytes of a text.
func withBytes<T>(_ text: String, _ body: (UnsafeRawBufferPointer) -> T) -> T {
  Array(text.utf8).withUnsafeBytes(body)
}

extension ClaimAttributes {
  /// The person of a code as the claims tell it.
  func person(_ code: Int32) -> InsuredPerson { persons(Int(code) + 1)[Int(code)] }
}

extension ClaimBatch {
  /// What each row says, but for its number and when it was changed.
  var contents: [[Int64]] {
    (0..<count).map { row in
      let codes = [person[row], institution[row], disease[row], scheme[row], day[row], Int32(age[row])]
      return [totalFen[row], costFen[row], drugFen[row], fundFen[row], Int64(bitPattern: original[row].low)]
        + codes.map(Int64.init) + [refund[row] == .marked ? 1 : 0]
    }
  }
}
