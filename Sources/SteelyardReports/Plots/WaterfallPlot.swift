internal import SteelyardDomain
internal import SteelyardScoring

/// From the peers' cost per head to the institution's own, part by part.
struct WaterfallPlot {
  /// A step: its name and what it adds to cost a head, in yuan.
  struct Step: Equatable {
    let name: String
    let yuan: Double
  }

  let peers, own: Double
  let steps: [Step]
  let voice: Voice

  private static let left = 190.0, right = 600.0, top = 10.0, step = 24.0

  /// The figure; nothing where there are no parts.
  var svg: String {
    guard !steps.isEmpty else { return "" }
    var levels = [peers]
    for step in steps { levels.append((levels.last ?? 0) + step.yuan) }
    let (low, high) = ((levels + [own]).min() ?? 0, (levels + [own]).max() ?? 1)
    let margin = max((high - low) * 0.06, 1)
    let scale = PlotScale(.linear, low - margin...high + margin, from: Self.left, to: Self.right)
    let bottom = Self.top + Self.step * Double(steps.count + 2)
    var svg = SvgText()
    svg.openFigure(
      id: "waterfall", box: (0, 0, 720, bottom + 42), title: voice(Wording.waterfallHeading),
      description: voice(
        Wording.Plots.waterfallDescription(
          own: voice.money(own), peers: voice.money(peers), parts: steps.map { ($0.name, signed($0.yuan)) })),
      language: voice.language)
    svg.patterns(id: "waterfall")
    svg.horizontalAxis(scale.roundTicks(spacing: 70), scale: scale, top: Self.top, bottom: bottom)
    svg.write(
      voice(Wording.Plots.perHeadAxis(Wording.unit(voice.currency))), x: (Self.left + Self.right) / 2, y: bottom + 33,
      size: 12, anchor: "middle")
    total(voice(Wording.Plots.peersPerHead), peers, row: 0, scale, in: &svg)
    for (place, step) in steps.enumerated() {
      let y = Self.top + Self.step * (Double(place) + 1)
      let (from, to) = (scale.place(levels[place]), scale.place(levels[place + 1]))
      svg.line((from, y - 4), (from, y + Self.step - 4), colour: "#999999", dashes: "2 2")
      svg.box(
        x: min(from, to), y: y + 4, width: abs(to - from), height: Self.step - 8,
        fill: step.yuan >= 0 ? "url(#waterfall-up)" : "url(#waterfall-down)")
      svg.write(step.name, x: Self.left - 8, y: y + 16, size: 12, anchor: "end")
      svg.write(signed(step.yuan), x: Self.right + 8, y: y + 16, size: 11)
    }
    total(voice(Wording.Plots.ownPerHead), own, row: steps.count + 1, scale, in: &svg)
    svg.close("svg")
    return svg.markup
  }

  /// A total stands as a line with a dot: a bar would have to begin at nothing, which is far to the left.
  private func total(_ name: String, _ value: Double, row: Int, _ scale: PlotScale, in svg: inout SvgText) {
    let y = Self.top + Self.step * Double(row)
    let x = scale.place(value)
    svg.line((x, y + 2), (x, y + Self.step - 2), colour: SvgText.ink, width: "2.5")
    svg.element(
      "circle",
      [
        ("cx", SvgText.coordinate(x)), ("cy", SvgText.coordinate(y + Self.step / 2)), ("r", "4"),
        ("fill", SvgText.ink),
      ])
    svg.write(name, x: Self.left - 8, y: y + 16, size: 12, anchor: "end", weight: "bold")
    svg.write(voice.money(value), x: Self.right + 8, y: y + 16, size: 11, weight: "bold")
  }

  private func signed(_ yuan: Double) -> String { (yuan > 0 ? "+" : "") + voice.money(yuan) }
}
