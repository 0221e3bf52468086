import SteelyardNumerics
import Testing

/// Values to 17 digits from 60-digit arithmetic (mpmath 1.3: erfc, exp), at the doubles nearest to x.
private let table: [(x: Double, density: Double, cumulative: Double, upperTail: Double)] = [
  (-37.4, 7.3119853455051102e-305, 1.9536815616489922e-306, 1.0),
  (-30.3, 1.7385997808349067e-200, 5.7317235033154953e-202, 1.0),
  (-12.7, 3.7777357211491382e-36, 2.9564853648520501e-37, 1.0),
  (-8.3, 4.3816394355093327e-16, 5.205569744890254e-17, 9.9999999999999995e-1),
  (-5.1, 8.9724351623833444e-7, 1.6982674071476015e-7, 9.9999983017325929e-1),
  (-2.5, 1.7528300493568537e-2, 6.2096653257761352e-3, 9.9379033467422386e-1),
  (-1, 2.4197072451914335e-1, 1.5865525393145705e-1, 8.4134474606854295e-1),
  (-0.3, 3.8138781546052409e-1, 3.8208857781104737e-1, 6.1791142218895263e-1),
  (-1e-9, 3.9894228040143268e-1, 4.9999999960105772e-1, 5.0000000039894228e-1),
  (0, 3.9894228040143268e-1, 5.0e-1, 5.0e-1),
  (0.1, 3.9695254747701177e-1, 5.3982783727702898e-1, 4.6017216272297102e-1),
  (0.7, 3.1225393336676127e-1, 7.5803634777692697e-1, 2.4196365222307303e-1),
  (1.959964, 5.8445068034095004e-2, 9.750000009035576e-1, 2.4999999096442402e-2),
  (3.090232, 3.3670932627691595e-3, 9.989999989691049e-1, 1.000001030895095e-3),
  (4.4, 2.494247129005353e-5, 9.999945874560923e-1, 5.412543907703851e-6),
  (6.6, 1.386679994165317e-10, 9.9999999997944211e-1, 2.0557889093995229e-11),
  (9.99, 8.5034214467989389e-23, 1.0, 8.4290872004430723e-24),
  (17.3, 4.0823696010715025e-66, 1.0, 2.3519444588092323e-67),
  (25.123456789, 3.4686441599441831e-138, 1.0, 1.378462638688151e-139),
  (33.3, 6.4343702393393474e-242, 1.0, 1.93050550592784e-243),
  (37.3, 3.0628462906956675e-303, 1.0, 8.2054948449307733e-305),
]

/// Quantiles to 17 digits, by root finding on the logarithm of Φ in the same arithmetic.
private let quantiles: [(p: Double, x: Double)] = [
  (1e-300, -3.7047096299361199e+1), (3.3e-200, -3.0166085042924049e+1), (1e-100, -2.1273453560965324e+1),
  (1e-40, -1.3310921371425171e+1), (2.5e-17, -8.3866950033461155), (1e-12, -7.0344838253011319),
  (1e-6, -4.753424308822899), (0.001, -3.0902323061678135), (0.02425, -1.9729610513118848),
  (0.074, -1.4466320671589785), (0.0751, -1.43882539275254), (0.3, -5.2440051270804082e-1),
  (0.4999, -2.5066283008800749e-4), (0.5000001, 2.5066282733116483e-7), (0.56, 1.5096921549677739e-1),
  (0.9, 1.2815515655446006), (0.925, 1.4395314709384562), (0.975, 1.9599639845400539),
  (0.999, 3.0902323061678133), (0.9999999, 5.1993375822906611), (0.999999999999, 7.0344869100478352),
]

/// The accuracy the documentation promises.
private let promised = 1e-14

private func relativeError(_ value: Double, _ reference: Double) -> Double {
  abs(value - reference) / abs(reference)
}

@Suite struct NormalDistributionTests {
  @Test("Density and both tails are right to 1e-14 relative from the centre to 37 deviations")
  func functionsMatchTheTable() {
    for row in table {
      #expect(relativeError(NormalDistribution.density(row.x), row.density) < promised, "density at \(row.x)")
      #expect(relativeError(NormalDistribution.cumulative(row.x), row.cumulative) < promised, "Φ at \(row.x)")
      #expect(relativeError(NormalDistribution.upperTail(row.x), row.upperTail) < promised, "1 − Φ at \(row.x)")
    }
  }

  @Test("Quantiles are right to 1e-14 relative from 1e-300 to 1 − 1e-12")
  func quantilesMatchTheTable() {
    for row in quantiles {
      #expect(relativeError(NormalDistribution.quantile(row.p), row.x) < promised, "quantile of \(row.p)")
    }
    #expect(NormalDistribution.quantile(0.5) == 0)
  }

  @Test("The cumulative probability undoes the quantile")
  func quantileIsTheInverse() {
    for step in 1..<4000 {
      let p = Double(step) / 4000
      // The quantile's rounding, 1e-16 relative, times x·φ(x)/Φ(x), which is below 13 on this grid.
      #expect(relativeError(NormalDistribution.cumulative(NormalDistribution.quantile(p)), p) < 5e-15, "p = \(p)")
    }
  }

  @Test("Far arguments give zero or one, never NaN")
  func farArgumentsAreFinite() {
    for x in [39, 1e10, 1e308, Double.infinity] {
      #expect(NormalDistribution.density(x) == 0)
      #expect(NormalDistribution.upperTail(x) == 0)
      #expect(NormalDistribution.upperTail(-x) == 1)
      #expect(NormalDistribution.cumulative(x) == 1)
      #expect(NormalDistribution.cumulative(-x) == 0)
    }
    #expect(NormalDistribution.quantile(.leastNonzeroMagnitude) < -38)
    #expect(NormalDistribution.quantile(1.0.nextDown) > 8.2)
  }

  @Test("Quantiles rise with the probability across the joints of their approximations")
  func quantilesAreMonotone() {
    for joint in [0.075, 0.925, 1.388794386496402e-11] {
      var p = joint * (1 - 1e-12)
      var last = NormalDistribution.quantile(p)
      for _ in 0..<40 {
        p += joint * 5e-14
        let next = NormalDistribution.quantile(p)
        // Steps of 5e-14 in p move x by 1e-14 and more, ten times the rounding of either side.
        #expect(next > last, "at \(p)")
        last = next
      }
    }
  }
}
