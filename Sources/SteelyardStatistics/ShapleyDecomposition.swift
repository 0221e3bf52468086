public import SteelyardNumerics

/// What each value of a row adds to the row's squared Mahalanobis distance.
///
/// The contributions are the Shapley values of the game whose worth of a set of cells is the squared distance of the row
/// in which all other cells are replaced by the centre. That average over p! orders has the closed form
/// φ = (x − μ) ∘ Σ⁻¹(x − μ). They add up to the distance. One may be negative: that value makes the others less
/// surprising.
///
/// ```swift
/// let parts = ShapleyDecomposition.about(centre: centre, covariance: covariance, of: row)
/// parts?.contributions  // adds up to parts?.squaredDistance
/// ```
///
/// Edge cases: every function gives `nil` where the covariance is not positive definite.
///
/// See M. Mayrhofer and P. Filzmoser, "Multivariate outlier explanations using Shapley values and Mahalanobis distances",
/// Econometrics and Statistics (2023). Checked against `shapley_mahalanobis.json` and against all coalitions.
public struct ShapleyDecomposition: Equatable, Sendable {
  /// What each value adds, in the order of the columns.
  public let contributions: [Double]
  /// The point the row is compared with: the centre, or what the regular cells make one expect.
  public let reference: [Double]
  /// The squared distance of the row from ``reference``.
  public let squaredDistance: Double
  /// The squared distance of ``reference`` from the centre; zero where it is the centre.
  public let nonCentrality: Double

  /// Splits the distance of `row` from the centre.
  ///
  /// - Precondition: the row has a value, `centre` and `covariance` have its columns, and all are finite.
  public static func about(
    centre: [Double], covariance: SymmetricMatrix, of row: [Double]
  ) -> ShapleyDecomposition? {
    ShapleyGame(centre: centre, covariance: covariance, row: row).map { $0.decomposition(from: centre) }
  }

  /// Splits the distance of `row` from what its regular cells make one expect.
  ///
  /// The reference of cell j is the conditional mean of the value there, given the regular cells other than j. An outlying
  /// cell no longer drags the reference of the others.
  ///
  /// Edge cases: where every cell is outlying nothing is known, and the reference is the centre.
  ///
  /// - Precondition: as for ``about(centre:covariance:of:)``; `outlying` has a value for each column.
  public static func aboutRegularCells(
    centre: [Double], covariance: SymmetricMatrix, of row: [Double], outlying: [Bool]
  ) -> ShapleyDecomposition? {
    precondition(outlying.count == row.count, "every cell is outlying or not")
    guard let game = ShapleyGame(centre: centre, covariance: covariance, row: row) else { return nil }
    let reference = game.reference(outlying: row.indices.filter { outlying[$0] })
    return reference.map { game.decomposition(from: $0) }
  }

  /// Splits the squared distance over pairs of columns.
  ///
  /// Off the diagonal stand the interactions 2 (x − μ)ⱼ Ωⱼₖ (x − μ)ₖ with Ω = Σ⁻¹; on it 2 (x − μ)ⱼ² Ωⱼⱼ less the column's
  /// contribution φⱼ. Row j adds up to φⱼ, and all elements to the distance.
  ///
  /// - Precondition: as for ``about(centre:covariance:of:)``.
  public static func interactions(
    centre: [Double], covariance: SymmetricMatrix, of row: [Double]
  ) -> SymmetricMatrix? {
    guard let game = ShapleyGame(centre: centre, covariance: covariance, row: row) else { return nil }
    let contributions = game.contributions(of: row, from: centre)
    let order = row.count
    var elements = [Double](repeating: 0, count: order * order)
    for column in 0..<order {
      for other in column..<order {
        let product = 2 * (row[column] - centre[column]) * game.inverse[other, column] * (row[other] - centre[other])
        elements[other + column * order] = other == column ? product - contributions[column] : product
      }
    }
    return SymmetricMatrix(order: order, lowerElements: elements)
  }
}

/// A row, a centre and the inverse of a covariance: what all questions about the row's distance are put to.
struct ShapleyGame {
  let row: [Double]
  let centre: [Double]
  let inverse: SymmetricMatrix

  init?(centre: [Double], covariance: SymmetricMatrix, row: [Double]) {
    precondition(!row.isEmpty, "a row has a value")
    precondition(
      centre.count == row.count && covariance.order == row.count, "a centre and a covariance have the row's columns")
    precondition(row.allSatisfy(\.isFinite) && centre.allSatisfy(\.isFinite), "a row and a centre are finite")
    guard let factor = Cholesky(covariance) else { return nil }
    self.row = row
    self.centre = centre
    inverse = factor.inverse()
  }

  /// (x − r) ∘ Σ⁻¹(x − r).
  func contributions(of values: [Double], from reference: [Double]) -> [Double] {
    let difference = zip(values, reference).map { $0 - $1 }
    return zip(difference, inverse.matrix.times(difference)).map { $0 * $1 }
  }

  /// Infinite where the parts are beyond all numbers.
  func squaredDistance(of values: [Double], from reference: [Double]) -> Double {
    let sum = CompensatedSum.of(contributions(of: values, from: reference))
    // A distance of rounding may come out below zero.
    return sum.isNaN ? .infinity : max(0, sum)
  }

  /// Whether the row's distance from the centre is a number.
  var isFinite: Bool { squaredDistance(of: row, from: centre).isFinite }

  func decomposition(from reference: [Double]) -> ShapleyDecomposition {
    let contributions = contributions(of: row, from: reference)
    return ShapleyDecomposition(
      contributions: contributions, reference: reference,
      squaredDistance: max(0, CompensatedSum.of(contributions)),
      nonCentrality: squaredDistance(of: reference, from: centre))
  }

  /// What the cells outside `outlying` make one expect of each cell; `nil` where a part of Σ⁻¹ cannot be factored.
  ///
  /// For the cells s that are not given, E[xₛ | rest] = xₛ − (Ωₛₛ)⁻¹ Ωₛ. (x − μ).
  func reference(outlying: [Int]) -> [Double]? {
    guard outlying.count < row.count else { return centre }
    let pull = inverse.matrix.times(zip(row, centre).map { $0 - $1 })
    var result = row
    for cell in row.indices {
      let unknown = outlying.contains(cell) ? outlying : outlying + [cell]
      guard let place = unknown.firstIndex(of: cell), let factor = Cholesky(inverse.restricted(to: unknown)) else {
        return nil
      }
      result[cell] = row[cell] - factor.solve(unknown.map { pull[$0] })[place]
    }
    return result
  }
}
