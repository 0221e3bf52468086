public import SteelyardDomain

extension TallyFile {
  /// Reads a tally; columns beyond `row_type`, `institution_id`, `disease`, `heads` and `cost_fen` may be absent, and
  /// results that need them stay empty.
  ///
  /// Without `peer_group` all institutions are one group, `all`; without whole-institution rows heads and visits are
  /// sums over strata. A whole that its strata cannot make, in money, persons or visits, is refused.
  ///
  /// - Throws: ``TallyRefusal`` with every fault.
  public static func decode(_ table: TextTable, pairs: TextTable?) throws(TallyRefusal) -> Tally {
    var reader = TallyTableReader(table)
    let required = ["row_type", "institution_id", "disease", "heads", "cost_fen"]
    reader.require(required)
    if reader.diagnostics.isEmpty { reader.readRows() }
    var pairReader = pairs.map(TallyPairReader.init)
    pairReader?.read(institutions: Set(reader.groups.keys), strata: Set(reader.cells.map(\.stratum)))
    let diagnostics = reader.diagnostics + (pairReader?.diagnostics ?? [])
    if !diagnostics.isEmpty { throw TallyRefusal(diagnostics: diagnostics.sorted(by: Diagnostic.precedes)) }
    var parts = reader.parts
    if pairReader != nil { parts.insert(.pairs) }
    return Tally(
      groups: reader.groups, cells: reader.cells, totals: reader.totals, pairs: pairReader?.pairs ?? [], parts: parts)
  }
}

/// Columns of a text table read as integers, with every fault located.
struct IntegerCells {
  let table: TextTable
  private let places: [String: Int]
  private(set) var diagnostics: [Diagnostic] = []
  /// The sum of each column's absolute values.
  private var magnitudes: [String: Double] = [:]

  /// Columns that hold nothing negative.
  private static let counts: Set = ["heads", "visits", "distinct_heads", "capped_sq_fen2"]

  init(_ table: TextTable) {
    self.table = table
    places = Dictionary(table.columns.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
  }

  func has(_ column: String) -> Bool { places[column] != nil }

  /// Whether any row has a value in a column.
  func isFilled(_ column: String) -> Bool {
    guard let place = places[column] else { return false }
    return table.rows.contains { !$0[place].isEmpty }
  }

  mutating func require(_ columns: [String]) {
    for column in columns where !has(column) {
      diagnostics.append(Diagnostic(.requiredColumnMissing, at: .init(file: table.file, line: 1, field: column)))
    }
  }

  func text(_ row: Int, _ column: String, default other: String = "") -> String {
    guard let place = places[column], !table.rows[row][place].isEmpty else { return other }
    return table.rows[row][place]
  }

  /// An integer; an absent column or empty cell is 0 unless it is required.
  mutating func integer<Value: FixedWidthInteger>(
    _ row: Int, _ column: String, required: Bool = false, as type: Value.Type = Value.self
  ) -> Value {
    let text = text(row, column)
    if text.isEmpty, !required { return 0 }
    guard let value = Value(text), value >= 0 || !Self.counts.contains(column) else {
      refuse(text.isEmpty ? .requiredValueEmpty : .integerUnreadable, row, column)
      return 0
    }
    let magnitude = magnitudes[column, default: 0] + Double(value.magnitude)
    // Half the range leaves room for differences: what is read adds up without overflow.
    guard magnitude < Double(Value.max) / 2 else {
      refuse(.amountTooLarge, row, column)
      return 0
    }
    magnitudes[column] = magnitude
    return value
  }

  mutating func refuse(_ code: Diagnostic.Code, _ row: Int, _ column: String) {
    diagnostics.append(Diagnostic(code, at: .init(file: table.file, line: table.lines[row], field: column)))
  }
}

/// Reads the rows of `tally.csv`.
struct TallyTableReader {
  private var source: IntegerCells
  private(set) var groups: [String: String] = [:]
  private(set) var cells: [(institution: String, stratum: Stratum, sums: TallySums)] = []
  private(set) var totals: [String: TallySums] = [:]
  private(set) var parts: Set<Tally.Part> = []
  /// Sums over the strata by institution.
  private var summed: [String: TallySums] = [:]
  /// Sums over the strata by institution and disease.
  private var ofDisease: [String: [String: TallySums]] = [:]

  init(_ table: TextTable) { source = IntegerCells(table) }

  var diagnostics: [Diagnostic] { source.diagnostics }

  mutating func require(_ columns: [String]) { source.require(columns) }

