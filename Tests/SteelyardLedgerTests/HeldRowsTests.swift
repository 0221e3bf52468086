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
    var hashes: [[Int64]: UInt64] = [:]
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
        let hash = held.contentHash(of: row)
        #expect(hashes.updateValue(hash, forKey: content(whole, row)) ?? hash == hash)
      }
      #expect(held.claim == whole.claim && held.source == whole.source && held.line == whole.line)
      #expect(held.byteOffset == whole.byteOffset && held.day == whole.day)
    }
    #expect(hashes.count > 1_000 && Set(hashes.values).count == hashes.count)
  }

  /// What a row says, but for its number and when it was changed.
  private func content(_ batch: ClaimBatch, _ row: Int) -> [Int64] {
    let codes = [batch.person[row], batch.institution[row], batch.disease[row], batch.scheme[row], batch.day[row]]
    return [batch.totalFen[row], batch.costFen[row], batch.drugFen[row], batch.fundFen[row], Int64(batch.age[row])]
      + codes.map(Int64.init) + [Int64(bitPattern: batch.original[row].low), batch.refund[row] == .marked ? 1 : 0]
  }

  @Test("Rows that differ in any one thing they say have different hashes; number and time of change say nothing")
  func content() {
    let changes: [(String, (inout ClaimBatch) -> Void)] = [
      ("total", { $0.totalFen[0] += 1 }), ("cost", { $0.costFen[0] += 1 }), ("drug", { $0.drugFen[0] += 1 }),
      ("fund", { $0.fundFen[0] += 1 }), ("person", { $0.person[0] += 1 }), ("institution", { $0.institution[0] += 1 }),
      ("disease", { $0.disease[0] += 1 }), ("scheme", { $0.scheme[0] += 1 }), ("day", { $0.day[0] += 1 }),
      ("age", { $0.age[0] += 1 }), ("mark", { $0.refund[0] = $0.refund[0] == .marked ? .none : .marked }),
      ("original", { $0.original[0] = [1].withUnsafeBytes { Fingerprint(of: $0) } }),
    ]
    func hash(_ batch: ClaimBatch) -> UInt64 {
      var held = HeldRows()
      held.append(batch)
      return held.contentHash(of: 0)
    }
    var generator = Seeded.announced()
    var row = ClaimBatch()
    while row.count == 0 { row = batch(&generator) }
    for (name, change) in changes {
      var other = row
      change(&other)
      #expect(hash(other) != hash(row), "\(name)")
    }
    var other = row
    other.claim[0] = [2].withUnsafeBytes { Fingerprint(of: $0) }
    other.updated[0] += 1
    #expect(hash(other) == hash(row))
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
