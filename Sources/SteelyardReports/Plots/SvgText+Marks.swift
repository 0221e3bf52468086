internal import SteelyardScoring

/// What every plot is drawn with: a font that has Chinese, lines, texts, and the bands' marks, which differ in shape as
/// well as in colour (Okabe & Ito 2008).
extension SvgText {
  /// Fonts that have Chinese and Latin letters, the first there is.
  static let fonts = "'Noto Sans CJK SC', 'Noto Sans SC', 'Microsoft YaHei', 'PingFang SC', sans-serif"
  /// The colour of lines and letters.
  static let ink = "#222222"
  /// The colour of what stands in the background.
  static let grid = "#EEEEEE"
  /// The colour of notes.
  static let quiet = "#444444"

  /// A text at a place; `anchor` says whether it starts, stands about, or ends there.
  mutating func write(
    _ content: String, x: Double, y: Double, size: Int, anchor: String = "start", weight: String = "normal",
    fill: String = SvgText.ink
  ) {
    text(
      "text",
      [
        ("x", Self.coordinate(x)), ("y", Self.coordinate(y)), ("font-size", String(size)),
        ("text-anchor", anchor), ("font-weight", weight), ("fill", fill),
      ], content)
  }

  /// A straight line.
  mutating func line(
    _ from: (x: Double, y: Double), _ to: (x: Double, y: Double), colour: String, width: String = "1",
    dashes: String = "none"
  ) {
    element(
      "line",
      [
        ("x1", Self.coordinate(from.x)), ("y1", Self.coordinate(from.y)), ("x2", Self.coordinate(to.x)),
        ("y2", Self.coordinate(to.y)), ("stroke", colour), ("stroke-width", width), ("stroke-dasharray", dashes),
      ])
  }

  /// A path by its data.
  mutating func path(_ data: String, _ fill: String, _ stroke: String) {
    element("path", [("d", data), ("fill", fill), ("stroke", stroke), ("stroke-width", "1.1")])
  }

  /// The mark of a band about a place.
  mutating func mark(_ band: InstitutionScore.Band, x: Double, y: Double) {
    func at(_ dx: Double, _ dy: Double) -> String { "\(Self.coordinate(x + dx)) \(Self.coordinate(y + dy))" }
    switch band {
    case .ordinary:
      element(
        "circle",
        [
          ("cx", Self.coordinate(x)), ("cy", Self.coordinate(y)), ("r", "3.2"), ("fill", "#56B4E9"),
          ("fill-opacity", "0.35"), ("stroke", "#2B7BB0"), ("stroke-width", "0.9"),
        ])
    case .cannotTell:
      path("M \(at(-2.8, -2.8)) L \(at(2.8, 2.8)) M \(at(-2.8, 2.8)) L \(at(2.8, -2.8))", "none", "#777777")
    case .watch:
      path(
        "M \(at(-3.6, -3.6)) H \(Self.coordinate(x + 3.6)) V \(Self.coordinate(y + 3.6)) "
          + "H \(Self.coordinate(x - 3.6)) Z", "#E69F00", "#5F4200")
    case .interview:
      path("M \(at(0, -6)) L \(at(5.6, 4.2)) L \(at(-5.6, 4.2)) Z", "#D55E00", "#000000")
    }
  }
}
