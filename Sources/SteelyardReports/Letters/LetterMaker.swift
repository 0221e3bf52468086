public import SteelyardDomain
public import SteelyardScoring

/// Makes the letters of a run: DOCX from a template, PDF from the program's own form.
public struct LetterMaker: Sendable {
  private let papers: DossierPaper
  private let details: LetterDetails
  private var run: RunStatement { papers.run }
  private var language: Language { papers.language }

  /// Creates a maker.
  public init(run: RunStatement, scorecard: Scorecard, details: LetterDetails, language: Language) {
    papers = DossierPaper(run: run, scorecard: scorecard, language: language)
    self.details = details
  }

  /// Whether a letter can be written to an institution: it is on the interview list, on the near list, or watched.
  ///
  /// To any other a letter would have to say "higher than its peers", which its figures do not.
  public static func isListed(_ score: InstitutionScore) -> Bool {
    score.band == .interview || score.band == .watch || score.nearGate != nil
  }

  /// The values of a letter.
  private func values(of dossier: Dossier, place: Int) -> [LetterField: String] {
    LetterValues(papers.view(of: dossier), run: run, details: details, place: place).fields
  }

  /// A letter as DOCX.
  ///
  /// - Parameters:
  ///   - dossier: what the run holds of the institution.
  ///   - place: the letter's place in the order of the letters, from 0.
  ///   - template: the program's own or the user's.
  public func docx(_ dossier: Dossier, place: Int, template: WordTemplate) -> [UInt8] {
    template.filled(values(of: dossier, place: place))
  }

  /// A letter as PDF.
  ///
  /// - Throws: ``PaperFailure/noFont`` where the machine has no font with Chinese characters.
  public func pdf(_ dossier: Dossier, place: Int, form: LetterForm) throws(PaperFailure) -> PrintedDocument {
    let values = values(of: dossier, place: place)
    func filled(_ text: String) -> String {
      guard let text = try? LetterText(text) else { preconditionFailure("the program's own form can be read") }
      return text.filled(values)
    }
    let title = "\(form.title(language)) \(dossier.score.institution.id)"
    return try PaperDocument(
      blocks: form.blocks(language).map { $0.map(filled) }, frame: .init(run, language),
      properties: .init(run, title: title, language), language: language
    ).pdf()
  }

  /// What stays a blank in every letter, since the details do not say it.
  public var blanks: [LetterField] {
    let isGiven: [LetterField: Bool] = [
      .number: details.numbering != nil, .issuer: details.issuer != nil, .date: details.date != nil,
      .time: details.time != nil, .place: details.place != nil, .documents: !details.documents.isEmpty,
      .contact: details.contact != nil, .phone: details.phone != nil,
    ]
    return LetterField.details.filter { isGiven[$0] == false }
  }

  /// The register of the letters that were made: number, institution, files; a document number is never given twice.
  public func register(_ letters: [(score: InstitutionScore, files: [String])]) -> [UInt8] {
    var writer = CsvWriter()
    writer.header(["number", "institution_id", "name", "band", "files"])
    for (place, letter) in letters.enumerated() {
      writer.text(details.numbering?.number(place) ?? "")
      writer.text(letter.score.institution.id)
      writer.text(letter.score.institution.name)
      writer.text(letter.score.band?.rawValue ?? "")
      writer.text(letter.files.joined(separator: " "))
      writer.endRow()
    }
    return writer.bytes
  }
}
