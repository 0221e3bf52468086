public import ArgumentParser
import SteelyardDomain
import SteelyardEngine
import SteelyardModels
public import SteelyardReports
import SteelyardScoring

extension LetterForm: ExpressibleByArgument {}

/// `steelyard letter`: the notice and the record of an interview, to edit in an office program or to print.
struct LetterCommand: ParsableCommand {
  /// What is written.
  enum Format: String, ExpressibleByArgument, CaseIterable {
    case docx, pdf, both
  }

  static let configuration = CommandConfiguration(
    commandName: "letter",
    abstract: "Write the notice and the record of interviews as DOCX or PDF. 生成约谈通知书和约谈记录。",
    discussion: """
      For each institution of the interview list, or for those that are named: a notice with its receipt, and a record
      with room to write. Figures are the run's. What a run cannot know (number, time, place, contact) is taken from
      --details, or stays a blank. They state figures and ask for an explanation.

      EXAMPLES
        steelyard letter RUN --details letter.yaml --out LETTERS --lang zh
        steelyard letter RUN --institution P33010612345 --format both --out LETTERS
        steelyard letter --print-template notice.docx --lang zh
        steelyard letter RUN --template notice.docx --document notice --details letter.yaml --out LETTERS
      """)

  @Argument(help: "The run's folder. 结果目录。", completion: .directory) var folder: String?
  @Option(help: "An institution's code; may be given again (default: all on the interview list). 机构编码，可多次给出。")
  var institution: [String] = []
  @Option(
    help: "A YAML or JSON file of what a run cannot know: number, time, place. 文号、时间、地点等的文件。", completion: .file())
  var details: String?
  @Option(help: "The folder to write, which must not exist. 输出目录，须尚不存在。", completion: .directory) var out: String?
  @Option(help: "docx, pdf or both. 输出格式。") var format = Format.docx
  @Option(help: "notice or record (default: both). 只要通知书或只要记录。") var document: LetterForm?
  @Option(
    help: "A DOCX with placeholders in place of the program's own notice, or of --document. 自备的 DOCX 模板。",
    completion: .file())
  var template: String?
  @Option(help: "Write the program's own notice, or --document, as a template to this file, and nothing else. 写出内置模板。")
  var printTemplate: String?
  @Option(help: "A text on every page: for whom, when. 水印文字。") var watermark: String?
  @OptionGroup var language: LanguageOption

  func run() throws {
    try language.reporting {
      if let printTemplate { return try write(template: printTemplate) }
      guard let folder, let out else { throw RunFailure.usage(Wording.Failure.letterNeeds(folder == nil)) }
      if template != nil, format != .docx {
        throw RunFailure.usage(Wording.Failure.notWithFormat("--template", format.rawValue))
      }
      let details = try readDetails()
      let templates = try readTemplates()
      let source = try LetterSource(folder, codes: institution, watermark: watermark)
      try check(source, details)
      try RunFolder.making(out) { output in
        try write(source, details, templates, to: output)
      }
    }
  }

  private var forms: [LetterForm] { document.map { [$0] } ?? LetterForm.allCases }

  /// The form that a template is for.
  private var templateForm: LetterForm { document ?? .notice }

  private func write(template path: String) throws {
    try OutputFile.making(path) { output in
      try output.commit(templateForm.template(language.language).docx)
    }
    Console.out(Wording.templateMade(path).text(language.language) + "\n")
  }

  private func readDetails() throws -> LetterDetails {
    guard let details else { return LetterDetails() }
    let outcome = LetterDetailsDecoder.load(file: details)
    guard let value = outcome.value else { throw CommandFailure(outcome.diagnostics, language: language.language) }
    return value
  }

  /// A template for each form, the user's in the place of the program's own.
  private func readTemplates() throws -> [LetterForm: WordTemplate] {
    var templates = Dictionary(uniqueKeysWithValues: forms.map { ($0, $0.template(language.language)) })
    guard let template else { return templates }
    let bytes = try Files.read(template)
    do { templates[templateForm] = try WordTemplate(docx: bytes) } catch {
      throw RunFailure.usage(Wording.Failure.template(error, file: template))
    }
    if watermark != nil, templates[templateForm]?.fields.contains(.watermark) == false {
      throw RunFailure.usage(Wording.Failure.watermarkLost(template))
    }
    return templates
  }

  /// Refuses what a letter could not say truly.
  private func check(_ source: LetterSource, _ details: LetterDetails) throws(RunFailure) {
    for score in source.institutions where !LetterMaker.isListed(score) {
      throw .usage(Wording.Failure.letterUnlisted(score))
    }
    let codes = Set(source.institutions.map(\.institution.id))
    for appointment in details.appointments where !codes.contains(appointment.institution) {
      throw .usage(Wording.Failure.appointmentUnknown(appointment.institution, file: self.details ?? ""))
    }
  }

  private func write(
    _ source: LetterSource, _ details: LetterDetails, _ templates: [LetterForm: WordTemplate], to output: RunFolder
  ) throws {
    let maker = LetterMaker(
      run: source.statement, scorecard: source.scorecard, details: details, language: language.language)
    var letters: [(score: InstitutionScore, files: [String])] = []
    var missing = 0
    for (place, score) in source.institutions.enumerated() {
      let dossier = source.dossier(score)
      var files: [String] = []
      for form in forms {
        let name = "\(source.stem(score))-\(form.rawValue)"
        if format != .pdf, let template = templates[form] {
          files.append("\(name).docx")
          try output.add("\(name).docx", maker.docx(dossier, place: place, template: template))
        }
        if format != .docx {
          let made = try printing(language.language) { () throws(PaperFailure) in
            try maker.pdf(dossier, place: place, form: form)
          }
          files.append("\(name).pdf")
          try output.add("\(name).pdf", made.bytes)
          missing += made.missing
        }
      }
      letters.append((score, files))
    }
    try output.add("letters.csv", maker.register(letters))
    try output.commitMany()
    tell(letters, maker: maker, missing: missing, folder: output.path)
  }

  private func tell(
    _ letters: [(score: InstitutionScore, files: [String])], maker: LetterMaker, missing: Int, folder: String
  ) {
    let files = letters.reduce(0) { $0 + $1.files.count }
    func out(_ text: LocalizedText) { Console.out(text.text(language.language) + "\n") }
    out(Wording.lettersMade(files: files, institutions: letters.count, folder: folder))
    for (score, _) in letters where score.band != .interview { out(Wording.letterBeside(score)) }
    if !maker.blanks.isEmpty { out(Wording.letterBlanks(maker.blanks)) }
    if missing > 0 { Console.error(Wording.glyphsMissing(missing).text(language.language) + "\n") }
  }
}
