import Foundation
import SteelyardNumerics

/// What the screen says of one institution.
public struct InstitutionScreen: Equatable, Sendable {
  /// The institution's code.
  public let institution: String
  /// Its peer group.
  public let peerGroup: String
  /// The signals that could be had.
  public let scores: [Screen.Signal: SignalScore]
  /// The largest z; below 0 where every signal lies below the peers, `nil` where none has a z: too few heads, or nothing
  /// to measure.
  public let screen: Double?
  /// The signal of the largest z, the earlier of equal ones; `nil` where none lies above the peers.
  public let dominant: Screen.Signal?

  /// The chance that the largest of as many independent standard normal numbers as there are signals with a z, four at
  /// most, reaches ``screen``: 1 − Φ(screen)⁴.
  ///
  /// No false discovery rate, and no gate: the four are taken as independent, and the institutions are many. See
  /// Z. Šidák, "Rectangular confidence regions for the means of multivariate normal distributions" (1967).
  public var p: Double? {
    screen.map { -expm1(Double(scores.values.count { $0.z != nil }) * log1p(-NormalDistribution.upperTail($0))) }
  }

  init(institution: String, peerGroup: String, scores: [Screen.Signal: SignalScore]) {
    self.institution = institution
    self.peerGroup = peerGroup
    self.scores = scores
    var largest: (signal: Screen.Signal, z: Double)?
    // In the order of the cases: the first of equal ones is named.
    for signal in Screen.Signal.allCases {
      if let z = scores[signal]?.z, z > largest?.z ?? -.infinity { largest = (signal, z) }
    }
    screen = largest?.z
    dominant = largest.flatMap { $0.z > 0 ? $0.signal : nil }
  }
}

/// A fit of over-dispersion to one signal.
public struct ScreenFit: Equatable, Sendable {
  /// The signal.
  public let signal: Screen.Signal
  /// The peer group, or the name that small peer groups share.
  public let name: String
  /// How many institutions it was fitted to.
  public let units: Int
  /// μ: where the institutions lie.
  public let centre: Double
  /// τ²: how much they differ beyond chance.
  public let tauSquared: Double
  /// How the estimation ended.
  public let outcome: String
}
