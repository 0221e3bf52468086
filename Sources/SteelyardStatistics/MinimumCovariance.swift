public import SteelyardNumerics

/// Centre and covariance of the majority of the rows of a table, which wild rows cannot move: the MCD.
///
/// Of all subsets of h rows (h more than half, see ``MinimumCovarianceFactors/subsetSize(rows:columns:alpha:)``) it
/// takes the one whose covariance has the smallest determinant. Its mean and its covariance, made consistent, are the
/// *raw* estimate. Rows whose raw squared distance is below χ²ₚ,₀.₉₇₅ keep weight 1, the others 0; mean and covariance
/// of the kept rows, made consistent again, are the *reweighted* estimate, by which a row is judged.
///
/// ```swift
/// let fit = MinimumCovariance.fit(features, seed: 20_250_701, threads: 2)
/// if let solution = fit.solution { solution.distances }  // squared; χ² with p degrees for ordinary rows
/// ```
///
/// The subset is searched for (method `mcd.rew.c975`): random and six deterministic starts, concentration steps,
/// exchanges of single rows; for one column it is exact. The result does not depend on the order of the rows or the
/// number of threads, to the last bit. Adding a constant, changing units and mixing columns change it as they should,
/// as far as the search ends in the same subset.
///
/// See P. J. Rousseeuw and K. Van Driessen, Technometrics 41 (1999); Hubert, Rousseeuw and Verdonck, Journal of
/// Computational and Graphical Statistics 21 (2012); Pison, Van Aelst and Willems, Metrika 55 (2002). Checked against
/// `mcd_expected.json` (five data sets, two shares, both conventions) and `mcd_simulated.json`.
public struct MinimumCovariance: Sendable {
  /// How a fit ended: a mathematical outcome, not an error.
  public enum Status: Equatable, Sendable {
    /// There is a ``MinimumCovariance/solution``.
    case fitted
    /// At least h rows lie on one hyperplane, normal · x = offset, so the smallest determinant is zero.
    ///
    /// `normal` has length one and refers to the columns in use; `count` rows lie on the plane.
    case exactFit(normal: [Double], offset: Double, count: Int)
    /// At least h rows hold the same value in each of the columns at these positions.
    case noSpread(columns: [Int])
    /// The rows differ so much in size, by more than a million times the columns' scales, that no subset of h rows
    /// was found whose covariance can be inverted in doubles.
    case illConditioned
    /// There are too few rows for so many columns: less than 2p or p + 2, or so few that no correction is known or
    /// the kept rows have no covariance.
    case tooFewRows
  }

  /// The estimator, with its constants.
  public static let method = "mcd.rew.c975"
  /// A row keeps its weight below this quantile of χ² with p degrees of freedom.
  public static let keptProbability = 0.975

  /// How it ended.
  public let status: Status
  /// The positions of the columns in use, ascending.
  public let columns: [Int]
  /// The positions of the columns that follow from earlier ones over all rows and were left out, ascending.
  public let droppedColumns: [Int]
  /// How many rows the subset has, h; also where there is no solution.
  public let subsetSize: Int
  /// The estimates; `nil` unless ``status`` is `fitted`.
  public let solution: Solution?

  /// Fits the rows of `table`.
  ///
  /// Edge cases: every degenerate table has a ``Status``. A column that is a linear combination of earlier ones over
  /// all rows is left out and named in ``droppedColumns``; the fit goes on with the rest. One column is fitted exactly.
  ///
  /// - Precondition: the table has a column, every value lies within ±1e100, `0.5 <= alpha <= 1`, and
  ///   `randomStarts` and `threads` are at least 1.
  ///
  /// - Parameters:
  ///   - table: the rows to be judged, a column each for what is known of them.
  ///   - alpha: the share of the rows covered, about; 0.5 stands the most contamination.
  ///   - convention: which consistency factor the reweighted covariance takes.
  ///   - randomStarts: how many random starts, beside the six deterministic ones.
  ///   - seed: the family of random streams.
  ///   - threads: how many workers share the starts; no part of the result.
  public static func fit(
    _ table: Matrix, alpha: Double = 0.5, convention: ConsistencyConvention = .current, randomStarts: Int = 500,
    seed: UInt64, threads: Int
  ) -> MinimumCovariance {
    precondition(table.columns >= 1, "a table to be fitted has a column")
    precondition(table.elements.allSatisfy { abs($0) <= 1e100 }, "a value lies within ±1e100")
    precondition(randomStarts >= 1 && threads >= 1, "a search needs a start and a thread")
    precondition(alpha >= 0.5 && alpha <= 1, "the share covered lies in 0.5 ... 1")
    let (n, p) = (table.rows, table.columns)
    let all = Array(0..<p)
    guard n >= max(2 * p, p + 2) else {
      let size = n == 0 ? 0 : MinimumCovarianceFactors.subsetSize(rows: n, columns: p, alpha: alpha)
      return MinimumCovariance(status: .tooFewRows, columns: all, droppedColumns: [], subsetSize: size, solution: nil)
    }
    let whole = StandardRows(table)
    let size = MinimumCovarianceFactors.subsetSize(rows: n, columns: p, alpha: alpha)
    let constant = whole.columnsWithoutSpread(rows: size)
    guard constant.isEmpty else {
      return MinimumCovariance(
        status: .noSpread(columns: constant), columns: all, droppedColumns: [], subsetSize: size, solution: nil)
    }
    // Squares and distances of such rows are beyond all numbers.
    guard whole.standard.coordinates.allSatisfy({ abs($0) <= 1e140 }) else {
      return MinimumCovariance(
        status: .illConditioned, columns: all, droppedColumns: [], subsetSize: size, solution: nil)
    }
    let rows = whole.withoutCollinearColumns()
    let fit = MinimumCovarianceFit(rows: rows, alpha: alpha, convention: convention)
    let search = CompactSearch(
      points: rows.standard, size: fit.size, starts: randomStarts, seed: seed, threads: threads)
    let (status, solution) = fit.outcome(of: search)
    return MinimumCovariance(
      status: status, columns: rows.columns, droppedColumns: all.filter { !rows.columns.contains($0) },
      subsetSize: fit.size, solution: solution)
  }
}

extension MinimumCovariance {
  /// A centre and a covariance, of the columns in use.
  public struct Estimate: Equatable, Sendable {
    /// The centre, a value for each column.
    public let centre: [Double]
    /// The covariance, factors included.
    public let covariance: SymmetricMatrix
    /// What makes the covariance consistent for normal rows.
    public let consistencyFactor: Double
    /// What removes its bias for few rows.
    public let smallSampleFactor: Double
  }

  /// What a fit found; rows are positions in the table, counted from zero.
  public struct Solution: Equatable, Sendable {
    /// The rows of the subset, ascending.
    public let subset: [Int]
    /// The logarithm of the determinant of the covariance of the subset: divisor h − 1, before any factor.
    public let subsetLogDeterminant: Double
    /// The estimate from the subset.
    public let raw: Estimate
    /// The estimate from the rows that kept their weight.
    public let reweighted: Estimate
    /// Whether a row kept its weight: whether its squared distance by ``raw`` is below ``cutoff``.
    public let weights: [Bool]
    /// The squared distance of each row by ``raw``.
    public let rawDistances: [Double]
    /// The squared distance of each row by ``reweighted``.
    public let distances: [Double]
    /// χ²ₚ,₀.₉₇₅.
    public let cutoff: Double

    /// Whether a row lies outside: whether its squared distance by ``reweighted`` reaches ``cutoff``.
    public var isOutlier: [Bool] { distances.map { $0 >= cutoff } }
  }
}
