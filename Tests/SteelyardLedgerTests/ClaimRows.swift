import SteelyardDomain
import Testing

@testable import SteelyardLedger

/// One settlement as a test writes it.
struct ClaimRow {
  var claim: String
  /// The settlement it takes back; a refund by that.
  var takesBack: String?
  var person = "p"
  var institution = "H1"
  var disease = "M1"
  /// Month and day of 2025, or a whole date.
  var day = "07-01"
  var fen: Int64
  var updated: Int64 = 0
  /// `nil` where the row tells no scheme.
  var scheme: String? = "employee"
  /// −1 where the row tells no age.
  var age: Int16 = -1

  init(
    _ claim: String, takesBack: String? = nil, person: String = "p", at institution: String = "H1",
    disease: String = "M1", on day: String = "07-01", fen: Int64, updated: Int64 = 0, scheme: String? = "employee",
    age: Int16 = -1
  ) {
    self.claim = claim
    self.takesBack = takesBack
    self.person = person
    self.institution = institution
    self.disease = disease
    self.day = day.count == 5 ? "2025-\(day)" : day
    self.fen = fen
    self.updated = updated
    self.scheme = scheme
    self.age = age
  }

  /// The day as a number.
  var dayNumber: Int32 {
    let parts = day.split(separator: "-").compactMap { Int($0) }
    guard parts.count == 3, let day = Day(year: parts[0], month: parts[1], day: parts[2]) else {
      preconditionFailure("a test writes days of the calendar")
    }
    return day.number
  }
}

/// What a test of the ledger asks for.
struct LedgerCase {
  var rows: [ClaimRow]
  var period = Period.all
  /// Institutions outside the run's area.
  var outside: Set<String> = []
  var deaths: [String: Int32] = [:]
  var factors: Set<StratumFactor> = [.ageBand, .scheme]
  var headRule = HeadRule.distinctInPeriod
  var truncation = Truncation.none
  var births: [String: Day] = [:]
  var threads = 1
  /// The order in which rows arrive, and how many in a batch.
  var order: [Int]?
  var batchRows = 1000

  init(_ rows: [ClaimRow]) { self.rows = rows }

  /// What came of it.
  struct Result {
    var ledger: Ledger
    var findings: [LedgerBuilder.Finding]
    var tally: Tally
    var persons: PersonTable

    /// The rules that took rows out or marked them, with their lines.
    var rules: [String] { findings.map { "\($0.line) \($0.code)" } }

    /// The whole sums of an institution.
    func total(_ institution: String) -> TallySums {
      tally.institutions.firstIndex(of: institution).map { tally.totals[$0] } ?? TallySums()
    }

    /// Stratum rows by institution and labels, those without anything left out.
    var cells: [[String]: TallySums] {
      let named = tally.rows.map { ([tally.institutions[$0.institution]] + tally.strata[$0.stratum].labels, $0.sums) }
      return Dictionary(uniqueKeysWithValues: named).filter { $0.value != TallySums() }
    }
  }

  func run() -> Result {
    var identifiers = ClaimIdentifiers()
    var builder = LedgerBuilder()
    let order = order ?? Array(rows.indices)
    for start in stride(from: 0, to: order.count, by: batchRows) {
      var batch = ClaimBatch()
      for place in order[start..<min(start + batchRows, order.count)] {
        batch.append(rows[place], place: place, &identifiers)
      }
      builder.add(batch)
    }
    let institutions = identifiers.institutions.texts
    var deathDays: [Int32: Day] = [:]
    for (person, number) in deaths {
      if let code = identifiers.persons.knownCode(of: person) { deathDays[code] = Day(number: number) }
    }
    let scope = LedgerBuilder.Scope(
      period: period, isInArea: institutions.map { !outside.contains($0) }, deaths: deathDays)
    let (ledger, findings) = builder.finish(identifiers: identifiers, scope: scope, threads: threads)
    let plan = TallyPlan(
      factors: factors, ageBands: AgeBands(starts: [0, 18, 45, 60]), headRule: headRule, truncation: truncation,
      peerGroups: institutions.map { String($0.prefix(1)) },
      persons: identifiers.persons.texts.map { InsuredPerson(birth: births[$0]) },
      present: ClaimColumnsPresent(drug: true, fund: true))
    return Result(
      ledger: ledger, findings: findings, tally: ledger.tally(plan, threads: threads),
      persons: ledger.personTable(plan, threads: threads))
  }
}

extension ClaimBatch {
  /// Appends a row; its line is its place in the test's table counted from one.
  mutating func append(_ row: ClaimRow, place: Int, _ identifiers: inout ClaimIdentifiers) {
    func fingerprint(_ text: String) -> Fingerprint {
      Array(text.utf8).withUnsafeBytes { Fingerprint(of: $0) }
    }
    source.append(0)
    line.append(Int32(place + 1))
    byteOffset.append(Int64(place * 100))
    claim.append(fingerprint(row.claim))
    original.append(row.takesBack.map(fingerprint) ?? .none)
    updated.append(row.updated)
    person.append(identifiers.persons.code(of: row.person))
    institution.append(identifiers.institutions.code(of: row.institution))
    disease.append(identifiers.diseases.code(of: row.disease))
    scheme.append(row.scheme.map { identifiers.schemes.code(of: $0) } ?? Self.absent)
    day.append(row.dayNumber)
    age.append(row.age)
    refund.append(row.takesBack == nil ? .none : .marked)
    totalFen.append(row.fen)
    costFen.append(row.fen)
    drugFen.append(row.fen / 2)
    fundFen.append(row.fen / 4)
  }
}
