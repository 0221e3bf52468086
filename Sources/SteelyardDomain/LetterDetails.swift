/// What a run cannot know of an interview and a letter must say: who invites, when, where, under which number.
///
/// Everything is the user's word and is printed as it was given. What is `nil` or empty stays a blank to fill in.
public struct LetterDetails: Equatable, Sendable {
  /// How letters are numbered: `杭医保约〔2026〕12号` is prefix, number, suffix; the next letter has the next number.
  public struct Numbering: Equatable, Sendable {
    /// What stands before the number.
    public var prefix: String
    /// The number of the first letter.
    public var first: Int
    /// What stands after it.
    public var suffix: String

    /// Creates a way of numbering.
    public init(prefix: String = "", first: Int = 1, suffix: String = "") {
      self.prefix = prefix
      self.first = first
      self.suffix = suffix
    }

    /// The document number of a letter.
    ///
    /// - Parameter place: its place in the order of the letters, from 0.
    public func number(_ place: Int) -> String { "\(prefix)\(first + place)\(suffix)" }
  }

  /// When and where one institution is heard, where that is not the same for all.
  public struct Appointment: Hashable, Sendable {
    /// The institution's code.
    public var institution: String
    /// Its own time.
    public var time: String?
    /// Its own place.
    public var place: String?

    /// Creates an appointment.
    public init(institution: String = "", time: String? = nil, place: String? = nil) {
      self.institution = institution
      self.time = time
      self.place = place
    }
  }

  /// How the letters are numbered.
  public var numbering: Numbering?
  /// The office that invites.
  public var issuer: String?
  /// The day of the letter.
  public var date: Day?
  /// When the interview is.
  public var time: String?
  /// Where it is.
  public var place: String?
  /// What it is about; where nothing is given, what the run measured.
  public var matter: String?
  /// What the interview rests on; where nothing is given, the model's legal basis.
  public var basis: [String]
  /// What is to be brought.
  public var documents: [String]
  /// Whom to ask.
  public var contact: String?
  /// At which telephone.
  public var phone: String?
  /// Times and places of single institutions.
  public var appointments: [Appointment]

  /// Creates details of which nothing is known.
  public init() {
    basis = []
    documents = []
    appointments = []
  }

  /// When an institution is heard.
  public func time(of institution: String) -> String? {
    appointments.first { $0.institution == institution && $0.time != nil }?.time ?? time
  }

  /// Where an institution is heard.
  public func place(of institution: String) -> String? {
    appointments.first { $0.institution == institution && $0.place != nil }?.place ?? place
  }
}
