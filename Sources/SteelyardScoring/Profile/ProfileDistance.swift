import Foundation
import SteelyardDomain
import SteelyardLedger
import SteelyardNumerics
import SteelyardStatistics

/// Judges profiles: robust standardisation within peer groups, MCD within fit groups, Shapley parts, counterfactual.
struct ProfileDistance {
  /// Peers a group needs to be standardised by itself.
  static let peersMinimum = 20
  /// Peers a group needs for its members to be judged at all.
  static let groupMinimum = 10
  /// Institutions that have all features, for each feature of the distance.
  static let rowsPerFeature = 10
  /// Below a thousandth on the log or logit scale a feature is the same everywhere but for rounding.
  static let scaleMinimum = 0.001
  /// Values a median and a scale need.
  static let valuesMinimum = 10
  /// The share of a group's institutions that must have a feature.
  static let shareMinimum = 0.9

  let plan: ScoringPlan
  let threads: Int

  /// The profiles of all institutions by code, and the fits by name.
  ///
  /// - Parameter eligible: the institutions that take part in the estimates; others only get their values.
  func profiles(
    _ inputs: [ProfileInput], eligible: Set<String>
  ) -> (profiles: [InstitutionProfile], fits: [ProfileFit]) {
    var profiles = Dictionary(
      uniqueKeysWithValues: inputs.map { input in
        return (
          input.institution,
          InstitutionProfile(
            institution: input.institution, peerGroup: input.peerGroup, elsewhere: input.elsewhere,
            digits: input.digits, values: input.shown)
        )
      })
    var fits: [ProfileFit] = []
    let candidates = inputs.filter { eligible.contains($0.institution) }
    let sizes = candidates.reduce(into: [String: Int]()) { $0[$1.peerGroup, default: 0] += 1 }
    let judged = candidates.filter { sizes[$0.peerGroup, default: 0] >= Self.groupMinimum }
    for input in candidates where sizes[input.peerGroup, default: 0] < Self.groupMinimum {
      profiles[input.institution]?.outcome = .tooFewPeers
    }
    for (name, members) in Dictionary(grouping: judged, by: \.fit).sorted(by: { $0.key < $1.key }) {
      fits.append(judge(members, name: name, into: &profiles))
    }
    let sorted = profiles.values.sorted { $0.institution.utf8.lexicographicallyPrecedes($1.institution.utf8) }
    return (sorted, fits)
  }

  private func judge(
    _ members: [ProfileInput], name: String, into profiles: inout [String: InstitutionProfile]
  ) -> ProfileFit {
    let frames = frames(of: members)
    for input in members {
      for (feature, value) in input.values {
        guard let frame = frames[input.peerGroup]?[feature] else { continue }
        profiles[input.institution]?.z[feature] = (value - frame.centre) / frame.scale
      }
    }
    let (features, withheld) = choose(members, profiles)
    var absent = withheld
    let rows = members.map(\.institution).filter { id in features.allSatisfy { profiles[id]?.z[$0] != nil } }
    func result(_ fit: MinimumCovariance?, _ outcome: String) -> ProfileFit {
      for position in fit?.droppedColumns ?? [] { absent[features[position]] = .collinear }
      let used = fit.map { fit in fit.columns.map { features[$0] } } ?? features
      return ProfileFit(
        name: name, institutions: rows.count, features: used, absent: absent, outcome: outcome,
        subsetSize: fit?.subsetSize ?? 0, logDeterminant: fit?.solution?.subsetLogDeterminant, method: method)
    }
    if features.isEmpty {
      for input in members { profiles[input.institution]?.outcome = .noFit }
      return result(nil, "noFeatures")
    }
    let table = Matrix(
      rows: rows.count, columns: features.count,
      elements: features.flatMap { feature in rows.map { profiles[$0]?.z[feature] ?? 0 } })
    let fit = MinimumCovariance.fit(
      table, alpha: plan.profile.alpha, convention: plan.profile.convention, randomStarts: plan.profile.randomStarts,
      seed: plan.profile.seed, threads: threads)
    guard let solution = fit.solution else {
      for input in members { profiles[input.institution]?.outcome = .noFit }
      return result(fit, Self.outcome(fit.status))
    }
    let used = fit.columns.map { features[$0] }
    let cutoff: Double
    switch plan.profile.cutoff {
    case .chiSquared: cutoff = solution.cutoff
    case .adaptive: cutoff = MahalanobisDistances.adaptiveCutoff(columns: used.count, rows: rows.count)
    case .empirical:
      cutoff = MahalanobisDistances.empiricalCutoff(columns: used.count, squared: solution.distances)
    }
    for input in members { profiles[input.institution]?.outcome = .featureMissing }
    for (row, id) in rows.enumerated() {
      profiles[id]?.outcome = .judged
      let point = fit.columns.map { table[row, $0] }
      profiles[id]?.distance = solution.distances[row]
      profiles[id]?.cutoff = cutoff
      explain(
        &profiles[id], point, used, solution.reweighted, frames[profiles[id]?.peerGroup ?? ""] ?? [:],
        cutoff: solution.distances[row] >= cutoff ? cutoff : nil)
    }
    return result(fit, Self.outcome(fit.status))
  }

