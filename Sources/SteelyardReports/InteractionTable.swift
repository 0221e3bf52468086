internal import SteelyardDomain
public import SteelyardScoring

/// The squared distance of institutions unlike their peers, split over features and pairs of them
/// (`interactions.csv`): the Shapley interaction matrix, one row an element on or below its diagonal.
public enum InteractionTable {
  /// The name of the file in a run's folder.
  public static let fileName = "interactions.csv"

  /// A part of one institution's distance.
  public struct Row: Sendable {
    /// The institution's code.
    public var institution: String
    /// The features, the same twice for a feature's own part.
    public var part: InstitutionProfile.Pair

    /// Creates a row.
    public init(institution: String, part: InstitutionProfile.Pair) {
      self.institution = institution
      self.part = part
    }
  }

  /// The columns; the parts of an institution add up to its distance in `profile.csv`.
  public static let table = ResultTable<Row>([
    Column("institution_id", zh: "机构编码", en: "institution code", .text) { $0.institution },
    Column("feature", zh: "特征", en: "feature", .word, words: featureWords) { $0.part.first.rawValue },
    Column("other_feature", zh: "另一特征", en: "other feature", .word, words: featureWords) { $0.part.second.rawValue },
    Column("part", zh: "对距离的贡献", en: "part of the distance", .ratio) { NumberFormats.ratio($0.part.part) },
  ])

  /// The parts of a run as CSV, by institution.
  public static func csv(_ profile: ProfileScores) -> [UInt8] {
    table.csv(profile.profiles.flatMap { own in own.interactions.map { Row(institution: own.institution, part: $0) } })
  }

  private typealias Column = ResultTable<Row>.Column

  private static let featureWords: @Sendable (String) -> LocalizedText = { cell in
    ProfileFeature(rawValue: cell).map(Wording.profileFeature) ?? LocalizedText(zh: cell, en: cell)
  }
}
