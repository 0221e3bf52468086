public import SteelyardDomain

/// Finds the accounts of persons that may be one person's, over all registers of a run.
///
/// 1. A valid number tells a person. Where registers give one number several names, the first register in the plan's order
///    that names it says who it is (the name of most of its rows, of equals the first in byte order); rows with another
///    name are held back in the queue of name conflicts.
/// 2. A number that is not valid (a slip, a mask, none) tells no one. Where name, day of birth and area are all told and
///    all equal to another account's, its rows are held back in the queue of weak matches.
/// 3. Nothing else is matched; no likeness of names or numbers joins anything.
///
/// A decision lets rows go: `same` gives them the other account's key, `other` leaves them a key of their own.
///
/// Edge cases: a row without a name is told by its number alone. Two valid numbers are two persons, whatever else is
/// equal: twins have different numbers. Which row stands first in a file changes nothing but the place that is named.
public struct PersonMatcher {
  /// A column of persons of a register.
  struct Side {
    let register: RegisterSchema
    let column: Int
    let name: Int?
    let birth: Int?
    let area: Int?
  }

  /// An account of a person: everything that is told of one on one side.
  struct Identity: Hashable {
    let side: Int32
    /// The key at load: the number's where it is valid.
    let key: Int32
    let isValid: Bool
    let name: Int32
    let birth: Int32
    let area: Int32
  }

  /// The rows of an account.
  struct Seen {
    var rows: Int64 = 0
    var file: Int32 = .max
    var line: Int32 = .max

    mutating func add(_ other: Seen) {
      rows += other.rows
      if (other.file, other.line) < (file, line) { (file, line) = (other.file, other.line) }
    }
  }

  private(set) var sides: [Side] = []
  private(set) var names = IdentifierTable()
  private(set) var identities: [Identity: Seen] = [:]

  /// Creates a matcher for registers in the order of their plan.
  public init(registers: [RegisterSchema]) {
    for register in registers {
      func place(_ name: String?) -> Int? { name.flatMap { name in register.columns.firstIndex { $0.name == name } } }
      for person in register.persons {
        guard let column = place(person.id) else { continue }
        sides.append(
          Side(
            register: register, column: column, name: place(person.name), birth: place(person.birth),
            area: place(person.area)))
      }
    }
  }

  /// Takes the persons of a batch down.
  public mutating func add(_ batch: RegisterBatch, of register: String) {
    for (number, side) in sides.enumerated() where side.register.name == register {
      guard let name = side.name else { continue }
      add(batch, Int32(number), side, name)
    }
  }

  private mutating func add(_ batch: RegisterBatch, _ number: Int32, _ side: Side, _ name: Int) {
    guard case .persons(let persons) = batch.columns[side.column], case .texts(let nameCodes) = batch.columns[name]
    else { return }
    // The batch's codes of texts are its own; each is looked up once.
    var known = [Int32](repeating: .min, count: batch.texts.count)
    func code(_ text: Int32, _ names: inout IdentifierTable) -> Int32 {
      if text < 0 { return RegisterBatch.absentText }
      if known[Int(text)] == .min { known[Int(text)] = names.code(of: batch.texts.text(of: text)) }
      return known[Int(text)]
    }
    let births: [Int32]? = if let birth = side.birth, case .days(let days) = batch.columns[birth] { days } else { nil }
    let areas: [Int32]? = if let area = side.area, case .texts(let texts) = batch.columns[area] { texts } else { nil }
    for row in 0..<batch.count where persons.key[row] >= 0 && nameCodes[row] >= 0 {
      let identity = Identity(
        side: number, key: persons.key[row], isValid: persons.key[row] == persons.number[row],
        name: code(nameCodes[row], &names), birth: births?[row] ?? RegisterBatch.absentDate,
        area: areas.map { code($0[row], &names) } ?? RegisterBatch.absentText)
      identities[identity, default: Seen()].add(Seen(rows: 1, file: batch.file[row], line: batch.line[row]))
    }
  }

  /// Matches everything that was taken down.
  ///
  /// - Parameters:
  ///   - persons: the run's table of numbers and keys; keys of persons that are told apart by name are added to it.
  ///   - decisions: what was decided, by the entries' keys.
  ///   - key: makes a key of a secret text, the same in every run.
  public func matches(
    persons: inout IdentifierTable, decisions: [String: MatchDecision], key: (String) -> String
  ) -> MatchOutcome {
    let conflicts = nameConflicts(&persons, decisions, key)
    let weak = weakMatches(persons, decisions, key)
    return MatchOutcome(
      entries: (conflicts.entries + weak.entries).sorted { ($0.queue.rawValue, $0.key) < ($1.queue.rawValue, $1.key) },
      changes: conflicts.changes + weak.changes, contradictions: weak.contradictions)
  }

  /// The account of a side for an entry.
  func account(_ side: Int32, person: String, _ seen: Seen) -> MatchEntry.Account {
    let place = sides[Int(side)]
    return MatchEntry.Account(
      register: place.register.name, column: place.register.columns[place.column].name, person: person,
      rows: seen.rows, file: seen.file, line: seen.line)
  }

  /// The text that an entry's key is made of.
  func secret(_ queue: MatchEntry.Queue, _ held: MatchEntry.Account, _ parts: [String]) -> String {
    ([queue.rawValue, held.register, held.column] + parts).joined(separator: "\u{1F}")
  }

  /// A change of the rows of one side.
  func change(_ side: Int32, from: Int32, name: String? = nil, to: Int32) -> KeyChange {
    let place = sides[Int(side)]
    return KeyChange(
      register: place.register.name, column: place.register.columns[place.column].name, from: from,
      name: name.flatMap { text in place.name.map { (place.register.columns[$0].name, text) } }, to: to)
  }
}
