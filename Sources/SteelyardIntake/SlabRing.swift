import Dispatch
import SteelyardDomain
import Synchronization

/// Findings one after another, with the bytes of their records.
final class Slab: @unchecked Sendable {
  /// Why nothing comes after the findings.
  enum End {
    case end
    case failed(IntakeFailure)
  }

  /// What is wrong at a place.
  struct Damage {
    let code: Diagnostic.Code
    let line, byteOffset: Int
    let column: Int?
    let text: String?
  }

  /// A finding without its bytes.
  private struct Entry {
    let line, byteOffset: Int
    /// Where its fields begin in the slab's.
    let firstField: Int
    /// Its place among the slab's damages, -1 for a record.
    let damage: Int
  }

  static let findingsMaximum = 1_024
  static let bytesUsual = 512 << 10

  /// How many bytes fill it.
  let bytes: Int
  private(set) var memory: UnsafeMutableRawBufferPointer
  private var used = 0
  private var entries: [Entry] = []
  private var damages: [Damage] = []
  /// The fields of all records, one record after another.
  private var fields = FieldList()
  /// Lines that are still to be sifted, in place of findings; they lie in ``memory``.
  private(set) var lines: PlainLines?
  /// How many fields each record has.
  private var width = 0
  var end: End?
  /// How far the source was read.
  var bytesPassed = 0
  private let amounts: UsualAmounts?
  /// The usual amounts of each finding, by place.
  private let usual: UnsafeMutablePointer<Int64>?

  var count: Int { entries.count }
  var isFull: Bool { entries.count == Self.findingsMaximum || used >= bytes }

  init(_ amounts: UsualAmounts?, bytes: Int = Slab.bytesUsual) {
    self.bytes = bytes
    memory = .allocate(byteCount: bytes, alignment: 64)
    self.amounts = amounts
    usual = amounts.map { .allocate(capacity: Self.findingsMaximum * $0.columns.count) }
  }

  deinit {
    memory.deallocate()
    usual?.deallocate()
  }

  /// What is wrong at the place of a finding, `nil` for a record.
  @inline(__always) func damage(at place: Int) -> Damage? {
    entries[place].damage < 0 ? nil : damages[entries[place].damage]
  }

  /// The record at the place of a finding that is one.
  @inline(__always) func record(at place: Int) -> TableRecord {
    let entry = entries[place]
    let fields = UnsafeBufferPointer(rebasing: fields.all[entry.firstField..<(entry.firstField + width)])
    var record = TableRecord(
      buffer: UnsafeRawBufferPointer(memory), fields: fields, line: entry.line, byteOffset: entry.byteOffset)
    if let usual, let amounts { record.usual = UnsafePointer(usual + place * amounts.columns.count) }
    return record
  }

  func clear() {
    used = 0
    lines = nil
    entries.removeAll(keepingCapacity: true)
    damages.removeAll()
    fields.removeAll()
    end = nil
  }

  /// Takes lines in place of findings.
  ///
  /// - Precondition: the slab is empty.
  func take(_ lines: PlainLines) {
    if memory.count < lines.bytes.count { grow(by: lines.bytes.count) }
    memory.copyMemory(from: lines.bytes)
    used = lines.bytes.count
    self.lines = PlainLines(
      bytes: UnsafeRawBufferPointer(rebasing: memory[..<used]), count: lines.count, line: lines.line,
      offset: lines.offset, places: lines.places)
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

  func add(_ damage: Damage) {
    entries.append(
      Entry(
        line: damage.line, byteOffset: damage.byteOffset, firstField: fields.count, damage: damages.count))
    damages.append(damage)
  }

  private func grow(by count: Int) {
    let larger = UnsafeMutableRawBufferPointer.allocate(byteCount: max(memory.count * 2, used + count), alignment: 64)
    larger.copyMemory(from: UnsafeRawBufferPointer(rebasing: memory[..<used]))
    memory.deallocate()
    memory = larger
  }
}

/// A few slabs that go round between the thread that scans into them and those that take them, each used by one at a time.
final class SlabRing: @unchecked Sendable {
  /// How many slabs there are where one thread takes them.
  static let usual = 4

