internal import Glibc
public import SteelyardNumerics

/// How far rows lie from a centre, in units of a covariance, and how far is far.
///
/// For normal rows the squared distance follows χ² with as many degrees of freedom as there are columns.
/// Checked against `mcd_expected.json` and the cut-offs of `mcd_factors.csv`.
public enum MahalanobisDistances {
  /// The squared distances (x − centre)ᵀ covariance⁻¹ (x − centre) of the rows of `table`, in their order.
  ///
  /// Edge cases: `nil` where the covariance is not positive definite; no rows give no distances.
  ///
  /// - Precondition: `table` has a column, and `centre` and `covariance` have as many as it has; all are finite.
  public static func squared(_ table: Matrix, centre: [Double], covariance: SymmetricMatrix) -> [Double]? {
    precondition(table.columns >= 1, "a table has a column")
    precondition(
      centre.count == table.columns && covariance.order == table.columns,
      "a centre and a covariance have the table's columns")
    precondition(
      table.elements.allSatisfy(\.isFinite) && centre.allSatisfy(\.isFinite), "distances need finite values")
    return Cholesky(covariance)?.squaredDistances(of: PointTable(rowsOf: table), from: centre)
  }

  /// The squared distance that an ordinary row stays below with `probability`: the quantile of χ².
  ///
  /// - Precondition: `columns >= 1` and `0 < probability < 1`.
  public static func cutoff(columns: Int, probability: Double = 0.975) -> Double {
    precondition(columns >= 1, "a distance is over a column at least")
    return ChiSquaredDistribution.quantile(probability, degrees: Double(columns))
  }

  /// The squared distance beyond which 0.4/n^0.6 of ordinary rows lie: a cut-off that moves out as rows come in.
  ///
  /// With a fixed 2.5 % the number of ordinary rows flagged grows with n; here it grows as n^0.4, from 1.3 of 20 to
  /// 6.3 of 1,000. It is the cut-off of robustbase's adaptive weights; the idea of one that adapts is that of
  /// P. Filzmoser, R. G. Garrett and C. Reimann, Computers and Geosciences 31 (2005), whose own depends on the data too.
  ///
  /// - Precondition: `columns >= 1` and `rows >= 1`.
  public static func adaptiveCutoff(columns: Int, rows: Int) -> Double {
    precondition(columns >= 1 && rows >= 1, "a distance is of a row over a column at least")
    return ChiSquaredDistribution.quantile(upperTail: adaptiveTail(rows), degrees: Double(columns))
  }

  /// The squared distance from which the distances' own tail is heavier than that of χ².
  ///
  /// With G the distribution of χ² and Gₙ that of the `squared` distances, Gₙ of the i-th smallest being (i − ½)/n, α is
  /// the largest G − Gₙ at or beyond χ²_p,0.975. The cut-off is the (n − ⌈nα⌉)-th smallest distance, and not below
  /// χ²_p,0.975; rows that reach it are far.
  ///
  /// Edge cases: where α is not above what normal rows reach by chance, (0.24 − 0.003 p)/√n up to ten columns and
  /// (0.252 − 0.0018 p)/√n beyond, no row is far, and the cut-off is the next number above the largest distance.
  ///
  /// See Filzmoser, Garrett and Reimann (2005).
  ///
  /// - Precondition: `columns >= 1`; there is a distance, and all are finite and not negative.
  public static func empiricalCutoff(columns: Int, squared: [Double]) -> Double {
    precondition(columns >= 1 && !squared.isEmpty, "a distance is of a row over a column at least")
    precondition(squared.allSatisfy { $0.isFinite && $0 >= 0 }, "squared distances are finite and not negative")
    let sorted = squared.sorted()
    let (rows, p) = (Double(sorted.count), Double(columns))
    let start = cutoff(columns: columns)
    var largest = 0.0
    for (row, distance) in sorted.enumerated() where distance >= start {
      let difference = ChiSquaredDistribution.cumulative(distance, degrees: p) - (Double(row) + 0.5) / rows
      largest = max(largest, difference)
    }
    let chance = max(0, columns <= 10 ? 0.24 - 0.003 * p : 0.252 - 0.0018 * p) / rows.squareRoot()
    guard largest > chance else { return max(start, (sorted.last ?? 0).nextUp) }
    let place = sorted.count - Int((rows * largest).rounded(.up)) - 1
    return place >= 0 ? max(start, sorted[place]) : start
  }

  private static func adaptiveTail(_ rows: Int) -> Double { 0.4 / pow(Double(rows), 0.6) }
}
