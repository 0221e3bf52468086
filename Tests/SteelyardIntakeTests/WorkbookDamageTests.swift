import Foundation
import Glibc
import SteelyardDomain
import SteelyardTestSupport
import Testing

@testable import SteelyardIntake

@Suite("Damaged workbooks") struct WorkbookDamageTests {
  private static let small = SmallWorkbook(table: [["claim_id", "total_fee"], ["S1", "1"], ["S2", "2"]])

  /// The rule and the part by which a file is refused, `nil` where it is read.
  private func refused(_ bytes: [UInt8], _ options: ReadingOptions = .init()) -> [String]? {
    refusal { _ = try ScannedWorkbook(bytes, options) }?.map {
      "\($0.code.rawValue) \($0.location.field ?? "-")"
    }
  }

  @Test("A workbook cut anywhere is refused, and none of its rows stands")
  func cut() throws {
    let bytes = Self.small.bytes
    #expect(refused(bytes) == nil)
    for count in stride(from: 60, to: bytes.count, by: 7) {
      let diagnostics = refusal { _ = try ScannedWorkbook(Array(bytes[..<count])) }
      #expect(diagnostics?.map(\.code) == [.compressionDamaged], "cut at \(count)")
    }
  }

  @Test("A byte changed anywhere is refused, or changes nothing that is read")
  func flipped() throws {
    let bytes = Self.small.bytes
    let clean = try ScannedWorkbook(bytes).cells
    var refusals = 0
    for place in stride(from: 4, to: bytes.count, by: 3) {
      var damaged = bytes
      damaged[place] ^= 0x04
      do {
        #expect(try ScannedWorkbook(damaged).cells == clean, "byte \(place)")
      } catch { refusals += 1 }
    }
    #expect(refusals > bytes.count / 6)
  }

  @Test("A part that is missing is named", arguments: ["_rels/.rels", "xl/workbook.xml", "xl/_rels/workbook.xml.rels"])
  func missingDirectory(part: String) {
    var workbook = Self.small
    workbook.replaced[part] = ""
    // Without its main part it is not known to be a workbook of a kind that is read.
    #expect(refused(workbook.bytes) == [part == "xl/workbook.xml" ? "IN119 -" : "IN120 \(part)"])
  }

  @Test("So is a part that another one points to", arguments: ["xl/sheets/0.xml", "xl/texts.xml", "xl/formats.xml"])
  func missingPart(part: String) {
    var workbook = Self.small
    workbook.replaced[part] = ""
    #expect(refused(workbook.bytes) == ["IN120 \(part)"])
  }

  @Test("A sheet nothing points to, a directory that points nowhere and two parts of one name are refused")
  func danglingParts() throws {
    var workbook = Self.small
    workbook.replaced["xl/workbook.xml"] = workbook.parts["xl/workbook.xml"]?.replacing(
      "r:id=\"s0\"", with: "r:id=\"x\"")
    #expect(refused(workbook.bytes) == ["IN120 xl/workbook.xml"])
    workbook.replaced["xl/workbook.xml"] = workbook.parts["xl/workbook.xml"]?.replacing("r:id=\"x\"", with: "")
    #expect(refused(workbook.bytes) == ["IN120 xl/workbook.xml"])
    workbook = Self.small
    workbook.replaced["_rels/.rels"] = workbook.parts["_rels/.rels"]?.replacing("officeDocument\"", with: "other\"")
    #expect(refused(workbook.bytes) == ["IN120 _rels/.rels"])
    let twice = Self.small.entries + [WorkbookZip.Entry("XL/sheets/0.xml", "<worksheet/>")]
    #expect(refused(WorkbookZip.archive(twice)) == ["IN120 XL/sheets/0.xml"])
  }

  private static let head = "<worksheet xmlns=\"\(SmallWorkbook.main)\">"
  private static let row = "<row r=\"1\"><c t=\"str\"><v>claim_id</v></c></row>"

