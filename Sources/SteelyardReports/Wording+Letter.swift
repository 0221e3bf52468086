internal import SteelyardDomain
internal import SteelyardScoring

/// The words of letters: what was measured, what is asked, and that nothing was found.
extension Wording {
  /// The words of the notice and the record of an interview.
  enum Letter {
    static func title(_ form: LetterForm) -> LocalizedText {
      switch form {
      case .notice: LocalizedText(zh: "约谈通知书", en: "Notice of interview")
      case .record: LocalizedText(zh: "约谈记录", en: "Record of an interview")
      }
    }

    /// A day as letters write it.
    static func date(_ day: Day) -> LocalizedText {
      let parts = day.civil
      return LocalizedText(
        zh: "\(parts.year)年\(parts.month)月\(parts.day)日",
        en: "\(parts.day) \(monthWord(parts.month)) \(parts.year)")
    }

    /// What an interview is about, where the user says nothing else.
    static func matter(_ period: LocalizedText, _ model: LocalizedText) -> LocalizedText {
      LocalizedText(
        zh: "听取你单位对\(period.zh)“\(model.zh)”统计中人均费用经同类调整后高于同类机构的说明",
        en: "To hear why cost per head lay above that of the peers, after adjustment, in \(period.en) (\(model.en))")
    }

    static let header = LocalizedText(zh: "{{model_title}} {{period}}", en: "{{model_title}}, {{period}}")
    static let footer = LocalizedText(
      zh: "{{meaning}}。运行编号 {{run}}", en: "{{meaning}}. Run {{run}}")

    /// By what the figures can be computed again.
    static let computed = [
      LocalizedText(
        zh: "运行编号（run.json 的 SHA-256）：{{run}}；模型及版本：{{model}}；考核期：{{period}}；程序版本：steelyard {{engine}}。",
        en: "Run (SHA-256 of run.json): {{run}}; model, version: {{model}}; data period: {{period}}; engine: steelyard "
          + "{{engine}}."),
      LocalizedText(zh: "方法与常数：{{methods}}", en: "Methods and constants: {{methods}}"),
    ]

    /// The name of a figure.
    static func name(_ field: LetterField) -> LocalizedText {
      typealias Words = DossierPage
      switch field {
      case .heads: return Words.heads
      case .visits: return Words.visits
      case .cost: return Words.cost
      case .peersCostPerHead: return Words.peersPerHead
      case .indexInterval: return Words.interval
      case .rank: return Words.rank
      case .rankInterval: return Words.rankInterval
      default:
        guard let place = RankingTable.positions[field.rawValue] else {
          preconditionFailure("the ranking has no column \(field.rawValue)")
        }
        return RankingTable.columns[place].title
      }
    }

    private static func monthWord(_ month: Int) -> String {
      String(Wording.month(Month(year: 2000, month: month)).en.dropLast(5))
    }
  }
}

// MARK: - The notice

extension Wording.Letter {
  private static func rows(_ pairs: [(zh: String, en: String, mark: String)], _ language: Language) -> [[String]] {
    pairs.map { [LocalizedText(zh: $0.zh, en: $0.en).text(language), $0.mark] }
  }

  private static func said(_ zh: String, _ en: String, _ language: Language) -> String {
    LocalizedText(zh: zh, en: en).text(language)
  }

  /// The notice: appointment, figures, what is asked.
  static func notice(_ language: Language) -> [PaperBlock] {
    func said(_ zh: String, _ en: String) -> String { Self.said(zh, en, language) }
    let arrangement = PaperTable(
      rows: rows(
        [
          ("约谈时间", "Time", "{{time}}"), ("约谈地点", "Place", "{{place}}"), ("约谈事由", "Matter", "{{matter}}"),
          ("需携带的材料", "Please bring", "{{documents}}"), ("依据", "Basis", "{{basis}}"),
          ("联系人及电话", "Contact, telephone", "{{contact}}  {{phone}}"),
        ], language), shares: [0.22, 0.78], names: [0])
    return [
      .title(title(.notice).text(language)), .line("{{number}}", .centre),
      .line(said("{{institution}}（机构编码 {{code}}）：", "To {{institution}} (code {{code}}):"), .start),
      .paragraph(
        said(
          "现请你单位派负责人参加约谈，就下列统计情况作出说明。",
          "You are asked to send a person in charge to an interview and to explain the figures below.")),
      .heading(said("一、约谈安排", "1. The interview")), .table(arrangement),
      .heading(said("二、统计情况（{{period}}）", "2. The figures ({{period}})")), grid(language),
      .paragraph("{{adjusted}} {{verdict}}"),
      .heading(said("三、说明与请求", "3. What they mean, and what is asked")),
      .paragraph(
        said(
          "以上数据的含义：{{meaning}}。本通知只陈述统计数据，请你单位说明情况，不作任何认定。",
          "What these figures say: {{meaning}}. This notice states figures and asks for an explanation; it finds nothing."
        )),
      .paragraph(
        said(
          "下列正常原因都可能造成这样的数据，如有其中情形，请带来能够说明的材料：",
          "Any of the following may be the reason; where one is, please bring what shows it:")),
      .paragraph("{{innocent}}"), .paragraph("{{appeal}}"),
      .line(said("{{issuer}}（印章）", "{{issuer}} (seal)"), .end), .line("{{date}}", .end),
    ]
  }

