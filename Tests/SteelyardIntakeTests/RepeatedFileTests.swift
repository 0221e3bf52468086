import Foundation
import SteelyardDomain
import SteelyardTestSupport
import Testing

@testable import SteelyardIntake

@Suite("Files given twice") struct RepeatedFileTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  @Test("The same content under another name, or otherwise packed, is refused, and the earlier file is named too")
  func refused() throws {
    let text = Packed.claims(2)
    let first = try folder.file(text, name: "a.csv")
    let others = try [
      first, folder.file(text, name: "b.csv"), folder.file(Gzip.member(Array(text.utf8)), name: "b.gz"),
      folder.file(Zstd.frame(Array(text.utf8)), name: "b.zst"),
      folder.file(Zip.archive([ZipMember("x", text)]), name: "b.zip"),
    ]
    for other in others {
      #expect(Packed.outcome([first, other]) == .refused([.fileRepeated, .fileRepeated], at: [other, first]))
      #expect(Packed.outcome([other, first]) == .refused([.fileRepeated, .fileRepeated], at: [first, other]))
    }
    let twice = try folder.file(Zip.archive([ZipMember("x", text), ZipMember("y", text)]), name: "c.zip")
    #expect(
      Packed.outcome([twice]) == .refused([.fileRepeated, .fileRepeated], at: ["\(twice):y", "\(twice):x"]))
  }

  @Test("Where the user allows it the file is read again, and that is said")
  func allowed() throws {
    let files = try ["a.csv", "b.csv"].map { try folder.file(Packed.claims(2), name: $0) }
    let claims = try ClaimReading(Packed.request { $0.allowsRepeatedFiles = true }, files: files)
    #expect(claims.account.accepted.rows == 4)
    #expect(claims.reader.diagnostics.map(\.description) == ["\(files[1]):1: IN433 repeatedFileRead"])
    #expect(claims.reader.noteCounts[.repeatedFileRead] == ["claims": 1])
  }

  @Test("Files that share rows, or differ in a line end only, are not the same")
  func overlapping() throws {
    let files = try [
      folder.file(Packed.claims(2), name: "a.csv"), folder.file(Packed.claims(3), name: "b.csv"),
      folder.file(Packed.claims(2) + "\n", name: "c.csv"),
    ]
    #expect(try ClaimReading(files: files).account.accepted.rows == 7)
  }

  @Test("Fee lines and dimension tables given twice are refused likewise")
  func otherTables() throws {
    let lines = try folder.file("line_id,claim_id,qty,amount,item_name\nL1,S1,1,1.00,a\n")
    var reader = FeeLineReader()
    try reader.read(lines) { _ in }
    #expect(refusal { try reader.read(lines) { _ in } }?.map(\.code) == [.fileRepeated, .fileRepeated])
    let persons = try folder.file("person_id,sex\nP1,1\n")
    let known = try ClaimReading(Packed.claims(2)).reader.identifiers.persons
    var dimensions = DimensionReader(mapping: TableMapping())
    _ = try dimensions.readPersons(persons, known: known)
    let said = refusal { _ = try dimensions.readPersons(persons, known: known) }
    #expect(said?.map(\.code) == [.fileRepeated, .fileRepeated])
  }

  @Test("A damaged file ends the reading: what it gave before is not taken over")
  func notCommitted() throws {
    // Enough rows that batches are given before the damage is met.
    var packed = try Packed.gzip(folder.file(Packed.claims(2 * ClaimBatch.rowsMaximum)))
    packed[packed.count - 6] ^= 1
    let file = try folder.file(packed)
    var reader = ClaimReader(Packed.request())
    var given = 0
    let said = refusal { try reader.read(file) { given += $0.count } }
    #expect(said?.map(\.code) == [.compressionDamaged])
    #expect(given > 0)
    #expect(reader.files.isEmpty)
  }
}
