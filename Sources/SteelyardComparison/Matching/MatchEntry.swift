public import SteelyardDomain

/// Two accounts of a person that may be one person's, for someone to decide.
///
/// Nothing is joined while an entry is open: rows it holds back have no key. Its ``key`` is the same in every run that
/// meets the same two accounts, so that a decision is made once.
public struct MatchEntry: Equatable, Sendable {
  /// Why it is not plain whether the two are one person.
  public enum Queue: String, CaseIterable, Sendable {
    /// One valid number, two names.
    case nameConflict = "name-conflict"
    /// Name, day of birth and area alike, and a number that is not valid.
    case weakMatch = "weak-match"
  }

  /// One account of the person.
  public struct Account: Equatable, Sendable {
    /// The register.
    public let register: String
    /// Its column of the number.
    public let column: String
    /// The number, or what stands in its stead: secret, it leaves a run only as a pseudonym.
    public let person: String
    /// How many rows tell it.
    public let rows: Int64
    /// The first of them: the number of the file among the register's files, and the line.
    public let file, line: Int32

    /// The account with another name for its person.
    func naming(_ name: (String) -> String) -> Account {
      Account(register: register, column: column, person: name(person), rows: rows, file: file, line: line)
    }
  }

  /// A key that is the same in every run.
  public let key: String
  /// Which queue it stands in.
  public let queue: Queue
  /// The account that is held back.
  public let held: Account
  /// The account it may belong to.
  public let against: Account
  /// What someone decided; `nil` where no one has yet.
  public let decision: MatchDecision?

  /// The entry with other names for its persons: pseudonyms.
  public func naming(_ name: (String) -> String) -> MatchEntry {
    MatchEntry(key: key, queue: queue, held: held.naming(name), against: against.naming(name), decision: decision)
  }
}

/// Rows of a register whose person is another one than their number says, or not known.
public struct KeyChange: Equatable, Sendable {
  /// The register.
  public let register: String
  /// Its column of persons.
  public let column: String
  /// The key the rows have.
  public let from: Int32
  /// The column of the name and the name the rows must have; `nil` where the key alone tells them.
  public let name: (column: String, text: String)?
  /// The key they get; ``RegisterBatch/absentText`` while a queue waits.
  public let to: Int32

  /// Whether two changes are the same.
  public static func == (a: KeyChange, b: KeyChange) -> Bool {
    a.register == b.register && a.column == b.column && a.from == b.from && a.to == b.to
      && a.name?.column == b.name?.column && a.name?.text == b.name?.text
  }
}

/// What came of matching: the queues, and what the rows' keys become.
public struct MatchOutcome: Equatable, Sendable {
  /// The entries of both queues, by queue and key.
  public let entries: [MatchEntry]
  /// The rows whose keys change.
  public let changes: [KeyChange]
  /// Keys of decisions that say together that two valid numbers are one person's.
  public let contradictions: [String]

  /// Creates an outcome.
  public init(entries: [MatchEntry], changes: [KeyChange], contradictions: [String]) {
    self.entries = entries
    self.changes = changes
    self.contradictions = contradictions
  }

  /// How many entries of a queue stand under a decision, `nil` for those that are open.
  public func count(_ queue: MatchEntry.Queue, _ decision: MatchDecision?) -> Int {
    entries.count { $0.queue == queue && $0.decision == decision }
  }
}
