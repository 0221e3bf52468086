import SteelyardComparison
import SteelyardDomain
import SteelyardTestSupport
import Testing

/// Two registers of persons and the matcher's verdict on their rows.
private struct Matching {
  /// A row: number (`~` before one that is not valid), name, birth, area.
  struct Row {
    var register: String
    var number: String
    var name: String
    var birth = ""
    var area = ""
  }

  static let registers = ["residents", "payments", "cadres"].map { name in
    RegisterSchema(
      name: name, title: LocalizedText(zh: name, en: name),
      columns: [
        column("id", .personId), column("name", .personName), column("birth", .day), column("area", .text),
      ], persons: [.init(id: "id", name: "name", birth: "birth", area: "area")])
  }

  private static func column(_ name: String, _ content: RegisterSchema.Content) -> RegisterSchema.Column {
    RegisterSchema.Column(name: name, title: LocalizedText(zh: name, en: name), content: content)
  }

  var persons = IdentifierTable()
  private(set) var outcome = MatchOutcome(entries: [], changes: [], contradictions: [])

  init(_ rows: [Row], decisions: [String: MatchDecision] = [:]) {
    var matcher = PersonMatcher(registers: Self.registers)
    for (line, row) in rows.enumerated() {
      guard let schema = Self.registers.first(where: { $0.name == row.register }) else { continue }
      var batch = RegisterBatch(schema: schema)
      let birth = row.birth.isEmpty ? nil : Self.day(row.birth)
      let number = row.number.hasPrefix("~") ? String(row.number.dropFirst()) : row.number
      let code = number.isEmpty ? RegisterBatch.absentText : persons.code(of: number)
      let isValid = !number.isEmpty && !row.number.hasPrefix("~")
      let key =
        isValid
        ? code
        : persons.code(
          of: RegisterBatch.unverifiedKey(
            register: row.register, column: "id", number: number, name: row.name, birth: birth, area: row.area))
      func text(_ text: String) -> Int64 { text.isEmpty ? -1 : Int64(batch.texts.code(of: text)) }
      let cells: [Int64] = [
        Int64(code), text(row.name), birth.map { Int64($0.number) } ?? Int64(RegisterBatch.absentDate), text(row.area),
      ]
      for (position, cell) in cells.enumerated() { batch.columns[position].append(cell, key: key) }
      batch.file.append(0)
      batch.line.append(Int32(line + 2))
      matcher.add(batch, of: row.register)
    }
    outcome = matcher.matches(persons: &persons, decisions: decisions) { "key of \($0)" }
  }

  private static func day(_ text: String) -> Day? {
    let parts = text.split(separator: "-").compactMap { Int($0) }
    return parts.count == 3 ? Day(year: parts[0], month: parts[1], day: parts[2]) : nil
  }

  /// `payments P1 甲 → -`: the rows that change and the key they get.
  var changes: [String] {
    outcome.changes.map { change in
      func text(_ code: Int32) -> String { code < 0 ? "-" : Self.shown(persons.text(of: code)) }
      return "\(change.register) \(text(change.from)) \(change.name?.text ?? "*") → \(text(change.to))"
    }.sorted()
  }

  var entries: [String] {
    outcome.entries.map {
      "\($0.queue.rawValue) \($0.held.register) \(Self.shown($0.held.person)) ? \($0.against.register) \(Self.shown($0.against.person))"
    }.sorted()
  }

  private static func shown(_ key: String) -> String { key.replacing("\u{1F}", with: "|") }
}

private typealias Row = Matching.Row

@Suite("Persons over registers") struct PersonMatcherTests {
  @Test("A valid number with one name everywhere, and a row without a name, need no one's decision")
  func plain() {
    let matching = Matching([
      Row(register: "residents", number: "P1", name: "甲"), Row(register: "payments", number: "P1", name: "甲"),
      Row(register: "cadres", number: "P1", name: ""),
    ])
    #expect(matching.entries.isEmpty && matching.changes.isEmpty)
  }

  @Test("Another name under a valid number is held back in favour of the first register's")
  func nameConflict() {
    let rows = [
      Row(register: "payments", number: "P1", name: "乙"), Row(register: "residents", number: "P1", name: "甲"),
      Row(register: "payments", number: "P1", name: "甲"), Row(register: "payments", number: "P1", name: "乙"),
    ]
    let open = Matching(rows)
    #expect(open.entries == ["name-conflict payments ?|P1|乙 ? residents P1"])
    #expect(open.changes == ["payments P1 乙 → -"])
    #expect(open.outcome.entries[0].held.rows == 2 && open.outcome.entries[0].held.line == 2)
    let key = open.outcome.entries[0].key
    #expect(Matching(rows, decisions: [key: .same]).changes.isEmpty)
    #expect(Matching(rows, decisions: [key: .other]).changes == ["payments P1 乙 → ?|P1|乙"])
  }

