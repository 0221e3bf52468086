import Foundation
import SteelyardDomain
public import SteelyardLedger
import SteelyardStatistics

/// Why one institution's plain per-capita index is what it is: ln(index) and yuan a head, in parts that add up exactly
/// (methods §11, method `lmdi.strata`).
///
/// Cost a head is a sum of products over the groups of strata s that share a reference, and over drug and other cost:
///
///     c = Σ_s (heads of s / heads) · (visits of s / heads of s) · (drug of s / visits of s + other of s / visits of s)
///
/// for the institution and for its pooled peer group. The effects of the factors are log-mean Divisia parts
/// (``DivisiaIndex``): `effect` adds up to ln(index_plain), `yuanPerHead` to cost a head less the peers'.
///
/// - *case mix*: which diseases, ages … the heads have, and how many diseases a head. A group of strata that only one
///   side has is wholly case mix.
/// - *visits*: visits a disease head, within the groups.
/// - *drug cost*, *other cost*: a visit, within the groups; one part, *cost*, where drug cost is not told. Without
///   visits in the tally they are a disease head's, and there is no part for visits.
/// - *unattributed*: money without a head or below zero, which no factor explains: refunds without their original.
///
/// An effect of 0.10 on ln(index) is a factor of about 1.105 on the index. It says where the money is, not why.
///
/// See Ang 2005. Checked against a naive twin that integrates along geometric paths.
public struct Waterfall: Equatable, Sendable {
  /// Whether there is something to split.
  public enum Outcome: String, CaseIterable, Sendable {
    /// The parts add up to ln(index).
    case split
    /// The institution has no heads by the model's rule.
    case noHeads
    /// Its cost is not positive.
    case noSpend
    /// The peer group has no positive cost.
    case noReference
  }

  /// What a part is about.
  public enum Kind: String, CaseIterable, Sendable {
    /// Diseases a head, and which.
    case caseMix = "case-mix"
    /// Visits a disease head.
    case visits
    /// Cost a visit, where drug cost is not told.
    case cost
    /// Drug cost a visit.
    case drugCost = "drug-cost"
    /// All other cost a visit.
    case otherCost = "other-cost"
    /// Money that no factor explains.
    case unattributed
    /// Unit price of the same item against the peers' median.
    case price
    /// How much is given a visit, in the peers' usual quantities.
    case quantity
    /// Which items are given.
    case basket
    /// Cost that the fee lines do not hold.
    case notItemised = "not-itemised"

    /// Whether ``Waterfall/itemParts`` take the part apart further.
    var isCost: Bool { self == .cost || self == .drugCost || self == .otherCost }
  }

  /// One step of the waterfall.
  public struct Part: Equatable, Sendable {
    /// What it is about.
    public let kind: Kind
    /// What it adds to ln(index_plain).
    public let effect: Double
    /// `effect` over ln(index_plain): may be negative or beyond 1; `nil` where the index is 1.
    public let share: Double?
    /// What it adds to cost a head, in yuan.
    public let yuanPerHead: Double
  }

  /// What the fee lines add.
  public enum ItemOutcome: String, CaseIterable, Sendable {
    /// No fee lines were given.
    case notGiven
    /// ``Waterfall/itemParts`` split the cost parts.
    case split
    /// The model compares another cost than the total, which is what lines hold.
    case costNotTotal
    /// The tally has no visits to count quantities by.
    case noVisits
    /// The lines hold far more money than the settlements: another unit, or other settlements.
    case beyondCost
    /// No usable line belongs to the institution, or its cost is not split.
    case noItems
  }

  /// The institution's code.
  public let institution: String
  /// Its peer group.
  public let peerGroup: String
  /// Whether there is something to split; if not, there are no figures.
  public let outcome: Outcome
  /// ln(index_plain).
  public let logIndex: Double?
  /// Cost a head, yuan.
  public let costPerHead: Double?
  /// The peer group's cost a head, yuan.
  public let peersCostPerHead: Double?
  /// The parts, in the order of ``Kind``.
  public let parts: [Part]
  /// What the fee lines add.
  public let itemOutcome: ItemOutcome
  /// The cost parts taken apart by fee lines: price, quantity, basket and cost not itemised, which add up to them.
  public let itemParts: [Part]
  /// The share of the institution's cost that usable lines hold, beyond 1 where lines exceed settlements.
  public let itemisedShare: Double?

  /// The share of cost beyond which lines are not believed.
  static let itemisedShareMaximum = 1.5

  /// ln(index_plain) by kind, 0 where there is no such part.
  public func effect(_ kind: Kind) -> Double { (parts + itemParts).first { $0.kind == kind }?.effect ?? 0 }

  /// The waterfalls of all institutions of a tally, in its order.
  ///
  /// Deterministic, and linear in the strata of each institution. Heads are those of the plain index: under
  /// `first-in-year` case mix carries the disease heads seen earlier in the year.
  ///
  /// - Parameters:
  ///   - tally: the sufficient table; its cost is not truncated here.
  ///   - plan: the ladder and the least heads by which strata form groups, and the compared cost.
  ///   - items: sums of fee lines, where there are any.
  public static func all(_ tally: Tally, plan: ScoringPlan, items: ItemTally? = nil) -> [Waterfall] {
    var waterfalls = [Waterfall?](repeating: nil, count: tally.institutions.count)
    let members = Dictionary(grouping: tally.institutions.indices) { tally.peerGroups[$0] }
    for positions in members.values {
      let group = WaterfallGroup(tally, positions, plan: plan, items: items)
      for row in positions.indices { waterfalls[positions[row]] = group.waterfall(row) }
    }
    return waterfalls.compactMap { $0 }
  }

  /// The columns of waterfall.csv that the tally cannot tell, with the reason; `cost_effect` then stands for drug and
  /// other cost together.
  public static func absences(_ tally: Tally, plan: ScoringPlan) -> [Absence] {
    var absences: [Absence] = []
    if !tally.parts.contains(.visits) { absences.append(Absence(column: "visits_effect", reason: .noVisits)) }
    for column in ["drug_cost_effect", "other_cost_effect"] {
      if plan.cost != .total {
        absences.append(Absence(column: column, reason: .costNotTotal))
      } else if !tally.parts.contains(.drug) {
        absences.append(Absence(column: column, reason: .noDrugColumn))
      }
    }
    return absences
  }
}

extension Waterfall {
  /// An institution whose index cannot be split.
  init(_ institution: String, _ peerGroup: String, _ outcome: Outcome, _ itemOutcome: ItemOutcome) {
    self.init(
      institution: institution, peerGroup: peerGroup, outcome: outcome, logIndex: nil, costPerHead: nil,
      peersCostPerHead: nil, parts: [], itemOutcome: itemOutcome, itemParts: [], itemisedShare: nil)
  }

  /// Parts from yuan-free effects: differences in fen a head, own and the peers' cost a head in fen.
  static func parts(_ differences: [(kind: Kind, fen: Double)], own: Double, peers: Double) -> [Part] {
    let mean = DivisiaIndex.logMean(own, peers)
    let total = log(own / peers)
    return differences.map { kind, fen in
      let effect = fen / mean
      return Part(kind: kind, effect: effect, share: total == 0 ? nil : effect / total, yuanPerHead: fen / 100)
    }
  }
}
