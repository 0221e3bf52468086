import SteelyardDomain
import SteelyardNumerics
import SteelyardStatistics

/// Institutions that are unlike their peers in the same way as a given one: what one case suggests of others.
///
/// Each institution is a point in the space of its features' robust z against its own peers (methods §10); the nearest
/// points are those whose features stand out in the same direction by as much. Being near says nothing of any of them by
/// itself.
public struct SimilarInstitutions: Sendable {
  /// An institution with its features.
  public struct Subject: Equatable, Sendable {
    /// Its code.
    public let institution: String
    /// Robust z of its features, of those that are known.
    public let z: [ProfileFeature: Double]

    /// Creates a subject.
    public init(institution: String, z: [ProfileFeature: Double]) {
      self.institution = institution
      self.z = z
    }
  }

  /// A feature of two institutions.
  public struct Shared: Equatable, Sendable {
    /// The feature.
    public let feature: ProfileFeature
    /// Its z for the institution asked about, and for the neighbour.
    public let own, other: Double
  }

  /// A neighbour.
  public struct Neighbour: Equatable, Sendable {
    /// Its code.
    public let institution: String
    /// The root of the mean squared difference of the features that both have, in units of z.
    public let distance: Double
    /// How many features both have.
    public let shared: Int
    /// The features in which both stand out on the same side, the most outstanding first; at most three.
    public let alike: [Shared]
    /// The feature in which they differ most; `nil` where none differs by ``unlikeMinimum``.
    public let unlike: Shared?
  }

  /// A feature stands out from here, in units of z.
  public static let outstandingMinimum = 1.0
  /// Features differ from here, in units of z.
  public static let unlikeMinimum = 1.0
  /// How many features are named.
  private static let alikeMaximum = 3
  /// The share of the institution's features that a neighbour must have too.
  private static let sharedShare = 0.5

  /// The nearest institutions, the nearest first, ties by code.
  ///
  /// - Returns: `nil` where the institution is not among the subjects or has no feature.
  public static func nearest(to institution: String, among subjects: [Subject], count: Int) -> [Neighbour]? {
    let rows = subjects.sorted { $0.institution.utf8.lexicographicallyPrecedes($1.institution.utf8) }
    guard let row = rows.firstIndex(where: { $0.institution == institution }), !rows[row].z.isEmpty else { return nil }
    let features = ProfileFeature.allCases.filter { rows[row].z[$0] != nil }
    let table = Matrix(
      rows: rows.count, columns: features.count,
      elements: features.flatMap { feature in rows.map { $0.z[feature] ?? 0 } })
    let known = Matrix(
      rows: rows.count, columns: features.count,
      elements: features.flatMap { feature in rows.map { $0.z[feature] == nil ? 0 : 1 } })
    let near = NearestNeighbours.neighbours(
      of: [row], in: table, known: known, count: count,
      sharedMinimum: Int((Double(features.count) * sharedShare).rounded(.up)))
    return near[0].map { neighbour in
      let common = features.compactMap { feature in
        rows[neighbour.row].z[feature].map { Shared(feature: feature, own: rows[row].z[feature] ?? 0, other: $0) }
      }
      let farthest = common.max { $0.difference < $1.difference }
      return Neighbour(
        institution: rows[neighbour.row].institution, distance: neighbour.distance, shared: neighbour.shared,
        alike: alike(common), unlike: farthest.flatMap { $0.difference >= unlikeMinimum ? $0 : nil })
    }
  }

  private static func alike(_ features: [Shared]) -> [Shared] {
    features.filter { $0.common >= outstandingMinimum }.enumerated()
      .sorted { ($1.element.common, $0.offset) < ($0.element.common, $1.offset) }.prefix(alikeMaximum).map(\.element)
  }
}

extension SimilarInstitutions.Shared {
  /// How far both stand out on the same side; 0 on different sides.
  fileprivate var common: Double { own * other > 0 ? min(abs(own), abs(other)) : 0 }
  /// How far apart they are.
  fileprivate var difference: Double { abs(own - other) }
}
