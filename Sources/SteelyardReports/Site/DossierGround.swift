internal import SteelyardDomain
internal import SteelyardScoring

/// What the dossiers of one language share, made once: the funnel's ground of each fit group, and its histogram.
struct DossierGround: Sendable {
  /// A fit group.
  struct Group: Sendable {
    let fit: DispersionFit?
    let funnel: FunnelFigure
    let peers: PlacePlot.Peers
    /// The fit with its constants, as every page tells it.
    let statement: String
    /// The group among all; `nil` for an institution of none.
    let choice: FitGroupChoice?
  }

  private let groups: [String: Group]
  private let outside: Group
  let ranked, withInterval: Int
  let levels: (inner: (String, Double), outer: (String, Double))

  init(_ scorecard: Scorecard, run: RunStatement, language: Language) {
    func group(_ name: String) -> Group {
      let fit = scorecard.fits.first { $0.name == name }
      return Group(
        fit: fit, funnel: FunnelFigure(data: FunnelData(scorecard, fit: name), language: language),
        peers: PlacePlot.Peers(
          scorecard.institutions.compactMap { $0.fit == name && $0.isEligible ? $0.indexAdjusted : nil }),
        statement: fit.map { Self.statement($0, language) } ?? "",
        choice: fit.map { own in
          FitGroupChoice(own: own.name, others: scorecard.fits.map(\.name).filter { $0 != own.name })
        })
    }
    groups = Dictionary(uniqueKeysWithValues: Set(scorecard.institutions.map(\.fit)).map { ($0, group($0)) })
    outside = group("")
    ranked = scorecard.institutions.count { $0.rank != nil }
    withInterval = scorecard.institutions.count { $0.rankLow != nil }
    let data = FunnelData(scorecard, fit: "")
    levels = (data.inner, data.outer)
  }

  /// The ground of a fit group.
  func group(_ name: String) -> Group { groups[name] ?? outside }

  private static func statement(_ fit: DispersionFit, _ language: Language) -> String {
    var values = [
      ("n", "\(fit.units)"), ("μ", NumberFormats.ratio(fit.centre)), ("τ²", NumberFormats.ratio(fit.tauSquared)),
    ]
    if let phi = fit.phi { values.append(("φ", NumberFormats.ratio(phi))) }
    values.append(("τ² (\(fit.shrinkageMethod))", NumberFormats.ratio(fit.shrinkageTauSquared)))
    let constants = values.map { "\($0) = \($1)" }.joined(separator: ", ")
    return "\(Wording.label(fit.name).text(language)): \(fit.method) (\(constants))"
  }
}
