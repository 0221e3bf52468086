public import SteelyardDomain

/// What changed between the clues of two comparison runs (`steelyard diff`).
public enum ClueChangeTable {
  /// What became of a clue.
  public enum Movement: String, CaseIterable, Sendable {
    /// Only the second run has it.
    case new
    /// Only the first run has it.
    case gone
    /// Both have it, with other figures.
    case changed
    /// Both have it alike.
    case same
  }

  /// What differs between the runs that a clue's rule depends on.
  public enum Cause: String, CaseIterable, Sendable {
    /// A register that the rule reads.
    case data
    /// The rule itself.
    case model
    /// The as-of day or the period.
    case dates = "as-of"
    /// Decisions about matches.
    case decisions
    /// The program's version.
    case engine
  }

  /// A clue of either run.
  public struct Row: Equatable, Sendable {
    /// What became of it.
    public let movement: Movement
    /// The clue in the first and in the second run.
    public let before, after: ClueRow?
    /// What may be the reason, everything that differs; empty where nothing changed.
    public let causes: [Cause]

    var clue: ClueRow { after ?? before ?? ClueRow(cells: [:]) }
  }

  /// What of a clue may change while it stays the same clue.
  private static let figures = ["severity", "direction", "amount", "rows", "registers", "evidence"]

  /// Sets the clues of two runs side by side: new, gone, changed, the same, each in the order of its file.
  ///
  /// - Parameter causes: what differs between the runs for a rule.
  public static func rows(_ before: [ClueRow], _ after: [ClueRow], causes: (String) -> [Cause]) -> [Row] {
    let earlier = Dictionary(before.map { ($0.key, $0) }, uniquingKeysWith: { first, _ in first })
    let later = Set(after.map(\.key))
    let both = after.map { row -> Row in
      guard let old = earlier[row.key] else {
        return Row(movement: .new, before: nil, after: row, causes: causes(row.rule))
      }
      let isSame = figures.allSatisfy { old[$0] == row[$0] }
      return Row(
        movement: isSame ? .same : .changed, before: old, after: row, causes: isSame ? [] : causes(row.rule))
    }
    let gone = before.filter { !later.contains($0.key) }.map {
      Row(movement: .gone, before: $0, after: nil, causes: causes($0.rule))
    }
    let all = both + gone
    return Movement.allCases.flatMap { movement in all.filter { $0.movement == movement } }
  }

  /// The columns; a terminal shows the rule's title in a language.
  public static func table(_ language: Language = .en) -> ResultTable<Row> {
    ResultTable<Row>([
      .init("key", zh: "线索键", en: "clue key", .text, terminal: 0) { $0.clue.key },
      .init("movement", zh: "变动", en: "movement", .word, terminal: 0, words: movementWords) { $0.movement.rawValue },
      .init("rule", zh: "规则", en: "rule", .text) { $0.clue.rule },
      .init("title_zh", zh: "规则名称", en: "rule (Chinese)", .text, terminal: language == .zh ? 1 : nil) {
        $0.clue["title_zh"]
      },
      .init("title_en", zh: "规则名称（英文）", en: "rule", .text, terminal: language == .en ? 1 : nil) {
        $0.clue["title_en"]
      },
      .init("subject_kind", zh: "对象类型", en: "about", .word, terminal: 3, words: ClueTable.kindWords) {
        $0.clue["subject_kind"]
      },
      .init("subject", zh: "对象", en: "subject", .text, terminal: 4) { $0.clue["subject"] },
      .init("amount_before", zh: "前涉及金额", en: "at stake before", .money, terminal: 2) { $0.before?["amount"] ?? "" },
      .init("amount_after", zh: "后涉及金额", en: "at stake after", .money, terminal: 2) { $0.after?["amount"] ?? "" },
      .init("rows_before", zh: "前依据行数", en: "rows before", .whole, terminal: 5) { $0.before?["rows"] ?? "" },
      .init("rows_after", zh: "后依据行数", en: "rows after", .whole, terminal: 5) { $0.after?["rows"] ?? "" },
      .init("causes", zh: "可能的原因", en: "what differs", .word, terminal: 0, words: causeWords) {
        $0.causes.map(\.rawValue).joined(separator: "+")
      },
    ])
  }

  /// How many clues moved in which way.
  public static func counts(_ rows: [Row]) -> LocalizedText {
    let parts = Movement.allCases.map { movement in
      let count = NumberFormats.grouped(String(rows.count { $0.movement == movement }))
      let words = Wording.clueMovement(movement)
      return LocalizedText(zh: "\(words.zh) \(count)", en: "\(words.en) \(count)")
    }
    return LocalizedText(
      zh: parts.map(\.zh).joined(separator: "，"), en: parts.map(\.en).joined(separator: ", "))
  }

  private static let movementWords: @Sendable (String) -> LocalizedText = { cell in
    Movement(rawValue: cell).map(Wording.clueMovement) ?? LocalizedText(zh: cell, en: cell)
  }

  private static let causeWords: @Sendable (String) -> LocalizedText = { cell in
    let words = cell.split(separator: "+").compactMap { Cause(rawValue: String($0)).map(Wording.clueCause) }
    return LocalizedText(zh: words.map(\.zh).joined(separator: "、"), en: words.map(\.en).joined(separator: ", "))
  }
}

extension Wording {
  /// What became of a clue.
  static func clueMovement(_ movement: ClueChangeTable.Movement) -> LocalizedText {
    switch movement {
    case .new: LocalizedText(zh: "新增", en: "new")
    case .gone: LocalizedText(zh: "消失", en: "gone")
    case .changed: LocalizedText(zh: "变化", en: "changed")
    case .same: LocalizedText(zh: "未变", en: "the same")
    }
  }

  /// What differs between two runs.
  static func clueCause(_ cause: ClueChangeTable.Cause) -> LocalizedText {
    switch cause {
    case .data: LocalizedText(zh: "数据", en: "data")
    case .model: LocalizedText(zh: "规则", en: "the rule")
    case .dates: LocalizedText(zh: "截止日或核查期", en: "as-of day or period")
    case .decisions: LocalizedText(zh: "匹配决定", en: "decisions")
    case .engine: LocalizedText(zh: "程序版本", en: "the program")
    }
  }
}
