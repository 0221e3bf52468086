import SteelyardDomain
import SteelyardScoring

/// A model while it is read: what must be there is required, so these first values do not outlive a file without errors.
struct ModelDraft {
  var governance = ModelGovernance(
    id: "", version: "", kind: .scoring, title: LocalizedText(zh: "", en: ""), status: .draft, writtenBy: "",
    checkedBy: "", lastReview: Day(number: 0), nextReview: Day(number: 0), legalBasis: [],
    whyItMatters: LocalizedText(zh: "", en: ""), innocentExplanations: [], lowIsGood: .neither, minimumVolume: 0,
    appealWindowDays: 0)
  var plan = ScoringPlan()
  var comparison = ComparisonDraft()

  /// The model, by its kind.
  var model: SupervisionModel {
    if governance.kind == .scoring { return .scoring(ScoringModel(governance: governance, scoring: plan)) }
    let rules = comparison.rules.filter { $0.rule != nil }.map(\.governance)
    return .comparison(ComparisonModel(governance: governance, plan: comparison.plan, rules: rules))
  }
}

/// The grammar of a model file: every key, what it means, and where its value goes.
enum ModelKeys {
  /// Keys of every model.
  static var governance: [Key<ModelDraft>] {
    [
      Key(
        "id", \.governance.id, .text(matching: identifierPattern, form: identifierForm),
        "The model's folder under Models."),
      Key(
        "version", \.governance.version,
        .text(matching: "[0-9]+\\.[0-9]+", form: LocalizedText(zh: "“主版本.次版本”", en: "'major.minor'")),
        "The version, in quotes; it is printed with every result."),
      Key("kind", \.governance.kind, .choice, "scoring: indices and ranking; comparison: registers against payments."),
      Key("title", \.governance.title, .localized, "What a reader of the results calls the model."),
      Key("status", \.governance.status, .choice, "How far the model is in its life."),
      Key("written-by", \.governance.writtenBy, .text, "Who wrote the model: a role or an office."),
      Key("checked-by", \.governance.checkedBy, .text, "Who checked it; not who wrote it."),
      Key("last-review", \.governance.lastReview, .day, "The day of the last review."),
      Key(
        "next-review", \.governance.nextReview, .day,
        "The day by which the model is reviewed again; past it a warning is printed."),
      Key("legal-basis", \.governance.legalBasis, .list(of: .localized, minimum: 1), "The law each clue rests on."),
      Key("why-it-matters", \.governance.whyItMatters, .localized, "Why the fund is supervised in this way."),
      Key(
        "innocent-explanations", \.governance.innocentExplanations, .list(of: .localized, minimum: 1),
        "What else may explain a clue; printed with every clue."),
      Key(
        "low-is-good", \.governance.lowIsGood, .choice,
        "Whether a low value is good; neither: low may be under-service."),
      Key(
        "minimum-volume", \.governance.minimumVolume, .whole(1...1_000_000), "Heads below which the model says nothing."
      ),
      Key(
        "appeal-window-days", \.governance.appealWindowDays, .whole(1...365),
        "Days in which whoever is listed may object."),
    ]
  }

  /// Keys of a scoring model, beside those of every model.
  static var scoring: [Key<ModelDraft>] {
    [
      Key("claims", claims, "Which settlements, and which of their costs."),
      Key(
        "heads", [Key("rule", \.plan.headRule, .choice, "Whose visits make a head of an institution.")],
        "What is divided by."),
      Key("peers", \.plan.peers, .list(of: .choice), "What makes institutions peers; an empty list: all are."),
      Key("strata", strata, "Which patients are compared with which."),
      Key("reference", \.plan.reference, .choice, "What the expected cost is made of."),
      Key(
        "truncation", \.plan.truncation, truncation, "Where the cost of dear patients is cut for index and variance."),
      Key("variance", \.plan.variance, .choice, required: false, "How much cost varies about the expected by chance."),
      Key("over-dispersion", overDispersion, "How much honest institutions differ."),
      Key(
        "funnel", [Key("levels", \.plan.funnel, funnelLevels, "The levels of the inner and the outer limits.")],
        required: false, "Between which limits like institutions are expected."),
      Key("multiplicity", multiplicity, required: false, "How p values of many institutions are adjusted."),
      Key("shrinkage", shrinkage, required: false, "How far indices are drawn towards the peers."),
      Key("ranks", ranks, "How sure the ranks are."),
      Key("watch", watch, "When an institution that is not interviewed is watched."),
      Key("profile", profile, required: false, "How unlike its peers an institution is over all features."),
      Key("card-bursts", bursts, required: false, "What counts as a card burst."),
      Key("early-warning", warning, required: false, "How months are watched."),
      Key("interview-gates", gates, "All of these must pass before an institution is on the interview list."),
    ]
  }

  private static var claims: [Key<ModelDraft>] {
    let careTypes: [Key<ModelDraft>] = [
      Key("codes", \.plan.scope.careTypeCodes, .list(of: .text), "Care type codes taken as they are."),
      Key("prefixes", \.plan.scope.careTypePrefixes, .list(of: .text), "Beginnings of care type codes."),
      Key("words", \.plan.scope.careTypeWords, .list(of: .text), "Words within a care type's text."),
    ]
    return [
      Key("care-types", careTypes, "A settlement is taken where any of these fits its care type."),
      Key(
        "diseases", \.plan.scope.diseases, .word("all", for: [], or: .list(of: .text, minimum: 1)),
        "Disease codes, or all."),
      Key("cost", \.plan.cost, .choice, "The cost that is compared."),
    ]
  }

