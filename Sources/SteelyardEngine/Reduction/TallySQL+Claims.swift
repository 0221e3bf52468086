import SteelyardDomain
import SteelyardScoring

/// Rows as they stand, as values, and judged one by one.
extension TallySQL {
  var claimSteps: [Step] { [trimmedStep, textStep, valueStep, judgedStep] }

  /// Texts that are looked at, in the order of the steps' columns.
  private static let texts =
    requiredFields.filter { $0 != "total_fee" } + optionalFields.filter { !amounts.contains($0) }
  private static let amounts: Set = ["fund_pay", "drug_fee", "self_fee", "over_limit", "first_self", "in_scope"]

  /// The amounts that the compared cost is made of beside the total.
  private var costParts: [String] {
    switch scoring.cost {
    case .total, .fund: []
    case .eligible:
      ["self_fee", "over_limit", "first_self"].allSatisfy(has)
        ? ["self_fee", "over_limit", "first_self"] : ["in_scope"]
    }
  }

  /// The amounts that are read.
  private var readAmounts: [String] { ["total_fee", "drug_fee", "fund_pay"] + costParts }

  private func columns(_ columns: [String]) -> String { columns.joined(separator: ",\n  ") }

  private var trimmedStep: Step {
    let parts = claims.map { source in
      let values = (Self.texts + readAmounts).map { "\(trimmed($0, of: source)) AS \($0)" }
      let damage = source.damage.map { "CAST(\(source.table).\(name($0)) AS \(textType)) IS NOT NULL" } ?? "FALSE"
      return "SELECT \(columns(values + ["\(damage) AS is_damaged"]))\nFROM \(source.table)"
    }
    return step("claim_trimmed", parts.joined(separator: "\nUNION ALL\n"))
  }

  private var textStep: Step {
    let values = (Self.texts + readAmounts).filter { $0 != "care_type" }.map { "\(filled($0)) AS \($0)" }
    return step(
      "claim_text",
      "SELECT \(columns(values + ["COALESCE(care_type, '') AS care_type", "is_damaged"]))\nFROM claim_trimmed")
  }

  private var valueStep: Step {
    var values = [
      "claim_id", "orig_claim_id", "person_id", "inst_code", "inst_type", "inst_level", "inst_area", "disease_code",
      "care_type", "settle_type", "settle_time", "is_damaged",
    ]
    for amount in readAmounts {
      let places = claims[0].places[amount] ?? 2
      values += [
        "\(fen(amount, places: places)) AS \(amount)", "\(amountFault(amount, places: places)) AS \(amount)_fault",
      ]
    }
    values += [
      "\(dateNumber("settle_time")) AS settle_number", "\(dateNumber("birth_date")) AS birth_number",
      "birth_date IS NOT NULL AS has_birth", "\(sex("sex")) AS sex", "sex AS sex_text",
      "\(scheme("ins_type")) AS scheme",
      "\(years("age")) AS age", "age IS NOT NULL AS has_age", "NOT \(isOff("deleted")) AS is_deleted",
      "\(isOff("valid_flag")) AND valid_flag IS NOT NULL AND valid_flag <> \(quoted("正常")) AS is_invalid",
      "NOT \(isOff("refund_flag")) OR orig_claim_id IS NOT NULL AS is_marked", "\(updateNumber("updated")) AS updated",
    ]
    return step("claim_value", "SELECT \(columns(values))\nFROM claim_text")
  }

  /// The rule that an amount breaks, with the limit of a row.
  private func fault(_ amount: String) -> String {
    "COALESCE(\(amount)_fault, CASE WHEN abs(\(amount)) > \(Money.rowLimitFen) THEN 'IN206' END)"
  }

  /// The compared cost in fen, and the rules by which it cannot be told.
  private var cost: (fen: String, faults: [String]) {
    switch scoring.cost {
    case .total: return ("total_fee", [])
    case .fund: return ("fund_pay", ["CASE WHEN fund_pay IS NULL THEN 'IN202' END"])
    case .eligible:
      if costParts.count == 1 {
        return ("in_scope", [fault("in_scope"), "CASE WHEN in_scope IS NULL THEN 'IN202' END"])
      }
      return ("total_fee" + costParts.map { " - COALESCE(\($0), 0)" }.joined(), costParts.map(fault))
    }
  }

