import Dispatch
import SteelyardDomain
import Synchronization

/// Scans a table on a thread of its own while the rows before are being decoded.
///
/// What it finds is what the scanner finds that it runs, in the same order: that one is its slow twin. It hands on slabs
/// of findings with a copy of their bytes, at most ``Ring/slabs`` ahead.
///
/// *Edge cases*: a failure is thrown where the scanner throws it, after all findings before it. What is asked of the
/// scanner at its end (``notes``, ``format``, the source's hash) is to be asked once ``next()`` gave the end or threw;
/// where it is let go before, the thread is stopped first.
final class AheadScanner: RecordScanner {
  let source: ByteSource
  private let scanner: any RecordScanner
  private let ring: Ring
  private var slab: Slab?
  private var position = 0
  private(set) var damagedColumn: Int?
  private(set) var damagedText: String?
  private(set) var bytesPassed = 0

  var format: FileFormat { scanner.format }
  var notes: [Diagnostic.Code: [String: Int64]] { scanner.notes }
  var offsetReached: Int { scanner.offsetReached }

  /// Starts to scan ahead.
  ///
  /// - Parameters:
  ///   - scanner: a scanner whose header was read; nobody else may use it until the end.
  ///   - amounts: the amounts to be read with the records.
  init(_ scanner: any RecordScanner, amounts: UsualAmounts? = nil) {
    self.scanner = scanner
    source = scanner.source
    ring = Ring(amounts)
    let work = Work(scanner: scanner, ring: ring)
    DispatchQueue(label: "scanning ahead", qos: .userInitiated).async { work.run() }
  }

  deinit { ring.stop() }

  func readHeader(_ request: Header.Request) throws(IntakeFailure) -> Header {
    preconditionFailure("the header is read before scanning ahead begins")
  }

  func next() throws(IntakeFailure) -> ScanFinding {
    while true {
      guard let slab else {
        self.slab = ring.take()
        position = 0
        bytesPassed = self.slab?.bytesPassed ?? 0
        continue
      }
      if position < slab.count {
        position += 1
        return finding(slab, position - 1)
      }
      switch slab.end {
      case .end: return .end
      case .failed(let failure): throw failure
      case nil:
        self.slab = nil
        ring.giveBack()
      }
    }
  }

  private func finding(_ slab: Slab, _ place: Int) -> ScanFinding {
    let entry = slab.entries[place]
    guard entry.damage >= 0 else {
      return .record(
        TableRecord(
          buffer: UnsafeRawBufferPointer(slab.memory), fields: slab.fields(of: entry), line: entry.line,
          byteOffset: entry.byteOffset, usual: slab.usual(place)))
    }
    let damage = slab.damages[entry.damage]
    damagedColumn = damage.column
    damagedText = damage.text
    return .damaged(damage.code, line: entry.line, byteOffset: entry.byteOffset)
  }
}

extension ReadingOptions {
  /// A scanner whose header was read, or one that runs it ahead where that is wanted.
  func ahead(_ scanner: any RecordScanner, amounts: UsualAmounts? = nil) -> any RecordScanner {
    // A workbook's cells do not lie in the order of its rows.
    scansAhead && scanner.source.kind != .xlsx ? AheadScanner(scanner, amounts: amounts) : scanner
  }
}

/// Findings one after another, with the bytes of their records.
private final class Slab: @unchecked Sendable {
  /// Why nothing comes after the findings.
  enum End {
    case end
    case failed(IntakeFailure)
  }

  /// What is wrong at a place.
  struct Damage {
    let code: Diagnostic.Code
    let column: Int?
    let text: String?
  }

  /// A finding without its bytes.
  struct Entry {
    let line, byteOffset: Int
    /// Where its fields begin in the slab's.
    let firstField: Int
    /// Its place among the slab's damages, -1 for a record.
    let damage: Int
  }

  static let findingsMaximum = 1_024
  private static let bytesUsual = 512 << 10

  private(set) var memory = UnsafeMutableRawBufferPointer.allocate(byteCount: Slab.bytesUsual, alignment: 64)
  private var used = 0
  private(set) var entries: [Entry] = []
  private(set) var damages: [Damage] = []
  /// The fields of all records, one record after another.
  private var fields = FieldList()
  /// How many fields each record has.
  private var width = 0
  var end: End?
  /// How far the source was read.
  var bytesPassed = 0
  private let amounts: UsualAmounts?
  /// The usual amounts of each finding, by place.
  private let usual: UnsafeMutablePointer<Int64>?

  var count: Int { entries.count }
  var isFull: Bool { entries.count == Self.findingsMaximum || used >= Self.bytesUsual }

