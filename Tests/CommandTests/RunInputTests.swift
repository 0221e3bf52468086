import SteelyardTestSupport
import Testing

@Suite("What run reads")
struct RunInputTests {
  private static let institutions = """
    fixmedins_code,fixmedins_name,fixmedins_type,hosp_lv,fix_blng_admdvs
    P33010690001,甲药房,零售药店,11,330106
    P33010690002,乙药房,零售药店,11,330106
    P33010590001,丙药房,零售药店,11,330105
    H33010590001,丁诊所,诊所,11,330105

    """

  /// A workshop with the run of the tiny table in `RUN`, to compare others with.
  private func scored() throws -> Workshop {
    let workshop = try Workshop.tiny()
    try workshop.score()
    return workshop
  }

  @Test("Every layout of the header gives the same results", arguments: ClaimsTable.Headers.allCases)
  func headers(headers: ClaimsTable.Headers) throws {
    let workshop = try scored()
    try workshop.folder.write(ClaimsTable.tiny.csv(headers), to: "other.csv")
    try workshop.score(["other.csv"], out: "OTHER")
    #expect(try workshop.differing("RUN", "OTHER") == [])
    #expect(try workshop.table("ranking.csv")["institution_id"].sorted() == ClaimsTable.institutions.sorted())
  }

  @Test("A gzipped file, its name whatever it is, gives the same results", arguments: ["claims.csv.gz", "claims.txt"])
  func gzip(name: String) throws {
    let workshop = try scored()
    let packed = try CommandRunner.system("gzip", ["-nc"], input: Array(ClaimsTable.tiny.csv().utf8))
    try workshop.folder.write(packed, to: name)
    try workshop.score([name], out: "OTHER")
    #expect(try workshop.differing("RUN", "OTHER") == [])
    #expect(try workshop.manifest(of: "OTHER").inputs.first?.compression == "gzip")
  }

  @Test("A dash is standard input, packed or not", arguments: [false, true])
  func standardInput(isPacked: Bool) throws {
    let workshop = try scored()
    let plain = Array(ClaimsTable.tiny.csv().utf8)
    let bytes = isPacked ? try CommandRunner.system("gzip", ["-nc"], input: plain) : plain
    try workshop.score(["-"], out: "OTHER", input: bytes)
    #expect(try workshop.differing("RUN", "OTHER") == [])
    #expect(try workshop.manifest(of: "OTHER").inputs.first?.name == "-")
  }

  @Test("Files in different layouts add up to one") func severalFiles() throws {
    let workshop = try scored()
    for (place, headers) in ClaimsTable.Headers.allCases.enumerated() {
      let part = ClaimsTable(rows: Array(ClaimsTable.tiny.rows[(place * 16)..<(place * 16 + 16)]))
      try workshop.folder.write(part.csv(headers), to: "part\(place).csv")
    }
    try workshop.score(["part0.csv", "part1.csv", "part2.csv"], out: "OTHER")
    #expect(try workshop.differing("RUN", "OTHER") == [])
    #expect(try workshop.manifest(of: "OTHER").inputs.map(\.rows) == [16, 16, 16])
  }

  @Test("A column of any name is read where --map says what it is") func map() throws {
    let workshop = try scored()
    let text = ClaimsTable.tiny.csv().replacing("medfee_sumamt", with: "贵重").replacing("psn_no", with: "who")
    try workshop.folder.write(text, to: "odd.csv")
    #expect(try workshop.run(["odd.csv"], out: "REFUSED").status == 3)
    try workshop.score(["odd.csv", "--map", "贵重=total_fee", "--map", "claims.who=person_id"], out: "OTHER")
    #expect(try workshop.differing("RUN", "OTHER") == [])
    #expect(try workshop.manifest(of: "OTHER").inputs[0].columns.contains("total_fee ← 贵重 (mapping)"))
  }

  @Test("A mapping file names columns and the currency") func mapping() throws {
    let workshop = try scored()
    let text = ClaimsTable.tiny.csv().replacing("medfee_sumamt", with: "AMOUNT").replacing("psn_no", with: "WHO")
    try workshop.folder.write(text, to: "odd.csv")
    let yaml = """
      title: {zh: 试验布局, en: A layout for a test}
      currency: dollars
      tables:
        claims:
          columns:
            AMOUNT: total_fee
            WHO: person_id

      """
    try workshop.folder.write(yaml, to: "layout.yaml")
    let summary = try workshop.score(["odd.csv", "--mapping", "layout.yaml"], out: "OTHER")
    #expect(try workshop.differing("RUN", "OTHER").filter { !$0.hasPrefix("funnel") } == [])
    #expect(summary.contains("dollars") && !summary.contains("yuan"))
    #expect(try workshop.manifest(of: "OTHER").options.currency == "dollars")
  }

  @Test("A table of persons fills in sex and birth, and stands above what claims say") func persons() throws {
    let workshop = try Workshop.tiny()
    let numbers = Set(ClaimsTable.tiny[column: "person_id"]).sorted()
    let register = "psn_no,gend,brdy\n" + numbers.map { "\($0),女,1990-01-01\n" }.joined()
    try workshop.folder.write(register, to: "persons.csv")
    try workshop.score(["claims.csv", "--persons", "persons.csv"])
    let tally = try workshop.table("tally.csv")
    #expect(Set(tally["sex"]).subtracting([""]) == ["female"])
    #expect(Set(tally["age_band"]).subtracting([""]) == ["18-44"])
  }

