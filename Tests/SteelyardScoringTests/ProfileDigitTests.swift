import Foundation
import Testing

@testable import SteelyardScoring

@Suite("The digits of amounts")
struct ProfileDigitTests {
  @Test("A profile holds the distance from Benford's law and Nigrini's class, by hand")
  func byHand() throws {
    var unit = ProfileUnit(code: "P1")
    // All amounts begin with 10: the share of that cell is 1, of the 89 others 0.
    unit.digits = [300] + [Int64](repeating: 0, count: 89)
    let found = try #require(unit.input.digits)
    let law = (10...99).map { log10(1 + 1 / Double($0)) }
    let expected = ((1 - law[0]) + law.dropFirst().reduce(0, +)) / 90
    #expect(found.amounts == 300 && abs(found.deviation - expected) < 1e-15)
    // 300 amounts are too few: chance alone reaches the last cut-off of 0.0022.
    #expect(found.deviationByChance > 0.0022 && found.conformity == "tooFewNumbers")
    unit.digits = law.map { Int64(($0 * 1e7).rounded()) }
    let close = try #require(unit.input.digits)
    #expect(close.deviation < 1e-7 && close.conformity == "close")
    // A hundredth of the amounts moved from the upper half of the cells to the first: 2 × 0.01 ÷ 90 = 0.00022 is still close,
    // a twelfth is 0.00185 and marginal, an eighth 0.00278 and none.
    for (share, conformity) in [(0.01, "close"), (1.0 / 12, "marginal"), (0.125, "none")] {
      unit.digits = moved(share, of: law)
      let found = try #require(unit.input.digits)
      #expect(abs(found.deviation - 2 * share / 90) < 1e-7 && found.conformity == conformity, "\(share)")
    }
  }

  /// Ten million amounts by the law, a share of them taken evenly from the upper half of the cells and put into the first.
  private func moved(_ share: Double, of law: [Double]) -> [Int64] {
    let upper = law[45...].reduce(0, +)
    return law.enumerated().map { cell, part in
      let shares = cell == 0 ? part + share : cell >= 45 ? part * (1 - share / upper) : part
      return Int64((shares * 1e7).rounded())
    }
  }
}
