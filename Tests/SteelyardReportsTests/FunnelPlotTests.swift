import Foundation
import SteelyardDomain
@testable import SteelyardReports
import SteelyardScoring
import SteelyardStatistics
import Testing

#if canImport(FoundationXML)
  import FoundationXML
#endif

/// Collects the names of elements and the texts in them, and whether the text is well-formed XML.
private final class Outline: NSObject, XMLParserDelegate {
  var elements: [String] = []
  var texts: [String] = []

  static func of(_ bytes: [UInt8]) -> Outline? {
    let parser = XMLParser(data: Data(bytes))
    let outline = Outline()
    parser.delegate = outline
    return parser.parse() ? outline : nil
  }

  /// All texts, with one blank for each line end.
  var prose: String { texts.joined(separator: " ").split(whereSeparator: \.isWhitespace).joined(separator: " ") }

  func parser(
    _ parser: XMLParser, didStartElement name: String, namespaceURI: String?, qualifiedName: String?,
    attributes: [String: String] = [:]
  ) {
    elements.append(name)
    texts.append("")
  }

  func parser(_ parser: XMLParser, foundCharacters string: String) {
    if !texts.isEmpty { texts[texts.count - 1] += string }
  }
}

private func city(_ count: Int, _ change: (Int, inout InstitutionScore) -> Void = { _, _ in }) -> Scorecard {
  scorecard(
    (0..<count).map { number in
      var score = fullScore(id: "P\(1000 + number)", band: number % 5 == 0 ? .interview : .ordinary)
      score.expected = 20_000 * Double(number + 1)
      score.indexAdjusted = 0.8 + Double(number % 7) * 0.15
      change(number, &score)
      return score
    })
}

@Suite struct FunnelPlotTests {
  private let title = LocalizedText(zh: "人均费用指数", en: "Per-capita cost index")

  private func svg(_ scorecard: Scorecard, _ language: Language = .en) -> [UInt8] {
    FunnelPlot.svg(scorecard: scorecard, title: title, period: "2025-07", language: language)
  }

  @Test(
    "The picture is well-formed and labelled, says what it shows and denies wrongdoing", arguments: Language.allCases)
  func isWellFormed(language: Language) throws {
    let bytes = svg(city(40), language)
    let outline = try #require(Outline.of(bytes))
    #expect(outline.elements.first == "svg")
    #expect(outline.elements[1...2] == ["title", "desc"])
    #expect(outline.texts[2].contains("P1000"))
    #expect(outline.texts.contains { $0.contains(Wording.fixedSentence.text(language)) })
    #expect(text(bytes).contains("role=\"img\""))
    #expect(text(bytes).contains("od.log.huber"))
  }

  @Test("The limits are drawn at the levels that are asked for, and the caption names them")
  func levels() throws {
    var card = city(40)
    let usual = try #require(Outline.of(svg(card))).prose
    #expect(usual.contains("95 %: z = 1.959964") && usual.contains("99.8 %: z = 3.090232"))
    card.funnel = .init(inner: 0.8, outer: 0.9973)
    let other = try #require(Outline.of(svg(card))).prose
    #expect(other.contains("80 %: z = 1.281552") && other.contains("99.73 %: z = 2.999977"))
    #expect(svg(card) != svg(city(40)))
  }

  @Test("Codes and titles cannot become markup", arguments: hostileTexts)
  func escapes(hostile: String) throws {
    let card = city(6) { number, score in
      var institution = score.institution
      institution = Institution(id: hostile + "\(number)", kind: "pharmacy", district: "330106")
      score.institution = institution
    }
    let bytes = FunnelPlot.svg(
      scorecard: card, title: LocalizedText(zh: hostile, en: hostile), period: hostile, language: .en)
    let outline = try #require(Outline.of(bytes), "\(text(bytes).prefix(600))")
    let known: Set = [
      "svg", "title", "desc", "rect", "text", "line", "path", "circle", "g", "clipPath", "polyline",
    ]
    #expect(Set(outline.elements).isSubset(of: known))
  }

  @Test("One mark is drawn for each institution that has an adjusted index and peers")
  func drawsMarks() throws {
    let card = city(20) { number, score in
      score.band = .ordinary
      if number == 3 { score.indexAdjusted = nil }
      if number == 4 { score.outcome = .tooFewPeers }
      if number == 5 { score.indexAdjusted = -0.2 }
    }
    let outline = try #require(Outline.of(svg(card)))
    // One circle more stands in the legend.
    #expect(outline.elements.count { $0 == "circle" } == 17 + 1)
    #expect(outline.prose.contains("17 of 20 institutions are drawn"))
  }

