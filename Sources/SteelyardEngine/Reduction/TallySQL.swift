public import SteelyardComparison
public import SteelyardDomain
public import SteelyardScoring

/// The reduction from claims to the tally as SQL: the rules of Formats/claims.md and the sums of Formats/tally.md, written
/// for an engine that holds more rows than one machine.
///
/// A statement is a chain of steps, each a table that the next ones read. Text becomes values, rules take rows out,
/// refunds find their originals, and persons × institutions × diseases add up to ``tally``, ``pairs`` and ``account``:
/// integer for integer what ``Ledger/tally(_:threads:)`` gives of the same rows.
///
/// *Not judged there*: what a file is (encodings, headers, damaged bytes), total lines, identities of amounts, and forms of
/// values that only our own reader knows; a row with such a value is rejected and counted, never read otherwise
/// (Formats/tally-sql.md has the list).
///
/// *See* Decisions/0012; the twin is the ledger.
public struct TallySQL: Sendable {
  /// A table that the engine has: its name, and its columns by our field.
  public struct Source: Equatable, Sendable {
    /// The table's name.
    public let table: String
    /// For each of our fields, the column that holds it.
    public let columns: [String: String]
    /// For each amount, how many decimals of its column's unit a fen is; 2, those of yuan, where nothing is said.
    public let places: [String: Int]
    /// A column that is filled where a row does not have the header's shape; `nil` where the engine sees to that.
    public let damage: String?

    /// Creates a source.
    public init(table: String, columns: [String: String], places: [String: Int] = [:], damage: String? = nil) {
      self.table = table
      self.columns = columns
      self.places = places
      self.damage = damage
    }

    /// Whether another table has the same fields in the same units.
    public func isLike(_ other: Source) -> Bool {
      Set(columns.keys) == Set(other.columns.keys) && places == other.places
    }
  }

  /// The columns of a result, in order.
  public static func columns(of result: String) -> [String] {
    switch result {
    case tally:
      [
        "row_type", "institution_id", "peer_group", "disease", "age_band", "sex", "scheme", "attached", "heads",
        "visits",
        "cost_fen", "capped_fen", "capped_sq_fen2", "drug_fen", "fund_fen", "distinct_heads",
      ]
    case pairs:
      [
        "institution_id", "disease", "other_disease", "age_band", "sex", "scheme", "attached", "heads", "capped_fen",
        "other_capped_fen", "product_fen2",
      ]
    default: ["rule", "row_count", "fen", "absolute_fen"]
    }
  }

  /// What the table of institutions says, and of which properties.
  public struct Listing: Equatable, Sendable {
    /// Institutions, by code.
    public let rows: [Institution]
    /// Our fields that the table has columns for: `inst_type`, `inst_level`, `inst_area`.
    public let fields: Set<String>

    /// Creates a listing.
    public init(rows: [Institution], fields: Set<String>) {
      self.rows = rows
      self.fields = fields
    }
  }

  /// A step of the reduction.
  public struct Step: Equatable, Sendable {
    /// The table it makes, which also names its sentence.
    public let name: String
    /// The SELECT that makes it.
    public let select: String
    /// Whether several later steps read it, so that an engine does well to keep it.
    public let isKept: Bool
  }

  /// The step that is `tally.csv`, one row of it a row.
  public static let tally = "tally"
  /// The step that is `tally-pairs.csv`.
  public static let pairs = "tally_pairs"
  /// The step that says where every row went: `rule`, `row_count`, `fen`, `absolute_fen`.
  public static let account = "tally_account"
  /// The names of the three results.
  public static let results = [tally, pairs, account]

  let scoring: ScoringPlan
  let period: Period
  let area: [String]
  let latest: Day?
  let claims: [Source]
  let persons: Source?
  let institutions: Listing?
  let dialect: SQLDialect

  /// Creates a reduction.
  ///
  /// - Parameters:
  ///   - scoring: scope, cost, heads, strata, caps, peers.
  ///   - period: the months.
  ///   - area: districts; empty means all.
  ///   - latest: the day the data were drawn; settlements more than a day later are rejected.
  ///   - claims: the tables of settlements, every one with columns for the same fields, amounts in the same units.
  ///   - persons: the table of persons.
  ///   - institutions: the table of institutions, already read.
  ///   - dialect: the engine's.
  /// - Precondition: the dialect has whole numbers of 38 digits, so it is not SQLite's; there is a table of claims, with
  ///   every field of ``requiredFields``.
  public init(
    scoring: ScoringPlan, period: Period, area: [String] = [], latest: Day? = nil, claims: [Source],
    persons: Source? = nil, institutions: Listing? = nil, dialect: SQLDialect
  ) {
    precondition(dialect != .sqlite, "squares of fen need 38 digits")
    precondition(
      !claims.isEmpty && Self.requiredFields.allSatisfy { claims[0].columns[$0] != nil }
        && claims.allSatisfy { $0.isLike(claims[0]) }, "every table has the same fields, the required ones among them")
    self.scoring = scoring
    self.period = period
    self.area = area
    self.latest = latest
    self.claims = claims
    self.persons = persons
    self.institutions = institutions
    self.dialect = dialect
  }

  /// The fields of claims without which nothing can be reduced.
  public static let requiredFields = [
    "claim_id", "person_id", "inst_code", "settle_time", "disease_code", "total_fee",
  ]
  /// The fields of claims that the reduction looks at where they are there.
  public static let optionalFields = [
    "orig_claim_id", "sex", "birth_date", "age", "ins_type", "inst_type", "inst_level", "inst_area", "care_type",
    "refund_flag", "valid_flag", "deleted", "settle_type", "updated", "fund_pay", "drug_fee", "self_fee", "over_limit",
    "first_self", "in_scope",
  ]

  /// Every step, in order; the last three are ``results``.
  public var steps: [Step] {
    claimSteps + resolutionSteps + institutionSteps + [countedStep] + personSteps + sumSteps + capSteps + resultSteps
  }

  /// Whether the claims have a field.
  func has(_ field: String) -> Bool { claims[0].columns[field] != nil }

  /// A step.
  func step(_ name: String, isKept: Bool = false, _ select: String) -> Step {
    Step(name: name, select: select, isKept: isKept)
  }

  /// The statements that make every step, without the semicolon.
  ///
  /// PostgreSQL makes temporary tables. Spark makes temporary views; those that several steps read stand as Parquet in a
  /// folder, since a plan would otherwise hold them as often as they are read.
  ///
  /// - Parameter folder: the folder, as Spark's executors name it; no matter for PostgreSQL.
  public func statements(of step: Step, folder: String) -> [String] {
    guard dialect == .spark else { return ["CREATE TEMPORARY TABLE \(step.name) AS\n\(step.select)"] }
    let view = "CREATE OR REPLACE TEMPORARY VIEW \(step.name)"
    if !step.isKept { return ["\(view) AS\n\(step.select)"] }
    let place = quoted("\(folder)/\(step.name)")
    return [
      "INSERT OVERWRITE DIRECTORY \(place) USING parquet\n\(step.select)",
      "\(view) USING parquet OPTIONS (path \(place))",
    ]
  }
}
