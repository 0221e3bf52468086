public import SteelyardDomain

/// What a simulated population is like whose registers a comparison model compares.
///
/// Equal scenarios give equal bytes.
public struct RegisterScenario: Equatable, Sendable {
  /// The model whose registers are made.
  public var model: String
  /// How many ordinary persons there are, beside those of the cases.
  public var persons: Int
  /// The seed of every random stream.
  public var seed: UInt64
  /// How many months payments go back.
  public var months: Int
  /// How many cases of each kind there are.
  public var casesPerKind: Int

  /// Creates a scenario.
  public init(model: String, persons: Int, seed: UInt64 = 20_250_701, months: Int = 6, casesPerKind: Int = 10) {
    self.model = model
    self.persons = persons
    self.seed = seed
    self.months = months
    self.casesPerKind = casesPerKind
  }

  /// The models whose registers can be made, in byte order.
  public static var models: [String] { RegisterStory.all.map(\.model).sorted() }

  /// The day runs are made for.
  public static let asOf = Month(year: 2025, month: 8).firstDay
  /// The last month of payments; it lies long enough before ``asOf`` for what is late to be late.
  static let lastMonth = Month(year: 2025, month: 6)

  /// The months of the payments.
  public var period: ClosedRange<Month> {
    Month(number: Self.lastMonth.number - Int32(months) + 1)...Self.lastMonth
  }
}

/// What is known of a simulated subject: a clue of the rule must be about it, or must not.
public struct RegisterTruth: Equatable, Sendable {
  /// The rule.
  public let rule: String
  /// What the subject is: person, account, employer …
  public let kind: Clue.Subject.Kind
  /// The subject, as the registers write it.
  public let subject: String
  /// Whether the rule must find it; otherwise it is a near miss, which the rule must not find.
  public let isPlanted: Bool
}

/// What a simulated population came to.
public struct RegisterSummary: Equatable, Sendable {
  /// Rows of each register, by its name.
  public var rows: [String: Int] = [:]
  /// What was planted and what only comes near.
  public var truth: [RegisterTruth] = []
}
