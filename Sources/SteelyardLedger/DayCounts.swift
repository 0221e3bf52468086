import SteelyardDomain

/// Distinct persons with a visit by institution and calendar day: how full each day was.
public struct DayCounts: Equatable, Sendable {
  /// Codes of the institutions with a visit, in byte order: those of the ``CellTable``.
  public internal(set) var institutions: [String] = []
  /// The calendar days, by number, ascending: every day of each month of the period in which anyone had a visit.
  ///
  /// Months without any visit are left out, so that one wrong year among the rows makes no long table.
  public internal(set) var days: [Int32] = []
  /// Heads, institutions × days; 0 on closed days.
  public internal(set) var heads: [Int32] = []

  init() {}

  /// The heads of an institution by its position, day by day.
  public func heads(of institution: Int) -> ArraySlice<Int32> {
    heads[institution * days.count..<(institution + 1) * days.count]
  }
}

extension Ledger {
  /// How full the days of the period were: exact counts, the same for any order of the rows.
  public func dayCounts(threads: Int) -> DayCounts {
    let months = monthsWithVisits(threads: threads)
    var counts = DayCounts()
    guard let first = months.first, let last = months.last else { return counts }
    // The column of a month's first day, by month.
    var columns = [Int](repeating: 0, count: Int(last - first) + 1)
    for number in months {
      let month = Month(number: number)
      let length = Int32(Day.length(ofMonth: month.monthOfYear, year: month.year))
      columns[Int(number - first)] = counts.days.count
      counts.days += (0..<length).map { month.firstDay.number + $0 }
    }
    let width = counts.days.count
    let blocks = Ledger.blocks(persons: persons)
    let workers = max(1, min(threads, blocks.count))
    let parts = concurrently(workers, threads: workers) { [columns] worker in
      var heads = [Int32](repeating: 0, count: identifiers.institutions.count * width)
      for block in stride(from: worker, to: blocks.count, by: workers) {
        count(blocks[block], width: width, into: &heads) { columns[Int($0 - first)] }
      }
      return heads
    }
    var heads = parts.first ?? []
    for part in parts.dropFirst() { for place in heads.indices { heads[place] += part[place] } }
    for code in institutionPositions.indices.sorted(by: { institutionPositions[$0] < institutionPositions[$1] }) {
      let row = heads[code * width..<(code + 1) * width]
      guard row.contains(where: { $0 > 0 }) else { continue }
      counts.institutions.append(identifiers.institutions.text(of: Int32(code)))
      counts.heads += row
    }
    return counts
  }

  /// Counts the heads of some persons, institutions × days of `width`, by the column of a month's first day.
  private func count(_ persons: Range<Int>, width: Int, into heads: inout [Int32], column: (Int32) -> Int) {
    // One person's visits at one institution: the same day for two diseases is one head.
    var seen: [(month: Int32, days: UInt32)] = []
    for person in persons {
      var position = starts[person]
      while position < starts[person + 1] {
        let institution = entries[position].institution
        seen.removeAll(keepingCapacity: true)
        while position < starts[person + 1], entries[position].institution == institution {
          let entry = entries[position]
          position += 1
          guard entry.days != 0, period.contains(Month(number: entry.month)) else { continue }
          if let known = seen.firstIndex(where: { $0.month == entry.month }) {
            seen[known].days |= entry.days
          } else {
            seen.append((entry.month, entry.days))
          }
        }
        for item in seen {
          let first = Int(institution) * width + column(item.month)
          var bits = item.days
          while bits != 0 {
            heads[first + bits.trailingZeroBitCount] += 1
            bits &= bits - 1
          }
        }
      }
    }
  }
}
