/// What a letter is filled with: a placeholder `{{name}}` of a template.
///
/// The rule of each: a figure is that of `ranking.csv` (or `waterfall.csv`), rounded as `explain` rounds it; a sentence is
/// one that `explain` says; what only the user knows is his word, or a blank to fill in.
public enum LetterField: String, CaseIterable, Sendable {
  // From the details file, else blank
  case number, issuer, date, time, place, documents, contact, phone
  // From the details file, else from the run
  case matter, basis
  // The institution
  case institution, code, kind, level, district
  case peerGroup = "peer_group"
  // Figures
  case heads, visits, cost, expected, excess, rank, z, q
  case costPerHead = "cost_per_head"
  case peersCostPerHead = "peers_cost_per_head"
  case indexPlain = "index_plain"
  case indexAdjusted = "index_adjusted"
  case indexInterval = "index_interval"
  case indexEb05 = "index_eb05"
  case excessShrunk = "excess_shrunk"
  case rankInterval = "rank_interval"
  // Sentences
  case counted, plain, adjusted, certainty, verdict, innocent, checks, conclusions, appeal
  // The run
  case meaning, run, model, period, engine, methods, watermark
  case modelTitle = "model_title"

  /// What every export carries: a template without one of these is refused.
  public static let carried: [LetterField] = [.institution, .meaning, .run, .model, .period, .methods]

  /// What is the user's word alone.
  public static let details: [LetterField] = [.number, .issuer, .date, .time, .place, .documents, .contact, .phone]
}

/// A text with placeholders, read once: what is filled in is never read again.
struct LetterText {
  /// A piece of a text.
  enum Piece: Equatable {
    case text(String)
    /// A placeholder, and how many scalars it takes where it stands.
    case field(LetterField, scalars: Int)
  }

  /// What is wrong with a placeholder.
  enum Fault: Error, Equatable {
    /// `{{` without `}}`.
    case open(String)
    /// A name that is none of ``LetterField``.
    case unknown(String)
  }

  let pieces: [Piece]

  /// Reads a text; `{{ name }}` may have blanks within.
  init(_ text: String) throws(Fault) {
    var pieces: [Piece] = []
    var rest = text[...]
    while let start = rest.firstRange(of: "{{") {
      if start.lowerBound > rest.startIndex { pieces.append(.text(String(rest[..<start.lowerBound]))) }
      let inner = rest[start.upperBound...]
      guard let end = inner.firstRange(of: "}}") else { throw .open(Self.shown(inner)) }
      let name = String(inner[..<end.lowerBound]).trimmingBlanks
      guard let field = LetterField(rawValue: name) else { throw .unknown(Self.shown(inner[..<end.lowerBound])) }
      let whole = rest[start.lowerBound..<end.upperBound]
      pieces.append(.field(field, scalars: whole.unicodeScalars.count))
      rest = inner[end.upperBound...]
    }
    if !rest.isEmpty { pieces.append(.text(String(rest))) }
    self.pieces = pieces
  }

  /// The placeholders.
  var fields: [LetterField] {
    pieces.compactMap { piece in if case .field(let field, _) = piece { field } else { nil } }
  }

  /// The text with the values in it.
  func filled(_ values: [LetterField: String]) -> String {
    pieces.map { piece in
      switch piece {
      case .text(let text): text
      case .field(let field, _): values[field] ?? ""
      }
    }.joined()
  }

  private static func shown(_ text: Substring) -> String { DisplayWidth.harmless(String(text.prefix(40))) }
}

extension String {
  /// The text without blanks around it.
  fileprivate var trimmingBlanks: String {
    var rest = self[...]
    while rest.first?.isWhitespace == true { rest.removeFirst() }
    while rest.last?.isWhitespace == true { rest.removeLast() }
    return String(rest)
  }
}
