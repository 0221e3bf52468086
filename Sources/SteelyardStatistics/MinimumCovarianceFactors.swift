internal import Glibc
internal import SteelyardNumerics

/// Which factor makes the reweighted covariance consistent for normal data.
public enum ConsistencyConvention: String, CaseIterable, Sendable {
  /// 0.975/P(χ²ₚ₊₂ ≤ χ²ₚ,₀.₉₇₅), whatever share of the rows was kept: robustbase from 0.99 on.
  case current
  /// The same expression with the share of rows that kept their weight in place of 0.975: robustbase before 0.99.
  case keptShare = "kept-share"
}

/// The numbers by which a covariance of the most compact rows is multiplied, and how many rows that is.
///
/// Checked against every row of `mcd_factors.csv`.
public enum MinimumCovarianceFactors {
  /// How many of `rows` rows are covered: ⌊2m − n + 2(n − m)α⌋ with m = ⌊(n + p + 1)/2⌋.
  ///
  /// α = 0.5 covers the fewest, m, and stands the most contamination; α = 1 covers all.
  ///
  /// - Precondition: `rows >= 1`, `columns >= 1` and `0.5 <= alpha <= 1`.
  public static func subsetSize(rows: Int, columns: Int, alpha: Double) -> Int {
    precondition(rows >= 1 && columns >= 1, "a table has a row and a column")
    precondition(alpha >= 0.5 && alpha <= 1, "the share covered lies in 0.5 ... 1")
    let fewest = (rows + columns + 1) / 2
    return Int((Double(2 * fewest - rows) + 2 * Double(rows - fewest) * alpha).rounded(.down))
  }

  /// What makes the covariance of the most compact `share` of normal rows consistent: share/P(χ²ₚ₊₂ ≤ χ²ₚ,share).
  ///
  /// Edge cases: 1 where `share` is 1. See Croux and Haesbroeck (1999).
  ///
  /// - Precondition: `columns >= 1` and `0 < share <= 1`.
  public static func consistency(columns: Int, share: Double) -> Double {
    precondition(columns >= 1 && share > 0 && share <= 1, "a share lies above 0 and reaches 1")
    guard share < 1 else { return 1 }
    let degrees = Double(columns)
    let quantile = ChiSquaredDistribution.quantile(share, degrees: degrees)
    return share / ChiSquaredDistribution.cumulative(quantile, degrees: degrees + 2)
  }

  /// What removes the bias of the covariance of the subset for few rows.
  ///
  /// Curves 1/(1 − e^a/n^b) fitted to simulations at α = 0.5 and 0.875, linear in α between them and to 1 at α = 1;
  /// at α = 0.5 and the fewest rows the simulated values themselves, as in robustbase.
  ///
  /// Edge cases: `nil` where the rows are so few that the fitted curve has no positive value there.
  ///
  /// See G. Pison, S. Van Aelst and G. Willems, "Small sample corrections for LTS and MCD", Metrika 55 (2002).
  ///
  /// - Precondition: `rows >= 1`, `columns >= 1` and `0.5 <= alpha <= 1`.
  public static func rawSmallSample(rows: Int, columns: Int, alpha: Double) -> Double? {
    factor(rows, columns, alpha, raw, simulated: \.raw)
  }

  /// What removes the bias of the reweighted covariance for few rows: as ``rawSmallSample(rows:columns:alpha:)``.
  ///
  /// Edge cases: `nil` where the fitted curve has no positive value.
  ///
  /// - Precondition: `rows >= 1`, `columns >= 1` and `0.5 <= alpha <= 1`.
  public static func reweightedSmallSample(rows: Int, columns: Int, alpha: Double) -> Double? {
    factor(rows, columns, alpha, reweighted, simulated: \.reweighted)
  }

  /// The constants of one correction: three columns and more, two columns, one column.
  private struct Constants: Sendable {
    /// Two curves in p, for n = 2p² and n = 3p²: −c/p^d.
    typealias Curves = (twice: (c: Double, d: Double), thrice: (c: Double, d: Double))
    /// One curve in n: 1 − e^a/n^b.
    typealias Curve = (a: Double, b: Double)

    let many: (half: Curves, most: Curves)
    let two: (half: Curve, most: Curve)
    let one: (half: Curve, most: Curve)

    /// a and b of the two curves, at α = 0.5 and 0.875, for `columns`.
    func curves(_ columns: Int) -> (half: Curve, most: Curve) {
      switch columns {
      case 1: one
      case 2: two
      default: (Self.solved(many.half, Double(columns)), Self.solved(many.most, Double(columns)))
      }
    }

