import SteelyardNumerics
import Testing

@testable import SteelyardSynthesis

@Suite struct MoneyTests {
  private static let shared = SimulatedCity(.small(plantings: Planting.usual))
  private static let sharedClaims = shared.claims()
  private let city = Self.shared
  private let claims = Self.sharedClaims

  @Test("Every row adds up to the fen in both ways, and its amounts have one sign")
  func identitiesHold() {
    #expect(claims.allSatisfy { $0.total == $0.fen[1] + $0.fen[2] + $0.fen[3] + $0.fen[4] })
    #expect(claims.allSatisfy { $0.total == $0.fen[5] + $0.fen[6] + $0.fen[7] })
    #expect(claims.allSatisfy { claim in claim.fen.allSatisfy { claim.isRefund ? $0 <= 0 : $0 >= 0 } })
    #expect(claims.allSatisfy { $0.drug.magnitude <= $0.total.magnitude })
    #expect(claims.reduce(0) { $0 + $1.total } == city.summary.totalFen)
    #expect(claims.count == city.summary.claimRows)
    #expect(claims.count { $0.isVisit } == city.summary.settlements)
    #expect(claims.count { $0.isVisit && $0.total == 0 } == city.summary.zeroTotals)
  }

  @Test("A refund points to an earlier settlement of its person, institution and disease and takes back no more")
  func refundsArePaired() {
    let byId = Dictionary(uniqueKeysWithValues: claims.map { ($0.id, $0) })
    var orphans = 0
    var partial = 0
    var later = 0
    for refund in claims where refund.isRefund {
      #expect(refund.total < 0)
      guard let original = byId[refund.original] else {
        orphans += 1
        continue
      }
      #expect(!original.isRefund && original.time <= refund.time)
      #expect(original.person == refund.person && original.institution == refund.institution)
      #expect(original.disease == refund.disease && original.careType == refund.careType)
      #expect(zip(original.fen, refund.fen).allSatisfy { $0 + $1 >= 0 })
      if original.total + refund.total > 0 { partial += 1 }
      if original.time.prefix(7) != refund.time.prefix(7) { later += 1 }
    }
    let refunds = claims.count { $0.isRefund }
    #expect(orphans == city.summary.orphanRefunds)
    #expect(refunds == city.summary.refunds + orphans)
    #expect(claims.allSatisfy { $0.isRefund != $0.original.isEmpty })
    // 1.2 % of about 12,000: 144 ± 12; a fifth partial.
    #expect((100...190).contains(refunds), "\(refunds) refunds")
    #expect(partial > 10 && partial < refunds / 2)
    #expect(later > 10 && later < refunds / 2)
  }

  @Test("A refund of any part keeps both identities and never exceeds its settlement")
  func refundParts() {
    var source = RandomSource(seed: 42, stream: 0)
    for _ in 0..<300 {
      let total = Int64(source.uniform(below: 200_000))
      let drug = Int64(source.uniform() * Double(total))
      let shares = Settlement.Shares(
        selfPaid: source.uniform() * 0.5, overLimit: source.uniform() * 0.2, firstSelf: source.uniform() * 0.3,
        fund: source.uniform(), account: source.uniform())
      let paid = Settlement(total: total, drug: drug, shares)
      for part in [1, source.uniform()] {
        let back = paid.refund(part: part)
        #expect(back.total <= 0 && back.total + paid.total >= 0)
        #expect(back.inScope <= 0 && back.inScope + paid.inScope >= 0)
        #expect(back.cash <= 0 && back.cash + paid.cash >= 0)
        #expect(back.fund <= 0 && back.account <= 0 && back.drug >= back.total)
      }
    }
  }

  @Test("A dear-price visit of the README comes to the README's amounts")
  func readmeExample() {
    let total = 165 * 1.05 * 1.2 * 0.9 * 0.9 * 1.35
    let drug = Int64((total * 82).rounded())
    let money = Settlement(
      total: drug + Int64((total * 18).rounded()), drug: drug, .init(firstSelf: 0.05, fund: 0.85, account: 1))
    #expect(
      [money.total, money.drug, money.firstSelf, money.inScope, money.fund] == [22_734, 18_642, 1_136, 21_598, 18_358])
    #expect(money.account + money.cash == 4_376)
  }
}
