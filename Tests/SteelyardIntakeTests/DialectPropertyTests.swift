import SteelyardDomain
import SteelyardTestSupport
import Testing

@testable import SteelyardIntake

/// A random table and a random way to write it.
private struct WrittenTable {
  var header = ["结算ID", "人员编号", "总费用"]
  var rows: [[String]] = []
  var separator: Character
  var quote: Character
  /// Where the header is repeated, before which rows.
  var repeats: Set<Int> = []
  var linesAbove = 0
  var bytes: [UInt8] = []

  /// The bytes at which each row starts.
  var starts: [Int] = []

  init(using generator: inout Seeded) {
    separator = generator.pick([",", "\t", ";", "|", "\u{1}"])
    quote = generator.pick(["\"", "\"", "'"])
    header += ["序号", "备注", "a;b,c"].prefix(generator.below(4))
    header.shuffle(using: &generator)
    let pieces = ["a", "1", "药", " ", String(separator), String(quote), "\n", "\r\n", "#", "😀", "合计"]
    for number in 0..<generator.below(12) {
      // No cell begins with the mark of a quote that it does not mean.
      rows.append(
        header.indices.map { column in
          let rest = (0..<generator.below(5)).map { _ in generator.pick(pieces) }.joined()
          return column == 0 ? "R\(number)" + rest : generator.chance(20) ? "" : "x" + rest
        })
    }
    write(using: &generator)
  }

  private func cell(_ text: String, isForced: Bool) -> String {
    let mark = String(quote)
    let needs = text.contains { $0 == separator || $0 == quote || $0 == "\n" || $0 == "\r\n" }
    return needs || isForced ? mark + text.replacing(mark, with: mark + mark) + mark : text
  }

  private mutating func write(using generator: inout Seeded) {
    // Single quotes are recognised where the header has them.
    let quotesAll = quote == "'" || generator.chance(30)
    let end = generator.pick(["\n", "\r\n", "\r"])
    let isMixed = generator.chance(20)
    func lineEnd() -> String { isMixed ? generator.pick(["\n", "\r\n"]) : end }
    func line(_ cells: [String]) -> String {
      cells.map { cell($0, isForced: quotesAll || generator.chance(10)) }.joined(separator: String(separator))
    }
    var text = generator.chance(20) ? "\u{FEFF}" : ""
    for _ in 0..<(generator.chance(50) ? generator.below(12) : 0) {
      text +=
        generator.pick(["导出说明", "机构\(separator)甲", "1\(separator)2\(separator)3\(separator)4", "高度 6\"", "b'c"])
        + lineEnd()
      linesAbove += 1
      if generator.chance(20) { text += lineEnd() }
    }
    let headerLine = line(header)
    text += headerLine + lineEnd()
    for (number, row) in rows.enumerated() {
      if generator.chance(10) { text += lineEnd() }
      if generator.chance(10) {
        text += headerLine + lineEnd()
        repeats.insert(number)
      }
      starts.append(text.utf8.count)
      text += line(row) + lineEnd()
    }
    if generator.chance(30), !rows.isEmpty, text.last?.isNewline == true { text.removeLast() }
    bytes = Array(text.utf8)
  }
}

