import ArgumentParser
import SteelyardDomain
import SteelyardEngine
import SteelyardIntake
import SteelyardLedger
import SteelyardReports

/// `steelyard ledger verify`: every byte, count and sum of a ledger.
struct LedgerVerify: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify", abstract: "Check every byte and count of a ledger. 校验台账的每个字节和行数。",
    discussion: "EXAMPLES\n  steelyard ledger verify LEDGER")

  @Argument(help: "The ledger's folder. 台账目录。", completion: .directory) var ledger: String
  @OptionGroup var language: LanguageOption

  func run() throws {
    try language.reporting {
      let folder = try LedgerFolder(ledger)
      try folder.verify()
      for segment in folder.index.segments {
        let names = segment.inputs.map(\.name).joined(separator: ", ")
        Console.out("\(segment.sha256)  \(segment.rows)  \(names)\n")
      }
      let (index, unnamed) = (folder.index, folder.unnamedFiles.count)
      Console.out(
        Wording.ledgerVerified(segments: index.segments.count, rows: index.rows).text(language.language) + "\n")
      if unnamed > 0 { Console.out(Wording.ledgerUnnamed(files: unnamed).text(language.language) + "\n") }
    }
  }
}

/// `steelyard ledger merge`: several ledgers into a new one.
struct LedgerMerge: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "merge", abstract: "Put ledgers together into a new one. 合并若干台账。",
    discussion: """
      EXAMPLES
        steelyard ledger merge JULY AUGUST SEPTEMBER --out QUARTER

      What stands in several of them is taken once. The result does not depend on the order.
      """)

  @Argument(help: "The folders of the ledgers. 各台账目录。", completion: .directory) var ledgers: [String]
  @Option(help: "The folder to write, which must not exist. 输出目录，须尚不存在。", completion: .directory) var out: String
  @Flag(help: "Print the index as JSON instead of the summary. 输出目录文件 JSON，不输出摘要。") var json = false
  @OptionGroup var language: LanguageOption

  func run() throws {
    try language.reporting {
      if out.isEmpty { throw RunFailure.usage(Wording.Failure.optionInvalid("--out", "''", ["LEDGER"])) }
      let folders = try ledgers.map { path throws(RunFailure) in try LedgerFolder(path) }
      guard let first = folders.first else { throw RunFailure.usage(Wording.Failure.noInput) }
      let terms = first.index.terms
      var index = LedgerIndex(terms: terms)
      for folder in folders {
        let differences = folder.index.terms.differences(from: terms)
        if !differences.isEmpty { throw RunFailure.ledgerReadOtherwise(folder: folder.path, differences) }
      }
      try index.add(folders.flatMap(\.index.segments))
      try LedgerOutput.making(out) { output in
        for segment in index.segments {
          let holder = folders.first { $0.index.segments.contains(segment) }
          if let holder { try output.add(segment, try holder.bytes(of: segment)) }
        }
        try output.commit(index)
        LedgerWork(terms: terms, language: language.language).tell(index, folder: output.path, json: json)
      }
    }
  }
}

/// Reading claim files for a ledger, and what is said of it once it is written.
struct LedgerWork {
  let terms: LedgerTerms
  let rejectRateMaximum: Double
  /// Most GiB that a packed file may unpack to.
  let maxUnpacked: Int
  let language: Language
  private var said: [LocalizedText] = []

  init(terms: LedgerTerms, rejectRateMaximum: Double = 0, maxUnpacked: Int = 0, language: Language) {
    self.terms = terms
    self.rejectRateMaximum = rejectRateMaximum
    self.maxUnpacked = maxUnpacked
    self.language = language
  }

  /// Reads an input and adds it to an index; its segment and the segment's bytes, or `nil` where it is in there already.
  mutating func take(
    _ file: String, into index: inout LedgerIndex
  ) throws(RunFailure) -> (segment: LedgerIndex.Segment, bytes: [UInt8])? {
    let progress = ProgressLine(language: language)
    defer { progress.clear() }
    let read = try LedgerIntake.read(
      file, under: terms, unpackedBytesMaximum: maxUnpacked << 30, threads: try Threads.checked(nil),
      progress: progress.update)
    let bytes = read.encoded()
    let segment = LedgerIndex.Segment(read.extract, bytes: bytes)
    let name = segment.inputs.map(\.name).joined(separator: ", ")
    // Known by its content, and asked before it is judged and put in order: what is in a ledger stays.
    if let known = index.segment(like: segment) {
      guard index.isWhole(segment) else {
        let names = [segment, known].flatMap(\.inputs).map(\.name)
        throw .inputRefused(names.map { Diagnostic(.fileRepeated, at: .init(file: $0, line: 1)) })
      }
      said.append(Wording.ledgerKnown(file: name, as: known.inputs.map(\.name).joined(separator: ", ")))
      return nil
    }
    try LedgerIntake.judge(read.extract, rejectRateMaximum: rejectRateMaximum)
    // Nothing may be kept that could not be read again.
    do { _ = try LedgerSegment(decoding: bytes) } catch {
      throw .internalFault("a segment that was written can be read: \(error.part)")
    }
    try index.add([segment])
    said.append(Wording.ledgerAdded(file: name, read.extract.reconciliation))
    return (segment, bytes)
  }

  /// Tells what became of the inputs, and what a ledger holds now.
  func tell(_ index: LedgerIndex, folder: String, json: Bool) {
    if json { return Console.out(index.encoded()) }
    let total = Wording.ledgerTotal(folder: folder, segments: index.segments.count, rows: index.rows)
    for text in said + [total] { Console.out(text.text(language) + "\n") }
  }
}
