import SteelyardDomain
import SteelyardTestSupport
import Testing

@testable import SteelyardLedger

/// A change of an extract, and the part that is then refused.
private struct SegmentChange: Sendable, CustomTestStringConvertible {
  let part: String
  let apply: @Sendable (inout ClaimExtract) -> Void

  init(_ part: String, _ apply: @escaping @Sendable (inout ClaimExtract) -> Void) {
    self.part = part
    self.apply = apply
  }

  var testDescription: String { part }

  static let all: [SegmentChange] = [
    SegmentChange("contents") { $0.contents.removeLast() },
    SegmentChange("row.source") { $0.rows.source[0] = 2 },
    SegmentChange("row.line") { $0.rows.line[1] = 0 },
    SegmentChange("row.offset") { $0.rows.byteOffset[0] = -1 },
    SegmentChange("row.claim") { $0.rows.claim[0] = .none },
    SegmentChange("row.original") { $0.rows.original[0] = $0.rows.claim[1] },
    SegmentChange("row.person") { $0.rows.person[0] = 4 },
    SegmentChange("row.institution") { $0.rows.institution[0] = -1 },
    SegmentChange("row.disease") { $0.rows.disease[0] = 3 },
    SegmentChange("row.scheme") { $0.rows.scheme[0] = -2 },
    SegmentChange("row.day") { $0.rows.day[0] = .max },
    SegmentChange("row.age") { $0.rows.age[0] = 131 },
    SegmentChange("row.refund") { $0.rows.refund[0] = .marked },
    SegmentChange("row.total") { $0.rows.totalFen[4] += 1 },
    SegmentChange("row.cost") { $0.rows.costFen[0] = .min },
    SegmentChange("row.drug") { $0.rows.drugFen[0] = .max },
    SegmentChange("row.fund") { $0.rows.fundFen.removeLast() },
    SegmentChange("told.name") { $0.told.institutions[0][0].value = 9 },
    SegmentChange("told.sex") { $0.told.sexes[0].day = 0 },
    SegmentChange("told.birth") { $0.told.births[1].value = .min },
    SegmentChange("told.renamed") { $0.told.renamed = [1, 1] },
    SegmentChange("flows") { $0.diseaseFlows[0].rows += 1 },
    SegmentChange("files") { $0.files[0].reconciliation.accepted.fen += 1 },
    SegmentChange("files") { $0.rows.totalFen[0] += 1 },
    SegmentChange("flows") { $0.diseaseFlows.append(contentsOf: [Flow(), Flow()]) },
    SegmentChange("identities") {
      $0.identityChecks[0] = .init(.costByPayer, file: "f", missing: [], rowsChecked: 1, rowsBroken: 2)
    },
    SegmentChange("notes") { $0.notes[.zeroTotal] = ["": -1] },
  ]
}

@Suite("The segments of a ledger") struct SegmentTests {
  private let bytes = SegmentMaker.small().encoded()

  @Test("What is read is what was written, part by part") func roundTrip() throws {
    let written = SegmentMaker.small().extract
    let segment = try LedgerSegment(decoding: bytes)
    let read = segment.extract
    #expect(segment.terms == Array("terms".utf8))
    #expect(segment.encoded() == bytes)
    #expect(read.identifiers.persons.texts == written.identifiers.persons.texts)
    #expect(read.identifiers.institutions.texts == written.identifiers.institutions.texts)
    #expect(read.identifiers.diseases.texts == written.identifiers.diseases.texts)
    #expect(read.identifiers.schemes.texts == written.identifiers.schemes.texts)
    #expect(read.told.labels.texts == written.told.labels.texts)
    #expect(read.told.institutions == written.told.institutions && read.told.renamed == written.told.renamed)
    #expect(read.told.sexes == written.told.sexes && read.told.births == written.told.births)
    #expect(read.rows.claim == written.rows.claim && read.rows.original == written.rows.original)
    #expect(read.rows.refund == written.rows.refund && read.rows.age == written.rows.age)
    #expect(read.rows.totalFen == written.rows.totalFen && read.rows.day == written.rows.day)
    #expect(read.diagnostics == written.diagnostics && read.notes == written.notes)
    #expect(read.identityChecks == written.identityChecks && read.present == written.present)
    #expect(read.diseaseFlows == written.diseaseFlows && read.contents == written.contents)
    for (a, b) in zip(read.files, written.files) {
      #expect(a.name == b.name && a.bytes == b.bytes && a.sha256 == b.sha256 && a.format == b.format)
      #expect(a.columns == b.columns && a.ignoredColumns == b.ignoredColumns)
      #expect(a.reconciliation == b.reconciliation)
    }
  }

  @Test("A bit that is another, at any byte, is noticed, and in a section it is located") func flips() throws {
    let places = try SectionFile(bytes).places
    #expect(places.count > 30)
    var located = 0
    for offset in bytes.indices {
      var damaged = bytes
      damaged[offset] ^= UInt8(1) << UInt8(offset % 8)
      let parts = LedgerSegment.damagedParts(of: damaged)
      let section = places.first { $0.range.contains(offset) }
      #expect(parts == [section?.name ?? "header"], "byte \(offset)")
      if section != nil { located += 1 }
      // Whether or not the sums notice it too, reading ends.
      _ = try? LedgerSegment(decoding: damaged)
    }
    #expect(located == places.reduce(0) { $0 + $1.range.count })
  }

