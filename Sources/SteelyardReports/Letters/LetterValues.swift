internal import SteelyardDomain
internal import SteelyardScoring

/// What the placeholders of a letter to one institution hold.
struct LetterValues {
  /// What stands where only the user knows what to say: room to write.
  static let blank = "________________"

  let fields: [LetterField: String]

  /// - Parameter place: the letter's place in the order of the letters, from 0.
  init(_ view: DossierView, run: RunStatement, details: LetterDetails, place: Int) {
    var fields = Self.figures(view)
    fields.merge(Self.sentences(view, run)) { $1 }
    fields.merge(Self.carried(view, run)) { $1 }
    fields.merge(Self.given(view, run, details, place: place)) { $1 }
    self.fields = fields
  }

  private static func figures(_ view: DossierView) -> [LetterField: String] {
    var fields: [LetterField: String] = [:]
    for fact in view.facts {
      guard let field = LetterField(rawValue: fact.key) else { preconditionFailure("no placeholder \(fact.key)") }
      fields[field] = fact.text
    }
    let institution = view.score.institution
    fields[.institution] = institution.name.isEmpty ? institution.id : institution.name
    fields[.code] = institution.id
    fields[.kind] = view.voice(Wording.label(institution.kind))
    fields[.level] = view.voice(Wording.label(institution.level))
    fields[.district] = view.voice(Wording.label(institution.district))
    fields[.peerGroup] = view.voice(Wording.label(view.score.peerGroup))
    return fields
  }

  private static func sentences(_ view: DossierView, _ run: RunStatement) -> [LetterField: String] {
    let (voice, text) = (view.voice, view.text)
    let reasons = run.governance.innocentExplanations.map { voice($0) }
    return [
      .counted: voice.joined(text.counted.sentences), .plain: voice.joined(text.plain.sentences),
      .adjusted: text.adjusted.sentences.first.map { voice($0) } ?? "",
      .certainty: text.certainty.sentences.first.map { voice($0) } ?? "",
      .verdict: text.verdict.sentences.first.map { voice($0) } ?? "",
      .innocent: lines(reasons),
      .checks: reasons.map { "□ \($0) \(blank)" }.joined(separator: "\n"),
      .conclusions: Wording.Export.conclusions.map { "□ \(voice($0))" }.joined(separator: "    "),
      .appeal: voice(Wording.Explanation.appeal(days: run.governance.appealWindowDays)),
    ]
  }

  private static func carried(_ view: DossierView, _ run: RunStatement) -> [LetterField: String] {
    [
      .meaning: view.voice(Wording.fixedSentence), .run: run.hash, .model: run.model,
      .modelTitle: view.voice(run.governance.title), .period: view.voice(Wording.periodName(run.period)),
      .engine: run.engine, .methods: run.methodsLine(view.language, of: view.ground.choice),
      .watermark: run.watermark ?? "",
    ]
  }

  private static func given(
    _ view: DossierView, _ run: RunStatement, _ details: LetterDetails, place: Int
  ) -> [LetterField: String] {
    let code = view.score.institution.id
    let basis = details.basis.isEmpty ? run.governance.legalBasis.map { view.voice($0) } : details.basis
    return [
      .number: details.numbering?.number(place) ?? blank, .issuer: details.issuer ?? blank,
      .date: details.date.map { view.voice(Wording.Letter.date($0)) } ?? blank,
      .time: details.time(of: code) ?? blank, .place: details.place(of: code) ?? blank,
      .matter: details.matter
        ?? view.voice(Wording.Letter.matter(Wording.periodName(run.period), run.governance.title)),
      .basis: basis.isEmpty ? blank : basis.joined(separator: "\n"),
      .documents: details.documents.isEmpty ? blank : lines(details.documents),
      .contact: details.contact ?? blank, .phone: details.phone ?? blank,
    ]
  }

  /// Entries on lines of their own, numbered where there are several.
  private static func lines(_ entries: [String]) -> String {
    entries.count == 1
      ? entries[0] : entries.enumerated().map { "\($0 + 1). \($1)" }.joined(separator: "\n")
  }
}