  mutating func readRows() {
    let columns: [(Tally.Part, String)] = [
      (.visits, "visits"), (.capped, "capped_fen"), (.squares, "capped_sq_fen2"), (.drug, "drug_fen"),
      (.fund, "fund_fen"),
    ]
    for (part, column) in columns where source.isFilled(column) { parts.insert(part) }
    // Squares belong to capped cost: without it they are squares of something else.
    if !parts.contains(.capped) { parts.remove(.squares) }
    for row in source.table.rows.indices {
      let institution = source.text(row, "institution_id")
      if institution.isEmpty { source.refuse(.requiredValueEmpty, row, "institution_id") }
      let group = source.text(row, "peer_group", default: Stratum.all)
      if let known = groups.updateValue(group, forKey: institution), known != group {
        source.refuse(.dimensionConflict, row, "peer_group")
      }
      let sums = sums(row)
      switch source.text(row, "row_type") {
      case "stratum":
        let stratum = stratum(row)
        cells.append((institution, stratum, sums))
        summed[institution, default: TallySums()] += sums
        ofDisease[institution, default: [:]][stratum.labels[0], default: TallySums()] += sums
      case "institution":
        if totals.updateValue(sums, forKey: institution) != nil {
          source.refuse(.dimensionConflict, row, "institution_id")
        }
      default: source.refuse(.sumsInconsistent, row, "row_type")
      }
    }
    if totals.isEmpty {
      totals = summed
    } else {
      parts.insert(.institutionRows)
      // Where a cell is damaged the sums cannot agree; the cell is what is told.
      if source.diagnostics.isEmpty { refuseUnequal() }
    }
  }

  /// A whole that is not the sum of its strata, a whole without strata, or strata without a whole, is a table that lost
  /// rows; so is one with more or fewer persons or visits than its strata can have.
  private mutating func refuseUnequal() {
    var firstRows: [String: Int] = [:]
    for row in source.table.rows.indices.reversed() { firstRows[source.text(row, "institution_id")] = row }
    for institution in groups.keys {
      let (whole, parts) = (totals[institution], summed[institution] ?? TallySums())
      let row = firstRows[institution] ?? 0
      if whole == nil || whole?.costFen != parts.costFen {
        source.refuse(.sumsInconsistent, row, "cost_fen")
      } else if whole?.cappedFen != parts.cappedFen {
        source.refuse(.sumsInconsistent, row, "capped_fen")
      } else if let whole, let column = countAtOdds(whole, parts, Array((ofDisease[institution] ?? [:]).values)) {
        source.refuse(.sumsInconsistent, row, column)
      }
    }
  }

  /// The column in which a whole has a count that its strata cannot make, `nil` where there is none.
  ///
  /// A person is in one stratum of a disease: distinct persons are at least the heads of each disease and at most all
  /// of them together, and so are days. The head rule may only leave persons out.
  private func countAtOdds(_ whole: TallySums, _ parts: TallySums, _ diseases: [TallySums]) -> String? {
    func isPossible(_ count: Int64, _ part: (TallySums) -> Int64) -> Bool {
      count <= part(parts) && diseases.allSatisfy { part($0) <= count }
    }
    if !isPossible(whole.distinctHeads, \.heads) { return source.has("distinct_heads") ? "distinct_heads" : "heads" }
    if whole.heads > whole.distinctHeads { return "heads" }
    // Visits may be told of whole institutions alone.
    return parts.visits > 0 && !isPossible(whole.visits, \.visits) ? "visits" : nil
  }

  private mutating func sums(_ row: Int) -> TallySums {
    var sums = TallySums()
    sums.heads = source.integer(row, "heads", required: true)
    sums.visits = source.integer(row, "visits")
    sums.costFen = source.integer(row, "cost_fen", required: true)
    sums.cappedFen = parts.contains(.capped) ? source.integer(row, "capped_fen", required: true) : sums.costFen
    sums.cappedSquares = source.integer(row, "capped_sq_fen2", required: parts.contains(.squares))
    sums.drugFen = source.integer(row, "drug_fen")
    sums.fundFen = source.integer(row, "fund_fen")
    let distinct: Int64 = source.integer(row, "distinct_heads")
    sums.distinctHeads = distinct == 0 ? sums.heads : distinct
    return sums
  }

  private func stratum(_ row: Int) -> Stratum {
    Stratum(
      labels: [source.text(row, "disease")]
        + ["age_band", "sex", "scheme", "attached"].map { source.text(row, $0, default: Stratum.all) })
  }
}

/// Reads the rows of `tally-pairs.csv`.
struct TallyPairReader {
  private var source: IntegerCells
  private(set) var pairs: [(institution: String, first: Stratum, second: Stratum, sums: PairSums)] = []

  init(_ table: TextTable) { source = IntegerCells(table) }

  var diagnostics: [Diagnostic] { source.diagnostics }

  mutating func read(institutions: Set<String>, strata: Set<Stratum>) {
    source.require([
      "institution_id", "disease", "other_disease", "heads", "capped_fen", "other_capped_fen", "product_fen2",
    ])
    if !source.diagnostics.isEmpty { return }
    for row in source.table.rows.indices {
      let institution = source.text(row, "institution_id")
      let factors = ["age_band", "sex", "scheme", "attached"].map { source.text(row, $0, default: Stratum.all) }
      let first = Stratum(labels: [source.text(row, "disease")] + factors)
      let second = Stratum(labels: [source.text(row, "other_disease")] + factors)
      guard institutions.contains(institution), strata.contains(first), strata.contains(second), first < second else {
        source.refuse(.sumsInconsistent, row, "institution_id")
        continue
      }
      var sums = PairSums()
      sums.heads = source.integer(row, "heads", required: true)
      sums.firstFen = source.integer(row, "capped_fen", required: true)
      sums.secondFen = source.integer(row, "other_capped_fen", required: true)
      sums.products = source.integer(row, "product_fen2", required: true)
      pairs.append((institution, first, second, sums))
    }
  }
}
