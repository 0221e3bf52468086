import SteelyardDomain
import Testing

@testable import SteelyardIntake

@Suite("Names of columns") struct AliasTests {
  @Test("No name stands for two fields of a table", arguments: TableMapping.Table.allCases)
  func unique(table: TableMapping.Table) {
    var owner: [String: String] = [:]
    for names in AliasTables.fields(of: table) {
      for name in names {
        let normalised = AliasTables.normalised(name)
        #expect(owner[normalised] == nil, "\(name) stands for \(owner[normalised] ?? "") and \(names[0])")
        owner[normalised] = names[0]
      }
    }
    let plain = AliasTables.lookup(for: table).filter { AliasTables.unit(of: $0.key) == .yuan }
    #expect(plain == owner)
  }

  /// The canonical names of the claims table, in the order of the sheet on input, section 1.
  private static let canonical = """
    claim_id visit_id orig_claim_id inst_claim_id person_id person_name cert_type cert_no sex birth_date age ins_type
    person_type special_type person_area inst_code inst_name inst_type inst_level inst_area begin_date end_date
    settle_time care_type settle_type disease_code disease_name diag_code diag_name total_fee self_fee over_limit
    first_self in_scope deductible pool_pay pool_ratio civil_pay suppl_pay major_pay large_pay disabled_pay aid_pay
    other_fund fund_pay drug_fee person_pay acct_pay acct_shared cash_pay hosp_part refund_flag valid_flag deleted
    record_id updated pay_loc out_flag dept doctor invoice_no year period
    """.split { $0 == " " || $0 == "\n" }.map(String.init)

  @Test("Every canonical name of the sheet on input is known, and no other")
  func canonicalNames() {
    #expect(AliasTables.fields(of: .claims).map { $0[0] } == Self.canonical)
    #expect(AliasTables.canonicalNames(of: .claims) == Set(Self.canonical))
    let persons = ["person_id", "sex", "birth_date", "death_date", "ins_type", "person_area"]
    #expect(AliasTables.canonicalNames(of: .persons) == Set(persons))
    let institutions = ["inst_code", "inst_name", "inst_type", "inst_level", "inst_area"]
    #expect(AliasTables.canonicalNames(of: .institutions) == Set(institutions))
  }

  /// The names the sheet gives for the fields that are read.
  private static let names: [(String, String)] = [
    ("claim_id", "setl_id 结算ID 结算流水号 结算编号 单据号 jslsh"), ("orig_claim_id", "init_setl_id 原结算ID"),
    ("person_id", "psn_no 人员编号 参保人编号 个人编号 AAC001 grbh"), ("sex", "gend 性别 AAC004"),
    ("birth_date", "brdy 出生日期 AAC006"), ("age", "age 年龄 BAE450"),
    ("ins_type", "insutype 险种 险种类型 险种类别 AAE140"),
    (
      "inst_code",
      "fixmedins_code 定点医药机构编号 定点医药机构代码 机构编码 机构编号 医疗机构代码 定点机构编号 AKB020 AKB020_1"
    ), ("inst_name", "fixmedins_name 定点医药机构名称 机构名称 AKB021"), ("inst_type", "fixmedins_type 定点类型 机构类型 AKB022"),
    ("inst_level", "hosp_lv 医院等级 机构等级 AKA101"),
    ("inst_area", "fix_blng_admdvs 定点归属医保区划 所属区划 就医地区划 AAA027"),
    ("settle_time", "setl_time 结算时间 结算日期 AAE040"), ("care_type", "med_type 医疗类别 结算类别 就医类别 AKA130"),
    ("disease_code", "dise_no dise_codg opsp_dise_code 病种编号 病种编码 病种代码 门慢门特病种目录代码 AKA120"),
    ("total_fee", "medfee_sumamt 医疗费总额 医疗金额 医疗费用总额 总费用 AKC264 ylfze"),
    ("self_fee", "fulamt_ownpay_amt 全自费金额 AKC253"), ("over_limit", "overlmt_selfpay 超限价自费费用 超限价金额"),
    ("first_self", "preselfpay_amt 先行自付金额 BKE030"), ("in_scope", "inscp_amt inscp_scp_amt 符合范围金额 医保范围金额 列支金额"),
    ("fund_pay", "fund_pay_sumamt 基金支付总额 医保支付 总报销金额 BKE060"), ("drug_fee", "药品费 药费 药品费用"),
    ("refund_flag", "refd_setl_flag 退费结算标志 冲销标志 结算标志(作废/冲红) chongzheng cxbz"),
    ("valid_flag", "vali_flag 有效标志"), ("deleted", "deleted 删除标志"), ("updated", "updt_time 数据更新时间"),
  ]

  @Test("National, Chinese and legacy names of the sheet stand for their fields", arguments: names)
  func sheet(field: String, names: String) {
    let lookup = AliasTables.lookup(for: .claims)
    let found = names.split(separator: " ").map { lookup[AliasTables.normalised(String($0))] }
    #expect(found == found.map { _ in field })
  }

  @Test(
    "Case, spaces, marks, full width and a unit of yuan in a name do not matter",
    arguments: [
      ("SETL_ID", "setl_id"), (" Setl_Id\t", "setl_id"), ("\u{FEFF}setl_id", "setl_id"), ("ｓｅｔｌ＿ｉｄ", "setl_id"),
      ("总 费\n用", "总费用"), ("总费用（元）", "总费用"), ("总费用(元)", "总费用"), ("总费用 ( 元 )", "总费用"),
      ("结算标志（作废／冲红）", "结算标志(作废/冲红)"), ("结算\u{3000}时间\u{200B}", "结算时间"), ("", ""),
    ])
  func normalised(name: String, expected: String) {
    #expect(AliasTables.normalised(name) == expected)
  }

