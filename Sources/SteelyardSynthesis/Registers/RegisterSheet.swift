internal import SteelyardDomain
internal import SteelyardNumerics

/// The registers of a story while they are filled, with what a story needs to fill them.
struct RegisterSheet: ~Copyable {
  /// The months of the payments, ascending.
  let months: [Month]
  /// The day runs are made for.
  let asOf: Day
  /// The draws of the person whose rows are written.
  var source: RandomSource
  /// What is planted and what comes near.
  private(set) var truth: [RegisterTruth] = []
  /// Rows of each register.
  private(set) var rows: [Int]
  private let names: [String]
  private var filled: [[UInt8]]

  init(_ story: RegisterStory, _ scenario: RegisterScenario) {
    months = (scenario.period.lowerBound.number...scenario.period.upperBound.number).map { Month(number: $0) }
    asOf = RegisterScenario.asOf
    source = RandomSource(seed: scenario.seed, stream: 0)
    names = story.tables.map(\.name)
    rows = names.map { _ in 0 }
    filled = story.tables.map { Array("\($0.header)\n".utf8) }
  }

  /// A draw from 0, 1 … bound − 1, all equally likely.
  mutating func draw(below bound: Int) -> Int { source.uniform(below: bound) }

  /// The last month of the payments.
  var last: Month { months[months.count - 1] }

  /// The month so many before the last.
  func month(_ before: Int) -> Month { Month(number: last.number - Int32(before)) }

  /// Writes a row of a register.
  ///
  /// - Precondition: the story has a register of that name, and no field holds a comma, a quote or a line end.
  mutating func row(_ table: String, _ fields: String...) {
    guard let place = names.firstIndex(of: table) else { preconditionFailure("a story writes its own registers") }
    for (position, field) in fields.enumerated() {
      if position > 0 { filled[place].append(UInt8(ascii: ",")) }
      filled[place].append(contentsOf: field.utf8)
    }
    filled[place].append(UInt8(ascii: "\n"))
    rows[place] += 1
  }

  /// Notes a subject that a rule must, or must not, find.
  mutating func note(_ rule: String, _ kind: Clue.Subject.Kind, _ subject: String, isPlanted: Bool) {
    truth.append(RegisterTruth(rule: rule, kind: kind, subject: subject, isPlanted: isPlanted))
  }

  /// Hands on what is filled, where it is more than a block or all of it is wanted.
  mutating func hand<Failure: Error>(
    all: Bool, to sink: (String, UnsafeRawBufferPointer) throws(Failure) -> Void
  ) throws(Failure) {
    for (place, name) in names.enumerated() where !filled[place].isEmpty && (all || filled[place].count >= 1 << 18) {
      let bytes = filled[place]
      filled[place].removeAll(keepingCapacity: true)
      try bytes.withUnsafeBufferPointer { buffer throws(Failure) in try sink(name, UnsafeRawBufferPointer(buffer)) }
    }
  }
}

/// An amount as a register writes it.
func yuanText(_ yuan: Int, _ fen: Int = 0) -> String { "\(yuan).\(paddedText(fen, 2))" }

extension Day {
  /// The day so many days later, or before.
  func later(_ days: Int) -> Day { Day(number: number + Int32(days)) }

  /// The same day so many years before, or 28 February where there is none.
  func earlier(years: Int) -> Day {
    let parts = civil
    guard
      let day = Day(year: parts.year - years, month: parts.month, day: parts.day)
        ?? Day(year: parts.year - years, month: parts.month, day: 28)
    else { preconditionFailure("years of the registers lie within the calendar") }
    return day
  }
}

extension Month {
  /// The last day.
  var lastDay: Day { Month(number: number + 1).firstDay.later(-1) }
}
