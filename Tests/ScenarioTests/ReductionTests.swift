import SteelyardComparison
import SteelyardDomain
import SteelyardIntake
import SteelyardLedger
import SteelyardModels
import SteelyardScoring
import SteelyardTestSupport
import Testing

@testable import SteelyardEngine

/// One way to ask for a tally.
private struct Way: CustomStringConvertible {
  var scoring: ScoringPlan
  var period = Period.all
  var area: [String] = []
  var latest: Day?
  var hasPersons = false
  var hasInstitutions = false

  var description: String {
    "\(scoring.cost) \(scoring.headRule) \(scoring.peers) \(scoring.factors) \(scoring.ageBandStarts) \(scoring.truncation) "
      + "\(scoring.scope.diseases) \(period) \(area) \(latest?.description ?? "-") \(hasPersons) \(hasInstitutions)"
  }

  init(_ scoring: ScoringPlan, _ random: inout Seeded) {
    self.scoring = scoring
    self.scoring.cost = random.pick(CostBasis.allCases + [.total])
    self.scoring.headRule = random.pick(HeadRule.allCases)
    self.scoring.peers = random.pick([[.institutionClass], [.kind], [.level], [.district], [.kind, .district], []])
    self.scoring.factors = StratumFactor.allCases.filter { _ in random.chance(60) }
    self.scoring.ageBandStarts = random.pick([[0, 18, 45, 60, 70, 80], [0], [0, 1, 50]])
    self.scoring.truncation = random.pick([.perMille(995), .perMille(900), .fixed(Money(fen: 50_000)), .none])
    self.scoring.scope.diseases = random.pick([[], ["M03900", "M01600"]])
    period = random.pick(["all", "2025-Q3", "2025-07", "2025", "2025-06..2025-08"].compactMap(Period.init))
    area = random.pick([[], [], ["330106"], ["330109", "西湖区"]])
    latest = random.pick([nil, Day("2025-09-15")])
    hasPersons = random.chance(50)
    hasInstitutions = random.chance(50)
  }
}

/// A folder with messy claims, reduced by this program and by PostgreSQL.
private struct TwoReductions {
  let folder: TemporaryFolder
  let claims: MessyClaims
  let model: ScoringModel
  let server: PostgresServer

  init(_ random: Seeded) throws {
    folder = try TemporaryFolder()
    claims = MessyClaims(random)
    let outcome = ModelCatalogue.load(folder: Checkout.path("Models/\(CommandRunner.model)"))
    model = try #require(outcome.model?.scoring)
    server = try PostgresServer()
    try folder.write(MessyClaims.csv(MessyClaims.columns, claims.rows), to: "claims.csv")
    try folder.write(MessyClaims.csv(MessyClaims.personColumns, claims.persons), to: "persons.csv")
    try folder.write(
      "fixmedins_code,fixmedins_type,hosp_lv\nH33010600001,2,\n药店六,诊所,05\nP33019999999,1,01\n", to: "institutions.csv")
  }

  private func plan(_ way: Way, _ source: RunPlan.Source) -> RunPlan {
    var plan = RunPlan(
      model: ScoringModel(governance: model.governance, scoring: way.scoring), modelHash: "", source: source)
    plan.period = way.period
    plan.area = way.area
    plan.mapping.reading.latestDay = way.latest
    plan.rejectRateMaximum = 1
    plan.threads = 2
    if way.hasInstitutions { plan.institutionsFile = folder.path("institutions.csv") }
    return plan
  }

  func embedded(_ way: Way) throws -> RunResult {
    var plan = plan(way, .claims([folder.path("claims.csv")]))
    if way.hasPersons { plan.personsFile = folder.path("persons.csv") }
    return try Run.score(plan)
  }

  func sql(_ way: Way, _ dialect: SQLDialect) throws -> TallySQL {
    let mapping = TableMapping()
    let columns = try TallySQL.claims(MessyClaims.columns, mapping: mapping, file: "claims")
    let persons = try TallySQL.persons(MessyClaims.personColumns, mapping: mapping, file: "persons")
    return TallySQL(
      scoring: way.scoring, period: way.period, area: way.area, latest: way.latest,
      claims: [.init(table: "claims", columns: columns.columns, places: columns.places)],
      persons: way.hasPersons ? .init(table: "persons", columns: persons.columns) : nil,
      institutions: way.hasInstitutions
        ? try TallySQL.listing(folder.path("institutions.csv"), mapping: mapping, limit: 1) : nil, dialect: dialect)
  }

