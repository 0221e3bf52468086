import SteelyardDomain
import SteelyardLedger
import SteelyardScoring
import SteelyardTestSupport

/// A small city as rows that a test of the screen writes, and how it is scored.
struct ScreenCity {
  /// One settlement; nothing is refunded, as refunds are the ledger's own affair.
  struct Row {
    var person: String
    var institution: String
    var disease = "M1"
    /// Days after 2025-07-01.
    var day: Int32
    var fen: Int64
    var drugFen: Int64 = 0
  }

  /// What is known of a person.
  struct Person {
    var sex = InsuredPerson.Sex.male
    var birth = Day(year: 1960, month: 1, day: 15)
    var scheme = "employee"
  }

  var rows: [Row] = []
  var persons: [String: Person] = [:]
  /// Peer group by institution.
  var groups: [String: String] = [:]
  var plan = ScoringPlan()
  var period = Period.months(Month(year: 2025, month: 7)...Month(year: 2025, month: 9))
  var hasDrugColumn = true

  static let firstDay = Month(year: 2025, month: 7).firstDay.number

  /// The cells and days of the rows taken in some order, and the distinct heads of every institution.
  func counted(order: [Int]? = nil, threads: Int = 1) -> (cells: CellTable, days: DayCounts, heads: [String: Int64]) {
    var identifiers = ClaimIdentifiers()
    var batch = ClaimBatch()
    for place in order ?? Array(rows.indices) { append(rows[place], place, to: &batch, &identifiers) }
    var builder = LedgerBuilder()
    builder.add(batch)
    let institutions = identifiers.institutions.texts
    let (ledger, _) = builder.finish(
      identifiers: identifiers, scope: .init(period: period, isInArea: institutions.map { _ in true }),
      threads: threads)
    let tallyPlan = TallyPlan(
      factors: Set(plan.factors), ageBands: AgeBands(starts: plan.ageBandStarts), headRule: plan.headRule,
      truncation: plan.truncation, peerGroups: institutions.map { groups[$0] ?? "all" },
      persons: identifiers.persons.texts.map {
        InsuredPerson(sex: persons[$0]?.sex ?? .unknown, birth: persons[$0]?.birth)
      },
      present: ClaimColumnsPresent(drug: hasDrugColumn, fund: false))
    let tally = ledger.tally(tallyPlan, threads: threads)
    let heads = Dictionary(uniqueKeysWithValues: zip(tally.institutions, tally.totals.map(\.distinctHeads)))
    return (ledger.cellTable(tallyPlan, threads: threads), ledger.dayCounts(threads: threads), heads)
  }

  /// The screen of the rows taken in some order.
  func screen(order: [Int]? = nil, threads: Int = 1) -> (institutions: [InstitutionScreen], fits: [ScreenFit]) {
    let counted = counted(order: order, threads: threads)
    return Screen.scores(
      cells: counted.cells, days: counted.days, plan: plan, peerGroups: groups, distinctHeads: counted.heads)
  }

  private func append(_ row: Row, _ place: Int, to batch: inout ClaimBatch, _ identifiers: inout ClaimIdentifiers) {
    let claim = Array("\(place)".utf8).withUnsafeBytes { Fingerprint(of: $0) }
    batch.source.append(0)
    batch.line.append(Int32(place + 1))
    batch.byteOffset.append(0)
    batch.claim.append(claim)
    batch.original.append(.none)
    batch.updated.append(0)
    batch.person.append(identifiers.persons.code(of: row.person))
    batch.institution.append(identifiers.institutions.code(of: row.institution))
    batch.disease.append(identifiers.diseases.code(of: row.disease))
    batch.scheme.append(identifiers.schemes.code(of: persons[row.person]?.scheme ?? "employee"))
    batch.day.append(Self.firstDay + row.day)
    batch.age.append(-1)
    batch.refund.append(.none)
    batch.totalFen.append(row.fen)
    batch.costFen.append(row.fen)
    batch.drugFen.append(row.drugFen)
    batch.fundFen.append(0)
  }
}

extension ScreenCity {
  /// Institutions that differ in all four signals, of a large peer group, a middling one and some small ones.
  static func random(_ seed: UInt64) -> ScreenCity {
    var source = Seeded(seed)
    var city = ScreenCity()
    city.plan.fitUnitsMinimum = 8
    let names = (0..<46).map { "P\(100 + $0)" }
    for (number, name) in names.enumerated() {
      city.groups[name] = number < 26 ? "pharmacy" : number < 38 ? "clinic" : number < 43 ? "hospital" : "other"
    }
    for number in 0..<700 {
      let name = "p\(number)"
      city.persons[name] = Person(
        sex: InsuredPerson.Sex.allCases[source.happens(0.1) ? 2 : source.below(2)],
        birth: Day(year: 1935 + source.below(60), month: 1 + source.below(12), day: 1 + source.below(28)),
        scheme: source.pick(["employee", "employee", "resident", "other"]))
      for _ in 0..<(1 + source.below(4)) { city.addVisits(of: name, at: source.below(names.count), &source) }
    }
    return city
  }

  /// One person's rows for a disease at an institution, whose number tells what it is like.
  private mutating func addVisits(of person: String, at number: Int, _ source: inout Seeded) {
    let disease = source.pick(["M1", "M1", "M2", "M3"])
    let isCrowded = number % 7 == 3
    let base = 5_000 + 900 * Double(number % 5)
    for _ in 0..<(1 + source.below(2 + number % 4 * 2)) {
      var day = Int32(isCrowded ? source.pick([8, 9, 50]) : source.below(92))
      // Few come on Sundays; nobody but a few at the end of August.
      if CrowdingTwin.weekday(day) == 6, source.happens(0.7) { day += 1 }
      let fen =
        source.happens(0.02) ? Int64(source.below(90)) : Int64(base * Double.random(in: 0.2...4, using: &source))
      let share =
        source.happens(0.02) ? 1.3 : Double.random(in: 0.2...0.9, using: &source) * (number % 6 == 0 ? 1.1 : 1)
      rows.append(
        Row(
          person: person, institution: "P\(100 + number)", disease: disease, day: min(day, 91), fen: fen,
          drugFen: Int64(Double(fen) * share)))
    }
  }
}
