/// The books held to the files, figure by figure: two sums are equal or they are not, there is no tolerance.
///
/// What both sides tell is compared: schemes where both tell them, months where both do, figures where both have them.
/// Schemes are compared as they are written. Where one side writes codes and the other words, the schemes of a group
/// (310, 340, 职工 …) are compared as one.
public struct ControlComparison: Equatable, Sendable {
  /// One figure of one cell.
  public struct Entry: Equatable, Sendable {
    /// The cell.
    public let cell: ControlTotals.Cell
    /// The figure.
    public let figure: ControlTotals.Figure
    /// What the books say, in fen or settlements; `nil` where they do not have the cell.
    public let stated: Int128?
    /// What the files hold; `nil` where they do not have the cell.
    public let found: Int128?

    /// Found less stated; a cell that a side does not have is zero there.
    public var difference: Int128 { (found ?? 0) - (stated ?? 0) }
  }

  /// The name of the file with the totals, as it was given.
  public let file: String
  /// Every figure of every cell, by month, scheme and figure.
  public let entries: [Entry]
  /// Whether schemes, and months, were told apart.
  public let isByScheme, isByMonth: Bool

  /// Compares.
  ///
  /// - Parameters:
  ///   - file: the name of the file with the totals.
  ///   - stated: what the books say.
  ///   - found: what the files hold.
  ///   - period: only its months are compared; where months are not told apart every one is.
  public init(file: String, stated: ControlTotals, found: ControlTotals, period: Period = .all) {
    self.file = file
    let (byScheme, byMonth) = (stated.hasSchemes && found.hasSchemes, stated.hasMonths && found.hasMonths)
    (isByScheme, isByMonth) = (byScheme, byMonth)
    let group = Self.grouping(Set(stated.cells.keys.map(\.scheme)), Set(found.cells.keys.map(\.scheme)))
    let sides = [stated, found].map { side in
      // Months are left out before they are no longer told apart.
      var kept = ControlTotals(figures: side.figures, hasSchemes: side.hasSchemes, hasMonths: side.hasMonths)
      for (cell, sums) in side.cells where cell.month.map(period.contains) ?? true { kept.add(sums, to: cell) }
      return kept.grouped(hasSchemes: byScheme, hasMonths: byMonth, scheme: group)
    }
    let figures = ControlTotals.Figure.allCases.filter { stated.figures.contains($0) && found.figures.contains($0) }
    let cells = Set(sides[0].cells.keys).union(sides[1].cells.keys).sorted()
    entries = cells.flatMap { cell in
      figures.map { figure in
        Entry(
          cell: cell, figure: figure, stated: sides[0].cells[cell]?[figure], found: sides[1].cells[cell]?[figure])
      }
    }
  }

  /// The entries that are not equal.
  public var differences: [Entry] { entries.filter { $0.difference != 0 } }

  /// Whether nothing differs.
  public var isEqual: Bool { differences.isEmpty }

  /// The figures that were compared.
  public var figures: [ControlTotals.Figure] {
    ControlTotals.Figure.allCases.filter { figure in entries.contains { $0.figure == figure } }
  }

  /// How many times the books the files are where every sum of money that differs is so many times its other, 100 or
  /// 10,000 or the like: then one side is in another unit. `nil` where it is not so.
  public var unitFactor: Double? {
    let money = differences.filter { $0.figure != .count }
    for factor in [100, 1000, 10_000] as [Int128] where !money.isEmpty {
      if money.allSatisfy({ ($0.found ?? 0) != 0 && $0.found == ($0.stated ?? 0) * factor }) { return Double(factor) }
      if money.allSatisfy({ ($0.stated ?? 0) != 0 && $0.stated == ($0.found ?? 0) * factor }) {
        return 1 / Double(factor)
      }
    }
    return nil
  }

  /// What schemes are called where the sides write them differently: by group where one side has codes and the other
  /// words.
  private static func grouping(_ stated: Set<String>, _ found: Set<String>) -> (String) -> String {
    let groups = [stated, found].map { side in Dictionary(grouping: side.filter { !$0.isEmpty }, by: Scheme.group) }
    func isCodes(_ labels: [String]) -> Bool { labels.allSatisfy { $0.utf8.allSatisfy { (48...57).contains($0) } } }
    let mixed = Set(groups[0].keys).intersection(groups[1].keys).filter { group in
      let sides = groups.map { Set($0[group] ?? []) }
      return !sides[0].isSubset(of: sides[1]) && !sides[1].isSubset(of: sides[0])
        && isCodes(Array(sides[0])) != isCodes(Array(sides[1]))
    }
    return { scheme in
      let group = Scheme.group(scheme)
      return !scheme.isEmpty && mixed.contains(group) ? group : scheme
    }
  }
}
