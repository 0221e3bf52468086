import SteelyardDomain
import SteelyardEngine
import SteelyardModels
import SteelyardReports

/// A command that could not do its work: what to say, and the exit status.
struct CommandFailure: Error {
  let exitStatus: Int32
  private let message: String

  init(exitStatus: Int32, message: String) {
    self.exitStatus = exitStatus
    self.message = message
  }

  init(_ failure: RunFailure, language: Language) {
    self.init(exitStatus: failure.exitStatus, message: failure.message(language))
  }

  /// Model or mapping files that are not valid, all their diagnostics listed.
  init(_ diagnostics: [ModelDiagnostic], language: Language) {
    let lines = diagnostics.map { $0.text(language) }
    self.init(exitStatus: RunFailure.modelInvalid(file: "").exitStatus, message: lines.joined(separator: "\n"))
  }

  func report() { Console.error(message.hasSuffix("\n") ? message : message + "\n") }
}

extension RunFailure {
  /// How many places are listed before the rest is counted.
  private static let placesShown = 20

  /// What happened and what to do, in a language.
  func message(_ language: Language) -> String {
    switch self {
    case .inputRefused(let diagnostics), .tooManyRejected(_, let diagnostics, _):
      return ([sentence.text(language)] + Self.places(diagnostics, language)).joined(separator: "\n")
    case .controlDiffers(let comparison, let rejected):
      return ControlTable.message(comparison, rejected: rejected, language: language)
    default:
      return sentence.text(language)
    }
  }

  private var sentence: LocalizedText {
    typealias Failure = Wording.Failure
    switch self {
    case .inputUnreadable(let file): return Failure.inputUnreadable(file: file)
    case .inputChanged(let file): return Failure.inputChanged(file: file)
    case .inputRefused: return Failure.inputRefused
    case .tooManyRejected(let account, _, let limit):
      return Failure.tooManyRejected(account, limit: limit)
    case .controlDiffers(let comparison, _): return Failure.controlDiffers(comparison)
    case .nothingAccepted(let account): return Failure.nothingAccepted(account)
    case .sumTooLarge: return Failure.sumTooLarge
    case .outputExists(let folder): return Failure.outputExists(folder: folder)
    case .memoryShort(let rows): return Failure.memoryShort(rows: rows)
    case .outputNotWritable(let folder): return Failure.outputNotWritable(folder: folder)
    case .writeFailed(let file): return Failure.writeFailed(file: file)
    case .keyUnusable(let file): return Failure.keyUnusable(file: file)
    case .modelInvalid(let file): return Failure.modelInvalid(file: file)
    case .modelUnknown(let name): return Failure.modelUnknown(name: name)
    case .notARun(let folder): return Failure.notARun(folder: folder)
    case .fileChanged(let file): return Failure.fileChanged(file: file)
    case .notALedger(let folder): return Failure.notALedger(folder: folder)
    case .ledgerDamaged(let file, let part): return Failure.ledgerDamaged(file: file, part: part)
    case .ledgerReadOtherwise(let folder, let names): return Failure.ledgerReadOtherwise(folder: folder, names)
    case .ledgerBusy(let folder): return Failure.ledgerBusy(folder: folder)
    case .institutionUnknown(let code): return Failure.institutionUnknown(code: code)
    case .clueUnknown(let key): return Failure.clueUnknown(key: key)
    case .queryRefused(let rule): return Failure.queryRefused(rule: rule)
    case .queryTooCostly(let rule): return Failure.queryTooCostly(rule: rule)
    case .orderUnknown(let column): return Failure.orderUnknown(column: column)
    case .areaUnknown(let district): return Failure.areaUnknown(district: district)
    case .engineMissing(let name): return Failure.engineMissing(name: name)
    case .engineFailed(let name, let log): return Failure.engineFailed(name: name, log: log)
    case .databaseFailed(let source, let fault): return Failure.databaseFailed(source: source, fault)
    case .usage(let text): return text
    case .internalFault(let promise): return Failure.internalFault(promise: promise)
    }
  }

  /// The first rejecting or fatal places, a line each.
  private static func places(_ diagnostics: [Diagnostic], _ language: Language) -> [String] {
    let grave = diagnostics.filter { $0.code.severity >= .rejected }
    var lines = grave.prefix(placesShown).map { diagnostic in
      let place = diagnostic.location.field.map { " '\($0)'" } ?? ""
      let file = diagnostic.location.file
      return "\(file):\(diagnostic.location.line): \(diagnostic.code.rawValue)\(place) "
        + Wording.meaningAndAdvice(diagnostic.code).text(language)
    }
    if grave.count > placesShown { lines.append(Wording.Failure.more(grave.count - placesShown).text(language)) }
    return lines
  }
}
