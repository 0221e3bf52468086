internal import SteelyardDomain
public import SteelyardScoring

/// The features of institutions, their distance from the peers and the screen (`profile.csv`).
public enum ProfileTable {
  /// The name of the file in a run's folder.
  public static let fileName = "profile.csv"

  /// One institution's row.
  public struct Row: Sendable {
    /// The institution's figures of the ranking.
    public var score: InstitutionScore
    /// Its profile.
    public var profile: InstitutionProfile
    /// Its screen.
    public var screen: InstitutionScreen?
    /// Its refunds against the peers.
    public var refunds: RefundRate?
    /// Its visits against the peers.
    public var visits: VisitRatio?
    /// Money above the upper inner limit of the funnel, yuan.
    public var excessOverLimit: Double?

    /// Creates a row.
    public init(
      score: InstitutionScore, profile: InstitutionProfile, screen: InstitutionScreen?, refunds: RefundRate?,
      visits: VisitRatio?, excessOverLimit: Double?
    ) {
      self.score = score
      self.profile = profile
      self.screen = screen
      self.refunds = refunds
      self.visits = visits
      self.excessOverLimit = excessOverLimit
    }
  }

  /// The columns.
  public static let table = ResultTable<Row>(
    identity + screenColumns + limitColumns + visitColumns + refundColumns
      + digitColumns + ProfileFeature.allCases.flatMap(featureColumns) + distanceColumns)

  /// The table of a run, the highest screen first, ties by code; those without one last.
  public static func csv(_ scorecard: Scorecard, _ profile: ProfileScores) -> [UInt8] {
    let visitsOf = Dictionary(uniqueKeysWithValues: profile.visitRatios.map { ($0.institution, $0) })
    let screenOf = Dictionary(uniqueKeysWithValues: profile.screens.map { ($0.institution, $0) })
    let refundsOf = Dictionary(uniqueKeysWithValues: profile.refunds.map { ($0.institution, $0) })
    let scoreOf = Dictionary(uniqueKeysWithValues: scorecard.institutions.map { ($0.institution.id, $0) })
    let rows = profile.profiles.compactMap { own in
      scoreOf[own.institution].map {
        Row(
          score: $0, profile: own, screen: screenOf[own.institution], refunds: refundsOf[own.institution],
          visits: visitsOf[own.institution], excessOverLimit: overLimit($0, scorecard))
      }
    }
    // As printed, so that no unprinted digit decides the order; profiles come by code.
    let keyed = rows.enumerated().map { offset, row in
      (row: row, offset: offset, key: row.screen?.screen.flatMap { Double(NumberFormats.ratio($0)) } ?? -.infinity)
    }
    return table.csv(keyed.sorted { ($1.key, $0.offset) < ($0.key, $1.offset) }.map(\.row))
  }

  typealias Column = ResultTable<Row>.Column

  private static let identity: [Column] = [
    Column("institution_id", zh: "机构编码", en: "institution code", .text) { $0.score.institution.id },
    Column("name", zh: "机构名称", en: "name", .text) { $0.score.institution.name },
    Column("peer_group", zh: "同类组", en: "peer group", .word) { $0.score.peerGroup },
    Column("heads", zh: "就诊人头", en: "heads", .whole) { NumberFormats.whole($0.score.heads) },
    Column("visits", zh: "人次", en: "visits", .whole) { NumberFormats.whole($0.score.visits) },
  ]

  private static let screenColumns: [Column] =
    Screen.Signal.allCases.flatMap { signal -> [Column] in
      let words = Wording.screenSignal(signal)
      return [
        Column.ratio("\(signal.rawValue)_log", "\(words.zh)（对数）", "\(words.en) (log)") {
          $0.screen?.scores[signal]?.logValue
        },
        Column.ratio("\(signal.rawValue)_se", "\(words.zh)标准误", "\(words.en), standard error") {
          $0.screen?.scores[signal]?.standardError
        },
        Column.ratio("\(signal.rawValue)_z", "\(words.zh)z", "\(words.en), z") { $0.screen?.scores[signal]?.z },
      ]
    } + [
      Column.ratio("screen_p", "筛查分偶然概率", "chance of such a screen") { $0.screen?.p },
      Column.ratio("screen", "综合筛查分", "screen") { $0.screen?.screen },
      Column("screen_signal", zh: "主要信号", en: "main signal", .word, words: signalWords) {
        $0.screen?.dominant?.rawValue ?? ""
      },
    ]

  private static let outcomeWords: @Sendable (String) -> LocalizedText = { cell in
    InstitutionProfile.Outcome(rawValue: cell).map(Wording.profileOutcome) ?? LocalizedText(zh: cell, en: cell)
  }

  private static let pairWords: @Sendable (String) -> LocalizedText = { cell in
    let words = cell.split(separator: "+").compactMap {
      ProfileFeature(rawValue: String($0)).map(Wording.profileFeature)
    }
    return LocalizedText(zh: words.map(\.zh).joined(separator: "＋"), en: words.map(\.en).joined(separator: " + "))
  }

