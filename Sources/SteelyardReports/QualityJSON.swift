public import SteelyardDomain
public import SteelyardScoring

/// The account of the input as JSON (`quality.json`): files, columns, where every row and fen went, what stays empty.
///
/// Members are sorted by name; money is in whole fen, printed in full.
public enum QualityJSON {
  /// The name and version of the layout.
  public static let schema = "steelyard.quality/1"

  /// The report and the absences of the result as bytes.
  public static func encode(_ report: QualityReport, absences: [Absence]) -> [UInt8] {
    var members: [(String, JsonText)] = [
      ("schema", .text(schema)),
      ("files", .array(report.files.map(file))),
      ("reconciliation", reconciliation(report.reconciliation)),
      ("notes", .array(report.notes.map(note))),
      ("identities", .array(report.identities.map(identity))),
      (
        "unknown_diseases",
        .array(
          report.unknownDiseases.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }.map { code, sums in
            .sorted([("code", .text(code)), ("rows", .whole(Int128(sums.rows))), ("fen", .whole(sums.fen))])
          })
      ),
      ("institutions_renamed", .array(report.renamedInstitutions.map { .text($0) })),
      (
        "institutions_sharing_a_name",
        .array(
          report.institutionsByName.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }.map { name, codes in
            .sorted([("name", .text(name)), ("codes", .array(codes.map { .text($0) }))])
          })
      ),
      ("institutions", .whole(Int128(report.institutions))),
      ("persons", .whole(Int128(report.persons))),
      ("absences", .array(absences.map(absence))),
    ]
    if let comparison = report.control { members.append(("control", control(comparison))) }
    if !report.registers.isEmpty {
      members.append(("registers", .sorted(report.registers.map { ($0.key, reconciliation($0.value)) })))
    }
    return JsonText.sorted(members).pretty
  }

  static func file(_ file: QualityReport.File) -> JsonText {
    .sorted([
      ("name", .text(file.name)), ("table", .text(file.table)), ("bytes", .whole(Int128(file.bytes))),
      ("sha256", .text(file.sha256)), ("compression", .text(file.format.compression)),
      ("encoding", .text(file.format.encoding)), ("converter", .text(file.format.converter)),
      ("separator", .text(file.format.separator)), ("quote", .text(file.format.quote)),
      ("header_line", .whole(Int128(file.format.headerLine))), ("part", .text(file.format.part)),
      ("columns", .array(file.columns.map(column))),
      ("ignored_columns", .array(file.ignoredColumns.map { .text($0) })),
      ("reconciliation", reconciliation(file.reconciliation)),
    ])
  }

  private static func column(_ match: QualityReport.ColumnMatch) -> JsonText {
    .sorted([("column", .text(match.column)), ("field", .text(match.field)), ("source", .text(match.source.rawValue))])
  }

  static func identity(_ check: IdentityCheck) -> JsonText {
    .sorted([
      ("identity", .text(check.identity.rawValue)), ("file", .text(check.file)),
      ("missing", .array(check.missing.map { .text($0) })), ("rows_checked", .whole(Int128(check.rowsChecked))),
      ("rows_broken", .whole(Int128(check.rowsBroken))),
    ])
  }

  private static func control(_ comparison: ControlComparison) -> JsonText {
    .sorted([
      ("file", .text(comparison.file)), ("equal", .flag(comparison.isEqual)),
      ("by_scheme", .flag(comparison.isByScheme)), ("by_month", .flag(comparison.isByMonth)),
      ("entries", .array(comparison.entries.map(entry))),
    ])
  }

  private static func entry(_ entry: ControlComparison.Entry) -> JsonText {
    .sorted([
      ("scheme", .text(entry.cell.scheme)), ("month", .text(entry.cell.month.map(\.description) ?? "")),
      ("figure", .text(entry.figure.rawValue)), ("stated", entry.stated.map { .whole($0) } ?? .null),
      ("found", entry.found.map { .whole($0) } ?? .null),
    ])
  }

  static func reconciliation(_ account: Reconciliation) -> JsonText {
    .sorted([
      ("read", flow(account.read)), ("accepted", flow(account.accepted)),
      ("rejected", .sorted(account.rejected.map { ($0.rawValue, flow($1, rule: $0)) })),
      ("excluded", .sorted(account.excluded.map { ($0.rawValue, flow($1, rule: $0)) })),
      ("rejected_total", flow(account.rejectedTotal)), ("excluded_total", flow(account.excludedTotal)),
      ("balances", .flag(account.balances)),
    ])
  }

  static func flow(_ flow: Flow, rule: Diagnostic.Code? = nil) -> JsonText {
    let counts: [(String, JsonText)] = [
      ("rows", .whole(Int128(flow.rows))), ("fen", .whole(flow.fen)), ("absolute_fen", .whole(flow.absoluteFen)),
    ]
    return .sorted(counts + (rule.map { [("rule", .text("\($0)"))] } ?? []))
  }

  static func note(_ note: QualityReport.Note) -> JsonText {
    .sorted([
      ("code", .text(note.code.rawValue)), ("rule", .text("\(note.code)")), ("subject", .text(note.subject)),
      ("count", .whole(Int128(note.count))), ("meaning", .localized(Wording.meaning(note.code))),
      ("advice", .localized(Wording.advice(note.code))),
    ])
  }

  static func absence(_ absence: Absence) -> JsonText {
    .sorted([
      ("column", .text(absence.column)), ("reason", .text(absence.reason.rawValue)),
      ("wording", .localized(Wording.absence(absence.reason))),
    ])
  }
}
