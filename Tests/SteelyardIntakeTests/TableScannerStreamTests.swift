import Foundation
import SteelyardDomain
import SteelyardTestSupport
import Testing

@testable import SteelyardIntake

@Suite("Scanning a stream") struct TableScannerStreamTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private static let claims = "claim_id,note\n"

  @Test("Random tables are the same however the stream is cut")
  func cuts() throws {
    var generator = Seeded.announced()
    let letters = Array("ab1,,,\"\"\n\n\r".utf8)
    for round in 0..<300 {
      let start = generator.pick(["", "\u{FEFF}", "\n", "\r\n"])
      let body = (0..<Int.random(in: 0...120, using: &generator)).map { _ in
        generator.chance(2) ? generator.pick([0, 0xE8, 0xFF]) : generator.pick(letters)
      }
      let bytes = Array((start + Self.claims).utf8) + body
      let whole = try ScannedTable(folder.file(bytes))
      let crumbs = Gzip.crumbs(bytes, most: generator.pick([1, 3, 20]), using: &generator)
      let cut = try ScannedTable(folder.file(crumbs, name: "crumbs.gz"))
      #expect(cut.header == whole.header && cut.items == whole.items, "round \(round): \(bytes)")
    }
  }

  @Test("A table of several windows is the same cut into crumbs, and every row is at its place")
  func windows() throws {
    var generator = Seeded.announced()
    var text = Self.claims
    var expected: [TableItem] = []
    var line = 2
    while text.utf8.count < 2_500_000 {
      let byteOffset = text.utf8.count
      let note = String(
        repeating: generator.pick(["药", "a\n", "\"\"", "x,"]), count: Int.random(in: 0...3000, using: &generator))
      text += "\(line),\"\(note)\"\r\n"
      expected.append(.record(["\(line)", note.replacing("\"\"", with: "\"")], line: line, byteOffset: byteOffset))
      line += 1 + note.utf8.count { $0 == 10 }
    }
    #expect(try ScannedTable(folder.file(text)).items == expected)
    let crumbs = Gzip.crumbs(Array(text.utf8), most: 4000, using: &generator)
    #expect(try ScannedTable(folder.file(crumbs, name: "crumbs.gz")).items == expected)
  }

  @Test("A pipe fed byte by byte at first is the same table as the file")
  func pipe() throws {
    let text = "\u{FEFF}\"claim_id\",note\n1,\"a\nb\"\n2,\"c\n3,d\n"
    let path = folder.path("pipe")
    try #require(mkfifo(path, 0o600) == 0)
    let writer = Thread {
      guard let handle = FileHandle(forWritingAtPath: path) else { return }
      for byte in text.utf8 { handle.write(Data([byte])) }
      handle.closeFile()
    }
    writer.start()
    let piped = try ScannedTable(path)
    let whole = try ScannedTable(folder.file(text))
    #expect(piped.header == ["claim_id", "note"])
    #expect(piped.items == whole.items)
    #expect(whole.items.count == 3)
  }

  private static let refused: [(String, [UInt8], Diagnostic.Code)] = [
    ("nothing", [], .fileEmpty), ("a mark of byte order alone", [0xEF, 0xBB, 0xBF], .fileEmpty),
    ("blank lines alone", Array("\n\r\n\n".utf8), .fileEmpty),
    ("a header with a broken byte", Array("claim_id,".utf8) + [0xFF, 10, 49, 10], .encodingUnsupported),
    ("a header with a NUL", Array("claim_id,\0\n1,2\n".utf8), .encodingUnsupported),
    ("a zip archive", [0x50, 0x4B, 3, 4, 20, 0, 0, 0, 8, 0], .containerUnsupported),
    ("a PDF", Array("%PDF-1.7\n".utf8), .containerUnsupported),
    ("an old spreadsheet", [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1], .containerUnsupported),
    ("HTML", Array("<html><table>".utf8), .containerUnsupported),
    ("HTML in capitals", Array("<HTML><TABLE>".utf8), .containerUnsupported),
    ("HTML with a doctype", Array("<!DOCTYPE html>".utf8), .containerUnsupported),
    ("HTML with a lower-case doctype", Array("<!doctype html>".utf8), .containerUnsupported),
    ("XML", Array("<?xml version=\"1.0\"?>".utf8), .containerUnsupported),
    ("XML behind a mark of byte order", Array("\u{FEFF}<?xml version=\"1.0\"?>".utf8), .containerUnsupported),
    ("HTML behind blank lines", Array("\r\n \n<table>".utf8), .containerUnsupported),
  ]

  @Test("What is no delimited text is refused for what it is", arguments: refused)
  func refusals(name: String, bytes: [UInt8], code: Diagnostic.Code) throws {
    let file = try folder.file(bytes)
    let found = refusal { _ = try ScannedTable(file, required: ["claim_id"]) }
    #expect(found == [Diagnostic(code, at: .init(file: file, line: 1))], "\(name)")
    let packed = try folder.file(Gzip.member(bytes), name: "packed.gz")
    #expect(refusal { _ = try ScannedTable(packed, required: ["claim_id"]) }?.map(\.code) == [code], "\(name) in gzip")
  }
}