  private static var strata: [Key<ModelDraft>] {
    [
      Key("factors", \.plan.factors, .list(of: .choice), "What makes a stratum, beside the disease."),
      Key(
        "age-bands", \.plan.ageBandStarts, .list(of: .whole(0...130), minimum: 1, distinct: false),
        "The lowest age of each band."),
      Key(
        "minimum-heads", \.plan.stratumHeadsMinimum, .whole(2...1_000_000),
        "Heads a stratum needs for a reference of its own."),
      Key("ladder", \.plan.ladder, .list(of: .choice), "The factors a sparse stratum gives up, in this order."),
    ]
  }

  private static var truncation: FieldType<ScoringPlan.Truncation> {
    .word(
      "none", for: .none,
      or: .oneOf(
        [
          Key(
            "per-mille", \.self, FieldType<Int>.whole(900...1000).map { .perMille($0) }, required: false,
            "The point of the peers' head costs."),
          Key("amount-yuan", \.self, FieldType<Money>.yuan.map { .fixed($0) }, required: false, "A fixed amount."),
        ], initial: .none))
  }

  private static var overDispersion: [Key<ModelDraft>] {
    [
      Key("method", \.plan.dispersion, .choice, "The estimate, by its id in the methods sheet."),
      Key("centre", \.plan.centre, .choice, "Where z is measured from."),
      Key(
        "own-fit-minimum", \.plan.fitUnitsMinimum, .whole(4...1_000_000),
        "Eligible institutions a peer group needs for a fit of its own."),
    ]
  }

  private static var funnelLevels: FieldType<ScoringPlan.FunnelLevels> {
    let level = FieldType<Double>.number(0.5...1)
    let schema = JSONText.object([
      ("type", .text("array")), ("items", level.schema), ("minItems", .number("2")), ("maxItems", .number("2")),
    ])
    return FieldType(schema: schema) { node, reader in
      guard let levels = FieldType<[Double]>.list(of: level, distinct: false).read(node, &reader) else { return nil }
      if levels.count == 2, levels[0] > 0.5, levels[0] < levels[1], levels[1] < 1 {
        return .init(inner: levels[0], outer: levels[1])
      }
      let form = LocalizedText(
        zh: "0.5 与 1 之间（不含）由小到大的两个数", en: "two ascending numbers between 0.5 and 1, both excluded")
      reader.report(.textMalformed(form: form), at: node)
      return nil
    }
  }

  private static var shrinkage: [Key<ModelDraft>] {
    [
      Key(
        "between", \.plan.shrinkageDispersion, .word("same", for: nil, or: FieldType.choice.optional),
        "The estimate of the variance between institutions; same: that of over-dispersion.")
    ]
  }

  private static var multiplicity: [Key<ModelDraft>] {
    [
      Key("method", \.plan.multiplicity, .choice, "The adjustment, by its id in the methods sheet."),
      Key("sides", \.plan.sides, .choice, "Upper: only the dear; two: dear and cheap."),
    ]
  }

  private static var ranks: [Key<ModelDraft>] {
    [
      Key(
        "top", \.plan.topCount, .word("auto", for: nil, or: FieldType<Int>.whole(1...1_000_000).optional),
        "k of P(in top k); auto: a twentieth of the institutions, at least ten."),
      Key("draws", \.plan.rankDraws, .whole(100...1_000_000), "Draws of the simulation, used above 200 institutions."),
      Key("seed", \.plan.rankSeed, .whole(0...UInt64.max), "Seed of the simulation."),
    ]
  }

  private static var watch: [Key<ModelDraft>] {
    [
      Key(
        "probability", \.plan.watchProbability, .number(0.5...1),
        "P(index exceeds the next) from which an institution is watched."),
      Key("index", \.plan.watchIndex, .number(1...10), required: false, "The index whose exceeding is watched for."),
    ]
  }

  private static var gates: [Key<ModelDraft>] {
    [
      Key("minimum-index", \.plan.gates.indexMinimum, .number(1...10), "index_eb05 must exceed this."),
      Key("false-discovery-rate", \.plan.gates.falseDiscoveryRate, .number(0.0001...0.5), "q must not exceed this."),
      Key("minimum-excess-yuan", \.plan.gates.excessMinimum, .yuan, "The shrunken excess must reach this."),
      Key("minimum-reliability", \.plan.gates.reliabilityMinimum, .number(0...1), "The reliability must reach this."),
      Key("minimum-heads", \.plan.gates.headsMinimum, .whole(1...1_000_000), "Heads must reach this."),
      Key(
        "persistent-periods", \.plan.gates.persistenceMinimum, .whole(1...100), required: false,
        "Periods in which it must stand out, where earlier runs are given."),
      Key(
        "persistent-of", \.plan.gates.persistencePeriods, .whole(1...100), required: false,
        "Of how many of the latest periods."),
    ]
  }

  private static let identifierPattern = "[a-z0-9]+(?:-[a-z0-9]+)*/[a-z0-9]+(?:-[a-z0-9]+)*"
  private static let identifierForm = LocalizedText(
    zh: "“基金/名称”（小写字母、数字、连字符）", en: "'fund/slug' in lower-case letters, digits and hyphens")
}
