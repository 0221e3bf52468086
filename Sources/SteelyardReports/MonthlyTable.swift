internal import SteelyardDomain
public import SteelyardScoring

/// The figures of every month (`monthly.csv`): what `steelyard warn` reads.
public enum MonthlyTable {
  /// The name of the file in a run's folder.
  public static let fileName = "monthly.csv"

  /// The columns.
  public static let table = ResultTable<MonthlyFigure>([
    Column("month", zh: "月份", en: "month", .text) { $0.month.description },
    Column("institution_id", zh: "机构编码", en: "institution code", .text) { $0.institution },
    Column("peer_group", zh: "同类组", en: "peer group", .word) { $0.peerGroup },
    Column("heads", zh: "就诊人头", en: "heads", .whole) { NumberFormats.whole($0.heads) },
    Column("visits", zh: "人次", en: "visits", .whole) { NumberFormats.whole($0.visits) },
    Column("cost", zh: "医疗费用", en: "cost", .money) { NumberFormats.yuan(fen: $0.costFen) },
    Column("expected", zh: "期望费用（截断后）", en: "expected cost, capped", .money) { NumberFormats.yuan($0.expected) },
    Column("index_adjusted", zh: "调整后指数", en: "adjusted index", .ratio) { NumberFormats.ratio($0.indexAdjusted) },
    Column("standard_error", zh: "对数指数标准误", en: "standard error of ln(index)", .ratio) {
      NumberFormats.ratio($0.standardError)
    },
  ])

  private typealias Column = ResultTable<MonthlyFigure>.Column

  /// Reads the figures back, or `nil` where the bytes are none.
  public static func parse(_ bytes: [UInt8]) -> [MonthlyFigure]? {
    guard let records = CsvText.records(bytes), records.first == table.columns.map(\.name) else { return nil }
    var figures: [MonthlyFigure] = []
    var seen: Set<[String]> = []
    for record in records.dropFirst() {
      guard record.count == table.columns.count, case .months(let months)? = Period(record[0]),
        months.count == 1, let heads = Int64(record[3]), heads >= 0,
        let cost = NumberFormats.fen(yuan: record[5]).flatMap({ Int64(exactly: $0) }),
        seen.insert([record[0], record[1]]).inserted,
        record[6...].allSatisfy({ $0.isEmpty || Double($0).map { abs($0) <= 1e100 } == true })
      else { return nil }
      figures.append(
        MonthlyFigure(
          month: months.lowerBound, institution: CsvWriter.unguarded(record[1]),
          peerGroup: CsvWriter.unguarded(record[2]), heads: heads, visits: Int64(record[4]), costFen: cost,
          expected: Double(record[6]), indexAdjusted: Double(record[7]), standardError: Double(record[8])))
    }
    return figures
  }
}

extension Month {
  /// A month's position for counting: months between two are the difference.
  fileprivate static func distance(_ a: Month, _ b: Month) -> Int { Int(b.number - a.number) }
}

extension ClosedRange<Month> {
  /// How many months lie in the range.
  fileprivate var count: Int { Month.distance(lowerBound, upperBound) + 1 }
}
