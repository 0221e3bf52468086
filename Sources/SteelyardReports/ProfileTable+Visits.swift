internal import SteelyardDomain
internal import SteelyardScoring

/// The columns of money above the funnel's limit, of visits against the peers, and of digits against Benford's law.
extension ProfileTable {
  static let limitColumns: [Column] =
    [
      Column("excess_over_limit", zh: "超过内侧上限的金额", en: "money above the upper inner limit", .money) {
        NumberFormats.yuan($0.excessOverLimit)
      }
    ] + ResultTable.dispersionColumns(prefix: "limit_", zh: "上限", en: "of the limit") { $0.score.dispersion }

  static let visitColumns: [Column] = [
    Column.ratio("visits_isr", "标化就诊比", "standardised visit ratio") { $0.visits?.ratio },
    Column.ratio("visits_isr_low", "标化就诊比95%下限", "standardised visit ratio, 95 % lower end") { $0.visits?.low },
    Column.ratio("visits_isr_high", "标化就诊比95%上限", "standardised visit ratio, 95 % upper end") { $0.visits?.high },
    Column.ratio("visits_israte", "间接标化人均次数", "visits per head, indirectly standardised") { $0.visits?.rate.value },
    Column.ratio("visits_israte_low", "间接标化人均次数95%下限", "its 95 % lower end") { $0.visits?.rate.low },
    Column.ratio("visits_israte_high", "间接标化人均次数95%上限", "its 95 % upper end") { $0.visits?.rate.high },
    Column.ratio("visits_dsr", "直接标化人均次数", "visits per head, directly standardised") { $0.visits?.direct?.value },
    Column.ratio("visits_dsr_low", "直接标化人均次数95%下限", "its 95 % lower end") { $0.visits?.direct?.low },
    Column.ratio("visits_dsr_high", "直接标化人均次数95%上限", "its 95 % upper end") { $0.visits?.direct?.high },
    Column.ratio("visits_dsr_coverage", "直接标化覆盖同类人头占比", "share of the peers' heads the direct rate covers") {
      $0.visits?.directCoverage
    },
  ]

  static let digitColumns: [Column] = [
    Column("digits_amounts", zh: "首两位数金额笔数", en: "amounts whose first two digits were taken", .whole) {
      NumberFormats.whole($0.profile.digits?.amounts)
    },
    Column.ratio("digits_mad", "首两位数平均绝对偏离（MAD）", "first two digits, mean absolute deviation") {
      $0.profile.digits?.deviation
    },
    Column.ratio("digits_mad_by_chance", "偶然预期的MAD", "MAD expected by chance") { $0.profile.digits?.deviationByChance },
    Column(
      "digits_conformity", zh: "与本福特定律的符合程度", en: "conformity with Benford's law", .word,
      words: Wording.conformity
    ) { $0.profile.digits?.conformity ?? "" },
  ]
}
