internal import Foundation
public import SteelyardDomain
public import SteelyardScoring

/// Months in which an institution stood out against its own earlier level (`steelyard warn`, `alerts.csv`).
public enum AlertTable {
  /// The name of the file.
  public static let fileName = "alerts.csv"
  /// The file of every judged month, signalled or not.
  public static let statesFileName = "watched-months.csv"

  /// The columns; names by institution code.
  public static func table(names: [String: String], warning: EarlyWarning) -> ResultTable<EarlyWarning.State> {
    let latest = warning.months.last
    let groupOf = Dictionary(uniqueKeysWithValues: warning.groups.map { ($0.name, $0) })
    return ResultTable([
      Column("month", zh: "月份", en: "month", .text, terminal: 0) { $0.figure.month.description },
      Column("institution_id", zh: "机构编码", en: "institution code", .text, terminal: 0) { $0.figure.institution },
      Column("name", zh: "机构名称", en: "name", .text, terminal: 6) { names[$0.figure.institution] ?? "" },
      Column("peer_group", zh: "同类组", en: "peer group", .word, terminal: 5) { $0.figure.peerGroup },
      Column("heads", zh: "就诊人头", en: "heads", .whole, terminal: 4) { NumberFormats.whole($0.figure.heads) },
      Column.ratio("index_adjusted", "当月调整后指数", "index of the month", terminal: 0) { $0.figure.indexAdjusted },
      Column.ratio("index_expected", "自身以往水平（收缩）", "own earlier level, shrunken", terminal: 1) { exp($0.baseline) },
      Column.ratio("z", "偏离（标准差）", "distance (sd)", terminal: 2) { $0.z },
      Column.ratio("statistic", "累计值", "statistic", terminal: 0) { $0.statistic },
      Column.ratio("threshold", "报警线", "threshold", terminal: 0) { $0.threshold },
      Column("signal", zh: "报警", en: "alert", .flag, words: flagWords) { $0.isSignal ? "true" : "false" },
      Column("latest_month", zh: "最近一月", en: "latest month", .flag, terminal: 3, words: flagWords) {
        $0.figure.month == latest ? "true" : "false"
      },
      Column("fit", zh: "离散度拟合组", en: "fit group", .word) { $0.group },
      Column("method", zh: "预警方法", en: "method of the watch", .text) { groupOf[$0.group]?.method ?? "" },
      Column.ratio("tau_squared", "机构间τ²", "τ² between institutions", terminal: nil) { groupOf[$0.group]?.tauSquared },
      Column.ratio("omega_squared", "月间ω²", "ω² between months", terminal: nil) { groupOf[$0.group]?.omegaSquared },
    ])
  }

  private typealias Column = ResultTable<EarlyWarning.State>.Column

  private static let flagWords: @Sendable (String) -> LocalizedText = { $0 == "true" ? Wording.yes : Wording.no }

  /// What is said below the table: how each group was judged, and how to read it; lines at most 96 places wide.
  public static func text(_ warning: EarlyWarning, language: Language) -> String {
    let voice = Voice(language: language, currency: TableMapping.yuan)
    var sentences = warning.groups.map { group in
      Wording.warningGroup(
        Wording.label(group.name), institutions: voice.count(group.institutions), budget: voice.ratio(group.budget),
        alarms: voice.ratio(group.alarmsPerMonth), threshold: group.threshold.map { voice.ratio($0) },
        spread: voice.ratio(group.tauSquared.squareRoot()), monthly: voice.ratio(group.omegaSquared.squareRoot()),
        outcome: group.outcome)
    }
    sentences += [Wording.warningReading, Wording.warningMeans]
    return sentences.map { voice.paragraph(voice($0)) }.joined()
  }

  /// The account of the watch as JSON: groups with their models, thresholds and methods, and the months.
  public static func json(_ warning: EarlyWarning, runs: [(folder: String, period: String, sha256: String)]) -> [UInt8]
  {
    func number(_ value: Double?) -> JsonText { .number(NumberFormats.ratio(value)) }
    let groups = warning.groups.map { group in
      JsonText.object([
        ("name", .text(group.name)), ("institutions", .whole(Int128(group.institutions))),
        ("centre", number(group.centre)), ("tau_squared", number(group.tauSquared)),
        ("omega_squared", number(group.omegaSquared)), ("budget_per_month", number(group.budget)),
        ("threshold", number(group.threshold)), ("expected_false_alarms_per_month", number(group.alarmsPerMonth)),
        ("outcome", .text(group.outcome)), ("method", .text(group.method)),
      ])
    }
    return JsonText.object([
      ("format", .text("steelyard-warning/1")),
      (
        "runs",
        .array(
          runs.map {
            .object([("folder", .text($0.folder)), ("period", .text($0.period)), ("sha256", .text($0.sha256))])
          })
      ),
      ("months", .array(warning.months.map { .text($0.description) })), ("groups", .array(groups)),
    ]).pretty
  }
}
