import Foundation
import SteelyardDomain
import SteelyardTestSupport
import Testing

@testable import SteelyardIntake

@Suite("Kinds of file") struct FileKindTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private static let heads: [(head: [UInt8], kind: FileKind)] = [
    ([0x1F, 0x8B, 8], .gzip), ([0x28, 0xB5, 0x2F, 0xFD], .zstd), ([0x50, 0x2A, 0x4D, 0x18], .zstd),
    ([0x5F, 0x2A, 0x4D, 0x18], .zstd), ([0x60, 0x2A, 0x4D, 0x18], .text), ([0x50, 0x4B, 3, 4], .zip),
    ([0x50, 0x4B, 5, 6], .zip), ([0x50, 0x4B, 7, 8], .zip), ([0xD0, 0xCF, 0x11, 0xE0], .xls),
    ([9, 8, 16, 0, 0, 6], .xls), ([9, 4, 6, 0], .xls), (Array("%PDF-1.7".utf8), .pdf),
    (Array("Rar!\u{1A}\u{7}\u{1}".utf8), .rar), ([0x37, 0x7A, 0xBC, 0xAF, 0x27, 0x1C, 0], .sevenZip),
    (Array("BZh91AY&SY".utf8), .bzip2), (Array("BZh11AY&SY".utf8), .bzip2), (Array("BZh,总费用".utf8), .text),
    ([0xFD, 0x37, 0x7A, 0x58, 0x5A, 0], .xz), ([0x5D, 0, 0, 0x80], .lzma), (Array("LZIP\u{1}".utf8), .lzip),
    ([4, 0x22, 0x4D, 0x18], .lz4), ([0x1F, 0x9D, 0x90], .compress), (Array("MSCF".utf8) + [0, 0, 0, 0], .cabinet),
    (UnpackingTests.tar("x"), .tar), (Array("{\\rtf1".utf8), .document), (Array("PAR1\u{15}".utf8), .parquet),
    (Array("<html><body><table>".utf8), .html), (Array("  \r\n<!DOCTYPE HTML>".utf8), .html),
    (Array("\u{FEFF}<META charset=gbk><Table>".utf8), .html), (Array("MIME-Version: 1.0\r\n".utf8), .html),
    (Array("<?xml version=\"1.0\"?><html>".utf8), .html),
    (Array("<?xml version=\"1.0\"?><Workbook>".utf8), .xml), (Array("<a>".utf8), .xml),
    ([0xFF, 0xFE] + Array("<html>".utf8).flatMap { [$0, 0] }, .html),
    ([0xFE, 0xFF] + Array("<?xml".utf8).flatMap { [0, $0] }, .xml),
    ([], .text), ([0x1F], .text), (Array("PK,总费用\n".utf8), .text), (Array("claim_id,<b>\n".utf8), .text),
    (Array("PAR1,PAR2\n".utf8), .text), (Array("LZIP,a\n".utf8), .text), (Array("\tclaim_id\t费用\n".utf8), .text),
    ([0xFF, 0xFE, 0x31, 0], .text), ([0xEF, 0xBB, 0xBF, 0x61], .text), ([0xBD, 0xE1, 0xCB, 0xE3, 0x2C], .text),
  ]

  @Test("The first bytes tell what a file is")
  func detection() {
    for (head, kind) in Self.heads {
      #expect(head.withUnsafeBytes { FileKind(head: $0) } == kind, "\(String(decoding: head, as: UTF8.self))")
    }
    #expect(Set(Self.heads.map(\.kind)).union([.xlsx, .xlsb, .ods]) == Set(FileKind.allCases))
  }

  @Test("A kind that is not read is refused by the rule that says what to do, whatever the name ends in")
  func refused() throws {
    for (head, kind) in Self.heads where kind.refusal != nil {
      for name in ["claims.csv", "claims.xls", "claims.xlsx"] {
        let file = try folder.file(head, name: name)
        let code = try #require(kind.refusal)
        #expect(Packed.outcome([file]) == .refused([code], at: [file]), "\(kind)")
      }
    }
    #expect(Set(FileKind.allCases.compactMap(\.refusal)).count == 3)
  }

  @Test("A name says nothing: text is read as text, packed bytes as packed")
  func anyName() throws {
    let text = Packed.claims(2)
    for name in ["a.xlsx", "a.zip", "a.gz", "a.pdf", "a"] {
      for bytes in [
        Array(text.utf8), Gzip.member(Array(text.utf8)), Zstd.frame(Array(text.utf8)),
        Zip.archive([ZipMember("a.exe", text)]),
      ] {
        #expect(try Packed.outcome([folder.file(bytes, name: name)]).codes == [])
      }
    }
  }

  @Test("Folders, devices and sockets are refused where they stand, without being opened")
  func notFiles() throws {
    let socketPath = "/tmp/steelyard-\(getpid())-socket"
    let descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
    defer {
      close(descriptor)
      unlink(socketPath)
    }
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: Array(socketPath.utf8)) }
    let size = socklen_t(MemoryLayout<sockaddr_un>.size)
    let result = withUnsafePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { bind(descriptor, $0, size) }
    }
    try #require(result == 0)
    for name in [folder.path(""), "/dev/null", "/dev/zero", socketPath] {
      #expect(Packed.outcome([name]) == .refused([.notAFile], at: [name]))
    }
    let missing = folder.path("missing.csv")
    #expect(throws: IntakeFailure.unreadable(file: missing)) { _ = try TableInput(missing, ReadingOptions()) }
  }

  @Test("A path may hold spaces, Chinese, quotes and a line end; a link to a file is the file")
  func paths() throws {
    for name in ["结算 清单.csv", "a\nb.csv", "it's \"x\" & $y;.csv", "-", String(repeating: "结", count: 80)] {
      let file = try folder.file(Packed.claims(2), name: name)
      let claims = try ClaimReading(files: [file])
      #expect(claims.account.accepted.rows == 2 && claims.reader.files.map(\.name) == [file])
    }
    let target = try folder.file(Packed.claims(1))
    try FileManager.default.createSymbolicLink(atPath: folder.path("link"), withDestinationPath: target)
    #expect(Packed.outcome([folder.path("link")]).codes == [])
  }

  @Test(
    "A file that is replaced or taken away while it is read is refused at the end", arguments: ["plain", "gzip", "zip"])
  func replaced(kind: String) throws {
    let text = Packed.claims(2)
    let bytes =
      switch kind {
      case "gzip": Gzip.member(Array(text.utf8))
      case "zip": Zip.archive([ZipMember("a", text)])
      default: Array(text.utf8)
      }
    for isReplaced in [true, false] {
      let file = try folder.file(bytes)
      var reader = ClaimReader(Packed.request())
      #expect(throws: IntakeFailure.changedWhileReading(file: file)) {
        try reader.read(file) { _ in
          unlink(file)
          if isReplaced { _ = FileManager.default.createFile(atPath: file, contents: Data(bytes)) }
        }
      }
    }
  }

  @Test("An archive that grows while it is read is refused at the end")
  func grown() throws {
    let file = try folder.file(Zip.archive([ZipMember("a", Packed.claims(2))]))
    var reader = ClaimReader(Packed.request())
    #expect(throws: IntakeFailure.changedWhileReading(file: file)) {
      try reader.read(file) { _ in
        let handle = FileHandle(forWritingAtPath: file)
        _ = try? handle?.seekToEnd()
        handle?.write(Data([0]))
      }
    }
  }

  @Test("No file stays open after it was read or refused")
  func closed() throws {
    let text = Array(Packed.claims(1).utf8)
    for bytes in [
      text, Gzip.member(text), Zstd.frame(text), Zip.archive([ZipMember("a", text)]), [0x50, 0x4B, 3, 4], [],
    ] {
      _ = try Packed.outcome([folder.file(bytes, name: "closed.csv")])
    }
    let here = folder.path("closed.csv")
    let open = try FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd")
      .compactMap { try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/fd/\($0)") }
    #expect(!open.contains { $0.hasPrefix(here) })
  }
}
