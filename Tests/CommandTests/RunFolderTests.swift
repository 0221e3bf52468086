import SteelyardTestSupport
import Testing

@Suite("The folder of a run")
struct RunFolderTests {
  /// The first columns of `ranking.csv`; others may follow.
  private static let rankingColumns = """
    rank,institution_id,name,kind,level,district,heads,visits,cost,cost_per_head,cost_per_visit,visits_per_head,\
    index_plain,index_adjusted,index_shrunk,index_low,index_high,index_eb05,reliability,z,p,q,expected,excess,\
    excess_shrunk,truncated_cost,rank_low,rank_high,p_top,band,gate
    """
  private static let tallyColumns = """
    row_type,institution_id,peer_group,disease,age_band,sex,scheme,heads,visits,cost_fen,capped_fen,capped_sq_fen2,\
    drug_fen,fund_fen
    """
  private static let money = [
    "cost", "cost_per_head", "cost_per_visit", "expected", "excess", "excess_shrunk", "truncated_cost",
    "expected_untruncated", "excess_low", "excess_high",
  ]
  private static let ratios = [
    "visits_per_head", "index_plain", "index_adjusted", "index_shrunk", "index_low", "index_high", "index_eb05",
    "reliability", "z", "p", "q", "p_top", "index_adjusted_untruncated", "index_drg", "expected_rank", "p_above_one",
    "standard_error", "drug_share", "fund_share",
  ]

  @Test("A run leaves exactly the documented files and nothing hidden beside them") func files() throws {
    let workshop = try Workshop.tiny()
    try workshop.score()
    #expect(try workshop.folder.names() == ["RUN", "claims.csv", "person.key"])
    #expect(try workshop.folder.names(in: "RUN") == Workshop.runFiles)
  }

  @Test("A run from a tally with its pairs leaves the same files, but for what needs persons")
  func filesOfTally() throws {
    let workshop = try Workshop.tiny()
    try workshop.score()
    try workshop.score(["--tally", "RUN/tally.csv"], out: "OTHER")
    let needPersons = ["card-bursts.csv", "drill.csv", "interactions.csv", "monthly.csv", "profile.csv"]
    #expect(try workshop.folder.names(in: "OTHER") == Workshop.runFiles.filter { !needPersons.contains($0) })
    #expect(try workshop.table("persons.csv", in: "OTHER").rows.isEmpty)
  }

  @Test("The ranking starts with the promised columns, the lists have the same ones") func rankingHeader() throws {
    let workshop = try Workshop.tiny()
    try workshop.score()
    let header = try workshop.table("ranking.csv").header
    #expect(header.joined(separator: ",").hasPrefix(Self.rankingColumns + ","))
    #expect(try workshop.table("interview-list.csv").header == header)
    #expect(try workshop.table("near-list.csv").header == ["near_gate"] + header)
  }

  @Test("The tally has exactly the promised columns") func tallyHeader() throws {
    let workshop = try Workshop.tiny()
    try workshop.score()
    #expect(try workshop.folder.text("RUN/tally.csv").hasPrefix(Self.tallyColumns + "\n"))
  }

  @Test("Money has two decimals, ratios have six, counts have none", arguments: 1...3)
  func decimals(seed: Int) throws {
    let workshop = try Workshop.city(seed: seed)
    try workshop.score(Workshop.cityInputs)
    let ranking = try workshop.table("ranking.csv")
    for (columns, decimals) in [(Self.money, 2), (Self.ratios, 6), (["rank", "heads", "visits", "rank_low"], 0)] {
      for column in columns {
        let values = ranking[column].filter { !$0.isEmpty }
        #expect(!values.isEmpty && values.allSatisfy { isNumber($0, decimals: decimals) }, "\(column)")
      }
    }
    let tally = try workshop.table("tally.csv")
    for column in tally.header.suffix(7) {
      #expect(tally[column].allSatisfy { isNumber($0, decimals: 0) }, "\(column)")
    }
  }

  @Test("The lists are the ranking's rows of their band and of their gate", arguments: 1...3)
  func lists(seed: Int) throws {
    let workshop = try Workshop.city(persons: 4_000, institutions: 40, seed: seed, strength: 4)
    try workshop.score(Workshop.cityInputs)
    let ranking = try workshop.table("ranking.csv")
    let interview = try workshop.table("interview-list.csv")
    let place = try #require(ranking.header.firstIndex(of: "screen"))
    /// The highest screen first, ties and those without one in published order.
    func worked(_ rows: [[String]]) -> [[String]] {
      rows.enumerated().sorted { a, b in
        let (x, y) = (Double(a.element[place]) ?? -.infinity, Double(b.element[place]) ?? -.infinity)
        return x == y ? a.offset < b.offset : x > y
      }.map(\.element)
    }
    #expect(interview.rows == worked(ranking.rows.filter { $0[29] == "interview" }))
    let near = try workshop.table("near-list.csv")
    let gates = ["extreme", "significant", "material", "reliable", "heads"]
    let expected = worked(ranking.rows.filter { gates.contains($0[30]) && $0[29] != "cannot-tell" })
    #expect(near.rows == expected.map { [$0[30]] + $0 })
    #expect(Set(ranking["band"]).isSubset(of: ["interview", "cannot-tell", "watch", "ordinary"]))
  }

