import SteelyardNumerics
import Testing

@Suite struct CompensatedSumTests {
  @Test("Small terms survive large ones that cancel")
  func cancellationKeepsSmallTerms() {
    // Neumaier's example; a plain sum gives 0, Kahan's gives 0 too.
    #expect(CompensatedSum.of([1, 1e100, 1, -1e100]) == 2)
    #expect(CompensatedSum.of([Double]()) == 0)
    #expect(CompensatedSum.of([-3.5]) == -3.5)
  }

  @Test("A million tenths add up to the last digit")
  func tenths() {
    // 10⁶ times the double nearest to 0.1 is 100000.00000000000555, whose nearest double is 100000.
    #expect(CompensatedSum.of(repeatElement(0.1, count: 1_000_000)) == 100_000)
    #expect(repeatElement(0.1, count: 1_000_000).reduce(0, +) != 100_000, "else this test shows nothing")
  }
}

@Suite struct QuantilesTests {
  @Test("Type 7 lies between the two order statistics around (n − 1) · probability")
  func type7ByHand() throws {
    let values = [7.0, 1, 3, 2, 10]
    // By hand: sorted 1, 2, 3, 7, 10 and h = 4 · probability.
    let expected = [(0, 1), (0.1, 1.4), (0.25, 2), (0.5, 3), (0.6, 4.6), (0.9, 8.8), (1, 10)]
    for (probability, value) in expected {
      let quantile = try #require(Quantiles.type7(values, probability: probability))
      // Two products and one sum of numbers up to 10, three roundings.
      #expect(abs(quantile - value) < 4e-15, "at \(probability)")
    }
  }

  @Test("Quantiles of nothing are nil, of one value that value")
  func degenerateInputs() {
    #expect(Quantiles.type7([], probability: 0.5) == nil)
    #expect(Quantiles.median([]) == nil)
    #expect(Quantiles.medianAbsoluteDeviation([]) == nil)
    #expect(Quantiles.type7([4], probability: 0.3) == 4)
    #expect(Quantiles.median([4]) == 4)
    #expect(Quantiles.medianAbsoluteDeviation([4]) == 0)
    #expect(Quantiles.winsorised([], share: 0.1) == [])
  }

  @Test("Equal values give themselves at every probability, without a rounding")
  func equalValues() {
    for step in 0...100 {
      #expect(Quantiles.type7([0.1, 0.1, 0.1], probability: Double(step) / 100) == 0.1)
    }
  }

  @Test("Largest doubles do not overflow")
  func largestDoubles() throws {
    let large = Double.greatestFiniteMagnitude
    #expect(Quantiles.median([large, large]) == large)
    #expect(try #require(Quantiles.type7([-large, large], probability: 0.5)) == 0)
  }

  @Test("The median absolute deviation is the median distance from the median")
  func deviation() {
    #expect(Quantiles.median([1, 5, 2, 8]) == 3.5)
    // Distances from 2: 1, 1, 0, 0, 2, 4, 7.
    #expect(Quantiles.medianAbsoluteDeviation([1, 1, 2, 2, 4, 6, 9]) == 1)
    #expect(Quantiles.medianAbsoluteDeviation([5, 5, 5, 9]) == 0)
  }

  @Test("Winsorising pulls both ends in to the quantiles and keeps the order")
  func winsorising() {
    #expect(Quantiles.winsorised([5, 1, 2, 3, 4], share: 0.25) == [4, 2, 2, 3, 4])
    #expect(Quantiles.winsorised([5, 1, 2], share: 0) == [5, 1, 2])
  }
}
