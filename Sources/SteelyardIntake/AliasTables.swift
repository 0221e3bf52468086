public import SteelyardDomain

/// The names under which our fields are known: canonical, national platform, Chinese headers, legacy codes.
///
/// Sources: column comments of the national settlement tables, and headers of provincial and legacy (AKA/AKB/AKC)
/// extracts; Formats/claims.md lists them. A name stands for one field of its table; a test holds that.
public enum AliasTables {
  /// The fields of a table and their names, in the order of the dictionary; the first name is the canonical one.
  public static func fields(of table: TableMapping.Table) -> [[String]] {
    switch table {
    case .claims: claims
    case .persons: persons
    case .institutions: institutions
    case .claimLines: claimLines
    case .diseaseCatalog: diseaseCatalog
    case .institutionCodes: institutionCodes
    case .controlTotals: controlTotals
    }
  }

  /// The canonical field names of a table.
  public static func canonicalNames(of table: TableMapping.Table) -> Set<String> {
    Set(fields(of: table).compactMap(\.first))
  }

  /// For each normalised name of a table, its canonical field; names of amounts also with a unit behind them.
  static func lookup(for table: TableMapping.Table) -> [String: String] { lookups[table] ?? [:] }

  private static let lookups = Dictionary(
    uniqueKeysWithValues: TableMapping.Table.allCases.map { ($0, makeLookup(for: $0)) })

  private static func makeLookup(for table: TableMapping.Table) -> [String: String] {
    var lookup: [String: String] = [:]
    for names in fields(of: table) {
      guard let canonical = names.first else { continue }
      let units = isAmount(canonical, of: table) ? AmountUnit.allCases : []
      for name in names.map(normalised) {
        lookup[name] = canonical
        for unit in units where unit != .yuan { lookup["\(name)(\(unit.rawValue))"] = canonical }
      }
    }
    return lookup
  }

  /// The amounts whose unit the header may tell; any other column with a unit matches nothing.
  static func isAmount(_ field: String, of table: TableMapping.Table) -> Bool {
    switch table {
    case .claims: amounts.contains(field)
    case .claimLines: field == "amount"
    case .controlTotals: ["total_fee", "fund_pay", "acct_pay"].contains(field)
    default: false
    }
  }

  private static let amounts: Set<String> = [
    "total_fee", "self_fee", "over_limit", "first_self", "in_scope", "deductible", "pool_pay", "civil_pay",
    "suppl_pay", "major_pay", "large_pay", "disabled_pay", "aid_pay", "other_fund", "fund_pay", "drug_fee",
    "person_pay", "acct_pay", "acct_shared", "cash_pay", "hosp_part",
  ]

  /// The unit that a column's name gives to its amounts, yuan where it names none.
  static func unit(of name: String) -> AmountUnit {
    let normalised = normalised(name)
    return AmountUnit.allCases.first { normalised.hasSuffix("(\($0.rawValue))") } ?? .yuan
  }

  /// A header cell in the form in which names are compared: no spaces, TABs or marks at the ends, full-width letters
  /// and brackets made half-width, lower case, a unit of yuan in brackets taken off.
  ///
  /// Any other unit stays: an amount is read in it, and any other column with it matches nothing.
  static func normalised(_ name: String) -> String {
    var text = ""
    for scalar in name.unicodeScalars {
      switch scalar.value {
      case 0xFEFF, 0x200B, 0x3000, 0xA0, 0x20, 0x09, 0x0A, 0x0D: continue
      case 0xFF01...0xFF5E: text.unicodeScalars.append(Unicode.Scalar(UInt8(scalar.value - 0xFEE0)))
      default: text.unicodeScalars.append(scalar)
      }
    }
    text = text.lowercased().replacing("(单位:", with: "(")
    return text.hasSuffix("(元)") ? String(text.dropLast(3)) : text
  }

