import Foundation
import SteelyardDomain
import Testing

@testable import SteelyardIntake
@testable import SteelyardLedger

/// What a case looks at beside rows and money.
typealias MatrixView = @Sendable (MatrixReading) -> String

/// What came of the files of a case, once the ledger is made.
struct MatrixReading {
  let reader: ClaimReader
  let rows: HeldRows
  let ledger: Ledger

  /// Names of institutions, by code's text.
  var names: [String] {
    (0..<Int32(reader.identifiers.institutions.count)).map { reader.attributes.institution($0, id: "").name }
  }

  /// Days with a visit, over all persons.
  var visits: Int { ledger.entries.reduce(0) { $0 + $1.days.nonzeroBitCount } }

  static let name: MatrixView = { "name " + $0.names.filter { !$0.isEmpty }.joined(separator: " / ") }
  static let encoding: MatrixView = { $0.reader.files.map(\.format.encoding).joined(separator: ", ") }
  static let dialect: MatrixView = { reading in
    reading.reader.files.map { "separator \($0.format.separator), quote \($0.format.quote)" }.joined(separator: "; ")
  }
  static let headerLine: MatrixView = { "header at line \($0.reader.files.first?.format.headerLine ?? 0)" }
  static let days: MatrixView = { "days " + $0.rows.day.map { "\(Day(number: $0))" }.joined(separator: ", ") }
  static let persons: MatrixView = { "persons \($0.reader.identifiers.persons.count)" }
  static let institutions: MatrixView = { "institutions \($0.reader.identifiers.institutions.count)" }
  static let parts: MatrixView = { "from " + $0.reader.files.map(\.format.part).joined(separator: ", ") }
  static let visitDays: MatrixView = { "\($0.visits) visit days" }
}

/// Runs a case in a folder of its own.
enum MatrixRun {
  /// - Parameter slabBytes: how many bytes of a file are decoded in one piece by several threads.
  static func outcome(of example: MatrixCase, slabBytes: Int = Slab.bytesUsual) throws -> MatrixOutcome {
    let folder = try TemporaryFolder()
    var files: [String] = []
    for (position, input) in example.inputs.enumerated() { files.append(try lay(input, position, folder)) }
    do {
      return example.isLines ? try lines(files, example) : try claims(files, example, slabBytes)
    } catch IntakeFailure.refused(let diagnostics) {
      return MatrixOutcome(refused: diagnostics.map { "\($0.code.rawValue) at line \($0.location.line)" })
    } catch IntakeFailure.changedWhileReading {
      return MatrixOutcome(refused: ["changed while it was read"])
    }
  }

  private static func lay(_ input: MatrixInput, _ position: Int, _ folder: TemporaryFolder) throws -> String {
    let name = "claims\(position).csv"
    let path = folder.path(name)
    switch input {
    case .text(let text), .growing(let text), .replaced(let text): return try folder.file(text, name: name)
    case .bytes(let bytes): return try folder.file(bytes, name: name)
    case .named(let name, let bytes): return try folder.file(bytes, name: name)
    case .system(let path): return path
    case .folder: try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
    case .pipe(let bytes):
      try #require(mkfifo(path, 0o600) == 0)
      Thread {
        guard let handle = FileHandle(forWritingAtPath: path) else { return }
        try? handle.write(contentsOf: Data(bytes))
        try? handle.close()
      }.start()
    case .socket:
      let descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
      defer { close(descriptor) }
      var address = sockaddr_un()
      address.sun_family = sa_family_t(AF_UNIX)
      let letters = path.utf8CString
      try #require(letters.count <= MemoryLayout.size(ofValue: address.sun_path))
      withUnsafeMutableBytes(of: &address.sun_path) { target in letters.withUnsafeBytes { target.copyMemory(from: $0) }
      }
      let size = socklen_t(MemoryLayout<sockaddr_un>.size)
      let result = withUnsafePointer(to: &address) { pointer in
        pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { bind(descriptor, $0, size) }
      }
      try #require(result == 0)
    }
    return path
  }

  private static func claims(
    _ files: [String], _ example: MatrixCase, _ slabBytes: Int
  ) throws -> MatrixOutcome {
    var reader = ClaimReader(example.request)
    reader.slabBytes = slabBytes
    var builder = LedgerBuilder()
    for (file, input) in zip(files, example.inputs) {
      try reader.read(file, progress: { _ in disturb(file, input) }, into: { builder.add($0) })
    }
    var outcome = MatrixOutcome()
    if builder.mayOverflow { return .refused("sums leave 63 bits of fen") }
    var account = reader.files.reduce(into: Reconciliation()) { $0.merge($1.reconciliation) }
    let rows = builder.rows
    let isolated = builder.isolatedRows(in: example.period)
    var deaths: [Int32: Day] = [:]
    for (person, day) in example.deaths {
      if let code = reader.identifiers.persons.knownCode(of: person) { deaths[code] = Day(number: day) }
    }
    let scope = LedgerBuilder.Scope(
      period: example.period, isInArea: Array(repeating: true, count: reader.identifiers.institutions.count),
      deaths: deaths)
    let (ledger, findings) = builder.finish(identifiers: reader.identifiers, scope: scope, threads: 1)
    outcome.notes = reader.noteCounts.mapValues { $0.values.reduce(0, +) }
    if isolated > 0 { outcome.notes[.settlementDayIsolated] = isolated }
    var listed = reader.diagnostics
    for finding in findings {
      if finding.code.severity == .note {
        outcome.notes[finding.code, default: 0] += 1
      } else {
        account.withdraw(finding.code, fen: finding.totalFen)
        listed.append(Diagnostic(finding.code, at: .init(file: "", line: finding.line)))
      }
    }
    #expect(account.balances)
    fill(&outcome, account, listed)
    let reading = MatrixReading(reader: reader, rows: rows, ledger: ledger)
    outcome.shown = example.view?(reading) ?? ""
    return outcome
  }

  private static func lines(_ files: [String], _ example: MatrixCase) throws -> MatrixOutcome {
    var reader = FeeLineReader(mapping: example.request.mapping)
    for file in files { try reader.read(file) { _ in } }
    var outcome = MatrixOutcome()
    outcome.notes = reader.noteCounts.mapValues { $0.values.reduce(0, +) }
    let account = reader.files.reduce(into: Reconciliation()) { $0.merge($1.reconciliation) }
    #expect(account.balances)
    fill(&outcome, account, reader.diagnostics)
    return outcome
  }

  private static func fill(_ outcome: inout MatrixOutcome, _ account: Reconciliation, _ listed: [Diagnostic]) {
    outcome.notes[.optionalColumnAbsent] = nil
    outcome.accepted = MatrixFlow(rows: account.accepted.rows, fen: account.accepted.fen)
    for (code, flow) in account.rejected.merging(account.excluded, uniquingKeysWith: +) {
      outcome.left[code] = MatrixFlow(rows: flow.rows, fen: flow.fen)
    }
    let rejected = listed.filter { $0.code.severity == .rejected }
    for (code, places) in Dictionary(grouping: rejected, by: \.code)
    where places.count <= MatrixOutcome.placesMaximum {
      outcome.places[code] = places.map(\.location.line).sorted()
    }
  }

  /// Changes a file while it is read.
  private static func disturb(_ file: String, _ input: MatrixInput) {
    switch input {
    case .growing(let text): try? Data((text + MatrixTable.rows[0] + "\n").utf8).write(to: URL(filePath: file))
    case .replaced(let text):
      try? Data(text.utf8).write(to: URL(filePath: file + ".new"))
      _ = rename(file + ".new", file)
    default: break
    }
  }
}
