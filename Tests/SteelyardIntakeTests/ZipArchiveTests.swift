import Foundation
import SteelyardDomain
import SteelyardTestSupport
import Testing

@testable import SteelyardIntake

@Suite("Zip archives") struct ZipArchiveTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func outcome(_ members: [ZipMember], _ set: (inout ReadingOptions) -> Void = { _ in }) throws
    -> Packed.Outcome
  {
    try Packed.outcome([folder.file(Zip.archive(members), name: "a.zip")], Packed.request(set))
  }

  private func deflated(_ name: String, _ text: String) throws -> ZipMember {
    try ZipMember(name, gzip: Packed.gzip(folder.file(text, name: "member")))
  }

  @Test("One table in an archive is read by the archive's name, stored or deflated, streamed or not")
  func single() throws {
    let text = Packed.claims(2000)
    let stored = ZipMember("清单/claims.txt", text)
    for member in [stored, stored.with(\.isStreamed, true), try deflated("清单/claims.txt", text)] {
      let bytes = Zip.archive([member])
      let file = try folder.file(bytes, name: "claims.csv")
      let claims = try ClaimReading(files: [file])
      #expect(claims.account.accepted == Flow(rows: 2000, fen: 200_000, absoluteFen: 200_000))
      let account = try #require(claims.reader.files.first)
      #expect(account.name == file && account.format.compression == "zip" && account.format.part == "清单/claims.txt")
      #expect(account.bytes == bytes.count && account.sha256 == ContentHash.of(bytes))
      #expect(claims.reader.diagnostics == [])
    }
  }

  @Test("Several tables are read one after another, each with its own header, and each is named where it is wrong")
  func several() throws {
    let second =
      "total_fee\tdisease_code\tsettle_time\tinst_code\tperson_id\tclaim_id\n2.00\tM\t2025-07-01\tH1\tQ\tT\nx\n"
    let members = [ZipMember("july.csv", Packed.claims(2)), try deflated("b/august.txt", second)]
    let file = try folder.file(Zip.archive(members), name: "a.zip")
    let claims = try ClaimReading(files: [file])
    #expect(claims.texts(\.person, \.persons) == ["P1", "P2", "Q"])
    #expect(claims.reader.files.map(\.name) == ["\(file):july.csv", "\(file):b/august.txt"])
    #expect(claims.reader.files.map(\.format.part) == ["july.csv", "b/august.txt"])
    #expect(claims.reader.files.map(\.format.separator) == [",", "TAB"])
    #expect(claims.reader.files.map(\.reconciliation.read.rows) == [2, 2])
    #expect(
      claims.reader.diagnostics.map(\.description) == ["\(file):b/august.txt:3: IN201 columnCountDiffers"])
    #expect(claims.column(\.source) == [0, 0, 1])
  }

  @Test("Fee lines, persons and institutions are read from archives too, a tally from one with a single table")
  func otherTables() throws {
    let lines = "line_id,claim_id,qty,amount,item_name\nL1,S1,1,1.00,a\n"
    let more = lines.replacing("L1", with: "L2")
    let lineFile = try folder.file(Zip.archive([ZipMember("a", lines), ZipMember("b", more)]))
    var lineReader = FeeLineReader()
    try lineReader.read(lineFile) { _ in }
    #expect(lineReader.files.map(\.name) == ["\(lineFile):a", "\(lineFile):b"])
    #expect(throws: IntakeFailure.self) { try lineReader.read(lineFile) { _ in } }

    let persons = [
      ZipMember(".x", "y"), ZipMember("a", "person_id,sex\nP1,1\n"), ZipMember("b", "person_id,sex\nP2,2\n"),
    ]
    let known = try ClaimReading(Packed.claims(2)).reader.identifiers.persons
    var dimensions = DimensionReader(mapping: TableMapping())
    let rows = try dimensions.readPersons(folder.file(Zip.archive(persons)), known: known).rows
    #expect(rows.map { $0?.person.sex } == [.male, .female])
    #expect(dimensions.noteCounts == [.archiveEntrySkipped: ["persons": 1]])

    let tally = try folder.file(Zip.archive([ZipMember(".x", "y"), ZipMember("t.csv", "a,b\n1,2\n")]))
    let table = try TextTableReader.read(tally, as: "tally", columns: ["a", "b"])
    #expect(table.table.rows == [["1", "2"]] && table.notes.map(\.code) == [.archiveEntrySkipped])
    let two = try folder.file(Zip.archive([ZipMember("x", "a,b\n1,2\n"), ZipMember("t.csv", "a,b\n1,2\n")]))
    #expect(
      refusal { _ = try TextTableReader.read(two, as: "tally", columns: ["a", "b"]) }?.map(\.code)
        == [.archiveEntryUnusable])
  }

  @Test("Folders and what systems add unasked are passed over, and each is said")
  func skipped() throws {
    let members = [
      ZipMember("月/", "").mode(0o040755), ZipMember("月/a.csv", Packed.claims(1)), ZipMember("__MACOSX/月/a.csv", "x"),
      ZipMember(".DS_Store", "x"), ZipMember("月/.hidden/b.csv", "x"),
    ]
    let file = try folder.file(Zip.archive(members), name: "a.zip")
    let reader = try ClaimReading(files: [file]).reader
    #expect(reader.files.map(\.name) == [file])
    #expect(reader.diagnostics.map(\.code) == Array(repeating: .archiveEntrySkipped, count: 4))
    #expect(
      reader.diagnostics.map(\.location.file) == [0, 2, 3, 4].map { "\(file):\(ZipDirectory.shown(members[$0].name))" })
    #expect(reader.noteCounts[.archiveEntrySkipped] == ["claims": 4])
    #expect(try outcome([members[0], members[3]]).codes == [.archiveEntryUnusable])
    #expect(try outcome([]).codes == [.archiveEntryUnusable])
  }

  @Test("Names are shown and never used as paths")
  func names() throws {
    let shown = ["../../etc/passwd", "/etc/passwd", "C:\\a.csv", "..", "a\u{1B}[31m\n.csv", "x\u{202E}vsc.a"]
    let members = shown.enumerated().map { ZipMember($1, Packed.claims(1, first: $0)) }
    let file = try folder.file(Zip.archive(members), name: "a.zip")
    let files = try ClaimReading(files: [file]).reader.files
    let expected = shown.dropLast(2) + ["a\u{FFFD}[31m\u{FFFD}.csv", "x\u{FFFD}vsc.a"]
    #expect(files.map(\.format.part) == Array(expected))
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path("")) == ["a.zip"])
  }

  @Test("A name in GBK, with four-byte characters too, is decoded; one in neither encoding is shown as far as it goes")
  func gbk() throws {
    let table: [([UInt8], String)] = [
      ([0xBD, 0xE1, 0xCB, 0xE3, 0x2E, 0x63, 0x73, 0x76], "结算.csv"), ([0x81, 0x39, 0xEE, 0x39], "\u{3400}"),
      (Array("结算.csv".utf8), "结算.csv"), ([0x61, 0xFF], "a\u{FFFD}"), ([0xBD], "\u{FFFD}"),
    ]
    for (raw, shown) in table {
      #expect(ZipDirectory.shown(raw) == shown)
      let file = try folder.file(Zip.archive([ZipMember("x", Packed.claims(1)).with(\.name, raw)]))
      #expect(try ClaimReading(files: [file]).reader.files.map(\.format.part) == [shown])
    }
  }

  @Test("Links, pipes, a folder that holds bytes, and one name that stands twice refuse the archive")
  func unusable() throws {
    let clean = ZipMember("a.csv", Packed.claims(1))
    let other = ZipMember("b.csv", Packed.claims(1, first: 2))
    for mode: UInt32 in [0o120777, 0o020644, 0o060644, 0o140644, 0o040755] {
      #expect(try outcome([clean, other.mode(mode)]).codes == [.archiveEntryUnusable], "\(mode)")
    }
    #expect(try outcome([clean, ZipMember("b/", Packed.claims(1))]).codes == [.archiveEntryUnusable])
    #expect(try outcome([clean, other.with(\.name, clean.name)]).codes == [.archiveEntryUnusable])
    #expect(
      try outcome([clean, other.mode(0o100600)]) == .read(Flow(rows: 2, fen: 200, absoluteFen: 200), ids: ["P1", "P2"]))
    // Different bytes, one name as it is shown.
    let same = [clean.with(\.name, [0xBD, 0xE1]), other.with(\.name, Array("结".utf8))]
    #expect(try outcome(same).codes == [.archiveEntryUnusable])
  }

  @Test("What was packed out of a pipe, and what has another name before its bytes or needs another version, is read")
  func otherTools() throws {
    let piped = ZipMember("-", Packed.claims(1)).mode(0o010600).with(\.isStreamed, true)
    #expect(try outcome([piped]).codes == [])
    // The version that the record before the bytes asks for is no part of them, nor is the name there.
    var archive = Zip.archive([ZipMember("a.csv", Packed.claims(1))])
    archive[4] = 45
    archive[30] = UInt8(ascii: "b")
    let file = try folder.file(archive)
    #expect(try ClaimReading(files: [file]).reader.files.map(\.format.part) == ["a.csv"])
  }

  @Test("A comment behind the directory is no garbage, whatever stands in it")
  func comment() throws {
    for comment in [Array("PK\u{5}\u{6}".utf8), Array("导出".utf8), [UInt8](repeating: 32, count: 65_535)] {
      let archive = Zip.archive([ZipMember("a.csv", Packed.claims(1))], comment: comment)
      #expect(try Packed.outcome([folder.file(archive)]).codes == [])
      #expect(try Packed.outcome([folder.file(Array(archive.dropLast()))]).codes == [.compressionDamaged])
    }
  }

  @Test("An encrypted file refuses the archive, even beside one that is not")
  func encrypted() throws {
    let members = [
      ZipMember("a.csv", Packed.claims(1)), ZipMember("b.csv", [UInt8](repeating: 7, count: 40)).with(\.flags, 1),
    ]
    let file = try folder.file(Zip.archive(members), name: "a.zip")
    #expect(Packed.outcome([file]) == .refused([.archiveEncrypted], at: ["\(file):b.csv"]))
  }

  @Test("Ways of packing that are not read refuse the archive", arguments: [1, 6, 9, 12, 14, 93, 95] as [UInt32])
  func method(number: UInt32) throws {
    #expect(try outcome([ZipMember("a.csv", Packed.claims(1)).with(\.method, number)]).codes == [.packingUnsupported])
  }

  @Test("A checksum or a size that is not the content's refuses the archive")
  func lies() throws {
    let clean = ZipMember("a.csv", Packed.claims(2))
    let packed = try deflated("a.csv", Packed.claims(2000))
    for member in [clean, packed] {
      #expect(try outcome([member.with(\.checksum, member.checksum ^ 1)]).codes == [.compressionDamaged])
      for size in [member.size - 1, member.size + 1, 0, UInt32.max - 1] {
        #expect(try outcome([member.with(\.size, size)]).codes == [.compressionDamaged], "\(size)")
      }
    }
    var cut = packed
    cut.packed.removeLast(3)
    #expect(try outcome([cut]).codes == [.compressionDamaged])
  }

  @Test("A workbook is known by what is in it, whatever it is called; other packed documents are refused by their kind")
  func workbooks() throws {
    let table: [([String], Diagnostic.Code)] = [
      (["[Content_Types].xml", "xl/workbook.xml"], .workbookDamaged),
      (["[Content_Types].xml", "xl/workbook.bin"], .spreadsheetUnsupported),
      (["mimetype", "content.xml", "META-INF/manifest.xml"], .spreadsheetUnsupported),
      (["[Content_Types].xml", "word/document.xml"], .containerUnsupported),
    ]
    for (names, code) in table {
      #expect(try outcome(names.map { ZipMember($0, "<a/>") }).codes == [code], "\(names)")
    }
    // One of the two alone is a file like any other.
    #expect(try outcome([ZipMember("xl/workbook.xml", Packed.claims(1))]).codes == [])
  }

  @Test("The limits hold for all files of an archive together")
  func together() throws {
    let text = Packed.claims(2)
    let members = (0..<5).map { ZipMember("\($0).csv", Packed.claims(2, first: 10 + 2 * $0)) }
    let size = 5 * text.utf8.count + 5 * 4
    #expect(try outcome(members) { $0.unpackedBytesMaximum = size }.codes == [])
    #expect(try outcome(members) { $0.unpackedBytesMaximum = size - 1 }.codes == [.unpackedTooLarge])
  }

  @Test("A directory that is too large to be held is not read")
  func directory() throws {
    var archive = Zip.archive([ZipMember("a.csv", Packed.claims(1))])
    let record = archive.count - 22
    archive.replaceSubrange((record + 12)..<(record + 16), with: Gzip.little(5 << 20, 4))
    #expect(try Packed.outcome([folder.file(archive)]).codes == [.unpackedTooLarge])
    // The larger form: a record of 56 bytes, found by a locator.
    archive.replaceSubrange((record + 12)..<(record + 16), with: Gzip.little(UInt32.max, 4))
    var large = [UInt8](repeating: 0, count: 76)
    large.replaceSubrange(0..<4, with: [0x50, 0x4B, 6, 6])
    large.replaceSubrange(40..<44, with: Gzip.little(5 << 20, 4))
    large.replaceSubrange(56..<60, with: [0x50, 0x4B, 6, 7])
    large.replaceSubrange(64..<68, with: Gzip.little(UInt32(record), 4))
    archive.insert(contentsOf: large, at: record)
    #expect(try Packed.outcome([folder.file(archive)]).codes == [.unpackedTooLarge])
    // The true size, 46 bytes and the name, and place; then a promise of too many entries, then the true one.
    archive.replaceSubrange((record + 40)..<(record + 44), with: Gzip.little(51, 4))
    archive.replaceSubrange((record + 48)..<(record + 52), with: Gzip.little(UInt32(record) - 51, 4))
    archive.replaceSubrange((record + 32)..<(record + 36), with: Gzip.little(1 << 30, 4))
    #expect(try Packed.outcome([folder.file(archive)]).codes == [.unpackedTooLarge])
    for place in [24, 32] { archive.replaceSubrange((record + place)..<(record + place + 4), with: Gzip.little(1, 4)) }
    archive[record + 4] = 44
    archive[record + 72] = 1
    #expect(try Packed.outcome([folder.file(archive)]).codes == [])
  }
}
