public import SteelyardDomain

/// What an institution's plain figures were in the same months of last year, and how they changed (methods §2).
public struct YearChange: Sendable {
  /// A plain figure, by the name of its column in the ranking.
  public enum Figure: String, CaseIterable, Sendable {
    /// Distinct heads.
    case heads
    /// Visits.
    case visits
    /// Cost, yuan.
    case cost
    /// Cost per head, yuan.
    case costPerHead = "cost_per_head"
    /// Cost per visit, yuan.
    case costPerVisit = "cost_per_visit"
    /// Visits per head.
    case visitsPerHead = "visits_per_head"
    /// Drug cost over cost.
    case drugShare = "drug_share"
    /// Fund payment over cost.
    case fundShare = "fund_share"
    /// The plain index: how it changed tells the change beyond the peers'.
    case indexPlain = "index_plain"
    /// The adjusted index.
    case indexAdjusted = "index_adjusted"

    /// Whether it is a share of a whole, whose change is a difference.
    public var isShare: Bool { self == .drugShare || self == .fundShare }
  }

  /// Which of the two runs have the institution.
  public enum Status: String, CaseIterable, Sendable {
    /// Both.
    case both
    /// This one alone.
    case new
    /// Last year's alone.
    case gone
  }

  /// The institution.
  public let institution: Institution
  /// Its peer group, of the later run that has it.
  public let peerGroup: String
  /// Which of the runs have it.
  public let status: Status
  /// Its figures now, as far as there are any.
  public let now: [Figure: Double]
  /// Its figures in the same months of last year.
  public let lastYear: [Figure: Double]

  /// The change of a figure: now − last year of a share, now ÷ last year − 1 of any other.
  ///
  /// Edge cases: `nil` without both figures, and where last year's is not positive and a growth means nothing.
  public func change(_ figure: Figure) -> Double? {
    guard let now = now[figure], let before = lastYear[figure] else { return nil }
    if figure.isShare { return now - before }
    return before > 0 ? now / before - 1 : nil
  }
}

/// An institution's plain figures in one run.
public struct PlainFigures: Sendable {
  /// The institution.
  public var institution: Institution
  /// Its peer group.
  public var peerGroup: String
  /// The figures that there are.
  public var values: [YearChange.Figure: Double]

  /// Creates figures.
  public init(institution: Institution, peerGroup: String, values: [YearChange.Figure: Double]) {
    self.institution = institution
    self.peerGroup = peerGroup
    self.values = values
  }

  /// The figures of a score.
  public init(_ score: InstitutionScore) {
    var values: [YearChange.Figure: Double] = [:]
    for figure in YearChange.Figure.allCases {
      values[figure] =
        switch figure {
        case .heads: Double(score.heads)
        case .visits: score.visits.map { Double($0) }
        case .cost: Double(score.costFen) / 100
        case .costPerHead: score.costPerHead
        case .costPerVisit: score.costPerVisit
        case .visitsPerHead: score.visitsPerHead
        case .drugShare: score.drugShare
        case .fundShare: score.fundShare
        case .indexPlain: score.indexPlain
        case .indexAdjusted: score.indexAdjusted
        }
    }
    self.init(institution: score.institution, peerGroup: score.peerGroup, values: values)
  }
}

extension YearChange {
  /// The changes of all institutions of two runs, by code.
  public static func between(_ lastYear: [PlainFigures], _ now: [PlainFigures]) -> [YearChange] {
    func byCode(_ figures: [PlainFigures]) -> [String: PlainFigures] {
      Dictionary(figures.map { ($0.institution.id, $0) }, uniquingKeysWith: { first, _ in first })
    }
    let (before, after) = (byCode(lastYear), byCode(now))
    let codes = Set(before.keys).union(after.keys).sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    return codes.map { id in
      let latest = after[id] ?? before[id]
      return YearChange(
        institution: latest?.institution ?? Institution(id: id), peerGroup: latest?.peerGroup ?? "",
        status: after[id] == nil ? .gone : before[id] == nil ? .new : .both, now: after[id]?.values ?? [:],
        lastYear: before[id]?.values ?? [:])
    }
  }
}
