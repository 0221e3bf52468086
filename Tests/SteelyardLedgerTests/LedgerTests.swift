import SteelyardDomain
import Testing

@testable import SteelyardLedger

@Suite("Visits, heads, ages and schemes")
struct LedgerTests {
  private func months(_ first: Int, _ last: Int, year: Int = 2025) -> Period {
    .months(Month(year: year, month: first)...Month(year: year, month: last))
  }

  @Test("A visit is a person at an institution on a day, however many settlements and diseases")
  func visits() {
    let result = LedgerCase([
      ClaimRow("a", disease: "M1", on: "07-31", fen: 100), ClaimRow("b", disease: "M1", on: "07-31", fen: 50),
      ClaimRow("c", disease: "M2", on: "07-31", fen: 20), ClaimRow("d", disease: "M2", on: "08-01", fen: 5),
      ClaimRow("e", person: "q", disease: "M1", on: "07-01", fen: 1),
    ]).run()
    let total = result.total("H1")
    #expect(total.visits == 3 && total.heads == 2 && total.distinctHeads == 2 && total.costFen == 176)
    let byDisease = Dictionary(grouping: result.cells, by: { $0.key[1] })
    // Of the disease: p once for M1 and twice for M2, q once for M1.
    #expect(byDisease["M1"]?.reduce(0) { $0 + $1.value.visits } == 2)
    #expect(byDisease["M2"]?.reduce(0) { $0 + $1.value.visits } == 2)
    #expect(result.cells.values.reduce(0) { $0 + $1.heads } == 3)
    // One person is a head of both diseases.
    #expect(result.tally.pairs.map(\.sums.heads) == [1])
    #expect(result.tally.pairs.map(\.sums.products) == [150 * 25])
  }

  @Test("Every day of a month is a day of its own, the first and the last too")
  func days() {
    let rows = (1...31).flatMap { day in
      (0..<2).map { ClaimRow("a\(day).\($0)", on: "07-\(day < 10 ? "0" : "")\(day)", fen: 1) }
    }
    #expect(LedgerCase(rows).run().total("H1").visits == 31)
    let leap = ["2024-02-28", "2024-02-29", "2024-03-01"].map { ClaimRow($0, on: $0, fen: 1) }
    #expect(LedgerCase(leap).run().total("H1").visits == 3)
  }

  @Test("Visits of two months are the sum of the months', distinct heads are not")
  func union() {
    var test = LedgerCase([
      ClaimRow("a", on: "07-31", fen: 1), ClaimRow("b", on: "08-01", fen: 1), ClaimRow("c", on: "08-02", fen: 1),
    ])
    test.period = months(7, 7)
    let july = test.run().total("H1")
    test.period = months(8, 8)
    let august = test.run().total("H1")
    test.period = months(7, 8)
    let both = test.run().total("H1")
    #expect(july.visits + august.visits == both.visits)
    #expect([july.heads, august.heads, both.heads] == [1, 1, 1])
  }

  @Test(
    "First-in-year counts a person in the period of the year's first visit at the institution",
    arguments: [
      (["07-01", "08-01"], 8, 0), (["07-01", "08-01"], 7, 1), (["08-01", "09-01"], 8, 1),
      (["2024-12-31", "08-01"], 8, 1),
      (["01-31", "08-01", "08-02"], 8, 0),
    ])
  func firstInYear(days: [String], month: Int, heads: Int64) {
    var test = LedgerCase(days.enumerated().map { ClaimRow("a\($0)", on: $1, fen: 100) })
    test.period = months(month, month)
    test.headRule = .firstInYear
    let total = test.run().total("H1")
    #expect(total.heads == heads && total.distinctHeads == 1)
    // The strata do not follow the rule.
    #expect(test.run().cells.values.map(\.heads) == [1])
  }

  @Test("A reversed visit before the period does not make the next one a second")
  func firstInYearReversed() {
    var test = LedgerCase([
      ClaimRow("a", on: "07-01", fen: 100), ClaimRow("r", takesBack: "a", on: "08-09", fen: -100),
      ClaimRow("b", on: "08-01", fen: 50), ClaimRow("c", at: "H2", on: "03-01", fen: 50),
    ])
    test.period = months(8, 8)
    test.headRule = .firstInYear
    #expect(test.run().total("H1").heads == 1, "another institution's visit does not count either")
  }

  @Test("Age and scheme are told by the visits of the first visit day, over all institutions")
  func firstVisit() {
    let rows = [
      // A reversed row and an orphan come earlier and tell nothing.
      ClaimRow("a", on: "07-01", fen: 100, scheme: "aaa", age: 10),
      ClaimRow("r", takesBack: "a", on: "07-01", fen: -100, scheme: "aaa", age: 10),
      ClaimRow("o", takesBack: "z", on: "07-02", fen: -5, scheme: "aaa", age: 99),
      // The first visit day, at two institutions: the greatest age, the first scheme in byte order.
      ClaimRow("b", at: "H1", on: "07-02", fen: 7, scheme: "resident", age: 44),
      ClaimRow("c", at: "H2", disease: "M2", on: "07-02", fen: 7, scheme: "employee", age: 45),
      ClaimRow("d", at: "H1", on: "07-03", fen: 7, scheme: "abc", age: 80),
    ]
    for order in [Array(rows.indices), rows.indices.reversed()] {
      var test = LedgerCase(rows)
      test.order = order
      let labels = Set(test.run().cells.keys.map { [$0[2], $0[4]] })
      #expect(labels == [["45-59", "employee"]])
    }
    var later = LedgerCase(rows)
    later.outside = ["H2"]
    #expect(Set(later.run().cells.keys.map { [$0[2], $0[4]] }) == [["18-44", "resident"]])
  }