  private static let claims: [[String]] = [
    ["claim_id", "setl_id", "结算ID", "结算流水号", "结算编号", "单据号", "jslsh"],
    ["visit_id", "mdtrt_id", "就诊ID", "门诊号", "就诊流水号", "AKC190"],
    ["orig_claim_id", "init_setl_id", "原结算ID"],
    ["inst_claim_id", "medins_setl_id", "医药机构结算ID"],
    ["person_id", "psn_no", "人员编号", "参保人编号", "个人编号", "AAC001", "grbh"],
    ["person_name", "psn_name", "姓名", "人员姓名", "参保人姓名", "AAC003"],
    ["cert_type", "psn_cert_type", "证件类型"],
    ["cert_no", "certno", "证件号码", "身份证号", "公民身份号码", "AAC002"],
    ["sex", "gend", "性别", "AAC004"],
    ["birth_date", "brdy", "出生日期", "AAC006"],
    ["age", "年龄", "BAE450"],
    ["ins_type", "insutype", "险种", "险种类型", "险种类别", "AAE140"],
    ["person_type", "psn_type", "人员类别", "AKC021"],
    ["special_type", "sp_psn_type", "特殊人员类型", "持证类别"],
    ["person_area", "insu_admdvs", "参保地区划", "参保所属医保区划", "AAB301"],
    [
      "inst_code", "fixmedins_code", "定点医药机构编号", "定点医药机构代码", "机构编码", "机构编号", "医疗机构代码",
      "定点机构编号", "AKB020", "AKB020_1",
    ],
    ["inst_name", "fixmedins_name", "定点医药机构名称", "机构名称", "AKB021"],
    ["inst_type", "fixmedins_type", "定点类型", "机构类型", "AKB022"],
    ["inst_level", "hosp_lv", "医院等级", "机构等级", "AKA101"],
    ["inst_area", "fix_blng_admdvs", "定点归属医保区划", "所属区划", "就医地区划", "AAA027"],
    ["begin_date", "begndate", "begntime", "开始日期", "门诊日期", "就诊日期", "入院日期", "BKC192"],
    ["end_date", "enddate", "endtime", "结束日期", "BKC194"],
    ["settle_time", "setl_time", "结算时间", "结算日期", "AAE040"],
    ["care_type", "med_type", "医疗类别", "结算类别", "就医类别", "AKA130"],
    ["settle_type", "setl_type", "清算类别"],
    [
      "disease_code", "dise_no", "dise_codg", "opsp_dise_code", "病种编号", "病种编码", "病种代码",
      "门慢门特病种目录代码", "AKA120",
    ],
    ["disease_name", "dise_name", "opsp_dise_name", "病种名称", "规定病种名称"],
    ["diag_code", "dscg_maindiag_code", "主诊断编码", "疾病编码ICD", "AKC193"],
    ["diag_name", "dscg_maindiag_name", "疾病诊断名称", "AKC196"],
    ["total_fee", "medfee_sumamt", "医疗费总额", "医疗金额", "医疗费用总额", "总费用", "AKC264", "ylfze"],
    ["self_fee", "fulamt_ownpay_amt", "全自费金额", "AKC253"],
    ["over_limit", "overlmt_selfpay", "超限价自费费用", "超限价金额"],
    ["first_self", "preselfpay_amt", "先行自付金额", "BKE030"],
    ["in_scope", "inscp_amt", "inscp_scp_amt", "符合范围金额", "医保范围金额", "列支金额", "列支费用"],
    ["deductible", "act_pay_dedc", "实际支付起付线"],
    ["pool_pay", "hifp_pay", "统筹基金支出", "基金支付", "AKC260", "tcjjzf"],
    ["pool_ratio", "pool_prop_selfpay", "基本医疗统筹支付比例"],
    ["civil_pay", "cvlserv_pay", "公务员医疗补助"],
    ["suppl_pay", "hifes_pay", "补充医疗"],
    ["major_pay", "hifmi_pay", "大病"],
    ["large_pay", "hifob_pay", "大额"],
    ["disabled_pay", "hifdm_pay", "伤残"],
    ["aid_pay", "maf_pay", "医疗救助"],
    ["other_fund", "othfund_pay", "oth_pay", "其它基金", "其他基金"],
    ["fund_pay", "fund_pay_sumamt", "基金支付总额", "医保支付", "总报销金额", "BKE060"],
    ["drug_fee", "药品费", "药费", "药品费用"],
    ["person_pay", "psn_pay", "psn_part_amt", "个人支付金额", "个人负担总金额"],
    ["acct_pay", "个人账户支出", "个账支付", "AKC255", "zhzf"],
    ["acct_shared", "acct_mulaid_pay", "账户共济支付金额"],
    ["cash_pay", "cash_payamt", "psn_cash_pay", "现金支付金额", "现金支付", "AKC261"],
    ["hosp_part", "ownpay_hosp_part", "hosp_part_amt", "医院负担金额"],
    ["refund_flag", "refd_setl_flag", "退费结算标志", "冲销标志", "结算标志(作废/冲红)", "chongzheng", "cxbz"],
    ["valid_flag", "vali_flag", "有效标志"],
    ["deleted", "删除标志"],
    ["record_id", "rid", "数据唯一记录号"],
    ["updated", "updt_time", "数据更新时间"],
    ["pay_loc", "支付地点类别"],
    ["out_flag", "异地标志"],
    ["dept", "adm_dept_name", "dscg_dept_name", "门诊科室名称"],
    ["doctor", "chfpdr_code", "chfpdr_name", "首诊医生姓名"],
    ["invoice_no", "invono", "发票号"],
    ["year", "年度"],
    ["period", "pt", "biz_date", "结算期", "AKC001"],
  ]

  private static let persons: [[String]] = [
    ["person_id", "psn_no", "人员编号", "参保人编号", "个人编号", "AAC001", "grbh"],
    ["sex", "gend", "性别", "AAC004"],
    ["birth_date", "brdy", "出生日期", "AAC006"],
    ["death_date", "die_date", "死亡日期"],
    ["ins_type", "insutype", "险种", "险种类型", "险种类别", "AAE140"],
    ["person_area", "insu_admdvs", "参保地区划", "参保所属医保区划", "AAB301"],
  ]

