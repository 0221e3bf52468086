/// The number of a resident's identity card, in the form of 15 or of 18 characters.
///
/// 18 characters are 6 digits of area, 8 of birth date, 3 of serial number and a check character by ISO 7064 MOD 11-2:
/// with weights 2^(18−i) mod 11 for the digits i = 1 … 17, it is 0 … 10 (X) such that the weighted sum with it leaves 1
/// modulo 11. The older form of 15 has two digits of the year and no check character.
///
/// A check character that agrees says that the number was written down without a slip, not that it was issued: area
/// and birth date are not looked at. Nothing here prints the number but ``text``.
///
/// See GB 11643-1999. Checked against `matching_and_digits.json`.
public struct ResidentIdentifier: Equatable, Sendable, CustomStringConvertible {
  /// What the check character says.
  public enum Check: String, Sendable {
    /// It is the one that the digits ask for.
    case agrees
    /// It is another one: a slip of the pen.
    case disagrees
    /// The older form has none.
    case absent
  }

  /// The characters, all digits but for an X in the last place of 18.
  private let characters: [UInt8]

  /// Reads 15 digits, or 17 digits and a digit or X; a small x is an X.
  ///
  /// Edge cases: `nil` for anything else, spaces and full-width digits included.
  public init?(_ text: String) {
    var characters = Array(text.utf8)
    if characters.count == 18, characters[17] == UInt8(ascii: "x") { characters[17] = UInt8(ascii: "X") }
    let isDigit = { (byte: UInt8) in byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9") }
    switch characters.count {
    case 15: guard characters.allSatisfy(isDigit) else { return nil }
    case 18:
      guard characters.dropLast().allSatisfy(isDigit), isDigit(characters[17]) || characters[17] == UInt8(ascii: "X")
      else { return nil }
    default: return nil
    }
    self.characters = characters
  }

  private init(digits: ArraySlice<UInt8>) { characters = digits + [Self.checkCharacter(digits)] }

  /// The number itself.
  public var text: String { String(decoding: characters, as: UTF8.self) }

  /// What may be printed of a number: how long it is.
  public var description: String { "resident number of \(characters.count) characters" }

  /// The check character that the first 17 digits ask for; `nil` for the older form.
  public var checkCharacter: Character? {
    characters.count == 18 ? Character(Unicode.Scalar(Self.checkCharacter(characters.dropLast()))) : nil
  }

  /// Whether the check character agrees.
  public var check: Check {
    guard characters.count == 18 else { return .absent }
    return Self.checkCharacter(characters.dropLast()) == characters[17] ? .agrees : .disagrees
  }

  /// The number in the form of 18: the older form with the century 19 put in and a check character added.
  ///
  /// Edge cases: a number of 18 is itself, whatever its check character.
  public var extended: ResidentIdentifier {
    guard characters.count == 15 else { return self }
    let century = [UInt8(ascii: "1"), UInt8(ascii: "9")]
    return ResidentIdentifier(digits: (characters.prefix(6) + century + characters.dropFirst(6))[...])
  }

  /// The day of birth that the number tells; `nil` where the calendar has no such day.
  public var birth: Day? {
    let digits = extended.characters[6..<14].map { Int($0 - UInt8(ascii: "0")) }
    func number(_ range: Range<Int>) -> Int { digits[range].reduce(0) { $0 * 10 + $1 } }
    return Day(year: number(0..<4), month: number(4..<6), day: number(6..<8))
  }

  private static func checkCharacter(_ digits: ArraySlice<UInt8>) -> UInt8 {
    // Horner: the weights are powers of two that double towards the left.
    let sum = digits.reduce(0) { ($0 * 2 + Int($1 - UInt8(ascii: "0"))) % 11 } * 2 % 11
    let value = (12 - sum) % 11
    return value == 10 ? UInt8(ascii: "X") : UInt8(ascii: "0") + UInt8(value)
  }
}

/// The unified social credit code of an organisation: 17 characters and a check character.
///
/// The characters are the ten digits and the capital letters without I, O, S, V and Z, worth 0 … 30. With weights
/// 3^(i−1) mod 31 for the characters i = 1 … 17, the check character is worth (31 − Σ weight · worth) mod 31.
///
/// See GB 32100-2015. Checked against `matching_and_digits.json`.
public enum UnifiedSocialCreditCode {
  private static let alphabet = Array("0123456789ABCDEFGHJKLMNPQRTUWXY".utf8)

  /// The check character for the first 17 characters.
  ///
  /// Edge cases: `nil` for another length or a character that the code does not use, small letters included.
  public static func checkCharacter(first17 text: String) -> Character? {
    let worths = text.utf8.compactMap { alphabet.firstIndex(of: $0) }
    guard text.utf8.count == 17, worths.count == 17 else { return nil }
    var (sum, weight) = (0, 1)
    for worth in worths {
      sum += weight * worth
      weight = weight * 3 % 31
    }
    return Character(Unicode.Scalar(alphabet[(31 - sum % 31) % 31]))
  }

  /// Whether a text is a code whose check character agrees.
  public static func isValid(_ text: String) -> Bool {
    guard text.utf8.count == 18, let last = text.last else { return false }
    return checkCharacter(first17: String(text.dropLast())) == last
  }
}
