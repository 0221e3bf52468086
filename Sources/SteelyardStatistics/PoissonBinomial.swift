/// The distribution of how many of several independent events happen, each with its own probability.
///
/// It is built once for all events; the distribution without one of them is then had by dividing that
/// event out in linear time instead of building it anew.
///
/// Checked against building it anew without the event.
struct PoissonBinomial {
  /// The probability of exactly k events, for k = 0 … the number of events.
  private(set) var masses: [Double]

  init(_ probabilities: [Double]) {
    masses = [Double](repeating: 0, count: probabilities.count + 1)
    masses[0] = 1
    masses.withUnsafeMutableBufferPointer { masses in
      for (before, p) in probabilities.enumerated() {
        masses[before + 1] = masses[before] * p
        for k in stride(from: before, to: 0, by: -1) { masses[k] = masses[k] * (1 - p) + masses[k - 1] * p }
        masses[0] *= 1 - p
      }
    }
  }

  /// Writes the masses of the other events, without one of `probability`, to the front of `rest`.
  ///
  /// With Q those masses, masses[k] = Q[k](1 − p) + Q[k − 1]p. Solved upwards an error is multiplied by
  /// p/(1 − p) a step, downwards by (1 − p)/p: the direction is the one that damps it.
  func divide(out probability: Double, into rest: inout [Double]) {
    let (p, q) = (probability, 1 - probability)
    let count = masses.count - 1
    masses.withUnsafeBufferPointer { masses in
      rest.withUnsafeMutableBufferPointer { rest in
        var last = 0.0
        if p < 0.5 {
          for k in 0..<count {
            last = max(0, (masses[k] - p * last) / q)
            rest[k] = last
          }
        } else {
          for k in stride(from: count - 1, through: 0, by: -1) {
            last = max(0, (masses[k + 1] - q * last) / p)
            rest[k] = last
          }
        }
      }
    }
  }
}
