/// How the ledger is worked on: in blocks of persons, each of which makes a part.
extension Ledger {
  /// The parts of all blocks of persons, in order; the blocks are the same for any number of threads.
  ///
  /// - Parameters:
  ///   - threads: how many threads.
  ///   - ages: what tells a person's age; `nil` leaves age band and scheme unread.
  ///   - empty: makes a part to start from.
  ///   - add: adds a person's period to a part; persons come in order.
  func parts<Part: Sendable>(
    threads: Int, ages: AgeSource?, empty: @escaping @Sendable () -> Part,
    add: @escaping @Sendable (inout Part, PersonPeriod, Int) -> Void
  ) -> [Part] {
    let size = 8_192
    let persons = persons
    return concurrently((persons + size - 1) / size, threads: threads) { block in
      var part = empty()
      var period = PersonPeriod()
      for person in block * size..<min((block + 1) * size, persons) {
        if let ages { period.read(person, of: self, ages: ages) } else { period.readVisits(person, of: self) }
        add(&part, period, person)
      }
      return part
    }
  }
}

extension StratumFrame {
  /// Strata by their codes: the strata in order, and the place of each code among them.
  func ordered(_ codes: Set<StratumCode>) -> (strata: [Stratum], places: [StratumCode: Int32]) {
    let named = codes.map { (code: $0, stratum: Stratum(labels: labels($0))) }.sorted { $0.stratum < $1.stratum }
    return (
      named.map(\.stratum), Dictionary(uniqueKeysWithValues: named.enumerated().map { ($1.code, Int32($0)) })
    )
  }
}
