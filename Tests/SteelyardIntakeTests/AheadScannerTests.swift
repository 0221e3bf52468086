import Foundation
import SteelyardDomain
import SteelyardTestSupport
import Testing

@testable import SteelyardIntake

@Suite("Scanning ahead on another thread") struct AheadScannerTests {
  private let folder: TemporaryFolder
  private let ahead: ReadingOptions

  init() throws {
    folder = try TemporaryFolder()
    var options = ReadingOptions()
    options.threads = 2
    ahead = options
  }

  /// What a table holds, with the text of what refuses it.
  private func scanned(_ file: String, _ options: ReadingOptions) throws -> (items: [TableItem], refusal: String) {
    do { return (try ScannedTable(file, options).items, "") } catch { return ([], "\(error)") }
  }

  @Test("Random tables, damaged ones among them, are found as by the scanner alone")
  func twin() throws {
    var generator = Seeded.announced()
    let letters = Array("ab1,,,\"\"\n\n\r".utf8)
    for round in 0..<200 {
      let body = (0..<Int.random(in: 0...400, using: &generator)).map { _ in
        generator.chance(2) ? generator.pick([0, 0xE8, 0xFF]) : generator.pick(letters)
      }
      let file = try folder.file(Array("claim_id,note\n".utf8) + body)
      let (own, twin) = (try scanned(file, ahead), try scanned(file, ReadingOptions()))
      #expect(own.items == twin.items && own.refusal == twin.refusal, "round \(round): \(body)")
    }
  }

  @Test("Dirty tables give the same rows, money and notes, whoever reads the amounts and decodes the rows")
  func amounts() throws {
    var table = DirtyTable(generator: .announced())
    for round in 0..<30 {
      let file = try folder.file(table.bytes())
      var request = ClaimReader.Request(cost: .fund)
      let own = try? ClaimReading(request, files: [file])
      request.mapping.reading.threads = 3
      let twin = try? ClaimReading(request, files: [file])
      #expect(own?.account == twin?.account, "file \(round)")
      #expect(own?.column(\.contents) == twin?.column(\.contents), "file \(round)")
      #expect(own?.reader.noteCounts == twin?.reader.noteCounts, "file \(round)")
      #expect(own?.reader.diagnostics.map(\.location) == twin?.reader.diagnostics.map(\.location), "file \(round)")
    }
  }

  @Test("More rows than all slabs hold, and records longer than one, come in order")
  func manySlabs() throws {
    var generator = Seeded.announced()
    var text = "claim_id,note\n"
    for row in 0..<12_000 {
      let length = row % 3_000 == 7 ? 700_000 : Int.random(in: 0...40, using: &generator)
      text += "\(row)," + (row % 500 == 3 ? "x,y" : String(repeating: "药", count: length / 3)) + "\n"
    }
    let file = try folder.file(text)
    let (own, twin) = (try ScannedTable(file, ahead), try ScannedTable(file))
    #expect(own.items.count == 12_000 && own.items == twin.items)
    #expect(own.format == twin.format && own.notes == twin.notes)
  }

  @Test("A stream that breaks off is refused after the same rows")
  func brokenOff() throws {
    var text = "claim_id,note\n"
    for row in 0..<400_000 { text += "\(row),\(row * 7919 % 10_007)\n" }
    let packed = Gzip.member(Array(text.utf8))
    let file = try folder.file(Array(packed.prefix(packed.count * 3 / 4)), name: "cut.gz")
    func rows(_ scanner: any RecordScanner) throws -> (count: Int, refusal: String) {
      var count = 0
      do throws(IntakeFailure) {
        while case .record = try scanner.next() { count += 1 }
      } catch { return (count, "\(error)") }
      return (count, "")
    }
    func scanner() throws -> TableScanner {
      let scanner = TableScanner(try ByteSource(file))
      _ = try scanner.readHeader(Header.Request(table: .claims, required: [], optional: [], mapping: [:]))
      return scanner
    }
    let (own, twin) = (try rows(AheadScanner(scanner())), try rows(scanner()))
    #expect(own == twin && own.count > 1_000 && !own.refusal.isEmpty)
  }

  @Test("Let go before the end, the thread ends with it")
  func letGo() throws {
    var text = "claim_id,note\n"
    for row in 0..<50_000 { text += "\(row),\(row)\n" }
    let file = try folder.file(text)
    for taken in [0, 1, 1_500] {
      let scanner = TableScanner(try ByteSource(file))
      _ = try scanner.readHeader(Header.Request(table: .claims, required: [], optional: [], mapping: [:]))
      var ahead: AheadScanner? = AheadScanner(scanner)
      for _ in 0..<taken { _ = try ahead?.next() }
      ahead = nil
      // The thread no longer moves the scanner, so it can be read on here.
      let offset = scanner.offsetReached
      #expect(offset > 0 && scanner.offsetReached == offset)
    }
  }
}
