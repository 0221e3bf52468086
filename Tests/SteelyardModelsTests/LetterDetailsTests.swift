import SteelyardDomain
import SteelyardModels
import Testing

@Suite("Details of letters") struct LetterDetailsTests {
  private func codes(_ yaml: String) -> [String] {
    LetterDetailsDecoder.decode(yaml: yaml, file: "letter.yaml").diagnostics.map {
      "\($0.line):\($0.column) \($0.code.rawValue)"
    }
  }

  @Test("Every key is read, and none must be there")
  func everything() {
    let yaml = """
      number: {prefix: 某医保约〔2026〕, first: 12, suffix: 号}
      issuer: 某市医疗保障局
      date: 2026-01-08
      time: 1月15日上午9时
      place: 三楼会议室
      matter: 听取说明
      basis: [条例第二条, 协议第五条]
      documents:
        - 台账
        - 处方
      contact: 监管处
      phone: "0000-12345678"
      appointments:
        - {institution: P33010600002, time: 1月16日}
        - {institution: P33010600003, place: 二楼}
      """
    let outcome = LetterDetailsDecoder.decode(yaml: yaml, file: "letter.yaml")
    #expect(outcome.diagnostics.isEmpty, "\(outcome.diagnostics)")
    let details = outcome.value
    #expect(details?.numbering?.number(0) == "某医保约〔2026〕12号" && details?.numbering?.number(9) == "某医保约〔2026〕21号")
    #expect(details?.issuer == "某市医疗保障局" && details?.date == Day(year: 2026, month: 1, day: 8))
    #expect(details?.matter == "听取说明" && details?.basis == ["条例第二条", "协议第五条"] && details?.documents == ["台账", "处方"])
    #expect(details?.contact == "监管处" && details?.phone == "0000-12345678")
    #expect(details?.time(of: "P33010600002") == "1月16日" && details?.time(of: "P33010600003") == "1月15日上午9时")
    #expect(details?.place(of: "P33010600002") == "三楼会议室" && details?.place(of: "P33010600003") == "二楼")
    let one = LetterDetailsDecoder.decode(yaml: "place: 三楼\n", file: "letter.yaml").value
    #expect(one?.place == "三楼" && one?.numbering == nil && one?.documents == [])
  }

  @Test("JSON is read as what it is in YAML")
  func json() {
    let text = #"{"number": {"prefix": "A-", "first": 3}, "documents": ["x"], "date": "2026-01-08"}"#
    let details = LetterDetailsDecoder.decode(yaml: text, file: "letter.json").value
    #expect(details?.numbering?.number(1) == "A-4" && details?.documents == ["x"] && details?.date != nil)
  }

  @Test(
    "What is wrong is told at its line and column",
    arguments: [
      ("plcae: x\n", ["1:1 MD103"]), ("place: ''\n", ["1:8 MD121"]), ("place:\n", ["1:7 MD106"]),
      ("issuer: a\nplace: [a]\n", ["2:8 MD106"]), ("date: 8.1.2026\n", ["1:7 MD119"]),
      ("date: 2026-02-30\n", ["1:7 MD119"]),
      ("phone: 05711234\n", ["1:8 MD106"]), ("documents: []\n", ["1:12 MD122"]),
      ("documents: [a, a]\n", ["1:16 MD123"]),
      ("number: 12\n", ["1:9 MD106"]), ("number: {prefix: a}\n", ["1:9 MD104"]),
      ("number: {prefix: a, first: 0}\n", ["1:28 MD108"]),
      ("number: {prefix: a, first: 1, sufix: b}\n", ["1:31 MD103"]),
      ("place: a\nplace: b\n", ["2:1 MD105"]), ("appointments: [{time: x}]\n", ["1:16 MD104"]), ("", ["1:1 MD102"]),
      ("- a\n", ["1:1 MD106"]), ("place: *a\n", ["1:8 MD114"]),
    ])
  func faults(yaml: String, expected: [String]) {
    #expect(codes(yaml) == expected)
    #expect(LetterDetailsDecoder.decode(yaml: yaml, file: "letter.yaml").value == nil)
  }

  @Test("A slip of the pen is answered with what may have been meant, and a missing file with its name")
  func suggestions() {
    let found = LetterDetailsDecoder.decode(yaml: "documants: [a]\n", file: "letter.yaml").diagnostics.first
    #expect(found?.suggestion == "documents")
    let missing = LetterDetailsDecoder.load(file: "no-such-letter.yaml")
    #expect(missing.value == nil && missing.diagnostics.map(\.code) == [.fileUnreadable])
  }
}
