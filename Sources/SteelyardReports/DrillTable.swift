internal import SteelyardDomain
public import SteelyardScoring

/// Where the excess of the institutions to look into comes from (`drill.csv`): each stratum, then the patients who add
/// most to it by pseudonym, then its other patients together.
///
/// The strata of an institution add up to its excess in the ranking, and the other rows to their stratum.
public enum DrillTable {
  /// The name of the file in a run's folder.
  public static let fileName = "drill.csv"

  /// What a row is.
  public enum Part: String, CaseIterable, Sendable {
    /// All of a stratum.
    case stratum
    /// One of its patients.
    case patient
    /// Its patients that are not shown one by one.
    case others
  }

  /// A row.
  public struct Row: Sendable {
    /// The institution's code and name.
    public var institution, name: String
    /// What the row is.
    public var part: Part
    /// The stratum's labels: disease and factors.
    public var labels: [String]
    /// The patient's pseudonym; empty for several.
    public var person: String
    /// Heads and visits.
    public var heads, visits: Int64
    /// Cost in fen.
    public var costFen: Int64
    /// Expected cost in yuan.
    public var expected: Double

    /// Cost less expected, yuan.
    var excess: Double { Double(costFen) / 100 - expected }
  }

  /// The columns.
  public static let table = ResultTable<Row>(
    [
      Column("institution_id", zh: "机构编码", en: "institution code", .text) { $0.institution },
      Column("name", zh: "机构名称", en: "name", .text) { $0.name },
      Column("part", zh: "部分", en: "part", .word, words: partWords) { $0.part.rawValue },
    ]
      + labelColumns + [
        Column("person", zh: "参保人（假名）", en: "insured person (pseudonym)", .text) { $0.person },
        Column("heads", zh: "病种人头", en: "heads of the disease", .whole) { NumberFormats.whole($0.heads) },
        Column("visits", zh: "人次", en: "visits", .whole) { NumberFormats.whole($0.visits) },
        Column("cost", zh: "医疗费用", en: "cost", .money) { NumberFormats.yuan(fen: $0.costFen) },
        Column("expected", zh: "期望费用（未截断）", en: "expected cost, uncapped", .money) {
          NumberFormats.yuan($0.expected)
        },
        Column("excess", zh: "超出同组金额", en: "excess over peers", .money) { NumberFormats.yuan($0.excess) },
      ])

  /// The rows of drills.
  ///
  /// - Parameters:
  ///   - names: names by institution code.
  ///   - pseudonym: the pseudonym of a person's code.
  public static func rows(_ drills: [Drill], names: [String: String], pseudonym: (Int32) -> String) -> [Row] {
    drills.flatMap { drill in
      drill.parts.flatMap { part in
        let name = names[drill.institution] ?? ""
        func row(_ kind: Part, _ person: String, _ patients: [Drill.Patient]) -> Row {
          let heads = patients.reduce(0) { $0 + $1.heads }
          return Row(
            institution: drill.institution, name: name, part: kind, labels: part.stratum.labels, person: person,
            heads: heads, visits: patients.reduce(0) { $0 + $1.visits },
            costFen: patients.reduce(0) { $0 + $1.costFen }, expected: part.expected(of: heads))
        }
        let (leading, others) = part.leading(Drill.patientsShown, named: pseudonym)
        return [row(.stratum, "", part.patients)] + leading.map { row(.patient, $0.name, [$0.patient]) }
          + (others.isEmpty ? [] : [row(.others, "", others)])
      }
    }
  }

  private typealias Column = ResultTable<Row>.Column

  private static let labelColumns = ["disease", "age_band", "sex", "scheme", "attached"].enumerated().map {
    position, name in
    Column(name, zh: Wording.stratumLabel(name).zh, en: Wording.stratumLabel(name).en, .word) { $0.labels[position] }
  }

  private static let partWords: @Sendable (String) -> LocalizedText = { cell in
    Part(rawValue: cell).map(Wording.drillPart) ?? LocalizedText(zh: cell, en: cell)
  }
}
