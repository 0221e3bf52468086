internal import Foundation

/// A straight axis: from values to places on the page, logarithmic or linear.
struct PlotScale {
  /// How values are spread over the axis.
  enum Kind {
    /// Equal factors are equal lengths; values must be positive.
    case logarithmic
    /// Equal differences are equal lengths.
    case linear
  }

  let kind: Kind
  /// The values at both ends.
  let values: ClosedRange<Double>
  /// Their places on the page; the second may be the smaller.
  let from, to: Double

  /// Creates an axis; ends of equal value are moved apart, so that there is a length to divide.
  ///
  /// - Precondition: a logarithmic axis has positive values.
  init(_ kind: Kind, _ values: ClosedRange<Double>, from: Double, to: Double) {
    precondition(kind == .linear || values.lowerBound > 0, "a logarithm is of a positive number")
    let isPoint = values.lowerBound == values.upperBound
    self.kind = kind
    self.values =
      isPoint
      ? (kind == .logarithmic
        ? values.lowerBound / 1.1...values.upperBound * 1.1 : values.lowerBound - 1...values.upperBound + 1) : values
    self.from = from
    self.to = to
  }

  /// The place of a value.
  func place(_ value: Double) -> Double {
    switch kind {
    case .logarithmic:
      from + (to - from) * log(value / values.lowerBound) / log(values.upperBound / values.lowerBound)
    case .linear:
      from + (to - from) * (value - values.lowerBound) / (values.upperBound - values.lowerBound)
    }
  }

  /// The place of a value, on the nearest end where it lies beyond.
  func clamped(_ value: Double) -> Double {
    place(min(max(value, values.lowerBound), values.upperBound))
  }

  private static let indexCandidates = [
    0.1, 0.15, 0.2, 0.25, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1, 1.1, 1.25, 1.5, 1.75, 2, 2.5, 3, 4, 5, 6, 8, 10,
  ]

  /// Ticks of an index: from a table of round values those that stand far enough apart, 1 always among them.
  func indexTicks(spacing: Double) -> [(value: Double, label: String)] {
    var chosen = [1.0]
    for value in Self.indexCandidates where value > 1 && values.contains(value) {
      if abs(place(chosen[chosen.count - 1]) - place(value)) >= spacing { chosen.append(value) }
    }
    var lowest = 1.0
    for value in Self.indexCandidates.reversed() where value < 1 && values.contains(value) {
      if abs(place(value) - place(lowest)) >= spacing {
        chosen.append(value)
        lowest = value
      }
    }
    return chosen.sorted().map { ($0, Self.indexLabel($0)) }
  }

  /// Ticks at 1, 2 or 5 times a power of ten, as many as stand at least `spacing` apart.
  func roundTicks(spacing: Double) -> [(value: Double, label: String)] {
    let length = values.upperBound - values.lowerBound
    let wanted = length * spacing / abs(to - from)
    let power = pow(10, log10(wanted).rounded(.down))
    let step = [1.0, 2, 5, 10].map { $0 * power }.first { $0 >= wanted } ?? wanted
    let decimals = min(6, max(0, Int(-log10(step).rounded(.down))))
    let first = (values.lowerBound / step).rounded(.up)
    let last = (values.upperBound / step).rounded(.down)
    guard first <= last else { return [] }
    return stride(from: first, through: last, by: 1).map { count in
      (count * step, NumberFormats.grouped(NumberFormats.fixed(count * step, decimals: decimals)))
    }
  }

  private static func indexLabel(_ value: Double) -> String {
    var label = NumberFormats.fixed(value, decimals: 2)
    if label.hasSuffix("0") { label.removeLast() }
    return label
  }
}
