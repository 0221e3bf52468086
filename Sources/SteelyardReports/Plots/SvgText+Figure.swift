internal import SteelyardDomain

/// The frame that every figure of a report stands in: a white ground, a title and a description for who cannot see it.
extension SvgText {
  /// The beginning of a figure.
  ///
  /// - Parameters:
  ///   - id: what its title and description are called by; one figure of a page has it.
  ///   - box: the part of the drawing that is shown: left, top, width, height.
  ///   - hasLinks: whether marks lead to pages; such a figure is a group of things, not one picture.
  mutating func openFigure(
    id: String, box: (x: Double, y: Double, width: Double, height: Double), title: String, description: String,
    hasLinks: Bool = false, language: Language
  ) {
    let view = [box.x, box.y, box.width, box.height].map(Self.coordinate)
    open(
      "svg",
      [
        ("viewBox", view.joined(separator: " ")), ("width", view[2]), ("height", view[3]),
        ("role", hasLinks ? "group" : "img"), ("aria-labelledby", "\(id)-title \(id)-desc"),
        ("font-family", Self.fonts), ("lang", language.rawValue),
      ])
    text("title", [("id", "\(id)-title")], title)
    text("desc", [("id", "\(id)-desc")], description)
    element(
      "rect", [("x", view[0]), ("y", view[1]), ("width", view[2]), ("height", view[3]), ("fill", "#FFFFFF")])
  }

  /// A rectangle; nothing is drawn where it has no width.
  mutating func box(
    x: Double, y: Double, width: Double, height: Double, fill: String, stroke: String = SvgText.ink,
    strokeWidth: String = "0.8"
  ) {
    guard width > 0, height > 0 else { return }
    element(
      "rect",
      [
        ("x", Self.coordinate(x)), ("y", Self.coordinate(y)), ("width", Self.coordinate(width)),
        ("height", Self.coordinate(height)), ("fill", fill), ("stroke", stroke), ("stroke-width", strokeWidth),
      ])
  }

  /// The fills that differ without colour: stripes, dots, and a plain one; each is called by `id` and a name.
  mutating func patterns(id: String) {
    open("defs", [])
    pattern("\(id)-up", ground: "#F3B48C", path: "M -2 2 L 2 -2 M 0 8 L 8 0 M 6 10 L 10 6", ink: "#8A3B00")
    pattern("\(id)-down", ground: "#B9DDF4", path: "M 4 0 V 8", ink: "#2B7BB0")
    pattern(
      "\(id)-dots", ground: "#F6D58C", path: "M 2 2 h 1.6 v 1.6 h -1.6 Z M 6 6 h 1.6 v 1.6 h -1.6 Z", ink: "#5F4200")
    pattern("\(id)-cross", ground: "#FFFFFF", path: "M 0 0 L 8 8 M 8 0 L 0 8", ink: "#999999")
    close("defs")
  }

  private mutating func pattern(_ id: String, ground: String, path: String, ink: String) {
    open("pattern", [("id", id), ("width", "8"), ("height", "8"), ("patternUnits", "userSpaceOnUse")])
    element("rect", [("width", "8"), ("height", "8"), ("fill", ground)])
    element("path", [("d", path), ("fill", "none"), ("stroke", ink), ("stroke-width", "1.4")])
    close("pattern")
  }

  /// Ticks of a horizontal axis with lines over the panel.
  mutating func horizontalAxis(
    _ ticks: [(value: Double, label: String)], scale: PlotScale, top: Double, bottom: Double, strong: Double? = nil
  ) {
    for tick in ticks {
      let x = scale.place(tick.value)
      line((x, top), (x, bottom), colour: tick.value == strong ? "#888888" : Self.grid)
      write(tick.label, x: x, y: bottom + 15, size: 11, anchor: "middle")
    }
    line((min(scale.from, scale.to), bottom), (max(scale.from, scale.to), bottom), colour: Self.ink)
  }
}
