public import SteelyardDomain

/// Groups of persons that one institution settled together more often than chance explains (`card-bursts.csv`).
public enum CardBurstTable {
  /// The name of the file in a run's folder.
  public static let fileName = "card-bursts.csv"

  /// One group.
  public struct Row: Sendable {
    /// The institution's code.
    public var institution: String
    /// Its name.
    public var name: String
    /// The persons' pseudonyms, in byte order.
    public var persons: [String]
    /// The days on which the group came, ascending.
    public var days: [Day]
    /// The group's visits on those days.
    public var visits: Int
    /// How many of them independent scheduling would give at most.
    public var visitsExpected: Double
    /// The decimal logarithm of the bound on chance.
    public var chanceLog10: Double

    /// Creates a row.
    public init(
      institution: String, name: String, persons: [String], days: [Day], visits: Int, visitsExpected: Double,
      chanceLog10: Double
    ) {
      self.institution = institution
      self.name = name
      self.persons = persons
      self.days = days
      self.visits = visits
      self.visitsExpected = visitsExpected
      self.chanceLog10 = chanceLog10
    }
  }

  /// The columns.
  public static let table = ResultTable<Row>([
    Column("institution_id", zh: "机构编码", en: "institution code", .text) { $0.institution },
    Column("name", zh: "机构名称", en: "name", .text) { $0.name },
    Column("persons", zh: "人数", en: "persons", .whole) { NumberFormats.whole($0.persons.count) },
    Column("days", zh: "同日天数", en: "days together", .whole) { NumberFormats.whole($0.days.count) },
    Column("visits", zh: "人次", en: "visits", .whole) { NumberFormats.whole($0.visits) },
    Column("visits_expected", zh: "偶然至多人次", en: "visits by chance at most", .ratio) {
      NumberFormats.ratio($0.visitsExpected)
    },
    Column("chance_log10", zh: "偶然概率上界（以10为底的对数）", en: "log10 of the bound on chance", .ratio) {
      NumberFormats.ratio($0.chanceLog10)
    },
    Column("dates", zh: "日期", en: "dates", .text) { $0.days.map(\.description).joined(separator: ";") },
    Column("members", zh: "参保人（假名）", en: "members, by pseudonym", .text) { $0.persons.joined(separator: ";") },
  ])

  private typealias Column = ResultTable<Row>.Column
}
