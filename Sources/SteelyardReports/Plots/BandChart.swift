internal import SteelyardDomain
internal import SteelyardScoring

/// How many institutions of each peer group are in each band, as bars whose parts differ by pattern and colour.
struct BandChart {
  /// A peer group.
  struct Group: Equatable {
    let name: String
    var counts: [InstitutionScore.Band: Int] = [:]
    var total: Int { counts.values.reduce(0, +) }
  }

  /// How many peer groups are shown; the smaller ones are drawn together.
  static let groupsMaximum = 16
  /// The order of the parts.
  static let bands: [InstitutionScore.Band] = [.interview, .watch, .ordinary, .cannotTell]

  let groups: [Group]
  let language: Language

  /// Counts the bands of the peer groups, the largest group first, ties by name.
  init(_ scorecard: Scorecard, language: Language) {
    var counted: [String: Group] = [:]
    for score in scorecard.institutions {
      counted[score.peerGroup, default: Group(name: score.peerGroup)].counts[score.band ?? .cannotTell, default: 0] += 1
    }
    let sorted = counted.values.sorted { ($1.total, $0.name) < ($0.total, $1.name) }
    var shown = sorted.map { Group(name: Wording.label($0.name).text(language), counts: $0.counts) }
    if shown.count > Self.groupsMaximum {
      var rest = Group(name: Wording.Plots.otherGroups(shown.count - Self.groupsMaximum + 1).text(language))
      for group in shown[(Self.groupsMaximum - 1)...] { rest.counts.merge(group.counts, uniquingKeysWith: +) }
      shown = Array(shown[..<(Self.groupsMaximum - 1)]) + [rest]
    }
    groups = shown
    self.language = language
  }

  private static let left = 170.0, right = 640.0, top = 40.0, step = 26.0

  var svg: String {
    let bottom = Self.top + Self.step * Double(groups.count)
    var svg = SvgText()
    svg.openFigure(
      id: "bands", box: (0, 0, 720, bottom + 26), title: Wording.Plots.bandsTitle.text(language),
      description: Wording.Plots.bandsDescription(
        Self.bands.map { band in (Wording.band(band), groups.reduce(0) { $0 + ($1.counts[band] ?? 0) }) }
      ).text(language), language: language)
    svg.patterns(id: "bands")
    legend(in: &svg)
    let scale = PlotScale(
      .linear, 0...Double(max(1, groups.map(\.total).max() ?? 1)), from: Self.left, to: Self.right)
    svg.horizontalAxis(
      scale.roundTicks(spacing: 60).filter { $0.value == $0.value.rounded() }, scale: scale, top: Self.top,
      bottom: bottom)
    for (place, group) in groups.enumerated() {
      let y = Self.top + Self.step * Double(place) + 4
      svg.write(DisplayWidth.truncated(group.name, to: 24), x: Self.left - 8, y: y + 13, size: 12, anchor: "end")
      var x = Self.left
      for band in Self.bands {
        let width = scale.place(Double(group.counts[band] ?? 0)) - Self.left
        svg.box(x: x, y: y, width: width, height: Self.step - 8, fill: Self.fill(band))
        x += width
      }
      let counts = Self.bands.map { "\(group.counts[$0] ?? 0)" }.joined(separator: "/")
      svg.write(counts, x: x + 6, y: y + 13, size: 11)
    }
    svg.close("svg")
    return svg.markup
  }

  private static func fill(_ band: InstitutionScore.Band) -> String {
    switch band {
    case .interview: "url(#bands-up)"
    case .watch: "url(#bands-dots)"
    case .ordinary: "#D9EEF9"
    case .cannotTell: "url(#bands-cross)"
    }
  }

  private func legend(in svg: inout SvgText) {
    var x = Self.left
    for band in Self.bands {
      let name = Wording.band(band).text(language)
      svg.box(x: x, y: 10, width: 18, height: 14, fill: Self.fill(band))
      svg.write(name, x: x + 24, y: 22, size: 12)
      x += Double(DisplayWidth.of(name)) * 6.8 + 48
    }
  }
}
