public import SteelyardDomain

extension Wording {
  /// What a step of the reduction to a tally does, by its table's name; the name itself for a step that is not ours.
  public static func reductionStep(_ name: String) -> LocalizedText {
    reductionSteps[name] ?? LocalizedText(zh: name, en: name)
  }

  /// The sentences of ``reductionStep(_:)``.
  public static let reductionSteps: [String: LocalizedText] = [
    "claim_trimmed": LocalizedText(zh: "各列取为文本，去掉首尾空白", en: "every value as text, without blanks at its ends"),
    "claim_text": LocalizedText(zh: "表示“无”的字样视为空", en: "words for nothing are nothing"),
    "claim_value": LocalizedText(
      zh: "金额化为整数分，日期化为 YYYYMMDD", en: "amounts in whole fen, dates as YYYYMMDD, flags, ages in years"),
    "claim_judged": LocalizedText(
      zh: "逐行判断：第一条去除该行的规则，空为保留", en: "the first rule that takes a row out, none where it stands"),
    "claim_version": LocalizedText(zh: "每笔结算的各个版本，内容相同的并为一个", en: "the versions of each settlement"),
    "claim_repetition": LocalizedText(zh: "最新版本有几个", en: "how many versions are the newest"),
    "claim_standing": LocalizedText(zh: "每笔结算保留最新的一行", en: "one row of each settlement, the newest"),
    "claim_refund": LocalizedText(zh: "退费与其原结算", en: "refunds beside the originals they take back"),
    "claim_refunded": LocalizedText(zh: "原结算退费后的余额", en: "what refunds leave of their originals"),
    "claim_counted": LocalizedText(
      zh: "退费计入原结算之日；区划、期间之外的去除", en: "refunds on their originals' days; what lies outside area or period"),
    "institution_told": LocalizedText(
      zh: "结算中所述的机构属性，以最近一日为准", en: "what the claims tell of institutions, the latest day"),
    "institution_listed": LocalizedText(zh: "机构表", en: "the table of institutions"),
    "institution_known": LocalizedText(zh: "机构表优先于结算", en: "the table goes before the claims"),
    "institution_peer": LocalizedText(zh: "各机构的同类组", en: "the peer group of each institution"),
    "person_told": LocalizedText(zh: "结算中所述的性别、出生日期，以最近一日为准", en: "what the claims tell of persons, the latest day"),
    "person_trimmed": LocalizedText(zh: "人员表各列取为文本", en: "the table of persons as text"),
    "person_text": LocalizedText(zh: "人员表中表示“无”的字样视为空", en: "words for nothing in it are nothing"),
    "person_row": LocalizedText(zh: "人员表化为值", en: "its values"),
    "person_listed": LocalizedText(zh: "人员表对每人有几种说法", en: "how many things it says of a person"),
    "person_known": LocalizedText(zh: "人员表优先于结算；说法不一的人不用", en: "it goes before the claims where it says one thing"),
    "person_label": LocalizedText(
      zh: "首次就诊时的年龄段、性别、险种", en: "age band, sex and scheme at the first visit, or the first row without one"),
    "cell": LocalizedText(
      zh: "人员 × 机构 × 病种；有就诊的为一个人头", en: "person × institution × disease; a head where there is a visit"),
    "place": LocalizedText(zh: "人员 × 机构", en: "person × institution"),
    "attachment": LocalizedText(zh: "每人就诊日最多的机构", en: "the institution with most of a person's visit-days"),
    "place_first": LocalizedText(
      zh: "期间内为当年首次就诊的人员 × 机构", en: "who was seen for the first time of a year in the period"),
    "cost_grid": LocalizedText(zh: "固定的费用网格，每翻一倍十六格", en: "the fixed grid of costs, sixteen steps to a doubling"),
    "cap": LocalizedText(zh: "同类组 × 病种的截断点，上取到网格", en: "the caps of peer group × disease, up to the grid"),
    "capped_cell": LocalizedText(zh: "各单元的分层与截断后的费用", en: "cells with their stratum and their capped cost"),
    "tally": LocalizedText(zh: "结果：tally.csv", en: "result: tally.csv"),
    "tally_pairs": LocalizedText(zh: "结果：tally-pairs.csv", en: "result: tally-pairs.csv"),
    "tally_account": LocalizedText(zh: "结果：每一行的去向", en: "result: where every row went, by rule"),
  ]

  /// What the tables of a printed reduction are expected to be.
  public static let reductionInput = LocalizedText(
    zh: "表 claims（及 persons）须已存在，列如下；值为文本或数值，规则见 Documentation/Formats/tally-sql.md",
    en: "tables claims (and persons) are there with these columns, text or numbers: Documentation/Formats/tally-sql.md")
}

extension Wording.Failure {
  /// The program of another engine is not on the path.
  public static func engineMissing(name: String) -> LocalizedText {
    LocalizedText(
      zh: "找不到程序 \(name)。请安装 Spark，并设置 SPARK_HOME 或 PATH。",
      en: "There is no program \(name). Install Spark, and set SPARK_HOME or PATH.")
  }

  /// Another engine ended without a result.
  public static func engineFailed(name: String, log: String) -> LocalizedText {
    LocalizedText(
      zh: "\(name) 未能完成，因此没有结果。其日志在 \(log)；日志中可能有个人信息。",
      en: "\(name) did not finish, so there is no result. Its log is \(log); it may hold personal data.")
  }

  /// An option asks for what only this program's own reading does.
  public static func notWithEngine(_ option: String) -> LocalizedText {
    LocalizedText(
      zh: "由其他引擎汇总时，不能使用 \(option)。", en: "Another engine makes the sums, so \(option) cannot be used with it.")
  }

  /// Tables of claims that do not have the same columns.
  public static func tablesUnlike(_ file: String) -> LocalizedText {
    LocalizedText(
      zh: "\(file) 与第一个结算文件所用的列或金额单位不同。请分开运行，或先统一。",
      en: "\(file) has other columns, or amounts in other units, than the first table of claims. Make them alike first."
    )
  }
}