  @Test("An index beyond the panel is drawn on its edge, and the caption counts it")
  func clampsOutliers() throws {
    let card = city(20) { number, score in if number == 2 { score.indexAdjusted = 50 } }
    let outline = try #require(Outline.of(svg(card)))
    #expect(outline.prose.contains("because they lie beyond it: 1."))
  }

  @Test("Without institutions or without standard errors there is a picture without limits")
  func drawsWithoutLimits() throws {
    for card in [city(0), city(5) { $1.standardError = nil }] {
      let outline = try #require(Outline.of(svg(card)))
      #expect(!outline.elements.contains("polyline"))
      #expect(outline.texts.contains { $0.contains("Without standard errors there are no limits.") })
    }
  }

  @Test("The limits are exp(μ ± z·√(a/E + τ²)) with a the median of s²·E of the group's eligible institutions")
  func limitsFollowTheFormula() throws {
    let data = FunnelData(
      city(3) { number, score in
        score.expected = [10_000, 40_000, 90_000][number]
        score.standardError = [0.3, 0.1, 0.1][number]
      })
    let limits = try #require(data.limits.first)
    // s²·E in ten thousands of yuan: 0.09, 0.04, 0.09.
    #expect(abs(limits.scale - 0.09) < 1e-12)
    let expected = exp(0.02 + 1.959964 * (0.09 / 4 + 0.01).squareRoot())
    #expect(abs(limits.value(atCost: 4, z: 1.959964) - expected) < 1e-12)
  }

  @Test("The two largest fit groups are drawn, the largest first")
  func drawsLargestGroups() {
    let base = city(30) { number, score in score.fit = ["a", "b", "c"][number % 3] }
    func fit(_ name: String, _ units: Int) -> DispersionFit {
      DispersionFit.huber(name, units: units, centre: 0, tauSquared: 0, .noSpread, mean: 0, meanVariance: 0)
    }
    let card = Scorecard(
      institutions: base.institutions, peerGroups: [], fits: [fit("a", 10), fit("b", 90), fit("c", 80), fit("d", 99)],
      methods: [], absences: [], topCount: 10, order: .plain)
    #expect(FunnelData(card).limits.map(\.fit.name) == ["b", "c"])
  }

  @Test("The same scorecard gives the same bytes")
  func isDeterministic() { #expect(svg(city(60)) == svg(city(60))) }
}

@Suite struct FunnelScaleTests {
  @Test("Axes hold every point, 1 is always a tick, and ticks do not crowd")
  func ticksAreSensible() {
    let ranges = [([1.0, 2], [0.99, 1.01]), ([0.001, 90_000], [0.05, 60]), ([5], [1]), ([3, 4_000], [0.6, 3.2])]
    for (costs, indices) in ranges {
      let scale = FunnelScale(costs: costs, indices: indices)
      #expect(costs.allSatisfy(scale.cost.contains))
      let places = scale.indexTicks.map { scale.y($0.value) }
      #expect(scale.indexTicks.contains { $0.label == "1.0" })
      #expect(zip(places, places.dropFirst()).allSatisfy { $0 - $1 >= 24 })
      #expect(scale.costTicks.count <= 20)
      #expect(!scale.costTicks.isEmpty || costs.count == 1)
    }
  }
}

@Suite struct LabelPlacementTests {
  @Test("Labels cover neither each other nor a mark nor the border, and one without room is left out")
  func labelsDoNotOverlap() {
    let bounds = LabelPlacement.Box(x: 0, y: 0, width: 220, height: 120)
    let mark = LabelPlacement.Box(x: 100, y: 50, width: 12, height: 12)
    var placement = LabelPlacement(bounds: bounds, taken: [mark])
    var placed: [LabelPlacement.Box] = []
    for _ in 0..<60 {
      guard let box = placement.place(atX: 106, y: 56, width: 60, height: 13) else { continue }
      #expect(bounds.contains(box) && !box.overlaps(mark))
      #expect(!placed.contains(where: box.overlaps))
      placed.append(box)
    }
    #expect(placed.count > 3 && placed.count < 60)
  }
}