  @Test("A table of institutions gives names, kinds, levels and districts") func institutions() throws {
    let workshop = try Workshop.tiny()
    try workshop.folder.write(Self.institutions, to: "institutions.csv")
    try workshop.score(["claims.csv", "--institutions", "institutions.csv"])
    let ranking = try workshop.table("ranking.csv")
    #expect(Set(ranking["name"]) == ["甲药房", "乙药房", "丙药房", "丁诊所"])
    #expect(ranking["kind"].sorted() == ["clinic", "pharmacy", "pharmacy", "pharmacy"])
    #expect(Set(ranking["district"]) == ["330105", "330106"])
  }

  @Test("A tally gives the ranking that its claims gave, byte for byte", arguments: [1, 2, 3])
  func tally(seed: Int) throws {
    let workshop = try Workshop.city(seed: seed)
    try workshop.score(Workshop.cityInputs)
    try workshop.score(["--tally", "RUN/tally.csv", "--institutions", "city/institutions.csv"], out: "OTHER")
    #expect(try workshop.differing("RUN", "OTHER", among: ["tally.csv", "tally-pairs.csv", "model.yaml"]) == [])
    // A tally holds no persons, and so no screen: neither its columns nor the order of the lists.
    for name in ["ranking.csv", "interview-list.csv", "near-list.csv"] {
      let (own, other) = (try workshop.table(name), try workshop.table(name, in: "OTHER"))
      #expect(other["screen"].allSatisfy { $0.isEmpty } && other["screen_signal"].allSatisfy { $0.isEmpty })
      for column in own.header where !column.hasPrefix("screen") {
        let isList = name != "ranking.csv"
        #expect(
          isList ? own[column].sorted() == other[column].sorted() : own[column] == other[column], "\(name) \(column)")
      }
    }
    let manifest = try workshop.manifest(of: "OTHER")
    #expect(manifest.source == "tally" && manifest.counts == nil)
    // What it cannot have is told, file by file.
    let told = try workshop.folder.text("OTHER/run.json")
    for name in ["persons.csv", "profile.csv", "interactions.csv", "monthly.csv", "card-bursts.csv"] {
      #expect(told.contains("\"column\" : \"\(name)\""), "\(name)")
    }
  }

  @Test("A folder whose name is Chinese or has a space works like any other", arguments: ["名单", "a b", "a%20b"])
  func folderNames(name: String) throws {
    let workshop = try Workshop.city(seed: 1)
    try workshop.score(Workshop.cityInputs)
    let inner = "\(workshop.folder.root)/\(name)"
    _ = try CommandRunner.system("mkdir", [inner])
    _ = try CommandRunner.system("cp", ["-r", workshop.folder.path("city"), "\(inner)/city"])
    let copied = Workshop.cityInputs.map { $0.hasPrefix("city/") ? "\(name)/\($0)" : $0 }
    let outcome = try workshop.run(copied, out: "\(name)/结果", key: "\(name)/钥匙.key")
    #expect(outcome.status == 0, "\(outcome.stderr)")
    #expect(workshop.folder.has("\(name)/结果/run.json") && workshop.folder.has("\(name)/钥匙.key"))
  }

  @Test("The pair sums beside a tally are found in a folder of any name", arguments: ["名单", "a b"])
  func pairsBeside(name: String) throws {
    let workshop = try Workshop.city(seed: 1)
    try workshop.score(Workshop.cityInputs)
    _ = try CommandRunner.system("cp", ["-r", workshop.folder.path("RUN"), workshop.folder.path(name)])
    let tally = ["--tally", "\(name)/tally.csv", "--institutions", "city/institutions.csv"]
    try workshop.score(tally, out: "OTHER")
    let (own, other) = (try workshop.table("ranking.csv"), try workshop.table("ranking.csv", in: "OTHER"))
    // Without pairs every error would be another; the screen needs persons, which a tally lacks.
    for column in own.header where !column.hasPrefix("screen") { #expect(own[column] == other[column], "\(column)") }
  }

  @Test("Two spellings of one accented code are one institution") func canonicalSpellings() throws {
    var table = ClaimsTable.tiny
    let place = ClaimsTable.position("inst_code")
    for row in table.rows.indices where row < 6 {
      table.rows[row][place] = row % 2 == 0 ? "caf\u{E9}1" : "cafe\u{301}1"
    }
    let workshop = try Workshop()
    try workshop.folder.write(table.csv(), to: "claims.csv")
    try workshop.score(["claims.csv"])
    #expect(try workshop.table("ranking.csv")["institution_id"].count { $0 == "caf\u{E9}1" } == 1)
  }

  @Test("An order by a figure that no institution has is refused") func orderWithoutFigure() throws {
    let workshop = try Workshop.tiny()
    let outcome = try workshop.run(["claims.csv", "--order", "z"])
    #expect(outcome.status == 2 && outcome.stderr.contains("z"))
  }
}
