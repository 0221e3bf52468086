import Foundation
import SteelyardDomain
import SteelyardTestSupport
import Testing

@testable import SteelyardReports

@Suite("Exports as CSV and JSON") struct ExportFilesTests {
  @Test("Codes, intervals and places end with a TAB, which keeps a spreadsheet from reading numbers or dates into them")
  func exactTexts() throws {
    let document = exportDocument()
    let table = try #require(document.table(.interview))
    let records = try #require(CsvText.records(document.csv(table, isPlain: false, encoding: .utf8)))
    #expect(records[0].prefix(3) == ["序号", "机构编码", "机构名称"])
    #expect(records[1][1] == "P33010600001\t" && records[1][17] == "1/4\t" && records[1][2] == "康宁大药房")
    #expect(Set(records.map(\.count)) == [33], "every row has as many cells as the header")
    #expect(records[2].allSatisfy { $0.isEmpty }, "an empty row parts the table from what stands below it")
    #expect(records[3][0] == "列入名单的含义：" + Wording.fixedSentence.zh)
  }

  @Test("The plain form is the table alone, with the names, words and digits of the run's files")
  func plain() throws {
    let document = exportDocument(profile: .auditor, unit: .wan)
    let bytes = document.csv(try #require(document.table(.ranking)), isPlain: true, encoding: .utf8)
    let rows = try RankingTable.parse(csv: bytes)
    #expect(rows == exportRows())
  }

  @Test("A text that a spreadsheet would run is guarded in every form", arguments: hostileTexts)
  func guarded(value: String) throws {
    let document = exportDocument(exportRows([value]))
    let table = try #require(document.table(.interview))
    for isPlain in [true, false] {
      let records = try #require(CsvText.records(document.csv(table, isPlain: isPlain, encoding: .utf8)))
      #expect(records[1][2] == CsvWriter.guarded(value))
    }
  }

  @Test("GB 18030 holds every character there is, and UTF-8 with a mark begins with it")
  func encodings() throws {
    var all = String.UnicodeScalarView()
    for value in UInt32(1)...0x10FFFF {
      if let scalar = Unicode.Scalar(value) { all.append(scalar) }
    }
    let text = Array(String(all).utf8)
    let encoded = ExportEncoding.gb18030.encoded(text)
    let read = try CommandRunner.system("iconv", ["-f", "GB18030", "-t", "UTF-8"], input: encoded)
    // Private codes of old tables come back as the characters they stood for, and nothing else changes.
    #expect(read == ExportEncoding.withoutStandIns(text))
    let changed = zip(String(all).unicodeScalars, String(decoding: read, as: UTF8.self).unicodeScalars).filter {
      $0 != $1
    }
    #expect(changed.count == 24 && changed.allSatisfy { (0xE78D...0xE864).contains($0.0.value) })
    #expect(
      ExportEncoding.gb18030.encoded(Array("中€\u{1F600}".utf8)) == [0xD6, 0xD0, 0xA2, 0xE3, 0x94, 0x39, 0xFC, 0x36])
    #expect(ExportEncoding.utf8Mark.encoded([65]) == [0xEF, 0xBB, 0xBF, 65])
    #expect(ExportEncoding.utf8.encoded([65]) == [65] && ExportEncoding.gb18030.encoded([]).isEmpty)
  }

  @Test("JSON has the rows with the digits of the run's files, whatever the texts", arguments: ExportProfile.allCases)
  func json(profile: ExportProfile) throws {
    let document = exportDocument(exportRows(hostileTexts), profile: profile, language: .en)
    let whole = try #require(
      try JSONSerialization.jsonObject(with: Data(document.json())) as? [String: Any])
    let tables = try #require(whole["tables"] as? [String: [[String: Any]]])
    #expect(Set(tables.keys) == Set(document.mainTables.map(\.name.rawValue)))
    for table in document.mainTables {
      let rows = try #require(tables[table.name.rawValue])
      #expect(rows.count == table.count)
      #expect(rows.allSatisfy { $0.count == table.columns.count })
    }
    if profile != .everyone {
      #expect(text(document.json()).contains("\"index_plain\":1.500000,"))
      #expect(tables["interview"]?.map { $0["name"] as? String } == hostileTexts.map { $0 })
    }
    let one = try JSONSerialization.jsonObject(with: Data(document.json([document.mainTables[0].name])))
    #expect(((one as? [String: Any])?["tables"] as? [String: Any])?.count == 1)
  }

  @Test("The published JSON Schema is the one the columns make")
  func schema() throws {
    let path = Checkout.path("Documentation/Reference/export.schema.json")
    if ProcessInfo.processInfo.environment["STEELYARD_RECORD"] == "1" {
      try Data(ExportSchema.json).write(to: URL(filePath: path))
    }
    #expect(Array(try Data(contentsOf: URL(filePath: path))) == ExportSchema.json)
  }
}

@Suite("What the tally and the persons' file tell an export") struct ExportInputTests {
  @Test(
    "Fund payments and dearest diseases come from the rows of those on a list, and from strata where there is no whole")
  func tally() throws {
    let extract = try #require(TallyExtract(tally: Array(exportTally.utf8), institutions: ["P33010600001", "X,9"]))
    #expect(extract.fundFen == ["P33010600001": 18_000_006, "X,9": 1])
    #expect(extract.diseases == ["P33010600001": ["M03900", "M01600"], "X,9": ["M03900"]])
    let other = try #require(TallyExtract(tally: Array(exportTally.utf8), institutions: ["P2"]))
    #expect(other.fundFen.isEmpty && other.diseases.isEmpty)
    #expect(TallyExtract(tally: Array("a,b\n1,2\n".utf8), institutions: []) == nil)
  }

  @Test("A stored table gives its rows back in any order, quoted line ends and all")
  func stored() throws {
    let table = try #require(StoredTable(Array("a,b\n\"x\ny\",1\n'=2,\n".utf8)))
    #expect(table.header == ["a", "b"] && table.count == 2)
    #expect(table.cells(1) == ["=2", ""] && table.cells(0) == ["x\ny", "1"])
    #expect(StoredTable(Array("a,b\n\"x".utf8)) == nil && StoredTable([]) == nil)
  }
}