  @Test(
    "A sheet that is not what its format says is refused by its name",
    arguments: [
      "x", "<worksheet/>", head + "</worksheet>", head + "<sheetData>" + row,
      head + "<sheetData>" + row + "</worksheet>",
      head + "<sheetData>" + row + "</sheetData></worksheet><x/>",
      head + "<sheetData>" + row + "<row r=\"2\"><c><v>1</v></c></row><row r=\"2\"/></sheetData></worksheet>",
      head + "<sheetData>" + row + "<row r=\"3\"/><row r=\"2\"/></sheetData></worksheet>",
      head + "<sheetData>" + row + "<row r=\"0\"/></sheetData></worksheet>",
      head + "<sheetData>" + row + "<row r=\"x\"/></sheetData></worksheet>",
      head + "<sheetData>" + row + "<row r=\"2\"><c><v>&nbsp;</v></c></row></sheetData></worksheet>",
      "<?xml version=\"1.0\" encoding=\"GBK\"?>" + head + "<sheetData>" + row + "</sheetData></worksheet>",
      "<sst xmlns=\"\(SmallWorkbook.main)\"/>",
      head + String(repeating: "<a>", count: 70) + String(repeating: "</a>", count: 70) + "<sheetData>" + row
        + "</sheetData></worksheet>",
      head + "<!--" + String(repeating: "x", count: 3 << 20) + "--><sheetData>" + row + "</sheetData></worksheet>",
    ])
  func badSheets(xml: String) {
    var workbook = Self.small
    workbook.replaced["xl/sheets/0.xml"] = xml
    let isRefused = refused(workbook.bytes) == ["IN120 xl/sheets/0.xml"]
    #expect(isRefused, "\(xml.prefix(200))")
  }

  @Test("Texts and formats that are not what their format says are refused by their names")
  func badOthers() {
    for part in ["xl/texts.xml", "xl/formats.xml", "xl/workbook.xml", "_rels/.rels"] {
      var workbook = Self.small
      workbook.replaced[part] = "<a><b></a>"
      #expect(refused(workbook.bytes)?.first?.hasSuffix(part) == true)
    }
  }

  @Test(
    "A document type is refused before anything it declares is looked at",
    arguments: [
      "<!DOCTYPE x>", "<!DOCTYPE x SYSTEM \"file:///etc/hostname\">",
      "<!DOCTYPE x [<!ENTITY a SYSTEM \"file:///etc/hostname\">]>",
      "<!DOCTYPE x [<!ENTITY a \"xx\"><!ENTITY b \"&a;&a;\">]>",
    ], ["xl/sheets/0.xml", "xl/texts.xml", "xl/workbook.xml", "_rels/.rels"])
  func documentTypes(declaration: String, part: String) throws {
    var workbook = Self.small
    let xml = try #require(workbook.parts[part])
    let body = xml.split(separator: "\n", maxSplits: 1)[1]
    workbook.replaced[part] = declaration + body.replacing("claim_id", with: "&a;")
    #expect(refused(workbook.bytes) == ["IN121 \(part)"])
  }

  @Test("A thousand million laughs are refused at once")
  func laughs() throws {
    var entities = "<!ENTITY l0 \"lol\">"
    for level in 1...9 {
      entities += "<!ENTITY l\(level) \"\(String(repeating: "&l\(level - 1);", count: 10))\">"
    }
    var workbook = Self.small
    workbook.replaced["xl/texts.xml"] =
      "<!DOCTYPE sst [\(entities)]><sst xmlns=\"\(SmallWorkbook.main)\"><si><t>&l9;</t></si></sst>"
    #expect(refused(workbook.bytes) == ["IN121 xl/texts.xml"])
  }

  @Test("A part that unpacks to 200 times its packed bytes is refused past 64 MiB, and not before")
  func bomb() throws {
    let start = "<sst xmlns=\"\(SmallWorkbook.main)\"><si><t>"
    for (bytes, isRefused) in [(60 << 20, false), (70 << 20, true)] {
      let text = Array(start.utf8) + [UInt8](repeating: 48, count: bytes) + Array("</t></si></sst>".utf8)
      let others = Self.small.entries.filter { $0.name != "xl/texts.xml" }
      let archive = WorkbookZip.archive(others + [try WorkbookZip.Entry(deflating: text, as: "xl/texts.xml")])
      #expect(archive.count < 200_000)
      #expect(refused(archive) == (isRefused ? ["IN122 xl/texts.xml"] : nil))
    }
  }

