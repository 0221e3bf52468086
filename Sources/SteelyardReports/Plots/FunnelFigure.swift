internal import Foundation
internal import SteelyardDomain
internal import SteelyardScoring

/// The funnel within a report: the same marks and limits as ``FunnelPlot``, without the heading and the caption, which
/// the page has.
struct FunnelFigure {
  /// From how many institutions on those that are not on the interview list are drawn as squares of their number.
  static let binnedFrom = 400
  /// How many marks are links; more would be a long way for who goes by the keyboard.
  static let linksMaximum = 60

  private let drawing: FunnelDrawing
  /// Legend, axes, limits and peers: the same with every institution of the group.
  private let ground: String
  /// Whether peers are drawn as squares of their number.
  let isBinned: Bool
  /// How many institutions lie beyond the panel and are drawn on its edge.
  var outside: Int { drawing.data.points.count { !drawing.scale.holds($0.index) } }
  /// How many of the interview list have no code beside their mark.
  var unlabelled: Int {
    var svg = SvgText()
    return drawing.labels(in: &svg)
  }

  init(data: FunnelData, language: Language) {
    let drawing = FunnelDrawing(data: data, language: language)
    self.drawing = drawing
    isBinned = data.points.count >= Self.binnedFrom
    var svg = SvgText()
    drawing.legend(in: &svg)
    drawing.axes(in: &svg)
    drawing.limitLines(in: &svg)
    if isBinned {
      FunnelBins(data.points.filter { $0.band != .interview }.map { (drawing.x($0), drawing.y($0)) }).draw(in: &svg)
    } else {
      for band in [InstitutionScore.Band.ordinary, .cannotTell, .watch] {
        for point in data.points where point.band == band { svg.mark(band, x: drawing.x(point), y: drawing.y(point)) }
      }
    }
    ground = svg.markup
  }

  private static let box = (x: 0.0, y: 40.0, width: 960.0, height: 502.0)

  /// All institutions, those on the interview list as links to their pages, with their codes.
  func ofAll(page: (String) -> String?) -> String {
    let listed = drawing.data.points.filter { $0.band == .interview }
    // The greatest first, those without a link below the others.
    let drawn = listed.sorted { ($1.excess, $0.code) < ($0.excess, $1.code) }
    let linked = Set(drawn.prefix(Self.linksMaximum).map(\.code))
    var svg = SvgText()
    svg.openFigure(
      id: "funnel", box: Self.box, title: Wording.Plots.funnelTitle.text(drawing.language),
      description: Wording.funnelDescription(
        drawing.data.points.count,
        listed: drawn.prefix(Self.linksMaximum).map(\.code) + (drawn.count > Self.linksMaximum ? ["…"] : [])
      )
      .text(drawing.language), hasLinks: true, language: drawing.language)
    svg.add(ground)
    for point in drawn.reversed() where !linked.contains(point.code) {
      svg.mark(.interview, x: drawing.x(point), y: drawing.y(point))
    }
    for point in drawn.prefix(Self.linksMaximum) {
      let label = "\(point.code): \(NumberFormats.fixed(point.index, decimals: 3))"
      if let page = page(point.code) { svg.open("a", [("href", page), ("class", "mark"), ("aria-label", label)]) }
      svg.mark(.interview, x: drawing.x(point), y: drawing.y(point))
      if page(point.code) != nil { svg.close("a") }
    }
    _ = drawing.labels(in: &svg)
    svg.close("svg")
    return svg.markup
  }

  /// One institution among its peers: a ring about its mark, and its code.
  func of(_ code: String) -> String {
    let own = drawing.data.points.first { $0.code == code }
    var svg = SvgText()
    svg.openFigure(
      id: "funnel", box: Self.box, title: Wording.Plots.funnelTitle.text(drawing.language),
      description: Wording.Plots.funnelDescription(
        code: code, peers: drawing.data.points.count,
        index: own.map { NumberFormats.fixed($0.index, decimals: 3) },
        expected: own.map { NumberFormats.fixed($0.cost, decimals: 2) + " × 10⁴" }
      ).text(drawing.language), language: drawing.language)
    svg.add(ground)
    for point in drawing.data.points where point.band == .interview && point.code != code {
      svg.mark(.interview, x: drawing.x(point), y: drawing.y(point))
    }
    if let own {
      let (x, y) = (drawing.x(own), drawing.y(own))
      svg.element(
        "circle",
        [
          ("cx", SvgText.coordinate(x)), ("cy", SvgText.coordinate(y)), ("r", "13"), ("fill", "#FFFFFF"),
          ("fill-opacity", "0.75"), ("stroke", "#000000"), ("stroke-width", "2"),
        ])
      svg.mark(own.band, x: x, y: y)
      let isRight = x > (FunnelScale.left + FunnelScale.right) / 2
      let label = DisplayWidth.truncated(code, to: 24)
      svg.text(
        "text",
        [
          ("x", SvgText.coordinate(x + (isRight ? -18 : 18))), ("y", SvgText.coordinate(y + 5)), ("font-size", "14"),
          ("font-weight", "bold"), ("text-anchor", isRight ? "end" : "start"), ("fill", SvgText.ink),
          ("stroke", "#FFFFFF"), ("stroke-width", "3"), ("paint-order", "stroke"),
        ], label)
    }
    svg.close("svg")
    return svg.markup
  }
}

/// Many places as squares whose shade tells how many lie in each.
private struct FunnelBins {
  private static let side = 8.0
  /// The least number of each shade, the lightest first.
  private static let shades: [(from: Int, colour: String)] = [
    (1, "#C5DFF0"), (3, "#8FC1E0"), (9, "#4F9BC9"), (27, "#1F6FA0"),
  ]

  private struct Place: Hashable {
    let column, row: Int
  }

  private var counts: [Place: Int] = [:]

  init(_ places: [(x: Double, y: Double)]) {
    for place in places {
      counts[Place(column: Int(place.x / Self.side), row: Int(place.y / Self.side)), default: 0] += 1
    }
  }

  func draw(in svg: inout SvgText) {
    let sorted = counts.sorted { ($0.key.row, $0.key.column) < ($1.key.row, $1.key.column) }
    for (shade, next) in zip(Self.shades, Self.shades.dropFirst().map(\.from) + [Int.max]) {
      let squares = sorted.filter { $0.value >= shade.from && $0.value < next }.map { place, _ in
        let (x, y) = (Int(Double(place.column) * Self.side), Int(Double(place.row) * Self.side))
        return "M\(x) \(y)h7v7h-7Z"
      }
      guard !squares.isEmpty else { continue }
      svg.element("path", [("d", squares.joined()), ("fill", shade.colour)])
    }
  }
}
