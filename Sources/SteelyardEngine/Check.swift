public import SteelyardDomain
public import SteelyardIntake

/// What a check of the input found; nothing is ranked.
public struct CheckResult: Sendable {
  /// Why a run of the same plan would refuse, the run's own reason first, then what is wrong with the files that a run
  /// would not have come to; empty where it would not refuse.
  public var failures: [RunFailure]
  /// What was found about the input.
  public var quality: QualityReport
  /// Rows and files to be listed.
  public var diagnostics: [Diagnostic]
  /// Every check, in the order of the report.
  public var checks: [QualityCheck]
  /// How the rows lie over institutions and months.
  public var completeness: Completeness

  /// Why a run would refuse; `nil` where it would not.
  public var failure: RunFailure? { failures.first }
}

extension Run {
  /// Looks at the input of a plan as a run would, and on where a run would stop; nothing is scored.
  ///
  /// Reading and judging are those of ``score(_:progress:)``, so that a check refuses exactly what a run refuses.
  ///
  /// - Parameters:
  ///   - plan: what a run would be asked.
  ///   - progress: told now and then how far reading is.
  /// - Precondition: the plan starts from claims.
  public static func check(_ plan: RunPlan, progress: ((ClaimReader.Progress) -> Void)? = nil) -> CheckResult {
    guard case .claims(let files) = plan.source else { preconditionFailure("only claims are checked") }
    var intake = ClaimIntake(plan, files: files, countsValues: true)
    var failures: [RunFailure] = []
    do { _ = try intake.read(progress: progress) } catch {
      failures = [error] + FurtherRefusals(plan, files: files, intake: intake).all(progress)
    }
    let completeness = Completeness(
      intake.reader.survey, codes: intake.identifiers.institutions, names: intake.institutionNames,
      period: plan.period)
    let checks = QualityChecks(plan: plan, intake: intake, failures: failures, completeness: completeness)
    let listed = Set(intake.diagnostics)
    return CheckResult(
      failures: failures, quality: intake.quality,
      diagnostics: (intake.diagnostics + checks.fatal.filter { !listed.contains($0) }).sorted(by: Diagnostic.precedes),
      checks: checks.all, completeness: completeness)
  }
}

/// What is wrong with files that a run would not have come to, each looked at by itself.
private struct FurtherRefusals {
  let plan: RunPlan
  let files: [String]
  let intake: ClaimIntake

  init(_ plan: RunPlan, files: [String], intake: ClaimIntake) {
    self.plan = plan
    self.files = files
    self.intake = intake
  }

  func all(_ progress: ((ClaimReader.Progress) -> Void)?) -> [RunFailure] {
    var found: [RunFailure] = []
    func look(_ read: () throws(IntakeFailure) -> Void) {
      do { try read() } catch { found.append(RunFailure(error)) }
    }
    // Standard input was read, or cannot be read before what stands before it.
    for file in files.dropFirst(intake.filesBegun) where file != ByteSource.standardInput {
      var reader = ClaimReader(intake.request)
      look { () throws(IntakeFailure) in try reader.read(file, progress: progress) { _ in } }
    }
    if intake.stage < .claimsRead {
      var tables = DimensionReader(mapping: plan.mapping)
      if let file = plan.personsFile {
        look { () throws(IntakeFailure) in _ = try tables.readPersons(file, known: IdentifierTable()) }
      }
      if let file = plan.institutionsFile {
        look { () throws(IntakeFailure) in _ = try tables.readInstitutions(file) }
      }
    }
    if intake.stage < .settled {
      var lines = FeeLineReader(mapping: plan.mapping)
      for file in plan.lineFiles where file != ByteSource.standardInput {
        look { () throws(IntakeFailure) in try lines.read(file, progress: progress) { _ in } }
      }
    }
    return found
  }
}
