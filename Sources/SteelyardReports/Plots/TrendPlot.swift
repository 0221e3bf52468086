internal import Foundation
internal import SteelyardDomain
internal import SteelyardScoring

/// An institution's adjusted index month by month, within the limits of its peers at each month's standard error.
struct TrendPlot {
  /// A month with limits; those without a standard error have none.
  struct Point: Equatable {
    let month: Month
    let index: Double
    /// The inner and the outer limits.
    let inner, outer: ClosedRange<Double>?
  }

  let points: [Point]
  let levels: (inner: String, outer: String)
  let language: Language

  /// Takes the months that have an index; the limits are those of the peers' fit over the whole run.
  init(
    _ months: [MonthlyFigure], fit: DispersionFit?, levels: (inner: (String, Double), outer: (String, Double)),
    language: Language
  ) {
    points = months.sorted { $0.month < $1.month }.compactMap { figure in
      guard let index = figure.indexAdjusted, index > 0 else { return nil }
      func limits(_ z: Double) -> ClosedRange<Double>? {
        guard let fit, let error = figure.standardError, error > 0 else { return nil }
        let ends = (fit.limit(standardError: error, z: -z), fit.limit(standardError: error, z: z))
        return ends.0 > 0 && ends.0 <= ends.1 ? ends.0...ends.1 : nil
      }
      return Point(month: figure.month, index: index, inner: limits(levels.inner.1), outer: limits(levels.outer.1))
    }
    self.levels = (levels.inner.0, levels.outer.0)
    self.language = language
  }

  private static let left = 60.0, right = 690.0, top = 34.0, bottom = 236.0

  /// The figure; nothing where no month has an index.
  var svg: String {
    guard let first = points.first, let last = points.last else { return "" }
    let bounds = 0.1...10.0
    func held(_ value: Double) -> Double { min(max(value, bounds.lowerBound), bounds.upperBound) }
    let all =
      points.map { held($0.index) }
      + points.flatMap { point in
        point.outer.map { [held($0.lowerBound), held($0.upperBound)] } ?? []
      }
    let y = PlotScale(
      .logarithmic, min(0.8, all.min() ?? 1) / 1.06...max(1.25, all.max() ?? 1) * 1.06, from: Self.bottom, to: Self.top)
    let span = Double(last.month.number - first.month.number)
    let x = PlotScale(
      .linear, Double(first.month.number) - 0.5...Double(first.month.number) + span + 0.5, from: Self.left,
      to: Self.right)
    var svg = SvgText()
    svg.openFigure(
      id: "trend", box: (0, 0, 720, 280), title: Wording.Plots.trendTitle.text(language),
      description: Wording.Plots.trendDescription(
        points.map { (Wording.month($0.month), NumberFormats.fixed($0.index, decimals: 3)) }
      ).text(language), language: language)
    axes(x, y, in: &svg)
    for point in points { limits(point, x, y, in: &svg) }
    let places = points.map { (x.place(Double($0.month.number)), y.clamped($0.index)) }
    svg.element(
      "polyline",
      [
        ("points", places.map { "\(SvgText.coordinate($0.0)),\(SvgText.coordinate($0.1))" }.joined(separator: " ")),
        ("fill", "none"), ("stroke", SvgText.ink), ("stroke-width", "1.6"),
      ])
    for place in places {
      svg.element(
        "circle",
        [
          ("cx", SvgText.coordinate(place.0)), ("cy", SvgText.coordinate(place.1)), ("r", "4"), ("fill", "#D55E00"),
          ("stroke", "#000000"), ("stroke-width", "1"),
        ])
    }
    legend(in: &svg)
    svg.close("svg")
    return svg.markup
  }

  private func axes(_ x: PlotScale, _ y: PlotScale, in svg: inout SvgText) {
    for tick in y.indexTicks(spacing: 22) {
      let place = y.place(tick.value)
      svg.line((Self.left, place), (Self.right, place), colour: tick.value == 1 ? "#888888" : SvgText.grid)
      svg.write(tick.label, x: Self.left - 8, y: place + 4, size: 11, anchor: "end")
    }
    svg.line((Self.left, Self.bottom), (Self.right, Self.bottom), colour: SvgText.ink)
    // A label takes some forty places; with more months than that only every so many are named.
    let every = max(1, Int((46 * Double(points.count) / (Self.right - Self.left)).rounded(.up)))
    for (position, point) in points.enumerated() where position.isMultiple(of: every) {
      let place = x.place(Double(point.month.number))
      svg.write(
        Wording.monthShort(point.month).text(language), x: place, y: Self.bottom + 16, size: 11, anchor: "middle")
      if position == 0 || point.month.monthOfYear == 1 {
        svg.write(
          Wording.year(point.month.year).text(language), x: place, y: Self.bottom + 32, size: 11, anchor: "middle")
      }
    }
  }

  private func limits(_ point: Point, _ x: PlotScale, _ y: PlotScale, in svg: inout SvgText) {
    let place = x.place(Double(point.month.number))
    for (range, half, fill) in [(point.outer, 9.0, "#EDEDED"), (point.inner, 9.0, "#D4D4D4")] {
      guard let range else { continue }
      let (top, bottom) = (y.clamped(range.upperBound), y.clamped(range.lowerBound))
      svg.box(
        x: place - half, y: top, width: 2 * half, height: bottom - top, fill: fill, stroke: "#777777",
        strokeWidth: "0.7")
    }
  }

  private func legend(in svg: inout SvgText) {
    svg.box(x: Self.left, y: 8, width: 16, height: 12, fill: "#EDEDED", stroke: "#777777")
    svg.write("\(levels.outer) %", x: Self.left + 22, y: 18, size: 11)
    svg.box(x: Self.left + 80, y: 8, width: 16, height: 12, fill: "#D4D4D4", stroke: "#777777")
    svg.write("\(levels.inner) %", x: Self.left + 102, y: 18, size: 11)
    svg.write(Wording.Plots.indexAxis.text(language), x: Self.left + 168, y: 18, size: 11)
  }
}
