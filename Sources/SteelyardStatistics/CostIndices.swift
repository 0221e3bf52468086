internal import SteelyardNumerics

/// Small indices of cost and use that other systems publish, for comparison with the adjusted index.
///
/// Money may be in any unit, the same throughout. Each is `nil` where a denominator is zero.
///
/// Checked against `cost_indices.json`.
public enum CostIndices {
  /// The case-mix index: the mean weight of the cases, Σ n w / Σ n.
  ///
  /// Edge cases: `nil` without cases.
  ///
  /// See R. B. Fetter et al., "Case mix definition by diagnosis-related groups" (1980).
  ///
  /// - Parameters:
  ///   - cases: how many cases each group has, at least 0.
  ///   - weights: the relative weight of each group.
  public static func caseMix(cases: [Int64], weights: [Double]) -> Double? {
    weightedMean(cases, weights)
  }

  /// The consumption index: the mean over cases of (mean/reference), Σ n (mean/reference) / Σ n.
  ///
  /// With cost it is the cost consumption index, with days the time consumption index. It is a mean of ratios: groups
  /// that are cheap weigh as much as dear ones, and it differs from observed over expected, a ratio of sums.
  ///
  /// Edge cases: `nil` without cases, and where a group with cases has a reference of zero or less.
  ///
  /// - Parameters:
  ///   - cases: how many cases each group has, at least 0.
  ///   - means: the institution's mean cost or stay in each group.
  ///   - references: that of the peers.
  public static func consumption(cases: [Int64], means: [Double], references: [Double]) -> Double? {
    precondition(cases.count == means.count && cases.count == references.count, "every group needs its three figures")
    let used = cases.indices.filter { cases[$0] > 0 }
    guard used.allSatisfy({ references[$0] > 0 }) else { return nil }
    return weightedMean(used.map { cases[$0] }, used.map { means[$0] / references[$0] })
  }

  /// What is known of a population for its total cost of care.
  public struct Population: Equatable, Sendable {
    /// Months of membership, summed over persons.
    public let memberMonths: Double
    /// What was spent.
    public let cost: Double
    /// What the same services would have cost at standard prices.
    public let costAtStandardPrices: Double
    /// The risk score: what its members are expected to need, 1 on average.
    public let risk: Double

    /// Creates a population.
    ///
    /// - Precondition: every figure is at least 0 and at most 1e100.
    public init(memberMonths: Double, cost: Double, costAtStandardPrices: Double, risk: Double) {
      precondition(
        [memberMonths, cost, costAtStandardPrices, risk].allSatisfy { $0 >= 0 && $0 <= 1e100 },
        "a figure of a population lies in 0 ... 1e100")
      self.memberMonths = memberMonths
      self.cost = cost
      self.costAtStandardPrices = costAtStandardPrices
      self.risk = risk
    }
  }

  /// The total cost index split into use and price.
  public struct TotalCost: Equatable, Sendable {
    /// Cost per member month over risk, against the peers'.
    public let totalCostIndex: Double
    /// The same at standard prices: how much is used.
    public let resourceUseIndex: Double
    /// The first over the second: how dear it is.
    public let priceIndex: Double
  }

  /// The total cost index of a group against its peers, as use times price.
  ///
  /// Each index is (cost/memberMonths/risk of the group) ÷ (the same of the peers).
  ///
  /// Edge cases: `nil` where the months, the risk or either cost of the peers is zero, where the months or the risk of the
  /// group is zero, and where the group has no cost at standard prices.
  ///
  /// See HealthPartners, "Total Cost of Care and Resource Use" (NQF 1604, 1598).
  public static func totalCost(group: Population, peers: Population) -> TotalCost? {
    func perMonth(_ population: Population, _ cost: Double) -> Double? {
      guard population.memberMonths > 0, population.risk > 0 else { return nil }
      return cost / population.memberMonths / population.risk
    }
    guard let cost = perMonth(group, group.cost), let peerCost = perMonth(peers, peers.cost),
      let use = perMonth(group, group.costAtStandardPrices), let peerUse = perMonth(peers, peers.costAtStandardPrices),
      use > 0, peerCost > 0, peerUse > 0
    else { return nil }
    let (total, resource) = (cost / peerCost, use / peerUse)
    guard total.isFinite, resource.isFinite, resource > 0, (total / resource).isFinite else { return nil }
    return TotalCost(totalCostIndex: total, resourceUseIndex: resource, priceIndex: total / resource)
  }

  /// What would be saved if a cost per head were that at a percentile of the peers: numerator − denominator · target.
  ///
  /// Edge cases: negative where the unit lies below the percentile already.
  ///
  /// See measure_sql of OpenPrescribing, list-size measures.
  ///
  /// - Parameters:
  ///   - cost: what was spent.
  ///   - heads: on how many.
  ///   - target: the peers' cost per head at the percentile.
  public static func saving(cost: Double, heads: Double, target: Double) -> Double { cost - heads * target }

  /// What would be saved if the dearer choice had the share it has at a percentile of the peers.
  ///
  /// The choice costs c = choiceCost/choiceQuantity a unit, the rest of the whole r = (wholeCost − choiceCost)/
  /// (wholeQuantity − choiceQuantity); the saving is wholeCost − wholeQuantity · (share · c + (1 − share) · r).
  ///
  /// Edge cases: `nil` where the unit price of either is unknown because there is none of it; negative where the share lies
  /// below the percentile already and the choice is the dearer.
  ///
  /// See measure_sql of OpenPrescribing, percentage measures.
  ///
  /// - Precondition: `0 <= share <= 1`.
  public static func saving(
    choice: (quantity: Double, cost: Double), whole: (quantity: Double, cost: Double), share: Double
  ) -> Double? {
    precondition(share >= 0 && share <= 1, "a share lies in 0 ... 1")
    let rest = whole.quantity - choice.quantity
    guard choice.quantity > 0, rest > 0 else { return nil }
    let (choicePrice, restPrice) = (choice.cost / choice.quantity, (whole.cost - choice.cost) / rest)
    return whole.cost - whole.quantity * (share * choicePrice + (1 - share) * restPrice)
  }

  private static func weightedMean(_ cases: [Int64], _ values: [Double]) -> Double? {
    precondition(cases.count == values.count, "every group needs its value")
    precondition(cases.allSatisfy { $0 >= 0 && $0 < 1 << 52 }, "a number of cases lies in 0 ..< 2^52")
    precondition(values.allSatisfy { abs($0) <= 1e200 }, "a group's value lies within ±1e200")
    let total = cases.reduce(0, +)
    guard total > 0 else { return nil }
    return CompensatedSum.of(zip(cases, values).lazy.map { Double($0) * $1 }) / Double(total)
  }
}