  init(_ amounts: UsualAmounts?) {
    self.amounts = amounts
    usual = amounts.map { .allocate(capacity: Self.findingsMaximum * $0.columns.count) }
  }

  deinit {
    memory.deallocate()
    usual?.deallocate()
  }

  /// The usual amounts of a finding.
  @inline(__always) func usual(_ place: Int) -> UnsafePointer<Int64>? {
    guard let usual, let amounts else { return nil }
    return UnsafePointer(usual + place * amounts.columns.count)
  }

  /// The fields of a record.
  @inline(__always) func fields(of entry: Entry) -> UnsafeBufferPointer<CsvTokenizer.Field> {
    UnsafeBufferPointer(rebasing: fields.all[entry.firstField..<(entry.firstField + width)])
  }

  func clear() {
    used = 0
    entries.removeAll(keepingCapacity: true)
    damages.removeAll()
    fields.removeAll()
    end = nil
  }

  func add(_ record: TableRecord) {
    let place = entries.count
    let firstField = fields.count
    width = record.fields.count
    let start = record.fields.first?.start ?? 0
    let bytes = record.buffer[start..<(record.fields.last?.end ?? start)]
    if memory.count - used < bytes.count { grow(by: bytes.count) }
    UnsafeMutableRawBufferPointer(rebasing: memory[used...]).copyMemory(from: UnsafeRawBufferPointer(rebasing: bytes))
    fields.append(record.fields, movedBy: used - start)
    used += bytes.count
    if let usual, let amounts { amounts.read(record, into: usual + place * amounts.columns.count) }
    entries.append(Entry(line: record.line, byteOffset: record.byteOffset, firstField: firstField, damage: -1))
  }

  func add(_ damage: Damage, line: Int, byteOffset: Int) {
    entries.append(Entry(line: line, byteOffset: byteOffset, firstField: fields.count, damage: damages.count))
    damages.append(damage)
  }

  private func grow(by count: Int) {
    let larger = UnsafeMutableRawBufferPointer.allocate(byteCount: max(memory.count * 2, used + count), alignment: 64)
    larger.copyMemory(from: UnsafeRawBufferPointer(rebasing: memory[..<used]))
    memory.deallocate()
    memory = larger
  }
}

/// A few slabs that go round between the thread that fills them and the one that empties them, each used by one at a time.
private final class Ring: @unchecked Sendable {
  static let slabs = 4

  private let ring: [Slab]
  private let free = DispatchSemaphore(value: 0)
  private let full = DispatchSemaphore(value: 0)
  private let ended = DispatchSemaphore(value: 0)
  private let isStopped = Atomic(false)
  /// Only the filling thread moves the first, only the emptying one the second.
  private var filling = 0
  private var emptying = 0

  init(_ amounts: UsualAmounts?) {
    ring = (0..<Ring.slabs).map { _ in Slab(amounts) }
    // Counted up rather than begun with: a semaphore may not be let go below what it began with.
    for _ in 0..<Self.slabs { free.signal() }
  }

  /// The next slab to fill, empty; `nil` where nobody wants it any more.
  func slabToFill() -> Slab? {
    free.wait()
    if isStopped.load(ordering: .acquiring) { return nil }
    let slab = ring[filling % Self.slabs]
    slab.clear()
    return slab
  }

  func handOn() {
    filling += 1
    full.signal()
  }

  /// The next slab with findings; waits for it.
  func take() -> Slab {
    full.wait()
    return ring[emptying % Self.slabs]
  }

  func giveBack() {
    emptying += 1
    free.signal()
  }

  /// Says that the filling thread is done.
  func finish() { ended.signal() }

  /// Has the filling thread stop, and waits for it.
  func stop() {
    isStopped.store(true, ordering: .releasing)
    free.signal()
    ended.wait()
  }
}

/// What runs on the thread ahead.
private struct Work: @unchecked Sendable {
  let scanner: any RecordScanner
  let ring: Ring

  func run() {
    defer { ring.finish() }
    while let slab = ring.slabToFill() {
      fill(slab)
      let isLast = slab.end != nil
      ring.handOn()
      if isLast { return }
    }
  }

  private func fill(_ slab: Slab) {
    do throws(IntakeFailure) {
      while !slab.isFull, slab.end == nil {
        switch try scanner.next() {
        case .end: slab.end = .end
        case .record(let record): slab.add(record)
        case .damaged(let code, let line, let byteOffset):
          slab.add(
            Slab.Damage(code: code, column: scanner.damagedColumn, text: scanner.damagedText), line: line,
            byteOffset: byteOffset)
        }
      }
    } catch { slab.end = .failed(error) }
    slab.bytesPassed = scanner.source.bytesRead
  }
}
