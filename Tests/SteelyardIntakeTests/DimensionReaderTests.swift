import SteelyardDomain
import SteelyardTestSupport
import Testing

@testable import SteelyardIntake

@Suite("Dimension tables") struct DimensionReaderTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private var known: IdentifierTable {
    var table = IdentifierTable()
    for person in ["P1", "P2", "P3", "P4"] { _ = table.code(of: person) }
    return table
  }

  private func day(_ year: Int, _ month: Int, _ dayOfMonth: Int) throws -> Day {
    try #require(Day(year: year, month: month, day: dayOfMonth))
  }

  @Test("Persons of the claims are kept by code, all others only by their day of death")
  func persons() throws {
    var reader = DimensionReader(mapping: TableMapping())
    let text = """
      人员编号,性别,出生日期,死亡日期,姓名
      P2, 女 ,1950/1/2,,甲
      P9,1,1940-01-01,2024-12-31,乙
      \u{3000}P1\t,M,19600702,2025-08-01,丙
      P3,9,NULL,-,丁
      P4,2,1960-02-30,无,戊

      """
    let read = try reader.readPersons(folder.file(text), known: known)
    #expect(
      read.rows == [
        .init(person: InsuredPerson(sex: .male, birth: try day(1960, 7, 2)), death: try day(2025, 8, 1)),
        .init(person: InsuredPerson(sex: .female, birth: try day(1950, 1, 2)), death: nil),
        .init(person: InsuredPerson(), death: nil), .init(person: InsuredPerson(sex: .female), death: nil),
      ])
    #expect(read.deaths == [try day(2024, 12, 31), try day(2025, 8, 1)])
    #expect(reader.noteCounts == [.optionalValueUnreadable: ["birth_date": 1]])
    #expect(reader.diagnostics == [])
    let file = try #require(reader.files.first)
    #expect(file.table == "persons")
    #expect(file.ignoredColumns == ["姓名"])
    #expect(file.reconciliation.read.rows == 5)
    #expect(file.reconciliation.balances)
  }

  @Test("Rows that contradict each other describe no one; a repetition does no harm")
  func conflicts() throws {
    var reader = DimensionReader(mapping: TableMapping())
    let text = "person_id,sex,birth_date\nP1,1,19600702\nP2,1,\nP1,2,19600702\nP2,男,\nP1,1,19600702\nP9,1,\nP9,2,\n"
    let file = try folder.file(text)
    let read = try reader.readPersons(file, known: known)
    #expect(read.rows == [nil, .init(person: InsuredPerson(sex: .male), death: nil), nil, nil])
    #expect(
      reader.diagnostics == [
        Diagnostic(.dimensionConflict, at: .init(file: file, line: 4, byteOffset: 45, field: "person_id"))
      ])
    #expect(reader.files[0].reconciliation.rejected[.dimensionConflict]?.rows == 1)
    #expect(reader.files[0].reconciliation.balances)
  }

  @Test("Damaged rows are told at their line and left out; the rest is kept")
  func damage() throws {
    var reader = DimensionReader(mapping: TableMapping())
    let text = "person_id,sex\nP1\n,1\nNULL,2\nP2,\"1\nP3,2\nperson_id,sex\nP4,1\n"
    let read = try reader.readPersons(folder.file(text), known: known)
    #expect(read.rows.map { $0 != nil } == [false, false, true, true])
    #expect(
      reader.diagnostics.map(\.code) == [
        .columnCountDiffers, .requiredValueEmpty, .requiredValueEmpty, .quoteUnterminated, .headerRepeated,
      ])
    #expect(reader.diagnostics.map(\.location.line) == [2, 3, 4, 5, 7])
    #expect(reader.files[0].reconciliation.accepted.rows == 2)
    #expect(reader.files[0].reconciliation.balances)
  }

  @Test("Institutions are read with their labels normalised, by the mapping where there is one")
  func institutions() throws {
    var reader = DimensionReader(
      mapping: TableMapping(columns: [.institutions: ["PRVDR": "inst_code"], .persons: ["PRVDR": "person_id"]]))
    let text = """
      PRVDR,inst_name,kind,level,district
      H33010600001,"康""宁"", 一院",1,2,
      P33010600002,,药店,null,330199
      0123,甲,,三甲,Hill
      0124,乙,Bone setter,Level A,
      0124,丙,Bone setter,Level A,
      ,丁,,,
      """
    let file = try folder.file(text)
    let rows = try reader.readInstitutions(file)
    #expect(
      rows == [
        "H33010600001": Institution(
          id: "H33010600001", name: "康\"宁\", 一院", kind: "medical", level: "tertiary", district: "330106"),
        "P33010600002": Institution(id: "P33010600002", kind: "pharmacy", level: "unknown", district: "330199"),
        "0123": Institution(id: "0123", name: "甲", kind: "unknown", level: "tertiary", district: "Hill"),
      ])
    #expect(reader.diagnostics.map(\.code) == [.dimensionConflict, .requiredValueEmpty])
    #expect(reader.files[0].table == "institutions")
    #expect(reader.files[0].columns.first == .init(column: "PRVDR", field: "inst_code", source: .mapping))
  }

  @Test("A table without its key, without rows or without bytes is refused")
  func refusals() throws {
    let files = try [
      folder.file("sex\n1\n", name: "a"), folder.file("person_id\n", name: "b"), folder.file("", name: "c"),
      folder.file("person_id,psn_no\n1,2\n", name: "d"),
    ]
    let codes = files.map { file in
      refusal {
        var reader = DimensionReader(mapping: TableMapping())
        _ = try reader.readPersons(file, known: known)
      }?.map(\.code)
    }
    #expect(codes == [[.requiredColumnMissing], [.headerOnly], [.fileEmpty], [.columnAmbiguous, .columnAmbiguous]])
  }
}

