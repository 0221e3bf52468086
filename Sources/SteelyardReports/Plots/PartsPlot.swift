internal import SteelyardDomain

/// The Shapley parts of an institution's distance from its peers, the largest first: what adds to it, what takes off.
struct PartsPlot {
  /// A feature's part.
  struct Part: Equatable {
    let name: String
    let part: Double
  }

  let parts: [Part]
  let total: String
  let language: Language

  private static let left = 306.0, right = 650.0, top = 8.0, step = 22.0

  /// The figure; nothing where there are no parts.
  var svg: String {
    guard !parts.isEmpty else { return "" }
    let values = parts.map(\.part) + [0]
    let (low, high) = (values.min() ?? 0, values.max() ?? 1)
    let margin = max((high - low) * 0.04, 0.01)
    let scale = PlotScale(
      .linear, (low < 0 ? low - margin : low)...high + margin, from: Self.left, to: Self.right)
    let bottom = Self.top + Self.step * Double(parts.count)
    var svg = SvgText()
    let shown = parts.map { ($0.name, NumberFormats.fixed($0.part, decimals: 3)) }
    svg.openFigure(
      id: "parts", box: (0, 0, 720, bottom + 40), title: Wording.Plots.partsTitle.text(language),
      description: Wording.Plots.partsDescription(total: total, parts: shown).text(language), language: language)
    svg.patterns(id: "parts")
    svg.horizontalAxis(scale.roundTicks(spacing: 60), scale: scale, top: Self.top, bottom: bottom, strong: 0)
    svg.write(
      Wording.Plots.partsAxis.text(language), x: (Self.left + Self.right) / 2, y: bottom + 32, size: 12,
      anchor: "middle")
    for (place, part) in parts.enumerated() {
      let y = Self.top + Self.step * Double(place)
      let (zero, end) = (scale.place(0), scale.place(part.part))
      svg.box(
        x: min(zero, end), y: y + 4, width: abs(end - zero), height: Self.step - 8,
        fill: part.part >= 0 ? "url(#parts-up)" : "url(#parts-down)")
      svg.write(DisplayWidth.truncated(part.name, to: 46), x: Self.left - 8, y: y + 15, size: 11, anchor: "end")
      svg.write(shown[place].1, x: Self.right + 8, y: y + 15, size: 11)
    }
    svg.close("svg")
    return svg.markup
  }
}
