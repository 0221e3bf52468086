public import SteelyardDomain

/// What a simulated city is like: everything its tables depend on.
///
/// Equal scenarios give equal bytes.
///
/// ```swift
/// var scenario = Scenario(seed: 7)
/// scenario.plantings = [Planting(.dearPrice, count: 4)]
/// ```
public struct Scenario: Equatable, Sendable {
  /// How many insured persons; each has at least one specified disease.
  public var persons: Int
  /// How many institutions.
  public var institutions: Int
  /// The seed of every random stream.
  public var seed: UInt64
  /// The months in which settlements lie, both ends included.
  public var period: ClosedRange<Month>
  /// The spread between honest institutions: standard deviation of ln(cost of a like patient).
  ///
  /// 0 none, 0.05 moderate, 0.12 strong. Four fifths of it are price, three fifths visits (0.8² + 0.6² = 1).
  public var honestVariation: Double
  /// What is planted.
  public var plantings: [Planting]
  /// What every planted strength is multiplied by: 1 as told, 0 no effect at all.
  public var strengthMultiplier: Double
  /// How many heads an institution is expected to have before anything is planted at it.
  public var plantedHeadsMinimum: Double
  /// In which words the columns are named.
  public var headers: HeaderStyle
  /// Whether fee lines are written beside the settlements; the other tables are the same with them and without.
  public var hasLines: Bool

  /// The third quarter of 2025.
  public static let usualPeriod = Month(year: 2025, month: 7)...Month(year: 2025, month: 9)

  /// Creates a scenario; what is not told is as in the usual city, a quarter of about 200,000 settlements.
  public init(
    persons: Int = 40_000, institutions: Int = 260, seed: UInt64 = 20_250_701,
    period: ClosedRange<Month> = Scenario.usualPeriod, honestVariation: Double = 0.05,
    plantings: [Planting] = Planting.usual, strengthMultiplier: Double = 1, plantedHeadsMinimum: Double = 200,
    headers: HeaderStyle = .national, hasLines: Bool = false
  ) {
    self.persons = persons
    self.institutions = institutions
    self.seed = seed
    self.period = period
    self.honestVariation = honestVariation
    self.plantings = plantings
    self.strengthMultiplier = strengthMultiplier
    self.plantedHeadsMinimum = plantedHeadsMinimum
    self.headers = headers
    self.hasLines = hasLines
  }

  /// The tables that are written.
  public var tables: [SimulatedTable] { SimulatedTable.allCases.filter { $0 != .lines || hasLines } }
}

extension Scenario {
  /// The days of the period.
  var days: Range<Int32> {
    period.lowerBound.firstDay.number..<Month(number: period.upperBound.number + 1).firstDay.number
  }

  /// A random stream of this city: one for each purpose and each institution or person.
  enum Purpose: UInt64 {
    /// What an institution is.
    case institution = 1
    /// What a person is, and when and where the person goes.
    case person
    /// What comes of each visit: repeats, amounts, refunds.
    case settlements
    /// Groups and days of card bursts.
    case bursts
    /// The fee lines of a person's settlements.
    case lines
  }

  /// The number of a stream; purposes keep 2^56 positions apart.
  func stream(_ purpose: Purpose, _ position: Int) -> UInt64 { purpose.rawValue << 56 | UInt64(position) }
}
