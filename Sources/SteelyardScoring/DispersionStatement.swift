/// How much institutions were taken to differ where a figure rests on it: what every exported row says of its method.
public struct DispersionStatement: Equatable, Sendable {
  /// The id of the method, as in methods §6.
  public var method: String
  /// τ² on the method's scale.
  public var tauSquared: Double
  /// φ, where the method uses it.
  public var phi: Double?
  /// The share trimmed, or drawn in, at each side.
  public var trimShare: Double?

  /// Creates a statement.
  public init(method: String, tauSquared: Double, phi: Double?, trimShare: Double?) {
    self.method = method
    self.tauSquared = tauSquared
    self.phi = phi
    self.trimShare = trimShare
  }
}

extension DispersionFit {
  /// What the scores of the group rest on.
  public var statement: DispersionStatement {
    DispersionStatement(method: method, tauSquared: tauSquared, phi: phi, trimShare: trimShare)
  }

  /// What the shrunken figures of the group rest on: the variance between institutions on the log scale.
  public var shrinkageStatement: DispersionStatement {
    DispersionStatement(method: shrinkageMethod, tauSquared: shrinkageTauSquared, phi: nil, trimShare: nil)
  }
}
