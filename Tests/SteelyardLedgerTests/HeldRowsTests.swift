import SteelyardDomain
import SteelyardTestSupport
import Testing

@testable import SteelyardLedger

@Suite("Rows that are held") struct HeldRowsTests {
  /// A batch of random rows; some batches tell updates, or a cost beside the total.
  private func batch(_ generator: inout Seeded) -> ClaimBatch {
    var batch = ClaimBatch()
    let (tellsUpdates, tellsCost) = (generator.chance(30), generator.chance(30))
    for row in 0..<generator.below(20) {
      let isRefund = generator.chance(25)
      let number = Array("\(generator.below(50))".utf8).withUnsafeBytes { Fingerprint(of: $0) }
      batch.source.append(Int32(generator.below(3)))
      batch.line.append(Int32(row + 2))
      batch.byteOffset.append(Int64(row) * 100)
      batch.claim.append(number)
      batch.original.append(isRefund && generator.chance(80) ? number : .none)
      batch.updated.append(tellsUpdates && generator.chance(70) ? Int64(generator.below(1_000)) : 0)
      batch.person.append(Int32(generator.below(9)))
      batch.institution.append(Int32(generator.below(9)))
      batch.disease.append(Int32(generator.below(9)))
      batch.scheme.append(Int32(generator.below(4)) - 1)
      batch.day.append(20_000 + Int32(generator.below(90)))
      batch.age.append(Int16(generator.below(90)) - 1)
      batch.refund.append(isRefund ? .marked : .none)
      batch.totalFen.append(Int64(generator.below(10_000)) * (isRefund ? -1 : 1))
      batch.costFen.append(batch.totalFen[row] - (tellsCost ? Int64(generator.below(100)) : 0))
      batch.drugFen.append(Int64(generator.below(1_000)))
      batch.fundFen.append(Int64(generator.below(1_000)))
    }
    return batch
  }

  @Test("They say what batches laid end to end say, in whichever batch an update or another cost is first told")
  func twin() {
    var generator = Seeded.announced()
    for _ in 0..<300 {
      var held = HeldRows()
      var whole = ClaimBatch()
      if generator.chance(50) { held.reserve(generator.below(200)) }
      for _ in 0..<generator.below(6) {
        let batch = batch(&generator)
        held.append(batch)
        whole.append(batch)
      }
      #expect(held.count == whole.count)
      for row in 0..<whole.count {
        #expect(held.original(of: row) == whole.original[row] && held.updated(of: row) == whole.updated[row])
        #expect(held.costFen(of: row) == whole.costFen[row])
        #expect(held.contentHash(of: row) == whole.content(of: row).hash)
      }
      #expect(held.claim == whole.claim && held.source == whole.source && held.line == whole.line)
      #expect(held.byteOffset == whole.byteOffset && held.day == whole.day)
    }
  }

  @Test(
    "A person with few visits and one with many are counted alike, in any order of rows",
    arguments: [2, 10, 47, 48, 49, 50, 120])
  func visits(count: Int) {
    var generator = Seeded.announced("visits \(count)")
    let first = Month(year: 2025, month: 1).firstDay.number
    let rows = (0..<count).map { number -> ClaimRow in
      // Some days at both institutions, some twice at one.
      let day = Day(number: first + Int32(number / 2 * 2 + generator.below(2)))
      return ClaimRow("S\(number)", at: generator.pick(["H1", "H2"]), on: "\(day)", fen: 100)
    }
    .shuffled(using: &generator)
    let result = LedgerCase(rows).run()
    let seen = Set(rows.map { "\($0.day) \($0.institution)" })
    for institution in ["H1", "H2"] {
      #expect(result.total(institution).visits == seen.count { $0.hasSuffix(institution) })
    }
    let shared = Set(rows.filter { $0.institution == "H1" }.map(\.day)).intersection(
      rows.filter { $0.institution == "H2" }.map(\.day))
    #expect(result.persons.sameDayVisits.map(Int.init) == [2 * shared.count])
    #expect(result.persons.visits.map(Int.init) == [seen.count])
  }
}
