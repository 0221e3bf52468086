public import SteelyardDomain

/// What a comparison model computes: registers, standards and the rules that compare them.
///
/// A plan is what a model file says, not yet checked; `ValidatedPlan` is one in which every name is known and every
/// formula has a type. The order of rules is the order of their clues.
public struct ComparisonPlan: Equatable, Sendable {
  /// The registers, each under its own name.
  public var registers: [RegisterSchema]
  /// The amounts prescribed.
  public var standards: [Standard]
  /// Which days are worked.
  public var calendar: WorkCalendar
  /// The rules.
  public var rules: [Rule]

  /// Creates a plan.
  public init(
    registers: [RegisterSchema] = [], standards: [Standard] = [], calendar: WorkCalendar = WorkCalendar(),
    rules: [Rule] = []
  ) {
    self.registers = registers
    self.standards = standards
    self.calendar = calendar
    self.rules = rules
  }

  /// The schema of a register.
  public func register(_ name: String) -> RegisterSchema? { registers.first { $0.name == name } }

  /// The files of its queries as they were read, each once, by name in byte order.
  public var queryFiles: [(name: String, bytes: [UInt8])] {
    let queries = rules.compactMap { if case .query(let query) = $0.operation { query } else { nil } }
    let texts = Dictionary(queries.map { ($0.file, $0.sql) }, uniquingKeysWith: { first, _ in first })
    return texts.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }.map { ($0.key, Array($0.value.utf8)) }
  }

  /// The standard of a name.
  public func standard(_ name: String) -> Standard? { standards.first { $0.name == name } }
}

/// What a run says about time: the values of ``Formula/Parameter``.
public struct ComparisonDates: Equatable, Sendable {
  /// The day the run is made for: what is open is open on this day.
  public let asOf: Day
  /// The months the run is about.
  public let months: ClosedRange<Month>

  /// Creates the dates of a run.
  public init(asOf: Day, months: ClosedRange<Month>) {
    self.asOf = asOf
    self.months = months
  }
}