  private static let institutions: [[String]] = [
    [
      "inst_code", "fixmedins_code", "定点医药机构编号", "定点医药机构代码", "机构编码", "机构编号", "医疗机构代码",
      "定点机构编号", "AKB020",
    ],
    ["inst_name", "fixmedins_name", "定点医药机构名称", "机构名称", "AKB021"],
    ["inst_type", "fixmedins_type", "kind", "定点类型", "机构类型", "AKB022"],
    ["inst_level", "hosp_lv", "level", "医院等级", "机构等级", "AKA101"],
    ["inst_area", "fix_blng_admdvs", "district", "定点归属医保区划", "所属区划", "就医地区划", "AAA027"],
  ]
  private static let claimLines: [[String]] = [
    ["line_id", "bkkp_sn", "feedetl_sn", "记账流水号", "费用明细流水号", "明细流水号"],
    ["claim_id", "setl_id", "结算ID", "结算流水号", "结算编号", "单据号", "jslsh"],
    ["visit_id", "mdtrt_id", "就诊ID", "门诊号", "就诊流水号", "AKC190"],
    ["fee_time", "fee_ocur_time", "费用发生日期", "费用发生时间"],
    ["qty", "cnt", "数量", "AKC226"],
    ["price", "pric", "单价", "AKC225"],
    ["amount", "det_item_fee_sumamt", "金额", "总额", "明细项目费用总额", "AAE019"],
    ["price_cap", "pric_uplmt_amt", "限价"],
    ["self_ratio", "selfpay_prop", "自付比例"],
    ["self_fee", "fulamt_ownpay_amt", "全自费金额", "AKC253"],
    ["over_limit", "overlmt_selfpay", "超限价自费费用", "超限价金额"],
    ["first_self", "preselfpay_amt", "先行自付金额", "BKE030"],
    ["in_scope", "inscp_amt", "inscp_scp_amt", "符合范围金额", "医保范围金额", "列支金额", "列支费用"],
    ["item_level", "chrgitm_lv", "收费项目等级"],
    ["nat_item_code", "hilist_code", "国标代码", "医保目录编码", "AKE001"],
    ["nat_item_name", "hilist_name", "医保目录名称"],
    ["list_type", "目录类别"],
    ["item_code", "medins_list_codg", "项目代码"],
    ["item_name", "medins_list_name", "项目名称", "AKE006"],
    ["charge_class", "med_chrgitm_type", "医疗收费项目类别", "AKA063"],
    ["product", "prodname", "商品名"],
    ["spec", "规格"],
    ["form", "dosform_name", "剂型"],
    ["days", "prd_days", "用药天数"],
    ["dept", "bilg_dept_name", "开单科室名称"],
    ["doctor", "bilg_dr_code", "bilg_dr_name", "开单医生姓名"],
    ["rx_no", "rx_drord_no", "处方号"],
    ["disease_code", "dise_codg", "病种编码"],
    ["out_rx", "rx_circ_flag", "外购处方标志"],
  ]

  private static let diseaseCatalog: [[String]] = [
    ["disease_code", "opsp_dise_code", "dise_no", "dise_codg", "病种编码", "病种代码", "门慢门特病种目录代码"],
    ["disease_name", "opsp_dise_name", "dise_name", "病种名称", "门慢门特病种名称"],
    ["major_code", "opsp_dise_majcls_code", "大类编码"],
    ["major_name", "opsp_dise_majcls_name", "大类名称"],
    ["subdivision_name", "opsp_dise_subd_clss_name", "细分类名称"],
    ["area", "admdvs", "医保区划"],
    ["valid_flag", "vali_flag", "有效标志"],
    ["version", "ver", "版本号"],
  ]

  private static let institutionCodes: [[String]] = [
    ["old_code", "local_code", "原编码", "旧编码", "本地编码", "原机构编码", "旧机构编码", "本地机构编码", "被合并编码"],
    [
      "inst_code", "new_code", "national_code", "fixmedins_code", "国家编码", "新编码", "现编码", "新机构编码", "现机构编码",
      "国家机构编码", "合并后编码", "定点医药机构编号", "定点医药机构代码",
    ],
  ]

  private static let controlTotals: [[String]] = [
    ["ins_type", "insutype", "险种", "险种类型", "险种类别", "AAE140"],
    ["month", "月份", "年月", "结算月份", "结算月", "结算年月", "对账月份", "统计月份", "清算年月", "期号", "setl_month", "clr_ym"],
    ["begin_date", "stmt_begndate", "对账开始日期", "begndate", "开始日期"],
    ["end_date", "stmt_enddate", "对账结束日期", "enddate", "结束日期"],
    [
      "total_fee", "medfee_sumamt", "医疗费总额", "医疗费用总额", "医疗总费用", "费用总额", "总费用", "总金额",
    ],
    ["fund_pay", "fund_pay_sumamt", "基金支付总额", "基金支付金额", "基金支付", "医保支付", "BKE060"],
    ["acct_pay", "个人账户支付金额", "个人账户支付", "个人账户支出", "个账支付", "AKC255"],
    ["count", "fixmedins_setl_cnt", "setl_cnt", "定点医药机构结算笔数", "结算笔数", "笔数", "结算人次", "人次"],
  ]
}
