import SteelyardNumerics
import SteelyardStatistics
import Testing

@Suite struct CostIndicesTests {
  @Test("Without cases, references, months or risk there is no index")
  func absent() {
    #expect(CostIndices.caseMix(cases: [], weights: []) == nil)
    #expect(CostIndices.caseMix(cases: [0, 0], weights: [1, 2]) == nil)
    #expect(CostIndices.consumption(cases: [3], means: [1], references: [0]) == nil)
    #expect(CostIndices.consumption(cases: [0, 2], means: [1, 3], references: [0, 2]) == 1.5)
    let peers = CostIndices.Population(memberMonths: 10, cost: 20, costAtStandardPrices: 10, risk: 1)
    let zero = CostIndices.Population(memberMonths: 0, cost: 20, costAtStandardPrices: 10, risk: 1)
    let riskless = CostIndices.Population(memberMonths: 10, cost: 20, costAtStandardPrices: 10, risk: 0)
    let unused = CostIndices.Population(memberMonths: 10, cost: 20, costAtStandardPrices: 0, risk: 1)
    for other in [zero, riskless, unused] {
      #expect(CostIndices.totalCost(group: other, peers: peers) == nil)
      #expect(CostIndices.totalCost(group: peers, peers: other) == nil)
    }
    #expect(CostIndices.saving(choice: (0, 0), whole: (10, 10), share: 0.1) == nil)
    #expect(CostIndices.saving(choice: (10, 10), whole: (10, 10), share: 0.1) == nil)
  }

  @Test("A group that is its peers has indices of one, and use times price is total cost")
  func identity() throws {
    var source = RandomSource(seed: 5, stream: 0)
    for _ in 0..<50 {
      func made() -> CostIndices.Population {
        .init(
          memberMonths: 1 + 1000 * source.uniform(), cost: 1 + 1e6 * source.uniform(),
          costAtStandardPrices: 1 + 1e6 * source.uniform(), risk: 0.5 + source.uniform())
      }
      let (a, b) = (made(), made())
      let same = try #require(CostIndices.totalCost(group: a, peers: a))
      #expect(same.totalCostIndex == 1 && same.resourceUseIndex == 1 && same.priceIndex == 1)
      let other = try #require(CostIndices.totalCost(group: a, peers: b))
      // One division and one product.
      #expect(abs(other.resourceUseIndex * other.priceIndex / other.totalCostIndex - 1) < 1e-15, "seed 5")
    }
  }

  @Test("At one's own share nothing is saved")
  func ownShare() throws {
    let saving = try #require(CostIndices.saving(choice: (300, 900), whole: (1000, 1600), share: 0.3))
    // Rounding of a sum of 1,600.
    #expect(abs(saving) < 1e-12)
    #expect(CostIndices.saving(cost: 100, heads: 10, target: 12) == -20)
  }
}