  /// The features that make the distance, and why the others do not.
  private func choose(
    _ members: [ProfileInput], _ profiles: [String: InstitutionProfile]
  ) -> (features: [ProfileFeature], absent: [ProfileFeature: ProfileFit.Absence]) {
    var absent: [ProfileFeature: ProfileFit.Absence] = [:]
    var features: [ProfileFeature] = []
    for feature in ProfileFeature.allCases {
      let having = members.count { $0.values[feature] != nil }
      let standard = members.count { profiles[$0.institution]?.z[feature] != nil }
      if Double(having) < Self.shareMinimum * Double(members.count) {
        absent[feature] = .missing
      } else if Double(standard) < Self.shareMinimum * Double(members.count) {
        absent[feature] = .noSpread
      } else {
        features.append(feature)
      }
    }
    // Ten institutions a feature, of those that have them all: with fewer a robust covariance calls many far that are
    // not. Gaps that are few in each feature may leave few rows without any.
    func complete() -> Int {
      members.count { member in features.allSatisfy { profiles[member.institution]?.z[$0] != nil } }
    }
    while features.count > 1, complete() < Self.rowsPerFeature * features.count {
      absent[features.removeLast()] = .tooFewInstitutions
    }
    return (features, absent)
  }

  /// The Shapley parts, and what would make an outlier ordinary.
  private func explain(
    _ profile: inout InstitutionProfile?, _ point: [Double], _ used: [ProfileFeature],
    _ estimate: MinimumCovariance.Estimate, _ frames: [ProfileFeature: Frame], cutoff: Double?
  ) {
    guard
      let split = ShapleyDecomposition.about(centre: estimate.centre, covariance: estimate.covariance, of: point)
    else { return }
    profile?.parts = Dictionary(uniqueKeysWithValues: zip(used, split.contributions))
    var upper: [Double] = []
    for (position, part) in split.contributions.enumerated() where point[position] > estimate.centre[position] {
      upper.append(max(0, part))
    }
    profile?.upperScore = CompensatedSum.of(upper)
    pair(&profile, point, used, estimate, isOutlier: cutoff != nil)
    guard let cutoff, let other = counterfactual(point, estimate, cutoff: cutoff), other.status == .madeOrdinary
    else { return }
    for position in other.outlyingCells {
      guard let frame = frames[used[position]] else { continue }
      profile?.ordinary[used[position]] = used[position].shown(frame.centre + other.values[position] * frame.scale)
    }
  }

  /// The two features that add most to the distance, or take most from it, by being what they are together.
  private func pair(
    _ profile: inout InstitutionProfile?, _ point: [Double], _ used: [ProfileFeature],
    _ estimate: MinimumCovariance.Estimate, isOutlier: Bool
  ) {
    guard
      let parts = ShapleyDecomposition.interactions(
        centre: estimate.centre, covariance: estimate.covariance, of: point)
    else { return }
    var largest: (first: Int, second: Int, part: Double)?
    for second in used.indices {
      for first in 0..<second where abs(parts[second, first]) > abs(largest?.part ?? 0) {
        largest = (first, second, parts[second, first])
      }
    }
    // Both orders of a pair are its part of the distance.
    profile?.pair = largest.map { .init(first: used[$0.first], second: used[$0.second], part: 2 * $0.part) }
    guard isOutlier else { return }
    profile?.interactions = used.indices.flatMap { first in
      (first..<used.count).map { second in
        let part = parts[second, first]
        return .init(first: used[first], second: used[second], part: first == second ? part : 2 * part)
      }
    }
  }

