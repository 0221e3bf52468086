public import SteelyardComparison
public import SteelyardDomain

/// The words of clues, matches and links of comparison runs.
extension Wording {
  /// How pressing a clue is.
  public static func clueSeverity(_ severity: Clue.Severity) -> LocalizedText {
    switch severity {
    case .interview: LocalizedText(zh: "约谈", en: "interview")
    case .near: LocalizedText(zh: "临界", en: "near")
    case .serious: LocalizedText(zh: "优先核实", en: "check first")
    case .moderate: LocalizedText(zh: "依次核实", en: "check in turn")
    case .minor: LocalizedText(zh: "一并核实", en: "check in passing")
    }
  }

  /// Whom a clue serves.
  public static func clueDirection(_ direction: Clue.Direction) -> LocalizedText {
    switch direction {
    case .against: LocalizedText(zh: "待核实", en: "to be checked")
    case .inFavour: LocalizedText(zh: "可能应享未享", en: "may be owed")
    }
  }

  /// What a clue is about.
  public static func subjectKind(_ kind: Clue.Subject.Kind) -> LocalizedText {
    switch kind {
    case .institution: LocalizedText(zh: "机构", en: "institution")
    case .person: LocalizedText(zh: "人员", en: "person")
    case .household: LocalizedText(zh: "家庭", en: "household")
    case .account: LocalizedText(zh: "账户", en: "account")
    case .issuer: LocalizedText(zh: "经办人", en: "issuer")
    case .village: LocalizedText(zh: "村（社区）", en: "village")
    case .organisation: LocalizedText(zh: "单位", en: "organisation")
    }
  }

  /// What a row of evidence is to its clue or match.
  static let evidenceRoles: [String: LocalizedText] = [
    "clue": LocalizedText(zh: "线索依据", en: "evidence"), "held": LocalizedText(zh: "待定", en: "held back"),
    "against": LocalizedText(zh: "可能对应", en: "may belong to"),
  ]

  /// Why two accounts wait for a decision.
  public static func matchQueue(_ queue: MatchEntry.Queue) -> LocalizedText {
    switch queue {
    case .nameConflict: LocalizedText(zh: "号码相同、姓名不同", en: "one number, two names")
    case .weakMatch: LocalizedText(zh: "号码无效，姓名、出生日期和地区相同", en: "no valid number; name, birth and area alike")
    }
  }

  /// What someone decided about a match.
  public static func matchDecision(_ decision: MatchDecision) -> LocalizedText {
    switch decision {
    case .same: LocalizedText(zh: "同一人", en: "same person")
    case .other: LocalizedText(zh: "不同人", en: "other person")
    }
  }

  /// What subjects share.
  public static func linkKind(_ kind: String) -> LocalizedText {
    switch kind {
    case "account": LocalizedText(zh: "账户", en: "account")
    case "household": LocalizedText(zh: "家庭", en: "household")
    case "approver": LocalizedText(zh: "审批人", en: "approver")
    case "issuer": LocalizedText(zh: "经办人", en: "issuer")
    case "organisation": LocalizedText(zh: "单位", en: "organisation")
    default: LocalizedText(zh: kind, en: kind)
    }
  }

  /// The sentence that stands under every list of clues.
  public static let clueSentence = LocalizedText(
    zh: "线索只说明登记表之间不一致，须核对原始记录；不构成违规证据",
    en: "a clue says that registers disagree, and what to look up; not evidence of wrongdoing")

  /// What is shown of a clue besides its cells.
  enum ClueText {
    static let meansHeading = LocalizedText(zh: "说明什么", en: "What it says")
    static let notHeading = LocalizedText(zh: "不说明什么", en: "What it does not say")
    static let evidenceHeading = LocalizedText(zh: "依据（登记表、文件、行）", en: "Evidence (register, file, line)")
    static let findingsHeading = LocalizedText(zh: "比对结果", en: "Findings")
    static let lawHeading = LocalizedText(zh: "依据的规定", en: "Legal basis")
    static let innocentHeading = LocalizedText(zh: "可能的正常原因", en: "What else may explain it")
    static let checkHeading = LocalizedText(zh: "建议核查", en: "Suggested check")
    static let loopholeHeading = LocalizedText(zh: "若属实，反映的漏洞", en: "If it is confirmed, the gap it shows")

    static let registersHeading = LocalizedText(zh: "登记表", en: "Registers")
    static let moneyHeading = LocalizedText(zh: "金额", en: "money")
    static let queuesHeading = LocalizedText(zh: "待匹配的人员", en: "Persons who wait for a decision")
    static let cluesHeading = LocalizedText(zh: "线索", en: "Clues")

    /// How many entries of a queue are open.
    static func open(_ count: String) -> LocalizedText { LocalizedText(zh: "未决 \(count)", en: "\(count) open") }

    /// What is known of a clue in one line.
    static func title(_ row: ClueRow, rule: LocalizedText, amount: String) -> LocalizedText {
      let kind = ClueTable.kindWords(row["subject_kind"])
      let direction = ClueTable.directionWords(row["direction"])
      let severity = ClueTable.severityWords(row["severity"])
      return LocalizedText(
        zh: "\(rule.zh)（\(direction.zh)，\(severity.zh)）：\(kind.zh) \(row["subject"])，涉及金额 \(amount)。",
        en: "\(rule.en) (\(direction.en), \(severity.en)): \(kind.en) \(row["subject"]), \(amount) at stake.")
    }

    /// What stands in a queue.
    static func match(queue: LocalizedText, decision: LocalizedText?) -> LocalizedText {
      LocalizedText(
        zh: "待匹配：\(queue.zh)。决定：\(decision?.zh ?? "尚未作出")。",
        en: "Two accounts of a person: \(queue.en). Decision: \(decision?.en ?? "none yet").")
    }

    /// How a decision is given.
    static let decide = LocalizedText(
      zh: "核对下列各行后，在 matches.csv 的 decision 列填 same（同一人）或 other（不同人），下次运行用 --decisions 给出。",
      en:
        "Look at the rows below, write same or other into the column decision of matches.csv, and give the file to the "
        + "next run with --decisions.")
  }

  /// The title of a rule's clues that are like a confirmed one.
  public static func similarSubjects(to subject: String) -> LocalizedText {
    LocalizedText(
      zh: "与 \(subject) 共用账户、家庭、审批人或经办人的对象。共用本身不说明任何问题，只提示可一并核对。",
      en:
        "Who shares an account, household, approver or issuer with \(subject). Sharing says nothing by itself: it says "
        + "whom the same look at the records may take in.")
  }

  /// What a file of a comparison run holds; nothing for a file of another name.
  static func comparisonFile(_ name: String) -> LocalizedText {
    comparisonFiles[name] ?? file(name)
  }

  private static let comparisonFiles: [String: LocalizedText] = [
    ClueTable.fileName: LocalizedText(zh: "线索", en: "the clues"),
    MatchTable.fileName: LocalizedText(
      zh: "待匹配的人员，可填入决定后用 --decisions 给回", en: "persons who wait for a decision; filled in, it goes to --decisions"),
    EvidenceTable.fileName: LocalizedText(zh: "线索和匹配所依据的行", en: "the rows that clues and matches rest on"),
    LinkTable.fileName: LocalizedText(zh: "与线索对象共用的账户、家庭等", en: "what persons share with the subjects of clues"),
    "plan.sql": LocalizedText(zh: "所执行的语句", en: "the statements that were run"),
  ]
}