  @Test("Within one register the name of most rows is the person's, of equals the first in byte order")
  func majority() {
    let two = [("甲", 1), ("乙", 2)].flatMap { name, count in
      (0..<count).map { _ in Row(register: "residents", number: "P1", name: name) }
    }
    #expect(Matching(two).changes == ["residents P1 甲 → -"])
    #expect(Matching(Array(two.prefix(2))).changes == ["residents P1 甲 → -"])
  }

  @Test("Name, birth and area alike hold a number that is not valid back, until someone decides")
  func weakMatch() {
    let rows = [
      Row(register: "residents", number: "P1", name: "甲", birth: "1950-01-01", area: "东村"),
      Row(register: "payments", number: "~P9", name: "甲", birth: "1950-01-01", area: "东村"),
    ]
    let open = Matching(rows)
    #expect(open.entries == ["weak-match payments ?payments|id|P9|甲|1950-01-01|东村 ? residents P1"])
    #expect(open.changes == ["payments ?payments|id|P9|甲|1950-01-01|东村 * → -"])
    let key = open.outcome.entries[0].key
    #expect(Matching(rows, decisions: [key: .same]).changes == ["payments ?payments|id|P9|甲|1950-01-01|东村 * → P1"])
    #expect(Matching(rows, decisions: [key: .other]).changes.isEmpty)
    #expect(Matching(rows, decisions: [key: .other]).outcome.entries[0].decision == .other)
  }

  @Test(
    "Nothing less than all three alike is a weak match",
    arguments: [
      Row(register: "payments", number: "~P9", name: "甲", birth: "1950-01-02", area: "东村"),
      Row(register: "payments", number: "~P9", name: "甲", birth: "1950-01-01", area: "西村"),
      Row(register: "payments", number: "~P9", name: "乙", birth: "1950-01-01", area: "东村"),
      Row(register: "payments", number: "~P9", name: "甲", birth: "1950-01-01"),
      Row(register: "payments", number: "~P1", name: "甲"),
      // A twin of one name has a number of its own.
      Row(register: "payments", number: "P2", name: "甲", birth: "1950-01-01", area: "东村"),
    ])
  fileprivate func notWeak(row: Matching.Row) {
    let resident = Row(register: "residents", number: "P1", name: "甲", birth: "1950-01-01", area: "东村")
    let matching = Matching([resident, row])
    #expect(matching.entries.isEmpty && matching.changes.isEmpty)
  }

  @Test("Two candidates: both stay open, one decision is enough, and two that contradict are told")
  func twoCandidates() {
    let rows = ["P1", "P2"].map { Row(register: "residents", number: $0, name: "甲", birth: "1950-01-01", area: "东村") }
    let held = [Row(register: "payments", number: "", name: "甲", birth: "1950-01-01", area: "东村")]
    let open = Matching(rows + held)
    #expect(open.entries.count == 2 && open.changes.count == 1 && open.changes[0].hasSuffix("→ -"))
    let keys = open.outcome.entries.filter { $0.against.person == "P2" }.map(\.key)
    #expect(Matching(rows + held, decisions: [keys[0]: .same]).changes[0].hasSuffix("→ P2"))
    let both = Dictionary(uniqueKeysWithValues: open.outcome.entries.map { ($0.key, MatchDecision.same) })
    #expect(Matching(rows + held, decisions: both).outcome.contradictions == both.keys.sorted())
    let neither = Dictionary(uniqueKeysWithValues: open.outcome.entries.map { ($0.key, MatchDecision.other) })
    #expect(Matching(rows + held, decisions: neither).changes.isEmpty)
  }

  @Test("Two numbers that are both not valid are held back both, and become one by decision")
  func bothInvalid() {
    let rows = ["residents", "payments"].map {
      Row(register: $0, number: "~masked", name: "甲", birth: "1950-01-01", area: "东村")
    }
    let open = Matching(rows)
    #expect(open.entries.count == 1 && open.changes.count == 2 && open.changes.allSatisfy { $0.hasSuffix("→ -") })
    let same = Matching(rows, decisions: [open.outcome.entries[0].key: .same])
    #expect(same.changes.count == 1 && same.changes[0].hasPrefix("residents"))
  }

  @Test("The order of rows changes neither entries nor changes", arguments: 1...20)
  func order(seed: Int) {
    var generator = Seeded(UInt64(seed))
    var rows: [Matching.Row] = []
    for register in ["residents", "payments", "cadres"] {
      for _ in 0..<30 {
        let number = ["P1", "P2", "P3", "~P1", "~x", ""].randomElement(using: &generator) ?? ""
        rows.append(
          Row(
            register: register, number: number, name: ["甲", "乙", ""].randomElement(using: &generator) ?? "",
            birth: ["1950-01-01", "1960-01-01", ""].randomElement(using: &generator) ?? "",
            area: ["东村", "西村"].randomElement(using: &generator) ?? ""))
      }
    }
    let first = Matching(rows)
    let second = Matching(rows.shuffled(using: &generator))
    #expect(first.entries == second.entries && first.changes == second.changes)
    #expect(first.outcome.entries.map(\.key) == second.outcome.entries.map(\.key))
    #expect(!first.entries.isEmpty)
  }
}
