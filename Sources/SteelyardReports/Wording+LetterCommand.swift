public import SteelyardDomain
public import SteelyardScoring

extension Wording {
  /// What `letter` made.
  public static func lettersMade(files: Int, institutions: Int, folder: String) -> LocalizedText {
    LocalizedText(
      zh: "已为 \(institutions) 家机构写出 \(files) 个文件，编号登记见 letters.csv。目录：\(folder)",
      en: "Wrote \(files) files for \(institutions) institutions; letters.csv lists the numbers. Folder: \(folder)")
  }

  /// What stays a blank in every letter.
  public static func letterBlanks(_ fields: [LetterField]) -> LocalizedText {
    LocalizedText(
      zh: "留空待填：\(fields.map { letterField($0).zh }.joined(separator: "、"))",
      en: "Left blank to fill in: \(fields.map { letterField($0).en }.joined(separator: ", "))")
  }

  /// What `dossier` made.
  public static func dossiersMade(_ count: Int, pages: Int, folder: String) -> LocalizedText {
    LocalizedText(
      zh: "已写出 \(count) 份档案，共 \(pages) 页。目录：\(folder)",
      en: "Wrote \(count) dossiers, \(pages) pages in all. Folder: \(folder)")
  }

  /// That a template was written.
  public static func templateMade(_ file: String) -> LocalizedText {
    LocalizedText(
      zh: "已写出模板 \(file)。可在 WPS 中修改，再用 --template 使用。",
      en: "Wrote the template \(file). Change it in WPS, then use it with --template.")
  }

  /// That a letter goes to an institution which is not on the interview list, and where it is.
  public static func letterBeside(_ score: InstitutionScore) -> LocalizedText {
    let verdict = verdict(score)
    let code = DisplayWidth.harmless(score.institution.id)
    return LocalizedText(zh: "\(code)：\(verdict.zh)", en: "\(code): \(verdict.en)")
  }

  /// That some characters have no glyph in any font.
  public static func glyphsMissing(_ count: Int) -> LocalizedText {
    LocalizedText(
      zh: "本机字体缺少 \(count) 个字符，PDF 中显示为方框；DOCX 不受影响。",
      en: "The fonts of this machine lack \(count) characters, which the PDF shows as boxes; a DOCX has them.")
  }

  /// Why it is, or is not, on the interview list.
  private static func verdict(_ score: InstitutionScore) -> LocalizedText {
    guard let band = score.band else { return Explanation.notJudged }
    return Explanation.verdict(band: band, near: score.nearGate, failed: score.failedGates)
  }

  /// What the user alone knows, by its placeholder.
  private static func letterField(_ field: LetterField) -> LocalizedText {
    switch field {
    case .number: LocalizedText(zh: "文号", en: "number")
    case .issuer: LocalizedText(zh: "发文单位", en: "issuer")
    case .date: LocalizedText(zh: "落款日期", en: "date")
    case .time: LocalizedText(zh: "时间", en: "time")
    case .place: LocalizedText(zh: "地点", en: "place")
    case .documents: LocalizedText(zh: "需携带的材料", en: "documents")
    case .contact: LocalizedText(zh: "联系人", en: "contact")
    case .phone: LocalizedText(zh: "电话", en: "phone")
    default: LocalizedText(zh: field.rawValue, en: field.rawValue)
    }
  }
}

extension Wording.Failure {
  /// A letter to an institution that is on no list.
  public static func letterUnlisted(_ score: InstitutionScore) -> LocalizedText {
    let reason = Wording.letterBeside(score)
    return LocalizedText(
      zh: "\(reason.zh)约谈通知书写明“高于同行”，而该机构的数据没有这样说，因此不写。",
      en:
        "\(reason.en) A notice says \"higher than peers\", which the figures of this institution do not: none is written."
    )
  }

  /// A letter without a run, or without a folder to write to.
  public static func letterNeeds(_ run: Bool) -> LocalizedText {
    run
      ? LocalizedText(zh: "请给出结果目录，或用 --print-template。", en: "Name a run's folder, or use --print-template.")
      : LocalizedText(zh: "请用 --out 指定输出目录。", en: "Name the folder to write with --out.")
  }

  /// Nobody is on the interview list, and nobody was named.
  public static var listEmpty: LocalizedText {
    LocalizedText(
      zh: "约谈名单为空。可用 --institution 指定机构。", en: "The interview list is empty. Name institutions with --institution.")
  }

  /// An appointment for an institution that gets no letter.
  public static func appointmentUnknown(_ code: String, file: String) -> LocalizedText {
    let code = DisplayWidth.harmless(code)
    return LocalizedText(
      zh: "\(file) 的 appointments 中的机构 \(code) 不在本次收函机构之列。",
      en: "In \(file), appointments name \(code), which gets no letter.")
  }

  /// A PDF where the machine has no font with Chinese characters.
  public static var noFont: LocalizedText {
    LocalizedText(
      zh: "本机没有可用的中文字体，PDF 无法生成（不以方框代替文字）。请安装，例如 apt-get install fonts-noto-cjk；DOCX 不需要字体。",
      en:
        "This machine has no font with Chinese characters, so no PDF is made (boxes would stand for letters). Install one, "
        + "as with apt-get install fonts-noto-cjk; a DOCX takes none.")
  }

  /// A watermark for a template that has no place for one.
  public static func watermarkLost(_ file: String) -> LocalizedText {
    LocalizedText(
      zh: "模板 \(file) 没有 {{watermark}}，--watermark 无处可放。",
      en: "The template \(file) has no {{watermark}}, so there is no place for --watermark.")
  }

  /// A DOCX that cannot be a template, with the place of what is wrong.
  public static func template(_ fault: WordTemplate.Fault, file: String) -> LocalizedText {
    let known = LetterField.allCases.map(\.rawValue).joined(separator: ", ")
    switch fault {
    case .notDocx:
      return LocalizedText(
        zh: "\(file) 不是可以读取的 DOCX。请在 WPS 中另存为“Word 文档（.docx）”，不加密码。",
        en: "\(file) is no DOCX that can be read. Save it as a Word document (.docx) without a password.")
    case .tooLarge:
      return LocalizedText(zh: "\(file) 解压后超过 64 MiB。", en: "\(file) has more than 64 MiB unpacked.")
    case .macros:
      return LocalizedText(
        zh: "\(file) 含有宏，不能作为模板。", en: "\(file) carries macros and is no template for letters.")
    case .notXML(let part, let line):
      return LocalizedText(
        zh: "\(file) 的 \(part) 第 \(line) 行不是规范的 XML。", en: "\(file), \(part), line \(line): not well-formed XML.")
    case .open(let part, let paragraph, let text):
      return LocalizedText(
        zh: "\(file) 的 \(part) 第 \(paragraph) 段：“{{\(text)”没有以 }} 结束。占位符须在同一段内。",
        en: "\(file), \(part), paragraph \(paragraph): '{{\(text)' has no }}. A placeholder stands in one paragraph.")
    case .unknown(let part, let paragraph, let name):
      return LocalizedText(
        zh: "\(file) 的 \(part) 第 \(paragraph) 段：未知的占位符“\(name)”。可用：\(known)",
        en: "\(file), \(part), paragraph \(paragraph): unknown placeholder '\(name)'. Known: \(known)")
    case .missing(let fields):
      let names = fields.map { "{{\($0.rawValue)}}" }.joined(separator: " ")
      return LocalizedText(
        zh: "\(file) 缺少每份函件必须载明的内容：\(names)", en: "\(file) lacks what every letter carries: \(names)")
    }
  }
}
