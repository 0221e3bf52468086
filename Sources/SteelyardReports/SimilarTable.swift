internal import SteelyardDomain
public import SteelyardScoring

/// Institutions that are unlike their peers in the same way as a given one (`steelyard similar`).
public enum SimilarTable {
  /// A neighbour with what the ranking says of it.
  public struct Row: Sendable {
    let neighbour: SimilarInstitutions.Neighbour
    let ranking: RankingRow?

    /// Creates a row.
    public init(_ neighbour: SimilarInstitutions.Neighbour, ranking: RankingRow?) {
      self.neighbour = neighbour
      self.ranking = ranking
    }
  }

  /// The columns.
  public static let table = ResultTable<Row>([
    Column("institution_id", zh: "机构编码", en: "institution code", .text, terminal: 0) { $0.neighbour.institution },
    Column("name", zh: "机构名称", en: "name", .text, terminal: 5) { $0.ranking?["name"] ?? "" },
    Column("peer_group", zh: "同类组", en: "peer group", .word, terminal: 4) { $0.ranking?["peer_group"] ?? "" },
    Column("band", zh: "建议", en: "band", .word, terminal: 2, words: bandWords) { $0.ranking?["band"] ?? "" },
    Column("index_adjusted", zh: "调整后指数", en: "index, adjusted", .ratio, terminal: 3) {
      $0.ranking?["index_adjusted"] ?? ""
    },
    Column("distance", zh: "特征距离", en: "distance", .ratio, terminal: 0) { NumberFormats.ratio($0.neighbour.distance) },
    Column("features_shared", zh: "共有特征数", en: "features of both", .whole, terminal: 6) { String($0.neighbour.shared) },
    Column(
      "alike", zh: "同样突出的特征（本机构 z / 该机构 z）", en: "stand out alike (own z / its z)", .word, terminal: 0, words: words
    ) { $0.neighbour.alike.map(cell).joined(separator: " ") },
    Column("unlike", zh: "差别最大的特征", en: "differ most", .word, terminal: 1, words: words) {
      $0.neighbour.unlike.map(cell) ?? ""
    },
  ])

  /// The features of the institutions of a run, as `profile.csv` tells them; `nil` where the bytes are no such table.
  public static func subjects(profile: [UInt8]) -> [SimilarInstitutions.Subject]? {
    guard let table = ResultRowTable(profile) else { return nil }
    return table.keys.sorted().compactMap { institution in
      table.rows(institution).last.map { row in
        SimilarInstitutions.Subject(
          institution: institution,
          z: Dictionary(
            uniqueKeysWithValues: ProfileFeature.allCases.compactMap { feature in
              row["feature_\(feature.rawValue)_z"].flatMap(Double.init).map { (feature, $0) }
            }))
      }
    }
  }

  private typealias Column = ResultTable<Row>.Column

  /// `visits=3.10/2.80`.
  private static func cell(_ shared: SimilarInstitutions.Shared) -> String {
    "\(shared.feature.rawValue)=\(NumberFormats.fixed(shared.own, decimals: 2))/"
      + NumberFormats.fixed(shared.other, decimals: 2)
  }

  private static let words: @Sendable (String) -> LocalizedText = { cell in
    let parts = cell.split(separator: " ").map { part in
      let sides = part.split(separator: "=").map(String.init)
      let feature = sides.first.flatMap(ProfileFeature.init).map(Wording.profileFeature)
      return LocalizedText(
        zh: "\(feature?.zh ?? "") \(sides.last ?? "")", en: "\(feature?.en ?? "") \(sides.last ?? "")")
    }
    return LocalizedText(zh: parts.map(\.zh).joined(separator: "；"), en: parts.map(\.en).joined(separator: "; "))
  }

  private static let bandWords: @Sendable (String) -> LocalizedText = { cell in
    InstitutionScore.Band(rawValue: cell).map(Wording.band) ?? LocalizedText(zh: cell, en: cell)
  }
}
