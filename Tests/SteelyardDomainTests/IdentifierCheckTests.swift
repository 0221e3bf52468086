import Testing

@testable import SteelyardDomain

@Suite struct IdentifierCheckTests {
  /// 17 digits made of a number, for tests that need many.
  private func digits(_ number: Int) -> [Int] {
    var (state, found): (UInt64, [Int]) = (UInt64(number) &* 0x9e37_79b9_7f4a_7c15 | 1, [])
    for _ in 0..<17 {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      found.append(Int(state >> 60) % 10)
    }
    return found
  }

  /// The check character from the standard's printed table of weights.
  private func naive(_ digits: [Int]) -> String {
    let weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
    let sum = zip(digits, weights).reduce(0) { $0 + $1.0 * $1.1 }
    return ["1", "0", "X", "9", "8", "7", "6", "5", "4", "3", "2"][sum % 11]
  }

  @Test("The check character is that of the printed weights, and every single slip is found")
  func slips() throws {
    for number in 1...60 {
      let first = digits(number)
      let text = first.map(String.init).joined()
      let right = try #require(ResidentIdentifier(text + naive(first)))
      #expect(right.check == .agrees)
      #expect(right.checkCharacter.map(String.init) == naive(first))
      for place in 0..<17 {
        var wrong = first
        wrong[place] = (wrong[place] + 1 + number % 9) % 10
        guard wrong != first else { continue }
        let slip = try #require(ResidentIdentifier(wrong.map(String.init).joined() + naive(first)))
        #expect(slip.check == .disagrees)
      }
      guard let pair = (0..<16).first(where: { first[$0] != first[$0 + 1] }) else { continue }
      var swapped = first
      swapped.swapAt(pair, pair + 1)
      #expect(ResidentIdentifier(swapped.map(String.init).joined() + naive(first))?.check == .disagrees)
    }
  }

  @Test("A small x is an X, and anything but 15 or 18 characters of the right kind is no number")
  func forms() {
    let body = "34052419800101" + "001"
    #expect(ResidentIdentifier(body + "x")?.text == body + "X")
    #expect(ResidentIdentifier(body + "x")?.check == .agrees)
    let malformed = [
      "", "1", body, body + "Y", "X" + body, body + " ", body.dropLast() + "XX", body + "12", "１" + body,
    ]
    for text in malformed { #expect(ResidentIdentifier(String(text)) == nil) }
  }

  @Test("The older form has no check character, and its extension agrees")
  func olderForm() throws {
    let older = try #require(ResidentIdentifier("320311" + "770706" + "001"))
    #expect(older.check == .absent && older.checkCharacter == nil)
    #expect(older.extended.check == .agrees && older.extended.text.count == 18)
    #expect(older.extended.extended == older.extended)
  }

  @Test("Printing a resident number does not show it")
  func privacy() throws {
    let number = try #require(ResidentIdentifier("320311" + "770706" + "001"))
    #expect("\(number)" == "resident number of 15 characters")
  }

  @Test("A social credit code is found wrong after any slip in its first 17 characters")
  func creditCodes() {
    let alphabet = Array("0123456789ABCDEFGHJKLMNPQRTUWXY")
    for number in 1...40 {
      let first = digits(number).enumerated().map { alphabet[($0.element * 7 + $0.offset * number) % 31] }
      guard let check = UnifiedSocialCreditCode.checkCharacter(first17: String(first)) else {
        Issue.record("a code of the alphabet has a check character")
        continue
      }
      #expect(UnifiedSocialCreditCode.isValid(String(first) + String(check)))
      for place in first.indices {
        var wrong = first
        let worth = alphabet.firstIndex(of: wrong[place]) ?? 0
        wrong[place] = alphabet[(worth + 1 + number % 30) % 31]
        #expect(!UnifiedSocialCreditCode.isValid(String(wrong) + String(check)))
      }
    }
  }

  @Test("Other lengths and letters that the code leaves out are no code")
  func noCodes() {
    let body = "91350100" + "M000100Y4"
    #expect(UnifiedSocialCreditCode.isValid(body + "3"))
    for text in ["", body, body + "33", body + "I", "I" + body, body.lowercased() + "3"] {
      #expect(!UnifiedSocialCreditCode.isValid(text))
    }
    #expect(UnifiedSocialCreditCode.checkCharacter(first17: "O" + body.dropFirst()) == nil)
  }
}
