import SteelyardTestSupport
import Testing

/// Small registers and their model, with hostile texts put into them.
private struct HostileRegistry {
  let workshop: Workshop
  var folder: TemporaryFolder { workshop.folder }
  static let dates = ["--as-of", "2025-12-31", "--period", "2025"]

  init() throws {
    workshop = try Workshop()
    try SmallRegisters.prepare(folder)
  }

  /// Puts a model into the models' folder.
  func model(_ id: String, _ yaml: String) throws {
    _ = try CommandRunner.system("mkdir", ["-p", folder.path("Models/\(id)")])
    try folder.write(yaml, to: "Models/\(id)/model.yaml")
  }

  func command(_ arguments: [String]) throws -> CommandRunner.Outcome {
    try CommandRunner.steelyard(arguments, environment: ["STEELYARD_MODELS": "Models"], in: folder.root)
  }

  /// Runs the model on its registers, payments from a file.
  func run(_ payments: String, out: String) throws -> CommandRunner.Outcome {
    let registers = ["residents=residents.csv", "deaths=deaths.csv", "payments=\(payments)"]
    return try command(
      ["run", SmallRegisters.model] + registers.flatMap { ["--register", $0] } + Self.dates
        + ["--key", "person.key", "--max-reject-rate", "0.5", "--out", out])
  }

  /// The lines of a run's clues that are of the rules of the small model.
  func clues(_ run: String, without rules: Set<String> = []) throws -> [String] {
    let own = Set(["paid-after-death", "not-registered", "shared-account"]).subtracting(rules)
    return try folder.text("\(run)/clues.csv").split(separator: "\n").map(String.init).filter { line in
      own.contains { line.contains(",\($0),") }
    }
  }

  /// How many clues a rule has.
  func count(_ rule: String, in run: String) throws -> Int {
    CsvTable(try folder.text("\(run)/clues.csv"))["rule"].count { $0 == rule }
  }
}

/// A field of a table, in quotes whatever it holds.
private func field(_ text: String) -> String {
  "\"" + text.unicodeScalars.reduce(into: "") { $0 += $1 == "\"" ? "\"\"" : String($1) } + "\""
}

/// A text in single quotes, as a formula has it.
private func literal(_ text: String) -> String {
  "'" + text.unicodeScalars.reduce(into: "") { $0 += $1 == "'" ? "''" : String($1) } + "'"
}

/// A text as YAML has it in double quotes, with an escape for all but plain letters and digits.
private func scalar(_ text: String) -> String {
  "\""
    + text.unicodeScalars.map { scalar in
      let isPlain = scalar.isASCII && (scalar.properties.isAlphabetic || ("0"..."9").contains(scalar))
      let digits = String(scalar.value, radix: 16)
      return isPlain ? String(scalar) : "\\U" + String(repeating: "0", count: 8 - digits.count) + digits
    }.joined() + "\""
}

/// A rule that holds a text wherever a rule may hold one, and asks for the payments into the account of that name.
private func rule(_ id: String, _ text: String) -> String {
  let both = "{zh: \(scalar(text)), en: \(scalar(text))}"
  return """
      - id: \(id)
        title: \(both)
        severity: minor
        direction: against
        means: \(both)
        does-not-mean: \(both)
        innocent-explanations: [\(both)]
        suggested-check: \(both)
        loophole: \(both)
        subject: {person: person}
        amount: amount
        condition: {rows: payments, test: \(scalar("account = " + literal(text)))}

    """
}

@Suite("Hostile texts through whole runs of comparison models") struct HostileRegisterTests {
  private static let texts = HostileTexts.all

  /// A row of person 3 for each text, a month each, the text in the columns named.
  private static func rows(account: Bool = true, name: Bool = false) -> String {
    let (number, person) = (SmallRegisters.number(3), SmallRegisters.people[2])
    return texts.enumerated().map { position, text in
      let month = 201_001 + position / 12 * 100 + position % 12
      let who = name ? field(text) : person.name
      return "\(number),\(who),1942-03-03,\(field(text)),\(month),1.00,\(account ? field(text) : "A3"),1\n"
    }.joined()
  }

  @Test("In the cells of a register they change no other clue, and every row is accounted for") func cells() throws {
    let registry = try HostileRegistry()
    #expect(try registry.run("payments.csv", out: "PLAIN").status == 0)
    let plain = try registry.clues("PLAIN")
    #expect(plain.count == 2)
    for (name, rows) in [("accounts", Self.rows()), ("names", Self.rows(account: false, name: true))] {
      try registry.folder.write(SmallRegisters.payments + rows, to: "\(name).csv")
      let outcome = try registry.run("\(name).csv", out: name)
      #expect(outcome.status == 0, "\(outcome.stderr)")
      #expect(try registry.clues(name) == plain, "\(name)")
      let quality = try registry.workshop.quality(of: name)
      let before = try registry.workshop.quality(of: "PLAIN").reconciliation
      #expect(quality.reconciliation.balances)
      #expect(quality.reconciliation.read.rows == before.read.rows + Int64(Self.texts.count))
    }
  }

