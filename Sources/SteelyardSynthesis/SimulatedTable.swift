/// A table of a simulated city.
public enum SimulatedTable: String, CaseIterable, Sendable {
  /// One row a settlement.
  case claims
  /// One row an insured person.
  case persons
  /// One row an institution.
  case institutions
  /// One row a planted or honestly sicker institution: what a scoring run is held against.
  case truth
  /// One row an item of a settlement; only where the scenario asks for it.
  case lines

  /// The name of the table's file, `claims.csv` and so on.
  public var fileName: String { "\(rawValue).csv" }

  /// The first line of the table, without its end.
  public func header(_ style: HeaderStyle) -> String {
    switch (self, style) {
    case (.claims, .national):
      "setl_id,init_setl_id,psn_no,gend,brdy,insutype,fixmedins_code,med_type,setl_time,dise_no,medfee_sumamt,"
        + "fulamt_ownpay_amt,overlmt_selfpay,preselfpay_amt,inscp_scp_amt,fund_pay_sumamt,acct_pay,cash_payamt,"
        + "drug_fee,refd_setl_flag,vali_flag"
    case (.claims, .chinese):
      "结算ID,原结算ID,人员编号,性别,出生日期,险种类型,定点医药机构编号,医疗类别,结算时间,病种编码,医疗费总额,"
        + "全自费金额,超限价自费费用,先行自付金额,符合范围金额,基金支付总额,个人账户支出,现金支付金额,药品费,退费结算标志,有效标志"
    case (.persons, .national): "psn_no,gend,brdy,insutype"
    case (.persons, .chinese): "人员编号,性别,出生日期,险种类型"
    case (.institutions, .national): "fixmedins_code,fixmedins_name,fixmedins_type,hosp_lv,fix_blng_admdvs"
    case (.institutions, .chinese): "定点医药机构编号,定点医药机构名称,机构类型,医院等级,所属区划"
    case (.truth, _): "institution_id,planted_kind,strength"
    case (.lines, .national): "bkkp_sn,setl_id,cnt,pric,det_item_fee_sumamt,medins_list_codg"
    case (.lines, .chinese): "记账流水号,结算ID,数量,单价,金额,项目代码"
    }
  }
}

/// In which words the columns of the claims, persons and institutions are named; the rows are the same.
public enum HeaderStyle: String, CaseIterable, Sendable {
  /// Column names of the national platform: `setl_id`.
  case national
  /// Chinese column names as exports show them: `结算ID`.
  case chinese
}
