import SteelyardDomain

@testable import SteelyardIntake

/// Identifiers: categories 64 to 70.
enum MatrixIdentifiers {
  static let all: [MatrixCase] = certificates + masks + persons + institutions + names + diseases

  private static func certificate(_ number: String, kind: String = "") -> [MatrixInput] {
    [
      .text(
        MatrixTable.around(
          MatrixTable.rows[1] + ",\(kind),\(number)", more: "cert_type,cert_no", cells: ","))
    ]
  }

  // Digits of an invented resident, put together here so that no number stands in the tree.
  private static let birthday = "33010619500101"
  private static let sound = birthday + "001" + "X"

  private static let certificates: [MatrixCase] = [
    .harmless(64, "a resident's number", "sound", certificate(sound)),
    .harmless(64, "a resident's number with a small x", "the same", certificate(sound.lowercased())),
    .damaged(
      64, "a resident's number with a wrong check digit", "warned of; the person is known by psn_no",
      certificate(birthday + "0011"), .exact.noting(.certificateSlip).showing("persons 2"), MatrixReading.persons),
    .harmless(64, "a number of 15 digits", "an older one, without a check digit", certificate("330106" + "500101001")),
    .harmless(64, "a passport", "nothing is asked of it", certificate("E12345678", kind: "03")),
    .harmless(64, "a permit of Hong Kong or Macao", "nothing is asked of it", certificate("H1234567801", kind: "04")),
    .damaged(
      65, "a masked certificate", "never a key, said; the person is known by psn_no",
      certificate("330106" + "********1234"), .exact.noting(.certificateMasked).showing("persons 2"),
      MatrixReading.persons),
    .damaged(
      65, "a masked psn_no", "never a key: row rejected",
      [.text(MatrixTable.around("S2,330106" + "********1234,P33010600002,2025-07-02,M01600,20.00"))],
      .kept.rejecting(.identifierMasked, fen: 2000, at: 3)),
  ]

  private static let masks: [MatrixCase] =
    [
      ("XXXXXXXX", "of letters X"), ("●●●●●●●●", "of ●"),
    ].map { mask, what in
      .damaged(
        65, "a psn_no with a mask \(what)", "never a key: row rejected", person("330106\(mask)1234"),
        .kept.rejecting(.identifierMasked, fen: 2000, at: 3))
    } + [
      .damaged(
        65, "a psn_no with a mask of wide asterisks", "never a key: row rejected", person("330106＊＊＊＊＊＊＊＊1234"),
        .kept.rejecting(.identifierMasked, fen: 2000, at: 3).noting(.codeFolded)),
      .harmless(65, "a psn_no that ends in X, and one with XX in it", "not masks", person("33010619XX01X")),
    ]

  private static func person(_ id: String) -> [MatrixInput] {
    [.text(MatrixTable.around("S2,\(id),P33010600002,2025-07-02,M01600,20.00"))]
  }

  /// Ten rows, of which so many have a person's number that a spreadsheet rounded.
  private static func rounded(_ count: Int) -> [MatrixInput] {
    let rows = (0..<10).map { row in
      let digits = "3301061234567" + "\(10 + row)" + (row < count ? "00000" : "12345")
      return "S\(row),\(digits),H1,2025-07-01,M03900,1.00"
    }
    return [.text(MatrixTable.table(rows))]
  }

  private static let persons: [MatrixCase] = [
    .damaged(
      66, "`3.301E+25`", "row rejected", person("3.301E+25"), .kept.rejecting(.identifierDamaged, fen: 2000, at: 3)),
    .damaged(
      66, "4 numbers of 10 with zeros behind the fifteenth digit", "refused above 30 %", rounded(4),
      .refused(.identifiersRounded)),
    .harmless(66, "3 numbers of 10 that end so", "may be what they are", rounded(3), .read(10, 1000)),
    .harmless(
      66, "numbers of 26 digits", "text, exact",
      person(String(repeating: "33010612345678", count: 2).prefix(26).description),
      .exact.showing("persons 2"), MatrixReading.persons),
    .harmless(
      67, "0012 and 12", "two codes: nothing is padded",
      [.text(MatrixTable.table(["S1,0012,H1,2025-07-01,M,1.00", "S2,12,H1,2025-07-01,M,1.00"]))],
      .read(2, 200).showing("persons 2"), MatrixReading.persons),
    .harmless(
      67, "hospital levels 1 and 01", "one level",
      [
        .text(
          MatrixTable.table(
            ["S1,P1,H1,2025-07-01,M,1.00,1", "S2,P1,H2,2025-07-01,M,1.00,01"], more: "inst_level"))
      ], .read(2, 200).showing("levels 1")
    ) { reading in
      let levels = (0..<2).map { reading.reader.attributes.institution($0, id: "").level }
      return "levels \(Set(levels).count)"
    },
  ]

