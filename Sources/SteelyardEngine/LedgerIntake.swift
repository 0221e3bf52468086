public import SteelyardDomain
public import SteelyardIntake
public import SteelyardLedger

/// Reads claim files for a ledger, and ledgers for a run.
public enum LedgerIntake {
  /// The terms under which a plan reads claims; its table of institutions' codes is read.
  ///
  /// - Throws: ``RunFailure`` where that table cannot be used.
  public static func terms(of plan: RunPlan) throws(RunFailure) -> LedgerTerms {
    guard let file = plan.institutionCodesFile else { return LedgerTerms(plan, institutionCodes: [:]) }
    do {
      return LedgerTerms(plan, institutionCodes: try InstitutionCodesReader.read(file, mapping: plan.mapping).codes)
    } catch { throw RunFailure(error) }
  }

  /// Reads one input as a segment.
  ///
  /// - Parameters:
  ///   - file: the claim file, `-` for standard input; of an archive every table.
  ///   - terms: how it is read.
  ///   - bytes: how much a packed file may unpack to.
  ///   - threads: how many threads read it; the segment does not depend on it.
  ///   - progress: told now and then how far reading is.
  /// - Throws: ``RunFailure`` where the input cannot be used.
  public static func read(
    _ file: String, under terms: LedgerTerms, unpackedBytesMaximum bytes: Int, threads: Int,
    progress: ((ClaimReader.Progress) -> Void)? = nil
  ) throws(RunFailure) -> LedgerSegment {
    guard var request = terms.request() else { throw .internalFault("the terms of a ledger can be read under") }
    request.mapping.reading.unpackedBytesMaximum = bytes
    request.mapping.reading.threads = threads
    var reader = ClaimReader(request)
    var rows = ClaimBatch()
    do { try reader.read(file, progress: progress) { rows.append($0) } } catch { throw RunFailure(error) }
    return LedgerSegment(terms: terms.text, extract: reader.extract(rows: rows))
  }

  /// Refuses an input of which too much is rejected.
  ///
  /// - Parameter limit: the share of its rows, or of their money, that may be, 0…1.
  /// - Throws: ``RunFailure/tooManyRejected(_:_:limit:)``.
  public static func judge(_ extract: ClaimExtract, rejectRateMaximum limit: Double) throws(RunFailure) {
    let account = extract.reconciliation
    if account.exceeds(rejectRate: limit) {
      throw .tooManyRejected(account, extract.diagnostics.sorted(by: Diagnostic.precedes), limit: limit)
    }
  }
}

/// The segments of one or several ledgers in the order in which a run takes them, each content once.
struct LedgerUnion {
  private var index: LedgerIndex
  private var folders: [String: LedgerFolder] = [:]
  /// Files that the run reads beside them.
  private let files: [String]
  /// The ledgers as the manifest names them.
  private(set) var records: [RunManifest.Ledger] = []

  /// Opens the ledgers of a run.
  ///
  /// - Parameter files: those that the run reads beside them, whose names stay.
  /// - Throws: ``RunFailure``: a folder is no ledger, is damaged, or was read under other terms than the run's.
  init(_ paths: [String], terms: LedgerTerms, beside files: [String]) throws(RunFailure) {
    index = LedgerIndex(terms: terms)
    self.files = files
    var segments: [LedgerIndex.Segment] = []
    for path in paths {
      let folder = try LedgerFolder(path)
      let differences = folder.index.terms.differences(from: terms)
      if !differences.isEmpty { throw .ledgerReadOtherwise(folder: path, differences) }
      for segment in folder.index.segments where folders[segment.sha256] == nil { folders[segment.sha256] = folder }
      segments += folder.index.segments
      records.append(RunManifest.Ledger(folder: path, sha256: folder.sha256))
    }
    // All at once: which of two with one content stays is then no question of order.
    try index.add(segments)
  }

  /// Takes every segment as if its input were read now.
  func take(
    into reader: inout ClaimReader, progress: ((ClaimReader.Progress) -> Void)?, _ take: (ClaimBatch) -> Void
  ) throws(RunFailure) {
    for (segment, names) in zip(index.segments, index.shownNames(beside: files)) {
      guard let folder = folders[segment.sha256] else { continue }
      var extract = try folder.extract(of: segment)
      extract.rename(names)
      do { try reader.add(extract, progress: progress, into: take) } catch { throw RunFailure(error) }
    }
  }
}
