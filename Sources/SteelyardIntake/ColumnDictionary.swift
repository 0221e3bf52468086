public import SteelyardDomain

/// The input dictionary: every column of every table, as ``AliasTables`` names it and as the readers use it.
///
/// Nothing is written down twice: names come from the alias tables, needs from what each reader asks of its header.
public enum ColumnDictionary {
  /// The columns of a table, in the order of the dictionary.
  public static func columns(of table: TableMapping.Table) -> [InputColumn] {
    AliasTables.fields(of: table).compactMap { names in
      guard let field = names.first else { return nil }
      return InputColumn(
        table: table, field: field, kind: kinds[field] ?? .text, need: need(of: field, in: table),
        names: [InputColumn.Name(field, .canonical)] + names.dropFirst().map { .init($0, origin(of: $0)) })
    }
  }

  private static func need(of field: String, in table: TableMapping.Table) -> InputColumn.Need {
    switch table {
    case .claims:
      if ClaimReader.requiredFields.contains(field) { return .required }
      if field == "fund_pay" { return .requiredForFund }
      if field == "in_scope" || ClaimReader.eligibleParts.contains(field) { return .requiredForEligible }
      if ClaimReader.checkedFields.contains(field) { return .checked }
      return ClaimReader.optionalFields.contains(field) ? .used : .known
    case .claimLines:
      if FeeLineReader.requiredFields.contains(field) { return .required }
      if FeeLineReader.moneyFields.contains(field) { return .amountOrPrice }
      if FeeLineDecoder.itemFields.contains(field) { return .oneOfItems }
      return FeeLineReader.optionalFields.contains(field) ? .used : .known
    case .persons: return need(of: field, DimensionReader.personFields)
    case .institutions: return need(of: field, DimensionReader.institutionFields)
    case .institutionCodes: return need(of: field, InstitutionCodesReader.fields)
    case .controlTotals: return .used
    case .diseaseCatalog: return need(of: field, DiseaseCatalogueReader.fields)
    }
  }

  private static func need(
    of field: String, _ fields: (required: [String], optional: [String])
  ) -> InputColumn.Need {
    if fields.required.contains(field) { return .required }
    return fields.optional.contains(field) ? .used : .known
  }

  /// Where a name comes from, by how it is written.
  static func origin(of name: String) -> InputColumn.Origin {
    if name.unicodeScalars.contains(where: { $0.value >= 0x2E80 }) { return .chinese }
    if name.wholeMatch(of: /[AB][AEK][ABCE]\d{3}(?:_\d)?/) != nil || pinyin.contains(name) { return .legacy }
    return short.contains(name) ? .short : .national
  }

  /// Abbreviations of Chinese words, as hospital systems have them.
  private static let pinyin: Set<String> = ["jslsh", "grbh", "ylfze", "tcjjzf", "zhzf", "chongzheng", "cxbz"]
  /// Short names of our own.
  private static let short: Set<String> = ["kind", "level", "district", "local_code", "new_code", "national_code"]

  /// What the fields hold; those that are not named hold text.
  static let kinds: [String: InputColumn.Kind] = {
    let byKind: [InputColumn.Kind: [String]] = [
      .text: [
        "person_name", "inst_name", "disease_name", "diag_name", "nat_item_name", "item_name", "product", "spec",
        "form",
        "dept", "doctor", "major_name", "subdivision_name", "period", "year", "version",
      ],
      .identifier: [
        "claim_id", "visit_id", "orig_claim_id", "inst_claim_id", "person_id", "cert_no", "inst_code", "record_id",
        "invoice_no", "line_id", "rx_no", "old_code",
      ],
      .code: [
        "cert_type", "sex", "ins_type", "person_type", "special_type", "person_area", "inst_type", "inst_level",
        "inst_area", "care_type", "settle_type", "disease_code", "diag_code", "pay_loc", "out_flag", "item_level",
        "nat_item_code", "list_type", "item_code", "charge_class", "major_code", "area",
      ],
      .amount: [
        "total_fee", "self_fee", "over_limit", "first_self", "in_scope", "deductible", "pool_pay", "civil_pay",
        "suppl_pay", "major_pay", "large_pay", "disabled_pay", "aid_pay", "other_fund", "fund_pay", "drug_fee",
        "person_pay", "acct_pay", "acct_shared", "cash_pay", "hosp_part", "amount", "price", "price_cap",
      ],
      .date: ["birth_date", "death_date", "begin_date", "end_date", "month"],
      .time: ["settle_time", "fee_time", "updated"],
      .number: ["age", "qty", "days", "count"],
      .ratio: ["pool_ratio", "self_ratio"],
      .flag: ["refund_flag", "valid_flag", "deleted", "out_rx"],
    ]
    return byKind.reduce(into: [:]) { kinds, entry in
      for field in entry.value { kinds[field] = entry.key }
    }
  }()
}