  private static func grid(_ language: Language) -> PaperBlock { LetterForm.grid(language) }

  /// The receipt, signed when the notice is handed over.
  static func receipt(_ language: Language) -> [PaperBlock] {
    func said(_ zh: String, _ en: String) -> String { Self.said(zh, en, language) }
    let table = PaperTable(
      rows: rows(
        [
          ("送达文书", "Document", title(.notice).text(language)), ("文号", "Number", "{{number}}"),
          ("受送达单位", "Served on", said("{{institution}}（{{code}}）", "{{institution}} ({{code}})")),
          ("送达方式", "How", said("□ 直接送达    □ 邮寄    □ 电子送达", "□ in person    □ by post    □ electronically")),
          ("送达时间、地点", "When, where", ""), ("收件人签名或盖章", "Received by (signature or seal)", ""),
          ("收到时间", "Received on", ""), ("送达人签名", "Served by (signature)", ""), ("备注", "Remarks", ""),
        ], language), shares: [0.28, 0.72], names: [0], rowHeightMinimum: 30)
    return [
      .title(said("送达回证", "Receipt")), .table(table),
      .paragraph(
        said("签收只表示收到本文书。", "A signature says that the document was received, and nothing else.")),
    ]
  }
}

// MARK: - The record

extension Wording.Letter {
  /// The record: who met, what the figures are, what was said.
  static func record(_ language: Language) -> [PaperBlock] {
    func said(_ zh: String, _ en: String) -> String { Self.said(zh, en, language) }
    let blank = LetterValues.blank
    let meeting = PaperTable(
      rows: rows(
        [
          ("通知书文号", "Number of the notice", "{{number}}"),
          ("被约谈单位", "Institution", said("{{institution}}（{{code}}）", "{{institution}} ({{code}})")),
          ("时间", "Time", "{{time}}"), ("地点", "Place", "{{place}}"), ("约谈单位", "Office", "{{issuer}}"),
          ("约谈人、记录人", "Asked by, recorded by", ""), ("被约谈人姓名、职务", "Persons heard, their posts", ""),
          ("事由", "Matter", "{{matter}}"), ("依据", "Basis", "{{basis}}"),
        ], language), shares: [0.26, 0.74], names: [0])
    func room(_ name: String, _ height: Double) -> PaperBlock {
      .table(PaperTable(rows: [[name, ""]], shares: [0.26, 0.74], names: [0], rowHeightMinimum: height))
    }
    return [
      .title(title(.record).text(language)), .line("{{number}}", .centre), .table(meeting),
      .heading(said("一、告知", "1. What was told")),
      .paragraph(
        said(
          "数据的含义：{{meaning}}。约谈用于了解情况，不作任何认定。{{appeal}}",
          "What the figures say: {{meaning}}. The interview is to learn the reason; it finds nothing. {{appeal}}")),
      .heading(said("二、统计情况（{{period}}）", "2. The figures ({{period}})")), grid(language), .paragraph("{{verdict}}"),
      .heading(said("三、逐项核对可能的正常原因（属实的打勾并说明）", "3. What may be the reason (tick what applies, and say how)")),
      .paragraph("{{checks}}"),
      .heading(said("四、说明与材料", "4. Explanation and papers")),
      room(said("被约谈单位的说明", "What the institution says"), 110), room(said("提交的材料", "Papers handed over"), 44),
      .heading(said("五、结果", "5. Outcome")), .paragraph("{{conclusions}}"),
      room(said("后续安排和期限", "What follows, by when"), 44),
      .paragraph(said("以上记录已阅，与所述一致。", "Read, and as it was said.")),
      .paragraph(
        said(
          "被约谈人签名：\(blank)    约谈人签名：\(blank)", "Heard (signature): \(blank)    Asked (signature): \(blank)")),
      .paragraph(said("记录人签名：\(blank)    日期：\(blank)", "Recorded (signature): \(blank)    Date: \(blank)")),
    ]
  }
}
