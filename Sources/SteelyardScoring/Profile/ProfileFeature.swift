import Foundation

/// A feature of an institution in the multivariate score: what it is, and the scale it is judged on (methods §10).
///
/// Cost per head is no feature of its own: its logarithm is the sum of those of visits per head and cost per visit, and
/// a sum of features says nothing new.
public enum ProfileFeature: String, CaseIterable, Sendable {
  /// Visits per head against peers with the same patients: ln(observed/expected).
  case visits
  /// Cost per visit against peers with the same patients, on the log scale.
  case price
  /// Drug share against peers with the same diseases, difference of logits.
  case drugs
  /// Fund payment over total cost.
  case fundShare = "fund_share"
  /// Share of heads also seen at another institution.
  case elsewhere = "elsewhere_share"
  /// Share of visits on a day with a visit at another institution.
  case sameDay = "same_day_share"
  /// Share of rows that are refunds.
  case refunds = "refund_share"
  /// Share of visits on a Saturday or Sunday.
  case weekend = "weekend_share"
  /// Share of cost that the dearest tenth of heads makes.
  case topDecile = "top_decile_share"
  /// Distance of the amounts' first two digits from Benford's law, over that of as many amounts that follow it.
  case digits = "benford_ratio"
  /// Daily heads beyond what weekdays and dates explain: ln of the dispersion.
  case crowding
  /// Share of visits in card bursts.
  case bursts = "burst_share"
  /// Change of ln(index_adjusted) against the period before, where history is given.
  case change = "index_change"

  /// How a value becomes a number that scatters evenly.
  enum Scale {
    /// As it is: already a logarithm, a logit or a difference of such.
    case given
    /// ln.
    case logarithm
    /// ln(p/(1 − p)).
    case logit
  }

  var scale: Scale {
    switch self {
    case .visits, .price, .drugs, .crowding, .change: .given
    case .digits: .logarithm
    case .fundShare, .elsewhere, .sameDay, .refunds, .weekend, .topDecile, .bursts: .logit
    }
  }

  /// Whether the shown value is a logarithm or a logit difference, so that its exponential is a factor.
  public var isLogarithm: Bool { scale == .given }
  /// Whether the shown value is a share.
  public var isShare: Bool { scale == .logit }

  /// The value that is shown for a number on the judged scale: a share, a distance, or as it is.
  func shown(_ value: Double) -> Double {
    switch scale {
    case .given: value
    case .logarithm: exp(value)
    case .logit: 1 / (1 + exp(-value))
    }
  }
}
