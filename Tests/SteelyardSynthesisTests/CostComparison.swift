import Foundation
import SteelyardSynthesis
import Testing

/// A slow and obvious comparison of institutions with their class: the twin of what the engine does with matrices.
struct CostComparison {
  private struct Head: Hashable {
    let person: Substring
    let institution: Substring
    let disease: Substring
  }

  private var fen: [Head: Double] = [:]
  private var stratum: [Head: String] = [:]
  private var kind: [Substring: Substring] = [:]

  init(_ city: SimulatedCity) throws {
    for row in city.rows(.institutions) { kind[row[0]] = row[2] + row[3] }
    var about: [Substring: String] = [:]
    for row in city.rows(.persons) {
      let birth = try #require(Int(row[2].prefix(4)))
      about[row[0]] = "\(row[1]) \(row[3]) \((2025 - birth) / 10)"
    }
    for claim in city.claims() where claim.careType.hasPrefix("14") {
      let head = Head(person: claim.person, institution: claim.institution, disease: claim.disease)
      fen[head, default: 0] += Double(claim.total)
      stratum[head] = "\(kind[claim.institution] ?? "") \(claim.disease) \(about[claim.person] ?? "")"
    }
  }

  /// The coefficient of variation of a head's cost within strata of so many heads, pooled over them.
  func variationWithin(headsMinimum: Int) -> Double {
    var costs: [String: [Double]] = [:]
    for (head, cost) in fen { costs[stratum[head] ?? "", default: []].append(cost) }
    var squares = 0.0
    var degrees = 0.0
    for values in costs.values where values.count >= headsMinimum {
      let mean = values.reduce(0, +) / Double(values.count)
      squares += values.reduce(0) { $0 + ($1 / mean - 1) * ($1 / mean - 1) }
      degrees += Double(values.count - 1)
    }
    return (squares / degrees).squareRoot()
  }

  /// Cost per head beside the class, and cost beside what the class's heads of the same strata cost.
  func index(of institutions: Set<String>) -> (plain: Double, adjusted: Double) {
    var sums: [String: (fen: Double, heads: Double)] = [:]
    var classes: [Substring: (fen: Double, heads: Set<[Substring]>)] = [:]
    for (head, cost) in fen {
      sums[stratum[head] ?? "", default: (0, 0)].fen += cost
      sums[stratum[head] ?? "", default: (0, 0)].heads += 1
      classes[kind[head.institution] ?? "", default: (0, [])].fen += cost
      classes[kind[head.institution] ?? "", default: (0, [])].heads.insert([head.person, head.institution])
    }
    var observed = 0.0
    var expected = 0.0
    var plainExpected = 0.0
    var counted: Set<[Substring]> = []
    for (head, cost) in fen where institutions.contains(String(head.institution)) {
      observed += cost
      if let reference = sums[stratum[head] ?? ""] { expected += reference.fen / reference.heads }
      if counted.insert([head.person, head.institution]).inserted, let peers = classes[kind[head.institution] ?? ""] {
        plainExpected += peers.fen / Double(peers.heads.count)
      }
    }
    return (observed / plainExpected, observed / expected)
  }
}

/// The natural logarithm.
func logarithm(_ x: Double) -> Double { log(x) }
