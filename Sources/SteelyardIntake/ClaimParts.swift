import Dispatch
import SteelyardDomain

/// Decodes the records of a claim file by several threads, slab by slab, while another one scans.
///
/// Each thread has a decoder of its own and takes the next slab; what the slabs came to is handed on in their order, so
/// that who decoded which changes nothing. Its slow twin is ``RecordLoop/run(_:into:)``.
///
/// *Edge cases*: where it is let go before the end, its threads are stopped first.
final class ClaimParts {
  /// What a slab came to.
  struct Part {
    let stretch: RecordStretch
    var batch: ClaimBatch
    let texts: ClaimDecoder.Texts
    /// The number of the thread that decoded it.
    let worker: Int
    /// How far the source was read, and why nothing comes after, if nothing does.
    let bytesPassed: Int
    let end: Slab.End?
  }

  private let work: Work
  private let group = DispatchGroup()
  private var next = 0
  private var isStopped = false

  /// Starts to scan and decode.
  ///
  /// - Parameters:
  ///   - scanner: a scanner whose header was read; nobody else may use it until the end.
  ///   - decoder: one that has decoded nothing.
  ///   - bytes: how many bytes a slab has.
  init(_ scanner: TableScanner, _ decoder: ClaimDecoder, _ terms: RecordTerms, threads: Int, bytes: Int) {
    let work = Work(terms, scanner.rules, decoders: (0..<threads).map { _ in decoder.part() }, bytes: bytes)
    self.work = work
    work.ring.fill(from: scanner, unsifted: scanner)
    for worker in 0..<threads {
      DispatchQueue(label: "decoding", qos: .userInitiated).async(group: group) { work.run(worker) }
    }
  }

  deinit { stop() }

  /// Has all threads stop, and waits for them.
  private func stop() {
    if isStopped { return }
    isStopped = true
    work.ring.stop()
    group.wait()
  }

  /// What the next slab came to; waits for it.
  ///
  /// - Precondition: no part before was the last.
  func take() -> Part {
    let part = work.take(next)
    next += 1
    return part
  }

  /// The decoders of all threads, once the last part was taken.
  func decoders() -> [ClaimDecoder] {
    stop()
    return work.decoders
  }

  /// What the threads share.
  private final class Work: @unchecked Sendable {
    let ring: SlabRing
    private let terms: RecordTerms
    private let rules: RecordRules
    private let workers: [Worker]
    private let places: [Place]

    var decoders: [ClaimDecoder] { workers.map(\.decoder) }

    /// A thread's decoder, used by it alone until it ends.
    private final class Worker {
      var decoder: ClaimDecoder
      init(_ decoder: ClaimDecoder) { self.decoder = decoder }
    }

    /// Where one thread puts what a slab came to, for another to take.
    private final class Place {
      let filled = DispatchSemaphore(value: 0)
      var part: Part?
    }

    init(_ terms: RecordTerms, _ rules: RecordRules, decoders: [ClaimDecoder], bytes: Int) {
      self.terms = terms
      self.rules = rules
      workers = decoders.map { Worker($0) }
      // One that is being filled, one that is taken, and two that wait.
      let slabs = decoders.count + 4
      ring = SlabRing(slabs: slabs, takers: decoders.count, bytes: bytes)
      places = (0..<slabs).map { _ in Place() }
    }

    func run(_ worker: Int) {
      // Its counts have a second owner until the first row changes them: that copy is made once.
      var hand = Hand(worker, workers[worker].decoder, rules, terms)
      while let (number, slab) = ring.take() {
        let place = places[number % places.count]
        place.part = part(slab, &hand)
        place.filled.signal()
      }
      workers[worker].decoder = hand.decoder
    }

    func take(_ number: Int) -> Part {
      let place = places[number % places.count]
      place.filled.wait()
      guard let part = place.part else { preconditionFailure("a place that is filled has a part") }
      place.part = nil
      ring.giveBack()
      return part
    }

