public import SteelyardDomain

/// The words about a bureau's control totals.
extension Wording {
  /// The name of a figure that is compared, by its machine name.
  static func controlFigure(_ name: String) -> LocalizedText {
    switch ControlTotals.Figure(rawValue: name) {
    case .total: LocalizedText(zh: "医疗费总额（元）", en: "total cost (yuan)")
    case .fund: LocalizedText(zh: "基金支付（元）", en: "fund payment (yuan)")
    case .account: LocalizedText(zh: "个人账户（元）", en: "personal account (yuan)")
    case .count: LocalizedText(zh: "结算笔数", en: "settlements")
    case nil: LocalizedText(zh: name, en: name)
    }
  }

  static let controlMonthUnread = LocalizedText(zh: "（月份不明）", en: "(month not readable)")
  static let controlAllMonths = LocalizedText(zh: "（全部月份）", en: "(all months)")
  static let controlNoScheme = LocalizedText(zh: "（险种为空）", en: "(no scheme)")
  static let controlAllSchemes = LocalizedText(zh: "（全部险种）", en: "(all schemes)")

  /// What the claims were held to, as a line of a run's summary.
  static func controlEqual(_ comparison: ControlComparison) -> LocalizedText {
    let figures = comparison.figures.map { controlFigure($0.rawValue) }
    return LocalizedText(
      zh: "与对账总额 \(comparison.file) 一致：共比对 \(comparison.entries.count) 项（\(figures.map(\.zh).joined(separator: "、"))）",
      en: "equal to the control totals \(comparison.file): \(comparison.entries.count) figures "
        + "(\(figures.map(\.en).joined(separator: ", ")))")
  }
}

extension Wording.Failure {
  /// The claims are not what the bureau's totals say; the differences follow.
  public static func controlDiffers(_ comparison: ControlComparison) -> LocalizedText {
    let (count, of) = (comparison.differences.count, comparison.entries.count)
    return LocalizedText(
      zh: "结算文件与对账总额 \(comparison.file) 不一致：\(of) 项中有 \(count) 项不同，因此不做排名。差额 = 文件合计 − 对账总额；"
        + "退费按正向、反向各计一笔。请核对是否漏文件、重复导出或口径不同。",
      en: "The claims differ from the control totals \(comparison.file) in \(count) of \(of) figures, so nothing is "
        + "ranked. Difference = sum of the files − control total; a refund counts as a row of its own, with its sign. "
        + "Look for a file that is missing or given twice, or another definition.")
  }

  /// More differences than are shown.
  static func moreDifferences(_ count: Int) -> LocalizedText {
    LocalizedText(
      zh: "……另有 \(count) 项不同，可用 --control-differences 写出全部。",
      en: "… and \(count) more; --control-differences writes all of them.")
  }

  /// Every sum of money is so many times its other.
  static func controlUnit(factor: Double) -> LocalizedText {
    let (times, larger) = factor > 1 ? (Int(factor), true) : (Int((1 / factor).rounded()), false)
    return LocalizedText(
      zh: "文件中不同的金额恰为对账总额的\(larger ? " \(times) 倍" : " \(times) 分之一")，请核对两边的单位（元、万元、分）。",
      en:
        "Every sum of money that differs is \(larger ? "\(times) times" : "a \(times)th of") its control total: check "
        + "the units of both (yuan, 10,000 yuan, fen).")
  }

  /// Rows that were rejected are in none of the sums.
  static func controlWithoutRejected(_ rejected: Flow) -> LocalizedText {
    let money = NumberFormats.grouped(NumberFormats.yuan(wideFen: rejected.fen))
    return LocalizedText(
      zh: "被拒收的 \(rejected.rows) 行（可读金额 \(money) 元）不在合计之内。",
      en: "\(rejected.rows) rejected rows (\(money) yuan where readable) are in none of the sums.")
  }
}
