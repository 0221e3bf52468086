internal import SteelyardDomain
internal import SteelyardScoring

/// Where an institution stands among its peers: the peers' adjusted indices as a histogram with its own marked, and its
/// rank with the interval.
struct PlacePlot {
  /// The peers of one fit group: counted once, shown with each of its members.
  struct Peers: Equatable {
    /// How many indices lie in each of the equal classes of the logarithm.
    let counts: [Int]
    let total: Int
    /// The ends of the classes together.
    let range: ClosedRange<Double>

    /// Counts the adjusted indices of the institutions that take part in a fit group's estimates.
    init(_ indices: [Double]) {
      let held = indices.filter { $0 > 0 }.map { min(max($0, 0.1), 10) }
      range = min(0.75, held.min() ?? 1) / 1.02...max(1.33, held.max() ?? 1) * 1.02
      total = held.count
      let scale = PlotScale(.logarithmic, range, from: 0, to: Double(Self.classes))
      var counts = [Int](repeating: 0, count: Self.classes)
      for value in held { counts[min(Self.classes - 1, max(0, Int(scale.place(value))))] += 1 }
      self.counts = counts
    }

    private static let classes = 40
  }

  let peers: Peers
  /// The institution's adjusted index, and its shrunken one with the interval.
  let index: Double?
  let shrunk: (low: Double, value: Double, high: Double)?
  let rank: (low: Int, high: Int, of: Int)?
  let band: InstitutionScore.Band
  let language: Language

  private static let left = 150.0, right = 690.0

  var svg: String {
    var svg = SvgText()
    svg.openFigure(
      id: "place", box: (0, 0, 720, 262), title: Wording.Plots.placeTitle.text(language),
      description: Wording.Plots.placeDescription(
        index: index.map { NumberFormats.fixed($0, decimals: 3) }, peers: peers.total,
        interval: shrunk.map { (NumberFormats.fixed($0.low, decimals: 3), NumberFormats.fixed($0.high, decimals: 3)) },
        rank: rank.map { ("\($0.low)", "\($0.high)", "\($0.of)") }
      ).text(language), language: language)
    let scale = PlotScale(.logarithmic, peers.range, from: Self.left, to: Self.right)
    histogram(scale, in: &svg)
    svg.horizontalAxis(scale.indexTicks(spacing: 30), scale: scale, top: 10, bottom: 150, strong: 1)
    svg.write(
      Wording.Plots.indexAxis.text(language), x: (Self.left + Self.right) / 2, y: 182, size: 12, anchor: "middle")
    if let index { svg.mark(band, x: scale.clamped(index), y: 112) }
    svg.write(Wording.Plots.ownAdjusted.text(language), x: Self.left - 8, y: 116, size: 11, anchor: "end")
    svg.write(Wording.Plots.ownShrunk.text(language), x: Self.left - 8, y: 138, size: 11, anchor: "end")
    svg.write(Wording.Plots.peersCount.text(language), x: Self.left - 8, y: 60, size: 11, anchor: "end")
    if let shrunk { interval(scale, shrunk.low, shrunk.value, shrunk.high, y: 134, in: &svg) }
    if let rank { ranks(rank, in: &svg) }
    svg.close("svg")
    return svg.markup
  }

  private func histogram(_ scale: PlotScale, in svg: inout SvgText) {
    let highest = Double(max(1, peers.counts.max() ?? 1))
    let width = (Self.right - Self.left) / Double(peers.counts.count)
    for (place, count) in peers.counts.enumerated() {
      let height = 84 * Double(count) / highest
      svg.box(
        x: Self.left + width * Double(place) + 0.5, y: 98 - height, width: width - 1, height: height, fill: "#C9DDE9",
        stroke: "#5A7F96")
    }
    svg.write("\(Int(highest))", x: Self.left - 8, y: 22, size: 11, anchor: "end", fill: SvgText.quiet)
  }

  private func interval(
    _ scale: PlotScale, _ low: Double, _ value: Double, _ high: Double, y: Double, in svg: inout SvgText
  ) {
    svg.line((scale.clamped(low), y), (scale.clamped(high), y), colour: SvgText.ink, width: "1.6")
    for end in [low, high] where scale.values.contains(end) {
      svg.line((scale.place(end), y - 4), (scale.place(end), y + 4), colour: SvgText.ink, width: "1.6")
    }
    svg.mark(band, x: scale.clamped(value), y: y)
  }

  private func ranks(_ rank: (low: Int, high: Int, of: Int), in svg: inout SvgText) {
    let scale = PlotScale(.linear, 1...Double(max(2, rank.of)), from: Self.left, to: Self.right)
    let ticks = scale.roundTicks(spacing: 60).filter { $0.value == $0.value.rounded() }
    svg.horizontalAxis(
      [(1, "1")] + ticks.filter { scale.place($0.value) - Self.left > 24 }, scale: scale, top: 202, bottom: 226)
    svg.write(
      Wording.Plots.rankAxis(rank.of).text(language), x: (Self.left + Self.right) / 2, y: 256, size: 12,
      anchor: "middle")
    let (low, high) = (scale.clamped(Double(rank.low)), scale.clamped(Double(rank.high)))
    svg.box(x: low - 1.5, y: 208, width: high - low + 3, height: 12, fill: "#444444")
    svg.write(Wording.Plots.ownRanks.text(language), x: Self.left - 8, y: 218, size: 11, anchor: "end")
  }
}
