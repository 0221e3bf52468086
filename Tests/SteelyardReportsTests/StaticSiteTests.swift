import Foundation
import SteelyardDomain
import SteelyardScoring
import Testing

@testable import SteelyardReports

#if canImport(FoundationXML)
  import FoundationXML
#endif

@Suite("The report as a folder of pages") struct StaticSiteTests {
  private static let all = site(institutions(9), run: runStatement { $0.watermark = "Copy 2" })

  private func pages(_ site: StaticSite) -> [(path: String, bytes: [UInt8])] {
    site.pages.map { (site.path(of: $0), site.bytes(of: $0)) }
  }

  private func html(_ site: StaticSite) -> [(path: String, bytes: [UInt8])] {
    pages(site).filter { $0.path.hasSuffix(".html") }
  }

  @Test("The same run gives the same bytes, and each file has a name of its own")
  func isDeterministic() {
    let (first, second) = (pages(site(institutions(9))), pages(site(institutions(9))))
    #expect(first.map(\.path) == second.map(\.path) && first.map(\.bytes) == second.map(\.bytes))
    #expect(Set(first.map { $0.path.lowercased() }).count == first.count)
    #expect(first.count == 4 + 2 * (1 + 1 + 9))
  }

  @Test("A dossier tells the constants of its own group, and every method that is not another group's alone")
  func ownConstants() {
    let choice = FitGroupChoice(own: "pharmacy", others: ["clinic", "big-clinic"])
    func reduced(_ constants: [String]) -> [String]? {
      choice.reduced(MethodStatement(role: "screen", id: "m", constants: constants))?.constants
    }
    #expect(reduced([]) == [] && reduced(["c = 1"]) == ["c = 1"])
    #expect(
      reduced(["clinic: n = 3", "α = 1"]) == nil
        && reduced(["pharmacy: n = 3", "α = 1"]) == ["pharmacy: n = 3", "α = 1"])
    #expect(reduced(["scale = log", "clinic: n = 3", "pharmacy: n = 4"]) == ["scale = log", "pharmacy: n = 4"])
    #expect(reduced(["clinic: n = 3", "pharmacy: n = 4"]) == ["pharmacy: n = 4"])
    #expect(
      reduced(["visits, big-clinic: n = 3", "x = 1", "visits, pharmacy: n = 4"]) == [
        "x = 1", "visits, pharmacy: n = 4",
      ])
  }

  @Test("Every page carries run, model, period, methods with constants, what a list means, and the watermark")
  func carriesTheRun() {
    for (path, bytes) in html(Self.all) {
      let page = text(bytes)
      for part in [
        runStatement().hash, "outpatient/per-capita-cost 1.0", "(2025-Q3)", "od.log.huber (c = 1.281552, n = 3)",
        "Copy 2",
      ] {
        #expect(page.contains(part), "\(path): \(part)")
      }
      let meaning = path.hasPrefix("en") ? Wording.listedMeans.en : Wording.listedMeans.zh
      #expect(page.contains(meaning), "\(path)")
    }
  }

  @Test("A page lets in its own style and script and nothing else, and has none in its markup")
  func policyIsStrict() {
    for (path, bytes) in html(Self.all) {
      let page = text(bytes)
      #expect(page.contains("default-src &#39;none&#39;") || page.contains("default-src 'none'"), "\(path)")
      #expect(!page.contains("unsafe"), "\(path)")
      for mark in outline(bytes) {
        let words = mark.split(separator: " ")
        #expect(words[0] != "style" && !words.contains("style="), "\(path): \(mark)")
        #expect(!words.dropFirst().contains { $0.hasPrefix("on") && $0.contains("=") }, "\(path): \(mark)")
      }
      #expect(!page.contains(/<script(?! src="[.\/]*assets\/(?:report|search)\.js" defer><\/script>)/), "\(path)")
      #expect(!page.replacing("http://www.w3.org/2000/svg", with: "").contains("://"), "\(path)")
    }
  }

  @Test("Two hundred texts that would run a script change nothing of any page but its words")
  func textsCannotBecomeMarkup() {
    #expect(Set(scriptTexts).count == 200)
    func hostile(_ bad: String) -> StaticSite {
      var score = fullScore(id: bad, name: bad)
      score.institution.kind = bad
      score.institution.level = bad
      score.institution.district = bad
      score.peerGroup = bad
      score.strata[0] = .init(labels: [bad, bad], heads: 1, costFen: 5, expected: 1)
      let run = runStatement { run in
        run.governance.title = LocalizedText(zh: bad, en: bad)
        run.governance.innocentExplanations = [LocalizedText(zh: bad, en: bad)]
        run.governance.legalBasis = [LocalizedText(zh: bad, en: bad)]
        run.inputs[0].name = bad
        run.inputs[0].encoding = bad
        run.methods = [MethodStatement(role: bad, id: bad, constants: [bad])]
        run.area = [bad]
        run.currency = bad
        run.period = bad
        run.watermark = bad
      }
      return site(
        [score], run: run, languages: [.en], absences: [Absence(column: bad, reason: .noPersons)]
      ) { score in
        var dossier = fullDossier(score)
        dossier.bursts[0]["members"] = bad
        dossier.bursts[0]["dates"] = bad
        dossier.persons = [bad: ["institutions": bad, "visits": bad, "cost": "1.00"]]
        return dossier
      }
    }
    // A text without any sign, of two letters that no label has.
    let plain = html(hostile("zz")).map { outline($0.bytes) }
    for bad in scriptTexts {
      let report = hostile(bad)
      for (place, page) in html(report).enumerated() {
        #expect(outline(page.bytes) == plain[place], "\(bad) in \(page.path)")
      }
      #expect(!text(report.bytes(of: .search)).contains("<"), "\(bad)")
    }
  }

  @Test("A quotation mark with an accent upon it is escaped like one without")
  func accentedSigns() {
    let page = text(site([fullScore(name: "\"\u{301}x<\u{301}")]).bytes(of: .dossier(.en, 0)))
    #expect(page.contains("&quot;\u{301}x&lt;\u{301}") && !page.contains("\"\u{301}x"))
  }

  @Test("Every word a template asks for is there in both languages, and none is there in vain")
  func wordsAreComplete() {
    var asked: Set<String> = []
    for template in SiteTemplates.texts.values {
      for match in template.matches(of: /\{\{[#^]?w\.(\w+)\}\}/) { asked.insert(String(match.1)) }
    }
    #expect(asked == Set(Wording.Site.texts.keys))
    for (key, words) in Wording.Site.texts {
      #expect(words.zh.unicodeScalars.contains { (0x4E00...0x9FFF).contains($0.value) }, "\(key)")
      #expect(!words.en.isEmpty && words.en.unicodeScalars.allSatisfy { $0.value < 0x2E80 }, "\(key)")
    }
  }

  @Test("A page in English has no Chinese of ours, and no page has an unfilled place")
  func languagesAreApart() {
    let english = site(
      institutions(3).map { score in
        var score = score
        score.institution.name = "Drugstore"
        return score
      }, languages: [.en])
    for (path, bytes) in html(english) {
      // The fonts are named in their own letters nowhere; what is Chinese would be a sentence.
      let han = text(bytes).unicodeScalars.filter { (0x4E00...0x9FFF).contains($0.value) }
      #expect(han.isEmpty, "\(path): \(String(String.UnicodeScalarView(han)))")
    }
    for (path, bytes) in html(Self.all) { #expect(!text(bytes).contains("{{"), "\(path)") }
  }

  @Test("Every figure is well-formed, has a title and a description, and no name stands twice on a page")
  func figuresAreAccessible() throws {
    for (path, bytes) in html(Self.all) {
      let page = text(bytes)
      var count = 0
      for match in page.matches(of: /<svg viewBox[\s\S]*?<\/svg>/) {
        #expect(XMLParser(data: Data(String(match.0).utf8)).parse(), "\(path)")
        let names = try #require(match.0.firstMatch(of: /aria-labelledby="(\S+) (\S+)"/))
        #expect(
          match.0.contains("<title id=\"\(names.1)\">") && match.0.contains("<desc id=\"\(names.2)\">"), "\(path)")
        count += 1
      }
      if path.contains("institutions") { #expect(count == 5, "\(path)") }
      let names = page.matches(of: #/ id="([^"]+)"/#).map { String($0.1) }
      #expect(Set(names).count == names.count, "\(path)")
    }
  }

  @Test("The ranked table comes in pages of two hundred, each row once, and one index holds all of them")
  func tableIsPaged() {
    let report = site(institutions(431), languages: [.en])
    let tables = report.pages.filter { report.path(of: $0).hasPrefix("ranking") }
    #expect(tables.map(report.path) == ["ranking.html", "ranking-2.html", "ranking-3.html"])
    let links = tables.map {
      text(report.bytes(of: $0)).matches(of: /<td class="code"><a href="institutions\/(\w+)\.html"/).map {
        String($0.1)
      }
    }
    #expect(links.map(\.count) == [200, 200, 31])
    #expect(Array(links.joined()) == (0..<431).map { "P33010\(600_000 + $0)" })
    #expect(lines(report.bytes(of: .search)).count == 1 + 431 + 1)
  }

  @Test("A page is named by its code where that is plain, else by its place")
  func fileNames() {
    let codes = ["P33010600001", "../../etc/passwd", "CON", "abcdef", "ABCDEF", "", "药店药店", "A23456"]
    #expect(
      InstitutionFiles.stems(codes) == [
        "P33010600001", "at-2", "at-3", "at-4", "at-5", "at-6", "at-7", "A23456",
      ])
  }

  @Test("An institution without any estimate, a report of none, and one from a tally have pages too")
  func bareReports() {
    let bare = site([bareScore()], languages: [.zh]) { Dossier(score: $0) }
    let page = text(bare.bytes(of: .dossier(.zh, 0)))
    #expect(page.contains(Wording.Plots.trendMissing.zh) && page.contains(Wording.Explanation.strataMissing(true).zh))
    #expect(!page.contains("id=\"parts\"") && !page.contains("nan") && !page.contains("inf"))
    for (path, bytes) in html(site([], languages: [.en])) { #expect(!bytes.isEmpty, "\(path)") }
    let tally = StaticSite(
      run: runStatement(), scorecard: scorecard([bareScore()]), quality: QualityReport(), isFromTally: true,
      languages: [.en]
    ) { Dossier(score: $0) }
    #expect(text(tally.bytes(of: .overview(.en))).contains(Wording.Site.fromTally.en))
  }

  @Test("No page accuses") func neverAccuses() {
    for (path, bytes) in html(Self.all) {
      let page = text(bytes).replacing(Wording.fixedSentence.en, with: "").replacing(Wording.fixedSentence.zh, with: "")
        .lowercased()
      for word in ["违规", "违法", "欺诈", "骗保", "fraud", "violat", "wrongdoing", "abuse", "guilt", "suspect"] {
        #expect(!page.contains(word), "\(word) in \(path)")
      }
    }
  }
}
