import SteelyardDomain
import SteelyardEngine
import SteelyardModels
import SteelyardReports
import SteelyardScoring

/// What letters and dossiers are made from: a scoring run opened, and the institutions that were asked for.
struct LetterSource {
  let open: OpenRun
  let statement: RunStatement
  let scorecard: Scorecard
  /// In the order in which they were named, or of the interview list.
  let institutions: [InstitutionScore]
  private let files: DossierFiles
  private let stems: [String: String]

  /// Opens a run.
  ///
  /// - Parameter codes: institutions as they were named; none for all on the interview list.
  init(_ folder: String, codes: [String], watermark: String?) throws(RunFailure) {
    open = try OpenRun(folder)
    if open.isComparison { throw .usage(Wording.Failure.modelKind(.comparison, wanted: .scoring)) }
    let model = try open.model()
    statement = try open.statement(model, watermark: watermark)
    scorecard = try open.scorecard(model)
    let all = scorecard.institutions
    let byCode = Dictionary(all.map { ($0.institution.id, $0) }) { first, _ in first }
    let listed = RankingTable.rows(try open.ranking(), of: .interview).map { $0["institution_id"] }
    var chosen: [InstitutionScore] = []
    for code in codes.isEmpty ? listed : codes {
      // A code copied from a result file may have the apostrophe that guards it from a spreadsheet.
      guard let score = byCode[code] ?? byCode[CsvWriter.unguarded(code)] else {
        throw .institutionUnknown(code: code)
      }
      if !chosen.contains(where: { $0.institution.id == score.institution.id }) { chosen.append(score) }
    }
    if chosen.isEmpty { throw .usage(Wording.Failure.listEmpty) }
    institutions = chosen
    files = try open.dossierFiles()
    let codes = all.map(\.institution.id)
    stems = Dictionary(zip(codes, InstitutionFiles.stems(codes))) { first, _ in first }
  }

  /// Everything the run holds of an institution.
  func dossier(_ score: InstitutionScore) -> Dossier { files.dossier(of: score) }

  /// The name that an institution's files begin with.
  func stem(_ score: InstitutionScore) -> String { stems[score.institution.id] ?? score.institution.id }
}

/// A PDF that could not be made, as a command tells it.
func printing<Result>(_ language: Language, _ work: () throws(PaperFailure) -> Result) throws -> Result {
  do { return try work() } catch {
    switch error {
    case .noFont: throw CommandFailure(exitStatus: 6, message: Wording.Failure.noFont.text(language))
    case .library(let status):
      throw CommandFailure(
        RunFailure.internalFault("cairo makes a page (status \(status))"), language: language)
    }
  }
}
