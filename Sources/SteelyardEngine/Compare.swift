import Foundation
public import SteelyardComparison
import SteelyardDomain
public import SteelyardIntake

extension Run {
  /// The name of the run's database, which is gone when the run is over.
  static let databaseName = "registers.sqlite"

  /// Compares registers as a model says.
  ///
  /// - Parameters:
  ///   - plan: what is asked.
  ///   - progress: told now and then how far reading is.
  /// - Returns: everything that was found; nothing is left on disk.
  /// - Throws: ``RunFailure``.
  public static func compare(
    _ plan: ComparisonRunPlan, progress: ((ClaimReader.Progress) -> Void)? = nil
  ) throws(RunFailure) -> ComparisonResult {
    try loaded(plan, progress: progress) { rules, executor, intake in
      let names = Disguise(plan.pseudonym)
      let governance = plan.governance
      let frame = ClueFrame(
        model: governance.id, version: governance.version, period: plan.period.description, disguise: names.subject)
      let found = try PeerScore.standing(try executor.clues(frame), of: rules.plan, executor)
      let queries = Set(rules.plan.rules.filter { $0.operation.kind == .query }.map(\.id))
      let links = try executor.links(of: names.persons, shared: names.shared).map(names.link)
      return ComparisonResult(
        clues: found.map {
          names.clue($0, isQuery: queries.contains($0.rule), showsValues: plan.showsValues)
        }, matches: intake.matches.entries.map(names.entry),
        decisions: intake.decisions, links: links, rules: statements(rules, plan.dates), files: intake.files,
        quality: intake.quality, diagnostics: intake.diagnostics)
    }
  }

  /// The registers of a plan as its rules see them, for another engine to compare: read, repeated rows taken out,
  /// persons matched. Numbers and names of persons stand in them as they are.
  ///
  /// - Returns: the rows of each register, by its name; cells in the order of ``SQLCompiler/columns(_:)``.
  /// - Throws: ``RunFailure``.
  public static func registers(_ plan: ComparisonRunPlan) throws(RunFailure) -> [String: [[SQLValue?]]] {
    try loaded(plan, keepsEveryColumn: true) { rules, executor, _ in
      Dictionary(
        uniqueKeysWithValues: try rules.plan.registers.map { ($0.name, try executor.rows(of: $0.name)) })
    }
  }

  /// Loads the registers of a plan, works with them, and leaves nothing on disk.
  private static func loaded<Value>(
    _ plan: ComparisonRunPlan, keepsEveryColumn: Bool = false, progress: ((ClaimReader.Progress) -> Void)? = nil,
    _ body: (ValidatedPlan, PlanExecutor, RegisterIntake) throws -> Value
  ) throws(RunFailure) -> Value {
    let rules: ValidatedPlan
    switch ValidatedPlan.check(plan.comparison) {
    case .success(let checked): rules = checked
    case .failure: throw .internalFault("a model that was read is valid")
    }
    let path = "\(plan.workFolder)/\(databaseName)"
    defer { for end in ["", "-journal", "-wal", "-shm"] { unlink(path + end) } }
    do {
      let executor = try PlanExecutor(rules, dates: plan.dates, path: path, keepsEveryColumn: keepsEveryColumn)
      return try body(rules, executor, try RegisterIntake(plan, into: executor, progress: progress))
    } catch let failure as ComparisonFailure {
      throw RunFailure(failure)
    } catch let failure as RunFailure {
      throw failure
    } catch { throw .internalFault("a comparison fails in ways that are known") }
  }

  /// The rules' statements with their values written out, and what tells whether a rule has changed.
  private static func statements(_ plan: ValidatedPlan, _ dates: ComparisonDates) -> [ComparisonResult.RuleStatement] {
    let month = Month(year: 2000, month: 1)
    let fixed = SQLCompiler(plan, dates: ComparisonDates(asOf: month.firstDay, months: month...month)).rules
    return zip(SQLCompiler(plan, dates: dates).rules, fixed).map { rule, definition in
      let text = rule.written(.sqlite)
      return ComparisonResult.RuleStatement(
        id: rule.rule.id, sql: text, definition: ContentHash.of(Array(definition.written(.sqlite).utf8)),
        registers: plan.plan.registers.map(\.name).filter { text.contains("\"\($0)\"") })
    }
  }
}
