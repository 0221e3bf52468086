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
    func rows(_ parts: [WaterfallLine]) -> [[String]] {
      parts.map { [voice(Wording.waterfallPart($0.kind)), signed(voice.money($0.yuan), $0.yuan), factor($0)] }
    }
    let parts = rows(waterfallLines(ofItems: false))
    let items = rows(waterfallLines(ofItems: true))
    guard !parts.isEmpty else { return "" }
    let titles = [voice(Words.part), voice(Words.perHead), voice(Words.factor)]
    return voice(Wording.waterfallHeading) + "\n"
      + voice.paragraph(voice(Wording.waterfallReading(own: own, peers: peers)), indent: "  ")
      + voice.aligned([titles] + parts, numbers: [1, 2])
      + (items.isEmpty
        ? itemReason(row["item_outcome"])
        : voice.paragraph(voice(Words.itemSplit), indent: "  ") + voice.aligned(items, numbers: [1, 2]))
  }

  /// A part of the plain index.
  struct WaterfallLine {
    let kind: Waterfall.Kind
    let effect, yuan: Double
  }

  /// The parts that add up, or those that the fee lines divide the cost parts into.
  func waterfallLines(ofItems: Bool) -> [WaterfallLine] {
    let items: [Waterfall.Kind] = [.price, .quantity, .basket, .notItemised]
    return Waterfall.Kind.allCases.filter { items.contains($0) == ofItems }.compactMap { kind in
      let name = kind.rawValue.replacing("-", with: "_")
      guard let effect = number(details.waterfall?["\(name)_effect"]),
        let yuan = number(details.waterfall?["\(name)_yuan"])
      else { return nil }
      return WaterfallLine(kind: kind, effect: effect, yuan: yuan)
    }
  }

  /// The factor of a part on the index.
  func factor(_ line: WaterfallLine) -> String { "× " + voice.ratio(exp(line.effect)) }

  /// Why fee lines that were given split nothing.
  func itemReason(_ outcome: String?) -> String {
    guard let outcome = outcome.flatMap(Waterfall.ItemOutcome.init), outcome != .notGiven, outcome != .split else {
      return ""
    }
    return voice.paragraph(voice(Words.itemsUnused(Wording.waterfallItems(outcome))), indent: "  ")
  }

  var profile: String {
    guard let row = details.profile else { return "" }
    let digits = digitSentence(row).map { voice.paragraph(voice($0), indent: "  ") } ?? ""
    let sections = [screen(row), distance(row), digits].filter { !$0.isEmpty }
    return sections.isEmpty ? "" : voice(Words.heading) + "\n" + sections.joined()
  }

  private func screen(_ row: [String: String]) -> String {
    let signals = signalCells(row)
    guard !signals.isEmpty else { return "" }
    return voice.paragraph(voice(screenSentence(row)), indent: "  ")
      + voice.aligned([Words.signalTitles.map { voice($0) }] + signals, numbers: [1, 2])
  }

  /// The signals of the screen: name, factor, z.
  func signalCells(_ row: [String: String]) -> [[String]] {
    Screen.Signal.allCases.compactMap { signal -> [String]? in
      guard let value = number(row["\(signal.rawValue)_log"]) else { return nil }
      return [
        voice(Wording.screenMeasure(signal)), "× " + voice.ratio(exp(value)),
        number(row["\(signal.rawValue)_z"]).map { voice.ratio($0) } ?? voice(Wording.noValue),
      ]
    }
  }

  /// What the screen says.
  func screenSentence(_ row: [String: String]) -> LocalizedText {
    let main = row["screen_signal"].flatMap(Screen.Signal.init)
    let sentence = main.map { signal in
      Words.screenMain(Wording.screenSignal(signal), score: voice.ratio(number(row["screen"]) ?? 0))
    }
    return sentence ?? (number(row["screen"]) == nil ? Words.screenNone : Words.screenNothing)
  }

  /// A feature and what it adds to the distance.
  struct FeatureLine {
    let feature: ProfileFeature
    let part: Double
    /// Name, value, robust z, part, and the value that would be ordinary.
    let cells: [String]
  }

  /// The features of the distance, the largest part first.
  func featureLines(_ row: [String: String]) -> [FeatureLine] {
    let lines = ProfileFeature.allCases.compactMap { feature -> FeatureLine? in
      let name = "feature_\(feature.rawValue)"
      guard let part = number(row["\(name)_part"]), let value = number(row[name]), let z = number(row["\(name)_z"])
      else { return nil }
      let ordinary = number(row["\(name)_ordinary"]).map { shown($0, feature) } ?? ""
      let cells = [
        voice(Wording.profileFeature(feature)), shown(value, feature), voice.ratio(z), voice.ratio(part), ordinary,
      ]
      return FeatureLine(feature: feature, part: part, cells: cells)
    }
    return lines.enumerated().sorted { a, b in
      (-abs(a.element.part), a.offset) < (-abs(b.element.part), b.offset)
    }.map(\.element)
  }

  /// What the distance says; whether the institution is unlike its peers.
  func distanceSentence(_ row: [String: String]) -> (text: LocalizedText, isUnlike: Bool) {
    guard let distance = number(row["distance"]), let cutoff = number(row["distance_cutoff"]) else {
      let outcome = row["profile_outcome"].flatMap(InstitutionProfile.Outcome.init) ?? .noFit
      return (Words.notJudged(Wording.profileOutcome(outcome)), false)
    }
    let isUnlike = row["unlike_peers"] == "true"
    return (Words.distance(voice.ratio(distance), cutoff: voice.ratio(cutoff), isUnlike: isUnlike), isUnlike)
  }

  /// The two features that matter most together.
  func pairSentence(_ row: [String: String]) -> LocalizedText? {
    let names = (row["pair"] ?? "").split(separator: "+").compactMap { ProfileFeature(rawValue: String($0)) }
    guard names.count == 2, let part = number(row["pair_part"]) else { return nil }
    let words = names.map(Wording.profileFeature)
    return Words.pair(words[0], words[1], part: voice.ratio(part), isMore: part > 0)
  }

  /// How far the first digits of its amounts are from Benford's law; `nil` where there are no amounts.
  func digitSentence(_ row: [String: String]) -> LocalizedText? {
    guard let amounts = number(row["digits_amounts"]), amounts > 0, let mad = number(row["digits_mad"]),
      let byChance = number(row["digits_mad_by_chance"]), let name = row["digits_conformity"]
    else { return nil }
    return Words.digits(
      voice.count(Int64(amounts)), mad: NumberFormats.fixed(mad, decimals: 4),
      byChance: NumberFormats.fixed(byChance, decimals: 4), class: Wording.conformity(name))
  }

  private func distance(_ row: [String: String]) -> String {
    let (sentence, isUnlike) = distanceSentence(row)
    var text = voice.paragraph(voice(sentence), indent: "  ")
    // Whatever would have to differ is shown, however small its part.
    let largest = featureLines(row).enumerated().filter { position, line in
      position < ExplanationDetails.featuresShown || !(line.cells.last ?? "").isEmpty
    }.map(\.element)
    guard isUnlike, !largest.isEmpty else { return text }
    if let pair = pairSentence(row) { text += voice.paragraph(voice(pair), indent: "  ") }
    text += voice.aligned([Words.featureTitles.map { voice($0) }] + largest.map(\.cells), numbers: [1, 2, 3, 4])
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

  func signed(_ text: String, _ value: Double) -> String { value > 0 ? "+" + text : text }
}
