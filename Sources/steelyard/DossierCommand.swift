import ArgumentParser
import SteelyardDomain
import SteelyardEngine
import SteelyardReports

/// `steelyard dossier`: dossiers of a run as PDF, a file for each institution.
struct DossierCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "dossier",
    abstract: "Print dossiers as PDF: an institution on two or three sheets of A4. 生成机构档案 PDF。",
    discussion: """
      Indices with intervals, place, funnel, months, parts, strata, conditions, what else may explain it, methods. Persons
      are left out. Without --institution all of the interview list are printed.

      EXAMPLES
        steelyard dossier RUN --out DOSSIERS
        steelyard dossier RUN --institution P33010612345 --out DOSSIERS --lang zh --watermark "Copy 2"
      """)

  @Argument(help: "The run's folder. 结果目录。", completion: .directory) var folder: String
  @Option(help: "An institution's code; may be given again (default: all on the interview list). 机构编码，可多次给出。")
  var institution: [String] = []
  @Option(help: "The folder to write, which must not exist. 输出目录，须尚不存在。", completion: .directory) var out: String
  @Option(help: "A text over every page: for whom, when. 每页的水印文字。") var watermark: String?
  @OptionGroup var language: LanguageOption

  func run() throws {
    try language.reporting {
      let source = try LetterSource(folder, codes: institution, watermark: watermark)
      let papers = DossierPaper(run: source.statement, scorecard: source.scorecard, language: language.language)
      try RunFolder.making(out) { output in
        var (pages, missing) = (0, 0)
        for score in source.institutions {
          let made = try printing(language.language) { () throws(PaperFailure) in
            try papers.pdf(of: source.dossier(score))
          }
          try output.add("\(source.stem(score)).pdf", made.bytes)
          pages += made.pages
          missing += made.missing
        }
        try output.commitMany()
        let said = Wording.dossiersMade(source.institutions.count, pages: pages, folder: output.path)
        Console.out(said.text(language.language) + "\n")
        if missing > 0 { Console.error(Wording.glyphsMissing(missing).text(language.language) + "\n") }
      }
    }
  }
}
