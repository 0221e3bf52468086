/// Who answers for a supervision model, and what a reader of its clues must know.
///
/// A model that points at people needs an owner: none of this is optional in a model file.
public struct ModelGovernance: Equatable, Sendable {
  /// How a model computes.
  public enum Kind: String, CaseIterable, Sendable {
    /// Matrices: indices, scores, ranking.
    case scoring
    /// Registers against payment lists.
    case comparison
  }

  /// How far a model is in its life.
  public enum Status: String, CaseIterable, Sendable {
    /// Being written.
    case draft
    /// On trial beside the present practice.
    case trial
    /// In use.
    case inUse = "in-use"
    /// No longer in use.
    case retired
  }

  /// Whether a low value is good.
  public enum LowIsGood: String, CaseIterable, Sendable {
    /// It is.
    case yes
    /// It is not.
    case no
    /// Neither: low may be under-service.
    case neither
  }

  /// `fund/slug`, the folder under Models.
  public var id: String
  /// The version, `major.minor`.
  public var version: String
  /// How it computes.
  public var kind: Kind
  /// The title.
  public var title: LocalizedText
  /// How far it is.
  public var status: Status
  /// Who wrote it.
  public var writtenBy: String
  /// Who checked it.
  public var checkedBy: String
  /// When it was last reviewed.
  public var lastReview: Day
  /// When it must be reviewed next.
  public var nextReview: Day
  /// What it rests on in law.
  public var legalBasis: [LocalizedText]
  /// Why it matters.
  public var whyItMatters: LocalizedText
  /// What else may explain a clue.
  public var innocentExplanations: [LocalizedText]
  /// Whether low is good.
  public var lowIsGood: LowIsGood
  /// The least heads at which it says anything.
  public var minimumVolume: Int
  /// Days in which whoever is listed may object.
  public var appealWindowDays: Int

  /// Creates the governance part of a model.
  public init(
    id: String, version: String, kind: Kind, title: LocalizedText, status: Status, writtenBy: String,
    checkedBy: String, lastReview: Day, nextReview: Day, legalBasis: [LocalizedText], whyItMatters: LocalizedText,
    innocentExplanations: [LocalizedText], lowIsGood: LowIsGood, minimumVolume: Int, appealWindowDays: Int
  ) {
    self.id = id
    self.version = version
    self.kind = kind
    self.title = title
    self.status = status
    self.writtenBy = writtenBy
    self.checkedBy = checkedBy
    self.lastReview = lastReview
    self.nextReview = nextReview
    self.legalBasis = legalBasis
    self.whyItMatters = whyItMatters
    self.innocentExplanations = innocentExplanations
    self.lowIsGood = lowIsGood
    self.minimumVolume = minimumVolume
    self.appealWindowDays = appealWindowDays
  }
}