    /// a − b ln(q p²) = ln(c/p^d) for q = 2 and q = 3: two equations, two unknowns.
    private static func solved(_ curves: Curves, _ p: Double) -> Curve {
      let twice = log(curves.twice.c) - curves.twice.d * log(p)
      let thrice = log(curves.thrice.c) - curves.thrice.d * log(p)
      let b = (twice - thrice) / (log(3 * p * p) - log(2 * p * p))
      return (twice + b * log(2 * p * p), b)
    }
  }

  private static func factor(
    _ rows: Int, _ columns: Int, _ alpha: Double, _ constants: Constants, simulated: KeyPath<SmallSamples.Pair, Double>
  ) -> Double? {
    precondition(rows >= 1 && columns >= 1, "a table has a row and a column")
    precondition(alpha >= 0.5 && alpha <= 1, "the share covered lies in 0.5 ... 1")
    let curves = constants.curves(columns)
    let n = Double(rows)
    var half = 1 - exp(curves.half.a) / pow(n, curves.half.b)
    let most = 1 - exp(curves.most.a) / pow(n, curves.most.b)
    if alpha == 0.5, let pair = SmallSamples.at(rows: rows, columns: columns) { half = 1 / pair[keyPath: simulated] }
    let reciprocal =
      alpha <= 0.875 ? half + (most - half) / 0.375 * (alpha - 0.5) : most + (1 - most) / 0.125 * (alpha - 0.875)
    return reciprocal > 0 ? 1 / reciprocal : nil
  }

  private static let raw = Constants(
    many: (
      half: ((1.42764571687802, 1.26263336932151), (1.06141115981725, 1.28907991440387)),
      most: ((0.455179464070565, 1.11192541278794), (0.294241208320834, 1.09649329149811))
    ),
    two: ((0.673292623522027, 0.691365864961895), (0.446537815635445, 1.06690782995919)),
    one: ((0.262024211897096, 0.604756680630497), (-0.351584646688712, 1.01646567502486)))

  private static let reweighted = Constants(
    many: (
      half: ((1.02842572724793, 1.67659883081926), (0.26800273450853, 1.35968562893582)),
      most: ((0.544482443573914, 1.25994483222292), (0.343791072183285, 1.25159004257133))
    ),
    two: ((3.11101712909049, 1.91401056721863), (0.79473550581058, 1.10081930350091)),
    one: ((1.11098143415027, 1.5182890270453), (-0.66046776772861, 0.88939595831888)))
}

/// The simulated corrections at α = 0.5 for 2 to 9 columns and the fewest rows, from 2p on, where the curves fail.
///
/// The values are those of robustbase 0.95 (`MCDcnp2`), to six digits.
enum SmallSamples {
  typealias Pair = (raw: Double, reweighted: Double)

  static func at(rows: Int, columns: Int) -> Pair? {
    guard let pairs = byColumns[columns], rows >= 2 * columns, rows - 2 * columns < pairs.count else { return nil }
    return pairs[rows - 2 * columns]
  }

  private static let byColumns: [Int: [Pair]] = [
    2: [(3.15342, 2.216302), (1.799889, 1.418526), (2.258497, 1.635601)],
    3: [
      (2.12777, 1.73511), (2.718898, 2.06681), (1.993509, 1.545905), (2.220433, 1.659655), (1.820585, 1.456835),
    ],
    4: [
      (2.950549, 2.388892), (2.145387, 1.847626), (2.382224, 1.96998), (1.927077, 1.630723), (2.032489, 1.701272),
      (1.8371, 1.521008),
    ],
    5: [
      (2.229573, 1.968153), (2.494447, 2.168931), (2.016117, 1.784373), (2.190061, 1.894409), (1.877996, 1.667912),
      (1.978964, 1.693007), (1.767284, 1.545176),
    ],
    6: [
      (2.580264, 2.275891), (2.109121, 1.866587), (2.240741, 2.014249), (1.944719, 1.750567), (2.043397, 1.829363),
      (1.821808, 1.650019), (1.89725, 1.689043),
    ],
    7: [
      (2.165233, 1.95771), (2.320281, 2.074066), (2.007836, 1.847385), (2.086471, 1.905408), (1.884052, 1.71393),
      (1.950563, 1.768425), (1.76926, 1.63908),
    ],
    8: [
      (2.340443, 2.164121), (2.048262, 1.871024), (2.161097, 1.979485), (1.926082, 1.782417), (1.995422, 1.84489),
    ],
    9: [(2.093386, 1.938822), (2.185793, 2.050409), (1.948989, 1.834863)],
  ]
}
