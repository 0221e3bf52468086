public import SteelyardDomain

/// The single words of checks.
extension Wording {
  /// What came of a check.
  public static func checkStatus(_ status: QualityCheck.Status) -> LocalizedText {
    switch status {
    case .passed: LocalizedText(zh: "通过", en: "passed")
    case .failed: LocalizedText(zh: "未通过", en: "failed")
    case .notApplicable: LocalizedText(zh: "不适用", en: "not applicable")
    case .error: LocalizedText(zh: "未能检查", en: "not reached")
    }
  }

  /// What a failed check means for a run.
  public static func checkSeverity(_ severity: QualityCheck.Severity) -> LocalizedText {
    switch severity {
    case .note: LocalizedText(zh: "提示", en: "note")
    case .warning: LocalizedText(zh: "警告", en: "warning")
    case .refusal: LocalizedText(zh: "拒绝运行", en: "refuses the run")
    }
  }

  /// What a check is about.
  public static func checkSubject(_ subject: QualityCheck.Subject) -> LocalizedText {
    switch subject {
    case .files: LocalizedText(zh: "文件", en: "Files")
    case .rows: LocalizedText(zh: "数据行", en: "Rows")
    case .completeness: LocalizedText(zh: "完整性", en: "Completeness")
    case .identifiers: LocalizedText(zh: "编号与编码", en: "Identifiers and codes")
    case .amounts: LocalizedText(zh: "金额", en: "Amounts")
    case .refunds: LocalizedText(zh: "退费", en: "Refunds")
    case .dates: LocalizedText(zh: "日期", en: "Dates")
    case .volume: LocalizedText(zh: "数据量", en: "Volume")
    case .lines: LocalizedText(zh: "费用明细", en: "Fee lines")
    }
  }

  /// What a check counts against.
  public static func checkBase(_ base: QualityCheck.Base) -> LocalizedText {
    switch base {
    case .files: LocalizedText(zh: "文件", en: "files")
    case .columns: LocalizedText(zh: "列", en: "columns")
    case .cells: LocalizedText(zh: "单元格", en: "cells")
    case .rows: LocalizedText(zh: "读入行", en: "rows read")
    case .tableRows: LocalizedText(zh: "表中行", en: "rows of tables")
    case .acceptedRows: LocalizedText(zh: "接受的行", en: "rows accepted")
    case .fen: LocalizedText(zh: "金额", en: "money")
    case .lineFen: LocalizedText(zh: "明细金额", en: "money of lines")
    case .totalLines: LocalizedText(zh: "合计行", en: "lines of totals")
    case .refunds: LocalizedText(zh: "退费", en: "refunds")
    case .institutions: LocalizedText(zh: "机构", en: "institutions")
    case .persons: LocalizedText(zh: "参保人", en: "persons")
    case .institutionMonths: LocalizedText(zh: "机构月", en: "institution months")
    case .months: LocalizedText(zh: "月份", en: "months")
    case .lines: LocalizedText(zh: "明细行", en: "fee lines")
    case .claimsWithLines: LocalizedText(zh: "有明细的结算", en: "settlements with lines")
    }
  }

  /// A result that a failed check weakens.
  public static func weakened(_ result: QualityCheck.Weakened) -> LocalizedText {
    switch result {
    case .everything: LocalizedText(zh: "全部结果", en: "everything")
    case .plainIndex: LocalizedText(zh: "人均费用指数", en: "plain index")
    case .adjustedIndex: LocalizedText(zh: "调整后指数", en: "adjusted index")
    case .peerGroups: LocalizedText(zh: "同类分组", en: "peer groups")
    case .visits: LocalizedText(zh: "人次与人头", en: "visits and heads")
    case .shares: LocalizedText(zh: "药品与基金占比", en: "shares of drugs and fund")
    case .costParts: LocalizedText(zh: "列支与基金口径", en: "eligible and fund cost")
    case .refunds: LocalizedText(zh: "退费率与净额", en: "refund rates and net money")
    case .months: LocalizedText(zh: "分月指标与预警", en: "monthly figures and early warning")
    case .persons: LocalizedText(zh: "个人指标与刷卡聚集", en: "persons and card bursts")
    case .waterfall: LocalizedText(zh: "价格用量拆分", en: "price and quantity split")
    case .names: LocalizedText(zh: "名单中的名称", en: "names in lists")
    }
  }
}
