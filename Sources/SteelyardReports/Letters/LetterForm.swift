public import SteelyardDomain

/// The two documents of an interview as the program writes them: the notice with its receipt, and the record.
///
/// One list of blocks with placeholders is the source of the DOCX, which `--print-template` hands out, and of the PDF.
public enum LetterForm: String, CaseIterable, Sendable {
  /// 约谈通知书: who is asked to come when and where, why, with what, and the receipt to sign.
  case notice
  /// 约谈记录: what was asked and answered, with room to write.
  case record

  /// The program's own template in a language.
  public func template(_ language: Language) -> WordTemplate {
    let parts = WordMarkup.parts(
      blocks(language), title: title(language), header: Self.header(language), footer: Self.footer(language),
      language: language)
    do { return try WordTemplate(parts: parts) } catch { preconditionFailure("the program's own template: \(error)") }
  }

  /// The title of the document.
  func title(_ language: Language) -> String { Wording.Letter.title(self).text(language) }

  /// What stands over each page: the model with the months, and the watermark.
  static func header(_ language: Language) -> String {
    let title = Wording.Letter.header.text(language)
    return "\(title)    \(Self.mark(.watermark))"
  }

  /// What stands below each page: which run it is.
  static func footer(_ language: Language) -> String {
    Wording.Letter.footer.text(language)
  }

  /// A placeholder.
  static func mark(_ field: LetterField) -> String { "{{\(field.rawValue)}}" }

  /// The figures that a letter shows.
  static let figures: [LetterField] = [
    .heads, .visits, .cost, .costPerHead, .peersCostPerHead, .indexPlain, .indexAdjusted, .indexInterval, .excessShrunk,
    .rank, .rankInterval, .peerGroup,
  ]

  /// The document with its placeholders.
  func blocks(_ language: Language) -> [PaperBlock] {
    let words = Wording.Letter.self
    let basis = Wording.Letter.computed.map { PaperBlock.small($0.text(language)) }
    switch self {
    case .notice:
      return words.notice(language) + [.pageBreak] + words.receipt(language)
        + [.heading(Wording.Paper.methods.text(language))] + basis
    case .record:
      return words.record(language) + [.heading(Wording.Paper.methods.text(language))] + basis
    }
  }

  /// The figures with their names.
  static func grid(_ language: Language) -> PaperBlock {
    .grid(figures.map { (Wording.Letter.name($0).text(language), mark($0)) })
  }
}
