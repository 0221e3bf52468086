internal import SteelyardDomain
public import SteelyardScoring

/// Plain figures beside those of the same months of last year (`year-on-year.csv`), one row an institution of either.
public enum YearTable {
  /// The name of the file in a run's folder.
  public static let fileName = "year-on-year.csv"

  /// The columns: each figure now, in last year's run, and its change.
  public static let table = ResultTable<YearChange>(
    [
      Column("institution_id", zh: "机构编码", en: "institution code", .text) { $0.institution.id },
      Column("name", zh: "机构名称", en: "name", .text) { $0.institution.name },
      Column("peer_group", zh: "同类组", en: "peer group", .word) { $0.peerGroup },
      Column("status", zh: "状态", en: "status", .word, words: statusWords) { $0.status.rawValue },
    ] + YearChange.Figure.allCases.flatMap(columns))

  /// The figures of `ranking.csv`, as they were printed.
  public static func figures(_ rows: [RankingRow]) -> [PlainFigures] {
    rows.map { row in
      var values: [YearChange.Figure: Double] = [:]
      for figure in YearChange.Figure.allCases { values[figure] = row.number(figure.rawValue) }
      return PlainFigures(institution: row.institution, peerGroup: row["peer_group"], values: values)
    }
  }

  private typealias Column = ResultTable<YearChange>.Column

  private static func columns(_ figure: YearChange.Figure) -> [Column] {
    let (name, words) = (figure.rawValue, Wording.yearFigure(figure))
    let kind: ColumnKind =
      switch figure {
      case .heads, .visits: .whole
      case .cost, .costPerHead, .costPerVisit: .money
      case .visitsPerHead, .drugShare, .fundShare, .indexPlain, .indexAdjusted: .ratio
      }
    @Sendable func text(_ value: Double?) -> String {
      switch kind {
      case .whole: value.map { NumberFormats.fixed($0, decimals: 0) } ?? ""
      case .money: NumberFormats.yuan(value)
      default: NumberFormats.ratio(value)
      }
    }
    return [
      Column(name, zh: words.zh, en: words.en, kind) { text($0.now[figure]) },
      Column("\(name)_last_year", zh: "\(words.zh)（去年同期）", en: "\(words.en), last year", kind) {
        text($0.lastYear[figure])
      },
      Column("\(name)_change", zh: "\(words.zh)（变化）", en: "\(words.en), change", .ratio) {
        NumberFormats.ratio($0.change(figure))
      },
    ]
  }

  private static let statusWords: @Sendable (String) -> LocalizedText = { cell in
    YearChange.Status(rawValue: cell).map(Wording.yearStatus) ?? LocalizedText(zh: cell, en: cell)
  }
}
