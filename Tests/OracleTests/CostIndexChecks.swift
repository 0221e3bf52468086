import SteelyardStatistics
import Testing

private struct Stored: Decodable {
  struct Mix: Decodable {
    let weights: [Double]
    let cases: [Int64]
    let expected_cmi: Double
  }

  struct Consumption: Decodable {
    struct Group: Decodable {
      let n: Int64
      let mean, ref, los, ref_los: Double
    }

    let groups: [Group]
    let cost_consumption_index, time_consumption_index: Double
  }

  struct TotalCost: Decodable {
    struct Input: Decodable {
      struct Population: Decodable {
        let member_months, cost, resource_units_cost, risk: Double

        var ours: CostIndices.Population {
          .init(memberMonths: member_months, cost: cost, costAtStandardPrices: resource_units_cost, risk: risk)
        }
      }

      let group, peer: Population
    }

    let input: Input
    let TCI, RUI, price_index: Double
  }

  struct Savings: Decodable {
    struct ListSize: Decodable { let numerator, denominator, global_p10, global_p50, saving10, saving50: Double }
    struct Percentage: Decodable { let num_q, num_cost, den_q, den_cost, p10, p50, saving_p10, saving_p50: Double }

    let list_size: ListSize
    let percentage: Percentage
  }

  let cmi: Mix
  let cost_consumption_index: Consumption
  let tcoc: TotalCost
  let openprescribing_savings: Savings

  static func read() throws -> Stored { try Oracle.json("cost_indices.json", as: Stored.self) }
}

/// The small cost indices held to stored numbers.
enum CostIndexChecks {
  static let all: [OracleCheck] = [
    OracleCheck(
      estimator: "CostIndices.caseMix", oracle: "cost_indices.json, cmi", figures: "case-mix index",
      // Decimal weights are not exact doubles: the last bit.
      tolerance: 1e-15
    ) {
      let stored = try Stored.read().cmi
      return [(try #require(CostIndices.caseMix(cases: stored.cases, weights: stored.weights)), stored.expected_cmi)]
    },
    OracleCheck(
      estimator: "CostIndices.consumption", oracle: "cost_indices.json, cost_consumption_index",
      figures: "of cost, of time",
      // Three quotients and a sum: the last bit.
      tolerance: 1e-15
    ) {
      let stored = try Stored.read().cost_consumption_index
      let (groups, cases) = (stored.groups, stored.groups.map(\.n))
      let cost = CostIndices.consumption(cases: cases, means: groups.map(\.mean), references: groups.map(\.ref))
      let time = CostIndices.consumption(cases: cases, means: groups.map(\.los), references: groups.map(\.ref_los))
      return [
        (try #require(cost), stored.cost_consumption_index), (try #require(time), stored.time_consumption_index),
      ]
    },
    OracleCheck(
      estimator: "CostIndices.totalCost", oracle: "cost_indices.json, tcoc", figures: "total cost, resource use, price",
      // 15 stored digits.
      tolerance: 1e-14
    ) {
      let stored = try Stored.read().tcoc
      let ours = try #require(CostIndices.totalCost(group: stored.input.group.ours, peers: stored.input.peer.ours))
      return [
        (ours.totalCostIndex, stored.TCI), (ours.resourceUseIndex, stored.RUI), (ours.priceIndex, stored.price_index),
      ]
    },
    OracleCheck(
      estimator: "CostIndices.saving", oracle: "cost_indices.json, openprescribing_savings",
      figures: "at two percentiles, list size and percentage",
      // Small decimal shares: the last bits of a sum of thousands.
      tolerance: 1e-14
    ) {
      let stored = try Stored.read().openprescribing_savings
      let (list, percentage) = (stored.list_size, stored.percentage)
      func ofList(_ target: Double) -> Double {
        CostIndices.saving(cost: list.numerator, heads: list.denominator, target: target)
      }
      func ofShare(_ share: Double) -> Double? {
        CostIndices.saving(
          choice: (percentage.num_q, percentage.num_cost), whole: (percentage.den_q, percentage.den_cost), share: share)
      }
      return [
        (ofList(list.global_p10), list.saving10), (ofList(list.global_p50), list.saving50),
        (try #require(ofShare(percentage.p10)), percentage.saving_p10),
        (try #require(ofShare(percentage.p50)), percentage.saving_p50),
      ]
    },
  ]
}
