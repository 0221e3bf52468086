public import SteelyardDomain
public import SteelyardScoring

/// A run as a folder of pages that opens from a disk: no server, no network, no script needed to read it.
///
/// Pages are made one at a time, so that a report of twenty thousand institutions needs no more memory than one of
/// twenty; each is a function of the run alone, so the same run gives the same bytes.
public struct StaticSite: Sendable {
  /// How many institutions one page of the ranked table has.
  public static let rowsPerPage = 200

  /// A file of the report.
  public enum Page: Equatable, Sendable {
    /// The style sheet, the script, and the rows it searches.
    case style, script, search
    /// The first page of a report in several languages.
    case chooser
    /// What was run and what came out.
    case overview(Language)
    /// A page of the ranked table, from 0.
    case ranking(Language, Int)
    /// The institution at a place of the ranking, from 0.
    case dossier(Language, Int)
  }

  let run: RunStatement
  let scorecard: Scorecard
  let quality: QualityReport
  let persons: Int?
  let languages: [Language]
  /// The rows of `ranking.csv`, and the name of each institution's page.
  let rows: [RankingRow]
  let files: [String]
  let dossier: @Sendable (InstitutionScore) -> Dossier
  private let parts: [Language: LanguageParts]

  /// What pages of a language share: made once.
  private struct LanguageParts: Sendable {
    let frame: SiteFrame
    let dossiers: DossierGround
  }

  /// Creates a report.
  ///
  /// - Parameters:
  ///   - run: what every page says of the run.
  ///   - scorecard: the institutions in published order.
  ///   - quality: the account of the input.
  ///   - isFromTally: whether there are no claims to account for.
  ///   - languages: the languages of the report, at least one.
  ///   - dossier: everything the run holds of an institution; asked once a page, in any order.
  /// - Precondition: there is a language, and none twice.
  public init(
    run: RunStatement, scorecard: Scorecard, quality: QualityReport, isFromTally: Bool, languages: [Language],
    dossier: @escaping @Sendable (InstitutionScore) -> Dossier
  ) {
    precondition(!languages.isEmpty && Set(languages).count == languages.count, "a report has languages, each once")
    self.run = run
    self.scorecard = scorecard
    self.quality = quality
    persons = isFromTally ? nil : quality.persons
    self.languages = languages
    self.dossier = dossier
    rows = RankingTable.rows(scorecard.institutions)
    files = InstitutionFiles.stems(scorecard.institutions.map(\.institution.id)).map { "\($0).html" }
    parts = Dictionary(
      uniqueKeysWithValues: languages.map { language in
        (
          language,
          LanguageParts(
            frame: SiteFrame(run: run, language: language, languages: languages),
            dossiers: DossierGround(scorecard, run: run, language: language))
        )
      })
  }

  /// All files of the report.
  public var pages: [Page] {
    let tables = max(1, (rows.count + Self.rowsPerPage - 1) / Self.rowsPerPage)
    return [.style, .script, .search] + (languages.count > 1 ? [.chooser] : [])
      + languages.flatMap { language in
        [.overview(language)] + (0..<tables).map { .ranking(language, $0) }
          + rows.indices.map { .dossier(language, $0) }
      }
  }

  /// Where a file stands in the folder.
  public func path(of page: Page) -> String {
    switch page {
    case .style: "assets/report.css"
    case .script: "assets/report.js"
    case .search: "assets/search.js"
    case .chooser: "index.html"
    case .overview(let language): folder(language) + "index.html"
    case .ranking(let language, let number): folder(language) + Self.rankingName(number)
    case .dossier(let language, let row): folder(language) + "institutions/" + files[row]
    }
  }

  /// The bytes of a file.
  public func bytes(of page: Page) -> [UInt8] {
    switch page {
    case .style: Array(SiteStyle.css.utf8)
    case .script: Array(SiteScript.javascript.utf8)
    case .search: SearchIndex.javascript(zip(rows, files).map { (row: $0, page: $1) })
    case .chooser: frame(languages[0]).chooser()
    case .overview(let language): OverviewPage(site: self, frame: frame(language)).bytes
    case .ranking(let language, let number): RankingPage(site: self, frame: frame(language), number: number).bytes
    case .dossier(let language, let row):
      DossierPage(site: self, row: row, frame: frame(language), ground: ground(language)).bytes
    }
  }

  /// The page of the ranked table with a number, from 0.
  static func rankingName(_ number: Int) -> String { number == 0 ? "ranking.html" : "ranking-\(number + 1).html" }

  private func folder(_ language: Language) -> String { languages.count > 1 ? language.rawValue + "/" : "" }

  private func frame(_ language: Language) -> SiteFrame { part(language).frame }

  private func ground(_ language: Language) -> DossierGround { part(language).dossiers }

  private func part(_ language: Language) -> LanguageParts {
    guard let part = parts[language] else { preconditionFailure("the report has no \(language)") }
    return part
  }
}
