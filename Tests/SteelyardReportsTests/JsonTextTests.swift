import Foundation
import SteelyardReports
import Testing

@Suite struct JsonTextTests {
  @Test("Whole numbers of 128 bits are printed in full")
  func printsWideNumbers() {
    #expect(JsonText.whole(Int128.max).line == "170141183460469231731687303715884105727")
    #expect(JsonText.whole(-1).line == "-1")
  }

  @Test("Control characters, quotes, backslashes and script line ends are escaped")
  func escapes() {
    let value = JsonText.text("a\"\\\n\r\t\u{0}\u{1F}\u{7F}\u{2028}é药")
    #expect(value.line == #""a\"\\\n\r\t\u0000\u001f\u007f\u2028é药""#)
  }

  @Test("Another reader finds every hostile text unchanged", arguments: hostileTexts)
  func isReadByOthers(value: String) throws {
    let bytes = JsonText.object([(value, .array([.text(value), .null]))]).line
    let read = try JSONSerialization.jsonObject(with: Data(bytes.utf8)) as? [String: [Any]]
    #expect(read?.keys.first.map { Array($0.utf8) } == Array(value.utf8))
    #expect((read?.values.first?.first as? String).map { Array($0.utf8) } == Array(value.utf8))
  }

  @Test("Members keep their order, or are sorted by the bytes of their names")
  func ordersMembers() {
    let members: [(String, JsonText)] = [("b", .flag(true)), ("B", .flag(false)), ("a", .number(""))]
    #expect(JsonText.object(members).line == #"{"b":true,"B":false,"a":null}"#)
    #expect(JsonText.sorted(members).line == #"{"B":false,"a":null,"b":true}"#)
  }

  @Test("The pretty form indents by two blanks and leaves empty lists on one line")
  func indents() {
    let value = JsonText.object([("a", .array([.digits("1.500000"), .object([])])), ("b", .array([]))])
    #expect(
      text(value.pretty) == """
        {
          "a": [
            1.500000,
            {}
          ],
          "b": []
        }

        """)
  }
}