  private static func place(_ code: String) -> [MatrixInput] {
    [.text(MatrixTable.around("S2,P2,\(code),2025-07-02,M01600,20.00"))]
  }

  private static let institutions: [MatrixCase] = [
    .harmless(68, "an old code of 4 digits", "a local code", place("1234")),
    .harmless(
      68, "pseudo-districts that end in 99 and 71", "districts of their own",
      [.text(MatrixTable.text.replacing("H33010600001", with: "H33019900001").replacing("P330106", with: "P330171"))],
      .exact.showing("330199, 330171")
    ) { reading in
      reading.reader.identifiers.institutions.texts.map { Institution.district(fromCode: $0) }
        .joined(separator: ", ")
    },
    .damaged(
      68, "a national code with a small letter", "kept, said", place("p33010600002"),
      .exact.noting(.institutionCodeLowercase)),
    .harmless(
      68, "a local code that a file maps to a national one", "one institution, said", place("1234"),
      .exact.noting(.institutionCodeMerged).showing("institutions 1"), MatrixReading.institutions
    ).with { $0.request.institutionCodes = ["1234": "H33010600001"] },
  ]

  private static let names: [MatrixCase] = [
    .damaged(
      69, "one code with two names", "the latest counts, said",
      [.text(MatrixTable.with("inst_name", ["旧名药店", "", "新名药店"]))],
      .exact.noting(.institutionNameVaries).showing("name 新名药店"), MatrixReading.name),
    .damaged(
      69, "one name with two codes", "said", [.text(MatrixTable.with("inst_name", ["同名药店", "同名药店", "同名药店"]))],
      .exact.noting(.institutionNameShared).showing("institutions 2"), MatrixReading.institutions),
    .damaged(
      69, "a code that changes in the middle of the year", "one institution by a table of merged codes",
      [.text(MatrixTable.with("inst_name", ["同名药店", "同名药店", "同名药店"]))],
      .exact.noting(.institutionCodeMerged).showing("institutions 1"), MatrixReading.institutions
    ).with { $0.request.institutionCodes = ["P33010600002": "H33010600001"] },
  ]

  private static func disease(_ code: String) -> MatrixInput {
    .text(MatrixTable.around("S2,P2,P33010600002,2025-07-02,\(code),20.00"))
  }

  private static func unknown(_ code: String, _ what: String) -> MatrixCase {
    .damaged(
      70, what, "stays, with its money", [disease(code)],
      .exact.noting(.diseaseCodeUnknown).showing("\(code) of 2000 fen")
    ) { reading in
      reading.reader.unknownDiseases.map { "\($0.key) of \($0.value.fen) fen" }.sorted().joined(separator: ", ")
    }.with { $0.request.diseases = .national }
  }

  private static let diseases: [MatrixCase] = [
    unknown("M99999", "an unknown disease"), unknown("0301", "a local code"), unknown("I10.x00", "an ICD code"),
    .damaged(
      70, "several codes in one field", "row rejected", [disease("\"M03900,M01600\"")],
      .kept.rejecting(.diseaseCodesSeveral, fen: 2000, at: 3)),
    .damaged(
      70, "a disease the model is not about", "excluded, with its money", [disease("M99999")],
      .kept.excluding(.diseaseOutOfScope, fen: 2000)
    ).with { $0.request.isDiseaseInScope = { $0 == "M03900" } },
  ]
}
