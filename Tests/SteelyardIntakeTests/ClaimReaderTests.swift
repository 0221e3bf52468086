import SteelyardDomain
import SteelyardTestSupport
import Testing

@testable import SteelyardIntake

@Suite("Reading claims") struct ClaimReaderTests {
  /// One table under four headers; the fields stand in the same order.
  private static let national = """
    setl_id,init_setl_id,psn_no,gend,brdy,age,insutype,fixmedins_code,fixmedins_name,fixmedins_type,hosp_lv,\
    fix_blng_admdvs,setl_time,med_type,dise_no,medfee_sumamt,fulamt_ownpay_amt,overlmt_selfpay,preselfpay_amt,\
    fund_pay_sumamt,药品费,refd_setl_flag,vali_flag,deleted,updt_time
    """
  private static let chinese = """
    结算流水号,原结算ID,人员编号,性别,出生日期,年龄,险种类型,机构编码,机构名称,机构类型,医院等级,\
    所属区划,结算时间,医疗类别,病种编码,医疗费总额（元）,全自费金额(元),超限价金额,先行自付金额,\
    基金支付总额,药费,退费结算标志,有效标志,删除标志,数据更新时间
    """
  private static let canonical = """
    claim_id,orig_claim_id,person_id,sex,birth_date,age,ins_type,inst_code,inst_name,inst_type,inst_level,\
    inst_area,settle_time,care_type,disease_code,total_fee,self_fee,over_limit,first_self,\
    fund_pay,drug_fee,refund_flag,valid_flag,deleted,updated
    """
  private static let legacy = """
    jslsh,YJSLSH,AAC001,AAC004,AAC006,BAE450,AAE140,AKB020,AKB021,AKB022,AKA101,\
    AAA027,AAE040,AKA130,AKA120,AKC264,AKC253,CXJ,BKE030,\
    BKE060,YPF,cxbz,YXBZ,SCBZ,GXSJ
    """
  private static let legacyMapping = [
    "YJSLSH": "orig_claim_id", "CXJ": "over_limit", "YPF": "drug_fee", "YXBZ": "valid_flag", "SCBZ": "deleted",
    "GXSJ": "updated",
  ]
  private static let rows = """
    S1,,33010000000000000000000001,1,1960-07-02,64.0,310,H33010600001,一院,1,02,330106,2025-07-01 08:00:00,14,M03900,100.00,10.00,1.00,2.50,80.00,60.00,0,1,0,2025-07-02 00:00:00
    S2,,33010000000000000000000002,2,,,城乡居民,P33010600002,"康""宁""药店",零售药店,,,20250703,140104,M01600,20.5,,,,0,20.50,,1,,
    S3,S1,33010000000000000000000001,1,1960-07-02,65,310,H33010600001,一院,1,02,330106,2025/7/5 9:30,14,M03900,-100.00,-10.00,-1.00,-2.50,-80.00,-60.00,1,1,0,2025-07-06 00:00:00

    """

  private func read(_ header: String, mapping: [String: String] = [:]) throws -> ClaimReading {
    try ClaimReading(
      header + "\n" + Self.rows, .init(cost: .eligible, mapping: TableMapping(columns: [.claims: mapping])))
  }

  @Test("A table is read into columns to the fen, with the texts behind its codes")
  func columns() throws {
    let claims = try read(Self.national)
    #expect(claims.texts(\.person, \.persons).map { $0.suffix(2) } == ["01", "02", "01"])
    #expect(claims.texts(\.institution, \.institutions) == ["H33010600001", "P33010600002", "H33010600001"])
    #expect(claims.texts(\.disease, \.diseases) == ["M03900", "M01600", "M03900"])
    #expect(claims.texts(\.scheme, \.schemes) == ["employee", "resident", "employee"])
    #expect(claims.column(\.day).map { "\(Day(number: $0))" } == ["2025-07-01", "2025-07-03", "2025-07-05"])
    #expect(claims.column(\.age) == [64, -1, 65])
    #expect(claims.column(\.refund) == [.none, .none, .marked])
    #expect(claims.column(\.totalFen) == [10_000, 2050, -10_000])
    #expect(claims.column(\.costFen) == [8650, 2050, -8650])
    #expect(claims.column(\.drugFen) == [6000, 2050, -6000])
    #expect(claims.column(\.fundFen) == [8000, 0, -8000])
    #expect(claims.column(\.updated) == [20_250_702_000_000_000, 0, 20_250_706_000_000_000])
    #expect(claims.column(\.source) == [0, 0, 0])
    #expect(claims.column(\.line) == [2, 3, 4])
    let offsets = claims.column(\.byteOffset).map(Int.init)
    #expect(offsets[0] == Self.national.utf8.count + 1)
    #expect(claims.column(\.original) == [.none, .none, claims.column(\.claim)[0]])
    #expect(Set(claims.column(\.claim)).count == 3)
    #expect(Set(claims.column(\.contents)).count == 3)
    #expect(claims.reader.present == ClaimColumnsPresent(drug: true, fund: true))
  }