  @Test("A file that ends anywhere before its end, or goes on after it, is refused") func truncation() {
    for length in 0..<bytes.count {
      #expect(throws: SegmentDamage("header")) { try LedgerSegment(decoding: Array(bytes[..<length])) }
    }
    #expect(throws: SegmentDamage("header")) { try LedgerSegment(decoding: bytes + [0]) }
    #expect(throws: SegmentDamage("header")) { try LedgerSegment(decoding: bytes + bytes) }
  }

  @Test("Whatever stands in the sections behind right checksums is refused or is rows that can be counted")
  func madeUp() throws {
    var source = Seeded.announced()
    let file = try SectionFile(bytes)
    var readable = 0
    for _ in 0..<4_000 {
      var sections = file.places.map { place in
        SectionFile.Section(name: place.name, elementBytes: place.elementBytes, bytes: Array(bytes[place.range]))
      }
      for _ in 0...source.below(3) {
        let chosen = source.below(sections.count)
        sections[chosen] = mutated(sections[chosen], &source)
      }
      guard let segment = try? LedgerSegment(decoding: SectionFile.encode(sections)) else { continue }
      readable += 1
      count(segment.extract)
    }
    #expect(readable > 50, "some of what is made up must pass, or nothing was tried")
  }

  private func mutated(_ section: SectionFile.Section, _ source: inout Seeded) -> SectionFile.Section {
    var bytes = section.bytes
    switch source.below(4) {
    case 0 where !bytes.isEmpty: bytes[source.below(bytes.count)] ^= 1 << UInt8(source.below(8))
    case 1 where !bytes.isEmpty: bytes[source.below(bytes.count)] = source.pick([0, 1, 127, 128, 255])
    case 2 where !bytes.isEmpty: bytes.removeLast(section.elementBytes)
    default: bytes += (0..<section.elementBytes).map { _ in UInt8(truncatingIfNeeded: source.next()) }
    }
    return .init(name: section.name, elementBytes: section.elementBytes, bytes: bytes)
  }

  /// What a run does with an extract; a value beyond its bounds would stop the program here.
  private func count(_ extract: ClaimExtract) {
    var (rows, tables) = (extract.rows, ClaimIdentifiers())
    _ = tables.persons.code(of: "before")
    rows.recode(ClaimBatch.Codes(of: extract.identifiers, in: &tables), firstSource: 1)
    var builder = LedgerBuilder()
    builder.add(rows)
    #expect(!builder.mayOverflow && builder.isolatedRows(in: .all) >= 0)
    let scope = LedgerBuilder.Scope(
      period: .all, isInArea: Array(repeating: true, count: tables.institutions.count))
    _ = builder.finish(identifiers: tables, scope: scope, threads: 1)
  }

  @Test("A part that cannot be what reading claims gives is named", arguments: SegmentChange.all)
  fileprivate func refused(change: SegmentChange) {
    var segment = SegmentMaker.small()
    change.apply(&segment.extract)
    let bytes = segment.encoded()
    #expect(LedgerSegment.damagedParts(of: bytes).isEmpty)
    #expect(throws: SegmentDamage(change.part)) { try LedgerSegment(decoding: bytes) }
  }

  @Test("Sections in another order, twice, missing or of another width are refused") func otherSections() throws {
    let file = try SectionFile(bytes)
    let sections = file.places.map {
      SectionFile.Section(name: $0.name, elementBytes: $0.elementBytes, bytes: Array(bytes[$0.range]))
    }
    var swapped = sections
    swapped.swapAt(3, 4)
    let wide = sections.map {
      $0.name == "row.day" ? SectionFile.Section(name: $0.name, elementBytes: 1, bytes: $0.bytes) : $0
    }
    for other in [swapped, sections + [sections[0]], Array(sections.dropLast()), wide, []] {
      #expect(throws: SegmentDamage.self) { try LedgerSegment(decoding: SectionFile.encode(other)) }
    }
  }

  @Test("A table in which a text stands twice, or whose ends descend, is none") func tables() {
    func table(_ text: String, _ ends: [Int64]) -> IdentifierTable? {
      Array(text.utf8).withUnsafeBytes { IdentifierTable(bytes: $0, ends: ends) }
    }
    #expect(table("aab", [1, 2, 3]) == nil && table("ab", [2, 1]) == nil && table("ab", [1]) == nil)
    #expect(table("ab", [-1, 2]) == nil && table("ab", [3]) == nil && table("a", []) == nil)
    #expect(table("aab", [1, 1, 3])?.texts == ["a", "", "ab"] && table("", [])?.count == 0)
  }

  @Test("The bytes of a segment are those that the format's page shows the beginning of") func magic() {
    #expect(String(decoding: bytes.prefix(16), as: UTF8.self) == "STEELYARD-LEDGER")
    #expect(Array(bytes[16..<20]) == [1, 0, 0, 0] && bytes.count % 8 == 0)
  }
}
