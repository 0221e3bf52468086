import Foundation
import Testing

/// One estimator held to stored numbers: what is compared, and how far apart the two may lie.
///
/// The checks of all topics together are ``OracleTable``; each is a test of its own, and the table of what they found
/// is `Documentation/Reference/oracles.md`.
struct OracleCheck: Sendable, CustomTestStringConvertible {
  /// How a difference is measured.
  enum Measure: String, Sendable {
    /// |got − stored| / |stored|; a stored zero must be met to the tolerance as it is.
    case relative
    /// |got − stored|.
    case absolute
  }

  /// A figure of ours beside the stored one.
  typealias Pair = (got: Double, stored: Double)

  /// The estimator's name in code: `Overdispersion.pauleMandel`.
  let estimator: String
  /// The stored file, and the part of it: `empirical_bayes.json, dat.bcg`.
  let oracle: String
  /// What is compared, in a few words: `φ, τ²`.
  let figures: String
  /// The largest difference allowed; beside it in the source stands why.
  let tolerance: Double
  /// How it is measured.
  var measure = Measure.relative
  /// Computes ours and reads theirs.
  let pairs: @Sendable () throws -> [Pair]

  var testDescription: String { "\(estimator) on \(oracle): \(figures)" }

  /// The largest difference, and how many figures were compared.
  func largestDifference() throws -> (difference: Double, count: Int) {
    let found = try pairs()
    var largest = 0.0
    for pair in found {
      var difference = abs(pair.got - pair.stored)
      if measure == .relative, pair.stored != 0 { difference /= abs(pair.stored) }
      // Not a number compares false with everything; it must not pass for agreement.
      largest = difference.isNaN ? .infinity : max(largest, difference)
    }
    return (largest, found.count)
  }
}