  /// A run that goes on from the sums that PostgreSQL made.
  func reduced(_ way: Way) throws -> RunResult {
    let sql = try sql(way, .postgresql)
    var script = MessyClaims.copy("claims", MessyClaims.columns, claims.rows)
    script += MessyClaims.copy("persons", MessyClaims.personColumns, claims.persons)
    script += sql.steps.flatMap { sql.statements(of: $0, folder: "") }.map { $0 + ";\n" }.joined()
    let results = TallySQL.results.map { "(SELECT \(TallySQL.columns(of: $0).joined(separator: ", ")) FROM \($0))" }
    let rows = try server.rows(after: script, of: results)
    for (result, rows) in zip(TallySQL.results, rows) {
      let table = MessyClaims.csv(TallySQL.columns(of: result), rows.map { $0.map { $0 ?? "" } })
      try folder.write(table, to: "\(result).csv")
    }
    var plan = plan(way, .tally(folder.path("tally.csv"), pairs: folder.path("tally_pairs.csv")))
    let persons = QualityReport.File(name: "persons.csv", table: "persons")
    plan.reduction = try Reduction(
      engine: "postgresql", version: "15", master: "", statements: "", account: rows[2].map { $0.map { $0 ?? "" } },
      files: [QualityReport.File(name: "claims.csv", table: "claims")] + (way.hasPersons ? [persons] : []))
    return try Run.score(plan)
  }
}

@Suite struct ReductionTests {
  @Test("PostgreSQL reduces messy claims to the tally and the account of this program, integer for integer")
  func postgresEqualsLedger() throws {
    var random = Seeded.announced()
    let both = try TwoReductions(Seeded(random.next()))
    for _ in 0..<16 {
      let way = Way(both.model.scoring, &random)
      let (own, other) = (try both.embedded(way), try both.reduced(way))
      #expect(own.tally.rows.count > 10, "\(way)")
      #expect(own.tally.institutions == other.tally.institutions, "\(way)")
      #expect(own.tally.strata == other.tally.strata, "\(way)")
      // As files, since sums that a cost basis does not show are no part of them; said of the truth alone, since both
      // values are pages long.
      let isTallyEqual = TallyFile.encode(own.tally) == TallyFile.encode(other.tally)
      let arePairsEqual = TallyFile.encodePairs(own.tally) == TallyFile.encodePairs(other.tally)
      let isAccountEqual = own.quality.reconciliation == other.quality.reconciliation
      #expect(own.tally.parts == other.tally.parts, "\(way)")
      #expect(arePairsEqual, "\(way)")
      #expect(isTallyEqual, "\(way)")
      #expect(isAccountEqual, "\(way)")
      // What refunds and optional values are told of.
      for code in [Diagnostic.Code.refundOrphan, .refundMismatched, .refundExceedsOriginal] {
        func count(_ result: RunResult) -> Int64 {
          result.quality.notes.filter { $0.code == code }.reduce(0) { $0 + $1.count }
        }
        #expect(count(own) == count(other), "\(code) \(way)")
      }
    }
  }

