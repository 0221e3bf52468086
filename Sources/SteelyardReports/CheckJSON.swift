internal import SteelyardDomain

/// What a check of the input found, as JSON (`check --format json`, Formats/check.md): whether a run would accept it, what
/// was detected, every check, where every row went, how the rows lie over institutions and months.
///
/// Members are sorted by name; money is in whole fen, shares have six decimals. No row's content is in it.
public enum CheckJSON {
  /// The name and version of the layout.
  public static let schema = "steelyard.check/1"
  /// The most places that are listed.
  static let placesMaximum = 1_000

  /// The report as bytes.
  public static func encode(_ report: CheckReport) -> [UInt8] {
    let places = report.places
    return JsonText.sorted([
      ("schema", .text(schema)), ("engine", .text(report.engine)), ("model", .text(report.modelName)),
      ("period", .text(report.period)),
      ("reading", .sorted(report.reading.map { ($0, .text($1)) })),
      ("verdict", .text(report.isRefused ? "refused" : "accepted")),
      ("exit_status", .whole(Int128(report.exitStatus))),
      ("refusals", .array(report.refusals.map { .localized($0) })),
      ("counts", .sorted(QualityCheck.Status.allCases.map { ($0.rawValue, count(report.statusCounts[$0] ?? 0)) })),
      ("files", .array(report.quality.files.map(file))),
      ("reconciliation", QualityJSON.reconciliation(report.quality.reconciliation)),
      ("notes", .array(report.quality.notes.map(QualityJSON.note))),
      ("checks", .array(report.checks.map(check))),
      ("months", .array(report.completeness.months.indices.map { month(report.completeness, $0) })),
      ("institutions", .array(report.completeness.rows.map { institution($0, report.completeness.months) })),
      ("rows_in_other_months", .whole(Int128(report.completeness.rowsElsewhere))),
      ("places", .array(places.prefix(placesMaximum).map(place))),
      ("places_left_out", count(max(0, places.count - placesMaximum))),
    ]).pretty
  }

  private static func count(_ value: Int) -> JsonText { .whole(Int128(value)) }

  private static func share(_ value: Double?) -> JsonText { .number(NumberFormats.ratio(value)) }

  private static func file(_ file: QualityReport.File) -> JsonText {
    guard case .object(let members) = QualityJSON.file(file) else { return .null }
    return .sorted(members + [("values", .array(file.values.map(values)))])
  }

  private static func values(_ values: ColumnValues) -> JsonText {
    .sorted([
      ("column", .text(values.column)), ("field", .text(values.field)), ("unit", .text(values.unit)),
      ("rows", .whole(Int128(values.rows))), ("filled", .whole(Int128(values.filled))),
      ("forms", .sorted(values.forms.map { ("\($0)", .whole(Int128($1))) })),
    ])
  }

  private static func check(_ check: QualityCheck) -> JsonText {
    let definition = check.id.definition
    return .sorted([
      ("id", .text(check.id.rawValue)), ("subject", .text(definition.subject.rawValue)),
      ("status", .text(check.status.rawValue)), ("severity", .text(definition.severity.rawValue)),
      ("found", .whole(check.found)), ("of", .whole(check.of)), ("base", .text(definition.base.rawValue)),
      ("share", share(check.share)), ("threshold", share(check.threshold)),
      ("weakens", .array(check.weakens.map { .text($0.rawValue) })),
      ("title", .localized(Wording.check(check.id))), ("counts", .localized(Wording.checkCounts(check.id))),
      (
        "details",
        .array(
          check.details.map { detail in
            .sorted([
              ("subject", .text(detail.subject)), ("found", .whole(detail.found)),
              ("of", detail.of.map { .whole($0) } ?? .null),
            ])
          })
      ),
      ("details_left_out", count(check.detailsLeftOut)),
    ])
  }

  private static func cell(_ cell: ClaimSurvey.Cell) -> [(String, JsonText)] {
    [
      ("rows", .whole(Int128(cell.rows))), ("fen", .whole(cell.fen)), ("completeness", share(cell.completeness)),
    ]
  }

  private static func month(_ completeness: Completeness, _ position: Int) -> JsonText {
    .sorted(
      cell(completeness.totals[position]) + [
        ("month", .text("\(completeness.months[position])")),
        ("institutions", count(completeness.institutions[position])),
      ])
  }

  private static func institution(_ row: Completeness.Row, _ months: [Month]) -> JsonText {
    .sorted(
      cell(row.whole) + [
        ("institution_id", .text(row.institution)), ("name", .text(row.name)),
        (
          "months",
          .array(
            zip(months, row.cells).map { month, cell in .sorted(Self.cell(cell) + [("month", .text("\(month)"))]) })
        ),
      ])
  }

  private static func place(_ diagnostic: Diagnostic) -> JsonText {
    .sorted([
      ("code", .text(diagnostic.code.rawValue)), ("rule", .text("\(diagnostic.code)")),
      ("severity", .text("\(diagnostic.code.severity)")), ("file", .text(diagnostic.location.file)),
      ("line", count(diagnostic.location.line)),
      ("byte_offset", diagnostic.location.byteOffset.map { count($0) } ?? .null),
      ("column", diagnostic.location.field.map { .text($0) } ?? .null),
    ])
  }
}