  @Test("A person without any visit is described by all rows of the first row's day")
  func withoutVisit() {
    let rows = [
      ClaimRow("r", takesBack: "x", on: "07-02", fen: -5, scheme: "resident", age: 70),
      ClaimRow("s", takesBack: "y", disease: "M2", on: "07-02", fen: -5, scheme: "employee", age: 20),
      ClaimRow("t", takesBack: "y", disease: "M2", on: "07-03", fen: -5, scheme: "aaa", age: 99),
    ]
    let cells = LedgerCase(rows).run().cells
    #expect(Set(cells.keys.map { [$0[2], $0[4]] }) == [["60+", "employee"]])
    #expect(cells.values.allSatisfy { $0.heads == 0 && $0.visits == 0 && $0.cappedFen == $0.costFen })
  }

  @Test("A birth date beats an age, and a scheme that is not told is unknown")
  func births() throws {
    var test = LedgerCase([ClaimRow("a", on: "07-15", fen: 1, scheme: nil, age: 90)])
    #expect(test.run().cells.keys.map { [$0[2], $0[4]] } == [["60+", "unknown"]])
    for (birth, band) in [("2007-07-15", "18-44"), ("2007-07-16", "0-17"), ("2025-07-16", "unknown")] {
      test.births = ["p": Day(number: ClaimRow("x", on: birth, fen: 0).dayNumber)]
      #expect(test.run().cells.keys.map { $0[2] } == [band], "\(birth)")
    }
  }

  @Test("Same-day visits are those on days with visits at two institutions or more")
  func sameDay() {
    let persons = LedgerCase([
      ClaimRow("a", at: "H1", on: "07-01", fen: 1), ClaimRow("b", at: "H2", on: "07-01", fen: 1),
      ClaimRow("c", at: "H3", on: "07-01", fen: 1), ClaimRow("d", at: "H1", on: "07-02", fen: 1),
      ClaimRow("e", at: "H1", disease: "M2", on: "07-02", fen: 1),
      ClaimRow("f", person: "q", at: "H2", on: "07-02", fen: 1),
      ClaimRow("g", person: "none", takesBackNothing: -5),
    ]).run().persons
    #expect(persons.sameDayVisits == [3, 0] && persons.visits == [4, 1] && persons.institutions == [3, 1])
    #expect(persons.costFen == [5, 1] && persons.diseaseStarts == [0, 2, 3], "who has no visit is not listed")
  }

  @Test("A head is attached where most of the person's visit days are, of equal ones at the lowest code")
  func attached() {
    func run(_ rows: [ClaimRow]) -> [String: String] {
      var test = LedgerCase(rows)
      test.factors = [.attached]
      return Dictionary(uniqueKeysWithValues: test.run().cells.keys.map { ($0[0], $0[5]) })
    }
    let most = [
      ClaimRow("a", at: "H1", on: "07-01", fen: 1), ClaimRow("b", at: "H2", on: "07-01", fen: 1),
      ClaimRow("c", at: "H2", on: "07-02", fen: 1), ClaimRow("d", at: "H1", on: "07-01", fen: 1),
    ]
    #expect(run(most) == ["H1": "0", "H2": "1"])
    #expect(run(Array(most.reversed())) == ["H1": "0", "H2": "1"])
    let tie = [ClaimRow("b", at: "H2", on: "07-01", fen: 1), ClaimRow("a", at: "H1", on: "07-02", fen: 1)]
    #expect(run(tie) == ["H1": "1", "H2": "0"] && run(tie.reversed()) == ["H1": "1", "H2": "0"])
  }

  @Test("Heads above the cap of their peer group and disease are cut, headless money too, and nothing is lost")
  func caps() {
    var rows = (1...200).map { ClaimRow("a\($0)", person: "p\($0)", fen: 1000) }
    rows += [ClaimRow("big", person: "big", fen: 900_000), ClaimRow("other", person: "x", at: "P1", fen: 900_000)]
    var test = LedgerCase(rows)
    test.truncation = .perMille(995)
    let (h, p) = (test.run().total("H1"), test.run().total("P1"))
    // 200 of 201 heads are 995.02 per mille: the cap is the edge above 1000.
    let cap = CostGrid.edge(CostGrid.bin(of: 1000))
    #expect(h.costFen == 1_100_000 && h.cappedFen == 200_000 + cap)
    #expect(h.cappedSquares == 200 * 1_000_000 + Int128(cap) * Int128(cap))
    #expect(p.cappedFen == 900_000, "another peer group has its own cap")
    test.truncation = .fixed(Money(fen: 500))
    #expect(test.run().total("H1").cappedFen == 201 * 500)
    // Money of a row that is only partly taken back too much of: without a visit, above the cap, cut all the same.
    test.rows.append(ClaimRow("m", person: "m", disease: "M9", fen: 700))
    test.rows.append(ClaimRow("n", takesBack: "z", person: "n", disease: "M9", fen: -700))
    let nine = test.run().cells.filter { $0.key[1] == "M9" }.values.reduce(0) { $0 + $1.cappedFen }
    #expect(nine == 500 - 700, "what is below zero is left as it is")
  }
}

extension ClaimRow {
  /// A refund of nothing known.
  init(_ claim: String, person: String, takesBackNothing fen: Int64) {
    self.init(claim, takesBack: "nothing known", person: person, fen: fen)
  }
}