@Suite("Random tables in random dialects") struct DialectPropertyTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private static let required = ["claim_id", "person_id", "total_fee"]

  private func scan(_ bytes: [UInt8], _ name: String = "t") throws -> ScannedTable {
    try ScannedTable(folder.file(bytes, name: name), required: Self.required)
  }

  private func cells(_ table: ScannedTable) -> [[String]] {
    table.items.compactMap { if case .record(let cells, _, _) = $0 { cells } else { nil } }
  }

  @Test("What was written is what is read, in every dialect, with its places, whole or cut into crumbs")
  func roundTrip() throws {
    var generator = Seeded.announced()
    for round in 0..<300 {
      let table = WrittenTable(using: &generator)
      let text = "round \(round): \(String(decoding: table.bytes, as: UTF8.self).debugDescription)"
      let found = try scan(table.bytes)
      #expect(found.header == table.header, "\(text)")
      #expect(cells(found) == table.rows, "\(text)")
      #expect(found.separator == table.separator.asciiValue, "\(text)")
      let starts = found.items.compactMap { if case .record(_, _, let start) = $0 { start } else { nil } }
      #expect(starts == table.starts, "\(text)")
      let damage = found.items.filter { if case .record = $0 { false } else { true } }
      #expect(damage.count == table.repeats.count, "\(text)")
      #expect(found.counts[.linesAboveHeader] ?? 0 == Int64(table.linesAbove), "\(text)")
      let crumbs = Gzip.crumbs(table.bytes, most: generator.pick([1, 3, 50]), using: &generator)
      #expect(try scan(crumbs, "crumbs.gz").items == found.items, "\(text)")
    }
  }

  @Test("A file cut at any byte gives the rows before the cut, and says so unless it ends with a row")
  func cuts() throws {
    var generator = Seeded.announced()
    for round in 0..<15 {
      let table = WrittenTable(using: &generator)
      let whole = try scan(table.bytes)
      for length in 0..<table.bytes.count {
        let text = "round \(round) cut at \(length)"
        let cut: ScannedTable
        do { cut = try scan(Array(table.bytes[..<length])) } catch IntakeFailure.refused { continue }
        // A cut header of fewer columns is another table; a whole one gives the rows as they are.
        guard cut.header == whole.header, cut.format == whole.format else { continue }
        let known = Set(cells(whole))
        for (position, item) in cut.items.enumerated() {
          guard case .record(let cells, _, _) = item, !known.contains(cells) else { continue }
          // Only the last row can be shorter than it was, and then the file is flagged.
          #expect(position == cut.items.count - 1 && cut.counts[.finalLineEndMissing] == 1, "\(text)")
        }
      }
    }
  }

  @Test("A damaged byte never crashes, and rows that do not touch it are as they were or are told to be damaged")
  func damage() throws {
    var generator = Seeded.announced()
    for round in 0..<1000 {
      let table = WrittenTable(using: &generator)
      let whole = try scan(table.bytes)
      guard !table.rows.isEmpty, let first = table.starts.first else { continue }
      var bytes = table.bytes
      let place = Int.random(in: first..<max(first + 1, bytes.count - 1), using: &generator)
      let letters: [UInt8] = [0, 10, 13, 34, 39, 44, 9, 59, 65, 0xFF, 0xE8]
      switch generator.below(3) {
      case 0: bytes.remove(at: place)
      case 1: bytes.insert(generator.pick(letters), at: place)
      default: bytes[place] = generator.pick(letters)
      }
      let text = "round \(round) at \(place): \(String(decoding: bytes, as: UTF8.self).debugDescription)"
      let damaged: ScannedTable
      do { damaged = try scan(bytes) } catch IntakeFailure.refused { continue }
      guard damaged.header == whole.header, damaged.format == whole.format else { continue }
      // Nothing is lost in silence: each row is there, or was touched, or the account says what became of its place.
      let kept = Set(cells(damaged))
      let lost = table.rows.indices.filter { !kept.contains(table.rows[$0]) }
      let told = damaged.items.count { if case .record = $0 { false } else { true } } - table.repeats.count
      let isTouchedOnly = lost.count <= 2 || told > 0
      #expect(isTouchedOnly, "\(text)")
      let changed = cells(damaged).filter { !table.rows.contains($0) }
      #expect(changed.count <= 2 || told > 0, "\(text)")
    }
  }

  @Test("Bytes of any kind are read to their end or refused")
  func noise() throws {
    var generator = Seeded.announced()
    let letters = Array("结算ID,人员编号总费用\"'\n\r;|\t合计#1.0".utf8) + [0, 1, 0xFF]
    for _ in 0..<600 {
      let start = generator.pick(["", "结算ID,人员编号,总费用\n", "'结算ID'|'人员编号'|'总费用'\r\n"])
      let bytes = Array(start.utf8) + (0..<generator.below(200)).map { _ in generator.pick(letters) }
      do {
        let table = try scan(bytes)
        let widths = cells(table).map(\.count)
        #expect(widths.allSatisfy { $0 == table.header.count })
        // Places go up, and each is a byte of the file.
        let places = table.items.map { item in
          switch item {
          case .record(_, let line, let start), .damaged(_, let line, let start): (line, start)
          }
        }
        #expect(zip(places, places.dropFirst()).allSatisfy { $0.0 < $1.0 && $0.1 < $1.1 })
        #expect(places.allSatisfy { $0.1 < bytes.count })
      } catch IntakeFailure.refused(let diagnostics) { #expect(!diagnostics.isEmpty) }
    }
  }
}
