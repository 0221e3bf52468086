import SteelyardDomain

/// Which rows stand, and what refunds make of them: everything that needs all rows at once.
struct Resolution: Sendable {
  var rows: HeldRows
  /// For each row the rule that took it out, `nil` where it stands.
  var removal: [Diagnostic.Code?]
  /// For each row, whether it is wholly taken back by refunds.
  var isReversed: [Bool]
  /// Refunds without an original, and refunds that exceed theirs.
  var notes: [(row: Int, code: Diagnostic.Code)] = []

  /// Open addressing from a settlement's fingerprint to its first row; −1 is free.
  private var slots: [Int32]

  init(_ rows: HeldRows) {
    self.rows = rows
    removal = Array(repeating: nil, count: rows.count)
    isReversed = .large(repeating: false, count: rows.count)
    var capacity = 64
    while capacity < rows.count * 2 { capacity *= 2 }
    slots = .large(repeating: -1, count: capacity)
  }

  /// The slot of a settlement: where its first row is, or the free place for it.
  private func slot(of claim: Fingerprint) -> Int {
    var position = Int(truncatingIfNeeded: claim.high) & (slots.count - 1)
    while slots[position] >= 0, rows.claim[Int(slots[position])] != claim {
      position = (position + 1) & (slots.count - 1)
    }
    return position
  }

  /// Keeps one row of each settlement: of equal ones any, of different ones the strictly newest, else none.
  mutating func resolveRepetitions() {
    var groups: [Int32: [Int]] = [:]
    for row in 0..<rows.count {
      let position = slot(of: rows.claim[row])
      if slots[position] < 0 {
        slots[position] = Int32(row)
      } else {
        groups[slots[position], default: [Int(slots[position])]].append(row)
      }
    }
    for (first, members) in groups {
      let kept = resolve(members)
      if let kept { slots[slot(of: rows.claim[Int(first)])] = Int32(kept) }
    }
  }

  /// Resolves the rows of one settlement and returns the one that stands.
  private mutating func resolve(_ members: [Int]) -> Int? {
    let contents = members.map { rows.contentHash(of: $0) }
    guard let standing = Repetition.standing(zip(members, contents).map { (rows.updated(of: $0), $1) }) else {
      for row in members { removal[row] = .claimConflict }
      return nil
    }
    let candidates = standing.map { members[$0] }
    let content = contents[standing[standing.startIndex]]
    // The rows are equal; the first in file order is kept, so that the others are the ones listed.
    let kept = candidates.min { (rows.source[$0], rows.byteOffset[$0]) < (rows.source[$1], rows.byteOffset[$1]) }
    for (row, own) in zip(members, contents) where row != kept {
      removal[row] = own == content ? .claimRepeated : .claimSuperseded
    }
    return kept
  }

  /// Gives each refund its original's day and stratum and finds the originals that are wholly taken back.
  mutating func resolveRefunds() {
    var refunded: [Int: Int64] = [:]
    for row in 0..<rows.count where rows.refund[row] == .marked && removal[row] == nil {
      guard standingOriginal(of: row) != nil else {
        notes.append((row, .refundOrphan))
        continue
      }
      guard let original = matchingOriginal(of: row) else {
        notes.append((row, .refundMismatched))
        continue
      }
      rows.day[row] = rows.day[original]
      rows.disease[row] = rows.disease[original]
      rows.scheme[row] = rows.scheme[original]
      rows.age[row] = rows.age[original]
      refunded[original, default: 0] += rows.totalFen[row]
    }
    for (original, refund) in refunded {
      let rest = rows.totalFen[original] + refund
      isReversed[original] = rest <= 0
      if rest < 0 { notes.append((original, .refundExceedsOriginal)) }
    }
  }

  /// The standing original that a refund takes back, where it is of the same person and institution.
  func matchingOriginal(of row: Int) -> Int? {
    guard let original = standingOriginal(of: row), rows.person[original] == rows.person[row],
      rows.institution[original] == rows.institution[row]
    else { return nil }
    return original
  }

  private func standingOriginal(of row: Int) -> Int? {
    let original = rows.original(of: row)
    guard original != .none else { return nil }
    let found = Int(slots[slot(of: original)])
    guard found >= 0, removal[found] == nil, rows.refund[found] == .none else { return nil }
    return found
  }

  /// Takes out what lies outside the run's area or period; refunds go by their original's day.
  mutating func applyScope(_ scope: LedgerBuilder.Scope) {
    if scope.period == .all, scope.deaths.isEmpty, scope.isInArea.allSatisfy(\.self) { return }
    for row in 0..<rows.count where removal[row] == nil {
      if !scope.isInArea[Int(rows.institution[row])] {
        removal[row] = .outsideArea
      } else if case .months = scope.period, !scope.period.contains(Day(number: rows.day[row]).month) {
        removal[row] = .outsidePeriod
      } else if let death = scope.deaths[rows.person[row]], rows.day[row] > death.number, rows.refund[row] == .none {
        notes.append((row, .settledAfterDeath))
      }
    }
  }

  /// Lets go of what tells rows apart, once nothing asks for it any more.
  mutating func forgetIdentity() {
    slots = []
    rows.forgetIdentity()
  }

  /// Every row that was taken out or marked, in file order.
  func findings() -> [LedgerBuilder.Finding] {
    var marked = notes
    for (row, code) in removal.enumerated() {
      if let code { marked.append((row, code)) }
    }
    marked.sort { (rows.source[$0.row], rows.byteOffset[$0.row]) < (rows.source[$1.row], rows.byteOffset[$1.row]) }
    return marked.map { row, code in
      LedgerBuilder.Finding(
        code: code, source: Int(rows.source[row]), line: Int(rows.line[row]), byteOffset: Int(rows.byteOffset[row]),
        totalFen: rows.totalFen[row])
    }
  }
}
