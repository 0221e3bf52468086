internal import SteelyardDomain

extension Wording {
  /// The words of a dossier's tables.
  enum DossierPage {
    static func title(code: String, name: String) -> LocalizedText {
      let whole = name.isEmpty ? code : "\(name)（\(code)）"
      return LocalizedText(zh: whole, en: name.isEmpty ? code : "\(name) (\(code))")
    }

    static func subtitle(kind: LocalizedText, level: LocalizedText, district: LocalizedText, group: LocalizedText)
      -> LocalizedText
    {
      LocalizedText(
        zh: "类型 \(kind.zh)，等级 \(level.zh)，区划 \(district.zh)，同类组 \(group.zh)",
        en: "Kind \(kind.en), level \(level.en), district \(district.en), peer group \(group.en)")
    }

    static let heads = LocalizedText(zh: "就诊人头", en: "heads")
    static let visits = LocalizedText(zh: "人次", en: "visits")
    static let cost = LocalizedText(zh: "医疗费用", en: "cost")
    static let perHead = LocalizedText(zh: "人均费用", en: "cost per head")
    static let peersPerHead = LocalizedText(zh: "同类组人均费用", en: "peers' cost per head")
    static let rank = LocalizedText(zh: "名次", en: "rank")
    static let rankInterval = LocalizedText(zh: "名次区间", en: "rank interval")
    static let interval = LocalizedText(zh: "收缩指数及95%区间", en: "shrunken index, 95 %")
    static func of(_ rank: String, _ all: String) -> LocalizedText {
      LocalizedText(zh: "\(rank) / \(all)", en: "\(rank) of \(all)")
    }

    static let gatesTitles = [
      LocalizedText(zh: "条件", en: "gate"), LocalizedText(zh: "本机构", en: "value"),
      LocalizedText(zh: "比较", en: "must be"),
      LocalizedText(zh: "门槛", en: "threshold"), LocalizedText(zh: "结果", en: "result"),
      LocalizedText(zh: "含义", en: "meaning"),
    ]
    static let monthsCaption = LocalizedText(zh: "逐月数值", en: "Figures of the months")
    static let monthsTitles = [
      LocalizedText(zh: "月份", en: "month"), LocalizedText(zh: "人头", en: "heads"), LocalizedText(zh: "人次", en: "visits"),
      LocalizedText(zh: "费用", en: "cost"), LocalizedText(zh: "期望费用（截断后）", en: "expected, capped"),
      LocalizedText(zh: "调整后指数", en: "adjusted index"), LocalizedText(zh: "对数指数标准误", en: "s.e. of ln(index)"),
    ]
    static let strataTitles = [
      LocalizedText(zh: "分层", en: "stratum"), LocalizedText(zh: "病种人头", en: "disease heads"),
      LocalizedText(zh: "费用", en: "cost"), LocalizedText(zh: "期望费用", en: "expected"),
      LocalizedText(zh: "超出", en: "excess"),
    ]
    static func otherStrata(_ count: Int) -> LocalizedText {
      LocalizedText(zh: "其余 \(count) 个分层", en: "\(count) other strata")
    }
    static let strataTotal = LocalizedText(zh: "合计", en: "total")
    static let strataCaption = LocalizedText(
      zh: "超出金额最多的分层（全部费用，未截断）", en: "Strata with the largest excess (all cost, uncapped)")
    static let itemsCaption = LocalizedText(zh: "费用部分按明细再分", en: "The cost parts by fee lines")
    static let burstsCaption = LocalizedText(zh: "人员组", en: "Groups")
    static let burstsTitles = [
      LocalizedText(zh: "组", en: "group"), LocalizedText(zh: "人数", en: "persons"),
      LocalizedText(zh: "同日天数", en: "days together"), LocalizedText(zh: "人次", en: "visits"),
      LocalizedText(zh: "偶然至多人次", en: "by chance at most"), LocalizedText(zh: "日期", en: "dates"),
    ]
    static let membersCaption = LocalizedText(zh: "组内人员", en: "Members of the groups")
    static let membersTitles = [
      LocalizedText(zh: "组", en: "group"), LocalizedText(zh: "人员（假名）", en: "person (pseudonym)"),
      LocalizedText(zh: "就诊机构数", en: "institutions"), LocalizedText(zh: "人次", en: "visits"),
      LocalizedText(zh: "费用", en: "cost"), LocalizedText(zh: "指数", en: "index"), LocalizedText(zh: "z", en: "z"),
    ]
    static func burstsLeftOut(_ count: Int) -> LocalizedText {
      LocalizedText(zh: "另有 \(count) 组见 card-bursts.csv。", en: "\(count) more groups are in card-bursts.csv.")
    }
    static let screenCaption = LocalizedText(zh: "四个筛查信号", en: "The four signals of the screen")
    static let featuresCaption = LocalizedText(zh: "各项特征", en: "The features")
  }
}
