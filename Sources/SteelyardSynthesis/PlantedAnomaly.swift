/// One institution that a simulated city treats apart, as the truth table tells it.
public struct PlantedAnomaly: Hashable, Sendable {
  /// What is done to a planted institution.
  public enum Kind: String, CaseIterable, Sendable {
    /// Every settlement costs more: all money is multiplied by the strength, 1.35 unless told otherwise.
    case dearPrice = "dear-price"
    /// Patients come more often: visits are multiplied by the strength, 1.5, and heads stay as they are.
    case manyVisits = "many-visits"
    /// The drug part is multiplied by the strength, 1.6, so that the total and the drug share rise.
    case inflatedDrugs = "inflated-drugs"
    /// Groups of 5 to 12 of its own patients are settled together in one hour, on 7 days a quarter or more; the
    /// strength is the number of groups, 4, and the extra settlements are small to medium.
    case cardBursts = "card-bursts"
    /// An honest institution: its home patients are older and have more and graver diseases, and cost what anybody
    /// of their age costs for them. The strength is the size of the shift, 1 = 8 years.
    case sicker

    /// The strength where nothing else is said, in the kind's own unit.
    public var defaultStrength: Double {
      switch self {
      case .dearPrice: 1.35
      case .manyVisits: 1.5
      case .inflatedDrugs: 1.6
      case .cardBursts: 4
      case .sicker: 1
      }
    }

    /// Whether the institution does nothing that a peer would not do: it must not be found.
    public var isHonest: Bool { self == .sicker }

    /// The strength after the scenario's multiplier: factors shrink towards 1, group counts and shifts towards 0.
    func scaled(_ strength: Double, by multiplier: Double) -> Double {
      switch self {
      case .dearPrice, .manyVisits, .inflatedDrugs: 1 + (strength - 1) * multiplier
      case .cardBursts: (strength * multiplier).rounded()
      case .sicker: strength * multiplier
      }
    }
  }

  /// The institution's code.
  public let institution: String
  /// What is done to it.
  public let kind: Kind
  /// How strongly, in the kind's own unit, after the scenario's multiplier.
  public let strength: Double
}

/// How many institutions of one kind a scenario plants, and how strongly.
public struct Planting: Hashable, Sendable {
  /// The kind.
  public var kind: PlantedAnomaly.Kind
  /// How many institutions.
  public var count: Int
  /// How strongly, in the kind's own unit.
  public var strength: Double

  /// Creates a planting; without a strength the kind's own default counts.
  ///
  /// - Precondition: `count >= 0`; a strength of a factor kind is at least 1, any other at least 0.
  public init(_ kind: PlantedAnomaly.Kind, count: Int, strength: Double? = nil) {
    let strength = strength ?? kind.defaultStrength
    precondition(count >= 0, "a planting has no negative count")
    precondition(
      strength.isFinite && strength >= kind.scaled(kind.defaultStrength, by: 0), "a planting makes nothing smaller")
    self.kind = kind
    self.count = count
    self.strength = strength
  }

  /// Whether the strength does anything at all.
  var hasEffect: Bool { strength != kind.scaled(kind.defaultStrength, by: 0) }

  /// Four of each anomaly and twelve honest sicker institutions.
  public static let usual: [Planting] = PlantedAnomaly.Kind.allCases.map { Planting($0, count: $0.isHonest ? 12 : 4) }
}
