public import SteelyardDomain
internal import SteelyardScoring

/// The words of what is exported.
extension Wording {
  /// What `export` made.
  public static func exported(file: String, rows: Int, profile: ExportProfile) -> LocalizedText {
    let count = NumberFormats.grouped(String(rows))
    let name = Export.profile(profile)
    return LocalizedText(
      zh: "已写出 \(file)（\(name.zh)），\(count) 行。", en: "Wrote \(file) (\(name.en)), \(count) rows.")
  }

  /// The words within an export.
  enum Export {
    static let colon = LocalizedText(zh: "：", en: ": ")
    static let font = LocalizedText(zh: "微软雅黑", en: "Arial")
    static let pageFoot = LocalizedText(zh: "第 &P 页 共 &N 页", en: "Page &P of &N")
    static let asOf = LocalizedText(zh: "基准日", en: "as of")
    static let modelTitle = LocalizedText(zh: "模型名称", en: "model")
    static let meaning = LocalizedText(zh: "列入名单的含义", en: "what being listed means")
    static let watermark = LocalizedText(zh: "水印", en: "watermark")
    static let innocent = LocalizedText(zh: "可能的正常原因", en: "what else may explain it")
    static let appeal = LocalizedText(zh: "申诉", en: "objection")

    static let meaningSection = LocalizedText(zh: "含义", en: "meaning")
    static let runSection = LocalizedText(zh: "运行", en: "run")
    static let methodSection = LocalizedText(zh: "方法与常数", en: "methods and constants")
    static let ruleSection = LocalizedText(zh: "规则", en: "rules")
    static let notesSection = LocalizedText(zh: "表格说明", en: "notes on the tables")
    static let absenceSection = LocalizedText(zh: "缺失或受限的项目", en: "missing or limited")
    static let readingSection = LocalizedText(zh: "怎样看待", en: "how to read it")
    static let inputSection = LocalizedText(zh: "输入文件", en: "files that were read")

    static func appealWindow(days: Int) -> LocalizedText {
      LocalizedText(zh: "被列入的机构或个人可在 \(days) 日内提出异议", en: "whoever is listed may object within \(days) days")
    }

    static func inputRows(_ table: String, rows: Int64, _ encoding: String) -> LocalizedText {
      let count = NumberFormats.grouped(String(rows))
      return LocalizedText(
        zh: "\(table)，\(count) 行，编码 \(encoding)", en: "\(table), \(count) rows, encoding \(encoding)")
    }

    /// A title with a unit.
    static func titled(_ title: LocalizedText, _ unit: LocalizedText) -> LocalizedText {
      LocalizedText(zh: "\(title.zh)（\(unit.zh)）", en: "\(title.en) (\(unit.en))")
    }

    /// The unit of sums of money.
    static func unit(_ unit: ExportUnit, _ currency: String) -> LocalizedText {
      let name = Wording.unit(currency)
      switch unit {
      case .yuan: return name
      case .wan: return LocalizedText(zh: "万\(name.zh)", en: "10,000 \(name.en)")
      }
    }

    static func profile(_ profile: ExportProfile) -> LocalizedText {
      switch profile {
      case .bureau: LocalizedText(zh: "主管部门用", en: "for the bureau")
      case .auditor: LocalizedText(zh: "审核人员用", en: "for auditors")
      case .everyone: LocalizedText(zh: "公开用", en: "for the public")
      }
    }

    /// The name of a sheet.
    static func sheet(_ table: ExportTable.Name) -> LocalizedText {
      switch table {
      case .summary: LocalizedText(zh: "汇总", en: "Summary")
      case .ranking: LocalizedText(zh: "排名", en: "Ranking")
      case .interview: LocalizedText(zh: "约谈名单", en: "Interview list")
      case .watch: LocalizedText(zh: "观察名单", en: "Watch list")
      case .rollups: LocalizedText(zh: "分组汇总", en: "Groups")
      case .persons: LocalizedText(zh: "参保人", en: "Insured persons")
      case .clues: LocalizedText(zh: "线索", en: "Clues")
      case .publication: LocalizedText(zh: "公布", en: "Public")
      case .methods: LocalizedText(zh: "方法说明", en: "Methods")
      case .quality: LocalizedText(zh: "数据质量", en: "Data quality")
      }
    }

    // MARK: - What people fill in

    static let dateHelp = LocalizedText(zh: "请填日期，如 2026-03-15", en: "a date, as 2026-03-15")
    static let choiceHelp = LocalizedText(zh: "请从列表中选择", en: "choose from the list")

    static let states = [
      LocalizedText(zh: "新线索", en: "new"), LocalizedText(zh: "初审", en: "first review"),
      LocalizedText(zh: "约谈", en: "interview"), LocalizedText(zh: "机构申诉", en: "objection"),
      LocalizedText(zh: "复审", en: "second review"), LocalizedText(zh: "核实", en: "verification"),
      LocalizedText(zh: "整改", en: "improvement"), LocalizedText(zh: "复查", en: "follow-up"),
      LocalizedText(zh: "办结", en: "closed"), LocalizedText(zh: "排除", en: "explained"),
      LocalizedText(zh: "移送", en: "referred"),
    ]
    static let conclusions = [
      LocalizedText(zh: "原因合理", en: "reasons accepted"), LocalizedText(zh: "继续观察", en: "keep watching"),
      LocalizedText(zh: "需要改进", en: "improvement agreed"), LocalizedText(zh: "转入核实", en: "to be verified"),
    ]
    static let rechecks = [
      LocalizedText(zh: "已改进", en: "improved"), LocalizedText(zh: "部分改进", en: "partly improved"),
      LocalizedText(zh: "未见变化", en: "no change"),
    ]

    // MARK: - Words of cells

    static let adviceWords: @Sendable (String) -> LocalizedText = { cell in
      switch ListExport.Advice(rawValue: cell) {
      case .interview: LocalizedText(zh: "约谈", en: "interview")
      case .remind: LocalizedText(zh: "提醒", en: "remind")
      case .watch: LocalizedText(zh: "观察", en: "watch")
      case nil: LocalizedText(zh: cell, en: cell)
      }
    }

    /// What the gates came to.
    static let ruleWords: @Sendable (String) -> LocalizedText = { cell in
      let words = Wording.gateWords(cell)
      if cell == RankingRow.allPassed {
        return LocalizedText(zh: "约谈条件\(words.zh)", en: "gates of the interview list: \(words.en)")
      }
      return LocalizedText(zh: "未通过：\(words.zh)", en: "not passed: \(words.en)")
    }

    static let dimensionWords: @Sendable (String) -> LocalizedText = { cell in
      switch cell {
      case "band": LocalizedText(zh: "建议", en: "band")
      case "peer_group": LocalizedText(zh: "同类组", en: "peer group")
      case "rule": LocalizedText(zh: "规则", en: "rule")
      case "severity": LocalizedText(zh: "轻重", en: "severity")
      default: LocalizedText(zh: cell, en: cell)
      }
    }

    static let categoryWords: @Sendable (String) -> LocalizedText = { cell in
      if cell == PublicExport.total { return Wording.Site.totalRow }
      if let band = InstitutionScore.Band(rawValue: cell) { return Wording.band(band) }
      if let severity = Clue.Severity(rawValue: cell) { return Wording.clueSeverity(severity) }
      return Wording.label(cell)
    }
  }
}
