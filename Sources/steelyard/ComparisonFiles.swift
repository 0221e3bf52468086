import SteelyardComparison
import SteelyardDomain
import SteelyardEngine
import SteelyardReports

/// The files of a comparison run's folder, rendered; the manifest is sealed over them afterwards.
enum ComparisonFiles {
  /// The name of the file with the statements that were run.
  static let statements = "plan.sql"

  /// All files but the manifest, by name.
  static func render(
    _ result: ComparisonResult, plan: ComparisonRunPlan, accounts: [RuleGovernance], model: [UInt8],
    companions: [(name: String, bytes: [UInt8])]
  ) -> [(name: String, bytes: [UInt8])] {
    let rules = plan.comparison.rules
    let links = result.links.map {
      LinkTable.Row(kind: $0.kind, link: $0.link, subject: $0.subject, register: $0.register)
    }
    return [
      (ClueTable.fileName, ClueTable.table().csv(ClueTable.rows(result.clues, rules: rules))),
      (
        "clues.jsonl",
        ComparisonClueLines.jsonl(
          result.clues, governance: plan.governance, rules: rules, accounts: accounts)
      ),
      (MatchTable.fileName, MatchTable.table.csv(result.matches)),
      (
        EvidenceTable.fileName,
        EvidenceTable.table.csv(
          EvidenceTable.rows(result.clues, matches: result.matches, files: result.files))
      ),
      (LinkTable.fileName, LinkTable.csv(links)),
      ("rejects.csv", RejectsTable.csv(result.diagnostics, showsTexts: plan.showsValues)),
      ("quality.json", QualityJSON.encode(result.quality, absences: [])),
      (statements, sql(result.rules)), (Run.FileName.model, model),
    ] + companions
  }

  /// The statements, each under its rule's name.
  private static func sql(_ rules: [ComparisonResult.RuleStatement]) -> [UInt8] {
    Array(rules.map { "-- \($0.id)\n\($0.sql);\n" }.joined(separator: "\n").utf8)
  }
}
