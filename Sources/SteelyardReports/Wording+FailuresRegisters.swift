public import SteelyardDomain

/// What goes wrong with comparison runs and with what is asked of finished ones.
extension Wording.Failure {
  /// A run without profiles.
  public static func tallyHasNoProfile(_ folder: String) -> LocalizedText {
    LocalizedText(zh: "\(folder) 由汇总表得到，没有特征。", en: "\(folder) was made from a tally, which has no profiles.")
  }

  /// An option that has no meaning for a comparison model.
  public static func notWithComparison(_ option: String) -> LocalizedText {
    LocalizedText(
      zh: "该模型比对登记表，不能用 \(option)；登记表用 --register 名称=文件 给出。",
      en: "The model compares registers, so \(option) cannot be used with it; give registers with --register NAME=FILE."
    )
  }

  /// An option that has no meaning for a scoring model.
  public static func notWithScoring(_ option: String) -> LocalizedText {
    LocalizedText(
      zh: "该模型对结算数据评分，不能用 \(option)。", en: "The model scores claims, so \(option) cannot be used with it.")
  }

  /// An option that a comparison run cannot do without.
  public static func comparisonNeeds(_ option: String, _ example: String) -> LocalizedText {
    LocalizedText(
      zh: "比对登记表需要 \(option)，例如 \(option) \(example)。",
      en: "A comparison of registers needs \(option), such as \(option) \(example).")
  }

  /// A register that the model does not know.
  public static func registerUnknown(_ name: String, _ known: [String]) -> LocalizedText {
    LocalizedText(
      zh: "模型没有登记表 '\(name)'；有：\(known.joined(separator: "、"))。",
      en: "The model has no register '\(name)'; it has \(known.joined(separator: ", ")).")
  }

  /// Registers that the model needs and that were not given.
  public static func registersMissing(_ missing: [(name: String, title: LocalizedText)]) -> LocalizedText {
    let first = missing.first?.name ?? ""
    return LocalizedText(
      zh: "缺少登记表：\(missing.map { "\($0.name)（\($0.title.zh)）" }.joined(separator: "、"))。请用 --register \(first)=文件 给出。",
      en: "Missing registers: \(missing.map { "\($0.name) (\($0.title.en))" }.joined(separator: ", ")). Give each with "
        + "--register \(first)=FILE.")
  }

  /// A clue or match that the run does not have.
  public static func clueUnknown(key: String) -> LocalizedText {
    LocalizedText(
      zh: "结果中没有键或对象为 '\(key)' 的线索或匹配；steelyard rank 列出全部线索。",
      en: "The run has no clue or match with the key or subject '\(key)'; steelyard rank lists its clues.")
  }

  /// A model folder without an example.
  public static func exampleMissing(_ folder: String) -> LocalizedText {
    LocalizedText(
      zh: "\(folder) 没有样例：需要 example/args.txt（--as-of、--period）和各登记表的 .csv。",
      en: "\(folder) has no example: it takes example/args.txt (--as-of, --period) and a .csv for each register.")
  }

  /// A query that does what it may not.
  public static func queryRefused(rule: String) -> LocalizedText {
    LocalizedText(
      zh: "规则 \(rule) 的查询不止读取其登记表，或结果列与约定不符，已拒绝执行。",
      en: "The query of rule \(rule) does more than read its registers, or its columns are not those of its contract.")
  }

  /// A query that does not end, or makes too much of what it reads.
  public static func queryTooCostly(rule: String) -> LocalizedText {
    LocalizedText(
      zh: "规则 \(rule) 的查询步数或生成的文本超过上限，已停止。请检查连接条件与递归是否会终止。",
      en: "The query of rule \(rule) took more steps, or made longer texts, than it may, and was stopped. See whether "
        + "its joins are bounded and its recursion ends.")
  }

  /// Two runs of which one scores and one compares.
  public static let runsOfTwoKinds = LocalizedText(
    zh: "一次是评分、一次是比对，不能相互比较。", en: "One run scores claims and the other compares registers.")
}
