import SteelyardComparison
import SteelyardDomain
import Testing

@Suite("Reading formulas") struct FormulaParserTests {
  private func column(_ name: String, of source: String? = nil) -> Formula {
    .column(ColumnReference(source: source, column: name))
  }

  @Test("Weaker words bind last, and a chain of one word is one part")
  func precedence() throws {
    let formula = try Formula.parse("a = 1 or b = 2 and not c = 3 and d = 4").formula
    let test = { (name: String, number: Int64) in Formula.comparison(.equal, column(name), .whole(number)) }
    #expect(formula == .or([test("a", 1), .and([test("b", 2), .not(test("c", 3)), test("d", 4)])]))
  }

  @Test("Products bind before sums, and both from the left")
  func arithmetic() throws {
    let formula = try Formula.parse("a - b * 2 - -3").formula
    let product = Formula.arithmetic(.times, column("b"), .whole(2))
    #expect(formula == .arithmetic(.minus, .arithmetic(.minus, column("a"), product), .whole(-3)))
  }

  @Test("Amounts, days, months, texts and values of the run are read as what they are")
  func literals() throws {
    let day = try #require(Day(year: 2025, month: 7, day: 1))
    let cases: [(String, Formula)] = [
      ("12.50 yuan", .money(1250)), ("0.1 yuan", .money(10)), ("-3 yuan", .money(-300)), ("7", .whole(7)),
      ("date '2025-07-01'", .day(day)), ("month '2025-07'", .month(Month(year: 2025, month: 7))),
      ("'a ''b'' c'", .text("a 'b' c")), ("''", .text("")), ("$as_of", .parameter(.asOf)),
      ("payments.month", column("month", of: "payments")), ("month", column("month")), ("date", column("date")),
      ("lookup(rate, level, month)", .lookup(standard: "rate", categories: [column("level")], month: column("month"))),
      ("age(birth, $as_of)", .function(.age, [column("birth"), .parameter(.asOf)])),
    ]
    for (text, formula) in cases { #expect(try Formula.parse(text).formula == formula, "\(text)") }
  }

  @Test("The tests of lists, ranges and emptiness can be turned round")
  func tests() throws {
    #expect(try Formula.parse("a in (1, 2)").formula == .isIn(column("a"), [.whole(1), .whole(2)]))
    #expect(try Formula.parse("a not in (1)").formula == .not(.isIn(column("a"), [.whole(1)])))
    #expect(
      try Formula.parse("a between 1 and 2 and b is empty").formula
        == .and([.between(column("a"), .whole(1), .whole(2)), .isEmpty(column("b"))]))
    #expect(try Formula.parse("a is not empty").formula == .not(.isEmpty(column("a"))))
  }

  @Test(
    "Every problem is found where it stands",
    arguments: [
      ("", 0, .empty), ("  ", 0, .empty), ("a =", 3, .expected("value")), ("a = 'b", 4, .quoteOpen),
      ("a ~ 1", 2, .character), ("a = 1 b", 6, .trailing), ("a = 1.5", 4, .number), ("a = 1.234 yuan", 4, .number),
      ("a = 99999999999999999999999", 4, .number), ("a = date '2025-02-30'", 4, .date),
      ("a = month '2025-13'", 4, .date), ("a = $today", 4, .parameterUnknown("today")),
      ("sqrt(a)", 0, .functionUnknown("sqrt")), ("age(a)", 0, .argumentCount(function: "age", expected: 2...2)),
      ("a between 1 or 2", 12, .expected("and")), ("(a = 1", 6, .expected(")")), ("a not = 1", 6, .expected("in")),
      ("in = 1", 0, .expected("value")), ("a = 1; drop table a", 5, .character), ("a = \"b\"", 4, .character),
      ("甲 = 1", 0, .character), ("a = 0,5", 5, .trailing), ("a..b = 1", 2, .expected("column")), ("-a = 1", 0, .number),
    ] as [(String, Int, FormulaProblem.Kind)])
  func problems(text: String, offset: Int, kind: FormulaProblem.Kind) {
    #expect(throws: FormulaProblem(kind, offset: offset)) { try Formula.parse(text) }
  }

  @Test("A formula nested deeper than 64 or of more than 1,000 parts is refused, and one at the limit is read")
  func limits() throws {
    let nested = { (depth: Int) in String(repeating: "not ", count: depth) + "a = 1" }
    _ = try Formula.parse(nested(Formula.depthMaximum - 2))
    #expect(throws: FormulaProblem.self) { try Formula.parse(nested(Formula.depthMaximum - 1)) }
    #expect(throws: FormulaProblem.self) { try Formula.parse(String(repeating: "(", count: 100_000)) }
    #expect(throws: FormulaProblem.self) { try Formula.parse(nested(100_000)) }
    let list = { (count: Int) in "a in (" + Array(repeating: "1", count: count).joined(separator: ", ") + ")" }
    _ = try Formula.parse(list(Formula.sizeMaximum - 2))
    #expect(throws: FormulaProblem(.tooLarge, offset: 0)) { try Formula.parse(list(Formula.sizeMaximum - 1)) }
    #expect(throws: FormulaProblem.self) {
      try Formula.parse("a = " + Array(repeating: "1", count: 100).joined(separator: " + "))
    }
  }

  @Test("Each part's place in the text is known")
  func places() throws {
    let parsed = try Formula.parse("a = 1 and lower.b <> 'x'")
    // and, a = 1, a, 1, lower.b <> 'x', lower.b, 'x'
    #expect(parsed.offsets == [0, 0, 0, 4, 10, 10, 21])
    #expect(parsed.offset(of: FormulaProblem(.mayOverflow, part: 6)) == 21)
  }
}
