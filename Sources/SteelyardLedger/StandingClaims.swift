import SteelyardDomain

/// The settlements that count, by number: what fee lines are joined to.
///
/// It holds every settlement that stands after repetitions, period and area, refunds among them; those that were wholly
/// taken back, and the refunds that did it, are left out, so that their lines net to nothing whether or not the refund
/// has lines of its own. 36 bytes a settlement.
public struct StandingClaims: Sendable {
  private let claims: [Fingerprint]
  private let institutions: [Int32]
  private let persons: [Int32]
  private let days: [Int32]
  private let totals: [Int64]

  /// How many settlements.
  public var count: Int { claims.count }

  /// - Precondition: no settlement comes twice.
  init(_ rows: [(claim: Fingerprint, institution: Int32, person: Int32, day: Int32, totalFen: Int64)]) {
    let sorted = rows.sorted { ($0.claim.high, $0.claim.low) < ($1.claim.high, $1.claim.low) }
    claims = sorted.map(\.claim)
    institutions = sorted.map(\.institution)
    persons = sorted.map(\.person)
    days = sorted.map(\.day)
    totals = sorted.map(\.totalFen)
  }

  /// The place of a settlement among the sorted, `nil` where it does not count.
  func position(of claim: Fingerprint) -> Int? {
    var low = 0
    var high = claims.count
    while low < high {
      let middle = (low + high) / 2
      if (claims[middle].high, claims[middle].low) < (claim.high, claim.low) { low = middle + 1 } else { high = middle }
    }
    return low < claims.count && claims[low] == claim ? low : nil
  }

  /// The institution's code, by place.
  func institution(at position: Int) -> Int32 { institutions[position] }

  /// The person's code, by place.
  func person(at position: Int) -> Int32 { persons[position] }

  /// The day, of a refund that of its original, by place.
  func day(at position: Int) -> Int32 { days[position] }

  /// Total cost in fen, by place.
  func totalFen(at position: Int) -> Int64 { totals[position] }
}

extension Resolution {
  /// The settlements that count, before their numbers are forgotten.
  func standingClaims() -> StandingClaims {
    var standing: [(claim: Fingerprint, institution: Int32, person: Int32, day: Int32, totalFen: Int64)] = []
    for row in 0..<rows.count where removal[row] == nil && !isReversed[row] {
      if let original = matchingOriginal(of: row), isReversed[original] { continue }
      standing.append(
        (rows.claim[row], rows.institution[row], rows.person[row], rows.day[row], rows.totalFen[row]))
    }
    return StandingClaims(standing)
  }
}
