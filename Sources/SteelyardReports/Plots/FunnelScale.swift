internal import Foundation

/// The logarithmic axes of the funnel plot: from cost and index to places on the page, and the ticks.
struct FunnelScale {
  /// The page.
  static let width = 960.0, height = 640.0
  /// The panel.
  static let left = 78.0, right = 842.0, top = 92.0, bottom = 492.0
  /// Indices beyond these are drawn on the edge.
  static let indexLimits = 0.1...10.0

  /// Expected cost in ten thousands of yuan, lowest to highest of the panel.
  let cost: ClosedRange<Double>
  /// Index, lowest to highest of the panel.
  let index: ClosedRange<Double>

  /// Scales that hold some points, with a margin; without points, a scale all the same.
  ///
  /// - Precondition: costs and indices are positive.
  init(costs: [Double], indices: [Double]) {
    let held = indices.map { min(max($0, Self.indexLimits.lowerBound), Self.indexLimits.upperBound) }
    cost = Self.widened(costs.min() ?? 1, costs.max() ?? 100, by: 1.15)
    index = Self.widened(min(0.75, held.min() ?? 1), max(1.33, held.max() ?? 1), by: 1.08)
  }

  private static func widened(_ low: Double, _ high: Double, by factor: Double) -> ClosedRange<Double> {
    low / factor...high * factor
  }

  /// The place of an expected cost.
  func x(_ value: Double) -> Double {
    Self.left + (Self.right - Self.left) * log(value / cost.lowerBound) / log(cost.upperBound / cost.lowerBound)
  }

  /// The place of an index.
  func y(_ value: Double) -> Double {
    Self.bottom
      - (Self.bottom - Self.top) * log(value / index.lowerBound) / log(index.upperBound / index.lowerBound)
  }

  /// Whether an index lies on the panel.
  func holds(_ value: Double) -> Bool { index.contains(value) }

  /// The place of an index, on the nearest edge where it lies beyond.
  func clampedY(_ value: Double) -> Double { y(min(max(value, index.lowerBound), index.upperBound)) }

  /// Ticks of the cost axis: 1, 2 and 5 times the powers of ten, or the powers alone where those are too many.
  var costTicks: [(value: Double, label: String)] {
    let decades = Int(log10(cost.lowerBound).rounded(.down))...Int(log10(cost.upperBound).rounded(.up))
    let decadeWidth = x(10) - x(1)
    let steps: [Double] = decadeWidth < 100 ? [1] : [1, 2, 5]
    return decades.flatMap { decade in
      steps.map { step -> (Double, String) in
        let value = step * pow(10, Double(decade))
        let label = NumberFormats.fixed(value, decimals: min(6, max(0, -decade)))
        return (value, NumberFormats.grouped(label))
      }
    }.filter { cost.contains($0.0) }
  }

  /// Ticks of the index axis, 1 always among them.
  var indexTicks: [(value: Double, label: String)] {
    PlotScale(.logarithmic, index, from: Self.bottom, to: Self.top).indexTicks(spacing: 24)
  }
}
