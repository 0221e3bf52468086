/// How much damage a file may show before it is refused as a whole, each as a share of what was looked at.
public struct QualityThresholds: Equatable, Sendable {
  /// The share of settlements that may break an identity of amounts by more than a fen, 1 %; 1 never refuses.
  public var identityBrokenShare = 0.01
  /// The share of identifiers that may look as if a spreadsheet had rounded them, 30 %; 1 never refuses.
  public var identifierRoundedShare = 0.3

  /// Creates the thresholds that hold where nobody says otherwise.
  public init() {}

  /// What was said otherwise, by the option's name.
  public var stated: [String: String] {
    let usual = QualityThresholds()
    var stated: [String: String] = [:]
    if identityBrokenShare != usual.identityBrokenShare { stated["max-identity-rate"] = "\(identityBrokenShare)" }
    return stated
  }
}

/// What the amounts of a settlement must add up to, to a fen; refunds keep it with their signs.
public enum AmountIdentity: String, CaseIterable, Sendable {
  /// Total cost = self-paid + above price limit + first self-payment + in scope.
  case costByCoverage = "cost-by-coverage"
  /// Total cost = fund + personal account + cash + hospital's share.
  case costByPayer = "cost-by-payer"
  /// Fund payment = the payments of its parts.
  case fundByPart = "fund-by-part"

  /// The field that is the whole.
  public var whole: String { self == .fundByPart ? "fund_pay" : "total_fee" }

  /// The fields that are its parts.
  public var parts: [String] {
    switch self {
    case .costByCoverage: ["self_fee", "over_limit", "first_self", "in_scope"]
    case .costByPayer: ["fund_pay", "acct_pay", "cash_pay", "hosp_part"]
    case .fundByPart:
      [
        "pool_pay", "civil_pay", "suppl_pay", "major_pay", "large_pay", "disabled_pay", "aid_pay", "other_fund",
      ]
    }
  }
}

/// What became of one identity of amounts in one file.
public struct IdentityCheck: Equatable, Sendable {
  /// The identity.
  public let identity: AmountIdentity
  /// The file's name.
  public internal(set) var file: String
  /// The fields whose columns the file lacks; where there are any, the identity is not applicable.
  public let missing: [String]
  /// Accepted rows that have a value in every one of the columns.
  public private(set) var rowsChecked: Int64 = 0
  /// Those of them that differ by more than a fen.
  public private(set) var rowsBroken: Int64 = 0

  /// Creates a check of which nothing is counted yet.
  public init(_ identity: AmountIdentity, file: String, missing: [String]) {
    self.identity = identity
    self.file = file
    self.missing = missing
  }

  /// Creates a check that was counted before.
  public init(_ identity: AmountIdentity, file: String, missing: [String], rowsChecked: Int64, rowsBroken: Int64) {
    self.init(identity, file: file, missing: missing)
    self.rowsChecked = rowsChecked
    self.rowsBroken = rowsBroken
  }

  /// Counts a row by how far the whole is from the sum of its parts, in fen.
  public mutating func count(differenceFen: Int64) {
    rowsChecked += 1
    if differenceFen.magnitude > 1 { rowsBroken += 1 }
  }

  /// Adds the rows of another part of the file.
  public mutating func add(_ part: IdentityCheck) {
    rowsChecked += part.rowsChecked
    rowsBroken += part.rowsBroken
  }

  /// Whether more than a share of the checked rows is broken.
  public func exceeds(_ share: Double) -> Bool { Double(rowsBroken) > share * Double(rowsChecked) }
}
