import SteelyardNumerics
import Testing

@Suite struct GaussLegendreTests {
  @Test("A rule of n points is exact for powers up to 2n − 1 and for none beyond", arguments: [1, 2, 3, 5, 16, 40])
  func exactDegree(points: Int) {
    let rule = GaussLegendre(points: points)
    func integral(_ power: Int) -> Double {
      zip(rule.nodes, rule.weights).reduce(0) { sum, point in
        sum + point.1 * (0..<power).reduce(1.0) { value, _ in value * point.0 }
      }
    }
    for power in 0..<2 * points {
      let exact = power.isMultiple(of: 2) ? 2 / Double(power + 1) : 0
      // Up to 40 terms of at most 1, and powers of up to 79 factors: a hundred roundings.
      #expect(abs(integral(power) - exact) < 1e-14, "power \(power)")
    }
    if points <= 5 {
      #expect(abs(integral(2 * points) - 2 / Double(2 * points + 1)) > 1e-4, "degree 2n is out of reach")
    }
  }

  @Test("The rule of two points stands at ±1/√3")
  func twoPoints() {
    let rule = GaussLegendre(points: 2)
    // One Newton iteration's rounding.
    #expect(abs(rule.nodes[1] - 1 / 3.0.squareRoot()) < 2e-16)
    #expect(abs(rule.weights[0] - 1) < 1e-15)
  }
}