  private let ring: [Slab]
  private let takers: Int
  private let free = DispatchSemaphore(value: 0)
  private let full = DispatchSemaphore(value: 0)
  private let ended = DispatchSemaphore(value: 0)
  private let isStopped = Atomic(false)
  /// How many slabs were taken, and how many there are in all once that is known.
  private let taken = Atomic(0)
  private let count = Atomic(Int.max)

  /// - Parameters:
  ///   - takers: how many threads take slabs.
  ///   - bytes: how many bytes fill a slab.
  ///   - amounts: the amounts to be read with the records.
  init(
    slabs: Int = SlabRing.usual, takers: Int = 1, bytes: Int = Slab.bytesUsual, amounts: UsualAmounts? = nil
  ) {
    ring = (0..<slabs).map { _ in Slab(amounts, bytes: bytes) }
    self.takers = takers
    // Counted up rather than begun with: a semaphore may not be let go below what it began with.
    for _ in 0..<slabs { free.signal() }
  }

  /// Begins to scan on a thread of its own; nobody else may use the scanner until the last slab was taken.
  ///
  /// - Parameter table: the same scanner where plain lines are to come unsifted.
  func fill(from scanner: any RecordScanner, unsifted table: TableScanner? = nil) {
    let filling = Filling(scanner: scanner, table: table, ring: self)
    DispatchQueue(label: "scanning ahead", qos: .userInitiated).async {
      filling.run()
      self.ended.signal()
    }
  }

  /// The next slab with findings, and its number; waits for it. `nil` after the last one, and once the ring is stopped.
  func take() -> (number: Int, slab: Slab)? {
    full.wait()
    if isStopped.load(ordering: .acquiring) { return nil }
    let number = taken.wrappingAdd(1, ordering: .relaxed).oldValue
    return number < count.load(ordering: .acquiring) ? (number, ring[number % ring.count]) : nil
  }

  /// Gives a slab back to be filled again; in the order of their numbers.
  func giveBack() { free.signal() }

  /// Has the scanning thread stop, and waits for it; whoever waits for a slab gets none.
  ///
  /// - Precondition: the ring was begun to be filled.
  func stop() {
    isStopped.store(true, ordering: .releasing)
    free.signal()
    for _ in 0..<takers { full.signal() }
    ended.wait()
  }

  /// The slab of a number to be filled, empty; `nil` where nobody wants it any more.
  fileprivate func slabToFill(_ number: Int) -> Slab? {
    free.wait()
    if isStopped.load(ordering: .acquiring) { return nil }
    let slab = ring[number % ring.count]
    slab.clear()
    return slab
  }

  fileprivate func handOn() { full.signal() }

  /// Says how many slabs there were.
  fileprivate func finish(_ slabs: Int) {
    count.store(slabs, ordering: .releasing)
    for _ in 0..<takers { full.signal() }
  }
}

/// What runs on the thread ahead.
private struct Filling: @unchecked Sendable {
  let scanner: any RecordScanner
  let table: TableScanner?
  let ring: SlabRing

  func run() {
    var number = 0
    while let slab = ring.slabToFill(number) {
      fill(slab)
      number += 1
      let isLast = slab.end != nil
      ring.handOn()
      if isLast { return ring.finish(number) }
    }
  }

  private func fill(_ slab: Slab) {
    do throws(IntakeFailure) {
      let lines = try table?.plainLines(slab.bytes)
      if let lines { slab.take(lines) }
      while lines == nil, !slab.isFull, slab.end == nil {
        switch try scanner.next() {
        case .end: slab.end = .end
        case .record(let record): slab.add(record)
        case .damaged(let code, let line, let byteOffset):
          slab.add(
            Slab.Damage(
              code: code, line: line, byteOffset: byteOffset, column: scanner.damagedColumn,
              text: scanner.damagedText))
        }
      }
    } catch { slab.end = .failed(error) }
    slab.bytesPassed = scanner.source.bytesRead
  }
}
