import SteelyardDomain

/// Finds the row of a sheet that is a table's header: of the first rows the one with the most known names.
///
/// A row with all required fields goes before one without. Where no single row has them, two rows one below the other
/// may have them together: a name that spans both stands in the upper one, and the lower one is empty there.
struct WorkbookHeaderSearch {
  /// How many rows with content are looked at.
  static let rowsMaximum = 50

  /// A row that may be the header.
  struct Candidate {
    let row: Int
    let names: [String]
    /// Whether all required fields are there.
    let isComplete: Bool
    /// How many of the names are known.
    let known: Int
    fileprivate let rank: Int
  }

  /// The best row so far, the first of equals.
  private(set) var best: Candidate?
  private let request: Header.Request
  private let lookup: [String: String]
  private let mapping: [String: String]
  private var rowsSeen = 0
  private var above: (row: Int, names: [String])?

  init(_ request: Header.Request) {
    self.request = request
    lookup = request.vocabulary.lookup
    mapping = Dictionary(
      request.mapping.map { (AliasTables.normalised($0.key), $0.value) }, uniquingKeysWith: { first, _ in first })
  }

  /// Whether enough rows were seen.
  var isDone: Bool { rowsSeen >= Self.rowsMaximum }

  /// Looks at a row with content.
  mutating func see(_ row: Int, _ names: [String]) {
    rowsSeen += 1
    consider(row, names, rankIfComplete: 2)
    if let above, above.row == row - 1 {
      let width = max(above.names.count, names.count)
      let joined = (0..<width).map { column in
        let name = column < names.count ? names[column] : ""
        return name.isEmpty && column < above.names.count ? above.names[column] : name
      }
      consider(row, joined, rankIfComplete: 1)
    }
    above = (row, names)
  }

  private mutating func consider(_ row: Int, _ names: [String], rankIfComplete: Int) {
    let fields = Set(
      names.compactMap { name in
        let normalised = AliasTables.normalised(name)
        return mapping[normalised] ?? lookup[normalised]
      })
    let known = names.count { name in
      let normalised = AliasTables.normalised(name)
      return lookup[normalised] != nil || mapping[normalised] != nil || request.known.contains(name)
    }
    let isComplete = known > 0 && fields.isSuperset(of: request.required)
    // Two rows are joined only where that makes them a header.
    if !isComplete, rankIfComplete == 1 { return }
    let rank = isComplete ? rankIfComplete : 0
    if let best, (best.rank, best.known) >= (rank, known) { return }
    best = Candidate(row: row, names: names, isComplete: isComplete, known: known, rank: rank)
  }
}