  @Test("Every rule that a reduction can book is met by the messy claims, so that none is compared with nothing")
  func everyRuleIsMet() throws {
    var random = Seeded(7)
    let both = try TwoReductions(Seeded(20_250_701))
    var way = Way(both.model.scoring, &random)
    way.scoring = both.model.scoring
    way.scoring.scope.diseases = ["M03900", "M01600"]
    way.period = try #require(Period("2025-Q3"))
    way.area = ["330106", "330109"]
    way.latest = Day("2025-10-15")
    let account = try both.embedded(way).quality.reconciliation
    let met = Set(account.rejected.keys).union(account.excluded.keys).map(\.rawValue).sorted()
    #expect(
      met == [
        "IN202", "IN203", "IN204", "IN205", "IN206", "IN210", "IN211", "IN213", "IN219", "IN230", "IN231", "IN301",
        "IN302",
        "IN303", "IN304", "IN305", "IN306", "IN307", "IN308", "IN311", "IN317", "IN318",
      ])
  }

  @Test("A value that only this program knows how to repair is rejected by its rule, never read as something else")
  func sqlIsStrict() throws {
    let columns = TallySQL.requiredFields + ["updated"]
    let clean = ["1", "p", "H1", "2025-07-01", "M1", "10.00", "2025-07-02"]
    func row(_ place: Int, _ value: String) -> [String] {
      var row = clean
      row[0] = "\(place) \(value.utf8.count)"
      row[place] = value
      return row
    }
    let rows = [
      clean, row(1, "９900101"), row(4, "M016，高血压"), row(5, "1,234.50"), row(5, "１０"), row(3, "2025年7月1日"),
      row(3, "2025-07-01T08:00:00Z"), row(6, "yesterday"),
    ]
    let model = try #require(ModelCatalogue.load(folder: Checkout.path("Models/\(CommandRunner.model)")).model?.scoring)
    let named = Dictionary(uniqueKeysWithValues: columns.map { ($0, $0) })
    let sql = TallySQL(
      scoring: model.scoring, period: .all, claims: [.init(table: "claims", columns: named)], dialect: .postgresql)
    let script =
      MessyClaims.copy("claims", columns, rows)
      + sql.steps.flatMap { sql.statements(of: $0, folder: "") }.map { $0 + ";\n" }.joined()
    let account = try PostgresServer().rows(after: script, of: ["(SELECT rule, row_count FROM tally_account)"])[0]
    let counts = Dictionary(uniqueKeysWithValues: account.map { ($0[0] ?? "", $0[1] ?? "") })
    #expect(counts == ["read": "8", "accepted": "1", "IN211": "2", "IN203": "2", "IN205": "3"])
  }

  @Test("The words for kinds and levels in SQL are those of this program")
  func wordsAgree() {
    for (label, words) in Institution.kinds.groups {
      for word in words { #expect(Institution.normalisedKind(word) == label, "\(word)") }
    }
    for (label, words) in Institution.levels.groups {
      for word in words { #expect(Institution.normalisedLevel(word) == label, "\(word)") }
    }
  }

  @Test("A name of a column cannot leave its marks, not even behind an accent")
  func namesStayInMarks() {
    #expect(SQLDialect.postgresql.inMarks("a\"\u{301}b") == "\"a\"\"\u{301}b\"")
    #expect(SQLDialect.spark.inMarks("a`\u{301}b``") == "`a``\u{301}b`````")
  }

  @Test("A text of a model or a table cannot leave its quotes, in either dialect")
  func textsStayInQuotes() {
    for text in HostileTexts.all {
      let spark = SQLDialect.spark.inQuotes(text).dropFirst().dropLast()
      #expect(!spark.contains("'") && !spark.contains(";") && !spark.contains("$") && !spark.contains("\n"))
      #expect(
        spark.split(separator: "\\", omittingEmptySubsequences: false).dropFirst().allSatisfy { $0.hasPrefix("u") })
      let postgres = SQLDialect.postgresql.inQuotes(text).unicodeScalars.dropFirst().dropLast()
      #expect(postgres.split(separator: "'", omittingEmptySubsequences: false).count % 2 == 1)
    }
  }

  @Test("An account that does not balance, or names no rule, is an internal fault")
  func accountsAreChecked() throws {
    func reduction(_ account: [[String]]) throws -> Reduction {
      try Reduction(engine: "spark", version: "4", master: "local", statements: "", account: account, files: [])
    }
    let short = try reduction([["read", "3", "30", "30"], ["accepted", "1", "10", "10"], ["IN301", "1", "10", "10"]])
    #expect(throws: RunFailure.internalFault("rows in = accepted + rejected + excluded")) {
      try short.check(area: [], limit: 1)
    }
    #expect(throws: RunFailure.internalFault("an account names rules")) { try reduction([["IN999", "1", "1", "1"]]) }
    let whole = try reduction([["read", "2", "20", "20"], ["accepted", "1", "10", "10"], ["IN203", "1", "10", "10"]])
    #expect(throws: RunFailure.areaUnknown("330106")) { try whole.check(area: ["330106"], limit: 1) }
    #expect(throws: RunFailure.self) { try whole.check(area: [], limit: 0.4) }
    try whole.check(area: [], limit: 0.5)
  }

  @Test("What Spark answers is read by table, and an answer without one is none")
  func answersAreRead() {
    let tables = ["claims_1", "persons"].map { SparkScript.Table(name: $0, path: "p", format: .parquet) }
    let output = """
      steelyard-columns version\t4.3.0 abcdef
      steelyard-columns claims_1
      setl_id             \tstring              \tNULL
      结算时间\ttimestamp\tNULL
      # Partition Information\t\t
      # col_name\tdata_type\tcomment
      month\tint\tNULL
      steelyard-columns persons
      psn_no\tstring\tNULL

      """
    let answer = SparkScript.answer(output, tables)
    #expect(answer?.version == "4.3.0")
    #expect(answer?.columns == [["setl_id", "结算时间"], ["psn_no"]])
    #expect(SparkScript.answer(output.replacing("columns persons", with: "columns other"), tables) == nil)
  }
}