  @Test("Rows and fen read are those accepted, rejected and excluded together", arguments: 1...3)
  func counts(seed: Int) throws {
    let workshop = try Workshop.city(seed: seed)
    var text = try workshop.folder.text("city/claims.csv")
    let lines = text.split(separator: "\n")
    text += "\(lines[1])\n" + lines[2].replacing(",2025-0", with: ",2025-9") + "\n合计,,,,,,,,,," + ",,,,,,,,,,\n"
    try workshop.folder.write(text, to: "city/claims.csv")
    try workshop.score(Workshop.cityInputs + ["--max-reject-rate", "0.1", "--period", "2025-08"])
    let counts = try #require(try workshop.manifest().counts)
    let gone = Array(counts.rejected.values) + Array(counts.excluded.values)
    #expect(counts.balances)
    #expect(counts.read.rows == Int64(lines.count - 1 + 3))
    #expect(counts.read.rows == counts.accepted.rows + gone.reduce(0) { $0 + $1.rows })
    #expect(counts.read.fen == counts.accepted.fen + gone.reduce(0) { $0 + $1.fen })
    let rules = ["IN302 claimRepeated", "IN306 outsidePeriod", "IN309 totalRow", "IN301 careTypeOutOfScope"]
    #expect(rules.allSatisfy { counts.excluded[$0] != nil })
    #expect(counts.rejected["IN210 claimConflict"] != nil || counts.rejected["IN205 dateUnreadable"] != nil)
    let ranked = try workshop.table("ranking.csv")["cost"].reduce(0) { $0 + (Int64($1.filter { $0 != "." }) ?? 0) }
    #expect(counts.accepted.fen == ranked)
  }

  @Test("The account of the input says the same as the manifest") func accounts() throws {
    let workshop = try Workshop.city(seed: 7)
    try workshop.score(Workshop.cityInputs)
    let (manifest, quality) = (try workshop.manifest(), try workshop.quality().reconciliation)
    #expect(manifest.counts?.read.rows == quality.read.rows && manifest.counts?.read.fen == quality.read.fen)
    #expect(manifest.counts?.accepted.fen == quality.accepted.fen && quality.balances)
    let rules = manifest.counts?.excluded.keys.compactMap { $0.split(separator: " ").first.map(String.init) }
    #expect(rules?.sorted() == quality.excluded.keys.sorted())
  }

  @Test("Every hash in the manifest is that of sha256sum, of inputs, outputs and the model") func hashes() throws {
    let workshop = try Workshop.city(seed: 2)
    try workshop.score(Workshop.cityInputs)
    let manifest = try workshop.manifest()
    #expect(manifest.outputs.map(\.name) == Workshop.runFiles.filter { $0 != "run.json" })
    #expect(manifest.inputs.map(\.table) == ["claims", "persons", "institutions"])
    for (name, hash, bytes) in manifest.outputs.map({ ("RUN/\($0.name)", $0.sha256, $0.bytes) })
      + manifest.inputs.map({ ($0.name, $0.sha256, $0.bytes) })
    {
      #expect(try sha256(workshop.folder.path(name)) == hash, "\(name)")
      #expect(try workshop.folder.read(name).count == bytes, "\(name)")
    }
    #expect(try sha256(Checkout.path("Models/\(CommandRunner.model)/model.yaml")) == manifest.model.sha256)
    #expect(manifest.model.id == CommandRunner.model && manifest.format == "steelyard-run/1")
  }

  @Test("The tally adds up to the ranking: heads, visits and cost of each institution") func tallySums() throws {
    let workshop = try Workshop.city(seed: 3)
    try workshop.score(Workshop.cityInputs)
    let (ranking, tally) = (try workshop.table("ranking.csv"), try workshop.table("tally.csv"))
    let wholes = tally.rows.filter { $0[0] == "institution" }.map { [$0[1], $0[7], $0[8], $0[9]] }
    let ranked = ranking.rows.map { [$0[1], $0[6], $0[7], $0[8].filter { $0 != "." }] }
    #expect(wholes.sorted { $0[0] < $1[0] } == ranked.sorted { $0[0] < $1[0] })
  }

  @Test("The plots are SVG in their language, without a clock or a path") func plots() throws {
    let workshop = try Workshop.city(seed: 3)
    try workshop.score(Workshop.cityInputs)
    for name in ["funnel-zh.svg", "funnel-en.svg"] {
      let text = try workshop.folder.text("RUN/\(name)")
      #expect(text.contains("<svg") && text.contains("</svg>") && !text.contains(workshop.folder.root))
    }
    #expect(try workshop.folder.text("RUN/funnel-zh.svg").contains("规定病种门诊人均费用指数"))
  }

  private func sha256(_ path: String) throws -> String {
    String(decoding: try CommandRunner.system("sha256sum", ["--", path]).prefix(64), as: UTF8.self)
  }

  private func isNumber(_ text: String, decimals: Int) -> Bool {
    let parts = text.drop { $0 == "-" }.split(separator: ".", omittingEmptySubsequences: false)
    return parts.count == (decimals == 0 ? 1 : 2) && parts.allSatisfy { !$0.isEmpty && $0.allSatisfy(\.isNumber) }
      && (decimals == 0 || parts[1].count == decimals)
  }
}
