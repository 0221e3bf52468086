public import Foundation
import SteelyardDomain
import SteelyardLedger
public import SteelyardModels
public import SteelyardScoring

/// The record of a run (`run.json`): what went in, what was done to it, what came out, each by its hash.
///
/// Written last: a folder without it is no run. Times and thread count are told for the reader; no result depends on
/// them. Nothing personal is in it.
public struct RunManifest: Codable, Equatable, Sendable {
  /// The name of the file in a run's folder.
  public static let fileName = "run.json"
  /// The name and version of this format.
  public static let format = "steelyard-run/1"

  /// The model that was run.
  public struct Model: Codable, Equatable, Sendable {
    /// `fund/slug`.
    public var id: String
    /// `major.minor`.
    public var version: String
    /// SHA-256 of the model file.
    public var sha256: String
  }

  /// What the user asked for beside the model.
  public struct Options: Codable, Equatable, Sendable {
    /// The months.
    public var period: String
    /// Districts; empty means all.
    public var area: [String]
    /// The compared cost, of a scoring run.
    public var cost: String?
    /// What makes peers.
    public var peers: [String]
    /// The order of the ranking, of a scoring run.
    public var order: String?
    /// The day a comparison run was made for.
    public var asOf: String?
    /// Whether the evidence of a comparison run shows values.
    public var showsValues: Bool?
    /// The share of rows or money that may be rejected.
    public var rejectRateMaximum: Double
    /// The unit of money.
    public var currency: String
    /// What the user said of how files are written, by option; absent where everything was detected.
    public var reading: [String: String]?
    /// The lists that were left out, in the order of the alphabet; absent where none was.
    public var without: [String]?
  }

  /// An earlier run that this one was held against.
  public struct PastRun: Codable, Equatable, Sendable {
    /// Its period.
    public var period: String
    /// SHA-256 of its manifest.
    public var sha256: String

    /// Creates the record.
    public init(period: String, sha256: String) {
      self.period = period
      self.sha256 = sha256
    }
  }

  /// The bureau's totals that the claims were found equal to.
  public struct Control: Codable, Equatable, Sendable {
    /// The name of the file with the totals.
    public var file: String
    /// The figures that were compared: `total`, `fund`, `account`, `count`.
    public var figures: [String]
    /// Whether schemes, and months, were told apart.
    public var byScheme, byMonth: Bool
    /// How many figures of cells were compared, every one equal to the fen.
    public var compared: Int
  }

  /// A ledger that rows were taken from.
  public struct Ledger: Codable, Equatable, Sendable {
    /// The folder as it was given.
    public var folder: String
    /// SHA-256 of its index.
    public var sha256: String

    /// Creates the record.
    public init(folder: String, sha256: String) {
      self.folder = folder
      self.sha256 = sha256
    }
  }

  /// A file that was read.
  public struct Input: Codable, Equatable, Sendable {
    /// The name as it was given, that of a query in a database with its hash.
    public var name: String
    /// The table it holds.
    public var table: String
    /// Bytes on disk.
    public var bytes: Int
    /// SHA-256 of those bytes.
    public var sha256: String
    /// Data rows.
    public var rows: Int64
    /// `none` or `gzip`.
    public var compression: String
    /// The text encoding.
    public var encoding: String
    /// What turned the encoding into UTF-8, with the checksum of its table; absent where nothing had to.
    public var converter: String?
    /// The separator; empty for a workbook.
    public var separator: String
    /// The quotation mark; empty for a workbook.
    public var quote: String
    /// The line, or the row of a sheet, that holds the header.
    public var headerLine: Int
    /// The sheet of a workbook, the file within an archive, or the SHA-256 of a query in a database; absent where the file is the table.
    public var part: String?
    /// Our field by their column, `field ← column (alias|mapping)`.
    public var columns: [String]
    /// Columns nobody asked for.
    public var ignoredColumns: [String]
  }

  /// What another engine did: the way from claims to the tally.
  public struct Reduction: Codable, Equatable, Sendable {
    /// The engine, `spark` or `postgresql`.
    public var engine: String
    /// The version that it says it is.
    public var version: String
    /// Where it ran, as the user named it.
    public var master: String
  }

  /// Rows and money that went one way.
  public struct Flow: Codable, Equatable, Sendable {
    /// How many rows.
    public var rows: Int64
    /// Their total cost in fen.
    public var fen: Decimal
  }

  /// Where the rows went: read = accepted + rejected + excluded.
  public struct Counts: Codable, Equatable, Sendable {
    /// All rows.
    public var read: Flow
    /// What went into the sums.
    public var accepted: Flow
    /// What was damaged, by rule.
    public var rejected: [String: Flow]
    /// What was out of scope, by rule.
    public var excluded: [String: Flow]
    /// Whether the account adds up.
    public var balances: Bool
  }

