/// Residents' numbers that nobody has: of area 99, which no area's code begins with.
public enum MadeUpResident {
  /// A number of 18 characters.
  ///
  /// - Parameters:
  ///   - birth: `YYYYMMDD`.
  ///   - serial: 0…999.
  public static func number(birth: String = "19500101", serial: Int) -> String {
    let digits = "990101" + birth + padded(serial)
    let weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
    let sum = zip(digits.utf8, weights).reduce(0) { $0 + Int($1.0 - 48) * $1.1 }
    return digits + String(Array("10X98765432")[sum % 11])
  }

  /// The same number in the older form of 15 digits, without century and check character.
  public static func older(birth: String = "19500101", serial: Int) -> String {
    "990101" + birth.dropFirst(2) + padded(serial)
  }

  /// The number with a check character that disagrees.
  public static func slip(birth: String = "19500101", serial: Int) -> String {
    let whole = number(birth: birth, serial: serial)
    return whole.dropLast() + (whole.last == "0" ? "1" : "0")
  }

  private static func padded(_ serial: Int) -> String {
    String(repeating: "0", count: max(0, 3 - String(serial).count)) + String(serial)
  }
}
