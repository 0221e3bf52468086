import Foundation
public import SteelyardDomain
public import SteelyardLedger

/// Where an institution stands in two runs, and why it moved: parts of the change that add up.
///
/// The change of ln(index_adjusted), and that of z, is walked in a fixed order, and each step is a part: the engine's
/// method, the model, the institution's own rows against the references and fits of the first run, and then the peers'
/// references and fits. Steps telescope, so their sum is the whole change; another order would give other parts.
///
/// Where the second model makes the tally in another way (strata, caps, cost, heads), rows of the two runs cannot be
/// measured by one yardstick, and model, own rows and peers are one part, ``Cause/model``.
public struct ListChange: Sendable {
  /// What a part of a change comes from.
  public enum Cause: String, CaseIterable, Sendable {
    /// What the engine makes of the same rows under the same model: another version of it.
    case method
    /// The keys of the model.
    case model
    /// The institution's rows for the same months: claims came in late or were corrected.
    case data
    /// The institution's rows of other months.
    case own
    /// The peers' references, and how much they vary.
    case peers
  }

  /// What became of an institution's place on the interview list.
  public enum Movement: String, CaseIterable, Sendable {
    /// On the second list only.
    case came
    /// On the first list only.
    case left
    /// On both.
    case stayed
    /// On neither, but in another band.
    case moved
    /// On neither, in the same band.
    case unchanged
    /// Only the second run has the institution.
    case appeared
    /// Only the first run has it.
    case disappeared
  }

  /// One run's word on an institution.
  public struct Standing: Equatable, Sendable {
    /// Place in the published order.
    public var rank: Int?
    /// The band.
    public var band: InstitutionScore.Band?
    /// Gates that fail.
    public var failedGates: [InstitutionScore.Gate]
    /// ln(index_adjusted).
    public var logIndex: Double?
    /// z.
    public var z: Double?
    /// What z rests on.
    public var dispersion: DispersionStatement?

    /// Creates a standing.
    public init(
      rank: Int?, band: InstitutionScore.Band?, failedGates: [InstitutionScore.Gate], logIndex: Double?, z: Double?,
      dispersion: DispersionStatement? = nil
    ) {
      self.rank = rank
      self.band = band
      self.failedGates = failedGates
      self.logIndex = logIndex
      self.z = z
      self.dispersion = dispersion
    }
  }

  /// A part of a change.
  public struct Part: Equatable, Sendable {
    /// Where it comes from.
    public let cause: Cause
    /// Its share of the change of ln(index_adjusted).
    public let logIndex: Double?
    /// Its share of the change of z.
    public let z: Double?
  }

  /// The institution.
  public let institution: Institution
  /// The first run's word, `nil` where it lacks the institution.
  public let before: Standing?
  /// The second run's.
  public let after: Standing?
  /// What became of it.
  public let movement: Movement
  /// The parts, in the order of ``Cause``; none where a run lacks the institution.
  public let parts: [Part]
}

/// One run as it is compared: what it printed, and what this engine makes of its tally.
public struct ComparedRun: Sendable {
  /// What the run printed, by institution.
  public var printed: [String: ListChange.Standing]
  /// The run's tally.
  public var tally: Tally
  /// Its plan.
  public var plan: ScoringPlan
  /// Whether someone else made the tally.
  public var isTallyGiven: Bool
  /// Names, kinds, levels and districts.
  public var institutions: [String: Institution]

  /// Creates a run to compare.
  public init(
    printed: [String: ListChange.Standing], tally: Tally, plan: ScoringPlan, isTallyGiven: Bool,
    institutions: [String: Institution]
  ) {
    self.printed = printed
    self.tally = tally
    self.plan = plan
    self.isTallyGiven = isTallyGiven
    self.institutions = institutions
  }
}

extension ListChange {
  /// The changes from one run to another, by institution code.
  ///
  /// - Parameter isSamePeriod: whether both are about the same months, so that other rows mean other data.
  public static func between(
    _ first: ComparedRun, _ second: ComparedRun, isSamePeriod: Bool, threads: Int
  ) -> [ListChange] {
    let walk = ChangeWalk(first, second, isSamePeriod: isSamePeriod, threads: threads)
    let codes = Set(first.printed.keys).union(second.printed.keys)
    return codes.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }.map { id in
      let (before, after) = (first.printed[id], second.printed[id])
      return ListChange(
        institution: second.institutions[id] ?? first.institutions[id] ?? Institution(id: id), before: before,
        after: after, movement: movement(before, after),
        parts: before == nil || after == nil ? [] : walk.parts(id))
    }
  }

  private static func movement(_ before: Standing?, _ after: Standing?) -> Movement {
    guard let before else { return after?.band == .interview ? .came : .appeared }
    guard let after else { return before.band == .interview ? .left : .disappeared }
    switch (before.band == .interview, after.band == .interview) {
    case (true, true): return .stayed
    case (true, false): return .left
    case (false, true): return .came
    case (false, false): return before.band == after.band ? .unchanged : .moved
    }
  }
}
