import SteelyardTestSupport
import Testing

/// No result depends on threads, the order of rows, the split into files, the locale or the clock's zone.
@Suite("The same claims give the same bytes")
struct DeterminismTests {
  /// Seeds of the cities; the number of a failing case is its seed.
  private static let seeds = 1...20

  /// What may differ in a report is left out: names, hashes and places of files.
  private static let options = [
    "--persons", "city/persons.csv", "--institutions", "city/institutions.csv", "--max-reject-rate", "0.05",
    "--period", "2025-Q3",
  ]

  /// A city whose claims also hold repeated, contradicting and unreadable rows, and its run with one thread in `ONE`.
  private static func scored(_ seed: Int) throws -> (workshop: Workshop, header: String, rows: [String]) {
    let workshop = try Workshop.city(seed: seed)
    var rows = try workshop.folder.text("city/claims.csv").split(separator: "\n").map(String.init)
    let header = rows.removeFirst()
    rows += rows[10..<20]
    rows += rows[30..<33].map { $0.replacing("-0", with: "-1") }
    rows.append(rows[40].replacing(".", with: "x"))
    try workshop.folder.write(text(header, rows), to: "city/claims.csv")
    try workshop.score(["city/claims.csv", "--threads", "1"] + options, out: "ONE")
    return (workshop, header, rows)
  }

  private static func text(_ header: String, _ rows: some Sequence<String>) -> String {
    ([header] + rows).map { $0 + "\n" }.joined()
  }

  /// Compares a run with `ONE`: results byte for byte, the account of the input by its counts.
  private func expectSame(_ other: String, in workshop: Workshop) throws {
    #expect(try workshop.differing("ONE", other) == [], "\(other)")
    #expect(try workshop.quality(of: "ONE") == workshop.quality(of: other), "\(other)")
    #expect(try workshop.manifest(of: "ONE").counts == workshop.manifest(of: other).counts, "\(other)")
  }

  @Test("Threads, the order of rows, the split into files, locale and zone change nothing", arguments: seeds)
  func same(seed: Int) throws {
    let (workshop, header, rows) = try Self.scored(seed)
    var generator = SplitMix(state: UInt64(seed))

    try workshop.score(["city/claims.csv", "--threads", "2"] + Self.options, out: "TWO-THREADS")
    try expectSame("TWO-THREADS", in: workshop)

    try workshop.folder.write(Self.text(header, rows.shuffled(using: &generator)), to: "shuffled.csv")
    try workshop.score(["shuffled.csv"] + Self.options, out: "SHUFFLED")
    try expectSame("SHUFFLED", in: workshop)

    let names = (0..<7).map { "part-\($0).csv" }
    for (part, name) in names.enumerated() {
      let some = rows.enumerated().filter { $0.offset % 7 == part }.map(\.element)
      try workshop.folder.write(Self.text(header, some), to: name)
    }
    try workshop.score(names.shuffled(using: &generator) + Self.options, out: "SEVEN-FILES")
    try expectSame("SEVEN-FILES", in: workshop)

    let turkish = ["LC_ALL": "tr_TR.UTF-8", "LANG": "tr_TR.UTF-8", "TZ": "Asia/Shanghai"]
    try workshop.score(["city/claims.csv"] + Self.options, out: "TURKISH", environment: turkish)
    try expectSame("TURKISH", in: workshop)

    let chinese = ["LC_ALL": "zh_CN.UTF-8", "LANG": "zh_CN.UTF-8", "TZ": "America/St_Johns"]
    try workshop.score(["city/claims.csv"] + Self.options, out: "CHINESE", environment: chinese)
    try expectSame("CHINESE", in: workshop)
  }
}

/// A small generator for shuffles: Steele, Lea and Flood 2014.
private struct SplitMix: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}