  /// What would make an outlier ordinary: towards the centre down to just below the cutoff, or towards what the regular
  /// cells make one expect. The second way ends where the row is ordinary given its regular cells, by a quantile of its
  /// own: `nil` where that is not within the cutoff, for there the institution would be as unlike its peers as before.
  private func counterfactual(
    _ point: [Double], _ estimate: MinimumCovariance.Estimate, cutoff: Double
  ) -> ShapleyCounterfactual? {
    switch plan.profile.counterfactual {
    case .centre:
      return ShapleyCounterfactual.scd(
        centre: estimate.centre, covariance: estimate.covariance, of: point, limit: cutoff * (1 - Self.rounding))
    case .regularCells:
      let other = ShapleyCounterfactual.moe(centre: estimate.centre, covariance: estimate.covariance, of: point)
      let changed = other.flatMap {
        ShapleyDecomposition.about(centre: estimate.centre, covariance: estimate.covariance, of: $0.values)
      }
      return changed.flatMap { $0.squaredDistance < cutoff ? other : nil }
    }
  }

  /// How far below the cutoff an ordinary row is brought. The cutoff of the data is one row's own distance, and another
  /// order of sums (another processor's kernels) may find that row a last bit nearer: it would be an outlier that nothing
  /// makes ordinary.
  private static let rounding = 1e-9

  private struct Frame {
    let centre: Double
    let scale: Double
  }

  /// Median and robust scale of each feature by peer group; small peer groups share those of the fit group.
  private func frames(of members: [ProfileInput]) -> [String: [ProfileFeature: Frame]] {
    var frames: [String: [ProfileFeature: Frame]] = [:]
    let whole = frame(of: members)
    for (group, peers) in Dictionary(grouping: members, by: \.peerGroup) {
      if peers.count >= Self.peersMinimum {
        frames[group] = frame(of: peers)
      } else {
        // A small group has a centre of its own; how much its members differ it learns from the others.
        frames[group] = whole.reduce(into: [:]) { own, entry in
          let values = peers.compactMap { $0.values[entry.key] }
          if let centre = Quantiles.median(values) { own[entry.key] = Frame(centre: centre, scale: entry.value.scale) }
        }
      }
    }
    return frames
  }

  private func frame(of members: [ProfileInput]) -> [ProfileFeature: Frame] {
    var frame: [ProfileFeature: Frame] = [:]
    for feature in ProfileFeature.allCases {
      let having = members.filter { $0.values[feature] != nil }
      // Where most have none of a thing, their logits tell how large they are and nothing else.
      if having.count < Self.valuesMinimum || having.count(where: { $0.none.contains(feature) }) * 2 > having.count {
        continue
      }
      let values = having.compactMap { $0.values[feature] }
      guard let centre = Quantiles.median(values), let scale = scale(of: values), scale > Self.scaleMinimum else {
        continue
      }
      frame[feature] = Frame(centre: centre, scale: scale)
    }
    return frame
  }

  private func scale(of values: [Double]) -> Double? {
    switch plan.profile.scale {
    case .qn: RobustScale.qn(values)
    case .sn: RobustScale.sn(values)
    case .mad: RobustLocation.scale(values)
    }
  }

  private var method: String {
    let profile = plan.profile
    return
      "\(MinimumCovariance.method), alpha \(profile.alpha), \(profile.convention.rawValue), scale \(profile.scale.rawValue)"
      + ", cutoff \(profile.cutoff.rawValue), counterfactual \(profile.counterfactual.rawValue), random starts \(profile.randomStarts), seed \(profile.seed)"
  }

  private static func outcome(_ status: MinimumCovariance.Status) -> String {
    switch status {
    case .fitted: "fitted"
    case .exactFit: "exactFit"
    case .noSpread: "noSpread"
    case .illConditioned: "illConditioned"
    case .tooFewRows: "tooFewRows"
    }
  }
}