    private func part(_ slab: Slab, _ hand: inout Hand) -> Part {
      var stretch = RecordStretch(terms)
      let rows = slab.lines?.count ?? slab.count
      var batch = hand.decoder.newBatch(rows: rows)
      var end = slab.end
      if let lines = slab.lines {
        do throws(IntakeFailure) { try sift(lines, in: slab.memory, &hand, &stretch, &batch) } catch {
          end = .failed(error)
        }
      }
      for place in 0..<slab.count {
        if let damage = slab.damage(at: place) {
          stretch.take(
            damaged: damage.code, line: damage.line, byteOffset: damage.byteOffset, column: damage.column,
            text: damage.text)
        } else {
          hand.take(slab.record(at: place), terms, &stretch, &batch)
        }
      }
      return Part(
        stretch: stretch, batch: batch, texts: hand.decoder.giveTexts(next: rows), worker: hand.number,
        bytesPassed: slab.bytesPassed, end: end)
    }

    /// Decodes the records of lines that nobody has sifted.
    private func sift(
      _ lines: PlainLines, in memory: UnsafeMutableRawBufferPointer, _ hand: inout Hand, _ stretch: inout RecordStretch,
      _ batch: inout ClaimBatch
    ) throws(IntakeFailure) {
      var (position, line) = (0, lines.line)
      var places = lines.places
      while true {
        switch hand.sieve.next(in: lines.bytes, from: position, isFinal: true) {
        case .needsMore: return
        case .badQuote, .fieldTooLong: preconditionFailure("plain lines have no quotes, and no field beyond the limit")
        case .blank(let next, let count):
          position = next
          line += count
        case .record(let next, let count):
          let (start, first) = (position, line)
          position = next
          line += count
          if !hand.sieve.hasShape, hand.sieve.isBlankLine(lines.bytes) { continue }
          let finding = try hand.sieve.finding(
            memory, start..<next, line: first, byteOffset: places.original(of: lines.offset + start), isOpen: false)
          switch finding {
          case .end: preconditionFailure("a record was found")
          case .record(let record): hand.take(record, terms, &stretch, &batch)
          case .damaged(let code, let line, let byteOffset):
            stretch.take(
              damaged: code, line: line, byteOffset: byteOffset, column: hand.sieve.damagedColumn,
              text: hand.sieve.damagedText)
          }
        }
      }
    }
  }

  /// What a thread decodes with.
  private struct Hand: ~Copyable {
    let number: Int
    var decoder: ClaimDecoder
    var sieve: RecordSieve
    /// The usual amounts of the record at hand.
    private let amounts: UnsafeMutablePointer<Int64>

    init(_ number: Int, _ decoder: ClaimDecoder, _ rules: RecordRules, _ terms: RecordTerms) {
      self.number = number
      self.decoder = decoder
      sieve = RecordSieve(rules)
      amounts = .allocate(capacity: max(1, terms.usual.columns.count))
    }

    deinit { amounts.deallocate() }

    /// Decodes a record, its usual amounts first.
    mutating func take(
      _ record: TableRecord, _ terms: borrowing RecordTerms, _ stretch: inout RecordStretch, _ batch: inout ClaimBatch
    ) {
      terms.usual.read(record, into: amounts)
      var record = record
      record.usual = UnsafePointer(amounts)
      stretch.take(record, &decoder, into: &batch)
    }
  }
}

extension RecordLoop {
  /// Reads to the end of a claim file by several threads, and hands on each batch.
  ///
  /// - Parameter bytes: how many bytes of the file are decoded in one piece; nothing depends on it.
  /// - Throws: ``IntakeFailure``; a header without rows is ``Diagnostic/Code/headerOnly``.
  mutating func run(
    _ decoder: inout ClaimDecoder, _ table: TableScanner, threads: Int, bytes: Int, into take: (ClaimBatch) -> Void
  ) throws(IntakeFailure) {
    let parts = ClaimParts(table, decoder, terms, threads: threads, bytes: bytes)
    var codes = Array(repeating: ClaimBatch.Codes(), count: threads)
    var end: Slab.End?
    while end == nil {
      var part = parts.take()
      decoder.adopt(part.texts, &codes[part.worker], recoding: &part.batch)
      end = part.end
      try add(part.stretch, bytes: part.bytesPassed, isLast: end != nil)
      if part.batch.count > 0 { take(part.batch) }
    }
    // What a refused file counts is of no use.
    if case .failed(let failure) = end { throw failure }
    for (part, codes) in zip(parts.decoders(), codes) { decoder.add(part, codes) }
    try settle()
  }
}
