import SteelyardReports
import Testing

/// Every way to share a total among categories.
private func tables(_ total: Int, categories: Int) -> [[Int]] {
  if categories == 1 { return [[total]] }
  return (0...total).flatMap { first in tables(total - first, categories: categories - 1).map { [first] + $0 } }
}

@Suite("Counts that are published") struct DisclosureTests {
  @Test(
    "Whoever knows the exact total and every rule is left with several values for each withheld count",
    arguments: [(2, 200, 3), (3, 60, 5), (4, 36, 5), (5, 22, 5)])
  func differencing(categories: Int, totalMaximum: Int, valuesMinimum: Int) {
    for total in 0...totalMaximum {
      // All tables that look alike once published: what a reader cannot tell apart.
      var alike: [[Int?]: [Set<Int>]] = [:]
      for table in tables(total, categories: categories) {
        let published = DisclosureControl.published(table)
        var values = alike[published] ?? Array(repeating: [], count: categories)
        for (place, count) in table.enumerated() { values[place].insert(count) }
        alike[published] = values
      }
      for (published, values) in alike {
        for (count, possible) in zip(published, values) where count == nil {
          #expect(
            possible.count >= min(valuesMinimum, total + 1), "total \(total): \(published) leaves \(possible.sorted())")
        }
      }
    }
  }

  @Test("No count of seven or fewer is ever published, and what is published is a multiple of five, two away at most")
  func smallCounts() {
    for total in 0...36 {
      for table in tables(total, categories: 3) {
        for (count, published) in zip(table, DisclosureControl.published(table)) {
          guard let published else { continue }
          #expect(count > 7 && published.isMultiple(of: 5) && abs(published - count) <= 2)
        }
      }
    }
  }

  @Test("Two empty categories beside eight are not given away by the total")
  func knownTrap() {
    #expect(DisclosureControl.published([0, 0, 8]) == [nil, nil, nil])
    #expect(DisclosureControl.published([3, 148]) == [nil, nil])
    #expect(DisclosureControl.published([3, 152, 61]) == [nil, 150, 60])
  }

  @Test("A table without small counts is published whole, and an only category as it is")
  func nothingSmall() {
    #expect(DisclosureControl.published([8, 12, 13]) == [10, 10, 15])
    #expect(DisclosureControl.published([7]) == [nil] && DisclosureControl.published([8]) == [10])
    #expect(DisclosureControl.published([]) == [])
  }
}
