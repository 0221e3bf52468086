import SteelyardDomain
import SteelyardTestSupport

@testable import SteelyardLedger

/// A small segment in which every part holds something.
enum SegmentMaker {
  static func fingerprint(_ text: String) -> Fingerprint { Array(text.utf8).withUnsafeBytes { Fingerprint(of: $0) } }

  /// Five settlements of two tables, one of them a refund.
  static func small() -> LedgerSegment {
    var extract = ClaimExtract()
    for text in ["p1", "p2", "", "长期"] { _ = extract.identifiers.persons.code(of: text) }
    for text in ["H33010600001", "P33010600002"] { _ = extract.identifiers.institutions.code(of: text) }
    for text in ["M03900", "M01600", "unused"] { _ = extract.identifiers.diseases.code(of: text) }
    _ = extract.identifiers.schemes.code(of: "employee")
    addRows(&extract)
    extract.told.labels = IdentifierTable()
    for text in ["甲医院", "乙药店", "2"] { _ = extract.told.labels.code(of: text) }
    let day = extract.rows.day[0]
    extract.told.institutions[0] = [.init(day: day, value: 0), .init(day: day, value: 1)]
    extract.told.institutions[1] = [.init(day: .min, value: ClaimBatch.absent), .init(day: day, value: 1)]
    extract.told.sexes = [.init(day: day, value: 2)]
    extract.told.births = [.init(day: .min, value: -1), .init(day: day, value: -3_000)]
    extract.told.renamed = [1]
    addAccount(&extract)
    return LedgerSegment(terms: Array("terms".utf8), extract: extract)
  }

  private static func addRows(_ extract: inout ClaimExtract) {
    let rows: [(source: Int32, claim: String, original: String?, person: Int32, disease: Int32, fen: Int64)] = [
      (0, "c1", nil, 0, 0, 12_500), (0, "c2", nil, 1, 1, 0), (0, "c3", "c1", 0, 0, -12_500), (1, "c4", nil, 2, 0, 7),
      (1, "c5", nil, 3, 0, Money.rowLimitFen),
    ]
    for (number, row) in rows.enumerated() {
      extract.rows.source.append(row.source)
      extract.rows.line.append(Int32(number) + 2)
      extract.rows.byteOffset.append(Int64(number) * 100)
      extract.rows.claim.append(fingerprint(row.claim))
      extract.rows.original.append(row.original.map(fingerprint) ?? .none)
      extract.rows.updated.append(Int64(number))
      extract.rows.person.append(row.person)
      extract.rows.institution.append(row.source)
      extract.rows.disease.append(row.disease)
      extract.rows.scheme.append(number == 0 ? ClaimBatch.absent : 0)
      extract.rows.day.append(20_270 + Int32(number))
      extract.rows.age.append(Int16(number) - 1)
      extract.rows.refund.append(row.fen < 0 ? .marked : .none)
      extract.rows.totalFen.append(row.fen)
      extract.rows.costFen.append(row.fen)
      extract.rows.drugFen.append(row.fen / 2)
      extract.rows.fundFen.append(row.fen / 3)
    }
    extract.diseaseFlows = [Flow(), Flow()]
    for row in rows {
      extract.diseaseFlows[Int(row.disease)].add(fen: row.fen)
    }
  }

  private static func addAccount(_ extract: inout ClaimExtract) {
    for (number, name) in ["claims.zip:a.csv", "claims.zip:b.csv"].enumerated() {
      var account = Reconciliation()
      for (row, fen) in extract.rows.totalFen.enumerated() where extract.rows.source[row] == Int32(number) {
        account.read.add(fen: fen)
        account.accepted.add(fen: fen)
      }
      account.read.add(fen: -3)
      account.take(.dateUnreadable, fen: -3)
      account.read.add(fen: 9)
      account.take(.careTypeOutOfScope, fen: 9)
      account.rowsHidden = 2
      extract.files.append(
        QualityReport.File(
          name: name, table: "claims", bytes: 1234, sha256: ContentHash.of([1]),
          format: FileFormat(compression: "zip", encoding: "GB18030", converter: "table 1", part: name),
          columns: [.init(column: "结算ID", field: "claim_id", source: .alias)], ignoredColumns: ["备注"],
          reconciliation: account))
      extract.contents.append(ContentHash.of([UInt8(number)]))
      extract.identityChecks.append(
        IdentityCheck(.costByPayer, file: name, missing: ["hosp_part"], rowsChecked: 3, rowsBroken: 1))
    }
    extract.present = ClaimColumnsPresent(drug: true, fund: false)
    extract.notes = [.zeroTotal: ["total_fee": 1], .testData: ["inst_name": 1, "person_name": 2]]
    extract.diagnostics = [
      Diagnostic(.dateUnreadable, at: .init(file: "claims.zip:a.csv", line: 9, byteOffset: 800, field: "结算时间")),
      Diagnostic(.linesAboveHeader, at: .init(file: "claims.zip:b.csv", line: 1)),
    ]
  }
}
