import SteelyardDomain
import SteelyardLedger
import SteelyardTestSupport
import Testing

@testable import SteelyardIntake

@Suite("Claims decoded by several threads") struct ClaimPartsTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  /// What reading some files came to.
  private struct Reading {
    var reader: ClaimReader
    var rows = ClaimBatch()
    /// Why a file was refused, empty where none was.
    var refusal = ""
    /// How many batches there were.
    var batches = 0

    /// - Parameter bytes: how many bytes are decoded in one piece.
    init(_ files: [String], threads: Int, bytes: Int = Slab.bytesUsual, _ change: (inout ClaimReader.Request) -> Void) {
      var request = ClaimReader.Request(cost: .total, isCareTypeInScope: { $0.hasPrefix("14") })
      request.diseases = .national
      request.mapping.reading.threads = threads
      request.mapping.reading.keepsTexts = true
      change(&request)
      reader = ClaimReader(request)
      reader.slabBytes = bytes
      do {
        for file in files {
          try reader.read(file) {
            rows.append($0)
            batches += 1
          }
        }
      } catch { refusal = "\(error)" }
    }

    /// The bytes of a ledger's segment: codes, labels and rows, as they are kept.
    var kept: [UInt8] { LedgerSegment(terms: [], extract: reader.extract(rows: rows)).encoded() }
  }

  /// An export with all that a file may have among its rows.
  private func lines(_ export: inout SplitExport, rows: Int) -> [String] {
    var lines = export.file(rows: rows).split(separator: "\n").map(String.init)
    let width = lines[0].split(separator: ",", omittingEmptySubsequences: false).count
    var source = export.source
    for place in stride(from: lines.count - 1, to: 1, by: -1) where source.chance(6) {
      switch source.below(9) {
      case 0: lines[place] = "\"" + lines[place].replacing(",", with: "\",\"") + "\""
      case 1: lines.insert("", at: place)
      case 2: lines.insert(lines[0], at: place)
      case 3: lines.insert("小计" + String(repeating: ",", count: width - 1), at: place)
      case 4: lines[place] += ",x"
      case 5: lines[place] = lines[place].replacing("甲", with: "甲\"\n")
      case 6: lines[place] += "\r"
      case 7: lines.insert(String(repeating: ",", count: width - 1), at: place)
      default: lines[place] = lines[place].replacing("测试", with: "\"测\n试\"")
      }
    }
    export.source = source
    return lines
  }

  @Test("Every row, code, note, label and byte kept is that of one thread, however small the pieces", arguments: 0..<24)
  func twin(number: Int) throws {
    var source = Seeded.announced("Parts \(number)")
    var export = SplitExport(Seeded(source.next()))
    let ends = source.pick(["\n", "\n", "\r\n", "\r"])
    let files = try (0..<2).map { part in
      let text = lines(&export, rows: 150 + source.below(250)).joined(separator: ends) + source.pick(["", ends])
      let bytes = number % 3 == 2 ? Encoded.gb18030(text) : Array(text.utf8)
      return try folder.file(bytes, name: "part\(part).csv")
    }
    let loose: (inout ClaimReader.Request) -> Void = {
      $0.thresholds.identityBrokenShare = 1
      $0.institutionCodes = number % 4 == 0 ? ["H33010600001": "H33010600002"] : [:]
    }
    let one = Reading(files, threads: 1, loose)
    #expect(one.refusal.isEmpty && one.rows.count > 100, "\(one.refusal)")
    for (threads, bytes) in [(2, 400), (3, 1_500), (5, 9_000), (2, Slab.bytesUsual)] {
      let several = Reading(files, threads: threads, bytes: bytes, loose)
      #expect(several.refusal.isEmpty)
      expectEqual(one.reader, several.reader)
      expectEqual(one.rows, several.rows)
      #expect(one.reader.diagnostics.map(\.text) == several.reader.diagnostics.map(\.text))
      #expect(one.kept == several.kept)
      if bytes < 1_000 { #expect(several.batches > 100) }
    }
  }

  @Test("Totals that only the rows above confirm, deny or make are judged as by one thread", arguments: 0..<12)
  func totals(number: Int) throws {
    var source = Seeded.announced("Totals \(number)")
    var rows: [String] = []
    var (above, since): (Int64, Int64) = (0, 0)
    for row in 0..<300 {
      let fen = Int64(source.below(90_000))
      rows.append("S\(row),P\(row % 50),H33010600001,2025-07-01,M03900,\(Money(fen: fen).yuanText)")
      (above, since) = (above + fen, since + fen)
      guard source.chance(4) else { continue }
      let (word, sum) = source.pick([("合计", above), ("小计", since), ("", since), ("", since + 1), ("小计", since + 1)])
      rows.append("\(word),,,,,\(Money(fen: sum).yuanText)")
      // What is no total is a row without a number, and its money counts.
      let isRow = word.isEmpty && sum != since
      (above, since) = isRow ? (above + sum, since + sum) : (above, 0)
    }
    if number % 3 == 0 { rows.append("总计,,,,,\(Money(fen: above + Int64(number % 2)).yuanText)") }
    let file = try folder.file(SmallClaims.table("", rows))
    let one = Reading([file], threads: 1) { _ in }
    for bytes in [60, 700, 5_000] {
      let several = Reading([file], threads: 3, bytes: bytes) { _ in }
      #expect(one.refusal == several.refusal)
      if !one.refusal.isEmpty { continue }
      expectEqual(one.reader, several.reader)
      expectEqual(one.rows, several.rows)
    }
    #expect(one.refusal.isEmpty == (number % 6 != 3))
  }

  @Test("Another header far down, and a check that says no, end all threads; what is said is the first thing wrong")
  func refused() throws {
    var rows = (0..<3_000).map { "S\($0),P\($0),H33010600001,2025-07-01,M03900,1.00" }
    rows[1_700] = "person_id,claim_id,inst_code,settle_time,disease_code,total_fee"
    rows[2_900] = "person_id,claim_id,inst_code,settle_time,total_fee,disease_code"
    let file = try folder.file(SmallClaims.table("", rows))
    let one = Reading([file], threads: 1) { _ in }
    #expect(one.refusal.contains("1702") && !one.refusal.contains("2902"))
    for bytes in [300, 4_000, Slab.bytesUsual] {
      #expect(Reading([file], threads: 4, bytes: bytes) { _ in }.refusal == one.refusal)
    }
    rows[1_700] = rows[0]
    rows[2_900] = rows[0]
    let whole = try folder.file(SmallClaims.table("", rows), name: "whole.csv")
    let stopped = Reading([whole], threads: 4, bytes: 300) { $0.mayGoOn = { _ in false } }
    #expect(stopped.refusal.contains("stopped") && stopped.rows.count == 3_000)
  }

  @Test("Rows that lost the line ends between them hide as many rows as for one thread, wherever a piece ends")
  func hidden() throws {
    var source = Seeded.announced()
    for _ in 0..<20 {
      var text = SmallClaims.header + "\n"
      for row in 0..<400 {
        text += "S\(row),P\(row),H33010600001,2025-07-01,M03900,\(Money(fen: Int64(1 << source.below(40))).yuanText)"
        text += source.chance(80) ? "\n" : source.pick(["", "", "\n\n\n"])
      }
      let file = try folder.file(text)
      let one = Reading([file], threads: 1) { _ in }
      #expect(one.reader.files[0].reconciliation.rowsHidden > 0)
      let several = Reading([file], threads: 3, bytes: 200) { _ in }
      #expect(one.reader.files[0].reconciliation == several.reader.files[0].reconciliation)
    }
  }

  @Test("What columns count over all pieces is what they count over the file: units, dressing, forms, marks")
  func counted() throws {
    var rows = (0..<400).map { "S\($0),P\($0),H33010600001,2025-07-01,M03900,\($0).25" }
    for row in 0..<100 { rows[row * 3] = "S\(row), P\(row),H33010600001,2025/7/\(1 + row % 30),Ｍ03900,¥\(row).10" }
    let file = try folder.file(SmallClaims.table("", rows))
    let readings = [Reading([file], threads: 1) { _ in }, Reading([file], threads: 3, bytes: 300) { _ in }]
    expectEqual(readings[0].reader, readings[1].reader)
    let counts = readings[0].reader.noteCounts
    for code in [Diagnostic.Code.valueRepaired, .codeFolded, .dateFormsMixed] { #expect(counts[code] != nil) }
    for row in 0..<100 { rows[row * 3] = "S\(row),P\(row),H33010600001,2025-07-01,M03900,\(row * 3)25" }
    let mixed = try folder.file(SmallClaims.table("", rows), name: "mixed.csv")
    let refusals = [(1, 300), (3, 300)].map { Reading([mixed], threads: $0, bytes: $1) { _ in }.refusal }
    #expect(refusals[0] == refusals[1] && refusals[0].contains("amountUnitsMixed"))
  }

  @Test("What a check or the books ask for is counted by one thread, and the same")
  func asked() throws {
    var export = SplitExport(.announced())
    let file = try folder.file(export.file(rows: 400))
    let readings = [1, 3].map { threads in
      Reading([file], threads: threads, bytes: 500) {
        $0.thresholds.identityBrokenShare = 1
        $0.countsValues = true
        $0.keepsControlTotals = true
      }
    }
    expectEqual(readings[0].reader, readings[1].reader)
    #expect(readings[0].reader.survey.cells == readings[1].reader.survey.cells)
    #expect(!readings[0].reader.survey.cells.isEmpty)
    #expect(readings[0].reader.files.map(\.values) == readings[1].reader.files.map(\.values))
  }

  @Test("Lines are plain where no quotation mark, NUL or broken byte stands, and their ends are counted")
  func plain() {
    var source = Seeded.announced()
    let pieces = ["a", "1", ",", "药", " ", "\n", "\n", "\r", "\r\n", "#", "&"].map { Array($0.utf8) }
    for round in 0..<4_000 {
      var bytes: [UInt8] = []
      for _ in 0..<source.below(round % 40 == 0 ? 9_000 : 90) { bytes += source.pick(pieces) }
      if source.chance(40), !bytes.isEmpty {
        bytes[source.below(bytes.count)] = source.pick([0x22, 0x27, 0, 0xFF, 65])
      }
      var ends = 0
      for place in bytes.indices where bytes[place] == 10 || bytes[place] == 13 {
        if bytes[place] == 10 || place + 1 == bytes.count || bytes[place + 1] != 10 { ends += 1 }
      }
      let isOdd = bytes.contains { [0x22, 0x27, 0].contains($0) } || String(validating: bytes, as: UTF8.self) == nil
      #expect(bytes.withUnsafeBytes { LineEnds.countPlain(in: $0) } == (isOdd ? nil : ends), "round \(round)")
    }
  }
}
