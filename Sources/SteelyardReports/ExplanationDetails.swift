internal import Foundation
internal import SteelyardDomain
internal import SteelyardScoring

/// What an explanation says beside the ranking: the parts of the plain index, and what else is unlike the peers.
///
/// The figures are those of `waterfall.csv` and `profile.csv`, as they were printed.
public struct ExplanationDetails: Sendable {
  /// The institution's cells of `waterfall.csv`, by column.
  public var waterfall: [String: String]?
  /// Its cells of `profile.csv`.
  public var profile: [String: String]?
  /// Its rows of `interactions.csv`.
  public var interactions: [[String: String]]
  /// Its rows of `drill.csv`.
  public var drill: [[String: String]]
  /// Its cells of `year-on-year.csv`.
  public var year: [String: String]?

  /// Creates details; what is `nil` is not spoken of.
  public init(
    waterfall: [String: String]? = nil, profile: [String: String]? = nil, interactions: [[String: String]] = [],
    drill: [[String: String]] = [], year: [String: String]? = nil
  ) {
    self.waterfall = waterfall
    self.profile = profile
    self.interactions = interactions
    self.drill = drill
    self.year = year
  }

  /// How many patients are shown.
  static let patientsShown = 10
  /// How many features are shown.
  static let featuresShown = 6
}

/// The sections that details make.
struct DetailText {
  let details: ExplanationDetails
  let voice: Voice

  private typealias Words = Wording.Details

  var waterfall: String {
    guard let row = details.waterfall, let own = money(row["cost_per_head"]),
      let peers = money(row["peers_cost_per_head"])
    else { return "" }
    func rows(_ kinds: [Waterfall.Kind]) -> [[String]] {
      kinds.compactMap { kind -> [String]? in
        let name = kind.rawValue.replacing("-", with: "_")
        guard let effect = number(row["\(name)_effect"]), let yuan = number(row["\(name)_yuan"]) else { return nil }
        return [voice(Wording.waterfallPart(kind)), signed(voice.money(yuan), yuan), "× " + voice.ratio(exp(effect))]
      }
    }
    let ofItems: [Waterfall.Kind] = [.price, .quantity, .basket, .notItemised]
    let parts = rows(Waterfall.Kind.allCases.filter { !ofItems.contains($0) })
    let items = rows(ofItems)
    guard !parts.isEmpty else { return "" }
    let titles = [voice(Words.part), voice(Words.perHead), voice(Words.factor)]
    return voice(Wording.waterfallHeading) + "\n"
      + voice.paragraph(voice(Wording.waterfallReading(own: own, peers: peers)), indent: "  ")
      + voice.aligned([titles] + parts, numbers: [1, 2])
      + (items.isEmpty
        ? itemReason(row["item_outcome"])
        : voice.paragraph(voice(Words.itemSplit), indent: "  ") + voice.aligned(items, numbers: [1, 2]))
  }

  /// Why fee lines that were given split nothing.
  private func itemReason(_ outcome: String?) -> String {
    guard let outcome = outcome.flatMap(Waterfall.ItemOutcome.init), outcome != .notGiven, outcome != .split else {
      return ""
    }
    return voice.paragraph(voice(Words.itemsUnused(Wording.waterfallItems(outcome))), indent: "  ")
  }

  var profile: String {
    guard let row = details.profile else { return "" }
    let sections = [screen(row), distance(row)].filter { !$0.isEmpty }
    return sections.isEmpty ? "" : voice(Words.heading) + "\n" + sections.joined()
  }

  private func screen(_ row: [String: String]) -> String {
    let signals = Screen.Signal.allCases.compactMap { signal -> [String]? in
      guard let value = number(row["\(signal.rawValue)_log"]) else { return nil }
      return [
        voice(Wording.screenMeasure(signal)), "× " + voice.ratio(exp(value)),
        number(row["\(signal.rawValue)_z"]).map { voice.ratio($0) } ?? voice(Wording.noValue),
      ]
    }
    guard !signals.isEmpty else { return "" }
    let main = row["screen_signal"].flatMap(Screen.Signal.init)
    let sentence = main.map { signal in
      Words.screenMain(Wording.screenSignal(signal), score: voice.ratio(number(row["screen"]) ?? 0))
    }
    let titles = [voice(Words.signal), voice(Words.againstPeers), voice(Words.screenZ)]
    let otherwise = number(row["screen"]) == nil ? Words.screenNone : Words.screenNothing
    return voice.paragraph(voice(sentence ?? otherwise), indent: "  ")
      + voice.aligned([titles] + signals, numbers: [1, 2])
  }

