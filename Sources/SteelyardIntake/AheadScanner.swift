import SteelyardDomain

/// Scans a table on a thread of its own while the rows before are being decoded.
///
/// What it finds is what the scanner finds that it runs, in the same order: that one is its slow twin. It hands on slabs
/// of findings with a copy of their bytes, at most ``SlabRing/usual`` ahead.
///
/// *Edge cases*: a failure is thrown where the scanner throws it, after all findings before it. What is asked of the
/// scanner at its end (``notes``, ``format``, the source's hash) is to be asked once ``next()`` gave the end or threw;
/// where it is let go before, the thread is stopped first.
final class AheadScanner: RecordScanner {
  let source: ByteSource
  private let scanner: any RecordScanner
  private let ring: SlabRing
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
    ring = SlabRing(amounts: amounts)
    ring.fill(from: scanner)
  }

  deinit { ring.stop() }

  func readHeader(_ request: Header.Request) throws(IntakeFailure) -> Header {
    preconditionFailure("the header is read before scanning ahead begins")
  }

  func next() throws(IntakeFailure) -> ScanFinding {
    while true {
      guard let slab else {
        guard let next = ring.take() else { return .end }
        slab = next.slab
        position = 0
        bytesPassed = next.slab.bytesPassed
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
    guard let damage = slab.damage(at: place) else { return .record(slab.record(at: place)) }
    damagedColumn = damage.column
    damagedText = damage.text
    return .damaged(damage.code, line: damage.line, byteOffset: damage.byteOffset)
  }
}

extension ReadingOptions {
  /// A scanner whose header was read, or one that runs it ahead where that is wanted.
  func ahead(_ scanner: any RecordScanner, amounts: UsualAmounts? = nil) -> any RecordScanner {
    isAhead(of: scanner) ? AheadScanner(scanner, amounts: amounts) : scanner
  }

  /// Whether a table is scanned on a thread of its own. A workbook's cells do not lie in the order of its rows.
  func isAhead(of scanner: any RecordScanner) -> Bool { threads > 1 && scanner.source.kind != .xlsx }
}
