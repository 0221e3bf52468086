import SteelyardTestSupport
import Testing

/// Messages and lists name places and rules: a person's number, name or amount never leaves by them.
@Suite("What messages never hold")
struct PrivacyTests {
  /// Planted in every row: the number, the name and the amount.
  private static let markers = ["770077", "标记姓名", "31337"]
  private static let header =
    "setl_id,init_setl_id,psn_no,psn_name,gend,fixmedins_code,setl_time,dise_no,medfee_sumamt,fund_pay_sumamt"
  private static let fields = header.split(separator: ",").map(String.init)

  private static func row(_ number: Int, _ changes: [String: String] = [:]) -> String {
    let values = [
      "setl_id": "S\(number)", "init_setl_id": "", "psn_no": "99770077\(number)", "psn_name": "标记姓名", "gend": "1",
      "fixmedins_code": "P33010690001", "setl_time": "2025-07-01", "dise_no": "M03900",
      "medfee_sumamt": "31337.7\(number)", "fund_pay_sumamt": "31337.00",
    ].merging(changes) { $1 }
    return fields.map { values[$0] ?? "" }.joined(separator: ",")
  }

  /// Ways to damage a table, by what is wrong.
  private static let damages: [(String, [String])] = [
    ("no header", [row(1), row(2)]),
    ("one header cell is data", [header.replacing("psn_no", with: "99770077"), row(1)]),
    ("two columns of one field", [header + ",总费用", row(1) + ",31337.71"]),
    ("amount with a letter", [header, row(1, ["medfee_sumamt": "31337.7O"]), row(2)]),
    ("amount finer than fen", [header, row(1, ["medfee_sumamt": "31337.775"]), row(2)]),
    ("amount too large", [header, row(1, ["medfee_sumamt": "31337313373133731337.00"]), row(2)]),
    ("number in a spreadsheet's form", [header, row(1, ["psn_no": "9.9770077E+21"]), row(2)]),
    ("name where a date belongs", [header, row(1, ["setl_time": "标记姓名"]), row(2)]),
    ("comma in the name", [header, row(1, ["psn_name": "标记,姓名"]), row(2)]),
    ("open quote", [header, row(1, ["psn_name": "\"标记姓名"]), row(2)]),
    ("NUL in the number", [header, row(1, ["psn_no": "99770077\0"]), row(2)]),
    ("no number", [header, row(1, ["psn_no": ""]), row(2)]),
    ("one settlement, two contents", [header, row(1), row(1, ["medfee_sumamt": "31337.99"]), row(2)]),
    ("negative amount", [header, row(1, ["medfee_sumamt": "-31337.71"]), row(2)]),
    (
      "refund of another's settlement",
      [header, row(1), row(2, ["init_setl_id": "S1", "medfee_sumamt": "-31337.00"])]
    ),
    ("year 3133", [header, row(1, ["setl_time": "3133-07-01"]), row(2)]),
  ]

  private func expectNothingPlanted(in text: String, _ place: String) {
    for marker in Self.markers { #expect(!text.contains(marker), "\(marker) in \(place)") }
  }

  @Test("No message and no list holds a number, a name or an amount", arguments: damages.indices, ["en", "zh"])
  func messages(damage: Int, language: String) throws {
    let folder = try TemporaryFolder()
    try folder.write(Self.damages[damage].1.map { $0 + "\n" }.joined(), to: "claims.csv")
    for (place, limit) in ["0", "1"].enumerated() {
      let outcome = try CommandRunner.steelyard(
        [
          "run", CommandRunner.model, "claims.csv", "--key", "person.key", "--lang", language, "--max-reject-rate",
          limit,
          "--rejects", "rejects-\(place).csv", "--out", "RUN-\(place)",
        ], in: folder.root)
      #expect(outcome.status == 0 || outcome.status == 3)
      expectNothingPlanted(in: outcome.stderr, "a message: \(Self.damages[damage].0)")
      for name in ["rejects-\(place).csv", "RUN-\(place)/rejects.csv"] where folder.has(name) {
        expectNothingPlanted(in: try folder.text(name), "\(name): \(Self.damages[damage].0)")
      }
    }
  }

  @Test(
    "With --show-values the list of rejected rows shows what stood there, and nothing else does",
    arguments: damages.indices)
  func shownValues(damage: Int) throws {
    let folder = try TemporaryFolder()
    try folder.write(Self.damages[damage].1.map { $0 + "\n" }.joined(), to: "claims.csv")
    let outcome = try CommandRunner.steelyard(
      [
        "run", CommandRunner.model, "claims.csv", "--key", "person.key", "--show-values", "--rejects", "rejects.csv",
        "--max-reject-rate", "1", "--out", "RUN",
      ], in: folder.root)
    expectNothingPlanted(in: outcome.stderr, "a message: \(Self.damages[damage].0)")
    for name in folder.has("RUN") ? try folder.names(in: "RUN") : [] where !["rejects.csv"].contains(name) {
      let text = try folder.text("RUN/\(name)")
      #expect(!text.contains("99770077") && !text.contains("标记"), "\(name)")
    }
  }

  @Test("A damaged table of persons gives away no number", arguments: ["en", "zh"])
  func persons(language: String) throws {
    let folder = try TemporaryFolder()
    try folder.write("\(Self.header)\n\(Self.row(1))\n\(Self.row(2))\n", to: "claims.csv")
    for (place, register) in [
      "psn_no,gend\n997700771,1\n997700771,2\n", "psn_no,gend\n997700771\n", "997700771,1\n997700772,2\n",
      "psn_no,brdy\n997700771,标记姓名\n",
    ].enumerated() {
      try folder.write(register, to: "persons.csv")
      let outcome = try CommandRunner.steelyard(
        [
          "run", CommandRunner.model, "claims.csv", "--persons", "persons.csv", "--key", "person.key", "--lang",
          language,
          "--rejects", "rejects-\(place).csv", "--out", "RUN-\(place)",
        ], in: folder.root)
      expectNothingPlanted(in: outcome.stderr, "a message")
      for name in ["rejects-\(place).csv", "RUN-\(place)/rejects.csv"] where folder.has(name) {
        expectNothingPlanted(in: try folder.text(name), name)
      }
    }
  }

  @Test("The manifest, the account of the input and the clues hold no number and no name") func files() throws {
    let folder = try TemporaryFolder()
    try folder.write("\(Self.header)\n\(Self.row(1))\n\(Self.row(2))\n", to: "claims.csv")
    let outcome = try CommandRunner.steelyard(
      ["run", CommandRunner.model, "claims.csv", "--key", "person.key", "--out", "RUN"], in: folder.root)
    try #require(outcome.status == 0)
    for name in try folder.names(in: "RUN") {
      let text = try folder.text("RUN/\(name)")
      for number in 1...2 { #expect(!text.contains("99770077\(number)"), "\(name)") }
      #expect(!text.contains("标记姓名"), "\(name)")
    }
  }
}
