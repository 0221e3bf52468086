import SteelyardComparison
import SteelyardDomain
import SteelyardEngine
import SteelyardIntake
import SteelyardModels
import SteelyardReports

/// `steelyard models sql --stage tally`: the reduction from claims to the tally of a scoring model.
extension ModelsSQL {
  /// What can be printed.
  enum Stage: String, CaseIterable {
    /// The rules of a comparison model.
    case rules
    /// The reduction of a scoring model.
    case tally
  }

  /// The columns of claims and persons as the national platform names them.
  static let nationalColumns = [
    "setl_id", "init_setl_id", "psn_no", "gend", "brdy", "insutype", "fixmedins_code", "med_type", "setl_time",
    "dise_no",
    "medfee_sumamt", "fulamt_ownpay_amt", "overlmt_selfpay", "preselfpay_amt", "inscp_scp_amt", "fund_pay_sumamt",
    "drug_fee", "refd_setl_flag", "vali_flag",
  ]
  private static let personColumns = ["psn_no", "gend", "brdy"]

  /// The reduction of a scoring model.
  func reduction(_ model: ScoringModel, _ dialect: SQLDialect) throws(RunFailure) -> String {
    if dialect == .sqlite {
      throw invalid("--dialect", dialect.rawValue, [SQLDialect.postgresql, .spark].map(\.rawValue))
    }
    let period = period ?? "all"
    guard let months = Period(period) else {
      throw invalid("--period", period, ["all", "2025-Q3", "2025-01..2025-06"])
    }
    let names = columns.map { $0.split(separator: ",").map(String.init) } ?? Self.nationalColumns
    let claims = try TallySQL.claims(names, mapping: TableMapping(), file: "claims")
    let persons =
      withPersons ? try TallySQL.persons(Self.personColumns, mapping: TableMapping(), file: "persons") : nil
    let sql = TallySQL(
      scoring: model.scoring, period: months,
      area: area.map { $0.split(separator: ",").map(String.init).sorted() } ?? [],
      claims: [.init(table: "claims", columns: claims.columns, places: claims.places)],
      persons: persons.map { .init(table: "persons", columns: $0.columns) }, dialect: dialect)
    let governance = model.governance
    var lines = [
      comment("\(governance.id) \(governance.version) (\(dialect.rawValue), \(months))"), comment(governance.title),
      comment(Wording.reductionInput), comment("claims: " + claims.matches.map(\.column).joined(separator: ", ")),
    ]
    if let persons { lines.append(comment("persons: " + persons.matches.map(\.column).joined(separator: ", "))) }
    if dialect == .spark { lines += [""] + SparkScript.settings.map { $0 + ";" } }
    for step in sql.steps {
      lines += ["", comment("\(step.name)"), comment(Wording.reductionStep(step.name))]
      lines += sql.statements(of: step, folder: folder).map { $0 + ";" }
    }
    lines.append("")
    lines += TallySQL.results.map { "SELECT \(TallySQL.columns(of: $0).joined(separator: ", ")) FROM \($0);" }
    return lines.joined(separator: "\n") + "\n"
  }
}
