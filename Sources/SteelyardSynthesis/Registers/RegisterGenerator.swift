internal import SteelyardDomain
internal import SteelyardNumerics

/// Makes the registers of a comparison model for a made-up population, with cases of every rule and near misses.
///
/// Ordinary persons have nothing that a rule may find; after them come the cases, so the registers of more persons
/// begin with those of fewer. Memory holds a block of each register and the truth.
public struct RegisterGenerator: Sendable {
  /// What the population is like.
  public let scenario: RegisterScenario
  private let story: RegisterStory

  /// Creates a generator, or `nil` for a model that has no story.
  ///
  /// - Precondition: 1 to 9,000,000 persons, 6 to 120 months, 1 to 1,000 cases of a kind.
  public init?(_ scenario: RegisterScenario) {
    guard let story = RegisterStory.all.first(where: { $0.model == scenario.model }) else { return nil }
    precondition((1...9_000_000).contains(scenario.persons), "a population has 1 to 9,000,000 persons")
    precondition((6...120).contains(scenario.months), "payments go back 6 to 120 months")
    precondition((1...1_000).contains(scenario.casesPerKind), "there are 1 to 1,000 cases of a kind")
    self.scenario = scenario
    self.story = story
  }

  /// The names of the registers, in the order of the model.
  public var registers: [String] { story.tables.map(\.name) }

  /// Writes all registers to a sink, each beginning with its header.
  ///
  /// Blocks end at row ends; blocks of different registers alternate. The bytes are valid during the call only.
  ///
  /// - Throws: what the sink throws; nothing is written after that.
  public func write<Failure: Error>(
    to sink: (String, UnsafeRawBufferPointer) throws(Failure) -> Void
  ) throws(Failure) -> RegisterSummary {
    var sheet = RegisterSheet(story, scenario)
    story.once(&sheet)
    for position in 0..<scenario.persons {
      sheet.source = RandomSource(seed: scenario.seed, stream: UInt64(position) + 1)
      story.ordinary(SimulatedHolder(position: position), &sheet)
      try sheet.hand(all: false, to: sink)
    }
    var position = scenario.persons
    for one in story.cases {
      for _ in 0..<min(scenario.casesPerKind, one.countMaximum) {
        sheet.source = RandomSource(seed: scenario.seed, stream: UInt64(position) + 1)
        one.write(SimulatedHolder(position: position), &sheet)
        position += 1
      }
      try sheet.hand(all: false, to: sink)
    }
    try sheet.hand(all: true, to: sink)
    return RegisterSummary(
      rows: Dictionary(uniqueKeysWithValues: zip(registers, sheet.rows)), truth: sheet.truth)
  }
}

extension RegisterTruth {
  /// The table of the truth: one row a subject and rule.
  public static func csv(_ truth: [RegisterTruth]) -> [UInt8] {
    let rows = truth.map { "\($0.rule),\($0.kind.rawValue),\($0.subject),\($0.isPlanted ? "planted" : "near")\n" }
    return Array(("rule,kind,subject,case\n" + rows.joined()).utf8)
  }
}
