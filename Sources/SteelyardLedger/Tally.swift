public import SteelyardDomain

/// A stratum by its labels.
public struct Stratum: Hashable, Comparable, Sendable {
  /// The label of a factor that is not used.
  public static let all = "all"

  /// Disease, age band, sex, scheme, attached.
  public let labels: [String]

  /// Creates a stratum.
  ///
  /// - Precondition: there are five labels.
  public init(labels: [String]) {
    precondition(labels.count == 5, "a stratum has a disease and four factors")
    self.labels = labels
  }

  /// The disease.
  public var disease: String { labels[0] }

  /// The position of a factor's label.
  public static func position(of factor: StratumFactor) -> Int {
    switch factor {
    case .ageBand: 1
    case .sex: 2
    case .scheme: 3
    case .attached: 4
    }
  }

  /// Orders strata by their labels' bytes.
  public static func < (a: Stratum, b: Stratum) -> Bool {
    for (x, y) in zip(a.labels, b.labels) where x != y { return x.utf8.lexicographicallyPrecedes(y.utf8) }
    return false
  }
}

/// Exact integer sums of one institution × stratum, or of a whole institution.
public struct TallySums: Equatable, Sendable {
  /// Heads: of the disease in a stratum, distinct persons (by the head rule) in an institution.
  public var heads: Int64 = 0
  /// Visits: person × disease × day in a stratum, person × day in an institution.
  public var visits: Int64 = 0
  /// Cost in fen.
  public var costFen: Int64 = 0
  /// Cost in fen, each head's cut at its cap.
  public var cappedFen: Int64 = 0
  /// Sum of squares of heads' capped cost, fen².
  public var cappedSquares: Int128 = 0
  /// Drug cost in fen.
  public var drugFen: Int64 = 0
  /// Fund payment in fen.
  public var fundFen: Int64 = 0
  /// Distinct persons whatever the head rule; the same as ``heads`` in strata.
  public var distinctHeads: Int64 = 0

  /// Creates empty sums.
  public init() {}

  /// Adds sums.
  ///
  /// - Precondition: no sum overflows: a run holds less than 9·10^16 yuan.
  public static func += (a: inout TallySums, b: TallySums) {
    a.heads += b.heads
    a.visits += b.visits
    a.costFen += b.costFen
    a.cappedFen += b.cappedFen
    a.cappedSquares += b.cappedSquares
    a.drugFen += b.drugFen
    a.fundFen += b.fundFen
    a.distinctHeads += b.distinctHeads
  }
}

/// The sums of the persons who are heads of two strata of one institution.
public struct PairSums: Equatable, Sendable {
  /// How many persons.
  public var heads: Int64 = 0
  /// Sum of capped cost in the first stratum, fen.
  public var firstFen: Int64 = 0
  /// Sum of capped cost in the second, fen.
  public var secondFen: Int64 = 0
  /// Sum of products of the two, fen².
  public var products: Int128 = 0

  /// Creates empty sums.
  public init() {}

  /// Adds sums.
  public static func += (a: inout PairSums, b: PairSums) {
    a.heads += b.heads
    a.firstFen += b.firstFen
    a.secondFen += b.secondFen
    a.products += b.products
  }
}

/// The sufficient table: exact integer sums per institution × stratum, from which every index follows.
///
/// Tallies of disjoint sets of persons made with the same caps add up (``merged(_:)``): parts, threads, files, months
/// and clusters are one case. Rows are sorted by institution and stratum, so equal tallies are equal bytes.
public struct Tally: Equatable, Sendable {
  /// One institution × stratum.
  public struct Row: Equatable, Sendable {
    /// Position among ``institutions``.
    public var institution: Int
    /// Position among ``strata``.
    public var stratum: Int
    /// The sums.
    public var sums: TallySums
  }

  /// Two strata of one institution.
  public struct Pair: Equatable, Sendable {
    /// Position among ``institutions``.
    public var institution: Int
    /// Positions among ``strata``, the first the lower.
    public var first, second: Int
    /// The sums.
    public var sums: PairSums
  }

  /// A column that a table from elsewhere may lack.
  public enum Part: String, CaseIterable, Sendable {
    /// Visits.
    case visits
    /// Capped cost.
    case capped
    /// Squares of capped cost.
    case squares
    /// Drug cost.
    case drug
    /// Fund payment.
    case fund
    /// Pair rows.
    case pairs
    /// Whole-institution rows; without them heads are sums over strata.
    case institutionRows
  }

  /// Institution codes in byte order.
  public let institutions: [String]
  /// The peer group of each institution.
  public let peerGroups: [String]
  /// Strata in order.
  public let strata: [Stratum]
  /// Rows by institution and stratum.
  public let rows: [Row]
  /// The whole-institution sums, by institution.
  public let totals: [TallySums]
  /// Pairs by institution, first and second stratum.
  public let pairs: [Pair]
  /// What the tally holds.
  public let parts: Set<Part>

