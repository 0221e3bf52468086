/// What is known of an insured person (参保人员) besides the claims: only what strata need.
///
/// The person's own number is not part of it: it stays in the ``IdentifierTable`` and leaves it as a ``Pseudonym``.
public struct InsuredPerson: Hashable, Sendable {
  /// Sex as the national table codes it.
  public enum Sex: String, CaseIterable, Sendable {
    /// Code 1, 男.
    case male
    /// Code 2, 女.
    case female
    /// Not told, or code 9.
    case unknown

    /// What the sexes are called: codes, words in either language.
    public static let words = WordGroups([
      (Self.male.rawValue, ["1", "男", "男性", "m", "male"]), (Self.female.rawValue, ["2", "女", "女性", "f", "female"]),
    ])

    /// Reads a code or a word in either language; what is none of them is `unknown`.
    public init(text: String) { self = Self.words.label(of: text).flatMap(Self.init(rawValue:)) ?? .unknown }
  }

  /// The sex.
  public var sex: Sex
  /// The day of birth, where known.
  public var birth: Day?

  /// Creates a person.
  public init(sex: Sex = .unknown, birth: Day? = nil) {
    self.sex = sex
    self.birth = birth
  }
}

/// The insurance scheme (参保险种), grouped as the bureau compares them.
public enum Scheme {
  /// Groups a national code or a word: 310 and 340 are `employee`, 39x `resident`, words in either language likewise;
  /// any other label is kept, and none is `unknown`.
  public static func group(_ text: String) -> String { text.isEmpty ? "unknown" : groups.label(of: text) ?? text }

  /// What the groups are called: national codes, words in either language.
  public static let groups = WordGroups([
    ("employee", ["310", "340", "城镇职工", "职工", "职工医保", "职工基本医疗保险", "employee"]),
    (
      "resident",
      ["390", "391", "392", "城乡居民", "居民", "居民医保", "城乡居民基本医疗保险", "少儿医保", "大学生医保", "resident"]
    ),
  ])
}
