public import SteelyardNumerics

/// The row as it would have to be in order to be ordinary, changed in as few cells as the search finds.
///
/// Cells with the largest contribution join the set of outlying cells one after another; the cells of the set move in
/// steps, each a share of what is left, until the row is ordinary. Two ways: ``scd(centre:covariance:of:)`` moves towards
/// the centre, ``moe(centre:covariance:of:)`` towards what the regular cells make one expect.
///
/// It explains a distance and is no advice: a row is ordinary at many other points too.
///
/// See Mayrhofer and Filzmoser (2023), algorithms SCD and MOE. Checked against `shapley_mahalanobis.json`.
public struct ShapleyCounterfactual: Equatable, Sendable {
  /// How the search ended.
  public enum Status: String, Sendable {
    /// The row was ordinary from the start; nothing is changed.
    case alreadyOrdinary
    /// The changed row is ordinary.
    case madeOrdinary
    /// The steps ran out, or led where no quantile is known; the numbers are the last ones.
    case notReached
  }

  /// How the search ended.
  public let status: Status
  /// The row with the outlying cells changed; the other cells are as they were.
  public let values: [Double]
  /// The cells that joined the set, in the order in which they did.
  public let outlyingCells: [Int]
  /// The original row's distance, split, from the point that the last step moved towards.
  public let decomposition: ShapleyDecomposition

  /// A cell moves by this share of what is left.
  public static let step = 0.1
  /// A row is ordinary up to this quantile of χ², central or not.
  public static let ordinaryProbability = 0.99
  /// Cells whose contributions differ by less than this from the largest join together.
  private static let tieWidth = 1e-5
  /// As many rounds as the reference implementation makes.
  private static let roundsMaximum = 1000
  /// After so many steps of the set, a cell may join it anew.
  private static let stepsOfRound = 11

  /// Moves the outlying cells towards the centre until the squared distance is at most `limit`, χ²ₚ,₀.₉₉ where none is
  /// given (SCD).
  ///
  /// Edge cases: `nil` where the covariance is not positive definite, or the row so far out that its distance is no
  /// number.
  ///
  /// - Precondition: the row has a value, `centre` and `covariance` have its columns, and all are finite.
  public static func scd(
    centre: [Double], covariance: SymmetricMatrix, of row: [Double], limit: Double? = nil
  ) -> ShapleyCounterfactual? {
    guard let game = ShapleyGame(centre: centre, covariance: covariance, row: row), game.isFinite else { return nil }
    let limit = limit ?? ChiSquaredDistribution.quantile(ordinaryProbability, degrees: Double(row.count))
    var path = Path(game)
    var rounds = 0
    while game.squaredDistance(of: path.values, from: centre) > limit && rounds < roundsMaximum {
      path.join()
      path.move()
      rounds += 1
    }
    let reached = game.squaredDistance(of: path.values, from: centre) <= limit
    return ShapleyCounterfactual(
      status: rounds == 0 ? .alreadyOrdinary : reached ? .madeOrdinary : .notReached,
      values: path.values, outlyingCells: path.outlying, decomposition: game.decomposition(from: centre))
  }

  /// Moves the outlying cells towards what the regular ones make one expect, and puts them there in the end (MOE).
  ///
  /// The reference of a cell is its mean given the regular cells, see
  /// ``ShapleyDecomposition/aboutRegularCells(centre:covariance:of:outlying:)``. The row is ordinary when its squared
  /// distance from the reference is at most the 0.99 quantile of the non-central χ² whose parameter is the squared
  /// distance of the reference from the centre. So the changed row need not lie near the centre: whoever judges by a
  /// cutoff of the distance from there has to hold it against that.
  ///
  /// Edge cases: `nil` where the covariance is not positive definite, or the row so far out that its distance is no
  /// number; ``Status/notReached`` where a reference on the way is farther from the centre than
  /// ``NoncentralChiSquaredDistribution/shiftMaximum`` allows.
  ///
  /// - Precondition: as for ``scd(centre:covariance:of:)``.
  public static func moe(centre: [Double], covariance: SymmetricMatrix, of row: [Double]) -> ShapleyCounterfactual? {
    guard let game = ShapleyGame(centre: centre, covariance: covariance, row: row), game.isFinite else { return nil }
    let degrees = Double(row.count)
    let first = game.decomposition(from: centre)
    let limit = ChiSquaredDistribution.quantile(ordinaryProbability, degrees: degrees)
    guard first.squaredDistance > limit else {
      return ShapleyCounterfactual(status: .alreadyOrdinary, values: row, outlyingCells: [], decomposition: first)
    }
    var path = Path(game)
    var reached = false
    var rounds = 0
    while !reached && rounds < roundsMaximum {
      guard path.joinUntilSettled() else { return nil }
      path.move()
      let nonCentrality = game.squaredDistance(of: path.reference, from: centre)
      if nonCentrality > NoncentralChiSquaredDistribution.shiftMaximum { break }
      let limit = NoncentralChiSquaredDistribution.quantile(
        ordinaryProbability, degrees: degrees, shift: nonCentrality)
      reached = game.squaredDistance(of: path.values, from: path.reference) <= limit
      rounds += 1
    }
    var values = path.values
    for cell in path.outlying { values[cell] = path.reference[cell] }
    return ShapleyCounterfactual(
      status: reached ? .madeOrdinary : .notReached, values: values, outlyingCells: path.outlying,
      decomposition: game.decomposition(from: path.reference))
  }

  /// The row on its way, and the cells that have joined.
  private struct Path {
    private let game: ShapleyGame
    private(set) var values: [Double]
    private(set) var reference: [Double]
    private(set) var outlying: [Int] = []

    init(_ game: ShapleyGame) {
      self.game = game
      values = game.row
      reference = game.centre
    }

    /// The cells with the largest contribution join.
    mutating func join() {
      let contributions = game.contributions(of: values, from: reference)
      let largest = contributions.reduce(-Double.infinity, max)
      for cell in values.indices where abs(contributions[cell] - largest) < tieWidth && !outlying.contains(cell) {
        outlying.append(cell)
      }
    }

    /// Cells join and the reference is renewed, in turns, until no further cell does; `false` without a reference.
    mutating func joinUntilSettled() -> Bool {
      for _ in 0...values.count {
        let before = outlying.count
        guard let renewed = game.reference(outlying: outlying) else { return false }
        reference = renewed
        join()
        if outlying.count == before && before > 0 { break }
      }
      return true
    }

    /// The set moves as long as its largest contribution, with a bonus for its size, exceeds that of the other cells.
    mutating func move() {
      guard outlying.count < values.count else {
        values = game.centre
        return
      }
      let bonus = 1 + Double(outlying.count) / Double(values.count)
      for _ in 0..<stepsOfRound {
        let contributions = game.contributions(of: values, from: reference)
        var (inside, outside) = (0.0, 0.0)
        for cell in values.indices {
          if outlying.contains(cell) {
            inside = max(inside, contributions[cell])
          } else {
            outside = max(outside, contributions[cell])
          }
        }
        guard inside * bonus > outside else { return }
        for cell in outlying { values[cell] -= (values[cell] - reference[cell]) * step }
      }
    }
  }
}