  /// Creates a tally from keyed sums.
  public init(
    groups: [String: String], cells: [(institution: String, stratum: Stratum, sums: TallySums)],
    totals: [String: TallySums], pairs: [(institution: String, first: Stratum, second: Stratum, sums: PairSums)],
    parts: Set<Part>
  ) {
    let institutions = groups.keys.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    let strata = Set(cells.map(\.stratum)).sorted()
    let place = Dictionary(uniqueKeysWithValues: institutions.enumerated().map { ($1, $0) })
    let column = Dictionary(uniqueKeysWithValues: strata.enumerated().map { ($1, $0) })
    func position(_ id: String) -> Int {
      guard let position = place[id] else { preconditionFailure("every institution of a tally has a peer group") }
      return position
    }
    func position(_ stratum: Stratum) -> Int {
      guard let position = column[stratum] else { preconditionFailure("every pair's stratum has a row") }
      return position
    }
    self.init(
      institutions: institutions, peerGroups: institutions.map { groups[$0] ?? "" }, strata: strata,
      rows: cells.map { Row(institution: position($0.institution), stratum: position($0.stratum), sums: $0.sums) },
      totals: institutions.map { totals[$0] ?? TallySums() },
      pairs: pairs.map {
        Pair(
          institution: position($0.institution), first: position($0.first), second: position($0.second), sums: $0.sums)
      }, parts: parts)
  }

  /// Creates a tally of rows and pairs in any order; those of one key are added up.
  ///
  /// - Precondition: institutions and strata ascend; `peerGroups` and `totals` are by institution.
  init(
    institutions: [String], peerGroups: [String], strata: [Stratum], rows: [Row], totals: [TallySums], pairs: [Pair],
    parts: Set<Part>
  ) {
    self.institutions = institutions
    self.peerGroups = peerGroups
    self.strata = strata
    self.totals = totals
    self.parts = parts
    var sortedRows: [Row] = []
    sortedRows.reserveCapacity(rows.count)
    for row in rows.sorted(by: { ($0.institution, $0.stratum) < ($1.institution, $1.stratum) }) {
      if let last = sortedRows.last, last.institution == row.institution, last.stratum == row.stratum {
        sortedRows[sortedRows.count - 1].sums += row.sums
      } else {
        sortedRows.append(row)
      }
    }
    self.rows = sortedRows
    var sortedPairs: [Pair] = []
    sortedPairs.reserveCapacity(pairs.count)
    let order = pairs.sorted { ($0.institution, $0.first, $0.second) < ($1.institution, $1.first, $1.second) }
    for pair in order {
      if let last = sortedPairs.last, last.institution == pair.institution, last.first == pair.first,
        last.second == pair.second
      {
        sortedPairs[sortedPairs.count - 1].sums += pair.sums
      } else {
        sortedPairs.append(pair)
      }
    }
    self.pairs = sortedPairs
  }

  /// Heads of diseases beyond the distinct persons, where there are squares to judge chance by and no pair rows: what
  /// persons with several diseases cost cannot be held together there.
  ///
  /// *Edge cases*: `nil` with pair rows, without squares, without whole-institution rows, or where no one has two
  /// diseases.
  public var headsWithoutPairs: Int64? {
    guard parts.contains(.squares), parts.contains(.institutionRows), !parts.contains(.pairs) else { return nil }
    let surplus = rows.reduce(0) { $0 + $1.sums.heads } - totals.reduce(0) { $0 + $1.distinctHeads }
    return surplus > 0 ? surplus : nil
  }

  /// The tally with its strata no longer divided by whether a head is attached; `nil` where they are not.
  ///
  /// A head is in one stratum of its disease either way, so heads, cost and squares add up exactly, and so do pairs,
  /// whose two strata never share a disease.
  public var withoutAttachment: Tally? {
    let place = Stratum.position(of: .attached)
    guard strata.contains(where: { $0.labels[place] != Stratum.all }) else { return nil }
    let merged = strata.map { stratum in
      var labels = stratum.labels
      labels[place] = Stratum.all
      return Stratum(labels: labels)
    }
    return Tally(
      groups: Dictionary(uniqueKeysWithValues: zip(institutions, peerGroups)),
      cells: rows.map { (institutions[$0.institution], merged[$0.stratum], $0.sums) },
      totals: Dictionary(uniqueKeysWithValues: zip(institutions, totals)),
      pairs: pairs.map { (institutions[$0.institution], merged[$0.first], merged[$0.second], $0.sums) }, parts: parts)
  }

  /// The tally of several disjoint sets of persons, made with the same caps and strata.
  ///
  /// - Precondition: an institution has one peer group in all of them.
  public static func merged(_ tallies: [Tally]) -> Tally {
    var groups: [String: String] = [:]
    var totals: [String: TallySums] = [:]
    var cells: [(institution: String, stratum: Stratum, sums: TallySums)] = []
    var pairs: [(institution: String, first: Stratum, second: Stratum, sums: PairSums)] = []
    for tally in tallies {
      for (position, id) in tally.institutions.enumerated() {
        let known = groups.updateValue(tally.peerGroups[position], forKey: id)
        precondition(known == nil || known == tally.peerGroups[position], "an institution has one peer group")
        totals[id, default: TallySums()] += tally.totals[position]
      }
      cells += tally.rows.map { (tally.institutions[$0.institution], tally.strata[$0.stratum], $0.sums) }
      pairs += tally.pairs.map {
        (tally.institutions[$0.institution], tally.strata[$0.first], tally.strata[$0.second], $0.sums)
      }
    }
    let parts = tallies.map(\.parts).reduce(Set(Part.allCases)) { $0.intersection($1) }
    return Tally(groups: groups, cells: cells, totals: totals, pairs: pairs, parts: parts)
  }
}
