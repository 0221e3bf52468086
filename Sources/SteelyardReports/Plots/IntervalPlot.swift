internal import SteelyardDomain
internal import SteelyardScoring

/// Institutions below one another, each with a value and its interval: the caterpillar plot of indices, and that of
/// ranks.
struct IntervalPlot {
  /// An institution's row.
  struct Row {
    let code, name: String
    let band: InstitutionScore.Band
    let low, value, high: Double
    /// What stands at the right, and is read out.
    let shown: String
    /// The institution's page.
    let page: String
  }

  /// What the figure is called by.
  let id: String
  let title, description, axisTitle: String
  let rows: [Row]
  let scale: PlotScale
  let ticks: [(value: Double, label: String)]
  /// The value that the eye is led by: 1 of an index.
  var strong: Double?
  let language: Language

  /// The page.
  static let width = 720.0
  /// The panel.
  static let left = 236.0, right = 592.0, top = 14.0
  /// From one row to the next.
  static let step = 17.0

  var svg: String {
    let bottom = Self.top + Self.step * Double(rows.count) + 4
    var svg = SvgText()
    svg.openFigure(
      id: id, box: (0, 0, Self.width, bottom + 44), title: title, description: description, hasLinks: true,
      language: language)
    svg.horizontalAxis(ticks, scale: scale, top: Self.top - 4, bottom: bottom, strong: strong)
    svg.write(axisTitle, x: (Self.left + Self.right) / 2, y: bottom + 34, size: 12, anchor: "middle")
    for (place, row) in rows.enumerated() { draw(row, y: Self.top + Self.step * (Double(place) + 0.5), in: &svg) }
    svg.close("svg")
    return svg.markup
  }

  private func draw(_ row: Row, y: Double, in svg: inout SvgText) {
    let label = row.name.isEmpty ? row.code : "\(row.code) \(row.name)"
    svg.open(
      "a",
      [
        ("href", row.page), ("class", "mark"),
        ("aria-label", "\(label): \(row.shown), \(Wording.band(row.band).text(language))"),
      ])
    // An area of its own, so that the row can be pointed at and its focus seen.
    svg.element(
      "rect",
      [
        ("class", "hit"), ("x", "1"), ("y", SvgText.coordinate(y - Self.step / 2)),
        ("width", SvgText.coordinate(Self.width - 2)), ("height", SvgText.coordinate(Self.step)), ("fill", "#FFFFFF"),
        ("fill-opacity", "0"),
      ])
    svg.write(DisplayWidth.truncated(label, to: 34), x: Self.left - 10, y: y + 4, size: 11, anchor: "end")
    let (low, high) = (scale.clamped(row.low), scale.clamped(row.high))
    svg.line((low, y), (high, y), colour: SvgText.ink, width: "1.4")
    // An end beyond the panel has no cross-bar: the line goes on.
    for (value, place) in [(row.low, low), (row.high, high)] where scale.values.contains(value) {
      svg.line((place, y - 3.5), (place, y + 3.5), colour: SvgText.ink, width: "1.4")
    }
    svg.mark(row.band, x: scale.clamped(row.value), y: y)
    svg.write(row.shown, x: Self.right + 10, y: y + 4, size: 11)
    svg.close("a")
  }
}