  /// A method by its id, with its constants.
  public struct Method: Codable, Equatable, Sendable {
    /// What it decides.
    public var role: String
    /// Its id.
    public var id: String
    /// `name = value`.
    public var constants: [String]
  }

  /// An over-dispersion fit.
  public struct Fit: Codable, Equatable, Sendable {
    /// The peer group, or the small ones together.
    public var name: String
    /// The method id.
    public var method: String
    /// How many institutions.
    public var units: Int
    /// μ on the log scale.
    public var centre: Double
    /// τ² on the method's scale.
    public var tauSquared: Double
    /// `log` or `sqrt`.
    public var scale: String
    /// φ, where the method uses it.
    public var phi: Double?
    /// The share trimmed at each side.
    public var trimShare: Double
    /// How many institutions the spread was estimated from.
    public var unitsUsed: Int
    /// How it ended.
    public var outcome: String
    /// μ̂ of the shrinkage.
    public var shrinkageMean: Double
    /// Where the shrinkage took its variance between institutions from.
    public var shrinkageMethod: String
    /// That variance, on the log scale.
    public var shrinkageTauSquared: Double
  }

  /// A result column that stays empty.
  public struct Gap: Codable, Equatable, Sendable {
    /// The column or file.
    public var column: String
    /// The reason.
    public var reason: String
  }

  /// ``format``.
  public var format: String
  /// The engine's version.
  public var engine: String
  /// The model.
  public var model: Model
  /// What the user asked for.
  public var options: Options
  /// `claims`, `tally` or `registers`.
  public var source: String
  /// Earlier runs, the latest first; absent where none were given.
  public var history: [PastRun]?
  /// The run of the same months of last year; absent where none was given.
  public var lastYear: PastRun?
  /// The ledgers that rows were taken from; absent where claim files alone were read.
  public var ledgers: [Ledger]?
  /// Which engine made the tally of the claims; absent where this program did.
  public var reduction: Reduction?
  /// What was read, the inputs of ledgers as when they were added.
  public var inputs: [Input]
  /// Where the rows went; absent for a run from a tally.
  public var counts: Counts?
  /// What the claims were held to; absent where no control totals were given.
  public var control: Control?
  /// The methods.
  public var methods: [Method]
  /// The fits.
  public var fits: [Fit]
  /// k of P(in top k), of a scoring run.
  public var topCount: Int?
  /// Seed of the rank simulation, of a scoring run.
  public var seed: UInt64?
  /// What a comparison run did; absent for a scoring run.
  public var comparison: Comparison?
  /// What stays empty.
  public var absences: [Gap]
  /// How many threads were used.
  public var threads: Int
  /// When the run started and ended, UTC.
  public var started, finished: String
  /// What was written, by name.
  public var outputs: [Output]

  /// Describes a run before its files are written.
  public init(
    plan: RunPlan, result: RunResult, engine: String, started: String, finished: String
  ) {
    let scoring = plan.model.scoring
    format = Self.format
    self.engine = engine
    model = Model(id: plan.model.governance.id, version: plan.model.governance.version, sha256: plan.modelHash)
    options = Options(
      period: plan.period.description, area: plan.area, cost: scoring.cost.rawValue,
      peers: scoring.peers.map(\.rawValue), order: plan.order.rawValue, rejectRateMaximum: plan.rejectRateMaximum,
      currency: plan.mapping.currency, reading: Self.stated(plan),
      without: plan.leftOut.isEmpty ? nil : plan.leftOut.map(\.rawValue).sorted())
    ledgers = result.ledgers.isEmpty ? nil : result.ledgers
    inputs = result.quality.files.map(Input.init)
    source = plan.source.kind
    reduction = plan.reduction.map { Reduction(engine: $0.engine, version: $0.version, master: $0.master) }
    if plan.source.kind == "claims" || plan.reduction != nil { counts = Counts(result.quality.reconciliation) }
    control = result.quality.control.map { comparison in
      Control(
        file: comparison.file, figures: comparison.figures.map(\.rawValue), byScheme: comparison.isByScheme,
        byMonth: comparison.isByMonth, compared: comparison.entries.count)
    }
    let statements =
      result.scorecard.methods + (result.profile?.statements ?? []) + Self.personStatements(scoring, result)
    methods = statements.map { Method(role: $0.role, id: $0.id, constants: $0.constants) }
    fits = result.scorecard.fits.map { fit in
      Fit(
        name: fit.name, method: fit.method, units: fit.units, centre: fit.centre, tauSquared: fit.tauSquared,
        scale: fit.scale, phi: fit.phi, trimShare: fit.trimShare,
        unitsUsed: fit.unitsUsed, outcome: fit.outcome, shrinkageMean: fit.shrinkageMean,
        shrinkageMethod: fit.shrinkageMethod, shrinkageTauSquared: fit.shrinkageTauSquared)
    }
    topCount = result.scorecard.topCount
    seed = scoring.rankSeed
    let missing = result.scorecard.absences + Waterfall.absences(result.tally, plan: scoring)
    absences = missing.map { Gap(column: $0.column, reason: $0.reason.rawValue) }
    if result.signals == nil {
      for name in [
        "persons.csv", "profile.csv", "interactions.csv", "monthly.csv", "card-bursts.csv", "drill.csv", "screen",
        "screen_signal",
      ] {
        absences.append(Gap(column: name, reason: Absence.Reason.noPersons.rawValue))
      }
    } else {
      for list in RunPlan.Leavable.allCases where plan.leftOut.contains(list) {
        absences.append(Gap(column: list.file, reason: Absence.Reason.leftOut.rawValue))
      }
    }
    threads = plan.threads
    self.started = started
    self.finished = finished
    outputs = []
  }