  @Test("National, Chinese, canonical and mapped legacy headers give the same claims")
  func headers() throws {
    let expected = try read(Self.national)
    let others = try [
      read(Self.chinese), read(Self.canonical), read(Self.legacy, mapping: Self.legacyMapping),
    ]
    for claims in others {
      for path in [\ClaimBatch.totalFen, \.costFen, \.drugFen, \.fundFen, \.updated] {
        #expect(claims.column(path) == expected.column(path))
      }
      for path in [\ClaimBatch.person, \.institution, \.disease, \.scheme, \.day, \.line, \.source] {
        #expect(claims.column(path) == expected.column(path))
      }
      #expect(claims.column(\.claim) == expected.column(\.claim))
      #expect(claims.column(\.original) == expected.column(\.original))
      #expect(claims.column(\.contents) == expected.column(\.contents))
      #expect(claims.column(\.age) == expected.column(\.age))
      #expect(claims.column(\.refund) == expected.column(\.refund))
      #expect(claims.reader.identifiers.persons.texts == expected.reader.identifiers.persons.texts)
      #expect(claims.reader.identifiers.schemes.texts == ["employee", "resident"])
      for code: Int32 in 0...1 {
        #expect(
          claims.reader.attributes.institution(code, id: "x") == expected.reader.attributes.institution(code, id: "x"))
        #expect(claims.reader.attributes.person(code) == expected.reader.attributes.person(code))
      }
      #expect(claims.account == expected.account)
      #expect(claims.reader.files[0].ignoredColumns == [])
      #expect(claims.reader.files[0].columns.map(\.field) == expected.reader.files[0].columns.map(\.field))
    }
  }

  @Test("Institutions and persons are described as the rows tell them")
  func attributes() throws {
    let reader = try read(Self.national).reader
    #expect(
      reader.attributes.institution(0, id: "H33010600001")
        == Institution(id: "H33010600001", name: "一院", kind: "medical", level: "tertiary", district: "330106"))
    #expect(
      reader.attributes.institution(1, id: "P33010600002")
        == Institution(id: "P33010600002", name: "康\"宁\"药店", kind: "pharmacy", level: "unknown", district: "330106"))
    #expect(reader.attributes.person(0) == InsuredPerson(sex: .male, birth: Day(year: 1960, month: 7, day: 2)))
    #expect(reader.attributes.person(1) == InsuredPerson(sex: .female, birth: nil))
    #expect(reader.attributes.person(7) == InsuredPerson())
  }

  @Test("Words for the sexes are each read once, and told apart")
  func sexWords() throws {
    let rows = ["1", "2", "1", "男", "女", "2"].enumerated().map { place, sex in
      "S\(place),P\(place),H33010600001,2025-07-01,M03900,12.34,\(sex)"
    }
    let attributes = try ClaimReading(SmallClaims.table("sex", rows)).reader.attributes
    #expect(attributes.persons(7).map(\.sex) == [.male, .female, .male, .male, .female, .female, .unknown])
  }

  @Test("The latest day tells an institution's name, of one day the first in byte order, whatever the order of rows")
  func attributeOrder() throws {
    let rows = [
      "1,P1,H1,2025-07-01,M,1,乙", "2,P1,H1,2025-07-03,M,1,b", "3,P1,H1,2025-07-03,M,1,a",
      "4,P1,H1,2025-07-03,M,1,e\u{301}",
      "5,P1,H1,2025-07-03,M,1,\u{E9}", "6,P1,H1,2025-07-04,M,1,NULL", "7,P1,H1,2025-07-02,M,1,A",
    ]
    var generator = Seeded.announced()
    for _ in 0..<30 {
      let claims = try ClaimReading(SmallClaims.table("inst_name", rows.shuffled(using: &generator)))
      #expect(claims.reader.attributes.institution(0, id: "H1").name == "a")
      let accents = rows[3...4].shuffled(using: &generator)
      let first = try ClaimReading(SmallClaims.table("inst_name", accents)).reader.attributes.institution(0, id: "H1")
        .name
      // Both spellings are handed on in the composed form.
      #expect(Array(first.utf8) == Array("\u{E9}".utf8))
    }
  }

  @Test("A row that tells no sex does not hide one that does")
  func sexes() throws {
    let rows = [
      "1,P1,H1,2025-07-01,M,1,女", "2,P1,H1,2025-07-02,M,1,1", "3,P1,H1,2025-07-03,M,1,9", "4,P1,H1,2025-07-04,M,1,",
    ]
    for order in [rows, rows.reversed()] {
      #expect(try ClaimReading(SmallClaims.table("sex", order)).reader.attributes.person(0).sex == .male)
    }
    #expect(try ClaimReading(SmallClaims.table("sex", [rows[2]])).reader.attributes.person(0).sex == .unknown)
  }

  @Test("Rows come in batches of at most 65,536, and progress is told at the end")
  func batches() throws {
    let folder = try TemporaryFolder()
    let rows = (0..<65_537).map { "S\($0),P1,H1,2025-07-01,M,0.01" }
    let file = try folder.file(SmallClaims.table("", rows))
    var reader = ClaimReader(.init(cost: .total))
    var sizes: [Int] = []
    var rowsTold: [Int64] = []
    try reader.read(file, progress: { rowsTold.append($0.rows) }, into: { sizes.append($0.count) })
    #expect(sizes == [65_536, 1])
    #expect(rowsTold == [65_536, 65_537])
    #expect(reader.files[0].reconciliation.accepted == Flow(rows: 65_537, fen: 65_537, absoluteFen: 65_537))
  }

  @Test("Rows in two files are the rows of one, under one set of codes, with a source of their own")
  func severalFiles() throws {
    let folder = try TemporaryFolder()
    let (first, second) = ("S1,P1,H1,2025-07-01,M1,1.00", "S2,P2,H1,2025-07-02,M1,2.00")
    let whole = try ClaimReading(SmallClaims.table("", [first, second]))
    let parts = try ClaimReading(files: [
      folder.file(SmallClaims.table("", [first]), name: "1.csv"),
      folder.file(Gzip.member(Array(SmallClaims.table("", [second]).utf8)), name: "2.csv.gz"),
    ])
    #expect(parts.column(\.contents) == whole.column(\.contents))
    #expect(parts.column(\.person) == [0, 1])
    #expect(parts.column(\.institution) == [0, 0])
    #expect(parts.column(\.source) == [0, 1])
    #expect(parts.column(\.line) == [2, 2])
    #expect(parts.reader.files.map(\.format.compression) == ["none", "gzip"])
    #expect(parts.account == whole.account)
    #expect(parts.reader.noteCounts[.optionalColumnAbsent]?["sex"] == 2)
  }

  @Test("A file's account names its separator, hash, size, and the columns that were used and not")
  func fileAccount() throws {
    let folder = try TemporaryFolder()
    let text = SmallClaims.table("序号", [SmallClaims.row + ",1"]).replacing(",", with: "\t")
    let path = try folder.file(text)
    let file = try ClaimReading(files: [path]).reader.files[0]
    #expect(file.name == path)
    #expect(file.format.separator == "TAB")
    #expect(file.sha256 == ContentHash.of(Array(text.utf8)))
    #expect(file.bytes == text.utf8.count)
    #expect(file.ignoredColumns == ["序号"])
    #expect(file.columns.map(\.column) == SmallClaims.header.split(separator: ",").map(String.init))
  }

  @Test("A birth date that cannot be read is told, and does not hide an earlier one")
  func birthHidden() throws {
    let rows = ["1,P1,H1,2025-07-01,M,1,1950-01-01", "2,P1,H1,2025-07-03,M,1,0000-00-00"]
    let claims = try ClaimReading(SmallClaims.table("birth_date", rows))
    #expect(claims.reader.attributes.person(0).birth == Day(year: 1950, month: 1, day: 1))
    #expect(claims.reader.noteCounts[.optionalValueUnreadable]?["birth_date"] == 1)
  }
}
