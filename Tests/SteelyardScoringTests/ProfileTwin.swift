import Foundation

@testable import SteelyardScoring

/// Robust standardisation once more, with plain loops and all pairs written out.
struct ProfileTwin {
  struct Frame {
    var centre: Double
    var scale: Double
  }

  /// By peer group and feature.
  let frames: [String: [ProfileFeature: Frame]]

  /// - Parameter inputs: the eligible institutions of one fit group.
  init(_ inputs: [ProfileInput], scale: ScoringPlan.Profile.Scale) {
    var frames: [String: [ProfileFeature: Frame]] = [:]
    for group in Set(inputs.map(\.peerGroup)) {
      let peers = inputs.filter { $0.peerGroup == group }
      frames[group] = Self.frames(peers.count >= 20 ? peers : inputs, scale)
      // From ten to nineteen: a centre of their own, the scale of all; fewer are not judged.
      if peers.count < 10 { frames[group] = [:] }
      if (10..<20).contains(peers.count) {
        for feature in ProfileFeature.allCases {
          let values = peers.compactMap { $0.values[feature] }
          if values.isEmpty {
            frames[group]?[feature] = nil
          } else {
            frames[group]?[feature]?.centre = Self.median(values)
          }
        }
      }
    }
    self.frames = frames
  }

  func z(_ input: ProfileInput, _ feature: ProfileFeature) -> Double? {
    guard let value = input.values[feature], let frame = frames[input.peerGroup]?[feature] else { return nil }
    return (value - frame.centre) / frame.scale
  }

  private static func frames(_ inputs: [ProfileInput], _ scale: ScoringPlan.Profile.Scale) -> [ProfileFeature: Frame] {
    var frames: [ProfileFeature: Frame] = [:]
    for feature in ProfileFeature.allCases {
      let values = inputs.compactMap { $0.values[feature] }
      let empty = inputs.filter { $0.values[feature] != nil && $0.none.contains(feature) }
      guard values.count >= 10, empty.count * 2 <= values.count else { continue }
      let spread = scale == .mad ? mad(values) : qn(values)
      if spread > 0.001 { frames[feature] = Frame(centre: median(values), scale: spread) }
    }
    return frames
  }

  static func median(_ values: [Double]) -> Double {
    let sorted = values.sorted()
    let half = sorted.count / 2
    return sorted.count % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2
  }

  static func mad(_ values: [Double]) -> Double {
    let middle = median(values)
    return 1.4826 * median(values.map { abs($0 - middle) })
  }

  /// The k-th of all distances of two values, k = h(h − 1)/2 with h = ⌊n/2⌋ + 1; the correction for more than 12 values.
  static func qn(_ values: [Double]) -> Double {
    var distances: [Double] = []
    for (place, a) in values.enumerated() {
      for b in values[..<place] { distances.append(abs(a - b)) }
    }
    distances.sort()
    let half = values.count / 2 + 1
    let n = Double(values.count)
    let even = 3.67561 / n + 1.9654 / pow(n, 2) + 6.987 / pow(n, 3) - 77 / pow(n, 4)
    let odd = 1.60188 / n - 2.1284 / pow(n, 2) - 5.172 / pow(n, 3)
    // 2.2191…: 1/(√2 Φ⁻¹(5/8)).
    return 2.219144465985076 * distances[half * (half - 1) / 2 - 1] / (1 + (values.count % 2 == 0 ? even : odd))
  }
}
