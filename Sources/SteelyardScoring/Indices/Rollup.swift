import SteelyardDomain
import SteelyardNumerics

/// The figures of many institutions together: of a whole city, a peer group, a district (methods §1).
///
/// Sums are summed and ratios are ratios of those sums; no ratio is added or averaged. A patient of three institutions
/// is three heads here. Money is in fen while it is exact and in yuan (Double) where it is an estimate.
public struct Rollup: Equatable, Sendable {
  /// What is put together.
  public enum Level: String, CaseIterable, Sendable {
    /// All institutions of the run.
    case all
    /// A peer group.
    case peerGroup = "peer-group"
    /// A district.
    case district
  }

  /// What is put together.
  public let level: Level
  /// The peer group or the district; `all` for the city.
  public let name: String
  /// How many institutions.
  public let institutions: Int
  /// How many of them take part in the estimates.
  public let eligible: Int
  /// How many of them are on the interview list.
  public let listed: Int
  /// Heads, summed over institutions.
  public let heads: Int64
  /// Visits, summed; `nil` where one institution's are not told.
  public let visits: Int64?
  /// Cost in fen.
  public let costFen: Int128
  /// Drug cost in fen; `nil` where one institution's is not told.
  public let drugFen: Int128?
  /// Fund payment in fen; likewise.
  public let fundFen: Int128?
  /// What its heads would have cost at the average of each one's peer group, yuan.
  public let costAtPeers: Double
  /// Observed capped cost of the institutions with a reference, fen.
  public let observedFen: Int128
  /// What it is expected to be, yuan.
  public let expected: Double
  /// Untruncated cost of the institutions with a reference, fen.
  public let observedUntruncatedFen: Int128
  /// What it is expected to be, yuan.
  public let expectedUntruncated: Double

  /// Cost per head in yuan; `nil` without heads.
  public var costPerHead: Double? { ratio(yuan(costFen), Double(heads)) }
  /// Cost per visit in yuan; `nil` without visits.
  public var costPerVisit: Double? { visits.flatMap { ratio(yuan(costFen), Double($0)) } }
  /// Visits per head; `nil` without heads.
  public var visitsPerHead: Double? { visits.flatMap { ratio(Double($0), Double(heads)) } }
  /// Drug cost over cost; `nil` without cost.
  public var drugShare: Double? { drugFen.flatMap { ratio(yuan($0), yuan(costFen)) } }
  /// Fund payment over cost; `nil` without cost.
  public var fundShare: Double? { fundFen.flatMap { ratio(yuan($0), yuan(costFen)) } }
  /// Cost over what its heads would have cost at their peer groups' averages: 1 for a whole peer group.
  public var indexPlain: Double? { ratio(yuan(costFen), costAtPeers) }
  /// Observed over expected, capped cost: ΣO ÷ ΣE.
  public var indexAdjusted: Double? { ratio(yuan(observedFen), expected) }
  /// Observed over expected, untruncated.
  public var indexAdjustedUntruncated: Double? { ratio(yuan(observedUntruncatedFen), expectedUntruncated) }
  /// Untruncated cost over the expected, in yuan; `nil` without a reference.
  public var excess: Double? {
    expectedUntruncated > 0 ? yuan(observedUntruncatedFen) - expectedUntruncated : nil
  }

  private func yuan(_ fen: Int128) -> Double { Double(fen) / 100 }

  private func ratio(_ part: Double, _ whole: Double) -> Double? { whole > 0 ? part / whole : nil }
}

extension Rollup {
  /// The city, its peer groups, its districts, each level by name.
  public static func all(_ scorecard: Scorecard) -> [Rollup] {
    let scores = scorecard.institutions
    let average = Dictionary(
      uniqueKeysWithValues: scorecard.peerGroups.map { group in
        (group.name, group.heads > 0 ? Double(group.costFen) / 100 / Double(group.heads) : 0)
      })
    func level(_ level: Level, _ name: (InstitutionScore) -> String) -> [Rollup] {
      Dictionary(grouping: scores, by: name).sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
        .map { Rollup(level, $0.key, $0.value, average: average) }
    }
    return level(.all) { _ in Level.all.rawValue } + level(.peerGroup, \.peerGroup)
      + level(.district, \.institution.district)
  }

  /// - Parameter average: cost per head in yuan by peer group.
  private init(_ level: Level, _ name: String, _ scores: [InstitutionScore], average: [String: Double]) {
    func sum(_ fen: (InstitutionScore) -> Int64) -> Int128 { scores.reduce(0) { $0 + Int128(fen($1)) } }
    func told(_ fen: (InstitutionScore) -> Int64?) -> Int128? {
      let values = scores.compactMap(fen)
      return values.count == scores.count ? values.reduce(0) { $0 + Int128($1) } : nil
    }
    self.level = level
    self.name = name
    institutions = scores.count
    eligible = scores.count(where: \.isEligible)
    listed = scores.count { $0.band == .interview }
    heads = scores.reduce(0) { $0 + $1.heads }
    visits = told(\.visits).map { Int64($0) }
    costFen = sum(\.costFen)
    drugFen = told(\.drugFen)
    fundFen = told(\.fundFen)
    costAtPeers = CompensatedSum.of(scores.lazy.map { Double($0.heads) * (average[$0.peerGroup] ?? 0) })
    let capped = scores.filter { ($0.expected ?? 0) > 0 }
    observedFen = capped.reduce(0) { $0 + Int128($1.costFen - $1.truncatedFen) }
    expected = CompensatedSum.of(capped.lazy.map { $0.expected ?? 0 })
    let untruncated = scores.filter { ($0.expectedUntruncated ?? 0) > 0 }
    observedUntruncatedFen = untruncated.reduce(0) { $0 + Int128($1.costFen) }
    expectedUntruncated = CompensatedSum.of(untruncated.lazy.map { $0.expectedUntruncated ?? 0 })
  }
}