  @Test("An amount's name with a unit stands for it, and the unit is known; of any other column it matches nothing")
  func units() {
    let lookup = AliasTables.lookup(for: .claims)
    func field(_ name: String) -> String? { lookup[AliasTables.normalised(name)] }
    let units: [(String, AmountUnit)] = [("万元", .tenThousandYuan), ("千元", .thousandYuan), ("分", .fen), ("元", .yuan)]
    for (text, unit) in units {
      for name in ["总费用（\(text)）", "medfee_sumamt(\(text))", "总费用(单位：\(text))", "基金支付总额 ( \(text) )"] {
        #expect(field(name) != nil && AliasTables.unit(of: name) == unit, "\(name)")
      }
      if unit != .yuan { #expect(field("年龄(\(text))") == nil && field("结算时间（\(text)）") == nil) }
    }
    #expect(AliasTables.lookup(for: .claimLines)["单价(分)"] == nil)
    #expect(AliasTables.lookup(for: .claimLines)["金额(分)"] == "amount")
    for unit in ["角", "元/次", "百万元", "万"] { #expect(field("总费用（\(unit)）") == nil) }
    #expect(AliasTables.unit(of: "总费用") == .yuan)
  }
}

@Suite("Headers") struct HeaderTests {
  private func header(
    _ names: [String], required: [String] = [], optional: [String] = [], mapping: [String: String] = [:]
  ) throws -> Header {
    try Header(
      names: names, request: .init(table: .claims, required: required, optional: optional, mapping: mapping), file: "f")
  }

  private func problems(
    _ names: [String], required: [String] = [], optional: [String] = [], mapping: [String: String] = [:]
  ) -> [Diagnostic]? {
    refusal { _ = try header(names, required: required, optional: optional, mapping: mapping) }
  }

  @Test("Columns are found by alias in any order; columns nobody asked for are listed as they stand")
  func aliases() throws {
    let found = try header(["序号", "总费用（元）", "SETL_ID", "发票号"], required: ["claim_id"], optional: ["total_fee", "sex"])
    #expect(found.columns == ["claim_id": 2, "total_fee": 1])
    #expect(
      found.matches == [
        .init(column: "总费用（元）", field: "total_fee", source: .alias),
        .init(column: "SETL_ID", field: "claim_id", source: .alias),
      ])
    #expect(found.ignored == ["序号", "发票号"])
  }

  @Test("A mapped column counts, and the column the built-in names would take is left aside")
  func mapping() throws {
    let found = try header(
      ["setl_id", "CLM_ID", "amt"], required: ["claim_id"], optional: ["total_fee"],
      mapping: ["clm_id": "claim_id", "Amt": "total_fee"])
    #expect(found.columns == ["claim_id": 1, "total_fee": 2])
    #expect(found.ignored == ["setl_id"])
    #expect(found.matches.map(\.source) == [.mapping, .mapping])
  }

  @Test("A name mapped to another field no longer stands for its own")
  func remapping() throws {
    let found = try header(
      ["医疗金额", "基金支付总额"], optional: ["total_fee", "fund_pay"], mapping: ["医疗金额": "fund_pay", "基金支付总额": "total_fee"])
    #expect(found.columns == ["fund_pay": 0, "total_fee": 1])
  }

  @Test("Two columns for one field are refused, both listed, whether by alias, by mapping or by the same name")
  func ambiguous() {
    func listed(_ diagnostics: [Diagnostic]?) -> [String]? {
      diagnostics?.map { "\($0.code) \($0.location.field ?? "")" }
    }
    #expect(
      listed(problems(["总费用", "x", "medfee_sumamt"], optional: ["total_fee"]))
        == ["columnAmbiguous 总费用", "columnAmbiguous medfee_sumamt"])
    #expect(
      listed(problems(["a", "b"], optional: ["total_fee"], mapping: ["a": "total_fee", "b": "total_fee"]))
        == ["columnAmbiguous a", "columnAmbiguous b"])
    #expect(
      listed(problems(["总费用", "总费用"], required: ["total_fee"])) == ["columnAmbiguous 总费用", "columnAmbiguous 总费用"])
    #expect(problems(["dise_no", "dise_codg", "setl_id"], optional: ["claim_id"]) == nil)
  }

  @Test("Of two columns for a field that is only looked at, neither is, and nothing is refused")
  func doubledChecks() throws {
    let request = Header.Request(
      table: .claims, required: ["claim_id"], optional: ["cash_pay"], mapping: [:], checkedOnly: ["cash_pay"])
    let found = try Header(names: ["cash_payamt", "setl_id", "psn_cash_pay"], request: request, file: "f")
    #expect(found.columns == ["claim_id": 1])
    #expect(found.matches.map(\.field) == ["claim_id"])
    #expect(found.ignored.sorted() == ["cash_payamt", "psn_cash_pay"])
  }

  @Test("Every mapped column that is not in the header is listed by its name")
  func mappedMissing() {
    #expect(
      problems(["claim_id", "X "], optional: ["claim_id"], mapping: ["x": "total_fee", "y": "sex", "Z": "age"])
        == ["Z", "y"].map { Diagnostic(.mappedColumnMissing, at: .init(file: "f", line: 1, field: $0)) })
  }

  @Test("Every required column that is missing is listed by its field, a column in another unit too")
  func missing() {
    #expect(
      problems(["claim_id", "总费用(角)"], required: ["claim_id", "total_fee", "person_id"])
        == ["total_fee", "person_id"].map {
          Diagnostic(.requiredColumnMissing, at: .init(file: "f", line: 1, field: $0))
        })
  }
}
