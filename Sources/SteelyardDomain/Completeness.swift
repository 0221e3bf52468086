/// How the rows of the claims lie over institutions and months, and how full they are.
public struct Completeness: Sendable {
  /// One institution.
  public struct Row: Sendable {
    /// Its code.
    public let institution: String
    /// Its name, empty where none is told.
    public let name: String
    /// Its rows in each of the months; a cell without rows is a month without rows.
    public let cells: [ClaimSurvey.Cell]

    /// Its rows in all of the months.
    public var whole: ClaimSurvey.Cell { cells.reduce(into: ClaimSurvey.Cell()) { $0 += $1 } }
  }

  /// The most months that are told: a day of another century must not make a table of a thousand columns.
  public static let monthsMaximum = 60
  /// A month of the data has at least this share of the rows of the fullest month, where no period is given.
  public static let monthShareMinimum = 0.02

  /// The months, ascending: those of the period, or those with rows worth the name.
  public let months: [Month]
  /// The institutions by code.
  public let rows: [Row]
  /// Rows of other months.
  public let rowsElsewhere: Int64
  /// Institutions with rows in each month.
  public let institutions: [Int]
  /// The rows of all institutions in each month.
  public let totals: [ClaimSurvey.Cell]

  /// Lays a survey out.
  ///
  /// - Parameters:
  ///   - survey: what was counted.
  ///   - codes: the institutions' codes by number.
  ///   - names: their names by number.
  ///   - period: the months the check is about.
  public init(_ survey: ClaimSurvey, codes: IdentifierTable, names: [String], period: Period) {
    let months = Self.months(survey, period)
    let positions = Dictionary(uniqueKeysWithValues: months.enumerated().map { ($1, $0) })
    var cells: [Int32: [ClaimSurvey.Cell]] = [:]
    var elsewhere: Int64 = 0
    for (place, cell) in survey.cells {
      guard let position = positions[place.month] else {
        elsewhere += cell.rows
        continue
      }
      cells[place.institution, default: Array(repeating: ClaimSurvey.Cell(), count: months.count)][position] = cell
    }
    self.months = months
    rowsElsewhere = elsewhere
    rows = cells.map { code, cells in
      Row(
        institution: codes.text(of: code), name: Int(code) < names.count ? names[Int(code)] : "", cells: cells)
    }.sorted { $0.institution.utf8.lexicographicallyPrecedes($1.institution.utf8) }
    institutions = months.indices.map { month in cells.values.count { $0[month].rows > 0 } }
    totals = months.indices.map { month in
      cells.values.reduce(into: ClaimSurvey.Cell()) { $0 += $1[month] }
    }
  }

  /// The months of the period, or from the first to the last month that has rows worth the name.
  private static func months(_ survey: ClaimSurvey, _ period: Period) -> [Month] {
    let range: ClosedRange<Int32>
    if case .months(let asked) = period {
      range = asked.lowerBound.number...asked.upperBound.number
    } else {
      var rows: [Month: Int64] = [:]
      for (place, cell) in survey.cells { rows[place.month, default: 0] += cell.rows }
      let fullest = Double(rows.values.max() ?? 0)
      let told = rows.filter { Double($0.value) >= monthShareMinimum * fullest }.keys.sorted()
      guard let first = told.first, let last = told.last else { return [] }
      range = first.number...last.number
    }
    return range.suffix(monthsMaximum).map(Month.init(number:))
  }
}
