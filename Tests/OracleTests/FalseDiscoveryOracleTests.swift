import SteelyardStatistics
import Testing

private struct Stored: Decodable {
  struct Family: Decodable {
    let p: [Double]
    let BH: [Double]
    let BY: [Double]
  }
  let bh1995: Family
  let ties: Family
  let mixture100: Family
}

@Suite struct FalseDiscoveryOracleTests {
  @Test("Adjusted p values equal those of p.adjust in R", arguments: 0..<3)
  func adjustedValues(family position: Int) throws {
    let stored = try Oracle.json("fdr.json", as: Stored.self)
    let family = [stored.bh1995, stored.ties, stored.mixture100][position]
    // The file has 15 digits.
    for (value, reference) in zip(FalseDiscovery.benjaminiHochberg(family.p), family.BH) {
      #expect(close(value, reference, relative: 5e-15))
    }
    for (value, reference) in zip(FalseDiscovery.benjaminiYekutieli(family.p), family.BY) {
      #expect(close(value, reference, relative: 5e-15))
    }
  }

  @Test("Four of the fifteen published hypotheses are rejected at 5 %")
  func publishedRejections() throws {
    let stored = try Oracle.json("fdr.json", as: Stored.self)
    #expect(FalseDiscovery.benjaminiHochberg(stored.bh1995.p).filter { $0 <= 0.05 }.count == 4)
  }
}
