/// How unlike its peers an institution is over all features together, and which of them make it so (methods §10).
///
/// Features stand as robust distances from the peers' median, in units of the peers' robust scale. The squared distance
/// takes their correlations into account; its Shapley parts add up to it. What is below the peers makes no one dear, so
/// ``upperScore`` adds up only the parts of features above them.
public struct InstitutionProfile: Sendable {
  /// Whether an institution has a distance.
  public enum Outcome: String, CaseIterable, Sendable {
    /// It has one.
    case judged
    /// It takes no part in the estimates: too few heads, or no index.
    case notEligible = "not-eligible"
    /// Its peer group has fewer than ten eligible institutions.
    case tooFewPeers = "too-few-peers"
    /// It lacks a feature that the distance is made of.
    case featureMissing = "feature-missing"
    /// Its group could not be judged; the manifest says why.
    case noFit = "no-fit"
  }

  /// Two features and what they add to the distance together.
  public struct Pair: Equatable, Sendable {
    /// The features.
    public let first, second: ProfileFeature
    /// Their interaction, that of both orders: negative where together they are less surprising than apart.
    public let part: Double
  }

  /// How far the first two digits of amounts are from Benford's law (methods §16).
  public struct Digits: Equatable, Sendable {
    /// How many amounts.
    public let amounts: Int64
    /// The mean absolute deviation of the shares of the ninety pairs of digits, and that expected by chance.
    public let deviation, deviationByChance: Double
    /// Nigrini's class: `close`, `acceptable`, `marginal`, `none`, or `tooFewNumbers`.
    public let conformity: String
  }

  /// Whether it has a distance.
  public internal(set) var outcome = Outcome.notEligible
  /// The pair of features with the largest interaction.
  public internal(set) var pair: Pair?
  /// All parts of the squared distance, by pairs of features and by single ones (`first == second`), of an institution
  /// unlike its peers; a pair's part is that of both orders, so that all parts add up to the distance.
  public internal(set) var interactions: [Pair] = []
  /// The institution's code.
  public let institution: String
  /// Its peer group.
  public let peerGroup: String
  /// Wilson's 95 % interval of the share of heads also seen elsewhere; `nil` without heads.
  public let elsewhere: (low: Double, high: Double)?
  /// The first two digits of its amounts against Benford's law; `nil` without signals.
  public internal(set) var digits: Digits?
  /// The value of each feature as it is shown: shares as shares.
  public internal(set) var values: [ProfileFeature: Double]
  /// The distance of each feature from the peers' median, robust z.
  public internal(set) var z: [ProfileFeature: Double] = [:]
  /// The robust squared distance; `nil` where the institution is not judged.
  public internal(set) var distance: Double?
  /// The distance from which an institution is unlike its peers.
  public internal(set) var cutoff: Double?
  /// What each feature adds to the distance.
  public internal(set) var parts: [ProfileFeature: Double] = [:]
  /// The parts of features above the peers' median, added up where they are positive.
  public internal(set) var upperScore: Double?
  /// For an institution beyond the cutoff: the features that would have to differ for it to be ordinary, and the value
  /// that would be; none where the plan's way of changing it does not end within the cutoff.
  public internal(set) var ordinary: [ProfileFeature: Double] = [:]

  /// Whether it lies beyond the cutoff.
  public var isOutlier: Bool { distance.flatMap { d in cutoff.map { d >= $0 } } ?? false }
}

/// How the profiles of a group of institutions were judged.
public struct ProfileFit: Sendable {
  /// Why a feature is not part of the distance.
  public enum Absence: String, Sendable {
    /// Too many institutions lack it.
    case missing
    /// Most institutions have the same value.
    case noSpread
    /// It follows from the other features.
    case collinear
    /// The group has fewer than ten institutions a feature.
    case tooFewInstitutions
  }

  /// The fit group.
  public let name: String
  /// How many institutions the distance was estimated from.
  public let institutions: Int
  /// The features of the distance, in order.
  public let features: [ProfileFeature]
  /// The features left out, with the reason.
  public let absent: [ProfileFeature: Absence]
  /// How it ended: `fitted`, `exactFit`, `tooFewRows` …
  public let outcome: String
  /// h, the institutions the raw estimate rests on.
  public let subsetSize: Int
  /// ln of the smallest determinant found.
  public let logDeterminant: Double?
  /// The method with its constants.
  public let method: String
}