  @Test("As numbers of persons they are persons of their own, and name nobody else") func numbers() throws {
    let registry = try HostileRegistry()
    #expect(try registry.run("payments.csv", out: "PLAIN").status == 0)
    let rows = Self.texts.map { "\(field($0)),无名,,,202502,1.00,A3,1\n" }.joined()
    try registry.folder.write(SmallRegisters.payments + rows, to: "numbers.csv")
    let outcome = try registry.run("numbers.csv", out: "NUMBERS")
    #expect(outcome.status == 0, "\(outcome.stderr)")
    let sharing: Set<String> = ["not-registered", "shared-account"]
    #expect(try registry.clues("NUMBERS", without: sharing) == registry.clues("PLAIN", without: sharing))
    #expect(try registry.count("not-registered", in: "NUMBERS") >= 50)
    #expect(try registry.count("paid-after-death", in: "NUMBERS") == 1)
  }

  @Test("As headers of further columns they are columns that nobody reads") func headers() throws {
    let registry = try HostileRegistry()
    #expect(try registry.run("payments.csv", out: "PLAIN").status == 0)
    // What is no character makes the header unreadable: the file is refused.
    let noCharacter = "\u{10FFFF}"
    for (headers, status) in [(Self.texts.filter { $0 != noCharacter }, 0), ([noCharacter], 3)] as [([String], Int32)] {
      var lines = SmallRegisters.payments.split(separator: "\n").map(String.init)
      lines[0] += headers.map { "," + field($0) }.joined()
      for line in lines.indices.dropFirst() { lines[line] += String(repeating: ",1", count: headers.count) }
      try registry.folder.write(lines.map { $0 + "\n" }.joined(), to: "wide.csv")
      let outcome = try registry.run("wide.csv", out: "WIDE-\(status)")
      #expect(outcome.status == status, "\(outcome.stderr)")
    }
    #expect(try registry.clues("WIDE-0") == registry.clues("PLAIN"))
  }

  @Test("In every text and value of a model they are refused by the check, or are texts like any other")
  func modelTexts() throws {
    let registry = try HostileRegistry()
    for (position, text) in Self.texts.enumerated() {
      let id = "text/t\(position)"
      try registry.model(
        id, SmallRegisters.yaml.replacing("id: test/small", with: "id: \(id)") + rule("hostile", text))
    }
    let check = try registry.command(["models", "check"])
    var accepted: [Int] = []
    for position in Self.texts.indices where check.stdout.contains("/t\(position): valid\n") {
      accepted.append(position)
    }
    #expect(accepted.count >= 50, "\(accepted.count) of \(Self.texts.count)")
    #expect(try registry.run("payments.csv", out: "PLAIN").status == 0)
    try registry.folder.write(SmallRegisters.payments + Self.rows(), to: "accounts.csv")
    var found = 0
    // A model has at most 64 rules, three of them its own.
    for part in stride(from: 0, to: accepted.count, by: 60) {
      let positions = accepted[part..<min(part + 60, accepted.count)]
      let rules = positions.map { rule("hostile-\($0)", Self.texts[$0]) }
      try registry.model(SmallRegisters.model, SmallRegisters.yaml + rules.joined())
      let outcome = try registry.run("accounts.csv", out: "RUN-\(part)")
      #expect(outcome.status == 0, "\(outcome.stderr)")
      #expect(try registry.clues("RUN-\(part)") == registry.clues("PLAIN"))
      let counts = try positions.map { try registry.count("hostile-\($0)", in: "RUN-\(part)") }
      #expect(counts.allSatisfy { $0 <= 1 }, "\(counts)")
      found += counts.reduce(0, +)
      #expect(try registry.command(["verify", "RUN-\(part)"]).status == 0)
      #expect(try registry.command(["rank", "RUN-\(part)"]).status == 0)
    }
    // An account is a code, whose blanks and signs are made plain; most of the texts stay as they are.
    #expect(found >= 50)
  }

  /// Where the name of something that no rule looks at can stand: after what, and what comes before and after the name.
  private static let places = [
    ("", "", ""),
    ("registers:\n", "  ", ":\n    title: {zh: 甲, en: A}\n    columns: {a: {type: code, title: {zh: 甲, en: A}}}\n"),
    (
      "times: {type: integer, title: {zh: 次数, en: Times}, required: true}\n", "      ",
      ": {type: code, title: {zh: 甲, en: A}}\n"
    ),
  ]

  @Test(
    "As the name of a rule, a register or a column they are refused by the check, but for plain words", arguments: 0..<3
  )
  func names(place: Int) throws {
    let registry = try HostileRegistry()
    _ = try CommandRunner.system("rm", ["-r", registry.folder.path("Models")])
    // Words that are names: a name is refused for its letters, not for its meaning.
    let words = ["null", "absent", "true", "locator", "payments"]
    let plain = Set(place == 0 ? words + ["0", "  x  "] : words)
    let refused = Self.texts.filter { !plain.contains($0) }
    for (position, text) in (refused + ["plain"]).enumerated() {
      let yaml = SmallRegisters.yaml.replacing("id: test/small", with: "id: text/t\(position)")
      let (after, before, rest) = Self.places[place]
      let named =
        place == 0
        ? yaml.replacing("id: shared-account", with: "id: \(scalar(text))")
        : yaml.replacing(after, with: after + before + scalar(text) + rest)
      try #require(named != yaml)
      try registry.model("text/t\(position)", named)
    }
    let check = try registry.command(["models", "check"])
    #expect(check.status == 10)
    let wrong = refused.indices.filter { !check.stdout.contains("/t\($0): not valid\n") }.map { refused[$0] }
    #expect(wrong == [])
    #expect(check.stdout.contains("/t\(refused.count): valid\n"), "any other name is allowed")
  }
}
