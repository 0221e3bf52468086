/// How a foreign layout's columns are named in ours, and what else the layout does not say of itself.
///
/// `--map theirs=ours` and a mapping file become this value; it goes before the built-in aliases.
public struct TableMapping: Equatable, Sendable {
  /// A table the engine reads.
  public enum Table: String, CaseIterable, Sendable {
    /// One row a settlement.
    case claims
    /// One row an insured person.
    case persons
    /// One row an institution.
    case institutions
    /// One row an item of a settlement.
    case claimLines = "claim_lines"
    /// One row a disease: a bureau's own list of outpatient specified diseases.
    case diseaseCatalog = "disease_catalog"
    /// One row a code of an institution that another one stands for now.
    case institutionCodes = "institution_codes"
    /// One row a sum of settlements, as a bureau's books have it.
    case controlTotals = "control_totals"
  }

  /// For each table: their column name → our canonical field name.
  public var columns: [Table: [String: String]]
  /// For each register of a comparison model, by its name: their column name → our column.
  public var registers: [String: [String: String]] = [:]
  /// The name of the money's unit in lists, where it is not yuan.
  public var currency: String
  /// How the files are written, where the user says it.
  public var reading = ReadingOptions()

  /// The unit of money where nothing else is said.
  public static let yuan = "yuan"

  /// Creates a mapping.
  public init(columns: [Table: [String: String]] = [:], currency: String = Self.yuan) {
    self.columns = columns
    self.currency = currency
  }

  /// This mapping with another laid over it: where both name a column, the other counts.
  public func overlaid(by other: TableMapping) -> TableMapping {
    var merged = self
    for (table, names) in other.columns {
      merged.columns[table, default: [:]].merge(names) { _, theirs in theirs }
    }
    for (register, names) in other.registers {
      merged.registers[register, default: [:]].merge(names) { _, theirs in theirs }
    }
    if other.currency != Self.yuan { merged.currency = other.currency }
    return merged
  }
}
