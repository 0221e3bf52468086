public import SteelyardDomain

/// Why a run could not be finished.
///
/// Each kind of reason has its exit status (Design/architecture.md has the table), so that a scheduler can tell reasons
/// apart.
public enum RunFailure: Error, Equatable, Sendable {
  /// An input file is missing or the system refuses to read it.
  case inputUnreadable(file: String)
  /// An input file changed while it was read.
  case inputChanged(file: String)
  /// A database did not give what was asked of it; the source as it may be shown.
  case databaseFailed(source: String, DatabaseFault)
  /// An input file cannot be used; every diagnostic says why.
  case inputRefused([Diagnostic])
  /// More than the allowed share of rows or money was rejected.
  case tooManyRejected(Reconciliation, [Diagnostic], limit: Double)
  /// The claims differ from the bureau's totals; rows that were rejected are in none of the sums.
  case controlDiffers(ControlComparison, rejected: Flow)
  /// Not one row was accepted.
  case nothingAccepted(Reconciliation)
  /// The amounts add up to more than 9·10^16 yuan.
  case sumTooLarge
  /// The output folder exists already.
  case outputExists(folder: String)
  /// The output folder cannot be made or written to.
  case outputNotWritable(folder: String)
  /// Memory would not do for the rows of all files; how many were read.
  case memoryShort(rows: Int64)
  /// Writing stopped: no space, or the device failed.
  case writeFailed(file: String)
  /// The key file cannot be read or made, is too short, or others may read it.
  case keyUnusable(file: String)
  /// The model file is not valid.
  case modelInvalid(file: String)
  /// No model of that name.
  case modelUnknown(name: String)
  /// The folder is not a run, or a file of it is missing.
  case notARun(folder: String)
  /// A file of a run is not the one that was written.
  case fileChanged(file: String)
  /// The folder is no ledger: it has no index.
  case notALedger(folder: String)
  /// A file of a ledger is not the one that was written; `part` names what of it, empty where that cannot be told.
  case ledgerDamaged(file: String, part: String)
  /// A ledger was read otherwise than the run, or the other ledger, reads claims; the list says in what.
  case ledgerReadOtherwise(folder: String, [String])
  /// Someone else is adding to the ledger.
  case ledgerBusy(folder: String)
  /// The run has no institution of that code.
  case institutionUnknown(code: String)
  /// The run has no clue or match of that key, and no subject of that name.
  case clueUnknown(key: String)
  /// A query of a comparison model does what it may not.
  case queryRefused(rule: String)
  /// A query of a comparison model takes more steps, or makes longer texts, than it may.
  case queryTooCostly(rule: String)
  /// No institution has the figure that the ranking was to be ordered by.
  case orderUnknown(String)
  /// No institution of the claims lies in a district.
  case areaUnknown(String)
  /// The program of another engine is not there.
  case engineMissing(name: String)
  /// Another engine ended without a result; its log is where the file says.
  case engineFailed(name: String, log: String)
  /// An option's value, or a combination of options, makes no sense.
  case usage(LocalizedText)
  /// What the engine promised itself did not hold.
  case internalFault(String)

  /// The exit status of the program.
  public var exitStatus: Int32 {
    switch self {
    case .inputUnreadable, .inputChanged, .inputRefused, .tooManyRejected, .nothingAccepted, .sumTooLarge, .notARun,
      .notALedger:
      3
    case .controlDiffers: 4
    case .outputExists, .institutionUnknown, .clueUnknown, .orderUnknown, .areaUnknown, .usage, .modelUnknown,
      .ledgerReadOtherwise:
      2
    case .ledgerBusy: 5
    case .outputNotWritable, .writeFailed, .memoryShort: 6
    case .engineMissing, .engineFailed: 7
    case .keyUnusable: 8
    case .fileChanged, .ledgerDamaged: 9
    case .modelInvalid, .queryRefused, .queryTooCostly: 10
    case .internalFault: 1
    case .databaseFailed(_, let fault): Self.exitStatus(of: fault)
    }
  }

  /// A slip in a name or a query is the user's, a table that is not there is a file that is not there, and the rest is
  /// upstream.
  private static func exitStatus(of fault: DatabaseFault) -> Int32 {
    switch fault {
    case .sourceUnreadable, .passwordInName, .queryRefused, .noRows, .settingRefused: 2
    case .tableMissing: 3
    case .libraryMissing, .noConnection, .failed, .connectionLost: 7
    case .notPermitted: 8
    }
  }
}
