internal import SteelyardDomain

/// How the registers of one model are made: what ordinary persons have in them, and the cases of each rule.
struct RegisterStory: Sendable {
  /// One register: its name, and the header of its file.
  struct Table: Sendable {
    let name: String
    let header: String

    init(_ name: String, _ header: String) {
      self.name = name
      self.header = header
    }
  }

  /// Something planted, or a near miss: whoever it is about gets the rows it takes.
  struct Case: Sendable {
    /// The rule it is a case of.
    let rule: String
    /// Whether the rule must find it.
    let isPlanted: Bool
    /// How many of these there are at most; groups among peers stand out only while they are few.
    var countMaximum = Int.max
    /// Writes the rows of a case.
    let write: @Sendable (SimulatedHolder, inout RegisterSheet) -> Void
  }

  /// The model.
  let model: String
  /// Its registers.
  let tables: [Table]
  /// Writes rows that belong to no person, once.
  var once: @Sendable (inout RegisterSheet) -> Void = { _ in }
  /// Writes the rows of an ordinary person.
  let ordinary: @Sendable (SimulatedHolder, inout RegisterSheet) -> Void
  /// The cases.
  let cases: [Case]

  /// The stories of all models.
  static let all: [RegisterStory] = [
    .elderly, .preferentialCare, .disadvantaged, .internsResidence, .internsWages, .internsInsurance, .fourFunds,
    .resettlement, .certificates, .delays, .realName, .fundAnomaly,
  ]
}

extension RegisterStory.Case {
  /// A case that the rule must find, about the person it is written for.
  static func planted(
    _ rule: String, also: [String] = [], _ write: @escaping @Sendable (SimulatedHolder, inout RegisterSheet) -> Void
  ) -> Self {
    Self(rule: rule, isPlanted: true) { holder, sheet in
      for name in [rule] + also { sheet.note(name, .person, holder.id, isPlanted: true) }
      write(holder, &sheet)
    }
  }

  /// A case that comes near and that the rule must not find.
  static func near(
    _ rule: String, _ write: @escaping @Sendable (SimulatedHolder, inout RegisterSheet) -> Void
  ) -> Self {
    Self(rule: rule, isPlanted: false) { holder, sheet in
      sheet.note(rule, .person, holder.id, isPlanted: false)
      write(holder, &sheet)
    }
  }

  /// A case about something else than a person, which notes its subject itself.
  static func other(
    _ rule: String, isPlanted: Bool, atMost countMaximum: Int = .max,
    _ write: @escaping @Sendable (SimulatedHolder, inout RegisterSheet) -> Void
  ) -> Self {
    Self(rule: rule, isPlanted: isPlanted, countMaximum: countMaximum, write: write)
  }
}

/// A made-up person of the registers.
struct SimulatedHolder: Sendable {
  /// Which one; cases take the numbers after the ordinary persons.
  let position: Int

  /// How many roles a case may have beside the person it is about.
  static let rolesMaximum = 100
  /// Where the numbers of the roles begin, beyond every person's.
  private static let rolesStart = 20_000_000

  /// The number: 99, the digits of the position and a check character. It is nobody's: no area begins with 99, and the
  /// place of the year holds 0000.
  var id: String {
    let digits = "990000" + paddedText(position, 11)
    guard let check = ResidentIdentifier(digits + "0")?.checkCharacter else {
      preconditionFailure("17 digits and one more are a number")
    }
    return "\(digits)\(check)"
  }

  /// A name of two or three characters.
  var name: String {
    let first = Self.surnames[position % Self.surnames.count]
    let rest = position / Self.surnames.count
    return first + Self.given[rest % Self.given.count] + Self.given[rest / Self.given.count % Self.given.count]
  }

  /// The account.
  var account: String { "A" + paddedText(position, 9) }

  /// Another person of the same case.
  func role(_ number: Int) -> SimulatedHolder {
    precondition((1..<Self.rolesMaximum).contains(number), "a case has fewer roles")
    return SimulatedHolder(position: Self.rolesStart + position * Self.rolesMaximum + number)
  }

  private static let surnames = [
    "赵", "钱", "孙", "李", "周", "吴", "郑", "王", "冯", "陈", "褚", "卫", "蒋", "沈", "韩", "杨", "朱", "秦", "尤", "许",
  ]
  private static let given = [
    "安", "宁", "平", "康", "和", "福", "顺", "喜", "泰", "祥", "瑞", "吉", "川", "江", "海", "山", "林", "泉", "松", "柏",
  ]
}
