import SteelyardDomain

/// How the ledger is worked on: in blocks of persons, each of which makes a part.
extension Ledger {
  /// The parts of all blocks of persons, in order; the blocks are the same for any number of threads.
  ///
  /// - Parameters:
  ///   - threads: how many threads.
  ///   - ages: what tells a person's age; `nil` leaves age band and scheme unread.
  ///   - empty: makes a part to start from.
  ///   - add: adds a person's period to a part; persons come in order, those without a row in the period not at all.
  func parts<Part: Sendable>(
    threads: Int, ages: AgeSource?, empty: @escaping @Sendable () -> Part,
    add: @escaping @Sendable (inout Part, PersonPeriod, Int) -> Void
  ) -> [Part] {
    let blocks = Ledger.blocks(persons: persons)
    return concurrently(blocks.count, threads: threads) { block in
      var part = empty()
      self.add(blocks[block], ages, to: &part, add)
      return part
    }
  }

  /// Parts of all persons, one for each thread: for sums, which are the same whoever was added to which part.
  ///
  /// - Parameters: as of ``parts(threads:ages:empty:add:)``; which persons a part has is not determined.
  func sums<Part: Sendable>(
    threads: Int, ages: AgeSource?, empty: @escaping @Sendable () -> Part,
    add: @escaping @Sendable (inout Part, PersonPeriod, Int) -> Void
  ) -> [Part] {
    let blocks = Ledger.blocks(persons: persons)
    let workers = max(1, min(threads, blocks.count))
    return concurrently(workers, threads: workers) { worker in
      var part = empty()
      for block in stride(from: worker, to: blocks.count, by: workers) { self.add(blocks[block], ages, to: &part, add) }
      return part
    }
  }

  private func add<Part>(
    _ block: Range<Int>, _ ages: AgeSource?, to part: inout Part, _ add: (inout Part, PersonPeriod, Int) -> Void
  ) {
    var period = PersonPeriod()
    for person in block {
      if let ages { period.read(person, of: self, ages: ages) } else { period.readVisits(person, of: self) }
      if !period.cells.isEmpty { add(&part, period, person) }
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

  /// The strata of some parts in order, and for each part the place among them of each of its numbers.
  func ordered(_ parts: [StratumNumbers]) -> (strata: [Stratum], places: [[Int32]]) {
    let (strata, places) = ordered(Set(parts.flatMap(\.codes)))
    return (strata, parts.map { $0.codes.map { places[$0] ?? 0 } })
  }
}

/// The strata of a part, numbered as they come: a row is told by a small number until the strata of all parts are known.
struct StratumNumbers: Sendable {
  private var numbers = KeyedSums<StratumCode, Void>()

  /// The strata by their numbers.
  var codes: [StratumCode] { numbers.entries.map(\.key) }

  /// The number of a stratum, given one at first sight.
  mutating func number(of code: StratumCode) -> Int32 { Int32(numbers.position(of: code, empty: ())) }
}