  @Test("What all parts unpack to, and what shared texts are laid out to, has a cap of its own")
  func totalCap() throws {
    var options = ReadingOptions()
    options.unpackedBytesMaximum = 3 << 20
    let long = String(repeating: "x", count: 1 << 19)
    var workbook = SmallWorkbook()
    workbook.strings = "<si><t>\(long)</t></si>"
    func rows(_ count: Int) -> String {
      SmallWorkbook.row(1, ["claim_id", "total_fee"].map(SmallWorkbook.text))
        + (0..<count).map { SmallWorkbook.row(2 + $0, ["<c t=\"s\"><v>0</v></c>"]) }.joined()
    }
    workbook.sheets[0].rows = rows(4)
    #expect(refused(workbook.bytes, options) == nil)
    workbook.sheets[0].rows = rows(6)
    #expect(refused(workbook.bytes, options) == ["IN122 xl/sheets/0.xml"])
    workbook.strings = "<si><t>\(String(repeating: long, count: 7))</t></si>"
    #expect(refused(workbook.bytes, options) == ["IN122 xl/texts.xml"])
  }

  @Test("A workbook of more than a thousand sheets is refused")
  func manySheets() throws {
    var workbook = Self.small
    workbook.sheets += (1...1000).map { SmallWorkbook.Sheet(name: "s\($0)") }
    #expect(refused(workbook.bytes) == ["IN122 xl/workbook.xml"])
  }

  @Test("Names that never repeat do not fill the memory: the parser's own has a cap")
  func endlessNames() throws {
    var body = Self.head + "<sheetData>" + Self.row + "</sheetData><x>"
    for number in 0..<1_200_000 { body += "<n\(number)/>" }
    let others = Self.small.entries.filter { $0.name != "xl/sheets/0.xml" }
    let archive = WorkbookZip.archive(others + [WorkbookZip.Entry("xl/sheets/0.xml", body + "</x></worksheet>")])
    #expect(refused(archive) == ["IN122 xl/sheets/0.xml"])
  }

  @Test("An encrypted part, a binary workbook and another kind of document are refused as such")
  func otherKinds() throws {
    var entries = Self.small.entries
    let place = try #require(entries.firstIndex { $0.name == "xl/workbook.xml" })
    entries[place].flags |= 1
    #expect(refused(WorkbookZip.archive(entries)) == ["IN112 -"])
    var binary = Self.small
    binary.replaced["_rels/.rels"] = binary.parts["_rels/.rels"]?.replacing("workbook.xml", with: "workbook.bin")
    #expect(refused(binary.bytes) == ["IN125 xl/workbook.bin"])
    var document = Self.small
    document.replaced["xl/workbook.xml"] =
      "<w:document xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"/>"
    #expect(refused(document.bytes) == ["IN125 xl/workbook.xml"])
  }

  @Test("Another archive is no workbook: its table is read")
  func otherArchives() throws {
    let zip = WorkbookZip.archive([WorkbookZip.Entry("claims.csv", "claim_id\n1\n")])
    #expect(refused(zip) == nil)
    #expect(refused(Array(zip[..<60])) == ["IN106 -"])
  }

  @Test("A workbook that changes while it is read is refused at its end")
  func changing() throws {
    let folder = try TemporaryFolder()
    let file = try folder.file(Self.small.bytes)
    var rows = 0
    #expect(throws: IntakeFailure.changedWhileReading(file: file)) {
      _ = try ScannedWorkbook(file: file) {
        rows += 1
        if rows == 1 { _ = try folder.file(Self.small.bytes + [0]) }
      }
    }
    #expect(rows == 2)
  }

  @Test("A file that is put in the place of the one that is read refuses it at its end")
  func replacedFile() throws {
    let folder = try TemporaryFolder()
    let file = try folder.file(Self.small.bytes)
    #expect(throws: IntakeFailure.changedWhileReading(file: file)) {
      _ = try ScannedWorkbook(file: file) {
        try FileManager.default.removeItem(atPath: file)
        _ = try folder.file(Self.small.bytes)
      }
    }
  }

  @Test("A workbook through a pipe is refused: its directory stands at its end")
  func pipe() throws {
    let folder = try TemporaryFolder()
    let pipe = folder.path("pipe")
    try #require(mkfifo(pipe, 0o600) == 0)
    let bytes = Self.small.bytes
    let writer = Thread { try? Data(bytes).write(to: URL(filePath: pipe)) }
    writer.start()
    #expect(refusal { _ = try ScannedWorkbook(file: pipe) }?.map(\.code) == [.archiveNotSeekable])
  }
}
