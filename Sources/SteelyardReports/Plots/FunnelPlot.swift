internal import Foundation
public import SteelyardDomain
public import SteelyardScoring

/// The funnel plot of a scorecard as SVG: adjusted index against expected cost, with over-dispersed limits.
///
/// Bands differ in shape and in colour (Okabe & Ito 2008), so the picture can be read in greyscale. There is no script,
/// no link and no clock in it. An institution's own limits rest on its own standard error; the lines are drawn for its
/// group's typical one, and the caption says so.
public enum FunnelPlot {
  /// The picture as bytes, 960 × 640.
  ///
  /// Edge cases: an institution without an adjusted index, or without peers, is not drawn; an index beyond 0.1…10 is drawn on the edge;
  /// without any standard error there are no limits; the caption tells each of these.
  public static func svg(scorecard: Scorecard, title: LocalizedText, period: String, language: Language) -> [UInt8] {
    let drawing = FunnelDrawing(data: FunnelData(scorecard), language: language)
    return Array(drawing.document(title: title, period: period).utf8)
  }
}

/// The parts of the picture, in the order they are painted.
struct FunnelDrawing {
  let data: FunnelData
  let scale: FunnelScale
  let language: Language

  init(data: FunnelData, language: Language) {
    self.data = data
    self.language = language
    scale = FunnelScale(costs: data.points.map(\.cost), indices: data.points.map(\.index))
  }

  private static let groupColours = ["#222222", "#CC79A7"]

  func document(title: LocalizedText, period: String) -> String {
    var svg = SvgText()
    let heading = Wording.funnelTitle(title, period: period).text(language)
    svg.open(
      "svg",
      [
        ("xmlns", "http://www.w3.org/2000/svg"), ("width", "960"), ("height", "640"), ("viewBox", "0 0 960 640"),
        ("role", "img"), ("aria-labelledby", "funnel-title funnel-desc"), ("font-family", SvgText.fonts),
        ("lang", language.rawValue),
      ])
    svg.text("title", [("id", "funnel-title")], heading)
    let listed = data.points.filter { $0.band == .interview }.map(\.code)
    svg.text(
      "desc", [("id", "funnel-desc")], Wording.funnelDescription(data.points.count, listed: listed).text(language))
    svg.element("rect", [("width", "960"), ("height", "640"), ("fill", "#FFFFFF")])
    svg.write(heading, x: FunnelScale.left, y: 30, size: 18, weight: "bold")
    legend(in: &svg)
    axes(in: &svg)
    limitLines(in: &svg)
    for band in [InstitutionScore.Band.ordinary, .cannotTell, .watch, .interview] {
      for point in data.points where point.band == band { svg.mark(band, x: x(point), y: y(point)) }
    }
    let unlabelled = labels(in: &svg)
    caption(unlabelled: unlabelled, in: &svg)
    svg.close("svg")
    return svg.markup
  }

  func x(_ point: FunnelData.Point) -> Double { scale.x(point.cost) }
  func y(_ point: FunnelData.Point) -> Double { scale.clampedY(point.index) }
}

// MARK: - Axes and limits

extension FunnelDrawing {
  func axes(in svg: inout SvgText) {
    let (left, right, top, bottom) = (FunnelScale.left, FunnelScale.right, FunnelScale.top, FunnelScale.bottom)
    for tick in scale.costTicks {
      let place = scale.x(tick.value)
      svg.line((place, top), (place, bottom), colour: SvgText.grid)
      svg.line((place, bottom), (place, bottom + 5), colour: SvgText.ink)
      svg.write(tick.label, x: place, y: bottom + 19, size: 12, anchor: "middle")
    }
    for tick in scale.indexTicks {
      let place = scale.y(tick.value)
      svg.line((left, place), (right, place), colour: tick.value == 1 ? "#888888" : SvgText.grid)
      svg.line((left - 5, place), (left, place), colour: SvgText.ink)
      svg.write(tick.label, x: left - 9, y: place + 4, size: 12, anchor: "end")
    }
    svg.line((left, top), (left, bottom), colour: SvgText.ink)
    svg.line((left, bottom), (right, bottom), colour: SvgText.ink)
    svg.write(
      Wording.funnelCostAxis.text(language), x: (left + right) / 2, y: bottom + 40, size: 13, anchor: "middle")
    svg.open("g", [("transform", "rotate(-90 22 \(SvgText.coordinate((top + bottom) / 2)))")])
    svg.write(Wording.funnelIndexAxis.text(language), x: 22, y: (top + bottom) / 2, size: 13, anchor: "middle")
    svg.close("g")
  }

  func limitLines(in svg: inout SvgText) {
    svg.open("clipPath", [("id", "panel")])
    svg.element(
      "rect",
      [
        ("x", SvgText.coordinate(FunnelScale.left)), ("y", SvgText.coordinate(FunnelScale.top)),
        ("width", SvgText.coordinate(FunnelScale.right - FunnelScale.left)),
        ("height", SvgText.coordinate(FunnelScale.bottom - FunnelScale.top)),
      ])
    svg.close("clipPath")
    svg.open("g", [("clip-path", "url(#panel)"), ("fill", "none")])
    for (limits, colour) in zip(data.limits, Self.groupColours) {
      for z in [-data.outer.z, data.outer.z] { curve(limits, z, colour, dashes: "none", in: &svg) }
      for z in [-data.inner.z, data.inner.z] { curve(limits, z, colour, dashes: "7 4", in: &svg) }
      curve(limits, 0, colour, dashes: "2 3", in: &svg)
    }
    svg.close("g")
    groupNames(in: &svg)
  }

