internal import SteelyardNumerics

/// Makes the tables of a simulated city, a block of bytes at a time.
///
/// Memory holds the institutions and one person, however many rows there are; persons follow one another in the
/// claims, and a person's rows are in the order of visits.
///
/// ```swift
/// let summary = try ClaimGenerator(Scenario(seed: 7)).write { table, bytes in
///   try files[table]?.write(bytes)
/// }
/// ```
public struct ClaimGenerator: Sendable {
  /// What the city is like.
  public let scenario: Scenario

  /// Creates a generator.
  ///
  /// - Precondition: at least one person and one institution, at most 10^12 − 1 persons and 20,000 institutions; a
  ///   spread of 0…0.5; a strength multiplier of 0…10.
  public init(_ scenario: Scenario) {
    precondition((1..<1_000_000_000_000).contains(scenario.persons), "a city has persons, fewer than 10^12")
    precondition((1...20_000).contains(scenario.institutions), "a city has 1 to 20,000 institutions")
    precondition((0...0.5).contains(scenario.honestVariation), "honest institutions vary by 0 to 0.5")
    precondition((0...10).contains(scenario.strengthMultiplier), "strengths are multiplied by 0 to 10")
    self.scenario = scenario
  }

  /// Writes all tables to a sink, each beginning with its header.
  ///
  /// Blocks end at row ends and hold at most 256 KiB; blocks of different tables alternate. The bytes are valid during
  /// the call only.
  ///
  /// - Throws: what the sink throws; nothing is written after that.
  public func write<Failure: Error>(
    to sink: (SimulatedTable, UnsafeRawBufferPointer) throws(Failure) -> Void
  ) throws(Failure) -> SimulationSummary {
    var city = City(scenario)
    let planted = city.plant(scenario)
    let population = Population(scenario, city)
    let planner = VisitPlanner(population, CardBursts(population, planted: planted))
    try writeInstitutions(of: city, to: sink)
    // An institution to which nothing is done is no planted one, whatever place was set aside for it.
    let anomalies = planted.filter { $0.planting.hasEffect }.map { place in
      PlantedAnomaly(
        institution: city.code(of: place.position), kind: place.planting.kind,
        strength: place.planting.strength)
    }
    try writeTruth(anomalies, to: sink)
    var summary = try writePersons(of: population, planner, to: sink)
    summary.persons = scenario.persons
    summary.institutions = scenario.institutions
    summary.planted = anomalies
    return summary
  }

  private func writePersons<Failure: Error>(
    of population: Population, _ planner: VisitPlanner,
    to sink: (SimulatedTable, UnsafeRawBufferPointer) throws(Failure) -> Void
  ) throws(Failure) -> SimulationSummary {
    var settlements = SettlementWriter(population.city, days: scenario.days, hasLines: scenario.hasLines)
    var persons = CsvBuffer()
    persons.put(SimulatedTable.persons.header(scenario.headers))
    persons.endRow()
    settlements.rows.put(SimulatedTable.claims.header(scenario.headers))
    settlements.rows.endRow()
    if scenario.hasLines {
      settlements.lines.rows.put(SimulatedTable.lines.header(scenario.headers))
      settlements.lines.rows.endRow()
    }
    var visits: [PlannedVisit] = []
    for position in 0..<scenario.persons {
      var (person, source) = population.person(at: position)
      var extras = RandomSource(seed: scenario.seed, stream: scenario.stream(.settlements, position))
      let birth = CivilDate(dayNumber: person.birth)
      persons.put(person, born: birth)
      persons.endRow()
      if persons.isFull { try persons.hand { bytes throws(Failure) in try sink(.persons, bytes) } }
      planner.plan(person, into: &visits, &source, extras: &extras)
      settlements.begin(
        birth: birth, lines: RandomSource(seed: scenario.seed, stream: scenario.stream(.lines, position)))
      for visit in visits {
        settlements.write(visit, of: person, &extras)
        if settlements.rows.isFull { try settlements.rows.hand { bytes throws(Failure) in try sink(.claims, bytes) } }
        if settlements.lines.rows.isFull {
          try settlements.lines.rows.hand { bytes throws(Failure) in try sink(.lines, bytes) }
        }
      }
    }
    try persons.hand { bytes throws(Failure) in try sink(.persons, bytes) }
    try settlements.rows.hand { bytes throws(Failure) in try sink(.claims, bytes) }
    try settlements.lines.rows.hand { bytes throws(Failure) in try sink(.lines, bytes) }
    return settlements.summary
  }

  private func writeInstitutions<Failure: Error>(
    of city: City, to sink: (SimulatedTable, UnsafeRawBufferPointer) throws(Failure) -> Void
  ) throws(Failure) {
    var rows = CsvBuffer()
    rows.put(SimulatedTable.institutions.header(scenario.headers))
    rows.endRow()
    for position in city.traits.indices {
      let one = city.traits[position]
      rows.put("\(city.code(of: position)),\(city.name(of: position, seed: scenario.seed)),\(one.kind.kindWord),")
      rows.put(one.kind.levelCode, width: 2)
      rows.put(",\(City.districts[one.district].code)\n")
      if rows.isFull { try rows.hand { bytes throws(Failure) in try sink(.institutions, bytes) } }
    }
    try rows.hand { bytes throws(Failure) in try sink(.institutions, bytes) }
  }

  private func writeTruth<Failure: Error>(
    _ planted: [PlantedAnomaly], to sink: (SimulatedTable, UnsafeRawBufferPointer) throws(Failure) -> Void
  ) throws(Failure) {
    var rows = CsvBuffer()
    rows.put(SimulatedTable.truth.header(scenario.headers))
    rows.endRow()
    for anomaly in planted {
      rows.put("\(anomaly.institution),\(anomaly.kind.rawValue),")
      // Two decimals, as the strengths are told; the sign of no strength is negative.
      rows.put(fen: Int64((anomaly.strength * 100).rounded()))
      rows.endRow()
      if rows.isFull { try rows.hand { bytes throws(Failure) in try sink(.truth, bytes) } }
    }
    try rows.hand { bytes throws(Failure) in try sink(.truth, bytes) }
  }
}
