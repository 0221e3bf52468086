public import SteelyardDomain

extension Wording {
  /// The short title of a terminal column; a column without one has its title of the files.
  ///
  /// - Precondition: the terminal table has a column of that name.
  public static func terminalTitle(_ name: String, currency: String) -> LocalizedText {
    if let short = shortTitles[name] { return withUnit(short, name, currency) }
    guard let position = RankingTable.positions[name] else {
      preconditionFailure("the terminal table has no column \(name)")
    }
    return withUnit(RankingTable.columns[position].title, name, currency)
  }

  /// Whether a column's money is shown in ten thousands of yuan to Chinese readers: sums are, costs per head are not.
  static func isInTenThousands(_ name: String) -> Bool {
    ["cost", "expected", "expected_untruncated", "excess", "excess_shrunk", "truncated_cost"].contains(name)
  }

  /// What a narrow terminal had no room for.
  public static func columnsLeftOut(_ titles: [String]) -> LocalizedText {
    LocalizedText(
      zh: "（宽度不够，未显示：\(titles.joined(separator: "、"))）",
      en: "(no room for: \(titles.joined(separator: ", ")))")
  }

  /// The name of the money's unit: 元 and yuan where nothing else is said.
  static func unit(_ currency: String) -> LocalizedText {
    currency == TableMapping.yuan ? LocalizedText(zh: "元", en: "yuan") : LocalizedText(zh: currency, en: currency)
  }

  private static func withUnit(_ title: LocalizedText, _ name: String, _ currency: String) -> LocalizedText {
    guard isInTenThousands(name) || name == "cost_per_head" || name == "cost_per_visit" else { return title }
    let unit = unit(currency)
    return LocalizedText(
      zh: "\(title.zh)(\(isInTenThousands(name) ? "万" : "")\(unit.zh))", en: "\(title.en) (\(unit.en))")
  }

  private static let shortTitles: [String: LocalizedText] = [
    "institution_id": LocalizedText(zh: "编码", en: "code"),
    "name": LocalizedText(zh: "名称", en: "name"),
    "peer_group": LocalizedText(zh: "同类组", en: "peers"),
    "heads": LocalizedText(zh: "人头", en: "heads"),
    "cost_per_head": LocalizedText(zh: "人均", en: "per head"),
    "index_plain": LocalizedText(zh: "指数", en: "plain"),
    "index_adjusted": LocalizedText(zh: "调整指数", en: "adjusted"),
    "index_interval": LocalizedText(zh: "收缩95%区间", en: "shrunken 95 %"),
    "z": LocalizedText(zh: "z", en: "z"),
    "q": LocalizedText(zh: "q", en: "q"),
    "excess_shrunk": LocalizedText(zh: "超出", en: "excess"),
    "rank_interval": LocalizedText(zh: "名次区间", en: "ranks"),
  ]
}
