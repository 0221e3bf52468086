import SteelyardDomain
import SteelyardTestSupport
import Testing

@testable import SteelyardIntake

@Suite("Identifiers and codes") struct CodeTests {
  private func folded(_ text: String) -> String { withBytes(text) { FieldDecoder.foldedCode($0) } }

  @Test("Full-width and unseen characters of a code are folded; a name that stands as a code keeps its brackets")
  func folding() {
    let texts = [
      ("Ｈ３３０１０６００００１", "H33010600001"), ("H\u{200B}33\u{FEFF}1", "H331"), ("\u{202A}P1\u{202C}", "P1"),
      ("\u{3000}Ｐ１\u{A0}", "P1"), ("恶性肿瘤（放疗）", "恶性肿瘤（放疗）"), ("高\u{200B}血压", "高血压"), ("e\u{301}", "\u{E9}"),
      ("h33", "h33"), ("Ｍ０３９００", "M03900"), ("a\u{AD}b", "ab"),
    ]
    for (text, code) in texts { #expect(Array(folded(text).utf8) == Array(code.utf8), "\(text)") }
  }

  @Test("Both spellings of a code are one person, institution, disease and settlement, and the folding is counted")
  func oneIdentity() throws {
    let rows = [
      "S1,P1,H33010600001,2025-07-01,M03900,1", "Ｓ１,P\u{200B}1,Ｈ33010600001,2025-07-01,Ｍ03900,1",
      "S1 ,\tP1,H33010600001,2025-07-01,M03900,1",
    ]
    let claims = try ClaimReading(SmallClaims.table("", rows))
    #expect(claims.column(\.person) == [0, 0, 0] && claims.column(\.institution) == [0, 0, 0])
    #expect(claims.column(\.disease) == [0, 0, 0] && Set(claims.column(\.claim)).count == 1)
    #expect(Set(claims.column(\.contents)).count == 1)
    let counts = claims.reader.noteCounts
    #expect(counts[.codeFolded] == ["claim_id": 1, "person_id": 1, "inst_code": 1, "disease_code": 1])
    #expect(counts[.valueRepaired] == ["claim_id": 1, "person_id": 1])
  }

  @Test("A refund finds its original by the folded number")
  func foldedOriginal() throws {
    let rows = ["S1,P1,H1,2025-07-01,M,5,", "S2,P1,H1,2025-07-01,M,-5,Ｓ１"]
    let claims = try ClaimReading(SmallClaims.table("orig_claim_id", rows))
    #expect(claims.column(\.original)[1] == claims.column(\.claim)[0])
  }

  @Test("Folding byte by byte is what the slow twin folds, for twenty thousand codes of every kind of character")
  func foldingTwin() {
    var generator = Seeded.announced()
    let pieces = [
      "H", "3", " ", "\t", "Ｈ", "３", "（", "）", "～", "！", "\u{200B}", "\u{202A}", "\u{2066}", "\u{FEFF}", "\u{3000}",
      "\u{A0}",
      "\u{AD}", "高", "龥", "一", "\u{E9}", "e\u{301}", "①", "ﬁ", "㎎", "\u{1F600}", "、", "\u{206F}", "｟", "\u{F900}", "-",
      "É", "ſ", "ŉ", "ĳ", "ž", "Ⅳ", "℡", "Ⓐ", "⒈", "。", "】", "〒", "\u{301}", "が", "ÿ",
    ]
    var folded: [UInt8] = []
    var wrong: [String] = []
    for _ in 0..<20_000 {
      let text = (0..<Int.random(in: 1...6, using: &generator)).map { _ in generator.pick(pieces) }.joined()
      let isChanged = withBytes(text) { FieldDecoder.fold($0, into: &folded) }
      let twin = Array(self.folded(text).utf8)
      if folded != twin || isChanged != (twin != Array(composed(text).utf8)) { wrong.append(text) }
    }
    #expect(wrong == [])
  }

  @Test(
    "A masked key rejects its row, a masked certificate none",
    arguments: [
      ("S*,P1,H1", "claim_id"), ("S1,330106********1234,H1", "person_id"), ("S1,P1,H33＊", "inst_code"),
      ("S1,P＊,H1", "person_id"),
    ])
  func masked(keys: String, field: String) throws {
    let claims = try ClaimReading(SmallClaims.table("", ["\(keys),2025-07-01,M,1", SmallClaims.row]))
    #expect(claims.account.rejected == [.identifierMasked: Flow(rows: 1, fen: 100, absoluteFen: 100)])
    #expect(claims.reader.diagnostics.map(\.location.field) == [field])
  }

  @Test(
    "A number of sixteen digits or more that has only zeros behind the fifteenth looks rounded",
    arguments: [
      ("3301001234567000", false), ("330100123456700" + "0000", true), ("33010012345678900000", true),
      ("33010012345678912000", false), ("3301001234567000000000000", true), ("H3010012345678900000", false),
      ("000000000000000" + "0000", false), ("330100123456789", false), ("33010000000000000000000001", false),
      ("330100000000000000100000", false),
    ])
  func rounded(text: String, isRounded: Bool) {
    // Of sixteen digits only one lies behind the fifteenth, but three zeros at the end are asked for.
    let expected = isRounded || text == "3301001234567000"
    #expect(withBytes(text) { FieldDecoder.isRounded($0) } == expected)
  }

  @Test("A column of which more than three in ten look rounded refuses the file, whatever the order")
  func roundedColumn() throws {
    func table(_ rounded: Int, of count: Int) -> String {
      let rows = (0..<count).map { number in
        let person = number < rounded ? "3301001234567\(number + 10)00000" : "33010012345678900\(number + 100)"
        return "S\(number),\(person),H1,2025-07-01,M,1"
      }
      return SmallClaims.table("", rows.reversed())
    }
    #expect(try ClaimReading(table(3, of: 10)).account.accepted.rows == 10)
    let problems = refusal { _ = try ClaimReading(table(4, of: 10)) }
    #expect(problems?.map(\.code) == [.identifiersRounded])
    #expect(problems?.first?.location.field == "person_id")
    var lenient = ClaimReader.Request(cost: .total)
    lenient.thresholds.identifierRoundedShare = 1
    #expect(try ClaimReading(table(10, of: 10), lenient).account.accepted.rows == 10)
  }

  @Test("A certificate's check is that of the resident's number, for five thousand numbers and their slips")
  func certificates() {
    var generator = Seeded.announced()
    for _ in 0..<5000 {
      var text = (0..<17).map { _ in String(Int.random(in: 0...9, using: &generator)) }.joined()
      text += generator.pick(["0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "X", "x", "Y", ""])
      let look = withBytes(text) { FieldDecoder.certificate($0) }
      switch ResidentIdentifier(text)?.check {
      case .agrees: #expect(look == .sound)
      case .disagrees: #expect(look == .slip)
      case .absent, nil: #expect(look == .none)
      }
    }
    let others: [(String, FieldDecoder.CertificateLook)] = [
      ("33010650" + "0101001", .sound), ("", .none), ("无", .none), ("G12345678", .none),
      ("330106********1234", .masked),
      ("33010650010100a", .none),
    ]
    for (text, look) in others { #expect(withBytes(text) { FieldDecoder.certificate($0) } == look) }
  }

  @Test("Only a resident's certificate is checked, by its kind where one is told")
  func certificateKinds() throws {
    let slip = "33010619500101" + "0010"
    let rows = ["01", "1", "", "90", "99"].map { "S\($0),P1,H1,2025-07-01,M,1,\($0),\(slip)" }
    let claims = try ClaimReading(SmallClaims.table("cert_type,cert_no", rows))
    #expect(claims.reader.noteCounts[.certificateSlip] == ["cert_no": 3])
  }

  @Test("Names that vary, names that are shared and names of test data are counted once for each institution")
  func names() throws {
    let rows = [
      "1,P1,H1,2025-07-01,M,1,一院", "2,P1,H1,2025-07-02,M,1,一院（新）", "3,P1,H1,2025-07-03,M,1,一院",
      "4,P1,H2,2025-07-01,M,1,一院",
      "5,P1,H3,2025-07-01,M,1,药店测试", "6,P1,H4,2025-07-01,M,1,Test clinic", "7,P1,H5,2025-07-01,M,1,",
      "8,P1,H5,2025-07-02,M,1,五院",
      "9,P1,H6,2025-07-01,M,1,六院",
    ]
    var generator = Seeded.announced()
    for _ in 0..<10 {
      let claims = try ClaimReading(SmallClaims.table("inst_name", rows.shuffled(using: &generator)))
      let counts = claims.reader.noteCounts
      #expect(counts[.institutionNameVaries] == ["inst_name": 1])
      #expect(counts[.institutionNameShared] == ["inst_name": 1])
      #expect(counts[.testData] == ["inst_name": 2])
    }
    let persons = try ClaimReading(
      SmallClaims.table("person_name", ["1,P1,H1,2025-07-01,M,1,测试一", "2,P1,H1,2025-07-01,M,1,张三"]))
    #expect(persons.reader.noteCounts[.testData] == ["person_name": 1])
    #expect(persons.account.accepted.rows == 2)
  }

  @Test("A national code with a small letter is noted once for each institution and kept as it is")
  func lowercase() throws {
    let codes = ["h33010600001", "h33010600001", "p33010600001", "H33010600001", "h1", "x33010600001"]
    let rows = codes.enumerated().map { "S\($0),P1,\($1),2025-07-01,M,1" }
    let claims = try ClaimReading(SmallClaims.table("", rows))
    #expect(claims.reader.noteCounts[.institutionCodeLowercase] == ["inst_code": 2])
    #expect(claims.reader.identifiers.institutions.count == 5)
  }

  @Test("Several disease codes in one field reject the row, before the model's list is asked")
  func severalDiseases() throws {
    let diseases = [
      "\"M03900,M01600\"", "M03900;M01600", "M03900、M01600", "M03900|M01600", "M03900，E11.900", "高血压、糖尿病", "M03900",
    ]
    let rows = diseases.enumerated().map { "S\($0),P1,H1,2025-07-01,\($1),1" }
    let request = ClaimReader.Request(cost: .total, isDiseaseInScope: { $0 == "M03900" })
    let claims = try ClaimReading(SmallClaims.table("", rows), request)
    #expect(claims.account.rejected[.diseaseCodesSeveral]?.rows == 5)
    #expect(claims.account.excluded[.diseaseOutOfScope]?.rows == 1)
    #expect(claims.account.accepted.rows == 1)
  }

  @Test("Codes that the catalogue lacks are shown with their rows and money over all files, and lose nothing")
  func unknownDiseases() throws {
    let folder = try TemporaryFolder()
    var request = ClaimReader.Request(cost: .total)
    request.diseases = .national
    let first = ["1,P1,H1,2025-07-01,M03900,1", "2,P1,H1,2025-07-01,I10.x00,2", "3,P1,H1,2025-07-01,I10.x00,4"]
    let second = ["4,P1,H1,2025-07-01,I10.x00,8", "5,P1,H1,2025-07-01,本地01,16", "6,P1,H1,2025-02-30,本地01,32"]
    let claims = try ClaimReading(
      request,
      files: [
        folder.file(SmallClaims.table("", first), name: "1.csv"),
        folder.file(SmallClaims.table("", second), name: "2.csv"),
      ])
    #expect(
      claims.reader.unknownDiseases == [
        "I10.x00": Flow(rows: 3, fen: 1400, absoluteFen: 1400), "本地01": Flow(rows: 1, fen: 1600, absoluteFen: 1600),
      ])
    #expect(claims.reader.noteCounts[.diseaseCodeUnknown] == ["disease_code": 4])
    #expect(claims.account.accepted.rows == 5)
    request.diseases = nil
    let silent = try ClaimReading(SmallClaims.table("", second), request)
    #expect(silent.reader.unknownDiseases.isEmpty && silent.reader.noteCounts[.diseaseCodeUnknown] == nil)
  }
}

@Suite("Lists of diseases") struct DiseaseCatalogueReaderTests {
  private func read(_ text: String) throws -> (catalogue: DiseaseCatalogue, file: QualityReport.File) {
    try DiseaseCatalogueReader.read(TemporaryFolder().file(text))
  }

  @Test("A download of interface 1309 is a catalogue, its invalid rows left out and counted")
  func download() throws {
    let folder = try TemporaryFolder()
    let text = """
      OPSP_DISE_CODE,OPSP_DISE_NAME,OPSP_DISE_MAJCLS_CODE,OPSP_DISE_MAJCLS_NAME,OPSP_DISE_SUBD_CLSS_NAME,ADMDVS,VALI_FLAG,VER
      M03900,高血压,M039,高血压,,330100,1,V1
      Ｍ01600,糖尿病（门诊）,M016,糖尿病,,330100,1,V1
      M99900,旧病种,M999,,,330100,0,V1
      M03900,高血压,M039,高血压,,330100,1,V2

      """
    let list = try DiseaseCatalogueReader.read(folder.file(text))
    #expect(list.catalogue.entries.keys.sorted() == ["M01600", "M03900"])
    #expect(list.catalogue.code(named: "糖尿病(门诊)") == "M01600")
    #expect(list.catalogue.entries["M03900"]?.certainty == .own)
    #expect(list.file.table == "disease_catalog")
    #expect(list.file.reconciliation.accepted.rows == 3)
    #expect(list.file.reconciliation.excluded[.markedInvalid]?.rows == 1)
    #expect(list.file.reconciliation.balances)
  }

  @Test("A list that contradicts itself, lacks a value or a column, or has no rows is refused at its place")
  func refusals() throws {
    func problem(_ text: String) throws -> String? {
      let folder = try TemporaryFolder()
      let file = try folder.file(text)
      return refusal { _ = try DiseaseCatalogueReader.read(file) }?.map { "\($0.code.rawValue) \($0.location.line)" }
        .joined()
    }
    let header = "OPSP_DISE_CODE,OPSP_DISE_NAME\n"
    #expect(try problem(header + "M1,a\nM1,b\n") == "IN214 3")
    #expect(try problem(header + "M1,（a）\nM1,(A)\n") == nil)
    #expect(try problem(header + "M1,\n") == "IN202 2")
    #expect(try problem(header + "M1\n") == "IN201 2")
    #expect(try problem("OPSP_DISE_CODE\nM1\n") == "IN103 1")
    #expect(try problem(header) == "IN102 1")
  }
}