@Suite("Tables of sums") struct TextTableReaderTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  @Test("A small table is read as it is written, cell by cell")
  func cells() throws {
    let rows = [["H1", "\"\u{301}一院, \"\u{20E3}", " 1.50 "], ["H2", "\"甲\", 乙\nb", ""], ["", "\"", "NULL"]]
    let lines = [["inst_code", "the \"name\"", "sum"]] + rows
    let text = lines.map { $0.map(TextTable.cell).joined(separator: ",") + "\n" }.joined()
    let file = try folder.file(text)
    let read = try TextTableReader.read(file, as: "tally", columns: ["sum"])
    #expect(read.table == TextTable(file: file, columns: lines[0], rows: rows, lines: [2, 3, 5]))
    #expect(read.file.sha256 == ContentHash.of(Array(text.utf8)))
    #expect(read.file.bytes == text.utf8.count)
    #expect(read.file.format.separator == ",")
    #expect(read.file.table == "tally")
    #expect(read.file.reconciliation.accepted == Flow(rows: 3))
    #expect(read.file.reconciliation.balances)
  }

  @Test("The separator is the one by which the caller's columns are known")
  func separator() throws {
    let file = try folder.file("mean;n,a\n1,5;2\n")
    let read = try TextTableReader.read(file, as: "tally", columns: ["mean", "n,a"])
    #expect(read.table == TextTable(file: file, columns: ["mean", "n,a"], rows: [["1,5", "2"]], lines: [2]))
  }

  @Test("A header alone is a table where the caller takes one")
  func headerAlone() throws {
    let file = try folder.file("inst_code,a\n")
    let read = try TextTableReader.read(file, as: "tally-pairs", columns: ["a"], mayBeEmpty: true)
    #expect(read.table == TextTable(file: file, columns: ["inst_code", "a"], rows: [], lines: []))
    #expect(read.file.reconciliation == Reconciliation())
  }

  @Test("What is written as cells is read back as it was, whatever the texts")
  func roundTrip() throws {
    var generator = Seeded.announced()
    let letters = ["a", ",", "\"", "\n", "\r", "药", " ", "\t", ";"]
    for _ in 0..<200 {
      let rows = (0..<Int.random(in: 1...5, using: &generator)).map { _ in
        ["x"]
          + (0..<2).map { _ in
            (0..<Int.random(in: 0...5, using: &generator)).map { _ in generator.pick(letters) }.joined()
          }
      }
      let text = ([["inst_code", "a", "b"]] + rows).map { $0.map(TextTable.cell).joined(separator: ",") }.joined(
        separator: "\r\n")
      let read = try TextTableReader.read(folder.file(text), as: "tally", columns: ["inst_code"]).table.rows
      #expect(read.map { $0.map { Array($0.utf8) } } == rows.map { $0.map { Array($0.utf8) } })
    }
  }

  @Test(
    "One damaged row refuses the whole table, at its line",
    arguments: [
      ("inst_code,a\n1,2\n3\n", Diagnostic.Code.columnCountDiffers, 3),
      ("inst_code,a\n\n1,\"2\n", .quoteUnterminated, 3),
      ("inst_code,a\n1,\u{0}\n", .nulByte, 2), ("inst_code,a\n", .headerOnly, 1), ("", .fileEmpty, 1),
    ])
  func damage(text: String, code: Diagnostic.Code, line: Int) throws {
    let file = try folder.file(text)
    let found = refusal { _ = try TextTableReader.read(file, as: "tally", columns: ["a"]) }
    #expect(found?.map(\.code) == [code])
    #expect(found?.map(\.location.line) == [line])
  }
}