  private func distance(_ row: [String: String]) -> String {
    guard let distance = number(row["distance"]), let cutoff = number(row["distance_cutoff"]) else {
      let outcome = row["profile_outcome"].flatMap(InstitutionProfile.Outcome.init) ?? .noFit
      return voice.paragraph(voice(Words.notJudged(Wording.profileOutcome(outcome))), indent: "  ")
    }
    let isUnlike = row["unlike_peers"] == "true"
    var text = voice.paragraph(
      voice(Words.distance(voice.ratio(distance), cutoff: voice.ratio(cutoff), isUnlike: isUnlike)), indent: "  ")
    let features = ProfileFeature.allCases.compactMap {
      feature -> (part: Double, feature: ProfileFeature, cells: [String])? in
      let name = "feature_\(feature.rawValue)"
      guard let part = number(row["\(name)_part"]), let value = number(row[name]), let z = number(row["\(name)_z"])
      else { return nil }
      let ordinary = number(row["\(name)_ordinary"]).map { shown($0, feature) } ?? ""
      return (
        part, feature,
        [voice(Wording.profileFeature(feature)), shown(value, feature), voice.ratio(z), voice.ratio(part), ordinary]
      )
    }
    let largest = features.enumerated().sorted { a, b in
      (-abs(a.element.part), a.offset) < (-abs(b.element.part), b.offset)
    }.prefix(ExplanationDetails.featuresShown).map(\.element)
    guard isUnlike, !largest.isEmpty else { return text }
    let names = (row["pair"] ?? "").split(separator: "+").compactMap { ProfileFeature(rawValue: String($0)) }
    if names.count == 2, let part = number(row["pair_part"]) {
      let words = names.map(Wording.profileFeature)
      text += voice.paragraph(
        voice(Words.pair(words[0], words[1], part: voice.ratio(part), isMore: part > 0)), indent: "  ")
    }
    let titles = [Words.feature, Words.value, Words.robust, Words.partOfDistance, Words.ordinary].map { voice($0) }
    text += voice.aligned([titles] + largest.map(\.cells), numbers: [1, 2, 3, 4])
    if largest.contains(where: { !($0.cells.last ?? "").isEmpty }) {
      text += voice.paragraph(voice(Words.counterfactual), indent: "  ")
    }
    return text + interactions(largest.map(\.feature))
  }

  /// The parts of pairs of features as a triangle, the features numbered.
  private func interactions(_ features: [ProfileFeature]) -> String {
    var parts: [[String]: Double] = [:]
    for row in details.interactions {
      if let one = row["feature"], let other = row["other_feature"], let part = number(row["part"]) {
        parts[[one, other].sorted()] = part
      }
    }
    if parts.isEmpty { return "" }
    let titles = [""] + features.indices.map { "\($0 + 1)" }
    let rows = features.enumerated().map { place, feature in
      let cells = features[0...place].map { other in
        parts[[feature.rawValue, other.rawValue].sorted()].map { voice.ratio($0) } ?? ""
      }
      return ["\(place + 1) " + voice(Wording.profileFeature(feature))] + cells
    }
    return voice.paragraph(voice(Words.interactions), indent: "  ")
      + voice.aligned([titles] + rows, numbers: Set(1...features.count))
  }

  /// A value as a reader takes it: logarithms as factors, shares as per cent.
  private func shown(_ value: Double, _ feature: ProfileFeature) -> String {
    if feature.isLogarithm { return "× " + voice.ratio(exp(value)) }
    return feature.isShare ? voice.percent(value) : voice.ratio(value)
  }

  func number(_ text: String?) -> Double? { text.flatMap(Double.init) }

  func money(_ text: String?) -> String? { number(text).map { voice.money($0) } }

  private func signed(_ text: String, _ value: Double) -> String { value > 0 ? "+" + text : text }
}