  private static let flagWords: @Sendable (String) -> LocalizedText = { $0 == "true" ? Wording.yes : Wording.no }

  private static let signalWords: @Sendable (String) -> LocalizedText = { cell in
    Screen.Signal(rawValue: cell).map(Wording.screenSignal) ?? LocalizedText(zh: cell, en: cell)
  }

  /// Money above the upper inner limit of the funnel; `nil` without a limit.
  private static func overLimit(_ score: InstitutionScore, _ card: Scorecard) -> Double? {
    guard let fit = card.fits.first(where: { $0.name == score.fit }), let expected = score.expectedUntruncated,
      let ratio = score.indexAdjusted, let error = score.standardError, expected >= 0
    else { return nil }
    return fit.excessOverLimit(expected: expected, index: ratio, standardError: error, z: card.funnel.innerQuantile)
  }

  private static let refundColumns: [Column] = [
    Column("refunds", zh: "退费行数", en: "refund rows", .whole) { NumberFormats.whole($0.refunds?.observed) },
    Column.ratio("refunds_expected", "同类率下的退费行数", "refund rows at the peers' rate") { $0.refunds?.expected },
    Column.ratio("refund_ratio", "退费率之比", "refund ratio") { $0.refunds?.ratio },
    Column.ratio("refund_ratio_low", "退费率之比95%下限", "refund ratio, 95 % lower end") { $0.refunds?.ratioLow },
    Column.ratio("refund_ratio_high", "退费率之比95%上限", "refund ratio, 95 % upper end") { $0.refunds?.ratioHigh },
    Column.ratio("refund_ratio_shrunk", "退费率之比（收缩）", "refund ratio, shrunken") { $0.refunds?.ratioShrunk },
    Column.ratio("refund_ratio_eb05", "退费率之比（5%分位）", "refund ratio, 5 % quantile") { $0.refunds?.ratioEb05 },
    Column.ratio("refund_p_above_one", "退费率高于同类的概率", "P(refund ratio > 1)") { $0.refunds?.probabilityAboveOne },
    Column.ratio("refund_rate", "退费率（每千行）", "refund rate per 1,000 rows") { $0.refunds?.ratePerThousand },
    Column.ratio("refund_rate_low", "退费率95%下限", "its 95 % lower end") { $0.refunds?.rateLow },
    Column.ratio("refund_rate_high", "退费率95%上限", "its 95 % upper end") { $0.refunds?.rateHigh },
    Column.ratio("elsewhere_low", "他处就诊占比95%下限（Wilson）", "share elsewhere, Wilson 95 % lower end") {
      $0.profile.elsewhere?.low
    },
    Column.ratio("elsewhere_high", "他处就诊占比95%上限（Wilson）", "share elsewhere, Wilson 95 % upper end") {
      $0.profile.elsewhere?.high
    },
  ]

  private static func featureColumns(_ feature: ProfileFeature) -> [Column] {
    let words = Wording.profileFeature(feature)
    let name = "feature_\(feature.rawValue)"
    return [
      Column.ratio(name, words.zh, words.en) { $0.profile.values[feature] },
      Column.ratio("\(name)_z", "\(words.zh)（稳健z）", "\(words.en), robust z") { $0.profile.z[feature] },
      Column.ratio("\(name)_part", "\(words.zh)（对距离的贡献）", "\(words.en), part of the distance") {
        $0.profile.parts[feature]
      },
      Column.ratio("\(name)_ordinary", "\(words.zh)（若为一般值）", "\(words.en), where it would be ordinary") {
        $0.profile.ordinary[feature]
      },
    ]
  }

  private static let distanceColumns: [Column] = [
    Column.ratio("distance", "稳健距离平方", "squared robust distance") { $0.profile.distance },
    Column.ratio("distance_cutoff", "距离界限", "cutoff of the distance") { $0.profile.cutoff },
    Column("unlike_peers", zh: "与同类不同", en: "unlike its peers", .word, words: flagWords) { row in
      row.profile.distance == nil ? "" : row.profile.isOutlier ? "true" : "false"
    },
    Column("profile_outcome", zh: "距离计算结果", en: "outcome of the distance", .word, words: outcomeWords) {
      $0.profile.outcome.rawValue
    },
    Column("pair", zh: "相互作用最大的两项特征", en: "features with the largest interaction", .word, words: pairWords) { row in
      row.profile.pair.map { "\($0.first.rawValue)+\($0.second.rawValue)" } ?? ""
    },
    Column.ratio("pair_part", "两项共同的贡献", "part of the two together") { $0.profile.pair?.part },
    Column.ratio("profile_score", "偏高部分得分", "score of features above the peers") { $0.profile.upperScore },
  ]
}
