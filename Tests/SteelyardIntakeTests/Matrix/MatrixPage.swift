import SteelyardDomain

/// The matrix as a whole, and the page that shows it.
enum MatrixPage {
  static let sections: [(title: String, categories: ClosedRange<Int>)] = [
    ("Encodings", 1...15), ("Structure", 16...41), ("Containers", 42...48), ("Amounts", 49...63),
    ("Identifiers", 64...70), ("Repetitions, refunds, validity", 71...78), ("Dates", 79...86),
    ("Volume and shape", 87...89),
  ]

  /// Every case, by category.
  static let cases: [MatrixCase] = {
    let cases =
      MatrixEncodings.all + MatrixStructure.all + MatrixHeaders.all + MatrixWorkbooks.all + MatrixContainers.all
      + MatrixAmounts.all + MatrixIdentifiers.all + MatrixRepetitions.all + MatrixDates.all + MatrixVolume.all
    return cases.enumerated().sorted { ($0.element.number, $0.offset) < ($1.element.number, $1.offset) }
      .map(\.element)
  }()

  /// What other tests hold of a category, wholly or in part.
  static let elsewhere: [MatrixElsewhere] = [
    MatrixElsewhere(
      number: 12, why: "marks in names are harmless where they are shown",
      file: "SteelyardReportsTests/FunnelPlotTests.swift", test: "Codes and titles cannot become markup"),
    MatrixElsewhere(
      number: 46, why: "a part of 70 MiB that packs to 70 kB, and a thousand million laughs",
      file: "SteelyardIntakeTests/WorkbookDamageTests.swift", test: "A part that unpacks to 200 times its packed bytes"),
    MatrixElsewhere(
      number: 47, why: "standard input is the program's", file: "CommandTests/RunInputTests.swift",
      test: "A dash is standard input, packed or not"),
    MatrixElsewhere(
      number: 61, why: "lines are held to their settlements by a run of both (`IN416-lines-differ-from-claim`)",
      file: "ErrorTests/ErrorInputTests.swift", test: "Exit status, messages in both languages, list and counts"),
    MatrixElsewhere(
      number: 64, why: "15 digits are extended to 18 for matching alone",
      file: "SteelyardDomainTests/IdentifierCheckTests.swift", test: "The older form has no check character"),
    MatrixElsewhere(
      number: 68, why: "local codes are counted by a run (`IN412-institution-code-local`)",
      file: "ErrorTests/ErrorInputTests.swift", test: "Exit status, messages in both languages, list and counts"),
    MatrixElsewhere(
      number: 75, why: "the property, on random rows", file: "SteelyardLedgerTests/ResolutionTests.swift",
      test: "Keeping both halves of a reversal and having both removed"),
    MatrixElsewhere(
      number: 87, why: "ranks and scores of degenerate inputs", file: "SteelyardScoringTests/DegenerateTests.swift",
      test: "Institutions that are all the same do not differ"),
    MatrixElsewhere(
      number: 88, why: "a table of many windows of memory", file: "SteelyardIntakeTests/TableScannerStreamTests.swift",
      test: "A table of several windows is the same cut into crumbs"),
    MatrixElsewhere(
      number: 89, why: "codes of random texts are those of a dictionary",
      file: "SteelyardDomainTests/IdentifierTests.swift", test: "A hundred thousand random texts"),
  ]

  /// What the design names and no input can show, for there is nothing that would read it.
  static let missing: [(number: Int, what: String)] = [
    (60, "no option makes these warnings reject"),
    (70, "no file maps a bureau's disease codes to the national ones; unknown codes keep their own stratum"),
    (78, "no option excludes test data"),
    (81, "no option declares serial numbers or epochs; they are always rejected"),
    (83, "no option makes these warnings reject"),
    (86, "no table of enrolments (慢特病备案) is read, so visits before or after one are not told"),
    (89, "the hash's seeds are fixed, so that identifiers made to share a whole hash would cost quadratic time"),
  ]

  /// What a case comes to.
  enum Verdict {
    /// The total is exact.
    case exact
    /// Something is said.
    case reported
    /// A wrong total, or damage, of which nothing is said.
    case silent
  }

  static func verdict(_ example: MatrixCase, _ got: MatrixOutcome) -> Verdict {
    switch example.kind {
    case .harmless where got.refused.isEmpty && got.accepted == example.outcome.accepted: .exact
    case .harmless: got.refused.isEmpty && got.left.isEmpty ? .silent : .reported
    case .damaged: got.isReported ? .reported : .silent
    }
  }

  /// The page of the reference.
  static func rendered(_ outcomes: [MatrixOutcome]) -> String {
    var text = """
      # Bad inputs: what is expected and what comes of them

      Made by `SteelyardIntakeTests` (`STEELYARD_RECORD=1 Scripts/test --filter MatrixTests` writes it again). Each row is a
      file, or two, made by the test and read as a run reads it, the ledger included. *Got*: rows and yuan that count;
      rules ([diagnostics](diagnostics.md)) with how often, their money where it can be read, and the lines of what is
      rejected; then what else was looked at. The clean table has three rows and 33.00 yuan; a damaged row stands between
      two good ones of 13.00.


      """
    let rows = Array(zip(cases, outcomes))
    for section in sections {
      text += "## \(section.title)\n\n| number | input | expected | got |\n|---|---|---|---|\n"
      for (example, got) in rows where section.categories.contains(example.number) {
        let wish = example.gap.map { "**not yet**: \($0)" }
        let cells = [
          "\(example.number)", example.what, example.expects,
          [got.description, wish].compactMap(\.self).joined(separator: "; "),
        ]
        text += "| " + cells.map { $0.replacing("|", with: "\\|") }.joined(separator: " | ") + " |\n"
      }
      text += "\n"
    }
    text += "## Held by other tests\n\n| number | what | test |\n|---|---|---|\n"
    for other in elsewhere { text += "| \(other.number) | \(other.why) | `\(other.file)`: \(other.test) |\n" }
    text += "\n## Not yet, and nothing to read it from\n\n| number | what |\n|---|---|\n"
    for (number, what) in missing { text += "| \(number) | \(what) |\n" }
    return text + "\n" + summary(rows)
  }

  private static func summary(_ rows: [(MatrixCase, MatrixOutcome)]) -> String {
    let met = rows.filter { $0.0.gap == nil }
    func count(_ kind: MatrixCase.Kind, _ wanted: Verdict) -> Int {
      met.count { $0.0.kind == kind && verdict($0.0, $0.1) == wanted }
    }
    let harmless = met.count { $0.0.kind == .harmless }
    let silent = met.count { verdict($0.0, $0.1) == .silent }
    let gaps = rows.filter { $0.0.gap != nil }
    let silentGaps = gaps.count { verdict($0.0, $0.1) == .silent }
    return """
      ## Count

      \(rows.count) inputs of \(Set(rows.map(\.0.number)).count) categories. Harmless: \(count(.harmless, .exact)) of \(harmless) exact. \
      Damaged: \(count(.damaged, .reported)) of \(met.count - harmless) reported. Silent: \(silent). \
      Not yet: \(gaps.count), of which nothing is said of \(silentGaps).

      """
  }
}