  /// What the user said of how files are written, and of how much damage refuses one; `nil` where nothing was said.
  private static func stated(_ plan: RunPlan) -> [String: String]? {
    let stated = (plan.mapping.reading.stated ?? [:]).merging(plan.thresholds.stated) { first, _ in first }
    return stated.isEmpty ? nil : stated
  }

  /// What was made of persons, where the run has any: card bursts, drills, and supply days where lines tell them.
  private static func personStatements(_ plan: ScoringPlan, _ result: RunResult) -> [MethodStatement] {
    if result.signals == nil { return [] }
    let supply = MethodStatement(
      role: "supply", id: "supply.days", constants: ["days_maximum = \(FeeLineBatch.daysMaximum)"])
    let drill = MethodStatement(
      role: "drill", id: "drill.patients", constants: ["patients_shown = \(Drill.patientsShown)"])
    return [
      MethodStatement(
        role: "card-bursts", id: "bursts.days",
        constants: [
          "minimum_persons = \(plan.bursts.personsMinimum)", "minimum_days = \(plan.bursts.daysMinimum)",
          "maximum_chance = \(plan.bursts.chanceMaximum)",
        ])
    ] + (result.drills == nil ? [] : [drill])
      + (result.persons?.contains { $0.supply != nil } == true ? [supply] : [])
  }

  /// The bytes of `run.json`: sorted keys, one value a line.
  public func encoded() -> [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
    guard let data = try? encoder.encode(self) else { preconditionFailure("a manifest is plain values") }
    return Array(data) + [10]
  }

  /// Reads a manifest, or `nil` where the bytes are none.
  public static func decode(_ bytes: [UInt8]) -> RunManifest? {
    guard let manifest = try? JSONDecoder().decode(RunManifest.self, from: Data(bytes)), manifest.format == Self.format
    else { return nil }
    return manifest
  }
}

extension RunManifest.Input {
  init(_ file: QualityReport.File) {
    self.init(
      name: file.name, table: file.table, bytes: file.bytes, sha256: file.sha256,
      rows: file.reconciliation.read.rows, compression: file.format.compression, encoding: file.format.encoding,
      converter: file.format.converter.isEmpty ? nil : file.format.converter,
      separator: file.format.separator, quote: file.format.quote, headerLine: file.format.headerLine,
      part: file.format.part.isEmpty ? nil : file.format.part,
      columns: file.columns.map { "\($0.field) ← \($0.column) (\($0.source.rawValue))" },
      ignoredColumns: file.ignoredColumns)
  }
}

extension RunManifest.Counts {
  init(_ account: Reconciliation) {
    func named(_ flows: [Diagnostic.Code: SteelyardDomain.Flow]) -> [String: RunManifest.Flow] {
      Dictionary(uniqueKeysWithValues: flows.map { ("\($0.key.rawValue) \($0.key)", RunManifest.Flow($0.value)) })
    }
    self.init(
      read: .init(account.read), accepted: .init(account.accepted), rejected: named(account.rejected),
      excluded: named(account.excluded), balances: account.balances)
  }
}

extension RunManifest.Flow {
  init(_ flow: SteelyardDomain.Flow) {
    // A decimal holds 38 digits exactly, a sum of fen has fewer than 30.
    self.init(rows: flow.rows, fen: Decimal(string: String(flow.fen)) ?? 0)
  }
}

extension RunManifest {
  /// The model's plan as this run used it: the model file's with the run's own options laid over it.
  public func plan(of model: ScoringModel) -> ScoringPlan {
    var scoring = model.scoring
    if let cost = options.cost.flatMap(CostBasis.init) { scoring.cost = cost }
    scoring.peers = options.peers.compactMap(ScoringPlan.PeerAxis.init)
    return scoring
  }
}