  /// Whether the care type is one of the model's; `nil` where every row is taken.
  private var isCareInScope: String? {
    let scope = scoring.scope
    var ways = scope.careTypeCodes.isEmpty ? [] : ["care_type IN (\(quoted(scope.careTypeCodes)))"]
    ways += scope.careTypePrefixes.map { "substr(care_type, 1, \($0.unicodeScalars.count)) = \(quoted($0))" }
    ways += scope.careTypeWords.map { holds("care_type", $0) }
    return ways.isEmpty || !has("care_type") ? nil : ways.joined(separator: " OR ")
  }

  /// The rules in the order in which they take a row out.
  private var rules: [String] {
    func when(_ condition: String, _ rule: Diagnostic.Code) -> String {
      "CASE WHEN \(condition) THEN '\(rule.rawValue)' END"
    }
    let keys = ["claim_id", "person_id", "inst_code"]
    var rules = [
      when("is_damaged", .columnCountDiffers), when("is_deleted", .markedDeleted), when("is_invalid", .markedInvalid),
    ]
    if let isCareInScope { rules.append(when("NOT (\(isCareInScope))", .careTypeOutOfScope)) }
    rules += [
      when("total_fee IS NULL AND total_fee_fault IS NULL", .requiredValueEmpty), fault("total_fee"),
      when(
        "claim_id IS NULL AND settle_time IS NULL AND person_id IS NOT NULL AND inst_code IS NOT NULL", .notSettled),
      when((keys + ["disease_code"]).map { "\($0) IS NULL" }.joined(separator: " OR "), .requiredValueEmpty),
    ]
    rules += keys.map(keyFault)
    rules += [
      when("settle_time IS NULL", .requiredValueEmpty), when("day IS NULL", .dateUnreadable),
      when("day < 19900101 OR day >= 20990101", .dateImplausible),
    ]
    if let latest { rules.append(when("day > \(Self.number(Day(number: latest.number + 1)))", .settledInFuture)) }
    rules += [fault("drug_fee"), fault("fund_pay")] + cost.faults
    rules += [
      when(isSeveral("disease_code"), .diseaseCodesSeveral),
      when(
        "NOT \(fits("disease_code", Self.plain)) OR NOT \(fits("COALESCE(orig_claim_id, '-')", Self.plain))",
        .identifierDamaged),
      when("updated IS NULL", .dateUnreadable),
    ]
    let diseases = scoring.scope.diseases
    if !diseases.isEmpty { rules.append(when("disease_code NOT IN (\(quoted(diseases)))", .diseaseOutOfScope)) }
    if has("settle_type"), has("fund_pay") {
      let aid = quoted(["医疗救助", "医疗救助结算"])
      rules.append(when("settle_type IN (\(aid)) AND COALESCE(fund_pay, 0) = 0", .aidSettlementWithoutFund))
    }
    return rules + [when("total_fee < 0 AND NOT is_marked", .negativeWithoutRefund)]
  }

  /// A day as a number, YYYYMMDD.
  static func number(_ day: Day) -> Int {
    let (year, month, dayOfMonth) = day.civil
    return year * 10_000 + month * 100 + dayOfMonth
  }

  private var judgedStep: Step {
    let isRefund = "total_fee < 0 AND is_marked"
    let values = [
      "COALESCE(\n    \(rules.joined(separator: ",\n    "))) AS rule", "claim_id",
      "CASE WHEN \(isRefund) THEN orig_claim_id END AS original",
      "CASE WHEN \(isRefund) THEN 1 ELSE 0 END AS is_refund",
      "person_id AS person", "inst_code AS institution", "disease_code AS disease", "scheme", "day",
      "COALESCE(age, -1) AS age",
      "CASE WHEN \(fault("total_fee")) IS NULL THEN COALESCE(total_fee, 0) ELSE 0 END AS total_fen",
      "\(cost.fen) AS cost_fen", "COALESCE(drug_fee, 0) AS drug_fen", "COALESCE(fund_pay, 0) AS fund_fen", "updated",
      "sex", "sex_text", "birth", "inst_type AS kind_text", "inst_level AS level_text", "inst_area AS district_text",
      "has_age AND age IS NULL AS is_age_unread", "has_birth AND birth IS NULL AS is_birth_unread",
    ]
    return step(
      "claim_judged", isKept: true,
      """
      SELECT \(columns(values))
      FROM (
        SELECT claim_value.*, \(calendarDay("settle_number")) AS day,
          \(calendarDay("birth_number")) AS birth
        FROM claim_value
      ) AS dated
      """)
  }
}