  private func curve(
    _ limits: FunnelData.Limits, _ z: Double, _ colour: String, dashes: String, in svg: inout SvgText
  ) {
    let steps = 80
    let span = log(scale.cost.upperBound / scale.cost.lowerBound)
    let places = (0...steps).map { step in
      let cost = scale.cost.lowerBound * exp(span * Double(step) / Double(steps))
      // Far outside the panel the curve is cut, so that no coordinate grows beyond reason.
      let value = min(max(limits.value(atCost: cost, z: z), 0.001), 1_000)
      return "\(SvgText.coordinate(scale.x(cost))),\(SvgText.coordinate(scale.y(value)))"
    }
    svg.element(
      "polyline",
      [
        ("points", places.joined(separator: " ")), ("stroke", colour), ("stroke-width", "1.2"),
        ("stroke-dasharray", dashes),
      ])
  }

  /// Names the groups of the lines at the right, where their upper limits end.
  private func groupNames(in svg: inout SvgText) {
    var lowest = -Double.infinity
    let ends = zip(data.limits, Self.groupColours).map { limits, colour in
      (limits, colour, scale.clampedY(limits.value(atCost: scale.cost.upperBound, z: data.outer.z)))
    }.sorted { $0.2 < $1.2 }
    for (limits, colour, place) in ends {
      let y = max(place + 4, lowest + 15)
      lowest = y
      let name = DisplayWidth.truncated(Wording.label(limits.fit.name).text(language), to: 16)
      svg.write(name, x: FunnelScale.right + 6, y: y, size: 12, fill: colour)
    }
  }
}

// MARK: - Marks, labels, legend, caption

extension FunnelDrawing {
  /// Labels the institutions of the interview list, the greatest excess first, and tells how many stay without.
  func labels(in svg: inout SvgText) -> Int {
    let listed = data.points.filter { $0.band == .interview }.sorted { ($1.excess, $0.code) < ($0.excess, $1.code) }
    var placement = LabelPlacement(
      bounds: .init(
        x: FunnelScale.left + 2, y: FunnelScale.top - 8, width: FunnelScale.width - FunnelScale.left - 8,
        height: FunnelScale.bottom - FunnelScale.top),
      taken: listed.map { .init(x: x($0) - 6, y: y($0) - 6, width: 12, height: 12) })
    var unlabelled = max(0, listed.count - FunnelData.labelsMaximum)
    for point in listed.prefix(FunnelData.labelsMaximum) {
      let code = DisplayWidth.truncated(point.code, to: 20)
      let width = Double(DisplayWidth.of(code)) * 6.4 + 4
      guard let box = placement.place(atX: x(point), y: y(point), width: width, height: 13) else {
        unlabelled += 1
        continue
      }
      let end = (x: min(max(x(point), box.x), box.x + box.width), y: box.y + box.height / 2)
      if abs(end.x - x(point)) > 9 || abs(end.y - y(point)) > 12 {
        svg.line((x(point), y(point)), end, colour: "#999999", width: "0.7")
      }
      svg.text(
        "text",
        [
          ("x", SvgText.coordinate(box.x + 2)), ("y", SvgText.coordinate(box.y + 10)), ("font-size", "11"),
          ("fill", SvgText.ink), ("stroke", "#FFFFFF"), ("stroke-width", "2.5"), ("paint-order", "stroke"),
        ], code)
    }
    return unlabelled
  }

  func legend(in svg: inout SvgText) {
    var place = FunnelScale.left + 4
    for band in [InstitutionScore.Band.interview, .watch, .ordinary, .cannotTell] {
      let count = data.points.count { $0.band == band }
      svg.mark(band, x: place, y: 56)
      let text = "\(Wording.band(band).text(language)) \(count)"
      svg.write(text, x: place + 10, y: 60, size: 12)
      place += Double(DisplayWidth.of(text)) * 6.8 + 34
    }
    guard !data.limits.isEmpty else { return }
    let centre = Wording.funnelCentre.text(language)
    for (dashes, label) in [("none", "\(data.outer.level) %"), ("7 4", "\(data.inner.level) %"), ("2 3", centre)] {
      svg.line((place, 56), (place + 28, 56), colour: SvgText.ink, width: "1.2", dashes: dashes)
      svg.write(label, x: place + 34, y: 60, size: 12)
      place += Double(DisplayWidth.of(label)) * 6.8 + 58
    }
  }

  private func caption(unlabelled: Int, in svg: inout SvgText) {
    let outside = data.points.count { !scale.holds($0.index) }
    let text = Wording.funnelCaption(data, outside: outside, unlabelled: unlabelled)
    var place = 554.0
    for sentence in text {
      for row in DisplayWidth.wrapped(sentence.text(language), to: 142) {
        svg.write(row, x: FunnelScale.left, y: place, size: 11, fill: SvgText.quiet)
        place += 15
      }
    }
  }
}
